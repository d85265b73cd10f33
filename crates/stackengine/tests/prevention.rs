//! Policies say what the engine says: Rego by regorus and CEL by cel, on every case of every diagnostic, on real
//! manifests, and on all of these with something deleted, emptied or changed.

#![allow(clippy::unwrap_used, missing_docs)]

#[path = "prevention/mod.rs"]
mod prevention;
mod recordings;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::{env, fs};

use cel::{Context, Env, Program, extensions};
use prevention::{decoded, defaulted, files, is_decodable, mutations, objects};
use recordings::shared;
use regex::Regex;
use serde_json::Value as Json;
use stackengine::catalogue::{CATALOGUE, Diagnostic};
use stackengine::manifest::Workload;
use stackengine::prevent::cel::{Validation, validation, variables};
use stackengine::prevent::rego::{Dialect, module};
use stackengine::prevent::rule::{Prevention, fires};
use stackengine::yaml::read_json;

fn with_rules() -> impl Iterator<Item = &'static Diagnostic> {
    CATALOGUE.iter().copied().filter(|known| !known.prevent.rules().is_empty())
}

fn package(known: &Diagnostic) -> String {
    known.name.replace('-', "_")
}

/// What the engine itself finds in an object.
fn engine(workload: &Workload<'_>) -> BTreeSet<&'static str> {
    let mut found = Vec::new();
    with_rules().for_each(|known| (known.check)(workload, &mut found));
    found.into_iter().map(|lint| lint.diagnostic.name).collect()
}

/// All policies at once, as a bundle has them.
struct Rego(regorus::Engine);

impl Rego {
    fn new(dialect: Dialect) -> Self {
        let mut engine = regorus::Engine::new();
        for known in with_rules() {
            let text = module(
                &format!("stackengine.{}", package(known)),
                known.prevent.rules(),
                dialect,
                known.name,
                "",
                &|_| None,
            );
            engine.add_policy(format!("{}.rego", known.name), text.clone()).unwrap_or_else(|error| panic!("{error}\n{text}"));
        }
        Self(engine)
    }

    fn found(&mut self, input: &Json, set: &str) -> BTreeSet<&'static str> {
        self.0.set_input(regorus::Value::from_json_str(&input.to_string()).unwrap());
        let found = |known: &&Diagnostic| {
            let rule = format!("data.stackengine.{}.{set}", package(known));
            let answers = self.0.eval_rule(rule.clone()).unwrap_or_else(|error| panic!("{rule}: {error}\n{input}"));
            answers.as_set().is_ok_and(|answers| !answers.is_empty())
        };
        with_rules().filter(found).map(|known| known.name).collect()
    }
}

/// The expressions of all diagnostics that admission can tell, with their variables put in.
struct Cel {
    env: Arc<Env>,
    programs: Vec<(&'static str, Program, Program)>,
}

impl Cel {
    fn new() -> Self {
        let mut env = Env::stdlib().with_optional_support(true);
        env.add_extension(extensions::strings).unwrap();
        env.add_extension(extensions::lists).unwrap();
        let env = Arc::new(env);
        let mut programs = Vec::new();
        for known in with_rules().filter(|known| matches!(known.prevent, Prevention::Rules(_))) {
            let rules = known.prevent.rules();
            let texts: Vec<Validation> = rules.iter().map(|rule| validation(rule, known.name, "")).collect();
            let variables = variables(rules, &texts, &|_| None);
            for text in &texts {
                let compiled = |text: &str| {
                    let mut text = text.to_owned();
                    for variable in variables.iter().rev() {
                        let word = Regex::new(&format!(r"variables\.{}\b", variable.name)).unwrap();
                        text = word.replace_all(&text, format!("({})", variable.expression).as_str()).into_owned();
                    }
                    env.compile(&text).unwrap_or_else(|error| panic!("{}: {error}\n{text}", known.name))
                };
                programs.push((known.name, compiled(&text.expression), compiled(&text.message_expression)));
            }
        }
        Self { env, programs }
    }

    fn found(&self, object: &Json) -> BTreeSet<&'static str> {
        let mut context = Context::with_env(Arc::clone(&self.env));
        context.add_variable_from_value("object", cel_value(object));
        let mut found = BTreeSet::new();
        for (name, expression, message) in &self.programs {
            match expression.execute(&context) {
                Ok(cel::Value::Bool(true)) => {}
                Ok(cel::Value::Bool(false)) => {
                    let message = message.execute(&context);
                    assert!(
                        matches!(&message, Ok(cel::Value::String(text)) if text.starts_with(name)),
                        "{name}: {message:?} {object}"
                    );
                    found.insert(*name);
                }
                other => panic!("{name}: {other:?}\n{object}"),
            }
        }
        found
    }
}

/// JSON as the API server hands it over: whole numbers are integers.
fn cel_value(json: &Json) -> cel::Value {
    match json {
        Json::Number(number) if number.is_i64() => cel::Value::Int(number.as_i64().unwrap()),
        Json::Array(items) => cel::Value::List(Arc::new(items.iter().map(cel_value).collect())),
        Json::Object(map) => {
            let map: std::collections::HashMap<String, cel::Value> =
                map.iter().map(|(key, value)| (key.clone(), cel_value(value))).collect();
            map.into()
        }
        Json::String(text) => cel::Value::String(Arc::new(text.clone())),
        Json::Bool(value) => cel::Value::Bool(*value),
        Json::Number(number) => cel::Value::Float(number.as_f64().unwrap()),
        Json::Null => cel::Value::Null,
    }
}

