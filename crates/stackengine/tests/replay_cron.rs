//! The CronJob controller: zones, changes of the clocks, runs that meet, missed runs, what is kept.

mod replay;

use replay::spec;
use stackengine::replay::{
    Behaviour, CronOptions, CronStory, Minor, Options, Outcome, Refusal, SECOND, parse_duration, parse_moment,
    replay as play, replay_cron,
};

fn cron(fields: &str, start: &str, length: &str, attempt: &str, down: &[(&str, &str)]) -> Result<CronStory, Refusal> {
    let manifest = format!(
        "apiVersion: batch/v1\nkind: CronJob\nmetadata: {{name: c}}\nspec: {{{fields}, jobTemplate: {{spec: {{backoffLimit: 0, template: {{spec: {{restartPolicy: Never, containers: [{{name: main, image: a}}]}}}}}}}}}}\n"
    );
    let spec = spec(&manifest, Minor::NEWEST)?;
    let options = Options { latency: stackengine::replay::Latency::IDEAL, ..Options::default() };
    let behaviour = Behaviour::of(vec![Outcome::parse(attempt).expect("an outcome")]);
    let story = play(&spec, &behaviour, options)?;
    let duration = |text: &str| parse_duration(text).expect(text);
    let down = down.iter().map(|(from, until)| (duration(from), duration(until))).collect();
    let options = CronOptions { start: parse_moment(start).expect(start), length: duration(length), down };
    replay_cron(&spec, spec.cron.as_ref().expect("a schedule"), &story, &options)
}

/// Every time with what became of it: `02:30+01:00 complete`.
fn told(story: &CronStory) -> Vec<String> {
    let run = |run: &stackengine::replay::CronRun| {
        let local = run.local.get(8..16).unwrap_or_default().replace('T', " ");
        format!("{local}{} {}", run.local.get(19..).unwrap_or_default(), format!("{:?}", run.fate).to_lowercase())
    };
    story.runs.iter().map(run).collect()
}

#[test]
fn each_case_gives_its_runs() {
    let cases: [(&str, &str, &str, &str, &[&str]); 13] = [
        (
            "schedule: '*/15 * * * *'",
            "2026-03-01T10:00:00Z",
            "40m",
            "0@1s",
            &["01 10:00Z complete", "01 10:15Z complete", "01 10:30Z complete"],
        ),
        (
            "schedule: '30 3 * * *', timeZone: Asia/Tokyo",
            "2026-03-01T10:00:00Z",
            "24h",
            "0@1s",
            &["02 03:30+09:00 complete"],
        ),
        // On the 29th the clocks of Berlin go from 2:00 to 3:00: half past two does not come.
        (
            "schedule: '30 2 * * *', timeZone: Europe/Berlin",
            "2026-03-27T12:00:00Z",
            "72h",
            "0@1s",
            &["28 02:30+01:00 complete", "30 02:30+02:00 complete"],
        ),
        // On the 25th of October half past two comes twice.
        (
            "schedule: '30 2 * * *', timeZone: Europe/Berlin",
            "2026-10-24T12:00:00Z",
            "36h",
            "0@1s",
            &["25 02:30+02:00 complete", "25 02:30+01:00 complete"],
        ),
        (
            "schedule: '0 0 * * *', timeZone: America/Sao_Paulo",
            "2026-07-01T00:00:00Z",
            "28h",
            "0@1s",
            &["01 00:00-03:00 complete", "02 00:00-03:00 complete"],
        ),
        (
            "schedule: '0 * * * *', concurrencyPolicy: Allow",
            "2026-03-01T10:00:00Z",
            "2h30m",
            "0@90m",
            &["01 10:00Z complete", "01 11:00Z complete", "01 12:00Z running"],
        ),
        // The run at eleven waits for the one at ten, and starts half an hour late; the one at twelve waits for that.
        (
            "schedule: '0 * * * *', concurrencyPolicy: Forbid",
            "2026-03-01T10:00:00Z",
            "2h30m",
            "0@90m",
            &["01 10:00Z complete", "01 11:00Z running", "01 12:00Z skipped"],
        ),
        (
            "schedule: '0 * * * *', concurrencyPolicy: Forbid, startingDeadlineSeconds: 600",
            "2026-03-01T10:00:00Z",
            "3h30m",
            "0@90m",
            &["01 10:00Z complete", "01 11:00Z missed", "01 12:00Z complete", "01 13:00Z skipped"],
        ),
        (
            "schedule: '0 * * * *', concurrencyPolicy: Replace",
            "2026-03-01T10:00:00Z",
            "2h30m",
            "0@90m",
            &["01 10:00Z replaced", "01 11:00Z replaced", "01 12:00Z running"],
        ),
        ("schedule: '0 * * * *', suspend: true", "2026-03-01T10:00:00Z", "5h", "0@1s", &[]),
        ("schedule: '59 23 31 2 *'", "2026-01-01T00:00:00Z", "700d", "0@1s", &[]),
        (
            "schedule: '0 0 13 * 5'",
            "2026-03-01T00:00:00Z",
            "14d",
            "0@1s",
            &["06 00:00Z complete", "13 00:00Z complete"],
        ),
        ("schedule: '@every 90m'", "2026-03-01T10:00:00Z", "4h", "1@1s", &["01 11:30Z failed", "01 13:00Z failed"]),
    ];
    for (fields, start, length, attempt, truth) in cases {
        let story = cron(fields, start, length, attempt, &[]).unwrap_or_else(|refusal| panic!("{fields}: {refusal}"));
        assert_eq!(told(&story), truth, "{fields}");
    }
}

