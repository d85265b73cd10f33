//! Every behaviour up to a bound: under which of them does a manifest hang for ever, never run, or lie?
//!
//! The model is played until a run starts; there the world is copied, once for each outcome. Worlds that differ in
//! nothing that still matters (counters, waits, what is at work, all counted from now) are played only once, and indexes
//! are told apart only by their state: so a tree of millions of behaviours is a graph of some hundreds of worlds.

mod key;

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

use super::behaviour::{Behaviour, Cause, Outcome};
use super::refusal::Refusal;
use super::spec::Spec;
use super::story::{End, Story};
use super::time::Millis;
use super::world::{Choice, Pause, World};
use super::{Options, replay};

/// More worlds than this are not looked at.
const MOST_WORLDS: usize = 200_000;

/// What a run may do in an exhaustive search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The outcomes that a run may have.
    pub outcomes: Vec<Outcome>,
    /// How many runs of each index may end in any of these ways; after them the last outcome of the index repeats.
    pub attempts: u32,
}

impl Default for Bounds {
    /// Success, an ordinary failure, a kill for memory, an eviction that the process survives with 0, and a hang; four runs.
    fn default() -> Self {
        let after = 10_000;
        let evicted = Outcome { exit_code: 0, after: Some(after), cause: Cause::Evicted };
        let killed = Outcome { exit_code: 137, after: Some(after), cause: Cause::OutOfMemory };
        let outcomes = vec![Outcome::exit(0, after), Outcome::exit(1, after), killed, evicted, Outcome::hang()];
        Self { outcomes, attempts: 4 }
    }
}

/// How bad an ending is, the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Badness {
    /// It completes, and every completion was a run that ended well.
    Good,
    /// It fails within its limits.
    Fails,
    /// It goes on retrying when the time is over.
    EndlessRetries,
    /// It completes though a run that counted as success was stopped before it was done.
    GhostCompletion,
    /// It hangs, and nothing will ever end it.
    Hangs,
    /// Nothing ever runs.
    NeverRuns,
}

/// What every behaviour within the bounds comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Explored {
    /// For each way to end that was found, one behaviour that leads to it, the shortest first; the worst way last.
    pub tales: Vec<Tale>,
    /// How many worlds were looked at.
    pub n_worlds: usize,
    /// How many behaviours these stand for, as far as that can be counted.
    pub n_behaviours: u128,
    /// Whether there were more than could be looked at.
    pub is_cut: bool,
}

/// A behaviour and what comes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Tale {
    /// How bad it is.
    pub badness: Badness,
    /// How the Job ends.
    pub end: End,
    /// The outcomes of each index (or, without indexes, of the whole Job), in the order of its runs.
    pub behaviour: Behaviour,
    /// What happens.
    pub story: Story,
}

type Seen = HashMap<Vec<i64>, u128, BuildHasherDefault<DefaultHasher>>;

struct Node {
    /// The runs chosen on the way here: index, outcome.
    chosen: Vec<(Option<u32>, usize)>,
}

/// Plays every behaviour within the bounds.
pub fn explore(spec: &Spec, bounds: &Bounds, options: Options) -> Result<Explored, Refusal> {
    if bounds.outcomes.is_empty() || bounds.attempts == 0 {
        return Err(Refusal::new("bounds", "no outcome to choose"));
    }
    let nothing = Behaviour::default();
    let mut start = World::new(spec, &nothing, options);
    (start.choice, start.records) = (Choice::Asked, false);
    start.most_choices = bounds.attempts as usize;
    let mut search = Search { spec, bounds, seen: Seen::default(), found: HashMap::default(), is_cut: false };
    let n_behaviours = search.visit(start, Node { chosen: Vec::new() }, 0);
    let mut tales = Vec::new();
    let mut found: Vec<(Badness, End, Node)> =
        search.found.drain().map(|((badness, end), node)| (badness, end, node)).collect();
    found.sort_by_key(|(badness, end, _)| (*badness, *end));
    for (badness, end, node) in found {
        let behaviour = search.behaviour(&node.chosen);
        let story = replay(spec, &behaviour, options)?;
        tales.push(Tale { badness, end, behaviour, story });
    }
    Ok(Explored { tales, n_worlds: search.seen.len(), n_behaviours, is_cut: search.is_cut })
}

type Found = HashMap<(Badness, End), Node, BuildHasherDefault<DefaultHasher>>;

struct Search<'s> {
    spec: &'s Spec,
    bounds: &'s Bounds,
    seen: Seen,
    found: Found,
    is_cut: bool,
}

/// Of one behaviour that goes on and on, no more worlds than this are remembered.
const MOST_PASSED: usize = 16;
/// Deeper than this no search goes: runs of all indexes together.
const DEEPEST: usize = 400;

