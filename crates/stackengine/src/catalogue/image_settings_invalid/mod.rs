//! No image, or a pull policy that does not exist.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{ask_owner, choose, meant_value};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "image-settings-invalid",
    code: "SE617",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &["image-required", "image-pull-policy-unknown"],
    help: |_, lint| choose(lint, "name the image, with a tag or a digest"),
    repair: |workload, lint, _| match lint.rule() {
        "image-required" => ask_owner("name the image", "only you know which one"),
        _ => meant_value(workload, lint),
    },
    ..Diagnostic::NEW
};
