//! Policies in CEL: ValidatingAdmissionPolicies, and the CEL of Gatekeeper's templates.

use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use serde_json::{Value, json};

use crate::files::Source;
use crate::program::{Expression, Scope, compile};
use crate::rego::Asked;
use crate::{Enforcement, Judgement, Policies, Trouble, Verdict, is_about, place};

/// A policy that is ready to judge.
#[derive(Debug)]
pub(crate) struct Admission {
    policy: usize,
    file: String,
    limit: Duration,
    kinds: Vec<String>,
    enforcement: Enforcement,
    parameters: Value,
    conditions: Arc<Vec<(String, Expression)>>,
    variables: Arc<Vec<(String, Expression)>>,
    validations: Arc<Vec<Validation>>,
}

/// What must hold.
#[derive(Debug)]
pub(crate) struct Validation {
    holds: Expression,
    message: Option<String>,
    says: Option<Expression>,
}

/// What the bindings in the files ask of each policy.
pub(crate) struct Bindings(Vec<(String, Enforcement)>);

impl Bindings {
    /// Reads the bindings among the objects.
    pub(crate) fn of(sources: &[Source<'_>]) -> Self {
        let bindings = sources.iter().filter(|source| source.object["kind"] == "ValidatingAdmissionPolicyBinding");
        Self(
            bindings
                .filter_map(|source| {
                    let spec = &source.object["spec"];
                    let actions = spec["validationActions"].as_array()?;
                    let has = |word: &str| actions.iter().any(|action| action == word);
                    let enforcement = match (has("Deny"), has("Warn")) {
                        (true, _) => Enforcement::Deny,
                        (false, true) => Enforcement::Warn,
                        (false, false) => Enforcement::Audit,
                    };
                    Some((spec["policyName"].as_str()?.to_owned(), enforcement))
                })
                .collect(),
        )
    }

    /// The strictest of what is asked; refusal, where nobody asks.
    fn about(&self, policy: &str) -> Enforcement {
        let asked = self.0.iter().filter(|(name, _)| name == policy).map(|(_, enforcement)| *enforcement);
        asked.max().unwrap_or(Enforcement::Deny)
    }
}

/// Reads a ValidatingAdmissionPolicy.
pub(crate) fn policy(
    source: &Source<'_>,
    bindings: &Bindings,
    limit: Duration,
    policies: &mut Policies,
) -> Result<(), Trouble> {
    let spec = &source.object["spec"];
    if !spec["paramKind"].is_null() {
        let why = "it takes its parameters from an object of the cluster, which is not here: write them into it";
        return Err(source.trouble("spec.paramKind", why));
    }
    let admission = Admission {
        policy: policies.named(source.name(), source.file),
        file: source.file.to_owned(),
        limit,
        kinds: kinds(&spec["matchConstraints"]["resourceRules"]),
        enforcement: bindings.about(source.name()),
        parameters: Value::Null,
        conditions: Arc::new(list(source, "spec.matchConditions", &spec["matchConditions"])?),
        variables: Arc::new(list(source, "spec.variables", &spec["variables"])?),
        validations: Arc::new(validations(source, "spec.validations", &spec["validations"])?),
    };
    policies.cel.push(Arc::new(admission));
    Ok(())
}

/// Reads the CEL of a template, once for every constraint that asks.
pub(crate) fn template(
    source: &Source<'_>,
    path: &str,
    asked: Vec<Asked>,
    limit: Duration,
    policies: &mut Policies,
) -> Result<(), Trouble> {
    let at = source.at(path).map(crate::object::json).unwrap_or_default();
    let variables = Arc::new(list(source, &format!("{path}.variables"), &at["variables"])?);
    let rules = Arc::new(validations(source, &format!("{path}.validations"), &at["validations"])?);
    let conditions = Arc::new(list(source, &format!("{path}.matchCondition"), &at["matchCondition"])?);
    for asked in asked {
        let admission = Admission {
            policy: policies.named(&asked.name, &asked.file),
            file: asked.file,
            limit,
            kinds: asked.kinds,
            enforcement: asked.enforcement,
            parameters: asked.parameters,
            conditions: Arc::clone(&conditions),
            variables: Arc::clone(&variables),
            validations: Arc::clone(&rules),
        };
        policies.cel.push(Arc::new(admission));
    }
    Ok(())
}

/// The kinds of Jobs that a policy's rules are about. One that is about others matches none here.
fn kinds(rules: &Value) -> Vec<String> {
    let rules = rules.as_array().into_iter().flatten();
    let resources = rules.flat_map(|rule| rule["resources"].as_array().into_iter().flatten()).filter_map(Value::as_str);
    resources
        .map(|resource| match resource {
            "jobs" => "Job".to_owned(),
            "cronjobs" => "CronJob".to_owned(),
            "*" | "*/*" => "*".to_owned(),
            other => other.to_owned(),
        })
        .collect()
}

/// Named expressions: conditions and variables.
fn list(source: &Source<'_>, path: &str, items: &Value) -> Result<Vec<(String, Expression)>, Trouble> {
    let items = items.as_array().into_iter().flatten().enumerate();
    items
        .map(|(nth, item)| {
            let name = item["name"].as_str().unwrap_or_default().to_owned();
            Ok((name, expression(source, &format!("{path}[{nth}].expression"), &item["expression"])?))
        })
        .collect()
}

fn validations(source: &Source<'_>, path: &str, items: &Value) -> Result<Vec<Validation>, Trouble> {
    let items = items.as_array().map(Vec::as_slice).unwrap_or_default();
    if items.is_empty() {
        return Err(source.trouble(path, "it validates nothing"));
    }
    let read = |(nth, item): (usize, &Value)| {
        let says = match &item["messageExpression"] {
            Value::Null => None,
            text => Some(expression(source, &format!("{path}[{nth}].messageExpression"), text)?),
        };
        let holds = expression(source, &format!("{path}[{nth}].expression"), &item["expression"])?;
        Ok(Validation { holds, message: item["message"].as_str().map(str::to_owned), says })
    };
    items.iter().enumerate().map(read).collect()
}

fn expression(source: &Source<'_>, path: &str, text: &Value) -> Result<Expression, Trouble> {
    let Some(text) = text.as_str() else { return Err(source.trouble(path, "an expression is missing")) };
    compile(text).map_err(|why| source.trouble(path, format!("this is not CEL: {why}")))
}

/// Asks a policy about an object, within its time. Nothing can stop CEL from outside, so it thinks in a thread of its own,
/// which is left alone when the time is over.
pub(crate) fn judge(admission: &Arc<Admission>, object: &Arc<Value>, judgement: &mut Judgement) {
    if !is_about(&admission.kinds, object) {
        return;
    }
    let (sender, receiver) = channel();
    let (policy, about) = (Arc::clone(admission), Arc::clone(object));
    let work = move || drop(sender.send(policy.evaluate(&about)));
    let trouble = |why: String| Trouble { file: admission.file.clone(), line: None, why };
    if let Err(error) = std::thread::Builder::new().spawn(work) {
        judgement.troubles.push(trouble(format!("failed to start a thread: {error}")));
        return;
    }
    match receiver.recv_timeout(admission.limit) {
        Ok((verdicts, troubles)) => {
            judgement.verdicts.extend(verdicts);
            judgement.troubles.extend(troubles.into_iter().map(trouble));
        }
        Err(_) => judgement.troubles.push(trouble(format!("it took too long: more than {:?}", admission.limit))),
    }
}

impl Admission {
    fn evaluate(&self, object: &Value) -> (Vec<Verdict>, Vec<String>) {
        let request = json!({
            "operation": "CREATE",
            "name": object["metadata"]["name"],
            "namespace": object["metadata"]["namespace"],
            "kind": {"group": "batch", "version": "v1", "kind": object["kind"]},
            "userInfo": {"username": "", "groups": []},
        });
        let scope = Scope::new(object, &request, &self.parameters, &self.variables);
        let (mut verdicts, mut troubles) = (Vec::new(), Vec::new());
        for (_, condition) in self.conditions.iter() {
            match scope.bool(condition) {
                Ok(true) => {}
                Ok(false) => return (verdicts, troubles),
                Err(why) => {
                    troubles.push(format!("a condition could not be judged: {why}"));
                    return (verdicts, troubles);
                }
            }
        }
        for validation in self.validations.iter() {
            match scope.bool(&validation.holds) {
                Ok(true) => {}
                Ok(false) => verdicts.push(Verdict {
                    policy: self.policy,
                    message: validation.says(&scope),
                    enforcement: self.enforcement,
                    path: place::of_expression(&validation.holds.text),
                }),
                Err(why) => troubles.push(format!("`{}` could not be judged: {why}", validation.holds.short())),
            }
        }
        (verdicts, troubles)
    }
}

impl Validation {
    /// As the API server does it: the expression's message, the fixed one, or the expression itself.
    fn says(&self, scope: &Scope<'_>) -> String {
        let said = self.says.as_ref().and_then(|says| scope.string(says).ok());
        said.filter(|text| !text.trim().is_empty())
            .or_else(|| self.message.clone())
            .unwrap_or_else(|| format!("failed expression: {}", self.holds.short()))
    }
}
