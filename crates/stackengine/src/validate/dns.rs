//! Name resolution in a pod: `validatePodDNSConfig`, `ValidateHostAliases`.

use std::net::IpAddr;

use super::names::{dns_subdomain, dns_subdomain_with_underscore};
use super::place::At;
use super::report::Report;

const RULE: &str = "dns-config-invalid";

/// The DNS settings of a pod.
pub(super) fn dns(spec: &At<'_>, report: &mut Report) {
    let (config, policy) = (spec.field("dnsConfig"), spec.field("dnsPolicy"));
    let servers = config.field("nameservers");
    if policy.text() == "None" {
        if !config.exists() {
            report.required(&config, RULE, "must provide `dnsConfig` when `dnsPolicy` is None");
            return;
        }
        if servers.len() == 0 {
            let message = "must provide at least one DNS nameserver when `dnsPolicy` is None";
            report.required(&servers, RULE, message);
            return;
        }
    }
    if servers.len() > 3 {
        report.invalid(&servers, RULE, &servers, "must not have more than 3 nameservers");
    }
    for server in servers.items() {
        ip_address(&server, report);
    }
    searches(&config.field("searches"), report);
    let options = config.field("options");
    for option in options.items() {
        if option.field("name").text().is_empty() {
            report.required(&option, RULE, "must not be empty");
        }
    }
}

fn searches(searches: &At<'_>, report: &mut Report) {
    if searches.len() > 32 {
        report.invalid(searches, RULE, searches, "must not have more than 32 search paths");
    }
    let length: usize = searches.items().map(|search| search.text().len() + 1).sum();
    if length > 2049 {
        let message = "must not have more than 2048 characters (including spaces) in the search list";
        report.invalid(searches, RULE, searches, message);
    }
    for search in searches.items() {
        let text = search.text();
        if text != "." {
            let text = text.strip_suffix('.').unwrap_or(text);
            report.each(&search, RULE, text, dns_subdomain_with_underscore(text));
        }
    }
}

/// Further names of addresses.
pub(super) fn host_aliases(aliases: &At<'_>, report: &mut Report) {
    for alias in aliases.items() {
        ip_address(&alias.field("ip"), report);
        let names = alias.field("hostnames");
        for name in names.items() {
            report.each(&name, "name-not-dns-1123", name.text(), dns_subdomain(name.text()));
        }
    }
}

/// An address; like old versions of Go the server tolerates leading zeros.
fn ip_address(at: &At<'_>, report: &mut Report) {
    let text = at.text();
    let sloppy: Vec<&str> = text.split('.').map(|part| part.trim_start_matches('0')).collect();
    let sloppy: Vec<&str> = sloppy.iter().map(|part| if part.is_empty() { "0" } else { part }).collect();
    let leading_zeros = text.split('.').count() == 4
        && text.split('.').all(|part| !part.is_empty())
        && sloppy.join(".").parse::<IpAddr>().is_ok();
    if text.parse::<IpAddr>().is_err() && !leading_zeros {
        report.invalid(at, "ip-address-invalid", text, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
    }
}
