//! One manifest into text, or the reason why it is none.

use std::fs::File;
use std::io::{self, Read};

use super::Target;

/// Larger files are no manifests that anybody wrote; a dump of a whole cluster is for `diagnose`.
const MAX_BYTES: u64 = 64 << 20;
/// Bytes that are looked at to tell text from anything else.
const SNIFFED: usize = 8 << 10;

/// The text of a file or of standard input.
pub(crate) fn read(target: &Target) -> Result<String, String> {
    let bytes = bytes(target).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(format!("it is larger than {} MiB", MAX_BYTES >> 20));
    }
    if memchr::memchr(0, &bytes[..bytes.len().min(SNIFFED)]).is_some() {
        return Err("it is binary, not text".to_owned());
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = memchr::memchr_iter(b'\n', &error.as_bytes()[..valid]).count() + 1;
        format!("it is not UTF-8 (line {line})")
    })
}

fn bytes(target: &Target) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let Some(path) = &target.path else {
        io::stdin().lock().take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
        return Ok(bytes);
    };
    let mut file = File::open(path)?;
    let known = file.metadata()?;
    if !(known.is_file() || (target.named && is_pipe(&known))) {
        return Err(io::Error::other("it is neither a file nor a folder nor a pipe"));
    }
    if known.len() <= MAX_BYTES {
        bytes.reserve_exact(usize::try_from(known.len()).unwrap_or(0) + 1);
    }
    file.by_ref().take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(unix)]
fn is_pipe(known: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    known.file_type().is_fifo()
}

#[cfg(not(unix))]
fn is_pipe(_: &std::fs::Metadata) -> bool {
    false
}
