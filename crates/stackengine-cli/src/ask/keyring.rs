//! The system's own keyring, where a key may lie between runs: the Keychain, the Credential Manager, or the Secret Service.

use std::sync::Arc;

use keyring_core::{CredentialStore, Entry, Error};
use zeroize::Zeroizing;

/// Under what the keyring knows this program.
const SERVICE: &str = "stackengine";

/// Why a key cannot be had, kept or forgotten.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// No keyring runs for this user.
    NoKeyring,
    /// It is locked, or its owner said no.
    Locked,
    /// What it says is not understood here.
    Other,
}

impl Trouble {
    /// The sentence, with its cure.
    pub(crate) fn sentence(&self, variable: &str) -> String {
        match self {
            Self::NoKeyring => format!("no keyring answers on this machine: {START}, or put the key into {variable}"),
            Self::Locked => format!("the keyring is locked: unlock it and try again, or put the key into {variable}"),
            Self::Other => format!("the keyring does not answer as expected: put the key into {variable} instead"),
        }
    }
}

/// How a keyring comes to be.
const START: &str = if cfg!(any(windows, target_vendor = "apple")) {
    "log in as a user who has one"
} else {
    "log in to a desktop that has one, or start gnome-keyring or KWallet"
};

/// The keyring.
pub(crate) struct Keyring(Arc<CredentialStore>);

impl Keyring {
    /// That of the user who runs this.
    pub(crate) fn open() -> Result<Self, Trouble> {
        // Whatever is wrong here, nobody is there who could be asked.
        store().map(Self).map_err(|_| Trouble::NoKeyring)
    }

    /// The key that is kept under this name.
    pub(crate) fn get(&self, name: &str) -> Result<Option<Zeroizing<String>>, Trouble> {
        match self.entry(name)?.get_password() {
            Ok(key) => Ok(Some(Zeroizing::new(key))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(trouble(&error)),
        }
    }

    /// Keeps a key, in place of the one that was there.
    pub(crate) fn put(&self, name: &str, key: &str) -> Result<(), Trouble> {
        self.entry(name)?.set_password(key).map_err(|error| trouble(&error))
    }

    /// Forgets a key; whether there was one.
    pub(crate) fn remove(&self, name: &str) -> Result<bool, Trouble> {
        match self.entry(name)?.delete_credential() {
            Ok(()) => Ok(true),
            Err(Error::NoEntry) => Ok(false),
            Err(error) => Err(trouble(&error)),
        }
    }

    fn entry(&self, name: &str) -> Result<Entry, Trouble> {
        Entry::new_in_store(&self.0, SERVICE, name).map_err(|error| trouble(&error))
    }
}

/// What the error holds is not repeated: it may hold the key.
fn trouble(error: &Error) -> Trouble {
    match error {
        Error::NoStorageAccess(_) => Trouble::Locked,
        Error::NoDefaultStore => Trouble::NoKeyring,
        _ => Trouble::Other,
    }
}

#[cfg(target_os = "macos")]
fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    apple_native_keyring_store::keychain::Store::new().map(|store| store as Arc<CredentialStore>)
}

#[cfg(windows)]
fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    windows_native_keyring_store::Store::new().map(|store| store as Arc<CredentialStore>)
}

#[cfg(not(any(windows, target_vendor = "apple")))]
fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    zbus_secret_service_keyring_store::Store::new().map(|store| store as Arc<CredentialStore>)
}

#[cfg(test)]
mod tests {
    use keyring_core::mock;

    use super::*;

    fn keyring() -> Keyring {
        Keyring(mock::Store::new().expect("a store"))
    }

    #[test]
    fn a_key_is_kept_replaced_and_forgotten() {
        let keyring = keyring();
        assert_eq!(keyring.get("A"), Ok(None));
        assert_eq!(keyring.remove("A"), Ok(false));
        for key in ["one", "two"] {
            assert_eq!(keyring.put("A", key), Ok(()));
            assert_eq!(keyring.get("A").expect("it answers").expect("a key").as_str(), key);
        }
        assert_eq!(keyring.get("B"), Ok(None));
        assert_eq!((keyring.remove("A"), keyring.get("A")), (Ok(true), Ok(None)));
    }

    #[test]
    fn what_goes_wrong_is_a_sentence_without_the_key() {
        for (error, expected) in [
            (Error::NoStorageAccess("the-key".into()), Trouble::Locked),
            (Error::PlatformFailure("the-key".into()), Trouble::Other),
            (Error::BadEncoding(b"the-key".to_vec()), Trouble::Other),
        ] {
            let found = trouble(&error);
            assert_eq!(found, expected);
            let sentence = found.sentence("VARIABLE");
            assert!(sentence.contains("VARIABLE") && !sentence.contains("the-key"), "{sentence}");
        }
    }
}
