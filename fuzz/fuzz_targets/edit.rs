//! Arbitrary text as YAML, and an edit of it chosen by the first bytes: made right, or refused, and never a panic.
#![no_main]

use stackengine::yaml::{Change, Data, Node, Path, Value, change, documents, oddities, read_yaml};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let [verb, place, rest @ ..] = bytes else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    for document in documents(text) {
        let (start, end) = (document.span.start as usize, document.span.end as usize);
        assert!(text.get(start..end).is_some(), "a document lies between characters");
        let _found = oddities(text, document.span);
        let mut paths = Vec::new();
        read_yaml(text, start, end, &mut |node, _| collect(&node, &Path::default(), &mut paths));
        let Some(path) = paths.get(usize::from(*place) % paths.len().max(1)).cloned() else { continue };
        let value = match verb % 5 {
            0 => Data::Int(7),
            1 => Data::from("yes"),
            2 => Data::from("one\n two\n"),
            3 => Data::map([("a", Data::from(vec!["x", "y: z"]))]),
            _ => Data::Null,
        };
        let wanted = match verb / 5 % 6 {
            0 => Change::Set { path, value },
            1 => Change::Set { path: path.key("new"), value },
            2 => Change::Append { path, value },
            3 => Change::Delete { path },
            4 => Change::Rename { path, key: "new".to_owned() },
            _ => Change::Splice { path, start: 0, end: usize::from(*verb) % 3, text: "x\n".to_owned() },
        };
        if let Ok(changed) = change(text, document.span, &wanted) {
            assert!(text.starts_with(&changed.text[..start]), "what stands before the document stays");
            assert!(changed.text.ends_with(&text[end..]), "what stands behind the document stays");
        }
    }
});

fn collect(node: &Node<'_>, path: &Path, paths: &mut Vec<Path>) {
    if paths.len() > 255 {
        return;
    }
    paths.push(path.clone());
    match &node.value {
        Value::Mapping(entries) => {
            entries.iter().for_each(|entry| collect(&entry.node, &path.clone().key(entry.key.as_ref()), paths));
        }
        Value::Sequence(items) => {
            items.iter().enumerate().for_each(|(index, item)| collect(item, &path.clone().index(index), paths));
        }
        _ => {}
    }
}
