//! Whether a mask in a manifest that somebody published is right.
//!
//! Judged by the place alone, and by other means than those that found it. Right is what stands
//! - in the data of a `Secret`;
//! - between the lines of a private key;
//! - before the `@` of an address, behind a colon;
//! - behind a key, an option or a variable one of whose words is in [`WORDS`] and whose last word is not in [`NAMES`],
//!   or in an env pair of such a name;
//! - in a header of the kinds in [`HEADERS`].
//!
//! Everything else is counted wrong.

use std::ops::Range;

/// Words in a name that say that its value is private.
const WORDS: [&str; 28] = [
    "password",
    "passwd",
    "passphrase",
    "passwords",
    "pass",
    "pwd",
    "pw",
    "secret",
    "secrets",
    "token",
    "tokens",
    "apikey",
    "accesskey",
    "secretkey",
    "privatekey",
    "credential",
    "credentials",
    "auth",
    "dsn",
    "cookie",
    "requirepass",
    "masterauth",
    "webhook",
    "signature",
    "salt",
    "pin",
    "htpasswd",
    "jaas",
];
/// Two words that say it together.
const PAIRS: [(&str, &str); 11] = [
    ("api", "key"),
    ("access", "key"),
    ("secret", "key"),
    ("private", "key"),
    ("signing", "key"),
    ("encryption", "key"),
    ("master", "key"),
    ("account", "key"),
    ("license", "key"),
    ("routing", "key"),
    ("connection", "string"),
];
/// Last words of a name that say that its value is about a secret, not one.
const NAMES: [&str; 20] = [
    "name",
    "ref",
    "file",
    "path",
    "dir",
    "mount",
    "id",
    "url",
    "ttl",
    "timeout",
    "length",
    "type",
    "mode",
    "enabled",
    "policy",
    "provider",
    "version",
    "namespace",
    "issuer",
    "audience",
];
/// Headers whose value is private.
const HEADERS: [&str; 5] = ["authorization", "proxy-authorization", "x-api-key", "x-vault-token", "private-token"];

/// Whether the bytes of `span` may be masked.
pub(crate) fn is_right(text: &str, span: &Range<usize>) -> bool {
    let (before, after) = (text.get(..span.start).unwrap_or_default(), text.get(span.end..).unwrap_or_default());
    in_secret(before, after) || in_key(before) || in_address(before, after) || behind_name(before, after)
}

fn in_secret(before: &str, after: &str) -> bool {
    let start = before.rfind("\n---").map_or(0, |at| at + 1);
    let end = after.find("\n---").unwrap_or(after.len());
    let is_secret = |part: &str| {
        part.lines().any(|line| line.trim_start_matches(['-', ' ']).trim_end() == "kind: Secret")
            || part.contains("\"kind\": \"Secret\"")
            || part.contains("\"kind\":\"Secret\"")
    };
    let document = [&before[start..], &after[..end]];
    let in_data = before[start..].lines().any(|line| {
        let line = line.trim();
        line.starts_with("data:") || line.starts_with("stringData:") || line.starts_with("\"data\"")
    });
    in_data && document.into_iter().any(is_secret)
}

fn in_key(before: &str) -> bool {
    let begin = before.rfind("PRIVATE KEY");
    let end = before.rfind("-----END");
    begin.is_some_and(|begin| end.is_none_or(|end| end < begin) && before.len() - begin < 8000)
        || before.ends_with("-----BEGIN ")
}

fn in_address(before: &str, after: &str) -> bool {
    let line = before.rsplit(['\n', ' ', '"', '\'']).next().unwrap_or_default();
    after.starts_with('@') && line.contains("://")
}

fn behind_name(before: &str, after: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default();
    if is_private_name(last_name(line)) || HEADERS.iter().any(|header| line.to_ascii_lowercase().contains(header)) {
        return true;
    }
    let key = line.trim_start_matches([' ', '-', '{', '"', '\'']);
    // An env pair, an argument behind its option, or a value in a block below its key.
    let neighbours = || {
        let above = before.lines().rev().skip(1).take(2);
        above.chain(after.lines().skip(1).take(1))
    };
    if key.starts_with("value") {
        let names = neighbours().chain([line]);
        return names.filter_map(name_of_pair).any(is_private_name)
            || after.lines().next().and_then(name_of_pair).is_some_and(is_private_name);
    }
    let above = before.lines().rev().nth(1).unwrap_or_default().trim_end();
    let is_block = above.ends_with(['|', '>', '-', ':']);
    let is_option = above.trim_start_matches([' ', '-', '"', '\'']).len() + 2 < above.len() && above.contains("--");
    (is_block || is_option) && is_private_name(last_name(above.trim_end_matches(['|', '>', '-', ' ', '"', '\'', ','])))
}

/// The name of a line like `- name: DB_PASSWORD`.
fn name_of_pair(line: &str) -> Option<&str> {
    let at = line.find("name")?;
    let rest = line[at + 4..].trim_start_matches(['"', '\'', ' ']);
    rest.strip_prefix(':')?.trim().trim_matches(['"', '\'']).split([',', '}', ' ', '"', '\'']).next()
}

/// The name before the last sign that separates it from its value.
fn last_name(line: &str) -> &str {
    let line = line.trim_end_matches(['"', '\'', ' ', '\t', '\\', '>', '{', '[']);
    let line = line.strip_suffix([':', '=']).unwrap_or(line);
    let line = line.trim_end_matches(['"', '\'', ' ', '\\']);
    line.rsplit([' ', '"', '\'', ',', '{', '(', '?', '&', ';', '<', '\t']).next().unwrap_or_default()
}

fn is_private_name(name: &str) -> bool {
    let words = words(name);
    let word = |word: &String| WORDS.contains(&word.as_str());
    let about = words.last().is_some_and(|last| NAMES.contains(&last.as_str()));
    let pair = words.windows(2).any(|pair| PAIRS.contains(&(pair[0].as_str(), pair[1].as_str())));
    !about && (pair || words.iter().any(word))
}

/// `dbPassword`, `DB_PASSWORD` and `db-password` are two words each.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for char in name.chars() {
        let starts = char.is_uppercase() && was_lower;
        was_lower = char.is_lowercase();
        if !char.is_alphanumeric() || starts {
            words.push(String::new());
        }
        if char.is_alphanumeric() {
            words.last_mut().expect("never empty").extend(char.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
