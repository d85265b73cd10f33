//! Rules as Rego, version 1: for Gatekeeper, and for OPA over files.
//!
//! In Rego whatever is missing or of another type is undefined, and a body with something undefined does not hold, so
//! that a plain path is as careful as the engine. What must be turned round, or may hold in several ways, becomes a
//! function of its own: `not` and alternatives are only safe over a name.

use std::fmt::Write as _;

use super::rule::{Limit, Place, Rule, Test, names_in};
use super::text::quoted;

/// Where the object stands in the input, and what the set of answers is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// `input.review.object`, parameters in `input.parameters`, answers `violation contains {"msg": …}`.
    Gatekeeper,
    /// The object is the input; the answers are a set of texts with this name: `deny`, `warn`, `audit`.
    Files(&'static str),
}

/// A module of Rego with the rules of one diagnostic; `head` is what each message begins with, `tail` what it ends with.
#[must_use]
pub fn module(
    package: &str,
    rules: &[Rule],
    dialect: Dialect,
    head: &str,
    tail: &str,
    chosen: &dyn Fn(&str) -> Option<i64>,
) -> String {
    let mut written = Written { chosen, gatekeeper: dialect == Dialect::Gatekeeper, functions: Vec::new() };
    let heads: Vec<String> = rules.iter().map(|rule| written.answer(rule, dialect, head, tail)).collect();
    let parts: Vec<&str> = heads.iter().chain(&written.functions).map(String::as_str).collect();
    let mut text = format!("package {package}\n\n");
    let used = code(&parts.join("\n"));
    match dialect {
        // Gatekeeper knows no import but that of its own libraries; the template says which version of Rego this is.
        Dialect::Gatekeeper => {}
        Dialect::Files(_) => {
            text.push_str("import rego.v1\n\n");
            for (name, _) in NAMES.iter().filter(|(name, _)| mentions(&used, name)) {
                let _ = writeln!(text, "import data.{LIBRARY}.{name}");
            }
            text.push('\n');
        }
    }
    text.push_str(&parts.join("\n"));
    if dialect == Dialect::Gatekeeper {
        let _ = write!(text, "\n{}", names("input.review.object", PASSED_OVER, &used));
    }
    if mentions(&used, "name_of") {
        let _ = write!(text, "\n{NAME_OF}");
    }
    text
}

/// The package of [`library`], on which the modules over files stand.
pub const LIBRARY: &str = "stackengine.lib";

/// What the modules over files stand on, in a package of its own: one engine that asks them all works it out once.
#[must_use]
pub fn library() -> String {
    let all: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
    format!("package {LIBRARY}\n\nimport rego.v1\n\n{}", names("input", "}\n", &all.join(" ")))
}

/// The names that rules stand on, each with its definition.
const NAMES: [(&str, &str); 6] = [
    ("manifest", ""),
    ("is_judged", ""),
    (
        "job",
        "job := manifest.spec if {\n\tmanifest.kind == \"Job\"\n\tnot is_foreign\n}\n\n\
         job := manifest.spec.jobTemplate.spec if {\n\tmanifest.kind == \"CronJob\"\n\tnot is_foreign\n}\n",
    ),
    ("template", "template := job.template\n"),
    ("pod", "pod := job.template.spec\n"),
    (
        "containers",
        "containers := array.concat(first_containers, own_containers)\n\n\
         default first_containers := []\n\nfirst_containers := pod.initContainers if is_array(pod.initContainers)\n\n\
         default own_containers := []\n\nown_containers := pod.containers if is_array(pod.containers)\n",
    ),
];

// Not by `not`: OPA takes `item.name` out of the negation, and an item without a name would have none at all.
const NAME_OF: &str = "name_of(item) := item.name if is_string(item.name)\n\nelse := \"\"\n";

/// The definitions of the names, and of those that have one of their own only what `used` mentions.
fn names(object: &str, judged: &str, used: &str) -> String {
    let mut text = format!(
        "manifest := {object}\n\n\
         # Groups with a dot belong to custom resources, which may have a Job of their own.\n\
         is_foreign if {{\n\tcontains(manifest.apiVersion, \"/\")\n\tcontains(split(manifest.apiVersion, \"/\")[0], \".\")\n}}\n\n\
         is_judged if {{\n\tmanifest.kind in {{\"Job\", \"CronJob\"}}\n\tnot is_foreign\n{judged}",
    );
    let stands_on = |name: &str| match name {
        "pod" => mentions(used, "pod") || mentions(used, "containers"),
        "job" => ["job", "template", "pod", "containers"].iter().any(|name| mentions(used, name)),
        name => mentions(used, name),
    };
    for (name, definition) in NAMES.iter().filter(|(_, definition)| !definition.is_empty()) {
        if stands_on(name) {
            let _ = write!(text, "\n{definition}");
        }
    }
    text
}

