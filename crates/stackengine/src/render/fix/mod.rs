//! From what `fix` did to what people and programs read.

mod json;
mod text;

pub use json::fix_json;
pub use text::fix_text;
