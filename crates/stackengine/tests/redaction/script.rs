//! Cases whose private values are made when a test runs, so that no scanner of secrets stops at this repository.
//!
//! A case begins with `### name | reason` and ends at the next one. In its text `⟪tok ghp_ alnum36⟫` is a private value
//! made of the words behind `tok`; `⟪=tok hex40⟫` is made the same way and public; `⟪b64:…⟫` encodes what is inside;
//! `⟪stay:db⟫` is text that must not be touched. The same case gives the same values in every run.

use std::ops::Range;

use super::encode::{base64, json, percent};

/// A case as it stands in its file.
pub(crate) struct Case {
    /// What it shows.
    pub(crate) name: String,
    /// Its reason, or its class and its reason.
    pub(crate) reasons: Vec<String>,
    text: String,
}

/// A case with values.
#[derive(Default)]
pub(crate) struct Script {
    /// What a person would paste.
    pub(crate) text: String,
    /// The same with every private value taken out: what is found here is not the value, only the same letters.
    pub(crate) hidden: String,
    /// The private values.
    pub(crate) values: Vec<String>,
    /// Where in the text nothing may change.
    pub(crate) stays: Vec<Range<usize>>,
}

/// Every case of a file.
pub(crate) fn cases(file: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in file.lines() {
        if let Some(head) = line.strip_prefix("### ") {
            let mut parts = head.split(" | ").map(str::to_owned);
            let name = parts.next().expect("a case has a name");
            cases.push(Case { name, reasons: parts.collect(), text: String::new() });
        } else if let Some(case) = cases.last_mut() {
            case.text.push_str(line);
            case.text.push('\n');
        }
    }
    cases
}

impl Case {
    /// Makes the values and puts them where they belong.
    pub(crate) fn script(&self) -> Script {
        let mut rest = self.text.as_str();
        let parts = parse(&mut rest);
        assert!(rest.is_empty(), "{}: a mark is closed that was never opened", self.name);
        let mut script = Script::default();
        let mut maker = Maker { dice: Dice::new(&self.name), named: Vec::new() };
        for part in &parts {
            let start = script.text.len();
            let (text, hidden) = maker.render(part, &mut script.values);
            if matches!(part, Part::Around { verb, .. } if verb == "stay") {
                script.stays.push(start..start + text.len());
            }
            script.text.push_str(&text);
            script.hidden.push_str(&hidden);
        }
        script.values.sort();
        script.values.dedup();
        script
    }
}

enum Part {
    Plain(String),
    /// A value: whether it is public, and the words that say how it is made.
    Value(bool, Vec<String>),
    /// Something done to what is inside.
    Around {
        verb: String,
        number: usize,
        inside: Vec<Self>,
    },
}

const VERBS: [&str; 10] = ["ansi", "b64", "cri", "indent", "json", "pct", "stamp", "stay", "url64", "wrap"];

fn parse(rest: &mut &str) -> Vec<Part> {
    let mut parts = Vec::new();
    while let Some(at) = rest.find(['⟪', '⟫']) {
        if at > 0 {
            parts.push(Part::Plain(rest[..at].to_owned()));
        }
        if rest[at..].starts_with('⟫') {
            *rest = &rest[at..];
            return parts;
        }
        *rest = &rest[at + '⟪'.len_utf8()..];
        let verb = rest.split([' ', ':', '⟫']).next().unwrap_or_default().to_owned();
        if VERBS.contains(&verb.as_str()) {
            let colon = rest.find(':').expect("a verb has something inside");
            let number = rest[verb.len()..colon].trim().parse().unwrap_or(0);
            *rest = &rest[colon + 1..];
            let inside = parse(rest);
            parts.push(Part::Around { verb, number, inside });
        } else {
            let end = rest.find('⟫').expect("a mark is closed");
            let words = &rest[..end];
            let public = words.starts_with('=');
            parts.push(Part::Value(public, words.trim_start_matches('=').split(' ').map(str::to_owned).collect()));
            *rest = &rest[end..];
        }
        *rest = rest.strip_prefix('⟫').expect("a mark is closed");
    }
    if !rest.is_empty() {
        parts.push(Part::Plain((*rest).to_owned()));
        *rest = "";
    }
    parts
}

struct Maker {
    dice: Dice,
    named: Vec<(String, Made)>,
}

/// A value, and those parts of it that are private.
#[derive(Clone)]
struct Made {
    text: String,
    private: Vec<String>,
}

impl Maker {
    /// The text with its values, and without.
    fn render(&mut self, part: &Part, values: &mut Vec<String>) -> (String, String) {
        match part {
            Part::Plain(text) => (text.clone(), text.clone()),
            Part::Value(public, words) => {
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                let made = self.make(&words);
                if *public {
                    return (made.text.clone(), made.text);
                }
                values.extend(made.private);
                (made.text, "\u{1}".to_owned())
            }
            Part::Around { verb, number, inside } => {
                let (mut text, mut hidden) = (String::new(), String::new());
                for part in inside {
                    let (one, other) = self.render(part, values);
                    text.push_str(&one);
                    hidden.push_str(&other);
                }
                (around(verb, *number, &text), around(verb, *number, &hidden))
            }
        }
    }

