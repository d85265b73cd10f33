//! Statuses of Windows containers: 32 bits wide, written signed or unsigned.

use super::Retry::{Depends, DoesNotHelp};
use super::{Reading, Row, UNVERIFIED, dotnet, row};

const WHO: &str = "Windows";
const NODE: Option<&str> = Some("a Windows node or image");

/// Keyed by the unsigned notation.
pub(super) static STATUSES: &[Row] = &[
    row(
        0xC000_0005,
        WHO,
        "access violation: it touched memory that is not its own",
        NODE,
        Depends,
        UNVERIFIED,
        Some("segmentation-fault"),
    ),
    row(0xC000_0017, WHO, "not enough memory or paging file", NODE, Depends, UNVERIFIED, None),
    row(0xC000_001D, WHO, "illegal instruction", NODE, DoesNotHelp, UNVERIFIED, None),
    row(0xC000_0094, WHO, "a whole number was divided by zero", NODE, DoesNotHelp, UNVERIFIED, None),
    row(0xC000_00FD, WHO, "the stack ran over", NODE, DoesNotHelp, UNVERIFIED, None),
    row(0xC000_0135, WHO, "a DLL it needs was not found", NODE, DoesNotHelp, UNVERIFIED, None),
    row(
        0xC000_013A,
        WHO,
        "ended by Ctrl-C or Ctrl-Break, which is how a Windows container is asked to stop",
        NODE,
        Depends,
        UNVERIFIED,
        Some("terminated-by-sigterm"),
    ),
    row(0xC000_0142, WHO, "a DLL it needs failed to initialise", NODE, Depends, UNVERIFIED, None),
    row(0xC000_0374, WHO, "its heap was damaged", NODE, Depends, UNVERIFIED, Some("aborted")),
    row(
        0xC000_0409,
        WHO,
        "it stopped itself at once: a stack check or an abort",
        NODE,
        Depends,
        UNVERIFIED,
        Some("aborted"),
    ),
    row(0xE043_4352, ".NET on Windows", "an exception nobody caught", NODE, Depends, UNVERIFIED, None),
    row(0x8007_0005, WHO, "access denied", NODE, DoesNotHelp, UNVERIFIED, Some("permission-denied")),
    row(0x4001_0004, WHO, "ended by a debugger or by the system's shutdown", NODE, Depends, UNVERIFIED, None),
    row(0xFFFF_FFFF, WHO, "the program ended with -1, its own general failure", NODE, Depends, UNVERIFIED, None),
];

/// What a status outside 0 to 255 can mean.
pub(super) fn readings(code: i64) -> impl Iterator<Item = &'static Reading> {
    let unsigned = if (i64::from(i32::MIN)..0).contains(&code) { code + (1 << 32) } else { code };
    // The .NET host's numbers are listed by their lowest 8 bits, as Linux shows them.
    let of_host = (0x8000_8081..=0x8000_80A5).contains(&unsigned).then_some(unsigned & 0xFF);
    let host = dotnet::HOST.iter().filter(move |row| Some(row.0) == of_host);
    STATUSES.iter().filter(move |row| row.0 == unsigned).chain(host).map(|row| &row.1)
}
