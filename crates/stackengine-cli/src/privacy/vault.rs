//! The file of a vault: for its owner alone, whole or not at all, and never in the place of anything else.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use stackengine::redact::Vault;
use tempfile::Builder;
use zeroize::Zeroizing;

use super::seal::{self, Passphrase, Sealed};
use crate::outcome::Failure;

/// What the file is, in its first field: anything without it is not replaced.
const VERSION: u8 = 1;
/// A vault of more would be the work of somebody else.
const MAX_BYTES: u64 = 1 << 30;

/// The contents of the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contents<V> {
    stackengine_vault: u8,
    #[serde(skip_serializing_if = "Option::is_none", default = "none")]
    vault: Option<V>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    sealed: Option<Sealed>,
}

fn none<V>() -> Option<V> {
    None
}

/// Where a vault is kept.
pub(crate) struct VaultFile {
    path: PathBuf,
    /// The bytes that were read; `None` where there was no file.
    before: Option<Zeroizing<Vec<u8>>>,
    passphrase: Option<Passphrase>,
}

impl VaultFile {
    /// The vault at `path`.
    pub(crate) fn open(path: &Path, passphrase_file: Option<&Path>) -> Result<(Vault, Self), Failure> {
        let passphrase = passphrase_file.map(Passphrase::read).transpose()?;
        let bytes = read(path).map_err(|error| failure("read", path, error))?;
        let vault = decode(path, &bytes, passphrase.as_ref()).map_err(|why| failure("read", path, why))?;
        Ok((vault, Self { path: path.to_owned(), before: Some(bytes), passphrase }))
    }

    /// The vault at `path`, or an empty one where there is no such file yet.
    pub(crate) fn open_or_new(path: &Path, passphrase_file: Option<&Path>) -> Result<(Vault, Self), Failure> {
        match fs::symlink_metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let passphrase = passphrase_file.map(Passphrase::read).transpose()?;
                Ok((Vault::new(), Self { path: path.to_owned(), before: None, passphrase }))
            }
            _ => Self::open(path, passphrase_file),
        }
    }

    /// Writes the vault, through a file beside it that only its owner may read.
    pub(crate) fn write(self, vault: &Vault) -> Result<(), Failure> {
        let encoded = self.encode(vault).map_err(|why| failure("write", &self.path, why))?;
        self.replace(&encoded).map_err(|error| failure("write", &self.path, error))
    }

    fn encode(&self, vault: &Vault) -> Result<Zeroizing<Vec<u8>>, String> {
        let contents = match &self.passphrase {
            None => Contents { stackengine_vault: VERSION, vault: Some(vault), sealed: None },
            Some(passphrase) => {
                let text = Zeroizing::new(serde_json::to_vec(vault).map_err(|_| "it has no text".to_owned())?);
                let sealed = Some(seal::seal(&text, passphrase)?);
                Contents { stackengine_vault: VERSION, vault: None, sealed }
            }
        };
        let mut encoded = serde_json::to_vec_pretty(&contents).map_err(|_| "it has no text".to_owned())?;
        encoded.push(b'\n');
        Ok(Zeroizing::new(encoded))
    }

    fn replace(&self, encoded: &[u8]) -> io::Result<()> {
        let parent = |path: &Path| match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        let real = match self.before {
            Some(_) => fs::canonicalize(&self.path)?,
            None => self.path.clone(),
        };
        let folder = parent(&real);
        // Such a file is made with mode 0600.
        let mut fresh = Builder::new().prefix(".stackengine-").tempfile_in(&folder)?;
        fresh.write_all(encoded)?;
        fresh.as_file().sync_all()?;
        match &self.before {
            Some(before) => {
                if *before.as_slice() != *read(&real)?.as_slice() {
                    return Err(io::Error::other("it was changed by somebody else in the meantime"));
                }
                fresh.persist(&real).map_err(|error| error.error)?;
            }
            None => {
                fresh.persist_noclobber(&real).map_err(|error| error.error)?;
            }
        }
        if let Ok(folder) = fs::File::open(folder) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

fn failure(verb: &str, path: &Path, why: impl std::fmt::Display) -> Failure {
    Failure::Unusable(format!("failed to {verb} the vault {}: {why}", path.display()))
}

fn read(path: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
    let known = fs::metadata(path)?;
    if !known.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    if known.len() > MAX_BYTES {
        return Err(io::Error::other("it is too large to be a vault"));
    }
    fs::read(path).map(Zeroizing::new)
}

/// The vault in the bytes of a file. What the parser says of them is not passed on: it quotes.
fn decode(path: &Path, bytes: &[u8], passphrase: Option<&Passphrase>) -> Result<Vault, String> {
    let not_ours = || "it is not a vault of this program, and stays as it is".to_owned();
    let damaged = || "it is damaged".to_owned();
    let value: serde_json::Value = serde_json::from_slice(bytes).map_err(|_| not_ours())?;
    match value.get("stackengine_vault").map(serde_json::Value::as_u64) {
        None => return Err(not_ours()),
        Some(version) if version == Some(u64::from(VERSION)) => {}
        Some(_) => return Err("it is of another version of this program".to_owned()),
    }
    let contents: Contents<Vault> = serde_json::from_value(value).map_err(|_| damaged())?;
    match (contents.vault, contents.sealed, passphrase) {
        (Some(vault), None, _) => {
            if is_open_to_others(path) {
                return Err(format!("others can read it: chmod 600 {}, or seal it", path.display()));
            }
            Ok(vault)
        }
        (None, Some(_), None) => Err("it is sealed: say --passphrase-file".to_owned()),
        (None, Some(sealed), Some(passphrase)) => {
            let text = seal::open(&sealed, passphrase)?;
            serde_json::from_slice(&text).map_err(|_| damaged())
        }
        _ => Err(damaged()),
    }
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).is_ok_and(|known| known.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> bool {
    false
}