/// All that is asked of one object, and where the answers differ.
struct Proof {
    rego: Rego,
    gatekeeper: Rego,
    cel: Cel,
    expressions: BTreeMap<String, Regex>,
    n_asked: usize,
    n_decodable: usize,
    fired: BTreeSet<&'static str>,
    wrong: BTreeMap<String, (usize, String)>,
}

impl Proof {
    fn new() -> Self {
        let mut expressions = BTreeMap::new();
        for rule in with_rules().flat_map(|known| known.prevent.rules()) {
            collect_expressions(&rule.when, &mut expressions);
        }
        Self {
            rego: Rego::new(Dialect::Files("deny")),
            gatekeeper: Rego::new(Dialect::Gatekeeper),
            cel: Cel::new(),
            expressions,
            n_asked: 0,
            n_decodable: 0,
            fired: BTreeSet::new(),
            wrong: BTreeMap::new(),
        }
    }

    fn ask(&mut self, object: &Json, fully: bool) {
        let text = object.to_string();
        let (node, _) = read_json(&text, 0);
        let Some(workload) = Workload::new(&node, &[]) else { return };
        self.n_asked += 1;
        let truth = engine(&workload);
        self.fired.extend(&truth);
        let rego = self.rego.found(object, "deny");
        self.compare("rego", &truth, &rego, object);
        if fully {
            let finds = |expression: &str, text: &str| self.expressions[expression].is_match(text);
            let rules = |known: &&Diagnostic| {
                known.prevent.rules().iter().any(|rule| !fires(rule, &workload, &finds).is_empty())
            };
            let own: BTreeSet<&'static str> = with_rules().filter(rules).map(|known| known.name).collect();
            self.compare("rule", &truth, &own, object);
            let review = serde_json::json!({"review": {"object": object}, "parameters": {}});
            let gatekeeper = self.gatekeeper.found(&review, "violation");
            self.compare("gatekeeper", &truth, &gatekeeper, object);
        }
        if is_decodable(&node) {
            self.n_decodable += 1;
            let decoded = decoded(object);
            let expressible = |names: &BTreeSet<&'static str>| -> BTreeSet<&'static str> {
                let told = with_rules().filter(|known| matches!(known.prevent, Prevention::Rules(_)));
                told.map(|known| known.name).filter(|name| names.contains(name)).collect()
            };
            let cel = self.cel.found(&decoded);
            self.compare("cel", &expressible(&truth), &cel, object);
            if fully {
                let object = defaulted(decoded);
                let text = object.to_string();
                let (node, _) = read_json(&text, 0);
                let Some(workload) = Workload::new(&node, &[]) else { return };
                let later = expressible(&engine(&workload));
                let cel = self.cel.found(&object);
                self.compare("cel after defaults", &later, &cel, &object);
                // What the API server fills in changes no verdict, except where a port of the node is really taken by it.
                let mut before = expressible(&truth);
                let mut after = later;
                for name in ["host-port-used", "host-port-shared"] {
                    before.remove(name);
                    after.remove(name);
                }
                self.compare("defaults", &before, &after, &object);
            }
        }
    }

    fn compare(&mut self, who: &str, truth: &BTreeSet<&'static str>, said: &BTreeSet<&'static str>, object: &Json) {
        for (sign, names) in [("silent", truth - said), ("fires", said - truth)] {
            for name in names {
                let entry = self.wrong.entry(format!("{who} {sign}: {name}")).or_default();
                entry.0 += 1;
                if entry.1.is_empty() || object.to_string().len() < entry.1.len() {
                    entry.1 = object.to_string();
                }
            }
        }
    }

    fn end(self, what: &str) {
        println!("{what}: {} objects, {} of them decodable, {} diagnostics fired", self.n_asked, self.n_decodable, self.fired.len());
        let wrong: Vec<String> =
            self.wrong.iter().map(|(what, (times, example))| format!("{what}, {times} times: {example}")).collect();
        assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    }
}

fn collect_expressions(test: &stackengine::prevent::rule::Test, into: &mut BTreeMap<String, Regex>) {
    if let stackengine::prevent::rule::Test::Matches(_, expression) = test {
        into.entry((*expression).to_owned()).or_insert_with(|| Regex::new(expression).unwrap());
    }
    test.inside().0.into_iter().for_each(|test| collect_expressions(test, into));
}

fn cases() -> Vec<Json> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/catalogue");
    files(&folder).iter().flat_map(|path| objects(&fs::read_to_string(path).unwrap_or_default())).collect()
}

#[test]
fn policies_say_what_the_engine_says_on_all_cases() {
    let mut proof = Proof::new();
    cases().iter().for_each(|object| proof.ask(object, true));
    assert!(proof.n_asked > 500, "{}", proof.n_asked);
    let silent: Vec<&str> = with_rules().map(|known| known.name).filter(|name| !proof.fired.contains(name)).collect();
    assert!(silent.is_empty(), "never fired: {silent:?}");
    proof.end("cases");
}

#[test]
fn policies_say_what_the_engine_says_on_real_manifests() {
    let Some(folder) = shared("manifests") else { return };
    let mut proof = Proof::new();
    for path in files(&folder) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        objects(&text).iter().for_each(|object| proof.ask(object, true));
    }
    proof.end("real manifests");
}

/// `PREVENTION_STEP=1` asks of every object that is made, and not of every 23rd.
#[test]
fn policies_say_what_the_engine_says_whatever_is_changed() {
    let step = env::var("PREVENTION_STEP").ok().and_then(|step| step.parse().ok()).unwrap_or(23);
    let mut proof = Proof::new();
    let all = cases();
    for object in all.iter().flat_map(mutations).step_by(step) {
        proof.ask(&object, false);
    }
    proof.end("changed");
}
