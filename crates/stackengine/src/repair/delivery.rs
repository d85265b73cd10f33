//! How a repaired manifest reaches the cluster: what can be patched, what must be replaced, and whose it is.
//!
//! Source: `ValidateJobUpdate` in `pkg/apis/batch/validation/validation.go` of Kubernetes 1.36 for what may change in
//! place, `pkg/registry/batch/job/strategy.go` for what happens to the pods.

use serde::Serialize;

use super::Observed;
use crate::facts::shell_word;
use crate::manifest::{Workload, WorkloadKind};
use crate::yaml::{Node, Path, Step};

/// The way from the file to the cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Which way it is.
    pub way: Way,
    /// Why, in a sentence.
    pub why: String,
    /// Commands to run, in order; `FILE` stands for the repaired manifest.
    pub commands: Vec<String>,
}

impl Delivery {
    /// The commands, with the name of the repaired file in them.
    #[must_use]
    pub fn commands_for(&self, file: &str) -> Vec<String> {
        let word = shell_word(if file == "-" { "FILE" } else { file });
        self.commands.iter().map(|command| command.replace("-f FILE", &format!("-f {word}"))).collect()
    }
}

/// Which way a repaired manifest goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// The live object can be changed in place.
    Patch,
    /// The live object must be deleted and made again.
    Replace,
    /// A new object is made each time.
    Create,
    /// The CronJob that makes these Jobs must be changed.
    CronJob,
    /// A tool keeps the live object equal to a source; the source must be changed.
    Source,
}

/// Fields of a Job that the API server lets change on a live one.
const MUTABLE: [&str; 8] = [
    "parallelism",
    "activeDeadlineSeconds",
    "backoffLimit",
    "ttlSecondsAfterFinished",
    "suspend",
    "maxFailedIndexes",
    "podReplacementPolicy",
    "manualSelector",
];

/// How a change of these paths of a workload is applied.
#[must_use]
pub fn delivery(workload: &Workload<'_>, changed: &[Path], observed: &Observed) -> Delivery {
    if workload.is_templated() {
        let why = "this is a template: what renders it applies it, too".to_owned();
        return Delivery { way: Way::Source, why, commands: Vec::new() };
    }
    if let Some(delivery) = of_its_source(workload) {
        return delivery;
    }
    if workload.kind == WorkloadKind::CronJob {
        return of_a_cron_job(workload);
    }
    let has = |path| workload.at(path).is_some();
    if has("metadata.generateName") && !has("metadata.name") {
        let why = "generateName makes a new Job each time: apply refuses it, create takes it".to_owned();
        return Delivery { way: Way::Create, why, commands: vec!["kubectl create -f FILE".to_owned()] };
    }
    let immutable = changed.iter().find(|path| !is_mutable(path));
    let finished = observed.finished || has("status.completionTime") || is_over(workload);
    match immutable {
        None if !finished => Delivery {
            way: Way::Patch,
            why: "only fields change that a live Job may change: it goes on running".to_owned(),
            commands: vec!["kubectl apply -f FILE".to_owned()],
        },
        None => replace(workload, "the Job has finished: a change of it would be accepted and do nothing".to_owned()),
        Some(path) => replace(workload, format!("{} is immutable on a live Job", outermost(path))),
    }
}

