//! An answer as it goes out.

use std::fmt::Write as _;
use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

/// Time for a reader that does not read.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why a request is not answered: a status and a sentence.
#[derive(Debug)]
pub(super) struct Refusal {
    status: u16,
    why: &'static str,
}

impl Refusal {
    pub(super) fn new(status: u16, why: &'static str) -> Self {
        Self { status, why }
    }

    pub(super) fn response(&self) -> Response {
        Response::closed(self.status)
            .header("content-type", "text/plain; charset=utf-8")
            .body(format!("{}.\n", self.why).into_bytes())
    }
}

/// Status, headers and body.
pub(super) struct Response {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Response {
    pub(super) fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    /// One that is no part of the page: nothing in it may run, and nobody keeps it.
    pub(super) fn closed(status: u16) -> Self {
        Self::new(status)
            .header("content-security-policy", "default-src 'none'; sandbox")
            .header("x-content-type-options", "nosniff")
            .header("referrer-policy", "no-referrer")
            .header("cache-control", "no-store")
    }

    /// Sets a header; a later one takes the place of an earlier one.
    pub(super) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(super) fn body(mut self, body: Vec<u8>) -> Self {
        self.body = body;
        self
    }

    /// Lets a sandboxed frame read it, where one asks.
    pub(super) fn for_frame(self, is_null: bool) -> Self {
        if is_null { self.header("access-control-allow-origin", "null") } else { self }
    }

    /// Sends all of it.
    pub(super) fn send(self, stream: &mut TcpStream, with_body: bool) -> io::Result<()> {
        stream.set_write_timeout(Some(PATIENCE))?;
        let response = match self.status {
            204 => self,
            _ => {
                let length = self.body.len().to_string();
                self.header("content-length", &length)
            }
        };
        stream.write_all(response.head().as_bytes())?;
        if with_body {
            stream.write_all(&response.body)?;
        }
        stream.flush()
    }

    /// Sends the head and hands out what sends pieces of a body whose length nobody knows.
    pub(super) fn stream(self, stream: &mut TcpStream) -> io::Result<Pieces<'_>> {
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.write_all(self.header("transfer-encoding", "chunked").head().as_bytes())?;
        Ok(Pieces { stream })
    }

    fn head(&self) -> String {
        let mut head = format!("HTTP/1.1 {} {}\r\nconnection: close\r\n", self.status, phrase(self.status));
        for (name, value) in &self.headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        head.push_str("\r\n");
        head
    }
}

/// A body in pieces. One that is not ended is seen to be cut.
pub(super) struct Pieces<'s> {
    stream: &'s mut TcpStream,
}

impl Pieces<'_> {
    pub(super) fn send(&mut self, piece: &[u8]) -> io::Result<()> {
        if piece.is_empty() {
            return Ok(());
        }
        let mut whole = format!("{:x}\r\n", piece.len()).into_bytes();
        whole.extend_from_slice(piece);
        whole.extend_from_slice(b"\r\n");
        self.stream.write_all(&whole)
    }

    pub(super) fn end(self) -> io::Result<()> {
        self.stream.write_all(b"0\r\n\r\n")
    }
}

/// Ends a connection so that what was sent arrives: closed over unread bytes, it would be thrown away.
pub(super) fn hang_up(stream: &mut TcpStream) {
    let begun = Instant::now();
    let _ = stream.shutdown(Shutdown::Write);
    let _ = stream.set_read_timeout(Some(Duration::from_millis(200)));
    let mut buffer = [0; 8 << 10];
    while begun.elapsed() < Duration::from_secs(1) && matches!(stream.read(&mut buffer), Ok(1..)) {}
}

fn phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        204 => "No Content",
        301 => "Moved Permanently",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        411 => "Length Required",
        413 => "Content Too Large",
        421 => "Misdirected Request",
        431 => "Request Header Fields Too Large",
        502 => "Bad Gateway",
        _ => "Said",
    }
}
