//! From bytes to text one can read: decoding, and taking off what terminals, mail and editors put on.
//!
//! The number of lines stays exactly the same, and what is clean already is not copied.

use memchr::memmem;

/// The text of the bytes, and what had to be given up on the way.
pub(super) fn decode(bytes: Vec<u8>) -> (String, Option<String>) {
    let (text, mut damage) = match bytes.as_slice() {
        [0xFF, 0xFE, rest @ ..] => decode_utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => decode_utf16(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => decode_utf8(rest.to_vec()),
        _ => decode_utf8(bytes),
    };
    if text.starts_with("\u{1f}\u{fffd}\u{8}") {
        damage = Some("this is a gzip archive: unpack it first".to_owned());
    } else if memchr::memchr(0, text.as_bytes()).is_some() {
        let also = damage.map(|damage| format!("; {damage}")).unwrap_or_default();
        damage = Some(format!("holds NUL bytes, as binary files do{also}"));
    }
    (text, damage)
}

fn decode_utf8(bytes: Vec<u8>) -> (String, Option<String>) {
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let first = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let n_replaced = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let places = if n_replaced == 1 {
                "1 place is not UTF-8 and was replaced".to_owned()
            } else {
                format!("{n_replaced} places are not UTF-8 and were replaced")
            };
            (text, Some(format!("{places}, the first at byte {first}")))
        }
    }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (String, Option<String>) {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let mut n_replaced = usize::from(!bytes.len().is_multiple_of(2));
    let mut text = String::with_capacity(bytes.len() / 2);
    for decoded in char::decode_utf16(units) {
        text.push(decoded.unwrap_or_else(|_| {
            n_replaced += 1;
            char::REPLACEMENT_CHARACTER
        }));
    }
    let damage = (n_replaced > 0).then(|| format!("{n_replaced} places are not UTF-16 and were replaced"));
    (text, damage)
}

/// The text without escape sequences, carriage returns, odd spaces and quote marks.
pub(super) fn clean(text: String) -> String {
    let text = if needs_rewriting(&text) { rewrite(&text) } else { text };
    if memchr::memchr(b'>', text.as_bytes()).is_some() { unquote(text) } else { text }
}

/// Whether any byte occurs at all that [`rewrite`] would change.
fn needs_rewriting(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2(ESCAPE, b'\r', bytes).is_some()
        || ODD.iter().any(|(odd, _)| memmem::find(bytes, odd.as_bytes()).is_some())
        || memmem::find(bytes, CARET.as_bytes()).is_some()
}

const ESCAPE: u8 = 0x1B;

/// How `cat -v` and kubectl itself print the start of an escape sequence.
const CARET: &str = "^[[";

/// Characters that look like a space or like nothing, and break what depends on columns.
const ODD: [(&str, &str); 6] =
    [("\u{a0}", " "), ("\u{202f}", " "), ("\u{200b}", ""), ("\u{feff}", ""), ("\u{9b}", ""), ("\u{8}", "")];

