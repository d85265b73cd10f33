//! What the renderers say about a report made by hand.

mod sample;

use std::path::Path;
use std::{env, fs};

use stackengine::diagnosis::Report;
use stackengine::evidence::Sources;
use stackengine::facts::State;
use stackengine::render::{JsonOptions, MarkdownOptions, TextOptions, Verdict, json, markdown, text};

/// Compares with a committed file; `UPDATE_EXPECTED=1 cargo test` writes it anew, for a reviewer to read.
fn same(actual: &str, file: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sample").join(file);
    if env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(&path, actual).expect("the expected file can be written");
    }
    let expected = fs::read_to_string(&path).expect("the expected file is there");
    assert!(actual == expected, "--- actual ---\n{actual}\n--- expected ---\n{expected}");
}

#[test]
fn the_text_says_the_cause_first_and_cites_it() {
    let (report, sources) = sample::report();
    same(&text(&report, &sources, TextOptions::default()), "report.txt");
}

#[test]
fn the_markdown_fits_an_issue() {
    let (report, sources) = sample::report();
    same(&markdown(&report, &sources, MarkdownOptions::default()), "report.md");
}

#[test]
fn no_line_is_wider_than_asked_for_except_commands() {
    let (report, sources) = sample::report();
    for width in [40, 60, 80] {
        let text = text(&report, &sources, TextOptions { width, ..TextOptions::default() });
        for line in text.lines().filter(|line| !line.trim_start().starts_with("kubectl")) {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
    }
}

#[test]
fn colours_can_be_taken_away_without_a_trace() {
    let (report, sources) = sample::report();
    let plain = text(&report, &sources, TextOptions::default());
    let mut colored = text(&report, &sources, TextOptions { color: true, ..TextOptions::default() });
    assert!(colored.contains("\u{1b}[1;31mfailed\u{1b}[0m"));
    for code in ["1", "2", "32", "33", "36", "1;31", "0"] {
        colored = colored.replace(&format!("\u{1b}[{code}m"), "");
    }
    assert_eq!(colored, plain);
}

#[test]
fn nothing_from_the_input_reaches_a_terminal_raw() {
    let (report, sources) = sample::report();
    let all = [
        text(&report, &sources, TextOptions::default()),
        json(&report, &sources, JsonOptions::default()),
        markdown(&report, &sources, MarkdownOptions::default()),
    ];
    for rendered in all {
        assert!(!rendered.chars().any(|char| char.is_control() && char != '\n'), "{rendered}");
    }
}

#[test]
fn ascii_means_ascii() {
    let (report, sources) = sample::report();
    let text = text(&report, &sources, TextOptions { unicode: false, ..TextOptions::default() });
    assert!(text.is_ascii(), "{text}");
}

#[test]
fn an_empty_report_says_what_to_paste() {
    let (report, sources) = (Report::default(), Sources::new());
    let text = text(&report, &sources, TextOptions::default());
    assert!(text.starts_with("no Job, CronJob or pod was found in the input\n"), "{text}");
    assert!(text.contains("kubectl describe job NAME"), "{text}");
    assert!(markdown(&report, &sources, MarkdownOptions::default()).contains("kubectl describe job NAME"));
    let expected = "{\"version\":1,\"diagnoses\":[],\"not_analysed\":[]}\n";
    assert_eq!(json(&report, &sources, JsonOptions { compact: true }), expected);
}

#[test]
fn a_failure_without_a_cause_is_never_fine() {
    assert_eq!(Verdict::of(&sample::bare("x", State::Failed)), Verdict::Unknown);
    assert_eq!(Verdict::of(&sample::bare("x", State::Complete)), Verdict::Clean);
    assert_eq!(Verdict::of(&sample::bare("x", State::Running)), Verdict::Clean);
    assert_eq!(Verdict::of(&sample::failed(&[])), Verdict::Cause);
}
