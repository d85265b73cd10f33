//! For `export`: files into a folder, and proofs by the programs that the files are for.

mod policies;
mod prove;
mod write;

pub(crate) use prove::prove;
pub(crate) use write::write;
