//! A success policy that the API server does not take.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::ask_owner;
use crate::diagnosis::Severity;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "success-policy-invalid",
    code: "SE609",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &[
        "succeeded-count-invalid",
        "succeeded-indexes-invalid",
        "success-policy-rule-empty",
        "success-policy-rules-required",
        "success-policy-rules-too-many",
    ],
    help: |_, lint| {
        match lint.rule() {
            "succeeded-indexes-invalid" => "list indexes below completions, rising, counted from 0: 0,2-5",
            "succeeded-count-invalid" => {
                "ask for no more successes than the rule lists indexes, and the Job has completions"
            }
            "success-policy-rules-too-many" => "shorten the list to 20 rules",
            _ => "say in the rule which indexes must succeed, or how many",
        }
        .to_owned()
    },
    repair: |_, _, _| ask_owner("say which indexes must succeed", "only you know what is enough"),
    ..Diagnostic::NEW
};
