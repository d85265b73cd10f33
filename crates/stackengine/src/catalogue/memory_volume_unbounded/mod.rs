//! A volume in memory may fill up to the limit at which its container is killed.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{bytes, memory_limit, mounts, volumes, written};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::prevent::rule::Prevention;
use crate::repair::{Fix, Safety};
use crate::yaml::Node;
use crate::yaml::Path;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "memory-volume-unbounded",
    code: "SE748",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        for (index, name, volume) in volumes(workload) {
            let Some(directory) = volume
                .get("emptyDir")
                .filter(|directory| directory.get("medium").and_then(Node::as_str) == Some("Memory"))
            else {
                continue;
            };
            let writers = || {
                workload.containers.iter().filter(|container| {
                    mounts(container).any(|(_, mounted, mount)| {
                        mounted == name && mount.get("readOnly").and_then(Node::as_bool) != Some(true)
                    })
                })
            };
            if writers().next().is_none() {
                continue;
            }
            let size = directory.get("sizeLimit");
            let limited = writers().filter_map(|container| Some((memory_limit(container)?, container)));
            let smallest = limited.min_by_key(|((limit, _), _)| *limit);
            let message = match (size, smallest) {
                (None, Some(((_, limit), container))) => format!(
                    "what is written to volume {name} counts as memory of {}, and nothing keeps it below the limit of {}: \
                     a full volume is not an error but an OOM kill",
                    container.name,
                    written(limit)
                ),
                (None, None) => format!(
                    "volume {name} is kept in memory and may take as much of the node's as there is: it has no sizeLimit, \
                     and its containers have no memory limit"
                ),
                (Some(size), Some(((limit, node), container))) if bytes(size).is_some_and(|size| size >= limit) => {
                    format!(
                        "volume {name} is kept in memory and may take {}, but {} is killed at {}, its own memory included",
                        written(size),
                        container.name,
                        written(node)
                    )
                }
                _ => continue,
            };
            let severity = if size.is_some() { Severity::Medium } else { Severity::Low };
            let path = workload.pod_path("volumes").index(index).join(&Path::parse("emptyDir.sizeLimit"));
            let help =
                "set sizeLimit to what the volume needs, and the memory limit above it by what the program needs";
            found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help).severity(severity));
        }
    },
    repair: |_, _, _| {
        Some(
            Fix::new(Safety::DisplayOnly, "set emptyDir.sizeLimit below the memory limit")
                .note("only you know how much is written there"),
        )
    },
    prevent: Prevention::not_said("it compares quantities"),
    ..Diagnostic::NEW
};
