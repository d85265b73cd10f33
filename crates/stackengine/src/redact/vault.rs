//! Which placeholder stands for what.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use base64::Engine as _;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize as _, Zeroizing};

use super::Kind;
use super::encodings::Encoding;

/// The only place that knows both sides; whoever holds it can undo every mask that was made with it.
///
/// It is serialised only when its owner asks for it. Its `Debug` shows no value.
#[derive(Clone, Default)]
pub struct Vault {
    values: Vec<Value>,
    by_value: BTreeMap<Vec<u8>, usize>,
    /// The last number of each kind.
    numbers: BTreeMap<Kind, u32>,
    forms: Vec<Form>,
    by_name: BTreeMap<String, usize>,
    /// Addresses in which we put a placeholder ourselves, as they look with it.
    links: BTreeSet<String>,
    /// Names of objects that were seen; they are never looked for as values.
    names: BTreeSet<Vec<u8>>,
    /// Values that stood where base64 belongs and were none.
    not_base64: BTreeSet<usize>,
}

/// One private value.
#[derive(Clone)]
pub(crate) struct Value {
    /// What it is called.
    pub(crate) kind: Kind,
    /// The number that it has among those of its kind, from 1; 0 until a text shows it.
    pub(crate) number: u32,
    /// The value itself.
    pub(crate) bytes: Zeroizing<Vec<u8>>,
}

/// One way in which a value was written.
#[derive(Clone)]
struct Form {
    name: String,
    value: usize,
    bytes: Zeroizing<Vec<u8>>,
}

impl Drop for Vault {
    fn drop(&mut self) {
        while let Some((mut value, _)) = self.by_value.pop_first() {
            value.zeroize();
        }
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").field("placeholders", &self.by_name.keys().collect::<Vec<_>>()).finish_non_exhaustive()
    }
}

impl Vault {
    /// Knows nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many placeholders were made.
    #[must_use]
    pub fn len(&self) -> usize {
        self.forms.len()
    }

    /// Whether none was made.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// Every placeholder with its brackets, in the order of its making.
    pub fn placeholders(&self) -> impl Iterator<Item = String> {
        self.forms.iter().map(|form| format!("<{}>", form.name))
    }

    /// The value's number; a value that is not known yet becomes known.
    pub(crate) fn intern(&mut self, bytes: &[u8], kind: Kind) -> usize {
        if let Some(value) = self.by_value.get(bytes) {
            return *value;
        }
        self.values.push(Value { kind, number: 0, bytes: Zeroizing::new(bytes.to_vec()) });
        self.by_value.insert(bytes.to_vec(), self.values.len() - 1);
        self.values.len() - 1
    }

    /// The name for a value that is written as `surface`.
    pub(crate) fn name(&mut self, value: usize, surface: &[u8], encoding: Encoding) -> Option<String> {
        let found = self.values.get_mut(value)?;
        if found.number == 0 {
            let last = self.numbers.entry(found.kind).or_default();
            *last += 1;
            found.number = *last;
        }
        let encoding = match encoding {
            Encoding::Plain if *found.bytes != surface => Encoding::Escaped,
            other => other,
        };
        let base = format!("{}_{}{}", found.kind.word(), found.number, encoding.suffix());
        let mut name = base.clone();
        for variant in 2.. {
            match self.by_name.get(&name).and_then(|form| self.forms.get(*form)) {
                Some(form) if *form.bytes == surface => return Some(name),
                Some(_) => name = format!("{base}_{variant}"),
                None => break,
            }
        }
        self.by_name.insert(name.clone(), self.forms.len());
        self.forms.push(Form { name: name.clone(), value, bytes: Zeroizing::new(surface.to_vec()) });
        Some(name)
    }

    /// What a name stands for, letter for letter as it was written.
    pub(crate) fn surface(&self, name: &str) -> Option<&[u8]> {
        self.by_name.get(name).and_then(|form| self.forms.get(*form)).map(|form| form.bytes.as_slice())
    }

    /// What a name is.
    #[must_use]
    pub fn kind(&self, name: &str) -> Option<Kind> {
        let form = self.forms.get(*self.by_name.get(name)?)?;
        self.values.get(form.value).map(|value| value.kind)
    }

    /// Every value, in the order of its finding.
    pub(crate) fn values(&self) -> &[Value] {
        &self.values
    }

    /// The first name that each value got, with the value, and whether it should have been base64.
    pub(crate) fn named(&self) -> impl Iterator<Item = (&str, &Value, bool)> {
        let mut seen = BTreeSet::new();
        let first = self.forms.iter().filter(move |form| seen.insert(form.value));
        first.filter_map(|form| {
            Some((form.name.as_str(), self.values.get(form.value)?, self.not_base64.contains(&form.value)))
        })
    }

    pub(crate) fn note_not_base64(&mut self, value: usize) {
        self.not_base64.insert(value);
    }

    pub(crate) fn add_link(&mut self, link: String) {
        self.links.insert(link);
    }

