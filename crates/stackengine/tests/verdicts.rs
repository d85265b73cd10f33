//! The API server's verdicts: real documents with what a server answered, and a table of small ones, a rule each.

#![expect(clippy::print_stdout, reason = "the figures are for whoever watches")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use stackengine::catalogue::CATALOGUE;
use stackengine::check::{Lint, check};
use stackengine::repair::{Evidence, Level, RepairOptions, Safety, repair};
use stackengine::validate::{Violation, validate};
use stackengine::yaml::{Node, Value, read_json, read_yaml};

/// One line of the record.
struct Verdict {
    file: String,
    document: String,
    accepted: bool,
    message: String,
}

#[test]
fn the_verdict_is_the_servers_on_every_recorded_document() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/manifests");
    let Ok(table) = fs::read_to_string(folder.join("verdicts.tsv")) else {
        println!("note: {} is not here, so nothing was compared", folder.display());
        return;
    };
    let verdicts: Vec<Verdict> = table.lines().skip(1).filter_map(verdict).collect();
    let mut disagreements = Vec::new();
    for verdict in &verdicts {
        let text = fs::read_to_string(folder.join(&verdict.file)).expect("a recorded file");
        let found = with_document(&text, &verdict.document, |node| validate(&without_namespace(node)));
        match found {
            Some(found) => disagreements.extend(compare(verdict, &found)),
            None => disagreements.push(format!("{} {}: not found", verdict.file, verdict.document)),
        }
    }
    println!("{} verdicts, {} disagreements", verdicts.len(), disagreements.len());
    assert!(disagreements.is_empty(), "\n{}", disagreements.join("\n"));
}

fn verdict(line: &str) -> Option<Verdict> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [file, document, _, _, verdict, message] = columns.as_slice() else { return None };
    let accepted = match *verdict {
        "accepted" => true,
        "refused" => false,
        _ => return None,
    };
    Some(Verdict {
        file: (*file).to_owned(),
        document: (*document).to_owned(),
        accepted,
        message: (*message).to_owned(),
    })
}

fn compare(verdict: &Verdict, found: &[Violation]) -> Option<String> {
    let shown: Vec<String> =
        found.iter().map(|violation| format!("{}: {}", violation.path, violation.message)).collect();
    let place = format!("{} {}", verdict.file, verdict.document);
    if verdict.accepted != found.is_empty() {
        let word = if verdict.accepted { "accepted" } else { "refused" };
        return Some(format!("{place}: {word} by the server: {}\n    here: {}", verdict.message, shown.join("\n    ")));
    }
    let missing: Vec<String> = named_paths(&verdict.message)
        .into_iter()
        .filter(|path| !found.iter().any(|violation| violation.path == *path))
        .collect();
    (!missing.is_empty())
        .then(|| format!("{place}: not named: {}\n    here: {}", missing.join(", "), shown.join("\n    ")))
}

/// The paths that a message names; the record cuts long messages, and with them the last path.
fn named_paths(message: &str) -> Vec<String> {
    if let Some((_, fields)) = message.split_once("strict decoding error: ") {
        let quoted = fields.split(", ").filter_map(|field| field.split('"').nth(1).filter(|_| field.ends_with('"')));
        return quoted.map(str::to_owned).collect();
    }
    let Some((_, errors)) = message.split_once(" is invalid: ") else { return Vec::new() };
    let starts = ["metadata.", "spec."];
    let mut paths = Vec::new();
    let mut rest = errors.trim_start_matches('[');
    loop {
        let Some((path, after)) = rest.split_once(": ") else { return paths };
        if starts.iter().any(|start| path.starts_with(start)) {
            paths.push(path.to_owned());
        }
        let next = starts.iter().filter_map(|start| after.find(&format!(", {start}"))).min();
        match next.and_then(|at| after.get(at + 2..)) {
            Some(next) => rest = next,
            None => return paths,
        }
    }
}

