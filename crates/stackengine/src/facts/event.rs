//! Events.

use jiff::Timestamp;

use super::reader::At;
use crate::evidence::{Origin, Place};

/// An event about an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Kind of the object it is about.
    pub kind: String,
    /// Name of the object it is about.
    pub name: String,
    /// Namespace of the object it is about.
    pub namespace: Option<String>,
    /// Whether `type` is Warning.
    pub warning: bool,
    /// `reason`.
    pub reason: String,
    /// `message`.
    pub message: String,
    /// How often it was seen.
    pub count: i64,
    /// First time.
    pub first: Option<Timestamp>,
    /// Last time.
    pub last: Option<Timestamp>,
    /// Seconds since the last time, where only an age is printed.
    pub age_seconds: Option<i64>,
    /// Seconds since the first time, where only an age is printed.
    pub first_age_seconds: Option<i64>,
    /// The container it is about, from `involvedObject.fieldPath`.
    pub container: Option<String>,
    /// Where it stands; its message, or the whole where it has none.
    pub place: Place,
    /// What it was read from.
    pub origin: Origin,
}

impl Event {
    pub(super) fn read(at: At<'_, '_>, origin: Origin) -> Option<Self> {
        let message = at.text("message");
        let first = at.time("firstTimestamp").or_else(|| at.time("eventTime"));
        let last = at.time("series.lastObservedTime").or_else(|| at.time("lastTimestamp")).or_else(|| first.clone());
        let field_path = at.plain("involvedObject.fieldPath").unwrap_or_default();
        Some(Self {
            kind: at.plain("involvedObject.kind").unwrap_or_default(),
            name: at.plain("involvedObject.name").unwrap_or_default(),
            namespace: at.plain("involvedObject.namespace").or_else(|| at.plain("metadata.namespace")),
            warning: at.plain("type").as_deref() == Some("Warning"),
            reason: at.plain("reason")?,
            place: message.as_ref().map_or(at.place(), |message| message.place),
            message: message.map(|message| message.value).unwrap_or_default(),
            count: at.int("series.count").or_else(|| at.int("count")).map_or(1, |count| count.value.max(1)),
            first: first.map(|time| time.value),
            last: last.map(|time| time.value),
            age_seconds: at.int("x-age-seconds").map(|age| age.value),
            first_age_seconds: at.int("x-first-age-seconds").map(|age| age.value),
            container: container_of(&field_path),
            origin,
        })
    }
}

/// `spec.initContainers{wait-db}` names the container wait-db.
fn container_of(field_path: &str) -> Option<String> {
    let inner = field_path.split_once('{')?.1;
    Some(inner.split_once('}')?.0.to_owned())
}
