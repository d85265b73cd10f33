//! A replay for people at a terminal: the verdict, a bar for each pod, what was decided, what was left out.

use super::json::{attempts, fate_word, ranges};
use super::{time, verdict};
use crate::render::TextOptions;
use crate::render::paper::{Ink, Paper};
use crate::render::units::count;
use crate::replay::{Badness, CronStory, End, Explored, Millis, Phase, Played, PodStory, Run, pod_name};

/// More pods than this are summed up.
const MOST_PODS: usize = 40;
/// More times of a schedule than this are not listed.
const MOST_TIMES: usize = 40;
/// Columns that words after a bar may want.
const WORDS: usize = 34;

/// Writes a replay for people.
#[must_use]
pub fn replay_text(played: &Played, options: TextOptions) -> String {
    let mut paper = Paper::new(options.width, options.color);
    let story = &played.story;
    let kind = if played.spec.cron.is_some() { "Job of CronJob" } else { "Job" };
    let (word, sentence) = verdict(played);
    let subject = format!("  {kind} {}/{}  ", played.spec.namespace, played.spec.name);
    paper.line(0, 2, &[(ink(story.end), word), (Ink::Name, &subject), (Ink::Plain, &sentence)]);
    if let Some(condition) = story.verdict().filter(|condition| !condition.message.is_empty()) {
        paper.line(2, 2, &[(Ink::Faint, &condition.message)]);
    }
    let counters = story.last_counters();
    let n = |n: usize, thing| count(i64::try_from(n).unwrap_or(i64::MAX), thing);
    let mut sum = format!(
        "{}, {}, {} succeeded, {} failed",
        n(story.pods.len(), "pod"),
        n(story.n_runs(), "run"),
        counters.succeeded,
        counters.failed
    );
    for (word, indexes) in [("completed", &story.completed_indexes), ("failed", &story.failed_indexes)] {
        if let Some(indexes) = ranges(indexes) {
            sum.push_str(&format!("; {word} indexes {indexes}"));
        }
    }
    paper.line(2, 2, &[(Ink::Plain, &sum)]);
    bars(&mut paper, played, options);
    conditions(&mut paper, played);
    if let Some(explored) = &played.explored {
        write_explored(&mut paper, explored);
    }
    if let Some(cron) = &played.cron {
        schedule(&mut paper, cron);
    }
    paper.heading("Not taken into account");
    for line in played.not_covered() {
        paper.line(2, 4, &[(Ink::Faint, &line)]);
    }
    paper.into_text()
}

fn ink(end: End) -> Ink {
    match end {
        End::Complete => Ink::Good,
        End::Failed | End::Stuck => Ink::Bad,
        _ => Ink::Warning,
    }
}

/// A bar for each pod on one axis of time.
fn bars(paper: &mut Paper, played: &Played, options: TextOptions) {
    let story = &played.story;
    if story.pods.is_empty() {
        return;
    }
    let end = end_of_axis(played);
    let names: Vec<String> =
        story.pods.iter().zip(0..).map(|(pod, id)| pod_name(&played.spec, pod.index, id)).take(MOST_PODS).collect();
    let longest = names.iter().map(|name| Paper::width_of(name)).max().unwrap_or(0).max(4);
    let width = if options.width == 0 { 100 } else { options.width };
    let columns = width.saturating_sub(longest + WORDS + 6).clamp(10, 60);
    paper.heading("Pods");
    let right = time(end);
    let gap = columns.saturating_sub(4 + Paper::width_of(&right)).max(1);
    paper.row(&[(Ink::Faint, &format!("  {:longest$}  0 s{}{right}", "", " ".repeat(gap)))]);
    for (pod, name) in story.pods.iter().zip(&names) {
        for (unit, runs) in pod.runs.iter().enumerate() {
            let container = played.spec.pod.containers.get(unit).map_or("", |container| container.name.as_str());
            if runs.is_empty() && unit > 0 {
                continue;
            }
            let first = if unit == 0 { name.as_str() } else { "" };
            let pad = longest.saturating_sub(Paper::width_of(first));
            let bar = bar(pod, runs, end, columns, options.unicode);
            let said = if played.spec.pod.containers.len() > 1 { format!("  {container}: ") } else { "  ".to_owned() };
            let (word_ink, words) = words(pod, runs);
            let lead = format!("  {first}{}  ", " ".repeat(pad));
            paper.row(&[(Ink::Name, &lead), (Ink::Plain, &bar), (Ink::Faint, &said), (word_ink, &words)]);
        }
    }
    if story.pods.len() > MOST_PODS {
        let more = format!("and {} more pods", story.pods.len() - MOST_PODS);
        paper.line(2, 4, &[(Ink::Faint, &more)]);
    }
}

/// The last moment that is worth showing.
fn end_of_axis(played: &Played) -> Millis {
    let story = &played.story;
    let ends = story.pods.iter().flat_map(|pod| pod.ended.into_iter().chain(Some(pod.created)));
    let runs =
        story.pods.iter().flat_map(|pod| pod.runs.iter().flatten()).map(|run| run.finished.unwrap_or(run.started));
    let told = story.conditions.iter().map(|condition| condition.at);
    let last = ends.chain(runs).chain(told).max().unwrap_or(0);
    let going_on = (last + last / 5).max(10_000);
    match story.end {
        End::Complete | End::Failed => last.max(1),
        // What goes on is shown going on, though not beyond what was played.
        End::Unfinished => going_on.min(story.until.max(last)).max(1),
        _ => going_on,
    }
}

