//! The server's first stage: the tree against the types of the API, strictly.
//!
//! Rules of `sigs.k8s.io/json` and of the types' own decoders: names are case-sensitive, `null` is absent everywhere, a
//! number is no string and a string no number. A server names unknown and repeated fields together, but of the wrong
//! types only the first; here all of them are named.

use super::place::{At, whole_number};
use super::quantity::Quantity;
use super::report::{Report, quoted};
use super::schema::{Definition, Kind, schema};
use super::time;
use super::violation::ViolationKind;
use crate::yaml::{Node, Path, Value};

/// Reports what cannot be decoded into `definition`.
pub(super) fn decode(object: &At<'_>, definition: &'static Definition, report: &mut Report) {
    fields(&Level { at: object, definition, above: None }, report);
}

/// A struct of the object, and those around it.
struct Level<'l> {
    at: &'l At<'l>,
    definition: &'static Definition,
    above: Option<&'l Self>,
}

fn fields(level: &Level<'_>, report: &mut Report) {
    let mut seen: Vec<&str> = Vec::new();
    for (name, value) in level.at.fields() {
        if seen.contains(&name) {
            let message = format!("duplicate field {}", quoted(&value.path()));
            report.add(ViolationKind::DuplicateField, &value.without_value(), "duplicate-field", message, None);
        }
        seen.push(name);
        match level.definition.field(name) {
            Some(kind) => decode_value(&value, kind, level, report),
            None => unknown(name, &value, level, report),
        }
    }
}

fn decode_value(value: &At<'_>, kind: &'static Kind, holder: &Level<'_>, report: &mut Report) {
    let Some(node) = value.node() else { return };
    match (kind, &node.value) {
        (Kind::Any, _) | (Kind::Text, Value::String(_)) | (Kind::Bool, Value::Bool(_)) => {}
        (Kind::Struct(name), Value::Mapping(_)) => {
            if let Some(definition) = schema().named(name) {
                fields(&Level { at: value, definition, above: Some(holder) }, report);
            }
        }
        (Kind::List(inner), Value::Sequence(_)) => {
            for item in value.items() {
                decode_value(&item, inner, holder, report);
            }
        }
        (Kind::Map(inner), Value::Mapping(_)) => map(value, inner, holder, report),
        (Kind::Int32 | Kind::Int64, Value::Int(_) | Value::Float(_)) => {
            let fits = match kind {
                Kind::Int32 => whole_number(node).is_some_and(|number| i32::try_from(number).is_ok()),
                _ => whole_number(node).is_some(),
            };
            if !fits {
                wrong_type(value, &format!("number {}", plain(node)), kind, holder, report);
            }
        }
        (Kind::Quantity, _) => quantity(value, node, report),
        (Kind::IntOrString, _) => int_or_string(value, node, report),
        (Kind::Time, _) => a_time(value, node, report),
        _ => wrong_type(value, json_type(node), kind, holder, report),
    }
}

fn map(value: &At<'_>, inner: &'static Kind, holder: &Level<'_>, report: &mut Report) {
    let mut seen: Vec<&str> = Vec::new();
    for (key, item) in value.keys() {
        if seen.contains(&key) {
            let shown = format!("{}.{key}", value.path());
            let message = format!("duplicate field {}", quoted(&shown));
            report.add(ViolationKind::DuplicateField, &item.without_value(), "duplicate-field", message, None);
        }
        seen.push(key);
        decode_value(&item, inner, holder, report);
    }
}

/// `json: cannot unmarshal number into Go struct field EnvVar.spec.template.spec.containers.env.value of type string`.
fn wrong_type(value: &At<'_>, found: &str, kind: &Kind, holder: &Level<'_>, report: &mut Report) {
    let place = without_brackets(&value.path());
    let message = format!(
        "json: cannot unmarshal {found} into Go struct field {}.{place} of type {}",
        holder.definition.name,
        go_type(kind)
    );
    let shown = value.node().map(plain);
    report.add(ViolationKind::WrongType, value, "wrong-type", message, shown);
}

/// `resource.Quantity.UnmarshalJSON` takes whatever stands there as text, quotes and outer spaces removed.
fn quantity(value: &At<'_>, node: &Node<'_>, report: &mut Report) {
    if let Err(problem) = Quantity::of(node) {
        report.add(ViolationKind::WrongType, value, "quantity-malformed", problem.to_owned(), Some(plain(node)));
    }
}

/// `intstr.IntOrString.UnmarshalJSON`: a string, or what fits 32 bits.
fn int_or_string(value: &At<'_>, node: &Node<'_>, report: &mut Report) {
    let fits = node.as_str().is_some() || whole_number(node).is_some_and(|number| i32::try_from(number).is_ok());
    if !fits {
        let found = match node.value {
            Value::Int(_) | Value::Float(_) => format!("number {}", plain(node)),
            _ => json_type(node).to_owned(),
        };
        let message = format!("json: cannot unmarshal {found} into Go value of type int32");
        report.add(ViolationKind::WrongType, value, "wrong-type", message, Some(plain(node)));
    }
}

/// `metav1.Time.UnmarshalJSON`.
fn a_time(value: &At<'_>, node: &Node<'_>, report: &mut Report) {
    let message = match node.as_str() {
        Some(text) if time::is_rfc3339(text) => return,
        Some(text) => {
            format!("parsing time {} as \"2006-01-02T15:04:05Z07:00\": cannot parse {0}", quoted(text))
        }
        None => format!("json: cannot unmarshal {} into Go value of type string", json_type(node)),
    };
    report.add(ViolationKind::WrongType, value, "time-malformed", message, Some(plain(node)));
}

