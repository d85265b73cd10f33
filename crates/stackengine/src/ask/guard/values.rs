//! Whether a value may be written where it is to go: of the right type, within bounds, and carrying nothing out.

use serde_json::Value;

use super::rights::{Kind, Right};
use crate::facts::quantity;
use crate::redact::placeholders;
use crate::render::steers;
use crate::yaml::{Data, Node, Step};

/// Bytes of one word of a command, or of a variable.
const MAX_WORD: usize = 8 << 10;
/// Words of a command.
const MAX_WORDS: usize = 64;
/// How much more of a resource may be asked for than before.
const MORE: f64 = 8.0;
/// Memory, storage or CPU where none was stated: 64Gi, or 64 CPUs.
const MOST_BYTES: f64 = 64.0 * 1024.0 * 1024.0 * 1024.0;
const MOST_CPUS: f64 = 64.0;

/// Variables with which somebody else's code is loaded or all traffic is sent elsewhere.
const NEVER: [&str; 16] = [
    "BASH_ENV",
    "ENV",
    "PROMPT_COMMAND",
    "PATH",
    "IFS",
    "PS4",
    "PYTHONSTARTUP",
    "PYTHONPATH",
    "PERL5OPT",
    "RUBYOPT",
    "GIT_SSH_COMMAND",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "CURL_CA_BUNDLE",
    "SSL_CERT_FILE",
];

/// What will be written, or why not. `before` is what stands there, `text` the whole masked manifest.
pub(super) fn accepted(
    right: &Right,
    op: &str,
    value: &Value,
    before: Option<&Node<'_>>,
    text: &str,
    name: &str,
) -> Result<Data, String> {
    match right.kind {
        Kind::Number(least, most) => match value.as_i64().or_else(|| value.as_str()?.parse().ok()) {
            Some(number) if (least..=most).contains(&number) => Ok(Data::Int(number)),
            Some(number) => Err(format!("{number} is not between {least} and {most}")),
            None => Err("it is no whole number".to_owned()),
        },
        Kind::Word(words) => match value.as_str() {
            Some(word) if words.contains(&word) => Ok(Data::String(word.to_owned())),
            _ => Err(format!("it is not {}", words.join(" or "))),
        },
        Kind::No => match value {
            Value::Bool(false) => Ok(Data::Bool(false)),
            _ => Err("it is not false".to_owned()),
        },
        Kind::Folder => match value.as_str() {
            Some(folder) if folder.starts_with('/') && folder.len() < 256 => {
                word(folder, before, text).map(Data::String)
            }
            _ => Err("it is no absolute path".to_owned()),
        },
        Kind::Quantity => amount(value, before, name),
        Kind::Command => command(right, op, value, before, text),
        Kind::Variable => variable(right, op, value, before, text),
    }
}

fn amount(value: &Value, before: Option<&Node<'_>>, name: &str) -> Result<Data, String> {
    let spelled = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return Err("it is no quantity".to_owned()),
    };
    let plain = spelled.len() <= 16 && spelled.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
    let Some(new) = quantity::parse(&spelled).filter(|new| plain && *new > 0.0) else {
        return Err("it is no quantity".to_owned());
    };
    let old = before.and_then(|node| match Data::of(node) {
        Data::String(text) => quantity::parse(&text),
        Data::Int(number) => quantity::parse(&number.to_string()),
        _ => None,
    });
    let most = match old {
        Some(old) => old * MORE,
        None if name.ends_with("cpu") => MOST_CPUS,
        None => MOST_BYTES,
    };
    if new > most {
        Err("it is more than eight times what it was, or than any node has".to_owned())
    } else {
        Ok(Data::String(spelled))
    }
}

fn command(right: &Right, op: &str, value: &Value, before: Option<&Node<'_>>, text: &str) -> Result<Data, String> {
    let one = op == "append" || !right.rest.0.is_empty();
    match value {
        Value::String(new) if one => word(new, before, text).map(Data::String),
        Value::Array(words) if !one && !words.is_empty() && words.len() <= MAX_WORDS => {
            let words = words.iter().map(|new| match new.as_str() {
                Some(new) => word(new, before, text).map(Data::String),
                None => Err("a word of a command is text".to_owned()),
            });
            words.collect::<Result<_, _>>().map(Data::List)
        }
        _ => Err("a command is a list of words, and one of its words is text".to_owned()),
    }
}

