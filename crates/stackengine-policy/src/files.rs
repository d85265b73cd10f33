//! From files to policies.

use std::time::Duration;

use serde_json::Value;
use stackengine::manifest::File;
use stackengine::yaml::{Node, Path, Span};

use crate::admission::{self, Bindings};
use crate::gatekeeper::{self, Constraint};
use crate::object::json;
use crate::rego::Unit;
use crate::{Policies, PolicyFile, Trouble};

/// One object of a file, and where it begins.
pub(crate) struct Source<'t> {
    /// The name of the file.
    pub(crate) file: &'t str,
    /// Its text.
    pub(crate) text: &'t str,
    /// The object, with places.
    pub(crate) node: &'t Node<'t>,
    /// The object.
    pub(crate) object: Value,
}

impl Source<'_> {
    /// Something that is wrong with the value at a path.
    pub(crate) fn trouble(&self, path: &str, why: impl Into<String>) -> Trouble {
        Trouble { file: self.file.to_owned(), line: self.line(path), why: why.into() }
    }

    /// The line of the value at a path, or of the object.
    pub(crate) fn line(&self, path: &str) -> Option<usize> {
        let node = self.at(path).unwrap_or(self.node);
        line(self.text, node.span)
    }

    /// The value at a path, list positions included: `spec.targets[0].code`.
    pub(crate) fn at(&self, path: &str) -> Option<&Node<'_>> {
        Path::parse(path).0.iter().try_fold(self.node, |node, step| Some(node.step(step)?.1))
    }

    /// The object's name.
    pub(crate) fn name(&self) -> &str {
        self.object["metadata"]["name"].as_str().unwrap_or_default()
    }
}

/// Reads all files into `policies`, and says what could not be read.
pub(crate) fn load(files: &[PolicyFile], limit: Duration, policies: &mut Policies) -> Vec<Trouble> {
    let mut troubles = Vec::new();
    let (rego, objects): (Vec<&PolicyFile>, Vec<&PolicyFile>) = files.iter().partition(|file| is_rego(&file.name));
    // Plain files share one engine: one may import what another defines.
    if !rego.is_empty() {
        match Unit::plain(&rego, limit, policies) {
            Ok(unit) => policies.rego.push(unit),
            Err(more) => troubles.extend(more),
        }
    }
    let read: Vec<(&PolicyFile, File<'_>)> = objects.iter().map(|file| (*file, File::read(&file.text, &[]))).collect();
    let mut sources = Vec::new();
    for (file, contents) in &read {
        troubles.extend(contents.unread.iter().map(|unread| {
            let line = line(&file.text, unread.span);
            Trouble { file: file.name.clone(), line, why: format!("it is not YAML: {}", unread.why) }
        }));
        for document in &contents.documents {
            let object = json(&document.node);
            sources.push(Source { file: &file.name, text: &file.text, node: &document.node, object });
        }
    }
    from_objects(&sources, limit, policies, &mut troubles);
    troubles
}

/// The line in which a span begins, from 1.
fn line(text: &str, span: Span) -> Option<usize> {
    Some(text.get(..span.start as usize)?.matches('\n').count() + 1)
}

fn is_rego(name: &str) -> bool {
    std::path::Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("rego"))
}

fn from_objects(sources: &[Source<'_>], limit: Duration, policies: &mut Policies, troubles: &mut Vec<Trouble>) {
    let bindings = Bindings::of(sources);
    let constraints: Vec<Constraint> = sources.iter().filter_map(Constraint::of).collect();
    for source in sources {
        let read = match source.object["kind"].as_str().unwrap_or_default() {
            "ConstraintTemplate" => gatekeeper::template(source, &constraints, limit, policies),
            "ValidatingAdmissionPolicy" => admission::policy(source, &bindings, limit, policies),
            _ => Ok(()),
        };
        troubles.extend(read.err());
    }
}
