//! From one file to what is said about it.

use std::path::PathBuf;
use std::sync::Arc;

use stackengine::check::{self, FileReport};
use stackengine::yaml::documents;

use super::choice::Extras;
use super::config::Config;
use super::{Choice, Target, read};

/// What was found in one file.
#[derive(Debug)]
pub(crate) struct Inspected {
    /// What is said about it.
    pub(crate) report: FileReport,
    /// Its text, where it could be read.
    pub(crate) text: Option<String>,
    /// Where it is; `None` for standard input.
    pub(crate) path: Option<PathBuf>,
    /// Whether it could be read.
    pub(crate) was_read: bool,
    /// Its configuration, and its path below that.
    pub(crate) config: Option<(Arc<Config>, String)>,
}

/// Reads and checks one file. A file that was only found in a folder and does not speak of Jobs is counted, not parsed.
pub(crate) fn inspect(target: &Target, config: Option<(Arc<Config>, String)>, choice: &Choice) -> Inspected {
    let path = target.path.clone();
    let text = match read(target) {
        Ok(text) => text,
        Err(why) => {
            let left = check::LeftOut { document: None, position: None, why };
            let report = FileReport { file: target.name.clone(), left_out: vec![left], ..FileReport::default() };
            return Inspected { report, text: None, path, was_read: false, config };
        }
    };
    let report = match target.named || speaks_of_jobs(&text) {
        true => judge(&target.name, &text, choice, config.as_ref()),
        false => FileReport { file: target.name.clone(), n_documents: documents(&text).len(), ..FileReport::default() },
    };
    Inspected { report, text: Some(text), path, was_read: true, config }
}

/// What is said about a text, as far as it was asked for.
pub(crate) fn judge(name: &str, text: &str, choice: &Choice, config: Option<&(Arc<Config>, String)>) -> FileReport {
    let mut checked = check::check(text, &choice.evidence);
    if let Some(policies) = &choice.policies {
        policies.judge(text, &mut checked);
    }
    let judgement = choice.suppressions.then(|| check::judge(text, &checked));
    let mut report = check::report(name, text, checked, judgement.as_ref());
    choice.apply(&mut report, config.map(|(config, file)| (config.as_ref(), file.as_str())));
    if choice.extras == Extras::Replacements {
        check::add_replacements(&mut report, text, &choice.evidence);
    }
    report
}

/// Words of which every Job and CronJob has one, also those whose kind is misspelt or missing.
const WORDS: [&[u8]; 6] = [b"Job", b"batch/", b"jobTemplate", b"backoffLimit", b"activeDeadlineSeconds", b"schedule:"];

fn speaks_of_jobs(text: &str) -> bool {
    WORDS.iter().any(|word| memchr::memmem::find(text.as_bytes(), word).is_some())
}