/// The text without what stands between quotes.
fn code(text: &str) -> String {
    let (mut code, mut is_quoted, mut is_escaped) = (String::new(), false, false);
    for char in text.chars() {
        match (is_quoted, is_escaped, char) {
            (true, true, _) => is_escaped = false,
            (true, false, '\\') => is_escaped = true,
            (_, _, '"') => is_quoted = !is_quoted,
            (true, ..) => {}
            (false, ..) => code.push(char),
        }
    }
    code
}

/// Whether the code has the name as a name: a whole word that is no key of something else.
fn mentions(code: &str, name: &str) -> bool {
    let is_part = |char: char| char.is_ascii_alphanumeric() || char == '_';
    code.match_indices(name).any(|(at, _)| {
        let before = code.get(..at).and_then(|text| text.chars().next_back());
        let after = code.get(at + name.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(|char| is_part(char) || char == '.') && !after.is_some_and(is_part)
    })
}

/// What a cluster asks about and nobody has a choice in: runs of a CronJob that was judged itself, and updates that leave
/// the spec alone, such as the removal of a finalizer.
const PASSED_OVER: &str = "\tnot is_passed_over\n}\n\n\
    is_passed_over if input.review.userInfo.username == \"system:serviceaccount:kube-system:cronjob-controller\"\n\n\
    is_passed_over if {\n\tinput.review.operation == \"UPDATE\"\n\tinput.review.object.spec == input.review.oldObject.spec\n}\n";

struct Written<'c> {
    chosen: &'c dyn Fn(&str) -> Option<i64>,
    gatekeeper: bool,
    functions: Vec<String>,
}

