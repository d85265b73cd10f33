//! Policies of the user's own, and what they find as findings beside ours.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use stackengine::catalogue::Diagnostic;
use stackengine::check::{self, Checked, Lint, NotAnalysed, POLICY};
use stackengine::diagnosis::Severity;
use stackengine::render::printable;
use stackengine_policy::{Enforcement, Policies as Engine, PolicyFile, Said};
use walkdir::WalkDir;

use crate::outcome::Failure;

/// What files of policies end with.
const ENDINGS: [&str; 4] = ["rego", "yaml", "yml", "json"];

/// Policies that were read.
#[derive(Debug)]
pub(crate) struct Policies {
    engine: Engine,
    /// One for each of the engine's names.
    diagnostics: Vec<&'static Diagnostic>,
}

impl Policies {
    /// Reads the files, and those below the folders. `limit` is the time that one policy has for one object.
    pub(crate) fn read(paths: &[PathBuf], limit: Duration) -> Result<Self, Failure> {
        let mut files = Vec::new();
        for path in paths {
            files.extend(below(path)?);
        }
        if files.is_empty() {
            let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
            return Err(Failure::Unusable(format!("there is no policy below {}", paths.join(", "))));
        }
        let engine = Engine::load(&files, limit).map_err(|troubles| {
            let troubles: Vec<String> = troubles.iter().map(|trouble| printable(&trouble.to_string()).into()).collect();
            Failure::Unusable(format!("failed to read the policies: {}", troubles.join("\n  ")))
        })?;
        let mut known = BTreeMap::new();
        let diagnostics = engine
            .names()
            .iter()
            .map(|policy| *known.entry(policy.name.clone()).or_insert_with(|| diagnostic(&policy.name, &policy.file)))
            .collect();
        Ok(Self { engine, diagnostics })
    }

    /// Adds what the policies say to what is known of a text.
    pub(crate) fn judge(&self, text: &str, checked: &mut Checked) {
        let judged = self.engine.judge_text(text);
        for said in judged.said {
            let object = checked.objects.iter_mut().find(|object| object.number == said.document);
            if let (Some(object), Some(diagnostic)) = (object, self.diagnostics.get(said.policy)) {
                object.lints.push(lint(diagnostic, said));
            }
        }
        let could_not = judged.could_not.into_iter();
        checked.not_analysed.extend(could_not.map(|one| NotAnalysed {
            number: one.document,
            span: one.span,
            why: one.why,
        }));
    }

    /// Whether one of them is called that: its name or its code.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.diagnostics.iter().any(|diagnostic| check::is_called(diagnostic, name))
    }
}

/// Whether a diagnostic is a policy of the user's.
pub(crate) fn is_policy(diagnostic: &Diagnostic) -> bool {
    diagnostic.code.starts_with(POLICY)
}

fn lint(diagnostic: &'static Diagnostic, said: Said) -> Lint {
    Lint {
        diagnostic,
        severity: match said.enforcement {
            Enforcement::Deny => Severity::High,
            Enforcement::Warn => Severity::Medium,
            Enforcement::Audit => Severity::Low,
        },
        path: said.path,
        span: said.span,
        message: said.message,
        help: String::new(),
        container: said.container,
        rests_on: Vec::new(),
        fix: None,
        refusal: None,
    }
}

/// A policy as the reports know it. It is read once and needed until the end.
fn diagnostic(policy: &str, file: &str) -> &'static Diagnostic {
    let leak = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
    Box::leak(Box::new(Diagnostic {
        name: leak(kebab(policy)),
        code: leak(format!("{POLICY}{policy}")),
        severity: Severity::High,
        page: leak(format!("The policy {policy} of {file}.")),
        ..Diagnostic::NEW
    }))
}

/// `K8sRequiredOwner/must-have` as `k8s-required-owner-must-have`: names are written like that everywhere.
fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    let mut last_is_small = false;
    for char in name.chars() {
        if char.is_ascii_uppercase() && last_is_small || !char.is_ascii_alphanumeric() {
            kebab.push('-');
        }
        last_is_small = char.is_ascii_lowercase() || char.is_ascii_digit();
        kebab.push(char.to_ascii_lowercase());
    }
    let words = kebab.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let kebab = words.collect::<Vec<_>>().join("-");
    match kebab.chars().next() {
        Some(first) if first.is_ascii_lowercase() => kebab,
        Some(_) => format!("policy-{kebab}"),
        None => "policy".to_owned(),
    }
}

/// The files that a path means. Tests of policies are no policies.
fn below(path: &Path) -> Result<Vec<PolicyFile>, Failure> {
    let unusable = |path: &Path, why: String| {
        Failure::Unusable(format!("failed to read the policy {}: {why}", printable(&path.display().to_string())))
    };
    let mut files = Vec::new();
    for entry in WalkDir::new(path).follow_links(true).sort_by_file_name() {
        let entry = entry.map_err(|error| unusable(path, error.to_string()))?;
        let was_named = entry.depth() == 0;
        if entry.file_type().is_dir() || !(was_named || is_policy_file(entry.path())) {
            continue;
        }
        let text = fs::read_to_string(entry.path()).map_err(|error| unusable(entry.path(), error.to_string()))?;
        let name = entry.path().display().to_string();
        files.push(PolicyFile { name: name.strip_prefix("./").unwrap_or(&name).to_owned(), text });
    }
    Ok(files)
}

fn is_policy_file(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    ENDINGS.contains(&ending.as_str()) && !(ending == "rego" && stem.ends_with("_test"))
}

#[cfg(test)]
mod tests {
    use super::kebab;

    #[test]
    fn names_of_policies_are_written_as_ours() {
        let table = [
            ("K8sRequiredOwner/must-have", "k8s-required-owner-must-have"),
            ("kubernetes.jobs", "kubernetes-jobs"),
            ("require_owner", "require-owner"),
            ("limit.example.com", "limit-example-com"),
            ("ÄÖ", "policy"),
            ("9lives", "policy-9lives"),
        ];
        for (name, expected) in table {
            assert_eq!(kebab(name), expected, "{name}");
        }
    }
}
