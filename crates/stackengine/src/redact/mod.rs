//! What is private in a text, replaced by stable typed placeholders, and put back where it belongs.
//!
//! A text is bytes and stays bytes: nothing is parsed and written again, spans are swapped. What to mask is decided by
//! structure first, then by names, then by form, and last by chance; then every value that was found is looked for in all
//! texts and all encodings.

mod bytes;
mod commands;
mod connection;
mod detect;
mod encodings;
mod find;
mod formats;
mod hosts;
mod identifiers;
mod keys;
mod kind;
mod kubernetes;
mod leaks;
mod legend;
mod links;
mod mask;
#[cfg(test)]
mod masked;
mod options;
mod pairs;
mod pem;
mod placeholder;
mod places;
mod restore;
mod runs;
mod spread;
mod structure;
mod url;
mod values;
mod vault;
mod view;

pub use kind::{Class, Kind};
pub use leaks::{Leak, leaks};
pub use mask::{Mask, Redacted, redact};
pub use options::Options;
pub use placeholder::placeholders;
pub use restore::{Left, LeftBecause, Placed, Restored, Restorer, restore};
pub use vault::Vault;
