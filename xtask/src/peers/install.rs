//! Puts a tool where cargo builds, with the installer of its own language, where it is not there yet.

use std::path::{Path, PathBuf};

use super::schemas;
use super::tools::{Source, Tool};
use crate::python;
use crate::shell::{program, run, target};

/// The path of the program.
pub(crate) fn install(tool: &Tool) -> Result<String, String> {
    // Another version is another folder, so that what is found there is what was asked for.
    let home = home().join(format!("{}-{}", tool.name, tool.version));
    if tool.name == "kubeconform" {
        schemas::write()?;
    }
    match tool.source {
        Source::Here => Err(format!("{} is built, not installed", tool.name)),
        Source::Go(package) => go(&home, package, tool),
        Source::Python(package) => python(&home, package, tool),
    }
}

/// Where everything of this verb lies.
pub(crate) fn home() -> PathBuf {
    target().join("peers")
}

fn go(home: &Path, package: &str, tool: &Tool) -> Result<String, String> {
    let path = home.join(format!("{}{}", tool.name, std::env::consts::EXE_SUFFIX));
    if !path.exists() {
        let mut command = program("go", &["install", &format!("{package}@v{}", tool.version)]);
        run(command.env("GOBIN", home).current_dir(target()))?;
    }
    Ok(path.display().to_string())
}

fn python(home: &Path, package: &str, tool: &Tool) -> Result<String, String> {
    let programs = python::tools(home, &[&format!("{package}=={}", tool.version)])?;
    Ok(programs.join(tool.name).display().to_string())
}
