//! `cargo xtask hooks`: the pre-commit hooks, run by pre-commit itself on a repository made for it.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use crate::python;
use crate::shell::{Done, cargo, root, run, target};

const JOB: &str = "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: backup\n  uid: 0d4d1e8c\nspec:\n  activeDeadlineSeconds: 600\n  template:\n    spec:\n      restartPolicy: Never\n      containers:\n        - name: main\n          image: registry.example/backup:1.4\n";

pub(crate) fn hooks() -> Done {
    run(&mut cargo(&["build", "--quiet", "--package", "stackengine-cli"]))?;
    let pre_commit = python::tools(&target().join("pre-commit"), &["pre-commit==4.*"])?.join("pre-commit");
    let scratch = target().join("hooks");
    let failed = |error: std::io::Error| format!("failed to make {}: {error}", scratch.display());
    if scratch.exists() {
        fs::remove_dir_all(&scratch).map_err(failed)?;
    }
    fs::create_dir_all(&scratch).map_err(failed)?;
    fs::write(scratch.join("job.yaml"), JOB).map_err(failed)?;
    run(&mut git(&scratch, &["init", "--quiet"]))?;
    run(&mut git(&scratch, &["add", "job.yaml"]))?;
    let hook = |id: &str| {
        let mut command = Command::new(&pre_commit);
        command.arg("try-repo").arg(root()).args([id, "--files", "job.yaml"]).current_dir(&scratch);
        command.env("PATH", path()).env("PRE_COMMIT_HOME", scratch.join(".cache"));
        command
    };
    expect_failure(hook("stackengine-check"), "the check found nothing")?;
    expect_failure(hook("stackengine-fix"), "the repair changed nothing")?;
    let mended = fs::read_to_string(scratch.join("job.yaml")).map_err(failed)?;
    match mended == JOB.replace("  uid: 0d4d1e8c\n", "") {
        true => Ok(()),
        false => Err(format!("the repair made this of it:\n{mended}")),
    }
}

fn git(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.args(args).current_dir(folder);
    command
}

fn path() -> std::ffi::OsString {
    let ours = target().join("debug");
    let known = env::var_os("PATH").unwrap_or_default();
    env::join_paths(std::iter::once(ours).chain(env::split_paths(&known))).unwrap_or(known)
}

/// A hook that finds or changes something fails, which is how pre-commit stops a commit.
fn expect_failure(mut command: Command, otherwise: &str) -> Done {
    match run(&mut command) {
        Ok(()) => Err(otherwise.to_owned()),
        Err(message) if message.starts_with("failed to start") => Err(message),
        Err(_) => Ok(()),
    }
}
