//! What detectors share: one finding out of many runs, pods or events, said in the same way everywhere.

use super::Diagnostic;
use super::exits::{Exit, classify};
use crate::diagnosis::{Confidence, Finding, Role};
use crate::evidence::Place;
use crate::facts::{ContainerState, Ending, Event, Facts, Failure, Pod, StopKind};

/// Evidence cited by one finding; more would bury the telling one.
const MAX_CITED: usize = 6;

/// Groups of runs by container and exit code, in order of first appearance.
fn grouped<'f>(failures: impl Iterator<Item = (Failure<'f>, Option<Exit>)>) -> Vec<Vec<(Failure<'f>, Option<Exit>)>> {
    let mut groups: Vec<Vec<(Failure<'f>, Option<Exit>)>> = Vec::new();
    for item in failures {
        let key = |failure: &Failure<'_>| (failure.container.name.clone(), failure.run.exit_code.value);
        match groups.iter_mut().find(|group| key(&group[0].0) == key(&item.0)) {
            Some(group) => group.push(item),
            None => groups.push(vec![item]),
        }
    }
    groups
}

/// One finding for each container and exit code whose runs `classify` gives to this diagnostic.
///
/// `say` gets the words for the run ("main of pod x, exit code 1, in all 3 attempts") and gives message and help.
pub(super) fn exits_named(
    diagnostic: &'static Diagnostic,
    facts: &Facts,
    found: &mut Vec<Finding>,
    say: impl Fn(&Words<'_>) -> (String, String),
) {
    let own = facts.failures().filter_map(|failure| {
        let exit = classify(facts, failure)?;
        (exit.name == diagnostic.name).then_some((failure, Some(exit)))
    });
    for group in grouped(own) {
        found.push(of_group(diagnostic, facts, &group, &say));
    }
}

/// One finding for each container and exit code whose runs pass `test`.
pub(super) fn runs(
    diagnostic: &'static Diagnostic,
    facts: &Facts,
    found: &mut Vec<Finding>,
    test: impl Fn(&Failure<'_>) -> bool,
    say: impl Fn(&Words<'_>) -> (String, String),
) {
    let own = facts.attempts.iter().map(|attempt| facts.failure(attempt)).filter(|failure| test(failure));
    for group in grouped(own.map(|failure| (failure, None))) {
        found.push(of_group(diagnostic, facts, &group, &say));
    }
}

/// What a message can be built from.
pub(super) struct Words<'f> {
    pub(super) failure: Failure<'f>,
    /// `main`.
    pub(super) container: &'f str,
    pub(super) code: i64,
    /// "in the only attempt", "in all 3 attempts", "in 2 of 5 attempts".
    pub(super) times: String,
    pub(super) confidence: Confidence,
}

fn of_group<'f>(
    diagnostic: &'static Diagnostic,
    facts: &'f Facts,
    group: &[(Failure<'f>, Option<Exit>)],
    say: &impl Fn(&Words<'_>) -> (String, String),
) -> Finding {
    let best = |(failure, exit): &&(Failure<'f>, Option<Exit>)| {
        (exit.map(|exit| (exit.confidence, exit.line.is_some())), failure.run.finished)
    };
    let Some((failure, exit)) = group.iter().max_by_key(best) else {
        return Finding::new(diagnostic, Confidence::Possible, String::new());
    };
    let confidence = exit.map_or(Confidence::Certain, |exit| exit.confidence);
    let line = exit.and_then(|exit| exit.line);
    let words = Words {
        failure: *failure,
        container: &failure.container.name,
        code: failure.run.exit_code.value,
        times: times(group.len(), facts, *failure),
        confidence,
    };
    let (message, help) = say(&words);
    let mut finding = Finding::new(diagnostic, confidence, message).help(help);
    finding.pod = Some(failure.pod.meta.name.clone()).filter(|name| !name.is_empty());
    finding.container = Some(failure.container.name.clone());
    finding.exit_code = Some(failure.run.exit_code.value);
    finding.reason = failure.run.reason.as_ref().map(|reason| reason.value.clone());
    finding.index = failure.pod.index();
    finding.at = failure.run.finished.map(|time| time.as_second());
    finding.weight = group.len();
    let lines = group.iter().rev().filter_map(|(_, exit)| exit.and_then(|exit| exit.line));
    let places = line.into_iter().chain(failure.attempt.places.iter().copied()).chain(lines);
    finding.cite(places.take(MAX_CITED))
}

fn times(count: usize, facts: &Facts, failure: Failure<'_>) -> String {
    let ran = facts.attempts.iter().filter(|attempt| attempt.failed()).count();
    let restarts = failure.container.restarts.as_ref().map_or(0, |restarts| restarts.value);
    let shown = i64::try_from(failure.container.runs.len()).unwrap_or(i64::MAX);
    match (count, ran) {
        // The kubelet keeps the record of the last two runs only.
        _ if restarts >= shown.max(1) => {
            format!("in the last run that is shown ({restarts} restart{})", plural(restarts))
        }
        (1, 1) => "in the only failed attempt".to_owned(),
        (count, ran) if count == ran => format!("in all {count} failed attempts"),
        (count, ran) => format!("in {count} of {ran} failed attempts"),
    }
}

/// One finding out of events, the latest cited; `None` where there are none.
pub(super) fn of_events<'e>(
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

/// One finding out of pods, the first one named.
pub(super) fn of_pods<'p>(
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
pub(super) fn pending_pods(facts: &Facts) -> impl Iterator<Item = (usize, &Pod)> {
    facts.pods.iter().enumerate().filter(|(_, pod)| {
        let ran = pod.containers.iter().any(|container| {
            container.last_run().is_some() || matches!(container.state, ContainerState::Running { .. })
        });
        !ran && !pod.is_phase("Succeeded") && !pod.is_phase("Failed")
    })
}

/// The first quoted part of a message: `configmap "mail-settings" not found` names mail-settings.
pub(super) fn quoted(message: &str) -> Option<&str> {
    let start = message.find('"')? + 1;
    let end = message[start..].find('"')?;
    Some(&message[start..start + end])
}

/// `s` for more than one.
pub(super) fn plural(count: i64) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// Whether the pod an event is about has not come to run anything yet, as far as is known.
pub(super) fn is_pending(facts: &Facts, event: &Event) -> bool {
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

/// Whether a run of this pod is known to have ended.
pub(super) fn has_ended(facts: &Facts, name: &str) -> bool {
    let ended = |pod: &Pod| pod.containers.iter().any(|container| container.last_run().is_some_and(|run| run.current));
    facts.pod_named(name).is_some_and(|index| ended(&facts.pods[index]))
}

/// One finding for pods that were stopped for one of these reasons; the last one is named.
pub(super) fn stopped(
    diagnostic: &'static Diagnostic,
    facts: &Facts,
    found: &mut Vec<Finding>,
    kinds: &[StopKind],
    say: impl Fn(&Pod, &str) -> (String, String),
) {
    let stops: Vec<_> = facts.stops.iter().filter(|stop| kinds.contains(&stop.kind)).collect();
    let Some(last) = stops.iter().max_by_key(|stop| (stop.at, stop.pod)) else { return };
    let pod = &facts.pods[last.pod];
    let told = facts.events_of_pod(last.pod).find(|event| last.places.contains(&event.place));
    let said = pod.message.as_ref().map(|message| message.value.as_str()).or(told.map(|event| event.message.as_str()));
    let why = said.map(|said| format!(": {}", said.trim())).unwrap_or_default();
    let (message, help) = say(pod, &why);
    let mut finding = Finding::new(diagnostic, Confidence::Certain, message).help(help);
    finding.pod = Some(pod.meta.name.clone());
    let run = facts
        .attempts
        .iter()
        .rfind(|attempt| attempt.pod == last.pod && matches!(attempt.ending, Ending::Stopped(_)))
        .map(|attempt| facts.failure(attempt));
    finding.container = run.map(|run| run.container.name.clone());
    finding.exit_code = run.map(|run| run.run.exit_code.value);
    finding.reason = pod.reason.as_ref().map(|reason| reason.value.clone());
    finding.at = last.at.map(|at| at.as_second());
    finding.weight = stops.len();
    let others = stops.iter().flat_map(|stop| stop.places.iter().copied());
    found.push(finding.cite(last.places.iter().copied().chain(others).take(MAX_CITED)));
}

/// Gives the findings of a diagnostic another part than the cause.
pub(super) fn demote(diagnostic: &'static Diagnostic, found: &mut [Finding], role: Role) {
    for finding in found.iter_mut().filter(|finding| finding.diagnostic.code == diagnostic.code) {
        finding.role = role;
    }
}

/// The scheduler's sentence up to its remarks on preemption.
pub(super) fn first_sentence(message: &str) -> &str {
    let end = [". preemption", ". no new claims", ", preemption"].iter().filter_map(|mark| message.find(mark)).min();
    &message[..end.unwrap_or(message.len())]
}

/// What follows the first `mark`, all of it where there is none.
pub(super) fn after<'m>(message: &'m str, mark: &str) -> &'m str {
    message.split_once(mark).map_or(message, |(_, rest)| rest)
}

/// What follows the last `mark`, all of it where there is none.
pub(super) fn after_last<'m>(message: &'m str, mark: &str) -> &'m str {
    message.rsplit_once(mark).map_or(message, |(_, rest)| rest)
}

/// A container that waits, with what was said about it.
pub(super) struct Waiting<'f> {
    pub(super) pod: &'f str,
    pub(super) container: &'f str,
    /// " (and 2 other pods)", empty for one.
    pub(super) others: String,
    /// What the kubelet said, where it was shown.
    pub(super) why: Option<&'f str>,
    /// " IMAGE", empty where it is not known.
    pub(super) image: String,
}

/// Which containers wait for the reason of a diagnostic.
pub(super) struct WaitsFor {
    /// Waiting reasons.
    pub(super) reasons: &'static [&'static str],
    /// Whether an event or message (reason, words) is about it.
    pub(super) about: fn(&str, &str) -> bool,
    /// Whether the reason alone is not enough, because another diagnostic shares it.
    pub(super) must_be_told: bool,
}

