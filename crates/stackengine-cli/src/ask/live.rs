//! What a terminal shows while the model writes: a bar, and above it the explanation as it grows. None of it is checked yet.

use std::io::{self, IsTerminal as _};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use stackengine::ask::{Preview, Provider};
use stackengine::render::TextOptions;

const FIRST: &str = "As it arrives, not checked yet:";
const LAST: &str = "That was not checked. Checked, this is left of the answer:";
const BROKEN: &str = "That was not checked, and the answer did not become complete.";

/// A terminal that watches, or nobody.
pub(crate) struct Live {
    watched: Option<Watched>,
}

struct Watched {
    bar: ProgressBar,
    preview: Preview,
    /// The line that still grows.
    line: String,
    width: usize,
    color: bool,
    n_bytes: u64,
    has_begun: bool,
}

impl Live {
    /// For an answer of this provider; silent where standard error is no terminal.
    pub(crate) fn new(provider: &Provider, options: &TextOptions) -> Self {
        let watched = io::stderr().is_terminal().then(|| Watched::new(provider, options));
        Self { watched: watched.flatten() }
    }

    /// More of the answer's text.
    pub(crate) fn feed(&mut self, text: &str) {
        if let Some(watched) = &mut self.watched {
            watched.feed(text);
        }
    }

    /// Nothing more comes.
    pub(crate) fn finish(self, is_complete: bool) {
        let Some(mut watched) = self.watched else { return };
        if watched.has_begun {
            watched.end_line();
            watched.bar.println("");
            watched.bar.println(if is_complete { LAST } else { BROKEN });
            watched.bar.println("");
        }
        watched.bar.finish_and_clear();
    }
}

impl Watched {
    fn new(provider: &Provider, options: &TextOptions) -> Option<Self> {
        let template = "{prefix}{spinner} {msg} {bytes} of the answer, {elapsed}";
        let style = ProgressStyle::with_template(template).ok()?;
        let bar = ProgressBar::new_spinner().with_style(style).with_message(format!("asking {}:", provider.title));
        bar.enable_steady_tick(Duration::from_millis(120));
        let width = options.width.saturating_sub(4).max(20);
        let preview = Preview::default();
        Some(Self { bar, preview, line: String::new(), width, color: options.color, n_bytes: 0, has_begun: false })
    }

    fn feed(&mut self, text: &str) {
        self.n_bytes = self.n_bytes.saturating_add(text.len() as u64);
        self.bar.set_position(self.n_bytes);
        let more = self.preview.feed(text);
        if more.is_empty() {
            return;
        }
        if !std::mem::replace(&mut self.has_begun, true) {
            self.bar.println(FIRST);
            self.bar.println("");
        }
        for piece in more.split_inclusive([' ', '\n']) {
            let word = piece.trim_end_matches([' ', '\n']);
            if self.line.chars().count() + word.chars().count() > self.width {
                self.end_line();
            }
            self.line.push_str(word);
            match piece.as_bytes().last() {
                Some(b'\n') => self.end_line(),
                Some(b' ') if !self.line.is_empty() => self.line.push(' '),
                _ => {}
            }
        }
        // The line that grows is a part of the bar.
        self.bar.set_prefix(match self.line.is_empty() {
            true => String::new(),
            false => format!("{}\n", self.dim(&self.line)),
        });
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        self.bar.set_prefix("");
        self.bar.println(self.dim(line.trim_end()));
    }

    /// What nobody has checked is not as bright as what somebody has.
    fn dim(&self, line: &str) -> String {
        if self.color { format!("  \u{1b}[2m{line}\u{1b}[0m") } else { format!("  {line}") }
    }
}
