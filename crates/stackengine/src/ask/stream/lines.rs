//! Server-sent events, byte by byte, as the HTML standard describes their parsing
//! (<https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation>).
//!
//! Only `data` matters: every provider repeats in it what `event` says.

/// Reads lines and joins the data of each event.
#[derive(Debug)]
pub(super) struct Lines {
    line: Vec<u8>,
    data: Vec<u8>,
    has_data: bool,
    after_cr: bool,
    max: usize,
}

impl Lines {
    /// An event of more than `max` bytes is an error.
    pub(super) fn new(max: usize) -> Self {
        Self { line: Vec::new(), data: Vec::new(), has_data: false, after_cr: false, max }
    }

    /// One byte more; the data of an event, where it ends one.
    pub(super) fn push(&mut self, byte: u8) -> Result<Option<String>, ()> {
        let after_cr = std::mem::replace(&mut self.after_cr, byte == b'\r');
        match byte {
            // The second half of one end of a line.
            b'\n' if after_cr => Ok(None),
            b'\n' | b'\r' => Ok(self.end_line()),
            _ if self.line.len() + self.data.len() >= self.max => Err(()),
            _ => {
                self.line.push(byte);
                Ok(None)
            }
        }
    }

    /// What a stream that ends without a blank line leaves.
    pub(super) fn rest(&mut self) -> Option<String> {
        if !self.line.is_empty() {
            let _ = self.end_line();
        }
        self.dispatch()
    }

    fn end_line(&mut self) -> Option<String> {
        let line = std::mem::take(&mut self.line);
        if line.is_empty() {
            return self.dispatch();
        }
        let (field, value) = match memchr::memchr(b':', &line) {
            Some(colon) => (line.get(..colon)?, line.get(colon + 1..)?),
            None => (line.as_slice(), [].as_slice()),
        };
        if field == b"data" {
            if self.has_data {
                self.data.push(b'\n');
            }
            self.data.extend_from_slice(value.strip_prefix(b" ").unwrap_or(value));
            self.has_data = true;
        }
        None
    }

    fn dispatch(&mut self) -> Option<String> {
        let data = std::mem::take(&mut self.data);
        // Only whole lines are decoded, so no character is cut.
        std::mem::take(&mut self.has_data).then(|| String::from_utf8_lossy(&data).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    fn all(text: &str) -> Vec<String> {
        let mut lines = Lines::new(1000);
        let mut found: Vec<String> = text.bytes().filter_map(|byte| lines.push(byte).expect("short")).collect();
        found.extend(lines.rest());
        found
    }

    #[test]
    fn every_end_of_line_comments_and_several_lines_of_data() {
        assert_eq!(all("data: a\n\ndata:b\r\n\r\ndata: c\r\r"), ["a", "b", "c"]);
        assert_eq!(all(": ping\n\nevent: x\nid: 3\ndata: a\ndata: b\n\n"), ["a\nb"]);
        assert_eq!(all("data: left over"), ["left over"]);
        assert_eq!(all("data\n\n"), [""]);
    }

    #[test]
    fn a_line_without_an_end_is_not_held() {
        let mut lines = Lines::new(4);
        assert!((0..4).all(|_| lines.push(b'x').is_ok()));
        assert!(lines.push(b'x').is_err());
    }
}
