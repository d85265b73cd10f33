//! One finding out of many runs: grouped by container and exit code, said in the same way everywhere.

use super::super::Diagnostic;
use super::super::exits::{Exit, classify};
use super::MAX_CITED;
use super::told::of_events;
use super::words::plural;
use crate::diagnosis::{Confidence, Finding};
use crate::facts::{Ending, Event, Facts, Failure, Pod, StopKind};

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
pub(in crate::catalogue) fn exits_named(
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
pub(in crate::catalogue) fn runs(
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
pub(in crate::catalogue) struct Words<'f> {
    pub(in crate::catalogue) failure: Failure<'f>,
    /// `main`.
    pub(in crate::catalogue) container: &'f str,
    pub(in crate::catalogue) code: i64,
    /// "in the only attempt", "in all 3 attempts", "in 2 of 5 attempts".
    pub(in crate::catalogue) times: String,
    pub(in crate::catalogue) confidence: Confidence,
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

/// One finding for pods that were stopped for one of these reasons; the last one is named.
pub(in crate::catalogue) fn stopped(
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

/// Findings for containers that the kubelet killed because of a probe; where no run is shown, its event speaks.
pub(in crate::catalogue) fn probe_killed(
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
