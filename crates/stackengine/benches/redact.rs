//! How long redaction takes: logs, the first call (in which the rules are made ready), and text that was made to take
//! long, at n, 2n and 4n bytes. Run by `cargo bench -p stackengine --bench redact`.
//!
//! The table says for each hostile text how much longer four times as much takes: four is a line, sixteen a square.
//! `--huge` adds a line of 100 MB. The argument `log FILE` measures a log of one's own.

mod table;

use std::fs;
use std::hint::black_box;
use std::io::Write as _;
use std::time::{Duration, Instant};

use stackengine::redact::{Options, Vault, leaks, redact, restore};
use table::{Table, figure};

/// Bytes of the smallest hostile text.
const SMALLEST: usize = 250_000;
const PASSES: usize = 3;

/// What is repeated, and what it is after.
const HOSTILE: [(&str, &str); 20] = [
    ("a", "one word"),
    ("password=", "names without values"),
    ("password=password=x ", "names as values"),
    ("ghp_", "beginnings of tokens"),
    ("AKIA", "beginnings of keys"),
    ("{{{{", "brackets that never close"),
    ("[", "brackets that never close"),
    ("\\\\", "escapes"),
    ("\"", "quotes"),
    ("@@@@", "ends of user names"),
    ("://://", "beginnings of addresses"),
    ("user:pass@", "users without an address"),
    ("QUJDREVG", "a wall of base64"),
    ("%2525", "percent signs that were escaped"),
    ("-----BEGIN ", "keys that never end"),
    ("eyJhbGciOi.", "tokens of three parts"),
    ("<PASSWORD_1", "placeholders that never end"),
    ("10.0.0.", "addresses of too many parts"),
    ("- name: X\n  value: Y\n", "pairs"),
    ("\n ", "short lines"),
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    // Each as soon as it is known: what takes long is what one wants to know.
    print(&first_call());
    print(&logs(&arguments));
    hostile();
    if arguments.iter().any(|argument| argument == "--huge") {
        print(&huge());
    }
}

fn print(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

fn float(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::MAX, f64::from)
}

/// The best of a few passes, each with a vault of its own.
fn time(text: &[u8], passes: usize) -> Duration {
    let pass = || {
        let started = Instant::now();
        let mut vault = Vault::new();
        black_box(redact(&[black_box(text)], &mut vault, &Options::default()));
        started.elapsed()
    };
    (0..passes).map(|_| pass()).min().unwrap_or_default()
}

fn rate(n_bytes: usize, time: Duration) -> f64 {
    float(n_bytes) / 1e6 / time.as_secs_f64()
}

fn first_call() -> String {
    let text = b"env:\n- name: DB_PASSWORD\n  value: hunter2\n";
    let first = time(text, 1);
    let next = time(text, 100);
    format!("first call {:.1} ms, later ones {:.3} ms\n", first.as_secs_f64() * 1e3, next.as_secs_f64() * 1e3)
}

fn logs(arguments: &[String]) -> String {
    let own = arguments.iter().position(|argument| argument == "log").and_then(|at| arguments.get(at + 1));
    let texts = match own.map(|path| (path, fs::read(path))) {
        Some((path, Ok(bytes))) => vec![(path.clone(), bytes)],
        Some((path, Err(error))) => return format!("failed to read {path}: {error}\n"),
        None => vec![
            ("a log in which nothing is private".to_owned(), log(20_000_000, false)),
            ("a log with a secret in one of 100 lines".to_owned(), log(20_000_000, true)),
        ],
    };
    let mut table = Table::new(&["log", "MB", "redact, MB/s", "last check, MB/s", "restore, MB/s"]);
    for (name, text) in texts {
        let redacting = time(&text, PASSES);
        let mut vault = Vault::new();
        let redacted = redact(&[&text], &mut vault, &Options::default());
        let body = redacted.first().map(|redacted| redacted.text.as_slice()).unwrap_or_default();
        let started = Instant::now();
        black_box(leaks(body, &vault, &Options::default()));
        let checking = started.elapsed();
        let started = Instant::now();
        black_box(restore(body, &vault));
        let restoring = started.elapsed();
        let figures = [redacting, checking, restoring].map(|time| figure(rate(text.len(), time)));
        table.row([name, figure(float(text.len()) / 1e6)].into_iter().chain(figures));
    }
    format!("\n{table}\n")
}

/// Lines as programs write them.
fn log(n_bytes: usize, with_secrets: bool) -> Vec<u8> {
    let mut text = Vec::with_capacity(n_bytes + 300);
    let mut n: u64 = 0;
    while text.len() < n_bytes {
        n += 1;
        let (second, id) = (n / 50 % 60, n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let line = match n % 5 {
            0 => format!(
                "{{\"ts\":\"2026-11-02T03:04:{second:02}.{n:06}Z\",\"level\":\"info\",\"msg\":\"request done\",\"path\":\"/api/v1/orders/{n}\",\"trace_id\":\"{id:016x}{id:016x}\",\"ms\":{}}}\n",
                n % 900
            ),
            1 => format!("time=2026-11-02T03:04:{second:02}Z level=warn msg=\"slow query\" rows={n} duration=1.{n}s\n"),
            2 => format!(
                "I1102 03:04:{second:02}.{:06}       1 controller.go:114] \"Reconciling\" job=\"shop/backup-{n}\" attempt={}\n",
                n % 1_000_000,
                n % 7
            ),
            3 => format!(
                "2026-11-02 03:04:{second:02},{:03} ERROR [pool-{}] com.example.orders.OrderService - order {n} was not found\n",
                n % 1000,
                n % 16
            ),
            _ => "\tat com.example.orders.OrderService.find(OrderService.java:117)\n".to_owned(),
        };
        text.extend_from_slice(line.as_bytes());
        if with_secrets && n.is_multiple_of(100) {
            let secret = format!(
                "2026-11-02T03:04:{second:02}Z connect password=q{:010x}Z to 10.20.{}.7\n",
                id >> 24,
                n / 100 % 9
            );
            text.extend_from_slice(secret.as_bytes());
        }
    }
    text
}

fn hostile() {
    print(&format!(
        "\nn = {SMALLEST} bytes\n\n| hostile text | n, ms | 2n, ms | 4n, ms | 4n / n | MB/s |\n|---|--:|--:|--:|--:|--:|\n"
    ));
    for (piece, name) in HOSTILE {
        let times = [1, 2, 4].map(|factor| time(piece.repeat(SMALLEST * factor / piece.len()).as_bytes(), PASSES));
        let ratio = times[2].as_secs_f64() / times[0].as_secs_f64();
        let [one, two, four] = times.map(|time| format!("{:.1}", time.as_secs_f64() * 1e3));
        let shown: String = piece.chars().flat_map(char::escape_debug).collect();
        let speed = figure(rate(SMALLEST * 4, times[2]));
        print(&format!("| `{shown}` {name} | {one} | {two} | {four} | {ratio:.1} | {speed} |\n"));
    }
}

/// One line of 100 MB, of letters and of what a log could hold.
fn huge() -> String {
    let mut table = Table::new(&["one line of 100 MB", "s", "MB/s"]);
    for (name, piece) in [("aaaa…", "a"), ("JSON", "{\"level\":\"info\",\"msg\":\"request done\",\"ms\":12},")] {
        let text = piece.repeat(100_000_000 / piece.len());
        let took = time(text.as_bytes(), 1);
        table.row([name.to_owned(), format!("{:.1}", took.as_secs_f64()), figure(rate(text.len(), took))]);
    }
    format!("\n{table}\n")
}
