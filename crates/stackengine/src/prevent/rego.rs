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
    let mut text = format!("package {package}\n\nimport rego.v1\n");
    for part in heads.iter().chain(&written.functions) {
        let _ = write!(text, "\n{part}");
    }
    let _ = write!(text, "\n{}", prelude(dialect, &text));
    text
}

/// The names that the rules stand on, and of those only what `used` mentions.
fn prelude(dialect: Dialect, used: &str) -> String {
    let object = if dialect == Dialect::Gatekeeper { "input.review.object" } else { "input" };
    let mut text = format!("manifest := {object}\n\n");
    text.push_str(
        "# Groups with a dot belong to custom resources, which may have a Job of their own.\n\
         is_foreign if {\n\tcontains(manifest.apiVersion, \"/\")\n\tcontains(split(manifest.apiVersion, \"/\")[0], \".\")\n}\n\n\
         job := manifest.spec if {\n\tmanifest.kind == \"Job\"\n\tnot is_foreign\n}\n\n\
         job := manifest.spec.jobTemplate.spec if {\n\tmanifest.kind == \"CronJob\"\n\tnot is_foreign\n}\n\n\
         is_judged if {\n\tmanifest.kind in {\"Job\", \"CronJob\"}\n\tnot is_foreign\n",
    );
    text.push_str(if dialect == Dialect::Gatekeeper { PASSED_OVER } else { "}\n" });
    let uses = |name: &str| used.contains(name);
    if uses("template") {
        text.push_str("\ntemplate := job.template\n");
    }
    text.push_str("\npod := job.template.spec\n");
    if uses("in containers") {
        text.push_str(
            "\ncontainers := array.concat(listed(\"initContainers\"), listed(\"containers\"))\n\n\
             listed(name) := pod[name] if is_array(pod[name])\n\nlisted(name) := [] if not is_array(pod[name])\n",
        );
    }
    if uses("name_of(") {
        text.push_str("\nname_of(item) := item.name if is_string(item.name)\n\nname_of(item) := \"\" if not is_string(item.name)\n");
    }
    text
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
