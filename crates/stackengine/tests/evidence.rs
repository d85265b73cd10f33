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
                // Of a message of several lines the first ones are kept.
                out.retain(|line| !line.contains(".message: described"));
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

/// What was found, one line each: kind and name of objects, owner and text of logs.
fn outline(found: &Found) -> Vec<String> {
    let objects = found.objects.iter().map(|(origin, tree)| {
        let about = tree.text("involvedObject.name");
        format!("{origin:?} {} {}{about}", tree.text("kind"), tree.text("metadata.name"))
    });
    let logs = found.logs.iter().map(|(of, text)| {
        let owner =
            [&of.namespace, &of.job, &of.pod, &of.container].map(|part| part.as_deref().unwrap_or("-")).join("/");
        format!("log {owner}{} {text:?}", if of.previous { " previous" } else { "" })
    });
    objects.chain(logs).chain(found.not_analysed.iter().map(|part| format!("not analysed: {}", part.why))).collect()
}

#[test]
fn prompts_fences_and_kubectl_itself_delimit() {
    let text = "Our job fails, see:\n\n```console\n$ kubectl get pods -n team-02\nNAME        READY   STATUS   RESTARTS   AGE\n\
                etl-9wf6b   0/1     Error    0          3m\n```\nand the log:\n~~~\n$ kubectl logs job/etl -n team-02\n\
                Found 2 pods, using pod/etl-9wf6b\nDefaulted container \"main\" out of: main, proxy\nboom\n~~~\n\
                $ kubectl logs gone\nError from server (NotFound): pods \"gone\" not found\n\
                $ k logs x-1 -p\nerror: previous terminated container \"main\" in pod \"x-1\" not found\n\
                $ kubectl get pods -n nowhere\nNo resources found in nowhere namespace.\n";
    let found = read_text(text);
    assert_eq!(
        outline(&found),
        [
            "Table Pod etl-9wf6b",
            "log -/-/-/- \"Our job fails, see:\"",
            "log -/-/-/- \"and the log:\"",
            "log team-02/etl/etl-9wf6b/main \"boom\"",
        ]
    );
    assert_eq!(found.objects[0].1.text("metadata.namespace"), "team-02");
}

#[test]
fn prefixes_part_the_logs_of_many_pods() {
    let text = "[pod/etl-1/main] a\n[pod/etl-1/main] {\"kind\":\"Pod\"}\n[pod/etl-2/proxy] b\n[pod/etl-1/main] c\n";
    let owners: Vec<String> =
        outline(&read_text(text)).iter().map(|line| line.split('"').next().unwrap_or("").to_owned()).collect();
    assert_eq!(owners, ["log -/-/etl-1/main ", "log -/-/etl-2/proxy ", "log -/-/etl-1/main "]);
}

#[test]
fn structured_logs_stay_logs() {
    let text = "{\"level\":\"info\",\"msg\":\"starting\",\"kind\":\"Job\"}\n{\"level\":\"error\",\"object\":{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\
                \"metadata\":{\"name\":\"x\"}}}\n[2026-11-23 03:12:44] ERROR x\n[]\n{ }\nName: not a description\nkind: of odd\n\
                ERROR: metadata: is missing\n---\nTYPE A\nStatus: 500\nStarted: yes\n";
    assert_eq!(outline(&read_text(text)), [format!("log -/-/-/- {:?}", text.trim_end())]);
}

#[test]
fn heredocs_and_lists_without_head_are_read() {
    let text = "$ cat <<EOF | kubectl apply -f -\napiVersion: batch/v1\nkind: Job\nmetadata:\n  name: a\nEOF\njob.batch/a created\n";
    assert_eq!(outline(&read_text(text)), ["Object Job a", "log -/-/-/- \"EOF\\njob.batch/a created\""]);
    let text = "    phase: Failed\n    startTime: x\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: b\nkind: List\nmetadata:\n  resourceVersion: \"\"\n";
    let found = read_text(text);
    assert_eq!(outline(&found)[0], "Object Pod b");
    assert_eq!(found.objects.len(), 1);
    assert!(found.logs.is_empty(), "{:?}", found.logs);
    assert_eq!(found.not_analysed.len(), 1);
}

#[test]
fn minified_json_without_head_recovers() {
    let text = "ses\":[]}},{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"a\"}},{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\
                \"metadata\":{\"name\":\"b\"}}],\"kind\":\"List\"}\nlog line\n";
    let lines = outline(&read_text(text));
    assert_eq!(lines[..3], ["Object Pod a", "Object Pod b", "log -/-/-/- \"log line\""]);
    assert_eq!(lines.len(), 4, "{lines:?}");
}

