//! The behaviour as a small YAML file.

use super::{Behaviour, Disturbance, DisturbanceKind, HoldUp, OnTerm, Outcome, ProbeFailure, ProbeKind};
use crate::replay::refusal::Refusal;
use crate::replay::time::{Millis, parse_duration};
use crate::yaml::{Node, Value, read_yaml};

impl Behaviour {
    /// Reads a behaviour file. Its keys:
    ///
    /// - `attempts`: a list of outcomes, as text or as `{exit, after, reason, index, container}`;
    /// - `on-term`: a list of `{container, exit, after}`; without `exit` the signal is ignored;
    /// - `probes`: a list of `{container, probe: liveness|startup, from}`;
    /// - `held-up`: a list of `{container, reason, until}`; without `until` for ever;
    /// - `unschedulable`: a duration, or `forever`;
    /// - `post-start-fails`: a list of containers; `pre-stop`: durations by container;
    /// - `disturbances`: a list of `{at, what, index}`;
    /// - `cron-controller-down`: a list of `{from, until}`.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let (mut found, mut broken) = (None, None);
        read_yaml(text, 0, text.len(), &mut |node, error| {
            broken = broken.take().or(error);
            found = found.take().or(Some(node));
        });
        if let Some(error) = broken {
            return Err(Refusal::new("behaviour", error.message));
        }
        let mut behaviour = Self::default();
        let Some(root) = found else { return Ok(behaviour) };
        if !matches!(root.value, Value::Mapping(_)) {
            return Err(Refusal::new("behaviour", "not a mapping"));
        }
        for entry in root.entries() {
            behaviour.entry(&entry.key, &entry.node)?;
        }
        Ok(behaviour)
    }

    fn entry(&mut self, key: &str, node: &Node<'_>) -> Result<(), Refusal> {
        match key {
            "attempts" => self.read_attempts(node),
            "on-term" => each(node, key, |at| {
                let exit_code = at.int("exit")?;
                let after = at.duration("after")?.unwrap_or(0);
                self.on_term.push(OnTerm { container: at.text("container")?, exit_code, after });
                at.only(&["container", "exit", "after"])
            }),
            "probes" => each(node, key, |at| {
                let kind = match at.text("probe")?.as_deref() {
                    Some("liveness") => ProbeKind::Liveness,
                    Some("startup") => ProbeKind::Startup,
                    _ => return Err(at.refuse("probe", "one of liveness, startup is wanted")),
                };
                let from = at.duration("from")?.unwrap_or(0);
                self.probes.push(ProbeFailure { container: at.required("container")?, kind, from });
                at.only(&["container", "probe", "from"])
            }),
            "held-up" => each(node, key, |at| {
                let reason = at.text("reason")?.unwrap_or_else(|| "ImagePullBackOff".to_owned());
                self.held_up.push(HoldUp {
                    container: at.required("container")?,
                    reason,
                    until: at.duration("until")?,
                });
                at.only(&["container", "reason", "until"])
            }),
            "unschedulable" => {
                self.unschedulable_until = Some(match node.as_str() {
                    Some("forever") => None,
                    _ => Some(duration(node).ok_or_else(|| Refusal::new(key, "not a duration, nor forever"))?),
                });
                Ok(())
            }
            "post-start-fails" => {
                let names = node.items().iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<_>>();
                self.failing_post_start = names.ok_or_else(|| Refusal::new(key, "not a list of containers"))?;
                Ok(())
            }
            "pre-stop" => {
                for entry in node.entries() {
                    let field = format!("{key}.{}", entry.key);
                    let time = duration(&entry.node).ok_or_else(|| Refusal::new(field, "not a duration"))?;
                    self.pre_stop.push((entry.key.to_string(), time));
                }
                Ok(())
            }
            "disturbances" => each(node, key, |at| {
                let when = at.duration("at")?.ok_or_else(|| at.refuse("at", "missing"))?;
                let what = at.required("what")?;
                let kind = disturbance(&what).ok_or_else(|| {
                    let known = "pod-deleted, node-drained, preempted, evicted, storage-evicted, node-shutdown, \
                                 node-lost, suspend, resume, scale=N or controller-restarted";
                    at.refuse("what", &format!("{what:?} is none of {known}"))
                })?;
                self.disturbances.push(Disturbance { at: when, kind, index: at.index()? });
                at.only(&["at", "what", "index"])
            }),
            "cron-controller-down" => each(node, key, |at| {
                let from = at.duration("from")?.unwrap_or(0);
                let until = at.duration("until")?.ok_or_else(|| at.refuse("until", "missing"))?;
                self.controller_down.push((from, until));
                at.only(&["from", "until"])
            }),
            _ => Err(Refusal::new(key, "no key of a behaviour")),
        }
    }

    fn read_attempts(&mut self, node: &Node<'_>) -> Result<(), Refusal> {
        let Value::Sequence(items) = &node.value else { return Err(Refusal::new("attempts", "not a list")) };
        for (position, item) in items.iter().enumerate() {
            let field = format!("attempts[{position}]");
            if let Some(text) = item.as_str() {
                self.add_attempt(text).map_err(|refusal| Refusal::new(&field, refusal.reason))?;
                continue;
            }
            let at = At { node: item, field: &field };
            let code = at.int("exit")?.ok_or_else(|| at.refuse("exit", "missing"))?;
            let after = match at.node.get("after").and_then(Node::as_str) {
                Some("never") => None,
                _ => Some(at.duration("after")?.unwrap_or(0)),
            };
            let reason = at.text("reason")?.unwrap_or_default();
            let read = Outcome::parse(&format!("{code}@0s:{reason}")).map_err(|why| at.refuse("exit", &why))?;
            at.only(&["exit", "after", "reason", "index", "container"])?;
            self.add(at.index()?, at.text("container")?, Outcome { after, ..read });
        }
        Ok(())
    }
}

