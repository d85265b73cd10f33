//! YAML and JSON as trees that remember where in the text each value stood. Knows no Kubernetes.

mod json;
mod node;
mod read;
mod scalar;

pub use json::{JsonEnd, read_json, read_json_streaming};
pub use node::{Entry, Node, Span, Value};
pub use read::{YamlError, read_yaml};
