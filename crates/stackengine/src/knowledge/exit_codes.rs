//! What an exit code can mean. One number has many readings: each says who writes it and what else must be seen.

mod dotnet;
mod general;
mod languages;
mod network;
mod signals;
mod systemd;
mod tools;
mod windows;

pub use signals::{signal_name, signal_of};

/// Whether running the same thing again can end better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Retry {
    /// What failed comes and goes: a host that was away, a lock that was held.
    Helps,
    /// The same bytes run into the same wall: a typing error, a missing file.
    DoesNotHelp,
    /// The code alone does not tell.
    Depends,
}

/// One meaning an exit code can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Whose meaning it is: `any program`, `bash and POSIX shells`, `.NET host`, `curl`.
    pub who: &'static str,
    /// What it says, a fragment of a sentence.
    pub meaning: &'static str,
    /// What must be seen beside the code before this reading counts; `None` where the code is enough.
    pub second_fact: Option<&'static str>,
    /// Whether a retry can help.
    pub retry: Retry,
    /// The man page, document, source file or trial it was taken from, or that it was not verified.
    pub source: &'static str,
    /// The diagnostic that stands for it, if there is one.
    pub diagnostic: Option<&'static str>,
}

/// A code and one of its readings.
type Row = (i64, Reading);

/// The source of what everybody says and nobody here has checked.
const UNVERIFIED: &str = "common knowledge, not verified";

const NOT_FOUND: Option<&str> = Some("command-not-found");
const NOT_EXECUTABLE: Option<&str> = Some("command-not-executable");
const UNREACHABLE: Option<&str> = Some("dependency-unreachable");

/// What is left when nobody has claimed the number.
static APPLICATION_DEFINED: Reading = Reading {
    who: "the program itself",
    meaning: "application-defined: the program's own documentation and its last log lines decide",
    second_fact: None,
    retry: Retry::Depends,
    source: "exit(3): a program may end with any status from 0 to 255",
    diagnostic: Some("container-exit-error"),
};

/// What is left of a number that no Linux process can end with.
static NOT_A_LINUX_STATUS: Reading = Reading {
    who: "a Windows container or a runtime's own marker",
    meaning: "outside 0 to 255, which a Linux process cannot end with: a Windows status nobody has listed here, a \
              marker of the container runtime, or text that was edited",
    second_fact: Some("the node's operating system and the container runtime's version"),
    retry: Retry::Depends,
    source: "exit(3): only the lowest 8 bits reach the parent",
    diagnostic: None,
};

/// Tables in the order of how likely they speak of a container of a Job.
static TABLES: [&[Row]; 21] = [
    general::ANY,
    signals::SIGNALS,
    general::RUNTIMES,
    general::SHELLS,
    languages::NODE,
    languages::JAVA,
    languages::PYTHON,
    languages::OTHERS,
    tools::DATABASES,
    network::CURL,
    network::WGET,
    network::RSYNC,
    tools::CLOUD,
    tools::WRAPPERS,
    tools::BUILDERS,
    general::SYSEXITS,
    dotnet::HOST,
    tools::BACKUPS,
    tools::RCLONE,
    tools::REMOTE,
    systemd::UNITS,
];

/// Everything the code can mean, the likeliest first; never empty.
///
/// ```
/// use stackengine::knowledge::readings;
///
/// let readings = readings(127);
/// assert_eq!(readings[0].diagnostic, Some("command-not-found"));
/// ```
#[must_use]
pub fn readings(code: i64) -> Vec<&'static Reading> {
    let mut found: Vec<&'static Reading> =
        TABLES.iter().flat_map(|table| table.iter()).filter(|row| row.0 == code).map(|row| &row.1).collect();
    if signals::is_real_time(code) {
        found.insert(0, &signals::REAL_TIME);
    }
    if (0..=255).contains(&code) {
        // A reading that needs a second fact may fall away; what stays must still say something.
        if found.iter().all(|reading| reading.second_fact.is_some()) {
            found.push(&APPLICATION_DEFINED);
        }
    } else {
        found.extend(windows::readings(code));
        if found.is_empty() {
            found.push(&NOT_A_LINUX_STATUS);
        }
    }
    found
}

/// A line of a table whose rows share everything but this.
type Line = (i64, Retry, &'static str, Option<&'static str>);

/// Spreads what a whole table shares over its rows, while compiling.
const fn table<const N: usize>(
    who: &'static str,
    second_fact: &'static str,
    source: &'static str,
    lines: [Line; N],
) -> [Row; N] {
    let mut rows = [(0, BLANK); N];
    let mut at = 0;
    while at < N {
        let (code, retry, meaning, diagnostic) = lines[at];
        rows[at] = (code, Reading { who, meaning, second_fact: Some(second_fact), retry, source, diagnostic });
        at += 1;
    }
    rows
}

