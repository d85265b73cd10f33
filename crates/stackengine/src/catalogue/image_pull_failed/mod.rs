//! The image of a container cannot be pulled.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "image-pull-failed",
    code: "SE201",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        let what = support::WaitsFor {
            reasons: &[
                "ErrImagePull",
                "ImagePullBackOff",
                "ImageInspectError",
                "RegistryUnavailable",
                "SignatureValidationFailed",
            ],
            about: is_about,
            must_be_told: false,
        };
        support::waiting(&DIAGNOSTIC, facts, found, &what, |waiting| {
            let message = format!(
                "the image{} of {} in pod {}{} cannot be pulled{}",
                waiting.image,
                waiting.container,
                waiting.pod,
                waiting.others,
                answer(waiting.why)
            );
            (message, help_for(waiting.why))
        });
    },
    ..Diagnostic::NEW
};

/// Pulling failed; a back-off alone only repeats it.
fn is_about(reason: &str, message: &str) -> bool {
    message.contains("ailed to pull image")
        || message.contains("failed to pull and unpack image")
        || reason == "FailedToRetrieveImagePullSecret"
}

/// What the registry answered; it stands at the end of a long chain of colons.
fn answer(why: Option<&str>) -> &'static str {
    const ANSWERS: [(&str, &str); 13] = [
        ("no such host", ": the registry's name does not resolve"),
        ("unauthorized", ": the registry refused the credentials"),
        ("authentication required", ": the registry wants credentials"),
        ("pull access denied", ": the repository does not exist or wants credentials"),
        ("denied", ": the registry denied access"),
        ("403 Forbidden", ": the registry denied access"),
        ("toomanyrequests", ": the registry's rate limit is used up"),
        ("no match for platform", ": the image does not exist for this processor"),
        ("manifest unknown", ": the registry has no such tag"),
        ("not found", ": the registry has no such repository or tag"),
        ("x509", ": the registry's certificate is not trusted"),
        ("connection refused", ": the registry refused the connection"),
        ("i/o timeout", ": the registry did not answer in time"),
    ];
    let why = why.unwrap_or_default();
    ANSWERS.iter().find(|(sign, _)| why.contains(sign)).map_or("", |(_, words)| words)
}

/// What to do depends on what the registry answered.
fn help_for(why: Option<&str>) -> String {
    let why = why.unwrap_or_default();
    let help = if ["unauthorized", "denied", "authentication required"].iter().any(|sign| why.contains(sign)) {
        "give the pod's service account an imagePullSecret that may read this repository"
    } else if why.contains("no such host") {
        "correct the registry's name in `image`, or the node's DNS"
    } else if why.contains("toomanyrequests") {
        "pull with credentials or through a mirror: the limit counts per address"
    } else {
        "correct the image reference, and check that this tag exists for the node's architecture"
    };
    format!("{help}; the Job waits for ever otherwise, since a pull failure never spends the backoffLimit")
}
