//! How deep a script nests, counted from above before it is parsed: the parser recurses.

/// What keeps a script from being parsed.
const MAX_DEPTH: usize = 40;

/// Words that open or close a block may also stand in text, where no depth can be told from them; so many are enough
/// for every script that a person wrote.
const MAX_BLOCKS: usize = 250;

/// Whether the parser can be trusted with it.
pub(super) fn is_too_deep(text: &str) -> bool {
    let (mut brackets, mut blocks, mut all_blocks, mut all_brackets) = (0_usize, 0_usize, 0_usize, 0_usize);
    let mut deepest = 0;
    let joins = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-' | '/' | '.' | '=' | '$');
    for word in text.split_inclusive(|char: char| !joins(char)) {
        let bare = word.trim_end_matches(|char: char| !joins(char));
        match bare {
            "if" | "for" | "while" | "until" | "case" | "select" | "coproc" => {
                blocks += 1;
                all_blocks += 1;
            }
            "fi" | "done" | "esac" => blocks = blocks.saturating_sub(1),
            _ => {}
        }
        match word.chars().last() {
            Some('(' | '{' | '`') => {
                brackets += 1;
                all_brackets += 1;
            }
            Some('!') => all_brackets += 1,
            // A pattern of `case` also ends with a bracket, and closes none.
            Some(')' | '}') => brackets = brackets.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(blocks + brackets);
    }
    deepest > MAX_DEPTH || all_blocks > MAX_BLOCKS || all_brackets > 8 * MAX_BLOCKS
}