/// Finds `2`, or `2.0` inside a List.
fn with_document<T>(text: &str, document: &str, judge: impl Fn(&Node<'_>) -> T) -> Option<T> {
    let mut numbers = document.split('.').map(|number| number.parse::<usize>().expect("a number"));
    let (number, item) = (numbers.next()?, numbers.next());
    let mut position = 0;
    let mut found = None;
    let mut look = |node: Node<'_>| {
        if position == number {
            let chosen = item.map_or(Some(&node), |item| node.get("items").and_then(|items| items.items().get(item)));
            found = chosen.map(&judge);
        }
        position += 1;
    };
    if text.trim_start().starts_with('{') {
        look(read_json(text, 0).0);
    } else {
        read_yaml(text, 0, text.len(), &mut |node, _| look(node));
    }
    found
}

/// The same documents through the whole check, as a user gives them: files with their Lists and namespaces.
#[test]
fn a_check_of_the_files_refuses_what_the_server_refused_at_the_same_fields() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/manifests");
    let Ok(table) = fs::read_to_string(folder.join("verdicts.tsv")) else {
        println!("note: {} is not here, so nothing was compared", folder.display());
        return;
    };
    let (mut compared, mut disagreements) = (0, Vec::new());
    for verdict in table.lines().skip(1).filter_map(verdict) {
        let text = fs::read_to_string(folder.join(&verdict.file)).expect("a recorded file");
        let checked = check(&text, &Evidence::default());
        let objects = checked.objects.iter().filter(|object| object.number == verdict.document);
        let broken = checked.broken.iter().filter(|(number, _)| *number == verdict.document).map(|(_, lint)| lint);
        let lints = objects.flat_map(|object| &object.lints).chain(broken);
        let refusals: Vec<Violation> = lints
            .filter(|lint| lint.api_refuses())
            .map(|lint| {
                assert!(!lint.help.is_empty(), "{} {}", lint.diagnostic.name, lint.rule());
                lint.refusal.clone().expect("a refusal says what the server says")
            })
            .collect();
        disagreements.extend(compare(&verdict, &refusals));
        compared += 1;
    }
    println!("{compared} verdicts, {} disagreements", disagreements.len());
    assert!(disagreements.is_empty(), "\n{}", disagreements.join("\n"));
}

/// The names of rules in the sources of the validation: words with hyphens that stand alone between quotes.
fn rules_in_the_sources(folder: &Path, rules: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("the sources are there").flatten() {
        if entry.path().is_dir() {
            rules_in_the_sources(&entry.path(), rules);
            continue;
        }
        let source = fs::read_to_string(entry.path()).expect("a source can be read");
        let source = source.split("#[cfg(test)]").next().unwrap_or_default();
        let allowed = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-';
        rules.extend(source.match_indices('"').filter_map(|(quote, _)| {
            let rest = &source[quote + 1..];
            let length = rest.bytes().take_while(allowed).count();
            let word = &rest[..length];
            let whole = rest[length..].starts_with('"') && word.contains('-') && !word.ends_with('-');
            whole.then(|| word.to_owned())
        }));
    }
}

#[test]
fn every_rule_belongs_to_one_diagnostic_and_none_is_invented() {
    // Labels and resources of Kubernetes that look like a rule.
    let not_rules = ["controller-uid", "job-name", "ephemeral-storage"];
    let mut rules = BTreeSet::new();
    rules_in_the_sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/validate"), &mut rules);
    assert!(not_rules.iter().all(|word| rules.remove(*word)));
    rules.insert("yaml-malformed".to_owned());
    let owned: Vec<&str> = CATALOGUE.iter().flat_map(|diagnostic| diagnostic.rules).copied().collect();
    let distinct: BTreeSet<String> = owned.iter().map(|rule| (*rule).to_owned()).collect();
    assert_eq!(distinct.len(), owned.len(), "a rule belongs to two diagnostics");
    let (homeless, invented): (Vec<_>, Vec<_>) =
        (rules.difference(&distinct).collect(), distinct.difference(&rules).collect());
    assert!(homeless.is_empty() && invented.is_empty(), "homeless: {homeless:?}, invented: {invented:?}");
    assert!(rules.len() >= 160, "{}", rules.len());
}

