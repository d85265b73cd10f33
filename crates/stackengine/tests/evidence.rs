//! The recordings of a real cluster tell the same in every layout they are read from, and no cut breaks the reading.

use std::fs;
use std::path::{Path, PathBuf};

use stackengine::evidence::{Document, LogOwner, NotAnalysed, Origin, Source, Sources, read};
use stackengine::yaml::{Node, Value};

#[derive(Debug, Default)]
struct Found {
    objects: Vec<(Origin, Tree)>,
    logs: Vec<(LogOwner, String)>,
    not_analysed: Vec<NotAnalysed>,
}

/// A tree of its own: documents live only while they are handed over.
#[derive(Clone, Debug, PartialEq)]
enum Tree {
    Leaf(String),
    List(Vec<Self>),
    Map(Vec<(String, Self)>),
}

impl Tree {
    fn of(node: &Node<'_>) -> Self {
        match &node.value {
            Value::Null => Self::Leaf("null".to_owned()),
            Value::Bool(value) => Self::Leaf(value.to_string()),
            Value::Int(number) => Self::Leaf(number.to_string()),
            Value::Float(number) => Self::Leaf(number.to_string()),
            Value::String(text) => Self::Leaf(text.to_string()),
            Value::Sequence(items) => Self::List(items.iter().map(Self::of).collect()),
            Value::Mapping(entries) => {
                Self::Map(entries.iter().map(|entry| (entry.key.to_string(), Self::of(&entry.node))).collect())
            }
        }
    }

    fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries.iter().find(|(known, _)| known == key).map(|(_, tree)| tree),
            _ => None,
        }
    }

    fn at(&self, path: &str) -> Option<&Self> {
        path.split('.').try_fold(self, |tree, key| tree.get(key))
    }

    fn text(&self, path: &str) -> &str {
        match self.at(path) {
            Some(Self::Leaf(text)) => text,
            _ => "",
        }
    }

    fn items(&self, path: &str) -> &[Self] {
        match self.at(path) {
            Some(Self::List(items)) => items,
            _ => &[],
        }
    }

    fn n_leaves(&self) -> usize {
        match self {
            Self::Leaf(_) => 1,
            Self::List(items) => items.iter().map(Self::n_leaves).sum(),
            Self::Map(entries) => entries.iter().map(|(_, tree)| tree.n_leaves()).sum(),
        }
    }
}

fn read_bytes(name: &str, bytes: Vec<u8>) -> Found {
    let mut sources = Sources::new();
    sources.add(Source::new(name, bytes));
    let mut found = Found::default();
    let not_analysed = read(&sources, &mut |document| match document {
        Document::Object { origin, source, root } => {
            check_spans(&root, sources.get(source).expect("source").text());
            assert!(root.get("kind").and_then(Node::as_str).is_some(), "an object without a kind");
            found.objects.push((origin, Tree::of(&root)));
        }
        Document::Log { of, place } => {
            let text = sources.get(place.source).expect("source").slice(place.span).to_owned();
            assert!(!text.trim().is_empty(), "an empty log");
            found.logs.push((of, text));
        }
    });
    found.not_analysed = not_analysed;
    found
}

fn read_text(text: &str) -> Found {
    read_bytes("-", text.as_bytes().to_vec())
}

fn check_spans(node: &Node<'_>, text: &str) {
    let range = node.span.start as usize..node.span.end as usize;
    assert!(text.get(range.clone()).is_some(), "the span {range:?} is no text, of {:?}", node.value);
    match &node.value {
        Value::Sequence(items) => items.iter().for_each(|item| check_spans(item, text)),
        Value::Mapping(entries) => entries.iter().for_each(|entry| check_spans(&entry.node, text)),
        _ => {}
    }
}

/// Every folder that holds one moment of an incident.
fn recordings() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/incidents");
    let Ok(folders) = fs::read_dir(&root) else {
        #[expect(clippy::print_stderr, reason = "a test that checks nothing has to say so")]
        {
            eprintln!("note: there are no recordings at {}", root.display());
        }
        return Vec::new();
    };
    let mut all: Vec<PathBuf> = folders
        .filter_map(Result::ok)
        .filter_map(|folder| fs::read_dir(folder.path()).ok())
        .flat_map(|inner| inner.filter_map(Result::ok).map(|entry| entry.path()))
        .filter(|path| path.join("objects.json").is_file())
        .collect();
    all.sort();
    all
}

