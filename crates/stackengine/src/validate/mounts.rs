//! Volume mounts and devices of a container: `ValidateVolumeMounts`, `ValidateVolumeDevices`.

use super::place::At;
use super::pod::{Pod, VolumeUse};
use super::report::Report;
use super::volume_source::{has_backsteps, relative_path};

impl Pod<'_> {
    fn volume(&self, name: &str) -> Option<VolumeUse> {
        self.volumes.iter().find(|(known, _)| *known == name).map(|(_, usage)| *usage)
    }
}

/// The mounts of a container.
pub(super) fn mounts(container: &At<'_>, pod: &Pod<'_>, report: &mut Report) {
    let (list, devices) = (container.field("volumeMounts"), container.field("volumeDevices"));
    let is_device = |field: &str, value: &str| devices.items().any(|device| device.field(field).text() == value);
    let mut paths: Vec<String> = Vec::new();
    for mount in list.items() {
        let (name, path) = (mount.field("name"), mount.field("mountPath"));
        if name.text().is_empty() {
            report.required(&name, "mount-name-required", "");
        }
        if pod.volume(name.text()).is_none() {
            report.not_found(&name, "mount-without-volume", name.text(), "");
        }
        if path.text().is_empty() {
            report.required(&path, "mount-path-required", "");
        }
        if paths.iter().any(|known| known == path.text()) {
            report.invalid(&path, "mount-path-twice", path.text(), "must be unique");
        }
        paths.push(path.text().to_owned());
        if is_device("name", name.text()) {
            report.invalid(&name, "mount-is-device", name.text(), "must not already exist in volumeDevices");
        }
        if is_device("devicePath", path.text()) {
            let message = "must not already exist as a path in volumeDevices";
            report.invalid(&path, "mount-is-device", path.text(), message);
        }
        sub_paths(&list, &mount, report);
        propagation(&list, &mount, container, report);
        recursive_read_only(&list, &mount, report);
    }
}

/// The server leaves the index out of these paths.
fn sub_paths(list: &At<'_>, mount: &At<'_>, report: &mut Report) {
    let (plain, expression) = (mount.field("subPath"), mount.field("subPathExpr"));
    if !plain.text().is_empty() {
        relative_path(&list.called("subPath", &plain), report);
    }
    if expression.text().is_empty() {
        return;
    }
    if !plain.text().is_empty() {
        let message = "subPathExpr and subPath are mutually exclusive";
        report.invalid(&expression, "two-sub-paths", expression.text(), message);
    }
    relative_path(&list.called("subPathExpr", &expression), report);
}

fn propagation(list: &At<'_>, mount: &At<'_>, container: &At<'_>, report: &mut Report) {
    let real = mount.field("mountPropagation");
    let at = list.called("mountPropagation", &real);
    report.one_of(&at, "mount-propagation-unknown", &["Bidirectional", "HostToContainer", "None"]);
    let privileged = container.field("securityContext").field("privileged").is_true();
    if at.text() == "Bidirectional" && !privileged {
        let message = "Bidirectional mount propagation is available only to privileged containers";
        report.forbidden(&at, "mount-propagation-needs-privileged", message);
    }
}

fn recursive_read_only(list: &At<'_>, mount: &At<'_>, report: &mut Report) {
    const RULE: &str = "recursive-read-only";
    let real = mount.field("recursiveReadOnly");
    let at = list.called("recursiveReadOnly", &real);
    report.one_of(&at, RULE, &["Disabled", "Enabled", "IfPossible"]);
    if !matches!(at.text(), "Enabled" | "IfPossible") {
        return;
    }
    if !mount.field("readOnly").is_true() {
        report.forbidden(&at, RULE, "may only be specified when readOnly is true");
    }
    if mount.field("mountPropagation").text_or("None") != "None" {
        report.forbidden(&at, RULE, "may only be specified when mountPropagation is None or not specified");
    }
}

/// The raw devices of a container.
pub(super) fn devices(container: &At<'_>, pod: &Pod<'_>, report: &mut Report) {
    const RULE: &str = "volume-device-invalid";
    let (list, mounts) = (container.field("volumeDevices"), container.field("volumeMounts"));
    let is_mount = |field: &str, value: &str| mounts.items().any(|mount| mount.field(field).text() == value);
    let (mut names, mut paths): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for device in list.items() {
        let (name, path) = (device.field("name"), device.field("devicePath"));
        if name.text().is_empty() {
            report.required(&name, RULE, "");
        }
        if names.iter().any(|known| known == name.text()) {
            report.invalid(&name, RULE, name.text(), "must be unique");
        }
        match pod.volume(name.text()) {
            Some(VolumeUse::Claim) => {}
            Some(_) => {
                let message = "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode";
                report.invalid(&name, RULE, name.text(), message);
            }
            None => report.not_found(&name, "mount-without-volume", name.text(), ""),
        }
        if path.text().is_empty() {
            report.required(&path, RULE, "");
        }
        if paths.iter().any(|known| known == path.text()) {
            report.invalid(&path, RULE, path.text(), "must be unique");
        }
        if has_backsteps(path.text()) {
            report.invalid(&path, RULE, path.text(), "can not contain backsteps ('..')");
        } else {
            paths.push(path.text().to_owned());
        }
        if is_mount("name", name.text()) {
            report.invalid(&name, RULE, name.text(), "must not already exist in volumeMounts");
        }
        if is_mount("mountPath", path.text()) {
            report.invalid(&path, RULE, path.text(), "must not already exist as a path in volumeMounts");
        }
        if !name.text().is_empty() {
            names.push(name.text().to_owned());
        }
    }
}

/// Files of variables can only come from an emptyDir: `validateFileKeyRefVolumes`.
pub(super) fn env_file_volumes(pod: &Pod<'_>, report: &mut Report) {
    let volumes = pod.spec.field("volumes");
    for list in ["initContainers", "containers", "ephemeralContainers"] {
        let containers = pod.spec.field(list);
        for container in containers.items() {
            let variables = container.field("env");
            for variable in variables.items() {
                let from = variable.field("valueFrom");
                let reference = from.field("fileKeyRef");
                let name = reference.field("volumeName");
                if !reference.exists() {
                    continue;
                }
                let exists = volumes.items().any(|volume| volume.field("name").text() == name.text());
                match pod.volume(name.text()) {
                    Some(VolumeUse::EmptyDir) => {}
                    None if !exists => report.not_found(&name, "env-file-without-volume", name.text(), ""),
                    _ => {
                        let message = "referenced volume must be of type emptyDir";
                        report.invalid(&name, "env-file-without-volume", name.text(), message);
                    }
                }
            }
        }
    }
}
