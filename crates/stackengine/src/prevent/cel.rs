//! Rules as CEL, as the API server and Kyverno evaluate it.
//!
//! A path that is not there is an error in CEL, so every step is an optional one. The object has been decoded before it
//! is asked: no value is of another type than the API's, and none is `null`.

use super::rule::{Limit, Place, Rule, Test};
use super::text::quoted;

/// A name that expressions share, as `variables.NAME`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// `pod`.
    pub name: String,
    /// What it stands for.
    pub expression: String,
}

/// A rule as a policy has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validation {
    /// Holds where nothing is wrong.
    pub expression: String,
    /// Makes the message.
    pub message_expression: String,
}

/// The rule as an expression that holds where nothing is wrong, and one for its message.
#[must_use]
pub fn validation(rule: &Rule, head: &str, tail: &str) -> Validation {
    let wrong = test(&rule.when);
    let Some(each) = rule.each else {
        let message = quoted(&format!("{head}: {}{tail}", rule.says));
        return Validation { expression: format!("!({wrong})"), message_expression: message };
    };
    let list = list(each.list);
    let name = each.name;
    let names = format!("{list}.filter({name}, {wrong}).map({name}, {name}.?name.orValue(\"\")).join(\", \")");
    let before = quoted(&format!("{head} ("));
    let after = quoted(&format!("): {}{tail}", rule.says));
    Validation {
        expression: format!("!{list}.exists({name}, {wrong})"),
        message_expression: format!("{before} + {names} + {after}"),
    }
}

/// The variables that the expressions use, those they stand on first; `chosen` says what a team took for a parameter.
#[must_use]
pub fn variables(rules: &[Rule], texts: &[Validation], chosen: &dyn Fn(&str) -> Option<i64>) -> Vec<Variable> {
    let mut parameters = Vec::new();
    for rule in rules {
        rule.when.parameters(&mut parameters);
    }
    let numbers = parameters.into_iter().map(|parameter| Variable {
        name: parameter.name.to_owned(),
        expression: chosen(parameter.name).unwrap_or(parameter.default).to_string(),
    });
    let known = [
        ("job", "object.kind == \"CronJob\" ? dyn(object).?spec.?jobTemplate.?spec : dyn(object).?spec"),
        ("template", "variables.job.?template"),
        ("pod", "variables.job.?template.?spec"),
        ("containers", "variables.pod.?initContainers.orValue([]) + variables.pod.?containers.orValue([])"),
    ];
    let mut used: Vec<Variable> = Vec::new();
    for (name, expression) in known.into_iter().rev() {
        let word = format!("variables.{name}");
        let texts = texts.iter().map(|text| text.expression.as_str());
        if texts.chain(used.iter().map(|variable| variable.expression.as_str())).any(|text| mentions(text, &word)) {
            used.push(Variable { name: name.to_owned(), expression: expression.to_owned() });
        }
    }
    used.reverse();
    numbers.chain(used).collect()
}

/// Whether a text has the whole word.
fn mentions(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let next = text.get(at + word.len()..).and_then(|rest| rest.chars().next());
        !next.is_some_and(|next| next.is_ascii_alphanumeric())
    })
}

fn test(asked: &Test) -> String {
    match *asked {
        Test::All([]) => "true".to_owned(),
        Test::All(tests) => joined(tests, " && "),
        Test::Any(tests) => format!("({})", joined(tests, " || ")),
        Test::Not(inside) => format!("!({})", test(inside)),
        Test::Present(at) => format!("{}.hasValue()", optional(at)),
        Test::Bool(at, true) => format!("{}.orValue(false)", optional(at)),
        Test::Bool(at, false) => format!("!{}.orValue(true)", optional(at)),
        // What is decoded is of the type that the field has, except for what may be a number or a text.
        Test::Text(at) => format!("{at}.hasValue()", at = optional(at)),
        Test::OneOf(at, texts) => one_of(at, texts),
        Test::Matches(at, expression) => {
            let at = optional(at);
            format!("{at}.hasValue() && {at}.value().matches({})", quoted(expression))
        }
        Test::Same(at, other) => {
            let (at, other) = (optional(at), optional(other));
            format!("{at}.hasValue() && {other}.hasValue() && {at}.value() == {other}.value()")
        }
        Test::Number(at, compare, limit) => number(&optional(at), compare.sign(), limit),
        Test::Some(name, place, inside) => format!("{}.exists({name}, {})", list(place), test(inside)),
        Test::AtLeast(wanted, name, place, inside) => {
            format!("{}.filter({name}, {}).size() >= {wanted}", list(place), test(inside))
        }
        Test::First(name, place, which, inside) => {
            let first = format!("{}.filter({name}, {})", list(place), test(which));
            // A list of at most one, so that the item has its name.
            format!("{first}.size() > 0 && [{first}[0]].exists({name}, {})", test(inside))
        }
        Test::Entry(key, value, at, inside) => {
            let map = format!("{}.orValue({{}})", optional(at));
            let inside = test(inside).replace(&format!("optional.of({value})"), &format!("optional.of({map}[{key}])"));
            format!("{map}.exists({key}, {inside})")
        }
    }
}

fn joined(tests: &[Test], sign: &str) -> String {
    let texts: Vec<String> = tests
        .iter()
        .map(|inside| match inside {
            Test::Matches(..) | Test::Same(..) | Test::Number(..) | Test::First(..) if sign == " || " => {
                format!("({})", test(inside))
            }
            Test::All(tests) if sign == " || " && tests.len() > 1 => format!("({})", test(inside)),
            _ => test(inside),
        })
        .collect();
    texts.join(sign)
}

fn one_of(at: &str, texts: &[&str]) -> String {
    let at = optional(at);
    match texts {
        [only] if !only.is_empty() => format!("{at}.orValue(\"\") == {}", quoted(only)),
        _ => {
            let listed: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
            let listed = listed.join(", ");
            match texts.contains(&"") {
                true => format!("({at}.hasValue() && {at}.value() in [{listed}])"),
                false => format!("{at}.orValue(\"\") in [{listed}]"),
            }
        }
    }
}

fn number(at: &str, sign: &str, limit: Limit) -> String {
    // An item that was bound is there.
    let certain = at.strip_prefix("optional.of(").and_then(|rest| rest.strip_suffix(')'));
    match limit {
        Limit::Is(number) if certain.is_some() => format!("{} {sign} {number}", certain.unwrap_or(at)),
        Limit::Is(number) => format!("{at}.hasValue() && {at}.value() {sign} {number}"),
        Limit::Chosen(parameter) => format!("{at}.hasValue() && {at}.value() {sign} variables.{}", parameter.name),
        Limit::At(other) => {
            let other = optional(other);
            format!("{at}.hasValue() && {other}.hasValue() && {at}.value() {sign} {other}.value()")
        }
    }
}

fn list(place: &str) -> String {
    match place {
        "containers" => "variables.containers".to_owned(),
        _ => format!("{}.orValue([])", optional(place)),
    }
}

/// The value at a place as an optional one.
fn optional(at: &str) -> String {
    let place = Place::parse(at);
    let root = match place.root {
        "object" => "dyn(object)".to_owned(),
        "job" | "template" | "pod" => format!("variables.{}", place.root),
        name if place.keys.is_empty() => format!("optional.of({name})"),
        name => name.to_owned(),
    };
    place.keys.iter().fold(root, |text, key| {
        if Place::is_word(key) { format!("{text}.?{key}") } else { format!("{text}[?{}]", quoted(key)) }
    })
}
