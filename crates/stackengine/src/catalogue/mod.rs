//! What we know: one folder a diagnostic, found in one explicit list.

mod exits;
mod page;
mod support;

mod aborted;
mod admission_denied;
mod api_version_not_served;
mod apparmor_unconfined;
mod arithmetic_error;
mod authentication_failed;
mod background_process_not_awaited;
mod backoff_limit_exceeded;
mod blocked_by_seccomp;
mod broken_pipe;
mod bus_error;
mod capabilities_not_dropped;
mod capability_added;
mod certificate_not_trusted;
mod command_is_one_string;
mod command_not_executable;
mod command_not_found;
mod command_timed_out;
mod completions_unset;
mod completions_zero;
mod concurrency_policy_unknown;
mod concurrency_policy_unset;
mod config_missing;
mod container_creation_failed;
mod container_exit_error;
mod container_invalid;
mod container_restarts_for_ever;
mod container_runtime_socket_mounted;
mod container_start_failed;
mod contradictory_evidence;
mod cpu_limit_missing;
mod cpu_request_missing;
mod crash_loop_back_off;
mod credential_in_manifest;
mod cron_keeps_failing;
mod cron_run_missed;
mod cron_run_replaced;
mod cron_run_skipped_concurrency;
mod cron_schedule_invalid;
mod cron_suspended;
mod curl_without_fail;
mod dangerous_capability_added;
mod deadline_below_retries;
mod deadline_exceeded;
mod deadline_missing;
mod deadline_zero;
mod default_namespace_used;
mod dependency_unreachable;
mod disk_full;
mod disruption_fails_the_job;
mod disruption_not_ignored;
mod dollar_eaten;
mod dotnet_host_failed;
mod duplicate_field;
mod env_name_repeated;
mod env_reference_too_early;
mod env_reference_unresolved;
mod environment_invalid;
mod ephemeral_storage_unset;
mod errexit_defeated;
mod errexit_switched_off;
mod errors_logged_on_success;
mod events_expired;
mod evicted_but_succeeded;
mod evicted_ephemeral_storage;
mod evicted_node_pressure;
mod evidence_lost_to_history_limit;
mod evidence_lost_to_restart_policy;
mod evidence_lost_to_ttl;
mod exec_format_error;
mod exit_code_after_completion;
mod exit_code_wraps;
mod exit_record_lost;
mod failed_by_pod_failure_policy;
mod failed_history_limit_zero;
mod failed_indexes;
mod failed_indexes_unlimited;
mod failure_discarded;
mod failure_ignored_forever;
mod failure_policy_catches_signals;
mod failure_policy_code_impossible;
mod failure_policy_rule_unreachable;
mod failure_policy_without_container;
mod file_missing;
mod find_exec_hides_failure;
mod grace_period_above_deadline;
mod grace_period_zero;
mod heap_above_memory_limit;
mod heap_exhausted;
mod host_ipc_shared;
mod host_network_shared;
mod host_path_mounted;
mod host_path_writable;
mod host_pid_shared;
mod host_port_shared;
mod host_port_used;
mod host_process_container;
mod hung_without_deadline;
mod illegal_instruction;
mod image_copy_stale;
mod image_name_invalid;
mod image_never_pulled;
mod image_not_present;
mod image_pull_failed;
mod image_settings_invalid;
mod image_tag_not_fixed;
mod image_without_digest;
mod indexed_mode_required;
mod init_container_failed;
mod init_container_never_ends;
mod job_creation_failed;
mod job_suspended;
mod killed_by_sigkill;
mod labels_missing;
mod last_restart_killed;
mod library_missing;
mod limit_range_violation;
mod liveness_probe_killed;
mod liveness_probe_on_job;
mod managed_by_other_controller;
mod managed_by_unknown_controller;
mod manifest_malformed;
mod masked_exit_code;
mod memory_limit_missing;
mod memory_limit_too_low;
mod memory_request_below_limit;
mod memory_request_missing;
mod memory_volume_unbounded;
mod metadata_invalid;
mod mount_hides_image;
mod mysql_goes_on_after_errors;
mod name_invalid;
mod node_lost;
mod node_out_of_memory;
mod node_shutdown;
mod non_root_not_enforced;
mod nothing_ran;
mod number_out_of_range;
mod operating_system_mismatch;
mod out_of_memory;
mod out_of_memory_but_succeeded;
mod parallelism_above_completions;
mod parallelism_set_to_zero;
mod parallelism_zero;
mod permission_denied;
mod pipe_hides_failure;
mod pod_creation_failed;
mod pod_deadline_below_job_deadline;
mod pod_deadline_exceeded;
mod pod_deleted;
mod pod_evicted_by_api;
mod pod_failure_policy_invalid;
mod pod_network_invalid;
mod pod_preempted;
mod pod_rejected;
mod pod_security_violation;
mod pod_stuck_terminating;
mod port_invalid;
mod post_start_hook_failed;
mod privilege_escalation_allowed;
mod privileged_container;
mod probe_host_set;
mod probe_on_init_container;
mod probe_or_hook_invalid;
mod psql_without_on_error_stop;
mod quota_exceeded;
mod read_only_filesystem;
mod readiness_probe_on_job;
mod resources_invalid;
mod restart_policy_invalid;
mod restart_rules_invalid;
mod restarts_add_up;
mod restarts_not_counted;
mod restarts_spend_the_limit;
mod retries_unstated;
mod root_against_run_as_non_root;
mod root_filesystem_writable;
mod run_as_non_root_conflict;
mod runs_as_root;
mod same_work_repeated;
mod sandbox_creation_failed;
mod schedule_day_or_weekday;
mod schedule_every_minute_of_an_hour;
mod schedule_in_clock_change;
mod schedule_malformed;
mod schedule_never_fires;
mod schedule_uneven;
mod scheduling_gated;
mod scheduling_invalid;
mod scratch_folder_read_only;
mod seccomp_unconfined;
mod seccomp_unset;
mod secret_in_environment;
mod security_annotation_obsolete;
mod security_context_invalid;
mod segmentation_fault;
mod selector_set_by_hand;
mod selinux_options_custom;
mod sequence_hides_failure;
mod server_fields_kept;
mod service_account_field_retired;
mod service_account_missing;
mod shell_syntax_without_shell;
mod sidecar_as_container;
mod sidecar_blocks_completion;
mod sidecar_failed_unnoticed;
mod sidecar_injected;
mod sigterm_ignored;
mod sigterm_not_forwarded;
mod ssh_port_exposed;
mod starting_deadline_missing;
mod starting_deadline_too_short;
mod startup_probe_killed;
mod succeeded_after_failures;
mod success_policy_hides_failures;
mod success_policy_invalid;
mod success_policy_lets_indexes_fail;
mod suspended_in_the_manifest;
mod sysctl_unsafe;
mod taint_evicted;
mod terminated_by_sigterm;
mod termination_message_unused;
mod time_zone_unknown;
mod time_zone_unset;
mod token_mounted;
mod too_many_open_files;
mod trap_replaces_status;
mod ttl_in_cron_job;
mod ttl_missing;
mod ttl_too_short;
mod ttl_with_git_ops;
mod unknown_field;
mod unschedulable_resources;
mod unschedulable_selector;
mod unschedulable_taints;
mod usage_error;
mod user_id_may_clash;
mod value_of_wrong_type;
mod volume_attach_failed;
mod volume_claim_missing;
mod volume_claim_shared;
mod volume_claim_unbound;
mod volume_invalid;
mod volume_mount_failed;
mod volume_mount_invalid;
mod volume_type_restricted;
mod volume_unused;
mod work_never_ends;
mod yaml_read_otherwise;

