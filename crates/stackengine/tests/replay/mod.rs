//! Manifests and behaviours for the tests of the replay.

#![allow(dead_code, reason = "each test uses its own part of this")]

use stackengine::manifest::{File, Workload};
use stackengine::replay::{Minor, Refusal, Spec};

/// What the first object of a manifest asks for.
pub(crate) fn spec(manifest: &str, kubernetes: Minor) -> Result<Spec, Refusal> {
    let file = File::read(manifest, &[]);
    let document = file.documents.first().unwrap_or_else(|| panic!("no object in {manifest}"));
    let workload = Workload::of(document).unwrap_or_else(|| panic!("no Job in {manifest}"));
    Spec::read(&workload, kubernetes)
}

/// A Job from the fields of its spec and of its pod's, in flow style.
pub(crate) fn job(job_fields: &str, pod_fields: &str) -> String {
    let with_containers = match pod_fields.contains("containers:") {
        true => pod_fields.to_owned(),
        false => format!("{pod_fields}, containers: [{{name: main, image: a}}]"),
    };
    let comma = if job_fields.is_empty() { "" } else { ", " };
    format!(
        "apiVersion: batch/v1\nkind: Job\nmetadata: {{name: j}}\nspec: {{{job_fields}{comma}template: {{spec: {{{with_containers}}}}}}}\n"
    )
}
