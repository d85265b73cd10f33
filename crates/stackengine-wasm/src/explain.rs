//! Words in, what they mean out: the name of a page, an exit code's readings, or the diagnostics a log line speaks for.
//!
//! Pages themselves are not in the module: a verdict needs none of them, and they are longer than it.

use serde::Serialize;
use stackengine::Explanation;
use stackengine::catalogue::find;
use stackengine::knowledge::{Reading, Retry};

use crate::catalogue::{Entry, entry};
use crate::request::Request;

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Answer {
    Page(Entry),
    ExitCode { code: i64, signal: Option<&'static str>, readings: Vec<WireReading> },
    Line { entries: Vec<Entry> },
    Unknown { close: Vec<Entry> },
}

#[derive(Serialize)]
struct WireReading {
    who: &'static str,
    meaning: &'static str,
    second_fact: Option<&'static str>,
    retry: &'static str,
    source: &'static str,
    diagnostic: Option<&'static str>,
}

/// Explains the words of the request.
pub(crate) fn explain(request: &Request<'_>) -> Vec<u8> {
    let answer = match stackengine::explain(request.word("words")) {
        Explanation::Page(diagnostic) => Answer::Page(entry(diagnostic)),
        Explanation::ExitCode { code, signal, readings } => {
            Answer::ExitCode { code, signal, readings: readings.into_iter().map(reading).collect() }
        }
        Explanation::Line(diagnostics) => Answer::Line { entries: diagnostics.into_iter().map(entry).collect() },
        Explanation::Unknown { close } => {
            Answer::Unknown { close: close.into_iter().filter_map(find).map(entry).collect() }
        }
    };
    crate::json(&answer)
}

fn reading(reading: &Reading) -> WireReading {
    WireReading {
        who: reading.who,
        meaning: reading.meaning,
        second_fact: reading.second_fact,
        retry: match reading.retry {
            Retry::Helps => "running it again can help",
            Retry::DoesNotHelp => "running it again does not help",
            Retry::Depends => "the code alone does not tell whether running it again can help",
        },
        source: reading.source,
        diagnostic: reading.diagnostic,
    }
}
