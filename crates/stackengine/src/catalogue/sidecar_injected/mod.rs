//! An injector is asked to add a container that outlives the work.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::helpers_are_stopped;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::manifest::Workload;
use crate::prevent::rule::Prevention;
use crate::repair::{Fix, Safety};
use crate::yaml::{Path, Value};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "sidecar-injected",
    code: "SE741",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        let lists = ["annotations", "labels"];
        let asked =
            lists.iter().any(|list| workload.template("metadata").and_then(|metadata| metadata.get(list)).is_some());
        if !asked || helpers_are_stopped(workload) {
            return;
        }
        for injector in &INJECTORS {
            let Some((list, _)) = lists.iter().find_map(|list| {
                let value = noted(workload, list, injector.asks)?;
                injector.with.contains(&value.as_str()).then_some((list, value))
            }) else {
                continue;
            };
            let ends = |(key, value): &(&str, &str)| {
                lists
                    .iter()
                    .any(|list| noted(workload, list, key).is_some_and(|noted| value.is_empty() || noted == *value))
            };
            if injector.ends.iter().any(ends) {
                continue;
            }
            let path = workload.template_path("metadata").key(*list).key(injector.asks);
            let message = format!(
                "{} adds {} to the pod, which keeps running when the work is done: the Job does not complete unless \
                 something stops it",
                injector.name, injector.adds
            );
            found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(injector.help));
        }
    },
    repair: |workload, lint, _| {
        let injector = INJECTORS
            .iter()
            .find(|injector| matches!(lint.path.0.last(), Some(crate::yaml::Step::Key(key)) if key == injector.asks))?;
        let (key, value) = injector.cure?;
        let path = workload.template_path("metadata").key("annotations").key(key);
        Some(Fix::new(Safety::Unsafe, format!("annotate the pod with {key}")).note(injector.note).set(path, value))
    },
    prevent: Prevention::not_said("it reads command lines and the names of programs"),
    ..Diagnostic::NEW
};

/// Something that adds containers to pods.
struct Injector {
    name: &'static str,
    adds: &'static str,
    /// The annotation or label that asks for it, and its values that do.
    asks: &'static str,
    with: &'static [&'static str],
    /// What makes the added container end: key and value, any value where it is empty.
    ends: &'static [(&'static str, &'static str)],
    cure: Option<(&'static str, &'static str)>,
    note: &'static str,
    help: &'static str,
}

const INJECTORS: [Injector; 4] = [
    Injector {
        name: "Istio",
        adds: "istio-proxy",
        asks: "sidecar.istio.io/inject",
        with: &["true"],
        ends: &[("sidecar.istio.io/nativeSidecar", "true")],
        cure: Some(("sidecar.istio.io/nativeSidecar", "true")),
        note: "needs Istio 1.24 and Kubernetes 1.29 or later; the proxy is then stopped when the work is done",
        help: "annotate the pod with sidecar.istio.io/nativeSidecar: \"true\", or call the proxy's /quitquitquit when \
               the work is done",
    },
    Injector {
        name: "Linkerd",
        adds: "linkerd-proxy",
        asks: "linkerd.io/inject",
        with: &["enabled", "ingress"],
        ends: &[
            ("config.alpha.linkerd.io/proxy-enable-native-sidecar", "true"),
            ("config.beta.linkerd.io/proxy-enable-native-sidecar", "true"),
            ("config.linkerd.io/proxy-enable-native-sidecar", "true"),
        ],
        cure: Some(("config.beta.linkerd.io/proxy-enable-native-sidecar", "true")),
        note: "needs Linkerd 2.19 and Kubernetes 1.29 or later; Linkerds before that know the alpha form of the key",
        help: "annotate the pod so that the proxy is a native sidecar, or start the work through linkerd-await --shutdown",
    },
    Injector {
        name: "Dapr",
        adds: "daprd",
        asks: "dapr.io/enabled",
        with: &["true"],
        ends: &[],
        cure: None,
        note: "",
        help: "post to daprd's /v1.0/shutdown when the work is done",
    },
    Injector {
        name: "Vault's agent injector",
        adds: "vault-agent",
        asks: "vault.hashicorp.com/agent-inject",
        with: &["true"],
        ends: &[
            ("vault.hashicorp.com/agent-pre-populate-only", "true"),
            ("vault.hashicorp.com/agent-enable-quit", "true"),
        ],
        cure: Some(("vault.hashicorp.com/agent-pre-populate-only", "true")),
        note: "secrets are then fetched once before the work and not renewed while it runs",
        help: "let the agent only fetch the secrets first: vault.hashicorp.com/agent-pre-populate-only: \"true\"",
    },
];

/// The text of an annotation or label; an unquoted `true` is refused by the API, and yet means the same.
fn noted(workload: &Workload<'_>, list: &str, key: &str) -> Option<String> {
    let node = workload.template_node(&Path::parse("metadata").key(list).key(key))?;
    match &node.value {
        Value::Bool(value) => Some(value.to_string()),
        _ => node.as_str().map(str::to_owned),
    }
}
