//! Documents of any shape in any way of writing, the same ones each time: YAML as people write it, and as they do not.

/// A small generator of numbers.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `sides`.
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides.max(1)
    }

    fn one_in(&mut self, sides: usize) -> bool {
        self.roll(sides) == 0
    }

    fn pick<'v>(&mut self, values: &[&'v str]) -> &'v str {
        values[self.roll(values.len())]
    }
}

const SCALARS: &[&str] = &[
    "x",
    "'x'",
    "\"x\"",
    "1",
    "0x1F",
    "1.50",
    "true",
    "'yes'",
    "~",
    "null",
    "\"a \\u00e9 \\n b\"",
    "'it''s'",
    "nginx:1.27",
    "a b  c",
    "http://x/y#z",
    "-1",
    "\"\"",
    "''",
    "é ✓",
    "12:30:45",
    "'# no comment'",
    "{}",
    "[]",
    "!!str 1",
    "a\\b",
];
const FLOW_SCALARS: &[&str] = &["x", "'x'", "\"x, y\"", "1", "true", "'yes'", "null", "{}", "[]", "a b", "\"#\""];
const KEYS: &[&str] = &["a", "name", "'b c'", "\"d\"", "on", "x.y/z", "1", "é", "long-key", "\"#\"", "e", "f", "g"];

/// A document.
pub(crate) fn document(seed: u64) -> String {
    let mut writer = Writer { dice: Dice::new(seed), out: String::new(), step: 2, dash: 0, anchors: 0 };
    // The first numbers of neighbouring seeds are alike.
    for _ in 0..8 {
        writer.dice.roll(2);
    }
    writer.step = [2, 2, 2, 3, 4][writer.dice.roll(5)];
    writer.dash = [0, 0, 2, 4][writer.dice.roll(4)];
    if writer.dice.one_in(6) {
        let json = writer.json(0, seed.is_multiple_of(2));
        return json;
    }
    if writer.dice.one_in(3) {
        writer.out.push_str(writer.dice.pick(&["---\n", "--- # first\n", "# head\n---\n", "other: 1\n---\n"]));
    }
    if writer.dice.one_in(8) {
        writer.sequence(0, 4);
    } else {
        writer.mapping(0, 4);
    }
    let end = writer.dice.roll(6);
    match end {
        0 => {
            let len = writer.out.trim_end_matches('\n').len();
            writer.out.truncate(len);
        }
        1 => writer.out.push_str("---\nnext: 1 # n\n"),
        2 => writer.out.push_str("...\n"),
        _ => {}
    }
    match writer.dice.roll(8) {
        0 => writer.out.replace('\n', "\r\n"),
        1 => format!("\u{feff}{}", writer.out),
        _ => writer.out,
    }
}

struct Writer {
    dice: Dice,
    out: String,
    step: usize,
    dash: usize,
    anchors: usize,
}

impl Writer {
    fn indent(&mut self, indent: usize) {
        self.out.push_str(&" ".repeat(indent));
    }

    /// The end of a line, with a comment now and then.
    fn end(&mut self) {
        if self.dice.one_in(5) {
            self.out.push_str(self.dice.pick(&[" # c", "  # it's: [a", "\t# t", " #"]));
        }
        self.out.push('\n');
    }

    fn between(&mut self, indent: usize) {
        match self.dice.roll(12) {
            0 => self.out.push('\n'),
            1 => {
                self.indent(indent);
                self.out.push_str("# a line\n");
            }
            2 => self.out.push_str("# at the margin\n"),
            _ => {}
        }
    }

    fn mapping(&mut self, indent: usize, depth: usize) {
        let n = 1 + self.dice.roll(4);
        let from = self.dice.roll(KEYS.len());
        for position in 0..n {
            if position > 0 {
                self.between(indent);
                self.indent(indent);
            }
            self.out.push_str(KEYS[(from + position) % KEYS.len()]);
            self.out.push_str(if self.dice.one_in(9) { " :" } else { ":" });
            self.value(indent, depth, false);
        }
    }

    fn sequence(&mut self, indent: usize, depth: usize) {
        let n = 1 + self.dice.roll(3);
        for position in 0..n {
            if position > 0 {
                self.between(indent);
                self.indent(indent);
            }
            self.out.push('-');
            self.value(indent, depth, true);
        }
    }

