//! Policies in Rego, by regorus.

use std::num::NonZeroU32;
use std::time::Duration;

use regorus::Engine;
use regorus::utils::limits::ExecutionTimerConfig;
use serde_json::{Value, json};
use stackengine::yaml::Path;

use crate::{Enforcement, Judgement, Policies, PolicyFile, Trouble, Verdict, is_about};

/// The rules that are asked, in every package that has them.
const RULES: [(&str, Enforcement); 3] =
    [("deny", Enforcement::Deny), ("violation", Enforcement::Deny), ("warn", Enforcement::Warn)];

/// What is said of a policy that does not end.
const TOO_LONG: &str = "it took too long";

/// After so many steps the clock is looked at.
const STEPS: NonZeroU32 = NonZeroU32::new(64).unwrap();

/// Modules that see each other, and what of them is asked.
#[derive(Debug)]
pub(crate) struct Unit {
    engine: Engine,
    /// Where the input is the object itself, and not only Gatekeeper's review of it.
    is_plain: bool,
    limit: Duration,
    entries: Vec<Entry>,
}

/// A rule that is asked.
#[derive(Debug)]
struct Entry {
    policy: usize,
    file: String,
    rule: String,
    enforcement: Enforcement,
    parameters: Value,
    kinds: Vec<String>,
}

/// One way in which a template is asked.
pub(crate) struct Asked {
    /// What the policy is called.
    pub(crate) name: String,
    /// The file that asks.
    pub(crate) file: String,
    /// What is asked for.
    pub(crate) enforcement: Enforcement,
    /// `spec.parameters` of the constraint.
    pub(crate) parameters: Value,
    /// The kinds that it matches; all where this is empty.
    pub(crate) kinds: Vec<String>,
}

/// Which syntax a module is read as first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// Rego v1, then v0: for plain files.
    NewFirst,
    /// Rego v0, then v1: for Gatekeeper, whose templates are v0 unless they say otherwise.
    OldFirst,
    /// Rego v1 alone.
    New,
}

impl Unit {
    /// Plain files, in which every `deny`, `violation` and `warn` is asked.
    pub(crate) fn plain(files: &[&PolicyFile], limit: Duration, policies: &mut Policies) -> Result<Self, Vec<Trouble>> {
        let mut unit = Self { engine: engine(limit), is_plain: true, limit, entries: Vec::new() };
        let (mut troubles, mut packages) = (Vec::new(), Vec::new());
        for file in files {
            match add(&mut unit.engine, &file.name, &file.text, Syntax::NewFirst) {
                Ok(package) => packages.push((package, &file.name)),
                Err(trouble) => troubles.push(trouble),
            }
        }
        if !troubles.is_empty() {
            return Err(troubles);
        }
        let mut known: Vec<String> = Vec::new();
        for (package, file) in packages {
            let mut policy = None;
            for (name, enforcement) in RULES {
                let rule = format!("{package}.{name}");
                if known.contains(&rule) || !has_rule(&unit.engine, file, name) {
                    continue;
                }
                let called = package.strip_prefix("data.").unwrap_or(&package);
                let policy = *policy.get_or_insert_with(|| policies.named(called, file));
                known.push(rule.clone());
                let (file, parameters) = (file.clone(), json!({}));
                unit.entries.push(Entry { policy, file, rule, enforcement, parameters, kinds: Vec::new() });
            }
        }
        unit.prepared().map_err(|trouble| vec![trouble])
    }

    /// A template of Gatekeeper's: its own module, its libraries, and the constraints that ask.
    pub(crate) fn template(
        modules: &[(String, String, Syntax)],
        asked: Vec<Asked>,
        limit: Duration,
        policies: &mut Policies,
    ) -> Result<Self, Trouble> {
        let mut unit = Self { engine: engine(limit), is_plain: false, limit, entries: Vec::new() };
        let mut package = String::new();
        for (name, text, syntax) in modules {
            let added = add(&mut unit.engine, name, text, *syntax)?;
            if package.is_empty() {
                package = added;
            }
        }
        let rule = format!("{package}.violation");
        if let Some((name, ..)) = modules.first()
            && !has_rule(&unit.engine, name, "violation")
        {
            let why = "the template has no rule called violation".to_owned();
            return Err(Trouble { file: name.clone(), line: None, why });
        }
        for asked in asked {
            let policy = policies.named(&asked.name, &asked.file);
            let Asked { file, enforcement, parameters, kinds, .. } = asked;
            unit.entries.push(Entry { policy, file, rule: rule.clone(), enforcement, parameters, kinds });
        }
        unit.prepared()
    }

    /// Compiles, so that what does not compile is said now, and each object only costs its own evaluation.
    fn prepared(mut self) -> Result<Self, Trouble> {
        self.engine.set_input(json!({"review": {"object": {}}, "parameters": {}}).into());
        for entry in &self.entries {
            // What a rule makes of an empty object is its own affair; what does not compile is not.
            if let Err(error) = self.engine.eval_rule(entry.rule.clone()) {
                let trouble = trouble(&entry.file, &error.to_string());
                let is_known_now = ["use of undefined", "could not find function"];
                if trouble.line.is_some() && is_known_now.iter().any(|said| trouble.why.contains(said)) {
                    return Err(trouble);
                }
            }
        }
        Ok(self)
    }

