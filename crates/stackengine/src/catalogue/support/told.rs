//! One finding out of events, unless what they told has passed.

use super::super::Diagnostic;
use super::MAX_CITED;
use super::words::plural;
use crate::diagnosis::{Confidence, Finding};
use crate::facts::{ContainerState, Event, Facts, Pod};

/// One finding out of events, the latest cited; `None` where there are none.
pub(in crate::catalogue) fn of_events<'e>(
    diagnostic: &'static Diagnostic,
    events: impl Iterator<Item = &'e Event>,
    confidence: Confidence,
    say: impl Fn(&Event, i64) -> (String, String),
) -> Option<Finding> {
    let events: Vec<&Event> = events.collect();
    let last = events.iter().max_by_key(|event| event.last)?;
    let count = events.iter().map(|event| event.count).sum();
    let (message, help) = say(last, count);
    let mut finding = Finding::new(diagnostic, confidence, message).help(help);
    finding.reason = Some(last.reason.clone());
    finding.container = last.container.clone();
    if last.kind == "Pod" {
        finding.pod = Some(last.name.clone());
    }
    finding.at = last.last.map(|time| time.as_second());
    finding.weight = events.len();
    let others = events.iter().filter(|event| event.place != last.place).map(|event| event.place);
    Some(finding.cite(std::iter::once(last.place).chain(others).take(MAX_CITED)))
}

/// One finding out of the API server's refusals to create pods, unless a pod was created since.
///
/// `say` gets the server's answer and "6 attempts".
pub(in crate::catalogue) fn refused_creation(
    diagnostic: &'static Diagnostic,
    facts: &Facts,
    is_about: impl Fn(&str) -> bool,
    say: impl Fn(&str, &str) -> (String, String),
) -> Option<Finding> {
    let shown = |pod: &Pod| pod.meta.origin.is_some() && !pod.containers.is_empty() && pod.meta.deleted.is_none();
    let last_refusal =
        facts.job_events().filter(|event| event.reason == "FailedCreate").min_by_key(|event| recency(event));
    let created =
        facts.job_events().filter(|event| event.reason == "SuccessfulCreate").min_by_key(|event| recency(event));
    let healed =
        matches!((last_refusal, created), (Some(refusal), Some(created)) if recency(created) < recency(refusal));
    if healed || facts.pods.iter().any(shown) {
        return None;
    }
    let told = facts.job_events().filter(|event| event.reason == "FailedCreate" && is_about(&event.message));
    of_events(diagnostic, told, Confidence::Certain, |event, count| {
        say(&event.message, &format!("{count} attempt{}", plural(count)))
    })
}

/// Orders events from the newest on, by time or, where only ages are printed, by age.
pub(in crate::catalogue) fn recency(event: &Event) -> (i64, i64) {
    (event.last.map_or(0, |last| -last.as_second()), event.age_seconds.unwrap_or(0))
}

/// One finding out of the events of pods that have not come to run since.
pub(in crate::catalogue) fn pending_told(
    diagnostic: &'static Diagnostic,
    facts: &Facts,
    is_about: impl Fn(&Event) -> bool,
    say: impl Fn(&Event) -> String,
    help: &str,
) -> Option<Finding> {
    let told = facts.events.iter().filter(|event| event.kind == "Pod" && is_about(event) && is_pending(facts, event));
    of_events(diagnostic, told, Confidence::Certain, |event, _| (say(event), help.to_owned()))
}

/// Whether the pod an event is about has not come to run anything yet, as far as is known.
pub(in crate::catalogue) fn is_pending(facts: &Facts, event: &Event) -> bool {
    let past: &[&str] = match event.reason.as_str() {
        "FailedScheduling" => &["Scheduled", "Pulling", "Pulled", "Created", "Started"],
        _ => &["Started"],
    };
    let Some(index) = facts.pod_named(&event.name) else { return true };
    let mut later = facts.events_of_pod(index).filter(|other| past.contains(&other.reason.as_str()));
    if later.any(|other| recency(other) <= recency(event)) {
        return false;
    }
    let pod = &facts.pods[index];
    !has_run(pod) && !pod.is_phase("Succeeded") && !pod.is_phase("Failed")
}

fn has_run(pod: &Pod) -> bool {
    pod.containers
        .iter()
        .any(|container| container.last_run().is_some() || matches!(container.state, ContainerState::Running { .. }))
}
