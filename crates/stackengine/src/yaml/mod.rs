//! YAML and JSON as trees that remember where in the text each value stood, and edits that change nothing else.
//! Knows no Kubernetes.

mod change;
mod comments;
mod data;
mod documents;
mod edit;
mod escape;
mod inside;
mod json;
mod node;
mod oddity;
mod path;
mod read;
mod scalar;

pub use change::{Change, EditError};
pub use comments::comments;
pub use data::Data;
pub use documents::{Document, documents};
pub use edit::{Changed, TextEdit, apply_edits, change, edits};
pub use inside::inside;
pub use json::{JsonEnd, read_json, read_json_streaming};
pub use node::{Entry, Node, Span, Value};
pub use oddity::{Oddity, OddityKind, oddities};
pub use path::{Path, Step};
pub use read::{YamlError, read_yaml};
