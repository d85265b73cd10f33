//! Places: where they begin, and the keys from there on.

use super::Test;

/// A place, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place<'p> {
    /// Where it begins: `pod`, `container`.
    pub root: &'p str,
    /// The keys from there on.
    pub keys: Vec<&'p str>,
}

impl<'p> Place<'p> {
    /// Takes a written place apart; a bracket that is never closed goes to the end.
    #[must_use]
    pub fn parse(text: &'p str) -> Self {
        let end = text.find(['.', '[']).unwrap_or(text.len());
        let (root, mut rest) = text.split_at_checked(end).unwrap_or((text, ""));
        let mut keys = Vec::new();
        while !rest.is_empty() {
            if let Some(inside) = rest.strip_prefix('[') {
                let (key, after) = inside.split_once(']').unwrap_or((inside, ""));
                keys.push(key);
                rest = after;
                continue;
            }
            rest = rest.strip_prefix('.').unwrap_or(rest);
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            let (key, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            keys.push(key);
            rest = after;
        }
        Self { root, keys }
    }

    /// Whether a key may follow a dot in Rego and CEL; any other stands in brackets.
    #[must_use]
    pub fn is_word(key: &str) -> bool {
        key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    }
}

/// The roots that a test and everything inside it name and do not bind themselves, in order of first use.
#[must_use]
pub fn names_in(test: &Test) -> Vec<&'static str> {
    let mut names: Vec<&'static str> = test.places().into_iter().map(|at| Place::parse(at).root).collect();
    let (inside, bound) = test.inside();
    for test in inside {
        names.extend(names_in(test).into_iter().filter(|name| !bound.contains(name)));
    }
    let mut seen = Vec::new();
    names.retain(|name| {
        let is_new = !seen.contains(name);
        seen.push(*name);
        is_new
    });
    names
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn a_place_is_its_root_and_its_keys() {
        let table: [(&str, &str, &[&str]); 4] = [
            ("code", "code", &[]),
            ("pod.os.name", "pod", &["os", "name"]),
            ("pod.nodeSelector[kubernetes.io/os]", "pod", &["nodeSelector", "kubernetes.io/os"]),
            ("x[a.b].c", "x", &["a.b", "c"]),
        ];
        for (text, root, keys) in table {
            assert_eq!(Place::parse(text), Place { root, keys: keys.to_vec() }, "{text}");
        }
    }
}
