//! The alerts by `promtool`, from Debian's package of Prometheus: unpacked, not installed.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use stackengine::prevent::Target;

use super::{Trouble, cache, make};
use crate::shell::{run, works};

/// Numbers at both ends of what a user may choose, and those where nobody says.
const CHOICES: [(&str, &[(&str, &str)]); 2] = [
    ("prometheus", &[]),
    ("prometheus-edges", &[("stuck-minutes", "45"), ("late-minutes", "1"), ("near-deadline-percent", "99")]),
];

pub(super) fn judge() -> Result<(), Trouble> {
    let promtool = install()?;
    for (name, parameters) in CHOICES {
        let folder = make(name, Target::Prometheus, parameters)?;
        for args in [["check", "rules", "stackengine-rules.yaml"], ["test", "rules", "stackengine-rules.test.yaml"]] {
            run(Command::new(&promtool).args(args).current_dir(&folder)).map_err(Trouble::Wrong)?;
        }
    }
    Ok(())
}

/// The program: the machine's own, else Debian's.
fn install() -> Result<PathBuf, Trouble> {
    let own = PathBuf::from("promtool");
    if works(Command::new(&own).arg("--version")) {
        return Ok(own);
    }
    let folder = cache().join("prometheus");
    let promtool = folder.join("usr/bin/promtool");
    if works(Command::new(&promtool).arg("--version")) {
        return Ok(promtool);
    }
    let lost = |error: std::io::Error| Trouble::NoTool(format!("failed to make {}: {error}", folder.display()));
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(lost)?;
    }
    fs::create_dir_all(&folder).map_err(lost)?;
    let fetch = "apt-get download --quiet prometheus && dpkg-deb --extract prometheus_*.deb . && rm prometheus_*.deb";
    run(Command::new("sh").args(["-c", fetch]).current_dir(&folder)).map_err(Trouble::NoTool)?;
    Ok(promtool)
}
