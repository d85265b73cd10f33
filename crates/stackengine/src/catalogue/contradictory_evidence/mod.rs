//! Two statements in the evidence cannot both be true.

use crate::catalogue::Diagnostic;
use crate::diagnosis::{Confidence, Finding, Role, Severity};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "contradictory-evidence",
    code: "SE412",
    severity: Severity::Medium,
    since: "0.1.0",
    page: include_str!("page.md"),
    detect: |facts, found| {
        for contradiction in facts.contradictions.iter().take(3) {
            let finding = Finding::new(&DIAGNOSTIC, Confidence::Certain, contradiction.what.clone())
                .help("check where each of the two comes from: different clusters, an edited paste, or two moments in time")
                .role(Role::Contributing)
                .cite(contradiction.places.iter().copied());
            found.push(finding);
        }
    },
    ..Diagnostic::NEW
};
