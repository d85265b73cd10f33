//! What a user asks of an export.

use std::collections::BTreeMap;
use std::fmt;

use super::Target;
use crate::catalogue::Diagnostic;
use crate::check;
use crate::diagnosis::Severity;
use crate::repair::Level;

/// Everything that is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// Which diagnostics.
    pub selection: Selection,
    /// What happens where one is found.
    pub enforcement: Enforcement,
    /// Numbers and names that are a team's choice.
    pub parameters: Parameters,
}

/// Which diagnostics are exported: all that each of the four lets through.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// Names, codes or checks of other tools; all where empty.
    pub names: Vec<String>,
    /// Families by their digit, 1 to 9; all where empty.
    pub families: Vec<u8>,
    /// How far manifests must go.
    pub level: Level,
    /// The least severity.
    pub severity: Severity,
}

impl Default for Selection {
    fn default() -> Self {
        Self { names: Vec::new(), families: Vec::new(), level: Level::Hardened, severity: Severity::Info }
    }
}

impl Selection {
    /// Whether a diagnostic is wanted.
    #[must_use]
    pub fn selects(&self, diagnostic: &Diagnostic) -> bool {
        let named = self.names.is_empty() || self.names.iter().any(|name| check::is_called(diagnostic, name));
        let related =
            self.families.is_empty() || self.families.iter().any(|family| u32::from(*family) == diagnostic.family());
        named && related && diagnostic.level <= self.level && diagnostic.severity >= self.severity
    }

    /// Refuses names that mean nothing: whoever mistypes one would believe to be protected.
    pub(super) fn validate(&self) -> Result<(), Refusal> {
        match self.names.iter().find(|name| check::called(name).is_empty()) {
            Some(name) => Err(Refusal {
                what: "--only".to_owned(),
                reason: format!("no diagnostic is called {name:?}: `stackengine catalogue` lists them all"),
            }),
            None => Ok(()),
        }
    }
}

/// What happens where a policy is violated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Enforcement {
    /// The object is refused.
    #[default]
    Deny,
    /// It is accepted, and whoever sent it is told.
    Warn,
    /// It is accepted, and the violation is written down.
    Audit,
}

/// Values that a user gives by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parameters(pub BTreeMap<String, String>);

impl Parameters {
    /// The value of a parameter: the user's, else the one that the target has for it, else nothing.
    #[must_use]
    pub fn get(&self, target: Target, name: &str) -> &str {
        let known = target.parameters().iter().find(|(known, ..)| *known == name);
        self.0.get(name).map(String::as_str).or(known.map(|(_, _, value)| *value)).unwrap_or_default()
    }

    /// Refuses what the target does not know.
    pub(super) fn validate(&self, target: Target) -> Result<(), Refusal> {
        let known = target.parameters();
        let Some(name) = self.0.keys().find(|name| known.iter().all(|(known, ..)| known != name)) else {
            return Ok(());
        };
        let names: Vec<&str> = known.iter().map(|(name, ..)| *name).collect();
        let reason = match names.as_slice() {
            [] => format!("{target} has no parameters"),
            names => format!("{target} has no parameter {name:?}; it has {}", names.join(", ")),
        };
        Err(Refusal { what: "--param".to_owned(), reason })
    }
}

/// Why a request cannot be met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What of it: `--only`.
    pub what: String,
    /// What is wrong with it, a fragment without a full stop.
    pub reason: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.what, self.reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::CATALOGUE;

    fn n_selected(selection: &Selection) -> usize {
        CATALOGUE.iter().filter(|known| selection.selects(known)).count()
    }

    #[test]
    fn each_part_of_a_selection_narrows_it() {
        let all = Selection::default();
        assert_eq!(n_selected(&all), CATALOGUE.len());
        let one = Selection { names: vec!["SE101".to_owned()], ..Selection::default() };
        assert_eq!(n_selected(&one), 1);
        for narrow in [
            Selection { families: vec![7, 8], ..Selection::default() },
            Selection { level: Level::Basic, ..Selection::default() },
            Selection { severity: Severity::High, ..Selection::default() },
        ] {
            assert!((1..CATALOGUE.len()).contains(&n_selected(&narrow)), "{narrow:?}");
        }
    }

    #[test]
    fn a_mistyped_name_is_refused() {
        let mistyped = Selection { names: vec!["out-of-memroy".to_owned()], ..Selection::default() };
        assert!(mistyped.validate().is_err_and(|refusal| refusal.reason.contains("out-of-memroy")));
    }

    #[test]
    fn an_unknown_parameter_is_refused() {
        let parameters = Parameters(BTreeMap::from([("nothing".to_owned(), "1".to_owned())]));
        assert!(parameters.validate(Target::Gatekeeper).is_err());
    }
}
