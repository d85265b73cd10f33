//! What `key` accepts.

use clap::{Args, Subcommand};

use super::ask::provider_names;

const KEY_EXAMPLES: &str = "\
Examples:
  stackengine key put anthropic              asks for the key, and does not show it
  pass show anthropic | stackengine key put anthropic
  stackengine key remove anthropic

The keyring is that of the system: the Keychain of macOS, the Credential Manager of Windows, elsewhere the Secret Service
(GNOME Keyring, KWallet, KeePassXC). `ask` looks there where the provider's environment variable is not set.";

#[derive(Debug, Args)]
#[command(after_long_help = KEY_EXAMPLES)]
pub(crate) struct KeyArgs {
    #[command(subcommand)]
    pub(crate) deed: KeyDeed,
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeyDeed {
    /// Put a provider's key into the keyring: typed, or the first line of standard input
    Put(WhoseKey),
    /// Take a provider's key out of the keyring
    Remove(WhoseKey),
}

#[derive(Debug, Args)]
pub(crate) struct WhoseKey {
    /// Whose key
    #[arg(value_name = "PROVIDER", value_parser = provider_names())]
    pub(crate) provider: String,
}
