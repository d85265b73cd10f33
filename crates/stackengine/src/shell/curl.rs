//! curl ends with 0 when the server answered, whatever it answered.

use super::HazardKind;
use super::statement::Statement;
use super::walk::{Ctx, Walk};

/// Short options that take a value.
const VALUED: &str = "AbcCdDeEFhHKmoPQrTtuUwxXyYz";

/// Reports a call without `--fail` whose status somebody relies on.
pub(super) fn judge(walk: &mut Walk<'_, '_, '_>, statement: &Statement<'_>, ctx: Ctx) {
    let call = &statement.call;
    let fails = |word: &String| word.starts_with("--fail") || word.starts_with("--write-out") || word == "--version";
    let short = call.short_options(VALUED);
    // With `-w` the script prints the status to look at it itself.
    let looks = short.iter().any(|(letter, _)| matches!(letter, 'f' | 'w' | 'V'));
    // Options from a variable or a file may be anything.
    let unknown = call.arguments.iter().any(|word| is_options(word)) || short.iter().any(|(letter, _)| *letter == 'K');
    // A loop waits until something listens; a sidecar told to quit need not agree.
    let asks =
        ctx.in_loop_condition || ctx.swallowed || call.arguments.iter().any(|word| word.contains("quitquitquit"));
    let bare = call.arguments.is_empty();
    if call.arguments.iter().any(fails) || looks || unknown || asks || bare {
        return;
    }
    let remedy = walk.insert_option(statement, "-f");
    walk.report(HazardKind::CurlWithoutFail, None, statement.simple, remedy);
}

fn is_options(word: &str) -> bool {
    let name = word.trim_start_matches("${").trim_start_matches('$').to_ascii_uppercase();
    word.starts_with('$') && ["OPT", "ARG", "FLAG", "@"].iter().any(|part| name.contains(part))
}
