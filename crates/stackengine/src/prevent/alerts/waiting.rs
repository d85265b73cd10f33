//! The expression for workloads with a container that waits for one of several reasons.

/// Reasons as `|` separates them. A macro, because an expression is put together while compiling.
macro_rules! waiting {
    ($reasons:literal) => {
        concat!(
            "max by (cluster, namespace, owner_kind, owner_name) (\n",
            "  stackengine:pod_workload:info\n",
            "  and on (cluster, namespace, pod) (\n",
            "    kube_pod_container_status_waiting_reason{reason=~\"",
            $reasons,
            "\"} == 1\n",
            "    or kube_pod_init_container_status_waiting_reason{reason=~\"",
            $reasons,
            "\"} == 1\n",
            "  )\n",
            ")"
        )
    };
}
