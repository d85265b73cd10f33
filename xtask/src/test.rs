//! `cargo xtask test`: what must hold before a change goes in. The tests come last, so that their summary ends it.

use crate::shell::{Done, cargo, output, program, run, works};
use crate::{exports, sandbox, wasm};

pub(crate) fn test() -> Done {
    components()?;
    run(&mut cargo(&["fmt", "--all", "--check"]))?;
    run(&mut cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "--deny", "warnings"]))?;
    no_runtime_in_the_engine()?;
    wasm::check()?;
    sandbox::test()?;
    exports::exports()?;
    run(&mut cargo(&["test", "--workspace"]))
}

/// A minimal toolchain has neither formatter nor linter.
fn components() -> Done {
    if works(&mut cargo(&["fmt", "--version"])) && works(&mut cargo(&["clippy", "--version"])) {
        return Ok(());
    }
    run(&mut program("rustup", &["component", "add", "rustfmt", "clippy"]))
}

/// An engine that cannot wait for anything needs no runtime: whatever brings one in brings a network in.
fn no_runtime_in_the_engine() -> Done {
    for name in ["tokio", "mio", "socket2", "reqwest", "hyper", "ureq", "rustls"] {
        let tree = ["tree", "--package", "stackengine", "--edges", "normal", "--quiet", "--invert", name];
        // Cargo fails where the lock file has no such package, and prints nothing where the engine does not use it.
        let found = output(&mut cargo(&tree)).unwrap_or_default();
        if !found.trim().is_empty() {
            return Err(format!("the engine depends on {name}:\n{found}"));
        }
    }
    Ok(())
}
