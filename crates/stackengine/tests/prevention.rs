//! Policies say what the engine says: Rego by regorus and CEL by cel, on every case of every diagnostic, on real
//! manifests, and on all of these with something deleted, emptied or changed.

#![allow(clippy::unwrap_used, missing_docs)]
#![expect(clippy::print_stdout, reason = "how much was asked is the point of a comparison")]

#[path = "prevention/mod.rs"]
mod prevention;
mod recordings;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::{env, fs};

use cel::{Context, Env, Program, extensions};
use prevention::{defaulted, files, mutations, objects};
use recordings::shared;
use regex::Regex;
use serde_json::{Value as Json, json};
use stackengine::catalogue::{CATALOGUE, Diagnostic};
use stackengine::manifest::{File, Workload};
use stackengine::prevent::cel::{Validation, validation, variables};
use stackengine::prevent::rego::{Dialect, library, module};
use stackengine::prevent::rule::{Prevention, fires};
use stackengine::prevent::{
    Asked, Enforcement, Request, Selection, Target, export, is_about_manifests, is_ours, parameters, reason,
};
use stackengine::validate::{decoded, is_decodable, validate};
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

/// Policies, and what is asked of them: over files one question to one engine, so that what they share is worked out once;
/// Gatekeeper has an engine for each.
struct Rego {
    engines: Vec<regorus::Engine>,
    question: &'static str,
    names: BTreeMap<String, &'static str>,
}

const QUESTION: &str = "data.question.answers";

impl Rego {
    fn new(dialect: Dialect, set: &str) -> Self {
        let is_one = dialect != Dialect::Gatekeeper;
        let (mut engines, mut names) = (Vec::new(), BTreeMap::new());
        let mut question = String::from("package question\n\nimport rego.v1\n");
        let mut engine = regorus::Engine::new();
        if is_one {
            engine.add_policy("lib.rego".to_owned(), library()).unwrap();
        }
        for known in with_rules() {
            let package = format!("stackengine.{}", package(known));
            let text = module(&package, known.prevent.rules(), dialect, known.name, "", &|_| None);
            let added = engine.add_policy(format!("{}.rego", known.name), text.clone());
            added.unwrap_or_else(|error| panic!("{error}\n{text}"));
            names.insert(known.code.to_owned(), known.name);
            question.push_str(&format!("\nanswers contains [{:?}, data.{package}.{set}]\n", known.code));
            if !is_one {
                let one = std::mem::replace(&mut question, String::from("package question\n\nimport rego.v1\n"));
                engine.add_policy("question.rego".to_owned(), one).unwrap();
                engines.push(std::mem::take(&mut engine));
            }
        }
        if is_one {
            engine.add_policy("question.rego".to_owned(), question).unwrap();
            engines.push(engine);
        }
        Self { engines, question: QUESTION, names }
    }

