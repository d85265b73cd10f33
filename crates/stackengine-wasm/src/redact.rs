//! Files in, the same files without what is private out; the values stay in this call.

use serde::Serialize;
use stackengine::redact::{self, Mask, Options, Redacted, Vault};

use crate::offsets::Offsets;
use crate::request::Request;

#[derive(Serialize)]
struct Answer {
    files: Vec<File>,
    /// A line for each placeholder: what it is, and what a diagnosis has to know about its value.
    legend: Vec<String>,
    /// How many places were masked, by class and rule.
    report: Vec<Count>,
    /// Why nothing of this may leave; empty where it may.
    leaks: Vec<String>,
}

#[derive(Serialize)]
struct File {
    name: String,
    text: String,
    masks: Vec<WireMask>,
}

/// Where a placeholder stands in the masked text, in UTF-16 code units.
#[derive(Serialize)]
struct WireMask {
    from: usize,
    to: usize,
    class: &'static str,
    rule: &'static str,
}

#[derive(Serialize)]
struct Count {
    class: &'static str,
    rule: &'static str,
    places: usize,
}

/// Masks all files together, so that a value has one placeholder in all of them, and looks at the result once more.
pub(crate) fn redact(request: &Request<'_>) -> Vec<u8> {
    let options = options(request);
    let mut vault = Vault::new();
    let texts: Vec<&[u8]> = request.files.iter().map(|(_, bytes)| *bytes).collect();
    let done = redact::redact(&texts, &mut vault, &options);
    let mut leaks = Vec::new();
    for ((name, _), redacted) in request.files.iter().zip(&done) {
        leaks.extend(redact::leaks(&redacted.text, &vault, &options).iter().map(|leak| format!("{name}, {leak}")));
    }
    let report = counts(&done);
    let files = request.files.iter().zip(done).map(|((name, _), redacted)| file(name, &redacted)).collect();
    crate::json(&Answer { files, legend: vault.legend(), report, leaks })
}

/// What is masked, as its owner says.
pub(crate) fn options(request: &Request<'_>) -> Options {
    let bytes = |name: &str| request.words(name).into_iter().map(|word| word.as_bytes().to_vec()).collect();
    Options {
        identifiers: request.switch("identifiers"),
        places: request.switch("places"),
        mask: bytes("mask"),
        keep: bytes("keep"),
        ..Options::default()
    }
}

fn file(name: &str, redacted: &Redacted) -> File {
    let text = String::from_utf8_lossy(&redacted.text).into_owned();
    // Where bytes were no text, places moved: such a text is shown without its marks.
    let whole = text.len() == redacted.text.len();
    let offsets = Offsets::new(&text);
    let at = |byte: usize| offsets.utf16(u32::try_from(byte).unwrap_or(u32::MAX));
    let mark = |mask: &Mask| WireMask {
        from: at(mask.at.start),
        to: at(mask.at.end),
        class: mask.kind.class().word(),
        rule: mask.rule,
    };
    let masks = redacted.masks.iter().filter(|_| whole).map(mark).collect();
    File { name: name.to_owned(), text, masks }
}

fn counts(done: &[Redacted]) -> Vec<Count> {
    let mut all: Vec<Count> = Vec::new();
    for mask in done.iter().flat_map(|redacted| &redacted.masks) {
        let (class, rule) = (mask.kind.class().word(), mask.rule);
        match all.iter_mut().find(|count| count.class == class && count.rule == rule) {
            Some(count) => count.places += 1,
            None => all.push(Count { class, rule, places: 1 }),
        }
    }
    all.sort_by(|a, b| {
        (a.class, std::cmp::Reverse(a.places), a.rule).cmp(&(b.class, std::cmp::Reverse(b.places), b.rule))
    });
    all
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::request::question;

    fn ask(options: &Value, files: &[(&str, &str)]) -> Value {
        let question = question(options, files);
        let answer = redact(&Request::parse(&question).expect("whole"));
        serde_json::from_slice(&answer).expect("JSON")
    }

    #[test]
    fn a_value_has_one_placeholder_in_all_files_and_marks_count_in_utf_16() {
        let files = [("a", "ü DB_PASSWORD=hunter2x\n"), ("b", "login with hunter2x at 10.1.2.3\n")];
        let answer = ask(&json!({"identifiers": true, "places": true}), &files);
        assert_eq!(answer["files"][0]["text"], "ü DB_PASSWORD=<PASSWORD_1>\n");
        assert_eq!(answer["files"][0]["masks"][0]["from"], 14);
        assert_eq!(answer["files"][1]["text"], "login with <PASSWORD_1> at <IP_1>\n");
        assert_eq!(answer["leaks"], json!([]));
        let places = ask(&json!({"identifiers": true, "places": false}), &files);
        assert_eq!(places["files"][1]["text"], "login with <PASSWORD_1> at 10.1.2.3\n");
    }

    #[test]
    fn what_its_owner_says_goes() {
        let files = [("a", "DB_PASSWORD=hunter2x for bluebird\n")];
        let answer = ask(&json!({"mask": ["bluebird"], "keep": ["hunter2x"]}), &files);
        assert_eq!(answer["files"][0]["text"], "DB_PASSWORD=hunter2x for <SECRET_1>\n");
    }
}
