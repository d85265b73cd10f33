//! A Job or CronJob: one view for both, so that a check need not know how deep the pod template stands.

use std::ops::Range;

use super::container::{Container, present};
use super::file::FileDocument;
use super::template::has_action;
use crate::yaml::{Node, Path, Span, Value, inside};

/// Which of the two it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkloadKind {
    /// `kind: Job`.
    Job,
    /// `kind: CronJob`.
    CronJob,
}

/// A Job or CronJob as it stands in a manifest.
///
/// Dotted paths are below the part that the method names; `null` counts as absent, as in the API. Values that a template
/// engine would fill in are absent too, and [`Workload::is_unknown`] says so.
#[derive(Debug)]
pub struct Workload<'t> {
    /// Which of the two.
    pub kind: WorkloadKind,
    /// The whole object.
    pub root: &'t Node<'t>,
    /// Its containers: init containers first, then the others, each list in its order.
    pub containers: Vec<Container<'t>>,
    job: Option<&'t Node<'t>>,
    template: Option<&'t Node<'t>>,
    pod: Option<&'t Node<'t>>,
    unknown: &'t [Path],
    open: &'t [Path],
    text: &'t str,
}

impl<'t> Workload<'t> {
    /// A view of `root`; `None` where it is neither a Job nor a CronJob of `batch/v1` (or of the retired `batch/v1beta1`).
    ///
    /// `unknown` lists the paths that a template engine would fill in.
    #[must_use]
    pub fn new(root: &'t Node<'t>, unknown: &'t [Path]) -> Option<Self> {
        let kind = match root.get("kind").and_then(Node::as_str)? {
            "Job" => WorkloadKind::Job,
            "CronJob" => WorkloadKind::CronJob,
            _ => return None,
        };
        // Groups with a dot belong to custom resources, which may well have a Job of their own.
        let version = root.get("apiVersion").and_then(Node::as_str).unwrap_or_default();
        if version.split_once('/').is_some_and(|(group, _)| group.contains('.')) {
            return None;
        }
        // Every check asks for these parts: they are looked up once.
        let job = root.at(job_prefix(kind));
        let template = job.and_then(|job| job.get("template"));
        let pod = template.and_then(|template| template.get("spec"));
        let mut workload =
            Self { kind, root, containers: Vec::new(), job, template, pod, unknown, open: &[], text: "" };
        for list in ["initContainers", "containers"] {
            let items = workload.pod(list).map(Node::items).unwrap_or_default();
            let listed = items.iter().enumerate().map(|(index, node)| Container::new(list, index, node));
            workload.containers.extend(listed);
        }
        Some(workload)
    }

    /// Knows the text that the spans of `root` point into.
    #[must_use]
    pub fn with_text(mut self, text: &'t str) -> Self {
        self.text = text;
        self
    }

    /// A value as it is spelled in the text; `0755` is 493 to everybody else.
    #[must_use]
    pub fn spelling(&self, node: &Node<'_>) -> Option<&'t str> {
        self.text_at(node.span)
    }

    /// The text of a span of the file.
    #[must_use]
    pub fn text_at(&self, span: Span) -> Option<&'t str> {
        self.text.get(span.start as usize..span.end as usize)
    }

