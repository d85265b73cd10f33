//! Every behaviour up to a bound: the worst one is found, and told with what leads to it.

mod replay;

use replay::{job, spec};
use stackengine::replay::{
    Badness, Bounds, End, Explored, Latency, Minor, Options, Outcome, SECOND, explore, replay as play,
};

const OPTIONS: Options =
    Options { kubernetes: Minor::NEWEST, latency: Latency::IDEAL, until: 86_400 * SECOND, max_runs: 300 };

fn explored(job_fields: &str, pod_fields: &str, bounds: &Bounds) -> Explored {
    let spec = spec(&job(job_fields, pod_fields), Minor::NEWEST).expect("it is played");
    let explored = explore(&spec, bounds, OPTIONS).expect("it is explored");
    for tale in &explored.tales {
        assert_eq!(play(&spec, &tale.behaviour, OPTIONS).expect("it is played"), tale.story);
        assert_eq!(tale.story.end, tale.end, "the behaviour leads to the end: {:?}", tale.behaviour);
    }
    assert!(!explored.is_cut);
    explored
}

fn worst(job_fields: &str, pod_fields: &str) -> (Badness, End) {
    let explored = explored(job_fields, pod_fields, &Bounds { attempts: 3, ..Bounds::default() });
    let worst = explored.worst().expect("something happens");
    (worst.badness, worst.end)
}

#[test]
fn the_worst_story_is_found() {
    let never = "restartPolicy: Never";
    assert_eq!(worst("backoffLimit: 1", never), (Badness::Hangs, End::Stuck));
    let cases = [
        // A deadline ends every hang; an eviction that ends with 0 still counts as done.
        ("backoffLimit: 1, activeDeadlineSeconds: 600", Badness::GhostCompletion),
        ("parallelism: 0, completions: 1", Badness::NeverRuns),
        ("suspend: true", Badness::NeverRuns),
    ];
    for (fields, badness) in cases {
        assert_eq!(worst(fields, never).0, badness, "{fields}");
    }
}

#[test]
fn failures_that_are_ignored_are_retried_without_end() {
    let fields = "podFailurePolicy: {rules: [{action: Ignore, onExitCodes: {operator: In, values: [1]}}]}";
    let outcomes = vec![Outcome::exit(0, 1000), Outcome::exit(1, 1000)];
    let explored = explored(fields, "restartPolicy: Never", &Bounds { outcomes, attempts: 3 });
    assert_eq!(explored.worst().map(|tale| tale.badness), Some(Badness::EndlessRetries));
}

#[test]
fn a_manifest_within_its_limits_has_no_worse_story_than_to_fail() {
    let outcomes = vec![Outcome::exit(0, 1000), Outcome::exit(1, 1000), Outcome::hang()];
    let fields = "backoffLimit: 2, activeDeadlineSeconds: 600";
    let explored = explored(fields, "restartPolicy: Never", &Bounds { outcomes, attempts: 4 });
    assert_eq!(explored.worst().map(|tale| tale.badness), Some(Badness::Fails));
}

/// Counts the behaviours one by one, without taking two worlds for the same.
fn counted(
    fields: &str,
    outcomes: &[Outcome],
    n_indexes: u32,
    attempts: u32,
) -> std::collections::BTreeSet<(bool, End)> {
    let spec = spec(&job(fields, "restartPolicy: Never"), Minor::NEWEST).expect("it is played");
    let n_runs = n_indexes * attempts;
    let n_outcomes = outcomes.len() as u64;
    let mut ends = std::collections::BTreeSet::new();
    for number in 0..n_outcomes.pow(n_runs) {
        let mut behaviour = stackengine::replay::Behaviour::default();
        let mut rest = number;
        for index in 0..n_indexes {
            for _ in 0..attempts {
                let outcome = &outcomes[usize::try_from(rest % n_outcomes).expect("small")];
                behaviour.add(Some(index), None, outcome.clone());
                rest /= n_outcomes;
            }
        }
        let story = play(&spec, &behaviour, OPTIONS).expect("it is played");
        let ghost = story.end == End::Complete && story.pods.iter().any(|pod| pod.disruption.is_some());
        ends.insert((ghost, story.end));
    }
    ends
}

#[test]
fn what_is_taken_for_the_same_ends_the_same() {
    let outcomes = Bounds::default().outcomes;
    for fields in [
        "completionMode: Indexed, completions: 2, parallelism: 2, backoffLimit: 2",
        "completionMode: Indexed, completions: 2, parallelism: 1, backoffLimitPerIndex: 1",
        "completionMode: Indexed, completions: 2, parallelism: 2, backoffLimitPerIndex: 1, maxFailedIndexes: 0",
        "completionMode: Indexed, completions: 2, parallelism: 2, activeDeadlineSeconds: 45",
        "completionMode: Indexed, completions: 2, parallelism: 2, successPolicy: {rules: [{succeededIndexes: \"1\"}]}",
    ] {
        let explored = explored(fields, "restartPolicy: Never", &Bounds { outcomes: outcomes.clone(), attempts: 2 });
        let found: std::collections::BTreeSet<(bool, End)> =
            explored.tales.iter().map(|tale| (tale.badness == Badness::GhostCompletion, tale.end)).collect();
        let ends = |set: &std::collections::BTreeSet<(bool, End)>| set.iter().map(|(_, end)| *end).collect::<Vec<_>>();
        let truth = counted(fields, &outcomes, 2, 2);
        let (mut found_ends, mut true_ends) = (ends(&found), ends(&truth));
        found_ends.sort_unstable();
        found_ends.dedup();
        true_ends.sort_unstable();
        true_ends.dedup();
        assert_eq!(found_ends, true_ends, "{fields}");
    }
}

#[test]
fn four_runs_of_five_outcomes_on_three_indexes_are_explored() {
    let fields =
        "completionMode: Indexed, completions: 3, parallelism: 3, backoffLimit: 6, activeDeadlineSeconds: 3600";
    let explored = explored(fields, "restartPolicy: Never", &Bounds::default());
    assert!(explored.n_worlds > 100, "{}", explored.n_worlds);
    assert!(explored.n_behaviours > 1000, "{}", explored.n_behaviours);
}
