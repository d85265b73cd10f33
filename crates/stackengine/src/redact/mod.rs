//! What is private in a text, replaced by stable typed placeholders, and put back where it belongs.

mod find;
mod kind;

pub use kind::{Class, Kind};