fn recorded(folder: &Path, name: &str) -> Found {
    read_bytes(name, fs::read(folder.join(name)).unwrap_or_default())
}

fn manifest(folder: &Path) -> String {
    fs::read_to_string(folder.parent().expect("incident").join("manifest.yaml")).expect("manifest")
}

fn find<'f>(found: &'f Found, kind: &str, name: &str) -> Option<&'f Tree> {
    let mut trees = found.objects.iter().map(|(_, tree)| tree);
    trees.find(|tree| tree.text("kind") == kind && tree.text("metadata.name") == name)
}

fn has_event(found: &Found, event: &Tree) -> bool {
    let paths = ["kind", "type", "reason", "message", "involvedObject.name", "involvedObject.kind"];
    found.objects.iter().any(|(_, other)| paths.iter().all(|path| other.text(path).trim() == event.text(path).trim()))
}

/// Every leaf of `part` that is not in `whole`.
fn differences(part: &Tree, whole: &Tree, path: &str, out: &mut Vec<String>) {
    match (part, whole) {
        (Tree::Map(entries), Tree::Map(_)) => {
            for (key, tree) in entries.iter().filter(|(key, _)| !key.starts_with("x-")) {
                let path = format!("{path}.{key}");
                match whole.get(key) {
                    Some(other) => differences(tree, other, &path, out),
                    // The API leaves out a count of nothing, and does not have a word for terminating.
                    None if *tree == Tree::Leaf("0".to_owned()) || path == ".status.terminating" => {}
                    None => out.push(format!("{path} is not in the object: {tree:?}")),
                }
            }
        }
        (Tree::List(items), Tree::List(others)) => {
            for (index, item) in items.iter().enumerate() {
                let name = ["mountPath", "name", "type", "key"].into_iter().find(|name| item.get(name).is_some());
                let other = match name {
                    Some(name) => others.iter().find(|other| other.get(name) == item.get(name)),
                    // A container whose name is cut off is one of them.
                    None if path.ends_with("ontainers") || path.ends_with("Statuses") => {
                        others.iter().min_by_key(|other| {
                            let mut out = Vec::new();
                            differences(item, other, "", &mut out);
                            out.len()
                        })
                    }
                    None => others.get(index),
                };
                match other {
                    Some(other) => differences(item, other, &format!("{path}[{index}]"), out),
                    None => out.push(format!("{path}[{index}] is not in the object: {item:?}")),
                }
            }
        }
        (part, whole) if part == whole => {}
        (part, whole) => out.push(format!("{path}: described as {part:?}, is {whole:?}")),
    }
}

#[test]
fn a_description_says_nothing_but_what_the_object_says() {
    let mut out = Vec::new();
    let mut n_leaves = 0;
    for folder in recordings() {
        let objects = recorded(&folder, "objects.json");
        let described = recorded(&folder, "describe.txt");
        assert!(described.not_analysed.is_empty(), "{}: {:?}", folder.display(), described.not_analysed);
        assert!(described.logs.is_empty(), "{}: {:?}", folder.display(), described.logs);
        for (_, tree) in &described.objects {
            let (kind, name) = (tree.text("kind"), tree.text("metadata.name"));
            let at = format!("{} {kind} {name}", folder.display());
            if kind == "Event" {
                if !has_event(&objects, tree) {
                    out.push(format!("{at}: no such event: {tree:?}"));
                }
                continue;
            }
            let Some(object) = find(&objects, kind, name) else {
                out.push(format!("{at} is not in objects.json"));
                continue;
            };
            let mut these = Vec::new();
            differences(tree, object, "", &mut these);
            out.extend(these.into_iter().map(|line| format!("{at} {line}")));
            n_leaves += tree.n_leaves();
        }
        for (_, object) in &objects.objects {
            let (kind, name) = (object.text("kind"), object.text("metadata.name"));
            if matches!(kind, "Pod" | "Job" | "CronJob") && find(&described, kind, name).is_none() {
                out.push(format!("{} {kind} {name} was not found in describe.txt", folder.display()));
            }
        }
    }
    assert!(out.is_empty(), "{} differences in {n_leaves} leaves:\n{}", out.len(), out.join("\n"));
}

