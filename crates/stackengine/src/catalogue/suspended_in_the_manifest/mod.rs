//! Somebody must resume it before anything happens.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::cron_path;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::manifest::Workload;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::{Fix, Safety};
use crate::yaml::Node;

const QUEUE: &str = "kueue.x-k8s.io/queue-name";

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "suspended-in-the-manifest",
    code: "SE734",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        let is_true = |node: Option<&Node<'_>>| node.and_then(Node::as_bool) == Some(true);
        if workload.is_cron_job() && is_true(workload.at("spec.suspend")) {
            let message = "the CronJob is suspended: no run starts until somebody sets suspend to false";
            let help = "delete suspend, unless the CronJob is only a template for runs by hand";
            let lint = Lint::new(&DIAGNOSTIC, workload, cron_path("suspend"), message);
            // A template for runs by hand is a good reason.
            found.push(lint.help(help).severity(Severity::Info));
        }
        if !is_true(workload.job("suspend")) || is_queued(workload) {
            return;
        }
        let (severity, message) = match workload.is_cron_job() {
            true => {
                (Severity::High, "every run is created suspended: no pod starts until somebody resumes each of them")
            }
            false => {
                (Severity::Medium, "the Job is created suspended: no pod starts until somebody sets suspend to false")
            }
        };
        let help = "delete suspend, unless something resumes the Job";
        let lint = Lint::new(&DIAGNOSTIC, workload, workload.job_path("suspend"), message);
        found.push(lint.help(help).severity(severity));
    },
    repair: |_, lint, _| {
        Some(
            Fix::new(Safety::Unsafe, "set suspend to false")
                .note("it starts as soon as it is applied, or when it is next due")
                .set(lint.path.clone(), false),
        )
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

/// A queue of Kueue resumes its Jobs; so may whoever manages the Job instead of the built-in controller.
fn is_queued(workload: &Workload<'_>) -> bool {
    let labels = [workload.at("metadata.labels"), workload.at("spec.jobTemplate.metadata.labels")];
    workload.job("managedBy").is_some() || labels.into_iter().flatten().any(|labels| labels.get(QUEUE).is_some())
}

const RULES: &[Rule] = &[Rule::of_object(
    Test::Any(&[
        Test::All(&[Test::OneOf("object.kind", &["CronJob"]), Test::Bool("object.spec.suspend", true)]),
        Test::All(&[
            Test::Bool("job.suspend", true),
            Test::Not(&Test::Present("job.managedBy")),
            Test::Not(&Test::Present("object.metadata.labels[kueue.x-k8s.io/queue-name]")),
            Test::Not(&Test::Present("object.spec.jobTemplate.metadata.labels[kueue.x-k8s.io/queue-name]")),
        ]),
    ]),
    "it is created suspended: nothing runs until somebody resumes it",
)];
