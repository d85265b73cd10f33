//! Where Kubernetes keeps what is private: by path, whatever the value looks like.

use std::ops::Range;

use super::detect::{Detected, inside, structured};
use super::find::Find;
use super::mask::NOT_BASE64;
use super::structure::{Node, Style, Tree};
use super::view::View;
use super::{Kind, commands, encodings, keys, pairs, values};

/// Below these keys stand names of secrets, not secrets; which one is missing is what a diagnosis is about.
const NAMES_ONLY: &[&str] = &[
    "secretKeyRef",
    "configMapKeyRef",
    "secretRef",
    "configMapRef",
    "remoteRef",
    "fieldRef",
    "resourceFieldRef",
    "imagePullSecrets",
    "labels",
    "matchLabels",
    "nodeSelector",
    "ownerReferences",
    "involvedObject",
    "managedFields",
    "encryptedData",
    "secretStoreRef",
    "secretTargetRef",
    "keyRef",
    "Labels",
    "Node-Selectors",
    "Selector",
    "sops",
];

/// Lists of words that make a command line.
const COMMANDS: &[&str] = &["command", "args", "Command", "Args", "entrypoint", "cmd", "Entrypoint", "Cmd", "exec"];

/// What is nested deeper in a Secret is no Secret.
const MAX_NESTING: usize = 32;

/// Applies every rule to one document.
pub(super) fn rules(text: &[u8], tree: &Tree, depth: usize, out: &mut Detected) {
    let document = Document { text, tree, depth };
    for (id, node) in tree.iter() {
        let key = document.key(node);
        if key == b"kind" || key == b"Kind" {
            document.kind(id, node, out);
        }
        if key == b"secureJsonData" {
            document.secret(id, false, 0, out);
        }
        if (key == b"name" || key == b"namespace" || key == b"serviceAccountName") && node.style != Style::None {
            out.names.insert(document.raw(node).to_vec());
        }
        match node.style {
            Style::None if COMMANDS.iter().any(|name| name.as_bytes() == key) => document.command(id, node, out),
            Style::None => {}
            _ => {
                if !document.by_pair(id, node, key, out) {
                    document.by_key(id, node, key, out);
                }
                document.generated(id, node, out);
                document.nested(node, out);
            }
        }
    }
}

struct Document<'t> {
    text: &'t [u8],
    tree: &'t Tree,
    depth: usize,
}

