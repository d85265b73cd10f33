//! Ports of containers: `validateContainerPorts` and `checkHostPortConflicts`.

use super::names::port_name;
use super::place::At;
use super::report::Report;

const OUT_OF_RANGE: &str = "must be between 1 and 65535, inclusive";

/// The ports of one container.
pub(super) fn ports(ports: &At<'_>, report: &mut Report) {
    let mut names: Vec<String> = Vec::new();
    for port in ports.items() {
        let name = port.field("name");
        if !name.text().is_empty() {
            let problems = port_name(name.text());
            if !problems.is_empty() {
                report.each(&name, "port-name-invalid", name.text(), problems);
            } else if names.iter().any(|known| known == name.text()) {
                report.duplicate(&name, "port-name-twice", name.text());
            } else {
                names.push(name.text().to_owned());
            }
        }
        let number = port.field("containerPort");
        match number.int().unwrap_or_default() {
            0 => report.required(&number, "container-port-required", ""),
            port => port_number(&number, port, report),
        }
        let host = port.field("hostPort");
        match host.int().unwrap_or_default() {
            0 => {}
            port => port_number(&host, port, report),
        }
        let protocol = port.field("protocol");
        if !protocol.text().is_empty() {
            report.one_of(&protocol, "port-protocol-unknown", &["SCTP", "TCP", "UDP"]);
        }
    }
}

fn port_number(at: &At<'_>, number: i64, report: &mut Report) {
    if !(1..=65535).contains(&number) {
        report.invalid(at, "port-out-of-range", number, OUT_OF_RANGE);
    }
}

/// A port by number or name, as probes name it.
pub(super) fn port_or_name(at: &At<'_>, report: &mut Report) {
    match at.optional_text() {
        Some(name) => report.each(at, "port-name-invalid", name, port_name(name)),
        None => port_number(at, at.int().unwrap_or_default(), report),
    }
}

/// Each port of the node can be taken once; `taken` holds those that are.
pub(super) fn host_port_conflicts(ports: &At<'_>, taken: &mut Vec<String>, report: &mut Report) {
    for port in ports.items() {
        let host = port.field("hostPort");
        let number = host.int().unwrap_or_default();
        if number == 0 {
            continue;
        }
        let key = format!("{}/{}/{number}", port.field("protocol").text_or("TCP"), port.field("hostIP").text());
        if taken.contains(&key) {
            report.duplicate(&host, "host-port-twice", &key);
        } else {
            taken.push(key);
        }
    }
}
