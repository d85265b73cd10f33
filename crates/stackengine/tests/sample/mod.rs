//! A report made by hand, with everything in it that a report can have.
#![allow(missing_docs, dead_code, reason = "shared by several tests, none of which uses all of it")]

use stackengine::catalogue::Diagnostic;
use stackengine::diagnosis::{
    BlastRadius, Confidence, Diagnosis, Finding, Impact, Moment, NextCommand, Report, Role, Severity, Summary,
};
use stackengine::evidence::{NotAnalysed, Place, Sources};
use stackengine::facts::{Need, State, Subject};
use stackengine::yaml::Span;

const PAGE: &str = "---\nimpact: high\ndowntime_risk: high\nminutes_to_fix: 15-45\n---\n\nKilled for memory.\n";

static OUT_OF_MEMORY: Diagnostic = diagnostic("out-of-memory", "SE101", Severity::High);
static NO_DEADLINE: Diagnostic = diagnostic("no-deadline", "SE702", Severity::Medium);
static LIMIT_REACHED: Diagnostic = diagnostic("back-off-limit-reached", "SE501", Severity::High);
static UNPINNED: Diagnostic = diagnostic("image-unpinned", "SE801", Severity::Low);

const fn diagnostic(name: &'static str, code: &'static str, severity: Severity) -> Diagnostic {
    Diagnostic { name, code, severity, page: PAGE, ..Diagnostic::NEW }
}

const OBJECTS: &str = "{\n  \"state\": {\n    \"terminated\": {\n      \"exitCode\": 137,\n      \"reason\": \"OOMKilled\"\n    }\n  }\n}\n";
/// A log line that would clear a terminal, and one that would close a fence.
const LOG: &str = "loading \u{7}rows\n``` <b>42%</b>\n";

/// Sources, and the places in them that the report cites.
pub(crate) fn sources() -> (Sources, [Place; 3]) {
    let mut sources = Sources::new();
    let objects = sources.add_text("objects.json", OBJECTS);
    let log = sources.add_text("logs/aggregate-d2nf5.main.txt", LOG);
    let place = |source, text: &str, needle: &str, length: usize| {
        let start = text.find(needle).expect("the needle is there");
        Place { source, span: Span::new(start, start + length) }
    };
    let places = [place(objects, OBJECTS, "137", 3), place(log, LOG, "rows", 4), place(log, LOG, "```", 3)];
    (sources, places)
}

/// A Job that failed, with a cause and all that belongs to it.
pub(crate) fn failed(places: &[Place]) -> Diagnosis {
    let cause = Finding {
        pod: Some("aggregate-d2nf5".to_owned()),
        container: Some("main".to_owned()),
        exit_code: Some(137),
        reason: Some("OOMKilled".to_owned()),
        ..Finding::new(
            &OUT_OF_MEMORY,
            Confidence::Certain,
            "main was killed for memory at a limit of 32Mi, in both attempts",
        )
        .help("raise resources.limits.memory above 32Mi, or make it use less")
        .cite(places.iter().copied())
    };
    let symptom = Finding {
        explained_by: Some("out-of-memory"),
        ..Finding::new(&LIMIT_REACHED, Confidence::Certain, "the Job gave up after 2 attempts").role(Role::Symptom)
    };
    let deadline = Finding::new(&NO_DEADLINE, Confidence::Likely, "nothing ends the Job if it hangs")
        .help("set activeDeadlineSeconds")
        .role(Role::Contributing);
    let unpinned = Finding::new(&UNPINNED, Confidence::Certain, "the image has no digest").role(Role::Lint);
    let moment = |seconds, what: &str| Moment {
        seconds,
        what: what.to_owned(),
        pod: Some("aggregate-d2nf5".to_owned()),
        place: places.first().copied(),
    };
    Diagnosis {
        subject: Subject {
            kind: "Job".to_owned(),
            namespace: Some("team-05".to_owned()),
            name: "aggregate".to_owned(),
        },
        state: State::Failed,
        cause: Some(0),
        summary: Summary {
            broke: "The container main needs more memory than its limit of 32Mi allows, and was killed for it."
                .to_owned(),
            fix: "Raise resources.limits.memory of main.".to_owned(),
        },
        impact: Some(Impact { severity: Severity::High, downtime_risk: "high", minutes_to_fix: [15, 45] }),
        findings: vec![cause, deadline, symptom, unpinned],
        needs: vec![Need {
            what: "the log of main".to_owned(),
            command: "kubectl logs -n team-05 aggregate-d2nf5 -c main".to_owned(),
        }],
        outlook: None,
        blast_radius: BlastRadius {
            attempts_made: Some(2),
            attempts_failed: Some(2),
            attempts_left: Some(0),
            back_off_seconds: Some(630),
            memory_mib_seconds: Some(6.4 * 1024.0 * 60.0),
            holds: vec!["the claim data".to_owned()],
            ..BlastRadius::default()
        },
        timeline: vec![moment(0, "started"), moment(10, "OOMKilled"), moment(22, "OOMKilled")],
        next: vec![
            NextCommand {
                command: "kubectl get job -n team-05 aggregate -o yaml".to_owned(),
                why: "shows the limit in force".to_owned(),
                read_only: true,
            },
            NextCommand {
                command: "kubectl delete job -n team-05 aggregate".to_owned(),
                why: "makes room for the mended one; its logs go with it".to_owned(),
                read_only: false,
            },
        ],
    }
}

/// A Job about which nothing is known but its name.
pub(crate) fn bare(name: &str, state: State) -> Diagnosis {
    Diagnosis {
        subject: Subject { kind: "Job".to_owned(), namespace: None, name: name.to_owned() },
        state,
        cause: None,
        summary: Summary::default(),
        impact: None,
        findings: Vec::new(),
        needs: Vec::new(),
        blast_radius: BlastRadius::default(),
        outlook: None,
        timeline: Vec::new(),
        next: Vec::new(),
    }
}

/// One that failed, one that cannot be known, one that is fine; and something that was not read.
pub(crate) fn report() -> (Report, Sources) {
    let (sources, places) = sources();
    let mut unknown = bare("lost", State::Failed);
    unknown.needs.push(Need {
        what: "the pods of the Job".to_owned(),
        command: "kubectl describe pods -l job-name=lost".to_owned(),
    });
    let diagnoses = vec![failed(&places), unknown, bare("healthy", State::Complete)];
    let not_analysed =
        vec![NotAnalysed { place: places[1], why: "the text ends in the middle of an object".to_owned() }];
    (Report { diagnoses, not_analysed }, sources)
}
