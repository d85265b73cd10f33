//! `stackengine export`.

use std::io::Write as _;

use stackengine::prevent::{self, Enforcement, Export, Parameters, Request, Selection};

use super::print;
use crate::args::ExportArgs;
use crate::export::{prove, write};
use crate::outcome::{Failure, Outcome};

/// Makes the files of a target, and prints, writes or proves them.
pub(crate) fn export(args: &ExportArgs) -> Result<Outcome, Failure> {
    let mut request = request(args);
    if args.prove && args.target.is_policy() {
        if !request.parameters.0.is_empty() {
            return Err(Failure::Unusable(format!(
                "failed to prove {}: --param gives numbers that the engine does not have, so there is nothing to compare with",
                args.target
            )));
        }
        // What a policy finds does not hang on what follows, and programs that read a bundle ask for `deny`.
        request.enforcement = Enforcement::Deny;
    }
    let made = prevent::export(args.target, &request)
        .map_err(|refusal| Failure::Unusable(format!("failed to export {}: {refusal}", args.target)))?;
    if args.prove {
        let (table, outcome) = prove(args.target, &made)?;
        print(table.as_bytes())?;
        return Ok(outcome);
    }
    match (&args.out, made.files.as_slice()) {
        (Some(folder), files) => write(folder, files, args.force)?,
        (None, [one]) => print(one.text.as_bytes())?,
        (None, files) => {
            let names: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
            let names = names.join(", ");
            return Err(Failure::Unusable(format!(
                "failed to export {}: there are several files ({names}), and --out says into which folder they go",
                args.target
            )));
        }
    }
    report(&made, args);
    Ok(Outcome::Clean)
}

fn request(args: &ExportArgs) -> Request {
    Request {
        selection: Selection {
            names: args.only.clone(),
            families: args.family.clone(),
            level: args.level.into(),
            severity: args.severity.into(),
        },
        enforcement: args.enforcement.into(),
        parameters: Parameters(args.parameters.iter().cloned().collect()),
    }
}

/// Says on standard error what was written, and what the target cannot express.
fn report(made: &Export, args: &ExportArgs) {
    let mut err = std::io::stderr().lock();
    let written = if args.out.is_some() { made.files.as_slice() } else { &[] };
    for file in written {
        let _ = writeln!(err, "wrote {}", file.path);
    }
    for left in &made.left_out {
        let _ = writeln!(err, "left out: {}: {}", left.diagnostic, left.reason);
    }
}
