//! What holds of every replay, over manifests and behaviours that a small generator makes.

mod replay;

use replay::{job, spec};
use stackengine::replay::{
    Behaviour, Disturbance, DisturbanceKind, End, Latency, Minor, OnTerm, Options, Outcome, Phase, SECOND, Spec, Story,
    replay as play,
};

const N_CASES: u64 = 3000;

/// A generator of numbers that are always the same.
struct Dice(u64);

impl Dice {
    fn next(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let at = usize::try_from(self.next(of.len() as u64)).expect("small");
        &of[at]
    }

    fn often(&mut self) -> bool {
        self.next(3) == 0
    }
}

fn manifest(dice: &mut Dice) -> String {
    let mut fields = Vec::new();
    let indexed = dice.often();
    let completions = dice.next(4) + 1;
    if indexed {
        fields.push(format!("completionMode: Indexed, completions: {completions}, parallelism: {}", dice.next(4)));
        if dice.often() {
            fields.push(format!(
                "backoffLimitPerIndex: {}, maxFailedIndexes: {}",
                dice.next(3),
                dice.next(completions)
            ));
        }
        if dice.often() {
            fields.push(format!("successPolicy: {{rules: [{{succeededIndexes: \"{}\"}}]}}", dice.next(completions)));
        }
    } else if dice.often() {
        fields.push(format!("parallelism: {}", dice.next(4)));
    } else {
        fields.push(format!("completions: {completions}, parallelism: {}", dice.next(4)));
    }
    let never = !dice.often();
    if never && dice.often() {
        let (action, values) = (*dice.one(&["Ignore", "Count", "FailJob"]), *dice.one(&["1", "42", "137"]));
        let codes = format!("{{action: {action}, onExitCodes: {{operator: In, values: [{values}]}}}}");
        let disrupted = "{action: Ignore, onPodConditions: [{type: DisruptionTarget}]}";
        fields.push(format!("podFailurePolicy: {{rules: [{disrupted}, {codes}]}}"));
    } else if dice.often() {
        fields.push("podReplacementPolicy: Failed".to_owned());
    }
    if dice.often() {
        fields.push(format!("backoffLimit: {}", dice.next(4)));
    }
    if dice.often() {
        fields.push(format!("activeDeadlineSeconds: {}", dice.next(300)));
    }
    if dice.often() {
        fields.push(format!("ttlSecondsAfterFinished: {}", dice.next(100)));
    }
    if dice.next(10) == 0 {
        fields.push("suspend: true".to_owned());
    }
    let mut pod = vec![format!("restartPolicy: {}", if never { "Never" } else { "OnFailure" })];
    if dice.often() {
        pod.push(format!("activeDeadlineSeconds: {}", dice.next(100) + 1));
    }
    if dice.often() {
        pod.push("initContainers: [{name: s, image: a, restartPolicy: Always}, {name: i, image: a}]".to_owned());
        pod.push("containers: [{name: main, image: a}]".to_owned());
    }
    job(&fields.join(", "), &pod.join(", "))
}

fn outcome(dice: &mut Dice) -> Outcome {
    let words =
        ["0@3s", "1@0s", "1@20s", "42@5s", "137@9s:OOMKilled", "hang", "137@4s:Evicted", "0@4s:Drained", "1@700s"];
    Outcome::parse(dice.one::<&str>(&words)).expect("an outcome")
}

fn behaviour(dice: &mut Dice) -> Behaviour {
    let mut behaviour = Behaviour::of((0..=dice.next(4)).map(|_| outcome(dice)).collect());
    if dice.often() {
        let exit_code = Some(if dice.often() { 0 } else { 143 });
        behaviour.on_term.push(OnTerm { container: None, exit_code, after: 500 });
    }
    use DisturbanceKind::{ControllerRestarted, Evicted, NodeDrained, NodeLost, PodDeleted, Resume, Scale, Suspend};
    let kinds = [PodDeleted, NodeDrained, Evicted, NodeLost, Suspend, Resume, Scale(1), Scale(3), ControllerRestarted];
    for _ in 0..dice.next(4) {
        let at = i64::try_from(dice.next(200)).expect("small") * SECOND;
        behaviour.disturbances.push(Disturbance { at, kind: *dice.one(&kinds), index: None });
    }
    behaviour
}

