//! What the table in `cases.txt` says, and what holds for every script.

use super::{CommandLine, Dialect, Hazard, Options, Script, invocation};

struct Case {
    line: usize,
    words: Vec<String>,
    script: String,
    expected: Vec<String>,
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut in_script = false;
    for (at, line) in include_str!("cases.txt").lines().enumerate() {
        if let Some(words) = line.strip_prefix("=== ") {
            let words = words.split(' ').map(str::to_owned).collect();
            cases.push(Case { line: at + 1, words, script: String::new(), expected: Vec::new() });
            in_script = true;
        } else if line == "---" {
            in_script = false;
        } else if let Some(case) = cases.last_mut() {
            if in_script {
                case.script.push_str(line);
                case.script.push('\n');
            } else if !line.is_empty() && !line.starts_with('#') {
                case.expected.push(line.to_owned());
            }
        }
    }
    for case in &mut cases {
        // A script of one line stands in a manifest without a line end.
        case.script.truncate(case.script.len() - 1);
        if case.script.contains('\n') {
            case.script.push('\n');
        }
    }
    cases
}

fn read(words: &[String], script: &str) -> Option<Script> {
    let words: Vec<&str> = words.iter().map(String::as_str).chain([script]).collect();
    CommandLine::new(&words).script()
}

fn fits(hazard: &Hazard, expected: &str) -> bool {
    let Some((kind, part)) = expected.split_once('@') else { return false };
    let remedy = if hazard.remedy.is_some() { "+" } else { "" };
    kind == format!("{:?}{remedy}", hazard.kind) && hazard.command.contains(part)
}

