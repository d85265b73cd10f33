//! Reads a text of any length in bounded memory: all of it, or its beginning and its end.

use std::io::{self, Read};

/// What was read of one file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Text {
    /// The whole, or the beginning up to a line end.
    pub(super) head: Vec<u8>,
    /// The end from a line start, where the whole was too long.
    pub(super) tail: Option<Tail>,
}

/// The end of a text that was too long.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tail {
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
    /// Bytes between the beginning and the end that were not kept.
    pub(super) left_out: u64,
}

/// Reads at most `limit` bytes: of a longer text the first and the last half of that, cut at line ends.
///
/// `expected` is how many bytes there will be, as far as is known: memory is reserved for them at once.
/// The end is kept in a ring while the rest streams by, so that standard input may have any length.
pub(super) fn read(mut reader: impl Read, expected: usize, limit: usize) -> io::Result<Text> {
    let mut head = Vec::with_capacity(expected.min(limit));
    let mut block = vec![0; 64 << 10];
    // Block by block: reading to the end in one call touches all of the memory that a growing vector reserves.
    let mut rest = loop {
        let n_read = read_some(&mut reader, &mut block)?;
        if n_read == 0 {
            return Ok(Text { head, tail: None });
        }
        let room = (limit - head.len()).min(n_read);
        head.extend_from_slice(&block[..room]);
        if room < n_read {
            break room..n_read;
        }
    };
    let mut ring = Ring { bytes: head.split_off(limit / 2), next: 0 };
    let mut n_total = limit as u64;
    while !rest.is_empty() {
        n_total += rest.len() as u64;
        ring.push(&block[rest]);
        rest = 0..read_some(&mut reader, &mut block)?;
    }
    let mut bytes = ring.into_bytes();
    cut_after_last_line_end(&mut head);
    cut_before_first_line_start(&mut bytes);
    let left_out = n_total - head.len() as u64 - bytes.len() as u64;
    Ok(Text { head, tail: Some(Tail { bytes, left_out }) })
}

fn read_some(reader: &mut impl Read, block: &mut [u8]) -> io::Result<usize> {
    loop {
        match reader.read(block) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

/// The last bytes of a stream; full from the beginning.
struct Ring {
    bytes: Vec<u8>,
    next: usize,
}

impl Ring {
    fn push(&mut self, mut block: &[u8]) {
        block = &block[block.len().saturating_sub(self.bytes.len())..];
        while !block.is_empty() {
            let room = (self.bytes.len() - self.next).min(block.len());
            let (now, later) = block.split_at(room);
            self.bytes[self.next..self.next + room].copy_from_slice(now);
            self.next = (self.next + room) % self.bytes.len();
            block = later;
        }
    }

    fn into_bytes(mut self) -> Vec<u8> {
        self.bytes.rotate_left(self.next);
        self.bytes
    }
}

fn cut_after_last_line_end(bytes: &mut Vec<u8>) {
    if let Some(at) = bytes.iter().rposition(|byte| *byte == b'\n') {
        bytes.truncate(at + 1);
    }
}

fn cut_before_first_line_start(bytes: &mut Vec<u8>) {
    if let Some(at) = bytes.iter().position(|byte| *byte == b'\n') {
        bytes.drain(..=at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a few bytes at a time, as a pipe does.
    struct Pipe<'b>(&'b [u8], usize);

    impl Read for Pipe<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let n = self.1.min(buffer.len());
            self.0.read(&mut buffer[..n])
        }
    }

    #[test]
    fn a_text_within_the_limit_is_whole() {
        for n in 0..=8 {
            let text = &b"ab\ncd\nef"[..n];
            assert_eq!(read(text, 0, 8).expect("reads"), Text { head: text.to_vec(), tail: None });
        }
    }

    #[test]
    fn a_longer_one_keeps_its_beginning_and_its_end() {
        let lines: Vec<String> = (0..1000).map(|n| format!("line {n:03}\n")).collect();
        let whole = lines.concat();
        for step in [1, 7, 64, 9001] {
            let Text { head, tail } = read(Pipe(whole.as_bytes(), step), 3, 100).expect("reads");
            let tail = tail.expect("it was too long");
            assert_eq!(head, lines[..5].concat().into_bytes());
            assert_eq!(tail.bytes, lines[995..].concat().into_bytes());
            assert_eq!(tail.left_out, 9000 - 90);
        }
    }

    #[test]
    fn a_text_of_one_endless_line_is_cut_anywhere() {
        let Text { head, tail } = read(&[b'x'; 1000][..], 0, 10).expect("reads");
        assert_eq!((head.len(), tail.expect("too long")), (5, Tail { bytes: vec![b'x'; 5], left_out: 990 }));
    }
}
