//! Projected volumes: `validateProjectionSources`.
//!
//! Trust bundles and pod certificates are behind feature gates that are off by default: the server drops them unread.

use super::metadata::required_name;
use super::place::At;
use super::report::Report;
use super::volume_source::{downward_file, file_mode, key_paths, local_path};

const RULE: &str = "projected-source-invalid";

/// A projected volume.
pub(super) fn projected(at: &At<'_>, report: &mut Report) {
    file_mode(&at.field("defaultMode"), report);
    let sources = at.field("sources");
    let mut paths: Vec<String> = Vec::new();
    for source in sources.items() {
        let mut given = 0;
        for name in ["secret", "configMap"] {
            let keys = source.field(name);
            if keys.exists() {
                given += 1;
                required_name(&keys.field("name"), RULE, report);
                key_paths(&keys.field("items"), report);
                each_path_once(&keys, keys.field("name").text(), at, &mut paths, report);
            }
        }
        let files = source.field("downwardAPI");
        if files.exists() {
            given += 1;
            let items = files.field("items");
            for file in items.items() {
                downward_file(&files.pointing_at(&file), report);
            }
            each_path_once(&files, "", at, &mut paths, report);
        }
        let token = source.field("serviceAccountToken");
        if token.exists() {
            given += 1;
            service_account_token(&token, at, report);
        }
        if given > 1 {
            report.forbidden(&source, RULE, "may not specify more than 1 volume type per source");
        }
    }
}

/// No two sources may write one file. `shown` is the value that the server names; empty: the path itself.
fn each_path_once(keys: &At<'_>, shown: &str, volume: &At<'_>, paths: &mut Vec<String>, report: &mut Report) {
    let items = keys.field("items");
    for item in items.items() {
        let path = item.field("path");
        let text = path.text();
        if text.is_empty() {
            continue;
        }
        if paths.iter().any(|known| known == text) {
            let shown = if shown.is_empty() { text } else { shown };
            report.invalid(&volume.pointing_at(&path), "projected-path-twice", shown, "conflicting duplicate paths");
        } else {
            paths.push(text.to_owned());
        }
    }
}

fn service_account_token(token: &At<'_>, volume: &At<'_>, report: &mut Report) {
    let (expiry, path) = (token.field("expirationSeconds"), token.field("path"));
    let message = match expiry.int() {
        Some(seconds) if seconds < 600 => "may not specify a duration less than 10 minutes",
        Some(seconds) if seconds > 1 << 32 => "may not specify a duration larger than 2^32 seconds",
        _ => "",
    };
    if !message.is_empty() {
        report.invalid(&expiry, RULE, expiry.int().unwrap_or_default(), message);
    }
    let shown = volume.called("path", &path);
    required_name(&shown, RULE, report);
    local_path(&shown, report);
}