    /// Whether an address with a placeholder is one that we made out of its owner's.
    pub(crate) fn knows_link(&self, link: &str) -> bool {
        self.links.contains(link)
    }

    pub(crate) fn add_names(&mut self, names: BTreeSet<Vec<u8>>) {
        self.names.extend(names);
    }

    pub(crate) fn object_names(&self) -> &BTreeSet<Vec<u8>> {
        &self.names
    }
}

/// What a vault is as JSON.
#[derive(Serialize, Deserialize)]
struct Stored {
    version: u32,
    values: Vec<StoredValue>,
    forms: Vec<StoredForm>,
    links: BTreeSet<String>,
    #[serde(default)]
    object_names: Vec<String>,
    #[serde(default)]
    not_base64: BTreeSet<usize>,
}

#[derive(Serialize, Deserialize)]
struct StoredValue {
    kind: Kind,
    number: u32,
    base64: String,
}

#[derive(Serialize, Deserialize)]
struct StoredForm {
    placeholder: String,
    value: usize,
    base64: String,
}

const VERSION: u32 = 1;
const BASE64: base64::engine::GeneralPurpose = base64::engine::general_purpose::STANDARD;

impl Serialize for Vault {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let values = self.values.iter().map(|value| StoredValue {
            kind: value.kind,
            number: value.number,
            base64: BASE64.encode(&*value.bytes),
        });
        let forms = self.forms.iter().map(|form| StoredForm {
            placeholder: form.name.clone(),
            value: form.value,
            base64: BASE64.encode(&*form.bytes),
        });
        let stored = Stored {
            version: VERSION,
            values: values.collect(),
            forms: forms.collect(),
            links: self.links.clone(),
            object_names: self.names.iter().map(|name| BASE64.encode(name)).collect(),
            not_base64: self.not_base64.clone(),
        };
        stored.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Vault {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stored = Stored::deserialize(deserializer)?;
        Self::from_stored(stored).map_err(serde::de::Error::custom)
    }
}

impl Vault {
    fn from_stored(stored: Stored) -> Result<Self, String> {
        if stored.version != VERSION {
            return Err(format!("version {} of a vault is not known, only {VERSION}", stored.version));
        }
        let bytes = |text: &str| BASE64.decode(text).map_err(|_| "a value of the vault is not base64".to_owned());
        let mut vault = Self::default();
        vault.links = stored.links;
        vault.not_base64 = stored.not_base64;
        for value in stored.values {
            let value = Value { kind: value.kind, number: value.number, bytes: Zeroizing::new(bytes(&value.base64)?) };
            let last = vault.numbers.entry(value.kind).or_default();
            *last = value.number.max(*last);
            vault.by_value.insert(value.bytes.to_vec(), vault.values.len());
            vault.values.push(value);
        }
        for form in stored.forms {
            if form.value >= vault.values.len() {
                return Err(format!("<{}> of the vault belongs to no value", form.placeholder));
            }
            let known = vault.by_name.insert(form.placeholder.clone(), vault.forms.len());
            if known.is_some() || !super::placeholder::is_name(&form.placeholder) {
                return Err("a placeholder of the vault is there twice, or is none".to_owned());
            }
            let bytes = Zeroizing::new(bytes(&form.base64)?);
            vault.forms.push(Form { name: form.placeholder, value: form.value, bytes });
        }
        for name in &stored.object_names {
            vault.names.insert(bytes(name)?);
        }
        Ok(vault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_value_share_its_number() {
        let mut vault = Vault::new();
        let value = vault.intern(b"hunter2", Kind::Password);
        assert_eq!(vault.intern(b"hunter2", Kind::Token), value);
        assert_eq!(vault.name(value, b"hunter2", Encoding::Plain).as_deref(), Some("PASSWORD_1"));
        assert_eq!(vault.name(value, b"aHVudGVyMg==", Encoding::Base64).as_deref(), Some("PASSWORD_1_B64"));
        assert_eq!(vault.name(value, b"aHVudGVyMg", Encoding::Base64).as_deref(), Some("PASSWORD_1_B64_2"));
        assert_eq!(vault.name(value, b"aHVudGVyMg==", Encoding::Base64).as_deref(), Some("PASSWORD_1_B64"));
        assert_eq!(vault.surface("PASSWORD_1_B64_2"), Some(b"aHVudGVyMg".as_slice()));
    }

    #[test]
    fn it_shows_no_value_and_survives_being_stored() {
        let mut vault = Vault::new();
        let value = vault.intern(b"hunter2", Kind::Password);
        vault.name(value, b"hunter2", Encoding::Plain);
        assert!(!format!("{vault:?}").contains("hunter2"));
        let stored = serde_json::to_string(&vault).expect("it can be stored");
        let again: Vault = serde_json::from_str(&stored).expect("it can be read");
        assert_eq!(again.surface("PASSWORD_1"), Some(b"hunter2".as_slice()));
        assert_eq!(serde_json::to_string(&again).expect("it can be stored"), stored);
        assert!(serde_json::from_str::<Vault>(&stored.replace("\"version\":1", "\"version\":9")).is_err());
    }
}
