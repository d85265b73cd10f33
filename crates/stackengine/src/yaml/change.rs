//! A change of a document, by the path of what changes.

use super::{Data, Path, Span};

/// A change of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Replaces a value, or inserts a key.
    Set { path: Path, value: Data },
    /// Appends to a list.
    Append { path: Path, value: Data },
    /// Puts an item before another.
    Insert { path: Path, value: Data },
    /// Deletes an entry or item.
    Delete { path: Path },
    /// Renames a key.
    Rename { path: Path, key: String },
    /// Replaces bytes of a text.
    Splice { path: Path, start: usize, end: usize, text: String },
}

/// One edit of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// What goes.
    pub span: Span,
    /// What comes.
    pub text: String,
}

/// A text after a change.
#[derive(Clone, Debug)]
pub struct Changed {
    /// The text.
    pub text: String,
    /// The document.
    pub document: Span,
    /// The edits.
    pub edits: Vec<TextEdit>,
}

impl Change {
    /// The same change below `prefix`.
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
}

/// Makes a change.
pub fn change(_: &str, _: Span, _: &Change) -> Result<Changed, String> {
    Err("not yet".to_owned())
}

/// Applies edits.
#[must_use]
pub fn apply_edits(text: &str, _: &[TextEdit]) -> String {
    text.to_owned()
}