    /// A value after its key or dash, up to the end of its last line.
    fn value(&mut self, indent: usize, depth: usize, item: bool) {
        if self.dice.one_in(15) {
            self.anchors += 1;
            self.out.push_str(&format!(" &a{}", self.anchors));
            return self.scalar(indent);
        }
        match self.dice.roll(12) {
            0..=2 if depth > 0 => {
                let deeper = indent + if item { 2 } else { self.step };
                if item && self.dice.one_in(2) {
                    self.out.push(' ');
                } else {
                    self.end();
                    self.between(deeper);
                    self.indent(deeper);
                }
                self.mapping(deeper, depth - 1);
            }
            3..=4 if depth > 0 => {
                let deeper = indent + if item { 2 } else { self.dash };
                if item && self.dice.one_in(2) {
                    self.out.push(' ');
                } else {
                    self.end();
                    self.between(deeper);
                    self.indent(deeper);
                }
                self.sequence(deeper, depth - 1);
            }
            5 if depth > 0 => {
                self.out.push(' ');
                self.flow(indent + 2, depth.min(2));
                self.end();
            }
            6 => self.block_scalar(indent),
            7 => self.end(),
            8 => {
                let pad = " ".repeat(indent + 1);
                let text = self.dice.pick(&["one\n#two", "'one\n\n#two'", "\"one\\\n#\\ two\""]).replace('#', &pad);
                self.out.push(' ');
                self.out.push_str(&text);
                self.end();
            }
            _ => self.scalar(indent),
        }
    }

    fn scalar(&mut self, indent: usize) {
        if self.dice.one_in(20) {
            self.end();
            self.indent(indent + 1);
        } else {
            self.out.push_str(self.dice.pick(&[" ", " ", " ", "  ", "\t"]));
        }
        let scalar = self.dice.pick(SCALARS);
        self.out.push_str(scalar);
        self.end();
    }

    fn block_scalar(&mut self, indent: usize) {
        let style = self.dice.pick(&["|", ">"]);
        let chomp = self.dice.pick(&["", "", "-", "+"]);
        let deeper = 1 + self.dice.roll(4);
        let first = self.dice.pick(&["set -e", "  wide", "# no comment", "a: b", "\ttab"]);
        let number = if first.starts_with(' ') || self.dice.one_in(6) { deeper.to_string() } else { String::new() };
        self.out.push_str(&format!(" {style}{number}{chomp}"));
        self.end();
        let n = 1 + self.dice.roll(3);
        for position in 0..n {
            let line = if position == 0 { first } else { self.dice.pick(&["echo x", "", "  more", "- y", "é"]) };
            if !line.is_empty() {
                self.indent(indent + deeper);
                self.out.push_str(line);
            }
            self.out.push('\n');
        }
    }

    fn flow(&mut self, indent: usize, depth: usize) {
        let lines = self.dice.one_in(3);
        let mapping = self.dice.one_in(2);
        let n = self.dice.roll(4);
        let (open, close) = if mapping { ('{', '}') } else { ('[', ']') };
        self.out.push(open);
        let from = self.dice.roll(KEYS.len());
        for position in 0..n {
            if lines {
                self.end();
                self.indent(indent + self.step);
            } else if position > 0 {
                self.out.push(' ');
            }
            if mapping {
                self.out.push_str(KEYS[(from + position) % KEYS.len()]);
                self.out.push_str(": ");
            }
            if depth > 0 && self.dice.one_in(4) {
                self.flow(indent + self.step, depth - 1);
            } else {
                let scalar = self.dice.pick(FLOW_SCALARS);
                self.out.push_str(scalar);
            }
            if position + 1 < n || self.dice.one_in(6) {
                self.out.push(',');
            }
        }
        if lines && n > 0 {
            self.end();
            self.indent(indent);
        }
        self.out.push(close);
    }

    fn json(&mut self, depth: usize, pretty: bool) -> String {
        let n = self.dice.roll(4);
        let line = |depth: usize| if pretty { format!("\n{}", "  ".repeat(depth)) } else { String::new() };
        let colon = if pretty { ": " } else { ":" };
        let mut parts = Vec::new();
        let mapping = depth == 0 || self.dice.one_in(2);
        for position in 0..n {
            let value = match self.dice.roll(6) {
                0 | 1 if depth < 3 => self.json(depth + 1, pretty),
                2 => "\"a \\\"b\\\" \\u00e9\"".to_owned(),
                3 => "null".to_owned(),
                4 => "-1.5e3".to_owned(),
                _ => "\"x\"".to_owned(),
            };
            parts.push(if mapping { format!("\"k{position}\"{colon}{value}") } else { value });
        }
        let (open, close) = if mapping { ('{', '}') } else { ('[', ']') };
        if parts.is_empty() {
            return format!("{open}{close}");
        }
        let inner = parts.join(&format!(",{}", line(depth + 1)));
        format!("{open}{}{inner}{}{close}", line(depth + 1), line(depth))
    }
}
