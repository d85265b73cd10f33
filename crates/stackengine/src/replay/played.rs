//! A replay together with what was played, and what the model left out.

use super::Options;
use super::behaviour::{Behaviour, OnTerm};
use super::cron::CronStory;
use super::exhaustive::Explored;
use super::spec::{PreStop, Spec};
use super::story::Story;

/// What was played, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Played {
    /// What was asked for.
    pub spec: Spec,
    /// What happened to it.
    pub behaviour: Behaviour,
    /// How it was played.
    pub options: Options,
    /// The Job's story.
    pub story: Story,
    /// The schedule's, of a CronJob.
    pub cron: Option<CronStory>,
    /// Every behaviour within bounds, where those were asked for; then `story` is the worst.
    pub explored: Option<Explored>,
}

/// What no replay takes into account.
const NEVER_COVERED: [&str; 4] = [
    "images are on the node and nodes have room, unless the behaviour says otherwise",
    "quotas and admission webhooks, which may refuse pods",
    "clean-up of ended pods by the cluster, and faults of its own controllers",
    "aggregation and expiry of events",
];

impl Played {
    /// What the model does not cover, or had to assume, in this replay.
    #[must_use]
    pub fn not_covered(&self) -> Vec<String> {
        let mut list = self.spec.not_covered.clone();
        let told = |name: &str| {
            self.behaviour
                .on_term
                .iter()
                .any(|OnTerm { container, .. }| container.as_deref().is_none_or(|of| of == name))
        };
        for (unit, container) in self.spec.pod.containers.iter().enumerate() {
            let stopped = self.story.pods.iter().filter_map(|pod| pod.runs.get(unit)).flatten().any(|run| run.stopped);
            if stopped && !told(&container.name) && container.exit_on_term.is_none() {
                let name = &container.name;
                list.push(format!(
                    "{name} is taken to ignore SIGTERM, as PID 1 does without a handler, and to be killed"
                ));
            }
            let hook_told = self.behaviour.pre_stop.iter().any(|(name, _)| *name == container.name);
            if stopped && container.pre_stop == Some(PreStop::Unknown) && !hook_told {
                list.push(format!("the preStop hook of {} is taken to need no time", container.name));
            }
        }
        list.extend(NEVER_COVERED.map(str::to_owned));
        list
    }
}
