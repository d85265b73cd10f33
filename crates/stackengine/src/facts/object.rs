//! What every object has: identity, owner, conditions.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::Seen;
use super::reader::At;
use crate::evidence::{Origin, Place};

/// Name, namespace and lineage of an object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// Name.
    pub name: String,
    /// Namespace, where the input shows it.
    pub namespace: Option<String>,
    /// UID.
    pub uid: Option<String>,
    /// The controlling owner: kind and name.
    pub owner: Option<(String, String)>,
    /// Labels.
    pub labels: BTreeMap<String, String>,
    /// Annotations.
    pub annotations: BTreeMap<String, String>,
    /// Creation time.
    pub created: Option<Timestamp>,
    /// When its deletion was asked for.
    pub deleted: Option<Seen<Timestamp>>,
    /// Seconds since creation, where only an AGE column tells.
    pub age_seconds: Option<i64>,
    /// Finalizers.
    pub finalizers: Vec<String>,
    /// Where its name stands; the whole object where it has none.
    pub place: Place,
    /// The best evidence there is for it.
    pub origin: Option<Origin>,
}

/// A status condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// `type`.
    pub kind: String,
    /// `status`: True, False or Unknown.
    pub status: String,
    /// `reason`; `kubectl describe` does not print it.
    pub reason: Option<String>,
    /// `message`.
    pub message: Option<String>,
    /// When it last changed.
    pub at: Option<Timestamp>,
    /// Where it stands.
    pub place: Place,
}

impl Meta {
    pub(super) fn read(at: At<'_, '_>, origin: Origin) -> Self {
        let name = at.text("metadata.name");
        Self {
            place: name.as_ref().map_or(at.place(), |name| name.place),
            name: name.map(|name| name.value).or_else(|| at.plain("metadata.generateName")).unwrap_or_default(),
            namespace: at.plain("metadata.namespace"),
            uid: at.plain("metadata.uid"),
            owner: owner(at),
            labels: text_map(at, "metadata.labels"),
            annotations: text_map(at, "metadata.annotations"),
            created: at.time("metadata.creationTimestamp").map(|time| time.value),
            deleted: at.time("metadata.deletionTimestamp"),
            age_seconds: at.int("x-table.ageSeconds").map(|age| age.value),
            finalizers: at.strings("metadata.finalizers"),
            origin: Some(origin),
        }
    }

    /// Whether the owner is of this kind.
    #[must_use]
    pub fn owned_by(&self, kind: &str) -> Option<&str> {
        self.owner.as_ref().filter(|(owner, _)| owner == kind).map(|(_, name)| name.as_str())
    }
}

fn owner(at: At<'_, '_>) -> Option<(String, String)> {
    at.items("metadata.ownerReferences")
        .filter_map(|reference| Some((reference.plain("kind")?, reference.plain("name")?)))
        .next()
}

pub(super) fn text_map(at: At<'_, '_>, path: &str) -> BTreeMap<String, String> {
    let Some(map) = at.get(path) else { return BTreeMap::new() };
    let entries = map.node.entries().iter();
    entries.filter_map(|entry| Some((entry.key.to_string(), entry.node.as_str()?.to_owned()))).collect()
}

pub(super) fn conditions(at: At<'_, '_>) -> Vec<Condition> {
    at.items("status.conditions")
        .filter_map(|condition| {
            Some(Condition {
                kind: condition.plain("type")?,
                status: condition.plain("status").unwrap_or_default(),
                reason: condition.plain("reason"),
                message: condition.plain("message"),
                at: condition.time("lastTransitionTime").map(|time| time.value),
                place: condition.place(),
            })
        })
        .collect()
}
