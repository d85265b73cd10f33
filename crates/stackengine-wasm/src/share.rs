//! A link that carries its state: everything behind the `#`, which no browser sends to a server.
//!
//! The bytes are deflated with a dictionary of what `kubectl` prints, because a paste is mostly that: half as long as
//! without. The first sign of the fragment is the version of dictionary and layout; an old link stays readable.

use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, TDEFLStatus, compress_to_output, create_comp_flags_from_zip_params,
};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};
use serde::Serialize;
use serde_json::Value;

use crate::request::Request;

/// What a link may unfold to: a short text that unfolds to gigabytes is an attack.
const LARGEST: usize = 4 << 20;

/// The first version of the dictionary. It never changes: another one is another version.
const DICTIONARY: &[u8] = include_bytes!("../data/share-1.txt");

/// Dictionary and layout of this version.
const VERSION: &str = "1.";

#[derive(Serialize)]
struct Packed {
    /// What stands behind the `#`; `None` where there is too much for a link.
    fragment: Option<String>,
}

#[derive(Serialize)]
struct Unpacked {
    /// Why the link cannot be opened; a fragment of a sentence.
    error: Option<&'static str>,
    options: Value,
    files: Vec<File>,
}

#[derive(Debug, Serialize)]
struct File {
    name: String,
    text: String,
}

/// Makes the fragment of a link.
pub(crate) fn pack(request: &Request<'_>) -> Vec<u8> {
    let mut plain = Vec::new();
    let options = request.options.to_string();
    part(&mut plain, options.as_bytes());
    for (name, bytes) in &request.files {
        part(&mut plain, name.as_bytes());
        part(&mut plain, String::from_utf8_lossy(bytes).as_bytes());
    }
    let fragment = (plain.len() <= LARGEST).then(|| {
        let mut bytes = checksum(&plain).to_le_bytes().to_vec();
        bytes.extend(deflate(&plain));
        format!("{VERSION}{}", base64url(&bytes))
    });
    crate::json(&Packed { fragment })
}

/// Opens the fragment of a link, or says why it cannot.
pub(crate) fn unpack(request: &Request<'_>) -> Vec<u8> {
    let (error, options, files) = match open(request.word("fragment")) {
        Ok((options, files)) => (None, options, files),
        Err(why) => (Some(why), Value::Null, Vec::new()),
    };
    crate::json(&Unpacked { error, options, files })
}

fn open(fragment: &str) -> Result<(Value, Vec<File>), &'static str> {
    const CUT: &str = "it is damaged: a part is missing or was changed on the way";
    let fragment = fragment.trim_start_matches('#');
    let Some(text) = fragment.strip_prefix(VERSION) else {
        return Err("it was made by another version of this page");
    };
    let bytes = from_base64url(text).ok_or(CUT)?;
    let (sum, packed) = bytes.split_first_chunk::<4>().ok_or(CUT)?;
    let plain = inflate(packed)?;
    if checksum(&plain) != u32::from_le_bytes(*sum) {
        return Err(CUT);
    }
    let mut rest = plain.as_slice();
    let options = serde_json::from_slice(take(&mut rest).ok_or(CUT)?).map_err(|_| CUT)?;
    let mut files = Vec::new();
    while !rest.is_empty() {
        let mut text = || Some(String::from_utf8_lossy(take(&mut rest)?).into_owned());
        files.push(File { name: text().ok_or(CUT)?, text: text().ok_or(CUT)? });
    }
    Ok((options, files))
}

/// A length, and as many bytes.
fn part(plain: &mut Vec<u8>, bytes: &[u8]) {
    plain.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes());
    plain.extend_from_slice(bytes);
}

fn take<'b>(rest: &mut &'b [u8]) -> Option<&'b [u8]> {
    let (length, behind) = rest.split_first_chunk::<4>()?;
    let (bytes, behind) = behind.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
    *rest = behind;
    Some(bytes)
}

/// FNV-1a: tells a link that was cut from one that is whole.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |sum, byte| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// The dictionary is compressed first and thrown away: what comes behind may still refer to it.
fn deflate(plain: &[u8]) -> Vec<u8> {
    let flags = create_comp_flags_from_zip_params(9, -15, 0);
    let mut compressor = CompressorOxide::new(flags);
    compress_to_output(&mut compressor, DICTIONARY, TDEFLFlush::Sync, |_| true);
    let mut packed = Vec::new();
    let (status, _) = compress_to_output(&mut compressor, plain, TDEFLFlush::Finish, |bytes| {
        packed.extend_from_slice(bytes);
        true
    });
    debug_assert_eq!(status, TDEFLStatus::Done, "memory takes everything");
    packed
}

