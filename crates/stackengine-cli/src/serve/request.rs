//! A request as it comes in: a bounded head, then a body of a length that was said.

use std::io::Read;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::response::Refusal;

const MAX_HEAD: usize = 16 << 10;
const MAX_HEADERS: usize = 64;
/// Time for a head, and again for a body.
const PATIENCE: Duration = Duration::from_secs(10);
/// Headers of which two would be two opinions.
const ONCE: [&str; 4] = ["host", "origin", "content-length", "transfer-encoding"];

/// Everything before the body.
pub(super) struct Head {
    pub(super) method: String,
    /// Without what stands behind a question mark.
    pub(super) path: String,
    headers: Vec<(String, String)>,
    /// What of the body came along.
    rest: Vec<u8>,
}

impl Head {
    /// `None` where nobody said anything.
    pub(super) fn read(stream: &mut TcpStream) -> Result<Option<Self>, Refusal> {
        let deadline = Instant::now() + PATIENCE;
        let mut bytes = Vec::new();
        loop {
            if let Some(head) = Self::parse(&bytes)? {
                return Ok(Some(head));
            }
            if bytes.len() >= MAX_HEAD {
                return Err(Refusal::new(431, "the head of this request has no end"));
            }
            match more(stream, deadline, &mut bytes, MAX_HEAD)? {
                0 if bytes.is_empty() => return Ok(None),
                0 => return Err(Refusal::new(400, "the request is cut")),
                _ => {}
            }
        }
    }

    fn parse(bytes: &[u8]) -> Result<Option<Self>, Refusal> {
        let wrong = || Refusal::new(400, "that is no HTTP");
        let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
        let mut request = httparse::Request::new(&mut headers);
        let length = match request.parse(bytes).map_err(|_| wrong())? {
            httparse::Status::Complete(length) => length,
            httparse::Status::Partial => return Ok(None),
        };
        let mut found: Vec<(String, String)> = Vec::new();
        for header in request.headers.iter() {
            let name = header.name.to_ascii_lowercase();
            if ONCE.contains(&name.as_str()) && found.iter().any(|(known, _)| *known == name) {
                return Err(wrong());
            }
            found.push((name, String::from_utf8_lossy(header.value).into_owned()));
        }
        let target = request.path.ok_or_else(wrong)?;
        Ok(Some(Self {
            method: request.method.ok_or_else(wrong)?.to_owned(),
            path: target.split('?').next().unwrap_or_default().to_owned(),
            headers: found,
            rest: bytes.get(length..).unwrap_or_default().to_vec(),
        }))
    }

    /// What a header says.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body, of at most so many bytes.
    pub(super) fn body(&self, stream: &mut TcpStream, most: usize) -> Result<Vec<u8>, Refusal> {
        let length = self.header("content-length").filter(|_| self.header("transfer-encoding").is_none());
        let Some(length) = length else { return Err(Refusal::new(411, "the length of a body is to be said")) };
        let digits = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
        let length: usize = match length.parse() {
            Ok(length) if digits => length,
            _ => return Err(Refusal::new(400, "the length of the body is no number")),
        };
        if length > most {
            return Err(Refusal::new(413, "no question is as long as that"));
        }
        let deadline = Instant::now() + PATIENCE;
        let mut body = self.rest.clone();
        while body.len() < length {
            if more(stream, deadline, &mut body, length)? == 0 {
                return Err(Refusal::new(400, "the request is cut"));
            }
        }
        body.truncate(length);
        Ok(body)
    }
}

/// Reads on, up to so many bytes in all and no longer than until then.
fn more(stream: &mut TcpStream, deadline: Instant, bytes: &mut Vec<u8>, most: usize) -> Result<usize, Refusal> {
    let late = || Refusal::new(408, "the request took too long");
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() || stream.set_read_timeout(Some(left)).is_err() {
        return Err(late());
    }
    let mut buffer = [0; 8 << 10];
    let room = buffer.len().min(most.saturating_sub(bytes.len()));
    let n = stream.read(buffer.get_mut(..room).unwrap_or_default()).map_err(|_| late())?;
    bytes.extend_from_slice(buffer.get(..n).unwrap_or_default());
    Ok(n)
}
