//! What a script does to exit codes that its author would not want, and the edit that ends it.

use std::ops::Range;

/// How a failure is kept from, or changed on its way to, the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HazardKind {
    /// `a; b` without `set -e`, and all but the last round of a loop: only the last command counts.
    Sequence,
    /// As `Sequence`, where what follows only talks: `a; echo done`.
    LastIsEcho,
    /// `a | b` without `pipefail`: only the last of the pipe counts.
    Pipe,
    /// `a || true` and its relatives; `a; exit 0`.
    OrTrue,
    /// `a &` whose status nobody collects; `wait` without a process always succeeds.
    Background,
    /// `set +e` that is never taken back, and no status is looked at after it.
    ErrexitOff,
    /// `set -e` is on, yet cannot see this failure: `local x=$(a)`, `echo $(a)`, `<(a)`, `! a`, the `a` of `a && b; c`,
    /// and everything inside a function or group that stands in a condition.
    ErrexitDefeated,
    /// A trap ends with an exit code of its own.
    TrapReplacesStatus,
    /// `exit 256` is success, `exit 300` is 44, and `exit -1` is 255 in bash and an error of its own in dash.
    ExitModulo,
    /// `curl` without `--fail` succeeds on an HTTP error.
    CurlWithoutFail,
    /// `psql` goes on after a failed statement of a file, of its input, or of one of several `-c`.
    PsqlWithoutOnErrorStop,
    /// `mysql --force` goes on after a failed statement.
    MysqlForce,
    /// `find … -exec a \;` drops the status of `a`, unlike `-exec a {} +`.
    FindExec,
    /// `$$` was meant as the process number, but Kubernetes makes `$` of it.
    DollarDollar,
}

impl HazardKind {
    /// Whether the failure of the command is lost, as opposed to changed or never raised.
    pub(super) fn loses(self) -> bool {
        matches!(
            self,
            Self::Sequence
                | Self::LastIsEcho
                | Self::Pipe
                | Self::OrTrue
                | Self::Background
                | Self::ErrexitOff
                | Self::ErrexitDefeated
        )
    }
}

/// One command whose exit status does not tell what it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hazard {
    /// How.
    pub kind: HazardKind,
    /// The command as written, shortened.
    pub command: String,
    /// The program it runs.
    pub program: String,
    /// The bytes of the command in the script as it stands in the manifest.
    pub span: Range<usize>,
    /// The edit that ends it, where one is known to.
    pub remedy: Option<Remedy>,
}

/// Edits that end a hazard and bring no other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// Bytes of the script as it stands in the manifest, and what replaces them. In order, without overlap.
    pub edits: Vec<(Range<usize>, String)>,
    /// What the edits do, as a command.
    pub title: String,
    /// Whether the script surely does the same as before, also when something fails.
    pub keeps_meaning: bool,
}

impl Remedy {
    /// The script after the edits. `None` if they do not fit this text.
    #[must_use]
    pub fn apply(&self, manifest_text: &str) -> Option<String> {
        let mut out = String::with_capacity(manifest_text.len() + 32);
        let mut at = 0;
        for (range, replacement) in &self.edits {
            out.push_str(manifest_text.get(at..range.start)?);
            out.push_str(replacement);
            at = range.end;
        }
        out.push_str(manifest_text.get(at..)?);
        Some(out)
    }
}