impl Written<'_> {
    fn answer(&mut self, rule: &Rule, dialect: Dialect, head: &str, tail: &str) -> String {
        let mut lines = vec!["is_judged".to_owned()];
        let mut bound = Vec::new();
        let message = match rule.each {
            Some(each) => {
                lines.extend(some(each.name, each.list));
                bound.push(each.name);
                let form = format!("{head} (%s): {}{tail}", rule.says);
                format!("msg := sprintf({}, [name_of({})])", quoted(&form), each.name)
            }
            None => format!("msg := {}", quoted(&format!("{head}: {}{tail}", rule.says))),
        };
        lines.extend(self.lines(&rule.when, &bound));
        lines.push(message);
        let answer = match dialect {
            Dialect::Gatekeeper => "violation contains {\"msg\": msg}".to_owned(),
            Dialect::Files(set) => format!("{set} contains msg"),
        };
        body(&answer, &lines)
    }

    /// The lines of a body in which the test holds.
    fn lines(&mut self, asked: &Test, bound: &[&'static str]) -> Vec<String> {
        match *asked {
            Test::All(tests) => tests.iter().flat_map(|test| self.lines(test, bound)).collect(),
            Test::Any(tests) => vec![self.function("any", tests, bound)],
            Test::Not(test) => vec![format!("not {}", self.function("is", std::slice::from_ref(test), bound))],
            Test::Present(at) => vec![format!("{} != null", path(at))],
            Test::Bool(at, wanted) => vec![format!("{} == {wanted}", path(at))],
            Test::Text(at) => vec![format!("is_string({})", path(at))],
            Test::OneOf(at, [only]) => vec![format!("{} == {}", path(at), quoted(only))],
            Test::OneOf(at, texts) => {
                let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
                vec![format!("{} in {{{}}}", path(at), texts.join(", "))]
            }
            Test::Matches(at, expression) => {
                let at = path(at);
                vec![format!("is_string({at})"), format!("regex.match({}, {at})", quoted(expression))]
            }
            Test::Same(at, other) => {
                vec![format!("is_string({})", path(at)), format!("{} == {}", path(at), path(other))]
            }
            Test::Number(at, compare, limit) => self.number(&path(at), compare.sign(), limit),
            Test::Some(name, list, test) => {
                let mut lines = some(name, list);
                lines.extend(self.lines(test, &with(bound, &[name])));
                // The list may hang on a name that is bound outside, too.
                let whole = [*asked];
                let call = self.call("has", &whole, bound);
                self.functions.push(body(&call, &lines));
                vec![call]
            }
            Test::AtLeast(wanted, name, list, test) => {
                let passing = self.passing(name, list, test, bound);
                vec![format!("count({passing}) >= {wanted}")]
            }
            Test::First(name, list, which, test) => {
                let passing = self.passing(name, list, which, bound);
                // Inside of the list the name is another one, which some readers of Rego do not see.
                let call = self.call("first", &[Test::Some(name, list, which)], bound);
                self.functions.push(format!("{call} := {passing}[0]\n"));
                let mut lines = vec![format!("{name} := {call}")];
                lines.extend(self.lines(test, &with(bound, &[name])));
                lines
            }
            Test::Entry(key, value, at, test) => {
                let at = path(at);
                let mut lines = vec![
                    format!("is_object({at})"),
                    format!("some {key}, {value} in {at}"),
                    format!("{value} != null"),
                ];
                lines.extend(self.lines(test, &with(bound, &[key, value])));
                lines
            }
        }
    }

    /// The items of a list that pass a test, as a list.
    fn passing(&mut self, name: &'static str, list: &str, test: &Test, bound: &[&'static str]) -> String {
        let mut lines = some(name, list);
        lines.extend(self.lines(test, &with(bound, &[name])));
        format!("[{name} | {}]", lines.join("; "))
    }

    fn number(&self, at: &str, sign: &str, limit: Limit) -> Vec<String> {
        let is_number = |at: &str| format!("is_number({at})");
        match limit {
            Limit::Is(number) => vec![is_number(at), format!("{at} {sign} {number}")],
            Limit::At(other) => vec![is_number(at), is_number(&path(other)), format!("{at} {sign} {}", path(other))],
            Limit::Chosen(parameter) => {
                let number = (self.chosen)(parameter.name).unwrap_or(parameter.default);
                let number = match self.gatekeeper {
                    true => format!("object.get(input, [\"parameters\", {}], {number})", quoted(parameter.name)),
                    false => number.to_string(),
                };
                vec![is_number(at), format!("{at} {sign} {number}")]
            }
        }
    }

    /// A function that holds where one of the tests does, and the call of it.
    fn function(&mut self, kind: &str, tests: &[Test], bound: &[&'static str]) -> String {
        let bodies: Vec<Vec<String>> = tests.iter().map(|test| self.lines(test, bound)).collect();
        let call = self.call(kind, tests, bound);
        let texts: Vec<String> = bodies.iter().map(|lines| body(&call, lines)).collect();
        self.functions.push(texts.join("\n"));
        call
    }
}

impl Written<'_> {
    /// The name of the next function, with those of the bound names that its tests use.
    fn call(&self, kind: &str, tests: &[Test], bound: &[&'static str]) -> String {
        let mut wanted: Vec<&str> = Vec::new();
        for name in tests.iter().flat_map(names_in) {
            if bound.contains(&name) && !wanted.contains(&name) {
                wanted.push(name);
            }
        }
        let name = format!("{kind}_{}", self.functions.len() + 1);
        if wanted.is_empty() { name } else { format!("{name}({})", wanted.join(", ")) }
    }
}

fn with<'n>(bound: &[&'n str], more: &[&'n str]) -> Vec<&'n str> {
    bound.iter().chain(more).copied().collect()
}

/// The lines that bind an item of a list, and do not hold where it is none.
fn some(name: &str, list: &str) -> Vec<String> {
    if list == "containers" {
        return vec![format!("some {name} in containers")];
    }
    let list = path(list);
    vec![format!("is_array({list})"), format!("some {name} in {list}")]
}

fn body(head: &str, lines: &[String]) -> String {
    let mut text = format!("{head} if {{\n");
    for line in lines {
        let _ = writeln!(text, "\t{line}");
    }
    text.push_str("}\n");
    text
}

fn path(at: &str) -> String {
    let place = Place::parse(at);
    let mut text = if place.root == "object" { "manifest" } else { place.root }.to_owned();
    for key in place.keys {
        let _ = if Place::is_word(key) { write!(text, ".{key}") } else { write!(text, "[{}]", quoted(key)) };
    }
    text
}
