//! Programs that a container starts without a shell, judged as a script of one command would be.

use super::{Wording, base_name, words_of};
use crate::catalogue::Diagnostic;
use crate::check::Lint;
use crate::facts::ContainerKind;
use crate::manifest::{Container, Workload};
use crate::repair::{Fix, Safety};
use crate::shell::{Dialect, Options, Script};
use crate::yaml::{Change, Data, Node, Path, Step};

/// Where the first argument of the program goes.
struct Start {
    /// `command` or `args`.
    list: &'static str,
    /// The index of the first argument in it.
    index: usize,
    /// What the lint points at: the program, or the list where the image names it.
    path: Path,
}

/// Adds a lint for each container that starts `program` itself, with a hazard of these kinds.
pub(in crate::catalogue) fn direct(
    diagnostic: &'static Diagnostic,
    wording: &Wording,
    program: &str,
    workload: &Workload<'_>,
    found: &mut Vec<Lint>,
) {
    for container in workload.containers.iter().filter(|container| container.kind != ContainerKind::Sidecar) {
        let Some((start, arguments)) = starts(container, program) else { continue };
        let script: Vec<String> = std::iter::once(program.to_owned()).chain(arguments.iter().map(quoted)).collect();
        let script = Script::read(&script.join(" "), Dialect::Posix, Options::default());
        let hazards = script.map(|script| script.hazards).unwrap_or_default();
        let own = hazards.iter().find(|hazard| wording.kinds.contains(&hazard.kind) && (wording.counts)(hazard));
        let Some(hazard) = own else { continue };
        let message = (wording.states)(container, hazard);
        let lint = Lint::in_container(diagnostic, workload, container, &start.path.to_string(), message);
        found.push(lint.help(wording.commands).severity((wording.severity)(hazard)));
    }
}

/// The fix that makes `option` the first argument of the program.
pub(in crate::catalogue) fn first_argument(
    workload: &Workload<'_>,
    lint: &Lint,
    program: &str,
    option: &str,
    note: &str,
) -> Option<Fix> {
    let container = workload.container_at(&lint.path)?;
    let (start, _) = starts(container, program)?;
    let path = workload.container_path(container, start.list);
    let is_last = container.get(start.list)?.items().len() <= start.index;
    let value = Data::from(option);
    let fix = Fix::new(Safety::Unsafe, format!("add {option} to {program}")).note(note);
    Some(fix.change(match is_last {
        true => Change::Append { path, value },
        false => Change::Insert { path: path.index(start.index), value },
    }))
}

/// Where the container starts this program without a shell, and with which arguments.
fn starts<'t>(container: &Container<'t>, program: &str) -> Option<(Start, Vec<&'t str>)> {
    let words = words_of(container);
    if let Some(invocation) = container.invocation() {
        if invocation.shell.is_some() || base_name(&invocation.program) != program {
            return None;
        }
        let (list, index, _) = container.words().nth(invocation.program_word)?;
        let path = Path::parse(list).index(index);
        return Some((Start { list, index: index + 1, path }, words.get(invocation.program_word + 1..)?.to_vec()));
    }
    // Without a command the image decides, and some are named after the one program in them.
    let image = container.get("image").and_then(Node::as_str)?;
    let name = base_name(image).split([':', '@']).next()?;
    let bare = container.get("command").is_none() && name == program && !words.is_empty();
    bare.then(|| (Start { list: "args", index: 0, path: Path(vec![Step::Key("args".into())]) }, words))
}

fn quoted(word: &&str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}