    fn found(&mut self, input: &Json) -> BTreeSet<&'static str> {
        let value = regorus::Value::from_json_str(&input.to_string()).unwrap();
        let mut found = BTreeSet::new();
        for engine in &mut self.engines {
            engine.set_input(value.clone());
            let answers = engine.eval_rule(self.question.to_owned());
            let answers = answers.unwrap_or_else(|error| panic!("{error}\n{input}"));
            for answer in answers.as_set().unwrap().iter() {
                let [code, answers] = answer.as_array().unwrap().as_slice() else { panic!("{answer}") };
                if answers.as_set().is_ok_and(|answers| !answers.is_empty()) {
                    found.insert(self.names[code.as_string().unwrap().as_ref()]);
                }
            }
        }
        found
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
            rego: Rego::new(Dialect::Files("deny"), "deny"),
            gatekeeper: Rego::new(Dialect::Gatekeeper, "violation"),
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
        let rego = self.rego.found(object);
        self.compare("rego", &truth, &rego, object);
        if fully {
            let finds = |expression: &str, text: &str| self.expressions[expression].is_match(text);
            let rules = |known: &&Diagnostic| {
                known.prevent.rules().iter().any(|rule| !fires(rule, &workload, &finds).is_empty())
            };
            let own: BTreeSet<&'static str> = with_rules().filter(rules).map(|known| known.name).collect();
            self.compare("rule", &truth, &own, object);
            let review = json!({"review": {"object": object}, "parameters": {}});
            let gatekeeper = self.gatekeeper.found(&review);
            self.compare("gatekeeper", &truth, &gatekeeper, object);
        }
        // Of what was changed at random, only what is right in every way: an empty list in place of a text is refused for
        // being empty, and not for its type.
        if is_decodable(&node) && (fully || validate(&node).is_empty()) {
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
        println!(
            "{what}: {} objects, {} of them decodable, {} diagnostics fired",
            self.n_asked,
            self.n_decodable,
            self.fired.len()
        );
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

/// `PREVENTION_STEP=1` asks of every object that is made, and not of every 97th.
#[test]
fn policies_say_what_the_engine_says_whatever_is_changed() {
    let step = env::var("PREVENTION_STEP").ok().and_then(|step| step.parse().ok()).unwrap_or(97);
    let mut proof = Proof::new();
    let all = cases();
    for object in all.iter().flat_map(mutations).step_by(step) {
        proof.ask(&object, false);
    }
    proof.end("changed");
}

#[test]
fn every_diagnostic_of_manifests_is_a_rule_or_says_why_not() {
    for known in CATALOGUE.iter().filter(|known| is_about_manifests(known)) {
        let unsaid = matches!(known.prevent, Prevention::Unstated) && known.rules.is_empty();
        assert!(!unsaid, "{}: neither a rule nor a reason", known.name);
    }
}

#[test]
fn the_parameters_of_the_targets_are_those_of_the_rules() {
    let mut of_rules: Vec<(String, String, String)> = with_rules()
        .flat_map(|known| parameters(known.prevent.rules()))
        .map(|known| (known.name.to_owned(), known.means.to_owned(), known.default.to_string()))
        .collect();
    of_rules.sort();
    let known = Target::Gatekeeper.parameters().iter();
    let mut known: Vec<(String, String, String)> =
        known.map(|(name, means, value)| ((*name).to_owned(), (*means).to_owned(), (*value).to_owned())).collect();
    known.sort();
    assert_eq!(of_rules, known);
}

#[test]
fn a_chosen_number_is_the_one_that_counts() {
    let job = json!({"apiVersion": "batch/v1", "kind": "Job", "spec": {"ttlSecondsAfterFinished": 100}});
    let rules = CATALOGUE.iter().find(|known| known.name == "ttl-too-short").unwrap().prevent.rules();
    for (chosen, fires) in [(None, false), (Some(60), false), (Some(300), true)] {
        let text = module("stackengine.ttl", rules, Dialect::Files("deny"), "ttl", "", &|_| chosen);
        let mut engine = regorus::Engine::new();
        engine.add_policy("lib.rego".to_owned(), library()).unwrap();
        engine.add_policy("ttl.rego".to_owned(), text).unwrap();
        engine.set_input(regorus::Value::from_json_str(&job.to_string()).unwrap());
        let answers = engine.eval_rule("data.stackengine.ttl.deny".to_owned()).unwrap();
        assert_eq!(answers.as_set().is_ok_and(|answers| !answers.is_empty()), fires, "{chosen:?}");

        let texts: Vec<Validation> = rules.iter().map(|rule| validation(rule, "", "")).collect();
        let shared = variables(rules, &texts, &|_| chosen);
        let number = shared.iter().find(|variable| variable.name == "shortestTtl").unwrap();
        assert_eq!(number.expression, chosen.unwrap_or(60).to_string());
    }
    // In Gatekeeper the constraint has the last word.
    let text = module("ttl", rules, Dialect::Gatekeeper, "ttl", "", &|_| None);
    let mut engine = regorus::Engine::new();
    engine.add_policy("ttl.rego".to_owned(), text).unwrap();
    for (parameters, fires) in [(json!({}), false), (json!({"shortestTtl": 300}), true)] {
        let input = json!({"review": {"object": job}, "parameters": parameters});
        engine.set_input(regorus::Value::from_json_str(&input.to_string()).unwrap());
        let answers = engine.eval_rule("data.ttl.violation".to_owned()).unwrap();
        assert_eq!(answers.as_set().is_ok_and(|answers| !answers.is_empty()), fires, "{parameters}");
    }
}

#[test]
fn gatekeeper_passes_over_what_nobody_has_a_choice_in() {
    let rules = CATALOGUE.iter().find(|known| known.name == "deadline-missing").unwrap().prevent.rules();
    let mut engine = regorus::Engine::new();
    engine.add_policy("a.rego".to_owned(), module("a", rules, Dialect::Gatekeeper, "a", "", &|_| None)).unwrap();
    let job =
        json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"finalizers": []}, "spec": {"backoffLimit": 0}});
    let before = json!({"apiVersion": "batch/v1", "kind": "Job", "spec": {"backoffLimit": 0}});
    let other = json!({"apiVersion": "batch/v1", "kind": "Job", "spec": {"backoffLimit": 1}});
    let controller = "system:serviceaccount:kube-system:cronjob-controller";
    let table = [
        (json!({"object": job, "operation": "CREATE", "userInfo": {"username": "me"}}), true),
        (json!({"object": job, "operation": "CREATE", "userInfo": {"username": controller}}), false),
        (json!({"object": job, "oldObject": before, "operation": "UPDATE", "userInfo": {"username": "me"}}), false),
        (json!({"object": job, "oldObject": other, "operation": "UPDATE", "userInfo": {"username": "me"}}), true),
        // The audit of Gatekeeper sends neither.
        (json!({"object": job}), true),
    ];
    for (review, fires) in table {
        engine.set_input(regorus::Value::from_json_str(&json!({"review": review}).to_string()).unwrap());
        let answers = engine.eval_rule("data.a.violation".to_owned()).unwrap();
        assert_eq!(answers.as_set().is_ok_and(|answers| !answers.is_empty()), fires, "{review}");
    }
}

