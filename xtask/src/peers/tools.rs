//! The tools: where they come from, how they are called, and how many of their findings are about Jobs.

use serde_json::Value;

use super::schemas;
use crate::corpus::Corpus;

/// A tool that reads manifests.
#[derive(Debug)]
pub(crate) struct Tool {
    pub(crate) name: &'static str,
    /// One that is known to work, so that two people measure the same.
    pub(crate) version: &'static str,
    pub(crate) source: Source,
    /// What it is called with; `SCHEMAS` stands for the place of the JSON schemas.
    args: &'static [&'static str],
    takes: Takes,
    /// Exit statuses with which it did its work.
    pub(crate) codes: &'static [i32],
    /// Whether it needs minutes for thousands of files.
    pub(crate) slow: bool,
    /// What it says on standard error where one file that it cannot read ends the whole run.
    pub(crate) gives_up: Option<&'static str>,
    /// The findings about Jobs and CronJobs in its JSON.
    pub(crate) count: fn(&Value) -> Option<usize>,
}

/// Where a tool comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// This repository.
    Here,
    /// A Go package.
    Go(&'static str),
    /// A Python package.
    Python(&'static str),
}

#[derive(Clone, Copy, Debug)]
enum Takes {
    Folder,
    Files,
}

/// The version of Kubernetes that the schemas are of: the one that stackengine speaks for.
pub(crate) const KUBERNETES: &str = "1.36.0";

/// Stackengine comes first: the others are compared with it.
pub(crate) static TOOLS: &[Tool] = &[
    Tool {
        name: "stackengine",
        version: env!("CARGO_PKG_VERSION"),
        source: Source::Here,
        args: &["check", "--format", "json"],
        takes: Takes::Folder,
        codes: &[0, 1, 3],
        slow: false,
        gives_up: None,
        count: |json| json["findings"].as_array().map(Vec::len),
    },
    Tool {
        name: "kubeconform",
        version: "0.7.0",
        source: Source::Go("github.com/yannh/kubeconform/cmd/kubeconform"),
        args: &[
            "-strict",
            "-ignore-missing-schemas",
            "-kubernetes-version",
            KUBERNETES,
            "-schema-location",
            "SCHEMAS",
            "-output",
            "json",
        ],
        takes: Takes::Folder,
        codes: &[0, 1],
        slow: false,
        gives_up: None,
        count: kubeconform,
    },
    Tool {
        name: "kube-score",
        version: "1.20.0",
        source: Source::Go("github.com/zegl/kube-score/cmd/kube-score"),
        args: &["score", "--output-format", "json"],
        takes: Takes::Files,
        codes: &[0, 1],
        slow: false,
        gives_up: Some("Failed to score files"),
        count: kube_score,
    },
    Tool {
        name: "kube-linter",
        version: "0.7.6",
        source: Source::Go("golang.stackrox.io/kube-linter/cmd/kube-linter"),
        args: &["lint", "--format", "json"],
        takes: Takes::Folder,
        codes: &[0, 1],
        slow: false,
        gives_up: None,
        count: kube_linter,
    },
    Tool {
        name: "checkov",
        version: "3.3.30",
        source: Source::Python("checkov"),
        args: &[
            "--framework",
            "kubernetes",
            "--compact",
            "--quiet",
            "--output",
            "json",
            "--skip-download",
            "--directory",
        ],
        takes: Takes::Folder,
        codes: &[0, 1],
        slow: true,
        gives_up: None,
        count: checkov,
    },
];

impl Tool {
    /// The whole command line for a corpus, to be run in its folder.
    pub(crate) fn command(&self, program: &str, corpus: &Corpus) -> Result<Vec<String>, String> {
        let mut words = self.leading(program);
        match self.takes {
            Takes::Folder => words.push(corpus.folder.display().to_string()),
            Takes::Files => words.extend(corpus.files()?),
        }
        Ok(words)
    }

    /// The command line for one file.
    pub(crate) fn command_for(&self, program: &str, file: &str) -> Vec<String> {
        let mut words = self.leading(program);
        words.push(file.to_owned());
        words
    }

    fn leading(&self, program: &str) -> Vec<String> {
        let argument = |word: &&str| match *word {
            "SCHEMAS" => schemas::template(),
            word => word.to_owned(),
        };
        std::iter::once(program.to_owned()).chain(self.args.iter().map(argument)).collect()
    }
}

fn is_job(kind: &str) -> bool {
    matches!(kind, "Job" | "CronJob")
}

/// One finding for each error in a resource, as it lists them.
fn kubeconform(json: &Value) -> Option<usize> {
    let of = |resource: &Value| match (resource["kind"].as_str(), resource["status"].as_str()) {
        (Some(kind), Some("statusInvalid")) if is_job(kind) => {
            resource["validationErrors"].as_array().map_or(1, |errors| errors.len().max(1))
        }
        _ => 0,
    };
    Some(json["resources"].as_array()?.iter().map(of).sum())
}

/// Ten is its best grade; a check may comment on several containers.
fn kube_score(json: &Value) -> Option<usize> {
    let failed = |check: &&Value| check["grade"].as_u64().is_some_and(|grade| grade < 10) && check["skipped"] != true;
    let comments = |check: &Value| check["comments"].as_array().map_or(1, |comments| comments.len().max(1));
    let of = |object: &Value| match (object["type_meta"]["kind"].as_str(), object["checks"].as_array()) {
        (Some(kind), Some(checks)) if is_job(kind) => checks.iter().filter(failed).map(comments).sum(),
        _ => 0,
    };
    Some(json.as_array()?.iter().map(of).sum())
}

fn kube_linter(json: &Value) -> Option<usize> {
    // Where nothing was found the list is null.
    let reports = json.as_object()?.get("Reports")?.as_array().map(Vec::as_slice).unwrap_or_default();
    let kind = |report: &&Value| report["Object"]["K8sObject"]["GroupVersionKind"]["Kind"].as_str().is_some_and(is_job);
    Some(reports.iter().filter(kind).count())
}

/// A resource is `Job.default.etl`; with one framework the JSON is one report, with several a list.
fn checkov(json: &Value) -> Option<usize> {
    let kind = |check: &&Value| check["resource"].as_str()?.split('.').next().map(is_job);
    let of = |failed: &Vec<Value>| failed.iter().filter(|check| kind(check).unwrap_or_default()).count();
    match json {
        Value::Array(reports) => reports.iter().map(checkov).sum(),
        // Where nothing was to be checked there are counts alone.
        report => match &report["results"] {
            Value::Null => report["passed"].as_u64().map(|_| 0),
            results => results["failed_checks"].as_array().map(of),
        },
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{TOOLS, Tool};

    fn named(name: &str) -> &'static Tool {
        TOOLS.iter().find(|tool| tool.name == name).expect("it is in the list")
    }

    #[test]
    fn findings_about_jobs_are_counted_in_each_tools_json() {
        let kubeconform = json!({"resources": [
            {"kind": "Job", "status": "statusInvalid", "validationErrors": [{"path": "/spec"}, {"path": "/kind"}]},
            {"kind": "CronJob", "status": "statusInvalid"},
            {"kind": "Pod", "status": "statusInvalid"},
            {"kind": "Job", "status": "statusError"},
        ]});
        let kube_score = json!([
            {"type_meta": {"kind": "Job"}, "checks": [
                {"grade": 1, "skipped": false, "comments": [{"path": "a"}, {"path": "b"}]},
                {"grade": 5, "skipped": false, "comments": null},
                {"grade": 10, "skipped": false, "comments": null},
                {"grade": 0, "skipped": true, "comments": [{"path": ""}]},
            ]},
            {"type_meta": {"kind": "Service"}, "checks": [{"grade": 1, "skipped": false}]},
        ]);
        let of = |kind| json!({"Check": "a", "Object": {"K8sObject": {"GroupVersionKind": {"Kind": kind}}}});
        let kube_linter = json!({"Reports": [of("Job"), of("CronJob"), of("Deployment")]});
        let checkov = json!({"results": {"failed_checks": [
            {"resource": "Job.default.a"}, {"resource": "CronJob.x.b"}, {"resource": "JobSet.x.b"},
        ]}});
        let own = json!({"findings": [{"name": "a"}, {"name": "b"}]});
        let cases = [
            ("stackengine", own, Some(2)),
            ("kubeconform", kubeconform, Some(3)),
            ("kube-score", kube_score, Some(3)),
            ("kube-linter", kube_linter, Some(2)),
            ("kube-linter", json!({"Reports": null}), Some(0)),
            ("checkov", checkov.clone(), Some(2)),
            ("checkov", json!([checkov]), Some(2)),
            ("checkov", json!({"passed": 0, "failed": 0}), Some(0)),
        ];
        for (name, json, expected) in cases {
            assert_eq!((named(name).count)(&json), expected, "{name}: {json}");
        }
    }

    #[test]
    fn json_that_is_something_else_counts_as_unknown() {
        for tool in TOOLS {
            assert_eq!((tool.count)(&json!({"error": "no"})), None, "{}", tool.name);
        }
    }

    #[test]
    fn the_place_of_the_schemas_is_put_in() {
        let words = named("kubeconform").command_for("kubeconform", "a.yaml");
        assert!(words.iter().any(|word| word.ends_with(".json")), "{words:?}");
        assert!(!words.iter().any(|word| word == "SCHEMAS"), "{words:?}");
        assert_eq!(words.last().map(String::as_str), Some("a.yaml"));
    }
}
