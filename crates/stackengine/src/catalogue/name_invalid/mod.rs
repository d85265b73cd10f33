//! A name that Kubernetes does not take.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{ask_owner, is_placeholder, text_at};
use crate::diagnosis::Severity;
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "name-invalid",
    code: "SE606",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &[
        "name-required",
        "name-not-dns-1123",
        "namespace-not-dns-1123",
        "name-too-long-for-label",
        "indexed-name-too-long",
        "cron-job-name-too-long",
        "managed-by-invalid",
    ],
    help: |_, lint| {
        if is_placeholder(lint) {
            return "fill in the placeholder before it is applied".to_owned();
        }
        match lint.rule() {
            "name-required" => "give it a name, or a generateName",
            "cron-job-name-too-long" => "shorten the name to 52 bytes: eleven are appended for each run",
            "name-too-long-for-label" => "shorten the name to 63 bytes: it becomes a label of the pods",
            "indexed-name-too-long" => {
                "shorten the name and take the dots out: the index is appended, and it becomes a hostname"
            }
            "managed-by-invalid" => "write managedBy as a domain and a path: example.com/controller",
            _ => "write it in lower case letters, digits and hyphens",
        }
        .to_owned()
    },
    repair: |workload, lint, _| {
        if lint.rule() != "name-not-dns-1123" {
            return None;
        }
        let place = lint.path.to_string();
        let of_container = workload.container_at(&lint.path).is_some() && place.ends_with("].name");
        let dots = matches!(place.as_str(), "metadata.name" | "metadata.generateName");
        if !dots && !of_container {
            return ask_owner("write the name of what it refers to", "that object has a name of its own");
        }
        let name = in_lower_case(text_at(workload, &lint.path)?, dots)?;
        if of_container && workload.containers.iter().any(|other| other.name == name) {
            return ask_owner("give it another name", "the name in lower case is taken");
        }
        let note = "whatever waits for it, or deletes it, by the old name must learn the new one";
        Some(Fix::new(Safety::Unsafe, format!("call it {name}")).note(note).set(lint.path.clone(), name))
    },
    ..Diagnostic::NEW
};

/// The name in lower case with hyphens; nothing where characters would get lost.
fn in_lower_case(name: &str, dots: bool) -> Option<String> {
    let usable = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_' | '.' | ' ');
    if name.is_empty() || !name.chars().all(usable) {
        return None;
    }
    let written = name.chars().map(|char| match char {
        '_' | ' ' => '-',
        '.' if !dots => '-',
        char => char.to_ascii_lowercase(),
    });
    let written: String = written.collect();
    let trimmed = written.trim_start_matches(['-', '.']).trim_end_matches('.');
    Some(trimmed.to_owned()).filter(|trimmed| !trimmed.is_empty())
}
