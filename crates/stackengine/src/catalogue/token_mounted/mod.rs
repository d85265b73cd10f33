//! Every container holds a token for the API that nothing here seems to use.

use crate::catalogue::Diagnostic;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::manifest::Container;
use crate::prevent::rule::{Prevention, Rule, Test};
use crate::repair::{Fix, Level, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "token-mounted",
    code: "SE816",
    severity: Severity::Low,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["CKV_K8S_38"],
    check: |workload, found| {
        // An account of its own was chosen for what its token may do.
        let account = workload.pod("serviceAccountName").or_else(|| workload.pod("serviceAccount"));
        let is_default = account.is_none_or(|node| matches!(node.as_str(), Some("" | "default")));
        if !is_default || workload.pod("automountServiceAccountToken").is_some() || workload.containers.is_empty() {
            return;
        }
        if workload.containers.iter().any(talks_to_the_api) {
            return;
        }
        let message = "the token of the account default lies in every container, for whoever breaks in";
        let help = "set automountServiceAccountToken: false, unless the program talks to the Kubernetes API";
        let path = workload.pod_path("automountServiceAccountToken");
        let lint = Lint::new(&DIAGNOSTIC, workload, path, message).help(help);
        let lint = lint.unless_open(workload.pod_path("serviceAccountName"));
        found.push(lint.unless_open(workload.pod_path("serviceAccount")));
    },
    repair: |_, lint, _| {
        let note = "a program that talks to the Kubernetes API no longer can";
        Some(
            Fix::new(Safety::Unsafe, "set automountServiceAccountToken to false")
                .note(note)
                .set(lint.path.clone(), false),
        )
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

/// What a client of the API shows on its command line or in the name of its image.
const CLIENTS: [&str; 6] =
    ["kubectl", "helm", "kustomize", "serviceaccount/token", "KUBERNETES_SERVICE_HOST", "kubernetes.default"];

fn talks_to_the_api(container: &Container<'_>) -> bool {
    let image = container.get("image").and_then(Node::as_str).into_iter();
    let mut texts = image.chain(container.words().filter_map(|(_, _, node)| node.as_str()));
    texts.any(|text| CLIENTS.iter().any(|client| text.contains(client)))
}

const RULES: &[Rule] = &[Rule::of_object(
    Test::All(&[
        Test::Any(&[
            Test::OneOf("pod.serviceAccountName", &["", "default"]),
            Test::All(&[
                Test::Not(&Test::Present("pod.serviceAccountName")),
                Test::Any(&[
                    Test::Not(&Test::Present("pod.serviceAccount")),
                    Test::OneOf("pod.serviceAccount", &["", "default"]),
                ]),
            ]),
        ]),
        Test::Not(&Test::Present("pod.automountServiceAccountToken")),
        Test::Some("container", "containers", &Test::All(&[])),
        Test::Not(&Test::Some(
            "container",
            "containers",
            &Test::Any(&[
                Test::Matches(
                    "container.image",
                    r"kubectl|helm|kustomize|serviceaccount/token|KUBERNETES_SERVICE_HOST|kubernetes\.default",
                ),
                Test::Some(
                    "word",
                    "container.args",
                    &Test::Matches(
                        "word",
                        r"kubectl|helm|kustomize|serviceaccount/token|KUBERNETES_SERVICE_HOST|kubernetes\.default",
                    ),
                ),
                Test::Some(
                    "word",
                    "container.command",
                    &Test::Matches(
                        "word",
                        r"kubectl|helm|kustomize|serviceaccount/token|KUBERNETES_SERVICE_HOST|kubernetes\.default",
                    ),
                ),
            ]),
        )),
    ]),
    "the token of the account default lies in every container; set automountServiceAccountToken: false",
)];
