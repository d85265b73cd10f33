//! Which rule of the failure policy holds for a failed pod.

use crate::replay::kubelet::Pod;
use crate::replay::spec::{Action, Requirement};
use crate::replay::story::{Phase, pod_name};
use crate::replay::world::World;

/// The reason of a Job that a rule ended.
pub(super) const REASON: &str = "PodFailurePolicy";

/// The first rule that holds: what it does, its position, and what is said about it.
pub(super) fn matched(world: &World<'_>, pod: &Pod) -> Option<(Action, usize, String)> {
    let rules = world.spec.job.failure_policy.as_ref()?;
    // With a policy a pod is judged only once it has failed.
    if pod.seen_phase != Phase::Failed {
        return None;
    }
    for (position, rule) in rules.iter().enumerate() {
        let said = match &rule.requirement {
            Requirement::ExitCodes { container, codes } => {
                ended_with(world, pod, container.as_deref(), &|code| codes.holds(code)).map(|(name, code)| {
                    let action = rule.action.word();
                    let said = format!("failed with exit code {code} matching {action} rule at index {position}");
                    format!("Container {name} for pod {}/{} {said}", world.spec.namespace, name_of(world, pod))
                })
            }
            Requirement::Conditions(patterns) => {
                let holds = |(kind, status): &&(String, String)| condition(pod, kind) == Some(status.as_str());
                patterns.iter().find(holds).map(|(kind, _)| {
                    let action = rule.action.word();
                    let name = name_of(world, pod);
                    let namespace = &world.spec.namespace;
                    format!("Pod {namespace}/{name} has condition {kind} matching {action} rule at index {position}")
                })
            }
        };
        if let Some(said) = said {
            return Some((rule.action, position, said));
        }
    }
    None
}

fn name_of(world: &World<'_>, pod: &Pod) -> String {
    pod_name(world.spec, pod.index, pod.id)
}

/// The container that ended with such a code and not with 0: regular ones first, then the others, each by name.
fn ended_with<'w>(
    world: &'w World<'_>,
    pod: &Pod,
    name: Option<&str>,
    holds: &dyn Fn(i64) -> bool,
) -> Option<(&'w str, i64)> {
    let all = world.spec.pod.containers.iter().zip(&pod.units);
    let mut ended: Vec<(bool, &str, i64)> = all
        .filter_map(|(container, unit)| {
            let (code, _) = unit.last_exit.filter(|_| !unit.is_running())?;
            Some((container.kind != crate::facts::ContainerKind::Regular, container.name.as_str(), code))
        })
        .filter(|(_, other, code)| *code != 0 && name.is_none_or(|name| name == *other) && holds(*code))
        .collect();
    ended.sort_unstable();
    ended.first().map(|(_, name, code)| (*name, *code))
}

/// The status of a condition of the pod, as far as the model knows conditions.
fn condition(pod: &Pod, kind: &str) -> Option<&'static str> {
    match kind {
        "DisruptionTarget" => pod.disruption.map(|_| "True"),
        // What has ended is not ready.
        "Ready" | "ContainersReady" => Some("False"),
        "PodScheduled" => Some("True"),
        _ => None,
    }
}
