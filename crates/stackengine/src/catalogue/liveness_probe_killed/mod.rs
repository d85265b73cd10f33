//! The kubelet killed the container because its liveness probe failed.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;
use crate::facts::Ending;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "liveness-probe-killed",
    code: "SE301",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    explains: &["container-exit-error", "killed-by-sigkill", "terminated-by-sigterm"],
    detect: |facts, found| support::probe_killed(&DIAGNOSTIC, facts, found, (Ending::LivenessProbe, "liveness"), HELP),
    ..Diagnostic::NEW
};

const HELP: &str = "a Job needs no liveness or startup probe: give it a deadline instead, or make the probe's condition true within its time";
