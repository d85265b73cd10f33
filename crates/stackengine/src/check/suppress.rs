//! Suppressions: comments and annotations by which an owner says that a finding is known and meant.
//!
//! Those that other linters read count too, for what those linters ask for. What the API server refuses stays: no
//! comment makes it accept an object.

use memchr::memmem;

use super::{Checked, CheckedObject, Lint};
use crate::catalogue::{self, CATALOGUE, Diagnostic};
use crate::manifest::Workload;
use crate::yaml::{Node, Path, Span};

/// How a comment of ours begins, behind its `#`.
const MARKER: &str = "stackengine:";
/// How it is written, for those who wrote it otherwise.
const EXAMPLE: &str = "write which: # stackengine: ignore[deadline-missing] why it is meant";

/// What the code of a policy of the user's own begins with; ours begin with `SE`.
pub const POLICY: &str = "policy:";

/// Where in an object suppressions may stand, and how far they reach.
#[derive(Clone, Debug, Default)]
pub struct Asides {
    annotations: Vec<Annotation>,
    /// The first key, `apiVersion` and `kind`: a comment at one of them covers the whole object.
    heads: Vec<Span>,
    containers: Vec<ContainerAside>,
}

#[derive(Clone, Debug)]
struct ContainerAside {
    name: String,
    path: Path,
    /// The first key and `name`: a comment at one of them covers the container.
    heads: [Option<Span>; 2],
}

#[derive(Clone, Debug)]
struct Annotation {
    key: String,
    value: String,
    span: Span,
}

/// One suppression that was found.
#[derive(Clone, Debug)]
pub struct Suppression {
    /// Where it stands.
    pub span: Span,
    /// What it is: `comment`, or `annotation checkov.io/skip1`.
    pub by: String,
    /// Why, in the owner's words.
    pub reason: Option<String>,
    /// Whether it is written for us, and not for another tool.
    pub ours: bool,
    /// What it names: names, codes, or checks of other tools.
    names: Vec<String>,
    /// All that one other tool asks for: `kube-linter:`.
    everything_of: Option<&'static str>,
    reach: Reach,
}

#[derive(Clone, Debug)]
enum Reach {
    Line(Span),
    Object(usize),
    Container(usize, Path),
}

/// What the suppressions of one file do.
#[derive(Debug, Default)]
pub struct Judgement {
    /// Every suppression, in the order of the text.
    pub suppressions: Vec<Suppression>,
    /// For each object, for each of its lints: which suppression covers it.
    pub covered_by: Vec<Vec<Option<usize>>>,
    /// What is to be said about the suppressions themselves.
    pub notes: Vec<Note>,
}

/// A remark about a suppression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Where the suppression stands.
    pub span: Span,
    /// A sentence fragment.
    pub text: String,
}

impl Asides {
    pub(super) fn of(workload: &Workload<'_>) -> Self {
        let mut asides = Self::default();
        let root = workload.root;
        let head = |name: &str| root.entries().iter().find(|entry| entry.key == name);
        asides.heads.extend(root.entries().first().map(|entry| entry.key_span));
        asides.heads.extend([head("apiVersion"), head("kind")].into_iter().flatten().map(|entry| entry.key_span));
        for container in &workload.containers {
            let entries = container.node.entries();
            let name = entries.iter().find(|entry| entry.key == "name");
            asides.containers.push(ContainerAside {
                name: container.name.to_owned(),
                path: workload.container_path(container, ""),
                heads: [entries.first(), name].map(|entry| entry.map(|entry| entry.key_span)),
            });
        }
        let own = workload.at("metadata.annotations");
        let job = workload.at("spec.jobTemplate.metadata.annotations");
        for annotations in [own, job, workload.template("metadata.annotations")].into_iter().flatten() {
            asides.annotations.extend(annotations.entries().iter().filter(|entry| is_of_interest(&entry.key)).map(
                |entry| Annotation { key: entry.key.to_string(), value: text_of(&entry.node), span: entry.key_span },
            ));
        }
        asides
    }
}

