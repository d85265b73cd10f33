//! What `stackengine export` makes, judged by the tools it is made for. A part of `cargo xtask test`.

mod ci;
#[path = "../../../crates/stackengine/tests/prevention/mod.rs"]
#[expect(dead_code, reason = "tests use more of it")]
mod manifests;
mod policies;
mod promtool;

use std::fs;
use std::path::{Path, PathBuf};
use std::{collections::BTreeMap, env};

use stackengine::prevent::{Parameters, Request, Target, export};

use crate::shell::{Done, say, target};

/// Every exported file against the tool that will read it.
///
/// A tool that cannot be had is a failure, unless the variable `STACKENGINE_WITHOUT_PEERS` says that this is known.
pub(crate) fn exports() -> Done {
    // Both are built by Go, which takes minutes and is not everywhere: that is a verb of its own.
    if let Err(Trouble::NoTool(why)) = known(policies::judge(false))? {
        say(&format!("NOT CHECKED: policies were not run by OPA and gator: {why}"));
    }
    let judged = promtool::judge().and_then(|()| ci::judge());
    match (judged, env::var_os("STACKENGINE_WITHOUT_PEERS")) {
        (Err(Trouble::NoTool(why)), Some(_)) => {
            say(&format!("NOT CHECKED: what is exported was not judged by the tools it is made for: {why}"));
            Ok(())
        }
        (Err(Trouble::NoTool(why)), None) => {
            Err(format!("{why} (STACKENGINE_WITHOUT_PEERS=1 goes on without the tools that read what is exported)"))
        }
        (Err(Trouble::Wrong(why)), _) => Err(why),
        (Ok(()), _) => Ok(()),
    }
}

/// Every exported policy by OPA and gator, which are built where they are not there.
pub(crate) fn policies() -> Done {
    match policies::judge(true) {
        Err(Trouble::NoTool(why) | Trouble::Wrong(why)) => Err(why),
        Ok(()) => Ok(()),
    }
}

/// Passes on that a tool is missing, and ends at everything else.
fn known(judged: Result<(), Trouble>) -> Result<Result<(), Trouble>, String> {
    match judged {
        Err(Trouble::Wrong(why)) => Err(why),
        other => Ok(other),
    }
}

/// Why something was not judged well.
enum Trouble {
    /// The tool is not there and cannot be fetched.
    NoTool(String),
    /// It is, and objects.
    Wrong(String),
}

/// Makes the files of a target in a fresh folder.
fn make(name: &str, what: Target, parameters: &[(&str, &str)]) -> Result<PathBuf, Trouble> {
    let folder = target().join("exports").join(name);
    let wrong = |error: &dyn std::fmt::Display| Trouble::Wrong(format!("failed to export {what}: {error}"));
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| wrong(&error))?;
    }
    let parameters: BTreeMap<String, String> =
        parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let request = Request { parameters: Parameters(parameters), ..Request::default() };
    for file in export(what, &request).map_err(|error| wrong(&error))?.files {
        let path = folder.join(file.path);
        fs::create_dir_all(path.parent().unwrap_or(&folder)).map_err(|error| wrong(&error))?;
        fs::write(path, file.text).map_err(|error| wrong(&error))?;
    }
    Ok(folder)
}

/// Where tools are kept that no checkout needs to fetch again.
fn cache() -> PathBuf {
    let home = || env::var_os("HOME").map(|home| Path::new(&home).join(".cache"));
    let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from).or_else(home);
    cache.map_or_else(target, |cache| cache.join("stackengine"))
}
