//! `stackengine check` as its users meet it.

mod program;

use std::fs;

use program::{Ran, cases, finish, folder, run, stackengine};
use serde_json::Value;

const JOB: &str = "\
apiVersion: batch/v1
kind: Job
metadata:
  name: backup
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: main
          image: registry.example/backup:1.4
";
const CLEAN: i32 = 0;
const FINDINGS: i32 = 1;
const UNUSABLE: i32 = 2;
const INCOMPLETE: i32 = 3;

/// Whatever else the catalogue holds: a Job without a deadline has this one.
const ONLY: [&str; 2] = ["--only", "deadline-missing"];

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}\n{}\n{}", ran.out, ran.err))
}

fn files_with_findings(ran: &Ran) -> Vec<String> {
    let found = json(ran);
    let findings = found["findings"].as_array().expect("a list").iter();
    findings.map(|finding| finding["file"].as_str().expect("a name").to_owned()).collect()
}

fn not_analysed(ran: &Ran) -> Vec<String> {
    let found = json(ran);
    let parts = found["not_analysed"].as_array().expect("a list").iter();
    parts
        .map(|part| format!("{}: {}", part["file"].as_str().unwrap_or("?"), part["why"].as_str().unwrap_or("?")))
        .collect()
}

#[test]
fn every_case_prints_what_is_expected() {
    cases("check");
}

#[test]
fn a_folder_gives_its_manifests_and_leaves_out_what_is_ignored() {
    let job = JOB.as_bytes();
    let folder = folder(&[
        ("a.yaml", job),
        ("b.yml", job),
        ("c.JSON", job),
        ("d.txt", job),
        (".hidden/e.yaml", job),
        ("vendor/f.yaml", job),
        ("sub/g.yaml", job),
        ("sub/h.yaml", job),
        (".gitignore", b"vendor/\n"),
        ("sub/.ignore", b"h.yaml\n"),
    ]);
    let checked =
        |args: &[&str]| files_with_findings(&run(folder.path(), &[&["check", "-o", "json"], &ONLY[..], args].concat()));
    assert_eq!(checked(&["."]), ["a.yaml", "b.yml", "c.JSON", "sub/g.yaml"]);
    assert_eq!(
        checked(&[".", "--no-ignore"]),
        ["a.yaml", "b.yml", "c.JSON", "sub/g.yaml", "sub/h.yaml", "vendor/f.yaml"]
    );
    // What is named is read, whatever it is called and wherever it is; once.
    assert_eq!(
        checked(&["vendor/f.yaml", "d.txt", "./.hidden", ".hidden/e.yaml", "sub/../d.txt"]),
        [".hidden/e.yaml", "d.txt", "sub/../d.txt", "vendor/f.yaml"]
    );
    fs::remove_dir_all(folder.path().join(".git")).expect("a folder");
    assert_eq!(checked(&["."]).len(), 4, "also where there is no repository");
}

#[test]
fn what_cannot_be_read_is_named() {
    let folder = folder(&[
        ("good.yaml", JOB.as_bytes()),
        ("latin.yaml", b"kind: Job\nname: caf\xe9\n"),
        ("binary.yaml", b"Job\0\x01\x02"),
    ]);
    let large = fs::File::create(folder.path().join("large.yaml")).expect("a file");
    large.set_len((64 << 20) + 1).expect("a sparse file");
    let ran = run(folder.path(), &["check", ".", "gone.yaml", "-o", "json", "--skip", "deadline-missing"]);
    let parts = not_analysed(&ran);
    for part in [
        "latin.yaml: it is not UTF-8 (line 2)",
        "binary.yaml: it is binary, not text",
        "large.yaml: it is larger than 64 MiB",
        "gone.yaml: No such file or directory (os error 2)",
    ] {
        assert!(parts.iter().any(|found| found == part), "{part}: {parts:?}");
    }
    assert_eq!(json(&ran)["files"], 1);
    assert_ne!(ran.code, CLEAN);
    let ran = run(folder.path(), &["check", "latin.yaml", "gone.yaml"]);
    assert_eq!((ran.code, ran.out.as_str()), (UNUSABLE, ""));
    assert!(ran.err.contains("failed to read latin.yaml: it is not UTF-8"), "{}", ran.err);
}

