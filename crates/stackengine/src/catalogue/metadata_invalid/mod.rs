//! Labels, annotations or owners that cannot be.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{ask_owner, is_placeholder, text_at};
use crate::diagnosis::Severity;
use crate::repair::{Fix, Safety};
use crate::yaml::{Path, Step};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "metadata-invalid",
    code: "SE629",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &[
        "label-key-invalid",
        "label-value-invalid",
        "annotation-key-invalid",
        "annotations-too-long",
        "finalizer-invalid",
        "finalizers-contradict",
        "owner-reference-incomplete",
        "owner-not-allowed",
        "several-controllers",
        "template-metadata-not-allowed",
        "deletion-cost-invalid",
        "mirror-annotation",
        "readiness-gate-invalid",
    ],
    help: |_, lint| {
        if is_placeholder(lint) {
            return "fill in the placeholder before it is applied".to_owned();
        }
        match lint.rule() {
            "label-value-invalid" => "shorten it to 63 letters, digits, '-', '_' and '.', or make it an annotation",
            "label-key-invalid" | "annotation-key-invalid" => {
                "write the key as a name, with a domain and one slash before it"
            }
            "annotations-too-long" => "keep the annotations below 256 KiB together: put the data into a ConfigMap",
            "owner-reference-incomplete" => "take ownerReferences out: the uid is that of an object in one cluster",
            "finalizer-invalid" => "write the finalizer with its domain: example.com/name",
            "deletion-cost-invalid" => "write the cost as a whole number in quotes",
            "template-metadata-not-allowed" => "keep labels and annotations only",
            _ => "correct it as the message says",
        }
        .to_owned()
    },
    repair: |workload, lint, _| match lint.rule() {
        "owner-reference-incomplete" => {
            let fix = Fix::new(Safety::Unsafe, "delete ownerReferences").note("nothing will delete it with its owner");
            let owners = |step: &&Step| !matches!(step, Step::Key(key) if key == "ownerReferences");
            let above = Path(lint.path.0.iter().take_while(owners).cloned().collect());
            Some(fix.delete(above.key("ownerReferences")))
        }
        "label-value-invalid" if text_at(workload, &lint.path).is_some_and(|text| text.contains('+')) => {
            let text = text_at(workload, &lint.path)?.replace('+', "_");
            let fix =
                Fix::new(Safety::Unsafe, format!("write {text}")).note("selectors on the label must say the same");
            Some(fix.set(lint.path.clone(), text))
        }
        "label-value-invalid" => {
            ask_owner("shorten the label, or make it an annotation", "only you know who selects by it")
        }
        _ => None,
    },
    ..Diagnostic::NEW
};
