//! A container runs as root, or nothing keeps it from doing so.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{
    HAS_USER, POD_HAS_USER, SAYS_NON_ROOT, effective, has_own_users, is_windows, names, of_pod, or_in_containers, own,
    own_path, pod_path, verb,
};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::manifest::{Container, Workload};
use crate::prevent::rule::{Compare, Limit, OWN_USERS, Prevention, Rule, Test, WINDOWS};
use crate::repair::{Fix, Level, Safety};
use crate::yaml::{Node, Step};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "runs-as-root",
    code: "SE807",
    severity: Severity::Medium,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &[
        "CKV_K8S_23",
        "kube-linter:run-as-non-root",
        "pss:restricted:running-as-non-root",
        "pss:restricted:running-as-non-root-user",
    ],
    check: |workload, found| {
        if is_windows(workload) || has_own_users(workload) {
            return;
        }
        let of_the_pod = user(of_pod(workload, "runAsUser"));
        let mut heirs: Vec<&Container<'_>> = Vec::new();
        for container in &workload.containers {
            let demanded = effective(workload, container, "runAsNonRoot").and_then(Node::as_bool) == Some(true);
            match (user(own(container, "runAsUser")), of_the_pod) {
                (Some(0), _) => found.push(as_root(workload, container, demanded)),
                (None, Some(0)) => heirs.push(container),
                (Some(_), _) | (None, Some(_)) => {}
                (None, None) if demanded => {}
                (None, None) if own(container, "runAsNonRoot").is_some() => {
                    found.push(refuses_to_say(workload, container));
                }
                (None, None) => heirs.push(container),
            }
        }
        if heirs.is_empty() {
            return;
        }
        let n_heirs = heirs.len();
        let who = names(heirs);
        let (field, message, help) = match of_the_pod {
            Some(_) => {
                let message = format!("{who} {} as root, the pod says so", verb(n_heirs, "runs", "run"));
                ("runAsUser", message, "set runAsUser to the id of a user that the program can work as")
            }
            None => {
                let message =
                    format!("nothing keeps {who} from running as root: the image decides, and most images say root");
                ("runAsNonRoot", message, "set runAsNonRoot: true, and give the image a numeric USER other than 0")
            }
        };
        let lint = Lint::new(&DIAGNOSTIC, workload, pod_path(workload, field), message).help(help);
        let lint = or_in_containers(lint, workload, "runAsUser").unless_open(pod_path(workload, "runAsUser"));
        found.push(or_in_containers(lint, workload, "runAsNonRoot"));
    },
    repair: |workload, lint, _| {
        if lint.path.0.last() == Some(&Step::Key("runAsUser".into())) {
            let note = "only you know which user the image has for this, and which files that user may read and write";
            return Some(Fix::new(Safety::DisplayOnly, "set runAsUser to a user that is not root").note(note));
        }
        let note = "an image whose user is root, or a name instead of a number, is no longer started";
        let fix = Fix::new(Safety::Unsafe, "set runAsNonRoot to true").note(note);
        let contradicts = workload.containers.iter().any(|container| user(own(container, "runAsUser")) == Some(0));
        if lint.container.is_some() || !contradicts {
            return Some(fix.set(lint.path.clone(), true));
        }
        // At the pod it would also hold for the container that asks for root, which then could not start.
        let undecided = workload
            .containers
            .iter()
            .filter(|container| own(container, "runAsUser").is_none() && own(container, "runAsNonRoot").is_none());
        Some(undecided.fold(fix, |fix, container| fix.set(own_path(workload, container, "runAsNonRoot"), true)))
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

fn user(node: Option<&Node<'_>>) -> Option<i64> {
    node.and_then(Node::as_int)
}

fn as_root(workload: &Workload<'_>, container: &Container<'_>, demanded: bool) -> Lint {
    let (message, help) = match demanded {
        true => (
            format!("{} asks for root, although runAsNonRoot forbids it", container.name),
            "set runAsUser to a user that is not root",
        ),
        false => (
            format!("{} runs as root", container.name),
            "set runAsUser to the id of a user that the program can work as, and runAsNonRoot: true",
        ),
    };
    Lint::in_container(&DIAGNOSTIC, workload, container, "securityContext.runAsUser", message).help(help)
}

fn refuses_to_say(workload: &Workload<'_>, container: &Container<'_>) -> Lint {
    let message = format!("{} says runAsNonRoot: false: nothing keeps it from running as root", container.name);
    let help = "set runAsNonRoot: true, and give the image a numeric USER other than 0";
    Lint::in_container(&DIAGNOSTIC, workload, container, "securityContext.runAsNonRoot", message)
        .help(help)
        .unless_open(own_path(workload, container, "runAsUser"))
        .unless_open(pod_path(workload, "runAsUser"))
}

const RULES: &[Rule] = &[Rule::of_containers(
    Test::All(&[
        Test::Not(&WINDOWS),
        Test::Not(&OWN_USERS),
        Test::Any(&[
            Test::Number("container.securityContext.runAsUser", Compare::Equal, Limit::Is(0)),
            Test::All(&[
                Test::Not(&HAS_USER),
                Test::Number("pod.securityContext.runAsUser", Compare::Equal, Limit::Is(0)),
            ]),
            Test::All(&[Test::Not(&HAS_USER), Test::Not(&POD_HAS_USER), Test::Not(&SAYS_NON_ROOT)]),
        ]),
    ]),
    "runs as root, or nothing keeps it from running as root; set runAsNonRoot: true and a user that is not root",
)];
