//! `stackengine explain`.

use stackengine::Explanation;
use stackengine::render::explanation;

use super::print;
use crate::args::{ColorChoice, ExplainArgs};
use crate::outcome::{Failure, Outcome};
use crate::terminal;

/// Explains a diagnostic, an exit code or an error line.
pub(crate) fn explain(args: &ExplainArgs, color: ColorChoice) -> Result<Outcome, Failure> {
    let known = stackengine::explain(&args.words.join(" "));
    print(explanation(&known, terminal::text_options(color, None)).as_bytes())?;
    Ok(match known {
        Explanation::Unknown { .. } => Outcome::Unusable,
        _ => Outcome::Clean,
    })
}
