//! A rule, asked of a manifest by the engine itself: what the generated Rego and CEL are held to.

use super::{Limit, Place, Rule, Test};
use crate::manifest::Workload;
use crate::yaml::{Node, Value};

/// The names of what the rule finds wrong, or one empty name where it is about the whole object; empty where it is silent.
///
/// Expressions are tested by `finds`, since the engine has no engine for them: (expression, text).
pub fn fires<'t>(rule: &Rule, workload: &Workload<'t>, finds: &dyn Fn(&str, &str) -> bool) -> Vec<&'t str> {
    let mut asked = Asked { workload, finds, bound: Vec::new() };
    let Some(each) = rule.each else {
        return if asked.passes(&rule.when) { vec![""] } else { Vec::new() };
    };
    let mut wrong = Vec::new();
    for item in asked.items(each.list) {
        asked.bound.push((each.name, Bound::Node(item)));
        if asked.passes(&rule.when) {
            wrong.push(item.get("name").and_then(Node::as_str).unwrap_or_default());
        }
        asked.bound.pop();
    }
    wrong
}

struct Asked<'w, 't> {
    workload: &'w Workload<'t>,
    finds: &'w dyn Fn(&str, &str) -> bool,
    bound: Vec<(&'static str, Bound<'t>)>,
}

#[derive(Clone, Copy)]
enum Bound<'t> {
    Node(&'t Node<'t>),
    Key(&'t str),
}

impl<'t> Asked<'_, 't> {
    fn passes(&mut self, test: &Test) -> bool {
        match *test {
            Test::All(tests) => tests.iter().all(|test| self.passes(test)),
            Test::Any(tests) => tests.iter().any(|test| self.passes(test)),
            Test::Not(test) => !self.passes(test),
            Test::Present(at) => self.node(at).is_some(),
            Test::Bool(at, wanted) => self.node(at).and_then(Node::as_bool) == Some(wanted),
            Test::Text(at) => self.text(at).is_some(),
            Test::OneOf(at, texts) => self.text(at).is_some_and(|text| texts.contains(&text)),
            Test::Matches(at, expression) => self.text(at).is_some_and(|text| (self.finds)(expression, text)),
            Test::Same(at, other) => self.text(at).is_some_and(|text| self.text(other) == Some(text)),
            Test::Number(at, compare, limit) => {
                let limit = match limit {
                    Limit::Is(number) => Some(number),
                    Limit::Chosen(parameter) => Some(parameter.default),
                    Limit::At(other) => self.node(other).and_then(Node::as_int),
                };
                let number = self.node(at).and_then(Node::as_int);
                number.zip(limit).is_some_and(|(number, limit)| compare.holds(number, limit))
            }
            Test::Some(name, list, test) => self.passing(name, list, test).next().is_some(),
            Test::AtLeast(wanted, name, list, test) => {
                i64::try_from(self.passing(name, list, test).count()).is_ok_and(|count| count >= wanted)
            }
            Test::First(name, list, which, test) => {
                let first = self.passing(name, list, which).next();
                first.is_some_and(|first| self.with(name, Bound::Node(first), test))
            }
            Test::Entry(key, value, at, test) => self.entry(key, value, at, test),
        }
    }

    fn entry(&mut self, key: &'static str, value: &'static str, at: &str, test: &Test) -> bool {
        let entries = self.node(at).map(Node::entries).unwrap_or_default();
        entries.iter().filter(|entry| entry.node.value != Value::Null).any(|entry| {
            self.bound.push((key, Bound::Key(entry.key.as_ref())));
            let passes = self.with(value, Bound::Node(&entry.node), test);
            self.bound.pop();
            passes
        })
    }

    fn with(&mut self, name: &'static str, item: Bound<'t>, test: &Test) -> bool {
        self.bound.push((name, item));
        let passes = self.passes(test);
        self.bound.pop();
        passes
    }

    fn passing(&mut self, name: &'static str, list: &str, test: &Test) -> impl Iterator<Item = &'t Node<'t>> {
        let items = self.items(list);
        let passing: Vec<&Node<'_>> =
            items.into_iter().filter(|item| self.with(name, Bound::Node(item), test)).collect();
        passing.into_iter()
    }

    fn items(&self, list: &str) -> Vec<&'t Node<'t>> {
        match list {
            "containers" => self.workload.containers.iter().map(|container| container.node).collect(),
            _ => self.node(list).map(Node::items).unwrap_or_default().iter().collect(),
        }
    }

    fn text(&self, at: &str) -> Option<&'t str> {
        let place = Place::parse(at);
        match self.bound.iter().rev().find(|(name, _)| *name == place.root) {
            Some((_, Bound::Key(key))) => Some(key),
            _ => self.node(at).and_then(Node::as_str),
        }
    }

    fn below(&self, path: &str) -> Option<&'t Node<'t>> {
        self.workload.root.resolve(&self.workload.job_path(path))
    }

    fn node(&self, at: &str) -> Option<&'t Node<'t>> {
        let place = Place::parse(at);
        let root = match place.root {
            "object" => Some(self.workload.root),
            "job" => self.below(""),
            "template" => self.below("template"),
            "pod" => self.below("template.spec"),
            name => match self.bound.iter().rev().find(|(known, _)| *known == name)?.1 {
                Bound::Node(node) => Some(node),
                Bound::Key(_) => None,
            },
        };
        let node = place.keys.iter().try_fold(root?, |node, key| node.get(key))?;
        (node.value != Value::Null).then_some(node)
    }
}
