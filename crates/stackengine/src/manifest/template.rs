//! Helm templates: what stands in `{{ … }}` is masked byte for byte, so that the YAML around it can be read where it stands.
//!
//! A mask never guesses a value. What it covers is taken out of the tree and remembered as unknown.

use std::borrow::Cow;

use crate::yaml::{Node, Path, Span, Value};

/// One `{{ … }}` of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mask {
    /// All of it, braces included.
    pub span: Span,
    /// The column at which what it prints will stand, where it is alone on its line and prints anything.
    pub prints_at: Option<usize>,
}

/// The text with every action of a template masked; the text itself where it is no template.
///
/// An action alone on its line becomes a comment, any other becomes as many `x`: no byte moves.
#[must_use]
pub fn mask(text: &str) -> (Cow<'_, str>, Vec<Mask>) {
    if !is_template(text) {
        return (Cow::Borrowed(text), Vec::new());
    }
    let mut bytes = text.as_bytes().to_vec();
    let mut masks = Vec::new();
    let mut at = 0;
    while let Some((start, end)) = action(text, at) {
        let (line_start, line_end) = line_around(text, start, end);
        let alone = is_only_actions(&text[line_start..line_end]);
        for (offset, byte) in bytes[start..end].iter_mut().enumerate() {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = match (alone, offset) {
                    (true, 0) => b'#',
                    (true, _) => b' ',
                    (false, _) => b'x',
                };
            }
        }
        // The later lines of an action that spans several would be YAML again.
        if alone {
            comment_every_line(&mut bytes[start..end]);
        }
        let prints_at =
            (alone && prints(&text[start..end])).then(|| column(&text[line_start..start], &text[start..end]));
        masks.push(Mask { span: Span::new(start, end), prints_at });
        at = end;
    }
    // Only ASCII was written, and over whole characters.
    let masked = String::from_utf8(bytes).map_or_else(|_| Cow::Borrowed(text), Cow::Owned);
    (masked, masks)
}

fn comment_every_line(bytes: &mut [u8]) {
    let mut fresh = false;
    for byte in bytes {
        if fresh && *byte == b' ' {
            *byte = b'#';
        }
        fresh = *byte == b'\n';
    }
}

/// Whether an action stood alone on a line of this part of a masked text: it may choose between what is before and after.
///
/// Its mask is a comment of blanks, which nobody writes.
pub(super) fn has_action(masked: &str) -> bool {
    masked
        .lines()
        .any(|line| line.trim_start().strip_prefix('#').is_some_and(|rest| rest.len() > 3 && rest.trim().is_empty()))
}

/// The next `{{ … }}` from `at` on; one that never ends is none.
fn action(text: &str, at: usize) -> Option<(usize, usize)> {
    let start = at + text.get(at..)?.find("{{")?;
    let inside = start + 2;
    let comment = text[inside..].trim_start_matches('-').trim_start().starts_with("/*");
    let end = if comment {
        let close = inside + text[inside..].find("*/")?;
        close + text[close..].find("}}")?
    } else {
        inside + text[inside..].find("}}")?
    };
    // `{{ dict "a" (dict) }}}` belongs to a flow mapping around it only by its last brace.
    Some((start, end + 2))
}

fn line_around(text: &str, start: usize, end: usize) -> (usize, usize) {
    let from = text[..start].rfind('\n').map_or(0, |found| found + 1);
    let to = text[end..].find('\n').map_or(text.len(), |found| end + found);
    (from, to)
}

/// Whether nothing but actions and blanks stands on these lines.
fn is_only_actions(line: &str) -> bool {
    let mut rest = line.trim();
    while !rest.is_empty() {
        match action(rest, 0) {
            Some((0, end)) => rest = rest[end..].trim_start(),
            _ => return false,
        }
    }
    true
}

fn inner(action: &str) -> &str {
    action.trim_start_matches("{{").trim_end_matches("}}").trim_matches('-').trim()
}

const CONTROL: [&str; 9] = ["if", "else", "end", "range", "with", "define", "block", "break", "continue"];

fn prints(action: &str) -> bool {
    let inner = inner(action);
    let word = inner.split_whitespace().next().unwrap_or_default();
    !(inner.starts_with("/*") || CONTROL.contains(&word) || inner.contains(":="))
}

/// `nindent 8` says it, otherwise the place of the action does.
fn column(before: &str, action: &str) -> usize {
    let number = |word: &str| {
        let after = &action[action.rfind(word)? + word.len()..];
        after.split_whitespace().next()?.trim_end_matches(['}', '-', ')']).parse::<usize>().ok()
    };
    number("indent ").unwrap_or(before.len())
}

/// Words that begin an action of Helm's. `{{.Names}}` is left alone: Docker's formats look like it, and stand in scripts.
const HELM: [&str; 24] = [
    ".Values",
    ".Release",
    ".Chart",
    ".Capabilities",
    ".Files",
    ".Template",
    ".Subcharts",
    "include",
    "template",
    "tpl",
    "toYaml",
    "if",
    "else",
    "end",
    "with",
    "range",
    "define",
    "block",
    "printf",
    "default",
    "required",
    "quote",
    "lookup",
    "$",
];

