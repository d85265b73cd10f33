//! From the bytes of an answer, in whatever pieces they come, to its text.

mod lines;
mod wires;

use serde_json::Value;

use super::provider::Provider;
use super::trouble::{Trouble, TroubleKind};
use lines::Lines;

/// Bytes of a whole answer at most, with everything around its text.
const MAX_BYTES: usize = 8 << 20;
/// Bytes of one event at most.
const MAX_EVENT: usize = 1 << 20;
/// Bytes of the text at most.
const MAX_TEXT: usize = 256 << 10;

/// Something that an answer says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// More of the text. Raw: whoever shows it makes it printable.
    Text(String),
    /// Figures, as far as they are known by then.
    Usage {
        /// Tokens that were read.
        input: Option<u64>,
        /// Tokens that were written.
        output: Option<u64>,
    },
    /// The answer is complete, or says why it is not.
    Stop(Stop),
    /// Nothing more will come.
    Failed(Trouble),
}

/// Why an answer ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// All was said.
    Complete,
    /// The bound of its length was met.
    MaxTokens,
    /// The model, or a filter around it, would not answer.
    Refused,
    /// For a reason that is not known here.
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// Nothing but blanks so far.
    Unknown,
    /// Server-sent events.
    Events,
    /// One JSON document.
    Whole,
}

/// Reads one answer. Bounded in all it holds; after a [`Event::Failed`] it reads nothing more.
#[derive(Debug)]
pub struct Reader {
    provider: &'static Provider,
    mode: Mode,
    lines: Lines,
    whole: Vec<u8>,
    n_bytes: usize,
    n_text: usize,
    stopped: bool,
    failed: bool,
}

impl Reader {
    /// For an answer of this provider.
    #[must_use]
    pub fn new(provider: &'static Provider) -> Self {
        let lines = Lines::new(MAX_EVENT);
        Self {
            provider,
            mode: Mode::Unknown,
            lines,
            whole: Vec::new(),
            n_bytes: 0,
            n_text: 0,
            stopped: false,
            failed: false,
        }
    }

    /// Whether nothing more is wanted: the answer is complete, or went wrong.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.failed
    }

    /// Reads on.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        if self.failed {
            return events;
        }
        self.n_bytes = self.n_bytes.saturating_add(bytes.len());
        if self.n_bytes > MAX_BYTES {
            self.fail(TroubleKind::Endless, "is longer than any answer", &mut events);
            return events;
        }
        for byte in bytes {
            if self.mode == Mode::Unknown {
                self.mode = match byte {
                    // The mark that some put before UTF-8 counts as a blank.
                    b' ' | b'\t' | b'\r' | b'\n' | 0xef | 0xbb | 0xbf => continue,
                    b'{' | b'[' => Mode::Whole,
                    _ => Mode::Events,
                };
            }
            if self.mode == Mode::Whole {
                self.whole.push(*byte);
                continue;
            }
            match self.lines.push(*byte) {
                Ok(None) => {}
                Ok(Some(data)) => self.event(&data, &mut events),
                Err(()) => self.fail(TroubleKind::Endless, "has an event without an end", &mut events),
            }
            if self.failed {
                break;
            }
        }
        events
    }

    /// There are no more bytes.
    pub fn finish(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        if self.failed {
            return events;
        }
        if self.mode == Mode::Whole {
            match serde_json::from_slice(&self.whole) {
                Ok(Value::Array(parts)) => parts.iter().for_each(|part| self.value(part, &mut events)),
                Ok(value) => self.value(&value, &mut events),
                Err(_) => self.fail(TroubleKind::Garbled, "is JSON that is broken", &mut events),
            }
        } else if let Some(data) = self.lines.rest() {
            self.event(&data, &mut events);
        }
        if !self.stopped && !self.failed {
            self.fail(TroubleKind::CutOff, "ended before it was complete", &mut events);
        }
        self.failed = true;
        events
    }

    fn event(&mut self, data: &str, events: &mut Vec<Event>) {
        if data == "[DONE]" {
            return;
        }
        match serde_json::from_str(data) {
            Ok(value) => self.value(&value, events),
            Err(_) => self.fail(TroubleKind::Garbled, "has an event that is not JSON", events),
        }
    }

    fn value(&mut self, value: &Value, events: &mut Vec<Event>) {
        for event in wires::read(self.provider, value) {
            if self.failed {
                return;
            }
            match &event {
                Event::Text(text) => self.n_text += text.len(),
                // The first reason stands: what comes behind it only closes the answer.
                Event::Stop(_) if self.stopped => continue,
                Event::Stop(_) => self.stopped = true,
                Event::Failed(_) => self.failed = true,
                Event::Usage { .. } => {}
            }
            if self.n_text > MAX_TEXT {
                self.fail(TroubleKind::Endless, "is longer than any answer", events);
                return;
            }
            events.push(event);
        }
    }

    fn fail(&mut self, kind: TroubleKind, what: &str, events: &mut Vec<Event>) {
        self.failed = true;
        let cure = match kind {
            TroubleKind::CutOff => "try again",
            _ => "see --address, or try another --model",
        };
        let sentence = format!("the answer of {} {what}: {cure}", self.provider.title);
        events.push(Event::Failed(Trouble::new(kind, sentence)));
    }
}
