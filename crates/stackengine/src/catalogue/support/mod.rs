//! What detectors share, so that a diagnostic is its facts and its words and nothing else.

mod credentials;
mod deadline;
mod direct;
mod environment;
mod failure_policy;
mod hazards;
mod images;
mod limits;
mod memory;
mod policies;
mod programs;
mod refusals;
mod resources;
mod runs;
mod schedule;
mod security;
mod told;
mod volumes;
mod waiting;
mod words;

pub(super) use credentials::{is_secret, known_form};
pub(super) use deadline::deadline_fix;
pub(super) use direct::{direct, first_argument};
pub(super) use environment::{Variable, has_more, is_of_a_service, references, variables};
pub(super) use failure_policy::{Codes, Rule, disruption_first, disruption_rule, fails_on_disruption, rules};
pub(super) use hazards::{Wording, at_script, failing, mend, scripts};
pub(super) use images::{has_mutable_tag, pinned, tag};
pub(super) use limits::{
    DEFAULT_BACKOFF_LIMIT, Number, RestartsAddUp, back_off_seconds, backoff_limit, cron_path, cut_retries, duration,
    may_divide_work, never_fix, number, pods_at_once, restarts_add_up, restarts_in_place,
};
pub(super) use memory::{bytes, memory_limit, written};
pub(super) use policies::{
    ABOUT_DISRUPTION, FAILS_ON_SIGNALS, HAS_USER, MAY_DIVIDE_WORK, POD_HAS_USER, SAYS_NON_ROOT, SEVERAL_PODS,
    TAKES_A_SIGNAL,
};
pub(super) use programs::{base_name, helpers_are_stopped, is_shell, never_ends, waits_for_ever, words as words_of};
pub(super) use refusals::{ask_owner, choose, copied, field_name, is_placeholder, meant_value, text_at};
pub(super) use resources::{amount, pod_has, quantity, raised, resource};
pub(super) use runs::{exits_named, probe_killed, runs, stopped};
pub(super) use schedule::{
    Calendar, ClockChange, Schedule, clock_changes, schedule, text as schedule_text, written_fields,
};
pub(super) use security::{
    added, effective, has_own_users, is_privileged, is_windows, names, of_pod, or_in_containers, own, own_path,
    pod_path, take_capabilities, verb,
};
pub(super) use told::{of_events, pending_told, recency, refused_creation};
pub(super) use volumes::{host_path_named, host_paths, is_runtime_socket, is_under, mounts, volumes};
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
