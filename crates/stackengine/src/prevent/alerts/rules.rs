//! The alerts. Each is about a workload (a CronJob, or a Job that has none), and each failure raises one of them.

/// An alert.
pub(super) struct Rule {
    /// Its name in Prometheus.
    pub(super) name: &'static str,
    /// The diagnostic whose page says what to do.
    pub(super) diagnostic: &'static str,
    /// `critical` where work is not being done, `warning` where it soon will not be.
    pub(super) severity: &'static str,
    /// What fires; `STUCK` and `LATE` stand for minutes, `NEAR` for a per cent.
    pub(super) expr: &'static str,
    /// For how many minutes it must hold; `STUCK` or a number.
    pub(super) hold: &'static str,
    /// What is wrong, with `WORKLOAD` for the workload.
    pub(super) summary: &'static str,
    /// What that means, and what to look at first.
    pub(super) description: &'static str,
}

/// Every alert, in the order of a Job's life.
pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "StackEngineCronJobRunMissed",
        diagnostic: "cron-run-missed",
        severity: "critical",
        expr: "\
stackengine:cronjob_overdue:seconds > LATE * 60
unless on (cluster, namespace, owner_kind, owner_name) stackengine:cronjob_active:max > 0",
        hold: "1",
        summary: "WORKLOAD has stopped running",
        description: "Its next run is more than LATE minutes late and none is active, though it is not suspended. Look at the events of the CronJob: `kubectl describe`.",
    },
    Rule {
        name: "StackEngineCronJobRunsHeldUp",
        diagnostic: "cron-run-skipped-concurrency",
        severity: "critical",
        expr: "\
stackengine:cronjob_overdue:seconds > LATE * 60
and on (cluster, namespace, owner_kind, owner_name) stackengine:cronjob_active:max > 0
unless on (cluster, namespace, owner_kind, owner_name) stackengine:workload_held_up:info",
        hold: "1",
        summary: "WORKLOAD skips runs, because an earlier one has not ended",
        description: "The run in the way holds the door with concurrencyPolicy Forbid, working or not. Find out what keeps that Job from ending.",
    },
    Rule {
        name: "StackEngineJobWithoutPods",
        diagnostic: "pod-creation-failed",
        severity: "critical",
        expr: "\
max by (cluster, namespace, owner_kind, owner_name) (
  stackengine:job_open:info
  and on (cluster, namespace, job_name) kube_job_status_active == 0
  unless on (cluster, namespace, job_name) kube_job_status_suspended{condition!~\"false|unknown\"} == 1
  unless on (cluster, namespace, job_name) kube_job_spec_parallelism == 0
)",
        hold: "STUCK",
        summary: "WORKLOAD is neither active nor ended",
        description: "It has had no pod for STUCK minutes, longer than any pause between retries, and is not suspended: its pods are not being created. Look for FailedCreate in the events of the Job.",
    },
    Rule {
        name: "StackEngineJobPodUnschedulable",
        diagnostic: "unschedulable-resources",
        severity: "critical",
        expr: "\
max by (cluster, namespace, owner_kind, owner_name) (
  stackengine:pod_workload:info and on (cluster, namespace, pod) kube_pod_status_unschedulable == 1
)",
        hold: "STUCK",
        summary: "WORKLOAD waits for a node",
        description: "No node takes its pod. FailedScheduling in the events of the pod counts the nodes by reason.",
    },
    Rule {
        name: "StackEngineJobImageNotPulled",
        diagnostic: "image-pull-failed",
        severity: "critical",
        expr: waiting!(
            "ErrImagePull|ImagePullBackOff|InvalidImageName|ErrImageNeverPull|ImageInspectError|RegistryUnavailable"
        ),
        hold: "5",
        summary: "WORKLOAD has no image",
        description: "Its image cannot be had, and the Job will wait for it until its deadline, if it has one. The events of the pod say what the registry answered.",
    },
    Rule {
        name: "StackEngineJobContainerNotCreated",
        diagnostic: "config-missing",
        severity: "critical",
        expr: waiting!("CreateContainerConfigError|CreateContainerError"),
        hold: "5",
        summary: "WORKLOAD has a container that cannot be created",
        description: "Most often a ConfigMap, a Secret or a key of one is missing. The message beside the reason names it, and no retry is counted while it lasts.",
    },
    Rule {
        name: "StackEngineJobPodNotSetUp",
        diagnostic: "volume-mount-failed",
        severity: "critical",
        expr: waiting!("ContainerCreating"),
        hold: "STUCK",
        summary: "WORKLOAD waits on a node for its volumes or its network",
        description: "A node has had its pod for STUCK minutes and no container runs. Look for FailedMount, FailedAttachVolume and FailedCreatePodSandBox in the events of the pod.",
    },
    Rule {
        name: "StackEngineJobBackOff",
        diagnostic: "crash-loop-back-off",
        severity: "warning",
        // A container in a back-off loop runs now and then, and is in the loop all the same.
        expr: "\
max by (cluster, namespace, owner_kind, owner_name) (
  stackengine:pod_workload:info
  and on (cluster, namespace, pod) (
    max_over_time(kube_pod_container_status_waiting_reason{reason=\"CrashLoopBackOff\"}[11m]) == 1
    or max_over_time(kube_pod_init_container_status_waiting_reason{reason=\"CrashLoopBackOff\"}[11m]) == 1
  )
)",
        hold: "5",
        summary: "WORKLOAD restarts a container again and again",
        description: "Each restart counts against backoffLimit, and the pauses between them grow to five minutes. The log of the run before: `kubectl logs --previous`.",
    },
    Rule {
        name: "StackEngineJobNearDeadline",
        diagnostic: "deadline-exceeded",
        severity: "warning",
        expr: "\
max by (cluster, namespace, owner_kind, owner_name) (
  stackengine:job_open:info
  and on (cluster, namespace, job_name) (
    time() - max by (cluster, namespace, job_name) (kube_job_status_start_time)
    > 0.01 * NEAR * max by (cluster, namespace, job_name) (kube_job_spec_active_deadline_seconds)
  )
)
unless on (cluster, namespace, owner_kind, owner_name) stackengine:workload_held_up:info",
        hold: "0",
        summary: "WORKLOAD will soon be ended by its deadline",
        description: "More than NEAR % of activeDeadlineSeconds is used up. At the deadline all its pods are killed and the Job fails, however much work is done; the deadline of a running Job can be raised.",
    },
    Rule {
        name: "StackEngineJobFailed",
        diagnostic: "backoff-limit-exceeded",
        severity: "critical",
        expr: "\
max by (cluster, namespace, owner_kind, owner_name) (
  stackengine:job_workload:info{owner_kind=\"Job\"}
  and on (cluster, namespace, job_name) kube_job_failed{condition=\"true\"} == 1
)",
        hold: "1",
        summary: "WORKLOAD has failed",
        description: "It is not tried again. `kubectl describe` gives the reason, and stackengine the cause: `kubectl describe job NAME | stackengine diagnose`. This ends when the Job is deleted.",
    },
    Rule {
        name: "StackEngineCronJobFailed",
        diagnostic: "cron-keeps-failing",
        severity: "critical",
        expr: "\
stackengine:cronjob_failed_run_created:max
unless stackengine:cronjob_failed_run_created:max <= stackengine:cronjob_complete_run_created:max",
        hold: "1",
        summary: "WORKLOAD has failed, and no later run has succeeded",
        description: "However many runs have failed, this is one alert, and it ends with the first run that succeeds. The newest failed Job has the cause: `kubectl describe job NAME | stackengine diagnose`.",
    },
    Rule {
        name: "StackEngineCronJobRunGone",
        diagnostic: "evidence-lost-to-ttl",
        severity: "warning",
        expr: "\
max by (cluster, namespace, owner_kind, owner_name) (
  label_replace(
    label_replace(
      (
        kube_cronjob_status_last_schedule_time
        unless kube_cronjob_status_last_schedule_time <= kube_cronjob_status_last_successful_time
      )
      and on (cluster, namespace, cronjob) kube_cronjob_status_active == 0,
      \"owner_name\", \"$1\", \"cronjob\", \"(.+)\"
    ),
    \"owner_kind\", \"CronJob\", \"\", \"\"
  )
)
unless on (cluster, namespace, owner_kind, owner_name) stackengine:cronjob_failed_run_created:max
unless on (cluster, namespace, owner_kind, owner_name) stackengine:job_open:info",
        hold: "5",
        summary: "WORKLOAD has not succeeded, and nothing is left of the run",
        description: "The last run is gone, and no success is recorded for it: it failed, or it was deleted. ttlSecondsAfterFinished or failedJobsHistoryLimit took the evidence away.",
    },
    Rule {
        name: "StackEngineJobCompleteWithoutWork",
        diagnostic: "nothing-ran",
        severity: "warning",
        expr: "\
max by (cluster, namespace, owner_kind, owner_name) (
  stackengine:job_workload:info
  and on (cluster, namespace, job_name) kube_job_complete{condition=\"true\"} == 1
  and on (cluster, namespace, job_name) kube_job_status_succeeded == 0
)",
        hold: "1",
        summary: "WORKLOAD is complete, and no pod of it succeeded",
        description: "The Job says Complete, but nothing was done: it asked for 0 completions. Whatever waits for its work waits in vain.",
    },
    Rule {
        name: "StackEngineJobCompleteAfterMemoryKill",
        diagnostic: "out-of-memory-but-succeeded",
        severity: "warning",
        expr: "\
max by (cluster, namespace, owner_kind, owner_name) (
  max by (cluster, namespace, job_name) (
    label_replace(
      kube_pod_owner{owner_kind=\"Job\"}
      and on (cluster, namespace, pod) kube_pod_status_phase{phase=\"Succeeded\"} == 1
      and on (cluster, namespace, pod) kube_pod_container_status_terminated_reason{reason=\"OOMKilled\"} == 1,
      \"job_name\", \"$1\", \"owner_name\", \"(.+)\"
    )
  )
  * on (cluster, namespace, job_name) group_left (owner_kind, owner_name)
  stackengine:job_workload:info
)",
        hold: "1",
        summary: "WORKLOAD counts as succeeded, but was killed for memory",
        description: "The kernel killed a process of the container, and the container exited with 0 all the same. Part of the work may be missing; its log may say which.",
    },
];
