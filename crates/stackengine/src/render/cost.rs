//! The blast radius in plain sentences.

use super::units::{core_time, count, memory_time, seconds};
use crate::diagnosis::{Assumption, BlastRadius, Diagnosis, Outlook};

/// A sentence fragment for each number the facts gave; empty where they gave none.
#[must_use]
pub fn cost(diagnosis: &Diagnosis) -> Vec<String> {
    let radius = &diagnosis.blast_radius;
    let mut lines = Vec::new();
    lines.extend(attempts(radius));
    lines.extend(diagnosis.outlook.as_ref().map(outlook));
    let spent = |amount: Option<i64>, what: &str| {
        amount.filter(|amount| *amount > 0).map(|amount| format!("{} {what}", seconds(amount)))
    };
    lines.extend(spent(radius.back_off_seconds, "of back-off between attempts"));
    lines.extend(spent(radius.start_up_seconds, "spent starting pods"));
    lines.extend(spent(radius.failed_run_seconds, "of run time in attempts that failed"));
    let cpu = radius.cpu_core_seconds.filter(|amount| *amount > 0.0);
    let memory = radius.memory_mib_seconds.filter(|amount| *amount > 0.0);
    lines.extend(match (cpu, memory) {
        (Some(cpu), Some(memory)) => Some(format!("{} and {} reserved", core_time(cpu), memory_time(memory))),
        (Some(cpu), None) => Some(format!("{} reserved", core_time(cpu))),
        (None, Some(memory)) => Some(format!("{} reserved", memory_time(memory))),
        (None, None) => None,
    });
    if !radius.holds.is_empty() {
        lines.push(format!("held meanwhile: {}", radius.holds.join(", ")));
    }
    if !radius.blocks.is_empty() {
        lines.push(format!("waiting for it: {}", radius.blocks.join(", ")));
    }
    lines
}

/// When it will be over.
fn outlook(outlook: &Outlook) -> String {
    let condition = match outlook.assumes {
        Assumption::SameAgain => "if it goes on like this",
        Assumption::NeverEnds => "if what runs now never ends",
        Assumption::StaysHeldUp => "if what holds it up stays",
    };
    match &outlook.end {
        Some(end) if end.completes => format!("{condition}, the Job is complete about {}", end.at),
        Some(end) => format!("{condition}, the Job gives up about {} ({})", end.at, end.reason),
        None => format!("{condition}, nothing ever ends the Job"),
    }
}

fn attempts(radius: &BlastRadius) -> Option<String> {
    let made = radius.attempts_made.map(|made| match made {
        0 => "no attempt has ended yet".to_owned(),
        made => match radius.attempts_failed {
            Some(0) => format!("{} made, none failed", count(made, "attempt")),
            Some(failed) if failed < made => format!("{} made, {failed} of them failed", count(made, "attempt")),
            _ => format!("{} made", count(made, "attempt")),
        },
    });
    let left = radius.attempts_left.map(|left| match left {
        0 => "none left".to_owned(),
        left => format!("up to {left} more to come"),
    });
    let next = radius.next_attempt_at.as_ref().map(|at| format!("the next not before {at}"));
    let said: Vec<String> = [made, left, next].into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join(", "))
}
