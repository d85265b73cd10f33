//! From bytes anybody pasted to documents: what kind of thing stands where in the text.
//!
//! Whatever the layout (JSON, YAML, `describe`, a table), an object comes out as the same tree with the API's own
//! field names, so that everything to the right of this module reads one shape and never text.

mod clean;
mod describe;
mod event;
mod line;
mod log;
mod object;
mod shell;
mod sniff;
mod source;
mod table;
mod unread;

pub(crate) use event::seconds as age_in_seconds;
pub use source::{Place, Source, SourceId, Sources};
pub use unread::NotAnalysed;

use unread::Unread;

use crate::yaml::{Node, Span};

/// Where a document's facts come from; a description shows less than the object and a table less than that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// A row of a `kubectl get` table.
    Table,
    /// `kubectl describe`.
    Describe,
    /// An object as the API server returned it, or a manifest (which has no `status` and no `metadata.uid`).
    Object,
}

/// One thing found in the text.
#[derive(Clone, Debug)]
pub enum Document<'t> {
    /// A Kubernetes object, in the API's own field names.
    Object {
        /// What it was read from.
        origin: Origin,
        /// The text it stands in.
        source: SourceId,
        /// The object; `kind` is always present.
        root: Node<'t>,
    },
    /// The output of a container.
    Log {
        /// Whose output it is, as far as the file name or the command before it tells.
        of: LogOwner,
        /// The lines, as one span of the source.
        place: Place,
    },
}

/// Whose log a text is; every part may be unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogOwner {
    /// Namespace, from a command line's `-n`.
    pub namespace: Option<String>,
    /// Pod name.
    pub pod: Option<String>,
    /// Job name, from `kubectl logs job/NAME`.
    pub job: Option<String>,
    /// Container name.
    pub container: Option<String>,
    /// Whether it is the log of the run before the current one (`--previous`).
    pub previous: bool,
}

/// Reads every source and gives each document to `each` as it is found; returns what could not be read.
///
/// Documents are handed over one at a time so that a list of a hundred thousand pods needs the memory of one.
pub fn read(sources: &Sources, each: &mut dyn FnMut(Document<'_>)) -> Vec<NotAnalysed> {
    let mut not_analysed = Unread::default();
    for (id, source) in sources.iter() {
        if let Some(why) = &source.damage {
            let place = Place { source: id, span: Span::new(0, 0) };
            not_analysed.push(NotAnalysed { place, why: why.clone() });
        }
        sniff::read_source(id, source, each, &mut not_analysed);
    }
    not_analysed.into_list()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_text_is_read_and_said_to_be_damaged() {
        let mut sources = Sources::new();
        sources.add(Source::new("paste", b"kind: Pod\nmetadata: {name: \"a\xff\"}\n".to_vec()));
        let mut found = 0;
        let not_analysed = read(&sources, &mut |_| found += 1);
        assert_eq!(found, 1);
        assert_eq!(not_analysed.len(), 1);
        assert!(not_analysed[0].why.starts_with("1 place is not UTF-8"), "{}", not_analysed[0].why);
    }
}