/// One finding for all containers that wait for one reason, or whose events say that they did when nothing better is shown.
pub(super) fn waiting(
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

/// One finding out of the API server's refusals to create pods, unless a pod was created since.
///
/// `say` gets the server's answer and "6 attempts".
pub(super) fn refused_creation(
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
pub(super) fn recency(event: &Event) -> (i64, i64) {
    (event.last.map_or(0, |last| -last.as_second()), event.age_seconds.unwrap_or(0))
}

/// One finding out of the events of pods that have not come to run since.
pub(super) fn pending_told(
    diagnostic: &'static Diagnostic,
    facts: &Facts,
    is_about: impl Fn(&Event) -> bool,
    say: impl Fn(&Event) -> String,
    help: &str,
) -> Option<Finding> {
    let told = facts.events.iter().filter(|event| event.kind == "Pod" && is_about(event) && is_pending(facts, event));
    of_events(diagnostic, told, Confidence::Certain, |event, _| (say(event), help.to_owned()))
}

/// Findings for containers that the kubelet killed because of a probe; where no run is shown, its event speaks.
pub(super) fn probe_killed(
    diagnostic: &'static Diagnostic,
    facts: &Facts,
    found: &mut Vec<Finding>,
    (ending, probe): (Ending, &str),
    help: &str,
) {
    if facts.attempts.iter().any(|attempt| attempt.ending == ending) {
        let killed = |failure: &Failure<'_>| failure.attempt.ending == ending;
        runs(diagnostic, facts, found, killed, |words| {
            let message = format!(
                "{} was killed by the kubelet because its {probe} probe failed (exit code {}) {}",
                words.container, words.code, words.times
            );
            (message, help.to_owned())
        });
        return;
    }
    let needle = format!("failed {probe} probe");
    let told = || facts.events.iter().filter(|event| event.reason == "Killing" && event.message.contains(&needle));
    // `Container main failed liveness probe, will be restarted` names main.
    let named = |event: &Event| {
        event.message.strip_prefix("Container ").and_then(|rest| rest.split(' ').next()).map(str::to_owned)
    };
    let finding = of_events(diagnostic, told(), Confidence::Certain, |event, _| {
        let container = named(event).unwrap_or_else(|| "a container".to_owned());
        let message = format!(
            "the kubelet killed {container} because its {probe} probe failed; its exit code is not in the evidence"
        );
        (message, help.to_owned())
    });
    found.extend(finding.map(|mut finding| {
        finding.container = finding.container.take().or_else(|| told().find_map(named));
        finding
    }));
}