#[test]
fn the_status_says_what_happened() {
    let template = b"{{- if .Values.x }}\nkind: Job\n{{ include \"x\" . }}\n  a: [\n{{- end }}\n";
    let folder = folder(&[("bad.yaml", JOB.as_bytes()), ("good.yaml", b"kind: Service\n"), ("t.yaml", template)]);
    fs::create_dir(folder.path().join("empty")).expect("a folder");
    let code = |args: &[&str]| run(folder.path(), &[&["check"], &ONLY[..], args].concat()).code;
    assert_eq!(code(&["good.yaml"]), CLEAN);
    assert_eq!(code(&["bad.yaml"]), FINDINGS);
    assert_eq!(code(&["bad.yaml", "t.yaml"]), FINDINGS);
    assert_eq!(code(&["bad.yaml", "--severity", "high"]), CLEAN);
    assert_eq!(code(&["empty"]), UNUSABLE);
    assert_eq!(code(&["t.yaml"]), INCOMPLETE);
    assert_eq!(code(&["t.yaml", "-o", "sarif"]), INCOMPLETE);
    assert_eq!(code(&["good.yaml", "gone.yaml"]), INCOMPLETE);
    for format in ["text", "json", "sarif", "junit", "github", "markdown"] {
        assert_eq!(code(&["bad.yaml", "--format", format]), FINDINGS, "{format}");
        assert_eq!(code(&["good.yaml", "--format", format]), CLEAN, "{format}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder(&[("a.yaml", JOB.as_bytes()), ("secret.yaml", JOB.as_bytes())]);
    let secret = folder.path().join("secret.yaml");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).expect("a mode");
    // Whoever may read everything proves nothing here.
    if fs::read(&secret).is_ok() {
        return;
    }
    let parts = not_analysed(&run(folder.path(), &["check", ".", "-o", "json"]));
    assert!(parts.iter().any(|part| part.starts_with("secret.yaml: Permission denied")), "{parts:?}");
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_end_and_pipes_are_not_waited_for() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("a/x.yaml", JOB.as_bytes())]);
    symlink(folder.path(), folder.path().join("a/round")).expect("a link");
    symlink("nowhere.yaml", folder.path().join("dead.yaml")).expect("a link");
    let pipe = folder.path().join("pipe.yaml");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo starts");
    assert!(made.success());
    let parts = not_analysed(&run(folder.path(), &["check", ".", "-o", "json"]));
    for part in ["a/round: it leads back to", "pipe.yaml: it is neither", "dead.yaml: No such file"] {
        assert!(parts.iter().any(|found| found.starts_with(part)), "{part}: {parts:?}");
    }
    let ran = finish(stackengine(folder.path()).args(["check", "/dev/stdin"]).args(ONLY).write_stdin(JOB));
    assert_eq!(ran.code, FINDINGS, "{}", ran.err);
    assert_eq!(run(folder.path(), &["check", "/dev/zero"]).code, UNUSABLE);
}

#[cfg(unix)]
#[test]
fn no_name_of_a_file_steers_a_terminal() {
    let folder = folder(&[("\u{1b}[31mred,\n::error::x.yaml", JOB.as_bytes()), ("b\u{1b}[2J.yaml", b"\xff")]);
    for format in ["text", "json", "sarif", "junit", "github", "markdown"] {
        let ran = run(folder.path(), &["check", ".", "--format", format]);
        let obeyed = |char: char| char.is_control() && char != '\n';
        assert!(!ran.out.chars().any(obeyed) && !ran.err.chars().any(obeyed), "{format}: {:?}", ran.out);
        assert!(!ran.out.lines().any(|line| line.starts_with("::error::x")), "{format}: {:?}", ran.out);
    }
    let ran = run(folder.path(), &["check", "b\u{1b}[2J.yaml"]);
    assert!(!ran.err.contains('\u{1b}'), "{:?}", ran.err);
}

#[test]
fn one_broken_document_spoils_no_other() {
    let text = format!("{JOB}---\na: [1,\n---\n{JOB}");
    let folder = folder(&[("three.yaml", text.as_bytes())]);
    let ran = run(folder.path(), &["check", ".", "-o", "json"]);
    let found = json(&ran);
    assert_eq!(found["documents"], 3);
    let findings = found["findings"].as_array().expect("a list");
    let deadlines = findings.iter().filter(|finding| finding["name"] == "deadline-missing");
    let places: Vec<_> = deadlines.map(|finding| (finding["document"].clone(), finding["line"].clone())).collect();
    assert_eq!(places, [("0".into(), 5.into()), ("2".into(), 19.into())]);
    let broken: Vec<_> = findings.iter().filter(|finding| finding["document"] == "1").collect();
    assert_eq!(broken.len() + not_analysed(&ran).len(), 1, "{found}");
}

