//! Secrets by chance, and the ways in which a program may have written one down.

const LETTERS: &[u8] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const SIGNS: &[u8] = b"!#%&*+/=?@^~$";
const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// So many secrets, the same in every run, of several shapes: passwords with signs, with quotes, tokens, long keys.
pub(crate) fn made(n: usize) -> Vec<String> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).expect("small")
    };
    (0..n)
        .map(|at| {
            let length = [10, 14, 20, 32, 48][at % 5];
            let mut word: Vec<u8> = (0..length).map(|_| LETTERS[next(LETTERS.len())]).collect();
            if at % 3 != 2 {
                for _ in 0..3 {
                    let place = 1 + next(length - 2);
                    word[place] = SIGNS[next(SIGNS.len())];
                }
            }
            if at % 6 == 1 {
                word[length / 2] = b'"';
                word[length / 2 + 1] = b'\\';
            }
            String::from_utf8(word).expect("ASCII")
        })
        .collect()
}

/// The secret in every encoding that is looked for, each with its name.
pub(crate) fn encoded(secret: &str) -> Vec<(&'static str, String)> {
    let bytes = secret.as_bytes();
    let with = |before: &str| base64(format!("{before}{secret}").as_bytes(), false);
    let each = |write: &dyn Fn(u8) -> String| bytes.iter().map(|byte| write(*byte)).collect::<String>();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    let json = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
    vec![
        ("plain", secret.to_owned()),
        ("base64", base64(bytes, false)),
        ("base64-one-off", with("x")),
        ("base64-two-off", with("xy")),
        ("base64url", base64(bytes, true)),
        ("base64-twice", base64(base64(bytes, false).as_bytes(), false)),
        ("hex", each(&|byte| format!("{byte:02x}"))),
        ("hex-upper", each(&|byte| format!("{byte:02X}"))),
        ("percent", each(&|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })),
        ("percent-all", each(&|byte| format!("%{byte:02x}"))),
        ("percent-all-upper", each(&|byte| format!("%{byte:02X}"))),
        ("json", json(secret)),
        ("json-twice", json(&json(secret))),
        ("quoted-printable", secret.replace('=', "=3D")),
        ("html", secret.replace('&', "&amp;").replace('"', "&quot;")),
    ]
}

/// Base64 without its equals signs.
fn base64(bytes: &[u8], for_addresses: bool) -> String {
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for at in 0..=chunk.len() {
            let letter = char::from(BASE64[(word >> (18 - 6 * at) & 63) as usize]);
            out.push(match letter {
                '+' if for_addresses => '-',
                '/' if for_addresses => '_',
                other => other,
            });
        }
    }
    out
}
