//! The format of the tables: a sentence after `#`, the change, lines before (`<`), lines after (`>`) or the reason (`!`).
//!
//! A line stands for itself and a line feed; at its end `¬` takes the line feed away and `␍` puts a carriage return before
//! it. `→` is a tab, `◊` a byte order mark. `document N` before a change chooses another document than the first.

use std::path::PathBuf;

use stackengine::yaml::{Change, Data, Path, read_json};

/// One row of a table.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) command: String,
    pub(crate) document: usize,
    pub(crate) change: Change,
    pub(crate) before: String,
    pub(crate) outcome: Outcome,
}

/// What an edit leads to.
#[derive(Debug, PartialEq)]
pub(crate) enum Outcome {
    /// The text afterwards.
    After(String),
    /// Why there is none.
    Refused(String),
}

/// The tables.
pub(crate) fn files() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/editing");
    let entries = std::fs::read_dir(folder).expect("the folder of tables");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    files
}

/// The lines before the first case.
pub(crate) fn head(text: &str) -> &str {
    &text[..text.find("# ").unwrap_or(0)]
}

/// The cases of a table.
pub(crate) fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for block in text.split("\n\n").map(str::trim_end).filter(|block| block.trim_start().starts_with("# ")) {
        let (mut name, mut command, mut before, mut after, mut refused) = ("", "", String::new(), String::new(), None);
        for line in block.trim_start().lines() {
            match line.chars().next() {
                Some('#') => name = line[1..].trim(),
                Some('<') => before.push_str(&decode(&line[1..])),
                Some('>') => after.push_str(&decode(&line[1..])),
                Some('!') => refused = Some(line[1..].trim().to_owned()),
                _ => command = line,
            }
        }
        let (document, change) = parse(command, &before);
        let outcome = refused.map_or(Outcome::After(after), Outcome::Refused);
        cases.push(Case { name: name.to_owned(), command: command.to_owned(), document, change, before, outcome });
    }
    cases
}

/// A case as it stands in a table.
pub(crate) fn write(case: &Case, outcome: &Outcome) -> String {
    let mut out = format!("# {}\n{}\n{}", case.name, case.command, encode(&case.before, '<'));
    match outcome {
        Outcome::After(text) => out.push_str(&encode(text, '>')),
        Outcome::Refused(reason) => out.push_str(&format!("! {reason}\n")),
    }
    out
}

fn decode(line: &str) -> String {
    let line = line.replace('→', "\t").replace('◊', "\u{feff}");
    if let Some(line) = line.strip_suffix('¬') {
        return line.to_owned();
    }
    match line.strip_suffix('␍') {
        Some(line) => format!("{line}\r\n"),
        None => format!("{line}\n"),
    }
}

fn encode(text: &str, mark: char) -> String {
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        let shown = line.replace('\t', "→").replace('\u{feff}', "◊");
        let shown = match (shown.strip_suffix("\r\n"), shown.strip_suffix('\n')) {
            (Some(line), _) => format!("{line}␍"),
            (None, Some(line)) => line.to_owned(),
            (None, None) => format!("{shown}¬"),
        };
        out.push_str(&format!("{mark}{shown}\n"));
    }
    out
}

fn parse(command: &str, before: &str) -> (usize, Change) {
    let (document, command) = match command.strip_prefix("document ").and_then(|rest| rest.split_once(' ')) {
        Some((number, rest)) => (number.parse().expect("a number"), rest),
        None => (0, command),
    };
    let (verb, rest) = command.split_once(' ').unwrap_or_else(|| panic!("a verb and a path: {command}"));
    let (path, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let path = if path == "-" { Path::default() } else { Path::parse(path) };
    let change = match verb {
        "set" => Change::Set { path, value: json(rest).0 },
        "append" => Change::Append { path, value: json(rest).0 },
        "insert" => Change::Insert { path, value: json(rest).0 },
        "delete" => Change::Delete { path },
        "rename" => Change::Rename { path, key: rest.to_owned() },
        "splice" => {
            let (old, read) = json(rest);
            let (new, _) = json(&rest[read..]);
            let (Data::String(old), Data::String(text)) = (old, new) else { panic!("two texts: {command}") };
            let whole = value_at(before, document, &path);
            let start = whole.find(&old).unwrap_or_else(|| panic!("{old:?} is not in {whole:?}"));
            Change::Splice { path, start, end: start + old.len(), text }
        }
        _ => panic!("unknown verb: {command}"),
    };
    (document, change)
}

/// A JSON value, and how much of the text it took.
fn json(text: &str) -> (Data, usize) {
    // The reader takes a number at the very end for a cut one.
    let padded = format!("{text} ");
    let (node, end) = read_json(&padded, 0);
    (Data::of(&node), end.offset().min(text.len()))
}

fn value_at(text: &str, document: usize, path: &Path) -> String {
    let span = stackengine::yaml::documents(text)[document].span;
    let mut found = None;
    stackengine::yaml::read_yaml(text, span.start as usize, span.end as usize, &mut |node, _| {
        found = node.resolve(path).and_then(|node| node.as_str()).map(str::to_owned);
    });
    found.unwrap_or_default()
}
