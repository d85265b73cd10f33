//! What the catalogue knows, as what other programs run: policies, each written from the one rule of its diagnostic.

pub mod cel;
pub mod rego;
pub mod rule;
mod text;
