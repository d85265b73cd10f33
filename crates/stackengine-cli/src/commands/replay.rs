//! `stackengine replay`.

use std::fs;
use std::path::Path;

use stackengine::manifest::{self, File, Workload};
use stackengine::render::{replay_json, replay_svg, replay_text};
use stackengine::replay::{
    self, Behaviour, Bounds, CronOptions, Latency, Millis, Minor, Options, Played, Refusal, SECOND, Spec, explore,
    parse_duration, parse_moment, replay_cron,
};

use super::print;
use crate::args::{ColorChoice, ReplayArgs, ReplayFormat};
use crate::manifests::{Target, read};
use crate::outcome::{Failure, Outcome};
use crate::terminal;

/// For how long a schedule is looked at where nobody says.
const A_DAY: Millis = 86_400 * SECOND;

/// A behaviour that makes more runs than this in an exhaustive search goes on without end.
const MOST_RUNS: u64 = 300;

/// Plays a manifest out.
pub(crate) fn replay_command(args: &ReplayArgs, color: ColorChoice) -> Result<Outcome, Failure> {
    let played = play(args)?;
    let text = match args.format {
        ReplayFormat::Text => replay_text(&played, terminal::text_options(color, args.width)),
        ReplayFormat::Json => replay_json(&played),
        ReplayFormat::Svg => replay_svg(&played),
    };
    print(text.as_bytes())?;
    Ok(Outcome::Clean)
}

fn play(args: &ReplayArgs) -> Result<Played, Failure> {
    let options = options(args)?;
    let behaviour = behaviour(args)?;
    let name = args.manifest.display().to_string();
    let is_stdin = args.manifest.as_os_str() == "-";
    let target = Target { path: (!is_stdin).then(|| args.manifest.clone()), name: name.clone(), named: true };
    let text = read(&target).map_err(|why| Failure::Unusable(format!("failed to read {name}: {why}")))?;
    let (masked, masks) = manifest::mask(&text);
    let file = File::read(&masked, &masks);
    let workloads: Vec<Workload<'_>> = file.documents.iter().filter_map(Workload::of).collect();
    let workload = chosen(args, &name, &workloads, &file)?;
    let spec = Spec::read(workload, options.kubernetes).map_err(|refusal| cannot(&name, &refusal))?;
    if let Some(attempts) = args.exhaustive {
        return explored(&name, spec, &behaviour, attempts, options);
    }
    let story = replay::replay(&spec, &behaviour, options).map_err(|refusal| cannot(&name, &refusal))?;
    let cron = match &spec.cron {
        Some(cron) => {
            let start =
                parse_moment(&args.start).ok_or_else(|| usage("--start", "not a time such as 2026-01-01T00:00:00Z"))?;
            let length = if args.until.is_some() { options.until } else { A_DAY };
            let window = CronOptions { start, length, down: behaviour.controller_down.clone() };
            Some(replay_cron(&spec, cron, &story, &window).map_err(|refusal| cannot(&name, &refusal))?)
        }
        None => None,
    };
    Ok(Played { spec, behaviour, options, story, cron, explored: None })
}

/// Every behaviour within bounds, and the worst of them as the story.
fn explored(name: &str, spec: Spec, behaviour: &Behaviour, attempts: u32, options: Options) -> Result<Played, Failure> {
    let mut bounds = Bounds { attempts, ..Bounds::default() };
    let told: Vec<replay::Outcome> = behaviour.attempts.iter().flat_map(|attempts| attempts.outcomes.clone()).collect();
    if !told.is_empty() {
        bounds.outcomes = told;
    }
    let options = Options { until: options.until.min(A_DAY), max_runs: MOST_RUNS, ..options };
    let explored = explore(&spec, &bounds, options).map_err(|refusal| cannot(name, &refusal))?;
    let Some(worst) = explored.worst().cloned() else {
        return Err(Failure::Unusable(format!("failed to play {name}: no behaviour within these bounds")));
    };
    let (behaviour, story) = (worst.behaviour, worst.story);
    Ok(Played { spec, behaviour, options, story, cron: None, explored: Some(explored) })
}

fn options(args: &ReplayArgs) -> Result<Options, Failure> {
    let kubernetes = Minor::parse(&args.kubernetes)
        .ok_or_else(|| usage("--kubernetes", "the versions that are played are 1.29 to 1.36"))?;
    let latency = if args.ideal { Latency::IDEAL } else { Latency::MEASURED };
    let mut options = Options { kubernetes, latency, ..Options::default() };
    if let Some(until) = &args.until {
        options.until = parse_duration(until).ok_or_else(|| usage("--until", "not a duration such as 15m"))?;
    }
    Ok(options)
}

fn behaviour(args: &ReplayArgs) -> Result<Behaviour, Failure> {
    let mut behaviour = match &args.behaviour {
        Some(path) => {
            let name = path.display();
            let text = text_of(path).map_err(|error| Failure::Unusable(format!("failed to read {name}: {error}")))?;
            Behaviour::read(&text).map_err(|refusal| cannot(&name.to_string(), &refusal))?
        }
        None => Behaviour::default(),
    };
    for attempt in &args.attempts {
        behaviour.add_attempt(attempt).map_err(|refusal| usage("--attempt", &refusal.to_string()))?;
    }
    if behaviour.attempts.is_empty() && args.exhaustive.is_none() {
        return Err(usage("--attempt", "nothing says how a run ends: --attempt 1@15s, or attempts in --behaviour"));
    }
    Ok(behaviour)
}

fn text_of(path: &Path) -> Result<String, std::io::Error> {
    fs::read_to_string(path)
}

/// The object that is meant.
fn chosen<'w, 't>(
    args: &ReplayArgs,
    name: &str,
    workloads: &'w [Workload<'t>],
    file: &File<'_>,
) -> Result<&'w Workload<'t>, Failure> {
    let fits = |workload: &&Workload<'_>| args.name.as_deref().is_none_or(|wanted| workload.name() == wanted);
    let fitting: Vec<&Workload<'_>> = workloads.iter().filter(fits).collect();
    match (fitting.as_slice(), file.unread.first()) {
        ([one], _) => Ok(one),
        ([], Some(unread)) => Err(Failure::Unusable(format!("failed to read {name}: {}", unread.why))),
        ([], None) => Err(Failure::Unusable(format!("failed to play {name}: there is no such Job or CronJob in it"))),
        (several, _) => {
            let names: Vec<&str> = several.iter().map(|workload| workload.name()).collect();
            let names = names.join(", ");
            Err(Failure::Unusable(format!("failed to play {name}: say which one with --name: {names}")))
        }
    }
}

fn cannot(name: &str, refusal: &Refusal) -> Failure {
    let Refusal { field, reason } = refusal;
    Failure::Unusable(format!("failed to play {name}: {field}: {reason}"))
}

fn usage(option: &str, reason: &str) -> Failure {
    Failure::Unusable(format!("{option}: {reason}"))
}
