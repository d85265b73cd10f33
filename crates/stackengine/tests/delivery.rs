//! The way of a repaired manifest to the cluster, case by case.

use stackengine::manifest::{File, Workload};
use stackengine::repair::{Observed, Way, delivery};
use stackengine::yaml::Path;

/// `metadata` and further lines of a manifest, the kind, the changed path, whether the Job has finished, and the way.
const CASES: [(&str, &str, &str, bool, Way); 13] = [
    ("Job", "name: a", "spec.backoffLimit", false, Way::Patch),
    ("Job", "name: a", "spec.activeDeadlineSeconds", false, Way::Patch),
    ("Job", "name: a", "metadata.annotations[x]", false, Way::Patch),
    ("Job", "name: a", "spec.backoffLimit", true, Way::Replace),
    ("Job", "name: a", "spec.template.spec.containers[0].image", false, Way::Replace),
    ("Job", "name: a", "spec.podFailurePolicy.rules", false, Way::Replace),
    ("Job", "generateName: a-", "spec.template.spec.restartPolicy", false, Way::Create),
    ("Job", "{name: a, ownerReferences: [{kind: CronJob, name: c}]}", "spec.backoffLimit", false, Way::CronJob),
    ("Job", "{name: a, ownerReferences: [{kind: Workflow, name: w}]}", "spec.backoffLimit", false, Way::Source),
    ("Job", "{name: a, labels: {app.kubernetes.io/managed-by: Helm}}", "spec.backoffLimit", false, Way::Source),
    ("Job", "{name: a, annotations: {argocd.argoproj.io/tracking-id: x}}", "spec.backoffLimit", false, Way::Source),
    ("CronJob", "name: a", "spec.jobTemplate.spec.template.spec.restartPolicy", false, Way::Patch),
    ("CronJob", "{name: a, labels: {kustomize.toolkit.fluxcd.io/name: x}}", "spec.schedule", false, Way::Source),
];

#[test]
fn each_change_takes_the_way_that_the_api_server_allows() {
    for (kind, metadata, changed, finished, way) in CASES {
        let text = format!("apiVersion: batch/v1\nkind: {kind}\nmetadata:\n  {metadata}\n").replace("\n  {", " {");
        let file = File::read(&text, &[]);
        let document = file.documents.first().expect("a document");
        let workload = Workload::new(&document.node, &[]).expect("a workload");
        let observed = Observed { finished, ..Observed::default() };
        let found = delivery(&workload, &[Path::parse(changed)], &observed);
        assert_eq!(found.way, way, "{kind} {metadata} {changed}: {found:?}");
    }
}

#[test]
fn a_name_from_the_manifest_stays_one_word_of_a_command() {
    let text = "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: a; rm -rf ~\n";
    let file = File::read(text, &[]);
    let workload = Workload::new(&file.documents[0].node, &[]).expect("a workload");
    let found = delivery(&workload, &[Path::parse("spec.template")], &Observed::default());
    assert!(found.commands.iter().any(|command| command.contains("job/'a; rm -rf ~'")), "{found:?}");
}
