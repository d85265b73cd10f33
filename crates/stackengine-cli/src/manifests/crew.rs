//! Work on all cores, with results in the order of the work; a bar on standard error where a terminal watches.

use std::io::{self, IsTerminal as _};
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, Builder};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Items that a worker takes at a time.
const BATCH: usize = 16;
/// What deep manifests need, with room to spare.
const STACK: usize = 8 << 20;
/// Shorter work is done before anybody could look.
const PATIENCE: Duration = Duration::from_millis(500);
const TICK: Duration = Duration::from_millis(50);

/// Does `work` for every item and gives the results in the order of the items.
pub(crate) fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> io::Result<Vec<R>> {
    let n_cores = thread::available_parallelism().map_or(1, NonZero::get);
    let n_workers = n_cores.min(items.len().div_ceil(BATCH));
    if n_workers <= 1 {
        return Ok(items.iter().map(work).collect());
    }
    let (next, n_done, ended) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicBool::new(false));
    let main = thread::current();
    let worker = || {
        let mut results: Vec<(usize, R)> = Vec::new();
        loop {
            let start = next.fetch_add(BATCH, Ordering::Relaxed);
            let Some(batch) = items.get(start..items.len().min(start + BATCH)).filter(|batch| !batch.is_empty()) else {
                break;
            };
            results.extend(batch.iter().enumerate().map(|(nth, item)| (start + nth, work(item))));
            n_done.fetch_add(batch.len(), Ordering::Relaxed);
        }
        ended.store(true, Ordering::Relaxed);
        main.unpark();
        results
    };
    thread::scope(|scope| {
        let mut workers = Vec::with_capacity(n_workers);
        for _ in 0..n_workers {
            workers.push(Builder::new().stack_size(STACK).spawn_scoped(scope, worker)?);
        }
        if io::stderr().is_terminal() {
            watch(items.len(), &n_done, &ended);
        }
        let mut all = Vec::with_capacity(items.len());
        for worker in workers {
            match worker.join() {
                Ok(results) => all.extend(results),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all.sort_unstable_by_key(|(index, _)| *index);
        Ok(all.into_iter().map(|(_, result)| result).collect())
    })
}

/// Shows how far the work is until a worker finds nothing more to do.
fn watch(n: usize, n_done: &AtomicUsize, ended: &AtomicBool) {
    let began = Instant::now();
    let mut bar: Option<ProgressBar> = None;
    while !ended.load(Ordering::Relaxed) {
        if began.elapsed() > PATIENCE {
            bar.get_or_insert_with(|| new_bar(n)).set_position(n_done.load(Ordering::Relaxed) as u64);
        }
        thread::park_timeout(TICK);
    }
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
}

fn new_bar(n: usize) -> ProgressBar {
    let bar = ProgressBar::new(n as u64);
    match ProgressStyle::with_template("{bar:30} {pos} of {len} files") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

#[cfg(test)]
mod tests {
    use super::in_parallel;

    #[test]
    fn results_come_in_the_order_of_the_work() {
        let items: Vec<usize> = (0..1000).collect();
        let results = in_parallel(&items, |item| item * 2).expect("threads start");
        assert_eq!(results, items.iter().map(|item| item * 2).collect::<Vec<_>>());
    }
}
