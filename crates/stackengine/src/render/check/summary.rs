//! What is said at the end, in words that text and Markdown share.

use std::collections::BTreeMap;

use crate::check::{CheckReport, Found, Standing};
use crate::diagnosis::Severity;
use crate::repair::Safety;

/// The last lines of a report, one sentence each.
pub(super) fn summary(report: &CheckReport) -> Vec<String> {
    let open: Vec<&Found> = report.open().map(|(_, found)| found).collect();
    let mut lines = vec![looked_at(report), found(&open)];
    lines.extend(fixes(&open));
    lines.extend(uncounted(report));
    let n_left_out = report.left_out().count();
    if n_left_out > 0 {
        lines.push(format!("{} not analysed, named above.", many(n_left_out, "part was", "parts were")));
    }
    lines
}

fn looked_at(report: &CheckReport) -> String {
    format!(
        "{} in {} of {}.",
        list(&[many(report.n_jobs, "Job", "Jobs"), many(report.n_cron_jobs, "CronJob", "CronJobs")]),
        many(report.n_documents, "document", "documents"),
        many(report.n_files, "file", "files"),
    )
}

fn found(open: &[&Found]) -> String {
    if open.is_empty() {
        return "Nothing found.".to_owned();
    }
    let mut counts: BTreeMap<std::cmp::Reverse<Severity>, usize> = BTreeMap::new();
    for found in open {
        *counts.entry(std::cmp::Reverse(found.lint.severity)).or_default() += 1;
    }
    let by_severity: Vec<String> = counts.iter().map(|(severity, n)| format!("{n} {}", severity.0)).collect();
    let refused = open.iter().filter(|found| found.lint.api_refuses()).count();
    let refused = match refused {
        0 => String::new(),
        n => format!("; the API server refuses {n} of them"),
    };
    format!("{}: {}{refused}.", many(open.len(), "finding", "findings"), by_severity.join(", "))
}

fn fixes(open: &[&Found]) -> Option<String> {
    let n = |safety| open.iter().filter(|found| found.safety() == Some(safety)).count();
    let mut parts = Vec::new();
    let kinds = [
        (Safety::Safe, "safely (stackengine fix)"),
        (Safety::Unsafe, "with fix --unsafe"),
        (Safety::DisplayOnly, "only by you"),
    ];
    for (safety, how) in kinds {
        if n(safety) > 0 {
            parts.push(format!("{} {how}", n(safety)));
        }
    }
    (!parts.is_empty()).then(|| format!("Can be fixed: {}.", parts.join(", ")))
}

fn uncounted(report: &CheckReport) -> Option<String> {
    let n = |test: fn(&Standing) -> bool| report.all().filter(|(_, found)| test(&found.standing)).count();
    let suppressed = n(|standing| matches!(standing, Standing::Suppressed { .. }));
    let known = n(|standing| *standing == Standing::Known);
    let mut parts = Vec::new();
    for (n, what) in [(suppressed, "suppressed"), (known, "in the baseline"), (report.n_below, "below the severity")] {
        if n > 0 {
            parts.push(format!("{n} {what}"));
        }
    }
    (!parts.is_empty()).then(|| format!("Not counted: {}.", parts.join(", ")))
}

fn many(n: usize, one: &str, more: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { more })
}

fn list(parts: &[String]) -> String {
    parts.join(" and ")
}