/// Whether the diagnostic is meant by this name: its own, its code, or the check of another tool that asks for the same.
#[must_use]
pub fn is_called(diagnostic: &Diagnostic, name: &str) -> bool {
    let same = |known: &str| known.eq_ignore_ascii_case(name);
    same(diagnostic.name) || same(diagnostic.code) || diagnostic.asked_by.iter().any(|asked| same(asked))
}

/// Whether any diagnostic is meant by this name.
#[must_use]
pub(super) fn is_known(name: &str) -> bool {
    CATALOGUE.iter().any(|diagnostic| is_called(diagnostic, name))
}

/// Says which findings of a file are suppressed, and what is to be said about the suppressions.
#[must_use]
pub fn judge(text: &str, checked: &Checked) -> Judgement {
    let mut judgement = Judgement::default();
    comments(text, checked, &mut judgement);
    for (index, object) in checked.objects.iter().enumerate() {
        for annotation in &object.asides.annotations {
            judgement.suppressions.extend(from_annotation(annotation, index, object));
        }
    }
    judgement.suppressions.sort_by_key(|suppression| suppression.span);
    let mut used = vec![false; judgement.suppressions.len()];
    for (index, object) in checked.objects.iter().enumerate() {
        let covered = object.lints.iter().map(|lint| covering(&mut judgement, &mut used, index, lint)).collect();
        judgement.covered_by.push(covered);
    }
    for (suppression, used) in judgement.suppressions.iter().zip(used) {
        remark(suppression, used, &mut judgement.notes);
    }
    judgement.notes.sort_by(|left, right| (left.span, &left.text).cmp(&(right.span, &right.text)));
    judgement
}

/// The suppression that covers a lint, if one may; the first of several. All of them are of use.
fn covering(judgement: &mut Judgement, used: &mut [bool], object: usize, lint: &Lint) -> Option<usize> {
    let mut first = None;
    for (index, (suppression, used)) in judgement.suppressions.iter().zip(used).enumerate() {
        if !suppression.covers(object, lint) {
            continue;
        }
        *used = true;
        if lint.api_refuses() {
            let name = lint.diagnostic.name;
            let text = format!("{name} cannot be suppressed: the API server refuses the object all the same");
            judgement.notes.push(Note { span: suppression.span, text });
        } else if first.is_none() {
            first = Some(index);
        }
    }
    first
}

/// Whether a name is that of a policy of the user's own. Which there are is not known here, and differs from run to run.
fn is_policy(name: &str) -> bool {
    name.starts_with(POLICY)
}

/// What is to be said about a suppression. One that was written for another tool is nobody's business here.
fn remark(suppression: &Suppression, used: bool, notes: &mut Vec<Note>) {
    if !suppression.ours {
        return;
    }
    let mut note = |text: String| notes.push(Note { span: suppression.span, text });
    let names = suppression.names.iter().map(String::as_str);
    let unknown: Vec<&str> = names.filter(|name| !is_known(name) && !is_policy(name)).collect();
    if !unknown.is_empty() {
        note(format!("no diagnostic is called {}", unknown.join(", ")));
    } else if !used && !suppression.names.iter().any(|name| is_policy(name)) {
        note(format!("this {} suppresses nothing: remove it", suppression.kind()));
    }
    if used && suppression.reason.is_none() {
        note(format!("this {} gives no reason: say why it is meant", suppression.kind()));
    }
}

impl Suppression {
    fn kind(&self) -> &str {
        self.by.split(' ').next().unwrap_or_default()
    }

    fn names(&self, diagnostic: &Diagnostic) -> bool {
        self.names.iter().any(|name| is_called(diagnostic, name))
            || self.everything_of.is_some_and(|tool| diagnostic.asked_by.iter().any(|asked| asked.starts_with(tool)))
    }

    fn covers(&self, object: usize, lint: &Lint) -> bool {
        let reaches = match &self.reach {
            Reach::Line(line) => (line.start..line.end).contains(&lint.span.start),
            Reach::Object(own) => *own == object,
            Reach::Container(own, path) => *own == object && lint.path.starts_with(path),
        };
        reaches && self.names(lint.diagnostic)
    }
}

