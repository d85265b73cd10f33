//! What an incident says about the numbers that a manifest needs: how long runs take, how much memory they had, which
//! image really ran.

/// What was seen of a workload; empty where no evidence was given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observed {
    /// Seconds that attempts of the whole pod took, those that ended by themselves and well, ascending.
    pub run_seconds: Vec<i64>,
    /// What was seen of each container, in the order of their names.
    pub containers: Vec<ObservedContainer>,
}

/// What was seen of one container.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObservedContainer {
    /// Its name.
    pub name: String,
    /// The largest memory limit, as written, at which it was killed for memory.
    pub killed_at_limit: Option<String>,
    /// The image reference with the digest that ran: `docker.io/library/busybox@sha256:…`.
    pub image_digest: Option<String>,
}

impl Observed {
    /// What was seen of a container by its name.
    #[must_use]
    pub fn container(&self, name: &str) -> Option<&ObservedContainer> {
        self.containers.iter().find(|container| container.name == name)
    }

    /// The time that 99 of 100 runs stayed within (nearest rank), in seconds.
    #[must_use]
    pub fn p99_run_seconds(&self) -> Option<i64> {
        let rank = (self.run_seconds.len() * 99).div_ceil(100);
        self.run_seconds.get(rank.checked_sub(1)?).copied()
    }
}
