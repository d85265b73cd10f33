//! `cargo xtask sandbox`: the page from nothing but this repository, a Rust toolchain and Node.

mod gallery;
mod html;
mod pages;

use std::fs;
use std::path::{Path, PathBuf};

use crate::shell::{Done, cargo, output, program, root, run, say, works};
use crate::wasm;

/// The folder of the page.
pub(crate) fn web() -> PathBuf {
    root().join("web")
}

/// Builds the page and the single file into `web/dist`.
pub(crate) fn build() -> Done {
    node()?;
    let module = wasm::build()?;
    packages()?;
    let build = web().join("build");
    fs::create_dir_all(&build).map_err(|error| format!("failed to make {}: {error}", build.display()))?;
    write(&build.join("pages.json"), &pages::data())?;
    write(&build.join("gallery.json"), &gallery::data()?)?;
    let target = build.join("engine.wasm").display().to_string();
    run(&mut in_web("node", &["scripts/engine.mjs", &module.display().to_string(), &target]))?;
    run(&mut in_web("node", &["scripts/build.mjs"]))?;
    pages::write_all(&web().join("dist"))?;
    run(&mut in_web("node", &["scripts/finish.mjs"]))
}

/// Builds the page and serves it on loopback until it is ended.
pub(crate) fn serve(port: u16) -> Done {
    build()?;
    run(&mut in_web("node", &["scripts/serve.mjs", &port.to_string()]))
}

/// Builds the page and runs its tests in a real browser, beside the command line that they compare it with.
///
/// Whoever has no Node or no browser at hand is told so, and may go on; continuous integration may not.
pub(crate) fn test() -> Done {
    if let Err(message) = node().and_then(|()| browser()) {
        return match std::env::var_os("CI") {
            Some(_) => Err(message),
            None => {
                say(&format!("warning: the page was not tested: {message}"));
                Ok(())
            }
        };
    }
    run(&mut cargo(&["build", "--quiet", "--package", "stackengine-cli", "--bin", "stackengine"]))?;
    build()?;
    run(&mut in_web("node", &["scripts/test.mjs"]))
}

/// What the page takes in time, measured in a real browser.
pub(crate) fn measure() -> Done {
    build()?;
    browser()?;
    run(&mut in_web("node", &["scripts/measure.mjs"]))
}

/// Writes a file, and leaves one alone that has this content already: tools look at its time.
fn write(path: &Path, text: &str) -> Done {
    if fs::read_to_string(path).is_ok_and(|before| before == text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| format!("failed to make {}: {error}", folder.display()))?;
    }
    fs::write(path, text).map_err(|error| format!("failed to write {}: {error}", path.display()))
}

fn in_web(name: &str, args: &[&str]) -> std::process::Command {
    let mut command = program(name, args);
    command.current_dir(web());
    command
}

/// Node 20.19 is what the bundler asks for.
fn node() -> Done {
    let version = output(&mut program("node", &["--version"])).unwrap_or_default();
    let mut numbers = version.trim().trim_start_matches('v').split('.').map_while(|part| part.parse::<u32>().ok());
    match (numbers.next(), numbers.next()) {
        (Some(major), Some(minor)) if (major, minor) >= (20, 19) => Ok(()),
        (Some(_), _) => Err(format!("the page needs Node 20.19 or later, and this is {}", version.trim())),
        _ => Err("the page needs Node 20.19 or later with npm, and there is none".to_owned()),
    }
}

/// The packages of the lock file, exactly; installed anew only when it changed.
fn packages() -> Done {
    let lock = web().join("package-lock.json");
    let stamp = web().join("node_modules/.stackengine-lock");
    let wanted = fs::read_to_string(&lock).map_err(|error| format!("failed to read {}: {error}", lock.display()))?;
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    run(&mut in_web("npm", &["ci", "--no-audit", "--no-fund"]))?;
    write(&stamp, &wanted)
}

/// A Chromium for the tests: the one that is there, else Debian's.
fn browser() -> Done {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let there = |name: &&str| works(&mut program(name, &["--version"]));
    if std::env::var_os("CHROMIUM").is_some() || names.iter().any(there) {
        return Ok(());
    }
    say("there is no Chromium; trying to install the distribution's");
    let install = "apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core";
    if run(&mut program("sh", &["-c", install])).is_ok() && there(&"chromium") {
        return Ok(());
    }
    Err("the tests of the page need Chromium: install it, or name one in the variable CHROMIUM".to_owned())
}
