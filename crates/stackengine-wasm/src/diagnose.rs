//! Files in, diagnoses out: the engine's report in the page's own types, with the lines to light up.

use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use stackengine::diagnosis::{self, BlastRadius, Diagnosis, Finding, Report};
use stackengine::evidence::{Place, Sources};
use stackengine::facts;
use stackengine::render::{self, MarkdownOptions, Verdict, cite};
use stackengine::repair::Evidence;

use crate::picture::{Picture, picture};
use crate::recognise::{Manifest, Recognised, recognise};
use crate::request::Request;

/// The files of the last diagnosis, for the repair of their manifest; read for it when it is first asked for.
static LAST: Mutex<Last> = Mutex::new(Last { sources: None, evidence: None });

struct Last {
    sources: Option<Sources>,
    evidence: Option<Evidence>,
}

#[derive(Serialize)]
struct Answer<'r> {
    sources: Vec<Recognised>,
    manifests: Vec<Manifest>,
    diagnoses: Vec<WireDiagnosis<'r>>,
    not_analysed: Vec<WireNotAnalysed<'r>>,
}

#[derive(Serialize)]
struct WireDiagnosis<'r> {
    verdict: &'static str,
    subject: WireSubject<'r>,
    state: String,
    cause: Option<usize>,
    broke: &'r str,
    fix: &'r str,
    impact: Option<WireImpact<'r>>,
    findings: Vec<WireFinding<'r>>,
    needs: Vec<WireNeed<'r>>,
    cost: Vec<String>,
    blast_radius: &'r BlastRadius,
    timeline: Vec<WireMoment<'r>>,
    picture: Option<Picture>,
    next: Vec<WireNext<'r>>,
}

#[derive(Serialize)]
struct WireSubject<'r> {
    kind: &'r str,
    namespace: Option<&'r str>,
    name: &'r str,
}

#[derive(Serialize)]
struct WireImpact<'r> {
    severity: String,
    downtime_risk: &'r str,
    minutes_to_fix: [u32; 2],
}

#[derive(Serialize)]
struct WireFinding<'r> {
    name: &'r str,
    code: &'r str,
    severity: String,
    confidence: String,
    role: String,
    message: &'r str,
    help: &'r str,
    pod: Option<&'r str>,
    container: Option<&'r str>,
    exit_code: Option<i64>,
    reason: Option<&'r str>,
    explained_by: Option<&'r str>,
    evidence: Vec<WireEvidence>,
}

#[derive(Serialize)]
struct WireEvidence {
    source: u32,
    line: usize,
    last_line: usize,
    excerpt: String,
}

#[derive(Serialize)]
struct WireNeed<'r> {
    what: &'r str,
    command: &'r str,
}

#[derive(Serialize)]
struct WireMoment<'r> {
    seconds: i64,
    what: &'r str,
    pod: Option<&'r str>,
    source: Option<u32>,
    line: Option<usize>,
}

#[derive(Serialize)]
struct WireNext<'r> {
    command: &'r str,
    why: &'r str,
    read_only: bool,
}

#[derive(Serialize)]
struct WireNotAnalysed<'r> {
    source: u32,
    line: Option<usize>,
    why: &'r str,
}

/// Every diagnosis of the files, the most urgent first.
///
/// Facts are gathered here, because the picture is drawn from them; the order is that of `stackengine::diagnose`.
pub(crate) fn diagnose(request: &Request<'_>) -> Vec<u8> {
    let sources = request.sources();
    let (sources_seen, manifests) = recognise(&sources);
    let (all, not_analysed) = facts::gather(&sources);
    let mut report = Report { diagnoses: all.iter().map(diagnosis::diagnose).collect(), not_analysed };
    let mut pictures: Vec<(usize, Option<Picture>)> = all.iter().map(picture).enumerate().collect();
    order(&mut report, &mut pictures);
    let pictures = pictures.into_iter().map(|(_, picture)| picture);
    let answer = Answer {
        sources: sources_seen,
        manifests,
        diagnoses: report.diagnoses.iter().zip(pictures).map(|(one, drawn)| wire(one, drawn, &sources)).collect(),
        not_analysed: report
            .not_analysed
            .iter()
            .map(|part| WireNotAnalysed {
                source: part.place.source.0,
                line: sources.get(part.place.source).map(|source| source.line(part.place.span.start)),
                why: &part.why,
            })
            .collect(),
    };
    let answer = crate::json(&answer);
    *LAST.lock().unwrap_or_else(PoisonError::into_inner) = Last { sources: Some(sources), evidence: None };
    answer
}

/// As `stackengine::diagnose` puts them, each with its picture.
fn order(report: &mut Report, pictures: &mut [(usize, Option<Picture>)]) {
    let urgency = |diagnosis: &Diagnosis| std::cmp::Reverse(diagnosis.cause().map(|cause| cause.severity));
    pictures.sort_by_key(|(index, _)| report.diagnoses.get(*index).map(urgency));
    report.diagnoses.sort_by_key(urgency);
}

/// The report as Markdown.
pub(crate) fn markdown(request: &Request<'_>) -> Vec<u8> {
    let sources = request.sources();
    render::markdown(&stackengine::diagnose(&sources), &sources, MarkdownOptions::default()).into_bytes()
}

