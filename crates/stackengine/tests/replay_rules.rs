//! The rules alone, without any delay of the cluster, and one Job that somebody else measured.

mod replay;

use replay::{job, spec};
use stackengine::replay::{Behaviour, Latency, Minor, Options, Outcome, SECOND, Story, replay as play};

const IDEAL: Options =
    Options { kubernetes: Minor::NEWEST, latency: Latency::IDEAL, until: 30 * 86_400 * SECOND, max_runs: 100_000 };

fn fails_after(manifest: &str, seconds: i64, options: Options) -> Story {
    let spec = spec(manifest, options.kubernetes).expect("it is played");
    play(&spec, &Behaviour::of(vec![Outcome::exit(1, seconds * SECOND)]), options).expect("it is played")
}

/// Run time, limit; with Never how many pods and when it fails; with OnFailure how many starts and when it fails.
const VECTORS: [(i64, u32, usize, i64, usize, i64); 6] = [
    (0, 0, 1, 0, 2, 0),
    (0, 1, 2, 10, 2, 0),
    (0, 3, 4, 70, 4, 30),
    (0, 6, 7, 630, 7, 310),
    (30, 6, 7, 840, 7, 490),
    (300, 6, 7, 2730, 7, 2110),
];

#[test]
fn a_job_that_always_fails_gives_up_when_the_rules_say() {
    for (seconds, limit, n_pods, never_at, n_starts, on_failure_at) in VECTORS {
        let fields = format!("backoffLimit: {limit}");
        let verdict = |story: &Story| story.verdict().map(|verdict| (verdict.reason, verdict.at / SECOND));
        let never = fails_after(&job(&fields, "restartPolicy: Never"), seconds, IDEAL);
        assert_eq!((never.pods.len(), never.n_runs()), (n_pods, n_pods), "{seconds} s, limit {limit}");
        assert_eq!(verdict(&never), Some(("BackoffLimitExceeded", never_at)), "{seconds} s, limit {limit}");
        let on_failure = fails_after(&job(&fields, "restartPolicy: OnFailure"), seconds, IDEAL);
        assert_eq!((on_failure.pods.len(), on_failure.n_runs()), (1, n_starts), "{seconds} s, limit {limit}");
        assert_eq!(verdict(&on_failure), Some(("BackoffLimitExceeded", on_failure_at)), "{seconds} s, limit {limit}");
    }
}

/// Eight completions, two at a time, `sleep 30 && exit 42`: 9 min 6 s on a cluster of version 1.34.
#[test]
fn a_job_that_was_measured_elsewhere_takes_as_long_here() {
    let manifest = job("completions: 8, parallelism: 2, backoffLimit: 6", "restartPolicy: Never");
    let only_starts = Latency { start: SECOND, ..Latency::IDEAL };
    let ruled = fails_after(&manifest, 30, Options { latency: only_starts, ..IDEAL });
    assert_eq!((ruled.pods.len(), ruled.finished()), (8, Some(544 * SECOND)));
    let kubernetes = Minor::parse("1.34").expect("a version");
    let measured = fails_after(&manifest, 30, Options { kubernetes, ..Options::default() });
    let finished = measured.finished().expect("it fails");
    assert!((finished - 546 * SECOND).abs() <= SECOND, "{finished}");
    assert_eq!(measured.last_counters().failed, 8);
}

#[test]
fn extreme_numbers_are_played_too() {
    let probe = "livenessProbe: {exec: {command: [a]}, periodSeconds: 2147483647, failureThreshold: 2147483647, initialDelaySeconds: 2147483647}";
    let pod = format!(
        "restartPolicy: Never, terminationGracePeriodSeconds: 9000000000000, containers: [{{name: main, image: a, {probe}}}]"
    );
    let manifest = job("backoffLimit: 2147483647, ttlSecondsAfterFinished: 2147483647, parallelism: 2000", &pod);
    let spec = spec(&manifest, Minor::NEWEST).expect("it is played");
    let mut behaviour = Behaviour::of(vec![Outcome::exit(255, stackengine::replay::FOREVER)]);
    let probe = stackengine::replay::ProbeFailure {
        container: "main".to_owned(),
        kind: stackengine::replay::ProbeKind::Liveness,
        from: stackengine::replay::FOREVER,
    };
    behaviour.probes.push(probe);
    let options = Options { until: stackengine::replay::FOREVER, max_runs: 200, ..Options::default() };
    let story = play(&spec, &behaviour, options).expect("it is played");
    assert_eq!(story.end, stackengine::replay::End::TooMany);
}