/// Every refusal commands what to do, and where it has a fix that can be applied, the fix ends it and gives something
/// that the server would take no worse.
#[test]
fn each_refusal_has_help_and_its_fix_ends_it() {
    let (mut fixed, mut left, mut wrong) = (0, 0, Vec::new());
    for line in RULES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let columns: Vec<&str> = line.split(" ¦ ").map(str::trim).collect();
        let [place, _, illegal, _, rule] = columns.as_slice() else { panic!("five columns: {line}") };
        let text = manifest(place, illegal);
        let checked = check(&text, &Evidence::default());
        for lint in checked.objects.iter().flat_map(|object| &object.lints).filter(|lint| lint.rule() == *rule) {
            if lint.help.is_empty() {
                wrong.push(format!("{line}\nhas no help"));
            }
            if lint.fix.as_ref().is_none_or(|fix| fix.safety == Safety::DisplayOnly) {
                left += 1;
                continue;
            }
            let evidence = Evidence::default();
            let wanted = |_: &str, other: &Lint| other.rule() == *rule;
            let options =
                RepairOptions { level: Level::Basic, apply_unsafe: true, evidence: &evidence, wanted: &wanted };
            let repaired = repair(&text, &options);
            if repaired.applied.is_empty() {
                let why: Vec<&str> = repaired.dropped.iter().map(|dropped| dropped.why.as_str()).collect();
                wrong.push(format!("{line}\nis not fixed: {why:?}"));
            }
            fixed += 1;
        }
    }
    println!("{fixed} fixed, {left} left to the owner");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The record was made without namespaces.
fn without_namespace<'t>(node: &Node<'t>) -> Node<'t> {
    let mut node = node.clone();
    if let Value::Mapping(entries) = &mut node.value {
        for entry in entries.iter_mut().filter(|entry| entry.key == "metadata") {
            if let Value::Mapping(fields) = &mut entry.node.value {
                fields.retain(|field| field.key != "namespace");
            }
        }
    }
    node
}

/// Small manifests, two a line: just legal and just illegal, with the path and the rule of the second.
const RULES: &str = include_str!("verdicts/rules.txt");

#[test]
fn each_rule_has_a_just_legal_and_a_just_illegal_manifest() {
    let (mut manifests, mut wrong) = (0, Vec::new());
    for line in RULES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let columns: Vec<&str> = line.split(" ¦ ").map(str::trim).collect();
        let [place, legal, illegal, path, rule] = columns.as_slice() else { panic!("five columns: {line}") };
        let accepted = judge(&manifest(place, legal));
        if !accepted.is_empty() {
            wrong.push(format!("{line}\nis legal, but: {accepted:#?}"));
        }
        let refused = judge(&manifest(place, illegal));
        if !refused.iter().any(|violation| violation.path == *path && violation.rule == *rule) {
            wrong.push(format!("{line}\nis illegal, but: {refused:#?}"));
        }
        manifests += 2;
    }
    println!("{manifests} manifests");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(manifests >= 120, "{manifests}");
}

fn judge(text: &str) -> Vec<Violation> {
    let mut found = Vec::new();
    read_yaml(text, 0, text.len(), &mut |node, error| {
        assert_eq!(error, None, "{text}");
        found.extend(validate(&node));
    });
    let inside = |violation: &Violation| text.get(violation.span.start as usize..violation.span.end as usize).is_some();
    assert!(found.iter().all(inside), "{text}\n{found:#?}");
    found
}

/// A manifest that is legal but for the `part` at that place.
fn manifest(place: &str, part: &str) -> String {
    let part = part.trim_matches('`');
    if place == "all" {
        return part.to_owned();
    }
    let at = |wanted: &str, default: &str| {
        let own = if place == wanted { part } else { "" };
        let kept: Vec<&str> = default
            .split("; ")
            .filter(|field| field.split_once(": ").is_none_or(|(key, _)| !own.starts_with(&format!("{key}: "))))
            .chain([own])
            .filter(|field| !field.is_empty() && *field != "-")
            .collect();
        kept.join(", ")
    };
    let container = at("container", "name: main; image: busybox");
    let init = match place {
        "init" => format!("initContainers: [{{{}}}], ", at("init", "name: first; image: busybox")),
        _ => String::new(),
    };
    let containers =
        if part.starts_with("containers: ") { String::new() } else { format!("containers: [{{{container}}}], ") };
    let pod = format!("{containers}{init}{}", at("pod", "restartPolicy: Never"));
    let template = format!("{{metadata: {{{}}}, spec: {{{pod}}}}}", at("template", "-"));
    let spec = format!("{}, template: {template}", at("spec", "suspend: false"));
    let meta = at("meta", "name: example");
    match place {
        "cron" | "cron-meta" | "cron-spec" => {
            let job = format!("{}, template: {template}", at("cron-spec", "suspend: false"));
            let cron = at("cron", "schedule: \"* * * * *\"");
            let meta = at("cron-meta", "name: example");
            format!(
                "apiVersion: batch/v1\nkind: CronJob\nmetadata: {{{meta}}}\nspec: {{{cron}, jobTemplate: {{spec: {{{job}}}}}}}\n"
            )
        }
        _ => format!("apiVersion: batch/v1\nkind: Job\nmetadata: {{{meta}}}\nspec: {{{spec}}}\n"),
    }
}