/// Our own comments, wherever they stand in the text.
fn comments(text: &str, checked: &Checked, judgement: &mut Judgement) {
    for at in memmem::find_iter(text.as_bytes(), MARKER) {
        let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |found| found + 1);
        let end = text.get(at..).and_then(|after| after.find('\n')).map_or(text.len(), |found| at + found);
        let before = text.get(start..at).unwrap_or_default().trim_end();
        let Some(left) = before.strip_suffix('#') else { continue };
        if !(left.is_empty() || left.ends_with([' ', '\t'])) {
            continue;
        }
        let Some(rest) = text.get(at + MARKER.len()..end).and_then(|rest| rest.trim().strip_prefix("ignore")) else {
            continue;
        };
        let span = Span::new(start + left.len(), start + text.get(start..end).unwrap_or_default().trim_end().len());
        let listed = rest.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let names = listed.map(|(list, _)| words(list)).unwrap_or_default();
        if names.is_empty() {
            let text = format!("a suppression without a list would cover everything and covers nothing: {EXAMPLE}");
            judgement.notes.push(Note { span, text });
            continue;
        }
        let alone = left.trim().is_empty() || left.trim() == "---";
        let line = if alone { next_line(text, end) } else { Span::new(start, end) };
        let reason = listed.and_then(|(_, reason)| reason_of(reason));
        let (by, reach) = ("comment".to_owned(), reach_of(line, checked));
        judgement.suppressions.push(Suppression { span, by, reason, ours: true, names, everything_of: None, reach });
    }
}

/// How far a comment at this line reaches: the object whose head it is, the container that begins there, or the line.
fn reach_of(line: Span, checked: &Checked) -> Reach {
    let here = |span: &Span| (line.start..line.end).contains(&span.start);
    for (index, object) in checked.objects.iter().enumerate() {
        if object.asides.heads.iter().any(here) {
            return Reach::Object(index);
        }
        let mut containers = object.asides.containers.iter();
        if let Some(container) = containers.find(|container| container.heads.iter().flatten().any(here)) {
            return Reach::Container(index, container.path.clone());
        }
    }
    Reach::Line(line)
}

/// The first line behind `end` that is neither empty nor a comment.
fn next_line(text: &str, end: usize) -> Span {
    let mut start = end + 1;
    for line in text.get(start..).unwrap_or_default().split_inclusive('\n') {
        let content = line.trim();
        if !content.is_empty() && !content.starts_with('#') && content != "---" {
            return Span::new(start, start + line.len());
        }
        start += line.len();
    }
    Span::new(text.len(), text.len())
}

fn is_of_interest(key: &str) -> bool {
    [
        "stackengine.io/ignore",
        "io/skip",
        "kube-linter.io/",
        "kube-score/ignore",
        "polaris.fairwinds.com/",
        "datree.skip/",
    ]
    .iter()
    .any(|part| key.contains(part))
}

fn text_of(node: &Node<'_>) -> String {
    match node.as_bool() {
        Some(value) => value.to_string(),
        None => node.as_str().unwrap_or_default().to_owned(),
    }
}

