//! One workload's facts to its diagnosis.

use super::{BlastRadius, Confidence, Diagnosis, Finding, Impact, Role, Severity, Summary, needs, next, timeline};
use crate::catalogue::{CATALOGUE, Page, spoken_for};
use crate::facts::{Facts, State, UNNAMED_CONTAINER};

/// Runs every detector, chooses the cause, and says what it costs and what is missing.
#[must_use]
pub fn diagnose(facts: &Facts) -> Diagnosis {
    let mut findings = Vec::new();
    for diagnostic in CATALOGUE {
        (diagnostic.detect)(facts, &mut findings);
    }
    add_what_logs_say(facts, &mut findings);
    forget_placeholders(&mut findings);
    doubt_contradicted(facts, &mut findings);
    let cause = choose_cause(facts, &findings).map(|index| findings.remove(index));
    give_roles(facts, cause.as_ref(), &mut findings);
    findings.sort_by_key(|finding| (finding.role, std::cmp::Reverse(finding.severity), finding.diagnostic.code));
    let has_cause = cause.is_some();
    findings.splice(0..0, cause);
    let cause = has_cause.then_some(0);
    let needs = needs::of(facts, has_cause.then(|| &findings[0]), &findings);
    Diagnosis {
        subject: facts.subject.clone(),
        state: facts.state,
        cause,
        summary: summary(facts, has_cause.then(|| &findings[0]), !needs.is_empty()),
        impact: has_cause.then(|| impact(&findings[0])),
        next: next::commands(facts, has_cause.then(|| &findings[0]), &needs),
        blast_radius: BlastRadius::of(facts),
        outlook: None,
        timeline: timeline::of(facts),
        findings,
        needs,
    }
}

/// A log without the pod it is of proves nothing, but what it speaks for is worth saying.
fn add_what_logs_say(facts: &Facts, findings: &mut Vec<Finding>) {
    if facts.job.is_some() || !facts.pods.is_empty() {
        return;
    }
    for (diagnostic, line) in facts.logs.iter().filter_map(spoken_for) {
        if findings.iter().all(|finding| finding.diagnostic.code != diagnostic.code) {
            let message = format!("the log speaks for it; how the container ended is not shown ({})", diagnostic.name);
            let finding = Finding::new(diagnostic, Confidence::Possible, message).role(Role::Contributing);
            findings.push(finding.help("add the pod's description: its exit code decides").cite([line]));
        }
    }
}

/// What rests on a statement that another one contradicts is possible, no more.
fn doubt_contradicted(facts: &Facts, findings: &mut [Finding]) {
    let contradicted: Vec<_> = facts.contradictions.iter().flat_map(|found| &found.places).collect();
    for finding in findings.iter_mut().filter(|finding| finding.role == Role::Cause) {
        if finding.evidence.iter().any(|place| contradicted.contains(&place)) {
            finding.confidence = Confidence::Possible;
        }
    }
}

/// Names that stand for what was cut off are for messages, not for programs that read the answer.
fn forget_placeholders(findings: &mut [Finding]) {
    for finding in findings {
        finding.container = finding.container.take().filter(|name| name != UNNAMED_CONTAINER);
        finding.pod = finding.pod.take().filter(|name| !name.is_empty());
    }
}

/// Whether a finding may be the cause at all.
fn is_candidate(facts: &Facts, finding: &Finding) -> bool {
    let family = finding.diagnostic.code.as_bytes().get(2).copied();
    let fits_state = match facts.state {
        // What failed on the way to a completed Job did not keep it from completing; a hook that failed is work not done.
        State::Complete => matches!(family, Some(b'4')) || finding.diagnostic.name == "post-start-hook-failed",
        _ => true,
    };
    // A cause that is only possible would be a guess at three in the morning.
    finding.role == Role::Cause && finding.confidence >= Confidence::Likely && fits_state
}

/// The one finding that ends the failure when it is mended.
fn choose_cause(facts: &Facts, findings: &[Finding]) -> Option<usize> {
    let candidates: Vec<usize> = (0..findings.len()).filter(|index| is_candidate(facts, &findings[*index])).collect();
    let explained = |index: usize| {
        candidates.iter().any(|other| findings[*other].diagnostic.explains.contains(&findings[index].diagnostic.name))
    };
    candidates.iter().copied().filter(|index| !explained(*index)).max_by_key(|index| {
        let finding = &findings[*index];
        let family = finding.diagnostic.code.as_bytes().get(2).copied().unwrap_or_default();
        // A limit is reached because of something; that something, where it is known, is the cause.
        let is_limit = family == b'5' && finding.diagnostic.explains.is_empty();
        // What keeps the Job from going on now outranks what happened to earlier attempts.
        let blocks_now = facts.state == State::Running && family == b'2';
        (!is_limit, blocks_now, finding.weight, finding.at, finding.confidence, finding.severity)
    })
}

fn give_roles(facts: &Facts, cause: Option<&Finding>, findings: &mut [Finding]) {
    for finding in findings {
        let explained = cause.filter(|cause| {
            finding.role == Role::Symptom || cause.diagnostic.explains.contains(&finding.diagnostic.name)
        });
        if let Some(cause) = explained {
            finding.role = Role::Symptom;
            finding.explained_by = Some(cause.diagnostic.name);
        } else if finding.role == Role::Cause {
            finding.role = Role::Contributing;
            if facts.state == State::Complete {
                // The Job went through all the same.
                finding.severity = finding.severity.min(Severity::Low);
            }
        }
    }
}

fn impact(cause: &Finding) -> Impact {
    let page = Page::parse(cause.diagnostic.page);
    Impact {
        severity: cause.severity,
        downtime_risk: page.map_or("medium", |page| page.downtime_risk),
        minutes_to_fix: page.map_or([15, 60], |page| page.minutes_to_fix),
    }
}

fn summary(facts: &Facts, cause: Option<&Finding>, lacking: bool) -> Summary {
    let subject = &facts.subject;
    if let Some(cause) = cause {
        let names = [cause.container.as_deref(), cause.pod.as_deref()];
        return Summary { broke: sentence(&cause.message, names), fix: sentence(&cause.help, names) };
    }
    let broke = match facts.state {
        State::Complete if lacking => {
            format!("{subject} is complete; whether its work was done cannot be known from this.")
        }
        State::Complete => format!("{subject} is complete, and nothing in the evidence speaks against it."),
        State::Failed => format!("{subject} failed; why cannot be known from this."),
        State::Running if lacking => format!("{subject} is not finished; what holds it up cannot be known from this."),
        State::Running => format!("{subject} is running, and nothing is wrong with it yet."),
        State::Suspended => format!("{subject} is suspended."),
        State::NeverRan => format!("{subject} has never run anything."),
        State::Gone => format!("{subject} is gone, and its evidence with it."),
        State::Unknown => format!("how {subject} stands cannot be known from this."),
    };
    let fix = if lacking {
        "Run the commands below and add what they print.".to_owned()
    } else {
        "Nothing to do.".to_owned()
    };
    Summary { broke: sentence(&broke, [None, None]), fix }
}

/// A fragment as a sentence: a capital first, unless it begins with a name, and a full stop last.
fn sentence(text: &str, names: [Option<&str>; 2]) -> String {
    let text = text.trim();
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return String::new() };
    let word = text.split([' ', ':', ',']).next();
    let mut out = if names.contains(&word) { first.to_string() } else { first.to_uppercase().to_string() };
    out.push_str(chars.as_str());
    if !out.ends_with(['.', '!', '?']) {
        out.push('.');
    }
    out
}
