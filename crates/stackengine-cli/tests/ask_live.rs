//! What a terminal sees of an answer while it arrives: a slow provider, and a terminal that is watched from its other side.
#![cfg(unix)]

#[expect(dead_code, reason = "the other answers are another test's")]
mod ask_provider;
#[expect(dead_code, reason = "the cases are another test's")]
mod program;

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread::spawn;
use std::time::{Duration, Instant};

use ask_provider::{Answers, Provider, stream_head};
use assert_cmd::cargo::cargo_bin;
use nix::pty::{Winsize, openpty};
use serde_json::{Value, json};

const ONE: &str =
    r#"{"agree":true,"cause":"out-of-memory","explanation":"Memory ran out \u001b[31m at https://evil.exam"#;
const TWO: &str = r#"ple/ soon.","lines":[1],"edits":[]}"#;

/// The events with which a provider says these words, and those with which it ends.
fn events(provider: &str, text: &str, last: bool) -> Vec<u8> {
    let (said, end): (Value, Vec<Value>) = match provider {
        "anthropic" => (
            json!({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}}),
            vec![
                json!({"type": "message_delta", "delta": {"stop_reason": "end_turn"}}),
                json!({"type": "message_stop"}),
            ],
        ),
        "openai" => (
            json!({"type": "response.output_text.delta", "delta": text}),
            vec![json!({"type": "response.completed", "response": {"status": "completed"}})],
        ),
        "gemini" => (
            json!({"candidates": [{"content": {"parts": [{"text": text}]}}]}),
            vec![json!({"candidates": [{"finishReason": "STOP"}]})],
        ),
        _ => (
            json!({"choices": [{"index": 0, "delta": {"content": text}}]}),
            vec![json!({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})],
        ),
    };
    let all = [said].into_iter().chain(end.into_iter().filter(|_| last));
    all.map(|value| format!("data: {value}\n\n")).collect::<String>().into_bytes()
}

/// Everything that the terminal was sent so far, until it holds this; the rest once nobody writes any more.
struct Terminal {
    seen: String,
    bytes: Receiver<Vec<u8>>,
}

impl Terminal {
    fn new(mut side: File) -> Self {
        let (sender, bytes) = channel();
        spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(n @ 1..) = side.read(&mut buffer) {
                if sender.send(buffer[..n].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self { seen: String::new(), bytes }
    }

    fn wait_for(&mut self, text: &str) {
        let begun = Instant::now();
        while !self.seen.contains(text) {
            assert!(begun.elapsed() < Duration::from_secs(15), "{text:?} never came: {:?}", self.seen);
            if let Ok(bytes) = self.bytes.recv_timeout(Duration::from_millis(200)) {
                self.seen.push_str(&String::from_utf8_lossy(&bytes));
            }
        }
    }

    fn rest(mut self) -> String {
        while let Ok(bytes) = self.bytes.recv_timeout(Duration::from_secs(5)) {
            self.seen.push_str(&String::from_utf8_lossy(&bytes));
        }
        self.seen
    }
}

/// Asks with a terminal on standard error; `second` is what comes after the terminal has shown the first half.
fn watched(provider: &str, second: &[u8]) -> (i32, String, String) {
    let (go_on, wait) = channel();
    let first = [stream_head(), events(provider, ONE, false)].concat();
    let fake = Provider::new(Answers::InTwo(first, wait, second.to_vec()));
    let there = Path::new(env!("CARGO_MANIFEST_DIR")).join("../stackengine/tests/ask/incident");
    let here = program::folder(&[]);
    for file in ["describe.txt", "job.yaml"] {
        fs::copy(there.join(file), here.path().join(file)).expect("the incident");
    }
    let size = Winsize { ws_row: 40, ws_col: 100, ws_xpixel: 0, ws_ypixel: 0 };
    let pty = openpty(Some(&size), None).expect("a terminal");
    let mut command = Command::new(cargo_bin!("stackengine"));
    for name in ["ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY"] {
        command.env(name, "key-4711-of-nobody");
    }
    for name in ["NO_COLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command.env("TERM", "xterm").current_dir(here.path());
    command.args([
        "ask",
        "describe.txt",
        "job.yaml",
        "--yes",
        "--timeout",
        "20",
        "--model",
        "m",
        "--provider",
        provider,
    ]);
    command.args(["--address", &fake.address]).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(pty.slave);
    let child = command.spawn().expect("the program starts");
    // The command holds the terminal's other side open.
    drop(command);
    let mut terminal = Terminal::new(File::from(pty.master));
    terminal.wait_for("Memory ran out \\u{1b}[31m at");
    assert!(terminal.seen.contains("not checked yet"), "{:?}", terminal.seen);
    go_on.send(()).expect("the provider waits");
    let output = child.wait_with_output().expect("the program ends");
    let seen = terminal.rest();
    fake.asked();
    (output.status.code().expect("a status"), String::from_utf8(output.stdout).expect("UTF-8"), seen)
}

#[test]
fn the_explanation_is_seen_while_it_is_written() {
    for provider in ["anthropic", "openai", "gemini", "ollama"] {
        let (code, out, seen) = watched(provider, &events(provider, TWO, true));
        assert_eq!(code, 0, "{provider}: {out}{seen}");
        for part in ["https[:]//evil.example/", "soon.", "That was not checked. Checked, this is left"] {
            assert!(seen.contains(part), "{provider}: {part}: {seen:?}");
        }
        assert!(out.contains("out-of-memory (SE101), as the rules say"), "{provider}: {out}");
        // Nothing that the model wrote steers, whenever it is shown.
        for text in [&out, &seen] {
            assert!(!text.contains("\u{1b}[31m") && !text.contains("://"), "{provider}: {text:?}");
        }
    }
}

#[test]
fn what_does_not_become_complete_is_said_to_be_unchecked() {
    let (code, out, seen) = watched("ollama", b"");
    assert_eq!((code, out.as_str()), (2, ""), "{seen}");
    assert!(
        seen.contains("the answer did not become complete") && seen.contains("ended before it was complete"),
        "{seen:?}"
    );
}