impl<'s> Search<'s> {
    /// Plays on until a choice, and then with each outcome; says for how many behaviours that stands.
    fn visit(&mut self, mut world: World<'s>, node: Node, depth: usize) -> u128 {
        // Runs that have had all their choices go on as they ended last.
        let mut passed = Vec::new();
        loop {
            if world.run() == Pause::Over {
                self.arrive(&world, node);
                self.seen.extend(passed.into_iter().map(|key| (key, 1)));
                return 1;
            }
            let Some((pod, unit)) = world.undecided.pop() else { continue };
            let Some(position) = world.position(pod) else { continue };
            let index = world.pods.get(position).and_then(|pod| pod.index);
            let had = world.chosen_of(index);
            if had.len() >= self.bounds.attempts as usize {
                if passed.len() < MOST_PASSED {
                    let key = world.key();
                    if let Some(known) = self.seen.get(&key) {
                        return *known;
                    }
                    passed.push(key);
                }
                let had = world.chosen_of(index);
                let outcome = had.last().and_then(|last| self.bounds.outcomes.get(usize::from(*last)));
                if let Some(outcome) = outcome {
                    world.plan(position, unit as usize, outcome);
                }
                continue;
            }
            world.undecided.push((pod, unit));
            let key = world.key();
            if let Some(known) = self.seen.get(&key) {
                return *known;
            }
            if self.seen.len() >= MOST_WORLDS || depth >= DEEPEST {
                self.is_cut = true;
                return 1;
            }
            world.undecided.pop();
            let mut total = 0u128;
            for (choice, outcome) in self.bounds.outcomes.iter().enumerate() {
                let mut next = world.clone();
                next.remember_choice(index, u8::try_from(choice).unwrap_or(u8::MAX));
                next.plan(position, unit as usize, outcome);
                let mut chosen = node.chosen.clone();
                chosen.push((index, choice));
                total = total.saturating_add(self.visit(next, Node { chosen }, depth + 1));
            }
            self.seen.insert(key, total);
            return total;
        }
    }

    /// The end of one behaviour.
    fn arrive(&mut self, world: &World<'s>, node: Node) {
        let end = world.ending();
        let badness = match end {
            End::Complete if world.n_ghosts > 0 => Badness::GhostCompletion,
            End::Complete => Badness::Good,
            End::Failed => Badness::Fails,
            End::Unfinished | End::TooMany => Badness::EndlessRetries,
            End::Stuck if world.n_runs > 0 => Badness::Hangs,
            End::Stuck | End::Suspended | End::NotManaged => Badness::NeverRuns,
        };
        let known = self.found.get(&(badness, end));
        if known.is_none_or(|known| node.chosen.len() < known.chosen.len()) {
            self.found.insert((badness, end), node);
        }
    }

    /// The choices as a behaviour that can be played again.
    fn behaviour(&self, chosen: &[(Option<u32>, usize)]) -> Behaviour {
        let mut behaviour = Behaviour::default();
        for (index, choice) in chosen {
            if let Some(outcome) = self.bounds.outcomes.get(*choice) {
                behaviour.add(*index, None, outcome.clone());
            }
        }
        // Runs that were never reached need an outcome too, though none is ever asked for.
        let first = self.bounds.outcomes.first().cloned().unwrap_or_else(Outcome::hang);
        let n_indexes = if self.spec.job.indexed { self.spec.job.completions.unwrap_or(0) } else { 0 };
        let covered = behaviour.attempts.iter().filter(|attempts| attempts.index.is_some()).count();
        if behaviour.attempts.is_empty() || (covered as u64) < u64::from(n_indexes) {
            behaviour.add(None, None, first);
        }
        let regular = self.spec.pod.containers.iter().filter(|one| one.kind == crate::facts::ContainerKind::Regular);
        for other in regular.skip(1) {
            behaviour.add(None, Some(other.name.clone()), Outcome::exit(0, 0));
        }
        behaviour
    }
}

impl Explored {
    /// The worst that can happen.
    #[must_use]
    pub fn worst(&self) -> Option<&Tale> {
        self.tales.last()
    }
}

impl Badness {
    /// What it means, as a fragment.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Good => "completes",
            Self::Fails => "fails within its limits",
            Self::EndlessRetries => "retries without end",
            Self::GhostCompletion => "completes though the work was not done",
            Self::Hangs => "hangs for ever",
            Self::NeverRuns => "never runs",
        }
    }
}

/// The time by which a moment is later than now; a fixed number for none.
fn from_now(at: Option<Millis>, now: Millis) -> i64 {
    at.map_or(i64::MIN, |at| at - now)
}
