//! The files for CI by zizmor, by the published schemas and by Checkov.

use std::path::Path;
use std::process::Command;

use stackengine::prevent::Target;

use super::{Trouble, cache, make};
use crate::python;
use crate::shell::run;

/// The versions whose verdicts hold.
const TOOLS: [&str; 3] = ["zizmor==1.32.0", "check-jsonschema==0.39.0", "pre-commit==4.7.0"];

pub(super) fn judge() -> Result<(), Trouble> {
    let tools = python::tools(&cache().join("ci-tools-1"), &TOOLS).map_err(Trouble::NoTool)?;
    let workflows = make("github-actions", Target::GithubActions, &[])?;
    let workflow = workflows.join(".github/workflows/stackengine.yaml");
    // The pedantic persona says everything that zizmor knows; nothing is asked of GitHub.
    let zizmor = ["--offline", "--persona", "pedantic", "--no-progress"];
    run(Command::new(tools.join("zizmor")).args(zizmor).arg(&workflow)).map_err(Trouble::Wrong)?;
    schema(&tools, "vendor.github-workflows", &workflow)?;
    let gitlab = make("gitlab-ci", Target::GitlabCi, &[])?;
    schema(&tools, "vendor.gitlab-ci", &gitlab.join("stackengine.gitlab-ci.yml"))?;
    let hooks = make("pre-commit", Target::PreCommit, &[])?;
    run(Command::new(tools.join("pre-commit")).arg("validate-config").arg(hooks.join(".pre-commit-config.yaml")))
        .map_err(Trouble::Wrong)
}

fn schema(tools: &Path, name: &str, file: &Path) -> Result<(), Trouble> {
    let mut check = Command::new(tools.join("check-jsonschema"));
    run(check.args(["--builtin-schema", name]).arg(file)).map_err(Trouble::Wrong)
}
