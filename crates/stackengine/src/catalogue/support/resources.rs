//! Requests and limits: the container's own, and those of its pod.

use crate::manifest::{Container, Workload};
use crate::repair::{Fix, Safety};
use crate::yaml::{Node, Value};

/// A request or limit of the container: `requests`, `memory`.
pub(in crate::catalogue) fn resource<'t>(container: &Container<'t>, list: &str, name: &str) -> Option<&'t Node<'t>> {
    container.get("resources")?.get(list)?.get(name).filter(|node| node.value != Value::Null)
}

/// Whether the pod itself asks for, or is limited to, so much of it: then its containers share that.
pub(in crate::catalogue) fn pod_has(workload: &Workload<'_>, list: &str, name: &str) -> bool {
    workload
        .pod("resources")
        .and_then(|resources| resources.get(list)?.get(name))
        .is_some_and(|node| node.value != Value::Null)
}

/// The text of a quantity, whichever way it was written.
pub(in crate::catalogue) fn quantity(node: &Node<'_>) -> Option<String> {
    match &node.value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Int(number) => Some(number.to_string()),
        Value::Float(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The amount of a quantity in its base unit.
pub(in crate::catalogue) fn amount(node: &Node<'_>) -> Option<f64> {
    crate::facts::quantity::parse(&quantity(node)?)
}

/// Twice as much, in the same unit; `None` where it is no quantity with a whole number.
pub(in crate::catalogue) fn doubled(quantity: &str) -> Option<String> {
    let quantity = quantity.trim();
    let end = quantity.find(|char: char| !char.is_ascii_digit()).unwrap_or(quantity.len());
    let (digits, unit) = quantity.split_at_checked(end)?;
    crate::facts::quantity::parse(quantity)?;
    let twice = digits.parse::<u64>().ok()?.checked_mul(2)?;
    // 512Mi twice is written 1Gi, as people write it.
    let larger = [("Ki", "Mi"), ("Mi", "Gi"), ("Gi", "Ti")].into_iter().find(|(small, _)| *small == unit);
    match larger {
        Some((_, large)) if twice % 1024 == 0 && twice > 0 => Some(format!("{}{large}", twice / 1024)),
        _ if unit.starts_with(['.', 'e', 'E']) => None,
        _ => Some(format!("{twice}{unit}")),
    }
}

/// The fix that gives a container twice the memory at which it was killed.
pub(in crate::catalogue) fn raised(workload: &Workload<'_>, container: &Container<'_>, killed_at: &str) -> Option<Fix> {
    let limit = doubled(killed_at)?;
    let note = format!("twice the {killed_at} at which it was killed; whether that is enough, the next run shows");
    let path = |field: &str| workload.container_path(container, field);
    let fix = Fix::new(Safety::Unsafe, format!("raise the memory limit to {limit}")).note(note);
    let fix = fix.set(path("resources.limits.memory"), limit.clone());
    // Who asks for all of it in advance goes on doing so.
    let asked = resource(container, "requests", "memory").and_then(amount);
    let most = resource(container, "limits", "memory").and_then(amount);
    Some(match asked.is_some() && asked == most {
        true => fix.set(path("resources.requests.memory"), limit),
        false => fix,
    })
}

#[cfg(test)]
mod tests {
    use super::doubled;

    #[test]
    fn twice_a_quantity_is_written_as_people_write_it() {
        let truth = [("64Mi", Some("128Mi")), ("512Mi", Some("1Gi")), ("1Gi", Some("2Gi")), ("100M", Some("200M"))];
        for (text, twice) in truth {
            assert_eq!(doubled(text).as_deref(), twice, "{text}");
        }
        for text in ["", "lots", "1.5Gi", "1e3", "Mi"] {
            assert_eq!(doubled(text), None, "{text}");
        }
    }
}
