//! What is shown: the request before it goes, and what is left of the answer.

use std::fmt::Write as _;

use similar::TextDiff;
use stackengine::ask::{Case, Header, Opinion, Prompt, Provider, Request};
use stackengine::redact::Vault;
use stackengine::render::printable;

use super::Key;

/// The exact request. The key is named, never shown; with colours the masks stand out.
pub(crate) fn request(request: &Request, key: &Key, color: bool) -> String {
    let mut out = format!("{} {}\n", request.method, request.address);
    for (name, value) in &request.headers {
        match value {
            Header::Words(words) => {
                let _ = writeln!(out, "{name}: {words}");
            }
            Header::Key(place) if key.is_there() => {
                let _ = writeln!(out, "{name}: {}(the key in {})", place.before, key.place());
            }
            Header::Key(_) => {
                let _ =
                    writeln!(out, "{name}: (no key: {} is not set; without one this header is not sent)", key.variable);
            }
        }
    }
    out.push('\n');
    out.push_str(&if color { marked(&request.body) } else { request.body.clone() });
    out.push('\n');
    out
}

/// The same text with every mask in reverse video.
fn marked(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(open) = rest.find('<') {
        let (before, from) = rest.split_at(open);
        out.push_str(before);
        let close = from.find('>').map_or(0, |close| close + 1);
        let word = from.get(..close).unwrap_or_default();
        let is_mask = word.len() > 3
            && word
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'<' | b'>'));
        let (shown, after) = if is_mask { (word, close) } else { ("<", 1) };
        out.push_str(&if is_mask { format!("\u{1b}[7m{shown}\u{1b}[0m") } else { shown.to_owned() });
        rest = from.get(after..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// How much it is, and what of it is masked: one line.
pub(crate) fn summary(request: &Request, prompt: &Prompt, vault: &Vault) -> String {
    let n_masks = vault.placeholders().filter(|mask| prompt.user.contains(mask.as_str())).count();
    let masked = match n_masks {
        0 => "nothing is masked".to_owned(),
        1 => "1 value is masked".to_owned(),
        n => format!("{n} values are masked"),
    };
    format!(
        "{} bytes, about {} tokens (an estimate), {} lines of evidence; {masked}",
        request.body.len(),
        request.estimated_tokens(),
        prompt.lines.len()
    )
}

/// What is left of the answer, as text. Everything in it is printable already.
pub(crate) fn opinion(opinion: &Opinion, case: &Case<'_>, provider: &Provider, model: &str) -> String {
    let mut out = String::new();
    let by_rule = case.diagnosis.cause().map_or("no cause", |cause| cause.diagnostic.name);
    let _ = writeln!(
        out,
        "A second opinion, written by {} at {}. The rules say: {by_rule}.\n",
        printable(model),
        provider.title
    );
    let _ = match opinion.cause {
        Some(cause) if opinion.agrees => writeln!(out, "cause     {} ({}), as the rules say", cause.name, cause.code),
        Some(cause) => writeln!(out, "cause     {} ({}), not what the rules say", cause.name, cause.code),
        None => writeln!(out, "cause     none of those that are known"),
    };
    if !opinion.explanation.is_empty() {
        out.push('\n');
        for line in opinion.explanation.lines() {
            let _ = writeln!(out, "  {line}");
        }
    }
    cited(opinion, &mut out);
    edits(opinion, case, &mut out);
    if !opinion.dropped.is_empty() {
        out.push_str("\nDropped:\n");
        for dropped in &opinion.dropped {
            let _ = writeln!(out, "  {}: {}", dropped.what, dropped.why);
        }
    }
    out
}

fn cited(opinion: &Opinion, out: &mut String) {
    if opinion.cited.is_empty() {
        out.push_str("\nIt cites no line: take it for a guess.\n");
        return;
    }
    out.push_str("\nLines it cites:\n");
    for (_, line) in &opinion.cited {
        let _ = writeln!(out, "  {}:{}  {}", line.source, line.line, line.text.trim());
    }
}

fn edits(opinion: &Opinion, case: &Case<'_>, out: &mut String) {
    if opinion.kept.is_empty() {
        return;
    }
    out.push_str("\nEdits that hold (checked by rules, masked values stay masked):\n");
    for kept in &opinion.kept {
        let _ = writeln!(out, "  {}: {}", kept.path, kept.what);
        if kept.written_by_a_model {
            out.push_str("    written by a model: no rule can judge what it runs, so read it\n");
        }
        if !kept.why.is_empty() {
            let _ = writeln!(out, "    {}", kept.why.replace('\n', " "));
        }
    }
    for worse in &opinion.worse {
        let _ = writeln!(out, "  played out, worse: {worse}");
    }
    let (Some(manifest), Some(after)) = (&case.manifest, &opinion.manifest) else { return };
    let diff = TextDiff::from_lines(manifest.text, after.as_str());
    out.push('\n');
    for line in diff.unified_diff().context_radius(2).header("manifest", "manifest, edited").to_string().lines() {
        let _ = writeln!(out, "  {}", printable(line));
    }
}
