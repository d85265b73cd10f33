//! Memory: limits, and what programs are told to take.

use crate::manifest::Container;
use crate::validate::Quantity;
use crate::yaml::Node;

/// An amount of bytes as the API reads it, rounded up.
pub(in crate::catalogue) fn bytes(node: &Node<'_>) -> Option<i128> {
    Quantity::of(node).ok().map(Quantity::value)
}

/// The memory limit of a container, in bytes and as written.
pub(in crate::catalogue) fn memory_limit<'t>(container: &Container<'t>) -> Option<(i128, &'t Node<'t>)> {
    let node = container.get("resources.limits.memory")?;
    Some((bytes(node)?, node)).filter(|(bytes, _)| *bytes > 0)
}

/// A quantity as it is written in the manifest.
pub(in crate::catalogue) fn written(node: &Node<'_>) -> String {
    match (node.as_str(), node.as_int()) {
        (Some(text), _) => text.trim().to_owned(),
        (_, Some(number)) => number.to_string(),
        _ => Quantity::of(node).map(|quantity| quantity.to_string()).unwrap_or_default(),
    }
}
