//! Every change that a document has room for, each held against what it should do.

use std::collections::BTreeMap;

use granit_parser::{Event, Parser};
use stackengine::yaml::{
    Change, Data, Document, EditError, Node, Path, Step, Value, apply_edits, documents, edits, read_yaml,
};

/// What came of many edits.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) made: usize,
    pub(crate) refused: BTreeMap<String, usize>,
    pub(crate) wrong: Vec<String>,
}

impl Tally {
    pub(crate) fn n_refused(&self) -> usize {
        self.refused.values().sum()
    }
}

/// Every change that there is for a document: of each value, each mapping, each list and each text.
pub(crate) fn changes(root: &Node<'_>) -> Vec<Change> {
    let mut all = Vec::new();
    collect(root, &Path::default(), &mut all);
    all
}

fn collect(node: &Node<'_>, path: &Path, all: &mut Vec<Change>) {
    let set = |path: &Path, value: Data| Change::Set { path: path.clone(), value };
    let tree = Data::map([
        ("name", Data::from("yes")),
        ("list", Data::from(vec![Data::map([("a", Data::Int(1)), ("b", Data::from("x: y"))]), Data::from("z")])),
        ("script", Data::from("set -e\n\n  run\n")),
    ]);
    if !path.0.is_empty() {
        all.push(set(path, Data::Int(7)));
        all.push(set(path, Data::from("a new text")));
        all.push(set(path, Data::from("one\ntwo\n")));
        all.push(set(path, tree.clone()));
        all.push(set(path, Data::Map(Vec::new())));
        all.push(Change::Delete { path: path.clone() });
    }
    match &node.value {
        Value::Mapping(entries) => {
            all.push(set(&path.clone().key("added"), Data::from("0777")));
            all.push(set(&path.clone().key("added").key("deeper"), tree));
            all.push(Change::Append { path: path.clone().key("added"), value: Data::Bool(true) });
            for entry in entries {
                let below = path.clone().key(entry.key.clone().into_owned());
                all.push(Change::Rename { path: below.clone(), key: "renamed it".to_owned() });
                collect(&entry.node, &below, all);
            }
        }
        Value::Sequence(items) => {
            all.push(Change::Append { path: path.clone(), value: Data::from("added") });
            all.push(Change::Append { path: path.clone(), value: tree });
            for (index, item) in items.iter().enumerate() {
                let below = path.clone().index(index);
                all.push(Change::Insert { path: below.clone(), value: Data::map([("x", Data::from("a\nb"))]) });
                collect(item, &below, all);
            }
        }
        Value::String(text) => {
            let middle = (0..=text.len() / 2).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            let splice = |start: usize, end: usize, new: &str| Change::Splice {
                path: path.clone(),
                start,
                end,
                text: new.to_owned(),
            };
            all.push(splice(middle, middle, "new"));
            all.push(splice(middle, text.len(), "rest"));
            all.push(splice(middle, middle, "line\nline"));
            if let Some(at) = text.find('\n') {
                all.push(splice(0, at + 1, ""));
                all.push(splice(at + 1, at + 1, "echo \"it's\"\n"));
            }
        }
        Value::Null => all.push(set(&path.clone().key("added"), Data::Int(1))),
        _ => {}
    }
}

/// What a text is before it is edited.
pub(crate) struct Before<'t> {
    values: Vec<Data>,
    comments: Vec<&'t str>,
}

impl<'t> Before<'t> {
    /// Nothing where a document cannot be read.
    pub(crate) fn of(text: &'t str) -> Option<Self> {
        Some(Self { values: values(text)?, comments: comments(text)? })
    }
}

fn values(text: &str) -> Option<Vec<Data>> {
    documents(text).iter().map(|document| value(text, *document).map(|(data, _)| data)).collect()
}

/// The value of one document.
pub(crate) fn value(text: &str, document: Document) -> Option<(Data, Node<'_>)> {
    let mut all = Vec::new();
    let mut broken = false;
    read_yaml(text, document.span.start as usize, document.span.end as usize, &mut |node, error| {
        broken |= error.is_some();
        all.push(node);
    });
    let node = all.pop().unwrap_or(Node { span: document.span, value: Value::Null });
    (!broken && all.is_empty()).then(|| (Data::of(&node), node))
}

