//! `kubectl get` tables: pods, jobs, cron jobs, nodes and events, in every layout they have had.
//!
//! A table shows summaries: they go under `x-table`, never where the API has the real thing.

use super::event::EventText;
use super::line::{Piece, line_at};
use super::unread::Unread;
use super::{Document, NotAnalysed, Origin, Place, SourceId};
use crate::yaml::{Node, Span};

/// One column of a header: its name, and where it starts.
#[derive(Clone, Debug)]
struct Column {
    name: &'static str,
    offset: usize,
}

/// Names that are several words; the others are one.
const PAIRS: [(&str, &str, &str); 7] = [
    ("LAST", "SEEN", "LASTSEEN"),
    ("FIRST", "SEEN", "FIRSTSEEN"),
    ("LAST", "SCHEDULE", "LASTSCHEDULE"),
    ("NOMINATED", "NODE", "NOMINATED NODE"),
    ("READINESS", "GATES", "READINESS GATES"),
    ("ACCESS", "MODES", "ACCESS MODES"),
    ("RECLAIM", "POLICY", "RECLAIM POLICY"),
];

/// The columns that are read; a column of another name is kept as `""` so that the others keep their places.
const NAMES: [&str; 31] = [
    "NAMESPACE",
    "NAME",
    "READY",
    "STATUS",
    "RESTARTS",
    "AGE",
    "IP",
    "NODE",
    "COMPLETIONS",
    "DURATION",
    "DESIRED",
    "SUCCESSFUL",
    "SCHEDULE",
    "TIMEZONE",
    "SUSPEND",
    "ACTIVE",
    "ROLES",
    "VERSION",
    "TYPE",
    "REASON",
    "OBJECT",
    "KIND",
    "SUBOBJECT",
    "SOURCE",
    "MESSAGE",
    "COUNT",
    "CONTAINERS",
    "IMAGES",
    "SELECTOR",
    "CONTAINER(S)",
    "IMAGE(S)",
];

/// Whether a line is the header of a table.
pub(super) fn is_header(line: Piece<'_>) -> bool {
    columns(line).is_some()
}

fn columns(line: Piece<'_>) -> Option<Vec<Column>> {
    if line.text.len() > 600 {
        return None;
    }
    let mut columns: Vec<Column> = Vec::new();
    let words = line.tokens();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let is_name = word.text.bytes().all(|byte| !byte.is_ascii_lowercase() && byte.is_ascii_graphic())
            && word.text.bytes().any(|byte| byte.is_ascii_uppercase());
        let with_unit = word.text.starts_with(|char: char| char.is_ascii_uppercase()) && word.text.ends_with(')');
        if !(is_name && word.text.as_bytes()[0].is_ascii_uppercase() || with_unit) {
            return None;
        }
        let next = words.get(at + 1).map(|word| word.text);
        let pair = PAIRS.iter().find(|(first, second, _)| *first == word.text && Some(*second) == next);
        let known = NAMES.iter().chain(["LASTSEEN", "FIRSTSEEN", "LASTSCHEDULE"].iter());
        let name = match pair {
            Some((_, _, name)) => name,
            None => known.into_iter().find(|name| **name == word.text).copied().unwrap_or_default(),
        };
        columns.push(Column { name, offset: word.start - line.start });
        at += if pair.is_some() { 2 } else { 1 };
    }
    let first = columns.first()?.name;
    let starts = matches!(first, "NAME" | "NAMESPACE" | "LASTSEEN" | "FIRSTSEEN") || words.first()?.text == "POD";
    (starts && columns.len() >= 2).then_some(columns)
}

