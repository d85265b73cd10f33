//! Text in which everything meets that makes it hard to put values back: line ends, marks, bytes that are no text,
//! look-alikes of placeholders, values that hold placeholders, values that begin with one another.

use super::script::{Case, Dice};

/// What stands between values.
const BETWEEN: [&[u8]; 22] = [
    b"\n",
    b"\r\n",
    b"\r",
    b"\t",
    b"\0",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xc3\x28",
    b"\xe2\x82",
    b"<PASSWORD_1>",
    b"<PASSWORD_10>",
    b"<TOKEN_1>",
    b"<SECRET_2>",
    b"<LITERAL_1>",
    b"<PASSWORD_1_B64>",
    b"&lt;PASSWORD_1&gt;",
    b"\\<PASSWORD_1\\>",
    b"PASSWORD_1",
    b"<password_1>",
    b"`<PASSWORD_2>`",
    b"<PASSWORD_",
    "ü€𝄞\u{200b}\u{2028}".as_bytes(),
];

/// A text that follows from its number; `cases` lend their shapes and values.
pub(crate) fn text(number: usize, cases: &[Case]) -> Vec<u8> {
    let mut dice = Dice::new(&format!("text {number}"));
    let mut text = Vec::new();
    let stem = dice.word("alnum", 9);
    for _ in 0..3 + dice.below(12) {
        match dice.below(7) {
            0 | 1 => text.extend_from_slice(BETWEEN[dice.below(BETWEEN.len())]),
            2 => text.extend_from_slice(cases[dice.below(cases.len())].script().text.as_bytes()),
            // Each of these values is the beginning of the next.
            3 => {
                let more = dice.word("alnum", dice_length(number));
                text.extend_from_slice(format!("DB_PASSWORD={stem}{more}\n").as_bytes());
            }
            4 => {
                let inner = BETWEEN[9 + dice.below(10)];
                text.extend_from_slice(b"API_TOKEN=ab");
                text.extend_from_slice(inner);
                text.extend_from_slice(b"cd12\n");
            }
            5 => {
                text.extend_from_slice(b"db_password: \"q");
                text.extend_from_slice(BETWEEN[dice.below(9)]);
                text.extend_from_slice(b"x9 y\" \xfe\n");
            }
            _ => text.extend_from_slice(format!("{stem} stands alone\r\n").as_bytes()),
        }
    }
    text
}

fn dice_length(number: usize) -> usize {
    number % 4
}
