//! A container of the pod template, as it stands in the manifest.

use std::cell::OnceCell;

use crate::facts::ContainerKind;
use crate::shell::{self, CommandLine, Invocation, Script};
use crate::yaml::{Node, Path};

/// A container of the pod template.
#[derive(Debug)]
pub struct Container<'t> {
    /// What it is for.
    pub kind: ContainerKind,
    /// `containers` or `initContainers`.
    pub list: &'static str,
    /// Its position in that list, from 0.
    pub index: usize,
    /// Its name; empty where the manifest gives none.
    pub name: &'t str,
    /// All of it.
    pub node: &'t Node<'t>,
    command: OnceCell<Option<(Invocation, Option<Script>)>>,
}

impl<'t> Container<'t> {
    pub(super) fn new(list: &'static str, index: usize, node: &'t Node<'t>) -> Self {
        let always = node.get("restartPolicy").and_then(Node::as_str) == Some("Always");
        let kind = match list {
            "containers" => ContainerKind::Regular,
            _ if always => ContainerKind::Sidecar,
            _ => ContainerKind::Init,
        };
        let name = node.get("name").and_then(Node::as_str).unwrap_or_default();
        Self { kind, list, index, name, node, command: OnceCell::new() }
    }

    /// The value at a dotted path below the container; `null` counts as absent, as in the API.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&'t Node<'t>> {
        present(self.node.at(path))
    }

    /// The words that the container is asked to run, each with its path below the container: `command`, then `args`.
    pub fn words(&self) -> impl Iterator<Item = (&'static str, usize, &'t Node<'t>)> {
        ["command", "args"].into_iter().flat_map(|list| {
            let items = self.get(list).map(Node::items).unwrap_or_default();
            items.iter().enumerate().map(move |(index, node)| (list, index, node))
        })
    }

    /// How the command line starts what it starts; `None` where the image decides.
    ///
    /// Without `command` the arguments go to the image's entry point, which nobody can see from here.
    #[must_use]
    pub fn invocation(&self) -> Option<&Invocation> {
        self.command().map(|(invocation, _)| invocation)
    }

    /// The shell script on the command line, where there is one that can be read.
    #[must_use]
    pub fn script(&self) -> Option<&Script> {
        self.command()?.1.as_ref()
    }

    /// The path of the script below the container: `args[0]`.
    #[must_use]
    pub fn script_path(&self) -> Option<Path> {
        let word = self.command()?.0.script_word?;
        let (list, index, _) = self.words().nth(word)?;
        Some(Path::parse(list).index(index))
    }

    fn command(&self) -> Option<&(Invocation, Option<Script>)> {
        let read = || {
            self.get("command").filter(|command| !command.items().is_empty())?;
            let words: Vec<&str> = self.words().map(|(_, _, node)| node.as_str().unwrap_or_default()).collect();
            Some((shell::invocation(&words)?, CommandLine::new(&words).script()))
        };
        self.command.get_or_init(read).as_ref()
    }
}

/// `null` says as much as nothing.
pub(super) fn present<'n, 't>(node: Option<&'n Node<'t>>) -> Option<&'n Node<'t>> {
    node.filter(|node| node.value != crate::yaml::Value::Null)
}
