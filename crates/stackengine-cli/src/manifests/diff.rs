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

    /// Whatever the line ends and names are, what Git makes of the diff is what was meant, byte for byte.
    #[test]
    fn git_applies_it() {
        use std::fs;
        use std::process::Command;
        let long: String = (0..100).map(|n| format!("key{n}: {n}\n")).collect();
        let changed =
            long.replace(": 7\n", ": seven\n").replace(": 80\n", ": eighty\nnew: line\n").replace("key99: 99\n", "");
        let table = [
            ("x.yaml", "a: 1\nb: 2\n", "a: 1\nb: 3\n"),
            ("no-end.yaml", "a: 1\nb: 2", "a: 1\nb: 3"),
            ("end-comes.yaml", "a: 1\nb: 2", "a: 1\nb: 2\n"),
            ("end-goes.yaml", "a: 1\nb: 2\n", "a: 1\nb: 2"),
            ("append.yaml", "a: 1", "a: 1\nb: 2"),
            ("crlf.yaml", "a: 1\r\nb: 2\r\n", "a: 1\r\nb: 3\r\nc: 4\r\n"),
            ("mixed.yaml", "a: 1\r\nb: 2\nc: 'x\ry'\n", "a: 1\r\nb: 3\nc: 'x\ry'\n"),
            ("bom.yaml", "\u{feff}a: 1\n", "\u{feff}a: 2\n"),
            ("with blank.yaml", "a: 1\n", "a: 2\n"),
            ("ünïcode/東京.yaml", "a: ü\n", "a: é\n"),
            ("quo\"te.yaml", "a: 1\n", "a: 2\n"),
            ("long.yaml", &long, &changed),
            ("empty.yaml", "", "a: 1\n"),
        ];
        for (name, before, after) in table {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(&path, before).expect("a file");
            fs::write(folder.path().join("patch"), diff(name, before, after)).expect("a file");
            let ran = Command::new("git").args(["apply", "patch"]).current_dir(folder.path()).output();
            let ran = ran.expect("git is installed");
            assert!(ran.status.success(), "{name}: {}", String::from_utf8_lossy(&ran.stderr));
            assert_eq!(fs::read_to_string(&path).expect("a file"), after, "{name}");
        }
    }
}
