//! Words in, what they mean out: a page, an exit code's readings, or the diagnostics a log line speaks for.

use serde::Serialize;
use stackengine::Explanation;
use stackengine::catalogue::{Diagnostic, Page, find};
use stackengine::knowledge::{Reading, Retry};

use crate::catalogue::{Entry, entry};
use crate::markdown::{Block, blocks};
use crate::request::Request;

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Answer {
    Page(WirePage),
    ExitCode { code: i64, signal: Option<&'static str>, readings: Vec<WireReading> },
    Line { entries: Vec<Entry> },
    Unknown { close: Vec<Entry> },
}

#[derive(Serialize)]
struct WirePage {
    #[serde(flatten)]
    entry: Entry,
    impact: &'static str,
    downtime_risk: &'static str,
    minutes_to_fix: [u32; 2],
    blocks: Vec<Block>,
    related: Vec<Entry>,
    /// The example that raises it, for the workbench.
    example: Option<&'static str>,
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
        Explanation::Page(diagnostic) => page(diagnostic),
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

fn page(diagnostic: &'static Diagnostic) -> Answer {
    let Some(page) = Page::parse(diagnostic.page) else { return Answer::Line { entries: vec![entry(diagnostic)] } };
    Answer::Page(WirePage {
        entry: entry(diagnostic),
        impact: page.impact,
        downtime_risk: page.downtime_risk,
        minutes_to_fix: page.minutes_to_fix,
        blocks: blocks(page.body),
        related: page.related().filter_map(find).map(entry).collect(),
        example: page.examples("fires").first().copied(),
    })
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
