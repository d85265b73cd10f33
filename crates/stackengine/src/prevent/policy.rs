//! What all policies have in common: which diagnostics a target can express, why not the others, and what is said.

use super::rule::{Prevention, Rule, Test};
use super::{Export, LeftOut, Refusal, Request, page_link};
use crate::catalogue::{CATALOGUE, Diagnostic};

/// Who asks the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A program that reads files, before anything is sent.
    Files,
    /// The API server, after it has decoded the object and filled in what nobody had said.
    Admission,
}

/// The controller whose Jobs are not judged: the CronJob was.
pub(super) const CRON_JOB_CONTROLLER: &str = "system:serviceaccount:kube-system:cronjob-controller";

/// Why a diagnostic cannot be told by whoever is asked; `None` where it can.
#[must_use]
pub fn reason(diagnostic: &Diagnostic, asked: Asked) -> Option<String> {
    match diagnostic.prevent {
        Prevention::Rules(_) => None,
        Prevention::Files(_, why) => (asked == Asked::Admission).then(|| why.to_owned()),
        Prevention::None(why) => Some(why.to_owned()),
        Prevention::Unstated if !diagnostic.rules.is_empty() => Some(
            "the API server refuses it by itself, and no policy is asked; `stackengine check` says so before"
                .to_owned(),
        ),
        Prevention::Unstated => Some("it is about what happened to a Job, not about its manifest".to_owned()),
    }
}

/// Whether it is about manifests: of family 6, 7 or 8.
#[must_use]
pub fn is_about_manifests(diagnostic: &Diagnostic) -> bool {
    (6..=8).contains(&diagnostic.family())
}

/// The diagnostics that were asked for and can be told, and those that cannot.
pub(super) fn chosen(request: &Request, asked: Asked) -> (Vec<&'static Diagnostic>, Export) {
    let mut export = Export::default();
    let mut told = Vec::new();
    for diagnostic in CATALOGUE.iter().copied().filter(|known| request.selection.selects(known)) {
        match reason(diagnostic, asked) {
            None => told.push(diagnostic),
            // Who did not ask for it by name does not expect an incident to be prevented by a policy.
            Some(_) if !is_about_manifests(diagnostic) && request.selection.names.is_empty() => {}
            Some(reason) => export.left_out.push(LeftOut { diagnostic: diagnostic.name, reason }),
        }
    }
    (told, export)
}

/// Refuses a parameter that is not a number.
pub(super) fn validate_numbers(request: &Request) -> Result<(), Refusal> {
    match request.parameters.0.iter().find(|(_, value)| value.parse::<i64>().is_err()) {
        Some((name, value)) => {
            Err(Refusal { what: format!("--param {name}"), reason: format!("{value:?} is not a whole number") })
        }
        None => Ok(()),
    }
}

/// What the team took for a parameter.
pub(super) fn number(request: &Request, name: &str) -> Option<i64> {
    request.parameters.0.get(name)?.parse().ok()
}

/// What each message begins with: `SE801 privileged-container`.
pub(super) fn head(diagnostic: &Diagnostic) -> String {
    format!("{} {}", diagnostic.code, diagnostic.name)
}

/// What each message ends with: where to read on.
pub(super) fn tail(diagnostic: &Diagnostic) -> String {
    format!("; see {}", page_link(diagnostic, ""))
}

/// Every text of a rule as one sentence, for descriptions.
pub(super) fn description(rules: &[Rule]) -> String {
    rules.iter().map(|rule| rule.says).collect::<Vec<_>>().join("; ")
}

/// The parameters of some rules.
#[must_use]
pub fn parameters(rules: &[Rule]) -> Vec<super::rule::Parameter> {
    let mut found = Vec::new();
    rules.iter().map(|rule| &rule.when).for_each(|test: &Test| test.parameters(&mut found));
    found
}

/// A text as a single-quoted YAML scalar; it has no line breaks.
pub(super) fn scalar(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
