//! Requests and limits of containers and pods: `validateResourceRequirements`.

use std::cmp::Ordering;

use super::names::{dns_label, qualified_name};
use super::place::At;
use super::quantity::Quantity;
use super::report::{Report, Shown, quoted};

const STANDARD: [&str; 3] = ["cpu", "memory", "ephemeral-storage"];
const HUGE: &str = "hugepages-";

/// What a container asks for.
pub(super) fn container_resources(resources: &At<'_>, spec: &At<'_>, report: &mut Report) {
    let (limits, requests) = (resources.field("limits"), resources.field("requests"));
    requirements(resources, &limits, &requests, container_name, report);
    claims(&resources.field("claims"), &spec.field("resourceClaims"), report);
}

/// What a pod costs beyond its containers; the server judges it like limits.
pub(super) fn overhead(overhead: &At<'_>, report: &mut Report) {
    let limits = overhead.called("limits", overhead);
    requirements(overhead, &limits, &overhead.without_value(), container_name, report);
}

/// What a pod as a whole asks for.
pub(super) fn pod_resources(spec: &At<'_>, report: &mut Report) {
    let resources = spec.field("resources");
    if !resources.exists() {
        return;
    }
    if spec.field("os").field("name").text() == "windows" {
        report.forbidden(&resources, "pod-resources-on-windows", "may not be set for a windows pod");
        return;
    }
    let given = resources.field("claims");
    if given.exists() {
        let message = "claims may not be set for Resources at pod-level";
        report.forbidden(&given, "pod-resource-claims", message);
    }
    let (limits, requests) = (resources.field("limits"), resources.field("requests"));
    requirements(&resources, &limits, &requests, pod_name, report);
    claims(&given, &spec.field("resourceClaims"), report);
    pod_holds_containers(spec, &resources, report);
}