/// Reads the table whose header starts at `start`; returns where it ended.
pub(super) fn read(
    id: SourceId,
    text: &str,
    start: usize,
    end: usize,
    namespace: Option<&str>,
    each: &mut dyn FnMut(Document<'_>),
    not_analysed: &mut Unread,
) -> usize {
    let Some((header, mut at)) = line_at(text, start, end) else { return end };
    let Some(columns) = columns(header) else { return at };
    let has = |name: &str| columns.iter().any(|column| column.name == name);
    let mut skipped: Option<Span> = None;
    while let Some((line, next)) = line_at(text, at, end) {
        if line.is_blank() || is_header(line) {
            break;
        }
        let Some(cells) = cells(&columns, line) else { break };
        let row = Row { columns: &columns, cells, line };
        // A row that the end of the text cut in its first cells would name a pod that does not exist.
        let is_cut = next == text.len() && !text.ends_with('\n') && row.cells.len() < 3 && columns.len() > 3;
        let kind = row.kind();
        let tree = match kind {
            _ if is_cut => None,
            Some("Event") => row.event(),
            Some(kind) => row.object(kind),
            None => None,
        };
        match tree {
            Some(mut root) => {
                if let (Some(namespace), "Event", None) =
                    (namespace, kind.unwrap_or_default(), root.at("involvedObject.namespace"))
                {
                    root.insert_at(
                        "involvedObject.namespace",
                        header.span(),
                        Node::string(namespace.to_owned(), header.span()),
                    );
                } else if let (Some(namespace), None) = (namespace, root.at("metadata.namespace")) {
                    let node = Node::string(namespace.to_owned(), header.span());
                    if kind != Some("Node") && kind != Some("Event") {
                        root.insert_at("metadata.namespace", line.span(), node);
                    }
                }
                root.span = line.span();
                each(Document::Object { origin: Origin::Table, source: id, root });
            }
            None if kind.is_some() && !is_cut => break,
            None => skipped = Some(skipped.map_or(line.span(), |span| span.to(line.span()))),
        }
        at = next;
    }
    if let Some(span) = skipped {
        let names: Vec<&str> = header.text.split_whitespace().collect();
        let why = match (has("NAME"), at >= text.len() && !text.ends_with('\n') && columns.len() > 3) {
            (true, true) => {
                "the last row of this table is cut off or of a kind that tells nothing about Jobs".to_owned()
            }
            _ => format!("a table of a kind that tells nothing about Jobs, with the columns {}", names.join(" ")),
        };
        not_analysed.push(NotAnalysed { place: Place { source: id, span: header.span().to(span) }, why });
    }
    at
}

/// Cuts a row into the cells of the columns: by the header's offsets, else by wide gaps, else word by word.
fn cells<'t>(columns: &[Column], line: Piece<'t>) -> Option<Vec<Piece<'t>>> {
    let bytes = line.text.as_bytes();
    let ends_message = columns.last().is_some_and(|column| column.name == "MESSAGE");
    let aligned = columns.iter().skip(1).all(|column| {
        let boundary = column.offset.checked_sub(1).and_then(|at| bytes.get(at));
        boundary.is_none_or(|byte| *byte == b' ') && line.text.is_char_boundary(column.offset.min(bytes.len()))
    });
    if aligned && bytes.len() > columns.get(1)?.offset && !line.text.contains('\t') {
        let ends = columns.iter().skip(1).map(|column| column.offset).chain([bytes.len()]);
        let cells: Vec<_> = columns
            .iter()
            .zip(ends)
            .map(|(column, end)| line.cut(column.offset, end.max(column.offset)).trim())
            .collect();
        // A row that was pushed aside may meet the offsets by chance: no cell but a few holds several words.
        let sound =
            columns.iter().zip(&cells).all(|(column, cell)| may_hold_spaces(column.name) || !cell.text.contains(' '));
        if sound && !cells[0].text.is_empty() {
            return Some(cells);
        }
    }
    let wide = line.cells();
    if wide.len() == columns.len() {
        return Some(wide);
    }
    if ends_message && wide.len() > columns.len() {
        let mut cells = wide;
        cells.truncate(columns.len());
        if let Some(last) = cells.last_mut() {
            *last = line.cut(last.start - line.start, line.text.len()).trim();
        }
        return Some(cells);
    }
    by_words(columns, line)
}

fn may_hold_spaces(name: &str) -> bool {
    matches!(name, "RESTARTS" | "LASTSEEN" | "SCHEDULE" | "MESSAGE" | "COMPLETIONS" | "SOURCE" | "")
}

/// Rows whose gaps were squeezed: every cell takes the words its column is known to have.
fn by_words<'t>(columns: &[Column], line: Piece<'t>) -> Option<Vec<Piece<'t>>> {
    let words = line.tokens();
    let message = columns.iter().position(|column| column.name == "MESSAGE");
    let mut cells = Vec::new();
    let mut at = 0;
    for (index, column) in columns.iter().enumerate() {
        let Some(first) = words.get(at) else { break };
        let mut n_words = 1;
        match column.name {
            "SCHEDULE" if !first.text.starts_with('@') => {
                n_words = if first.text.contains("TZ=") { 6 } else { 5 };
            }
            "RESTARTS" | "LASTSEEN" if words.get(at + 1).is_some_and(|word| word.text.starts_with('(')) => {
                let close = words.iter().skip(at).position(|word| word.text.ends_with(')'))?;
                n_words = close + 1;
            }
            "COMPLETIONS" if words.get(at + 1).is_some_and(|word| word.text == "of") => n_words = 3,
            "SOURCE" if first.text.ends_with(',') => n_words = 2,
            "SUBOBJECT" if !super::event::is_field_path(first.text) => n_words = 0,
            "MESSAGE" => n_words = words.len().saturating_sub(at + columns.len() - index - 1).max(1),
            _ => {}
        }
        if n_words == 0 {
            cells.push(line.cut(first.start - line.start, first.start - line.start));
            continue;
        }
        let last = words.get(at + n_words - 1)?;
        cells.push(line.cut(first.start - line.start, last.end() - line.start));
        at += n_words;
    }
    let needed = message.map_or(2, |message| message + 1).min(columns.len());
    (cells.len() >= needed).then_some(cells)
}

