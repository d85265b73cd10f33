//! The headers of each file, from the `_headers` beside them: written by the page's own build, so there is one list of them.

/// Blocks of a path and what it does to headers.
#[derive(Debug, Default)]
pub(super) struct Rules {
    blocks: Vec<(String, Vec<Deed>)>,
}

#[derive(Debug)]
enum Deed {
    Set(String, String),
    Drop(String),
}

impl Rules {
    /// Reads the form that static hosts read: a path, and below it, indented, `name: value` or `! name`.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut rules = Self::default();
        for (at, line) in text.lines().enumerate() {
            let wrong = || format!("_headers:{}: neither a path nor a header", at + 1);
            let is_indented = line.starts_with([' ', '\t']);
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if !is_indented {
                let path = line.starts_with('/').then(|| line.to_owned()).ok_or_else(wrong)?;
                rules.blocks.push((path, Vec::new()));
                continue;
            }
            let deed = match (line.strip_prefix('!'), line.split_once(':')) {
                (Some(name), _) => Deed::Drop(name.trim().to_ascii_lowercase()),
                (None, Some((name, value))) => Deed::Set(name.trim().to_ascii_lowercase(), value.trim().to_owned()),
                (None, None) => return Err(wrong()),
            };
            rules.blocks.last_mut().ok_or_else(wrong)?.1.push(deed);
        }
        Ok(rules)
    }

    /// The headers of a path; a later block takes the place of an earlier one.
    pub(super) fn of(&self, path: &str) -> Vec<(&str, &str)> {
        let mut headers: Vec<(&str, &str)> = Vec::new();
        let fits = |pattern: &str| pattern.strip_suffix('*').map_or(pattern == path, |start| path.starts_with(start));
        for deed in self.blocks.iter().filter(|(pattern, _)| fits(pattern)).flat_map(|(_, deeds)| deeds) {
            match deed {
                Deed::Drop(name) => headers.retain(|(known, _)| known != name),
                Deed::Set(name, value) => {
                    headers.retain(|(known, _)| known != name);
                    headers.push((name, value));
                }
            }
        }
        headers
    }
}

#[cfg(test)]
mod tests {
    use super::Rules;

    #[test]
    fn later_blocks_take_the_place_of_earlier_ones() {
        let rules = Rules::parse("/*\n  A: 1\n  b: x: y\n\n/assets/*\n  a: 2\n/sw.js\n  ! b\n").expect("rules");
        assert_eq!(rules.of("/x"), [("a", "1"), ("b", "x: y")]);
        assert_eq!(rules.of("/assets/y"), [("b", "x: y"), ("a", "2")]);
        assert_eq!(rules.of("/sw.js"), [("a", "1")]);
    }

    #[test]
    fn what_is_not_understood_is_an_error() {
        for text in ["a: 1", "  a: 1", "/*\n  what\n"] {
            assert!(Rules::parse(text).is_err(), "{text}");
        }
    }
}
