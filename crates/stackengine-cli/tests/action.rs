//! `action.yml` and `.pre-commit-hooks.yaml`: whether they fit the program that they call.

#[expect(dead_code, reason = "the cases are another test's")]
mod program;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use program::folder;
use stackengine::yaml::{Node, read_yaml};

const JOB: &str = "\
apiVersion: batch/v1
kind: Job
metadata:
  name: backup
spec:
  backofLimit: 3
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: main
          image: registry.example/backup:1.4
";

fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name);
    fs::read_to_string(path).expect(name)
}

fn with<R>(text: &str, look: impl FnOnce(&Node<'_>) -> R) -> R {
    let mut documents = Vec::new();
    read_yaml(text, 0, text.len(), &mut |node, error| {
        assert_eq!(error, None);
        documents.push(node);
    });
    assert_eq!(documents.len(), 1);
    look(&documents[0])
}

/// What stands between `${{ inputs.` and ` }}`.
fn inputs_used(text: &str) -> BTreeSet<String> {
    let parts = text.split("${{ inputs.").skip(1);
    parts.map(|part| part.split(" }}").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn every_input_is_used_and_every_used_input_is_declared() {
    let action = text("action.yml");
    with(&action, |root| {
        let declared: BTreeSet<String> =
            root.get("inputs").expect("inputs").entries().iter().map(|entry| entry.key.to_string()).collect();
        assert_eq!(declared, inputs_used(&action));
        for entry in root.get("inputs").expect("inputs").entries() {
            for field in ["description", "default"] {
                assert!(entry.node.get(field).and_then(Node::as_str).is_some(), "{}: {field}", entry.key);
            }
        }
        let steps = root.at("runs.steps").expect("steps").items();
        for step in steps {
            let script = step.get("run").and_then(Node::as_str).expect("a script");
            assert!(!script.contains("${{"), "an expression inside a script would be run as a part of it");
            assert_eq!(step.get("shell").and_then(Node::as_str), Some("bash"));
        }
    });
}

/// Runs the step that checks, as a runner would, with the program where the step before would have built it.
fn step(folder: &Path, inputs: &[(&str, &str)]) -> Output {
    let action = text("action.yml");
    with(&action, |root| {
        let temp = folder.join(".temp");
        fs::create_dir_all(temp.join("stackengine/bin")).expect("a folder");
        let program = temp.join("stackengine/bin/stackengine");
        let _ = fs::copy(assert_cmd::cargo::cargo_bin!("stackengine"), program);
        let steps = root.at("runs.steps").expect("steps").items();
        let step = steps.last().expect("a step");
        let script = step.get("run").and_then(Node::as_str).expect("a script");
        let mut command = Command::new("bash");
        // The options that GitHub starts bash with.
        command.args(["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script]).current_dir(folder);
        for (name, file) in [("GITHUB_OUTPUT", "output"), ("GITHUB_STEP_SUMMARY", "summary")] {
            command.env(name, temp.join(file));
        }
        command.env("RUNNER_TEMP", &temp);
        for entry in step.get("env").expect("env").entries() {
            let expression = entry.node.as_str().expect("text");
            let input = inputs_used(expression).into_iter().next().expect("an input");
            let default = root.at(&format!("inputs.{input}.default")).and_then(Node::as_str).expect("a default");
            let given = inputs.iter().find(|(name, _)| *name == input).map_or(default, |(_, value)| value);
            command.env(&*entry.key, given);
        }
        command.output().expect("bash starts")
    })
}

#[cfg(unix)]
#[test]
fn the_step_annotates_sums_up_and_fails_where_it_is_asked_to() {
    let folder = folder(&[("my jobs/a.yaml", JOB.as_bytes()), ("b.yaml", b"kind: Service\n"), ("bin.yaml", b"Job\0")]);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap_or_default();
    let ran = step(folder.path(), &[("paths", "my jobs\nb.yaml"), ("sarif", "out.sarif"), ("severity", "low")]);
    let out = String::from_utf8_lossy(&ran.stdout);
    assert_eq!(ran.status.code(), Some(1), "{out}{}", String::from_utf8_lossy(&ran.stderr));
    assert!(out.contains("::error file=my jobs/a.yaml,line=6,"), "{out}");
    assert_eq!(read(".temp/output"), "status=1\n");
    assert!(read(".temp/summary").starts_with("| where | what |"), "{}", read(".temp/summary"));
    assert!(read("out.sarif").contains("\"2.1.0\""));
    let status = |inputs: &[(&str, &str)]| step(folder.path(), inputs).status.code();
    assert_eq!(status(&[("paths", "b.yaml")]), Some(0));
    assert_eq!(status(&[("paths", "my jobs"), ("fail-on", "never")]), Some(0));
    assert_eq!(status(&[("paths", "b.yaml\nbin.yaml")]), Some(3));
    assert_eq!(status(&[("paths", "b.yaml\nbin.yaml"), ("fail-on", "findings")]), Some(0));
    assert_eq!(status(&[("paths", "gone"), ("fail-on", "never")]), Some(2));
    assert_eq!(status(&[("paths", "--help")]), Some(2), "a path is never an option");
    assert_eq!(status(&[("paths", "$(touch pwned)"), ("config", "`touch pwned`")]), Some(2));
    assert!(!folder.path().join("pwned").exists());
}

#[test]
fn the_hooks_call_the_program_with_arguments_that_it_knows() {
    let hooks = text(".pre-commit-hooks.yaml");
    with(&hooks, |root| {
        assert_eq!(root.items().len(), 2);
        for hook in root.items() {
            let field = |name: &str| hook.get(name).and_then(Node::as_str).expect(name);
            assert!(field("id").starts_with("stackengine-"));
            let words: Vec<&str> = field("entry").split(' ').collect();
            assert_eq!(words[0], "stackengine");
            let folder = folder(&[("b.yaml", b"kind: Service\n")]);
            let ran = program::run(folder.path(), &[&words[1..], &["b.yaml"]].concat());
            assert_eq!(ran.code, 0, "{}", ran.err);
        }
    });
}
