//! The rules of a `podFailurePolicy`, as the Job controller reads them: in order, and the first that matches decides.

use crate::manifest::Workload;
use crate::repair::{Fix, Safety};
use crate::yaml::{Change, Data, Node};

/// More rules than this the API refuses.
pub(in crate::catalogue) const MAX_RULES: usize = 20;

/// One rule.
#[derive(Debug)]
pub(in crate::catalogue) struct Rule<'t> {
    /// `FailJob`, `Ignore`, …
    pub(in crate::catalogue) action: &'t str,
    /// The exit codes that it takes.
    pub(in crate::catalogue) codes: Option<Codes<'t>>,
    /// Type and status of the conditions that it takes.
    pub(in crate::catalogue) conditions: Vec<(&'t str, &'t str)>,
}

/// The exit codes of a rule.
#[derive(Debug)]
pub(in crate::catalogue) struct Codes<'t> {
    /// The only container that it looks at.
    pub(in crate::catalogue) container: Option<&'t str>,
    /// Whether it takes all codes but those listed.
    pub(in crate::catalogue) all_but: bool,
    /// The codes listed.
    pub(in crate::catalogue) values: Vec<i64>,
}

impl Codes<'_> {
    /// Whether it takes this code; success is never looked at.
    pub(in crate::catalogue) fn takes(&self, code: i64) -> bool {
        code != 0 && self.values.contains(&code) != self.all_but
    }
}

impl Rule<'_> {
    /// Whether the rule says what a disruption (drain, preemption, eviction) means.
    pub(in crate::catalogue) fn is_about_disruption(&self) -> bool {
        self.conditions.iter().any(|(name, status)| *name == "DisruptionTarget" && *status == "True")
    }

    /// Whether it ends the Job, or the index, on the codes that SIGKILL and SIGTERM leave behind.
    pub(in crate::catalogue) fn fails_on_signals(&self) -> bool {
        let codes = self.codes.as_ref();
        matches!(self.action, "FailJob" | "FailIndex")
            && codes.is_some_and(|codes| codes.takes(137) || codes.takes(143))
    }
}

/// The rules of the Job's policy; none where it has none.
pub(in crate::catalogue) fn rules<'t>(workload: &Workload<'t>) -> Vec<Rule<'t>> {
    let items = workload.job("podFailurePolicy.rules").map(Node::items).unwrap_or_default();
    items.iter().map(rule).collect()
}

fn rule<'t>(node: &'t Node<'t>) -> Rule<'t> {
    fn text<'t>(node: &'t Node<'t>, field: &str) -> Option<&'t str> {
        node.get(field).and_then(Node::as_str)
    }
    let codes = node.get("onExitCodes").map(|codes| Codes {
        container: text(codes, "containerName"),
        all_but: text(codes, "operator") == Some("NotIn"),
        values: codes.get("values").map(Node::items).unwrap_or_default().iter().filter_map(Node::as_int).collect(),
    });
    let conditions = node.get("onPodConditions").map(Node::items).unwrap_or_default().iter();
    let conditions = conditions
        .map(|condition| (text(condition, "type").unwrap_or_default(), text(condition, "status").unwrap_or("True")))
        .collect();
    Rule { action: text(node, "action").unwrap_or_default(), codes, conditions }
}

/// The first rule that ends the Job on a signal before any rule has said what a disruption means.
pub(in crate::catalogue) fn fails_on_disruption(rules: &[Rule<'_>]) -> Option<usize> {
    let decided = rules.iter().position(Rule::is_about_disruption).unwrap_or(rules.len());
    rules.iter().take(decided).position(Rule::fails_on_signals)
}

/// A rule that does not count disruptions.
pub(in crate::catalogue) fn disruption_rule() -> Data {
    let condition =
        Data::Map(vec![("type".to_owned(), "DisruptionTarget".into()), ("status".to_owned(), "True".into())]);
    Data::Map(vec![("action".to_owned(), "Ignore".into()), ("onPodConditions".to_owned(), Data::List(vec![condition]))])
}

/// Puts that rule before all others, and takes out the same rule further down.
pub(in crate::catalogue) fn disruption_first(workload: &Workload<'_>, rules: &[Rule<'_>]) -> Option<Fix> {
    let list = workload.job_path("podFailurePolicy.rules");
    let later = rules.iter().position(Rule::is_about_disruption);
    let moves = later.is_some_and(|at| rules.get(at).is_some_and(is_only_disruption));
    if (later.is_some() && !moves) || (later.is_none() && rules.len() >= MAX_RULES) {
        return None;
    }
    let fix = Fix::new(Safety::Unsafe, "ignore disruptions before any other rule")
        .note("a pod that a drain or a preemption ended runs again, and this is not counted: the work must bear it")
        .change(Change::Insert { path: list.clone().index(0), value: disruption_rule() });
    Some(match later {
        Some(at) => fix.delete(list.index(at + 1)),
        None => fix,
    })
}

fn is_only_disruption(rule: &Rule<'_>) -> bool {
    rule.action == "Ignore" && rule.codes.is_none() && rule.conditions.len() == 1
}
