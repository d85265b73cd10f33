//! What the input lacks, and the exact command that shows it.

use super::{Confidence, Finding};
use crate::catalogue::exit_is_open;
use crate::evidence::Origin;
use crate::facts::{Attempt, Ending, Facts, Failure, Need, State, UNNAMED_CONTAINER, shell_word};

/// What would settle what is still open. Empty where nothing is.
pub(super) fn of(facts: &Facts, cause: Option<&Finding>, findings: &[Finding]) -> Vec<Need> {
    let mut needs = Vec::new();
    let settled = cause.is_some_and(|cause| cause.confidence == Confidence::Certain);
    if !settled {
        open_exits(facts, &mut needs);
    }
    if cause.is_none() {
        match facts.state {
            State::Failed => failed_without_reason(facts, &mut needs),
            State::Complete => unproved_success(facts, findings, &mut needs),
            State::Running => waiting_without_reason(facts, &mut needs),
            State::Unknown | State::NeverRan => not_shown(facts, &mut needs),
            State::Suspended | State::Gone => {}
        }
        vanished_pods(facts, &mut needs);
        contradicted(facts, &mut needs);
    }
    needs.dedup();
    needs.truncate(6);
    needs
}

fn need(what: impl Into<String>, command: impl Into<String>) -> Need {
    Need { what: what.into(), command: command.into() }
}

fn namespace(facts: &Facts) -> String {
    facts.subject.namespace_flag()
}

/// Runs that failed and whose log would say why.
fn open_exits(facts: &Facts, needs: &mut Vec<Need>) {
    let open = facts.failures().filter(|failure| exit_is_open(facts, *failure));
    // The last one is the likeliest to be still there.
    if let Some(failure) = open.last() {
        needs.push(log_of(facts, failure));
        if failure.run.exit_code.value == 137 {
            let pod = &failure.pod.meta.name;
            let what = "events of the pod: a probe, an eviction or a deletion would show there; without one, the node's kernel log has the kill";
            needs.push(need(what, events_of(facts, pod)));
        }
    }
}

fn log_of(facts: &Facts, failure: Failure<'_>) -> Need {
    let (pod, container) = (&failure.pod.meta.name, &failure.container.name);
    let previous = if failure.run.current { "" } else { " --previous" };
    need(
        format!("the log of {container}, which says why it exited with {}", failure.run.exit_code.value),
        format!("{}{previous}", log_command(facts, pod, container)),
    )
}

fn log_command(facts: &Facts, pod: &str, container: &str) -> String {
    let pod = if pod.is_empty() { "POD".into() } else { shell_word(pod) };
    let of = if container == UNNAMED_CONTAINER { String::new() } else { format!(" -c {}", shell_word(container)) };
    format!("kubectl logs {pod}{of}{}", namespace(facts))
}

fn events_of(facts: &Facts, pod: &str) -> String {
    format!("kubectl get events{} --field-selector involvedObject.name={}", namespace(facts), shell_word(pod))
}

fn failed_without_reason(facts: &Facts, needs: &mut Vec<Need>) {
    if facts.attempts.iter().any(Attempt::failed) {
        return;
    }
    let Some(job) = &facts.job else { return describe_pods(facts, needs) };
    let name = &job.meta.name;
    if facts.pods.iter().all(|pod| pod.meta.origin.is_none()) {
        let what = "events of the Job and its pods, kept for one hour: who or what ended them";
        needs.push(need(what, format!("kubectl get events{} --sort-by=.lastTimestamp", namespace(facts))));
    }
    if job.conditions.is_empty() {
        let what = "the Job's conditions, which a description does not print";
        needs.push(need(what, format!("kubectl get job {}{} -o json", shell_word(name), namespace(facts))));
    }
    describe_pods(facts, needs);
}

fn describe_pods(facts: &Facts, needs: &mut Vec<Need>) {
    let bare = facts.pods.iter().any(|pod| matches!(pod.meta.origin, None | Some(Origin::Table)));
    if !bare && !facts.pods.is_empty() {
        return;
    }
    let what = "the pods with their exit codes and reasons; a table does not show them";
    let command = match &facts.job {
        Some(job) => format!("kubectl get pods{} -l job-name={} -o json", namespace(facts), shell_word(&job.meta.name)),
        None => format!("kubectl describe pods{}", namespace(facts)),
    };
    needs.push(need(what, command));
}

/// A completed Job whose script would hide a failure, with no log to show that there was none.
fn unproved_success(facts: &Facts, findings: &[Finding], needs: &mut Vec<Need>) {
    for finding in findings.iter().filter(|finding| finding.confidence == Confidence::Possible) {
        if let (Some(pod), Some(container)) = (&finding.pod, &finding.container) {
            let command = log_command(facts, pod, container);
            needs.push(need(format!("the whole log of {container}"), command));
        }
    }
    for attempt in facts.attempts.iter().rev().filter(|attempt| attempt.ending == Ending::Completed) {
        let failure = facts.failure(attempt);
        if facts.log_of(failure).is_some() {
            continue;
        }
        let Some(script) = facts.script_of(failure.container) else { continue };
        let Some(mask) = script.masks.first() else { continue };
        let (pod, container) = (&failure.pod.meta.name, &failure.container.name);
        let what = format!(
            "the log of {container}: its script would exit 0 even if `{}` failed, so only the log tells whether the work was done",
            mask.program
        );
        needs.push(need(what, log_command(facts, pod, container)));
        return;
    }
}

