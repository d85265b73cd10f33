//! Which findings count: what the command line and the configuration ask for.

use stackengine::catalogue::Diagnostic;
use stackengine::check::{self, FileReport, Found, Standing};
use stackengine::diagnosis::Severity;
use stackengine::repair::{Evidence, Level};

use super::config::Config;
use super::policies::{Policies, is_policy};
use crate::outcome::Failure;

/// What the command line asks for.
#[derive(Debug)]
pub(crate) struct Choice {
    /// How far manifests must go; `None` leaves it to the configuration.
    pub(crate) level: Option<Level>,
    /// What is asked for where nobody says.
    pub(crate) default_level: Level,
    /// Names, codes or checks of other tools: all others are left out.
    pub(crate) only: Vec<String>,
    /// Those that are left out.
    pub(crate) skip: Vec<String>,
    /// Whether suppressions count.
    pub(crate) suppressions: bool,
    /// What is worked out beside the findings themselves.
    pub(crate) extras: Extras,
    /// What incidents say about the workloads.
    pub(crate) evidence: Evidence,
    /// The user's own policies.
    pub(crate) policies: Option<Policies>,
}

/// What is worked out beside the findings, because the output shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extras {
    /// Nothing.
    None,
    /// What each safe fix would do to the text: as long to find out as the repair itself.
    Replacements,
}

impl Choice {
    /// Refuses names that mean nothing: whoever mistypes one would believe that all is well.
    pub(crate) fn validate(&self) -> Result<(), Failure> {
        let knows = |name: &str| self.policies.as_ref().is_some_and(|policies| policies.knows(name));
        match self.only.iter().chain(&self.skip).find(|name| check::called(name).is_empty() && !knows(name)) {
            Some(name) => Err(Failure::Unusable(format!(
                "no diagnostic is called {name:?}: `stackengine catalogue` lists them all"
            ))),
            None => Ok(()),
        }
    }

    /// Whether a diagnostic is looked for at all.
    pub(crate) fn selects(&self, diagnostic: &Diagnostic, config: Option<&Config>) -> bool {
        let named = |names: &[String]| names.iter().any(|name| check::is_called(diagnostic, name));
        let wanted = diagnostic.level <= self.level(config) || is_policy(diagnostic);
        wanted && (self.only.is_empty() || named(&self.only)) && !named(&self.skip)
    }

    pub(crate) fn level(&self, config: Option<&Config>) -> Level {
        self.level.or(config.and_then(|config| config.level)).unwrap_or(self.default_level)
    }

    /// Takes out what was not asked for, and lets the configuration judge the rest. `file` is its path below the
    /// configuration's folder.
    pub(crate) fn apply(&self, report: &mut FileReport, config: Option<(&Config, &str)>) {
        report.findings.retain(|found| self.selects(found.lint.diagnostic, config.map(|(config, _)| config)));
        let Some((config, file)) = config else { return };
        for found in &mut report.findings {
            self.configure(found, config, file);
        }
    }

    fn configure(&self, found: &mut Found, config: &Config, file: &str) {
        for rule in config.rules.iter().filter(|rule| rule.matches(file)) {
            let diagnostic = found.lint.diagnostic;
            let severity = rule.severity.iter().find(|(name, _)| check::is_called(diagnostic, name));
            if let Some((_, severity)) = severity {
                found.lint.severity = *severity;
            }
            let ignored = rule.ignore.iter().any(|name| check::is_called(diagnostic, name));
            if ignored && self.suppressions && found.is_open() && !found.lint.api_refuses() {
                let by = "configuration".to_owned();
                found.standing = Standing::Suppressed { by, reason: rule.reason.clone() };
            }
        }
    }
}

/// Takes out what is less severe than asked for, and says how much that was.
pub(crate) fn drop_below(report: &mut FileReport, severity: Severity) -> usize {
    let n = report.findings.len();
    report.findings.retain(|found| found.lint.severity >= severity || !found.is_open());
    n - report.findings.len()
}