#[test]
fn descriptions_of_old_clusters_are_read() {
    let text = "Name:\t\tpi\nNamespace:\tdefault\nImage(s):\tperl\nSelector:\tcontroller-uid=b1\nParallelism:\t1\nCompletions:\t1\n\
                Start Time:\tMon, 11 Jan 2016 15:35:52 -0800\nLabels:\t\tcontroller-uid=b1,job-name=pi\n\
                Pods Statuses:\t0 Running / 1 Succeeded / 0 Failed\nNo volumes.\nEvents:\n\
                \x20 FirstSeen\tLastSeen\tCount\tFrom\t\t\tSubobjectPath\tType\t\tReason\t\t\tMessage\n\
                \x20 ---------\t--------\t-----\t----\t\t\t-------------\t--------\t------\t\t\t-------\n\
                \x20 1m\t\t1m\t\t1\t{job-controller }\t\t\tNormal\t\tSuccessfulCreate\tCreated pod: pi-dtn4q\n";
    let found = read_text(text);
    assert_eq!(outline(&found), ["Describe Job pi", "Describe Event pi"]);
    let (job, event) = (&found.objects[0].1, &found.objects[1].1);
    assert_eq!(job.text("status.startTime"), "2016-01-11T23:35:52Z");
    assert_eq!(job.text("status.succeeded"), "1");
    assert_eq!(job.items("spec.template.spec.containers")[0].text("image"), "perl");
    assert_eq!(job.text("metadata.labels.job-name"), "pi");
    assert_eq!(event.text("message"), "Created pod: pi-dtn4q");
    assert_eq!(event.text("source.component"), "job-controller");
    assert_eq!(event.text("x-first-age-seconds"), "60");
}

const FULL: &str = r#"Name:                      web-7
Namespace:                 team-9
Priority Class Name:       high
Node:                      node1/192.0.2.2
Status:                    Terminating (lasts 5m)
Termination Grace Period:  30s
IP:                        10.0.0.1
Controlled By:             Job/web
Containers:
  main:
    Container ID:  containerd://1
    Image:         busybox
    Ports:         8080/TCP, 9090/UDP
    Host Ports:    0/TCP, 0/UDP
    Args:
      --name
      State:          Running
      Name: a: b
    State:          Terminated
      Reason:       Error
      Message:      Traceback (most recent call last):
  File "a.py", line 1
Name: x
KeyError: 'a'

      Exit Code:    1
      Signal:       9
      Started:      Mon, 23 Nov 2026 23:18:52 +0000
      Finished:     Mon, 01 Jan 0001 00:00:00 +0000
    Ready:          False
    Restart Count:  2
    Limits:
      memory:  64Mi
    Liveness:   http-get https://:8080/healthz%3Fa=b delay=0s timeout=1s period=10s #success=1 #failure=3
    Readiness:  tcp-socket :db delay=5s timeout=1s period=10s #success=1 #failure=3
    Startup:    exec [sh -c test -f /tmp/x] delay=3s timeout=1s period=3s #success=1 #failure=2
    Environment Variables from:
      settings  ConfigMap with prefix 'P_'  Optional: true
    Environment:
      A:         1
      TOKEN:     <set to the key 'token' in secret 'api'>       Optional: false
      MODE:      <set to the key 'mode' of config map 'cfg'>  Optional: true
      POD:       web-7 (v1:metadata.name)
      CPU:       2 (limits.cpu)
      TEXT:      line one
                 line two
    Mounts:
      /data from data (ro,path="sub")
Tolerations:     dedicated=gpu:NoSchedule
                 op=Exists
                 node.kubernetes.io/not-ready:NoExecute op=Exists for 300s
Events:
  Type     Reason     Age                From               Message
  ----     ------     ----               ----               -------
  Normal   Scheduled  <unknown>                             Successfully assigned team-9/web-7 to node1
  Warning  Unhealthy  18s (x5 over 96s)  kubelet, node1     Liveness probe failed: a
b
  Warning  Failed     2m                 kubelet            spec.containers{main}: Error: x
2026-11-23 this is a log
"#;

