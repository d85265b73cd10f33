//! References to images, and the digest that an incident shows.

use crate::check::Lint;
use crate::manifest::Workload;
use crate::repair::{Fix, Observed, Safety};
use crate::yaml::Node;

/// The tag, or the digest, that fixes an image; `None` where it has neither.
pub(in crate::catalogue) fn tag(image: &str) -> Option<&str> {
    if let Some((_, digest)) = image.split_once('@') {
        return Some(digest);
    }
    // A colon before the last slash belongs to the port of a registry.
    let name = image.rsplit('/').next().unwrap_or(image);
    name.split_once(':').map(|(_, tag)| tag)
}

/// Whether the tag may mean another image tomorrow: `latest`, or none.
pub(in crate::catalogue) fn has_mutable_tag(image: &str) -> bool {
    let image = image.trim();
    !image.is_empty() && matches!(tag(image), None | Some("latest"))
}

/// The fix that appends the digest which was seen to run; `None` where none was seen, or one of another image.
pub(in crate::catalogue) fn pinned(workload: &Workload<'_>, lint: &Lint, observed: &Observed) -> Option<Fix> {
    let container = workload.container_at(&lint.path)?;
    let image = container.get("image").and_then(Node::as_str)?;
    let seen = observed.container(container.name)?;
    let digest = seen.image_digest.as_deref()?;
    if image.contains('@') || !is_digest(digest) || without_hub(seen.image.as_deref()?) != without_hub(image) {
        return None;
    }
    let pinned = format!("{image}@{digest}");
    let note = "the digest that ran; from now on a moved tag is not followed, nor its security updates";
    Some(Fix::new(Safety::Unsafe, "append the digest that ran").note(note).set(lint.path.clone(), pinned))
}

fn is_digest(digest: &str) -> bool {
    digest
        .strip_prefix("sha256:")
        .is_some_and(|hex| hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// The image without what Docker's hub lets one leave out.
fn without_hub(image: &str) -> &str {
    let image = image.strip_prefix("docker.io/").unwrap_or(image);
    image.strip_prefix("library/").unwrap_or(image)
}

#[cfg(test)]
mod tests {
    use super::{has_mutable_tag, tag};

    #[test]
    fn the_tag_of_an_image_is_not_the_port_of_its_registry() {
        let truth = [
            ("busybox", None),
            ("busybox:1.36", Some("1.36")),
            ("docker.io/library/busybox", None),
            ("registry.example:5000/team/tool", None),
            ("registry.example:5000/team/tool:2", Some("2")),
            ("tool@sha256:00", Some("sha256:00")),
            ("tool:3@sha256:00", Some("sha256:00")),
        ];
        for (image, expected) in truth {
            assert_eq!(tag(image), expected, "{image}");
        }
    }

    #[test]
    fn only_no_tag_and_latest_move() {
        let table = [
            ("busybox", true),
            ("busybox:latest", true),
            ("registry.example:5000/team/x", true),
            ("registry.example:5000/team/x:1", false),
            ("busybox@sha256:abc", false),
            ("busybox:latest@sha256:abc", false),
            ("", false),
        ];
        for (image, expected) in table {
            assert_eq!(has_mutable_tag(image), expected, "{image}");
        }
    }
}
