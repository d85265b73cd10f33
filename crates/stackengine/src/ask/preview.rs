//! The human part of an answer while it still arrives: its explanation, word by word, made harmless like the whole.
//!
//! Nothing of it is checked: that takes the whole answer. Whoever shows it says so.

use super::guard::{MAX_TEXT, plain};

/// A longer word is broken: one that never ends must not be held for ever.
const MAX_WORD: usize = 200;
/// A longer key is none of ours.
const MAX_KEY: usize = 32;

/// Where in the object the last character stood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum At {
    /// Outside of every string; a colon now would make a key of the last one.
    #[default]
    Between,
    /// Behind the colon of `explanation`.
    BeforeValue,
    /// Inside a string that is not shown.
    Other,
    /// Inside the explanation.
    Explanation,
    /// Everything that will be shown has been.
    Done,
}

/// Reads the text of an answer in pieces, and gives out what of its explanation may be shown.
#[derive(Debug, Default)]
pub struct Preview {
    at: At,
    depth: usize,
    /// The last string, as far as it can be a key.
    key: String,
    escape: String,
    /// The first half of a character that JSON writes as two.
    high: Option<u32>,
    word: String,
    n_shown: usize,
}

impl Preview {
    /// More of the answer's text. Returns more of the explanation, in whole words: printable, with no link in it.
    pub fn feed(&mut self, text: &str) -> String {
        let mut out = String::new();
        for char in text.chars() {
            match self.at {
                At::Done => break,
                At::Between | At::BeforeValue => self.between(char),
                At::Other | At::Explanation => self.inside(char, &mut out),
            }
        }
        out
    }

    fn between(&mut self, char: char) {
        match char {
            '"' if self.at == At::BeforeValue => self.at = At::Explanation,
            // Words before the object are not shown, and their quotes mean nothing.
            '"' if self.depth > 0 => {
                self.key.clear();
                self.at = At::Other;
            }
            ':' if self.depth == 1 && self.key == "explanation" => self.at = At::BeforeValue,
            char if char.is_whitespace() => {}
            _ => {
                self.at = At::Between;
                match char {
                    '{' | '[' => self.depth += 1,
                    '}' | ']' => self.depth = self.depth.saturating_sub(1),
                    _ => {}
                }
                self.key.clear();
            }
        }
    }

    fn inside(&mut self, char: char, out: &mut String) {
        if !self.escape.is_empty() {
            self.escape.push(char);
            if let Some(read) = self.escaped() {
                self.escape.clear();
                if let Some(char) = read {
                    self.take(char, out);
                }
            }
            return;
        }
        match char {
            '\\' => self.escape.push(char),
            '"' if self.at == At::Explanation => {
                self.release(out);
                self.at = At::Done;
            }
            '"' => self.at = At::Between,
            char => self.take(char, out),
        }
    }