/// One file of many documents, and many files of one.
fn many(n_documents: usize, n_files: usize) -> tempfile::TempDir {
    let document = |n: usize| format!("---\n{}", JOB.replace("backup", &format!("job-{n}")));
    let mut files = vec![("large.yaml".to_owned(), (0..n_documents).map(document).collect::<String>())];
    files.extend((0..n_files).map(|n| (format!("many/{n}.yaml"), document(n))));
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    folder(&files)
}

#[test]
fn two_thousand_documents_of_one_file_are_checked() {
    let ran = run(many(2000, 0).path(), &["check", ".", "-o", "json", "--only", "deadline-missing"]);
    let found = json(&ran);
    assert_eq!(found["findings"].as_array().map(Vec::len), Some(2000));
    assert_eq!(found["documents"], 2000);
    assert_eq!(found["findings"][1999]["line"], 2000 * (JOB.lines().count() + 1) - 6);
}

#[test]
fn the_same_bytes_come_out_every_time_in_the_order_of_the_files() {
    let folder = many(20, 100);
    for format in ["json", "text", "sarif", "junit", "github", "markdown"] {
        let args = ["check", "many", "large.yaml", "--format", format];
        let (first, second) = (run(folder.path(), &args), run(folder.path(), &args));
        assert!(first.out == second.out, "{format}");
        if format == "json" {
            let files = files_with_findings(&first);
            assert!(files.is_sorted() && files.len() >= 120, "{files:?}");
        }
    }
}

#[test]
fn a_baseline_knows_what_was_there_and_says_what_is_gone() {
    let folder = folder(&[("a.yaml", JOB.as_bytes()), ("sub/b.yaml", JOB.as_bytes())]);
    let here = |args: &[&str]| run(folder.path(), &[&["check", "--baseline", "base.json"], args, &ONLY[..]].concat());
    let ran = here(&[".", "--write-baseline"]);
    assert_eq!((ran.code, ran.err.as_str()), (CLEAN, "wrote 2 findings to base.json\n"));
    let first = fs::read_to_string(folder.path().join("base.json")).expect("a file");
    assert!(!first.contains("\"line\""), "{first}");
    assert_eq!(here(&["."]).code, CLEAN);
    // Lines may move; another object is new.
    fs::write(folder.path().join("a.yaml"), format!("# moved\n\n{JOB}")).expect("a file");
    fs::write(folder.path().join("c.yaml"), JOB).expect("a file");
    let ran = here(&["."]);
    assert_eq!(ran.code, FINDINGS);
    assert!(ran.out.contains("c.yaml:5:1") && ran.out.contains("2 in the baseline"), "{}", ran.out);
    // From another folder it is the same baseline.
    let ran = run(&folder.path().join("sub"), &["check", "b.yaml", "--baseline", "../base.json", "--only", "SE701"]);
    assert_eq!(ran.code, CLEAN, "{}", ran.out);
    fs::remove_file(folder.path().join("sub/b.yaml")).expect("a file");
    let ran = here(&["a.yaml"]);
    assert!(ran.out.contains("no longer found: deadline-missing of Job backup in sub/b.yaml"), "{}", ran.out);
    fs::write(folder.path().join("base.json"), "{\"version\": 1}").expect("a file");
    assert_eq!(here(&["."]).code, UNUSABLE);
}

#[test]
fn a_configuration_holds_up_to_the_root_of_its_repository() {
    let folder = folder(&[
        (".stackengine.yaml", b"severity: high\n"),
        ("a.yaml", JOB.as_bytes()),
        ("inner/b.yaml", JOB.as_bytes()),
        ("own/.stackengine.yaml", b"severity: low\n"),
        ("own/deep/c.yaml", JOB.as_bytes()),
        ("other/d.yaml", JOB.as_bytes()),
    ]);
    fs::create_dir(folder.path().join("other/.git")).expect("a folder");
    let ran = run(folder.path(), &["check", ".", "-o", "json", "--only", "SE701"]);
    assert_eq!(files_with_findings(&ran), ["other/d.yaml", "own/deep/c.yaml"]);
    let ran = run(folder.path(), &["check", ".", "-o", "json", "--only", "SE701", "--severity", "low"]);
    assert_eq!(files_with_findings(&ran).len(), 4);
}