/// The comments of a text, as the parser finds them.
fn comments(text: &str) -> Option<Vec<&str>> {
    let mut options = granit_parser::Options::default();
    options.max_buffered_comment_events = usize::MAX;
    options.emit_unresolved_aliases = true;
    let mut all = Vec::new();
    for document in documents(text) {
        let slice = text.get(document.span.start as usize..document.span.end as usize)?;
        for event in Parser::new_from_str_with_options(slice, options.clone()) {
            if let (Event::Comment(..), span) = event.ok()? {
                all.push(slice.get(span.byte_range()?)?);
            }
        }
    }
    Some(all)
}

/// Makes one change and holds it against what it should do; what is wrong goes into the tally.
pub(crate) fn check(text: &str, document: Document, change: &Change, before: &Before<'_>, tally: &mut Tally) {
    let mut wanted = before.values.clone();
    let Some(place) = wanted.get_mut(document.index) else { return };
    let planned = match edits(text, document.span, change) {
        Ok(planned) => planned,
        Err(error) => {
            *tally.refused.entry(kind(&error)).or_default() += 1;
            return;
        }
    };
    let mut wrong = |what: &str, after: &str| {
        tally.wrong.push(format!("{what}: {change:?}\n--- before\n{text}\n--- after\n{after}\n"));
    };
    if let Err(error) = change.apply(place) {
        return wrong(&format!("made, though {error}"), "");
    }
    let after = apply_edits(text, &planned);
    if values(&after).as_deref() != Some(&wanted) {
        return wrong("reads otherwise", &after);
    }
    let inside =
        planned.iter().all(|edit| document.span.start <= edit.span.start && edit.span.end <= document.span.end);
    if !inside || !planned.windows(2).all(|pair| pair[0].span.end < pair[1].span.start) {
        return wrong("edits outside of the document, or out of order", &after);
    }
    // Every comment that no edit covers is there, in the same order, and no other.
    let gone = planned.iter().filter_map(|edit| text.get(edit.span.start as usize..edit.span.end as usize));
    let n_gone: usize = gone.map(|gone| gone.lines().filter(|line| line.contains('#')).count()).sum();
    let old = &before.comments;
    match comments(&after) {
        Some(new) if !is_subsequence(&new, old) || old.len() > new.len() + n_gone => {
            return wrong("comments differ", &after);
        }
        None => return wrong("comments are not found", &after),
        Some(_) => {}
    }
    if (after.contains("\r\n") != text.contains("\r\n") || after.replace("\r\n", "").contains('\r'))
        && text.contains("\r\n")
    {
        return wrong("line ends differ", &after);
    }
    tally.made += 1;
}

fn is_subsequence(short: &[&str], long: &[&str]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|wanted| rest.any(|found| found == wanted))
}

/// A reason without its place.
fn kind(error: &EditError) -> String {
    match error {
        EditError::Unsupported { why, .. } | EditError::Unproved { why, .. } => (*why).to_owned(),
        EditError::Comment { .. } => "a comment would be lost".to_owned(),
        EditError::Alias { .. } => "alias".to_owned(),
        EditError::Anchored { .. } => "anchored".to_owned(),
        EditError::Merged(_) => "merged".to_owned(),
        other => {
            let text = other.to_string();
            let path = text.split(' ').next().unwrap_or_default();
            text.replacen(path, "…", 1)
        }
    }
}

/// Whether a document can be edited at all: its keys are texts, and each is there once.
pub(crate) fn is_ordinary(node: &Node<'_>) -> bool {
    match &node.value {
        Value::Mapping(entries) => entries.iter().all(|entry| !entry.key.is_empty() && is_ordinary(&entry.node)),
        Value::Sequence(items) => items.iter().all(is_ordinary),
        _ => true,
    }
}

/// Whether a change names a key that YAML merges.
pub(crate) fn is_merge(change: &Change) -> bool {
    change.path().0.contains(&Step::Key("<<".into()))
}
