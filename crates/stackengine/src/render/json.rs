//! JSON, version 1: what others build on. Its types are its own, so that the engine's may change.

use serde::Serialize;

use super::excerpt::cite;
use super::printable::steers;
use crate::diagnosis::{BlastRadius, Diagnosis, Finding, Outlook, Report};
use crate::evidence::{Place, Sources};

/// How the JSON is laid out.
#[derive(Clone, Copy, Debug, Default)]
pub struct JsonOptions {
    /// Everything in one line.
    pub compact: bool,
}

#[derive(Serialize)]
struct Wire<'r> {
    version: u32,
    diagnoses: Vec<WireDiagnosis<'r>>,
    not_analysed: Vec<WireNotAnalysed<'r>>,
}

#[derive(Serialize)]
struct WireDiagnosis<'r> {
    subject: WireSubject<'r>,
    state: String,
    cause: Option<WireCause<'r>>,
    summary: WireSummary<'r>,
    impact: Option<WireImpact<'r>>,
    findings: Vec<WireFinding<'r>>,
    needs: Vec<WireNeed<'r>>,
    blast_radius: &'r BlastRadius,
    outlook: Option<WireOutlook<'r>>,
    timeline: Vec<WireMoment<'r>>,
    next: Vec<WireNext<'r>>,
}

#[derive(Serialize)]
struct WireOutlook<'r> {
    ends: &'static str,
    at: Option<&'r str>,
    reason: Option<&'r str>,
    assumes: &'static str,
}

#[derive(Serialize)]
struct WireSubject<'r> {
    kind: &'r str,
    namespace: Option<&'r str>,
    name: &'r str,
}

#[derive(Serialize)]
struct WireCause<'r> {
    name: &'r str,
    code: &'r str,
    pod: Option<&'r str>,
    container: Option<&'r str>,
    exit_code: Option<i64>,
    reason: Option<&'r str>,
    confidence: String,
}

#[derive(Serialize)]
struct WireSummary<'r> {
    broke: &'r str,
    fix: &'r str,
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
    index: Option<i64>,
    explained_by: Option<&'r str>,
    evidence: Vec<WireEvidence<'r>>,
}

#[derive(Serialize)]
struct WireEvidence<'r> {
    source: &'r str,
    line: usize,
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
    source: Option<&'r str>,
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
    source: Option<&'r str>,
    line: Option<usize>,
    why: &'r str,
}

/// The report as JSON, version 1, with a line end after it.
#[must_use]
pub fn json(report: &Report, sources: &Sources, options: JsonOptions) -> String {
    let wire = Wire {
        version: 1,
        diagnoses: report.diagnoses.iter().map(|diagnosis| wire_diagnosis(diagnosis, sources)).collect(),
        not_analysed: report
            .not_analysed
            .iter()
            .map(|part| {
                let (source, line) = source_line(sources, &part.place);
                WireNotAnalysed { source, line, why: &part.why }
            })
            .collect(),
    };
    let written = if options.compact { serde_json::to_string(&wire) } else { serde_json::to_string_pretty(&wire) };
    // Every type above has text keys and finite numbers, so there is nothing serde_json could refuse.
    let mut text = escape_what_steers(written.unwrap_or_default());
    text.push('\n');
    text
}

fn wire_diagnosis<'r>(diagnosis: &'r Diagnosis, sources: &'r Sources) -> WireDiagnosis<'r> {
    WireDiagnosis {
        subject: WireSubject {
            kind: &diagnosis.subject.kind,
            namespace: diagnosis.subject.namespace.as_deref(),
            name: &diagnosis.subject.name,
        },
        state: diagnosis.state.to_string(),
        cause: diagnosis.cause().map(|cause| WireCause {
            name: cause.diagnostic.name,
            code: cause.diagnostic.code,
            pod: cause.pod.as_deref(),
            container: cause.container.as_deref(),
            exit_code: cause.exit_code,
            reason: cause.reason.as_deref(),
            confidence: cause.confidence.to_string(),
        }),
        summary: WireSummary { broke: &diagnosis.summary.broke, fix: &diagnosis.summary.fix },
        impact: diagnosis.impact.as_ref().map(|impact| WireImpact {
            severity: impact.severity.to_string(),
            downtime_risk: impact.downtime_risk,
            minutes_to_fix: impact.minutes_to_fix,
        }),
        findings: diagnosis.findings.iter().map(|finding| wire_finding(finding, sources)).collect(),
        needs: diagnosis.needs.iter().map(|need| WireNeed { what: &need.what, command: &need.command }).collect(),
        blast_radius: &diagnosis.blast_radius,
        outlook: diagnosis.outlook.as_ref().map(wire_outlook),
        timeline: diagnosis
            .timeline
            .iter()
            .map(|moment| {
                let (source, line) = moment.place.as_ref().map_or((None, None), |place| source_line(sources, place));
                WireMoment { seconds: moment.seconds, what: &moment.what, pod: moment.pod.as_deref(), source, line }
            })
            .collect(),
        next: diagnosis
            .next
            .iter()
            .map(|next| WireNext { command: &next.command, why: &next.why, read_only: next.read_only })
            .collect(),
    }
}

fn wire_outlook(outlook: &Outlook) -> WireOutlook<'_> {
    let end = outlook.end.as_ref();
    WireOutlook {
        ends: match end {
            Some(end) if end.completes => "complete",
            Some(_) => "failed",
            None => "never",
        },
        at: end.map(|end| end.at.as_str()),
        reason: end.map(|end| end.reason.as_str()),
        assumes: outlook.assumes.word(),
    }
}

fn wire_finding<'r>(finding: &'r Finding, sources: &'r Sources) -> WireFinding<'r> {
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
        index: finding.index,
        explained_by: finding.explained_by,
        evidence: finding
            .evidence
            .iter()
            .filter_map(|place| cite(sources, place))
            .map(|cited| WireEvidence { source: cited.source, line: cited.line, excerpt: cited.excerpt })
            .collect(),
    }
}

fn source_line<'r>(sources: &'r Sources, place: &Place) -> (Option<&'r str>, Option<usize>) {
    let source = sources.get(place.source);
    (source.map(|source| source.name.as_str()), source.map(|source| source.line(place.span.start)))
}

/// JSON lets DEL, C1 controls and bidirectional overrides stand as they are; a terminal would obey them.
/// They can only stand inside strings, where `\u` means the same to every reader.
pub(super) fn escape_what_steers(text: String) -> String {
    // Visible ASCII steers nothing, and is quickly told.
    let plain = |byte: &u8| *byte == b'\n' || (0x20..0x7f).contains(byte);
    let all_plain = |chunk: &[u8]| chunk.iter().fold(true, |all, byte| all & plain(byte));
    if text.as_bytes().chunks(128).all(all_plain) || !text.chars().any(|char| char != '\n' && steers(char)) {
        return text;
    }
    let mut safe = String::with_capacity(text.len() + 64);
    for char in text.chars() {
        if char != '\n' && steers(char) {
            safe.push_str(&format!("\\u{:04x}", u32::from(char)));
        } else {
            safe.push(char);
        }
    }
    safe
}
