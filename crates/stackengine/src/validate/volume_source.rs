//! What each source of a volume needs: the `validate…VolumeSource` functions of core validation.

use super::claim::claim_template;
use super::container::PULL_POLICIES;
use super::env::{VOLUME_FIELDS, field_ref, resource_ref};
use super::metadata::{object_name, required_name};
use super::names::{dns_label, dns_subdomain};
use super::place::At;
use super::projected::projected;
use super::quantity::Quantity;
use super::report::{Report, Shown};

const FIELD: &str = "volume-field-required";
const PATH: &str = "path-invalid";
const HOST_PATHS: [&str; 8] =
    ["", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"];

/// Judges one source; `volume` is what it belongs to.
pub(super) fn source(field: &str, at: &At<'_>, volume: &At<'_>, report: &mut Report) {
    for name in needed(field) {
        required_name(&at.field(name), FIELD, report);
    }
    match field {
        "emptyDir" => size_limit(&at.field("sizeLimit"), report),
        "hostPath" if !at.field("path").text().is_empty() => {
            no_backsteps(&at.field("path"), report);
            report.one_of(&at.field("type"), "host-path-type-unknown", &HOST_PATHS);
        }
        "gitRepo" => relative_path(&at.field("directory"), report),
        "gcePersistentDisk" | "awsElasticBlockStore" => partition(&at.field("partition"), report),
        "secret" | "configMap" => keys(at, report),
        "nfs" if !at.field("path").text().starts_with('/') => {
            let path = at.field("path");
            report.invalid(&path, PATH, path.text(), "must be an absolute path");
        }
        "iscsi" => iscsi(at, volume, report),
        "flocker" => flocker(at, report),
        "rbd" | "cephfs" if at.field("monitors").len() == 0 => report.required(&at.field("monitors"), FIELD, ""),
        "cinder" => secret_ref(at, report),
        "quobyte" => quobyte(at, report),
        "downwardAPI" => downward_api(at, report),
        "fc" => fibre_channel(at, report),
        "flexVolume" => flex_options(&at.field("options"), report),
        "azureDisk" => azure_disk(at, report),
        "storageos" => storage_os(at, report),
        "projected" => projected(at, report),
        "csi" => csi(at, report),
        "ephemeral" => claim_template(&at.field("volumeClaimTemplate"), report),
        "image" => {
            let policy = at.field("pullPolicy");
            if !policy.text().is_empty() {
                report.one_of(&policy, "image-pull-policy-unknown", &PULL_POLICIES);
            }
        }
        _ => {}
    }
}

/// Text fields without which a source is refused.
fn needed(field: &str) -> &'static [&'static str] {
    match field {
        "hostPath" => &["path"],
        "gitRepo" => &["repository"],
        "gcePersistentDisk" => &["pdName"],
        "awsElasticBlockStore" | "cinder" | "portworxVolume" => &["volumeID"],
        "secret" => &["secretName"],
        "configMap" => &["name"],
        "nfs" => &["server", "path"],
        "iscsi" => &["targetPortal", "iqn"],
        "glusterfs" => &["endpoints", "path"],
        "persistentVolumeClaim" => &["claimName"],
        "rbd" => &["image"],
        "quobyte" => &["volume"],
        "flexVolume" | "csi" => &["driver"],
        "azureFile" => &["secretName", "shareName"],
        "vsphereVolume" => &["volumePath"],
        "photonPersistentDisk" => &["pdID"],
        "azureDisk" => &["diskName", "diskURI"],
        "storageos" => &["volumeName"],
        "scaleIO" => &["gateway", "system", "volumeName"],
        "image" => &["reference"],
        _ => &[],
    }
}

fn size_limit(at: &At<'_>, report: &mut Report) {
    let limit = at.node().and_then(|node| Quantity::of(node).ok());
    if limit.is_some_and(Quantity::is_negative) {
        report.forbidden(at, "size-limit-negative", "SizeLimit field must be a valid resource quantity");
    }
}

fn partition(at: &At<'_>, report: &mut Report) {
    if let Some(number) = at.int()
        && !(0..=255).contains(&number)
    {
        report.invalid(at, "partition-out-of-range", number, "must be between 0 and 255, inclusive");
    }
}

fn unit_number(at: &At<'_>, report: &mut Report) {
    if let Some(number) = at.int()
        && !(0..=255).contains(&number)
    {
        report.invalid(at, "lun-out-of-range", number, "must be between 0 and 255, inclusive");
    }
}

/// A mode of files, as a number: YAML's `0644` is octal, JSON has none.
pub(super) fn file_mode(at: &At<'_>, report: &mut Report) {
    if let Some(mode) = at.int()
        && !(0..=0o777).contains(&mode)
    {
        let message = "must be a number between 0 and 0777 (octal), both inclusive";
        report.invalid(at, "file-mode-out-of-range", mode, message);
    }
}