    fn make(&mut self, words: &[&str]) -> Made {
        let one = |text: String| Made { private: vec![text.clone()], text };
        match words {
            ["pw"] => one(self.dice.word("alnum", 18)),
            ["tricky"] => {
                let (a, b, c) = (self.dice.word("alnum", 6), self.dice.word("alnum", 5), self.dice.word("alnum", 6));
                one(format!("{a}@{b}:{c}!"))
            }
            ["word", rest @ ..] => one(rest.join(" ")),
            ["tok", rest @ ..] => one(rest.iter().map(|word| self.dice.piece(word)).collect()),
            ["guid"] => {
                let groups = [8, 4, 4, 4, 12].map(|n| self.dice.word("hex", n));
                one(groups.join("-"))
            }
            ["ip2"] => one(format!("{}.{}", 30 + self.dice.below(90), 130 + self.dice.below(90))),
            ["esc"] => one("\u{1b}".to_owned()),
            ["cr"] => one("\r".to_owned()),
            ["jwt"] => {
                let head = base64(br#"{"alg":"HS256","typ":"JWT"}"#, true, false);
                let subject = self.dice.word("lower", 12);
                let body = base64(format!(r#"{{"sub":"{subject}","exp":1790000000}}"#).as_bytes(), true, false);
                one(format!("{head}.{body}.{}", self.dice.word("url", 43)))
            }
            ["pem", kind @ ..] => self.pem(&format!("{} KEY", kind.join(" ")), true),
            ["cutpem", kind @ ..] => self.pem(&format!("{} KEY", kind.join(" ")), false),
            ["cert"] => {
                let body = self.dice.word("b64", 640);
                self.block("CERTIFICATE", &format!("MIID{body}"), true)
            }
            ["named", name, rest @ ..] => {
                if let Some((_, made)) = self.named.iter().find(|(known, _)| known == name) {
                    return made.clone();
                }
                let made = self.make(rest);
                self.named.push(((*name).to_owned(), made.clone()));
                made
            }
            other => panic!("nobody knows how to make {other:?}"),
        }
    }

    fn pem(&mut self, head: &str, ends: bool) -> Made {
        let body = self.dice.word("b64", 400);
        self.block(head, &format!("MII{body}"), ends)
    }

    fn block(&mut self, head: &str, body: &str, ends: bool) -> Made {
        let lines: Vec<String> =
            body.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line).into_owned()).collect();
        let dashes = "-----";
        let mut text = format!("{dashes}BEGIN {head}{dashes}\n{}\n", lines.join("\n"));
        if ends {
            text.push_str(&format!("{dashes}END {head}{dashes}"));
        }
        Made { text, private: lines }
    }
}

fn around(verb: &str, number: usize, text: &str) -> String {
    let half = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
    match verb {
        "b64" => base64(text.as_bytes(), false, true),
        "url64" => base64(text.as_bytes(), true, false),
        "json" => json(text),
        "pct" => percent(text),
        "indent" => text.replace('\n', &format!("\n{}", " ".repeat(number))),
        "wrap" => {
            let lines: Vec<_> = text.as_bytes().chunks(76).map(String::from_utf8_lossy).collect();
            lines.join(&format!("\n{}", " ".repeat(number)))
        }
        "stamp" => text.lines().map(|line| format!("2026-11-02T03:04:05.678901234Z {line}\n")).collect(),
        "cri" => format!("{}\n2026-11-02T03:04:05.678901234Z stdout F {}", &text[..half], &text[half..]),
        "ansi" => format!("{}\u{1b}[31m{}", &text[..half], &text[half..]),
        _ => text.to_owned(),
    }
}

/// Numbers that follow from a name.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(name: &str) -> Self {
        // The offset and the prime of FNV-1a.
        let seed = name
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self(seed | 1)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 16) % n.max(1) as u64).unwrap_or(0)
    }

    /// `alnum36` is 36 letters and digits; a word that names no alphabet stands for itself.
    fn piece(&mut self, word: &str) -> String {
        for alphabet in ["alnum", "lower", "upper", "digit", "hex", "url", "b32", "b64"] {
            if let Some(Ok(n)) = word.strip_prefix(alphabet).map(str::parse) {
                return self.word(alphabet, n);
            }
        }
        word.to_owned()
    }

    /// Letters of an alphabet; of the large ones the first three are of three sorts, as in anything made by chance.
    pub(crate) fn word(&mut self, alphabet: &str, n: usize) -> String {
        const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
        const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        const DIGIT: &str = "0123456789";
        let letters = match alphabet {
            "lower" => LOWER.to_owned(),
            "upper" => format!("{UPPER}{DIGIT}"),
            "digit" => DIGIT.to_owned(),
            "hex" => "0123456789abcdef".to_owned(),
            "b32" => format!("{UPPER}234567"),
            "url" => format!("{LOWER}{UPPER}{DIGIT}-_"),
            "b64" => format!("{LOWER}{UPPER}{DIGIT}+/"),
            _ => format!("{LOWER}{UPPER}{DIGIT}"),
        };
        let mut word = String::new();
        for at in 0..n {
            let among = match (alphabet, at) {
                ("alnum" | "url" | "b64", 0) => LOWER,
                ("alnum" | "url" | "b64", 1) => UPPER,
                ("alnum" | "url" | "b64", 2) | ("hex", 0) => "123456789",
                ("hex", 1) => "abcdef",
                ("digit", 0) => "123456789",
                _ => &letters,
            };
            word.push(char::from(among.as_bytes()[self.below(among.len())]));
        }
        word
    }
}
