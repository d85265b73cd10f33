//! Folders and sockets of the node that a pod mounts.

use crate::manifest::Workload;
use crate::yaml::Node;

/// The `hostPath` volumes of the pod: their position, and the path on the node.
pub(in crate::catalogue) fn host_paths<'t>(workload: &Workload<'t>) -> impl Iterator<Item = (usize, &'t str)> {
    let volumes = workload.pod("volumes").map(Node::items).unwrap_or_default();
    volumes
        .iter()
        .enumerate()
        .filter_map(|(index, volume)| Some((index, volume.get("hostPath")?.get("path").and_then(Node::as_str)?)))
}

/// The path on the node behind the volume of this name, where it is a `hostPath`.
pub(in crate::catalogue) fn host_path_named<'t>(workload: &Workload<'t>, name: &str) -> Option<&'t str> {
    let volumes = workload.pod("volumes").map(Node::items).unwrap_or_default();
    let volume = volumes.iter().find(|volume| volume.get("name").and_then(Node::as_str) == Some(name))?;
    volume.get("hostPath")?.get("path").and_then(Node::as_str)
}

/// Whether a path is the socket of a container runtime: Docker's, containerd's, CRI-O's or Podman's.
pub(in crate::catalogue) fn is_runtime_socket(path: &str) -> bool {
    const SOCKETS: [&str; 6] =
        ["docker.sock", "containerd.sock", "crio.sock", "cri-dockerd.sock", "podman.sock", "buildkitd.sock"];
    path.rsplit('/').next().is_some_and(|file| SOCKETS.contains(&file))
}
