//! A volume that cannot be.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{choose, field_name, meant_value};
use crate::diagnosis::Severity;
use crate::repair::{Fix, Safety};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "volume-invalid",
    code: "SE623",
    severity: Severity::High,
    page: include_str!("page.md"),
    rules: &[
        "volume-name-required",
        "volume-name-twice",
        "several-volume-sources",
        "volume-field-required",
        "path-invalid",
        "host-path-type-unknown",
        "file-mode-out-of-range",
        "size-limit-negative",
        "partition-out-of-range",
        "lun-out-of-range",
        "iscsi-name-invalid",
        "flocker-two-names",
        "fc-two-names",
        "quobyte-registry-invalid",
        "flex-option-reserved",
        "azure-disk-invalid",
        "csi-driver-invalid",
        "downward-file-source",
        "projected-source-invalid",
        "projected-path-twice",
        "claim-template-invalid",
    ],
    help: |_, lint| {
        let otherwise = match lint.rule() {
            "volume-name-required" | "volume-name-twice" => "give each volume a name of its own",
            "several-volume-sources" => "keep one source for each volume",
            "volume-field-required" => return format!("set {} of the volume", field_name(&lint.path)),
            "path-invalid" => "write a path as the message asks for it, without ..",
            "file-mode-out-of-range" => "write the mode with a leading 0: 0644 is octal, 644 is not",
            "claim-template-invalid" => "complete the claim template: accessModes and resources.requests.storage",
            "projected-source-invalid" => "give each projected source one kind, and what that needs",
            _ => "correct the field that the message names",
        };
        choose(lint, otherwise)
    },
    repair: |workload, lint, _| match lint.rule() {
        "file-mode-out-of-range" => {
            let number = workload.root.resolve(&lint.path)?.as_int()?;
            let mode = i64::from_str_radix(&number.to_string(), 8).ok().filter(|mode| (0..=0o777).contains(mode))?;
            let fix = Fix::new(Safety::Unsafe, format!("write the mode 0{number} as the number {mode}"));
            Some(fix.note(format!("{number} is taken for octal")).set(lint.path.clone(), mode))
        }
        _ => meant_value(workload, lint),
    },
    ..Diagnostic::NEW
};