/// Gives what the last diagnosis saw, or nothing where it is not wanted.
pub(crate) fn with_evidence<T>(wanted: bool, work: impl FnOnce(&Evidence) -> T) -> T {
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    let Last { sources, evidence } = &mut *last;
    match sources {
        Some(sources) if wanted => work(evidence.get_or_insert_with(|| Evidence::read(sources))),
        _ => work(&Evidence::default()),
    }
}

fn wire<'r>(diagnosis: &'r Diagnosis, picture: Option<Picture>, sources: &'r Sources) -> WireDiagnosis<'r> {
    WireDiagnosis {
        verdict: match Verdict::of(diagnosis) {
            Verdict::Cause => "cause",
            Verdict::Unknown => "unknown",
            Verdict::Attention => "attention",
            Verdict::Clean => "clean",
        },
        subject: WireSubject {
            kind: &diagnosis.subject.kind,
            namespace: diagnosis.subject.namespace.as_deref(),
            name: &diagnosis.subject.name,
        },
        state: diagnosis.state.to_string(),
        cause: diagnosis.cause,
        broke: &diagnosis.summary.broke,
        fix: &diagnosis.summary.fix,
        impact: diagnosis.impact.as_ref().map(|impact| WireImpact {
            severity: impact.severity.to_string(),
            downtime_risk: impact.downtime_risk,
            minutes_to_fix: impact.minutes_to_fix,
        }),
        findings: diagnosis.findings.iter().map(|finding| wire_finding(finding, sources)).collect(),
        needs: diagnosis.needs.iter().map(|need| WireNeed { what: &need.what, command: &need.command }).collect(),
        cost: render::cost(diagnosis),
        blast_radius: &diagnosis.blast_radius,
        timeline: diagnosis.timeline.iter().map(|moment| wire_moment(moment, sources)).collect(),
        picture,
        next: diagnosis
            .next
            .iter()
            .map(|next| WireNext { command: &next.command, why: &next.why, read_only: next.read_only })
            .collect(),
    }
}

fn wire_moment<'r>(moment: &'r diagnosis::Moment, sources: &Sources) -> WireMoment<'r> {
    let source = moment.place.as_ref().and_then(|place| Some((place, sources.get(place.source)?)));
    WireMoment {
        seconds: moment.seconds,
        what: &moment.what,
        pod: moment.pod.as_deref(),
        source: source.map(|(place, _)| place.source.0),
        line: source.map(|(place, source)| source.line(place.span.start)),
    }
}

fn wire_finding<'r>(finding: &'r Finding, sources: &Sources) -> WireFinding<'r> {
    WireFinding {
        name: finding.diagnostic.name,
        code: finding.diagnostic.code,
        severity: finding.severity.to_string(),
        confidence: finding.confidence.to_string(),
        role: finding.role.to_string(),
        message: &finding.message,
        help: &finding.help,
        pod: finding.pod.as_deref(),
        container: finding.container.as_deref(),
        exit_code: finding.exit_code,
        reason: finding.reason.as_deref(),
        explained_by: finding.explained_by,
        evidence: finding.evidence.iter().filter_map(|place| wire_evidence(place, sources)).collect(),
    }
}

fn wire_evidence(place: &Place, sources: &Sources) -> Option<WireEvidence> {
    let cited = cite(sources, place)?;
    let source = sources.get(place.source)?;
    let trimmed = source.slice(place.span).trim_end().len();
    let end = place.span.start.saturating_add(u32::try_from(trimmed).unwrap_or(0));
    let last_line = source.line(end.saturating_sub(1).max(place.span.start)).max(cited.line);
    Some(WireEvidence { source: place.source.0, line: cited.line, last_line, excerpt: cited.excerpt })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::request::question;

    #[test]
    fn the_page_gets_what_the_engine_says_in_its_order() {
        let failed = |name: &str, reason: &str, code: i64| {
            format!(
                "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {name}-x1\n  namespace: a\n  ownerReferences: [{{kind: Job, name: {name}, controller: true}}]\nstatus:\n  phase: Failed\n  containerStatuses:\n  - name: main\n    state: {{terminated: {{exitCode: {code}, reason: {reason}}}}}\n---\n"
            )
        };
        let text = failed("a", "Completed", 0) + &failed("b", "OOMKilled", 137) + &failed("c", "Error", 139);
        let bytes = question(&json!({}), &[("pods.yaml", &text)]);
        let request = Request::parse(&bytes).expect("whole");
        let answer: Value = serde_json::from_slice(&diagnose(&request)).expect("JSON");
        let report = stackengine::diagnose(&request.sources());
        let said: Vec<&str> = answer["diagnoses"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|diagnosis| diagnosis["subject"]["name"].as_str())
            .collect();
        let expected: Vec<&str> = report.diagnoses.iter().map(|diagnosis| diagnosis.subject.name.as_str()).collect();
        assert_eq!(said, expected);
        assert_eq!(answer["diagnoses"][0]["findings"][0]["evidence"][0]["source"], 0);
    }
}
