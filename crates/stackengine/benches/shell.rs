//! How long it takes to read a script: a word without a shell's signs, a line, and a page.
#![allow(missing_docs, reason = "criterion's macros make public items without documentation")]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use stackengine::shell::{Dialect, Options, Script};

const LINE: &str = "set -euo pipefail; STAMP=$(date +%F); pg_dump -h \"$DB_HOST\" -U \"$DB_USER\" \"$DB_NAME\" | gzip > \
                    \"/backup/$STAMP.sql.gz\"; aws s3 cp \"/backup/$STAMP.sql.gz\" s3://backups/; echo \"done $STAMP\"";

fn scripts(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("shell");
    let clean = format!("set -euo pipefail\n{}", format!("{LINE}\n").repeat(10));
    let with_hazards = clean.replace("set -euo pipefail", "set -u");
    for (name, text) in [
        ("plain", "python3 /app/run.py --all"),
        ("200 bytes", LINE),
        ("2 KB", clean.as_str()),
        ("2 KB with hazards", with_hazards.as_str()),
    ] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(name), text, |bencher, text| {
            bencher.iter(|| Script::read(black_box(text), Dialect::Bash, Options::default()));
        });
    }
    group.finish();
}

criterion_group!(benches, scripts);
criterion_main!(benches);
