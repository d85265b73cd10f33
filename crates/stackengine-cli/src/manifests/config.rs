//! `.stackengine.yaml`: what a repository asks of its manifests. Strict: what is not understood is an error with its place.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use stackengine::check;
use stackengine::diagnosis::Severity;
use stackengine::repair::Level;
use stackengine::yaml::{Node, Span, Value, read_yaml};

use crate::outcome::Failure;

/// How it is called where nobody names it.
const NAME: &str = ".stackengine.yaml";

/// One configuration.
#[derive(Debug, Default)]
pub(crate) struct Config {
    /// Its folder, to which its globs are relative.
    folder: PathBuf,
    /// How far manifests must go.
    pub(crate) level: Option<Level>,
    /// The least severity that counts.
    pub(crate) severity: Option<Severity>,
    /// In their order; of two that say something, the later one has the word.
    pub(crate) rules: Vec<Rule>,
}

/// What holds for some files.
#[derive(Debug, Default)]
pub(crate) struct Rule {
    paths: Option<GlobSet>,
    pub(crate) ignore: Vec<String>,
    pub(crate) reason: Option<String>,
    pub(crate) severity: Vec<(String, Severity)>,
}

impl Rule {
    /// Whether it holds for a file below the configuration's folder.
    pub(crate) fn matches(&self, file: &str) -> bool {
        self.paths.as_ref().is_none_or(|paths| paths.is_match(file))
    }
}

impl Config {
    /// The path of a file below the configuration's folder, with `/` between its parts; as it is, where it lies elsewhere.
    pub(crate) fn relative(&self, folder: &Path, file: &Path) -> String {
        let whole = folder.join(file.file_name().unwrap_or_default());
        let relative = whole.strip_prefix(&self.folder).unwrap_or(&whole);
        relative.to_string_lossy().replace('\\', "/")
    }
}

/// The configurations of all files: each folder has that of the nearest folder above it, up to the repository's root.
#[derive(Debug)]
pub(crate) struct Configs {
    given: Option<Arc<Config>>,
    folders: HashMap<PathBuf, Option<Arc<Config>>>,
    /// Folders as they are named, and where they really are.
    real: HashMap<PathBuf, Rc<Path>>,
}

/// The configuration of one file, and the file's path below it.
pub(crate) type Applied = Option<(Arc<Config>, String)>;

impl Configs {
    /// With a file that holds for everything, or the search for one.
    pub(crate) fn new(given: Option<&Path>) -> Result<Self, Failure> {
        let given = match given {
            Some(path) => {
                let folder = fs::canonicalize(parent_of(path)).unwrap_or_default();
                Some(load(path, folder)?)
            }
            None => None,
        };
        Ok(Self { given, folders: HashMap::new(), real: HashMap::new() })
    }

    /// The configuration of a file; that of the current folder for standard input.
    pub(crate) fn of(&mut self, file: Option<&Path>) -> Result<Applied, Failure> {
        let file = file.unwrap_or_else(|| Path::new("-"));
        let parent = parent_of(file);
        let folder = match self.real.get(parent) {
            Some(known) => Rc::clone(known),
            None => {
                // A folder that is gone by now has no configuration; reading its files will say so.
                let real: Rc<Path> = fs::canonicalize(parent).unwrap_or_default().into();
                self.real.insert(parent.to_path_buf(), Rc::clone(&real));
                real
            }
        };
        let config = match &self.given {
            Some(given) => Some(Arc::clone(given)),
            None => self.search(&folder)?,
        };
        Ok(config.map(|config| {
            let relative = config.relative(&folder, file);
            (config, relative)
        }))
    }

    fn search(&mut self, folder: &Path) -> Result<Option<Arc<Config>>, Failure> {
        let mut passed = Vec::new();
        let mut found = None;
        for folder in folder.ancestors() {
            if let Some(known) = self.folders.get(folder) {
                found.clone_from(known);
                break;
            }
            passed.push(folder.to_path_buf());
            let path = folder.join(NAME);
            if path.is_file() {
                found = Some(load(&path, folder.to_path_buf())?);
                break;
            }
            if folder.join(".git").exists() {
                break;
            }
        }
        for folder in passed {
            self.folders.insert(folder, found.clone());
        }
        Ok(found)
    }
}

