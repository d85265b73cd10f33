//! How long a diagnosis takes: one incident, and lists of many pods to show that the cost grows in a line.
#![allow(missing_docs, reason = "criterion's macros make public items without documentation")]

mod pods;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use stackengine::evidence::Sources;
use stackengine::render::{JsonOptions, json};

fn one(name: &str, text: &str) -> Sources {
    let mut sources = Sources::new();
    sources.add_text(name, text);
    sources
}

/// Everything from the text as it came to the JSON as it goes.
fn whole_way(name: &str, text: &str) -> String {
    let sources = one(name, text);
    json(&stackengine::diagnose(&sources), &sources, JsonOptions::default())
}

fn incident(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("incident");
    for (name, text) in [
        ("objects.json", include_str!("../../../examples/oom-kill/objects.json")),
        ("describe.txt", include_str!("../../../examples/oom-kill/describe.txt")),
    ] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(name), text, |bencher, text| {
            bencher.iter(|| whole_way(name, black_box(text)));
        });
    }
    group.finish();
}

fn many_pods(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("pods");
    group.sample_size(10);
    for n_pods in [1_000, 10_000] {
        let text: String = pods::list(n_pods).collect();
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(n_pods), &text, |bencher, text| {
            bencher.iter(|| whole_way("objects.json", black_box(text)));
        });
    }
    group.finish();
}

criterion_group!(benches, incident, many_pods);
criterion_main!(benches);