const BLANK: Reading =
    Reading { who: "", meaning: "", second_fact: None, retry: Retry::Depends, source: "", diagnostic: None };

/// A row of its own.
const fn row(
    code: i64,
    who: &'static str,
    meaning: &'static str,
    second_fact: Option<&'static str>,
    retry: Retry,
    source: &'static str,
    diagnostic: Option<&'static str>,
) -> Row {
    (code, Reading { who, meaning, second_fact, retry, source, diagnostic })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The names of DESIGN.md that readings may point at.
    const DIAGNOSTICS: [&str; 12] = [
        "container-exit-error",
        "out-of-memory",
        "killed-by-sigkill",
        "segmentation-fault",
        "aborted",
        "terminated-by-sigterm",
        "command-not-found",
        "command-not-executable",
        "container-start-failed",
        "exec-format-error",
        "permission-denied",
        "dependency-unreachable",
    ];

    fn all() -> impl Iterator<Item = &'static Row> {
        TABLES.iter().flat_map(|table| table.iter()).chain(windows::STATUSES)
    }

    #[test]
    fn every_code_of_a_linux_process_has_a_reading_that_needs_nothing_else() {
        for code in 0..=255 {
            assert!(readings(code).iter().any(|reading| reading.second_fact.is_none()), "{code}");
        }
    }

    #[test]
    fn every_signal_reading_asks_for_a_second_fact() {
        for code in 129..=192 {
            let signal = signal_of(code).expect("129 to 192 are signals");
            let name = signal_name(signal).unwrap_or("signal");
            let reading = readings(code)[0];
            assert!(reading.meaning.contains("signal") || reading.meaning.contains(name), "{code}: {reading:?}");
            assert!(reading.second_fact.is_some(), "{code}");
        }
    }

    #[test]
    fn no_field_is_empty_and_no_reading_stands_twice() {
        let mut seen = BTreeSet::new();
        for (code, reading) in all() {
            assert!(!reading.who.is_empty() && !reading.meaning.is_empty(), "{code}: {reading:?}");
            assert!(!reading.source.is_empty() && reading.second_fact != Some(""), "{code}: {reading:?}");
            assert!(!reading.meaning.ends_with('.'), "a fragment has no full stop: {code}: {reading:?}");
            assert!(seen.insert((*code, reading.who, reading.meaning)), "twice: {code}: {reading:?}");
            assert!(reading.diagnostic.is_none_or(|name| DIAGNOSTICS.contains(&name)), "{code}: {reading:?}");
        }
    }

    #[test]
    fn what_belongs_to_one_runtime_asks_for_a_second_fact() {
        for (code, reading) in all() {
            if !reading.who.starts_with("any program") && !reading.who.contains("POSIX shells") {
                assert!(reading.second_fact.is_some(), "{code}: {reading:?}");
            }
        }
    }

    #[test]
    fn the_collisions_are_all_there() {
        let who = |code| readings(code).iter().map(|reading| reading.who).collect::<Vec<_>>();
        for code in [129, 130, 131, 132, 133, 135, 136, 137, 138, 139, 140, 142, 145, 147, 150, 159, 165] {
            assert!(who(code).contains(&".NET host"), "{code}");
        }
        assert!(who(129).contains(&"git"));
        assert!(who(137).contains(&"the kubelet"));
        assert!(who(247).contains(&"Python"));
        assert!(who(243).contains(&"npm") && who(243).contains(&"systemd"));
        assert!(who(254).contains(&"npm") && who(254).contains(&"AWS CLI"));
        assert!(who(255).contains(&"containerd") && who(255).contains(&"ssh"));
        for code in 252..=255 {
            assert!(who(code).contains(&"IBM nzsql and dbsql"), "{code}");
        }
        assert!(who(3).contains(&"psql") && who(3).contains(&"Java"));
        assert!(who(75).contains(&"programs that follow sysexits.h"));
    }

    #[test]
    fn numbers_outside_linux_are_read_in_both_notations() {
        for code in [0xC000_0005, -1_073_741_819] {
            assert!(readings(code)[0].meaning.contains("access violation"), "{code}");
        }
        for code in [-532_462_766, 0xE043_4352] {
            assert_eq!(readings(code)[0].who, ".NET on Windows", "{code}");
        }
        assert!(readings(-2_147_450_730)[0].meaning.contains("framework"), "0x80008096, the host's own number");
        assert_eq!(readings(-1)[0].who, "CRI-O");
        for code in [256, 99_999, i64::MAX, i64::MIN, -77_777] {
            assert!(!readings(code).is_empty(), "{code}");
        }
    }
}
