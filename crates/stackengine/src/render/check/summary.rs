//! What is said at the end, in words that text and Markdown share.

use crate::check::Tally;
use crate::diagnosis::Severity;
use crate::repair::Safety;

/// The last lines of a report, one sentence each.
pub(super) fn summary(tally: &Tally) -> Vec<String> {
    let mut lines = vec![looked_at(tally), found(tally)];
    lines.extend(fixes(tally));
    lines.extend(uncounted(tally));
    if tally.n_left_out > 0 {
        lines.push(format!("{} not analysed, named above.", many(tally.n_left_out, "part was", "parts were")));
    }
    lines
}

fn looked_at(tally: &Tally) -> String {
    format!(
        "{} in {} of {}.",
        list(&[many(tally.n_jobs, "Job", "Jobs"), many(tally.n_cron_jobs, "CronJob", "CronJobs")]),
        many(tally.n_documents, "document", "documents"),
        many(tally.n_files, "file", "files"),
    )
}

fn found(tally: &Tally) -> String {
    if tally.n_open() == 0 {
        return "Nothing found.".to_owned();
    }
    let severities = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Info];
    let by_severity: Vec<String> = severities
        .into_iter()
        .filter(|severity| tally.n_of(*severity) > 0)
        .map(|severity| format!("{} {severity}", tally.n_of(severity)))
        .collect();
    let refused = match tally.n_refused {
        0 => String::new(),
        n => format!("; the API server refuses {n} of them"),
    };
    format!("{}: {}{refused}.", many(tally.n_open(), "finding", "findings"), by_severity.join(", "))
}

fn fixes(tally: &Tally) -> Option<String> {
    let kinds = [
        (Safety::Safe, "safely (stackengine fix)"),
        (Safety::Unsafe, "with fix --unsafe"),
        (Safety::DisplayOnly, "only by you"),
    ];
    let parts: Vec<String> = kinds
        .into_iter()
        .filter(|(safety, _)| tally.n_fixable(*safety) > 0)
        .map(|(safety, how)| format!("{} {how}", tally.n_fixable(safety)))
        .collect();
    (!parts.is_empty()).then(|| format!("Can be fixed: {}.", parts.join(", ")))
}

fn uncounted(tally: &Tally) -> Option<String> {
    let kinds =
        [(tally.n_suppressed, "suppressed"), (tally.n_known, "in the baseline"), (tally.n_below, "below the severity")];
    let parts: Vec<String> = kinds.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    (!parts.is_empty()).then(|| format!("Not counted: {}.", parts.join(", ")))
}

fn many(n: usize, one: &str, more: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { more })
}

fn list(parts: &[String]) -> String {
    parts.join(" and ")
}
