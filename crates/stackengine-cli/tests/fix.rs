//! `stackengine fix` as its users meet it.

mod program;

use std::fs;
use std::path::Path;
use std::process::Command;

use program::{cases, folder, run};
use serde_json::Value;

/// A dump of a live Job: what the API server wrote into it can be taken out safely.
const DUMP: &str = "\
# The nightly backup.
apiVersion: batch/v1
kind: Job
metadata:
  name: backup
  uid: 0d4d1e8c-5b0e-4f57-9f0a-3c8f0a9d2c11
  resourceVersion: \"812\"
spec:
  activeDeadlineSeconds: 600 # ten minutes
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: main
          image: \"registry.example/backup:1.4\"
";
const ONLY: [&str; 2] = ["--only", "server-fields-kept"];
const CLEAN: i32 = 0;
const FINDINGS: i32 = 1;
const UNUSABLE: i32 = 2;

fn mended(text: &str) -> String {
    let server = |line: &&str| line.contains("uid:") || line.contains("resourceVersion:");
    text.split_inclusive('\n').filter(|line| !server(line)).collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a file")
}

#[test]
fn every_case_prints_what_is_expected() {
    cases("fix");
}

#[test]
fn the_repaired_manifest_is_printed_and_nothing_else_changes() {
    for text in [DUMP.to_owned(), DUMP.replace('\n', "\r\n"), format!("\u{feff}{DUMP}"), DUMP.trim_end().to_owned()] {
        let folder = folder(&[("job.yaml", text.as_bytes())]);
        let ran = run(folder.path(), &[&["fix", "job.yaml"], &ONLY[..]].concat());
        assert_eq!((ran.out, ran.code), (mended(&text), CLEAN), "{}", ran.err);
        assert!(ran.err.contains("applied: take out what the API server writes"), "{}", ran.err);
        assert_eq!(read(&folder.path().join("job.yaml")), text);
    }
}

#[test]
fn git_applies_the_diff_and_the_status_says_that_files_still_have_findings() {
    let crlf = DUMP.replace('\n', "\r\n");
    let no_end = DUMP.trim_end();
    let files = [("a.yaml", DUMP), ("sub dir/crlf.yaml", &crlf), ("sub dir/no-end.yml", no_end), ("ü.yaml", DUMP)];
    let bytes: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let folder = folder(&bytes);
    let diff = || run(folder.path(), &[&["fix", ".", "--diff"], &ONLY[..]].concat());
    let ran = diff();
    assert_eq!(ran.code, FINDINGS);
    fs::write(folder.path().join("patch"), &ran.out).expect("a file");
    let applied = Command::new("git").args(["apply", "patch"]).current_dir(folder.path()).output().expect("git");
    assert!(applied.status.success(), "{}\n{}", String::from_utf8_lossy(&applied.stderr), ran.out);
    for (name, text) in files {
        assert_eq!(read(&folder.path().join(name)), mended(text), "{name}");
    }
    let ran = diff();
    assert_eq!((ran.code, ran.out.as_str()), (CLEAN, ""));
}

#[test]
fn files_are_written_whole_or_not_at_all() {
    let folder = folder(&[("a.yaml", DUMP.as_bytes()), ("b.yaml", b"kind: Service\n")]);
    let ran = run(folder.path(), &[&["fix", ".", "--write"], &ONLY[..]].concat());
    assert_eq!((ran.code, ran.out.as_str()), (CLEAN, ""), "{}", ran.err);
    assert_eq!(read(&folder.path().join("a.yaml")), mended(DUMP));
    let mut names: Vec<_> =
        fs::read_dir(folder.path()).expect("a folder").flatten().map(|entry| entry.file_name()).collect();
    names.sort();
    assert_eq!(names, [".git", "a.yaml", "b.yaml"]);
    let again = run(folder.path(), &[&["fix", ".", "--write"], &ONLY[..]].concat());
    assert!(again.err.ends_with("0 fixed in 0 of 2 files, 0 left.\n"), "{}", again.err);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_stays_and_the_status_says_so() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder(&[("a.yaml", DUMP.as_bytes()), ("b.yaml", DUMP.as_bytes())]);
    fs::set_permissions(folder.path().join("a.yaml"), fs::Permissions::from_mode(0o444)).expect("a mode");
    let ran = run(folder.path(), &[&["fix", ".", "--write"], &ONLY[..]].concat());
    assert_eq!(ran.code, UNUSABLE);
    assert!(ran.err.contains("not written: it is read-only"), "{}", ran.err);
    assert_eq!(read(&folder.path().join("a.yaml")), DUMP);
    assert_eq!(read(&folder.path().join("b.yaml")), mended(DUMP));
}