fn rewrite(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    // A text of carriage returns alone has lines all the same: those of a Macintosh of old.
    let lone = if memchr::memchr(b'\n', bytes).is_none() { "\n" } else { "\r" };
    let mut at = 0;
    while let Some(found) = next_special(bytes, at) {
        out.push_str(text.get(at..found).unwrap_or_default());
        let rest = text.get(found..).unwrap_or_default();
        let (skip, instead) = match bytes[found] {
            ESCAPE => (escape_len(&bytes[found..]), ""),
            b'\r' if bytes.get(found + 1) == Some(&b'\n') => (1, ""),
            b'\r' if found + 1 == bytes.len() => (1, ""),
            b'\r' => (1, lone),
            b'^' if rest.starts_with(CARET) => match csi_len(&bytes[found + CARET.len()..]) {
                Some(len) => (CARET.len() + len, ""),
                None => (1, "^"),
            },
            _ => match ODD.iter().find(|(odd, _)| rest.starts_with(odd)) {
                Some(("\u{9b}", _)) => (2 + csi_len(&bytes[found + 2..]).unwrap_or(0), ""),
                Some((odd, instead)) => (odd.len(), *instead),
                None => {
                    let len = rest.chars().next().map_or(1, char::len_utf8);
                    (len, rest.get(..len).unwrap_or_default())
                }
            },
        };
        out.push_str(instead);
        at = found + skip;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    if memchr::memchr(b'\r', out.as_bytes()).is_some() { overwrite(&out) } else { out }
}

/// The next byte that [`rewrite`] has to look at; `0xC2`, `0xE2` and `0xEF` begin the odd characters.
fn next_special(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    rest.iter().position(|byte| matches!(byte, 0x1B | b'\r' | b'^' | 0x08 | 0xC2 | 0xE2 | 0xEF)).map(|found| at + found)
}

/// How long an escape sequence is; it never reaches over the end of a line.
fn escape_len(bytes: &[u8]) -> usize {
    match bytes.get(1) {
        Some(b'[') => 2 + csi_len(&bytes[2..]).unwrap_or(0),
        // Operating system commands and their kin end at BEL or at ESC \.
        Some(b']' | b'P' | b'X' | b'^' | b'_') => {
            let body = &bytes[2..];
            match memchr::memchr3(0x07, ESCAPE, b'\n', body) {
                Some(end) if body[end] == 0x07 => 2 + end + 1,
                Some(end) if body[end] == ESCAPE && body.get(end + 1) == Some(&b'\\') => 2 + end + 2,
                Some(end) => 2 + end,
                None => 2 + body.len(),
            }
        }
        Some(b'(' | b')' | b'*' | b'+' | b'#' | b'%' | b' ') if bytes.get(2).is_some_and(u8::is_ascii_graphic) => 3,
        Some(byte) if byte.is_ascii_graphic() => 2,
        _ => 1,
    }
}

/// Length of parameters, intermediates and final byte; none where it is no control sequence.
fn csi_len(bytes: &[u8]) -> Option<usize> {
    let n_parameters = bytes.iter().take(64).take_while(|byte| (0x20..=0x3F).contains(*byte)).count();
    bytes.get(n_parameters).is_some_and(|byte| (0x40..=0x7E).contains(byte)).then_some(n_parameters + 1)
}

/// Of a line that a progress bar wrote over and over, keeps what the terminal showed last.
fn overwrite(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        let last = line.rsplit('\r').find(|part| !part.trim().is_empty()).unwrap_or_default();
        out.push_str(last);
        out.push_str(end);
    }
    out
}

/// Takes `> ` off where several lines in a row have it.
///
/// Indented runs are left alone unless evidence starts in them: a block scalar of a manifest may hold quotes of its own.
fn unquote(text: String) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut run: Option<(usize, usize, bool)> = None;
    let mut at = 0;
    let bytes = text.as_bytes();
    let close = |run: Option<(usize, usize, bool)>, end: usize, runs: &mut Vec<(usize, usize)>| {
        if let Some((start, n_lines, evident)) = run
            && (n_lines > 1 || (start == 0 && end >= bytes.len()))
            && evident
        {
            runs.push((start, end));
        }
    };
    while at < bytes.len() {
        let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |found| at + found + 1);
        match quote_len(&bytes[at..end]) {
            Some((indent, len)) => {
                let evident = indent == 0 || text.get(at + len..end).is_some_and(starts_evidence);
                let known = run.unwrap_or((at, 0, false));
                run = Some((known.0, known.1 + 1, known.2 || evident));
            }
            None => close(run.take(), at, &mut runs),
        }
        at = end;
    }
    close(run, bytes.len(), &mut runs);
    if runs.is_empty() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for (start, end) in runs {
        out.push_str(text.get(copied..start).unwrap_or_default());
        for line in text.get(start..end).unwrap_or_default().split_inclusive('\n') {
            let len = quote_len(line.as_bytes()).map_or(0, |(_, len)| len);
            out.push_str(line.get(len..).unwrap_or_default());
        }
        copied = end;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    out
}