/// What an annotation suppresses, ours or another tool's.
fn from_annotation(annotation: &Annotation, index: usize, object: &CheckedObject) -> Option<Suppression> {
    let Annotation { key, value, span } = annotation;
    let mut suppression = Suppression {
        span: *span,
        by: format!("annotation {key}"),
        reason: reason_of(value),
        ours: false,
        names: Vec::new(),
        everything_of: None,
        reach: Reach::Object(index),
    };
    if let Some(name) = key.strip_prefix("stackengine.io/ignore.") {
        suppression.ours = true;
        // `ignore.NAME.CONTAINER`: neither has a dot in it.
        let (name, container) = name.split_once('.').map_or((name, None), |(name, container)| (name, Some(container)));
        suppression.names.push(name.to_owned());
        if let Some(container) = container {
            suppression.reach = Reach::Container(index, container_path(object, container));
        }
    } else if ["checkov.io/skip", "bridgecrew.io/skip", "cortex.io/skip"].iter().any(|part| key.contains(part)) {
        // Checkov itself skips nothing for two checks in one annotation or a blank beside one, and falls over a second
        // `=`. What was meant is plain.
        let (names, reason) = value.split_once('=').unwrap_or((value, ""));
        suppression.names = words(names);
        suppression.reason = reason_of(reason);
    } else if let Some(check) = key.strip_prefix("ignore-check.kube-linter.io/") {
        suppression.names.push(format!("kube-linter:{check}"));
    } else if let Some(rule) = key.strip_prefix("datree.skip/") {
        suppression.names.push(format!("datree:{rule}"));
    } else if key == "kube-linter.io/ignore-all" {
        suppression.everything_of = Some("kube-linter:");
    } else if key == "kube-score/ignore" {
        suppression.names = words(value).into_iter().map(|check| format!("kube-score:{check}")).collect();
        suppression.reason = None;
    } else {
        let exempt = key.strip_prefix("polaris.fairwinds.com/").filter(|_| value == "true")?;
        match exempt.strip_suffix("exempt")? {
            "" => suppression.everything_of = Some("polaris:"),
            check => suppression.names.push(format!("polaris:{}", check.strip_suffix('-')?)),
        }
        suppression.reason = None;
    }
    Some(suppression)
}

/// The path of a container by its name; one that is nowhere leads nowhere.
fn container_path(object: &CheckedObject, name: &str) -> Path {
    let named = object.asides.containers.iter().find(|container| container.name == name);
    named.map_or_else(|| Path::parse("nowhere"), |container| container.path.clone())
}