/// A pod that waits, but without the message that says for what.
fn waiting_without_reason(facts: &Facts, needs: &mut Vec<Need>) {
    let waiting = facts.pods.iter().find(|pod| {
        let shown = !matches!(pod.meta.origin, None | Some(Origin::Table));
        let starts = pod.containers.iter().any(|container| {
            matches!(container.waiting_reason(), "" | "ContainerCreating" | "PodInitializing")
                || container.state == crate::facts::ContainerState::Unknown
        });
        let runs = pod.containers.iter().any(|container| {
            matches!(container.state, crate::facts::ContainerState::Running { .. }) || container.last_run().is_some()
        });
        (pod.is_phase("Pending") && shown && !runs)
            || (pod.containers.iter().any(|container| !container.waiting_reason().is_empty()) && !starts && !runs)
    });
    if let Some(pod) = waiting {
        let what = format!("what pod {} waits for", pod.meta.name);
        needs.push(need(what, events_of(facts, &pod.meta.name)));
    }
    let nothing_created = facts.pods.is_empty() && facts.job.as_ref().is_some_and(|job| job.has_status);
    if nothing_created && !facts.siblings.iter().any(|job| job.has_status) {
        let name = facts.job.as_ref().map(|job| job.meta.name.as_str()).unwrap_or_default();
        let what = "why no pod was created: the Job's events say so";
        needs.push(need(what, format!("kubectl describe job {}{}", shell_word(name), namespace(facts))));
    }
    if facts.pods.iter().any(|pod| pod.meta.origin == Some(Origin::Table))
        && facts.job.as_ref().is_none_or(|job| !job.has_status)
    {
        describe_pods(facts, needs);
    }
}

fn not_shown(facts: &Facts, needs: &mut Vec<Need>) {
    let of = namespace(facts);
    let name = shell_word(&facts.subject.name);
    match (&facts.cron_job, &facts.job) {
        (Some(_), None) => {
            needs.push(need("how its runs went", format!("kubectl get jobs,pods,events{of} -o json")));
        }
        (_, Some(job)) => {
            let name = shell_word(&job.meta.name);
            needs.push(need("how the Job stands", format!("kubectl get job {name}{of} -o json")));
            needs.push(need(
                "its pods with their exit codes",
                format!("kubectl get pods{of} -l job-name={name} -o json"),
            ));
        }
        (None, None) if !facts.logs.is_empty() => {
            let what = "the exit code and the reason: a log alone does not show how the container ended";
            let pod = if facts.subject.name.is_empty() { "POD" } else { name.as_ref() };
            needs.push(need(what, format!("kubectl describe pod {pod}{of}")));
        }
        (None, None) => {
            let column = facts.pods.first().and_then(|pod| pod.status_column.as_ref());
            let hint =
                column.map(|status| format!("; the STATUS column says {}, which is a hint and no proof", status.value));
            let what = format!("the pod with its exit codes{}", hint.unwrap_or_default());
            let pod = if facts.subject.name.is_empty() { "POD" } else { name.as_ref() };
            needs.push(need(what, format!("kubectl describe pod {pod}{of}")));
        }
    }
}

/// Two statements that cannot both be true are settled by the one who knows.
fn contradicted(facts: &Facts, needs: &mut Vec<Need>) {
    let Some(contradiction) = facts.contradictions.first() else { return };
    let kind = if facts.subject.kind.is_empty() { "Pod" } else { &facts.subject.kind };
    let command = match &facts.job {
        Some(job) => format!(
            "kubectl get job {name}{of} -o json; kubectl get pods{of} -l job-name={name} -o json",
            name = shell_word(&job.meta.name),
            of = namespace(facts)
        ),
        None => format!(
            "kubectl get {} {}{} -o json",
            kind.to_lowercase(),
            shell_word(&facts.subject.name),
            namespace(facts)
        ),
    };
    needs.push(need(format!("which of two statements is true: {}", contradiction.what), command));
}

/// Pods that were there and are not shown: deleted, or left out of the paste.
fn vanished_pods(facts: &Facts, needs: &mut Vec<Need>) {
    let gone = facts.pods.iter().rfind(|pod| pod.meta.origin.is_none());
    let live = facts.pods.iter().any(|pod| pod.meta.origin.is_some());
    if let (Some(pod), true) = (gone, live && facts.state != State::Complete) {
        let what = format!("what became of pod {}, which is mentioned but not shown", pod.meta.name);
        needs.push(need(what, events_of(facts, &pod.meta.name)));
    }
}
