//! The API server's own policies: one that validates for each diagnostic, and one that mends where that is safe.

use std::fmt::Write as _;

use super::cel::{Validation, validation, variables};
use super::policy::{Asked, CRON_JOB_CONTROLLER, chosen, description, head, number, scalar, tail};
use super::rule::{Mend, Place};
use super::{Artefact, Enforcement, Export, Request, made_by};
use crate::catalogue::Diagnostic;

/// The files of the target.
pub(super) fn export(request: &Request) -> Export {
    let (told, mut export) = chosen(request, Asked::Admission);
    for diagnostic in &told {
        let text = format!("{}---\n{}", policy(diagnostic, request), binding(diagnostic, request));
        export.files.push(Artefact { path: format!("admission-policy/{}.yaml", diagnostic.name), text });
    }
    for diagnostic in told {
        for mend in diagnostic.prevent.rules().iter().filter_map(|rule| rule.mend) {
            let text = format!(
                "# {}\n{}---\n{}",
                made_by(),
                mutation(diagnostic, request, mend, false),
                mutation(diagnostic, request, mend, true)
            );
            export.files.push(Artefact { path: format!("admission-policy/mend/{}.yaml", diagnostic.name), text });
        }
    }
    export
}

/// The validations of a diagnostic.
pub(super) fn validations(diagnostic: &Diagnostic) -> Vec<Validation> {
    let rules = diagnostic.prevent.rules();
    rules.iter().map(|rule| validation(rule, &head(diagnostic), &tail(diagnostic))).collect()
}

/// The conditions under which a policy is asked at all, each with its name.
pub(super) fn conditions() -> [(&'static str, String); 2] {
    [
        ("not-a-run-of-a-cron-job", format!("request.userInfo.username != \"{CRON_JOB_CONTROLLER}\"")),
        ("spec-is-new", "oldObject == null || dyn(object).spec != dyn(oldObject).spec".to_owned()),
    ]
}

/// The variables and the validations as YAML, `indent` deep.
pub(super) fn expressions(diagnostic: &Diagnostic, request: &Request, list: &str, indent: usize) -> String {
    let texts = validations(diagnostic);
    let pad = " ".repeat(indent);
    let mut yaml = shared(diagnostic, request, &texts, indent);
    let _ = writeln!(yaml, "{pad}{list}:");
    for text in texts {
        let _ = writeln!(
            yaml,
            "{pad}  - expression: {}\n{pad}    messageExpression: {}",
            scalar(&text.expression),
            scalar(&text.message_expression)
        );
    }
    yaml
}

fn shared(diagnostic: &Diagnostic, request: &Request, texts: &[Validation], indent: usize) -> String {
    let pad = " ".repeat(indent);
    let variables = variables(diagnostic.prevent.rules(), texts, &|name| number(request, name));
    let mut yaml = String::new();
    if !variables.is_empty() {
        let _ = writeln!(yaml, "{pad}variables:");
    }
    for variable in variables {
        let _ =
            writeln!(yaml, "{pad}  - name: {}\n{pad}    expression: {}", variable.name, scalar(&variable.expression));
    }
    yaml
}

fn meta(kind: &str, name: &str, diagnostic: &Diagnostic) -> String {
    format!(
        "apiVersion: admissionregistration.k8s.io/v1\nkind: {kind}\nmetadata:\n  name: {name}\n  annotations:\n    \
         title: {}\n    description: {}\n",
        scalar(&head(diagnostic)),
        scalar(&format!("{}{}", description(diagnostic.prevent.rules()), tail(diagnostic))),
    )
}

fn matching(resources: &str) -> String {
    let mut text = format!(
        "  matchConstraints:\n    resourceRules:\n      - apiGroups: [batch]\n        apiVersions: [v1]\n        \
         operations: [CREATE, UPDATE]\n        resources: [{resources}]\n  matchConditions:\n"
    );
    for (name, expression) in conditions() {
        let _ = writeln!(text, "    - name: {name}\n      expression: {}", scalar(&expression));
    }
    text
}

fn policy(diagnostic: &Diagnostic, request: &Request) -> String {
    format!(
        "# {}\n{}spec:\n  failurePolicy: Fail\n{}{}",
        made_by(),
        meta("ValidatingAdmissionPolicy", &format!("stackengine-{}", diagnostic.name), diagnostic),
        matching("jobs, cronjobs"),
        expressions(diagnostic, request, "validations", 2),
    )
}

fn binding(diagnostic: &Diagnostic, request: &Request) -> String {
    let action = match request.enforcement {
        Enforcement::Deny => "Deny",
        Enforcement::Warn => "Warn",
        Enforcement::Audit => "Audit",
    };
    let name = format!("stackengine-{}", diagnostic.name);
    format!(
        "{}spec:\n  policyName: {name}\n  validationActions: [{action}]\n",
        meta("ValidatingAdmissionPolicyBinding", &name, diagnostic)
    )
}

/// A policy that writes what is missing, and its binding. Jobs and CronJobs have types of their own.
fn mutation(diagnostic: &Diagnostic, request: &Request, mend: Mend, cron_job: bool) -> String {
    let texts = validations(diagnostic);
    let (resources, above): (&str, &[&str]) = match cron_job {
        true => ("cronjobs", &["spec", "jobTemplate", "spec", "template", "spec"]),
        false => ("jobs", &["spec", "template", "spec"]),
    };
    let mut keys = above.to_vec();
    keys.extend(Place::parse(mend.at).keys);
    let clean: Vec<String> = texts.iter().map(|text| format!("({})", text.expression)).collect();
    let expression = format!("{} ? Object{{}} : {}", clean.join(" && "), written("Object", &keys, mend.text));
    let name = format!("stackengine-mend-{}-{resources}", diagnostic.name);
    format!(
        "{}spec:\n  failurePolicy: Fail\n  reinvocationPolicy: IfNeeded\n{}{}  mutations:\n    - patchType: \
         ApplyConfiguration\n      applyConfiguration:\n        expression: {}\n---\n{}spec:\n  policyName: {name}\n",
        meta("MutatingAdmissionPolicy", &name, diagnostic),
        matching(resources),
        shared(diagnostic, request, &texts, 2),
        scalar(&expression),
        meta("MutatingAdmissionPolicyBinding", &name, diagnostic),
    )
}

/// `Object{spec: Object.spec{…}}`, down to the text.
fn written(kind: &str, keys: &[&str], text: &str) -> String {
    match keys {
        [] => super::text::quoted(text),
        [key, below @ ..] => {
            format!("{kind}{{{key}: {}}}", written(&format!("{kind}.{key}"), below, text))
        }
    }
}
