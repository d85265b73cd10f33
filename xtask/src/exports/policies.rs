//! The exported policies by the programs that run them: OPA over the bundle, gator over templates and constraints, both about
//! every case of the catalogue and held to the engine.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;
use stackengine::catalogue::CATALOGUE;
use stackengine::manifest::Workload;
use stackengine::prevent::{Asked, Target, is_about_manifests, reason};
use stackengine::validate::{decoded, is_decodable};
use stackengine::yaml::read_json;

use super::manifests::{files, objects};
use super::{Trouble, cache, make};
use crate::shell::{root, run, say, works};

/// A program of Go's, and the version whose verdicts hold.
struct Tool {
    name: &'static str,
    module: &'static str,
    version: &'static str,
}

const OPA: Tool = Tool { name: "opa", module: "github.com/open-policy-agent/opa", version: "v1.22.4" };
const GATOR: Tool =
    Tool { name: "gator", module: "github.com/open-policy-agent/gatekeeper/v3/cmd/gator", version: "v3.23.1" };

/// Asks both; `fetch` lets Go build what is not there, which takes minutes.
pub(super) fn judge(fetch: bool) -> Result<(), Trouble> {
    let (opa, gator) = (OPA.path(fetch)?, GATOR.path(fetch)?);
    let folder = make("gatekeeper", Target::Gatekeeper, &[])?;
    let cases: Vec<Json> = files(&root().join("crates/stackengine/src/catalogue"))
        .iter()
        .flat_map(|path| objects(&fs::read_to_string(path).unwrap_or_default()))
        .collect();
    run(Command::new(&opa).args(["check", "--v1-compatible", "--strict"]).arg(folder.join("opa")))
        .map_err(Trouble::Wrong)?;
    over_files(&opa, &folder, &cases)?;
    at_admission(&gator, &folder, &cases)
}

impl Tool {
    /// The machine's own, else the one that was built before, else a new one.
    fn path(&self, fetch: bool) -> Result<PathBuf, Trouble> {
        if works(Command::new(self.name).arg("version")) {
            return Ok(PathBuf::from(self.name));
        }
        let folder = cache().join(format!("{}-{}", self.name, self.version));
        let built = folder.join(self.name);
        if works(Command::new(&built).arg("version")) {
            return Ok(built);
        }
        if !fetch {
            return Err(Trouble::NoTool(format!("{} is not there; `cargo xtask policies` builds it", self.name)));
        }
        let what = format!("{}@{}", self.module, self.version);
        run(Command::new("go").args(["install", &what]).env("GOBIN", &folder)).map_err(Trouble::NoTool)?;
        Ok(built)
    }
}

/// The whole bundle about every case, each a file of its own.
fn over_files(opa: &Path, folder: &Path, cases: &[Json]) -> Result<(), Trouble> {
    let inputs = folder.join("cases");
    fs::create_dir_all(&inputs)
        .map_err(|error| Trouble::Wrong(format!("failed to make {}: {error}", inputs.display())))?;
    for (place, case) in cases.iter().enumerate() {
        write(&inputs.join(format!("{place}.json")), &case.to_string())?;
    }
    let mut command = Command::new(opa);
    command.args(["exec", "--decision", "stackengine", "--bundle"]).arg(folder.join("opa"));
    let said = output(command.arg(&inputs))?;
    let said: Json = serde_json::from_str(&said)
        .map_err(|error| Trouble::Wrong(format!("failed to read what OPA said: {error}: {said:.300}")))?;
    let mut found: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for answer in said["result"].as_array().into_iter().flatten() {
        let place = answer["path"].as_str().and_then(|path| Path::new(path).file_stem()?.to_str()?.parse().ok());
        let (Some(place), Some(modules)) = (place, answer["result"].as_object()) else {
            return Err(Trouble::Wrong(format!("OPA could not judge: {answer}")));
        };
        let wrong = modules.iter().filter(|(_, module)| module["deny"].as_array().is_some_and(|said| !said.is_empty()));
        found.insert(place, wrong.map(|(name, _)| name.replace('_', "-")).collect());
    }
    compare("OPA", cases, Asked::Files, &|place| found.get(&place).cloned().unwrap_or_default())
}

