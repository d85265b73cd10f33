//! The engine for the browser: a target without files, network and clock is the proof that it needs none.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::shell::{Done, cargo, output, program, run, say, target};

const TARGET: &str = "wasm32-unknown-unknown";

/// Checks that the engine compiles for wasm32.
pub(crate) fn check() -> Done {
    match compiler() {
        Some(compiler) => run(&mut compiler.cargo(&["check", "--quiet", "--package", "stackengine"])),
        None if env::var_os("CI").is_some() => Err(missing()),
        None => {
            say(&format!("warning: {}; the engine was not checked for it", missing()));
            Ok(())
        }
    }
}

/// Builds the module of the page and says where it is.
pub(crate) fn build() -> Result<PathBuf, String> {
    let compiler = compiler().ok_or_else(missing)?;
    let args = ["rustc", "--quiet", "--package", "stackengine-wasm", "--profile", "wasm", "--crate-type", "cdylib"];
    let mut build = compiler.cargo(&args);
    // Where in the source something panicked is never shown in a page, and its file names are a part of every download.
    // The flag is not stable, so the compiler is told that this is meant.
    build.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", "-Zlocation-detail=none");
    run(&mut build)?;
    Ok(target().join(TARGET).join("wasm/stackengine_wasm.wasm"))
}

fn missing() -> String {
    format!("there is no compiler for {TARGET}: `rustup target add {TARGET}`, or a distribution's package")
}

/// Who can compile for wasm32 here.
enum Compiler {
    /// The toolchain has the target.
    Toolchain,
    /// Debian: rustc-web, cargo-web and rust-web-src bring a compiler that builds the standard library itself. It has
    /// no linker of its own; that of the toolchain does.
    Distribution { linker: PathBuf },
}

fn compiler() -> Option<Compiler> {
    let sysroot = output(&mut program("rustc", &["--print", "sysroot"])).unwrap_or_default();
    let sysroot = Path::new(sysroot.trim());
    if sysroot.join("lib/rustlib").join(TARGET).is_dir()
        || run(&mut program("rustup", &["target", "add", TARGET])).is_ok()
    {
        return Some(Compiler::Toolchain);
    }
    let host = output(&mut program("rustc", &["--print", "host-tuple"])).unwrap_or_default();
    let linker = sysroot.join("lib/rustlib").join(host.trim()).join("bin/rust-lld");
    let there = Path::new("/usr/bin/cargo").exists() && Path::new("/usr/bin/rustc").exists();
    there.then_some(Compiler::Distribution { linker })
}

impl Compiler {
    fn cargo(&self, args: &[&str]) -> Command {
        let Self::Distribution { linker } = self else {
            return cargo(&[args, &["--target", TARGET]].concat());
        };
        let std = ["-Zbuild-std=std,panic_abort", "--target", TARGET];
        let mut command = program("/usr/bin/cargo", &[args, &std].concat());
        command.env("RUSTC", "/usr/bin/rustc").env("RUSTC_BOOTSTRAP", "1").env_remove("RUSTUP_TOOLCHAIN");
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        command
    }
}
