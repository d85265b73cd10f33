//! What its owner wants masked.

use super::{Class, Kind};

/// What to mask beyond credentials, which are always masked.
#[derive(Clone, Debug)]
pub struct Options {
    /// Mask what says who: ARNs, accounts, subscriptions, e-mail addresses, user names in connection strings.
    pub identifiers: bool,
    /// Mask what says where: internal hosts, IP addresses, private registries, buckets.
    pub places: bool,
    /// Mask every long random-looking word, not only those that stand where a secret may stand.
    pub strict: bool,
    /// Domains of one's own: every host below one of them is a place.
    pub domains: Vec<String>,
    /// Values that are masked wherever they stand.
    pub mask: Vec<Vec<u8>>,
    /// Values that are never masked.
    pub keep: Vec<Vec<u8>>,
}

impl Default for Options {
    fn default() -> Self {
        Self { identifiers: true, places: true, strict: false, domains: Vec::new(), mask: Vec::new(), keep: Vec::new() }
    }
}

impl Options {
    /// Credentials only.
    #[must_use]
    pub fn credentials_only() -> Self {
        Self { identifiers: false, places: false, ..Self::default() }
    }

    /// Whether values of a kind are masked.
    #[must_use]
    pub fn masks(&self, kind: Kind) -> bool {
        match kind.class() {
            Class::Credentials => true,
            Class::Identifiers => self.identifiers,
            Class::Places => self.places,
        }
    }
}
