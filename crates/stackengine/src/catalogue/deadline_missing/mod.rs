//! Nothing ends the Job if its work hangs.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::deadline_fix;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "deadline-missing",
    code: "SE701",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        let forbids = workload.at("spec.concurrencyPolicy").and_then(Node::as_str) == Some("Forbid");
        if workload.job("activeDeadlineSeconds").is_some() {
            return;
        }
        let (severity, then) = match forbids {
            true => (Severity::High, "runs for ever, and with concurrencyPolicy Forbid no later run starts"),
            false => (Severity::Medium, "runs for ever"),
        };
        let path = workload.job_path("activeDeadlineSeconds");
        let message = format!("nothing limits how long the Job may run: one that hangs, or cannot start, {then}");
        let help = "set activeDeadlineSeconds to about twice the longest run you have seen";
        found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help).severity(severity));
    },
    repair: |workload, _, observed| Some(deadline_fix(workload, observed)),
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_object(
    Test::Not(&Test::Present("job.activeDeadlineSeconds")),
    "nothing limits how long the Job may run; set activeDeadlineSeconds",
)];
