//! Nodes, as far as they bear on a Job.

use super::object::{Condition, Meta, conditions};
use super::reader::At;
use crate::evidence::Origin;

/// A node.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeFacts {
    /// Identity.
    pub meta: Meta,
    /// Conditions: Ready, MemoryPressure, DiskPressure …
    pub conditions: Vec<Condition>,
}

impl NodeFacts {
    pub(super) fn read(at: At<'_, '_>, origin: Origin) -> Self {
        Self { meta: Meta::read(at, origin), conditions: conditions(at) }
    }

    /// Whether the node is known not to be ready.
    #[must_use]
    pub fn not_ready(&self) -> Option<&Condition> {
        self.conditions.iter().find(|condition| condition.kind == "Ready" && condition.status != "True")
    }
}