#[test]
fn names_of_the_greatest_length_are_legal_and_one_more_byte_is_not() {
    let cases = [
        ("meta", 63, "spec.template.labels"),
        ("cron-meta", 52, "metadata.name"),
        ("container", 63, "spec.template.spec.containers[0].name"),
    ];
    for (place, longest, path) in cases {
        let name = |length| format!("name: {}", "a".repeat(length));
        assert!(judge(&manifest(place, &name(longest))).is_empty(), "{place}");
        let refused = judge(&manifest(place, &name(longest + 1)));
        assert!(refused.iter().any(|violation| violation.path == path), "{place}: {refused:#?}");
    }
    let indexed = |length: usize| {
        format!(
            "apiVersion: batch/v1\nkind: Job\nmetadata: {{name: {}}}\nspec: {{completionMode: Indexed, completions: 11, \
             template: {{spec: {{restartPolicy: Never, containers: [{{name: main, image: busybox}}]}}}}}}\n",
            "a".repeat(length)
        )
    };
    assert!(judge(&indexed(60)).is_empty());
    assert_eq!(judge(&indexed(61)).first().map(|violation| violation.rule), Some("indexed-name-too-long"));
}

#[test]
fn documents_that_are_cut_anywhere_do_not_panic() {
    let whole = manifest(
        "container",
        "env: [{name: A, valueFrom: {fieldRef: {fieldPath: metadata.name}}}], resources: {limits: {cpu: 1}}",
    );
    let mut texts = vec![whole];
    texts.extend(RULES.lines().filter(|line| line.contains('¦')).step_by(7).map(|line| {
        let columns: Vec<&str> = line.split(" ¦ ").map(str::trim).collect();
        manifest(columns.first().copied().unwrap_or_default(), columns.get(2).copied().unwrap_or_default())
    }));
    for text in texts {
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            read_yaml(&text, 0, end, &mut |node, _| drop(validate(&node)));
            let _ = validate(&read_json(&text[..end], 0).0);
        }
    }
}

#[test]
fn a_missing_field_points_at_its_parent_and_a_wrong_one_at_itself() {
    let text = "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: a\nspec:\n  backoffLimit: -1\n  template:\n    \
                spec:\n      containers:\n      - name: Main\n        image: busybox\n";
    let found = judge(text);
    let pointed: Vec<(&str, &str)> = found
        .iter()
        .map(|violation| (violation.rule, &text[violation.span.start as usize..violation.span.end as usize]))
        .collect();
    let expected = [("must-not-be-negative", "-1"), ("name-not-dns-1123", "Main"), ("restart-policy-required", "spec")];
    assert_eq!(pointed, expected);
}

#[test]
fn an_unknown_field_comes_with_what_was_probably_meant() {
    let cases = [
        ("container", "privileged: true", "securityContext.privileged"),
        ("container", "readOnlyRootFileSystem: true", "securityContext.readOnlyRootFilesystem"),
        ("pod", "RestartPolicy: Never", "restartPolicy"),
        ("pod", "backoffLimit: 1", "spec.backoffLimit"),
        ("spec", "restartPolicy: Never", "template.spec.restartPolicy"),
        ("cron", "backoffLimit: 1", "jobTemplate.spec.backoffLimit"),
        ("cron-spec", "timezone: UTC", "spec.timeZone"),
    ];
    for (place, part, meant) in cases {
        let found = judge(&manifest(place, part));
        let hint = format!("did you mean \"{meant}\"?");
        assert!(found.iter().any(|violation| violation.message.ends_with(&hint)), "{part}: {found:#?}");
    }
}
