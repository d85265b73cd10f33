//! Recording rules: which workload a Job and a pod belong to, so that every alert is about a workload.
//!
//! Metric names and labels are those of kube-state-metrics 2 (`docs/metrics/workload/{job,cronjob,pod}-metrics.md`).
//! Everything is aggregated by `cluster`, `namespace` and a name, so that neither a second replica of kube-state-metrics nor
//! the labels of its scrape make a series twice; where nothing sets `cluster` it is simply empty.

/// A recording rule.
pub(super) struct Record {
    pub(super) name: &'static str,
    pub(super) expr: &'static str,
}

/// In the order in which they are evaluated: each uses only those before it.
pub(super) const RECORDS: &[Record] = &[
    // A Job of a CronJob is counted for the CronJob, any other for itself.
    Record {
        name: "stackengine:job_workload:info",
        expr: "\
max by (cluster, namespace, job_name, owner_kind, owner_name) (
  kube_job_owner{owner_kind=\"CronJob\", owner_is_controller=\"true\"}
)
or on (cluster, namespace, job_name)
label_replace(
  label_replace(
    max by (cluster, namespace, job_name) (kube_job_owner),
    \"owner_name\", \"$1\", \"job_name\", \"(.+)\"
  ),
  \"owner_kind\", \"Job\", \"\", \"\"
)",
    },
    Record {
        name: "stackengine:job_open:info",
        expr: "\
stackengine:job_workload:info
unless on (cluster, namespace, job_name) kube_job_complete{condition=\"true\"} == 1
unless on (cluster, namespace, job_name) kube_job_failed{condition=\"true\"} == 1",
    },
    // Only pods of Jobs that have not ended: what a pod of a failed Job waits for matters no more.
    Record {
        name: "stackengine:pod_workload:info",
        expr: "\
max by (cluster, namespace, pod, job_name) (
  label_replace(kube_pod_owner{owner_kind=\"Job\"}, \"job_name\", \"$1\", \"owner_name\", \"(.+)\")
)
* on (cluster, namespace, job_name) group_left (owner_kind, owner_name)
stackengine:job_open:info",
    },
    // When the newest failed run was created, and the newest that succeeded. Runs are compared by their beginning: one
    // that began earlier and ended later does not heal. Where no successful Job is kept, its end is all that is known.
    Record {
        name: "stackengine:cronjob_failed_run_created:max",
        expr: "\
max by (cluster, namespace, owner_kind, owner_name) (
  max by (cluster, namespace, job_name) (kube_job_created)
  * on (cluster, namespace, job_name) group_left (owner_kind, owner_name)
  (
    stackengine:job_workload:info{owner_kind=\"CronJob\"}
    and on (cluster, namespace, job_name) kube_job_failed{condition=\"true\"} == 1
  )
)",
    },
    Record {
        name: "stackengine:cronjob_complete_run_created:max",
        expr: "\
max by (cluster, namespace, owner_kind, owner_name) (
  max by (cluster, namespace, job_name) (kube_job_created)
  * on (cluster, namespace, job_name) group_left (owner_kind, owner_name)
  (
    stackengine:job_workload:info{owner_kind=\"CronJob\"}
    and on (cluster, namespace, job_name) kube_job_complete{condition=\"true\"} == 1
  )
)
or
max by (cluster, namespace, owner_kind, owner_name) (
  label_replace(
    label_replace(kube_cronjob_status_last_successful_time, \"owner_name\", \"$1\", \"cronjob\", \"(.+)\"),
    \"owner_kind\", \"CronJob\", \"\", \"\"
  )
)",
    },
    // By how many seconds the next run is late. A suspended CronJob has no next run.
    Record {
        name: "stackengine:cronjob_overdue:seconds",
        expr: "\
time() - max by (cluster, namespace, owner_kind, owner_name) (
  label_replace(
    label_replace(
      kube_cronjob_next_schedule_time unless on (cluster, namespace, cronjob) kube_cronjob_spec_suspend == 1,
      \"owner_name\", \"$1\", \"cronjob\", \"(.+)\"
    ),
    \"owner_kind\", \"CronJob\", \"\", \"\"
  )
) > 0",
    },
    Record {
        name: "stackengine:cronjob_active:max",
        expr: "\
max by (cluster, namespace, owner_kind, owner_name) (
  label_replace(
    label_replace(kube_cronjob_status_active, \"owner_name\", \"$1\", \"cronjob\", \"(.+)\"),
    \"owner_kind\", \"CronJob\", \"\", \"\"
  )
)",
    },
    // Workloads whose pods wait for something that has an alert of its own.
    Record {
        name: "stackengine:workload_held_up:info",
        expr: "\
max by (cluster, namespace, owner_kind, owner_name) (
  stackengine:pod_workload:info
  and on (cluster, namespace, pod) (
    kube_pod_status_unschedulable == 1
    or kube_pod_container_status_waiting_reason{reason!=\"PodInitializing\"} == 1
    or kube_pod_init_container_status_waiting_reason{reason!=\"PodInitializing\"} == 1
  )
)",
    },
];
