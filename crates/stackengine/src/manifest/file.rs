//! A file of manifests: its documents, the items of its Lists, and what in it could not be read.

use super::template::{Mask, open_mappings, prune};
use crate::yaml::{Document, Node, Path, Span, Value, documents, read_json, read_yaml};

/// Deeper than this a List in a List is not taken apart.
const MAX_LISTS: usize = 4;

/// What was found in the text of one file.
#[derive(Debug, Default)]
pub struct File<'t> {
    /// Every object, in the order of the text.
    pub documents: Vec<FileDocument<'t>>,
    /// What could not be read.
    pub unread: Vec<Unread>,
}

/// One object of a file.
#[derive(Debug)]
pub struct FileDocument<'t> {
    /// Its number in the file, from 0: `0`, or `0.2` inside a List.
    pub number: String,
    /// The text of the whole file, into which the spans point.
    pub text: &'t str,
    /// Where a template stands in the document, what it prints and what it decides.
    pub masked: Vec<Span>,
    /// The document it stands in.
    pub document: Span,
    /// The way from the root of the document to the object: `items[2]`; empty where it is the document.
    pub prefix: Path,
    /// The object, without what a template would fill in.
    pub node: Node<'t>,
    /// The paths below the object that a template fills in.
    pub unknown: Vec<Path>,
    /// The mappings below the object into which a template may print further keys.
    pub open: Vec<Path>,
}

/// What the objects of one document have in common.
struct Source<'t, 'p> {
    text: &'t str,
    masked: &'p [Span],
    document: Span,
    values: &'p [Path],
    open: &'p [Path],
}

/// Why something was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnreadKind {
    /// It is not YAML, nor JSON.
    Malformed,
    /// It is a template, and not YAML before somebody renders it.
    Template,
}

/// A document that was not read.
#[derive(Clone, Debug)]
pub struct Unread {
    /// Its number in the file, from 0.
    pub number: String,
    /// Where the trouble is.
    pub span: Span,
    /// Of which kind.
    pub kind: UnreadKind,
    /// What the parser said.
    pub why: String,
}

impl<'t> File<'t> {
    /// Reads a text, masked by [`super::mask`]. Total: what cannot be read is in `unread`, and the rest is read all the same.
    #[must_use]
    pub fn read(text: &'t str, masks: &[Mask]) -> Self {
        let mut file = Self::default();
        for document in documents(text) {
            file.document(text, document, masks);
        }
        file
    }

    /// Reads one document of a text.
    #[must_use]
    pub fn read_one(text: &'t str, document: Document, masks: &[Mask]) -> Self {
        let mut file = Self::default();
        file.document(text, document, masks);
        file
    }

    fn document(&mut self, text: &'t str, document: Document, masks: &[Mask]) {
        let number = document.index.to_string();
        match read(text, document.span) {
            Ok(node) => {
                let mut node = node;
                let mut unknown = prune(&mut node, masks);
                open_mappings(&node, text, masks, &mut unknown);
                let within =
                    |mask: &&Mask| document.span.start <= mask.span.start && mask.span.end <= document.span.end;
                let masked: Vec<Span> = masks.iter().filter(within).map(|mask| mask.span).collect();
                let source = Source {
                    text,
                    masked: &masked,
                    document: document.span,
                    values: &unknown.values,
                    open: &unknown.open,
                };
                self.object(node, number, Path::default(), &source);
            }
            Err((span, why)) => {
                let templated =
                    masks.iter().any(|mask| mask.span.start < document.span.end && mask.span.end > document.span.start);
                let kind = if templated { UnreadKind::Template } else { UnreadKind::Malformed };
                self.unread.push(Unread { number, span, kind, why });
            }
        }
    }

    fn object(&mut self, node: Node<'t>, number: String, prefix: Path, source: &Source<'t, '_>) {
        let is_list = node.get("kind").and_then(Node::as_str).is_some_and(|kind| kind.ends_with("List"))
            && node.get("items").is_some_and(|items| matches!(items.value, Value::Sequence(_)));
        if !is_list || prefix.0.len() >= 2 * MAX_LISTS {
            let below = |paths: &[Path]| paths.iter().filter_map(|path| path.below(&prefix)).collect();
            let (unknown, open) = (below(source.values), below(source.open));
            let Source { text, masked, document, .. } = *source;
            let masked = masked.to_vec();
            self.documents.push(FileDocument { number, text, masked, document, prefix, node, unknown, open });
            return;
        }
        let Value::Mapping(entries) = node.value else { return };
        let items = entries.into_iter().rev().find(|entry| entry.key == "items").map(|entry| entry.node.value);
        let Some(Value::Sequence(items)) = items else { return };
        for (index, item) in items.into_iter().enumerate() {
            let place = prefix.clone().key("items").index(index);
            self.object(item, format!("{number}.{index}"), place, source);
        }
    }
}

/// The tree of one document; an empty one is null.
fn read(text: &str, span: Span) -> Result<Node<'_>, (Span, String)> {
    let (start, end) = (span.start as usize, span.end as usize);
    let slice = text.get(start..end).unwrap_or_default();
    // JSON has a reader of its own that is faster; what is not quite JSON may still be YAML.
    if slice.trim_start().starts_with('{') {
        let (node, stop) = read_json(text.get(..end).unwrap_or_default(), start);
        if matches!(stop, crate::yaml::JsonEnd::Complete(at) if text.get(at..end).is_some_and(|rest| rest.trim().is_empty()))
        {
            return Ok(node);
        }
    }
    let mut found = None;
    read_yaml(text, start, end, &mut |node, error| {
        if found.is_none() {
            found = Some(match error {
                None => Ok(node),
                Some(error) => Err((Span::new(error.offset, error.offset), error.message)),
            });
        }
    });
    found.unwrap_or(Ok(Node { span, value: Value::Null }))
}
