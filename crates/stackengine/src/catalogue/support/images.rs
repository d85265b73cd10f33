//! Image references.

use super::base_name;

/// Whether the tag may mean another image tomorrow: `latest`, or none.
pub(in crate::catalogue) fn has_mutable_tag(image: &str) -> bool {
    let name = base_name(image.trim());
    match name.rsplit_once(':') {
        _ if image.contains('@') || name.is_empty() => false,
        Some((_, tag)) => tag == "latest",
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::has_mutable_tag;

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
