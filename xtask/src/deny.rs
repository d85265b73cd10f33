//! `cargo xtask deny`: licences, advisories and sources of the dependencies.

use crate::shell::{Done, cargo, program, run, target, works};

pub(crate) fn deny() -> Done {
    let tools = target().join("tools");
    let kept = tools.join("bin/cargo-deny").display().to_string();
    let name = if works(&mut program("cargo-deny", &["--version"])) { "cargo-deny" } else { kept.as_str() };
    if !works(&mut program(name, &["--version"])) {
        run(&mut cargo(&["install", "--locked", "--root", &tools.display().to_string(), "cargo-deny"]))?;
    }
    run(&mut program(name, &["check"]))
}
