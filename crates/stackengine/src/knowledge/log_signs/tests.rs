//! The cases held against the reader, and the reader against large and broken texts.

use super::Sign::{self, *};
use super::cases::{INNOCENT, LANGUAGES, SHELLS, TOOLS};
use super::{LogReading, read_log, signs_of_line};

#[test]
fn lines_carry_the_signs_they_show() {
    let mut wrong = Vec::new();
    for (line, expected) in [SHELLS, LANGUAGES, TOOLS].into_iter().flatten() {
        let mut signs = signs_of_line(line);
        let mut expected = expected.to_vec();
        signs.sort_unstable();
        expected.sort_unstable();
        if signs != expected {
            wrong.push(format!("{line}\n    has {signs:?}\n    not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} lines:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn innocent_lines_carry_none() {
    let signed: Vec<_> =
        INNOCENT.iter().map(|line| (line, signs_of_line(line))).filter(|line| !line.1.is_empty()).collect();
    assert!(signed.is_empty(), "{signed:#?}");
}

#[test]
fn there_are_enough_of_both() {
    assert!(SHELLS.len() + LANGUAGES.len() + TOOLS.len() >= 150);
    assert!(INNOCENT.len() >= 60);
}

#[test]
fn every_sign_has_a_line() {
    for sign in Sign::ALL {
        let shown = [SHELLS, LANGUAGES, TOOLS].into_iter().flatten().any(|(_, signs)| signs.contains(&sign));
        assert!(shown, "{sign:?}");
        assert_eq!(Sign::ALL[sign as usize], sign);
    }
}

fn quoted(text: &str) -> &str {
    let reading: LogReading = read_log(text);
    let span = reading.error.unwrap_or_default();
    &text[span.start as usize..span.end as usize]
}

#[test]
fn the_line_a_colleague_would_quote() {
    let python = "start\nTraceback (most recent call last):\n  File \"a.py\", line 1, in <module>\n    run()\nrequests.Timeout\n\
                  \nDuring handling of the above exception, another exception occurred:\n\n\
                  Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\n    stop()\nNope: gone\nbye\n";
    let cases = [
        (python, "Nope: gone"),
        (
            "2026-01-31T10:00:00Z Traceback (most recent call last):\r\n2026-01-31T10:00:00Z   File \"a.py\"\r\n\
             2026-01-31T10:00:01Z KeyError: 'id'\r\n",
            "2026-01-31T10:00:01Z KeyError: 'id'",
        ),
        (
            "Exception in thread \"main\" java.lang.RuntimeException: wrapped\n\tat T.main(T.java:1)\n\
             Caused by: java.sql.SQLException: no table\n\tat T.q(T.java:2)\n\t... 1 more\n",
            "Caused by: java.sql.SQLException: no table",
        ),
        (
            "/app/x.js:1\nthrow new Error('boom')\n^\n\nError: boom\n    at Object.<anonymous> (/app/x.js:1:7)\n\n\
             Node.js v20.20.2\n",
            "Error: boom",
        ),
        (
            "thread 'main' panicked at src/main.rs:5:10:\nno such table\nnote: run with `RUST_BACKTRACE=1`\n",
            "no such table",
        ),
        ("panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/g.go:8 +0x24f\nexit status 2\n", "panic: boom"),
        ("/bin/sh: pg_dumpp: not found\ndumping\n", "/bin/sh: pg_dumpp: not found"),
        ("loading 1200 rows\nValueError: bad row 17\n", "ValueError: bad row 17"),
        ("usage: a [-h]\na: error: unrecognized arguments: --x\n", "a: error: unrecognized arguments: --x"),
        ("gcc: x.c: No such file or directory\nmake: *** [all] Error 1\n", "gcc: x.c: No such file or directory"),
        ("working\nTerminated\n", "Terminated"),
        ("no token\n", ""),
        ("", ""),
        ("Traceback (most recent call last):\n  File \"a.py\", line 1", ""),
    ];
    for (log, line) in cases {
        assert_eq!(quoted(log), line, "{log}");
    }
}

#[test]
fn hits_are_bounded_and_in_order() {
    let log: String = (0..100).map(|at| format!("ERROR number {at}\nfine\n")).collect();
    let reading = read_log(&log);
    let lines: Vec<_> = reading.hits.iter().map(|hit| &log[hit.line.start as usize..hit.line.end as usize]).collect();
    let expected = [0, 1, 2, 95, 96, 97, 98, 99].map(|at| format!("ERROR number {at}"));
    assert_eq!(lines, expected);
    assert_eq!(reading.lines, 200);
    assert_eq!(reading.last_lines.len(), 8);
}

#[test]
fn lines_are_counted_and_the_last_are_kept() {
    assert_eq!(read_log("").lines, 0);
    assert_eq!(read_log("a").lines, 1);
    assert_eq!(read_log("a\n").lines, 1);
    let log = "a\r\n\n  \nb\r\n\n";
    let last: Vec<_> =
        read_log(log).last_lines.iter().map(|line| &log[line.start as usize..line.end as usize]).collect();
    assert_eq!(last, ["a", "b"]);
    assert_eq!(read_log(log).lines, 5);
}

#[test]
fn one_line_of_many_megabytes_is_read() {
    let mut log = "error: x Killed permission denied SIGTERM waiting for ".repeat(60_000);
    log.push_str("dial tcp: connect: connection refused");
    let reading = read_log(&log);
    assert_eq!(reading.lines, 1);
    assert!(reading.hits.iter().any(|hit| hit.sign == ConnectionRefused));
    assert!(reading.hits.len() <= Sign::ALL.len());
}

#[test]
fn any_bytes_are_read() {
    for text in [
        "\u{1b}[",
        "\u{1b}[31m",
        "é: not found",
        ": not found",
        "Killed\r",
        "│",
        "E1",
        "[pod/",
        "error",
        "ERR!",
        "1 Killed",
    ] {
        let _ = read_log(text);
        let _ = read_log(&format!("{text}\n{text}\n"));
    }
}
