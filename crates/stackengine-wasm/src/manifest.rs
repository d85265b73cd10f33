//! A manifest in, its findings or its repair out, with places in the code units in which an editor counts.

use serde::Serialize;
use stackengine::check::{self, Lint};
use stackengine::diagnosis::Severity;
use stackengine::repair::{Delivered, Fix, Level, RepairOptions, Safety, Way, repair};

use crate::diagnose::with_evidence;
use crate::offsets::Offsets;
use crate::request::Request;

#[derive(Serialize)]
struct Checked<'r> {
    findings: Vec<WireLint>,
    remarks: Vec<WireRemark>,
    not_analysed: Vec<WireRemark>,
    objects: &'r [(&'static str, String)],
}

#[derive(Serialize)]
struct WireLint {
    /// What tells it from all others of the text: for the switch of its fix.
    key: String,
    name: &'static str,
    code: &'static str,
    severity: Severity,
    level: Level,
    path: String,
    from: usize,
    to: usize,
    line: usize,
    message: String,
    help: String,
    api_refuses: bool,
    /// Who says that it is meant, and why; `None` where it counts.
    suppressed: Option<String>,
    fix: Option<WireFix>,
}

#[derive(Serialize)]
struct WireFix {
    title: String,
    safety: Safety,
    note: String,
}

#[derive(Serialize)]
struct WireRemark {
    line: Option<usize>,
    text: String,
}

#[derive(Serialize)]
struct Fixed {
    text: String,
    applied: Vec<WireStep>,
    /// What waits for the owner: unsafe fixes, and those whose value only the owner knows.
    proposed: Vec<WireStep>,
    /// What was tried and taken back.
    dropped: Vec<WireStep>,
    deliveries: Vec<WireDelivery>,
    remaining: usize,
}

#[derive(Serialize)]
struct WireStep {
    key: String,
    name: &'static str,
    code: &'static str,
    path: String,
    message: String,
    title: String,
    safety: Safety,
    note: String,
    why: Option<String>,
}

#[derive(Serialize)]
struct WireDelivery {
    object: String,
    way: Way,
    why: String,
    commands: Vec<String>,
}

/// What is wrong with a manifest, up to a level.
pub(crate) fn check(request: &Request<'_>) -> Vec<u8> {
    let text = request.text();
    let level = level(request);
    let checked = with_evidence(request.switch("evidence"), |evidence| check::check(&text, evidence));
    let judgement = check::judge(&text, &checked);
    let mut report = check::report("manifest", &text, checked, Some(&judgement));
    report.findings.retain(|found| found.lint.diagnostic.level <= level);
    let offsets = Offsets::new(&text);
    let findings = report.findings.into_iter().map(|found| {
        let open = found.is_open();
        let lint = found.lint;
        WireLint {
            key: key(&found.document, &lint),
            name: lint.diagnostic.name,
            code: lint.diagnostic.code,
            severity: lint.severity,
            level: lint.diagnostic.level,
            path: lint.shown_path(),
            from: offsets.utf16(lint.span.start),
            to: offsets.utf16(lint.span.end),
            line: found.start.line,
            api_refuses: lint.api_refuses(),
            fix: lint.fix.map(|fix| WireFix { title: fix.title, safety: fix.safety, note: fix.note }),
            message: lint.message,
            help: lint.help,
            suppressed: match (open, found.standing) {
                (false, check::Standing::Suppressed { by, reason }) => {
                    Some(reason.map_or(by.clone(), |reason| format!("{by}: {reason}")))
                }
                _ => None,
            },
        }
    });
    crate::json(&Checked {
        findings: findings.collect(),
        remarks: report
            .remarks
            .into_iter()
            .map(|remark| WireRemark { line: Some(remark.position.line), text: remark.text })
            .collect(),
        not_analysed: report
            .left_out
            .into_iter()
            .map(|left| WireRemark { line: left.position.map(|position| position.line), text: left.why })
            .collect(),
        objects: &report.objects,
    })
}

/// The repaired manifest. `only` names the one fix that is wanted; `off` those that are not, `on` those unsafe ones
/// that are, whatever `unsafe` says.
pub(crate) fn fix(request: &Request<'_>) -> Vec<u8> {
    let text = request.text();
    let (only, off, on) = (request.word("only"), request.words("off"), request.words("on"));
    let all_unsafe = request.switch("unsafe");
    let level = if only.is_empty() { level(request) } else { Level::Hardened };
    let fixed = with_evidence(request.switch("evidence"), |evidence| {
        let checked = check::check(&text, evidence);
        let suppressed = suppressed(&text, &checked);
        let wanted = |number: &str, lint: &Lint| {
            let key = key(number, lint);
            let is_unsafe = lint.fix.as_ref().is_some_and(|fix| fix.safety == Safety::Unsafe);
            let switched = (only.is_empty() || only == key) && !off.contains(&key.as_str());
            let allowed = !is_unsafe || all_unsafe || only == key || on.contains(&key.as_str());
            lint.diagnostic.level <= level && switched && allowed && !suppressed.contains(&key)
        };
        let repaired = repair(&text, &RepairOptions { level, apply_unsafe: true, evidence, wanted: &wanted });
        let after = check::check(&repaired.text, evidence);
        let still = self::suppressed(&repaired.text, &after);
        let lints = || after.objects.iter().flat_map(|object| object.lints.iter().map(|lint| (&object.number, lint)));
        let left = lints()
            .filter(|(_, lint)| lint.diagnostic.level <= level)
            .filter(|(number, lint)| !still.contains(&key(number, lint)));
        let remaining: Vec<(&String, &Lint)> = left.collect();
        let proposed = remaining.iter().filter_map(|(number, lint)| {
            let fix = lint.fix.as_ref()?;
            let why = match fix.safety {
                Safety::Safe => return None,
                Safety::Unsafe => "it changes the behaviour",
                Safety::DisplayOnly => "only you know the value",
            };
            Some(step(number, lint, fix, Some(why.to_owned())))
        });
        let tried = |dropped: &&stackengine::repair::Dropped| dropped.fix.safety != Safety::DisplayOnly;
        Fixed {
            proposed: proposed.collect(),
            remaining: remaining.len() + after.broken.len(),
            applied: repaired.applied.iter().map(|done| step(&done.number, &done.lint, &done.fix, None)).collect(),
            dropped: repaired
                .dropped
                .iter()
                .filter(tried)
                .map(|dropped| step(&dropped.number, &dropped.lint, &dropped.fix, Some(dropped.why.clone())))
                .collect(),
            deliveries: repaired.deliveries.iter().map(|delivered| delivery(delivered, request)).collect(),
            text: repaired.text,
        }
    });
    crate::json(&fixed)
}