type NameCheck = fn(&At<'_>, &str, &mut Report);

fn requirements(at: &At<'_>, limits: &At<'_>, requests: &At<'_>, name_check: NameCheck, report: &mut Report) {
    for list in [limits, requests] {
        for (name, value) in list.keys() {
            name_check(&value, name, report);
            amount(&value, name, report);
        }
    }
    for (name, value) in requests.keys() {
        let limit = limits.key(name);
        let at_list = requests.pointing_at(&value);
        let overcommit = is_native(name) && !name.starts_with(HUGE);
        if !limit.exists() && !overcommit && limits.node().and_then(|node| node.get(name)).is_none() {
            report.required(limits, "limit-required", "Limit must be set for non overcommitable resources");
            continue;
        }
        let (Some(asked), Some(limit)) = (quantity(&value), quantity(&limit)) else { continue };
        let order = asked.compare(limit);
        let shown = quoted(&asked.to_string());
        if order != Ordering::Equal && !overcommit {
            let message = format!("must be equal to {name} limit of {limit}");
            report.invalid(&at_list, "request-not-limit", Shown::bare(shown), &message);
        } else if order == Ordering::Greater {
            let message = format!("must be less than or equal to {name} limit of {limit}");
            report.invalid(&at_list, "request-above-limit", Shown::bare(shown), &message);
        }
    }
    let any =
        |wanted: fn(&str) -> bool| [limits, requests].iter().any(|list| list.keys().any(|(name, _)| wanted(name)));
    if any(|name| name.starts_with(HUGE)) && !any(|name| matches!(name, "cpu" | "memory")) {
        report.forbidden(at, "huge-pages-alone", "HugePages require cpu or memory");
    }
}

/// The amount; a resource without one is zero, which is fine.
fn quantity(at: &At<'_>) -> Option<Quantity> {
    at.node().and_then(|node| Quantity::of(node).ok())
}

fn amount(at: &At<'_>, name: &str, report: &mut Report) {
    let Some(quantity) = quantity(at) else { return };
    let shown = || Shown::bare(quoted(&quantity.to_string()));
    if quantity.is_negative() {
        report.invalid(at, "resource-negative", shown(), "must be greater than or equal to 0");
    }
    if is_extended(name) && !quantity.is_whole() {
        report.invalid(at, "resource-not-whole", shown(), "must be an integer");
    }
    if let Some(size) = name.strip_prefix(HUGE) {
        let page = Quantity::parse(size).ok().filter(|page| !page.is_negative() && !page.is_zero() && page.is_whole());
        let divides = page.is_some_and(|page| quantity.value() % page.value() == 0);
        if !divides {
            let message = format!("{quantity} is not positive integer multiple of {name}");
            report.invalid(at, "huge-pages-not-multiple", shown(), &message);
        }
    }
}

fn is_native(name: &str) -> bool {
    !name.contains('/') || name.contains("kubernetes.io/")
}

fn is_extended(name: &str) -> bool {
    !is_native(name) && !name.starts_with("requests.") && qualified_name(&format!("requests.{name}")).is_empty()
}

/// `validateContainerResourceName`.
fn container_name(at: &At<'_>, name: &str, report: &mut Report) {
    const RULE: &str = "resource-name-unknown";
    let problems = qualified_name(name);
    let malformed = !problems.is_empty();
    report.each(at, RULE, name, problems);
    let known = STANDARD.contains(&name) || name.starts_with(HUGE);
    if !name.contains('/') && !known {
        if !malformed && !is_quota_name(name) {
            report.invalid(at, RULE, name, "must be a standard resource type or fully qualified");
        }
        report.invalid(at, RULE, name, "must be a standard resource for containers");
    } else if !is_native(name) && !is_extended(name) {
        report.invalid(at, RULE, name, "doesn't follow extended resource name standard");
    }
}

/// Names that quotas and other objects know.
fn is_quota_name(name: &str) -> bool {
    const NAMES: [&str; 18] = [
        "requests.cpu",
        "requests.memory",
        "requests.ephemeral-storage",
        "limits.cpu",
        "limits.memory",
        "limits.ephemeral-storage",
        "pods",
        "resourcequotas",
        "services",
        "replicationcontrollers",
        "secrets",
        "configmaps",
        "persistentvolumeclaims",
        "storage",
        "requests.storage",
        "services.nodeports",
        "services.loadbalancers",
        "requests.hugepages-",
    ];
    NAMES.contains(&name) || name.starts_with("requests.hugepages-")
}

/// `validatePodResourceName`.
fn pod_name(at: &At<'_>, name: &str, report: &mut Report) {
    const RULE: &str = "resource-name-unknown";
    let problems = qualified_name(name);
    if problems.is_empty() && !matches!(name, "cpu" | "memory") && !name.starts_with(HUGE) {
        report.not_supported(at, RULE, name, &["cpu", "hugepages-", "memory"]);
    }
    report.each(at, RULE, name, problems);
}

/// `validateResourceClaimNames`.
fn claims(claims: &At<'_>, known: &At<'_>, report: &mut Report) {
    const RULE: &str = "resource-claim-unknown";
    let mut seen: Vec<(String, String)> = Vec::new();
    for claim in claims.items() {
        let (name, request) = (claim.field("name"), claim.field("request"));
        if name.text().is_empty() {
            report.required(&claim, RULE, "");
            continue;
        }
        if !request.text().is_empty() {
            report.each(&request, "name-not-dns-1123", request.text(), dns_label(request.text()));
        }
        let twice = seen.iter().any(|(before, part)| {
            before == name.text() && (part.is_empty() || request.text().is_empty() || part == request.text())
        });
        if twice {
            report.duplicate(&claim, "resource-claim-twice", name.text());
        }
        seen.push((name.text().to_owned(), request.text().to_owned()));
        if !known.items().any(|claim| claim.field("name").text() == name.text()) {
            let detail = "must be one of the names in pod.spec.resourceClaims";
            report.not_found(&claim, RULE, name.text(), detail);
        }
    }
}

/// `validatePodResourceConsistency`: what a pod has must be enough for its containers.
fn pod_holds_containers(spec: &At<'_>, resources: &At<'_>, report: &mut Report) {
    const RULE: &str = "pod-resources-too-small";
    let (limits, requests) = (resources.field("limits"), resources.field("requests"));
    for (name, value) in requests.keys() {
        let (Some(given), Some(needed)) = (quantity(&value), aggregate(spec, "requests", name)) else { continue };
        if needed.compare(given) == Ordering::Greater {
            let message = format!("must be greater than or equal to aggregate container requests of {needed}");
            report.invalid(&value, RULE, given.to_string().as_str(), &message);
        }
    }
    for (name, value) in limits.keys().filter(|(name, _)| name.starts_with(HUGE)) {
        let (Some(given), Some(needed)) = (quantity(&value), aggregate(spec, "limits", name)) else { continue };
        if needed.compare(given) == Ordering::Greater {
            let message = format!("must be greater than or equal to aggregate container limits of {needed}");
            report.invalid(&value, RULE, given.to_string().as_str(), &message);
        }
    }
    let shown = resources.called("containers", &spec.field("containers"));
    for container in shown.items() {
        let own = container.field("resources");
        let own_limits = own.field("limits");
        for (name, value) in own_limits.keys() {
            let (Some(limit), Some(pod)) = (quantity(&value), quantity(&limits.key(name))) else { continue };
            if limit.compare(pod) == Ordering::Greater {
                let key = container.key(name);
                let at = key.called("limits", &value);
                let message = format!("must be less than or equal to pod limits of {pod}");
                report.invalid(&at, RULE, limit.to_string().as_str(), &message);
            }
        }
    }
}

/// What the containers need at once: sidecars run beside everything, other init containers one by one.
fn aggregate(spec: &At<'_>, list: &str, name: &str) -> Option<Quantity> {
    let of = |container: &At<'_>| {
        let resources = container.field("resources");
        quantity(&resources.field(list).key(name))
    };
    let add = |sum: Option<Quantity>, more: Option<Quantity>| match (sum, more) {
        (Some(sum), Some(more)) => Some(sum.plus(more)),
        (sum, more) => sum.or(more),
    };
    let containers = spec.field("containers");
    let mut running = containers.items().fold(None, |sum, container| add(sum, of(&container)));
    let (mut sidecars, mut peak) = (None, None::<Quantity>);
    let inits = spec.field("initContainers");
    for init in inits.items() {
        let own = of(&init);
        let used = add(sidecars, own);
        if init.field("restartPolicy").text() == "Always" {
            running = add(running, own);
            sidecars = used;
        }
        peak = match (peak, used) {
            (Some(peak), Some(used)) => Some(peak.max(used)),
            (peak, used) => peak.or(used),
        };
    }
    match (running, peak) {
        (Some(running), Some(peak)) => Some(running.max(peak)),
        (running, peak) => running.or(peak),
    }
}