fn inflate(packed: &[u8]) -> Result<Vec<u8>, &'static str> {
    let start = DICTIONARY.len();
    let mut out = vec![0; start + LARGEST];
    if let Some(head) = out.get_mut(..start) {
        head.copy_from_slice(DICTIONARY);
    }
    let flags = inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let (status, _, written) = decompress(&mut DecompressorOxide::new(), packed, &mut out, start, flags);
    match status {
        TINFLStatus::Done => {
            out.truncate(start + written);
            Ok(out.split_off(start))
        }
        TINFLStatus::HasMoreOutput => Err("it unfolds to more than a link can hold"),
        _ => Err("it is damaged: a part is missing or was changed on the way"),
    }
}

const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn base64url(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for nth in 0..=chunk.len() {
            let sign = SIGNS.get((word >> (18 - 6 * nth)) as usize & 63).copied().unwrap_or(b'A');
            text.push(char::from(sign));
        }
    }
    text
}

fn from_base64url(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 3);
    for chunk in text.as_bytes().chunks(4) {
        let mut word = 0;
        for sign in chunk {
            let value = SIGNS.iter().position(|known| known == sign)?;
            word = word << 6 | u32::try_from(value).ok()?;
        }
        word <<= 6 * (4 - chunk.len());
        let [_, whole @ ..] = word.to_be_bytes();
        bytes.extend_from_slice(whole.get(..chunk.len() - 1)?);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::request::question;

    fn link(files: &[(&str, &str)]) -> String {
        let bytes = question(&json!({"level": "basic"}), files);
        let answer: Value = serde_json::from_slice(&pack(&Request::parse(&bytes).expect("whole"))).expect("JSON");
        answer["fragment"].as_str().unwrap_or_default().to_owned()
    }

    #[test]
    fn a_link_gives_back_what_went_in() {
        let long = "line ü 😀\n".repeat(5000);
        for files in [&[][..], &[("a", "")], &[("ü/b.txt", "one\r\ntwo"), ("c", &long)]] {
            let (options, opened) = open(&link(files)).expect("a whole link");
            assert_eq!(options, json!({"level": "basic"}));
            let opened: Vec<(&str, &str)> = opened.iter().map(|file| (&*file.name, &*file.text)).collect();
            assert_eq!(opened, files);
        }
    }

    #[test]
    fn a_broken_link_says_so_and_never_opens() {
        let whole = link(&[("a", "Name: etl\nNamespace: shop\n")]);
        for length in 0..whole.len() {
            assert!(open(&whole[..length]).is_err(), "{length}");
        }
        for at in 2..whole.len() {
            let mut broken = whole.clone().into_bytes();
            broken[at] = if broken[at] == b'A' { b'B' } else { b'A' };
            let broken = String::from_utf8(broken).expect("ASCII");
            // The last sign may have bits that nothing reads.
            assert!(open(&broken).is_err() || at + 1 == whole.len(), "{at}");
        }
        assert!(open("2.abc").expect_err("another version").contains("version"));
    }

    #[test]
    fn a_short_link_that_unfolds_to_gigabytes_is_refused() {
        let mut bytes = vec![0; 4];
        bytes.extend(deflate(&vec![b'x'; LARGEST + 1]));
        assert!(bytes.len() < 20_000);
        let error = open(&format!("{VERSION}{}", base64url(&bytes))).expect_err("too large");
        assert!(error.contains("more than"), "{error}");
    }

    #[test]
    fn the_dictionary_of_a_version_never_changes() {
        assert_eq!(checksum(DICTIONARY), FIRST_DICTIONARY, "links that were made with it could not be opened any more");
    }

    const FIRST_DICTIONARY: u32 = 0xeb13_2a22;

    #[test]
    fn a_description_fits_into_a_short_link() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/ghost-pipe");
        let read = |name: &str| std::fs::read_to_string(format!("{folder}/{name}")).expect("an example");
        let (manifest, describe) = (read("manifest.yaml"), read("describe.txt"));
        let fragment = link(&[("manifest.yaml", &manifest), ("describe.txt", &describe)]);
        assert!(fragment.len() < 2000, "{} signs", fragment.len());
    }
}
