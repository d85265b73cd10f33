//! Recorded incidents as a model is asked about them, and what no answer may do to their manifests.

use std::fs;
use std::path::Path;

use stackengine::ask::Dossier;
use stackengine::redact::{Options, Vault};

use super::sound::{accepted, different};
use crate::recordings::sorted;

/// The last names of paths that an answer may ever change, in whatever family.
const FIELDS: [&str; 28] = [
    "command[*]",
    "args[*]",
    "name",
    "value",
    "memory",
    "cpu",
    "ephemeral-storage",
    "workingDir",
    "imagePullPolicy",
    "terminationMessagePolicy",
    "initialDelaySeconds",
    "periodSeconds",
    "timeoutSeconds",
    "failureThreshold",
    "restartPolicy",
    "terminationGracePeriodSeconds",
    "activeDeadlineSeconds",
    "backoffLimit",
    "backoffLimitPerIndex",
    "maxFailedIndexes",
    "ttlSecondsAfterFinished",
    "completions",
    "parallelism",
    "suspend",
    "concurrencyPolicy",
    "startingDeadlineSeconds",
    "successfulJobsHistoryLimit",
    "failedJobsHistoryLimit",
];

/// What was recorded, with the manifest that was applied.
pub(crate) fn dossier(recording: &Path) -> Dossier {
    let manifest = recording.parent().expect("the incident").join("manifest.yaml");
    let mut paths = vec![recording.join("objects.json"), recording.join("describe.txt")];
    paths.extend(sorted(&recording.join("logs")));
    let mut texts: Vec<(String, Vec<u8>)> = paths
        .iter()
        .map(|path| {
            let name = path.strip_prefix(recording).expect("inside").to_string_lossy().into_owned();
            (name, fs::read(path).expect("readable recording"))
        })
        .collect();
    texts.push(("manifest.yaml".to_owned(), fs::read(manifest).expect("a manifest")));
    Dossier::new(&texts, Vault::new(), Options::default())
}

/// Fails where a manifest was changed in a way that no family allows.
pub(crate) fn only_what_may(what: &str, before: &str, after: &str) {
    accepted(what, before, after);
    for path in different(what, before, after) {
        assert!(FIELDS.contains(&path.rsplit('.').next().unwrap_or_default()), "{what}: {path} differs");
        assert!(!path.starts_with(".metadata") && !path.contains("volume"), "{what}: {path} differs");
    }
}
