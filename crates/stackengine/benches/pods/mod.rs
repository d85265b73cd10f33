//! A `v1 List` of any number of pods and their Jobs, made from a recorded one: as `kubectl get -o json` prints it.

const RECORDED: &str = include_str!("../../../../examples/oom-kill/objects.json");
const PODS_OF_A_JOB: usize = 4;
/// One Job in so many failed, as in a cluster on a bad day.
const FAILED: usize = 10;

/// The list in pieces, so that nobody has to hold all of it.
pub(crate) fn list(n_pods: usize) -> impl Iterator<Item = String> {
    let pod = item("Pod");
    let job = item("Job");
    let head = "{\n    \"apiVersion\": \"v1\",\n    \"items\": [\n".to_owned();
    let tail = "\n    ],\n    \"kind\": \"List\",\n    \"metadata\": {\n        \"resourceVersion\": \"\"\n    }\n}\n"
        .to_owned();
    let items = (0..n_pods).flat_map(move |n| {
        let n_job = n / PODS_OF_A_JOB;
        let separator = if n == 0 { "" } else { ",\n" };
        let own_job = n.is_multiple_of(PODS_OF_A_JOB).then(|| format!("{separator}{}", named(&job, n_job, n)));
        let before_pod = if own_job.is_some() { ",\n" } else { separator };
        let own_pod = format!("{before_pod}{}", named(&pod, n_job, n));
        own_job.into_iter().chain([own_pod])
    });
    std::iter::once(head).chain(items).chain([tail])
}

/// The first recorded object of a kind, indented as kubectl does.
fn item(kind: &str) -> String {
    let wanted = format!("\n   \"kind\": \"{kind}\"");
    let starts = RECORDED.match_indices("\n  {\n").map(|(at, _)| at + 1);
    let mut items = starts.filter_map(|start| {
        let end = RECORDED[start..].find("\n  }")?;
        Some(&RECORDED[start..start + end + "\n  }".len()])
    });
    let found = items.find(|item| item.contains(&wanted)).expect("the recording has one");
    // The recording is indented by single blanks.
    let wide = |line: &str| format!("{}{line}", " ".repeat(3 * (line.len() - line.trim_start().len())));
    found.lines().map(wide).collect::<Vec<_>>().join("\n")
}

fn named(item: &str, n_job: usize, n_pod: usize) -> String {
    let mut text = item
        .replace("aggregate-d2nf5", &format!("batch-{n_job}-{n_pod:05}"))
        .replace("aggregate-nxnpn", &format!("batch-{n_job}-{n_pod:05}"))
        .replace("aggregate", &format!("batch-{n_job}"))
        .replace("67bb88fa-6d30", &format!("{n_job:08x}-6d30"));
    if !n_job.is_multiple_of(FAILED) {
        for (bad, good) in [
            ("\"exitCode\": 137", "\"exitCode\": 0"),
            ("OOMKilled", "Completed"),
            ("\"phase\": \"Failed\"", "\"phase\": \"Succeeded\""),
            ("BackoffLimitExceeded", "CompletionsReached"),
            ("\"type\": \"FailureTarget\"", "\"type\": \"SuccessCriteriaMet\""),
            ("\"type\": \"Failed\"", "\"type\": \"Complete\""),
            ("\"failed\":", "\"succeeded\":"),
        ] {
            text = text.replace(bad, good);
        }
    }
    text
}
