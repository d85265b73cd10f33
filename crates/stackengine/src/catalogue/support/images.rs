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

/// The fix that appends the digest which was seen to run; `None` where none was seen, or one of another image.
pub(in crate::catalogue) fn pinned(workload: &Workload<'_>, lint: &Lint, observed: &Observed) -> Option<Fix> {
    let container = workload.container_at(&lint.path)?;
    let image = container.get("image").and_then(Node::as_str)?;
    let ran = observed.container(container.name)?.image_digest.as_deref()?;
    let (ran, digest) = ran.split_once('@')?;
    if !is_digest(digest) || repository(ran) != repository(image) {
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

/// The repository without its tag and without what Docker's hub leaves out.
fn repository(image: &str) -> &str {
    let image = image.split_once('@').map_or(image, |(name, _)| name);
    let start_of_name = image.rfind('/').map_or(0, |slash| slash + 1);
    let tagless = match image.get(start_of_name..).and_then(|name| name.find(':')) {
        Some(colon) => image.get(..start_of_name + colon).unwrap_or(image),
        None => image,
    };
    let hub = tagless.strip_prefix("docker.io/").unwrap_or(tagless);
    hub.strip_prefix("library/").unwrap_or(hub)
}

#[cfg(test)]
mod tests {
    use super::{repository, tag};

    #[test]
    fn the_tag_of_an_image_is_not_the_port_of_its_registry() {
        let truth = [
            ("busybox", None, "busybox"),
            ("busybox:1.36", Some("1.36"), "busybox"),
            ("docker.io/library/busybox", None, "busybox"),
            ("registry.example:5000/team/tool", None, "registry.example:5000/team/tool"),
            ("registry.example:5000/team/tool:2", Some("2"), "registry.example:5000/team/tool"),
            ("tool@sha256:00", Some("sha256:00"), "tool"),
            ("tool:3@sha256:00", Some("sha256:00"), "tool"),
        ];
        for (image, expected, name) in truth {
            assert_eq!((tag(image), repository(image)), (expected, name), "{image}");
        }
    }
}