struct Row<'c, 't> {
    columns: &'c [Column],
    cells: Vec<Piece<'t>>,
    line: Piece<'t>,
}

impl<'t> Row<'_, 't> {
    fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column.name == name)
    }

    fn cell(&self, name: &str) -> Option<Piece<'t>> {
        let at = self.columns.iter().position(|column| column.name == name)?;
        self.cells.get(at).copied().filter(|cell| !cell.is_unset())
    }

    fn kind(&self) -> Option<&'static str> {
        let prefix = self.cell("NAME").and_then(|name| name.split_once("/"));
        match prefix.map(|(kind, _)| kind_of(kind.text)) {
            Some(Some(kind)) => return ["Pod", "Job", "CronJob", "Node"].into_iter().find(|known| *known == kind),
            Some(None) => return None,
            None => {}
        }
        if self.has("LASTSEEN") || self.has("FIRSTSEEN") {
            return (self.has("REASON") && self.has("MESSAGE")).then_some("Event");
        }
        if self.has("SCHEDULE") && self.has("SUSPEND") {
            return Some("CronJob");
        }
        if self.has("COMPLETIONS") || (self.has("DESIRED") && self.has("SUCCESSFUL")) {
            return Some("Job");
        }
        if self.has("READY") && self.has("STATUS") && self.has("RESTARTS") {
            return Some("Pod");
        }
        (self.has("STATUS") && self.has("ROLES") && self.has("VERSION")).then_some("Node")
    }

    /// A row that is no row of this kind gives none: then the table is over.
    fn object(&self, kind: &'static str) -> Option<Node<'t>> {
        let full = self.cell("NAME")?;
        let name = full.split_once("/").map_or(full, |(_, name)| name);
        let fraction = |name: &str| self.cell(name).is_none_or(|cell| cell.text.contains('/'));
        if !super::log::is_name(name.text) || !fraction("READY") || !fraction("COMPLETIONS") {
            return None;
        }
        let mut tree = Node::mapping(self.line.span());
        tree.insert("kind", full.span(), Node::string(kind, full.span()));
        tree.insert_at("metadata.name", name.span(), name.node());
        if let Some(namespace) = self.cell("NAMESPACE") {
            tree.insert_at("metadata.namespace", namespace.span(), namespace.node());
        }
        let table: &[(&str, &str)] = match kind {
            "Pod" => &[("STATUS", "status"), ("READY", "ready"), ("NODE", "node")],
            "Job" => &[("STATUS", "status"), ("COMPLETIONS", "completions"), ("DURATION", "duration")],
            "CronJob" => &[("LASTSCHEDULE", "lastSchedule")],
            _ => &[("STATUS", "status"), ("ROLES", "roles"), ("VERSION", "version")],
        };
        let mut put = |path: &str, piece: Piece<'t>, node: Node<'t>| tree.insert_at(path, piece.span(), node);
        for (column, key) in table.iter().chain([("AGE", "age")].iter()) {
            if let Some(cell) = self.cell(column) {
                put(&format!("x-table.{key}"), cell, cell.node());
            }
        }
        let numbers =
            [("RESTARTS", "restarts"), ("ACTIVE", "active"), ("DESIRED", "desired"), ("SUCCESSFUL", "successful")];
        for (column, key) in numbers {
            if let Some(cell) = self.cell(column)
                && let Some(number) = cell.token().0.int()
            {
                put(&format!("x-table.{key}"), cell, number);
            }
        }
        for (column, path) in [("SCHEDULE", "spec.schedule"), ("TIMEZONE", "spec.timeZone")] {
            if let Some(cell) = self.cell(column) {
                put(path, cell, cell.node());
            }
        }
        if let Some(cell) = self.cell("SUSPEND") {
            put("spec.suspend", cell, Node::bool(cell.text.eq_ignore_ascii_case("true"), cell.span()));
        }
        Some(tree)
    }

    fn event(&self) -> Option<Node<'t>> {
        let none = Piece::new(self.line.start, "");
        let cell = |name: &str| self.cell(name).unwrap_or(none);
        let parts = EventText {
            kind: cell("TYPE"),
            reason: cell("REASON"),
            age: cell("LASTSEEN"),
            first_age: cell("FIRSTSEEN"),
            count: cell("COUNT"),
            from: cell("SOURCE"),
            field_path: cell("SUBOBJECT"),
            message: cell("MESSAGE"),
        };
        if !matches!(parts.kind.text, "Normal" | "Warning" | "")
            || parts.reason.text.contains(' ')
            || parts.reason.text.is_empty()
        {
            return None;
        }
        let object = cell("OBJECT");
        let kind = cell("KIND");
        let mut tree = parts.tree(self.line.span());
        let mut put = |path: &str, place: Piece<'t>, node: Node<'t>| tree.insert_at(path, place.span(), node);
        if let Some((kind, name)) = object.split_once("/").or_else(|| kind.split_once("/")) {
            put("involvedObject.kind", kind, kind_node(kind));
            put("involvedObject.name", name, name.node());
        } else if !kind.is_unset() {
            put("involvedObject.kind", kind, kind_node(kind));
            // The old layout shows the event's own name: the object's, a dot and a number.
            if let Some((name, _)) = self.cell("NAME").and_then(|name| name.text.rfind('.').map(|at| name.split_at(at)))
            {
                put("involvedObject.name", name, name.node());
            }
        }
        if let Some(namespace) = self.cell("NAMESPACE") {
            put("involvedObject.namespace", namespace, namespace.node());
        }
        Some(tree)
    }
}

