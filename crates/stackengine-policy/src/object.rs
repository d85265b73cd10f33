//! An object as policies see it.

use serde_json::Value as Json;
use stackengine::yaml::{Data, Node};

/// An object as the API server would decode it: Kubernetes' own typing of scalars, the last of repeated keys.
#[must_use]
pub fn json(node: &Node<'_>) -> Json {
    Data::of(node).into()
}
