//! The script in a container's command line.

use super::ContainerSpec;
use crate::shell::{CommandLine, Script, invocation};

impl ContainerSpec {
    /// Whether the command line starts a shell.
    #[must_use]
    pub fn runs_shell(&self) -> bool {
        let words: Vec<&str> = self.words().collect();
        invocation(&words).is_some_and(|found| found.shell.is_some())
    }

    /// The script behind `sh -c`, where there is one and it can be parsed.
    #[must_use]
    pub fn script(&self) -> Option<Script> {
        let words: Vec<&str> = self.words().collect();
        CommandLine::new(&words).script()
    }
}