#[test]
fn the_clocks_of_every_hour_are_counted_once() {
    let story = cron("schedule: '0 * * * *', timeZone: Europe/Berlin", "2026-10-24T22:00:00Z", "25h", "0@1s", &[]);
    assert_eq!(story.expect("it is played").runs.len(), 25, "a day of 25 hours has 25 of them");
}

#[test]
fn a_controller_that_was_away_starts_the_last_run_it_missed() {
    let down = [("30m", "3h10m")];
    let story = cron("schedule: '0 * * * *'", "2026-03-01T10:00:00Z", "4h", "0@1s", &down).expect("it is played");
    let truth = ["01 10:00Z complete", "01 11:00Z missed", "01 12:00Z missed", "01 13:00Z complete"];
    assert_eq!(told(&story), truth);
    let late = story.runs.last().and_then(|run| run.started);
    assert_eq!(late, Some((3 * 3600 + 600) * SECOND));
}

#[test]
fn a_run_that_would_start_too_late_is_missed() {
    let down = [("30m", "1h10m")];
    let fields = "schedule: '0 * * * *', startingDeadlineSeconds: 300";
    let story = cron(fields, "2026-03-01T10:00:00Z", "2h30m", "0@1s", &down).expect("it is played");
    assert_eq!(told(&story), ["01 10:00Z complete", "01 11:00Z missed", "01 12:00Z complete"]);
    assert!(story.events.iter().any(|event| event.reason == "MissSchedule"), "{:?}", story.events);
}

#[test]
fn more_than_a_hundred_missed_times_are_complained_about() {
    let down = [("1m", "3h")];
    let story = cron("schedule: '* * * * *'", "2026-03-01T10:00:00Z", "4h", "0@1s", &down).expect("it is played");
    assert!(story.events.iter().any(|event| event.reason == "TooManyMissedTimes"));
}

#[test]
fn only_so_many_jobs_are_kept() {
    let kept = |attempt: &str| {
        let story = cron("schedule: '0 * * * *'", "2026-03-01T10:00:00Z", "8h30m", attempt, &[]).expect("it is played");
        story.runs.iter().filter(|run| run.job.is_some() && run.removed.is_none()).count()
    };
    assert_eq!([kept("0@1s"), kept("1@1s")], [3, 1]);
}

#[test]
fn the_name_of_a_job_tells_its_time() {
    let story = cron("schedule: '0 * * * *'", "2026-03-01T10:00:00Z", "30m", "0@1s", &[]).expect("it is played");
    let minutes = parse_moment("2026-03-01T10:00:00Z").expect("a time") / 60;
    assert_eq!(story.runs[0].job, Some(format!("c-{minutes}")));
    let said: Vec<&str> = story.events.iter().map(|event| event.reason).collect();
    assert_eq!(said, ["SuccessfulCreate", "SawCompletedJob"]);
}

#[test]
fn a_run_that_is_in_the_way_is_spoken_of() {
    let fields = "schedule: '0 * * * *', concurrencyPolicy: Forbid";
    let story = cron(fields, "2026-03-01T10:00:00Z", "1h10m", "0@90m", &[]).expect("it is played");
    assert!(story.events.iter().any(|event| event.reason == "JobAlreadyActive"));
}
