//! A field that the API does not know at this place.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{ask_owner, copied, field_name};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::manifest::Workload;
use crate::repair::{Fix, Observed, Safety};
use crate::yaml::{Change, Data, Path, Step, Value};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "unknown-field",
    code: "SE603",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &["unknown-field"],
    help,
    repair,
    ..Diagnostic::NEW
};

fn help(workload: &Workload<'_>, lint: &Lint) -> String {
    let name = field_name(&lint.path);
    if let Some(meant) = meant(lint) {
        if workload.root.resolve(meant).is_some_and(|there| there.value != Value::Null) {
            return format!("take {name} out: {meant} is set");
        }
        return match meant.parent() == lint.path.parent() {
            true => format!("write {} instead of {name}", field_name(meant)),
            false => format!("move {name} to {meant}"),
        };
    }
    if let Some(fix) = short_variable(workload, lint) {
        return fix.title;
    }
    if lint.path.parent().is_some_and(|parent| field_name(&parent) == "resources") {
        return format!("move {name} below requests or limits, or both");
    }
    let below_the_job = lint.path.parent().is_some_and(|parent| parent == workload.job_path(""));
    match name {
        "replicas" if below_the_job => "take replicas out: of a Job, parallelism says how many pods run at once",
        "strategy"
        | "updateStrategy"
        | "minReadySeconds"
        | "revisionHistoryLimit"
        | "progressDeadlineSeconds"
        | "serviceName"
        | "volumeClaimTemplates" => "take it out: it belongs to a Deployment or StatefulSet, not to a Job",
        _ => "take it out, or write the field that was meant: kubectl explain lists those of this place",
    }
    .to_owned()
}

/// `env: [{NAME: value}]`, which can only be a variable.
fn short_variable(workload: &Workload<'_>, lint: &Lint) -> Option<Fix> {
    let item = lint.path.parent()?;
    let list = item.parent()?;
    let [entry] = workload.root.resolve(&item)?.entries() else { return None };
    if field_name(&list) != "env" || !matches!(item.0.last(), Some(Step::Index(_))) {
        return None;
    }
    let text = match &entry.node.value {
        Value::String(text) => text.as_ref(),
        Value::Int(_) | Value::Float(_) | Value::Bool(_) => workload.spelling(&entry.node)?,
        _ => return None,
    };
    let variable = [("name", entry.key.as_ref()), ("value", text)];
    let variable = variable.map(|(field, text)| (field.to_owned(), Data::from(text))).to_vec();
    Some(Fix::new(Safety::Safe, "write the variable as a name and a value").set(item, Data::Map(variable)))
}

fn meant(lint: &Lint) -> Option<&Path> {
    lint.refusal.as_ref()?.meant.as_ref()
}

/// Renames the field or moves it; deletes it where nothing says what it was meant to be.
fn repair(workload: &Workload<'_>, lint: &Lint, _: &Observed) -> Option<Fix> {
    let value = workload.root.resolve(&lint.path)?;
    let name = field_name(&lint.path);
    let delete =
        |safety, note: &str| Some(Fix::new(safety, format!("delete {name}")).note(note).delete(lint.path.clone()));
    if let Some(fix) = short_variable(workload, lint) {
        return Some(fix);
    }
    let Some(meant) = meant(lint) else {
        return match value.is_empty() {
            true => delete(Safety::Safe, "it is empty"),
            false => delete(Safety::Unsafe, "no server ever read it, but somebody wanted something with it"),
        };
    };
    match workload.root.resolve(meant).filter(|there| there.value != Value::Null) {
        Some(there) if copied(there) == copied(value) => delete(Safety::Safe, "the field that was meant says the same"),
        Some(_) => ask_owner(&format!("decide between {name} and {meant}"), "the field that was meant is there too"),
        None => {
            let note = "a server that does not validate strictly ignored it until now: from now on it counts";
            let fix = Fix::new(Safety::Unsafe, help(workload, lint)).note(note);
            Some(match meant.parent() == lint.path.parent() {
                true => {
                    let key = field_name(meant).to_owned();
                    fix.change(Change::Rename { path: lint.path.clone(), key })
                }
                false => fix.set(meant.clone(), copied(value)).delete(lint.path.clone()),
            })
        }
    }
}
