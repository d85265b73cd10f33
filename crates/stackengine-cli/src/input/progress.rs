//! A line on standard error while a long input is read: only where a terminal watches.

use std::io::{self, IsTerminal as _, Read};

use indicatif::{ProgressBar, ProgressStyle};

/// Shorter inputs are read before anybody could look.
const LONG: u64 = 20_000_000;

/// Counts the bytes of all inputs and shows them once they are many.
pub(super) struct Progress {
    watched: bool,
    n_read: u64,
    bar: Option<ProgressBar>,
}

impl Progress {
    pub(super) fn new() -> Self {
        Self { watched: io::stderr().is_terminal(), n_read: 0, bar: None }
    }

    /// A reader that counts for this progress.
    pub(super) fn watch<R: Read>(&mut self, inner: R) -> Watched<'_, R> {
        Watched { inner, progress: self }
    }

    fn add(&mut self, n: u64) {
        self.n_read += n;
        if self.watched && self.n_read > LONG {
            self.bar.get_or_insert_with(bar).set_position(self.n_read);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{spinner} read {bytes} ({bytes_per_sec})");
    let bar = ProgressBar::new_spinner();
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// A reader that counts.
pub(super) struct Watched<'p, R> {
    inner: R,
    progress: &'p mut Progress,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.progress.add(n as u64);
        Ok(n)
    }
}
