//! Before and after, side by side, in words.

use super::time;
use crate::render::paper::{Ink, Paper};
use crate::render::units::{core_time, count, memory_time};
use crate::replay::{Measure, Proof, Scenario, end_word};

/// Writes what a change does to one object.
pub(in crate::render) fn write_proof(paper: &mut Paper, proof: &Proof) {
    let subject = format!("{} {}: ", proof.kind, proof.name);
    let comparison = match &proof.result {
        Ok(comparison) => comparison,
        Err(refusal) => {
            let why = format!("{}: {}", refusal.field, refusal.reason);
            paper.line(2, 4, &[(Ink::Warning, "not played "), (Ink::Plain, &subject), (Ink::Plain, &why)]);
            return;
        }
    };
    paper.line(2, 4, &[(Ink::Heading, "played out "), (Ink::Plain, &subject)]);
    for scenario in &comparison.scenarios {
        write_scenario(paper, scenario);
    }
}

fn write_scenario(paper: &mut Paper, scenario: &Scenario) {
    let (before, after) = (measure(&scenario.before), measure(&scenario.after));
    let name = format!("{}: ", scenario.name);
    if before == after {
        paper.line(4, 6, &[(Ink::Name, &name), (Ink::Faint, "the same, "), (Ink::Faint, &after)]);
        return;
    }
    paper.line(4, 6, &[(Ink::Name, &name)]);
    paper.line(6, 14, &[(Ink::Faint, "before: "), (Ink::Plain, &before)]);
    paper.line(6, 14, &[(Ink::Faint, "after:  "), (Ink::Plain, &after)]);
    for worse in scenario.worse() {
        let what = worse.split_once(": ").map_or(worse.as_str(), |(_, what)| what);
        paper.line(6, 14, &[(Ink::Bad, "worse:  "), (Ink::Plain, what)]);
    }
}

/// `3 pods, fails after 70 s (BackoffLimitExceeded), 6.4 GiB-minutes reserved, logs of 3 of 3 failed runs kept`.
#[must_use]
pub fn measure(measure: &Measure) -> String {
    let n = |n: usize, thing| count(i64::try_from(n).unwrap_or(i64::MAX), thing);
    let mut parts = vec![n(measure.n_pods, "pod")];
    if measure.n_runs != measure.n_pods {
        parts.push(n(measure.n_runs, "run"));
    }
    let reason = if measure.reason.is_empty() { String::new() } else { format!(" ({})", measure.reason) };
    let when = measure.verdict.map_or_else(String::new, |at| format!(" after {}", time(at)));
    parts.push(format!("{}{when}{reason}", end_word(measure.end)));
    let each_day = if measure.goes_on { " each day" } else { "" };
    if measure.cpu_seconds > 0.0 {
        parts.push(format!("{} reserved{each_day}", core_time(measure.cpu_seconds)));
    }
    if measure.memory_gib_minutes > 0.0 {
        parts.push(format!("{} reserved{each_day}", memory_time(measure.memory_gib_minutes * 1024.0 * 60.0)));
    }
    if measure.repeated > 0 && !measure.goes_on {
        parts.push(format!("{} of work lost", time(measure.repeated)));
    }
    if measure.n_failures > 0 {
        parts.push(match measure.logs_kept {
            0 => "logs gone".to_owned(),
            kept if kept == measure.n_failures => "logs kept".to_owned(),
            kept => format!("logs of {kept} of {} failed runs kept", measure.n_failures),
        });
    }
    if measure.n_ghosts > 0 {
        parts.push("counted as done though it was stopped before".to_owned());
    }
    parts.join(", ")
}
