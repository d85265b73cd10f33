//! The page a text is written on: width, hanging indents, colours. Everything from outside is made printable here.

use unicode_width::UnicodeWidthStr;

use super::printable;

/// What a word is, which decides its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    Plain,
    Heading,
    Name,
    Bad,
    Warning,
    Good,
    Faint,
}

impl Ink {
    /// The parameters of the ANSI "select graphic rendition" sequence.
    const fn ansi(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Heading => "1",
            Self::Name => "36",
            Self::Bad => "1;31",
            Self::Warning => "33",
            Self::Good => "32",
            Self::Faint => "2",
        }
    }
}

/// A page being written.
pub(super) struct Paper {
    text: String,
    width: usize,
    color: bool,
}

impl Paper {
    /// Narrower than this, indents would leave no room for words.
    const NARROWEST: usize = 24;

    /// An empty page; a width of 0 means that lines are never broken.
    pub(super) fn new(width: usize, color: bool) -> Self {
        let width = if width == 0 { usize::MAX } else { width.max(Self::NARROWEST) };
        Self { text: String::new(), width, color }
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// Adds lines of another page of the same width.
    pub(super) fn paste(&mut self, lines: &str) {
        self.text.push_str(lines);
    }

    /// Leaves a line free, unless the page is new.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A heading on a line of its own, after a free line.
    pub(super) fn heading(&mut self, title: &str) {
        self.gap();
        self.line(0, 0, &[(Ink::Heading, title)]);
    }

    /// A line that is never broken, because it is there to be copied.
    pub(super) fn verbatim(&mut self, indent: usize, ink: Ink, text: &str) {
        for line in text.lines() {
            self.text.extend(std::iter::repeat_n(' ', indent));
            self.write(ink, &printable(line));
            self.text.push('\n');
        }
    }

    /// A line of several pieces that is never broken, because columns matter in it.
    pub(super) fn row(&mut self, pieces: &[(Ink, &str)]) {
        for (ink, piece) in pieces {
            self.write(*ink, &printable(piece));
        }
        self.end_line();
    }

    /// The columns that a text takes once it is made printable.
    pub(super) fn width_of(text: &str) -> usize {
        printable(text).width()
    }

    /// A paragraph: words are wrapped at the width, and lines after the first hang at `hanging`.
    pub(super) fn line(&mut self, indent: usize, hanging: usize, pieces: &[(Ink, &str)]) {
        let mut column = indent;
        let mut fresh = true;
        self.text.extend(std::iter::repeat_n(' ', indent));
        for (ink, piece) in pieces {
            for raw in piece.split_inclusive([' ', '\n']) {
                let word = raw.trim_end_matches([' ', '\n']);
                let blanks = raw.len() - word.len();
                let word = printable(word);
                let wide = width(&word);
                if !fresh && column + wide > self.width {
                    self.break_line(hanging);
                    (column, fresh) = (hanging, true);
                }
                if column.saturating_add(wide) <= self.width {
                    self.write(*ink, &word);
                    column += wide;
                    fresh = fresh && word.is_empty();
                } else {
                    for part in self.parts(&word, column, hanging) {
                        if width(part) + column > self.width && !fresh {
                            self.break_line(hanging);
                            column = hanging;
                        }
                        self.write(*ink, part);
                        column += width(part);
                        fresh = fresh && part.is_empty();
                    }
                }
                if raw.ends_with('\n') {
                    self.break_line(hanging);
                    (column, fresh) = (hanging, true);
                } else {
                    self.text.extend(std::iter::repeat_n(' ', blanks));
                    column += blanks;
                }
            }
        }
        self.end_line();
    }

    /// A word that no line can hold is cut where the line ends.
    fn parts<'w>(&self, word: &'w str, column: usize, hanging: usize) -> Vec<&'w str> {
        let mut parts = Vec::new();
        let (mut start, mut room) = (0, self.width.saturating_sub(column).max(1));
        let mut used = 0;
        for (at, char) in word.char_indices() {
            let wide = unicode_width::UnicodeWidthChar::width(char).unwrap_or(0);
            if used + wide > room && at > start {
                parts.push(&word[start..at]);
                (start, used) = (at, 0);
                room = self.width.saturating_sub(hanging).max(1);
            }
            used += wide;
        }
        parts.push(&word[start..]);
        parts
    }

    fn break_line(&mut self, hanging: usize) {
        self.end_line();
        self.text.extend(std::iter::repeat_n(' ', hanging));
    }

    fn end_line(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        self.text.push('\n');
    }

    fn write(&mut self, ink: Ink, word: &str) {
        let ansi = ink.ansi();
        if !self.color || ansi.is_empty() || word.is_empty() {
            self.text.push_str(word);
            return;
        }
        for part in ["\u{1b}[", ansi, "m", word, "\u{1b}[0m"] {
            self.text.push_str(part);
        }
    }
}

/// Columns that a word takes; of what is plain ASCII each byte takes one.
fn width(word: &str) -> usize {
    if word.is_ascii() { word.len() } else { word.width() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(width: usize, text: &str) -> String {
        let mut paper = Paper::new(width, false);
        paper.line(2, 6, &[(Ink::Plain, text)]);
        paper.into_text()
    }

    #[test]
    fn words_hang_below_the_first_line() {
        assert_eq!(
            wrapped(24, "raise resources.limits.memory above 512Mi"),
            "  raise\n      resources.limits.m\n      emory above 512Mi\n"
        );
        assert_eq!(wrapped(0, &"word ".repeat(100)).lines().count(), 1);
    }

    #[test]
    fn wide_characters_take_two_columns() {
        for line in wrapped(24, "東京東京東京東京東京東京東京東京東京東京").lines() {
            assert!(line.width() <= 24, "{line}");
        }
    }

    #[test]
    fn colours_come_from_here_alone() {
        let mut paper = Paper::new(80, true);
        paper.line(0, 0, &[(Ink::Bad, "failed"), (Ink::Plain, " \u{1b}[2J")]);
        paper.verbatim(0, Ink::Plain, "kubectl\u{1b}c");
        assert_eq!(paper.into_text(), "\u{1b}[1;31mfailed\u{1b}[0m \\u{1b}[2J\nkubectl\\u{1b}c\n");
    }
}