/// What people write who think of the neighbouring type, or of another tool.
const SYNONYMS: [(&str, &str, &str); 14] = [
    ("ConfigMapVolumeSource", "configMapName", "name"),
    ("Container", "entrypoint", "command"),
    ("Container", "environment", "env"),
    ("ContainerPort", "port", "containerPort"),
    ("CronJobSpec", "concurrency", "concurrencyPolicy"),
    ("EnvFromSource", "configMapKeyRef", "configMapRef"),
    ("EnvFromSource", "secretKeyRef", "secretRef"),
    ("EnvVarSource", "configMapRef", "configMapKeyRef"),
    ("EnvVarSource", "secretRef", "secretKeyRef"),
    ("JobSpec", "ttl", "ttlSecondsAfterFinished"),
    ("PersistentVolumeClaimVolumeSource", "name", "claimName"),
    ("SecretVolumeSource", "name", "secretName"),
    ("SecretVolumeSource", "secret", "secretName"),
    ("VolumeMount", "path", "mountPath"),
];

fn unknown(name: &str, value: &At<'_>, level: &Level<'_>, report: &mut Report) {
    let mut message = format!("unknown field {}", quoted(&value.path()));
    let meant = meant(name, level);
    if let Some((shown, _)) = &meant {
        message.push_str(&format!(", did you mean {}?", quoted(shown)));
    }
    report.unknown_field(&value.without_value(), message, meant.map(|(_, place)| place));
}

/// What was probably meant, in words and as a way: a field with nearly this name, this field somewhere below, or in a
/// struct around this one.
fn meant(name: &str, level: &Level<'_>) -> Option<(String, Path)> {
    let here = level.at.place();
    if let Some((_, _, field)) = SYNONYMS.iter().find(|(of, said, _)| *of == level.definition.name && *said == name) {
        return Some(((*field).to_owned(), here.key(*field)));
    }
    let alike = level.definition.fields.iter().map(|(field, _)| (distance(name, field), *field)).min();
    if let Some((steps, field)) = alike
        && steps <= 2.min(name.len() / 3)
    {
        return Some((field.to_owned(), here.key(field)));
    }
    match (1..=3).find_map(|depth| below(name, level.definition, depth)) {
        Some(path) => {
            let place = here.join(&Path::parse(&path));
            Some((path, place))
        }
        None => around(name, level),
    }
}

/// The path of a field of that name exactly so many structs deeper.
fn below(name: &str, definition: &Definition, depth: u32) -> Option<String> {
    let mut structs = definition.fields.iter().filter_map(|(field, kind)| match kind {
        Kind::Struct(inner) if *inner != "ObjectMeta" && !inner.ends_with("Status") => {
            Some((field, schema().named(inner)?))
        }
        _ => None,
    });
    structs.find_map(|(field, inner)| match depth {
        1 => inner.whatever_case(name).map(|name| format!("{field}.{name}")),
        _ => below(name, inner, depth - 1).map(|path| format!("{field}.{path}")),
    })
}

fn around(name: &str, level: &Level<'_>) -> Option<(String, Path)> {
    let above = level.above?;
    // Of the object itself only the spec holds what people write.
    above.above?;
    match above.definition.whatever_case(name) {
        Some(name) => Some((above.at.field(name).path(), above.at.field(name).place())),
        None => around(name, above),
    }
}

/// Levenshtein's distance, blind to case.
pub(crate) fn distance(left: &str, right: &str) -> usize {
    let right: Vec<u8> = right.bytes().map(|byte| byte.to_ascii_lowercase()).collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (number, byte) in left.bytes().map(|byte| byte.to_ascii_lowercase()).enumerate() {
        let mut diagonal = number;
        let mut before = number + 1;
        let mut next = vec![before];
        for (other, above) in right.iter().zip(row.iter().skip(1)) {
            let cost = (diagonal + usize::from(*other != byte)).min(above + 1).min(before + 1);
            diagonal = *above;
            before = cost;
            next.push(cost);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

fn without_brackets(path: &str) -> String {
    let mut depth = 0_u32;
    let mut out = String::with_capacity(path.len());
    for char in path.chars() {
        match char {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            char if depth == 0 => out.push(char),
            _ => {}
        }
    }
    out
}

fn go_type(kind: &Kind) -> String {
    match kind {
        Kind::Text => "string".to_owned(),
        Kind::Bool => "bool".to_owned(),
        Kind::Int32 => "int32".to_owned(),
        Kind::Int64 => "int64".to_owned(),
        Kind::Quantity => "resource.Quantity".to_owned(),
        Kind::IntOrString => "intstr.IntOrString".to_owned(),
        Kind::Time => "v1.Time".to_owned(),
        Kind::Any => "v1.FieldsV1".to_owned(),
        Kind::Struct(name) => format!("v1.{name}"),
        Kind::List(inner) => format!("[]{}", go_type(inner)),
        Kind::Map(inner) => format!("map[string]{}", go_type(inner)),
    }
}

fn json_type(node: &Node<'_>) -> &'static str {
    match node.value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Int(_) | Value::Float(_) => "number",
        Value::String(_) => "string",
        Value::Sequence(_) => "array",
        Value::Mapping(_) => "object",
    }
}

fn plain(node: &Node<'_>) -> String {
    match &node.value {
        Value::Bool(value) => value.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::String(text) => text.clone().into_owned(),
        _ => json_type(node).to_owned(),
    }
}
