//! Pod templates, and what they share with pods: volumes, node selectors, tolerations.

use super::super::line::Piece;
use super::block::{Block, Field};
use super::value::{As, put_all, put_pairs, read as read_value};
use super::{container, metadata};
use crate::yaml::{Node, Span};

/// The template under `Pod Template:`.
pub(super) fn read<'t>(block: &Block<'t>, fields: &[Field<'t>]) -> Node<'t> {
    let mut tree = Node::mapping(Span::default());
    let labels: Vec<_> =
        fields.iter().filter(|field| matches!(field.label.text, "Labels" | "Annotations")).cloned().collect();
    metadata::read(block, &labels, &mut tree);
    let table = [
        ("Service Account", "spec.serviceAccountName", As::Text),
        ("Priority Class Name", "spec.priorityClassName", As::Text),
    ];
    put_all(&mut tree, fields, &table);
    for field in fields {
        let path = match field.label.text {
            "Init Containers" => "spec.initContainers",
            "Containers" => "spec.containers",
            "Image(s)" => {
                images(&mut tree, field, "spec.containers");
                continue;
            }
            _ => continue,
        };
        let containers: Vec<_> = block
            .fields(&field.body)
            .iter()
            .map(|named| container::read(block, Some(named.label), &block.fields(&named.body)).0)
            .collect();
        tree.insert_at(path, field.label.span(), Node::sequence(containers, field.label.span()));
    }
    read_volumes(block, fields, &mut tree);
    tree
}

/// Very old descriptions name the images and nothing else of the containers.
pub(super) fn images<'t>(tree: &mut Node<'t>, field: &Field<'t>, path: &str) {
    let images = field.value.split(",").into_iter().filter(|image| !image.is_unset()).map(|image| {
        let mut container = Node::mapping(image.span());
        container.insert("image", image.span(), image.node());
        container
    });
    tree.insert_at(path, field.label.span(), Node::sequence(images.collect(), field.value.span()));
}

/// Volumes, node selectors and tolerations, under `spec`.
pub(super) fn read_volumes<'t>(block: &Block<'t>, fields: &[Field<'t>], tree: &mut Node<'t>) {
    for field in fields {
        let key = field.label.span();
        match field.label.text {
            "Volumes" => {
                let volumes: Vec<_> = block.fields(&field.body).iter().map(|named| volume(block, named)).collect();
                if !volumes.is_empty() {
                    tree.insert_at("spec.volumes", key, Node::sequence(volumes, key));
                }
            }
            "Node-Selectors" => put_pairs(tree, &block.values(field), field.label, "spec.nodeSelector"),
            "Tolerations" => {
                let tolerations: Vec<_> = block.values(field).into_iter().map(toleration).collect();
                if !tolerations.is_empty() {
                    tree.insert_at("spec.tolerations", key, Node::sequence(tolerations, key));
                }
            }
            _ => {}
        }
    }
}

fn volume<'t>(block: &Block<'t>, named: &Field<'t>) -> Node<'t> {
    let mut tree = Node::mapping(named.label.span());
    tree.insert("name", named.label.span(), named.label.node());
    let fields = block.fields(&named.body);
    let Some(kind) = fields.iter().find(|field| field.label.text == "Type") else { return tree };
    let (source, table): (&str, &[(&str, &str, As)]) = match kind.value.token().0.text {
        "EmptyDir" => ("emptyDir", &[("Medium", "medium", As::Text), ("SizeLimit", "sizeLimit", As::Text)]),
        "ConfigMap" => ("configMap", &[("Name", "name", As::Text), ("Optional", "optional", As::Bool)]),
        "Secret" => ("secret", &[("SecretName", "secretName", As::Text), ("Optional", "optional", As::Bool)]),
        "PersistentVolumeClaim" => {
            ("persistentVolumeClaim", &[("ClaimName", "claimName", As::Text), ("ReadOnly", "readOnly", As::Bool)])
        }
        "HostPath" => ("hostPath", &[("Path", "path", As::Text), ("HostPathType", "type", As::Text)]),
        "NFS" => {
            ("nfs", &[("Server", "server", As::Text), ("Path", "path", As::Text), ("ReadOnly", "readOnly", As::Bool)])
        }
        "Projected" => {
            let sources = Node::sequence(projected(&fields), named.label.span());
            tree.insert_at("projected.sources", kind.label.span(), sources);
            return tree;
        }
        _ => return tree,
    };
    let mut inner = Node::mapping(kind.value.span());
    for field in &fields {
        let Some((_, key, read_as)) = table.iter().find(|(label, _, _)| *label == field.label.text) else { continue };
        // `false` is printed where nothing is set.
        if let Some(node) = read_value(field.value, *read_as)
            && node.as_bool() != Some(false)
        {
            inner.insert(*key, field.label.span(), node);
        }
    }
    tree.insert(source, kind.label.span(), inner);
    tree
}

fn projected<'t>(fields: &[Field<'t>]) -> Vec<Node<'t>> {
    let mut sources = Vec::new();
    for field in fields {
        let (path, read_as) = match field.label.text {
            "SecretName" => ("secret.name", As::Text),
            "ConfigMapName" => ("configMap.name", As::Text),
            "TokenExpirationSeconds" => ("serviceAccountToken.expirationSeconds", As::Int),
            "DownwardAPI" => ("downwardAPI", As::Bool),
            _ => continue,
        };
        let mut source = Node::mapping(field.value.span());
        match read_value(field.value, read_as) {
            Some(_) if path == "downwardAPI" => {
                source.insert(path, field.label.span(), Node::mapping(field.value.span()));
            }
            Some(node) => source.insert_at(path, field.label.span(), node),
            None => continue,
        }
        sources.push(source);
    }
    sources
}

/// `key=value:Effect op=Exists for 300s`; every part may be missing.
fn toleration(line: Piece<'_>) -> Node<'_> {
    let mut tree = Node::mapping(line.span());
    let mut rest = line;
    let mut is_first = true;
    loop {
        let (word, after) = rest.token();
        if word.text.is_empty() {
            return tree;
        }
        if let Some(operator) = word.strip_prefix("op=") {
            tree.insert("operator", operator.span(), operator.node());
        } else if word.text == "for" {
            if let Some(node) = read_value(after.token().0, As::Seconds) {
                tree.insert("tolerationSeconds", word.span(), node);
            }
        } else if is_first {
            let colon = word.text.rfind(':');
            let (pair, effect) = colon.map_or((word, super::nothing(word.end())), |at| word.split_at(at));
            let (key, value) = pair.split_once("=").unwrap_or((pair, super::nothing(pair.end())));
            let effect = effect.strip_prefix(":").unwrap_or(effect);
            for (name, piece) in [("key", key), ("value", value), ("effect", effect)] {
                if !piece.is_unset() {
                    tree.insert(name, piece.span(), piece.node());
                }
            }
        }
        is_first = false;
        rest = after;
    }
}