fn variable(right: &Right, op: &str, value: &Value, before: Option<&Node<'_>>, text: &str) -> Result<Data, String> {
    if let [Step::Index(_), Step::Key(_)] = right.rest.0.as_slice() {
        // A value that comes from a Secret keeps coming from there.
        let new = value.as_str().ok_or("the value of a variable is text")?;
        return if before.is_some() {
            word(new, before, text).map(Data::String)
        } else {
            Err("that variable has no value of its own".to_owned())
        };
    }
    let pair = (op == "append" && right.rest.0.is_empty())
        .then(|| (value.get("name").and_then(Value::as_str), value.get("value").and_then(Value::as_str)));
    let Some((Some(name), Some(new))) = pair else {
        return Err("a variable is appended as a name and a value, or its value is set".to_owned());
    };
    if value.as_object().is_none_or(|fields| fields.len() != 2) {
        return Err("a variable has a name and a value, and nothing else".to_owned());
    }
    let plain =
        !name.is_empty() && name.len() < 128 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let upper = name.to_ascii_uppercase();
    if !plain || name.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        return Err("the name of a variable has letters, digits and underscores".to_owned());
    }
    if NEVER.contains(&upper.as_str()) || upper.starts_with("LD_") || upper.starts_with("DYLD_") {
        return Err(format!("{name} decides which code runs or where everything is sent"));
    }
    Ok(Data::map([("name", Data::String(name.to_owned())), ("value", word(new, None, text)?.into())]))
}

/// A text that a container is given: bounded, printable but for tabs and line feeds, with no mask that did not stand at this
/// place before and no address that the manifest does not have. What is put back later must not be carried out.
fn word(new: &str, before: Option<&Node<'_>>, text: &str) -> Result<String, String> {
    if new.len() > MAX_WORD {
        return Err("it is too long to be looked over".to_owned());
    }
    if new.chars().any(|char| hides(char) && !matches!(char, '\n' | '\t')) {
        return Err("it has characters that cannot be seen".to_owned());
    }
    if new.contains("{{") {
        return Err("it would make a template of the manifest".to_owned());
    }
    let was = before.map(texts).unwrap_or_default();
    let old: Vec<String> = was.iter().flat_map(|was| placeholders(was.as_bytes())).collect();
    // As often as it stood there, and no more: a second one is one that is carried.
    let n = |list: &[String], mask: &String| list.iter().filter(|one| *one == mask).count();
    let masks = placeholders(new.as_bytes());
    if let Some(mask) = masks.iter().find(|mask| n(&masks, mask) > n(&old, mask)) {
        return Err(format!("it carries the mask {mask} to another place"));
    }
    for address in addresses(new) {
        if !text.contains(address) {
            return Err("it has an address that the manifest did not have".to_owned());
        }
    }
    Ok(new.to_owned())
}

/// Whether a reader would not see the character, or see others in another order.
fn hides(char: char) -> bool {
    steers(char)
        || matches!(char, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{206f}' | '\u{e0000}'..='\u{e007f}')
}

fn texts(node: &Node<'_>) -> Vec<String> {
    match Data::of(node) {
        Data::String(text) => vec![text],
        Data::List(items) => {
            items.into_iter().filter_map(|item| if let Data::String(text) = item { Some(text) } else { None }).collect()
        }
        _ => Vec::new(),
    }
}

/// Everything with a scheme, and the shell's own way to a host.
fn addresses(text: &str) -> Vec<&str> {
    let ends = |char: char| char.is_whitespace() || matches!(char, '"' | '\'' | '`' | '|' | ';' | ')' | '>' | '<');
    let mut found: Vec<&str> = Vec::new();
    for (at, _) in text.match_indices("//") {
        let before = text.get(..at).unwrap_or_default();
        if before.ends_with(':') {
            let start = before.rfind(ends).map_or(0, |found| {
                found + text.get(found..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
            });
            let rest = text.get(start..).unwrap_or_default();
            let length = rest.find(ends).unwrap_or(rest.len());
            found.extend(rest.get(..length));
        }
    }
    for way in ["/dev/tcp/", "/dev/udp/"] {
        for (at, _) in text.match_indices(way) {
            let rest = text.get(at..).unwrap_or_default();
            found.extend(rest.get(..rest.find(ends).unwrap_or(rest.len())));
        }
    }
    found
}
