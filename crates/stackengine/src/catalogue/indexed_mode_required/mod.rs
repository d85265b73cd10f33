//! Fields of an indexed Job on one that is none, or an indexed Job without what it needs.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{ask_owner, choose, meant_value};
use crate::diagnosis::Severity;
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "indexed-mode-required",
    code: "SE610",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &[
        "requires-indexed",
        "completion-mode-unknown",
        "completions-required",
        "backoff-limit-per-index-required",
        "max-failed-indexes-required",
        "indexed-job-too-large",
    ],
    help: |_, lint| {
        let otherwise = match lint.rule() {
            "completions-required" => "set completions: an indexed Job must know how many indexes there are",
            "backoff-limit-per-index-required" => "set backoffLimitPerIndex, or leave maxFailedIndexes out",
            "max-failed-indexes-required" => "set maxFailedIndexes: with so many completions it is required",
            "indexed-job-too-large" => "stay below the limit that the message names",
            _ => "set completionMode to Indexed and completions, or leave the field out",
        };
        choose(lint, otherwise)
    },
    repair: |workload, lint, _| match lint.rule() {
        "requires-indexed" if workload.job("completions").is_some() && workload.job("completionMode").is_none() => {
            let note = "each pod gets an index, and another name; each index must succeed once";
            let path = workload.job_path("completionMode");
            Some(Fix::new(Safety::Unsafe, "set completionMode to Indexed").note(note).set(path, "Indexed"))
        }
        "completion-mode-unknown" if workload.job("completions").is_some() => meant_value(workload, lint),
        "completions-required" => ask_owner("set completions", "only you know how many indexes there are"),
        _ => None,
    },
    ..Diagnostic::NEW
};
