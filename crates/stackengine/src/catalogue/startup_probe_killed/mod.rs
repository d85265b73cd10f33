//! The kubelet killed the container because its startup probe failed.

use crate::catalogue::{Diagnostic, support};
use crate::diagnosis::Severity;
use crate::facts::Ending;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "startup-probe-killed",
    code: "SE302",
    severity: Severity::High,
    since: "0.1.0",
    page: include_str!("page.md"),
    explains: &["container-exit-error", "killed-by-sigkill", "terminated-by-sigterm"],
    detect: |facts, found| support::probe_killed(&DIAGNOSTIC, facts, found, (Ending::StartupProbe, "startup"), HELP),
    ..Diagnostic::NEW
};

const HELP: &str =
    "let the probe's failureThreshold times periodSeconds cover the slowest start, or drop the probe: a Job needs none";