#[test]
fn junit_is_what_a_reader_of_junit_understands() {
    let text = format!(
        "{JOB}---\n{}",
        JOB.replace("spec:\n  template", "spec: # stackengine: ignore[SE701] a < b & \"c\"\n  template")
    );
    let folder = folder(&[("<&\">.yaml", text.as_bytes()), ("bin.yaml", b"Job\0")]);
    let ran = run(folder.path(), &["check", ".", "-o", "junit", "--only", "SE701"]);
    let report = quick_junit::Report::deserialize_from_str(&ran.out).expect("it is JUnit XML");
    assert_eq!((report.tests, report.failures, report.errors), (3, 1, 1));
    let suites: Vec<&str> = report.test_suites.iter().map(|suite| suite.name.as_str()).collect();
    assert_eq!(suites, ["<&\">.yaml", "bin.yaml"]);
}

#[test]
fn sarif_has_no_field_that_sarif_does_not_know() {
    let text = format!(
        "{JOB}---\n{}---\n{{{{ if .Values.x }}}}: [\n",
        JOB.replace("kind: Job", "kind: Job # stackengine: ignore[SE701] why")
    );
    let folder = folder(&[("a b/ü.yaml", text.as_bytes())]);
    let ran = run(folder.path(), &["check", ".", "-o", "sarif", "--only", "SE701"]);
    let written = json(&ran);
    let read: serde_sarif::sarif::Sarif = serde_json::from_value(written.clone()).expect("it is SARIF");
    assert_eq!(serde_json::to_value(read).expect("JSON"), written);
    let results = written["runs"][0]["results"].as_array().expect("a list");
    assert_eq!(results.len(), 2);
    let uri = &results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "a%20b/%C3%BC.yaml");
    assert_ne!(results[0]["partialFingerprints"], results[1]["partialFingerprints"]);
    let rules = written["runs"][0]["tool"]["driver"]["rules"].as_array().expect("a list");
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("a number")).expect("it is small");
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
}

#[test]
fn sarif_offers_what_fix_would_do() {
    let dump = JOB
        .replace("name: backup", "name: \u{fc}\n  uid: x")
        .replace("name: \u{fc}", "labels: {a: \u{fc}}\n  name: backup");
    let text = format!("{JOB}---\n{dump}");
    let folder = folder(&[("a.yaml", text.as_bytes())]);
    let ran = run(folder.path(), &["check", ".", "-o", "sarif", "--only", "server-fields-kept"]);
    let written = json(&ran);
    let change = &written["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    let at = |line: &str, column: &str| {
        let number =
            |name: &str| usize::try_from(change["deletedRegion"][name].as_u64().expect(name)).expect("it is small");
        let start: usize = text.split_inclusive('\n').take(number(line) - 1).map(str::len).sum();
        let rest = &text[start..];
        start + rest.char_indices().nth(number(column) - 1).map_or(rest.len(), |(at, _)| at)
    };
    let (start, end) = (at("startLine", "startColumn"), at("endLine", "endColumn"));
    let inserted = change["insertedContent"]["text"].as_str().expect("a text");
    let mended = format!("{}{inserted}{}", &text[..start], &text[end..]);
    assert_eq!(mended, text.replace("  uid: x\n", ""));
}

#[test]
fn annotations_are_no_more_than_are_shown() {
    let many: String = (0..12).map(|n| format!("---\n{}", JOB.replace("backup", &format!("job-{n}")))).collect();
    let folder = folder(&[("many.yaml", many.as_bytes())]);
    let ran = run(folder.path(), &["check", ".", "-o", "github", "--only", "SE701"]);
    let n = ran.out.lines().filter(|line| line.starts_with("::warning file=many.yaml,line=")).count();
    assert_eq!(n, 10, "{}", ran.out);
    assert!(ran.out.contains("2 more of kind warning"), "{}", ran.out);
    let named =
        (0..12).filter(|n| ran.out.contains(&format!("many.yaml{}", if *n < 10 { ",line=" } else { ":" }))).count();
    assert_eq!(named, 12);
}
