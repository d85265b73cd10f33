//! Redaction as the commands do it: a vault is opened first and written before anything is printed, and what would be
//! printed is looked through once more.

mod folder;
mod report;
mod seal;
mod session;
mod vault;

pub(crate) use folder::Folder;
pub(crate) use report::{Report, report_json, report_text};
pub(crate) use session::{Session, quietly};
pub(crate) use vault::VaultFile;