fn kind_node<'t>(kind: Piece<'t>) -> Node<'t> {
    match kind_of(kind.text) {
        Some(known) => Node::string(known, kind.span()),
        None => kind.node(),
    }
}

/// The kind behind `pod`, `job.batch`, `CronJob`.
fn kind_of(text: &str) -> Option<&'static str> {
    let plain = text.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let plain = plain.strip_suffix('s').unwrap_or(&plain);
    const KINDS: [&str; 14] = [
        "Pod",
        "Job",
        "CronJob",
        "Node",
        "Deployment",
        "ReplicaSet",
        "StatefulSet",
        "DaemonSet",
        "Service",
        "PersistentVolumeClaim",
        "PersistentVolume",
        "Namespace",
        "Workflow",
        "HorizontalPodAutoscaler",
    ];
    KINDS.into_iter().find(|kind| kind.eq_ignore_ascii_case(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str, namespace: Option<&str>) -> (Vec<String>, usize, Vec<NotAnalysed>) {
        let mut rows = Vec::new();
        let mut troubles = Unread::default();
        let mut each = |document: Document<'_>| {
            if let Document::Object { root, .. } = document {
                rows.push(flat(&root));
            }
        };
        let end = read(SourceId(0), text, 0, text.len(), namespace, &mut each, &mut troubles);
        (rows, end, troubles.into_list())
    }

    fn flat(node: &Node<'_>) -> String {
        use crate::yaml::Value;
        match &node.value {
            Value::Mapping(entries) => {
                let parts: Vec<_> =
                    entries.iter().map(|entry| format!("{}={}", entry.key, flat(&entry.node))).collect();
                format!("{{{}}}", parts.join(" "))
            }
            Value::String(text) => text.to_string(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn pods_keep_their_status_out_of_the_phase() {
        let text = "NAMESPACE   NAME        READY   STATUS   RESTARTS      AGE    IP            NODE    NOMINATED NODE   READINESS GATES\n\
                    team-02     etl-9wf6b   0/1     Error    4 (61s ago)   100s   10.244.0.17   node1   <none>           <none>\n\nlog\n";
        let (rows, end, troubles) = table(text, None);
        assert_eq!(
            rows,
            [
                "{kind=Pod metadata={name=etl-9wf6b namespace=team-02} x-table={status=Error ready=0/1 node=node1 age=100s restarts=Int(4)}}"
            ]
        );
        assert_eq!(&text[end..], "\nlog\n");
        assert!(troubles.is_empty());
        let squeezed = "NAMESPACE NAME READY STATUS RESTARTS AGE IP NODE NOMINATED NODE READINESS GATES\n\
                        team-02 etl-9wf6b 0/1 Error 4 (61s ago) 100s 10.244.0.17 node1 <none> <none>\n";
        assert_eq!(table(squeezed, None).0, rows);
    }

    #[test]
    fn jobs_and_cron_jobs_of_all_ages() {
        let new = "NAME            STATUS    COMPLETIONS   DURATION   AGE\njob.batch/etl   Running   0/1           100s       100s\n";
        assert_eq!(
            table(new, Some("x")).0,
            [
                "{kind=Job metadata={name=etl namespace=x} x-table={status=Running completions=0/1 duration=100s age=100s}}"
            ]
        );
        let old = "NAME      DESIRED   SUCCESSFUL   AGE\npi        1         0            8s\n";
        assert_eq!(
            table(old, None).0,
            ["{kind=Job metadata={name=pi} x-table={age=8s desired=Int(1) successful=Int(0)}}"]
        );
        for cron in [
            "NAME                   SCHEDULE    TIMEZONE   SUSPEND   ACTIVE   LAST SCHEDULE   AGE\n\
             cronjob.batch/hourly   * * * * *   <none>     False     0        10s             2m30s\n",
            "NAME SCHEDULE TIMEZONE SUSPEND ACTIVE LAST SCHEDULE AGE\n\
             cronjob.batch/hourly * * * * * <none> False 0 10s 2m30s\n",
        ] {
            assert_eq!(
                table(cron, None).0,
                [
                    "{kind=CronJob metadata={name=hourly} x-table={lastSchedule=10s age=2m30s active=Int(0)} spec={schedule=* * * * * suspend=Bool(false)}}"
                ]
            );
        }
    }

    #[test]
    fn events_of_all_ages() {
        let expected = "involvedObject={kind=Pod name=etl-9";
        let new = "LAST SEEN   TYPE      REASON    OBJECT          MESSAGE\n\
                   18s         Warning   BackOff   pod/etl-9wf6b   Back-off restarting  failed\n";
        let wide = "NAMESPACE   LAST SEEN   TYPE      REASON    OBJECT          SUBOBJECT                SOURCE           MESSAGE    FIRST SEEN   COUNT   NAME\n\
                    team-02     18s         Warning   BackOff   pod/etl-9wf6b   spec.containers{main}    kubelet, node1   Back-off   96s          5       etl-9wf6b.17a\n";
        let events = "LAST SEEN          TYPE      REASON    OBJECT          MESSAGE\n18s (x5 over 96s)  Warning   BackOff   Pod/etl-9wf6b   Back-off\n";
        let old = "LASTSEEN   FIRSTSEEN   COUNT     NAME      KIND      SUBOBJECT   TYPE      REASON    SOURCE    MESSAGE\n\
                   18s        96s         5         etl-9wf6b.14f9c8d1a2b3   Pod       spec.containers{main}   Warning   BackOff   kubelet, node1   Back-off restarting\n";
        for (text, count) in [(new, None), (wide, Some(5)), (events, Some(5)), (old, Some(5))] {
            let (rows, _, _) = table(text, Some("team-02"));
            assert_eq!(rows.len(), 1, "{text}");
            assert!(rows[0].contains("type=Warning reason=BackOff message=Back-off"), "{}", rows[0]);
            assert!(rows[0].contains(expected) || rows[0].contains("kind=Pod name=etl-9wf6b"), "{}", rows[0]);
            assert!(rows[0].contains("namespace=team-02"), "{}", rows[0]);
            assert!(rows[0].contains("x-age-seconds=Int(18)"), "{}", rows[0]);
            if let Some(count) = count {
                assert!(rows[0].contains(&format!("count=Int({count})")), "{}", rows[0]);
                assert!(rows[0].contains("x-first-age-seconds=Int(96)"), "{}", rows[0]);
            }
        }
    }

    #[test]
    fn other_tables_are_named_and_a_foreign_line_ends_a_table() {
        let (rows, _, troubles) = table("NAME   DATA   AGE\ncfg    1      3d\n", None);
        assert!(rows.is_empty());
        assert!(troubles[0].why.contains("NAME DATA AGE"), "{}", troubles[0].why);
        let text = "NAME   READY   STATUS   RESTARTS   AGE\na-1    0/1     Error    0          3d\nERROR: could not connect to database\n";
        let (rows, end, _) = table(text, None);
        assert_eq!(rows.len(), 1);
        assert!(text[end..].starts_with("ERROR"));
        assert!(!is_header(Piece::new(0, "NAME of the game")));
        assert!(!is_header(Piece::new(0, "ERROR FATAL")));
    }
}
