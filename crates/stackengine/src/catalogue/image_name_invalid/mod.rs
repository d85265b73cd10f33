//! An image reference does not parse.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "image-name-invalid",
    code: "SE202",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        let what = support::WaitsFor { reasons: &["InvalidImageName"], about: is_about, must_be_told: false };
        support::waiting(&DIAGNOSTIC, facts, found, &what, |waiting| {
            let message = format!(
                "the image reference{} of {} in pod {}{} is not valid",
                waiting.image, waiting.container, waiting.pod, waiting.others
            );
            (
                message,
                "correct `image`: repository names are lower case and without spaces; no retry can help".to_owned(),
            )
        });
    },
    ..Diagnostic::NEW
};

/// The kubelet's ways to say it.
fn is_about(_reason: &str, message: &str) -> bool {
    message.contains("InvalidImageName") || message.contains("couldn't parse image")
}
