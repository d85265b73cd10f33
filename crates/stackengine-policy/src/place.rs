//! Which field a policy is about, where it does not say so itself.

use stackengine::manifest::Workload;
use stackengine::yaml::{Path, Step};

use crate::Verdict;

/// The field that a verdict is about: the one that the policy names, else the container that its message names, else the
/// name of the object.
#[must_use]
pub fn place(verdict: &Verdict, workload: &Workload<'_>) -> Path {
    let named = verdict.path.clone().filter(|path| !path.0.is_empty());
    let quoted = || {
        let of_container = workload.containers.iter().find(|container| is_quoted(&verdict.message, container.name));
        of_container.map(|container| workload.container_path(container, "name"))
    };
    named.or_else(quoted).unwrap_or_else(|| Path::parse("metadata.name"))
}

/// Whether a message names something in one of the ways in which messages quote.
fn is_quoted(message: &str, name: &str) -> bool {
    let quotes = [('"', '"'), ('\'', '\''), ('`', '`'), ('<', '>'), ('[', ']')];
    !name.is_empty() && quotes.iter().any(|(open, close)| message.contains(&format!("{open}{name}{close}")))
}

/// The deepest field of the object that an expression of CEL reads by name: `object.spec.?backoffLimit`.
pub(crate) fn of_expression(text: &str) -> Option<Path> {
    let mut deepest: Option<Path> = None;
    for (at, word) in text.match_indices("object.") {
        if text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.') {
            continue;
        }
        let rest = &text[at + word.len()..];
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "_.?".contains(c))).unwrap_or(rest.len());
        let mut path = Path::parse(&rest[..end].replace('?', ""));
        path.0.retain(|step| !matches!(step, Step::Key(key) if key.is_empty()));
        // What is called is no field: `containers.all(…)`.
        if rest[end..].starts_with('(') {
            path.0.pop();
        }
        if !path.0.is_empty() && deepest.as_ref().is_none_or(|known| known.0.len() < path.0.len()) {
            deepest = Some(path);
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::of_expression;

    #[test]
    fn the_deepest_field_is_taken() {
        let path = |text: &str| of_expression(text).map(|path| path.to_string());
        assert_eq!(path("has(object.spec) && object.spec.backoffLimit <= 3").as_deref(), Some("spec.backoffLimit"));
        assert_eq!(path("object.?spec.?suspend.orValue(false)").as_deref(), Some("spec.suspend"));
        assert_eq!(
            path("object.spec.template.spec.containers.all(c, has(c.image))").as_deref(),
            Some("spec.template.spec.containers")
        );
        assert_eq!(path("variables.anyObject.spec.x == 1 && oldObject.a.b.c == 2"), None);
    }
}
