//! `cargo xtask demo`: the README's first command.

use crate::shell::{Done, cargo, run, say, target};

/// Diagnoses a Job whose container was killed for memory, as a real cluster showed it.
pub(crate) fn demo() -> Done {
    run(&mut cargo(&["build", "--quiet", "--package", "stackengine-cli", "--bin", "stackengine"]))?;
    let program = target().join("debug").join(format!("stackengine{}", std::env::consts::EXE_SUFFIX));
    say("$ stackengine diagnose examples/oom-kill");
    let status = crate::shell::program(&program.display().to_string(), &["diagnose", "examples/oom-kill"]).status();
    match status.map(|status| status.code()) {
        // Something was found: that is what the example is for.
        Ok(Some(1)) => Ok(()),
        Ok(code) => Err(format!("the example should have ended with exit status 1, not {code:?}")),
        Err(error) => Err(format!("failed to start {}: {error}", program.display())),
    }
}
