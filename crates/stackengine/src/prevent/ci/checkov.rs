//! `export checkov`: a configuration that asks Checkov for what means something for a Job.

use std::fmt::Write as _;

use super::super::{Artefact, Export, Refusal, Request, Target, made_by};
use crate::catalogue::{CATALOGUE, Diagnostic};

/// Ids that are asked for in the name of Jobs and say nothing about them, or something else than is said of them.
const NOT_FOR_JOBS: &[(&str, &str)] = &[
    ("CKV_K8S_6", "is about PodSecurityPolicy, gone since Kubernetes 1.25; root in a Job is CKV_K8S_23"),
    ("CKV_K8S_8", "liveness probes: Checkov leaves Jobs and CronJobs out"),
    ("CKV_K8S_9", "readiness probes: Checkov leaves Jobs and CronJobs out"),
    ("CKV_K8S_15", "wants imagePullPolicy Always, and fails anew for every image that gets a fixed tag"),
    ("CKV_K8S_33", "a Job is no dashboard; the check looks at names and labels"),
    ("CKV_K8S_34", "Tiller is gone; the label app: helm alone makes it fail"),
    ("CKV_K8S_45", "Tiller is gone"),
    ("CKV_K8S_159", "whoever may write GITSYNC_GIT may write the command as well"),
];

/// The configuration, for the checks of the diagnostics that are selected.
pub(in super::super) fn checkov(request: &Request) -> Result<Export, Refusal> {
    let selected: Vec<&Diagnostic> =
        CATALOGUE.iter().copied().filter(|known| request.selection.selects(known)).collect();
    let mut asked: Vec<(u32, &str, Vec<&str>)> = Vec::new();
    for known in &selected {
        for id in known.asked_by {
            let Some(number) = id.strip_prefix("CKV_K8S_").and_then(|number| number.parse().ok()) else { continue };
            match asked.iter_mut().find(|(_, other, _)| other == id) {
                Some((.., names)) => names.push(known.name),
                None => asked.push((number, id, vec![known.name])),
            }
        }
    }
    asked.retain(|(_, id, _)| NOT_FOR_JOBS.iter().all(|(other, _)| other != id));
    asked.sort_unstable();
    if asked.is_empty() {
        // An empty list of checks would be all of them to Checkov.
        let reason = "none of what is selected has a check of Checkov".to_owned();
        return Err(Refusal { what: Target::Checkov.to_string(), reason });
    }
    let mut text = format!("# {}: export checkov. Made anew by the same command; changes here are lost.\n", made_by());
    text += HEAD;
    for (_, id, names) in &asked {
        let _ = writeln!(text, "  - {id} # {}", names.join(", "));
    }
    text += "# Not asked for, because they say nothing about a Job:\n";
    for (id, why) in NOT_FOR_JOBS {
        let _ = writeln!(text, "#   {id}: {why}");
    }
    Ok(Export { files: vec![Artefact { path: ".checkov.yaml".to_owned(), text }], left_out: Vec::new() })
}

const HEAD: &str = "\
# The numbers are easily mistaken: capabilities are CKV_K8S_28 and 37, seccomp is 31, root 23 and 40.
# A Job without metadata.name (generateName), or a file with one syntax error, is passed over by Checkov without a word.
#
# Where a finding is meant, say so on the Job or CronJob itself: on its pod template or in a comment it counts for nothing.
#   metadata:
#     annotations:
#       checkov.io/skip1: CKV_K8S_22=writes scratch files
# One id in each annotation, without spaces around the first `=`, and no second `=` in the reason: Checkov stops at one.
framework:
  - kubernetes
skip-download: true
compact: true
quiet: true
check:
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_nothing_about_jobs_is_not_asked_for() {
        let made = checkov(&Request::default()).expect("it is made");
        let text = &made.files[0].text;
        let asked: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("  - CKV")).collect();
        assert!(asked.len() > 15, "{text}");
        for (id, _) in NOT_FOR_JOBS {
            assert!(!text.contains(&format!("  - {id} ")), "{id}");
        }
    }

    #[test]
    fn an_empty_list_is_refused() {
        let mut request = Request::default();
        request.selection.names = vec!["segmentation-fault".to_owned()];
        assert!(checkov(&request).is_err());
    }
}
