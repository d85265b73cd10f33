//! Asking a language model: the key, the address, the one connection that this program ever makes, and what is shown of
//! the answer. What is asked and what is believed is the engine's business.

mod address;
mod key;
mod keyring;
mod live;
mod send;
mod show;
mod trust;

pub(crate) use address::{check as check_address, host, is_here};
pub(crate) use key::{Key, KeyFrom, only_provider, variable};
pub(crate) use keyring::{Keyring, Trouble as KeyringTrouble};
pub(crate) use live::Live;
pub(crate) use send::{Bounds, send};
pub(crate) use show::{opinion, request, summary};
pub(crate) use trust::roots;
