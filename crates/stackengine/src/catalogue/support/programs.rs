//! What is known of programs and images by their names: which never end, which serve others, which are shells.

use crate::facts::ContainerKind;
use crate::manifest::{Container, Workload};
use crate::yaml::Node;

/// The last part of a path.
pub(in crate::catalogue) fn base_name(word: &str) -> &str {
    word.rsplit('/').next().unwrap_or(word)
}

/// Whether a program is a shell.
pub(in crate::catalogue) fn is_shell(program: &str) -> bool {
    matches!(base_name(program), "sh" | "bash" | "ash" | "dash" | "ksh" | "mksh" | "zsh" | "busybox")
}

/// The words of the command line, `command` before `args`.
pub(in crate::catalogue) fn words<'t>(container: &Container<'t>) -> Vec<&'t str> {
    container.words().map(|(_, _, node)| node.as_str().unwrap_or_default()).collect()
}

/// Images that serve a pod as long as it lives, by the end of their names.
const HELPERS: [&str; 33] = [
    "alloy",
    "auth-proxy",
    "aws-otel-collector",
    "cloud-sql-proxy",
    "cloudsql-proxy",
    "consul-dataplane",
    "csi-livenessprobe",
    "daprd",
    "envoy",
    "envoyproxy",
    "filebeat",
    "fluent-bit",
    "fluentbit",
    "fluentd",
    "gce-proxy",
    "grafana-agent",
    "kong",
    "memcached",
    "mysqld-exporter",
    "nginx",
    "oauth2-proxy",
    "opentelemetry-collector",
    "opentelemetry-collector-contrib",
    "pause",
    "pgbouncer",
    "postgres-exporter",
    "promtail",
    "proxyv2",
    "pushgateway",
    "redis",
    "statsd-exporter",
    "telegraf",
    "traefik",
];

/// Programs that serve until they are stopped.
const SERVERS: [&str; 18] = [
    "cloud-sql-proxy",
    "cloud_sql_proxy",
    "daprd",
    "envoy",
    "filebeat",
    "fluent-bit",
    "fluentd",
    "memcached",
    "nginx",
    "oauth2-proxy",
    "otelcol",
    "otelcol-contrib",
    "pgbouncer",
    "promtail",
    "redis-server",
    "statsd_exporter",
    "telegraf",
    "traefik",
];

/// Arguments with which a server only says something and ends.
const ANSWERS: [&str; 7] = ["--version", "-v", "-V", "version", "--help", "-h", "-t"];

/// The name of an image without registry, tag and digest.
fn image_name(image: &str) -> &str {
    let plain = image.split('@').next().unwrap_or(image);
    base_name(plain).split(':').next().unwrap_or(plain)
}

/// Why a container runs until somebody stops it: its command, or its image where it runs what the image is for.
pub(in crate::catalogue) fn never_ends(container: &Container<'_>) -> Option<String> {
    if let Some(command) = waits_for_ever(container) {
        return Some(format!("runs {command}"));
    }
    if container.words().any(|(_, _, node)| node.as_str().is_some_and(|word| ANSWERS.contains(&word))) {
        return None;
    }
    let name = match container.get("command") {
        // A script may well have an end.
        Some(_) => Some(base_name(&container.invocation()?.program)).filter(|name| SERVERS.contains(name))?,
        None => {
            let name = image_name(container.get("image").and_then(Node::as_str)?);
            let is_linkerd = name == "proxy" && container.name == "linkerd-proxy";
            Some(name).filter(|name| HELPERS.contains(name) || is_linkerd)?
        }
    };
    Some(format!("runs {name}, which serves until it is stopped"))
}

/// The command that waits for ever, if that is what the container runs: `sleep infinity`.
pub(in crate::catalogue) fn waits_for_ever(container: &Container<'_>) -> Option<String> {
    let invocation = container.invocation()?;
    if let Some(range) = container.script().and_then(|script| script.never_ends.clone()) {
        let text = container.node.resolve(&container.script_path()?)?.as_str()?.get(invocation.script_offset..)?;
        let line = text.get(range)?.lines().next()?;
        let shown: String = line.chars().take(60).collect();
        return Some(shown.trim_end().to_owned());
    }
    // What `timeout` starts ends with it.
    if invocation.has_timeout {
        return None;
    }
    let words = words(container);
    let at = words.iter().position(|word| *word == invocation.program)?;
    let arguments = words.get(at + 1..).unwrap_or_default();
    let waits = match base_name(&invocation.program) {
        "sleep" => arguments.iter().any(|word| is_for_ever(word)),
        "tail" => arguments.iter().any(|word| matches!(*word, "-f" | "-F")) && arguments.contains(&"/dev/null"),
        "pause" => arguments.is_empty(),
        _ => false,
    };
    waits.then(|| {
        std::iter::once(base_name(&invocation.program)).chain(arguments.iter().copied()).collect::<Vec<_>>().join(" ")
    })
}

/// A year and more.
fn is_for_ever(word: &str) -> bool {
    matches!(word, "infinity" | "inf")
        || word.parse().is_ok_and(|seconds: u64| seconds >= 31_536_000)
        || word.strip_suffix('d').and_then(|days| days.parse().ok()).is_some_and(|days: u64| days >= 365)
}

/// Whether something in the pod seems to stop its helpers when the work is done.
pub(in crate::catalogue) fn helpers_are_stopped(workload: &Workload<'_>) -> bool {
    const STOPS: [&str; 8] =
        ["quitquitquit", "/shutdown", "/v1/quit", "pkill", "killall", "kill ", "linkerd-await", "scuttle"];
    let shared = workload.pod("shareProcessNamespace").and_then(Node::as_bool) == Some(true);
    shared
        || workload
            .containers
            .iter()
            .filter(|container| container.kind == ContainerKind::Regular)
            .flat_map(Container::words)
            .filter_map(|(_, _, node)| node.as_str())
            .any(|word| STOPS.iter().any(|stop| word.contains(stop)))
}
