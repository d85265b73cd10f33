//! Keys and values of YAML, JSON and `kubectl describe`, read by lines and indentation.
//!
//! Broken manifests are what people paste, so this reader has no errors: where a real parser would give up, it goes on
//! with the next line. Cost is linear; what is read is a tree of spans, thrown away at the end of each document.

mod flow;
mod lines;

use std::ops::Range;

pub(crate) use lines::read;

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// There is none: children, or nothing.
    None,
    /// Without quotes; may go on over lines.
    Plain,
    /// Between `'`.
    Single,
    /// Between `"`, with escapes.
    Double,
    /// After `|` or `>`.
    Block,
}

/// A key with its value, or an item of a list.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// The key without quotes; empty for an item.
    pub(crate) key: Range<usize>,
    /// The value without quotes.
    pub(crate) value: Range<usize>,
    /// How the value is written.
    pub(crate) style: Style,
    /// The node it stands in.
    pub(crate) parent: Option<usize>,
    first_child: Option<usize>,
    last_child: Option<usize>,
    next: Option<usize>,
}

/// The nodes of one document, each after its parent.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    /// Adds a node behind its siblings.
    fn push(&mut self, parent: Option<usize>, key: Range<usize>) -> usize {
        let id = self.nodes.len();
        self.nodes.push(Node {
            key,
            value: 0..0,
            style: Style::None,
            parent,
            first_child: None,
            last_child: None,
            next: None,
        });
        if let Some(parent) = parent {
            let before = self.nodes.get_mut(parent).and_then(|node| {
                node.first_child.get_or_insert(id);
                node.last_child.replace(id)
            });
            if let Some(before) = before.and_then(|before| self.nodes.get_mut(before)) {
                before.next = Some(id);
            }
        }
        id
    }

    fn set(&mut self, id: usize, value: Range<usize>, style: Style) {
        if let Some(node) = self.nodes.get_mut(id) {
            node.value = value;
            node.style = style;
        }
    }

    /// Whether nothing was read.
    pub(crate) fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Every node with its number.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, &Node)> {
        self.nodes.iter().enumerate()
    }

    /// A node by its number.
    pub(crate) fn get(&self, id: usize) -> Option<&Node> {
        self.nodes.get(id)
    }

    /// What stands directly in a node.
    pub(crate) fn children(&self, id: usize) -> impl Iterator<Item = (usize, &Node)> {
        let mut next = self.nodes.get(id).and_then(|node| node.first_child);
        std::iter::from_fn(move || {
            let id = next?;
            let node = self.nodes.get(id)?;
            next = node.next;
            Some((id, node))
        })
    }

    /// What stands beside a node, itself included; the roots for a root.
    pub(crate) fn siblings(&self, id: usize) -> Vec<usize> {
        match self.nodes.get(id).and_then(|node| node.parent) {
            Some(parent) => self.children(parent).map(|(id, _)| id).collect(),
            None => self.iter().filter(|(_, node)| node.parent.is_none()).map(|(id, _)| id).collect(),
        }
    }

    /// Every node above, the nearest first.
    pub(crate) fn ancestors(&self, id: usize) -> impl Iterator<Item = &Node> {
        let mut next = self.nodes.get(id).and_then(|node| node.parent);
        std::iter::from_fn(move || {
            let node = self.nodes.get(next?)?;
            next = node.parent;
            Some(node)
        })
    }
}
