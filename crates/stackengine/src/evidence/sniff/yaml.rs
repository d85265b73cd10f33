//! Where YAML begins among other text, and where it ends.

use super::super::line::{Lines, Piece, line_at};
use super::super::{NotAnalysed, Place, shell};
use super::{LOOK_AHEAD, Reader};
use crate::yaml::Span;

impl<'t> Reader<'_, 't> {
    pub(super) fn starts_yaml(&self, body: Piece<'t>, indent: usize, next: usize) -> bool {
        let text = body.text;
        let following = || {
            let ahead = self.text.len().min(next + LOOK_AHEAD);
            Lines::new(self.text, next, ahead)
                .filter(|line| !line.is_blank() && !line.text.trim_start().starts_with('#'))
        };
        if text == "---" || text.starts_with("--- #") {
            return following().next().is_some_and(|line| {
                let body = line.text.trim();
                ["apiVersion:", "kind:", "metadata:", "spec:", "items:", "- apiVersion:", "- kind:"]
                    .iter()
                    .any(|key| body.starts_with(key))
            });
        }
        let text = text.strip_prefix("- ").map_or(text, str::trim_start);
        let Some((key, value)) = text.split_once(':') else { return false };
        if !value.is_empty() && !value.starts_with(' ') {
            return false;
        }
        let value = value.split(" #").next().unwrap_or_default().trim();
        let plausible = match key.trim_matches('"') {
            "apiVersion" => value.trim_matches(['"', '\'']).starts_with(|char: char| char.is_ascii_lowercase()),
            "kind" => {
                let kind = value.trim_matches(['"', '\'']);
                kind.starts_with(|char: char| char.is_ascii_uppercase())
                    && kind.bytes().all(|byte| byte.is_ascii_alphanumeric())
            }
            "metadata" | "spec" | "status" | "items" | "involvedObject" => value.is_empty(),
            _ => false,
        };
        if !plausible {
            return false;
        }
        // One word is no document: another key has to follow, or the text has to end.
        let mut following = following();
        following.next().is_none_or(|line| {
            let inner = line.text.trim_start();
            let inner = inner.strip_prefix("- ").unwrap_or(inner);
            line.indent() >= indent && is_key_line(inner)
        })
    }

    /// What stands deeper than the items of a list, before its first one that is whole, is the end of one that is not.
    pub(super) fn drop_yaml_head(&mut self, item: Piece<'t>) {
        let Some(from) = self.rest_from else { return };
        let mut lines = Lines::new(self.text, from, item.start).filter(|line| !line.is_blank());
        // The first line may be half a line.
        let first = lines.next().filter(|line| line.start == 0 || line.indent() > item.indent());
        if first.is_some() && lines.all(|line| line.indent() > item.indent()) {
            let place = Place { source: self.id, span: Span::new(from, item.start) };
            let why = "the beginning of this YAML is cut off, so these lines cannot be placed".to_owned();
            self.not_analysed.push(NotAnalysed { place, why });
            self.rest_from = None;
        }
    }

    /// Comments right before a manifest belong to it.
    pub(super) fn leading_comments(&self, at: usize) -> usize {
        let Some(from) = self.rest_from else { return at };
        let is_comment = |line: Piece<'_>| line.is_blank() || line.text.trim_start().starts_with(['#', '%']);
        let len = at - from;
        if len <= LOOK_AHEAD && Lines::new(self.text, from, at).all(is_comment) { from } else { at }
    }

    /// Where the YAML document that starts with `first` ends.
    pub(super) fn yaml_end(&self, first: Piece<'t>, mut at: usize) -> usize {
        let base = first.indent();
        let body = first.text.trim();
        let is_list = body.starts_with("- ");
        let mut seen_api_version = body.starts_with("apiVersion:");
        let mut seen_kind = body.starts_with("kind:");
        let end = self.text.len();
        while let Some((line, next)) = line_at(self.text, at, end) {
            let body = line.text.trim();
            let indent = line.indent();
            if body.is_empty() || indent > base {
                at = next;
                continue;
            }
            if body.starts_with('#') {
                let is_command = shell::command(line).is_some_and(|command| {
                    let after = Lines::new(self.text, next, end.min(next + LOOK_AHEAD)).find(|line| !line.is_blank());
                    !command.maybe_comment || after.is_some_and(|line| !continues_yaml(line.text.trim(), is_list))
                });
                if is_command {
                    return at;
                }
                at = next;
                continue;
            }
            if indent < base || !continues_yaml(body, is_list) {
                return at;
            }
            // A second object without a separator between.
            let repeats = |key: &str, seen: bool| seen && body.starts_with(key);
            if !is_list
                && (repeats("apiVersion:", seen_api_version) || (repeats("kind:", seen_kind) && seen_api_version))
            {
                return at;
            }
            if shell::command(line).is_some() || shell::noise(body, false).is_some() {
                return at;
            }
            seen_api_version |= body.starts_with("apiVersion:");
            seen_kind |= body.starts_with("kind:");
            at = next;
        }
        end
    }
}

/// `key:` or `key: value` with a key as Kubernetes has them.
fn is_key_line(body: &str) -> bool {
    let body = body.trim_start_matches(['"', '\'']);
    let len = body
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/'))
        .count();
    let rest = body.get(len..).unwrap_or_default().trim_start_matches(['"', '\'']);
    len > 0 && (rest.starts_with(": ") || rest == ":")
}

/// Whether a line at the indent of a document's own keys belongs to it.
fn continues_yaml(body: &str, is_list: bool) -> bool {
    if is_list {
        return body.starts_with("- ") || body == "-" || body.starts_with('#');
    }
    let is_key =
        body.starts_with(|char: char| char.is_ascii_lowercase() || matches!(char, '"' | '\'')) && is_key_line(body);
    is_key
        || body.starts_with("- ")
        || body == "-"
        || body.starts_with("{{")
        || body.starts_with("<<:")
        || matches!(body, "}" | "]")
}