/// The files hold what was proved above, they are YAML, they say who made them, and are the same each time.
#[test]
fn every_file_is_read_by_the_engines_own_reader_and_holds_what_was_proved() {
    for target in [Target::Gatekeeper, Target::AdmissionPolicy, Target::Kyverno] {
        let made = export(target, &Request::default()).unwrap();
        assert_eq!(made, export(target, &Request::default()).unwrap());
        assert!(made.files.len() > 60, "{target}: {}", made.files.len());
        for file in &made.files {
            assert!(is_ours(&file.text), "{}", file.path);
            if file.path.ends_with(".yaml") {
                let read = File::read(&file.text, &[]);
                assert!(read.unread.is_empty(), "{}: {:?}", file.path, read.unread);
                assert!(read.documents.iter().all(|document| document.node.get("kind").is_some()), "{}", file.path);
            }
        }
        let mut names: Vec<&str> = made.files.iter().map(|file| file.path.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), made.files.len());
    }
    let made = export(Target::Gatekeeper, &Request::default()).unwrap();
    assert!(made.files.iter().any(|file| file.path == "opa/.manifest"));
    for known in with_rules().filter(|known| matches!(known.prevent, Prevention::Rules(_))) {
        let path = format!("gatekeeper/templates/{}.yaml", known.name);
        let file = made.files.iter().find(|file| file.path == path).unwrap();
        let read = File::read(&file.text, &[]);
        let root = &read.documents[0].node;
        let target = &root.at("spec.targets").unwrap().items()[0];
        let code = &target.get("code").unwrap().items()[0];
        let rego = code.at("source.rego").unwrap().as_str().unwrap();
        let mut engine = regorus::Engine::new();
        engine.add_policy(path.clone(), rego.to_owned()).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
}

