//! What detectors share, so that a diagnostic is its facts and its words and nothing else.

mod refusals;
mod runs;
mod told;
mod waiting;
mod words;

pub(super) use refusals::{ask_owner, choose, copied, field_name, meant_value, text_at};
pub(super) use runs::{exits_named, probe_killed, runs, stopped};
pub(super) use told::{of_events, pending_told, recency, refused_creation};
pub(super) use waiting::{WaitsFor, has_ended, of_pods, pending_pods, waiting};
pub(super) use words::{after, after_last, first_sentence, plural, quoted};

use super::Diagnostic;
use crate::diagnosis::{Finding, Role};

/// Evidence cited by one finding; more would bury the telling one.
const MAX_CITED: usize = 6;

/// Gives the findings of a diagnostic another part than the cause.
pub(super) fn demote(diagnostic: &'static Diagnostic, found: &mut [Finding], role: Role) {
    for finding in found.iter_mut().filter(|finding| finding.diagnostic.code == diagnostic.code) {
        finding.role = role;
    }
}