    /// Asks about an object.
    pub(crate) fn judge(&self, object: &Value, judgement: &mut Judgement) {
        for entry in self.entries.iter().filter(|entry| is_about(&entry.kinds, object)) {
            let mut engine = self.engine.clone();
            engine.set_input(input(object, entry, self.is_plain).into());
            let said = engine.eval_rule(entry.rule.clone()).map_err(|error| trouble(&entry.file, &error.to_string()));
            match said.and_then(|said| items(&said).map_err(|why| trouble(&entry.file, &why))) {
                Ok(items) => judgement.verdicts.extend(items.iter().map(|item| verdict(item, entry))),
                Err(mut trouble) => {
                    if trouble.why == TOO_LONG {
                        trouble.why = format!("{TOO_LONG}: more than {:?}", self.limit);
                    }
                    judgement.troubles.push(trouble);
                }
            }
        }
    }
}

/// regorus has no clock of its own where it is built without its standard features; in a browser there is none at all,
/// and the page ends the worker.
#[cfg(not(target_family = "wasm"))]
#[derive(Debug)]
struct Clock(std::sync::OnceLock<std::time::Instant>);

#[cfg(not(target_family = "wasm"))]
impl regorus::utils::limits::TimeSource for Clock {
    fn now(&self) -> Option<Duration> {
        Some(self.0.get_or_init(std::time::Instant::now).elapsed())
    }
}

#[cfg(not(target_family = "wasm"))]
static CLOCK: Clock = Clock(std::sync::OnceLock::new());

fn engine(limit: Duration) -> Engine {
    // Once for the process; a second time it is refused, and the first stays.
    #[cfg(not(target_family = "wasm"))]
    let _ = regorus::utils::limits::set_time_source(&CLOCK);
    let mut engine = Engine::new();
    engine.set_execution_timer_config(ExecutionTimerConfig { limit, check_interval: STEPS });
    engine
}

/// Whether a module has a rule of that name; regorus counts from the module's own package.
fn has_rule(engine: &Engine, module: &str, rule: &str) -> bool {
    engine.has_declared_rule_rooted_at(module, rule).unwrap_or(false)
}

/// Adds a module, and says its package: `data.kubernetes.jobs`.
fn add(engine: &mut Engine, name: &str, text: &str, syntax: Syntax) -> Result<String, Trouble> {
    let mut read = |is_old: bool| {
        engine.set_rego_v0(is_old);
        engine.add_policy(name.to_owned(), text.to_owned())
    };
    let first = read(syntax == Syntax::OldFirst);
    let second = match (&first, syntax) {
        (Ok(_), _) | (_, Syntax::New) => None,
        (Err(_), Syntax::NewFirst) => read(true).ok(),
        (Err(_), Syntax::OldFirst) => read(false).ok(),
    };
    match (first, second) {
        (Ok(package), _) | (_, Some(package)) => Ok(package),
        (Err(error), None) => Err(trouble(name, &error.to_string())),
    }
}

/// regorus draws its errors as a picture: `--> file:line:column`, the line, `error: what`.
fn trouble(file: &str, error: &str) -> Trouble {
    let line = error.lines().find_map(|line| {
        let place = line.trim_start().strip_prefix("--> ")?;
        let mut parts = place.rsplit(':');
        let _column = parts.next()?;
        parts.next()?.trim().parse().ok()
    });
    let why = error.lines().rev().find_map(|line| line.trim_start().strip_prefix("error: "));
    let why = why.or_else(|| error.lines().next()).unwrap_or_default();
    let why = if why.contains("time limit") { TOO_LONG } else { why };
    Trouble { file: file.to_owned(), line, why: why.to_owned() }
}

fn input(object: &Value, entry: &Entry, is_plain: bool) -> Value {
    let written = object["apiVersion"].as_str().unwrap_or_default();
    let (group, version) = written.split_once('/').unwrap_or(("", written));
    let mut input = if is_plain { object.clone() } else { json!({}) };
    if let Value::Object(fields) = &mut input {
        let review = json!({
            "kind": {"group": group, "version": version, "kind": object["kind"]},
            "operation": "CREATE",
            "name": object["metadata"]["name"],
            "namespace": object["metadata"]["namespace"],
            "userInfo": {},
            "object": object,
        });
        fields.insert("review".to_owned(), review);
        fields.insert("parameters".to_owned(), entry.parameters.clone());
    }
    input
}

/// What a rule came to: the members of a set, the values of a list, the keys of an object, or the one value.
fn items(said: &regorus::Value) -> Result<Vec<Value>, String> {
    if matches!(said, regorus::Value::Undefined) {
        return Ok(Vec::new());
    }
    let text = said.to_json_str().map_err(|error| error.to_string())?;
    let value: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    Ok(match value {
        Value::Array(items) => items,
        value @ Value::Object(_) if message(&value).is_some() => vec![value],
        Value::Object(fields) => fields.into_iter().map(|(key, _)| Value::String(key)).collect(),
        Value::Bool(false) | Value::Null => Vec::new(),
        other => vec![other],
    })
}

fn message(item: &Value) -> Option<String> {
    match item {
        Value::String(text) => Some(text.clone()),
        Value::Object(fields) => ["msg", "message"].iter().find_map(|key| Some(fields.get(*key)?.as_str()?.to_owned())),
        _ => None,
    }
}

fn verdict(item: &Value, entry: &Entry) -> Verdict {
    let message = match (message(item), item) {
        (Some(message), _) => message,
        (None, Value::Bool(_)) => format!("{} holds", entry.rule.strip_prefix("data.").unwrap_or(&entry.rule)),
        (None, other) => other.to_string(),
    };
    let path = [&item["path"], &item["field"], &item["details"]["path"], &item["details"]["field"]];
    let path = path.iter().find_map(|value| value.as_str()).map(Path::parse);
    Verdict { policy: entry.policy, message, enforcement: entry.enforcement, path }
}
