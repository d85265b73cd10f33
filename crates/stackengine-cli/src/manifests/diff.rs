//! The unified diff of a file, as `git apply` and `patch` read it.

use similar::TextDiff;

/// The diff from `before` to `after`; empty where they are the same.
pub(crate) fn diff(name: &str, before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    // Git ends a line at a line feed and nowhere else.
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let diff = TextDiff::configure().newline_terminated(true).diff_slices(&old, &new);
    let name = name.trim_start_matches('/');
    let (from, to) = (quoted(&format!("a/{name}")), quoted(&format!("b/{name}")));
    format!("--- {from}\n+++ {to}\n{}", diff.unified_diff())
}

/// A name with anything in it that would end it early is written as Git writes it, in quotes; one with blanks ends at a
/// tab.
fn quoted(name: &str) -> String {
    if name.chars().any(|char| char.is_control() || matches!(char, '"' | '\\')) {
        let mut quoted = String::from("\"");
        for byte in name.bytes() {
            match byte {
                b'"' | b'\\' => quoted.extend(['\\', char::from(byte)]),
                b' '..=b'~' => quoted.push(char::from(byte)),
                byte => quoted.push_str(&format!("\\{byte:03o}")),
            }
        }
        return quoted + "\"";
    }
    match name.contains(' ') {
        true => format!("{name}\t"),
        false => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{diff, quoted};

    #[test]
    fn a_missing_line_end_is_said() {
        let text = diff("x.yaml", "a: 1\nb: 2", "a: 1\nb: 3");
        let expected = "--- a/x.yaml\n+++ b/x.yaml\n@@ -1,2 +1,2 @@\n a: 1\n-b: 2\n\\ No newline at end of file\n+b: 3\n\\ No newline at end of file\n";
        assert_eq!(text, expected);
        assert_eq!(diff("x", "same", "same"), "");
    }

    #[test]
    fn names_are_written_as_git_reads_them() {
        assert_eq!(quoted("a/b.yaml"), "a/b.yaml");
        assert_eq!(quoted("a/b c"), "a/b c\t");
        assert_eq!(quoted("a/\"\nü"), "\"a/\\\"\\012\\303\\274\"");
    }
}
