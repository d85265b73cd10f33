//! `stackengine restore`.

use std::io::{self, Write as _};

use stackengine::redact::restore as put_back;
use stackengine::render::printable;

use super::print;
use crate::args::{MAX_BYTES, RestoreArgs};
use crate::input::{self, Texts};
use crate::outcome::{Failure, Outcome};
use crate::privacy::VaultFile;

/// Puts back what was masked, and says on standard error where each value went and what was left.
pub(crate) fn restore(args: &RestoreArgs) -> Result<Outcome, Failure> {
    let (vault, _) = VaultFile::open(&args.vault, args.passphrase_file.as_deref())?;
    let Texts { texts, not_read } = input::read_texts(std::slice::from_ref(&args.path), MAX_BYTES);
    if let Some(part) = not_read.first() {
        return Err(Failure::Unusable(format!("failed to read {}: {}", printable(&part.name), part.why)));
    }
    let [text] = &texts[..] else {
        let message = format!("failed to read {}: one text is restored at a time", args.path.display());
        return Err(Failure::Unusable(message));
    };
    let restored = put_back(&text.bytes, &vault);
    print(&restored.text)?;
    let mut said = String::new();
    for placed in &restored.placed {
        said.push_str(&format!("line {}: {} was put back\n", placed.line, placed.placeholder));
    }
    for left in &restored.left {
        said.push_str(&format!("line {}: {} was left: {}\n", left.line, printable(&left.written), left.why));
    }
    let (n_placed, n_left) = (restored.placed.len(), restored.left.len());
    said.push_str(&format!("{n_placed} put back, {n_left} left.\n"));
    let _ = io::stderr().lock().write_all(said.as_bytes());
    Ok(if n_left == 0 { Outcome::Clean } else { Outcome::Findings })
}
