//! JSON of `fix`, version 1. Its types are its own, so that the engine's may change.

use serde::Serialize;

use crate::check::Lint;
use crate::render::json::escape_what_steers;
use crate::render::replay::{end_word, measure as said, seconds};
use crate::repair::{Delivered, Dropped, FileState, Fix, FixReport, FixedFile, Safety, Way};
use crate::replay::{Measure, Proof, Scenario};

#[derive(Serialize)]
struct Wire<'r> {
    version: u32,
    files: Vec<WireFile<'r>>,
    not_analysed: Vec<WireNotAnalysed<'r>>,
}

#[derive(Serialize)]
struct WireFile<'r> {
    file: &'r str,
    state: &'r str,
    why: Option<&'r str>,
    applied: Vec<WireStep<'r>>,
    proposed: Vec<WireStep<'r>>,
    dropped: Vec<WireStep<'r>>,
    deliveries: Vec<WireDelivery<'r>>,
    proofs: Vec<WireProof<'r>>,
    remaining: usize,
    diff: &'r str,
}

#[derive(Serialize)]
struct WireStep<'r> {
    name: &'r str,
    code: &'r str,
    document: &'r str,
    path: String,
    container: Option<&'r str>,
    title: &'r str,
    safety: Safety,
    note: &'r str,
    why: Option<&'r str>,
}

#[derive(Serialize)]
struct WireDelivery<'r> {
    document: &'r str,
    kind: &'r str,
    name: &'r str,
    way: Way,
    why: &'r str,
    commands: Vec<String>,
}

#[derive(Serialize)]
struct WireProof<'r> {
    document: &'r str,
    kind: &'r str,
    name: &'r str,
    scenarios: Vec<WireScenario>,
    why: Option<String>,
}

#[derive(Serialize)]
struct WireScenario {
    name: &'static str,
    before: WireMeasure,
    after: WireMeasure,
    worse: Vec<String>,
}

#[derive(Serialize)]
struct WireMeasure {
    end: &'static str,
    reason: &'static str,
    verdict: Option<f64>,
    pods: usize,
    runs: usize,
    lost_seconds: f64,
    cpu_seconds: f64,
    memory_gib_minutes: f64,
    failed_runs: usize,
    logs_kept: usize,
    said: String,
}

#[derive(Serialize)]
struct WireNotAnalysed<'r> {
    file: &'r str,
    document: Option<&'r str>,
    why: &'r str,
}

/// What became of the files as JSON, with a line end after it.
#[must_use]
pub fn fix_json(report: &FixReport) -> String {
    let left_out = report.files.iter().flat_map(|file| file.left_out.iter().map(|left| (file.file.as_str(), left)));
    let wire = Wire {
        version: 1,
        files: report.files.iter().map(wire_file).collect(),
        not_analysed: left_out
            .map(|(file, left)| WireNotAnalysed { file, document: left.document.as_deref(), why: &left.why })
            .collect(),
    };
    // Every type above has text keys and whole numbers, so there is nothing serde_json could refuse.
    let mut text = escape_what_steers(serde_json::to_string_pretty(&wire).unwrap_or_default());
    text.push('\n');
    text
}

fn wire_file(file: &FixedFile) -> WireFile<'_> {
    let (state, why) = match &file.state {
        FileState::Unchanged => ("unchanged", None),
        FileState::Changed => ("changed", None),
        FileState::Written => ("written", None),
        FileState::NotWritten(why) => ("not-written", Some(why.as_str())),
    };
    WireFile {
        file: &file.file,
        state,
        why,
        applied: file.applied.iter().map(|step| wire_step(&step.number, &step.lint, &step.fix, None)).collect(),
        proposed: file.proposed.iter().map(not_applied).collect(),
        dropped: file.dropped.iter().map(not_applied).collect(),
        deliveries: file.deliveries.iter().map(|delivered| wire_delivery(&file.file, delivered)).collect(),
        proofs: file.proofs.iter().map(wire_proof).collect(),
        remaining: file.remaining,
        diff: &file.diff,
    }
}

fn wire_delivery<'r>(file: &str, delivered: &'r Delivered) -> WireDelivery<'r> {
    WireDelivery {
        document: &delivered.number,
        kind: delivered.kind,
        name: &delivered.name,
        way: delivered.delivery.way,
        why: &delivered.delivery.why,
        commands: delivered.delivery.commands_for(file),
    }
}

fn wire_proof(proof: &Proof) -> WireProof<'_> {
    let (scenarios, why) = match &proof.result {
        Ok(comparison) => (comparison.scenarios.iter().map(wire_scenario).collect(), None),
        Err(refusal) => (Vec::new(), Some(refusal.to_string())),
    };
    WireProof { document: &proof.number, kind: proof.kind, name: &proof.name, scenarios, why }
}

fn wire_scenario(scenario: &Scenario) -> WireScenario {
    let (before, after) = (wire_measure(&scenario.before), wire_measure(&scenario.after));
    WireScenario { name: scenario.name, before, after, worse: scenario.worse() }
}

fn wire_measure(measure: &Measure) -> WireMeasure {
    WireMeasure {
        end: end_word(measure.end),
        reason: measure.reason,
        verdict: measure.verdict.map(seconds),
        pods: measure.n_pods,
        runs: measure.n_runs,
        lost_seconds: seconds(measure.repeated),
        cpu_seconds: measure.cpu_seconds,
        memory_gib_minutes: measure.memory_gib_minutes,
        failed_runs: measure.n_failures,
        logs_kept: measure.logs_kept,
        said: said(measure),
    }
}

fn not_applied(step: &Dropped) -> WireStep<'_> {
    wire_step(&step.number, &step.lint, &step.fix, Some(&step.why))
}

fn wire_step<'r>(number: &'r str, lint: &'r Lint, fix: &'r Fix, why: Option<&'r str>) -> WireStep<'r> {
    WireStep {
        name: lint.diagnostic.name,
        code: lint.diagnostic.code,
        document: number,
        path: lint.shown_path(),
        container: lint.container.as_deref(),
        title: &fix.title,
        safety: fix.safety,
        note: &fix.note,
        why,
    }
}
