//! A server that runs, the page that it serves, and a model behind it. Each is ended with its test.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::spawn;
use std::time::Duration;

use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;

use crate::program::folder;

/// Headers as the page's build writes them down.
pub(crate) const HEADERS: &str = "/*\n  content-security-policy: default-src 'self'\n  x-content-type-options: nosniff\n  cache-control: no-cache\n\n/assets/*\n  cache-control: immutable\n\n/assets/worker-1.js\n  ! Content-Security-Policy\n  content-security-policy: default-src 'none'\n";

/// A folder with a small page in `page`, and with things in it and beside it that are no part of it.
pub(crate) fn page() -> TempDir {
    let all = folder(&[
        ("secret", b"a secret"),
        ("page/index.html", b"<p>the page</p>"),
        ("page/_headers", HEADERS.as_bytes()),
        ("page/assets/worker-1.js", b"1"),
        ("page/assets/index-1.js", b"2"),
        ("page/d/index.html", b"a page below"),
        ("page/.hidden", b"a secret"),
        ("page/sw.js", b"a secret"),
    ]);
    #[cfg(unix)]
    std::os::unix::fs::symlink(all.path().join("secret"), all.path().join("page/link")).expect("a link");
    all
}

/// The program, serving.
pub(crate) struct Served {
    child: Child,
    pub(crate) host: String,
    pub(crate) token: String,
    _page: TempDir,
}

impl Served {
    pub(crate) fn new(args: &[&str]) -> Self {
        Self::with_headers(HEADERS, args)
    }

    pub(crate) fn with_headers(headers: &str, args: &[&str]) -> Self {
        let page = page();
        fs::write(page.path().join("page/_headers"), headers).expect("a file");
        let mut command = Command::new(cargo_bin!("stackengine"));
        command.args(["serve", "--dir"]).arg(page.path().join("page")).args(args).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
        let address =
            line.split_whitespace().find_map(|word| word.strip_prefix("http://")).expect("an address").to_owned();
        let (host, token) = address.split_once('/').expect("a path");
        Self { child, host: host.to_owned(), token: token.trim_end_matches('/').to_owned(), _page: page }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], b"")
    }

    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        received(self.send(method, path, headers, body))
    }

    /// Sends a request below the token, and leaves the answer to be read.
    pub(crate) fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> TcpStream {
        let mut head = format!(
            "{method} /{}{path} HTTP/1.1\r\nhost: {}\r\ncontent-length: {}\r\n",
            self.token,
            self.host,
            body.len()
        );
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let mut stream = self.connect();
        stream.write_all(&[head.as_bytes(), b"\r\n", body].concat()).expect("it is sent");
        stream
    }

    /// Sends exactly this.
    pub(crate) fn raw(&self, request: &str) -> Answer {
        let mut stream = self.connect();
        // It may hang up before it has read all.
        let _ = stream.write_all(request.as_bytes());
        received(stream)
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.host).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(15))).expect("a bound");
        stream
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn received(mut stream: TcpStream) -> Answer {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("an answer");
    Answer::parse(&bytes)
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
    /// Whether its body was ended as it should.
    pub(crate) is_whole: bool,
    pub(crate) text: String,
    headers: Vec<(String, String)>,
}

impl Answer {
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let at = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or_else(|| panic!("no head: {text:?}"));
        let head = String::from_utf8_lossy(&bytes[..at]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        let headers: Vec<(String, String)> = head
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let rest = &bytes[at + 4..];
        let is_chunked = headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
        let (body, is_whole) = if is_chunked { chunks(rest) } else { (rest.to_vec(), true) };
        Self { status, body: String::from_utf8(body).expect("UTF-8"), is_whole, text, headers }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let first = found.next();
        assert_eq!(found.next(), None, "{name} stands there twice");
        first
    }
}

fn chunks(mut rest: &[u8]) -> (Vec<u8>, bool) {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = std::str::from_utf8(&rest[..end])
            .ok()
            .and_then(|size| usize::from_str_radix(size, 16).ok())
            .expect("a size");
        if size == 0 {
            return (body, rest[end..] == *b"\r\n\r\n");
        }
        let Some(piece) = rest.get(end + 2..end + 2 + size) else { break };
        body.extend_from_slice(piece);
        rest = &rest[end + 2 + size + 2..];
    }
    (body, false)
}

/// A model on this machine: each connection is answered as the test says, in its turn.
pub(crate) struct Model {
    pub(crate) address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Model {
    pub(crate) fn new(mut answer: impl FnMut(usize, &mut TcpStream) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}/v1/chat/completions", listener.local_addr().expect("an address"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let known = Arc::clone(&asked);
        spawn(move || {
            for (nth, stream) in listener.incoming().enumerate() {
                let Ok(mut stream) = stream else { return };
                let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
                let _ = stream.set_nodelay(true);
                let mut bytes = Vec::new();
                let mut buffer = [0; 4096];
                // The bodies of these tests end with a bracket.
                while !bytes.ends_with(b"}") {
                    match stream.read(&mut buffer) {
                        Ok(n @ 1..) => bytes.extend_from_slice(&buffer[..n]),
                        _ => break,
                    }
                }
                known.lock().expect("nobody failed").push(String::from_utf8_lossy(&bytes).into_owned());
                answer(nth, &mut stream);
            }
        });
        Self { address, asked }
    }

    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("nobody failed").clone()
    }
}
