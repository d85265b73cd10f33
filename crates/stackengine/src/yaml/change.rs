//! What is to become of a document, and what that means for its value. The text is [`edits`](super::edits)' business.

use std::fmt;

use super::{Data, Path, Step};

/// One change of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Replaces the value there, or inserts the key. Missing or null mappings on the way are made.
    Set {
        /// Where.
        path: Path,
        /// What.
        value: Data,
    },
    /// Adds to the end of the list there, which is made where it is missing or null.
    Append {
        /// The list.
        path: Path,
        /// The new item.
        value: Data,
    },
    /// Puts an item before another one.
    Insert {
        /// The item before which it goes; ends in an index.
        path: Path,
        /// The new item.
        value: Data,
    },
    /// Takes an entry or an item away. What becomes empty stays as `{}` or `[]`.
    Delete {
        /// What goes.
        path: Path,
    },
    /// Gives an entry another key.
    Rename {
        /// The entry.
        path: Path,
        /// Its new key.
        key: String,
    },
    /// Replaces bytes of a text: offsets count in the decoded value, not in the document.
    Splice {
        /// The text.
        path: Path,
        /// First byte that goes.
        start: usize,
        /// One past the last byte that goes.
        end: usize,
        /// What comes instead.
        text: String,
    },
}

/// Why a change is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditError {
    /// The document cannot be read.
    Broken {
        /// Byte offset of the trouble.
        offset: usize,
        /// What the reader said.
        message: String,
    },
    /// There is nothing at this path.
    NotFound(Path),
    /// A key was asked of something that is no mapping.
    NotAMapping(Path),
    /// A position was asked of something that is no list.
    NotAList(Path),
    /// A splice of something that is no text.
    NotText(Path),
    /// The splice does not lie inside the text, or cuts a character.
    OutsideText(Path),
    /// The new key is taken.
    Exists(Path),
    /// The way leads through an alias.
    Alias {
        /// The alias.
        path: Path,
        /// The anchor it stands for.
        anchor: String,
    },
    /// The value is anchored, and used again elsewhere.
    Anchored {
        /// The anchored value.
        path: Path,
        /// Its anchor.
        anchor: String,
    },
    /// The key is not written there, a merge key brings it.
    Merged(Path),
    /// A comment would be lost.
    Comment {
        /// Where it stands.
        offset: usize,
    },
    /// The text cannot be changed this way.
    Unsupported {
        /// Where.
        path: Path,
        /// Why.
        why: &'static str,
    },
    /// The edited text did not read as it should, so it is not given out.
    Unproved {
        /// Where.
        path: Path,
        /// What was different.
        why: &'static str,
    },
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken { offset, message } => write!(f, "the document cannot be read at byte {offset}: {message}"),
            Self::NotFound(path) => write!(f, "{} is not there", Named(path)),
            Self::NotAMapping(path) => write!(f, "{} is not a mapping", Named(path)),
            Self::NotAList(path) => write!(f, "{} is not a list", Named(path)),
            Self::NotText(path) => write!(f, "{} is not text", Named(path)),
            Self::OutsideText(path) => write!(f, "the bytes to replace are not in the text of {}", Named(path)),
            Self::Exists(path) => write!(f, "{} is there already", Named(path)),
            Self::Alias { path, anchor } => {
                write!(f, "{} is an alias of &{anchor}; an edit would change both", Named(path))
            }
            Self::Anchored { path, anchor } => {
                write!(f, "{} is anchored as &{anchor} and used again; an edit would change both", Named(path))
            }
            Self::Merged(path) => write!(f, "{} comes from a merge key", Named(path)),
            Self::Comment { offset } => write!(f, "the comment at byte {offset} would be lost"),
            Self::Unsupported { path, why } => write!(f, "{}: {why}", Named(path)),
            Self::Unproved { path, why } => write!(f, "{}: {why}", Named(path)),
        }
    }
}

impl std::error::Error for EditError {}

struct Named<'p>(&'p Path);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.0.is_empty() { f.write_str("the document") } else { self.0.fmt(f) }
    }
}

