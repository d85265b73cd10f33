//! The user's own policies, asked about one object at a time: Rego (plain, or Gatekeeper's templates) by regorus, and CEL
//! (ValidatingAdmissionPolicies, or Gatekeeper's templates) by cel.
//!
//! [`Policies::load`] reads files, [`Policies::judge`] asks. What cannot be read or judged is said, never passed over: a
//! policy that does not run must not look like one that is content.

mod admission;
mod files;
mod gatekeeper;
mod object;
mod place;
mod program;
mod rego;
mod text;

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use stackengine::yaml::Path;

use admission::Admission;
use rego::Unit;

pub use object::json;
pub use place::place;
pub use text::{CouldNot, Judged, Said};

/// How long one policy may think about one object, unless told otherwise.
pub const TIME_LIMIT: Duration = Duration::from_secs(1);

/// A file of policies.
#[derive(Clone, Debug)]
pub struct PolicyFile {
    /// Its name, as messages say it; its ending tells what is in it: `.rego`, `.yaml`, `.yml` or `.json`.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// What a policy asks for where it is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Enforcement {
    /// Only counts: `Audit`, `dryrun`.
    Audit,
    /// Lets pass, with a warning.
    Warn,
    /// Refuses.
    Deny,
}

/// What one policy says against one object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Which of [`Policies::names`].
    pub policy: usize,
    /// What is wrong, in the policy's words.
    pub message: String,
    /// What it asks for.
    pub enforcement: Enforcement,
    /// The field that it is about, where the policy says so.
    pub path: Option<Path>,
}

/// A policy that could not be read, or could not judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The file of the policy.
    pub file: String,
    /// The line in it, from 1, where it is known.
    pub line: Option<usize>,
    /// What was wrong.
    pub why: String,
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            Some(line) => write!(formatter, "{}:{line}: {}", self.file, self.why),
            None => write!(formatter, "{}: {}", self.file, self.why),
        }
    }
}

/// What all policies say about one object.
#[derive(Clone, Debug, Default)]
pub struct Judgement {
    /// What is said against it, in the order of the policies.
    pub verdicts: Vec<Verdict>,
    /// Who could not judge.
    pub troubles: Vec<Trouble>,
}

/// A policy, as it is called in findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyName {
    /// The package, the kind of the template, or the name of the object.
    pub name: String,
    /// The file that it stands in.
    pub file: String,
}

/// Policies that were read and are ready to judge.
#[derive(Debug, Default)]
pub struct Policies {
    names: Vec<PolicyName>,
    rego: Vec<Unit>,
    cel: Vec<Arc<Admission>>,
}

impl Policies {
    /// Reads policies. `limit` is the time that one policy has for one object.
    ///
    /// # Errors
    ///
    /// Everything that cannot be read or compiled, with file and line; also where no policy is in any of the files.
    pub fn load(files: &[PolicyFile], limit: Duration) -> Result<Self, Vec<Trouble>> {
        let mut policies = Self::default();
        let troubles = files::load(files, limit, &mut policies);
        if !troubles.is_empty() {
            return Err(troubles);
        }
        match policies.names.is_empty() {
            false => Ok(policies),
            true => Err(vec![Trouble {
                file: files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", "),
                line: None,
                why: "no policy is in it: a Rego rule called deny, violation or warn, a ConstraintTemplate or a \
                      ValidatingAdmissionPolicy"
                    .to_owned(),
            }]),
        }
    }

    /// What the policies are called; a [`Verdict`] points into this.
    #[must_use]
    pub fn names(&self) -> &[PolicyName] {
        &self.names
    }

    /// Asks every policy about an object, as [`json`] makes it.
    #[must_use]
    pub fn judge(&self, object: &Value) -> Judgement {
        let mut judgement = Judgement::default();
        for unit in &self.rego {
            unit.judge(object, &mut judgement);
        }
        if !self.cel.is_empty() {
            let object = Arc::new(object.clone());
            for admission in &self.cel {
                admission::judge(admission, &object, &mut judgement);
            }
        }
        judgement.verdicts.sort_by_key(|verdict| verdict.policy);
        judgement
    }

    /// Gives a policy a name, and the number by which it is known.
    fn named(&mut self, name: &str, file: &str) -> usize {
        self.names.push(PolicyName { name: name.to_owned(), file: file.to_owned() });
        self.names.len() - 1
    }
}

/// Whether a policy for `kinds` is about this object; an empty list is about all.
fn is_about(kinds: &[String], object: &Value) -> bool {
    let kind = object["kind"].as_str().unwrap_or_default();
    kinds.is_empty() || kinds.iter().any(|known| known == "*" || known == kind)
}
