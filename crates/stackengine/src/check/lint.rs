//! What was found in a manifest, and where.

use crate::catalogue::Diagnostic;
use crate::diagnosis::Severity;
use crate::manifest::{Container, Workload};
use crate::repair::Fix;
use crate::validate::Violation;
use crate::yaml::{Path, Span};

/// One thing that is wrong with a manifest.
#[derive(Clone, Debug)]
pub struct Lint {
    /// What it is.
    pub diagnostic: &'static Diagnostic,
    /// How bad.
    pub severity: Severity,
    /// The field that is wrong or missing, below the object: `spec.template.spec.containers[0].image`.
    pub path: Path,
    /// Where to point in the text: the value or key, or the nearest key above where the field is missing.
    pub span: Span,
    /// States what is wrong: "main has no memory limit".
    pub message: String,
    /// Commands what to do: "set resources.limits.memory".
    pub help: String,
    /// The name of the container it is about.
    pub container: Option<String>,
    /// Other fields on which it rests: where a template fills one of them in, nothing is known.
    pub rests_on: Vec<Path>,
    /// The change that ends it, where there is one.
    pub fix: Option<Fix>,
    /// What the API server would say, where it refuses the object for it.
    pub refusal: Option<Violation>,
}

impl Lint {
    /// A lint about the field at `path`, with the diagnostic's own severity.
    #[must_use]
    pub fn new(
        diagnostic: &'static Diagnostic,
        workload: &Workload<'_>,
        path: Path,
        message: impl Into<String>,
    ) -> Self {
        Self {
            diagnostic,
            severity: diagnostic.severity,
            span: workload.span(&path),
            path,
            message: message.into(),
            help: String::new(),
            container: None,
            rests_on: Vec::new(),
            fix: None,
            refusal: None,
        }
    }

    /// What the API server refuses, in its own words, at the field itself.
    #[must_use]
    pub fn of_refusal(diagnostic: &'static Diagnostic, violation: Violation) -> Self {
        Self {
            diagnostic,
            severity: diagnostic.severity,
            path: violation.place.clone(),
            span: violation.span,
            message: violation.message.clone(),
            help: String::new(),
            container: None,
            rests_on: Vec::new(),
            fix: None,
            refusal: Some(violation),
        }
    }

    /// A lint about a field of a container: `image`, `args[0]`.
    #[must_use]
    pub fn in_container(
        diagnostic: &'static Diagnostic,
        workload: &Workload<'_>,
        container: &Container<'_>,
        path: &str,
        message: impl Into<String>,
    ) -> Self {
        let mut lint = Self::new(diagnostic, workload, workload.container_path(container, path), message);
        lint.container = Some(container.name.to_owned());
        lint
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Is dropped where a template fills in this field too.
    #[must_use]
    pub fn unless_open(mut self, path: Path) -> Self {
        self.rests_on.push(path);
        self
    }

    /// Is less or more severe than usual.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Points more exactly than the path does: at a command inside a script.
    #[must_use]
    pub fn pointing_at(mut self, span: Span) -> Self {
        self.span = span;
        self
    }

    /// Whether the API server would refuse the object for it.
    #[must_use]
    pub fn api_refuses(&self) -> bool {
        !self.diagnostic.rules.is_empty()
    }

    /// The name of the rule for which the API server refuses the object; empty for any other lint.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        self.refusal.as_ref().map_or("", |refusal| refusal.rule)
    }

    /// The path as the API server writes it, where it has something to say: that is what people search for.
    #[must_use]
    pub fn shown_path(&self) -> String {
        self.refusal.as_ref().map_or_else(|| self.path.to_string(), |refusal| refusal.path.clone())
    }
}
