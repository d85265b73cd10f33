//! What the catalogue knows, as files that teams already run: policies, CI, alerts. One module a target.
//!
//! Every file carries the version that made it, and the same request always gives the same bytes.

mod admission_policy;
mod alerts;
pub mod cel;
mod ci;
mod gatekeeper;
mod kyverno;
mod policy;
pub mod rego;
mod request;
pub mod rule;
mod target;
mod text;

pub use alerts::cases_of_alerts;
pub use policy::{Asked, is_about_manifests, parameters, reason};
pub use request::{Enforcement, Parameters, Refusal, Request, Selection};
pub use target::Target;

use crate::catalogue::Diagnostic;

/// A file that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artefact {
    /// Where it belongs, relative to the folder of the export, with `/`: `.github/workflows/stackengine.yaml`.
    pub path: String,
    /// All of it. One of its first lines carries [`made_by`].
    pub text: String,
}

/// A diagnostic that a target cannot express. It is listed instead of being weakened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its name.
    pub diagnostic: &'static str,
    /// Why, as a sentence without a full stop.
    pub reason: String,
}

/// What came of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Export {
    /// The files, in the order in which they are best read.
    pub files: Vec<Artefact>,
    /// What was asked for and is in none of them, in the order of the codes.
    pub left_out: Vec<LeftOut>,
}

/// Makes the files of a target.
///
/// # Errors
///
/// Refuses a name that no diagnostic has, a parameter that the target does not know, and a value it cannot use.
pub fn export(target: Target, request: &Request) -> Result<Export, Refusal> {
    request.selection.validate()?;
    request.parameters.validate(target)?;
    match target {
        Target::Prometheus => alerts::export(request),
        Target::GithubActions | Target::GitlabCi | Target::PreCommit => ci::pipeline(target, request),
        Target::Checkov => ci::checkov(request),
        Target::Gatekeeper => policy::validate_numbers(request).map(|()| gatekeeper::export(request)),
        Target::AdmissionPolicy => policy::validate_numbers(request).map(|()| admission_policy::export(request)),
        Target::Kyverno => policy::validate_numbers(request).map(|()| kyverno::export(request)),
        Target::Grafana => Err(Refusal { what: "TARGET".to_owned(), reason: format!("{target} is not made yet") }),
    }
}

/// The mark in one of the first lines of every file, by which the program knows its own: `made by stackengine 0.1.0`.
#[must_use]
pub fn made_by() -> String {
    format!("{MARK} {}", env!("CARGO_PKG_VERSION"))
}

/// Whether a file is one of ours, of whatever version: only such a file is replaced unasked.
#[must_use]
pub fn is_ours(text: &str) -> bool {
    text.lines().take(8).any(|line| line.contains(MARK))
}

/// The public page of a diagnostic. `pages` is the address below which the catalogue is served, or empty for the one
/// of the project.
#[must_use]
pub fn page_link(diagnostic: &Diagnostic, pages: &str) -> String {
    let pages = if pages.is_empty() { PAGES } else { pages };
    format!("{}/{}/", pages.trim_end_matches('/'), diagnostic.name)
}

const MARK: &str = "made by stackengine";

/// Where the project serves the pages of the catalogue; the one place that names it.
const PAGES: &str = "https://OWNER.github.io/stackengine/catalogue";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue;

    #[test]
    fn a_file_of_ours_is_known_by_its_first_lines() {
        assert!(is_ours(&format!("---\n# {}: do not edit\n", made_by())));
        assert!(!is_ours("# made by hand\n"));
        assert!(!is_ours(&format!("{}# {}\n", "a: b\n".repeat(8), made_by())));
    }

    #[test]
    fn a_page_has_a_link() {
        let known = catalogue::find("out-of-memory").expect("it is known");
        assert_eq!(page_link(known, "https://docs.example/jobs/"), "https://docs.example/jobs/out-of-memory/");
        assert!(page_link(known, "").ends_with("/stackengine/catalogue/out-of-memory/"));
    }
}
