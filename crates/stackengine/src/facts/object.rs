//! What every object has: identity, owner, conditions.

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
    /// Labels that tell where the object comes from; a dump of thousands of pods has no room for the others.
    pub labels: Vec<(String, String)>,
    /// Annotations that tell where the object comes from.
    pub annotations: Vec<(String, String)>,
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
            labels: lineage(at, "metadata.labels"),
            annotations: lineage(at, "metadata.annotations"),
            created: at.time("metadata.creationTimestamp").map(|time| time.value),
            deleted: at.time("metadata.deletionTimestamp"),
            age_seconds: at.int("x-table.ageSeconds").map(|age| age.value),
            finalizers: at.strings("metadata.finalizers"),
            origin: Some(origin),
        }
    }

    /// A label by its key, where it is one of those that are kept.
    #[must_use]
    pub fn label(&self, key: &str) -> Option<&str> {
        self.labels.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    /// An annotation by its key, where it is one of those that are kept.
    #[must_use]
    pub fn annotation(&self, key: &str) -> Option<&str> {
        self.annotations.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
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

pub(super) fn text_map(at: At<'_, '_>, path: &str) -> Vec<(String, String)> {
    let Some(map) = at.get(path) else { return Vec::new() };
    let entries = map.node.entries().iter();
    entries.filter_map(|entry| Some((entry.key.to_string(), entry.node.as_str()?.to_owned()))).collect()
}

/// Keys by which controllers and deployment tools mark what they made.
fn lineage(at: At<'_, '_>, path: &str) -> Vec<(String, String)> {
    const MARKS: [&str; 6] =
        ["batch.kubernetes.io/", "job-name", "app.kubernetes.io/managed-by", "helm.sh/", "meta.helm.sh/", "argocd."];
    let mut found = text_map(at, path);
    found.retain(|(key, _)| MARKS.iter().any(|mark| key.starts_with(mark)) && !key.ends_with("/controller-uid"));
    found.shrink_to_fit();
    found
}

pub(super) fn conditions(at: At<'_, '_>) -> Vec<Condition> {
    let mut all: Vec<Condition> = at
        .items("status.conditions")
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
        .collect();
    all.shrink_to_fit();
    all
}
