//! The fields of the API's types: a table that `cargo xtask schemas` bakes from the published JSON schemas.

use std::sync::OnceLock;

/// A line a definition: its name, then `field=code` in the order of names.
const TABLE: &str = include_str!("../../data/schema-1.36.txt");

/// What a field holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `s`
    Text,
    /// `b`
    Bool,
    /// `i`
    Int32,
    /// `l`
    Int64,
    /// `q`: a number or a string like `1.5Gi`.
    Quantity,
    /// `p`
    IntOrString,
    /// `t`: RFC 3339.
    Time,
    /// `x`: anything.
    Any,
    /// `@Name`
    Struct(&'static str),
    /// `[` and the kind of its items.
    List(Box<Self>),
    /// `{` and the kind of its values.
    Map(Box<Self>),
}

/// One type of the API.
#[derive(Debug)]
pub(super) struct Definition {
    /// Its name in Go, without the package.
    pub(super) name: &'static str,
    /// Its fields, sorted by name.
    pub(super) fields: Vec<(&'static str, Kind)>,
}

/// Every type that a Job or CronJob can hold, sorted by name.
#[derive(Debug)]
pub(super) struct Schema {
    definitions: Vec<Definition>,
}

/// The table, parsed once.
pub(super) fn schema() -> &'static Schema {
    static SCHEMA: OnceLock<Schema> = OnceLock::new();
    SCHEMA.get_or_init(|| Schema { definitions: TABLE.lines().filter_map(definition).collect() })
}

impl Schema {
    /// The definition of that name.
    pub(super) fn named(&self, name: &str) -> Option<&Definition> {
        let found = self.definitions.binary_search_by(|definition| definition.name.cmp(name));
        found.ok().and_then(|index| self.definitions.get(index))
    }
}

impl Definition {
    /// What the field holds; nothing where there is no such field. Case matters, as in the API.
    pub(super) fn field(&self, name: &str) -> Option<&Kind> {
        let found = self.fields.binary_search_by(|(field, _)| (*field).cmp(name));
        found.ok().and_then(|index| self.fields.get(index)).map(|(_, kind)| kind)
    }

    /// The field that was meant by a name in the wrong case.
    pub(super) fn whatever_case(&self, name: &str) -> Option<&'static str> {
        self.fields.iter().map(|(field, _)| *field).find(|field| field.eq_ignore_ascii_case(name))
    }
}

fn definition(line: &'static str) -> Option<Definition> {
    let mut words = line.split(' ');
    let name = words.next()?;
    let fields = words.filter_map(|word| word.split_once('=')).filter_map(|(name, code)| Some((name, kind(code)?)));
    Some(Definition { name, fields: fields.collect() })
}

fn kind(code: &'static str) -> Option<Kind> {
    let rest = code.get(1..)?;
    match code.as_bytes().first()? {
        b's' => Some(Kind::Text),
        b'b' => Some(Kind::Bool),
        b'i' => Some(Kind::Int32),
        b'l' => Some(Kind::Int64),
        b'q' => Some(Kind::Quantity),
        b'p' => Some(Kind::IntOrString),
        b't' => Some(Kind::Time),
        b'x' => Some(Kind::Any),
        b'@' => Some(Kind::Struct(rest)),
        b'[' => Some(Kind::List(Box::new(kind(rest)?))),
        b'{' => Some(Kind::Map(Box::new(kind(rest)?))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_understood() {
        let words: usize = TABLE.lines().map(|line| line.split(' ').count() - 1).sum();
        let fields: usize = schema().definitions.iter().map(|definition| definition.fields.len()).sum();
        assert_eq!(words, fields);
        assert!(schema().definitions.is_sorted_by_key(|definition| definition.name));
        assert!(schema().definitions.iter().all(|definition| definition.fields.is_sorted_by_key(|(name, _)| *name)));
    }

    #[test]
    fn every_type_that_is_named_is_there() {
        fn named(kind: &Kind) -> Option<&str> {
            match kind {
                Kind::Struct(name) => Some(name),
                Kind::List(inner) | Kind::Map(inner) => named(inner),
                _ => None,
            }
        }
        for (_, kind) in schema().definitions.iter().flat_map(|definition| &definition.fields) {
            assert!(named(kind).is_none_or(|name| schema().named(name).is_some()), "{kind:?}");
        }
    }
}
