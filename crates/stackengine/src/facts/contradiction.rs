//! Statements that cannot both be true, by the rules that the API server and the kubelet keep.

use super::attempt::Ending;
use super::{ContainerKind, Contradiction, Facts};

/// More would only repeat what is wrong with the input.
const MAX: usize = 20;

pub(super) fn find(facts: &Facts) -> Vec<Contradiction> {
    let mut found = Vec::new();
    if let Some(job) = &facts.job {
        if let (Some(complete), Some(failed)) = (job.condition("Complete"), job.condition("Failed")) {
            let what = format!("job {} is said to be Complete and Failed", job.meta.name);
            found.push(Contradiction { what, places: vec![complete.place, failed.place] });
        }
        let finished = job.condition("Complete").or_else(|| job.condition("Failed"));
        if let (Some(finished), Some(active)) = (finished, job.active.as_ref().filter(|active| active.value > 0)) {
            let what = format!("job {} is said to be finished and to have {} active pods", job.meta.name, active.value);
            found.push(Contradiction { what, places: vec![finished.place, active.place] });
        }
    }
    for attempt in facts.attempts.iter().filter(|attempt| attempt.ending != Ending::AfterTheFact) {
        let failure = facts.failure(attempt);
        let decides = failure.container.kind == ContainerKind::Regular && failure.run.current;
        let code = &failure.run.exit_code;
        if decides
            && code.value != 0
            && attempt.ending != Ending::Lost
            && let Some(phase) = failure.pod.phase.as_ref().filter(|phase| phase.value == "Succeeded")
        {
            let what = format!(
                "pod {} is said to have Succeeded although {} exited with {}, which Kubernetes counts as a failure",
                failure.pod.meta.name, failure.container.name, code.value
            );
            found.push(Contradiction { what, places: vec![phase.place, code.place] });
        }
        if found.len() >= MAX {
            break;
        }
    }
    found
}