/// The CronJob, the chart or the application that the object comes from.
fn of_its_source(workload: &Workload<'_>) -> Option<Delivery> {
    let owners = workload.at("metadata.ownerReferences").map(Node::items).unwrap_or_default();
    let text = |node: &Node<'_>, field: &str| node.get(field).and_then(Node::as_str).unwrap_or_default().to_owned();
    if let Some(owner) = owners.first() {
        let (kind, name) = (text(owner, "kind"), text(owner, "name"));
        if kind == "CronJob" {
            let word = shell_word(&name);
            return Some(Delivery {
                way: Way::CronJob,
                why: format!(
                    "the CronJob {name} made this Job: change its jobTemplate, and it holds for every later run"
                ),
                commands: vec![
                    format!("kubectl edit cronjob {word}{}", namespace(workload)),
                    format!("kubectl create job {word}-retry-1 --from=cronjob/{word}{}", namespace(workload)),
                ],
            });
        }
        let why = format!("{kind} {name} owns this object and would undo the change: change it there");
        return Some(Delivery { way: Way::Source, why, commands: Vec::new() });
    }
    let tool = managed_by(workload)?;
    let why = format!("{tool} keeps this object equal to its source: change it there, or it will be undone");
    Some(Delivery { way: Way::Source, why, commands: Vec::new() })
}

/// The tool whose marks the object carries.
fn managed_by(workload: &Workload<'_>) -> Option<&'static str> {
    let marked = |place: &str, key: &str| {
        let entries = workload.at(place).map(Node::entries).unwrap_or_default();
        entries.iter().any(|entry| entry.key == key)
    };
    let label = |key| marked("metadata.labels", key);
    let annotation = |key| marked("metadata.annotations", key);
    let by_helm = workload
        .at("metadata.labels")
        .and_then(|labels| labels.get("app.kubernetes.io/managed-by"))
        .and_then(Node::as_str)
        .is_some_and(|tool| tool == "Helm");
    if label("argocd.argoproj.io/instance") || annotation("argocd.argoproj.io/tracking-id") {
        Some("Argo CD")
    } else if label("kustomize.toolkit.fluxcd.io/name") || label("helm.toolkit.fluxcd.io/name") {
        Some("Flux")
    } else if by_helm || annotation("meta.helm.sh/release-name") {
        Some("Helm")
    } else {
        None
    }
}

fn of_a_cron_job(workload: &Workload<'_>) -> Delivery {
    let name = shell_word(workload.name()).into_owned();
    Delivery {
        way: Way::Patch,
        why: "everything in a CronJob may change in place; it holds for Jobs that start from then on".to_owned(),
        commands: vec![
            "kubectl apply -f FILE".to_owned(),
            format!("kubectl create job {name}-retry-1 --from=cronjob/{name}{}", namespace(workload)),
        ],
    }
}

fn replace(workload: &Workload<'_>, why: String) -> Delivery {
    let name = shell_word(workload.name()).into_owned();
    let namespace = namespace(workload);
    Delivery {
        way: Way::Replace,
        why,
        commands: vec![
            format!("kubectl logs job/{name}{namespace} --all-pods --prefix > {name}.log"),
            "kubectl replace --force -f FILE".to_owned(),
        ],
    }
}

fn is_mutable(path: &Path) -> bool {
    let steps: Vec<&str> = path
        .0
        .iter()
        .map(|step| match step {
            Step::Key(key) => key.as_str(),
            Step::Index(_) => "",
        })
        .collect();
    match steps.as_slice() {
        ["metadata", "labels" | "annotations", ..] => true,
        ["spec", field, ..] => MUTABLE.contains(field),
        // What the server writes is not sent back by an apply.
        ["status", ..]
        | ["metadata", "uid" | "resourceVersion" | "creationTimestamp" | "generation" | "managedFields", ..] => true,
        _ => false,
    }
}

fn outermost(path: &Path) -> String {
    Path(path.0.iter().take(2).cloned().collect()).to_string()
}

fn is_over(workload: &Workload<'_>) -> bool {
    let conditions = workload.at("status.conditions").map(Node::items).unwrap_or_default();
    conditions.iter().any(|condition| {
        let field = |name| condition.get(name).and_then(Node::as_str);
        matches!(field("type"), Some("Complete" | "Failed")) && field("status") == Some("True")
    })
}

fn namespace(workload: &Workload<'_>) -> String {
    let namespace = workload.at("metadata.namespace").and_then(Node::as_str);
    namespace.map(|namespace| format!(" -n {}", shell_word(namespace))).unwrap_or_default()
}