fn disturbance(word: &str) -> Option<DisturbanceKind> {
    Some(match word {
        "pod-deleted" => DisturbanceKind::PodDeleted,
        "node-drained" => DisturbanceKind::NodeDrained,
        "preempted" => DisturbanceKind::Preempted,
        "evicted" => DisturbanceKind::Evicted,
        "storage-evicted" => DisturbanceKind::StorageEvicted,
        "node-shutdown" => DisturbanceKind::NodeShutdown,
        "node-lost" => DisturbanceKind::NodeLost,
        "suspend" => DisturbanceKind::Suspend,
        "resume" => DisturbanceKind::Resume,
        "controller-restarted" => DisturbanceKind::ControllerRestarted,
        // More pods at the same time are not played.
        other => DisturbanceKind::Scale(other.strip_prefix("scale=")?.parse().ok().filter(|n| *n <= 100_000)?),
    })
}

fn each(node: &Node<'_>, key: &str, mut read: impl FnMut(&At<'_, '_>) -> Result<(), Refusal>) -> Result<(), Refusal> {
    let Value::Sequence(items) = &node.value else { return Err(Refusal::new(key, "not a list")) };
    for (position, item) in items.iter().enumerate() {
        let field = format!("{key}[{position}]");
        if !matches!(item.value, Value::Mapping(_)) {
            return Err(Refusal::new(field, "not a mapping"));
        }
        read(&At { node: item, field: &field })?;
    }
    Ok(())
}

fn duration(node: &Node<'_>) -> Option<Millis> {
    match &node.value {
        Value::Int(number) => parse_duration(&number.to_string()),
        Value::Float(number) => parse_duration(&number.to_string()),
        Value::String(text) => parse_duration(text),
        _ => None,
    }
}

struct At<'a, 't> {
    node: &'a Node<'t>,
    field: &'a str,
}

impl At<'_, '_> {
    fn refuse(&self, key: &str, reason: &str) -> Refusal {
        Refusal::new(format!("{}.{key}", self.field), reason)
    }

    fn only(&self, known: &[&str]) -> Result<(), Refusal> {
        match self.node.entries().iter().find(|entry| !known.contains(&entry.key.as_ref())) {
            Some(entry) => Err(self.refuse(&entry.key, &format!("unknown; known are {}", known.join(", ")))),
            None => Ok(()),
        }
    }

    fn text(&self, key: &str) -> Result<Option<String>, Refusal> {
        match self.node.get(key).map(|node| (node, node.as_str())) {
            None => Ok(None),
            Some((_, Some(text))) => Ok(Some(text.to_owned())),
            Some((node, None)) if node.value == Value::Null => Ok(None),
            Some(_) => Err(self.refuse(key, "not text")),
        }
    }

    fn required(&self, key: &str) -> Result<String, Refusal> {
        self.text(key)?.ok_or_else(|| self.refuse(key, "missing"))
    }

    fn int(&self, key: &str) -> Result<Option<i64>, Refusal> {
        match self.node.get(key) {
            None => Ok(None),
            Some(node) => node.as_int().map(Some).ok_or_else(|| self.refuse(key, "not a whole number")),
        }
    }

    fn index(&self) -> Result<Option<u32>, Refusal> {
        let number = self.int("index")?;
        number.map(|number| u32::try_from(number).map_err(|_| self.refuse("index", "not an index"))).transpose()
    }

    fn duration(&self, key: &str) -> Result<Option<Millis>, Refusal> {
        match self.node.get(key) {
            None => Ok(None),
            Some(node) => duration(node).map(Some).ok_or_else(|| self.refuse(key, "not a duration such as 15s")),
        }
    }
}
