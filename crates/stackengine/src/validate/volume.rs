//! Volumes of a pod: a name each, and exactly one source: `ValidateVolumes`, `validateVolumeSource`.

use super::names::dns_label;
use super::place::At;
use super::pod::VolumeUse;
use super::report::Report;
use super::volume_source::source;

/// Every source: its field, and what the server calls it in the path of a second one and of its own errors.
const SOURCES: [(&str, &str, &str); 30] = [
    ("emptyDir", "emptyDir", "emptyDir"),
    ("hostPath", "hostPath", "hostPath"),
    ("gitRepo", "gitRepo", "gitRepo"),
    ("gcePersistentDisk", "gcePersistentDisk", "persistentDisk"),
    ("awsElasticBlockStore", "awsElasticBlockStore", "awsElasticBlockStore"),
    ("secret", "secret", "secret"),
    ("nfs", "nfs", "nfs"),
    ("iscsi", "iscsi", "iscsi"),
    ("glusterfs", "glusterfs", "glusterfs"),
    ("flocker", "flocker", "flocker"),
    ("persistentVolumeClaim", "persistentVolumeClaim", "persistentVolumeClaim"),
    ("rbd", "rbd", "rbd"),
    ("cinder", "cinder", "cinder"),
    ("cephfs", "cephFS", "cephfs"),
    ("quobyte", "quobyte", "quobyte"),
    ("downwardAPI", "downwarAPI", "downwardAPI"),
    ("fc", "fc", "fc"),
    ("flexVolume", "flexVolume", "flexVolume"),
    ("configMap", "configMap", "configMap"),
    ("azureFile", "azureFile", "azureFile"),
    ("vsphereVolume", "vsphereVolume", "vsphereVolume"),
    ("photonPersistentDisk", "photonPersistentDisk", "photonPersistentDisk"),
    ("portworxVolume", "portworxVolume", "portworxVolume"),
    ("azureDisk", "azureDisk", "azureDisk"),
    ("storageos", "storageos", "storageos"),
    ("projected", "projected", "projected"),
    ("scaleIO", "scaleIO", "scaleIO"),
    ("csi", "csi", "csi"),
    ("ephemeral", "ephemeral", "ephemeral"),
    ("image", "image", "image"),
];

/// Judges the volumes; gives the names and uses of those that are right, the only ones that can be mounted.
pub(super) fn volumes<'s>(list: &'s At<'s>, report: &mut Report) -> Vec<(&'s str, VolumeUse)> {
    let mut usable: Vec<(&str, VolumeUse)> = Vec::new();
    for volume in list.items() {
        let before = report.len();
        let usage = volume_source(&volume, report);
        let name = volume.field("name");
        let text = name.text();
        if text.is_empty() {
            report.required(&name, "volume-name-required", "");
        } else {
            report.each(&name, "name-not-dns-1123", text, dns_label(text));
        }
        if usable.iter().any(|(known, _)| *known == text) {
            report.duplicate(&name, "volume-name-twice", text);
        }
        if report.len() == before
            && let Some(kept) = volume.node().and_then(|node| node.get("name")?.as_str())
        {
            usable.push((kept, usage));
        }
    }
    usable
}

/// A volume without a source becomes an emptyDir.
fn volume_source(volume: &At<'_>, report: &mut Report) -> VolumeUse {
    let mut given = 0;
    let mut usage = VolumeUse::Other;
    for (field, second, shown) in SOURCES {
        let real = volume.field(field);
        if !real.exists() {
            continue;
        }
        given += 1;
        if given > 1 {
            let at = volume.called(second, &real);
            report.forbidden(&at, "several-volume-sources", "may not specify more than 1 volume type");
            continue;
        }
        usage = match field {
            "emptyDir" => VolumeUse::EmptyDir,
            "persistentVolumeClaim" | "ephemeral" => VolumeUse::Claim,
            _ => VolumeUse::Other,
        };
        source(field, &volume.called(shown, &real), volume, report);
    }
    if given == 0 { VolumeUse::EmptyDir } else { usage }
}
