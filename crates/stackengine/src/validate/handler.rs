//! Probes and lifecycle hooks: `validateProbe`, `validateLifecycle`, `validateHandler`.

use super::names::header_name;
use super::place::At;
use super::pod::Pod;
use super::ports::port_or_name;
use super::report::Report;

const PROBE_HANDLERS: [&str; 4] = ["exec", "httpGet", "tcpSocket", "grpc"];
const HOOK_HANDLERS: [&str; 4] = ["exec", "httpGet", "tcpSocket", "sleep"];

/// The three probes of a container.
pub(super) fn probes(container: &At<'_>, pod: &Pod<'_>, report: &mut Report) {
    for name in ["livenessProbe", "readinessProbe", "startupProbe"] {
        let probe = container.field(name);
        if probe.exists() {
            one_probe(&probe, name == "readinessProbe", pod, report);
        }
    }
}

fn one_probe(probe: &At<'_>, readiness: bool, pod: &Pod<'_>, report: &mut Report) {
    handler(probe, &PROBE_HANDLERS, pod, report);
    for name in ["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"] {
        report.not_negative(&probe.field(name), "must-not-be-negative");
    }
    let grace = probe.field("terminationGracePeriodSeconds");
    if let Some(seconds) = grace.int() {
        if seconds <= 0 {
            report.invalid(&grace, "probe-grace-period", seconds, "must be greater than 0");
        }
        if readiness {
            report.invalid(&grace, "probe-grace-period", seconds, "must not be set for readinessProbes");
        }
    }
    let threshold = probe.field("successThreshold");
    // A missing threshold, and a zero, become 1.
    let number = threshold.int().filter(|number| *number != 0).unwrap_or(1);
    if !readiness && number != 1 {
        report.invalid(&threshold, "probe-success-threshold", number, "must be 1");
    }
}

/// The hooks of a container.
pub(super) fn lifecycle(lifecycle: &At<'_>, pod: &Pod<'_>, report: &mut Report) {
    for name in ["postStart", "preStop"] {
        let hook = lifecycle.field(name);
        if hook.exists() {
            handler(&hook, &HOOK_HANDLERS, pod, report);
        }
    }
}

/// Exactly one handler; the first one is judged, further ones are forbidden.
fn handler(at: &At<'_>, names: &[&str], pod: &Pod<'_>, report: &mut Report) {
    let mut given = 0;
    for name in names {
        let handler = at.field(name);
        if !handler.exists() {
            continue;
        }
        given += 1;
        if given > 1 {
            report.forbidden(&handler, "several-handlers", "may not specify more than 1 handler type");
            continue;
        }
        match *name {
            "exec" if handler.field("command").len() == 0 => {
                report.required(&handler.field("command"), "exec-command-required", "");
            }
            "httpGet" => http_get(&handler, report),
            "tcpSocket" | "grpc" => port_or_name(&handler.field("port"), report),
            "sleep" => sleep(&handler, pod, report),
            _ => {}
        }
    }
    if given == 0 {
        report.required(at, "handler-required", "must specify a handler type");
    }
}

fn http_get(http: &At<'_>, report: &mut Report) {
    port_or_name(&http.field("port"), report);
    let scheme = http.field("scheme");
    if !scheme.text().is_empty() {
        report.one_of(&scheme, "http-scheme-unknown", &["HTTP", "HTTPS"]);
    }
    let headers = http.field("httpHeaders");
    for header in headers.items() {
        let name = header.field("name");
        report.each(&headers.pointing_at(&name), "http-header-invalid", name.text(), header_name(name.text()));
    }
}

fn sleep(sleep: &At<'_>, pod: &Pod<'_>, report: &mut Report) {
    let seconds = sleep.field("seconds").int().unwrap_or_default();
    if seconds < 0 || seconds > pod.grace {
        let message = format!("must be non-negative and less than terminationGracePeriodSeconds ({})", pod.grace);
        report.invalid(sleep, "sleep-out-of-range", seconds, &message);
    }
}
