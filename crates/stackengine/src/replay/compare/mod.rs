//! The old manifest and the new one side by side, under the same behaviours: what it costs, what comes of it, what is
//! left to look at.

mod measure;

pub use measure::Measure;

use super::behaviour::{Behaviour, Cause, Outcome};
use super::refusal::Refusal;
use super::spec::Spec;
use super::story::End;
use super::time::{Millis, SECOND, show_duration};
use super::{Options, replay};

/// How long a run takes where the incident does not say.
const USUAL_RUN: Millis = 60 * SECOND;

/// The old manifest and the new one under several behaviours.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// What was played, the incident first where there is one.
    pub scenarios: Vec<Scenario>,
}

/// Both manifests under one behaviour.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// What happens: "the incident again", "a failure that stays".
    pub name: &'static str,
    /// The behaviour.
    pub behaviour: Behaviour,
    /// What comes of the old manifest.
    pub before: Measure,
    /// What comes of the new one.
    pub after: Measure,
}

/// Plays both manifests under the incident's behaviour, and under others that matter.
pub fn compare(old: &Spec, new: &Spec, incident: Option<&Behaviour>, options: Options) -> Result<Comparison, Refusal> {
    let length = incident.and_then(usual_length).unwrap_or(USUAL_RUN);
    let incident = incident.map(|behaviour| ("the incident again", behaviour.clone()));
    let mut scenarios = Vec::new();
    for (name, behaviour) in incident.into_iter().chain(what_if(length)) {
        let measure = |spec: &Spec| replay(spec, &behaviour, options).map(|story| Measure::of(spec, &story, options));
        let (before, after) = (measure(old)?, measure(new)?);
        scenarios.push(Scenario { name, behaviour, before, after });
    }
    Ok(Comparison { scenarios })
}

/// The time of a run of the incident that ended.
fn usual_length(behaviour: &Behaviour) -> Option<Millis> {
    behaviour.attempts.iter().flat_map(|attempts| &attempts.outcomes).find_map(|outcome| outcome.after)
}

/// Behaviours that every Job meets one day.
fn what_if(length: Millis) -> Vec<(&'static str, Behaviour)> {
    let outcome = |exit_code, cause| Outcome { exit_code, after: Some(length), cause };
    let (good, bad) = (Outcome::exit(0, length), Outcome::exit(1, length));
    vec![
        ("a failure that heals at the second attempt", Behaviour::of(vec![bad.clone(), good.clone()])),
        ("a failure that stays", Behaviour::of(vec![bad])),
        ("a hang", Behaviour::of(vec![Outcome::hang()])),
        ("a kill for memory, each time", Behaviour::of(vec![outcome(137, Cause::OutOfMemory)])),
        ("an eviction", Behaviour::of(vec![outcome(137, Cause::Evicted), good])),
    ]
}

impl Comparison {
    /// Everything that the new manifest makes worse, each as a sentence.
    #[must_use]
    pub fn worse(&self) -> Vec<String> {
        self.scenarios.iter().flat_map(Scenario::worse).collect()
    }
}

impl Scenario {
    /// What the new manifest makes worse under this behaviour.
    #[must_use]
    pub fn worse(&self) -> Vec<String> {
        let (before, after) = (&self.before, &self.after);
        let mut list = Vec::new();
        let mut say = |what: String| list.push(format!("{}: {what}", self.name));
        if rank(after.end) > rank(before.end) {
            say(format!("it {} and {} before", word(after.end), word(before.end)));
            return list;
        }
        if after.n_ghosts > before.n_ghosts {
            say("it counts a run as done that was stopped before it was".to_owned());
        }
        let more = |after: f64, before: f64| after > before * 1.1 + 1.0;
        #[expect(clippy::cast_precision_loss, reason = "no replay is so long that it would matter")]
        let seconds = |time: Millis| time as f64 / 1000.0;
        if rank(after.end) == rank(before.end) {
            if let (Some(later), Some(sooner)) = (after.verdict, before.verdict)
                && more(seconds(later), seconds(sooner))
            {
                say(format!("its verdict comes after {} instead of {}", shown(later), shown(sooner)));
            }
            if more(seconds(after.repeated), seconds(before.repeated)) {
                let (longer, shorter) = (shown(after.repeated), shown(before.repeated));
                say(format!("{longer} of work are lost instead of {shorter}"));
            }
            for (name, after, before) in [
                ("CPU-seconds", after.cpu_seconds, before.cpu_seconds),
                ("GiB-minutes of memory", after.memory_gib_minutes, before.memory_gib_minutes),
            ] {
                if before > 0.0 && more(after, before) {
                    say(format!("it reserves {after:.1} {name} instead of {before:.1}"));
                }
            }
        }
        // As a share: whoever fails less often leaves fewer logs, and that is no loss.
        let share = |lost: usize, of: usize| lost.saturating_mul(of.max(1));
        let (lost, of) = (after.logs_lost(), after.n_failures);
        if share(lost, before.n_failures) > share(before.logs_lost(), of) {
            let was = format!("{} of {}", before.logs_lost(), before.n_failures);
            say(format!("the logs of {lost} of {of} failed runs are gone instead of those of {was}"));
        }
        list
    }
}

/// A time to the second.
fn shown(time: Millis) -> String {
    show_duration((time / SECOND).max(1) * SECOND)
}

/// How far an end is from what was wanted.
fn rank(end: End) -> u8 {
    match end {
        End::Complete => 0,
        End::Failed => 1,
        End::Unfinished | End::TooMany => 2,
        End::Stuck | End::Suspended | End::NotManaged => 3,
    }
}

/// What a Job does that ends so.
pub(crate) fn word(end: End) -> &'static str {
    match end {
        End::Complete => "completes",
        End::Failed => "fails",
        End::Unfinished | End::TooMany => "goes on and on",
        End::Stuck => "hangs for ever",
        End::Suspended => "stays suspended",
        End::NotManaged => "is left to another controller",
    }
}
