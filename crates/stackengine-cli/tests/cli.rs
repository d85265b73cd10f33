//! The program as its users meet it: arguments and inputs in, output and exit status out.
//!
//! What a diagnosis says is tested in the engine; here the inputs are such that nothing or anything may be found.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin;
use serde_json::Value;
use tempfile::TempDir;

const FINDINGS: i32 = 1;
const UNUSABLE: i32 = 2;

fn stackengine() -> Command {
    let mut command = Command::new(cargo_bin!("stackengine"));
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "COLUMNS", "LC_ALL", "LC_CTYPE", "LANG"] {
        command.env_remove(name);
    }
    command
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run(command: &mut Command) -> Ran {
    let output = command.output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the output is UTF-8");
    let code = output.status.code().expect("the program ends by itself");
    Ran { code, out: text(output.stdout), err: text(output.stderr) }
}

fn example(name: &str) -> String {
    format!("{}/../../examples/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn not_analysed(ran: &Ran) -> Vec<String> {
    let json: Value = serde_json::from_str(&ran.out).expect("the output is JSON");
    let parts = json["not_analysed"].as_array().expect("a list").iter();
    parts
        .map(|part| format!("{}: {}", part["source"].as_str().unwrap_or("?"), part["why"].as_str().unwrap_or("?")))
        .collect()
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    folder
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// A folder a case: `args`, and where they matter `stdin`, `stdout`, `stderr` (lines that must be there) and `code`.
#[test]
fn cases() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut cases: Vec<_> = fs::read_dir(root).expect("cases").map(|case| case.expect("a case").path()).collect();
    cases.sort();
    assert!(cases.len() > 5);
    for case in cases {
        let file = |name: &str| fs::read_to_string(case.join(name)).ok();
        let args = file("args").expect("every case has args");
        let ran = run(stackengine().args(args.lines()).write_stdin(file("stdin").unwrap_or_default()));
        let context = format!("{}\n--- out ---\n{}\n--- err ---\n{}", case.display(), ran.out, ran.err);
        for (name, text) in [("stdout", &ran.out), ("stderr", &ran.err)] {
            for line in file(name).unwrap_or_default().lines() {
                assert!(text.contains(line), "{name} lacks {line:?} in {context}");
            }
        }
        let code: i32 = file("code").expect("every case has a code").trim().parse().expect("a number");
        assert_eq!(ran.code, code, "{context}");
    }
}

#[test]
fn a_folder_is_read_with_everything_below_it() {
    let ran = run(stackengine().args(["diagnose", "--format", "json", &example("oom-kill")]));
    let json: Value = serde_json::from_str(&ran.out).expect("the output is JSON");
    assert_eq!(json["version"], 1, "{}", ran.out);
    assert_eq!(ran.err, "");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for format in ["text", "json", "markdown"] {
        let ran = || {
            run(stackengine().args(["diagnose", "--format", format, &example("image-pull"), &example("ghost-pipe")]))
        };
        assert_eq!(ran().out, ran().out);
    }
}

#[test]
fn what_cannot_be_read_is_named() {
    let folder =
        folder(&[("a.txt", b"a log line\n"), ("core", b"\x7fELF\0\0\0\0"), (".git/HEAD", b"ref: refs/heads/main\n")]);
    let gone = folder.path().join("gone");
    let ran = run(stackengine().args(["diagnose", "-o", "json"]).args([folder.path(), &gone]));
    let parts = not_analysed(&ran);
    for (path, why) in [("core", "it is binary, not text"), (".git", "version control"), ("gone", "No such file")] {
        let name = shown(&folder.path().join(path));
        assert!(
            parts.iter().any(|part| part.starts_with(&format!("{name}: ")) && part.contains(why)),
            "{path}: {parts:?}"
        );
    }
    assert_ne!(ran.code, 0);
}

#[test]
fn where_nothing_can_be_read_standard_error_says_why() {
    let folder = folder(&[("core", b"\x7fELF\0\0\0\0")]);
    let ran = run(stackengine().arg("diagnose").args([folder.path().join("core"), folder.path().join("gone")]));
    assert_eq!((ran.code, ran.out.as_str()), (UNUSABLE, ""));
    assert!(ran.err.contains("error: failed to read ") && ran.err.contains("it is binary, not text"), "{}", ran.err);
    assert!(ran.err.contains("No such file"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_read_where_it_is_named_and_links_in_a_circle_end() {
    let folder = folder(&[("a/x.txt", b"a log line\n")]);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("a/round")).expect("a link");
    let ran = run(stackengine().args(["diagnose", "-o", "json"]).arg(folder.path()));
    assert!(not_analysed(&ran).iter().any(|part| part.contains("it leads back to")), "{}", ran.out);
    let ran = run(stackengine().args(["diagnose", "/dev/stdin"]).write_stdin("a log line\n"));
    assert!(!ran.err.contains("neither"), "{}", ran.err);
    let ran = run(stackengine().args(["diagnose", "/dev/zero"]));
    assert_eq!(ran.code, UNUSABLE);
    assert!(ran.err.contains("it is neither a file nor a folder nor a pipe"), "{}", ran.err);
}

#[test]
fn of_an_input_that_is_too_long_the_ends_are_read_and_the_rest_is_counted() {
    let line = "2026-01-01T00:00:00Z INFO nothing to see here\n";
    let text = line.repeat(10_000);
    let folder = folder(&[("long.main.txt", text.as_bytes()), ("second.main.txt", text.as_bytes())]);
    let limited = ["diagnose", "-o", "json", "--max-bytes", "64K"];
    let piped = run(stackengine().args(limited).write_stdin(text.clone()));
    let left_out = text.len() - 2 * (32 << 10) / line.len() * line.len();
    let parts = not_analysed(&piped);
    let said = |n: usize| format!("{n} bytes in the middle were not read");
    // At either end up to a line is given up, so that nothing is cut in two.
    let close =
        (left_out - line.len()..=left_out + 2 * line.len()).any(|n| parts.iter().any(|part| part.contains(&said(n))));
    assert!(close, "{left_out}: {parts:?}");
    let files = run(stackengine().args(limited).arg(folder.path()));
    let parts = not_analysed(&files);
    assert!(parts.iter().any(|part| part.contains("long.main.txt: ") && part.contains("in the middle")), "{parts:?}");
    assert!(parts.iter().any(|part| part.contains("second.main.txt: ")), "{parts:?}");
}

#[test]
fn colours_follow_the_choice_then_the_environment() {
    let text = |args: &[&str], env: &[(&str, &str)]| {
        let mut command = stackengine();
        command.args(["diagnose"]).args(args).envs(env.iter().copied()).write_stdin("a log line\n");
        run(&mut command).out.contains('\u{1b}')
    };
    assert!(!text(&[], &[]));
    assert!(text(&["--color", "always"], &[("NO_COLOR", "1")]));
    assert!(text(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!text(&[], &[("CLICOLOR_FORCE", "0")]));
    assert!(!text(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!text(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_error() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(cargo_bin!("stackengine"))
        .args(["completions", "bash"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let ended = child.wait_with_output().expect("the program ends");
    assert_eq!((ended.status.code(), ended.stderr), (Some(0), Vec::new()));
}

#[test]
fn kubectl_finds_the_same_program() {
    let ran = run(Command::new(cargo_bin!("kubectl-stackengine")).args(["diagnose", "--help"]));
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("Usage: kubectl stackengine diagnose"), "{}", ran.out);
}

/// Each with the exit code of its cause, which is null where it went with the pod.
#[test]
fn the_shipped_examples_have_their_causes() {
    for (name, cause, exit_code) in [
        ("oom-kill", "out-of-memory", Value::from(137)),
        ("ghost-pipe", "masked-exit-code", Value::from(0)),
        ("image-pull", "image-pull-failed", Value::Null),
        ("sync-onfailure-gone", "container-exit-error", Value::Null),
    ] {
        let ran = run(stackengine().args(["diagnose", "--format", "json", &example(name)]));
        let json: Value = serde_json::from_str(&ran.out).expect("the output is JSON");
        let found = &json["diagnoses"][0]["cause"];
        assert_eq!((&found["name"], &found["exit_code"]), (&Value::from(cause), &exit_code), "{name}");
        assert_eq!(ran.code, FINDINGS, "{name}");
    }
}