pub use page::{HEADINGS, Page};

use crate::check::Lint;
use crate::diagnosis::{Confidence, Finding, Severity};
use crate::evidence::Place;
use crate::facts::{Facts, Failure, Log};
use crate::manifest::Workload;
use crate::prevent::rule::Prevention;
use crate::repair::{Fix, Level, Observed};

/// One thing that can be wrong with a Job or its manifest, as a value.
///
/// The name comes first everywhere and says what is wrong, never the cure. A diagnostic of an incident has `detect`; one
/// of a manifest has `check` or, where it is the API server's own, `rules`.
#[derive(Debug)]
pub struct Diagnostic {
    /// `out-of-memory`.
    pub name: &'static str,
    /// `SE101`: what people paste into a search box; a retired code is never used again.
    pub code: &'static str,
    /// How bad it is when it is the cause.
    pub severity: Severity,
    /// First version that knew it.
    pub since: &'static str,
    /// The page, Markdown with a head; see [`Page::parse`].
    pub page: &'static str,
    /// Names of the diagnostics that this one explains: where both are found, those become its symptoms.
    pub explains: &'static [&'static str],
    /// Looks at the facts of an incident and adds what it finds. Total: it cannot fail.
    pub detect: fn(&Facts, &mut Vec<Finding>),
    /// Looks at a manifest and adds what it finds. Total: it cannot fail.
    pub check: fn(&Workload<'_>, &mut Vec<Lint>),
    /// Looks at a manifest beside what an incident showed, and adds what contradicts it. Total: it cannot fail.
    pub compare: fn(&Workload<'_>, &Observed, &mut Vec<Lint>),
    /// Rules of [`crate::validate`] whose violations are this diagnostic: the API server would refuse the object.
    pub rules: &'static [&'static str],
    /// Commands what to do about a refusal: its message is the API server's and only states.
    pub help: fn(&Workload<'_>, &Lint) -> String,
    /// How far a manifest must go before it is asked for.
    pub level: Level,
    /// The change that ends a lint of this diagnostic, where there is a mechanical one.
    pub repair: fn(&Workload<'_>, &Lint, &Observed) -> Option<Fix>,
    /// Checks of other tools that ask for the same: `CKV_K8S_22`, `kube-linter:run-as-non-root`,
    /// `kube-score:container-image-tag`, `pss:restricted:seccomp`. Their suppressions count for this one too.
    pub asked_by: &'static [&'static str],
    /// What a policy engine can say of it before the object is there, or why it cannot.
    pub prevent: Prevention,
}

impl Diagnostic {
    /// What a diagnostic need not say about itself.
    pub const NEW: Self = Self {
        name: "",
        code: "",
        severity: Severity::Medium,
        since: "0.1.0",
        page: "",
        explains: &[],
        detect: |_, _| {},
        check: |_, _| {},
        compare: |_, _, _| {},
        rules: &[],
        help: |_, _| String::new(),
        level: Level::Basic,
        repair: |_, _, _| None,
        asked_by: &[],
        prevent: Prevention::Unstated,
    };

    /// The hundreds of its code: 1 for `SE101`.
    #[must_use]
    pub fn family(&self) -> u32 {
        self.code.trim_start_matches("SE").parse::<u32>().unwrap_or(0) / 100
    }
}

/// Every diagnostic, in the order of the codes.
pub static CATALOGUE: &[&Diagnostic] = &[
    &out_of_memory::DIAGNOSTIC,
    &killed_by_sigkill::DIAGNOSTIC,
    &segmentation_fault::DIAGNOSTIC,
    &aborted::DIAGNOSTIC,
    &terminated_by_sigterm::DIAGNOSTIC,
    &container_exit_error::DIAGNOSTIC,
    &command_not_found::DIAGNOSTIC,
    &command_not_executable::DIAGNOSTIC,
    &exec_format_error::DIAGNOSTIC,
    &read_only_filesystem::DIAGNOSTIC,
    &permission_denied::DIAGNOSTIC,
    &dependency_unreachable::DIAGNOSTIC,
    &init_container_failed::DIAGNOSTIC,
    &heap_exhausted::DIAGNOSTIC,
    &disk_full::DIAGNOSTIC,
    &illegal_instruction::DIAGNOSTIC,
    &bus_error::DIAGNOSTIC,
    &arithmetic_error::DIAGNOSTIC,
    &broken_pipe::DIAGNOSTIC,
    &blocked_by_seccomp::DIAGNOSTIC,
    &command_timed_out::DIAGNOSTIC,
    &authentication_failed::DIAGNOSTIC,
    &certificate_not_trusted::DIAGNOSTIC,
    &library_missing::DIAGNOSTIC,
    &file_missing::DIAGNOSTIC,
    &usage_error::DIAGNOSTIC,
    &dotnet_host_failed::DIAGNOSTIC,
    &too_many_open_files::DIAGNOSTIC,
    &image_pull_failed::DIAGNOSTIC,
    &image_name_invalid::DIAGNOSTIC,
    &image_not_present::DIAGNOSTIC,
    &config_missing::DIAGNOSTIC,
    &run_as_non_root_conflict::DIAGNOSTIC,
    &volume_mount_failed::DIAGNOSTIC,
    &volume_claim_missing::DIAGNOSTIC,
    &unschedulable_resources::DIAGNOSTIC,
    &unschedulable_selector::DIAGNOSTIC,
    &quota_exceeded::DIAGNOSTIC,
    &limit_range_violation::DIAGNOSTIC,
    &service_account_missing::DIAGNOSTIC,
    &pod_security_violation::DIAGNOSTIC,
    &container_start_failed::DIAGNOSTIC,
    &admission_denied::DIAGNOSTIC,
    &unschedulable_taints::DIAGNOSTIC,
    &volume_claim_unbound::DIAGNOSTIC,
    &volume_attach_failed::DIAGNOSTIC,
    &sandbox_creation_failed::DIAGNOSTIC,
    &pod_rejected::DIAGNOSTIC,
    &scheduling_gated::DIAGNOSTIC,
    &post_start_hook_failed::DIAGNOSTIC,
    &pod_creation_failed::DIAGNOSTIC,
    &container_creation_failed::DIAGNOSTIC,
    &liveness_probe_killed::DIAGNOSTIC,
    &startup_probe_killed::DIAGNOSTIC,
    &evicted_ephemeral_storage::DIAGNOSTIC,
    &evicted_node_pressure::DIAGNOSTIC,
    &pod_deleted::DIAGNOSTIC,
    &pod_evicted_by_api::DIAGNOSTIC,
    &pod_preempted::DIAGNOSTIC,
    &node_lost::DIAGNOSTIC,
    &node_shutdown::DIAGNOSTIC,
    &taint_evicted::DIAGNOSTIC,
    &exit_record_lost::DIAGNOSTIC,
    &node_out_of_memory::DIAGNOSTIC,
    &sigterm_ignored::DIAGNOSTIC,
    &masked_exit_code::DIAGNOSTIC,
    &success_policy_hides_failures::DIAGNOSTIC,
    &failure_ignored_forever::DIAGNOSTIC,
    &sidecar_blocks_completion::DIAGNOSTIC,
    &evicted_but_succeeded::DIAGNOSTIC,
    &out_of_memory_but_succeeded::DIAGNOSTIC,
    &nothing_ran::DIAGNOSTIC,
    &succeeded_after_failures::DIAGNOSTIC,
    &sidecar_failed_unnoticed::DIAGNOSTIC,
    &errors_logged_on_success::DIAGNOSTIC,
    &exit_code_after_completion::DIAGNOSTIC,
    &contradictory_evidence::DIAGNOSTIC,
    &backoff_limit_exceeded::DIAGNOSTIC,
    &deadline_exceeded::DIAGNOSTIC,
    &job_suspended::DIAGNOSTIC,
    &hung_without_deadline::DIAGNOSTIC,
    &failed_by_pod_failure_policy::DIAGNOSTIC,
    &evidence_lost_to_ttl::DIAGNOSTIC,
    &cron_run_skipped_concurrency::DIAGNOSTIC,
    &cron_suspended::DIAGNOSTIC,
    &pod_deadline_exceeded::DIAGNOSTIC,
    &evidence_lost_to_restart_policy::DIAGNOSTIC,
    &crash_loop_back_off::DIAGNOSTIC,
    &cron_run_missed::DIAGNOSTIC,
    &cron_schedule_invalid::DIAGNOSTIC,
    &cron_run_replaced::DIAGNOSTIC,
    &evidence_lost_to_history_limit::DIAGNOSTIC,
    &events_expired::DIAGNOSTIC,
    &managed_by_other_controller::DIAGNOSTIC,
    &parallelism_zero::DIAGNOSTIC,
    &failed_indexes::DIAGNOSTIC,
    &pod_stuck_terminating::DIAGNOSTIC,
    &cron_keeps_failing::DIAGNOSTIC,
    &restarts_spend_the_limit::DIAGNOSTIC,
    &job_creation_failed::DIAGNOSTIC,
    &manifest_malformed::DIAGNOSTIC,
    &api_version_not_served::DIAGNOSTIC,
    &unknown_field::DIAGNOSTIC,
    &duplicate_field::DIAGNOSTIC,
    &value_of_wrong_type::DIAGNOSTIC,
    &name_invalid::DIAGNOSTIC,
    &restart_policy_invalid::DIAGNOSTIC,
    &pod_failure_policy_invalid::DIAGNOSTIC,
    &success_policy_invalid::DIAGNOSTIC,
    &indexed_mode_required::DIAGNOSTIC,
    &number_out_of_range::DIAGNOSTIC,
    &schedule_malformed::DIAGNOSTIC,
    &time_zone_unknown::DIAGNOSTIC,
    &concurrency_policy_unknown::DIAGNOSTIC,
    &selector_set_by_hand::DIAGNOSTIC,
    &container_invalid::DIAGNOSTIC,
    &image_settings_invalid::DIAGNOSTIC,
    &environment_invalid::DIAGNOSTIC,
    &port_invalid::DIAGNOSTIC,
    &probe_or_hook_invalid::DIAGNOSTIC,
    &probe_on_init_container::DIAGNOSTIC,
    &restart_rules_invalid::DIAGNOSTIC,
    &volume_invalid::DIAGNOSTIC,
    &volume_mount_invalid::DIAGNOSTIC,
    &resources_invalid::DIAGNOSTIC,
    &security_context_invalid::DIAGNOSTIC,
    &operating_system_mismatch::DIAGNOSTIC,
    &scheduling_invalid::DIAGNOSTIC,
    &metadata_invalid::DIAGNOSTIC,
    &pod_network_invalid::DIAGNOSTIC,
    &deadline_missing::DIAGNOSTIC,
    &deadline_zero::DIAGNOSTIC,
    &completions_zero::DIAGNOSTIC,
    &parallelism_set_to_zero::DIAGNOSTIC,
    &deadline_below_retries::DIAGNOSTIC,
    &pod_deadline_below_job_deadline::DIAGNOSTIC,
    &retries_unstated::DIAGNOSTIC,
    &disruption_fails_the_job::DIAGNOSTIC,
    &disruption_not_ignored::DIAGNOSTIC,
    &failure_policy_rule_unreachable::DIAGNOSTIC,
    &failure_policy_catches_signals::DIAGNOSTIC,
    &failure_policy_without_container::DIAGNOSTIC,
    &failure_policy_code_impossible::DIAGNOSTIC,
    &success_policy_lets_indexes_fail::DIAGNOSTIC,
    &failed_indexes_unlimited::DIAGNOSTIC,
    &completions_unset::DIAGNOSTIC,
    &parallelism_above_completions::DIAGNOSTIC,
    &same_work_repeated::DIAGNOSTIC,
    &volume_claim_shared::DIAGNOSTIC,
    &host_port_shared::DIAGNOSTIC,
    &concurrency_policy_unset::DIAGNOSTIC,
    &starting_deadline_too_short::DIAGNOSTIC,
    &starting_deadline_missing::DIAGNOSTIC,
    &time_zone_unset::DIAGNOSTIC,
    &schedule_in_clock_change::DIAGNOSTIC,
    &schedule_never_fires::DIAGNOSTIC,
    &schedule_day_or_weekday::DIAGNOSTIC,
    &schedule_uneven::DIAGNOSTIC,
    &schedule_every_minute_of_an_hour::DIAGNOSTIC,
    &ttl_too_short::DIAGNOSTIC,
    &ttl_in_cron_job::DIAGNOSTIC,
    &ttl_with_git_ops::DIAGNOSTIC,
    &failed_history_limit_zero::DIAGNOSTIC,
    &suspended_in_the_manifest::DIAGNOSTIC,
    &container_restarts_for_ever::DIAGNOSTIC,
    &restarts_not_counted::DIAGNOSTIC,
    &last_restart_killed::DIAGNOSTIC,
    &restarts_add_up::DIAGNOSTIC,
    &managed_by_unknown_controller::DIAGNOSTIC,
    &sidecar_as_container::DIAGNOSTIC,
    &sidecar_injected::DIAGNOSTIC,
    &init_container_never_ends::DIAGNOSTIC,
    &work_never_ends::DIAGNOSTIC,
    &liveness_probe_on_job::DIAGNOSTIC,
    &readiness_probe_on_job::DIAGNOSTIC,
    &grace_period_zero::DIAGNOSTIC,
    &grace_period_above_deadline::DIAGNOSTIC,
    &memory_volume_unbounded::DIAGNOSTIC,
    &heap_above_memory_limit::DIAGNOSTIC,
    &root_against_run_as_non_root::DIAGNOSTIC,
    &security_annotation_obsolete::DIAGNOSTIC,
    &env_name_repeated::DIAGNOSTIC,
    &env_reference_unresolved::DIAGNOSTIC,
    &env_reference_too_early::DIAGNOSTIC,
    &command_is_one_string::DIAGNOSTIC,
    &shell_syntax_without_shell::DIAGNOSTIC,
    &service_account_field_retired::DIAGNOSTIC,
    &image_never_pulled::DIAGNOSTIC,
    &image_copy_stale::DIAGNOSTIC,
    &volume_unused::DIAGNOSTIC,
    &mount_hides_image::DIAGNOSTIC,
    &scratch_folder_read_only::DIAGNOSTIC,
    &pipe_hides_failure::DIAGNOSTIC,
    &sequence_hides_failure::DIAGNOSTIC,
    &failure_discarded::DIAGNOSTIC,
    &background_process_not_awaited::DIAGNOSTIC,
    &errexit_switched_off::DIAGNOSTIC,
    &errexit_defeated::DIAGNOSTIC,
    &trap_replaces_status::DIAGNOSTIC,
    &exit_code_wraps::DIAGNOSTIC,
    &curl_without_fail::DIAGNOSTIC,
    &psql_without_on_error_stop::DIAGNOSTIC,
    &mysql_goes_on_after_errors::DIAGNOSTIC,
    &find_exec_hides_failure::DIAGNOSTIC,
    &dollar_eaten::DIAGNOSTIC,
    &sigterm_not_forwarded::DIAGNOSTIC,
    &yaml_read_otherwise::DIAGNOSTIC,
    &privileged_container::DIAGNOSTIC,
    &host_pid_shared::DIAGNOSTIC,
    &host_ipc_shared::DIAGNOSTIC,
    &host_network_shared::DIAGNOSTIC,
    &host_port_used::DIAGNOSTIC,
    &privilege_escalation_allowed::DIAGNOSTIC,
    &runs_as_root::DIAGNOSTIC,
    &non_root_not_enforced::DIAGNOSTIC,
    &user_id_may_clash::DIAGNOSTIC,
    &dangerous_capability_added::DIAGNOSTIC,
    &capability_added::DIAGNOSTIC,
    &capabilities_not_dropped::DIAGNOSTIC,
    &seccomp_unset::DIAGNOSTIC,
    &seccomp_unconfined::DIAGNOSTIC,
    &root_filesystem_writable::DIAGNOSTIC,
    &token_mounted::DIAGNOSTIC,
    &default_namespace_used::DIAGNOSTIC,
    &host_path_mounted::DIAGNOSTIC,
    &container_runtime_socket_mounted::DIAGNOSTIC,
    &host_path_writable::DIAGNOSTIC,
    &secret_in_environment::DIAGNOSTIC,
    &credential_in_manifest::DIAGNOSTIC,
    &image_tag_not_fixed::DIAGNOSTIC,
    &image_without_digest::DIAGNOSTIC,
    &sysctl_unsafe::DIAGNOSTIC,
    &selinux_options_custom::DIAGNOSTIC,
    &apparmor_unconfined::DIAGNOSTIC,
    &host_process_container::DIAGNOSTIC,
    &volume_type_restricted::DIAGNOSTIC,
    &probe_host_set::DIAGNOSTIC,
    &ssh_port_exposed::DIAGNOSTIC,
    &cpu_request_missing::DIAGNOSTIC,
    &memory_request_missing::DIAGNOSTIC,
    &memory_limit_missing::DIAGNOSTIC,
    &memory_limit_too_low::DIAGNOSTIC,
    &cpu_limit_missing::DIAGNOSTIC,
    &memory_request_below_limit::DIAGNOSTIC,
    &ephemeral_storage_unset::DIAGNOSTIC,
    &ttl_missing::DIAGNOSTIC,
    &termination_message_unused::DIAGNOSTIC,
    &labels_missing::DIAGNOSTIC,
    &server_fields_kept::DIAGNOSTIC,
];

/// Whether a run failed in a way that its log, which was not given, would explain.
#[must_use]
pub fn exit_is_open(facts: &Facts, failure: Failure<'_>) -> bool {
    exits::classify(facts, failure).is_some_and(|exit| exit.confidence == Confidence::Possible || exit.line.is_none())
}

/// The diagnostic that a log on its own speaks for, with the line; its exit code is not known.
#[must_use]
pub fn spoken_for(log: &Log) -> Option<(&'static Diagnostic, Place)> {
    let (name, line) = exits::spoken_for(log)?;
    Some((find(name)?, line))
}

/// A diagnostic by its name or its code, in any case.
#[must_use]
pub fn find(name_or_code: &str) -> Option<&'static Diagnostic> {
    let wanted = name_or_code.trim();
    CATALOGUE
        .iter()
        .find(|known| known.name.eq_ignore_ascii_case(wanted) || known.code.eq_ignore_ascii_case(wanted))
        .copied()
}
