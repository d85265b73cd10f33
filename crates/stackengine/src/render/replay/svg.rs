//! A replay as a drawing: a row for each pod, a bar for each run. All of it is also said in words in `desc`.

use std::fmt::Write as _;

use super::{time, verdict};
use crate::render::printable;
use crate::replay::{Millis, Played, Run, pod_name};

const WIDTH: i64 = 960;
const LEFT: i64 = 180;
const RIGHT: i64 = 24;
const ROW: i64 = 22;
const TOP: i64 = 64;
/// More rows than this are not drawn.
const MOST_ROWS: usize = 200;

/// Draws a replay.
#[must_use]
pub fn replay_svg(played: &Played) -> String {
    let story = &played.story;
    let (word, sentence) = verdict(played);
    let title = format!("Job {}/{}: {word} {sentence}", played.spec.namespace, played.spec.name);
    let mut rows: Vec<(String, &[Run], Millis, Option<Millis>)> = Vec::new();
    for (pod, id) in story.pods.iter().zip(0..) {
        for (unit, runs) in pod.runs.iter().enumerate().filter(|(unit, runs)| *unit == 0 || !runs.is_empty()) {
            let name = pod_name(&played.spec, pod.index, id);
            let container = played.spec.pod.containers.get(unit).map_or("", |container| container.name.as_str());
            rows.push((format!("{name} {container}"), runs, pod.created, pod.ended));
        }
    }
    let n_hidden = rows.len().saturating_sub(MOST_ROWS);
    rows.truncate(MOST_ROWS);
    let told = story.conditions.iter().map(|condition| condition.at);
    let ends = rows.iter().flat_map(|(_, runs, created, ended)| {
        let of_runs = runs.iter().map(|run| run.finished.unwrap_or(run.started));
        of_runs.chain(*ended).chain(Some(*created)).collect::<Vec<_>>()
    });
    let end = told.chain(ends).max().unwrap_or(0).max(1000);
    let x =
        |at: Millis| LEFT + (i128::from(WIDTH - LEFT - RIGHT) * i128::from(at.clamp(0, end)) / i128::from(end)) as i64;
    let n_rows = i64::try_from(rows.len()).unwrap_or(0);
    let bottom = TOP + n_rows * ROW;
    let height = bottom + 48;
    let mut svg = String::new();
    let _ = writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"t d\" \
         font-family=\"system-ui, sans-serif\" font-size=\"12\">"
    );
    let _ = writeln!(svg, "<title id=\"t\">{}</title>", escape(&title));
    let _ = writeln!(svg, "<desc id=\"d\">{}</desc>", escape(&description(&rows, played, n_hidden)));
    let _ = writeln!(svg, "<rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#ffffff\"/>");
    let _ = writeln!(svg, "<text x=\"16\" y=\"24\" font-size=\"15\" fill=\"#1a1a1a\">{}</text>", escape(&title));
    for tenth in 0..=5 {
        let at = end * tenth / 5;
        let _ = writeln!(
            svg,
            "<line x1=\"{0}\" y1=\"{1}\" x2=\"{0}\" y2=\"{bottom}\" stroke=\"#e0e0e0\"/><text x=\"{0}\" y=\"{2}\" \
             text-anchor=\"middle\" fill=\"#555555\">{3}</text>",
            x(at),
            TOP - 6,
            TOP - 10,
            escape(&time(at))
        );
    }
    for ((name, runs, created, ended), row) in rows.iter().zip(0..) {
        let y = TOP + row * ROW;
        let label = shortened(name);
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\" fill=\"#1a1a1a\">{}</text>",
            LEFT - 8,
            y + 15,
            escape(&label)
        );
        let until = ended.unwrap_or(end);
        let _ = writeln!(
            svg,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"2\" fill=\"#9a9a9a\"/>",
            x(*created),
            y + 10,
            (x(until) - x(*created)).max(1)
        );
        for run in *runs {
            let finished = run.finished.unwrap_or(end);
            let fill = match (run.exit_code, run.stopped) {
                (Some(0), _) => "#1b7f4b",
                (Some(_), false) => "#b3261e",
                (Some(_), true) => "#b26a00",
                (None, _) => "#2f5d9b",
            };
            let _ = writeln!(
                svg,
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"14\" rx=\"2\" fill=\"{fill}\"><title>{}</title></rect>",
                x(run.started),
                y + 4,
                (x(finished) - x(run.started)).max(3),
                escape(&sentence_of(run))
            );
        }
    }
    for condition in &story.conditions {
        let _ = writeln!(
            svg,
            "<line x1=\"{0}\" y1=\"{1}\" x2=\"{0}\" y2=\"{2}\" stroke=\"#5b2a86\" stroke-dasharray=\"3 3\"><title>{3}</title></line>",
            x(condition.at),
            TOP,
            bottom + 6,
            escape(&format!("{} {} after {}", condition.kind, condition.reason, time(condition.at)))
        );
    }
    if let Some(verdict) = story.verdict() {
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\" fill=\"#5b2a86\">{}</text>",
            x(verdict.at).max(LEFT + 240),
            bottom + 22,
            escape(&format!("{} {} after {}", verdict.kind, verdict.reason, time(verdict.at)))
        );
    }
    svg.push_str("</svg>\n");
    svg
}

fn sentence_of(run: &Run) -> String {
    let begin = time(run.started);
    match (run.exit_code, run.finished) {
        (Some(code), Some(finished)) => {
            let how = if run.stopped { "stopped, " } else { "" };
            format!("from {begin} to {}: {how}exit code {code} ({})", time(finished), run.reason())
        }
        _ => format!("from {begin} on, still running"),
    }
}

fn description(rows: &[(String, &[Run], Millis, Option<Millis>)], played: &Played, n_hidden: usize) -> String {
    let mut text = String::new();
    for (name, runs, created, _) in rows {
        let said: Vec<String> = runs.iter().map(sentence_of).collect();
        let said = if said.is_empty() { "never started".to_owned() } else { said.join("; ") };
        let _ = write!(text, "{name}, created after {}: {said}. ", time(*created));
    }
    if n_hidden > 0 {
        let _ = write!(text, "{n_hidden} more rows are not drawn. ");
    }
    for condition in &played.story.conditions {
        let _ = write!(text, "{} after {}. ", condition.kind, time(condition.at));
    }
    text.trim_end().to_owned()
}

fn shortened(name: &str) -> String {
    const LONGEST: usize = 26;
    match name.chars().count() {
        n if n > LONGEST => {
            let tail: String = name.chars().skip(n - LONGEST + 1).collect();
            format!("…{tail}")
        }
        _ => name.to_owned(),
    }
}

fn escape(text: &str) -> String {
    let text = printable(text);
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
