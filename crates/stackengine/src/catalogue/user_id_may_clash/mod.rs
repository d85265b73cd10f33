//! The user of a container may be a user of the node, too.

use crate::catalogue::Diagnostic;
use crate::catalogue::support::{
    HAS_USER, POD_HAS_USER, has_own_users, is_windows, names, of_pod, or_in_containers, own, pod_path, verb,
};
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::manifest::Container;
use crate::prevent::rule::{Compare, Limit, OWN_USERS, Parameter, Prevention, Rule, Test, WINDOWS};
use crate::repair::{Fix, Level, Safety};
use crate::yaml::Node;

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "user-id-may-clash",
    code: "SE809",
    severity: Severity::Info,
    level: Level::Hardened,
    page: include_str!("page.md"),
    asked_by: &["CKV_K8S_40", "kube-score:container-security-context-user-group-id"],
    check: |workload, found| {
        if is_windows(workload) || has_own_users(workload) {
            return;
        }
        let id = |node: Option<&Node<'_>>| node.and_then(Node::as_int);
        let mut heirs: Vec<&Container<'_>> = Vec::new();
        for container in &workload.containers {
            match id(own(container, "runAsUser")) {
                Some(low) if (1..HIGH).contains(&low) => {
                    let message = format!("{} runs as user {low}, who may be somebody on the node", container.name);
                    let path = "securityContext.runAsUser";
                    found.push(Lint::in_container(&DIAGNOSTIC, workload, container, path, message).help(HELP));
                }
                Some(_) => {}
                None => heirs.push(container),
            }
        }
        let n_heirs = heirs.len();
        let runs = verb(n_heirs, "runs", "run");
        let message = match id(of_pod(workload, "runAsUser")) {
            _ if n_heirs == 0 => return,
            None => format!("the image decides as which user {} {runs}, who may be somebody on the node", names(heirs)),
            Some(low) if (1..HIGH).contains(&low) => {
                format!("{} {runs} as user {low}, who may be somebody on the node", names(heirs))
            }
            Some(_) => return,
        };
        let lint = Lint::new(&DIAGNOSTIC, workload, pod_path(workload, "runAsUser"), message).help(HELP);
        found.push(or_in_containers(lint, workload, "runAsUser"));
    },
    repair: |_, _, _| {
        let note = "only you know which user the image has for this, and which files that user may read and write";
        Some(Fix::new(Safety::DisplayOnly, "set runAsUser to an id of 10000 or more").note(note))
    },
    prevent: Prevention::by(RULES),
    ..Diagnostic::NEW
};

/// Below it, distributions and their packages give ids to people and services.
const HIGH: i64 = 10_000;

const HELP: &str = "set runAsUser to an id of 10000 or more that owns the program's files, or set hostUsers: false";

const RULES: &[Rule] = &[Rule::of_containers(
    Test::All(&[
        Test::Not(&WINDOWS),
        Test::Not(&OWN_USERS),
        Test::Any(&[
            Test::All(&[
                Test::Number("container.securityContext.runAsUser", Compare::AtLeast, Limit::Is(1)),
                Test::Number("container.securityContext.runAsUser", Compare::Below, Limit::Chosen(HIGHEST)),
            ]),
            Test::All(&[
                Test::Not(&HAS_USER),
                Test::Any(&[
                    Test::All(&[
                        Test::Number("pod.securityContext.runAsUser", Compare::AtLeast, Limit::Is(1)),
                        Test::Number("pod.securityContext.runAsUser", Compare::Below, Limit::Chosen(HIGHEST)),
                    ]),
                    Test::Not(&POD_HAS_USER),
                ]),
            ]),
        ]),
    ]),
    "its user may be somebody on the node; set runAsUser to a high id that owns the files of the program",
)];

const HIGHEST: Parameter =
    Parameter { name: "lowestUserId", means: "the lowest id that nobody on a node has", default: HIGH };