fn words(list: &str) -> Vec<String> {
    let words = list.split(|char: char| char == ',' || char.is_whitespace());
    words.map(|word| word.trim_matches(['"', '\''])).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn reason_of(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches([':', '-', '–', '—', '#']).trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The diagnostics that another tool's check, a name or a code stands for.
#[must_use]
pub fn called(name: &str) -> Vec<&'static Diagnostic> {
    match catalogue::find(name) {
        Some(diagnostic) => vec![diagnostic],
        None => CATALOGUE.iter().copied().filter(|diagnostic| is_called(diagnostic, name)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::Evidence;

    const JOB: &str = "\
apiVersion: batch/v1
kind: Job
metadata:
  name: backup
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: main
          image: busybox
";

    /// How often the missing deadline is suppressed, and what is said.
    fn judged(text: &str) -> (usize, Vec<String>) {
        let checked = crate::check::check(text, &Evidence::default());
        let judgement = judge(text, &checked);
        let lints = checked.objects.iter().flat_map(|object| &object.lints);
        let covered = lints.zip(judgement.covered_by.iter().flatten());
        let n = covered.filter(|(lint, by)| lint.diagnostic.code == "SE701" && by.is_some()).count();
        (n, judgement.notes.into_iter().map(|note| note.text).collect())
    }

    #[test]
    fn a_comment_reaches_its_line_the_next_one_or_the_object() {
        let table = [
            ("spec:\n  template", "spec: # stackengine: ignore[SE701] why\n  template", 1),
            ("spec:\n  template", "# stackengine: ignore[deadline-missing] why\n\n# more\nspec:\n  template", 1),
            ("spec:\n  template", "spec: #stackengine:ignore[ other , DEADLINE-MISSING]: why\n  template", 1),
            ("kind: Job", "kind: Job # stackengine: ignore[SE701] why", 1),
            ("apiVersion", "# stackengine: ignore[SE701] why\napiVersion", 1),
            ("apiVersion", "--- # stackengine: ignore[SE701] why\napiVersion", 1),
            ("name: backup", "name: backup # stackengine: ignore[SE701] why", 0),
            ("- name: main", "- name: main # stackengine: ignore[SE701] why", 0),
            ("spec:\n  template", "spec: # stackengine: ignored[SE701] why\n  template", 0),
            ("name: backup", "name: backup#stackengine: ignore[SE701] why", 0),
        ];
        for (old, new, expected) in table {
            assert_eq!(judged(&JOB.replacen(old, new, 1)).0, expected, "{new}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_suppression_is_said() {
        let table = [
            ("spec: # stackengine: ignore", "without a list"),
            ("spec: # stackengine: ignore[]", "without a list"),
            ("spec: # stackengine: ignore[SE701", "without a list"),
            ("spec: # stackengine: ignore[SE701]", "gives no reason"),
            ("spec: # stackengine: ignore[no-such-thing] why", "no diagnostic is called no-such-thing"),
        ];
        for (new, expected) in table {
            let (_, notes) = judged(&JOB.replacen("spec:", new, 1));
            assert!(notes.iter().any(|note| note.contains(expected)), "{new}: {notes:?}");
        }
        let (_, notes) = judged(&JOB.replacen("name: backup", "name: backup # stackengine: ignore[SE701] why", 1));
        assert!(notes.iter().any(|note| note.contains("suppresses nothing")), "{notes:?}");
    }

    #[test]
    fn an_annotation_reaches_the_object_or_one_container() {
        let with = |annotation: &str| {
            JOB.replacen("name: backup", &format!("name: backup\n  annotations:\n    {annotation}"), 1)
        };
        assert_eq!(judged(&with("stackengine.io/ignore.deadline-missing: why")), (1, Vec::new()));
        assert_eq!(judged(&with("stackengine.io/ignore.SE701: why")).0, 1);
        assert_eq!(judged(&with("stackengine.io/ignore.SE701.main: why")).0, 0);
        let in_template = "template:\n    metadata: {annotations: {stackengine.io/ignore.SE701: why}}";
        assert_eq!(judged(&JOB.replacen("template:", in_template, 1)).0, 1);
    }

    #[test]
    fn suppressions_of_other_tools_are_read_as_they_were_meant() {
        let table = [
            ("checkov.io/skip1", "CKV_K8S_22=needs = scratch", "CKV_K8S_22", Some("needs = scratch")),
            ("checkov.io/skip-any", "CKV_K8S_43 , CKV_K8S_14 = both", "CKV_K8S_43 CKV_K8S_14", Some("both")),
            ("bridgecrew.io/skip2", "CKV_K8S_43", "CKV_K8S_43", None),
            ("cortex.io/skip3", " CKV_K8S_8 ", "CKV_K8S_8", None),
            ("ignore-check.kube-linter.io/latest-tag", "ours", "kube-linter:latest-tag", Some("ours")),
            ("datree.skip/CRONJOB_X", "ours", "datree:CRONJOB_X", Some("ours")),
            ("kube-score/ignore", "a,b", "kube-score:a kube-score:b", None),
            ("polaris.fairwinds.com/tag-exempt", "true", "polaris:tag", None),
        ];
        let checked = crate::check::check(JOB, &Evidence::default());
        let object = checked.objects.first().expect("a Job");
        for (key, value, names, reason) in table {
            assert!(is_of_interest(key), "{key}");
            let annotation = Annotation { key: key.to_owned(), value: value.to_owned(), span: Span::default() };
            let found = from_annotation(&annotation, 0, object).expect(key);
            assert_eq!((found.names.join(" ").as_str(), found.reason.as_deref()), (names, reason), "{key}");
            assert!(!found.ours, "{key}");
        }
        let annotation = |key: &str, value: &str| {
            from_annotation(
                &Annotation { key: key.to_owned(), value: value.to_owned(), span: Span::default() },
                0,
                object,
            )
        };
        let all = annotation("kube-linter.io/ignore-all", "ours").expect("it is known");
        assert_eq!(all.everything_of, Some("kube-linter:"));
        assert!(annotation("polaris.fairwinds.com/tag-exempt", "false").is_none());
        assert!(annotation("example.io/skipper", "x").is_none());
    }
}
