//! Files, folders and standard input as texts for the engine; what could not be read is named, never dropped.

mod bounded;
mod progress;
mod walk;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use stackengine::evidence::{Source, Sources};

use bounded::Tail;
use progress::Progress;
use walk::Origin;

/// Bytes that are looked at to tell text from anything else.
const SNIFFED: usize = 8 << 10;
/// With less than this left of what may be held, nothing useful can be read.
const LEAST: u64 = 2;

/// A text under the name it was read by.
pub(crate) struct Text {
    /// The path as it was given, or `-`.
    pub(crate) name: String,
    /// The bytes as they came.
    pub(crate) bytes: Vec<u8>,
}

/// Every text that was read as it came, and everything that was not.
pub(crate) struct Texts {
    /// The texts.
    pub(crate) texts: Vec<Text>,
    /// What is not among them.
    pub(crate) not_read: Vec<NotRead>,
}

/// Everything that was read, and everything that was not.
pub(crate) struct Input {
    /// The texts.
    pub(crate) sources: Sources,
    /// What is not among them.
    pub(crate) not_read: Vec<NotRead>,
}

/// Something that was not read, and why.
#[derive(Debug)]
pub(crate) struct NotRead {
    /// The path as it was given.
    pub(crate) name: String,
    /// Why, as a sentence fragment.
    pub(crate) why: String,
}

impl NotRead {
    fn new(path: &Path, why: impl ToString) -> Self {
        Self { name: path.display().to_string(), why: why.to_string() }
    }
}

/// Reads every path, or standard input where there is none; holds at most `max_bytes` of all of them together.
pub(crate) fn read(paths: &[PathBuf], max_bytes: u64) -> Input {
    read_texts(paths, max_bytes).into()
}

/// The same, as it came.
pub(crate) fn read_texts(paths: &[PathBuf], max_bytes: u64) -> Texts {
    let mut input = Texts { texts: Vec::new(), not_read: Vec::new() };
    let origins = if paths.is_empty() { vec![Origin::Stdin] } else { walk::walk(paths, &mut input.not_read) };
    let mut progress = Progress::new();
    let mut left = max_bytes;
    for origin in origins {
        let name = match &origin {
            Origin::Stdin => "-".to_owned(),
            Origin::File(path) => path.display().to_string(),
        };
        if left < LEAST {
            let why = format!("the inputs before it have the {max_bytes} bytes that are read at most (--max-bytes)");
            input.not_read.push(NotRead { name, why });
            continue;
        }
        match read_one(&origin, left, &mut progress) {
            Ok(text) => left -= input.add(name, text),
            Err(error) => input.not_read.push(NotRead { name, why: error.to_string() }),
        }
    }
    input
}

fn read_one(origin: &Origin, left: u64, progress: &mut Progress) -> io::Result<bounded::Text> {
    let limit = usize::try_from(left).unwrap_or(usize::MAX);
    match origin {
        Origin::Stdin => bounded::read(progress.watch(io::stdin().lock()), 0, limit),
        Origin::File(path) => {
            let file = File::open(path)?;
            let expected = file.metadata().map_or(0, |known| usize::try_from(known.len()).unwrap_or(usize::MAX));
            bounded::read(progress.watch(file), expected, limit)
        }
    }
}

impl From<Texts> for Input {
    fn from(texts: Texts) -> Self {
        let mut sources = Sources::new();
        for Text { name, bytes } in texts.texts {
            sources.add(Source::new(name, bytes));
        }
        Self { sources, not_read: texts.not_read }
    }
}

impl Texts {
    /// Adds a text; returns how many bytes of it are held.
    fn add(&mut self, name: String, text: bounded::Text) -> u64 {
        let bounded::Text { head, tail } = text;
        if is_binary(&head) {
            self.not_read.push(NotRead { name, why: "it is binary, not text".to_owned() });
            return 0;
        }
        let mut held = head.len() as u64;
        self.texts.push(Text { name: name.clone(), bytes: head });
        if let Some(Tail { bytes, left_out }) = tail {
            held += bytes.len() as u64;
            let why = format!(
                "{left_out} bytes in the middle were not read (--max-bytes); lines of \"{name} (end)\" are counted from there"
            );
            // The end is a text of its own: an object cut at one side must not grow together with one cut at the other.
            self.texts.push(Text { name: format!("{name} (end)"), bytes });
            self.not_read.push(NotRead { name, why });
        }
        held
    }
}

/// A NUL byte early on, unless the text starts with the mark of UTF-16.
fn is_binary(bytes: &[u8]) -> bool {
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    !utf16 && bytes[..bytes.len().min(SNIFFED)].contains(&0)
}
