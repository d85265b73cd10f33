//! How fast Jobs are played out: attempts a second, and every behaviour up to a bound.
#![allow(missing_docs, reason = "criterion's macros make public items without documentation")]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use stackengine::manifest::{File, Workload};
use stackengine::replay::{Behaviour, Bounds, Latency, Minor, Options, Outcome, SECOND, Spec, explore, replay};

fn spec(fields: &str, restart_policy: &str) -> Spec {
    let manifest = format!(
        "apiVersion: batch/v1\nkind: Job\nmetadata: {{name: j}}\nspec: {{{fields}, template: {{spec: {{restartPolicy: {restart_policy}, containers: [{{name: main, image: a}}]}}}}}}\n"
    );
    let file = File::read(&manifest, &[]);
    let workload = file.documents.first().and_then(Workload::of).expect("a Job");
    Spec::read(&workload, Minor::NEWEST).expect("it can be played")
}

/// Each case is a Job of ten thousand attempts or so.
fn attempts(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("attempts");
    group.sample_size(20);
    let options = Options { until: i64::from(u32::MAX) * SECOND, ..Options::default() };
    for (name, fields, restart_policy, outcomes) in [
        ("one-at-a-time", "completions: 10000, backoffLimit: 100000", "Never", vec![Outcome::exit(0, 5000)]),
        (
            "ten-at-a-time",
            "completions: 10000, parallelism: 10, backoffLimit: 100000",
            "Never",
            vec![Outcome::exit(0, 5000)],
        ),
        (
            "indexed",
            "completionMode: Indexed, completions: 5000, parallelism: 50, backoffLimitPerIndex: 1",
            "Never",
            vec![Outcome::exit(1, 5000), Outcome::exit(0, 3000)],
        ),
        ("restarts", "backoffLimit: 10000", "OnFailure", vec![Outcome::exit(1, 5000)]),
    ] {
        let spec = spec(fields, restart_policy);
        let behaviour = Behaviour::of(outcomes);
        let n_runs = replay(&spec, &behaviour, options).expect("it is played").n_runs();
        group.throughput(Throughput::Elements(n_runs as u64));
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
            bencher.iter(|| replay(black_box(&spec), &behaviour, options));
        });
    }
    group.finish();
}

fn exhaustive(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("exhaustive");
    group.sample_size(10);
    let options = Options { latency: Latency::IDEAL, until: 86_400 * SECOND, max_runs: 300, ..Options::default() };
    for (name, fields) in [
        ("three-indexes", "completionMode: Indexed, completions: 3, parallelism: 3, backoffLimit: 6"),
        (
            "three-indexes-of-their-own",
            "completionMode: Indexed, completions: 3, parallelism: 3, backoffLimitPerIndex: 3",
        ),
        (
            "three-indexes-deadline",
            "completionMode: Indexed, completions: 3, parallelism: 3, backoffLimit: 6, activeDeadlineSeconds: 600",
        ),
    ] {
        let spec = spec(fields, "Never");
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
            bencher.iter(|| explore(black_box(&spec), &Bounds::default(), options));
        });
    }
    group.finish();
}

criterion_group!(benches, attempts, exhaustive);
criterion_main!(benches);