#[test]
fn scripts_hide_what_the_table_says() {
    let mut wrong = String::new();
    for case in cases() {
        let Some(script) = read(&case.words, &case.script) else {
            wrong += &format!("line {}: not read\n", case.line);
            continue;
        };
        let pairs = script.hazards.iter().zip(&case.expected);
        if script.hazards.len() != case.expected.len() || !pairs.clone().all(|(hazard, text)| fits(hazard, text)) {
            let found: Vec<String> = script
                .hazards
                .iter()
                .map(|hazard| {
                    let remedy = if hazard.remedy.is_some() { "+" } else { "" };
                    format!("{:?}{remedy}@{}", hazard.kind, hazard.command)
                })
                .collect();
            wrong += &format!("line {}: {:?} -> {found:?}, not {:?}\n", case.line, case.script, case.expected);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_table_is_large_and_half_silent() {
    let cases = cases();
    assert!(cases.len() >= 150, "{}", cases.len());
    let silent = cases.iter().filter(|case| case.expected.is_empty()).count();
    assert!(silent >= 60, "{silent}");
}

#[test]
fn spans_are_the_command_in_the_manifest() {
    for case in cases() {
        for hazard in read(&case.words, &case.script).into_iter().flat_map(|script| script.hazards) {
            let text = case.script.get(hazard.span.clone()).expect("a span of the script");
            let start = hazard.command.split([' ', '…']).next().unwrap_or_default();
            assert!(text == "$$" || text.starts_with(start), "{text} is not {}", hazard.command);
        }
    }
}

#[test]
fn a_remedy_ends_its_hazard_and_brings_no_other() {
    for case in cases() {
        let Some(script) = read(&case.words, &case.script) else { continue };
        for hazard in &script.hazards {
            let Some(remedy) = &hazard.remedy else { continue };
            let mended = remedy.apply(&case.script).expect("edits that fit");
            let after = read(&case.words, &mended).expect("a script").hazards;
            assert!(after.len() < script.hazards.len(), "{mended:?} still has {after:?}");
            let again = |old: &Hazard| after.iter().any(|new| new.kind == old.kind && new.command == old.command);
            assert!(!again(hazard), "{mended:?} still has {hazard:?}");
        }
    }
}

#[test]
fn a_script_cut_anywhere_and_behind_foreign_letters_does_no_harm() {
    for case in cases() {
        for (at, _) in case.script.char_indices() {
            let (before, after) = case.script.split_at(at);
            for text in [before, after, &format!("ü{after}")] {
                for hazard in read(&case.words, text).into_iter().flat_map(|script| script.hazards) {
                    assert!(text.get(hazard.span.clone()).is_some(), "{text:?} {hazard:?}");
                }
            }
        }
    }
}

#[test]
fn hostile_scripts_are_left_alone() {
    let read = |text: &str| Script::read(text, Dialect::Bash, Options::default());
    let many = [
        "(",
        "( ",
        "case x in a) ( ",
        "$((",
        "if a; then ( ",
        "if ",
        "{ ",
        "$(",
        "`",
        "${a:-",
        "case x in a) ",
        "coproc ",
        "! ",
        "[[ ( ",
        "while true; do ",
        "a|if b;then ",
        "function f { ",
        "f() { ",
        "((",
        "\"$(",
        "echo fi; if a; then ",
        "case x in a) ;; b) ;; c) ( ( ",
        "select x; do ",
        "[[ ! ",
        "<(",
        "for((;;)) do ",
        "time ",
        "a && ",
        "a || ",
        "a | ",
        "a;",
        "<<A ",
        "'",
        "\\",
        "$$",
        "$(a) ",
    ];
    for piece in many {
        for count in [3, 5, 7, 9, 12, 14, 30, 240, 3_000] {
            let text = piece.repeat(count);
            let _ = read(&text);
            let _ = read(&format!("{text}x"));
        }
    }
    assert_eq!(read(&"(".repeat(10_000)), None);
    assert_eq!(read(&"if ".repeat(10_000)), None);
    assert!(read("'unterminated").is_none_or(|script| script.hazards.is_empty()));
}

#[test]
fn command_lines_lead_to_their_script() {
    /// Words, the shell, the word that is the script, the program.
    type Line<'w> = (&'w [&'w str], Option<Dialect>, Option<usize>, &'w str);
    let table: &[Line<'_>] = &[
        (&["sh", "-c", "a"], Some(Dialect::Posix), Some(2), "sh"),
        (&["/bin/bash", "-lc", "a"], Some(Dialect::Bash), Some(2), "/bin/bash"),
        (&["bash", "-o", "pipefail", "-ec", "a"], Some(Dialect::Bash), Some(4), "bash"),
        (&["bash", "-c", "-e", "a", "b"], Some(Dialect::Bash), Some(3), "bash"),
        (&["bash", "-c", "--", "a"], Some(Dialect::Bash), Some(3), "bash"),
        (&["busybox", "sh", "-c", "a"], Some(Dialect::Ash), Some(3), "busybox"),
        (&["busybox", "wget", "x"], None, None, "busybox"),
        (&["tini", "-g", "--", "sh", "-c", "a"], Some(Dialect::Posix), Some(5), "sh"),
        (&["timeout", "-k", "5", "30", "sh", "-c", "a"], Some(Dialect::Posix), Some(6), "sh"),
        (&["env", "-i", "A=b", "nice", "-n", "5", "dash", "-c", "a"], Some(Dialect::Dash), Some(8), "dash"),
        (&["sh", "/script.sh"], Some(Dialect::Posix), None, "sh"),
        (&["sh", "-c"], Some(Dialect::Posix), None, "sh"),
        (&["python3", "-c", "a"], None, None, "python3"),
        (&["echo hi"], None, None, "echo hi"),
    ];
    for (words, shell, script_word, program) in table {
        let found = invocation(words).expect("an invocation");
        assert_eq!(
            (found.shell, found.script_word, found.program.as_str()),
            (*shell, *script_word, *program),
            "{words:?}"
        );
        assert_eq!(found.program_has_blanks, program.contains(' '));
    }
    assert_eq!(invocation(&[]), None);
    let options = invocation(&["bash", "-euxo", "pipefail", "+e", "-c", "a"]).expect("an invocation").options;
    assert_eq!(options, Options { errexit: false, nounset: true, pipefail: true });
}

fn bash(text: &str) -> Script {
    Script::read(text, Dialect::Bash, Options::default()).expect("a script")
}

#[test]
fn what_never_ends_is_known() {
    let table = [
        ("sleep infinity", Some("sleep infinity")),
        ("work; exec tail -f /dev/null", Some("exec tail -f /dev/null")),
        ("work && sleep infinity", Some("sleep infinity")),
        ("while true; do work; sleep 60; done", Some("while true; do work; sleep 60; done")),
        ("until false; do work; done", Some("until false; do work; done")),
        ("while :; do work && exit 0; sleep 1; done", None),
        ("while true; do work && break; sleep 1; done", None),
        ("timeout 60 sleep infinity", None),
        ("sleep infinity & work", None),
        ("if bad; then sleep infinity; fi", None),
        ("work || sleep infinity", None),
        ("sleep 3600", None),
        ("tail -n 5 /dev/null", None),
    ];
    for (text, expected) in table {
        let span = bash(text).never_ends;
        assert_eq!(span.and_then(|span| text.get(span)), expected, "{text}");
    }
}

#[test]
fn sigterm_reaches_the_work_or_does_not() {
    let table = [
        ("work", true),
        ("work --once 'a b'", true),
        ("echo begin; exec work", true),
        ("echo begin && exec work", true),
        ("trap 'kill $p' TERM; work & p=$!; wait $p", true),
        ("trap '' TERM; work; b", false),
        ("trap - TERM; work; b", false),
        ("echo begin; work; echo end", false),
        ("work | tee log", false),
        ("work > /tmp/log", false),
        ("work &", false),
    ];
    for (text, expected) in table {
        assert_eq!(bash(text).forwards_sigterm, expected, "{text}");
    }
    let dash = Script::read("work", Dialect::Dash, Options::default()).expect("a script");
    assert!(!dash.forwards_sigterm);
}

#[test]
fn visible_writes_are_listed() {
    let table: &[(&str, &[&str])] = &[
        ("echo a > /tmp/x; echo b >> /var/y", &["/tmp/x", "/var/y"]),
        ("work > /dev/null 2>&1", &[]),
        ("work | tee -a /log/x", &["/log/x"]),
        ("mkdir -p -m 755 \"/data/in\" /data/out", &["/data/in", "/data/out"]),
        ("cp -r /a /b /c", &["/c"]),
        ("curl -fsSLo /tmp/f https://x; curl -f --output /tmp/g https://x", &["/tmp/f", "/tmp/g"]),
        ("wget -O - https://x", &[]),
        ("dd if=/a of=/b", &["/b"]),
        ("if true; then echo ü > /tmp/ü; fi", &["/tmp/ü"]),
        ("tar -czf /backup/a.tgz /data; tar -xf a -C /out", &["/backup/a.tgz", "/out"]),
        ("work &> /tmp/all", &["/tmp/all"]),
    ];
    for (text, expected) in table {
        let script = bash(text);
        let paths: Vec<&str> = script.writes.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(&paths, expected, "{text}");
        for (path, span) in &script.writes {
            assert!(text.get(span.clone()).is_some_and(|word| word.contains(path)), "{text}");
        }
    }
}

#[test]
fn small_facts_are_read() {
    assert!(bash("work --shard $JOB_COMPLETION_INDEX").reads_index);
    assert!(bash("set -e; timeout 60 work").has_timeout);
    assert!(CommandLine::new(&["timeout", "9", "sh", "-c", "a"]).script().is_some_and(|script| script.has_timeout));
    let expansions = bash("echo $(HOSTNAME) $$(A)").expansions;
    assert_eq!(expansions, [("HOSTNAME".to_owned(), 5..16)]);
}

#[test]
fn literal_exits_know_whether_a_failure_led_to_them() {
    let exits = |text| bash(text).exits.iter().map(|exit| (exit.code, exit.after_failure)).collect::<Vec<_>>();
    assert_eq!(exits("echo x; exit 4"), [(4, false)]);
    assert_eq!(exits("nc h 1 || { echo no; exit 1; }"), [(1, true)]);
    assert_eq!(exits("[ $A = 3 ] && exit 6; echo tile"), [(6, false)]);
    assert_eq!(exits("exit 256"), [(0, false)]);
}
