//! What an incident says about one workload.

use crate::replay::Behaviour;

/// What was seen of a workload; empty where no evidence was given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observed {
    /// How long runs took.
    pub run_seconds: RunSeconds,
    /// What was seen of each container, in the order of their names.
    pub containers: Vec<ObservedContainer>,
    /// Whether the Job in question has finished.
    pub finished: bool,
    /// Whether the Job exists on a cluster, as far as the evidence shows.
    pub live: bool,
    /// What its runs did, to be played again.
    pub behaviour: Option<Behaviour>,
}

/// How long runs took, in seconds, ascending.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunSeconds {
    seconds: Vec<i64>,
    /// Whether these runs completed; else all of them failed, and a good one may take longer.
    pub completed: bool,
}

/// What was seen of one container.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObservedContainer {
    /// Its name.
    pub name: String,
    /// The largest memory limit, as written, at which it was killed for memory.
    pub killed_at_limit: Option<String>,
    /// The image that ran, as the pod named it; known together with its digest.
    pub image: Option<String>,
    /// The digest of the image that ran: `sha256:…`.
    pub image_digest: Option<String>,
}

impl Observed {
    /// What was seen of a container by its name.
    #[must_use]
    pub fn container(&self, name: &str) -> Option<&ObservedContainer> {
        self.containers.iter().find(|container| container.name == name)
    }
}

impl RunSeconds {
    /// Runs of these lengths, in any order; what took no time or less was not measured.
    #[must_use]
    pub fn of(mut seconds: Vec<i64>, completed: bool) -> Self {
        seconds.retain(|seconds| *seconds > 0);
        seconds.sort_unstable();
        Self { seconds, completed }
    }

    /// How many runs were seen.
    #[must_use]
    pub fn count(&self) -> usize {
        self.seconds.len()
    }

    /// The time that 99 of 100 runs stayed within (nearest rank), in seconds; `None` where no run was seen.
    #[must_use]
    pub fn p99(&self) -> Option<i64> {
        let rank = (self.seconds.len() * 99).div_ceil(100);
        self.seconds.get(rank.checked_sub(1)?).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::RunSeconds;

    #[test]
    fn the_99th_percentile_is_the_nearest_rank() {
        assert_eq!(RunSeconds::of(vec![], true).p99(), None);
        assert_eq!(RunSeconds::of(vec![0, 30], true).p99(), Some(30));
        assert_eq!(RunSeconds::of((1..=100).rev().collect(), true).p99(), Some(99));
        assert_eq!(RunSeconds::of((1..=1000).collect(), true).p99(), Some(990));
    }
}
