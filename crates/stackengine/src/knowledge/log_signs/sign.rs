//! The signs a log line can carry.

/// What a line of a log says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sign {
    /// A command is not in the image or not in the path.
    CommandNotFound,
    /// A command was found but may not be executed.
    NotExecutable,
    /// A program was built for another processor, or is no program.
    ExecFormat,
    /// A file or a system call was refused by the operating system.
    PermissionDenied,
    /// A write went to a file system mounted read-only.
    ReadOnlyFilesystem,
    /// A file or folder does not exist.
    FileMissing,
    /// A disk, a volume or a quota is full.
    DiskFull,
    /// The limit of open files was reached.
    TooManyOpenFiles,
    /// Nobody listens where the program connects to.
    ConnectionRefused,
    /// Nobody answers where the program connects to.
    ConnectionTimedOut,
    /// A host name has no address.
    HostNotFound,
    /// A connection that stood was broken off by the other side.
    ConnectionReset,
    /// A server answered that it cannot serve now.
    ServiceUnavailable,
    /// A server answered that it was asked too often.
    RateLimited,
    /// A password, token or key was not accepted, or there was none.
    AuthenticationFailed,
    /// The identity is known but may not do what it tried.
    Forbidden,
    /// The certificate of the other side was not accepted.
    CertificateNotTrusted,
    /// A library, module or class is not in the image, or not in the version needed.
    LibraryMissing,
    /// A language's own heap or an allocation was too small: not the same as the container's limit.
    HeapExhausted,
    /// A process was ended by SIGKILL, perhaps a child of the one whose exit code is known.
    KilledChild,
    /// A process touched memory that is not its own.
    Segfault,
    /// A process gave up on itself.
    Abort,
    /// A process ran an instruction the processor does not have.
    IllegalInstruction,
    /// A process touched mapped memory with nothing behind it.
    BusError,
    /// A division by zero or another arithmetic fault.
    ArithmeticError,
    /// Something was written that nobody reads any more.
    BrokenPipe,
    /// A seccomp profile refused a system call.
    BadSystemCall,
    /// A process was asked to stop.
    Terminated,
    /// A command was called with wrong options or arguments.
    UsageError,
    /// A shell script is malformed or uses a variable that is not set.
    ScriptError,
    /// An environment variable or another setting is missing.
    SettingMissing,
    /// A command or statement was ended because its time ran out.
    CommandTimedOut,
    /// The .NET host could not start the application, with exit codes that look like signals.
    DotnetHostFailed,
    /// A stack trace begins, or is this line.
    Traceback,
    /// A child ended with a code other than 0.
    ChildFailed,
    /// The line calls itself an error.
    ErrorLine,
    /// Something waits for a lock, or gave up on one.
    LockWait,
    /// Something waits for something else to come up.
    Waiting,
}

impl Sign {
    /// Every sign, in the order of their declaration.
    pub const ALL: [Self; 38] = [
        Self::CommandNotFound,
        Self::NotExecutable,
        Self::ExecFormat,
        Self::PermissionDenied,
        Self::ReadOnlyFilesystem,
        Self::FileMissing,
        Self::DiskFull,
        Self::TooManyOpenFiles,
        Self::ConnectionRefused,
        Self::ConnectionTimedOut,
        Self::HostNotFound,
        Self::ConnectionReset,
        Self::ServiceUnavailable,
        Self::RateLimited,
        Self::AuthenticationFailed,
        Self::Forbidden,
        Self::CertificateNotTrusted,
        Self::LibraryMissing,
        Self::HeapExhausted,
        Self::KilledChild,
        Self::Segfault,
        Self::Abort,
        Self::IllegalInstruction,
        Self::BusError,
        Self::ArithmeticError,
        Self::BrokenPipe,
        Self::BadSystemCall,
        Self::Terminated,
        Self::UsageError,
        Self::ScriptError,
        Self::SettingMissing,
        Self::CommandTimedOut,
        Self::DotnetHostFailed,
        Self::Traceback,
        Self::ChildFailed,
        Self::ErrorLine,
        Self::LockWait,
        Self::Waiting,
    ];

    /// The diagnostic this sign speaks for. A sign alone proves nothing: the exit code and the order of the hits decide.
    #[must_use]
    pub fn diagnostic(self) -> Option<&'static str> {
        Some(match self {
            Self::CommandNotFound => "command-not-found",
            Self::NotExecutable => "command-not-executable",
            Self::ExecFormat => "exec-format-error",
            Self::PermissionDenied => "permission-denied",
            Self::ReadOnlyFilesystem => "read-only-filesystem",
            Self::FileMissing => "file-missing",
            Self::DiskFull => "disk-full",
            Self::TooManyOpenFiles => "too-many-open-files",
            Self::ConnectionRefused
            | Self::ConnectionTimedOut
            | Self::HostNotFound
            | Self::ConnectionReset
            | Self::ServiceUnavailable => "dependency-unreachable",
            Self::AuthenticationFailed | Self::Forbidden => "authentication-failed",
            Self::CertificateNotTrusted => "certificate-not-trusted",
            Self::LibraryMissing => "library-missing",
            Self::HeapExhausted => "heap-exhausted",
            Self::KilledChild => "killed-by-sigkill",
            Self::Segfault => "segmentation-fault",
            Self::Abort => "aborted",
            Self::IllegalInstruction => "illegal-instruction",
            Self::BusError => "bus-error",
            Self::ArithmeticError => "arithmetic-error",
            Self::BrokenPipe => "broken-pipe",
            Self::BadSystemCall => "blocked-by-seccomp",
            Self::Terminated => "terminated-by-sigterm",
            Self::UsageError => "usage-error",
            Self::CommandTimedOut => "command-timed-out",
            Self::DotnetHostFailed => "dotnet-host-failed",
            Self::RateLimited
            | Self::ScriptError
            | Self::SettingMissing
            | Self::Traceback
            | Self::ChildFailed
            | Self::ErrorLine
            | Self::LockWait
            | Self::Waiting => return None,
        })
    }
}
