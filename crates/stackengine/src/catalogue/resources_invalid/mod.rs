//! Requests or limits that contradict each other.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{ask_owner, choose, copied, field_name, meant_value};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::manifest::Workload;
use crate::repair::{Fix, Safety};
use crate::yaml::{Change, Node, Path, Step, Value};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "resources-invalid",
    code: "SE625",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &[
        "request-above-limit",
        "request-not-limit",
        "limit-required",
        "resource-name-unknown",
        "resource-negative",
        "resource-not-whole",
        "huge-pages-alone",
        "huge-pages-not-multiple",
        "pod-resources-too-small",
        "pod-resource-claims",
        "resource-claim-unknown",
        "resource-claim-twice",
        "resource-claim-source",
        "resource-claim-name-required",
        "resize-policy-invalid",
    ],
    help: |_, lint| {
        let otherwise = match lint.rule() {
            "request-above-limit" => "raise the limit or lower the request",
            "request-not-limit" => "set the request to the limit, or leave the request out",
            "limit-required" => "set the same amount under limits: this resource cannot be shared",
            "resource-name-unknown" if lint.message.contains("hugepages-") => {
                return "name cpu, memory or huge pages: a pod as a whole has nothing else".to_owned();
            }
            "resource-name-unknown" => "name cpu, memory, ephemeral-storage, or a resource with its domain",
            "resource-negative" | "resource-not-whole" => "write a whole amount, 0 or more",
            "huge-pages-alone" => "request cpu or memory beside the huge pages",
            "huge-pages-not-multiple" => "write a multiple of the page size",
            "pod-resources-too-small" => "give the pod as much as its containers together",
            "resize-policy-invalid" => "write NotRequired: with restartPolicy Never nothing is restarted",
            _ => "name each claim once, and list it under resourceClaims of the pod",
        };
        choose(lint, otherwise)
    },
    repair: |workload, lint, _| match lint.rule() {
        "limit-required" => limits_like_requests(workload, lint),
        "resource-name-unknown" => {
            let name = field_name(&lint.path);
            let key =
                ["cpu", "memory", "ephemeral-storage"].into_iter().find(|known| known.eq_ignore_ascii_case(name))?;
            if key == name {
                return None;
            }
            let change = Change::Rename { path: lint.path.clone(), key: key.to_owned() };
            Some(Fix::new(Safety::Safe, format!("write {key}")).change(change))
        }
        "request-above-limit" | "request-not-limit" => {
            ask_owner("raise the limit or lower the request", "only you know what the container needs")
        }
        _ => meant_value(workload, lint),
    },
    ..Diagnostic::NEW
};

/// The limits that are missing, each as much as is requested: there is no other amount that the server would take.
fn limits_like_requests(workload: &Workload<'_>, lint: &Lint) -> Option<Fix> {
    let above = lint.path.0.iter().take_while(|step| !matches!(step, Step::Key(key) if key == "resources"));
    let resources = Path(above.cloned().collect()).key("resources");
    let limits = workload.root.resolve(&resources.clone().key("limits"));
    let requests = workload.root.resolve(&resources.clone().key("requests"))?;
    let missing =
        |name: &str| limits.and_then(|limits| limits.get(name)).is_none_or(|limit| limit.value == Value::Null);
    let unshared = requests.entries().iter().filter(|entry| entry.key.contains('/') && missing(&entry.key));
    let fix = Fix::new(Safety::Safe, "set the limit to what is requested");
    let set =
        |fix: Fix, name: &str, value: &Node<'_>| fix.set(resources.clone().key("limits").key(name), copied(value));
    let fix = unshared.fold(fix, |fix, entry| set(fix, &entry.key, &entry.node));
    (!fix.changes.is_empty()).then_some(fix)
}
