//! Policies that are exported, asked by the libraries that run such policies, beside what the engine itself says.
//!
//! The cases are the examples of all pages of the catalogue, before and after their repair.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Value, json};
use stackengine::catalogue::{self, CATALOGUE, Diagnostic, Page};
use stackengine::manifest::{File, Workload, mask};
use stackengine::prevent::{Artefact, Export, Target};
use stackengine::validate::{decoded, is_decodable};
use stackengine::yaml::{Data, read_json};
use stackengine_policy::{Policies, PolicyFile, TIME_LIMIT};

use crate::outcome::{Failure, Outcome};

/// What is asked together.
struct Part {
    title: &'static str,
    /// Whether it sees decoded objects alone, as the API server sends them.
    is_admission: bool,
    files: Vec<PolicyFile>,
}

/// How a policy and the engine agreed.
#[derive(Clone, Copy, Default)]
struct Row {
    fires: usize,
    silent: usize,
    differ: usize,
}

/// Asks every policy about every case, and returns the table with how it went.
pub(super) fn prove(target: Target, made: &Export) -> Result<(String, Outcome), Failure> {
    let cases = cases();
    let mut text = String::new();
    let mut outcome = Outcome::Clean;
    for part in parts(target, made) {
        if !part.files.is_empty() && !ask(&part, &cases, &mut text)? {
            outcome = Outcome::Findings;
        }
    }
    Ok((text, outcome))
}

fn parts(target: Target, made: &Export) -> Vec<Part> {
    let files = |wanted: &dyn Fn(&str) -> bool| -> Vec<PolicyFile> {
        let files = made.files.iter().filter(|file| wanted(&file.path));
        files.map(|file| PolicyFile { name: file.path.clone(), text: file.text.clone() }).collect()
    };
    let admission = |title, files| Part { title, is_admission: true, files };
    match target {
        Target::Gatekeeper => vec![
            admission("Gatekeeper, by regorus", files(&|path| path.starts_with("gatekeeper/"))),
            Part {
                title: "OPA over files, by regorus",
                is_admission: false,
                files: files(&|path| path.ends_with(".rego")),
            },
        ],
        Target::AdmissionPolicy => vec![admission(
            "admission policies, by cel (those that mend are not asked)",
            files(&|path| !path.contains("/mend/")),
        )],
        _ => vec![admission(
            "the CEL of Kyverno's policies, by cel (what Kyverno does around it is not asked)",
            made.files.iter().filter_map(as_admission_policy).collect(),
        )],
    }
}

/// The expressions of one of Kyverno's policies as a policy of the API server, which has the same.
fn as_admission_policy(file: &Artefact) -> Option<PolicyFile> {
    let read = File::read(&file.text, &[]);
    let policy = Value::from(Data::of(&read.documents.first()?.node));
    let rule = &policy["spec"]["rules"][0];
    let cel = &rule["validate"]["cel"];
    let text = json!({
        "apiVersion": "admissionregistration.k8s.io/v1",
        "kind": "ValidatingAdmissionPolicy",
        "metadata": {"name": policy["metadata"]["name"]},
        "spec": {
            "matchConstraints": {"resourceRules": [{"resources": ["jobs", "cronjobs"]}]},
            "matchConditions": rule["celPreconditions"],
            "variables": cel["variables"],
            "validations": cel["expressions"],
        },
    });
    Some(PolicyFile { name: file.path.clone(), text: text.to_string() })
}

/// The Jobs and CronJobs of all examples, each once.
fn cases() -> Vec<Value> {
    let mut cases = Vec::new();
    let mut seen = BTreeSet::new();
    for page in CATALOGUE.iter().filter_map(|known| Page::parse(known.page)) {
        for example in ["fires", "fixed"].into_iter().flat_map(|tag| page.examples(tag)) {
            let (text, masks) = mask(example);
            for document in File::read(&text, &masks).documents {
                let object = Value::from(Data::of(&document.node));
                if matches!(object["kind"].as_str(), Some("Job" | "CronJob")) && seen.insert(object.to_string()) {
                    cases.push(object);
                }
            }
        }
    }
    cases
}

/// Whether all agreed.
fn ask(part: &Part, cases: &[Value], text: &mut String) -> Result<bool, Failure> {
    let policies = Policies::load(&part.files, TIME_LIMIT).map_err(|troubles| {
        let troubles: Vec<String> = troubles.iter().map(ToString::to_string).collect();
        Failure::Unusable(format!("failed to prove the policies: {}", troubles.join("; ")))
    })?;
    let of: Vec<Option<&Diagnostic>> = policies.names().iter().map(|policy| diagnostic(&policy.name)).collect();
    let told: Vec<&Diagnostic> = of.iter().copied().flatten().collect();
    let mut rows = vec![Row::default(); told.len()];
    let (mut n_cases, mut troubles) = (0, BTreeSet::new());
    for case in cases {
        let case = if part.is_admission { decoded(case) } else { case.clone() };
        let written = case.to_string();
        let (node, _) = read_json(&written, 0);
        let Some(workload) = Workload::new(&node, &[]) else { continue };
        if part.is_admission && !is_decodable(&node) {
            continue;
        }
        n_cases += 1;
        let judgement = policies.judge(&case);
        troubles.extend(judgement.troubles.iter().map(ToString::to_string));
        let said = judgement.verdicts.iter().filter_map(|verdict| of.get(verdict.policy).copied().flatten());
        let said: BTreeSet<&str> = said.map(|known| known.name).collect();
        for (row, known) in rows.iter_mut().zip(&told) {
            let mut found = Vec::new();
            (known.check)(&workload, &mut found);
            let fires = found.iter().any(|lint| lint.diagnostic.name == known.name);
            row.fires += usize::from(fires);
            row.silent += usize::from(!fires);
            row.differ += usize::from(fires != said.contains(known.name));
        }
    }
    let _ = writeln!(text, "{}: {n_cases} cases, of the examples in the catalogue", part.title);
    let _ = writeln!(text, "{:<38} {:>5} {:>6} {:>6}  proved", "diagnostic", "fires", "silent", "differ");
    for (row, known) in rows.iter().zip(&told) {
        let verdict = match row {
            Row { differ: 1.., .. } => "NO",
            Row { fires: 0, .. } => "no case fires",
            Row { silent: 0, .. } => "no case is silent",
            Row { .. } => "yes",
        };
        let Row { fires, silent, differ } = row;
        let _ = writeln!(text, "{:<38} {fires:>5} {silent:>6} {differ:>6}  {verdict}", known.name);
    }
    for trouble in &troubles {
        let _ = writeln!(text, "{trouble}");
    }
    text.push('\n');
    Ok(troubles.is_empty() && rows.iter().all(|row| row.differ == 0))
}

/// Whose policy it is: `StackEngineX/stackengine-x`, `stackengine.x_y`, `stackengine-x`.
fn diagnostic(policy: &str) -> Option<&'static Diagnostic> {
    let name = policy.rsplit_once('/').map_or(policy, |(_, name)| name);
    let name = name.strip_prefix("stackengine-").or_else(|| name.strip_prefix("stackengine."))?;
    catalogue::find(&name.replace('_', "-"))
}