#[test]
fn a_description_holds_what_a_diagnosis_needs() {
    let needed = [
        "spec.nodeName",
        "spec.serviceAccountName",
        "spec.backoffLimit",
        "spec.completions",
        "spec.parallelism",
        "spec.completionMode",
        "spec.suspend",
        "spec.activeDeadlineSeconds",
        "spec.schedule",
        "spec.concurrencyPolicy",
        "status.phase",
        "status.reason",
        "status.message",
        "status.startTime",
        "status.qosClass",
        "status.completionTime",
        "status.failed",
        "status.succeeded",
        "status.active",
        "status.completedIndexes",
        "status.lastScheduleTime",
    ];
    let of_container = [
        "name",
        "restartCount",
        "ready",
        "imageID",
        "containerID",
        "state.terminated.exitCode",
        "state.terminated.reason",
        "state.terminated.message",
        "state.terminated.signal",
        "state.terminated.finishedAt",
        "state.waiting.reason",
        "state.running.startedAt",
        "lastState.terminated.exitCode",
        "lastState.terminated.reason",
    ];
    for folder in recordings() {
        let objects = recorded(&folder, "objects.json");
        let described = recorded(&folder, "describe.txt");
        for (_, object) in &objects.objects {
            let (kind, name) = (object.text("kind"), object.text("metadata.name"));
            if !matches!(kind, "Pod" | "Job" | "CronJob") {
                continue;
            }
            let tree = find(&described, kind, name).expect("described");
            let at = format!("{} {kind} {name}", folder.display());
            let terminating = object.at("metadata.deletionTimestamp").is_some();
            for path in needed {
                // In a template of the Job, `Service Account` is the template's; a deleted pod shows no phase.
                let hidden = path == "status.phase" && terminating;
                let none_is_zero = |text: &str| if text.is_empty() { "0".to_owned() } else { text.to_owned() };
                let (expected, got) = (none_is_zero(object.text(path)), none_is_zero(tree.text(path)));
                assert!(hidden || expected == got, "{at} {path}: {expected} {got}");
            }
            for list in ["status.containerStatuses", "status.initContainerStatuses"] {
                let (expected, got) = (object.items(list), tree.items(list));
                assert_eq!(expected.len(), got.len(), "{at} {list}");
                for (expected, got) in expected.iter().zip(got) {
                    for path in of_container {
                        assert_eq!(expected.text(path), got.text(path), "{at} {list} {path}");
                    }
                }
            }
            for list in ["spec.containers", "spec.template.spec.containers"] {
                for (expected, got) in object.items(list).iter().zip(tree.items(list)) {
                    for path in ["command", "args", "env", "resources", "livenessProbe"] {
                        assert_eq!(
                            expected.at(path).is_some_and(|tree| tree.n_leaves() > 0),
                            got.at(path).is_some(),
                            "{at} {path}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn tables_name_the_same_objects_and_events() {
    for folder in recordings() {
        let objects = recorded(&folder, "objects.json");
        let tables = recorded(&folder, "get.txt");
        let at = folder.display();
        assert!(tables.not_analysed.is_empty() && tables.logs.is_empty(), "{at}: {tables:?}");
        let mut n_rows = 0;
        for (_, object) in &objects.objects {
            let (kind, name) = (object.text("kind"), object.text("metadata.name"));
            match kind {
                "Event" => assert!(has_event(&tables, object), "{at}: {object:?}"),
                "Pod" | "Job" | "CronJob" => assert!(find(&tables, kind, name).is_some(), "{at} {kind} {name}"),
                _ => continue,
            }
            n_rows += 1;
        }
        assert_eq!(tables.objects.len(), n_rows, "{at}");
        for (origin, tree) in &tables.objects {
            assert_eq!(*origin, Origin::Table);
            assert!(tree.at("status").is_none(), "a table has no status: {at}");
        }
    }
}

#[test]
fn logs_keep_their_owner_and_stay_whole() {
    for folder in recordings() {
        let Ok(logs) = fs::read_dir(folder.join("logs")) else { continue };
        for path in logs.filter_map(Result::ok).map(|entry| entry.path()) {
            let text = fs::read_to_string(&path).expect("log");
            let name = path.display().to_string();
            let is_kubectl = text.starts_with("unable to retrieve container logs");
            if text.trim().is_empty() || is_kubectl {
                assert!(read_bytes(&name, text.into_bytes()).logs.is_empty(), "{name} has no line of the program");
                continue;
            }
            let found = read_text(&text);
            assert_eq!(found.logs.len(), 1, "{name} without its name");
            let found = read_bytes(&name, text.clone().into_bytes());
            assert!(found.objects.is_empty() && found.not_analysed.is_empty(), "{name}");
            assert_eq!(found.logs.len(), 1, "{name}");
            let stem = path.file_stem().expect("stem").to_string_lossy().into_owned();
            let parts: Vec<&str> = stem.split('.').collect();
            let (owner, log) = &found.logs[0];
            assert_eq!((owner.pod.as_deref(), owner.container.as_deref()), (Some(parts[0]), Some(parts[1])), "{name}");
            assert_eq!(owner.previous, parts.len() > 2, "{name}");
            assert_eq!(log.trim(), text.trim(), "{name}");
        }
    }
}

#[test]
fn manifests_are_read_as_files_and_as_pastes() {
    for folder in recordings() {
        let text = manifest(&folder);
        let file = read_bytes("manifest.yaml", text.clone().into_bytes());
        let paste = read_text(&text);
        let at = folder.display();
        assert!(!file.objects.is_empty(), "{at}");
        assert!(file.not_analysed.is_empty() && file.logs.is_empty(), "{at}: {file:?}");
        assert!(paste.not_analysed.is_empty() && paste.logs.is_empty(), "{at}: {paste:?}");
        assert_eq!(file.objects, paste.objects, "{at}");
    }
}

/// Everything of one recording in one text, as a person pastes it, and how many objects are in it.
fn mixture(folder: &Path) -> (String, usize) {
    let part = |name: &str| fs::read_to_string(folder.join(name)).expect("recording");
    let (describe, tables, json) = (part("describe.txt"), part("get.txt"), part("objects.json"));
    let manifest = manifest(folder);
    let n_objects = [&describe, &tables, &json, &manifest].into_iter().map(|text| read_text(text).objects.len()).sum();
    let text = format!(
        "Hi, our job has failed since last night:\n\n$ cat job.yaml\n{manifest}\n$ kubectl describe jobs,pods\n{describe}\
         me@host:~/work$ kubectl get all,events\n{tables}\n```json\n{json}\n```\n\
         $ kubectl logs etl-9wf6b -c main --previous -n team-02\nDefaulted container \"main\" out of: main, proxy\n\
         starting\nERROR: could not connect\n$\n"
    );
    (text, n_objects)
}

#[test]
fn mixtures_give_what_their_parts_give() {
    for folder in recordings() {
        let (text, n_objects) = mixture(&folder);
        let each_line = |prefix: &str| text.lines().map(|line| format!("{prefix}{line}\n")).collect::<String>();
        let variants = [
            ("plain", text.clone()),
            ("quoted", each_line("> ")),
            ("quoted twice", each_line(" > > ")),
            ("windows", text.replace('\n', "\r\n")),
            (
                "coloured",
                text.replace("Error", "\u{1b}[1;31mError\u{1b}[0m").replace("Name:", "\u{1b}[1mName:\u{1b}[m"),
            ),
            ("indented", each_line("    ")),
            ("hard spaces", text.replace("  ", " \u{a0}")),
        ];
        let plain = read_text(&text);
        for (name, variant) in variants {
            let at = format!("{} {name}", folder.display());
            let found = read_text(&variant);
            assert_eq!(found.not_analysed, [], "{at}");
            assert_eq!(found.objects.len(), n_objects, "{at}");
            assert_eq!(found.objects, plain.objects, "{at}");
            assert_eq!(found.logs.len(), 2, "{at}: {:?}", found.logs);
            let (owner, log) = &found.logs[1];
            assert_eq!(owner.namespace.as_deref(), Some("team-02"), "{at}");
            assert_eq!(owner.pod.as_deref(), Some("etl-9wf6b"), "{at}");
            assert!(owner.previous, "{at}");
            let lines: Vec<&str> = log.lines().map(str::trim).collect();
            assert_eq!(lines, ["starting", "ERROR: could not connect"], "{at}");
        }
    }
}

#[test]
fn no_cut_breaks_the_reading() {
    let mut seed: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut random = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % (below.max(1) as u64)).unwrap_or(0)
    };
    for folder in recordings().iter().step_by(7) {
        let (text, _) = mixture(folder);
        let lines: Vec<usize> = text.match_indices('\n').map(|(at, _)| at + 1).collect();
        for at in lines.iter().step_by(11) {
            read_text(&text[..*at]);
            read_text(&text[*at..]);
        }
        for _ in 0..100 {
            let (from, to) = (random(text.len()), random(text.len()));
            read_bytes("-", text.as_bytes()[from.min(to)..from.max(to)].to_vec());
            // Nor do bytes that were changed on the way.
            let mut bytes = text.as_bytes()[from.min(to)..from.max(to)].to_vec();
            for _ in 0..20 {
                let at = random(bytes.len());
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = b"\n\r\x1b {}[]:>-\"\xFF\x00\t`$"[random(17)];
                }
            }
            read_bytes("x.main.log", bytes);
        }
    }
}

#[test]
fn a_description_may_begin_and_end_anywhere() {
    for folder in recordings() {
        let text = fs::read_to_string(folder.join("describe.txt")).expect("describe");
        let objects = recorded(&folder, "objects.json");
        for (at, _) in text.match_indices('\n') {
            let head = read_text(&text[..at + 1]);
            let tail = read_text(&text[at + 1..]);
            for (_, tree) in head.objects.iter().chain(&tail.objects) {
                let (kind, name) = (tree.text("kind"), tree.text("metadata.name"));
                assert!(matches!(kind, "Pod" | "Job" | "CronJob" | "Event"), "{kind}");
                if kind == "Event" || name.is_empty() {
                    continue;
                }
                // What is left of it is true all the same.
                let mut out = Vec::new();
                let object = find(&objects, kind, name).expect("described");
                differences(tree, object, "", &mut out);
                assert!(out.is_empty(), "{} cut at byte {at}: {out:?}", folder.display());
            }
        }
    }
}

#[test]
fn json_without_its_head_recovers_at_the_next_object() {
    for folder in recordings() {
        let text = fs::read_to_string(folder.join("objects.json")).expect("objects");
        let whole = recorded(&folder, "objects.json").objects;
        let second = text.match_indices("\n  {\n").nth(1).map(|(at, _)| at);
        let Some(second) = second else { continue };
        // In the middle of the first object.
        let cut = text[..second / 2].rfind('\n').expect("line") + 1;
        let tail = read_text(&text[cut..]);
        let at = folder.display();
        let kinds =
            |found: &[(Origin, Tree)]| found.iter().map(|(_, tree)| tree.text("kind").to_owned()).collect::<Vec<_>>();
        assert_eq!(kinds(&tail.objects), kinds(&whole[1..]), "{at} {:?}", tail.not_analysed);
        assert!(tail.logs.is_empty(), "{at}: {:?}", tail.logs);
        assert_eq!(tail.not_analysed.len(), 1, "{at}: {:?}", tail.not_analysed);
        assert_eq!(tail.objects[..], whole[1..], "{at}");
        let head = read_text(&text[..second + 30]);
        assert!(!head.objects.is_empty() && head.objects[0] == whole[0], "{at}");
        assert_eq!(head.not_analysed.len(), 1, "{at}");
    }
}
