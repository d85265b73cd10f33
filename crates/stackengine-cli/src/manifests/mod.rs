//! Manifests: finding the files, reading them, checking them on all cores, and deciding which findings count.

mod baseline;
mod choice;
mod config;
mod crew;
mod diff;
mod inspect;
mod policies;
mod read;
mod replace;
mod walk;

pub(crate) use baseline::Baseline;
pub(crate) use choice::{Choice, Extras, drop_below};
pub(crate) use config::Configs;
pub(crate) use crew::in_parallel;
pub(crate) use diff::diff;
pub(crate) use inspect::{Inspected, inspect, judge};
pub(crate) use policies::Policies;
pub(crate) use read::read;
pub(crate) use replace::replace;
pub(crate) use walk::{Target, targets};