fn is_sound(spec: &Spec, behaviour: &Behaviour, story: &Story) -> Result<(), String> {
    // What stood on a node that fell silent is never heard of again.
    let has_lost_node = behaviour.disturbances.iter().any(|one| one.kind == DisturbanceKind::NodeLost);
    let wrong = |what: String| Err(what);
    for pair in story.counters.windows(2) {
        let (before, after) = (pair[0], pair[1]);
        if after.failed < before.failed || after.succeeded < before.succeeded || after.at < before.at {
            return wrong(format!("{before:?} became {after:?}"));
        }
    }
    let terminal: Vec<_> =
        story.conditions.iter().filter(|condition| matches!(condition.kind, "Complete" | "Failed")).collect();
    if terminal.len() > 1 {
        return wrong(format!("several ends: {terminal:?}"));
    }
    if let Some(end) = terminal.first() {
        if story.conditions.last() != Some(end) {
            return wrong("a condition after the end".to_owned());
        }
        if let Some(pod) = story.pods.iter().find(|pod| pod.created > end.at) {
            return wrong(format!("a pod after the end: {pod:?}"));
        }
        if story.pods.iter().any(|pod| !pod.phase.is_terminal() && pod.deletion.is_none()) {
            return wrong("a pod at work after the end".to_owned());
        }
    }
    let targets = story.conditions.iter().filter(|one| matches!(one.kind, "FailureTarget" | "SuccessCriteriaMet"));
    if targets.count() > 1 {
        return wrong("several verdicts".to_owned());
    }
    if story.conditions.windows(2).any(|pair| pair[0].at > pair[1].at) {
        return wrong("conditions out of order".to_owned());
    }
    if story.events.windows(2).any(|pair| pair[0].at > pair[1].at) {
        return wrong("events out of order".to_owned());
    }
    for pod in &story.pods {
        let runs = || pod.runs.iter().flatten();
        if pod.phase.is_terminal() && runs().any(|run| run.finished.is_none()) {
            return wrong(format!("an ended pod that runs: {pod:?}"));
        }
        if !has_lost_node
            && pod.phase == Phase::Running
            && !runs().any(|run| run.finished.is_none())
            && story.end == End::Stuck
        {
            return wrong(format!("a pod that will neither run nor end: {pod:?}"));
        }
        for run in runs() {
            if run.started < pod.created || run.finished.is_some_and(|at| at < run.started) {
                return wrong(format!("a run before its time: {run:?}"));
            }
            if run.finished.is_some() != run.exit_code.is_some() {
                return wrong(format!("an end without a code: {run:?}"));
            }
        }
        for runs in &pod.runs {
            if runs.windows(2).any(|pair| pair[0].finished.is_none_or(|end| pair[1].started < end)) {
                return wrong(format!("runs that overlap: {runs:?}"));
            }
        }
    }
    let counters = story.last_counters();
    if spec.job.completions.is_some_and(|completions| counters.succeeded > completions) && !spec.job.indexed {
        // Two pods may succeed for one completion where a deleted one was replaced; then somebody deleted one.
        if story.pods.iter().all(|pod| pod.deletion.is_none()) {
            return wrong(format!("more successes than asked for: {counters:?}"));
        }
    }
    Ok(())
}

#[test]
fn every_replay_is_sound_and_the_same_each_time() {
    let mut dice = Dice(0x5EED_5EED);
    let mut ends = std::collections::BTreeMap::new();
    for case in 0..N_CASES {
        let (manifest, behaviour) = (manifest(&mut dice), behaviour(&mut dice));
        let kubernetes = Minor(29 + u32::try_from(dice.next(8)).expect("small"));
        let latency = if dice.often() { Latency::MEASURED } else { Latency::IDEAL };
        let spec = spec(&manifest, kubernetes).unwrap_or_else(|refusal| panic!("{refusal}\n{manifest}"));
        let options = Options { kubernetes, latency, until: 20_000 * SECOND, max_runs: 10_000 };
        let story = play(&spec, &behaviour, options).unwrap_or_else(|refusal| panic!("{refusal}\n{manifest}"));
        if let Err(wrong) = is_sound(&spec, &behaviour, &story) {
            panic!("case {case}: {wrong}\n{manifest}{behaviour:#?}\n{:#?}", story.conditions);
        }
        assert_eq!(play(&spec, &behaviour, options), Ok(story.clone()), "case {case}");
        *ends.entry(story.end).or_insert(0) += 1;
    }
    for end in [End::Complete, End::Failed, End::Stuck, End::Suspended, End::Unfinished] {
        assert!(ends.get(&end).is_some_and(|n| *n >= 10), "{ends:?}");
    }
}
