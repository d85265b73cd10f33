//! A vault under a passphrase: Argon2id makes a key of it, XChaCha20-Poly1305 seals with the key.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::outcome::Failure;

/// KiB of memory, passes and lanes: the second choice of RFC 9106, on one lane, for machines of any size.
const COST: (u32, u32, u32) = (64 << 10, 3, 1);
/// A file that asks for more than this is after the machine, not after its key.
const MOST: (u32, u32, u32) = (1 << 20, 16, 16);
/// A passphrase of more bytes is some other file.
const MAX_PASSPHRASE: u64 = 64 << 10;

/// What is written of a sealed vault; bytes as hexadecimal digits.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sealed {
    key: Derivation,
    nonce: String,
    text: String,
}

/// How the key is made of the passphrase.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Derivation {
    algorithm: Name,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Name {
    Argon2id,
}

/// The first line of a file.
pub(super) struct Passphrase(Zeroizing<Vec<u8>>);

impl Passphrase {
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let failure =
            |why: String| Failure::Unusable(format!("failed to read the passphrase in {}: {why}", path.display()));
        let mut bytes = Zeroizing::new(Vec::with_capacity(1 << 10));
        let read = |bytes: &mut Vec<u8>| -> io::Result<()> {
            File::open(path)?.take(MAX_PASSPHRASE).read_to_end(bytes)?;
            Ok(())
        };
        read(&mut bytes).map_err(|error| failure(error.to_string()))?;
        let end = memchr::memchr2(b'\n', b'\r', &bytes).unwrap_or(bytes.len());
        bytes.truncate(end);
        if bytes.is_empty() {
            return Err(failure("its first line is empty".to_owned()));
        }
        Ok(Self(bytes))
    }
}

/// Seals a text with a fresh salt and a fresh nonce.
pub(super) fn seal(text: &[u8], passphrase: &Passphrase) -> Result<Sealed, String> {
    let (mut salt, mut nonce) = ([0; 16], [0; 24]);
    for bytes in [&mut salt[..], &mut nonce[..]] {
        getrandom::fill(bytes).map_err(|_| "the system gives no random numbers".to_owned())?;
    }
    let (memory_kib, passes, lanes) = COST;
    let key = Derivation { algorithm: Name::Argon2id, memory_kib, passes, lanes, salt: hex(&salt) };
    let cipher = cipher(&key, passphrase)?;
    let sealed = cipher.encrypt(XNonce::from_slice(&nonce), Payload { msg: text, aad: &bound(&key) });
    let text = hex(&sealed.map_err(|_| "it is too large to be sealed".to_owned())?);
    Ok(Sealed { key, nonce: hex(&nonce), text })
}

/// The text, if the passphrase is the one it was sealed with.
pub(super) fn open(sealed: &Sealed, passphrase: &Passphrase) -> Result<Zeroizing<Vec<u8>>, String> {
    let damaged = || "it is damaged".to_owned();
    let nonce = unhex(&sealed.nonce).filter(|nonce| nonce.len() == 24).ok_or_else(damaged)?;
    let text = unhex(&sealed.text).ok_or_else(damaged)?;
    let cipher = cipher(&sealed.key, passphrase)?;
    let opened = cipher.decrypt(XNonce::from_slice(&nonce), Payload { msg: &text, aad: &bound(&sealed.key) });
    opened.map(Zeroizing::new).map_err(|_| "the passphrase is another one, or it is damaged".to_owned())
}

fn cipher(key: &Derivation, passphrase: &Passphrase) -> Result<XChaCha20Poly1305, String> {
    let damaged = || "it is damaged".to_owned();
    if key.memory_kib > MOST.0 || key.passes > MOST.1 || key.lanes > MOST.2 {
        return Err("it asks for more work than a vault may".to_owned());
    }
    let salt = unhex(&key.salt).ok_or_else(damaged)?;
    let params = Params::new(key.memory_kib, key.passes, key.lanes, Some(32)).map_err(|_| damaged())?;
    let mut bytes = Zeroizing::new([0; 32]);
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password_into(&passphrase.0, &salt, &mut *bytes).map_err(|_| damaged())?;
    Ok(XChaCha20Poly1305::new((&*bytes).into()))
}

/// What is sealed along with the text, so that nobody weakens it unseen.
fn bound(key: &Derivation) -> Vec<u8> {
    let Derivation { algorithm: Name::Argon2id, memory_kib, passes, lanes, salt } = key;
    format!("stackengine vault 1 argon2id {memory_kib} {passes} {lanes} {salt}").into_bytes()
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |four: u8| char::from(DIGITS[usize::from(four & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        text.bytes().map(|byte| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let (pairs, []) = digits.as_deref()?.as_chunks::<2>() else { return None };
    Some(pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passphrase(text: &str) -> Passphrase {
        Passphrase(Zeroizing::new(text.as_bytes().to_vec()))
    }

    #[test]
    fn what_was_sealed_opens_with_its_passphrase_alone() {
        let sealed = seal(b"values", &passphrase("open")).expect("it is sealed");
        assert!(!sealed.text.contains(&hex(b"values")));
        assert_eq!(open(&sealed, &passphrase("open")).expect("it opens").as_slice(), b"values");
        let error = open(&sealed, &passphrase("other")).expect_err("it stays shut");
        assert!(error.contains("the passphrase is another one"), "{error}");
    }

    #[test]
    fn no_two_seals_are_the_same_and_none_can_be_weakened() {
        let first = seal(b"values", &passphrase("open")).expect("it is sealed");
        let mut second = seal(b"values", &passphrase("open")).expect("it is sealed");
        assert!(first.text != second.text && first.nonce != second.nonce && first.key.salt != second.key.salt);
        second.key.passes = 1;
        assert!(open(&second, &passphrase("open")).is_err());
        second.key.memory_kib = u32::MAX;
        assert!(open(&second, &passphrase("open")).is_err());
        second.key = first.key;
        second.text.push('x');
        assert!(open(&second, &passphrase("open")).is_err());
    }

    #[test]
    fn bytes_are_written_as_digits_and_read_again() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(unhex(&hex(&all)), Some(all));
        assert_eq!((unhex("0"), unhex("0g"), unhex("é")), (None, None, None));
    }
}
