//! One run of redaction: the options, the vault, and the check before something leaves.

use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};

use stackengine::redact::{Options, Redacted, Vault, leaks, redact};

use super::VaultFile;
use crate::args::MaskingArgs;
use crate::outcome::Failure;

/// Leaks that are named; the others are counted.
const NAMED: usize = 5;

/// Does something with raw texts; `None` where the engine is at fault. What it was looking at is not printed, as the
/// message of a panic might.
pub(crate) fn quietly<T>(work: impl FnOnce() -> T) -> Option<T> {
    let hook = take_hook();
    set_hook(Box::new(|_| {}));
    let done = catch_unwind(AssertUnwindSafe(work));
    set_hook(hook);
    done.ok()
}

/// What a command holds from its first text to its last word.
pub(crate) struct Session {
    /// Everything that was masked.
    pub(crate) vault: Vault,
    options: Options,
    file: Option<VaultFile>,
}

impl Session {
    /// Opens the vault, if there is one to open; nothing is written yet.
    pub(crate) fn open(args: &MaskingArgs) -> Result<Self, Failure> {
        let (vault, file) = match &args.vault {
            Some(path) => {
                let (vault, file) = VaultFile::open_or_new(path, args.passphrase_file.as_deref())?;
                (vault, Some(file))
            }
            None => (Vault::new(), None),
        };
        Ok(Self { vault, options: args.options(), file })
    }

    /// Masks all texts together.
    pub(crate) fn redact(&mut self, texts: &[&[u8]]) -> Result<Vec<Redacted>, Failure> {
        match quietly(|| redact(texts, &mut self.vault, &self.options)) {
            Some(redacted) if redacted.len() == texts.len() => Ok(redacted),
            _ => Err(Failure::Unusable("failed to redact: this is a fault of the program; nothing was printed".into())),
        }
    }

    /// Fails where a value is left in what is about to leave, in whatever encoding.
    pub(crate) fn check(&self, body: &[u8]) -> Result<(), Failure> {
        let leaks = leaks(body, &self.vault, &self.options);
        if leaks.is_empty() {
            return Ok(());
        }
        let mut message = "nothing was printed, because something private would have been left".to_owned();
        for leak in leaks.iter().take(NAMED) {
            let _ = write!(message, "\n  {leak}");
        }
        if leaks.len() > NAMED {
            let _ = write!(message, "\n  and {} more", leaks.len() - NAMED);
        }
        Err(Failure::Unusable(message))
    }

    /// Writes the vault where one was named. From then on what is printed can be put back.
    pub(crate) fn keep(&mut self) -> Result<(), Failure> {
        match self.file.take() {
            Some(file) => file.write(&self.vault),
            None => Ok(()),
        }
    }
}