/// The indent before the quote marks of a line, and the length of both together.
fn quote_len(line: &[u8]) -> Option<(usize, usize)> {
    let indent = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let mut at = indent;
    while line.get(at) == Some(&b'>') {
        at += 1;
        if line.get(at) == Some(&b' ') {
            at += 1;
        }
    }
    (at > indent).then_some((indent, at))
}

fn starts_evidence(line: &str) -> bool {
    let line = line.trim_start();
    [
        "apiVersion:",
        "kind:",
        "Name:",
        "NAME ",
        "NAMESPACE ",
        "LAST SEEN",
        "{",
        "Events:",
        "$ ",
        "[pod/",
        "- apiVersion:",
    ]
    .iter()
    .any(|start| line.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(text: &str) -> String {
        let out = clean(text.to_owned());
        if text.contains('\n') {
            assert_eq!(out.matches('\n').count(), text.matches('\n').count(), "lines of {text:?}");
        }
        out
    }

    #[test]
    fn colours_titles_and_caret_notation_go() {
        assert_eq!(cleaned("\u{1b}[1;31mError\u{1b}[0m: x\n"), "Error: x\n");
        assert_eq!(cleaned("\u{1b}]0;title\u{7}a\u{1b}]8;;http://x\u{1b}\\b\u{1b}(Bc\n"), "abc\n");
        assert_eq!(cleaned("^[[32mok^[[0m ^[\n"), "ok ^[\n");
        assert_eq!(cleaned("\u{1b}]never closed\nnext\u{1b}"), "\nnext");
        assert_eq!(cleaned("\u{9b}31mred\n"), "red\n");
    }

    #[test]
    fn carriage_returns_leave_what_the_terminal_showed() {
        assert_eq!(cleaned("a\r\nb\r\n"), "a\nb\n");
        assert_eq!(cleaned("10%\r50%\r100%\nend\r\r\n"), "100%\nend\n");
        assert_eq!(cleaned("one\rtwo\rthree"), "one\ntwo\nthree");
    }

    #[test]
    fn odd_spaces_become_spaces_and_other_letters_stay() {
        assert_eq!(cleaned("kind:\u{a0}Job é â € ï\u{feff}\u{200b}\n"), "kind: Job é â € ï\n");
    }

    #[test]
    fn quotes_go_where_several_lines_have_them() {
        assert_eq!(cleaned("> kind: Job\n>   a: 1\n>\n> > b\n>> c\n"), "kind: Job\n  a: 1\n\nb\nc\n");
        assert_eq!(cleaned("Hi\n  > Name: x\n  > Namespace: y\nBye\n"), "Hi\nName: x\nNamespace: y\nBye\n");
        let block = "data:\n  text: |\n    > a\n    > b\n";
        assert_eq!(cleaned(block), block);
        let single = "a\n> b\nc\n";
        assert_eq!(cleaned(single), single);
    }

    #[test]
    fn decoding_says_what_it_gave_up() {
        let mut little = vec![0xFF, 0xFE];
        little.extend("kind: é\n".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(decode(little), ("kind: é\n".to_owned(), None));
        let mut big = vec![0xFE, 0xFF];
        big.extend("ok".encode_utf16().flat_map(u16::to_be_bytes));
        big.push(0);
        assert!(decode(big).1.is_some());
        assert_eq!(decode("\u{feff}x".into()), ("x".to_owned(), None));
        assert!(decode(b"a\xFFb".to_vec()).1.is_some_and(|damage| damage.contains("byte 1")));
        assert!(decode(b"a\0b".to_vec()).1.is_some_and(|damage| damage.contains("NUL")));
        assert!(decode(vec![0x1F, 0x8B, 8, 0, 1]).1.is_some_and(|damage| damage.contains("gzip")));
    }
}