/// Keys of the lints whose owner says that they are meant.
fn suppressed(text: &str, checked: &check::Checked) -> Vec<String> {
    let judgement = check::judge(text, checked);
    let objects = checked.objects.iter().zip(&judgement.covered_by);
    let lints = objects.flat_map(|(object, covered)| {
        object.lints.iter().zip(covered).map(move |(lint, by)| (&object.number, lint, by))
    });
    lints.filter(|(_, _, by)| by.is_some()).map(|(number, lint, _)| key(number, lint)).collect()
}

fn level(request: &Request<'_>) -> Level {
    match request.word("level") {
        "hardened" => Level::Hardened,
        _ => Level::Basic,
    }
}

fn key(number: &str, lint: &Lint) -> String {
    format!("{number} {} {}", lint.diagnostic.code, lint.path)
}

fn step(number: &str, lint: &Lint, fix: &Fix, why: Option<String>) -> WireStep {
    WireStep {
        key: key(number, lint),
        name: lint.diagnostic.name,
        code: lint.diagnostic.code,
        path: lint.shown_path(),
        message: lint.message.clone(),
        title: fix.title.clone(),
        safety: fix.safety,
        note: fix.note.clone(),
        why,
    }
}

fn delivery(delivered: &Delivered, request: &Request<'_>) -> WireDelivery {
    let name = request.files.first().map_or("manifest.yaml", |(name, _)| name.as_str());
    WireDelivery {
        object: format!("{} {}", delivered.kind, delivered.name),
        way: delivered.delivery.way,
        why: delivered.delivery.why.clone(),
        commands: delivered.delivery.commands_for(name),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::request::question;

    const TEXT: &str = "# größe 😀\napiVersion: batch/v1\nkind: Job\nmetadata:\n  name: etl\nspec:\n  template:\n    spec:\n      containers:\n      - name: main\n        image: busybox:1.36\n        command: [\"true\"]\n";

    fn ask(work: fn(&Request<'_>) -> Vec<u8>, options: &Value, text: &str) -> Value {
        let bytes = question(options, &[("job.yaml", text)]);
        serde_json::from_slice(&work(&Request::parse(&bytes).expect("whole"))).expect("JSON")
    }

    #[test]
    fn places_are_counted_as_an_editor_counts() {
        let answer = ask(check, &json!({}), TEXT);
        let findings = answer["findings"].as_array().expect("a list");
        let refused = findings.iter().find(|found| found["api_refuses"] == true).expect("a refusal");
        let from = usize::try_from(refused["from"].as_u64().expect("a number")).expect("small");
        let units: Vec<u16> = TEXT.encode_utf16().collect();
        let word: String = String::from_utf16_lossy(&units[from..]).chars().take_while(|c| *c != ':').collect();
        assert!(["spec", "template"].contains(&word.as_str()), "{word:?}");
    }

    #[test]
    fn every_fix_has_a_switch() {
        let all = ask(fix, &json!({"level": "hardened"}), TEXT);
        let applied = all["applied"].as_array().expect("a list");
        assert!(applied.len() > 2, "{all}");
        for step in applied {
            let key = step["key"].as_str().expect("a key");
            let without = ask(fix, &json!({"level": "hardened", "off": [key]}), TEXT);
            let keys: Vec<&Value> = without["applied"].as_array().expect("a list").iter().map(|s| &s["key"]).collect();
            assert!(!keys.contains(&&step["key"]), "{key}");
            let alone = ask(fix, &json!({"only": key}), TEXT);
            let keys: Vec<&Value> = alone["applied"].as_array().expect("a list").iter().map(|s| &s["key"]).collect();
            assert_eq!(keys, [&step["key"]]);
        }
    }

    #[test]
    fn an_unsafe_fix_waits_for_its_switch() {
        let basic = ask(fix, &json!({"level": "hardened"}), TEXT);
        let waiting = basic["proposed"].as_array().expect("a list").iter().find(|step| step["safety"] == "unsafe");
        let key = waiting.expect("one waits")["key"].clone();
        let on = ask(fix, &json!({"level": "hardened", "on": [key]}), TEXT);
        assert!(on["applied"].as_array().expect("a list").iter().any(|step| step["key"] == key), "{on}");
    }

    #[test]
    fn what_is_meant_is_said_and_not_fixed() {
        let text = TEXT.replace("spec:\n  template", "spec: # stackengine: ignore[retries-unstated] meant\n  template");
        let answer = ask(check, &json!({}), &text);
        let meant: Vec<&Value> = answer["findings"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|found| !found["suppressed"].is_null())
            .map(|found| &found["name"])
            .collect();
        assert_eq!(meant, ["retries-unstated"], "{answer}");
    }
}