/// Every template and constraint about every case that the API server can decode. Cases are told apart by their names.
fn at_admission(gator: &Path, folder: &Path, cases: &[Json]) -> Result<(), Trouble> {
    let named = |(place, case): (usize, &Json)| {
        let mut case = decoded(case);
        // The constraints ask for this group; in another one the API server knows no Job.
        case["apiVersion"].as_str().filter(|version| version.starts_with("batch/"))?;
        case["metadata"]["name"] = Json::String(format!("case-{place}"));
        let text = case.to_string();
        is_decodable(&read_json(&text, 0).0).then_some(case)
    };
    let cases: Vec<Json> = cases.iter().enumerate().filter_map(named).collect();
    let text: String = cases.iter().map(|case| format!("---\n{case}\n")).collect();
    let input = folder.join("cases.yaml");
    write(&input, &text)?;
    let mut command = Command::new(gator);
    command.args(["test", "--output", "json", "--filename"]).arg(folder.join("gatekeeper"));
    let said = output(command.arg("--filename").arg(&input))?;
    let said: Vec<Json> = serde_json::from_str(&said)
        .map_err(|error| Trouble::Wrong(format!("failed to read what gator said: {error}: {said:.300}")))?;
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for violation in said {
        let name = |object: &Json| object["metadata"]["name"].as_str().unwrap_or_default().to_owned();
        let policy = name(&violation["constraint"]);
        let policy = policy.strip_prefix("stackengine-").unwrap_or(&policy);
        found.entry(name(&violation["violatingObject"])).or_default().insert(policy.to_owned());
    }
    let said = |place: usize| -> BTreeSet<String> {
        let name = cases.get(place).and_then(|case| case["metadata"]["name"].as_str()).unwrap_or_default();
        found.get(name).cloned().unwrap_or_default()
    };
    compare("gator", &cases, Asked::Admission, &said)
}

/// What the engine finds among what can be told, beside what was said.
fn compare(who: &str, cases: &[Json], asked: Asked, said: &dyn Fn(usize) -> BTreeSet<String>) -> Result<(), Trouble> {
    let told: Vec<_> =
        CATALOGUE.iter().filter(|known| is_about_manifests(known) && reason(known, asked).is_none()).collect();
    let (mut n_found, mut wrong) = (0, Vec::new());
    for (place, case) in cases.iter().enumerate() {
        let text = case.to_string();
        let (node, _) = read_json(&text, 0);
        let Some(workload) = Workload::new(&node, &[]) else { continue };
        let mut found = Vec::new();
        told.iter().for_each(|known| (known.check)(&workload, &mut found));
        let truth: BTreeSet<String> = found.iter().map(|lint| lint.diagnostic.name.to_owned()).collect();
        n_found += truth.len();
        let said = said(place);
        if truth != said {
            wrong.push(format!("the engine finds {:?}, {who} {:?}: {case}", &truth - &said, &said - &truth));
        }
    }
    say(&format!("{who}: {} policies, {} cases, {n_found} findings, {} differ", told.len(), cases.len(), wrong.len()));
    match wrong.first() {
        Some(first) => Err(Trouble::Wrong(format!("{who} and the engine differ in {} cases; {first}", wrong.len()))),
        None => Ok(()),
    }
}

fn write(path: &Path, text: &str) -> Result<(), Trouble> {
    fs::write(path, text).map_err(|error| Trouble::Wrong(format!("failed to write {}: {error}", path.display())))
}

/// What it prints. Violations make gator end with 1, so its status says nothing; what cannot be read does.
fn output(command: &mut Command) -> Result<String, Trouble> {
    let output = command.output().map_err(|error| Trouble::Wrong(format!("failed to start {command:?}: {error}")))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    match text.trim().is_empty() {
        true => Err(Trouble::Wrong(String::from_utf8_lossy(&output.stderr).into_owned())),
        false => Ok(text),
    }
}
