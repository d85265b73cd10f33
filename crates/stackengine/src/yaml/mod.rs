//! YAML and JSON as trees that remember where in the text each value stood. Knows no Kubernetes.

mod change;
mod data;
mod documents;
mod json;
mod node;
mod path;
mod read;
mod scalar;

pub use change::{Change, Changed, TextEdit, apply_edits, change};
pub use data::Data;
pub use documents::{Document, documents};
pub use json::{JsonEnd, read_json, read_json_streaming};
pub use node::{Entry, Node, Span, Value};
pub use path::{Path, Step};
pub use read::{YamlError, read_yaml};
