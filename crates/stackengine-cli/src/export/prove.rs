//! `export --prove`: what is exported, run against its cases by the program that it is made for.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;
use std::path::Path;
use std::process::Command;

use stackengine::prevent::{Export, Target, cases_of_alerts};

use super::{policies, write};
use crate::outcome::{Failure, Outcome};

/// Proves what was made for a target, and returns the table with how it went.
pub(crate) fn prove(target: Target, made: &Export) -> Result<(String, Outcome), Failure> {
    match target {
        Target::Prometheus => alerts(made),
        Target::Gatekeeper | Target::AdmissionPolicy | Target::Kyverno => policies::prove(target, made),
        _ => Err(Failure::Unusable(format!("failed to prove {target}: it has no cases that this program could run"))),
    }
}

/// The unit tests of the alerts, run by promtool in a folder of their own.
fn alerts(made: &Export) -> Result<(String, Outcome), Failure> {
    let failed = |error: io::Error| Failure::Unusable(format!("failed to prove the alerts: {error}"));
    let folder = tempfile::tempdir().map_err(failed)?;
    write(folder.path(), &made.files, false)?;
    let exported = |name: &str| made.files.iter().any(|file| file.text.contains(&format!("alert: {name}\n")));
    let mut said = String::new();
    let mut all_well = true;
    for args in [["check", "rules", "stackengine-rules.yaml"], ["test", "rules", "stackengine-rules.test.yaml"]] {
        match promtool(folder.path(), args) {
            Ok((well, text)) => {
                all_well &= well;
                said += &text;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let text = "promtool is not on the PATH, so nothing was proved: it is a part of Prometheus, and of \
                            Debian's package `prometheus`\n";
                return Ok((text.to_owned(), Outcome::Incomplete));
            }
            Err(error) => return Err(failed(error)),
        }
    }
    let cases: Vec<(&str, &str)> = cases_of_alerts().into_iter().filter(|(rule, _)| exported(rule)).collect();
    let mut text = table(&cases, &said, all_well);
    if !all_well {
        let _ = write!(text, "\n{said}");
    }
    Ok((text, if all_well { Outcome::Clean } else { Outcome::Findings }))
}

fn promtool(folder: &Path, args: [&str; 3]) -> io::Result<(bool, String)> {
    let output = Command::new("promtool").args(args).current_dir(folder).output()?;
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    Ok((output.status.success(), text))
}

/// A line for each rule: how many cases it has, and whether they came out as they must.
fn table(cases: &[(&str, &str)], said: &str, all_well: bool) -> String {
    let mut text = format!("{:<38} {:>5} {:>5} {:>6}  proved\n", "alert", "fires", "heals", "silent");
    let mut seen = BTreeSet::new();
    for (rule, _) in cases.iter().filter(|(rule, _)| seen.insert(*rule)) {
        let count = |kind: &str| cases.iter().filter(|(of, case)| of == rule && case.starts_with(kind)).count();
        let (fires, heals, silent) = (count("fires"), count("heals"), count("silent"));
        // promtool names the alerts of those cases that did not come out.
        let verdict = match (all_well, said.contains(&format!("alertname: {rule},"))) {
            (true, _) => "yes",
            (false, true) => "NO",
            (false, false) => "unknown",
        };
        let _ = writeln!(text, "{rule:<38} {fires:>5} {heals:>5} {silent:>6}  {verdict}");
    }
    text
}