#[test]
fn each_enforcement_has_the_words_of_its_target() {
    let table = [
        (
            Enforcement::Deny,
            "enforcementAction: deny",
            "validationActions: [Deny]",
            "failureAction: Enforce",
            "\ndeny contains",
        ),
        (
            Enforcement::Warn,
            "enforcementAction: warn",
            "validationActions: [Warn]",
            "emitWarning: true",
            "\nwarn contains",
        ),
        (
            Enforcement::Audit,
            "enforcementAction: dryrun",
            "validationActions: [Audit]",
            "failureAction: Audit",
            "\naudit contains",
        ),
    ];
    for (enforcement, gatekeeper, policy, kyverno, opa) in table {
        let selection = Selection { names: vec!["privileged-container".to_owned()], ..Selection::default() };
        let request = Request { selection, enforcement, ..Request::default() };
        for (target, text) in [
            (Target::Gatekeeper, gatekeeper),
            (Target::AdmissionPolicy, policy),
            (Target::Kyverno, kyverno),
            (Target::Gatekeeper, opa),
        ] {
            let made = export(target, &request).unwrap();
            assert!(made.files.iter().any(|file| file.text.contains(text)), "{target}: {text}");
        }
    }
}

/// `UPDATE_EXPECTED=1 cargo test -p stackengine --test prevention` writes the page anew; read the diff.
#[test]
fn the_page_says_what_each_target_can_tell() {
    let mut page = String::from(
        "# What policies can tell\n\n\
         Written by `tests/prevention.rs` from the catalogue. Each rule stands beside its diagnostic, and Rego and CEL are\n\
         written from that one; the tests hold them to the engine on every case, on real manifests and on changed ones.\n\n\
         A policy at admission sees an object that was decoded and filled in: it never sees what the API server refuses by\n\
         itself, and it cannot tell what nobody has said from what somebody has. Two requests are passed over: runs of a CronJob,\n\
         which was judged itself, and updates that leave the spec alone. At admission `host-port-used` and `host-port-shared`\n\
         also find the ports that `hostNetwork` takes, because the API server has written them down by then.\n\n\
         Gatekeeper, admission policies (CEL) and Kyverno are one column: what one of them can tell, all can.\n\n\
         | code | diagnostic | files (OPA) | admission | why not |\n| --- | --- | --- | --- | --- |\n",
    );
    let (mut in_files, mut at_admission, mut all) = (0, 0, 0);
    for known in CATALOGUE.iter().filter(|known| is_about_manifests(known)) {
        let (files, admission) = (reason(known, Asked::Files), reason(known, Asked::Admission));
        all += 1;
        in_files += usize::from(files.is_none());
        at_admission += usize::from(admission.is_none());
        let sign = |reason: &Option<String>| if reason.is_none() { "yes" } else { "" };
        page.push_str(&format!(
            "| {} | {} | {} | {} | {} |\n",
            known.code,
            known.name,
            sign(&files),
            sign(&admission),
            admission.as_deref().unwrap_or_default()
        ));
    }
    page.push_str(&format!("\n{in_files} of {all} over files, {at_admission} at admission.\n"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/prevention.md");
    if env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(page == expected, "docs/prevention.md is out of date: UPDATE_EXPECTED=1 writes it anew");
}

/// `cargo test --release -p stackengine --test prevention -- --ignored --nocapture` prints how long it takes.
#[test]
#[ignore = "a measurement, of use in a release build alone"]
fn a_thousand_manifests_take_less_than_a_second() {
    let all = cases();
    let mut rego = Rego::new(Dialect::Files("deny"), "deny");
    rego.found(&all[0]);
    let start = std::time::Instant::now();
    let n_found: usize = all.iter().cycle().take(1000).map(|object| rego.found(object).len()).sum();
    let took = start.elapsed();
    println!("{} policies over 1000 manifests: {n_found} findings in {took:?}", rego.names.len());
    assert!(took.as_secs() < 1, "{took:?}");
}
