//! The runtime may grow beyond the limit at which the container is killed.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{memory_limit, variables, written};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "heap-above-memory-limit",
    code: "SE749",
    severity: Severity::High,
    page: include_str!("page.md"),
    check: |workload, found| {
        for container in &workload.containers {
            let Some((limit, node)) = memory_limit(container) else { continue };
            let words = container.words().filter_map(|(list, index, node)| Some((list, index, "", node.as_str()?)));
            let values = variables(container).filter_map(|variable| {
                // Go's own limit is a variable, and no flag.
                let go = variable.name == "GOMEMLIMIT";
                Some(("env", variable.index, if go { "go" } else { "value" }, variable.value?))
            });
            for (list, index, of, text) in words.chain(values) {
                let Some((flag, heap)) = largest_heap(text, of == "go") else { continue };
                // Beside its heap a runtime needs memory for code, stacks and buffers; Go's limit counts all of it.
                let fits = if of == "go" { heap <= limit } else { heap < limit };
                if fits {
                    continue;
                }
                let below = if list == "env" { ".value" } else { "" };
                let message = format!(
                    "{} is killed at {}, and its heap may grow to {flag} before the runtime frees anything",
                    container.name,
                    written(node)
                );
                let help = "raise resources.limits.memory well above the heap, or lower the heap to about three quarters of it";
                let path = format!("{list}[{index}]{below}");
                found.push(Lint::in_container(&DIAGNOSTIC, workload, container, &path, message).help(help));
            }
        }
    },
    prevent: Prevention::not_said("it reads command lines and the names of programs"),
    ..Diagnostic::NEW
};

const KIBI: i128 = 1024;

/// The largest heap that a text asks for: the words that do, and bytes.
fn largest_heap(text: &str, is_go: bool) -> Option<(String, i128)> {
    if is_go {
        let bytes = go_bytes(text.trim())?;
        return Some((format!("GOMEMLIMIT={}", text.trim()), bytes));
    }
    const FLAGS: [(&str, Unit); 5] = [
        ("-Xmx", Unit::Java),
        ("-XX:MaxHeapSize=", Unit::Java),
        ("--max-old-space-size=", Unit::Mebibytes),
        ("--max_old_space_size=", Unit::Mebibytes),
        ("--max-old-space-size ", Unit::Mebibytes),
    ];
    // Most texts hold none of them.
    if !text.contains("-Xm") && !text.contains("MaxHeapSize") && !text.contains("old") {
        return None;
    }
    let mut largest: Option<(String, i128)> = None;
    for (flag, unit) in FLAGS {
        for (at, _) in text.match_indices(flag) {
            let behind = text.get(at + flag.len()..).unwrap_or_default();
            let end = behind.find(|char: char| !char.is_ascii_alphanumeric()).unwrap_or(behind.len());
            let amount = behind.get(..end).unwrap_or_default();
            let bytes = match unit {
                Unit::Java => java_bytes(amount),
                Unit::Mebibytes => amount.parse().ok().map(|number: u32| i128::from(number) * KIBI * KIBI),
            };
            let Some(bytes) = bytes else { continue };
            if largest.as_ref().is_none_or(|(_, known)| *known < bytes) {
                largest = Some((format!("{flag}{amount}"), bytes));
            }
        }
    }
    largest
}

enum Unit {
    Java,
    Mebibytes,
}

/// `512m`, `2G`, `1048576`: Java's letters are powers of 1024.
fn java_bytes(amount: &str) -> Option<i128> {
    let digits = amount.trim_end_matches(|char: char| char.is_ascii_alphabetic());
    let factor = match amount.get(digits.len()..)? {
        "" => 1,
        "k" | "K" => KIBI,
        "m" | "M" => KIBI * KIBI,
        "g" | "G" => KIBI * KIBI * KIBI,
        "t" | "T" => KIBI * KIBI * KIBI * KIBI,
        _ => return None,
    };
    digits.parse().ok().map(|number: u64| i128::from(number) * factor)
}

/// `512MiB`, as Go reads `GOMEMLIMIT`.
fn go_bytes(amount: &str) -> Option<i128> {
    let digits = amount.trim_end_matches(|char: char| char.is_ascii_alphabetic());
    let factor = match amount.get(digits.len()..)? {
        "" | "B" => 1,
        "KiB" => KIBI,
        "MiB" => KIBI * KIBI,
        "GiB" => KIBI * KIBI * KIBI,
        "TiB" => KIBI * KIBI * KIBI * KIBI,
        _ => return None,
    };
    digits.parse().ok().map(|number: u64| i128::from(number) * factor)
}

#[cfg(test)]
mod tests {
    use super::largest_heap;

    #[test]
    fn heaps_are_read_as_the_runtimes_read_them() {
        let mebi = 1024 * 1024;
        let table = [
            ("-Xms64m -Xmx512m", false, Some(512 * mebi)),
            ("java -Xmx2G -jar a.jar", false, Some(2048 * mebi)),
            ("-XX:MaxHeapSize=1048576", false, Some(mebi)),
            ("--max-old-space-size=4096", false, Some(4096 * mebi)),
            ("node --max-old-space-size 300 a.js", false, Some(300 * mebi)),
            ("-Xmx${HEAP}", false, None),
            ("-Xmx75p", false, None),
            ("400MiB", true, Some(400 * mebi)),
            ("off", true, None),
        ];
        for (text, is_go, expected) in table {
            assert_eq!(largest_heap(text, is_go).map(|(_, bytes)| bytes), expected, "{text}");
        }
    }
}
