//! The gallery of the page: the recordings in `examples/`, each with a title that says what is special about it.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::shell::root;

/// Title and folder, in the order in which they are shown.
const INCIDENTS: [(&str, &str); 12] = [
    ("Killed for memory, twice", "oom-kill"),
    ("Complete, and the dump is empty", "ghost-pipe"),
    ("The pod is gone, and its exit code with it", "sync-onfailure-gone"),
    ("The image is not there", "image-pull"),
    ("The program gave up by itself", "etl-exit-1"),
    ("One index fails, the others are fine", "index-fails"),
    ("A sidecar keeps the Job from ending", "sidecar-blocks"),
    ("Nobody set a deadline, and it hangs", "hung-no-deadline"),
    ("Killed by its own liveness probe", "liveness-kills"),
    ("Stopped at its deadline", "job-deadline"),
    ("A CronJob that skips its runs", "cron-forbid-blocked"),
    ("The database refuses the connection", "connection-refused"),
];

/// All incidents with their texts. The objects as JSON are left out: the descriptions say the same in less.
pub(super) fn data() -> Result<String, String> {
    let mut incidents = Vec::new();
    for (title, name) in INCIDENTS {
        let folder = root().join("examples").join(name);
        let mut files = Vec::new();
        collect(&folder, &folder, &mut files)?;
        if files.is_empty() {
            return Err(format!("the example {} is missing", folder.display()));
        }
        incidents.push(json!({"name": name, "title": title, "files": files}));
    }
    Ok(Value::from(incidents).to_string())
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<Value>) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("failed to read {}: {error}", folder.display());
    let mut entries: Vec<_> = fs::read_dir(folder).map_err(failed)?.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "txt" || extension == "yaml") {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).map_err(failed)?;
            files.push(json!({"name": name, "text": text}));
        }
    }
    Ok(())
}
