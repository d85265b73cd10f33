//! What a Kubernetes 1.36 API server says to the creation of a Job or CronJob with strict field validation.
//!
//! The server works in two stages, and so does this module. First it decodes: unknown fields, repeated fields and wrong
//! types end the request there (`decode`, over the table in `schema`). Then it sets defaults and applies its rules, all
//! of them, and answers with every error at once (the other files, one topic each).
//!
//! Sources: `pkg/apis/batch/validation/validation.go`, `pkg/apis/core/validation/validation.go`,
//! `pkg/registry/batch/{job,cronjob}/strategy.go` and `apimachinery/pkg/util/validation` of Kubernetes 1.36. Paths are
//! the server's own, also where it leaves an index out; a message is the text that the server puts after the path.

mod affinity;
mod batch;
mod claim;
mod container;
pub(crate) mod cron;
mod cron_job;
mod decodable;
mod decode;
mod dns;
mod env;
mod failure_policy;
mod handler;
mod init;
mod job;
mod metadata;
mod mounts;
mod names;
mod node_affinity;
mod place;
mod pod;
mod ports;
mod projected;
mod quantity;
mod report;
mod resources;
mod schedule;
mod schema;
mod security;
mod selector;
mod spread;
mod success_policy;
mod template;
mod time;
mod violation;
mod volume;
mod volume_source;
mod windows;

use crate::yaml::{Node, Value};
use place::At;
use report::Report;

pub(crate) use cron::zone_in_its_case;
pub use decodable::{decoded, is_decodable};
pub(crate) use decode::distance;
pub(crate) use quantity::Quantity;
pub use violation::{Violation, ViolationKind};

/// Everything for which the API server would refuse to create this object; empty where it would accept it.
///
/// `root` is one document. Kinds other than Job and CronJob are not judged, a document without any content neither; the
/// items of a List are the caller's to take apart.
#[must_use]
pub fn validate(root: &Node<'_>) -> Vec<Violation> {
    let object = At::root(root);
    let mut report = Report::default();
    match &root.value {
        Value::Null => {}
        Value::Mapping(_) => judge(&object, &mut report),
        _ => {
            let message = "the document is not an object";
            report.add(ViolationKind::Undecodable, &object, "not-an-object", message.to_owned(), None);
        }
    }
    report.finish()
}

fn judge(object: &At<'_>, report: &mut Report) {
    let (api_version, kind) = (object.field("apiVersion"), object.field("kind"));
    let Some(definition) = addressee(&api_version, &kind, report) else { return };
    decode::decode(object, definition, report);
    if !report.is_empty() {
        return;
    }
    match kind.text() {
        "Job" => job::job(object, report),
        _ => cron_job::cron_job(object, report),
    }
}

/// The definition that the server decodes into; a violation or nothing where there is none.
fn addressee(api_version: &At<'_>, kind: &At<'_>, report: &mut Report) -> Option<&'static schema::Definition> {
    let mut undecodable = |at: &At<'_>, rule, message| report.add(ViolationKind::Undecodable, at, rule, message, None);
    if kind.text().is_empty() {
        undecodable(kind, "kind-missing", "Object 'Kind' is missing".to_owned());
        return None;
    }
    let job = matches!(kind.text(), "Job" | "CronJob");
    if api_version.text().is_empty() {
        if job {
            undecodable(api_version, "api-version-missing", "Object 'apiVersion' is missing".to_owned());
        }
        return None;
    }
    let group = api_version.text().split_once('/').map_or("", |(group, _)| group);
    match (api_version.text(), kind.text()) {
        ("batch/v1", "Job" | "CronJob") => schema::schema().named(kind.text()),
        ("batch/v1", "JobList" | "CronJobList") => None,
        // Groups with a dot belong to custom resources, which may well have a Job of their own.
        _ if (job && !group.contains('.')) || group == "batch" => {
            let rule = if job { "api-version-not-served" } else { "kind-not-served" };
            undecodable(api_version, rule, "the server could not find the requested resource".to_owned());
            None
        }
        _ => None,
    }
}
