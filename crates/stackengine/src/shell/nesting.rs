//! How deep a script nests, counted from above before it is parsed: the parser recurses, and at each round bracket and
//! each `case` it tries several ways, every one of them to the end.

/// Deeper blocks and brackets than this are not parsed.
const MAX_DEPTH: usize = 40;

/// The time doubles with each round bracket and more than doubles with each `case`. This many take milliseconds.
const MAX_FORKS: usize = 14;

/// Words that open or close a block may also stand in text, where no depth can be told from them; so many in all are
/// enough for every script that a person wrote.
const MAX_BLOCKS: usize = 250;

/// Whether the parser cannot be trusted with it.
pub(super) fn is_too_deep(text: &str) -> bool {
    let (mut forks, mut cases, mut braces, mut blocks) = (0_usize, 0_usize, 0_usize, 0_usize);
    let (mut all, mut too_deep) = (0_usize, false);
    let joins = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-' | '/' | '.' | '=' | '$');
    let mut at = 0;
    for word in text.split_inclusive(|char: char| !joins(char)) {
        at += word.len();
        let bare = word.trim_end_matches(|char: char| !joins(char));
        match bare {
            "case" if is_of_sql(text.get(at..).unwrap_or_default()) => {}
            "case" => {
                cases += 1;
                all += 1;
            }
            "if" | "for" | "while" | "until" | "select" | "coproc" => {
                blocks += 1;
                all += 1;
            }
            "esac" => cases = cases.saturating_sub(1),
            "fi" | "done" => blocks = blocks.saturating_sub(1),
            _ => {}
        }
        match word.chars().last() {
            Some('(') => forks += 1,
            Some('{' | '`') => braces += 1,
            Some('!') => all += 1,
            // A pattern of `case` also ends with a bracket, and closes none.
            Some(')') => forks = forks.saturating_sub(1),
            Some('}') => braces = braces.saturating_sub(1),
            _ => {}
        }
        too_deep |= forks + 2 * cases > MAX_FORKS || forks + cases + braces + blocks > MAX_DEPTH || all > MAX_BLOCKS;
    }
    too_deep
}

/// Whether what follows `case` is `when`, or a name and `when`: in a here-document, SQL.
fn is_of_sql(rest: &str) -> bool {
    let mut words = rest.split_whitespace();
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let is_name = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '.');
    (first == "when" && second != "in") || (second == "when" && first.chars().all(is_name))
}