impl Change {
    /// The path that the change names.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Set { path, .. }
            | Self::Append { path, .. }
            | Self::Insert { path, .. }
            | Self::Delete { path }
            | Self::Rename { path, .. }
            | Self::Splice { path, .. } => path,
        }
    }

    /// The same change in an object that stands at `prefix`.
    #[must_use]
    pub fn below(&self, prefix: &Path) -> Self {
        let mut change = self.clone();
        let (Self::Set { path, .. }
        | Self::Append { path, .. }
        | Self::Insert { path, .. }
        | Self::Delete { path }
        | Self::Rename { path, .. }
        | Self::Splice { path, .. }) = &mut change;
        *path = prefix.clone().join(path);
        change
    }

    /// Makes the change in a value. An edited text is held against this.
    ///
    /// # Errors
    ///
    /// Where the path does not fit the value; the value may then be half changed.
    pub fn apply(&self, data: &mut Data) -> Result<(), EditError> {
        match self {
            Self::Set { path, value } => {
                *reach(data, path)? = value.clone();
            }
            Self::Append { path, value } => match reach(data, path)? {
                Data::List(items) => items.push(value.clone()),
                place @ Data::Null => *place = Data::List(vec![value.clone()]),
                _ => return Err(EditError::NotAList(path.clone())),
            },
            Self::Insert { path, value } => {
                let Some((Step::Index(index), above)) = path.0.split_last() else {
                    return Err(EditError::NotAList(path.clone()));
                };
                match find(data, above).ok_or_else(|| EditError::NotFound(path.clone()))? {
                    Data::List(items) if *index < items.len() => items.insert(*index, value.clone()),
                    Data::List(_) => return Err(EditError::NotFound(path.clone())),
                    _ => return Err(EditError::NotAList(Path(above.to_vec()))),
                }
            }
            Self::Delete { path } => {
                let missing = || EditError::NotFound(path.clone());
                let (last, above) = path.0.split_last().ok_or_else(missing)?;
                match (find(data, above).ok_or_else(missing)?, last) {
                    (Data::List(items), Step::Index(index)) if *index < items.len() => {
                        items.remove(*index);
                    }
                    (Data::Map(entries), Step::Key(key)) => {
                        let place = entries.iter().position(|(known, _)| known == key).ok_or_else(missing)?;
                        entries.remove(place);
                    }
                    _ => return Err(missing()),
                }
            }
            Self::Rename { path, key } => {
                let missing = || EditError::NotFound(path.clone());
                let (last, above) = path.0.split_last().ok_or_else(missing)?;
                let (Data::Map(entries), Step::Key(old)) = (find(data, above).ok_or_else(missing)?, last) else {
                    return Err(missing());
                };
                if old != key && entries.iter().any(|(known, _)| known == key) {
                    return Err(EditError::Exists(Path(above.to_vec()).key(key.clone())));
                }
                let entry = entries.iter_mut().find(|(known, _)| known == old).ok_or_else(missing)?;
                entry.0.clone_from(key);
            }
            Self::Splice { path, start, end, text } => {
                let place = find(data, &path.0).ok_or_else(|| EditError::NotFound(path.clone()))?;
                let Data::String(old) = place else { return Err(EditError::NotText(path.clone())) };
                *old = spliced(old, *start, *end, text).ok_or_else(|| EditError::OutsideText(path.clone()))?;
            }
        }
        Ok(())
    }
}

/// `old` with the bytes `start..end` replaced, if they are there.
pub(super) fn spliced(old: &str, start: usize, end: usize, text: &str) -> Option<String> {
    old.get(start..end)?;
    Some([old.get(..start)?, text, old.get(end..)?].concat())
}

fn find<'d>(data: &'d mut Data, steps: &[Step]) -> Option<&'d mut Data> {
    steps.iter().try_fold(data, |data, step| match (data, step) {
        (Data::Map(entries), Step::Key(key)) => {
            entries.iter_mut().find(|(known, _)| known == key).map(|(_, value)| value)
        }
        (Data::List(items), Step::Index(index)) => items.get_mut(*index),
        _ => None,
    })
}

/// The place at `path`, with the mappings made that lead to it.
fn reach<'d>(data: &'d mut Data, path: &Path) -> Result<&'d mut Data, EditError> {
    let mut place = data;
    for (depth, step) in path.0.iter().enumerate() {
        let here = || Path(path.0.iter().take(depth).cloned().collect());
        match step {
            Step::Index(index) => {
                let Data::List(items) = place else { return Err(EditError::NotAList(here())) };
                place = items.get_mut(*index).ok_or_else(|| EditError::NotFound(here().index(*index)))?;
            }
            Step::Key(key) => {
                if matches!(place, Data::Null) {
                    *place = Data::Map(Vec::new());
                }
                let Data::Map(entries) = place else { return Err(EditError::NotAMapping(here())) };
                let found = entries.iter().position(|(known, _)| known == key);
                let position = found.unwrap_or(entries.len());
                if found.is_none() {
                    entries.push((key.to_string(), Data::Null));
                }
                place = match entries.get_mut(position) {
                    Some((_, value)) => value,
                    None => return Err(EditError::NotFound(path.clone())),
                };
            }
        }
    }
    Ok(place)
}
