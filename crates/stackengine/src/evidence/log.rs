//! Whose log a text is: from file names and from the prefix kubectl puts before lines.

use super::LogOwner;
use super::line::Piece;

/// The owner a file name tells: `POD.CONTAINER.txt`, `POD.CONTAINER.previous.log`, `POD_CONTAINER.log`, and the
/// kubelet's own `POD_NAMESPACE_CONTAINER-ID.log`.
pub(super) fn owner_of_file(name: &str) -> LogOwner {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let Some((stem, "txt" | "log" | "out")) = name.rsplit_once('.') else { return LogOwner::default() };
    let (stem, previous) = match stem.strip_suffix(".previous").or_else(|| stem.strip_suffix("_previous")) {
        Some(stem) => (stem, true),
        None => (stem, false),
    };
    let mut owner = LogOwner { previous, ..LogOwner::default() };
    let parts: Vec<&str> = if stem.contains('_') { stem.split('_').collect() } else { stem.splitn(2, '.').collect() };
    match parts.as_slice() {
        [pod] if is_generated(pod) => owner.pod = Some((*pod).to_owned()),
        [pod, container] if is_name(pod) && is_name(container) => {
            owner.pod = Some((*pod).to_owned());
            owner.container = Some((*container).to_owned());
        }
        [pod, namespace, rest] if is_name(pod) && is_name(namespace) => {
            let container = match rest.rsplit_once('-') {
                Some((container, id)) if id.len() == 64 && id.bytes().all(|byte| byte.is_ascii_hexdigit()) => container,
                _ => rest,
            };
            owner.pod = Some((*pod).to_owned());
            owner.namespace = Some((*namespace).to_owned());
            owner.container = Some(container.to_owned());
        }
        _ => return LogOwner::default(),
    }
    owner
}

/// The owner in `[pod/NAME/CONTAINER] line`, and the length of the prefix.
pub(super) fn prefix(line: Piece<'_>) -> Option<(LogOwner, usize)> {
    let inner = line.strip_prefix("[pod/")?;
    let (inner, _) = inner.split_once("]")?;
    let (pod, container) = inner.split_once("/")?;
    if !is_name(pod.text) || !is_name(container.text) {
        return None;
    }
    let owner =
        LogOwner { pod: Some(pod.text.to_owned()), container: Some(container.text.to_owned()), ..LogOwner::default() };
    Some((owner, inner.end() + 1 - line.start))
}

/// A name as Kubernetes allows it.
pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 253
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.'))
        && text.as_bytes()[0].is_ascii_alphanumeric()
}

/// Whether a name ends in the five letters a controller appends to the names of its pods.
pub(super) fn is_generated(text: &str) -> bool {
    is_name(text)
        && text.rsplit_once('-').is_some_and(|(_, suffix)| {
            suffix.len() == 5 && suffix.bytes().all(|byte| b"bcdfghjklmnpqrstvwxz2456789".contains(&byte))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(name: &str) -> (Option<String>, Option<String>, bool) {
        let owner = owner_of_file(name);
        (owner.pod, owner.container, owner.previous)
    }

    #[test]
    fn file_names_tell_the_owner() {
        let both = |previous| (Some("etl-9wf6b".to_owned()), Some("main".to_owned()), previous);
        assert_eq!(parts("x/logs/etl-9wf6b.main.txt"), both(false));
        assert_eq!(parts("etl-9wf6b.main.previous.txt"), both(true));
        assert_eq!(parts("C:\\tmp\\etl-9wf6b_main.log"), both(false));
        assert_eq!(parts("etl-9wf6b.log"), (Some("etl-9wf6b".to_owned()), None, false));
        assert_eq!(parts("describe.txt"), (None, None, false));
        assert_eq!(parts("-"), (None, None, false));
        let id = "a".repeat(64);
        let kubelet = owner_of_file(&format!("etl-9wf6b_team-02_main-{id}.log"));
        assert_eq!((kubelet.namespace.as_deref(), kubelet.container.as_deref()), (Some("team-02"), Some("main")));
    }

    #[test]
    fn the_prefix_of_many_pods_is_read() {
        let (owner, len) = prefix(Piece::new(0, "[pod/a-1/main] x [y]")).expect("prefix");
        assert_eq!((owner.pod.as_deref(), owner.container.as_deref(), len), (Some("a-1"), Some("main"), 14));
        assert!(prefix(Piece::new(0, "[pod/a-1 main] x")).is_none());
    }
}