fn keys(at: &At<'_>, report: &mut Report) {
    file_mode(&at.field("defaultMode"), report);
    key_paths(&at.field("items"), report);
}

/// Keys and the files that they become.
pub(super) fn key_paths(items: &At<'_>, report: &mut Report) {
    for item in items.items() {
        required_name(&item.field("key"), FIELD, report);
        required_name(&item.field("path"), FIELD, report);
        local_path(&item.field("path"), report);
        file_mode(&item.field("mode"), report);
    }
}

/// Whether a path climbs.
pub(super) fn has_backsteps(path: &str) -> bool {
    path.split('/').any(|part| part == "..")
}

/// `validatePathNoBacksteps`.
pub(super) fn no_backsteps(at: &At<'_>, report: &mut Report) {
    if has_backsteps(at.text()) {
        report.invalid(at, PATH, at.text(), "must not contain '..'");
    }
}

/// `validateLocalDescendingPath`.
pub(super) fn relative_path(at: &At<'_>, report: &mut Report) {
    if at.text().starts_with('/') {
        report.invalid(at, PATH, at.text(), "must be a relative path");
    }
    no_backsteps(at, report);
}

/// `ValidateLocalNonReservedPath`.
pub(super) fn local_path(at: &At<'_>, report: &mut Report) {
    relative_path(at, report);
    if at.text().starts_with("..") && !at.text().starts_with("../") {
        report.invalid(at, PATH, at.text(), "must not start with '..'");
    }
}

fn iscsi(at: &At<'_>, volume: &At<'_>, report: &mut Report) {
    const RULE: &str = "iscsi-name-invalid";
    let name = at.field("iqn");
    if !name.text().is_empty() {
        qualified_iscsi_name(&name, report);
    }
    unit_number(&at.field("lun"), report);
    let secret = at.field("secretRef");
    if (at.field("chapAuthDiscovery").is_true() || at.field("chapAuthSession").is_true()) && !secret.exists() {
        report.required(&secret, FIELD, "");
    }
    let initiator = at.field("initiatorName");
    if initiator.exists() {
        qualified_iscsi_name(&at.called("initiatorname", &initiator), report);
        let name = volume.field("name");
        if name.text().len() + 1 + at.field("targetPortal").text().len() > 64 {
            let message = "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if \
                           iscsi.initiatorName is specified.";
            report.invalid(&name, RULE, name.text(), message);
        }
    }
}

