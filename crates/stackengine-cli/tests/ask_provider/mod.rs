//! A provider on loopback that answers once, as it is told to, and remembers what it was asked. Bounded in time and bytes.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::Receiver;
use std::thread::{JoinHandle, spawn};
use std::time::{Duration, Instant};

/// Nothing here takes longer.
const LONGEST: Duration = Duration::from_secs(20);
/// No test needs more bytes than this on one connection.
const MOST: usize = 64 << 20;

/// What it does with a connection.
pub(crate) enum Answers {
    /// Sends these bytes and closes.
    Bytes(Vec<u8>),
    /// Sends the first bytes, then the second again and again until nobody listens.
    Endless(Vec<u8>, Vec<u8>),
    /// Sends the first bytes, then the second one byte a tenth of a second.
    Slowly(Vec<u8>, Vec<u8>),
    /// Takes the request and says nothing.
    Silence,
    /// Sends the first bytes, waits until it is told to go on, and sends the second.
    InTwo(Vec<u8>, Receiver<()>, Vec<u8>),
}

/// A provider that runs.
pub(crate) struct Provider {
    /// Where it listens.
    pub(crate) address: String,
    thread: JoinHandle<Vec<String>>,
}

impl Provider {
    /// Begins to listen; every connection gets the same answer.
    pub(crate) fn new(answers: Answers) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("a listener");
        let address = format!("http://{}/v1/chat/completions", listener.local_addr().expect("an address"));
        let thread = spawn(move || serve(&listener, &answers));
        Self { address, thread }
    }

    /// Every request that it got. It stops listening once nobody has come for a moment.
    pub(crate) fn asked(self) -> Vec<String> {
        self.thread.join().expect("it ran to its end")
    }
}

/// An answer with this status and body.
pub(crate) fn status(status: u16, headers: &str, body: &str) -> Answers {
    let head =
        format!("HTTP/1.1 {status} Said\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n", body.len());
    Answers::Bytes([head.as_bytes(), body.as_bytes()].concat())
}

/// The head of a stream of events.
pub(crate) fn stream_head() -> Vec<u8> {
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n".to_vec()
}

/// A whole answer of Chat Completions that says this.
pub(crate) fn says(text: &str) -> Answers {
    let mut bytes = stream_head();
    for piece in [text, ""] {
        let end = if piece.is_empty() { serde_json::json!("stop") } else { serde_json::Value::Null };
        let chunk = serde_json::json!({"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": end}]});
        bytes.extend(format!("data: {chunk}\n\n").bytes());
    }
    bytes.extend(b"data: [DONE]\n\n");
    Answers::Bytes(bytes)
}

fn serve(listener: &TcpListener, answers: &Answers) -> Vec<String> {
    let begun = Instant::now();
    let mut asked = Vec::new();
    let mut last = Instant::now();
    while begun.elapsed() < LONGEST {
        match listener.accept() {
            Ok((stream, _)) => {
                asked.extend(answer(stream, answers));
                last = Instant::now();
            }
            // A second connection would come at once.
            Err(_) if !asked.is_empty() && last.elapsed() > Duration::from_millis(300) => break,
            Err(_) => std::thread::sleep(Duration::from_millis(5)),
        }
    }
    asked
}

fn answer(mut stream: TcpStream, answers: &Answers) -> Option<String> {
    stream.set_nonblocking(false).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    let request = request(&mut stream)?;
    let begun = Instant::now();
    let mut sent = 0;
    match answers {
        Answers::Bytes(bytes) => drop(stream.write_all(bytes)),
        Answers::Endless(head, again) => {
            let mut alive = stream.write_all(head).is_ok();
            while alive && sent < MOST && begun.elapsed() < LONGEST {
                alive = stream.write_all(again).is_ok();
                sent += again.len();
            }
        }
        Answers::Slowly(head, rest) => {
            let mut alive = stream.write_all(head).is_ok();
            for byte in rest {
                alive = alive && stream.write_all(&[*byte]).is_ok() && begun.elapsed() < LONGEST;
                if !alive {
                    break;
                }
                std::thread::sleep(Duration::from_millis(100));
            }
        }
        Answers::InTwo(first, go_on, second) => {
            let _ = stream.write_all(first);
            let _ = go_on.recv_timeout(LONGEST);
            let _ = stream.write_all(second);
        }
        Answers::Silence => {
            // Until the other side gives up.
            let _ = stream.set_read_timeout(Some(LONGEST));
            let _ = stream.read(&mut [0]);
        }
    }
    Some(request)
}

/// Head and body of a request.
fn request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:").map(str::to_owned));
            let length: usize = length.and_then(|length| length.trim().parse().ok()).unwrap_or(0);
            if body.len() >= length {
                return Some(text);
            }
        }
        let n = stream.read(&mut buffer).ok().filter(|n| *n > 0 && bytes.len() < MOST)?;
        bytes.extend_from_slice(buffer.get(..n)?);
    }
}
