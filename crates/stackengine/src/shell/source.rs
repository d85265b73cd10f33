//! A script as it stands in the manifest, as the shell gets it, and the way back from one to the other.

use std::ops::Range;

use brush_parser::SourceSpan;

/// A script before and after Kubernetes expanded it.
#[derive(Debug)]
pub(super) struct Source<'m> {
    /// As it stands in the manifest.
    pub(super) manifest: &'m str,
    /// As the shell gets it, as far as that is known without the values of variables.
    pub(super) text: String,
    /// Each `$(NAME)` that Kubernetes replaces if NAME is a variable of the container, in the manifest's bytes.
    pub(super) expansions: Vec<(String, Range<usize>)>,
    /// Bytes of `text` at which a `$` stands for `$$`.
    shortened: Vec<usize>,
}

impl<'m> Source<'m> {
    /// Reads as Kubernetes does: `$$` is `$`, and what is between `$(` and the next `)` is a name and stays as it is.
    pub(super) fn new(manifest: &'m str) -> Self {
        let mut source = Self { manifest, text: String::new(), expansions: Vec::new(), shortened: Vec::new() };
        let mut done = 0;
        while let Some(found) = manifest.get(done..).and_then(|rest| rest.find('$')) {
            let at = done + found;
            source.text.push_str(manifest.get(done..at).unwrap_or_default());
            let rest = manifest.get(at + 1..).unwrap_or_default();
            if rest.starts_with('$') {
                source.shortened.push(source.text.len());
                source.text.push('$');
                done = at + 2;
                continue;
            }
            source.text.push('$');
            done = at + 1;
            let name = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(name, _)| name);
            if let Some(name) = name {
                let end = at + name.len() + 3;
                if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic() && !b"$(=".contains(&byte)) {
                    source.expansions.push((name.to_owned(), at..end));
                }
                source.text.push_str(manifest.get(done..end).unwrap_or_default());
                done = end;
            }
        }
        source.text.push_str(manifest.get(done..).unwrap_or_default());
        source
    }

    /// From bytes of the text to bytes of the manifest.
    pub(super) fn origin(&self, span: Range<usize>) -> Range<usize> {
        let back = |at: usize| at + self.shortened.partition_point(|shortened| *shortened < at);
        back(span.start)..back(span.end)
    }
}

/// A part of the text that is parsed on its own. The parser counts characters; this counts bytes of the whole text.
#[derive(Debug)]
pub(super) struct Piece {
    start: usize,
    /// The byte of each character, where there is one of more than a byte.
    bytes: Option<Vec<usize>>,
    length: usize,
}

impl Piece {
    pub(super) fn new(text: &str, start: usize) -> Self {
        let bytes = (!text.is_ascii()).then(|| text.char_indices().map(|(byte, _)| byte).collect());
        Self { start, bytes, length: text.len() }
    }

    fn byte(&self, index: usize) -> usize {
        let byte = match &self.bytes {
            Some(bytes) => bytes.get(index).copied().unwrap_or(self.length),
            None => index.min(self.length),
        };
        self.start + byte
    }

    pub(super) fn span(&self, span: &SourceSpan) -> Range<usize> {
        self.byte(span.start.index)..self.byte(span.end.index)
    }
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn two_dollars_are_one_except_between_brackets() {
        let table = [
            ("echo $$", "echo $"),
            ("echo $$$$", "echo $$"),
            ("$$(A) $(B) $${C}", "$(A) $(B) ${C}"),
            ("$(echo $$) $$", "$(echo $$) $"),
            ("$( $$", "$( $"),
            ("ü$$ü $", "ü$ü $"),
        ];
        for (manifest, text) in table {
            assert_eq!(Source::new(manifest).text, text, "{manifest}");
        }
    }

    #[test]
    fn spans_lead_back_to_the_manifest() {
        let source = Source::new("a $$x; ü $$ b");
        let at = source.text.find('b').expect("b");
        let span = source.origin(at..at + 1);
        assert_eq!(source.manifest.get(span), Some("b"));
        assert_eq!(source.manifest.get(source.origin(2..3)), Some("$$"));
    }

    #[test]
    fn only_a_name_can_be_a_variable() {
        let source = Source::new("$(A) $(date +%s) $$(B) $(C.d-e)");
        let names: Vec<&str> = source.expansions.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["A", "C.d-e"]);
    }
}
