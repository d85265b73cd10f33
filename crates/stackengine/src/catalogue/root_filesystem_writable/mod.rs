//! A container can change its own programs.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{is_windows, own};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::manifest::{Container, Workload};
use crate::prevent::rule::{Prevention, Rule, Test, WINDOWS};
use crate::repair::{Fix, Level, Safety};
use crate::yaml::{Data, Node};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "root-filesystem-writable",
    code: "SE815",
    severity: Severity::Low,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &[
        "CKV_K8S_22",
        "CKV_K8S_30",
        "kube-linter:no-read-only-root-fs",
        "kube-score:container-security-context-readonlyrootfilesystem",
    ],
    check: |workload, found| {
        if is_windows(workload) {
            return;
        }
        for container in &workload.containers {
            if own(container, "readOnlyRootFilesystem").and_then(Node::as_bool) == Some(true) {
                continue;
            }
            let message = format!("{} can write to its own image: a break-in can plant programs there", container.name);
            let help = match mounted_at(container, "/tmp") {
                true => "set readOnlyRootFilesystem: true; what it writes outside of its volumes needs one, too",
                false => "set readOnlyRootFilesystem: true, and mount an emptyDir at /tmp and wherever else it writes",
            };
            let path = "securityContext.readOnlyRootFilesystem";
            found.push(Lint::in_container(&DIAGNOSTIC, workload, container, path, message).help(help));
        }
    },
    repair: |workload, lint, _| {
        let container = workload.container_at(&lint.path)?;
        let title = "set readOnlyRootFilesystem to true";
        let mut written = writes_into_the_image(container).peekable();
        if written.peek().is_none() {
            let note =
                "a program that writes outside of its volumes fails: /tmp, $HOME and caches are the usual places";
            return Some(Fix::new(Safety::Unsafe, title).note(note).set(lint.path.clone(), true));
        }
        if let Some(place) = written.find(|place| !is_under(place, "/tmp")) {
            let note = format!("the script writes to {place}, which needs a volume first: only you know of which kind");
            return Some(Fix::new(Safety::DisplayOnly, title).note(note));
        }
        let note = "the script writes to /tmp, which becomes an emptyDir: what the image has there is hidden";
        let fix = Fix::new(Safety::Unsafe, "set readOnlyRootFilesystem to true, and mount an emptyDir at /tmp");
        with_scratch(fix.note(note).set(lint.path.clone(), true), workload, container)
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

/// Mounts an emptyDir at `/tmp`; `None` where another volume has its name.
fn with_scratch(fix: Fix, workload: &Workload<'_>, container: &Container<'_>) -> Option<Fix> {
    let text = |key: &str, value: &str| (key.to_owned(), Data::from(value));
    let mount = Data::Map(vec![text("name", "tmp"), text("mountPath", "/tmp")]);
    let fix = fix.append(workload.container_path(container, "volumeMounts"), mount);
    let volumes = workload.pod("volumes").map(Node::items).unwrap_or_default();
    match volumes.iter().find(|volume| volume.get("name").and_then(Node::as_str) == Some("tmp")) {
        Some(volume) => volume.get("emptyDir").map(|_| fix),
        None => {
            let volume = vec![text("name", "tmp"), ("emptyDir".to_owned(), Data::Map(Vec::new()))];
            Some(fix.append(workload.pod_path("volumes"), Data::Map(volume)))
        }
    }
}

/// Files outside of every volume to which the script visibly writes.
fn writes_into_the_image<'c>(container: &'c Container<'_>) -> impl Iterator<Item = &'c str> {
    let writes = container.script().map(|script| script.writes.as_slice()).unwrap_or_default();
    writes.iter().map(|(place, _)| place.as_str()).filter(|place| {
        let is_known = place.starts_with('/') && !place.contains(['$', '`', '*', '?', '{']);
        let is_of_the_kernel = ["/dev", "/proc", "/sys"].iter().any(|folder| is_under(place, folder));
        is_known && !is_of_the_kernel && !mounted_at(container, place)
    })
}

/// Whether a volume is mounted there, or above.
fn mounted_at(container: &Container<'_>, place: &str) -> bool {
    let mounts = container.get("volumeMounts").map(Node::items).unwrap_or_default();
    mounts.iter().filter_map(|mount| mount.get("mountPath").and_then(Node::as_str)).any(|at| is_under(place, at))
}

fn is_under(place: &str, folder: &str) -> bool {
    let folder = folder.trim_end_matches('/');
    place.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

const RULES: &[Rule] = &[Rule::of_containers(
    Test::All(&[Test::Not(&WINDOWS), Test::Not(&Test::Bool("container.securityContext.readOnlyRootFilesystem", true))]),
    "can write to its own image; set readOnlyRootFilesystem: true",
)];