fn parent_of(file: &Path) -> &Path {
    match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn load(path: &Path, folder: PathBuf) -> Result<Arc<Config>, Failure> {
    let shown = path.display();
    let text = fs::read_to_string(path)
        .map_err(|error| Failure::Unusable(format!("failed to read the configuration {shown}: {error}")))?;
    match parse(&text) {
        Ok(config) => Ok(Arc::new(Config { folder, ..config })),
        Err(Mistake { offset, what }) => {
            let before = text.get(..offset).unwrap_or(&text);
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            Err(Failure::Unusable(format!("{shown}:{line}:{column}: {what}")))
        }
    }
}

#[derive(Debug)]
struct Mistake {
    offset: usize,
    what: String,
}

fn mistake(span: Span, what: impl Into<String>) -> Mistake {
    Mistake { offset: span.start as usize, what: what.into() }
}

fn parse(text: &str) -> Result<Config, Mistake> {
    let mut documents = Vec::new();
    read_yaml(text, 0, text.len(), &mut |node, error| documents.push((node, error)));
    let mut config = Config::default();
    for (nth, (node, error)) in documents.iter().enumerate() {
        if let Some(error) = error {
            return Err(Mistake { offset: error.offset, what: format!("it is not YAML: {}", error.message) });
        }
        if nth > 0 {
            return Err(mistake(node.span, "a configuration is one document"));
        }
        read_config(node, &mut config)?;
    }
    Ok(config)
}

fn read_config(root: &Node<'_>, config: &mut Config) -> Result<(), Mistake> {
    for (key, span, node) in fields(root)? {
        match key {
            "level" => config.level = Some(level(node)?),
            "severity" => config.severity = Some(severity(node)?),
            "rules" => {
                let rules = items(node)?.iter().map(rule);
                config.rules = rules.collect::<Result<_, _>>()?;
            }
            _ => return Err(mistake(span, format!("unknown key {key:?}: known are level, severity, rules"))),
        }
    }
    Ok(())
}

fn rule(node: &Node<'_>) -> Result<Rule, Mistake> {
    let mut rule = Rule::default();
    for (key, span, value) in fields(node)? {
        match key {
            "paths" => rule.paths = Some(globs(value)?),
            "ignore" => {
                let names = items(value)?.iter().map(|name| diagnostic(name, text(name)?));
                rule.ignore = names.collect::<Result<_, _>>()?;
                for (name, node) in rule.ignore.iter().zip(items(value)?) {
                    if check::called(name).iter().all(|known| !known.rules.is_empty()) {
                        let what = format!("{name} cannot be ignored: the API server refuses the object all the same");
                        return Err(mistake(node.span, what));
                    }
                }
            }
            "reason" => rule.reason = Some(text(value)?.trim().to_owned()).filter(|reason| !reason.is_empty()),
            "severity" => {
                for (name, span, value) in fields(value)? {
                    let name = diagnostic(&Node::string(name.to_owned(), span), name)?;
                    rule.severity.push((name, severity(value)?));
                }
            }
            _ => {
                let what = format!("unknown key {key:?}: known are paths, ignore, reason, severity");
                return Err(mistake(span, what));
            }
        }
    }
    if !rule.ignore.is_empty() && rule.reason.is_none() {
        return Err(mistake(node.span, "what is ignored needs a reason"));
    }
    Ok(rule)
}

fn globs(node: &Node<'_>) -> Result<GlobSet, Mistake> {
    let mut set = GlobSetBuilder::new();
    for item in items(node)? {
        let glob = GlobBuilder::new(text(item)?).literal_separator(true).build();
        set.add(glob.map_err(|error| mistake(item.span, error.to_string()))?);
    }
    set.build().map_err(|error| mistake(node.span, error.to_string()))
}

fn diagnostic(node: &Node<'_>, name: &str) -> Result<String, Mistake> {
    match check::called(name).is_empty() {
        true => Err(mistake(node.span, format!("no diagnostic is called {name:?}"))),
        false => Ok(name.to_owned()),
    }
}

fn level(node: &Node<'_>) -> Result<Level, Mistake> {
    match node.as_str() {
        Some("basic") => Ok(Level::Basic),
        Some("hardened") => Ok(Level::Hardened),
        _ => Err(mistake(node.span, "a level is basic or hardened")),
    }
}

fn severity(node: &Node<'_>) -> Result<Severity, Mistake> {
    match node.as_str() {
        Some("info") => Ok(Severity::Info),
        Some("low") => Ok(Severity::Low),
        Some("medium") => Ok(Severity::Medium),
        Some("high") => Ok(Severity::High),
        Some("critical") => Ok(Severity::Critical),
        _ => Err(mistake(node.span, "a severity is info, low, medium, high or critical")),
    }
}

fn text<'n>(node: &'n Node<'_>) -> Result<&'n str, Mistake> {
    node.as_str().ok_or_else(|| mistake(node.span, "this must be text"))
}

fn items<'n, 't>(node: &'n Node<'t>) -> Result<&'n [Node<'t>], Mistake> {
    match &node.value {
        Value::Sequence(items) => Ok(items),
        _ => Err(mistake(node.span, "this must be a list")),
    }
}

