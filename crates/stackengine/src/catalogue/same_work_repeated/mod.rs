//! Several pods that cannot know which part of the work is theirs.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::MAY_DIVIDE_WORK;
use crate::catalogue::support::{Number, may_divide_work, number};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::{Compare, Limit, Prevention, Rule, Test};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "same-work-repeated",
    code: "SE718",
    severity: Severity::Info,
    page: include_str!("page.md"),
    check: |workload, found| {
        let Number::Is(completions @ 2..) = number(workload, "completions") else { return };
        let mode = workload.job("completionMode");
        let needs_index = ["backoffLimitPerIndex", "maxFailedIndexes", "successPolicy"];
        if mode.and_then(Node::as_str) == Some("Indexed")
            || needs_index.iter().any(|field| workload.job(field).is_some())
            || workload.is_unknown(&workload.job_path("completionMode"))
            || may_divide_work(workload)
        {
            return;
        }
        let message = format!(
            "{completions} pods run the same command, and nothing in it mentions an index or a queue: perhaps they do the \
            same work {completions} times"
        );
        let help = "set completionMode to Indexed and read JOB_COMPLETION_INDEX, if each pod has a part of the work";
        found.push(Lint::new(&DIAGNOSTIC, workload, workload.job_path("completionMode"), message).help(help));
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

const RULES: &[Rule] = &[Rule::of_object(
    Test::All(&[
        Test::Number("job.completions", Compare::AtLeast, Limit::Is(2)),
        Test::Not(&Test::OneOf("job.completionMode", &["Indexed"])),
        Test::Not(&Test::Present("job.backoffLimitPerIndex")),
        Test::Not(&Test::Present("job.maxFailedIndexes")),
        Test::Not(&Test::Present("job.successPolicy")),
        Test::Not(&MAY_DIVIDE_WORK),
    ]),
    "several pods run the same command, and nothing in it mentions an index or a queue",
)];