#[cfg(unix)]
#[test]
fn in_a_folder_that_may_not_be_written_nothing_changes() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder(&[("locked/a.yaml", DUMP.as_bytes())]);
    let locked = folder.path().join("locked");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o555)).expect("a mode");
    let may_write = fs::write(locked.join("probe"), "").is_ok();
    let ran = run(folder.path(), &[&["fix", "locked/a.yaml", "--write"], &ONLY[..]].concat());
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).expect("a mode");
    // Whoever may write everywhere proves nothing here.
    if may_write {
        return;
    }
    assert_eq!(ran.code, UNUSABLE);
    assert!(ran.err.contains("not written: Permission denied"), "{}", ran.err);
    assert_eq!(read(&locked.join("a.yaml")), DUMP);
}

/// On a device that is full nothing of standard output arrives, which is an error and not a silent loss.
#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_an_error() {
    let folder = folder(&[("a.yaml", DUMP.as_bytes())]);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("there is /dev/full");
    let ran = Command::new(assert_cmd::cargo::cargo_bin!("stackengine"))
        .args(["fix", "a.yaml"])
        .current_dir(folder.path())
        .stdout(full)
        .output()
        .expect("the program starts");
    assert_eq!(ran.status.code(), Some(UNUSABLE));
    assert!(String::from_utf8_lossy(&ran.stderr).contains("failed to write to standard output"));
}

#[test]
fn what_is_suppressed_or_known_is_not_repaired() {
    let suppressed = DUMP.replace("kind: Job", "kind: Job # stackengine: ignore[server-fields-kept] a record");
    let folder = folder(&[("a.yaml", suppressed.as_bytes()), ("b.yaml", DUMP.as_bytes())]);
    let printed = |args: &[&str]| run(folder.path(), &[&["fix"], args, &ONLY[..]].concat()).out;
    assert_eq!(printed(&["a.yaml"]), suppressed);
    assert_eq!(printed(&["a.yaml", "--no-suppressions"]), mended(&suppressed));
    let base = run(folder.path(), &["check", "b.yaml", "--baseline", "base.json", "--write-baseline"]);
    assert_eq!(base.code, CLEAN);
    assert_eq!(printed(&["b.yaml", "--baseline", "base.json"]), DUMP);
    assert_eq!(printed(&["b.yaml", "--skip", "server-fields-kept"]), DUMP);
}

#[test]
fn the_report_as_json_has_the_diff_and_every_step() {
    let text = DUMP.replace("  activeDeadlineSeconds: 600 # ten minutes\n", "");
    let folder = folder(&[("a.yaml", text.as_bytes())]);
    let ran = run(folder.path(), &["fix", "a.yaml", "-o", "json", "--only", "SE990,SE701"]);
    let report: Value = serde_json::from_str(&ran.out).expect("JSON");
    let file = &report["files"][0];
    assert_eq!((&file["state"], &file["remaining"]), (&"changed".into(), &1.into()), "{report}");
    assert_eq!(file["applied"][0]["name"], "server-fields-kept");
    assert_eq!(file["proposed"][0]["name"], "deadline-missing");
    assert!(file["diff"].as_str().is_some_and(|diff| diff.contains("-  uid: ")), "{report}");
    assert_eq!(ran.code, FINDINGS);
}
