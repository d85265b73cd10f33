//! One finding out of pods that wait, with what was said about why.

use super::super::Diagnostic;
use super::MAX_CITED;
use super::told::of_events;
use crate::diagnosis::{Confidence, Finding};
use crate::evidence::Place;
use crate::facts::{ContainerState, Event, Facts, Pod};

/// One finding out of pods, the first one named.
pub(in crate::catalogue) fn of_pods<'p>(
    diagnostic: &'static Diagnostic,
    pods: &[(&'p Pod, Vec<Place>)],
    confidence: Confidence,
    say: impl Fn(&'p Pod, &str) -> (String, String),
) -> Option<Finding> {
    let (pod, places) = pods.last()?;
    let others = match pods.len() {
        1 => String::new(),
        count => format!(" (and {} other pods)", count - 1),
    };
    let (message, help) = say(pod, &others);
    let mut finding = Finding::new(diagnostic, confidence, message).help(help);
    finding.pod = Some(pod.meta.name.clone());
    finding.weight = pods.len();
    let more = pods.iter().rev().skip(1).filter_map(|(_, places)| places.first().copied());
    Some(finding.cite(places.iter().copied().chain(more).take(MAX_CITED)))
}

/// Pods that have not come to run anything and are not finished.
pub(in crate::catalogue) fn pending_pods(facts: &Facts) -> impl Iterator<Item = (usize, &Pod)> {
    facts.pods.iter().enumerate().filter(|(_, pod)| {
        let ran = pod.containers.iter().any(|container| {
            container.last_run().is_some() || matches!(container.state, ContainerState::Running { .. })
        });
        !ran && !pod.is_phase("Succeeded") && !pod.is_phase("Failed")
    })
}

/// Whether a run of this pod is known to have ended.
pub(in crate::catalogue) fn has_ended(facts: &Facts, name: &str) -> bool {
    let ended = |pod: &Pod| pod.containers.iter().any(|container| container.last_run().is_some_and(|run| run.current));
    facts.pod_named(name).is_some_and(|index| ended(&facts.pods[index]))
}

/// A container that waits, with what was said about it.
pub(in crate::catalogue) struct Waiting<'f> {
    pub(in crate::catalogue) pod: &'f str,
    pub(in crate::catalogue) container: &'f str,
    /// " (and 2 other pods)", empty for one.
    pub(in crate::catalogue) others: String,
    /// What the kubelet said, where it was shown.
    pub(in crate::catalogue) why: Option<&'f str>,
    /// " IMAGE", empty where it is not known.
    pub(in crate::catalogue) image: String,
}

/// Which containers wait for the reason of a diagnostic.
pub(in crate::catalogue) struct WaitsFor {
    /// Waiting reasons.
    pub(in crate::catalogue) reasons: &'static [&'static str],
    /// Whether an event or message (reason, words) is about it.
    pub(in crate::catalogue) about: fn(&str, &str) -> bool,
    /// Whether the reason alone is not enough, because another diagnostic shares it.
    pub(in crate::catalogue) must_be_told: bool,
}

/// One finding for all containers that wait for one reason, or whose events say that they did when nothing better is shown.
pub(in crate::catalogue) fn waiting(
    diagnostic: &'static Diagnostic,
    facts: &Facts,
    found: &mut Vec<Finding>,
    what: &WaitsFor,
    say: impl Fn(&Waiting<'_>) -> (String, String),
) {
    let waits: Vec<_> = pending_pods(facts)
        .filter_map(|(index, pod)| {
            let (container, reason) = pod.waiting(|reason| what.reasons.contains(&reason))?;
            let told =
                facts.events_of_pod(index).filter(|event| event.warning && (what.about)(&event.reason, &event.message));
            let told: Vec<&Event> = told.collect();
            let message = match &container.state {
                ContainerState::Waiting { message: Some(message), .. } if (what.about)("", &message.value) => {
                    Some(message)
                }
                _ => None,
            };
            let why = told.last().map(|event| event.message.as_str()).or(message.map(|message| message.value.as_str()));
            let places: Vec<Place> = std::iter::once(reason.place)
                .chain(message.map(|message| message.place))
                .chain(told.iter().map(|event| event.place))
                .collect();
            (why.is_some() || !what.must_be_told).then_some((pod, container, why, places))
        })
        .collect();
    if let Some((pod, container, why, places)) = waits.last() {
        let others = match waits.len() {
            1 => String::new(),
            count => format!(" (and {} other pods)", count - 1),
        };
        let image = facts.spec_of(container).image.as_ref().or(container.spec.image.as_ref());
        let image = image.map(|image| format!(" {}", image.value)).unwrap_or_default();
        let words = Waiting { pod: &pod.meta.name, container: &container.name, others, why: *why, image };
        let (message, help) = say(&words);
        let mut finding = Finding::new(diagnostic, Confidence::Certain, message).help(help);
        finding.pod = Some(pod.meta.name.clone());
        finding.container = Some(container.name.clone());
        finding.reason = Some(container.waiting_reason().to_owned());
        finding.weight = waits.len();
        let others = waits.iter().rev().skip(1).filter_map(|(.., places)| places.first().copied());
        found.push(finding.cite(places.iter().copied().chain(others).take(MAX_CITED)));
        return;
    }
    // Only events are left of pods that are gone or were not shown.
    let told = facts.events.iter().filter(|event| {
        let shown = facts.pod_named(&event.name).is_some_and(|index| !facts.pods[index].containers.is_empty());
        event.kind == "Pod" && event.warning && !shown && (what.about)(&event.reason, &event.message)
    });
    found.extend(of_events(diagnostic, told, Confidence::Likely, |event, _| {
        let container = event.container.as_deref().unwrap_or("a container");
        let why = Some(event.message.as_str());
        say(&Waiting { pod: &event.name, container, others: String::new(), why, image: String::new() })
    }));
}
