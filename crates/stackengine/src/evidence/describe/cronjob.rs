//! Cron jobs.

use super::block::{Block, Field};
use super::value::{As, put_all};
use super::{job, template};
use crate::yaml::Node;

pub(super) fn read<'t>(block: &Block<'t>, fields: &[Field<'t>], tree: &mut Node<'t>) {
    let table = [
        ("Schedule", "spec.schedule", As::Text),
        ("Time Zone", "spec.timeZone", As::Text),
        ("Concurrency Policy", "spec.concurrencyPolicy", As::Text),
        ("Suspend", "spec.suspend", As::Bool),
        ("Successful Job History Limit", "spec.successfulJobsHistoryLimit", As::Int),
        ("Failed Job History Limit", "spec.failedJobsHistoryLimit", As::Int),
        ("Starting Deadline Seconds", "spec.startingDeadlineSeconds", As::Seconds),
        ("Last Schedule Time", "status.lastScheduleTime", As::Time),
        ("Last Successful Time", "status.lastSuccessfulTime", As::Time),
    ];
    put_all(tree, fields, &table);
    let mut spec = Node::mapping(Default::default());
    put_all(&mut spec, fields, &job::SPEC);
    for field in fields {
        match field.label.text {
            "Pod Template" => {
                let template = template::read(block, &block.fields(&field.body));
                spec.insert("template", field.label.span(), template);
            }
            "Active Jobs" if !field.value.is_unset() => {
                let active = field.value.split(",").into_iter().filter(|name| !name.is_unset()).map(|name| {
                    let mut job = Node::mapping(name.span());
                    job.insert("name", name.span(), name.node());
                    job
                });
                let active = Node::sequence(active.collect(), field.value.span());
                tree.insert_at("status.active", field.label.span(), active);
            }
            _ => {}
        }
    }
    if !spec.is_empty() {
        tree.insert_at("spec.jobTemplate.spec", spec.span, spec);
    }
}