fn qualified_iscsi_name(at: &At<'_>, report: &mut Report) {
    let text = at.text();
    let hex = |digits: &str, lengths: &[usize]| {
        lengths.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    let message = match text.get(..3) {
        Some("iqn") if is_iqn(text) => return,
        Some("eui") if text.strip_prefix("eui.").is_some_and(|digits| hex(digits, &[16])) => return,
        Some("naa") if text.strip_prefix("naa.").is_some_and(|digits| hex(digits, &[16, 32])) => return,
        Some("iqn" | "eui" | "naa") => "must be valid format",
        _ => "must be valid format starting with iqn, eui, or naa",
    };
    report.invalid(at, "iscsi-name-invalid", text, message);
}

/// `iqn.YYYY-MM.`, a reversed domain of at least two parts or so, and perhaps `:` with a name.
fn is_iqn(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("iqn.") else { return false };
    let (head, tail) = rest.split_once(':').map_or((rest, None), |(head, tail)| (head, Some(tail)));
    let Some((date, domain)) = head.split_once('.') else { return false };
    let date_is_right = date.len() == 7
        && date.split_once('-').is_some_and(|(year, month)| {
            let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
            year.len() == 4 && month.len() == 2 && digits(year) && digits(month)
        });
    let parts_are_right = domain.split('.').all(|part| {
        let bytes = part.as_bytes();
        let ends = [bytes.first(), bytes.last()].iter().all(|byte| byte.is_some_and(u8::is_ascii_alphanumeric));
        ends && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
    });
    date_is_right && parts_are_right && tail != Some("")
}

fn flocker(at: &At<'_>, report: &mut Report) {
    let (name, uuid) = (at.field("datasetName"), at.field("datasetUUID"));
    match (name.text().is_empty(), uuid.text().is_empty()) {
        (true, true) => report.required(at, FIELD, "one of datasetName and datasetUUID is required"),
        (false, false) => {
            let message = "datasetName and datasetUUID can not be specified simultaneously";
            report.invalid(at, "flocker-two-names", "resource", message);
        }
        _ => {}
    }
    if name.text().contains('/') {
        report.invalid(&name, PATH, name.text(), "must not contain '/'");
    }
}

fn secret_ref(at: &At<'_>, report: &mut Report) {
    let secret = at.field("secretRef");
    if secret.exists() {
        required_name(&secret.field("name"), FIELD, report);
    }
}

fn quobyte(at: &At<'_>, report: &mut Report) {
    const PAIRS: &str = "must be a host:port pair or multiple pairs separated by commas";
    let (registry, tenant) = (at.field("registry"), at.field("tenant"));
    if registry.text().is_empty() {
        report.required(&registry, FIELD, PAIRS);
    } else if tenant.text().len() >= 65 {
        let message = "must be a UUID and may not exceed a length of 64 characters";
        report.required(&tenant, FIELD, message);
    } else if !registry.text().split(',').all(|pair| pair.contains(':')) {
        report.invalid(&registry, "quobyte-registry-invalid", registry.text(), PAIRS);
    }
}

/// Files of the downward API; the server leaves `items` and the index out of their paths.
fn downward_api(at: &At<'_>, report: &mut Report) {
    file_mode(&at.field("defaultMode"), report);
    let items = at.field("items");
    for file in items.items() {
        downward_file(&at.pointing_at(&file), report);
    }
}

/// `validateDownwardAPIVolumeFile`.
pub(super) fn downward_file(file: &At<'_>, report: &mut Report) {
    const RULE: &str = "downward-file-source";
    let (path, field, resource) = (file.field("path"), file.field("fieldRef"), file.field("resourceFieldRef"));
    required_name(&path, FIELD, report);
    local_path(&path, report);
    if field.exists() {
        field_ref(&field, &VOLUME_FIELDS, report);
        if resource.exists() {
            let message = "fieldRef and resourceFieldRef can not be specified simultaneously";
            report.invalid(file, RULE, "resource", message);
        }
    } else if resource.exists() {
        let container = resource.field("containerName");
        if container.text().is_empty() {
            report.required(&container, RULE, "");
        } else {
            resource_ref(&resource, report);
        }
    } else {
        report.required(file, RULE, "one of fieldRef and resourceFieldRef is required");
    }
    file_mode(&file.field("mode"), report);
}

fn fibre_channel(at: &At<'_>, report: &mut Report) {
    let (names, ids, unit) = (at.field("targetWWNs"), at.field("wwids"), at.field("lun"));
    match (names.len(), ids.len()) {
        (0, 0) => report.required(&names, FIELD, "must specify either targetWWNs or wwids, but not both"),
        (0, _) | (_, 0) => {}
        _ => {
            let message = "targetWWNs and wwids can not be specified simultaneously";
            report.invalid(&names, "fc-two-names", &names, message);
        }
    }
    if names.len() > 0 {
        if !unit.exists() {
            report.required(&unit, FIELD, "lun is required if targetWWNs is specified");
        }
        unit_number(&unit, report);
    }
}

fn flex_options(options: &At<'_>, report: &mut Report) {
    for (key, value) in options.keys() {
        let domain = key.split_once('/').map_or(key, |(domain, _)| domain);
        let domain = format!(".{}", domain.to_lowercase());
        if domain.ends_with(".kubernetes.io") || domain.ends_with(".k8s.io") {
            let message = "kubernetes.io and k8s.io namespaces are reserved";
            report.invalid(&value, "flex-option-reserved", key, message);
        }
    }
}

fn azure_disk(at: &At<'_>, report: &mut Report) {
    const RULE: &str = "azure-disk-invalid";
    report.one_of(&at.field("cachingMode"), RULE, &["None", "ReadOnly", "ReadWrite"]);
    let kind = at.field("kind");
    report.one_of(&kind, RULE, &["Dedicated", "Managed", "Shared"]);
    let uri = at.field("diskURI");
    let managed = kind.optional_text() == Some("Managed");
    if managed && !uri.text().starts_with("/subscriptions/") {
        let shape = "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}";
        report.not_supported(&uri, RULE, uri.text(), &[shape]);
    }
    if !managed && !uri.text().starts_with("https://") {
        let shape = "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd";
        report.not_supported(&uri, RULE, uri.text(), &[shape]);
    }
}

fn storage_os(at: &At<'_>, report: &mut Report) {
    for name in ["volumeName", "volumeNamespace"] {
        let at = at.field(name);
        if !at.text().is_empty() {
            report.each(&at, "name-not-dns-1123", at.text(), dns_label(at.text()));
        }
    }
    secret_ref(at, report);
}

fn csi(at: &At<'_>, report: &mut Report) {
    const RULE: &str = "csi-driver-invalid";
    let driver = at.field("driver");
    if !driver.text().is_empty() {
        if driver.text().len() > 63 {
            report.too_long(&driver, RULE, 63);
        }
        let problems = dns_subdomain(&driver.text().to_lowercase());
        for problem in problems {
            report.invalid(&driver, RULE, Shown::from(driver.text()), &problem);
        }
    }
    let secret = at.field("nodePublishSecretRef");
    if secret.exists() {
        let name = secret.field("name");
        if name.text().is_empty() {
            report.required(&name, FIELD, "");
        } else {
            object_name(&at.called("name", &name), "reference-name-invalid", report);
        }
    }
}
