//! Security contexts: what a container has for itself, and what it has from its pod.

use crate::check::Lint;
use crate::manifest::{Container, Workload};
use crate::repair::{Fix, Safety};
use crate::yaml::{Node, Path, Value};

/// A field of the container's own security context.
pub(in crate::catalogue) fn own<'t>(container: &Container<'t>, field: &str) -> Option<&'t Node<'t>> {
    container.get("securityContext")?.get(field).filter(|node| node.value != Value::Null)
}

/// A field of the pod's security context.
pub(in crate::catalogue) fn of_pod<'t>(workload: &Workload<'t>, field: &str) -> Option<&'t Node<'t>> {
    workload.pod("securityContext")?.get(field).filter(|node| node.value != Value::Null)
}

/// What holds for the container: its own field, else the pod's.
pub(in crate::catalogue) fn effective<'t>(
    workload: &Workload<'t>,
    container: &Container<'t>,
    field: &str,
) -> Option<&'t Node<'t>> {
    own(container, field).or_else(|| of_pod(workload, field))
}

/// The path of a field of the container's own security context.
pub(in crate::catalogue) fn own_path(workload: &Workload<'_>, container: &Container<'_>, field: &str) -> Path {
    workload.container_path(container, "securityContext").join(&Path::parse(field))
}

/// The path of a field of the pod's security context.
pub(in crate::catalogue) fn pod_path(workload: &Workload<'_>, field: &str) -> Path {
    workload.pod_path("securityContext").join(&Path::parse(field))
}

/// A lint about a field that the containers may have for themselves: where a template fills that in, nothing is known.
pub(in crate::catalogue) fn or_in_containers(mut lint: Lint, workload: &Workload<'_>, field: &str) -> Lint {
    for container in &workload.containers {
        lint = lint.unless_open(own_path(workload, container, field));
    }
    lint
}

/// Whether the pod is made for Windows nodes, where most of a security context has no meaning.
pub(in crate::catalogue) fn is_windows(workload: &Workload<'_>) -> bool {
    let windows = |node: Option<&Node<'_>>| node.and_then(Node::as_str) == Some("windows");
    windows(workload.pod("os.name"))
        || workload.pod("nodeSelector").is_some_and(|selector| windows(selector.get("kubernetes.io/os")))
}

/// Whether the pod has a user namespace of its own: its root is nobody on the node.
pub(in crate::catalogue) fn has_own_users(workload: &Workload<'_>) -> bool {
    workload.pod("hostUsers").and_then(Node::as_bool) == Some(false)
}

/// Whether the container is privileged.
pub(in crate::catalogue) fn is_privileged(container: &Container<'_>) -> bool {
    own(container, "privileged").and_then(Node::as_bool) == Some(true)
}

/// The capabilities that the container adds, without the prefix that some write.
pub(in crate::catalogue) fn added<'t>(container: &Container<'t>) -> impl Iterator<Item = &'t str> + use<'t> {
    let items = container.get("securityContext.capabilities.add").map(Node::items).unwrap_or_default();
    items.iter().filter_map(capability)
}

fn capability<'n>(item: &'n Node<'_>) -> Option<&'n str> {
    item.as_str().map(|name| name.strip_prefix("CAP_").unwrap_or(name))
}

/// The fix that takes back the capabilities of a container that are meant.
pub(in crate::catalogue) fn take_capabilities(
    workload: &Workload<'_>,
    lint: &Lint,
    is_meant: impl Fn(&str) -> bool,
) -> Option<Fix> {
    let container = workload.container_at(&lint.path)?;
    let note = "what the program did with it fails with 'operation not permitted'";
    let fix = Fix::new(Safety::Unsafe, "remove what was added").note(note);
    // An empty list would stay behind.
    if added(container).all(&is_meant) {
        return Some(fix.delete(lint.path.clone()));
    }
    let items = container.get("securityContext.capabilities.add").map(Node::items).unwrap_or_default();
    let meant = items.iter().enumerate().filter(|(_, item)| capability(item).is_some_and(&is_meant));
    // From the last on: the places of those before it stay.
    Some(meant.rev().fold(fix, |fix, (index, _)| fix.delete(lint.path.clone().index(index))))
}

/// The names of containers, as words: `main`, `fetch and main`, `a, b and c`.
pub(in crate::catalogue) fn names<'c, 't: 'c>(containers: impl IntoIterator<Item = &'c Container<'t>>) -> String {
    let names: Vec<&str> = containers.into_iter().map(|container| container.name).collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The form of a verb that fits so many subjects.
pub(in crate::catalogue) fn verb(n_subjects: usize, one: &'static str, several: &'static str) -> &'static str {
    if n_subjects == 1 { one } else { several }
}
