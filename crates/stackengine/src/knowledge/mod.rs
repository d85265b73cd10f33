//! What is known of exit codes and of log lines, as data with its sources.
//!
//! Knows nothing of Kubernetes objects: it is asked about a number or a text and says what that can mean.

mod exit_codes;

pub use exit_codes::{Reading, Retry, readings, signal_name, signal_of};

use crate::yaml::Span;
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Sign {
    CommandNotFound,
    NotExecutable,
    PermissionDenied,
    ReadOnlyFilesystem,
    ExecFormat,
    ConnectionRefused,
    ConnectionTimedOut,
    HostNotFound,
    ConnectionReset,
    AuthenticationFailed,
    CertificateNotTrusted,
    LibraryMissing,
    FileMissing,
    DiskFull,
    TooManyOpenFiles,
    HeapExhausted,
    KilledChild,
    Segfault,
    Abort,
    IllegalInstruction,
    BusError,
    ArithmeticError,
    BrokenPipe,
    BadSystemCall,
    Terminated,
    UsageError,
    CommandTimedOut,
    DotnetHostFailed,
    Traceback,
    ChildFailed,
    ErrorLine,
    LockWait,
}
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Hit {
    pub sign: Sign,
    pub line: Span,
}
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct LogReading {
    pub lines: usize,
    pub hits: Vec<Hit>,
    pub last_lines: Vec<Span>,
    pub error: Option<Span>,
}
#[allow(missing_docs)]
pub fn read_log(_text: &str) -> LogReading {
    LogReading::default()
}
#[allow(missing_docs)]
pub fn signs_of_line(_line: &str) -> Vec<Sign> {
    Vec::new()
}
impl Sign {
    #[allow(missing_docs)]
    pub fn diagnostic(self) -> Option<&'static str> {
        None
    }
}
