//! An annotation that was to confine containers and no longer does, or soon will not.

use crate::catalogue::Diagnostic;
use crate::check::Lint;
use crate::diagnosis::Severity;
use crate::manifest::Workload;
use crate::prevent::rule::Prevention;
use crate::repair::{Fix, Safety};
use crate::yaml::{Data, Path, Step};

/// The diagnostic.
pub(super) static DIAGNOSTIC: Diagnostic = Diagnostic {
    name: "security-annotation-obsolete",
    code: "SE751",
    severity: Severity::Medium,
    page: include_str!("page.md"),
    check: |workload, found| {
        let Some(annotations) = workload.template("metadata").and_then(|metadata| metadata.get("annotations")) else {
            return;
        };
        for entry in annotations.entries() {
            let Some(meant) = Meant::of(&entry.key) else { continue };
            let Some(value) = entry.node.as_str() else { continue };
            let field = meant.field();
            let (severity, message) = match (meant.is_seccomp(), is_set(workload, &meant)) {
                (_, true) => {
                    (Severity::Low, format!("the annotation {} is no longer read: {field} says what counts", entry.key))
                }
                (true, false) => (
                    Severity::Medium,
                    format!(
                        "the annotation {} has had no effect since Kubernetes 1.27: {value} is asked for, and the \
                         containers run as if nothing were",
                        entry.key
                    ),
                ),
                (false, false) => (
                    Severity::Low,
                    format!("the annotation {} is deprecated since Kubernetes 1.30: {field} replaces it", entry.key),
                ),
            };
            let path = workload.template_path("metadata.annotations").key(entry.key.clone());
            let help = format!("set {field} and remove the annotation");
            found.push(Lint::new(&DIAGNOSTIC, workload, path, message).help(help).severity(severity));
        }
    },
    repair: |workload, lint, _| {
        let Some(Step::Key(key)) = lint.path.0.last() else { return None };
        let meant = Meant::of(key)?;
        if is_set(workload, &meant) {
            return Some(Fix::new(Safety::Safe, "remove the annotation").delete(lint.path.clone()));
        }
        let value = workload.root.resolve(&lint.path)?.as_str()?;
        let path = meant.path(workload)?;
        // What AppArmor's annotation says still counts; what seccomp's says would begin to.
        let (safety, note) = match meant.is_seccomp() {
            true => {
                (Safety::Unsafe, "the profile then takes effect: a program that needs a forbidden system call fails")
            }
            false => (Safety::Safe, ""),
        };
        Some(
            Fix::new(safety, format!("set {} instead", meant.field()))
                .note(note)
                .set(path, profile(value)?)
                .delete(lint.path.clone()),
        )
    },
    prevent: Prevention::not_said("an annotation names a container, and an expression cannot look that up"),
    ..Diagnostic::NEW
};

/// What an annotation was about.
enum Meant<'k> {
    SeccompOfPod,
    SeccompOf(&'k str),
    AppArmorOf(&'k str),
}

impl<'k> Meant<'k> {
    fn of(key: &'k str) -> Option<Self> {
        if key == "seccomp.security.alpha.kubernetes.io/pod" {
            return Some(Self::SeccompOfPod);
        }
        match key.split_once('/')? {
            ("container.seccomp.security.alpha.kubernetes.io", name) => Some(Self::SeccompOf(name)),
            ("container.apparmor.security.beta.kubernetes.io", name) => Some(Self::AppArmorOf(name)),
            _ => None,
        }
    }

    fn is_seccomp(&self) -> bool {
        !matches!(self, Self::AppArmorOf(_))
    }

    fn field(&self) -> &'static str {
        match self {
            Self::AppArmorOf(_) => "securityContext.appArmorProfile",
            _ => "securityContext.seccompProfile",
        }
    }

    /// Where the field stands; `None` for a container that does not exist.
    fn path(&self, workload: &Workload<'_>) -> Option<Path> {
        match self {
            Self::SeccompOfPod => Some(workload.pod_path(self.field())),
            Self::SeccompOf(name) | Self::AppArmorOf(name) => {
                let container = workload.containers.iter().find(|container| container.name == *name)?;
                Some(workload.container_path(container, self.field()))
            }
        }
    }
}

/// Whether a field already says it.
fn is_set(workload: &Workload<'_>, meant: &Meant<'_>) -> bool {
    meant.path(workload).is_some_and(|path| workload.root.resolve(&path).is_some_and(|node| !node.is_empty()))
}

/// The field's value for an annotation's.
fn profile(value: &str) -> Option<Data> {
    let of_type = |name: &str| ("type".to_owned(), Data::from(name));
    let entries = match value {
        "runtime/default" | "docker/default" => vec![of_type("RuntimeDefault")],
        "unconfined" => vec![of_type("Unconfined")],
        _ => {
            let name = value.strip_prefix("localhost/").filter(|name| !name.is_empty())?;
            vec![of_type("Localhost"), ("localhostProfile".to_owned(), Data::from(name))]
        }
    };
    Some(Data::Map(entries))
}