fn is_template(text: &str) -> bool {
    let mut at = 0;
    while let Some((start, end)) = action(text, at) {
        let inner = inner(&text[start..end]);
        let word = inner.split(|char: char| char.is_whitespace() || matches!(char, '(' | '"' | '|')).next();
        let helm = word.is_some_and(|word| {
            HELM.iter().any(|known| {
                word == *known
                    || word.strip_prefix(known).is_some_and(|rest| known.starts_with('.') && rest.starts_with('.'))
            }) || word.starts_with('$')
        });
        if helm || inner.starts_with("/*") {
            return true;
        }
        at = end;
    }
    false
}

/// Takes out of the tree what the masks cover, and returns the paths about which nothing is known.
///
/// A line that prints something may print any key at its column: the mapping it stands in is unknown where it has no
/// such key, which the paths of mappings stand for.
#[must_use]
pub(super) fn prune(root: &mut Node<'_>, masks: &[Mask]) -> Unknown {
    let mut unknown = Unknown::default();
    if !masks.is_empty() {
        walk(root, masks, &Path::default(), &mut unknown);
    }
    unknown
}

/// What a template leaves open.
#[derive(Debug, Default)]
pub(super) struct Unknown {
    /// Values that a template fills in.
    pub(super) values: Vec<Path>,
    /// Mappings into which a template may print further keys.
    pub(super) open: Vec<Path>,
}

fn covered(span: Span, masks: &[Mask]) -> bool {
    let first = masks.partition_point(|mask| mask.span.end <= span.start);
    masks.get(first).is_some_and(|mask| mask.span.start < span.end)
}

fn walk(node: &mut Node<'_>, masks: &[Mask], path: &Path, unknown: &mut Unknown) {
    match &mut node.value {
        Value::Mapping(entries) => {
            entries.retain(|entry| {
                let scalar = !matches!(entry.node.value, Value::Mapping(_) | Value::Sequence(_));
                let gone = covered(entry.key_span, masks) || (scalar && covered(entry.node.span, masks));
                if gone {
                    unknown.values.push(path.clone().key(entry.key.clone().into_owned()));
                }
                !gone
            });
            for entry in entries {
                walk(&mut entry.node, masks, &path.clone().key(entry.key.clone().into_owned()), unknown);
            }
        }
        Value::Sequence(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                let path = path.clone().index(index);
                if !matches!(item.value, Value::Mapping(_) | Value::Sequence(_)) && covered(item.span, masks) {
                    item.value = Value::Null;
                    unknown.values.push(path.clone());
                }
                walk(item, masks, &path, unknown);
            }
        }
        _ => {}
    }
}

/// Adds the mappings into which the lines that print may put keys: those whose keys stand at the column of the print.
pub(super) fn open_mappings(root: &Node<'_>, text: &str, masks: &[Mask], unknown: &mut Unknown) {
    for mask in masks {
        if let Some(column) = mask.prints_at {
            open_at(root, text, mask.span.start, column, &Path::default(), unknown);
        }
    }
}

fn open_at(node: &Node<'_>, text: &str, offset: u32, column: usize, path: &Path, unknown: &mut Unknown) {
    let open = match node.entries().first() {
        Some(entry) => column_of(text, entry.key_span.start) >= column,
        None => true,
    };
    if open && !unknown.open.contains(path) {
        unknown.open.push(path.clone());
    }
    // Only what began before the line can be continued by it, and of that only the last.
    let before = |span: Span| span.start < offset;
    if let Some(entry) = node.entries().iter().rev().find(|entry| before(entry.key_span)) {
        let below = path.clone().key(entry.key.clone().into_owned());
        open_at(&entry.node, text, offset, column, &below, unknown);
    } else if let Some((index, item)) = node.items().iter().enumerate().rev().find(|(_, item)| before(item.span)) {
        open_at(item, text, offset, column, &path.clone().index(index), unknown);
    }
}

fn column_of(text: &str, offset: u32) -> usize {
    let offset = offset as usize;
    let start = text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |found| found + 1);
    offset - start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_move_no_byte_and_leave_other_braces_alone() {
        let table = [
            ("image: {{ .Values.image }}:1\n", "image: xxxxxxxxxxxxxxxxxxx:1\n"),
            ("{{- if .Values.x }}\na: 1\n{{- end }}\n", "#                  \na: 1\n#         \n"),
            ("a:\n  {{- toYaml .Values.a | nindent 2 }}\n", "a:\n  #                                  \n"),
            ("{{/* a\nb */}}\nc: 1\n", "#     \n#     \nc: 1\n"),
            ("args: [\"{{.Names}}\"]\n", "args: [\"{{.Names}}\"]\n"),
            ("a: {b: {c: 1}}\n", "a: {b: {c: 1}}\n"),
            ("a: {{ .Values.é }}\n", "a: xxxxxxxxxxxxxxxx\n"),
            ("a: {{ .Values.never\n", "a: {{ .Values.never\n"),
        ];
        for (text, expected) in table {
            let (masked, _) = mask(text);
            assert_eq!(masked, expected);
            assert_eq!(masked.len(), text.len());
        }
    }

    #[test]
    fn a_printing_line_says_at_which_column() {
        let (_, masks) = mask("  {{- include \"x\" . | nindent 8 }}\n  {{ .Values.y }}\n{{ end }}\n");
        let columns: Vec<_> = masks.iter().map(|mask| mask.prints_at).collect();
        assert_eq!(columns, [Some(8), Some(2), None]);
    }
}