impl Document<'_> {
    fn key(&self, node: &Node) -> &[u8] {
        self.text.get(node.key.clone()).unwrap_or_default()
    }

    fn raw(&self, node: &Node) -> &[u8] {
        self.text.get(node.value.clone()).unwrap_or_default()
    }

    /// `kind: Secret`: everything in `data` and `stringData`, before or after it, is private.
    fn kind(&self, id: usize, node: &Node, out: &mut Detected) {
        let kind = self.raw(node);
        if kind == b"Secret" {
            for sibling in self.tree.siblings(id) {
                self.secret_field(sibling, out);
            }
        } else if kind == b"SecretList" {
            let items = self
                .tree
                .siblings(id)
                .into_iter()
                .filter(|id| self.tree.get(*id).is_some_and(|node| self.key(node) == b"items"));
            for item in items.flat_map(|items| self.tree.children(items).map(|(id, _)| id).collect::<Vec<_>>()) {
                for (field, _) in self.tree.children(item) {
                    self.secret_field(field, out);
                }
            }
        }
    }

    fn secret_field(&self, id: usize, out: &mut Detected) {
        let Some(node) = self.tree.get(id) else { return };
        let key = self.key(node);
        if key == b"data" || key == b"stringData" {
            self.secret(id, key == b"data", 0, out);
        }
    }

    fn secret(&self, id: usize, encoded: bool, nesting: usize, out: &mut Detected) {
        for (child, node) in self.tree.children(id) {
            if nesting < MAX_NESTING {
                self.secret(child, encoded, nesting + 1, out);
            }
            if node.style == Style::None {
                continue;
            }
            let kind = keys::classify(self.key(node)).unwrap_or(Kind::Secret);
            let (span, value) = self.value(node, b"\n");
            let value = value.unwrap_or_else(|| self.text.get(span.clone()).unwrap_or_default().to_vec());
            let plain = if encoded { encodings::decode_base64(&value) } else { None };
            let rule = if encoded && plain.is_none() { NOT_BASE64 } else { "secret data" };
            let value = plain.unwrap_or(value);
            let text = value.trim_ascii();
            if text.is_empty() || is_public(text) || values::is_size_of_data(text) || is_template(text) {
                continue;
            }
            // What stands inside is looked for elsewhere, too.
            let mut inner = Detected::default();
            inside(&value, self.depth + 1, &mut inner);
            let keeps_shape = !encoded
                && pairs::yields(text, Kind::Secret)
                && inner.finds.iter().any(|find| find.kind == Kind::Password);
            out.know(inner, &value);
            if !keeps_shape {
                out.finds.push(Find { span, kind, rule, value: Some(value) });
            }
        }
    }

    /// `name: DB_PASSWORD` beside `value: hunter2`, in either order.
    fn by_pair(&self, id: usize, node: &Node, key: &[u8], out: &mut Detected) -> bool {
        if !key.eq_ignore_ascii_case(b"value") {
            return false;
        }
        let name = self.tree.siblings(id).into_iter().filter_map(|id| self.tree.get(id)).find(|node| {
            [b"name".as_slice(), b"key", b"Name", b"Key", b"header"].contains(&self.key(node))
                && node.style != Style::None
        });
        let Some(name) = name else { return false };
        if let Some(kind) = keys::classify(self.raw(name)) {
            self.push(node, kind, "name and value", b"\n", out);
        }
        true
    }

    fn by_key(&self, id: usize, node: &Node, key: &[u8], out: &mut Detected) {
        if key.iter().any(|byte| matches!(byte, b'"' | b'\'' | b'=' | b'$' | b'(' | b'<' | b'/' | b' ')) {
            return;
        }
        // Which field of the kept secret goes where.
        let maps_a_field = key == b"secretKey"
            && self
                .tree
                .siblings(id)
                .iter()
                .filter_map(|id| self.tree.get(*id))
                .any(|node| self.key(node).ends_with(b"Ref"));
        if maps_a_field {
            out.harmless.push(node.value.clone());
            return;
        }
        let Some(kind) = keys::classify(key) else { return };
        let describes_environment = self.parent_key(node) == b"Environment";
        if self.tree.ancestors(id).any(|above| NAMES_ONLY.iter().any(|name| name.as_bytes() == self.key(above))) {
            out.harmless.push(node.value.clone());
            return;
        }
        let upper = key.iter().any(u8::is_ascii_uppercase) && !key.iter().any(u8::is_ascii_lowercase);
        if !upper && !describes_environment && keys::names_an_object(key, self.raw(node)) {
            out.harmless.push(node.value.clone());
            return;
        }
        let join: &[u8] = if describes_environment { b"\n" } else { b" " };
        self.push(node, kind, "key name", join, out);
        // A value of a description may go on in lines that look like keys.
        if describes_environment {
            let last = self.tree.children(id).last().map(|(_, child)| child.value.end.max(child.key.end));
            if let (Some(end), Some(find)) = (last, out.finds.last_mut())
                && find.span.start >= node.value.start
            {
                find.span.end = end.max(find.span.end);
                find.value = None;
            }
        }
    }

    fn parent_key(&self, node: &Node) -> &[u8] {
        node.parent.and_then(|parent| self.tree.get(parent)).map(|node| self.key(node)).unwrap_or_default()
    }

    /// Kustomize writes the pairs of generated secrets as text.
    fn generated(&self, id: usize, node: &Node, out: &mut Detected) {
        if self.parent_key(node) != b"literals" {
            return;
        }
        let generator = self.tree.ancestors(id).any(|above| self.key(above) == b"secretGenerator");
        let raw = self.raw(node);
        if let Some(sign) = memchr::memchr(b'=', raw).filter(|_| generator) {
            let kind = keys::classify(raw.get(..sign).unwrap_or_default()).unwrap_or(Kind::Secret);
            let span = node.value.start + sign + 1..node.value.end;
            if values::may_be_secret(raw.get(sign + 1..).unwrap_or_default(), kind) {
                out.finds.push(Find::new(span, kind, "secret data"));
            }
        }
    }

    /// `command` and `args` together are one command line.
    fn command(&self, id: usize, node: &Node, out: &mut Detected) {
        let key = self.key(node);
        let lists: Vec<usize> = if key == b"args" || key == b"Args" {
            let siblings = self.tree.siblings(id);
            let before = siblings
                .into_iter()
                .find(|id| self.tree.get(*id).is_some_and(|node| self.key(node).eq_ignore_ascii_case(b"command")));
            before.into_iter().chain([id]).collect()
        } else {
            vec![id]
        };
        let items =
            lists.into_iter().flat_map(|list| self.tree.children(list).map(|(_, item)| item).collect::<Vec<_>>());
        let words: Vec<commands::Word<'_>> = items
            .filter(|item| item.style != Style::None && item.style != Style::Block)
            .map(|item| commands::Word { span: item.value.clone(), text: self.raw(item) })
            .collect();
        commands::options(&words, &mut out.finds);
    }

    /// Whole documents inside of values: JSON in annotations, files in config maps.
    fn nested(&self, node: &Node, out: &mut Detected) {
        let raw = self.raw(node);
        if self.depth >= super::detect::MAX_DEPTH || raw.len() < 8 {
            return;
        }
        match node.style {
            Style::Double if memchr::memchr(b'\\', raw).is_some() => {
                let view = View::of_escaped(self.text, node.value.clone());
                let mut inner = Detected::default();
                inside(&view.bytes, self.depth + 1, &mut inner);
                out.take(inner, |find| view.raw_find(find));
            }
            Style::Block => structured(raw, node.value.start, self.depth + 1, out),
            Style::Single | Style::Plain if raw.starts_with(b"{") || raw.starts_with(b"[{") => {
                structured(raw, node.value.start, self.depth + 1, out);
            }
            _ => {}
        }
    }

    fn push(&self, node: &Node, kind: Kind, rule: &'static str, join: &[u8], out: &mut Detected) {
        let (mut span, mut value) = self.value(node, join);
        let bare = pairs::without_scheme(self.text, span.clone());
        if bare.start > span.start {
            span = bare;
            value = None;
        }
        if kind == Kind::Cookie && self.key(node).to_ascii_lowercase().ends_with(b"set-cookie") {
            // What a server sets has attributes behind it.
            let bytes = self.text.get(span.clone()).unwrap_or_default();
            span.end = span.start + memchr::memchr(b';', bytes).unwrap_or(bytes.len());
            value = None;
        }
        let bytes = value.as_deref().or_else(|| self.text.get(span.clone())).unwrap_or_default();
        if values::may_be_secret(bytes, kind) && !values::is_mode(bytes) && !pairs::yields(bytes, kind) {
            out.finds.push(Find { span, kind, rule, value });
        }
    }

    /// Where the value stands, without what is around it, and what it is where that is not the same.
    fn value(&self, node: &Node, join: &[u8]) -> (Range<usize>, Option<Vec<u8>>) {
        let raw = self.raw(node);
        let lead = raw.len() - raw.trim_ascii_start().len();
        let start = node.value.start + lead;
        let span = start..(node.value.start + raw.trim_ascii_end().len()).max(start);
        let trimmed = self.text.get(span.clone()).unwrap_or_default();
        match node.style {
            Style::Double if memchr::memchr(b'\\', raw).is_some() => {
                (node.value.clone(), Some(View::of_escaped(self.text, node.value.clone()).bytes))
            }
            Style::Double => (node.value.clone(), None),
            Style::Single => {
                let doubled = memchr::memmem::find(raw, b"''").is_some();
                (node.value.clone(), doubled.then(|| encodings::replace(raw, b"''", b"'")))
            }
            _ if memchr::memchr(b'\n', trimmed).is_some() => {
                let join = if node.style == Style::Block { b"\n" } else { join };
                let lines: Vec<&[u8]> = trimmed.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).collect();
                (span, Some(lines.join(join)))
            }
            _ => (span, None),
        }
    }
}

/// Certificates and public keys are made to be shown.
fn is_public(value: &[u8]) -> bool {
    value.starts_with(b"-----BEGIN CERTIFICATE")
        || value.starts_with(b"-----BEGIN PUBLIC KEY")
        || value.starts_with(b"ssh-rsa AAAA")
        || value.starts_with(b"ssh-ed25519 AAAA")
        || (value.starts_with(b"-----BEGIN")
            && memchr::memmem::find(value, b"PRIVATE").is_none()
            && memchr::memmem::find(value, b"CERTIFICATE").is_some())
}

fn is_template(value: &[u8]) -> bool {
    value.starts_with(b"{{") && value.ends_with(b"}}")
        || value.starts_with(b"ENC[")
        || value.starts_with(b"<") && value.ends_with(b">") && !value.contains(&b' ')
        || value.starts_with(b"vault:")
        || value.starts_with(b"ref+")
}
