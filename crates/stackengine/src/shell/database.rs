//! psql and mysql where they go on after a failed statement.

use brush_parser::ast::CommandPrefixOrSuffixItem;

use super::statement::Statement;
use super::tree::items;
use super::walk::{Ctx, Walk};
use super::{HazardKind, Remedy};

/// Short options of psql that take a value.
const VALUED: &str = "cdfFhLopPRTUv";

/// Reports psql without `ON_ERROR_STOP`, and mysql that is told to go on.
pub(super) fn judge(walk: &mut Walk<'_, '_, '_>, statement: &Statement<'_>, ctx: Ctx) {
    if ctx.swallowed {
        return;
    }
    let (kind, remedy) = match statement.call.program.as_str() {
        "psql" if goes_on(walk, statement) => {
            (HazardKind::PsqlWithoutOnErrorStop, walk.insert_option(statement, "-v ON_ERROR_STOP=1"))
        }
        "mysql" | "mariadb" if statement.call.has(&["--force", "-f"]) => {
            (HazardKind::MysqlForce, without_force(walk, statement))
        }
        _ => return,
    };
    walk.report(kind, None, statement.simple, remedy);
}

/// A single `-c` ends with 1 on an error. A file, the input, and all but the last of several `-c` do not count.
fn goes_on(walk: &Walk<'_, '_, '_>, statement: &Statement<'_>) -> bool {
    let call = &statement.call;
    // Also `\set ON_ERROR_STOP on` in a here-document.
    if walk.found.source.text.contains("ON_ERROR_STOP") {
        let own = call.arguments.iter().any(|word| word.contains("ON_ERROR_STOP"));
        let in_document = walk.found.source.text.contains("\\set ON_ERROR_STOP");
        let by_file = walk.found.source.text.contains("psqlrc") || walk.found.source.text.contains("PSQLRC");
        if own || in_document || by_file {
            return false;
        }
    }
    let short = call.short_options(VALUED);
    let uses = |letter: char| short.iter().filter(|(found, _)| *found == letter).count();
    let long = |names: [&str; 2]| {
        let named = |word: &&String| names.iter().any(|name| word.starts_with(name));
        call.arguments.iter().filter(named).count()
    };
    if uses('l') + uses('V') + uses('?') + long(["--list", "--version"]) + long(["--help", "--help"]) > 0 {
        return false;
    }
    let commands = uses('c') + long(["--command", "--command="]);
    let files = uses('f') + long(["--file", "--file="]);
    let has_input = statement.is_fed
        || items(statement.simple).any(|item| match item {
            CommandPrefixOrSuffixItem::IoRedirect(redirect) => reads(redirect),
            _ => false,
        });
    files > 0 || commands > 1 || (commands == 0 && has_input)
}

fn reads(redirect: &brush_parser::ast::IoRedirect) -> bool {
    use brush_parser::ast::{IoFileRedirectKind, IoRedirect};
    match redirect {
        IoRedirect::HereDocument(..) | IoRedirect::HereString(..) => true,
        IoRedirect::File(_, kind, _) => matches!(kind, IoFileRedirectKind::Read),
        IoRedirect::OutputAndError(..) => false,
    }
}

fn without_force(walk: &Walk<'_, '_, '_>, statement: &Statement<'_>) -> Option<Remedy> {
    let word = statement.words.iter().find(|word| matches!(word.value.as_str(), "--force" | "-f"))?;
    let span = walk.word_span(word)?;
    let before = walk.found.source.text.get(..span.start)?;
    let start = before.trim_end_matches([' ', '\t']).len();
    let title = format!("take away `{}`", word.value);
    Some(Remedy {
        edits: vec![(walk.found.source.origin(start..span.end), String::new())],
        title,
        keeps_meaning: false,
    })
}
