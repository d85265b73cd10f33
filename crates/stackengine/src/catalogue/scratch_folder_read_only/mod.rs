//! The script writes to a folder of the image, and the image is read-only.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{at_script, is_under, mounts, volumes};
use crate::diagnosis::Severity;
use crate::facts::ContainerKind;
use crate::manifest::Container;
use crate::prevent::rule::Prevention;
use crate::repair::{Fix, Safety};
use crate::yaml::Data;
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "scratch-folder-read-only",
    code: "SE762",
    severity: Severity::High,
    page: include_str!("page.md"),
    check: |workload, found| {
        for container in workload.containers.iter().filter(|container| container.kind != ContainerKind::Sidecar) {
            if container.get("securityContext.readOnlyRootFilesystem").and_then(Node::as_bool) != Some(true) {
                continue;
            }
            let Some(script) = container.script() else { continue };
            let mut first = script.writes.iter().filter(|(path, _)| is_of_the_image(container, path));
            let Some((path, span)) = first.next() else { continue };
            let message = format!(
                "{} writes to {path}, which lies in the image, and readOnlyRootFilesystem makes the image read-only",
                container.name
            );
            let help = format!("mount an emptyDir at {}", folder(path));
            let lint = at_script(&DIAGNOSTIC, workload, container, span.clone(), message);
            found.extend(lint.map(|lint| lint.help(help)));
        }
    },
    repair: |workload, lint, _| {
        let container = workload.container_at(&lint.path)?;
        let script = container.script()?;
        // Only /tmp is sure to hold nothing that the image needs.
        if script.writes.iter().any(|(path, _)| is_of_the_image(container, path) && !is_under(path, "/tmp")) {
            return None;
        }
        let existing = volumes(workload).find(|(_, name, volume)| *name == "tmp" && volume.get("emptyDir").is_some());
        if existing.is_none() && volumes(workload).any(|(_, name, _)| name == "tmp") {
            return None;
        }
        let text = |key: &str, value: &str| (key.to_owned(), Data::from(value));
        let mount = Data::Map(vec![text("name", "tmp"), text("mountPath", "/tmp")]);
        let fix = Fix::new(Safety::Unsafe, "mount an emptyDir at /tmp")
            .note("what the image has in /tmp is then hidden; what is written there counts as ephemeral storage")
            .append(workload.container_path(container, "volumeMounts"), mount);
        Some(match existing {
            Some(_) => fix,
            None => {
                let volume = vec![text("name", "tmp"), ("emptyDir".to_owned(), Data::Map(Vec::new()))];
                fix.append(workload.pod_path("volumes"), Data::Map(volume))
            }
        })
    },
    prevent: Prevention::not_said("it reads a shell script, which needs a parser"),
    ..Diagnostic::NEW
};

/// Whether a path lies in the image: absolute, known, and below no mount.
fn is_of_the_image(container: &Container<'_>, path: &str) -> bool {
    let known = path.starts_with('/') && !path.contains(['$', '`', '*', '?', '{']);
    let of_the_kernel = ["/dev", "/proc", "/sys"].iter().any(|folder| is_under(path, folder));
    let mounted = || {
        mounts(container)
            .filter_map(|(_, _, mount)| mount.get("mountPath").and_then(Node::as_str))
            .any(|at| is_under(path, at))
    };
    known && !of_the_kernel && !mounted()
}

/// The folder that a file is in.
fn folder(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some(("", _)) | None => "/",
        Some((folder, _)) => folder,
    }
}