    /// `Job` or `CronJob`.
    #[must_use]
    pub fn kind_name(&self) -> &'static str {
        match self.kind {
            WorkloadKind::Job => "Job",
            WorkloadKind::CronJob => "CronJob",
        }
    }

    /// Whether it is a CronJob.
    #[must_use]
    pub fn is_cron_job(&self) -> bool {
        self.kind == WorkloadKind::CronJob
    }

    /// `metadata.name`, else `metadata.generateName`.
    #[must_use]
    pub fn name(&self) -> &'t str {
        let named = |field| self.at(field).and_then(Node::as_str);
        named("metadata.name").or_else(|| named("metadata.generateName")).unwrap_or_default()
    }

    /// The value at a path below the object itself: `metadata.name`, or `spec.schedule` of a CronJob.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&'t Node<'t>> {
        present(self.root.at(path))
    }

    /// The value at a path below the Job's spec: `backoffLimit`.
    #[must_use]
    pub fn job(&self, path: &str) -> Option<&'t Node<'t>> {
        present(self.job?.at(path))
    }

    /// The value at a path below the pod's spec: `securityContext.runAsNonRoot`.
    #[must_use]
    pub fn pod(&self, path: &str) -> Option<&'t Node<'t>> {
        present(self.pod?.at(path))
    }

    /// The value at a path below the pod template: `metadata.annotations`.
    #[must_use]
    pub fn template(&self, path: &str) -> Option<&'t Node<'t>> {
        present(self.template?.at(path))
    }

    /// The value at a path below the pod template whose keys may hold dots: an annotation.
    #[must_use]
    pub fn template_node(&self, path: &Path) -> Option<&'t Node<'t>> {
        present(self.template?.resolve(path))
    }

    /// The whole path of something below the Job's spec.
    #[must_use]
    pub fn job_path(&self, path: &str) -> Path {
        Path::parse(job_prefix(self.kind)).join(&Path::parse(path))
    }

    /// The whole path of something below the pod template.
    #[must_use]
    pub fn template_path(&self, path: &str) -> Path {
        self.job_path("template").join(&Path::parse(path))
    }

    /// The whole path of something below the pod's spec.
    #[must_use]
    pub fn pod_path(&self, path: &str) -> Path {
        self.job_path("template.spec").join(&Path::parse(path))
    }

    /// The whole path of something below a container: `image`, `args[0]`.
    #[must_use]
    pub fn container_path(&self, container: &Container<'_>, path: &str) -> Path {
        self.pod_path(container.list).index(container.index).join(&Path::parse(path))
    }

    /// The container that a path leads into.
    #[must_use]
    pub fn container_at(&self, path: &Path) -> Option<&Container<'t>> {
        self.containers.iter().find(|container| path.starts_with(&self.container_path(container, "")))
    }

    /// Whether a template engine may put something at this path, or already stands there.
    #[must_use]
    pub fn is_unknown(&self, path: &Path) -> bool {
        self.unknown.iter().any(|unknown| path.starts_with(unknown))
    }

    /// A view of an object of a file, which also knows its text and where a template may print more.
    #[must_use]
    pub fn of(document: &'t FileDocument<'_>) -> Option<Self> {
        let mut workload = Self::new(&document.node, &document.unknown)?.with_text(document.text);
        workload.open = &document.open;

        Some(workload)
    }

    /// Whether a template may print only one of two nodes: an action stands on a line between them.
    #[must_use]
    pub fn may_be_alternatives(&self, first: &Node<'_>, second: &Node<'_>) -> bool {
        self.text.get(first.span.start as usize..second.span.start as usize).is_some_and(has_action)
    }

    /// Where a part of a node's text stands: a command inside a script. The node itself where that cannot be said.
    #[must_use]
    pub fn part_span(&self, node: &Node<'_>, part: Range<usize>) -> Span {
        inside(self.text, node, part).unwrap_or(node.span)
    }

    /// Whether a template engine may put more into the mapping or list at this path, or stands in it.
    #[must_use]
    pub fn may_hold_more(&self, path: &Path) -> bool {
        let touches = |other: &Path| path.starts_with(other) || other.starts_with(path);
        self.unknown.iter().any(touches) || self.open.iter().any(touches)
    }

    /// Whether any value of this object comes from a template engine.
    #[must_use]
    pub fn is_templated(&self) -> bool {
        !self.unknown.is_empty()
    }

    /// Where to point for a path: at a scalar itself, at the key of anything larger, at the nearest key above what is missing.
    #[must_use]
    pub fn span(&self, path: &Path) -> Span {
        let mut node = self.root;
        let mut span = first_key(node);
        for step in &path.0 {
            let Some((key_span, next)) = node.step(step) else { return span };
            span = match next.value {
                Value::Mapping(_) | Value::Sequence(_) => key_span.unwrap_or_else(|| first_key(next)),
                _ => next.span,
            };
            node = next;
        }
        span
    }
}

/// Where the Job's spec stands.
fn job_prefix(kind: WorkloadKind) -> &'static str {
    match kind {
        WorkloadKind::Job => "spec",
        WorkloadKind::CronJob => "spec.jobTemplate.spec",
    }
}

fn first_key(node: &Node<'_>) -> Span {
    node.entries().first().map_or(node.span, |entry| entry.key_span)
}