type Field<'n, 't> = (&'n str, Span, &'n Node<'t>);

/// The fields of a mapping, each once; nothing is a mapping without fields.
fn fields<'n, 't>(node: &'n Node<'t>) -> Result<Vec<Field<'n, 't>>, Mistake> {
    match &node.value {
        Value::Mapping(entries) => {
            let mut fields: Vec<Field<'n, 't>> = Vec::with_capacity(entries.len());
            for entry in entries {
                if fields.iter().any(|(known, _, _)| *known == entry.key) {
                    return Err(mistake(entry.key_span, format!("{} stands here twice", entry.key)));
                }
                fields.push((&entry.key, entry.key_span, &entry.node));
            }
            Ok(fields)
        }
        Value::Null => Ok(Vec::new()),
        _ => Err(mistake(node.span, "this must be a mapping")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Mistake, parse};

    #[test]
    fn what_is_not_understood_is_said_with_its_place() {
        let table = [
            ("levle: basic\n", 0, "unknown key \"levle\""),
            ("level: strict\n", 7, "basic or hardened"),
            ("severity: 3\n", 10, "info, low, medium"),
            ("rules:\n- path: [a]\n", 9, "unknown key \"path\""),
            ("rules:\n- ignore: [deadline-mising]\n  reason: x\n", 18, "no diagnostic is called"),
            ("rules:\n- ignore: [deadline-missing]\n", 9, "needs a reason"),
            ("rules:\n- paths: ['a[']\n", 17, "character class"),
            ("rules: {}\n", 7, "must be a list"),
            ("level: basic\nlevel: basic\n", 13, "twice"),
            ("level: [\n", 7, "not YAML"),
            ("a: 1\n---\nb: 2\n", 0, "unknown key"),
        ];
        for (text, offset, what) in table {
            match parse(text) {
                Ok(_) => panic!("{text:?} was understood"),
                Err(found) => {
                    assert!(found.what.contains(what), "{text:?}: {}", found.what);
                    assert_eq!(found.offset, offset, "{text:?}: {}", found.what);
                }
            }
        }
    }

    #[test]
    fn globs_are_relative_and_a_star_stays_in_its_folder() -> Result<(), Mistake> {
        let config = parse("rules:\n- paths: ['legacy/*.yaml', 'old/**']\n  severity: {SE701: low}\n")?;
        let matches = |file| config.rules.iter().any(|rule| rule.matches(file));
        assert!(matches("legacy/a.yaml") && matches("old/a/b.yaml"));
        assert!(!matches("legacy/a/b.yaml") && !matches("new/legacy/a.yaml"));
        Ok(())
    }
}
