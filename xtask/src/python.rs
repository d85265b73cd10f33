//! Programs from Python's package index, in a virtual environment of their own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::shell::{program, run, works};

/// Installs packages (`zizmor==1.32.0`) where they are not there yet; the folder of their programs.
pub(crate) fn tools(venv: &Path, packages: &[&str]) -> Result<PathBuf, String> {
    let programs = venv.join("bin");
    // Written last: an installation that broke off is begun anew, and so is one of other packages.
    let done = venv.join("installed");
    let wanted = packages.join(" ");
    let is_there = fs::read_to_string(&done).is_ok_and(|known| known == wanted);
    if is_there && works(Command::new(programs.join("python")).arg("--version")) {
        return Ok(programs);
    }
    run(&mut program("python3", &["-m", "venv", "--clear", &venv.display().to_string()]))?;
    let mut pip = Command::new(programs.join("pip"));
    run(pip.args(["install", "--quiet", "--disable-pip-version-check"]).args(packages))?;
    fs::write(&done, wanted).map_err(|error| format!("failed to write {}: {error}", done.display()))?;
    Ok(programs)
}
