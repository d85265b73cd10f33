//! `stackengine redact`.

use std::io::{self, IsTerminal as _, Write as _};

use stackengine::redact::Redacted;
use stackengine::render::printable;

use super::print;
use crate::args::{MAX_BYTES, RedactArgs, ReportFormat};
use crate::input::{self, Text, Texts};
use crate::manifests::diff;
use crate::outcome::{Failure, Outcome};
use crate::privacy::{Folder, Report, Session, report_json, report_text};

const USAGE: &str = "\
nothing to redact: name files or folders, or pipe something in

  kubectl describe pod NAME | PROGRAM redact
  PROGRAM redact incident/ --vault incident.vault --output shared/
";

/// Masks what is private in texts.
///
/// The order matters: everything is redacted and looked through, then the vault is written, then the texts leave.
pub(crate) fn redact(args: &RedactArgs, called: &str) -> Result<Outcome, Failure> {
    if args.paths.is_empty() && io::stdin().is_terminal() {
        let _ = io::stderr().lock().write_all(USAGE.replace("PROGRAM", called).as_bytes());
        return Ok(Outcome::Unusable);
    }
    let mut session = Session::open(&args.masking)?;
    let Texts { texts, not_read } = input::read_texts(&args.paths, MAX_BYTES);
    for part in &not_read {
        let _ = writeln!(io::stderr().lock(), "error: failed to read {}: {}", printable(&part.name), part.why);
    }
    if texts.is_empty() {
        return Ok(Outcome::Unusable);
    }
    let names: Vec<&str> = texts.iter().map(|text| text.name.as_str()).collect();
    let folder = match &args.output {
        Some(root) => Some(Folder::plan(root, &names, args.overwrite)?),
        None => None,
    };
    let mut originals = Vec::new();
    for text in &texts {
        originals.push(in_utf8(text)?);
    }
    // A name can be as private as a text: /home/NAME, HOST.log.
    let bodies = originals.iter().map(|bytes| &**bytes);
    let all: Vec<&[u8]> = bodies.chain(names.iter().map(|name| name.as_bytes())).collect();
    let redacted = session.redact(&all)?;
    let (redacted, shown_names) = redacted.split_at(texts.len());
    let shown_names: Vec<String> =
        shown_names.iter().map(|name| printable(&String::from_utf8_lossy(&name.text)).into_owned()).collect();
    let printed = match (args.report, args.diff) {
        (Some(format), _) => {
            let report = Report::new(shown_names.iter().cloned().zip(redacted), &session.vault);
            match format {
                ReportFormat::Text => report_text(&report),
                ReportFormat::Json => report_json(&report),
            }
            .into_bytes()
        }
        (None, true) => {
            let lossy = String::from_utf8_lossy;
            let all = names.iter().zip(&originals).zip(redacted);
            all.map(|((name, before), after)| diff(name, &lossy(before), &lossy(&after.text)))
                .collect::<String>()
                .into()
        }
        (None, false) if folder.is_some() => Vec::new(),
        (None, false) => joined(&shown_names, redacted),
    };
    for text in redacted {
        session.check(&text.text)?;
    }
    // A diff is meant to show what was masked.
    if !args.diff {
        session.check(&printed)?;
    }
    session.keep()?;
    if let Some(folder) = folder {
        folder.write(redacted.iter().map(|text| text.text.as_slice()))?;
        for (name, shown) in names.iter().zip(&shown_names).filter(|(name, shown)| printable(name) != **shown) {
            let _ =
                writeln!(io::stderr().lock(), "warning: the name of {} is private itself: {shown}", printable(name));
        }
    }
    print(&printed)?;
    Ok(if not_read.is_empty() { Outcome::Clean } else { Outcome::Incomplete })
}

/// One text as it is; several below their names, as `head` prints them.
fn joined(names: &[String], redacted: &[Redacted]) -> Vec<u8> {
    if let [one] = redacted {
        return one.text.clone();
    }
    let mut all = Vec::new();
    for (name, redacted) in names.iter().zip(redacted) {
        if !all.is_empty() {
            all.push(b'\n');
        }
        all.extend_from_slice(format!("==> {name} <==\n").as_bytes());
        all.extend_from_slice(&redacted.text);
        if !redacted.text.ends_with(b"\n") {
            all.push(b'\n');
        }
    }
    all
}

/// Rules read ASCII: text in UTF-16, as PowerShell writes it, becomes UTF-8 first.
fn in_utf8(text: &Text) -> Result<std::borrow::Cow<'_, [u8]>, Failure> {
    let bytes = text.bytes.as_slice();
    let from: fn([u8; 2]) -> u16 = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return Ok(bytes.into()),
    };
    let (pairs, rest) = bytes[2..].as_chunks::<2>();
    let units = pairs.iter().map(|pair| from(*pair));
    match char::decode_utf16(units).collect::<Result<String, _>>() {
        Ok(decoded) if rest.is_empty() => {
            let name = printable(&text.name);
            let _ = writeln!(io::stderr().lock(), "note: {name} is UTF-16: what is printed of it is UTF-8");
            Ok(decoded.into_bytes().into())
        }
        _ => Err(Failure::Unusable(format!("failed to read {}: it is damaged UTF-16", printable(&text.name)))),
    }
}