#[test]
fn a_description_is_read_to_its_last_field() {
    let found = read_text(FULL);
    let lines = outline(&found);
    assert_eq!(lines[0], "Describe Pod web-7");
    assert_eq!(lines[4..], [r#"log -/-/-/- "2026-11-23 this is a log""#], "{lines:?}");
    let pod = &found.objects[0].1;
    for (path, expected) in [
        ("status.terminating", "true"),
        ("status.phase", ""),
        ("metadata.deletionGracePeriodSeconds", "30"),
        ("spec.priorityClassName", "high"),
    ] {
        assert_eq!(pod.text(path), expected, "{path}");
    }
    let status = &pod.items("status.containerStatuses")[0];
    let message = "Traceback (most recent call last):\n  File \"a.py\", line 1\nName: x\nKeyError: 'a'\n";
    assert_eq!(status.text("state.terminated.message"), message);
    assert_eq!(status.text("state.terminated.exitCode"), "1");
    assert_eq!(status.text("state.terminated.signal"), "9");
    assert_eq!(status.text("state.terminated.finishedAt"), "");
    assert_eq!(status.text("restartCount"), "2");
    let spec = &pod.items("spec.containers")[0];
    let args: Vec<_> = spec.items("args").iter().map(|arg| format!("{arg:?}")).collect();
    assert_eq!(args, [r#"Leaf("--name")"#, r#"Leaf("State:          Running")"#, r#"Leaf("Name: a: b")"#]);
    assert_eq!(spec.items("ports")[1].text("containerPort"), "9090");
    assert_eq!(spec.text("livenessProbe.httpGet.path"), "/healthz%3Fa=b");
    assert_eq!(spec.text("livenessProbe.httpGet.scheme"), "HTTPS");
    assert_eq!(spec.text("livenessProbe.initialDelaySeconds"), "");
    assert_eq!(spec.text("readinessProbe.tcpSocket.port"), "db");
    assert_eq!(spec.items("startupProbe.exec.command").len(), 3);
    assert_eq!(spec.items("envFrom")[0].text("configMapRef.name"), "settings");
    assert_eq!(spec.items("envFrom")[0].text("prefix"), "P_");
    let env = spec.items("env");
    assert_eq!(env[0].text("value"), "1");
    assert_eq!(env[1].text("valueFrom.secretKeyRef.key"), "token");
    assert_eq!(env[2].text("valueFrom.configMapKeyRef.name"), "cfg");
    assert_eq!(env[2].text("valueFrom.configMapKeyRef.optional"), "true");
    assert_eq!(env[3].text("valueFrom.fieldRef.fieldPath"), "metadata.name");
    assert_eq!(env[4].text("valueFrom.resourceFieldRef.resource"), "limits.cpu");
    assert_eq!(env[5].text("value"), "line one\nline two");
    assert_eq!(spec.items("volumeMounts")[0].text("subPath"), "sub");
    let tolerations = pod.items("spec.tolerations");
    assert_eq!(tolerations[0].text("value"), "gpu");
    assert_eq!(tolerations[1].text("key"), "");
    assert_eq!(tolerations[1].text("operator"), "Exists");
    assert_eq!(tolerations[2].text("tolerationSeconds"), "300");
    let events: Vec<&Tree> = found.objects[1..].iter().map(|(_, tree)| tree).collect();
    assert_eq!(events[0].text("source.component"), "");
    assert_eq!(events[0].text("message"), "Successfully assigned team-9/web-7 to node1");
    assert_eq!(events[1].text("source.host"), "node1");
    assert_eq!(events[1].text("count"), "5");
    assert_eq!(events[1].text("x-first-age-seconds"), "96");
    assert_eq!(events[2].text("involvedObject.fieldPath"), "spec.containers{main}");
    assert_eq!(events[2].text("involvedObject.kind"), "Pod");
    assert_eq!(events[2].text("message"), "Error: x");
}

#[test]
fn a_pod_without_its_head_is_named_by_the_scheduler() {
    let at = FULL.find("    Host Ports:").expect("field");
    let found = read_text(&FULL[at..].replace("<unknown>", "3m       "));
    let pod = &found.objects[0].1;
    assert_eq!((pod.text("kind"), pod.text("metadata.name")), ("Pod", "web-7"));
    assert_eq!(pod.text("metadata.namespace"), "team-9");
    assert_eq!(pod.items("status.containerStatuses")[0].text("state.terminated.exitCode"), "1");
    assert_eq!(pod.items("status.containerStatuses")[0].text("name"), "");
}

#[test]
fn half_a_number_at_the_end_is_no_number() {
    let at = FULL.find("Exit Code:    1").expect("exit code") + "Exit Code:    1".len();
    let found = read_text(&FULL[..at]);
    assert_eq!(found.objects[0].1.items("status.containerStatuses")[0].text("state.terminated.exitCode"), "");
}

/// Texts made to cost much; linear time means that twice the text takes about twice as long, whatever the text.
#[test]
fn nothing_takes_more_than_linear_time() {
    let lines = [
        "{\"a\":[{\n",
        "{\n\"apiVersion\"",
        "{\n\"kind\": {\n",
        "[\n",
        "{\"apiVersion\":\"v1\",\"kind\":",
        "Name: x\nNamespace: y\nMessage: z\n",
        "Name: x\nNamespace: y\nfoo\n",
        "Events:\n  Type  Reason  Age  From  Message\n",
        "    Restart Count:  1\n    Message: x\n",
        "Restart Count:  1\nfoo\n",
        "kind: Job\nmetadata:\n",
        "- apiVersion: v1\n  kind: Pod\n",
        "---\nkind: X\n",
        "# comment\n",
        "# kubectl get pods\n",
        "> > > >",
        "> a\n",
        "\u{1b}]",
        "\u{1b}[",
        "a\r",
        "```\n",
        "NAME  READY  STATUS\n",
        "NAME  READY  STATUS\na 0/1 b\n",
        "[pod/a/b] x\n",
        "\"a\": 1,\n",
        "},\n{\n",
        "x,{\"apiVersion\"",
        "a: [",
        "kind: Job\nspec: {a: [",
    ];
    let pod = "Name: x\nNamespace: y\nNode: n\nStatus: Failed\n";
    let long = [
        ("Containers:\n  main:\n    Args:\n", "      a\n"),
        ("Containers:\n  main:\n    Environment:\n", "      A:  1\n"),
        ("Containers:\n", "  main:\n    Image:  x\n    Restart Count:  1\n"),
        ("Labels:  a=1\n", "         a=1\n"),
        ("Message: x\n", "y\n"),
        ("Events:\n", "  Normal  A  1s  b  c\n"),
    ];
    let long = long.map(|(head, line)| (format!("{pod}{head}"), line));
    for (head, line) in lines.map(|line| (String::new(), line)).into_iter().chain(long) {
        let time = |n_bytes: usize| {
            let text = format!("{head}{}", line.repeat(n_bytes / line.len()));
            let start = std::time::Instant::now();
            read_text(&text);
            start.elapsed().as_secs_f64()
        };
        let (small, large) = (time(50_000), time(800_000));
        assert!(large < 0.5 || large < small * 48.0, "{line:?}: {small:.3} s, sixteen times of it {large:.3} s");
    }
}

#[test]
#[ignore = "measures the release build"]
#[expect(clippy::print_stdout, reason = "what was measured is what it is for")]
fn a_hundred_megabytes_of_noise_take_less_than_a_second() {
    let line =
        "2026-11-23T03:12:44.123Z INFO  worker-7 batch=1234 rows=5678 elapsed=12ms [ok] {\"a\": 1} user@example.com\n";
    let structured = "{\"level\":\"info\",\"ts\":1732331564.1,\"msg\":\"batch done\",\"kind\":\"Job\",\"rows\":5678}\n";
    let crlf = line.replace('\n', "\r\n");
    let coloured = line.replace("INFO", "\u{1b}[32mINFO\u{1b}[0m");
    let described = fs::read_to_string(recordings()[0].join("describe.txt")).expect("describe");
    let tables = fs::read_to_string(recordings()[0].join("get.txt")).expect("tables");
    for (name, unit) in [
        ("log", line),
        ("structured", structured),
        ("crlf", &crlf),
        ("coloured", &coloured),
        ("no line end", "x y z 0123456789 "),
        ("letters", "ERROR kubectl Status Name NAME\n"),
        ("describe", &described),
        ("tables", &tables),
    ] {
        let bytes = unit.repeat(100_000_000 / unit.len()).into_bytes();
        let n_bytes = bytes.len();
        let start = std::time::Instant::now();
        let source = Source::new("-", bytes);
        let cleaned = start.elapsed().as_secs_f64();
        let mut sources = Sources::new();
        sources.add(source);
        let mut n_documents = 0;
        let start = std::time::Instant::now();
        read(&sources, &mut |_| n_documents += 1);
        let took = start.elapsed().as_secs_f64();
        println!("{name}: {n_bytes} bytes, cleaned in {cleaned:.2} s, read in {took:.2} s, {n_documents} documents");
    }
}
