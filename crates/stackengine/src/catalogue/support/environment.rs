//! The environment of a container as the manifest gives it, and what refers to it.

use std::ops::Range;

use crate::manifest::{Container, Workload};
use crate::yaml::Node;

/// One entry of `env`.
#[derive(Clone, Copy, Debug)]
pub(in crate::catalogue) struct Variable<'t> {
    /// Its position in the list.
    pub(in crate::catalogue) index: usize,
    /// Its name.
    pub(in crate::catalogue) name: &'t str,
    /// Its value where it is written there.
    pub(in crate::catalogue) value: Option<&'t str>,
    /// The whole entry.
    pub(in crate::catalogue) node: &'t Node<'t>,
}

/// The entries of `env` that have a name, in their order.
pub(in crate::catalogue) fn variables<'t>(container: &Container<'t>) -> impl Iterator<Item = Variable<'t>> {
    let items = container.get("env").map(Node::items).unwrap_or_default();
    items.iter().enumerate().filter_map(|(index, node)| {
        let name = node.get("name")?.as_str()?;
        Some(Variable { index, name, value: node.get("value").and_then(Node::as_str), node })
    })
}

/// Whether the container may have variables that the manifest does not name.
pub(in crate::catalogue) fn has_more(workload: &Workload<'_>, container: &Container<'_>) -> bool {
    container.get("envFrom").is_some()
        || workload.may_hold_more(&workload.container_path(container, "env"))
        || workload.may_hold_more(&workload.container_path(container, "envFrom"))
}

/// Each `$(NAME)` of a text that Kubernetes would replace, with its bytes; `$$(NAME)` is none.
pub(in crate::catalogue) fn references(text: &str) -> Vec<(&str, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text.get(at..).and_then(|rest| rest.find('$')) {
        let start = at + next;
        let rest = text.get(start + 1..).unwrap_or_default();
        if rest.starts_with('$') {
            at = start + 2;
            continue;
        }
        at = start + 1;
        let Some((name, _)) = rest.strip_prefix('(').and_then(|inside| inside.split_once(')')) else { continue };
        if is_variable(name) {
            found.push((name, start..start + name.len() + 3));
            at = start + name.len() + 3;
        }
    }
    found
}

/// Whether a name is written as variables are: what is in small letters inside `$( )` is more likely a program.
fn is_variable(name: &str) -> bool {
    name.len() > 1
        && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
        && !name.as_bytes().first().is_some_and(u8::is_ascii_digit)
}

/// Whether the kubelet gives it to every container, for the services that there are.
pub(in crate::catalogue) fn is_of_a_service(name: &str) -> bool {
    ["_SERVICE_HOST", "_SERVICE_PORT", "_PORT", "_TCP", "_UDP", "_ADDR", "_PROTO"].iter().any(|end| name.ends_with(end))
        || name.contains("_SERVICE_PORT_")
        || name.contains("_TCP_")
        || name.contains("_UDP_")
}

#[cfg(test)]
mod tests {
    use super::references;

    #[test]
    fn only_what_kubernetes_would_replace_is_a_reference() {
        let table: [(&str, &[&str]); 6] = [
            ("$(DAY)", &["DAY"]),
            ("$$(DAY) $(date) $(hostname)", &[]),
            ("--from=$(FROM) --to=$(TO_2)", &["FROM", "TO_2"]),
            ("$(echo $(DAY))", &["DAY"]),
            ("${DAY} $DAY $( DAY )", &[]),
            ("ü$(ÜBER)$(OK)", &["OK"]),
        ];
        for (text, expected) in table {
            let names: Vec<&str> = references(text).into_iter().map(|(name, _)| name).collect();
            assert_eq!(names, expected, "{text}");
        }
    }
}