    /// The character that an escape stands for, once it is complete; `Some(None)` for half of one.
    fn escaped(&mut self) -> Option<Option<char>> {
        let kind = self.escape.chars().nth(1)?;
        if kind != 'u' {
            return Some(Some(match kind {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'b' => '\u{8}',
                'f' => '\u{c}',
                other => other,
            }));
        }
        let digits = self.escape.get(2..).filter(|digits| digits.chars().count() >= 4)?;
        let unit = u32::from_str_radix(digits, 16).unwrap_or(u32::from(char::REPLACEMENT_CHARACTER));
        match (self.high.take(), unit) {
            (_, 0xd800..=0xdbff) => {
                self.high = Some(unit);
                Some(None)
            }
            (Some(high), 0xdc00..=0xdfff) => Some(char::from_u32(0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00))),
            _ => Some(Some(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER))),
        }
    }

    fn take(&mut self, char: char, out: &mut String) {
        if self.at != At::Explanation {
            if self.key.len() < MAX_KEY {
                self.key.push(char);
            }
            return;
        }
        self.n_shown += 1;
        if self.n_shown > MAX_TEXT {
            self.release(out);
            self.at = At::Done;
        } else if char == '\n' || char == ' ' {
            self.release(out);
            out.push(char);
        } else {
            self.word.push(char);
            if self.word.len() >= MAX_WORD {
                self.release(out);
                out.push(' ');
            }
        }
    }

    /// No pattern of a link has a blank in it, so whole words can be judged one by one.
    fn release(&mut self, out: &mut String) {
        out.push_str(&plain(self.word.trim_end_matches('\r')));
        self.word.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::super::guard::shown;
    use super::*;

    const EXPLANATIONS: [&str; 9] = [
        "It ran out of memory.\nRaise the limit: \"512Mi\" \\ or less.",
        "see https://evil.example/?x=1 and javascript:alert(1) WWW.evil.example data:x",
        "a\u{1b}[31mb\u{202e}c\u{7}\r\n\ttab",
        "東京 – é 🦀 \u{10ffff}",
        "",
        "   ",
        "{\"explanation\": \"inner\"}",
        "<PASSWORD_1> ```sh\ncurl http://x\n```",
        "\u{0}\u{9f}\u{feff}",
    ];

    fn words(text: &str) -> Vec<&str> {
        text.split_whitespace().collect()
    }

    fn whole(answer: &str, pieces: impl IntoIterator<Item = String>) -> String {
        let mut preview = Preview::default();
        let out: String = pieces.into_iter().map(|piece| preview.feed(&piece)).collect();
        assert!(!out.contains("://") && !out.to_ascii_lowercase().contains("javascript:"), "{answer}: {out:?}");
        assert!(!out.chars().any(|char| char.is_control() && char != '\n'), "{answer}: {out:?}");
        out
    }

    #[test]
    fn wherever_it_is_cut_it_shows_what_the_whole_shows() {
        for explanation in EXPLANATIONS {
            let quoted = serde_json::to_string(explanation).expect("JSON");
            let ascii: String = quoted
                .chars()
                .map(|char| {
                    let mut units = [0; 2];
                    let escape = |unit: &mut u16| format!("\\u{unit:04x}");
                    if char.is_ascii() {
                        char.to_string()
                    } else {
                        char.encode_utf16(&mut units).iter_mut().map(escape).collect()
                    }
                })
                .collect();
            for quoted in [quoted, ascii] {
                for answer in [
                    format!("{{\"agree\":true,\"cause\":\"explanation\",\"explanation\":{quoted},\"lines\":[1]}}"),
                    format!(
                        "Sure, \"this\": {{}}\n```json\n{{ \"edits\": [{{\"explanation\": \"no\"}}], \"explanation\" : {quoted}}}"
                    ),
                ] {
                    let expected = shown(explanation, MAX_TEXT);
                    let bounds = answer.char_indices().map(|(at, _)| at);
                    for cut in bounds {
                        let (one, two) = answer.split_at(cut);
                        let out = whole(&answer, [one.to_owned(), two.to_owned()]);
                        assert_eq!(words(&out), words(&expected), "{answer} cut at {cut}");
                    }
                    whole(&answer, answer.chars().map(String::from));
                }
            }
        }
    }

    #[test]
    fn what_was_released_stays_and_what_is_endless_ends() {
        let mut preview = Preview::default();
        assert_eq!(preview.feed("{\"explanation\": \"It ran ou"), "It ran ");
        assert_eq!(preview.feed("t of"), "out ");
        assert_eq!(preview.feed("\", \"x\": \"never\""), "of");
        let mut preview = Preview::default();
        preview.feed("{\"explanation\": \"");
        let n: usize = (0..100).map(|_| preview.feed(&"x".repeat(1000)).len()).sum();
        assert!((1500..2500).contains(&n), "{n}");
        assert!(preview.word.is_empty());
    }

    #[test]
    fn what_is_no_answer_shows_nothing() {
        for text in [
            "",
            "no",
            "\"explanation\": \"x\"",
            "{\"explanation\": [\"x\"]}",
            "[{\"explanation\": \"x\"}]",
            "{\"explanation\": 7, \"why\": \"x\"}",
        ] {
            assert_eq!(Preview::default().feed(text), "", "{text}");
        }
    }
}
