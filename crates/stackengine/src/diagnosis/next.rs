//! What to run next: first what only looks, then what changes.

use super::{Finding, NextCommand};
use crate::facts::{Ending, Facts, Need, State, shell_word};

/// What the needs ask for already is not said again.
pub(super) fn commands(facts: &Facts, cause: Option<&Finding>, needs: &[Need]) -> Vec<NextCommand> {
    let mut all = Vec::new();
    let of = facts.subject.namespace_flag();
    if let Some(cause) = cause {
        if let (Some(pod), Some(container)) = (&cause.pod, &cause.container)
            && facts.pods.iter().any(|known| &known.meta.name == pod && known.meta.origin.is_some())
            && facts.attempts.iter().any(|attempt| attempt.ending != Ending::NotStarted)
            && facts.logs.is_empty()
        {
            let command = format!("kubectl logs {} -c {}{of}", shell_word(pod), shell_word(container));
            all.push(look(&command, "the last words of the container"));
        }
        all.push(look(&format!("stackengine explain {}", cause.diagnostic.name), "what this is and how it is mended"));
    }
    if let (Some(job), Some(_)) = (&facts.job, cause) {
        let name = shell_word(&job.meta.name);
        if facts.state == State::Failed {
            let save = format!(
                "{{ kubectl get job {name}{of} -o yaml; echo ---; kubectl get pods{of} -l job-name={name} -o yaml; }} > evidence.yaml"
            );
            all.push(look(&save, "keep the evidence before anything deletes it"));
        }
        match &facts.cron_job {
            Some(cron_job) if facts.state == State::Failed => {
                let cron = shell_word(&cron_job.meta.name);
                let retry = format!("kubectl create job retry-1-{cron} --from=cronjob/{cron}{of}");
                all.push(change(&retry, "once it is mended, run it again without waiting for the schedule"));
            }
            None if facts.state == State::Failed => {
                let replace = format!("kubectl replace --force{of} -f MANIFEST");
                all.push(change(&replace, "once the manifest is mended: the pod template of a Job cannot be changed, so it is deleted and created again"));
            }
            _ => {}
        }
    }
    all.retain(|next: &NextCommand| needs.iter().all(|need| need.command != next.command));
    all.sort_by_key(|command| !command.read_only);
    all
}

fn look(command: &str, why: &str) -> NextCommand {
    NextCommand { command: command.to_owned(), why: why.to_owned(), read_only: true }
}

fn change(command: &str, why: &str) -> NextCommand {
    NextCommand { command: command.to_owned(), why: why.to_owned(), read_only: false }
}
