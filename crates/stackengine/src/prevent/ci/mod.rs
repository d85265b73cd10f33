//! `export github-actions`, `gitlab-ci`, `pre-commit` and `checkov`: the check where a team's pipelines run.
//!
//! The templates stand beside this file; `@WORDS@` in them are filled in here.

mod checkov;

use super::text::quoted;
use super::{Artefact, Export, Refusal, Request, Target, made_by};

pub(super) use checkov::checkov;

/// Parameters of all three: name, meaning, value where nobody says.
pub(super) const PARAMETERS: &[(&str, &str, &str)] = &[
    ("paths", "the file or folder that is checked", "."),
    ("repository", "the repository that stackengine is built from", "https://github.com/OWNER/stackengine"),
    ("tag", "the tag that is built", concat!("v", env!("CARGO_PKG_VERSION"))),
];

/// Of the template, its file and the target.
const TEMPLATES: [(Target, &str, &str); 3] = [
    (Target::GithubActions, ".github/workflows/stackengine.yaml", include_str!("github-actions.yaml")),
    (Target::GitlabCi, "stackengine.gitlab-ci.yml", include_str!("gitlab-ci.yml")),
    (Target::PreCommit, ".pre-commit-config.yaml", include_str!("pre-commit.yaml")),
];

/// The file of one of the three targets with a template.
pub(super) fn pipeline(target: Target, request: &Request) -> Result<Export, Refusal> {
    let value = |name: &str| {
        let value = request.parameters.get(target, name);
        let is_plain = !value.is_empty() && !value.starts_with('-') && value.bytes().all(is_plain);
        is_plain.then(|| value.to_owned()).ok_or_else(|| Refusal {
            what: format!("--param {name}"),
            reason: format!("{value:?} has a character that a shell or a pipeline could take for its own"),
        })
    };
    let words = [
        ("@MADE@", format!("# {}: export {target}. Made anew by the same command; changes here are lost.", made_by())),
        ("@PATHS@", quoted(&value("paths")?)),
        ("@REPOSITORY@", quoted(&value("repository")?)),
        ("@TAG@", quoted(&value("tag")?)),
        ("@OPTIONS@", quoted(&options(request).join(" "))),
        ("@ARGS@", list(&options(request))),
    ];
    let files = TEMPLATES.iter().filter(|(known, ..)| *known == target).map(|(_, path, template)| {
        let text = words.iter().fold((*template).to_owned(), |text, (word, value)| text.replace(word, value));
        Artefact { path: (*path).to_owned(), text }
    });
    Ok(Export { files: files.collect(), left_out: Vec::new() })
}

/// Values end up in scripts of other programs; letters, digits and a few signs mean the same in all of them.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._/:@+".contains(&byte)
}

/// What `check` is told, so that it finds what was selected.
fn options(request: &Request) -> Vec<String> {
    use crate::diagnosis::Severity;
    use crate::repair::Level;
    let selection = &request.selection;
    let level = if selection.level == Level::Basic { "basic" } else { "hardened" };
    let severity = match selection.severity {
        Severity::Info | Severity::Low => "low",
        Severity::Medium => "medium",
        Severity::High | Severity::Critical => "high",
    };
    let mut options = vec![format!("--level={level}"), format!("--severity={severity}")];
    if !selection.names.is_empty() || !selection.families.is_empty() {
        let known = crate::catalogue::CATALOGUE.iter().filter(|known| selection.selects(known));
        let names: Vec<&str> = known.map(|known| known.name).collect();
        options.push(format!("--only={}", names.join(",")));
    }
    options
}

fn list(options: &[String]) -> String {
    let items: Vec<String> = options.iter().map(|option| quoted(option)).collect();
    format!("[{}]", items.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_a_template_is_filled_in() {
        for (target, path, _) in TEMPLATES {
            let made = pipeline(target, &Request::default()).expect("it is made");
            assert_eq!(made.files[0].path, path);
            for word in ["@MADE@", "@PATHS@", "@REPOSITORY@", "@TAG@", "@OPTIONS@", "@ARGS@"] {
                assert!(!made.files[0].text.contains(word), "{path}: {word}");
            }
            assert!(super::super::is_ours(&made.files[0].text), "{path}");
        }
    }

    #[test]
    fn every_action_is_pinned_by_its_commit() {
        let (.., template) = TEMPLATES[0];
        let uses: Vec<&str> = template.lines().filter_map(|line| line.split_once("uses: ").map(|(_, it)| it)).collect();
        assert!(uses.len() >= 2);
        for action in uses {
            let (_, pin) = action.split_once('@').expect("a version");
            let (commit, version) = pin.split_once(" # v").expect("its version as a comment");
            assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{action}");
            assert!(version.split('.').count() == 3, "{action}");
        }
    }

    #[test]
    fn nothing_that_a_shell_could_run_gets_into_a_pipeline() {
        for value in ["$(id)", "a b", "`id`", "${{ github.token }}", "-rf", "", "a;b", "a\nb"] {
            let mut request = Request::default();
            request.parameters.0.insert("paths".to_owned(), value.to_owned());
            assert!(pipeline(Target::GithubActions, &request).is_err(), "{value:?}");
        }
    }
}