/// One character for each column: runs, waits in between, nothing.
fn bar(pod: &PodStory, runs: &[Run], end: Millis, columns: usize, unicode: bool) -> String {
    let (run_sign, wait_sign, none) = if unicode { ('█', '·', ' ') } else { ('#', '.', ' ') };
    let n_columns = i64::try_from(columns).unwrap_or(1).max(1);
    let column =
        |at: Millis| (i128::from(at) * i128::from(n_columns) / i128::from(end)).clamp(0, i128::from(n_columns) - 1);
    let until = pod.ended.unwrap_or(end);
    let sign = |position: i64| {
        let position = i128::from(position);
        let runs_here = |run: &Run| column(run.started) <= position && position <= column(run.finished.unwrap_or(end));
        if runs.iter().any(runs_here) {
            run_sign
        } else if column(pod.created) <= position && position <= column(until) {
            wait_sign
        } else {
            none
        }
    };
    (0..n_columns).map(sign).collect()
}

/// How the runs ended, in words.
fn words(pod: &PodStory, runs: &[Run]) -> (Ink, String) {
    let Some(last) = runs.last() else {
        let word = if pod.phase == Phase::Pending { "waits, and never starts" } else { "never started" };
        return (Ink::Warning, word.to_owned());
    };
    let times = if runs.len() > 1 { format!("{} runs, last: ", runs.len()) } else { String::new() };
    let ended = match (last.exit_code, last.finished) {
        (Some(code), Some(finished)) => {
            let how = match (last.stopped, last.reason()) {
                (true, _) => " (stopped)".to_owned(),
                (false, "Error" | "Completed") => String::new(),
                (false, reason) => format!(" ({reason})"),
            };
            format!("exit {code}{how} after {}", time(finished - last.started))
        }
        _ => "still running".to_owned(),
    };
    let reason = pod.reason.map_or_else(String::new, |reason| format!(", {reason}"));
    let ink = match (last.exit_code, last.stopped) {
        (Some(0), _) => Ink::Good,
        (Some(_), false) => Ink::Bad,
        _ => Ink::Warning,
    };
    (ink, format!("{times}{ended}{reason}"))
}

fn conditions(paper: &mut Paper, played: &Played) {
    let story = &played.story;
    if story.conditions.is_empty() && story.deleted.is_none() {
        return;
    }
    paper.heading("Conditions");
    for condition in &story.conditions {
        let status = if condition.status { "" } else { " False" };
        let reason = if condition.reason.is_empty() { String::new() } else { format!("  {}", condition.reason) };
        let what = format!("{}{status}{reason}", condition.kind);
        paper.line(2, 16, &[(Ink::Faint, &format!("{:>12}  ", time(condition.at))), (Ink::Plain, &what)]);
    }
    if let Some(deleted) = story.deleted {
        let what = "the Job and its pods are deleted, and their logs with them";
        paper.line(2, 16, &[(Ink::Faint, &format!("{:>12}  ", time(deleted))), (Ink::Plain, what)]);
    }
}

/// Every way to end that was found, the worst first, with what leads there.
fn write_explored(paper: &mut Paper, explored: &Explored) {
    paper.heading("Every behaviour");
    let cut = if explored.is_cut { ", and there are more" } else { "" };
    let sum = format!("{} behaviours, {} worlds{cut}; above is the worst", explored.n_behaviours, explored.n_worlds);
    paper.line(2, 4, &[(Ink::Faint, &sum)]);
    for tale in explored.tales.iter().rev() {
        let ink = match tale.badness {
            Badness::Good => Ink::Good,
            Badness::Fails => Ink::Warning,
            _ => Ink::Bad,
        };
        let leads: Vec<String> = attempts(&tale.behaviour).iter().map(|word| format!("--attempt {word}")).collect();
        let leads = if leads.is_empty() { "whatever happens".to_owned() } else { leads.join(" ") };
        paper.line(2, 4, &[(ink, tale.badness.word()), (Ink::Plain, ": "), (Ink::Plain, &leads)]);
    }
}

fn schedule(paper: &mut Paper, cron: &CronStory) {
    paper.heading("Schedule");
    if cron.runs.is_empty() {
        paper.line(2, 2, &[(Ink::Warning, "no run in this time")]);
    }
    for run in cron.runs.iter().take(MOST_TIMES) {
        let lasts = match (run.started, run.finished) {
            (Some(start), Some(end)) => format!(" after {}", time(end - start)),
            _ => String::new(),
        };
        let late = run.started.map(|start| start - (run.due - cron.start) * 1000).filter(|late| *late > 0);
        let late = late.map_or_else(String::new, |late| format!(", {} late", time(late)));
        let what = format!("{}{lasts}{late}", fate_word(run.fate));
        let name = run.job.as_deref().unwrap_or("-");
        paper.line(2, 4, &[(Ink::Faint, &run.local), (Ink::Name, &format!("  {name}  ")), (Ink::Plain, &what)]);
    }
    if cron.runs.len() > MOST_TIMES {
        paper.line(2, 4, &[(Ink::Faint, &format!("and {} more", cron.runs.len() - MOST_TIMES))]);
    }
}
