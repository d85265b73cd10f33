//! What detectors share, so that a diagnostic is its facts and its words and nothing else.

mod deadline;
mod failure_policy;
mod limits;
mod refusals;
mod runs;
mod schedule;
mod told;
mod waiting;
mod words;

pub(super) use deadline::deadline_fix;
pub(super) use failure_policy::{Codes, Rule, disruption_first, disruption_rule, fails_on_disruption, rules};
pub(super) use limits::{
    DEFAULT_BACKOFF_LIMIT, Number, RestartsAddUp, back_off_seconds, backoff_limit, cron_path, cut_retries, duration,
    may_divide_work, never_fix, number, pods_at_once, restarts_add_up, restarts_in_place,
};
pub(super) use refusals::{ask_owner, choose, copied, field_name, meant_value, text_at};
pub(super) use runs::{exits_named, probe_killed, runs, stopped};
pub(super) use schedule::{Calendar, ClockChange, clock_changes, schedule, text as schedule_text, written_fields};
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
