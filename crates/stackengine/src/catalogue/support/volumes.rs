//! Volumes of the pod and where its containers mount them.

use crate::manifest::{Container, Workload};
use crate::yaml::Node;

/// The volumes of the pod with their positions and names.
pub(in crate::catalogue) fn volumes<'t>(
    workload: &Workload<'t>,
) -> impl Iterator<Item = (usize, &'t str, &'t Node<'t>)> + use<'t> {
    let items = workload.pod("volumes").map(Node::items).unwrap_or_default();
    items.iter().enumerate().filter_map(|(index, node)| Some((index, node.get("name")?.as_str()?, node)))
}

/// Where a container mounts what: position, name of the volume, the mount.
pub(in crate::catalogue) fn mounts<'t>(
    container: &Container<'t>,
) -> impl Iterator<Item = (usize, &'t str, &'t Node<'t>)> + use<'t> {
    let items = container.get("volumeMounts").map(Node::items).unwrap_or_default();
    items.iter().enumerate().filter_map(|(index, node)| Some((index, node.get("name")?.as_str()?, node)))
}

/// Whether a path lies in a folder, or is it.
pub(in crate::catalogue) fn is_under(path: &str, folder: &str) -> bool {
    let folder = folder.trim_end_matches('/');
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The `hostPath` volumes of the pod: their position, and the path on the node.
pub(in crate::catalogue) fn host_paths<'t>(workload: &Workload<'t>) -> impl Iterator<Item = (usize, &'t str)> {
    volumes(workload)
        .filter_map(|(index, _, volume)| Some((index, volume.get("hostPath")?.get("path").and_then(Node::as_str)?)))
}

/// The path on the node behind the volume of this name, where it is a `hostPath`.
pub(in crate::catalogue) fn host_path_named<'t>(workload: &Workload<'t>, name: &str) -> Option<&'t str> {
    let (_, _, volume) = volumes(workload).find(|(_, known, _)| *known == name)?;
    volume.get("hostPath")?.get("path").and_then(Node::as_str)
}

/// Whether a path is the socket of a container runtime: Docker's, containerd's, CRI-O's or Podman's.
pub(in crate::catalogue) fn is_runtime_socket(path: &str) -> bool {
    const SOCKETS: [&str; 6] =
        ["docker.sock", "containerd.sock", "crio.sock", "cri-dockerd.sock", "podman.sock", "buildkitd.sock"];
    path.rsplit('/').next().is_some_and(|file| SOCKETS.contains(&file))
}

#[cfg(test)]
mod tests {
    use super::is_under;

    #[test]
    fn a_path_is_under_a_folder_only_at_a_slash() {
        assert!(is_under("/tmp/x", "/tmp") && is_under("/tmp", "/tmp/") && is_under("/x", "/"));
        assert!(!is_under("/tmpfiles", "/tmp") && !is_under("/", "/tmp"));
    }
}
