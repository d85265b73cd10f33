//! Whether a script says itself what it does about SIGTERM.

use crate::manifest::Container;

/// The exit code with which a script ends as soon as it gets SIGTERM, where it says so.
///
/// A shell runs its trap only once the command in the foreground has ended: so it must wait for one in the background.
pub(super) fn exit_on_term(container: &Container<'_>) -> Option<i64> {
    container.words().filter_map(|(_, _, node)| node.as_str()).find_map(of_script)
}

fn of_script(script: &str) -> Option<i64> {
    let waits = script.split([';', '\n', '&']).any(|command| command.split_whitespace().next() == Some("wait"));
    script.match_indices("trap ").filter(|_| waits).find_map(|(at, word)| {
        let rest = script.get(at + word.len()..)?.trim_start();
        let quote = rest.chars().next().filter(|char| matches!(char, '\'' | '"'))?;
        let (body, after) = rest.get(1..)?.split_once(quote)?;
        let line = after.split([';', '\n', '&', '|']).next()?;
        let is_term = line.split_whitespace().any(|signal| matches!(signal, "TERM" | "SIGTERM" | "15"));
        let code = body.rsplit_once("exit ")?.1.split(|char: char| !char.is_ascii_digit()).next()?;
        code.parse().ok().filter(|_| is_term)
    })
}

#[cfg(test)]
mod tests {
    use super::of_script;

    #[test]
    fn a_trap_counts_where_the_script_can_hear_the_signal() {
        let cases = [
            ("trap 'exit 0' TERM; sleep 60 & wait", Some(0)),
            ("trap 'kill $child; exit 143' INT TERM\nserve &\nchild=$!\nwait $child", Some(143)),
            ("trap \"echo bye; exit 7\" SIGTERM\nsleep 60 &\nwait", Some(7)),
            // The shell hears of the signal when the sleep is over.
            ("trap 'exit 0' TERM; sleep 60", None),
            ("trap 'rm -f x' TERM; sleep 60 & wait", None),
            ("trap 'exit 0' EXIT; sleep 60 & wait", None),
            ("sleep 60", None),
            ("trap '", None),
        ];
        for (script, code) in cases {
            assert_eq!(of_script(script), code, "{script}");
        }
    }
}
