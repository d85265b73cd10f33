//! The engine for the browser: a target without files, network and clock is the proof that it needs none.

use std::env;
use std::path::Path;

use crate::shell::{Done, cargo, output, program, run, say};

const TARGET: &str = "wasm32-unknown-unknown";

/// Compiles the engine for wasm32 with the target of the toolchain, or with a distribution's compiler and sources.
pub(crate) fn check() -> Done {
    let sysroot = output(&mut program("rustc", &["--print", "sysroot"])).unwrap_or_default();
    let sysroot = Path::new(sysroot.trim());
    if sysroot.join("lib/rustlib").join(TARGET).is_dir()
        || run(&mut program("rustup", &["target", "add", TARGET])).is_ok()
    {
        return run(&mut cargo(&["check", "--quiet", "--package", "stackengine", "--target", TARGET]));
    }
    // Debian: rustc-web, cargo-web and rust-web-src bring a compiler that can build the standard library itself.
    if Path::new("/usr/bin/cargo").exists() && Path::new("/usr/bin/rustc").exists() {
        let args = ["check", "--quiet", "-Zbuild-std=std,panic_abort", "--package", "stackengine", "--target", TARGET];
        let mut command = program("/usr/bin/cargo", &args);
        command.env("RUSTC", "/usr/bin/rustc").env("RUSTC_BOOTSTRAP", "1").env_remove("RUSTUP_TOOLCHAIN");
        return run(&mut command);
    }
    let message =
        format!("there is no compiler for {TARGET}: `rustup target add {TARGET}`, or a distribution's package");
    if env::var_os("CI").is_some() {
        return Err(message);
    }
    say(&format!("warning: {message}; the engine was not checked for it"));
    Ok(())
}
