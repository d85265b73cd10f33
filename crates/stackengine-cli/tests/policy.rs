//! `stackengine check --policy` as its users meet it.

#[expect(dead_code, reason = "the cases are another test's")]
mod program;

use std::fs;
use std::path::Path;

use program::{Ran, folder, run};
use serde_json::Value;
use tempfile::TempDir;

const JOB: &str = "\
apiVersion: batch/v1
kind: Job
metadata:
  name: backup
spec:
  backoffLimit: 6
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: main
          image: registry.example/backup:latest
";
const REGO: &str = "\
package team.images

deny contains msg if {
	some container in input.spec.template.spec.containers
	endswith(container.image, \":latest\")
	msg := sprintf(\"container %q follows the tag latest\", [container.name])
}

warn contains {\"msg\": \"six retries are many\", \"path\": \"spec.backoffLimit\"} if input.spec.backoffLimit > 3
";
const CEL: &str = "\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: deadlines
spec:
  validations:
    - expression: has(object.spec.activeDeadlineSeconds)
      message: say when it must have ended
";
const NAMES: &str = "policy:team.images,policy:deadlines";

fn check(folder: &TempDir, args: &[&str]) -> Ran {
    run(folder.path(), &[&["check"], args].concat())
}

fn findings(ran: &Ran) -> Vec<(String, String, u64, String)> {
    let report: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().expect("a list").iter();
    findings
        .map(|found| {
            let line = found["start"]["line"].as_u64().or(found["line"].as_u64()).unwrap_or_default();
            (text(&found["code"]), text(&found["severity"]), line, text(&found["message"]))
        })
        .collect()
}

#[test]
fn findings_of_policies_stand_at_their_lines_beside_ours() {
    let folder = folder(&[
        ("job.yaml", JOB.as_bytes()),
        ("policies/images.rego", REGO.as_bytes()),
        ("policies/deadlines.yaml", CEL.as_bytes()),
    ]);
    let only = ["job.yaml", "--policy", "policies", "--only", NAMES, "--format", "json"];
    let ran = check(&folder, &only);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let mut found = findings(&ran);
    found.sort_by_key(|(_, _, line, _)| *line);
    let expected = [
        ("policy:deadlines", "high", 5, "say when it must have ended"),
        ("policy:team.images", "medium", 6, "six retries are many"),
        ("policy:team.images", "high", 11, "container \"main\" follows the tag latest"),
    ];
    let found: Vec<_> = found.iter().map(|(code, sev, line, said)| (&**code, &**sev, *line, &**said)).collect();
    assert_eq!(found, expected);
    // Without --only ours are there as well, and with --skip those of the policies are not.
    let all = check(&folder, &["job.yaml", "--policy", "policies", "--format", "json"]);
    assert!(findings(&all).len() > expected.len());
    let skipped = check(&folder, &["job.yaml", "--policy", "policies", "--skip", NAMES, "--format", "json"]);
    assert!(!findings(&skipped).is_empty());
    assert!(findings(&skipped).iter().all(|(code, ..)| code.starts_with("SE")));
}

#[test]
fn every_format_holds_them_and_json_keeps_its_schema() {
    let folder = folder(&[("job.yaml", JOB.as_bytes()), ("images.rego", REGO.as_bytes())]);
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../stackengine/schema/check.v1.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(schema).expect("a schema")).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for format in ["text", "json", "sarif", "junit", "github", "markdown"] {
        let ran = check(&folder, &["job.yaml", "--policy", "images.rego", "--format", format]);
        assert!(ran.out.contains("follows the tag latest"), "{format}: {}{}", ran.out, ran.err);
        if format == "json" {
            let report: Value = serde_json::from_str(&ran.out).expect("JSON");
            let wrong: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
            assert!(wrong.is_empty(), "{wrong:?}");
        }
    }
}

#[test]
fn a_comment_suppresses_one_and_is_no_mistake_where_no_policy_runs() {
    let job = JOB.replace("- name: main", "- name: main # stackengine: ignore[policy:team.images] a test of ours");
    let folder = folder(&[("job.yaml", job.as_bytes()), ("images.rego", REGO.as_bytes())]);
    let ran = check(&folder, &["job.yaml", "--policy", "images.rego", "--only", NAMES]);
    assert!(ran.code != 0 && ran.err.contains("policy:deadlines"), "an unknown name is refused: {}", ran.err);
    let ran = check(&folder, &["job.yaml", "--policy", "images.rego", "--only", "policy:team.images"]);
    assert!(!ran.out.contains("follows the tag latest") && ran.out.contains("six retries"), "{}", ran.out);
    let without = check(&folder, &["job.yaml"]);
    let remarks = ["no diagnostic is called", "suppresses nothing"];
    assert!(remarks.iter().all(|remark| !without.out.contains(remark)), "{}", without.out);
}

#[test]
fn what_cannot_be_read_or_asked_is_said_with_its_line_and_counts() {
    let table = [
        ("deny.rego", "package x\n\ndeny contains msg if {\n\tmsg :=\n}\n", "deny.rego:4: expecting"),
        ("typo.rego", "package x\n\ndeny contains \"y\" if conut(input) > 1\n", "typo.rego:3: could not find function"),
        ("none.rego", "package x\n\nhelper := 1\n", "no policy is in it"),
        ("cel.yaml", &CEL.replace("has(object", "has(object["), "cel.yaml:7: this is not CEL"),
    ];
    for (name, text, expected) in table {
        let folder = folder(&[("job.yaml", JOB.as_bytes()), (name, text.as_bytes())]);
        let ran = check(&folder, &["job.yaml", "--policy", name]);
        assert_eq!(ran.code, 2, "{name}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains(expected) && ran.out.is_empty(), "{name}: {}", ran.err);
    }
    let folder = folder(&[("job.yaml", JOB.as_bytes())]);
    let ran = check(&folder, &["job.yaml", "--policy", "absent.rego"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("absent.rego"), "{}", ran.err);
}

#[test]
fn an_endless_policy_is_stopped_and_the_object_counts_as_not_judged() {
    let endless = "package slow\n\ndeny contains \"never\" if {\n\tsome a in numbers.range(1, 5000)\n\tsome b in \
                   numbers.range(1, 5000)\n\ta * b == -1\n}\n";
    let folder = folder(&[("job.yaml", JOB.as_bytes()), ("slow.rego", endless.as_bytes())]);
    let args = ["job.yaml", "--policy", "slow.rego", "--policy-time", "100", "--only", "policy:slow"];
    let ran = check(&folder, &args);
    assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
    let said = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("it took too long: more than 100ms"), "{said}");
}

#[test]
fn an_open_template_is_not_asked_about() {
    let chart = JOB.replace("name: backup", "name: {{ .Values.name }}");
    let folder = folder(&[("job.yaml", chart.as_bytes()), ("images.rego", REGO.as_bytes())]);
    let ran = check(&folder, &["job.yaml", "--policy", "images.rego", "--only", "policy:team.images"]);
    assert_eq!(ran.code, 3, "{}", ran.out);
    assert!(ran.out.contains("no policy was asked"), "{}", ran.out);
}
