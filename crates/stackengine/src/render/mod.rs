//! From a report to what people and programs read: the terminal, JSON, Markdown.
//!
//! Nothing here decides anything about a Job: the words are chosen, the facts are not.

mod check;
mod cost;
mod excerpt;
mod explanation;
mod fix;
mod json;
mod markdown;
mod moments;
mod paper;
mod printable;
mod replay;
mod text;
mod units;
mod verdict;

pub use check::{
    CheckJsonPart, CheckTextOptions, check_github, check_json, check_json_of_parts, check_json_part, check_junit,
    check_markdown, check_sarif, check_text, check_text_of_parts, check_text_part,
};
pub use cost::cost;
pub use excerpt::{Citation, cite};
pub use explanation::explanation;
pub use fix::{fix_json, fix_text};
pub use json::{JsonOptions, json};
pub use markdown::{MarkdownOptions, markdown};
pub use printable::printable;
pub(crate) use printable::steers;
pub use replay::{measure as replay_measure, replay_json, replay_svg, replay_text};
pub use text::{TextOptions, text};
pub use verdict::Verdict;

/// What to paste, said where nothing of use was found.
pub(crate) const WHAT_TO_PASTE: [&str; 3] =
    ["kubectl describe job NAME", "kubectl get jobs,pods,events -o json", "kubectl logs job/NAME --all-containers"];
