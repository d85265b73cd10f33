//! The engine's sentences name flags and variables of the command line; in the page there are fields instead.

use stackengine::ask::Provider;

/// A flag in its sentence, and the same in a page; longer ones first.
const FIELDS: &[(&str, &str)] = &[
    ("see --model and --address", "look at the model and the address"),
    ("try --plain, or another --model", "ask without a schema, or try another model"),
    ("another --model", "another model"),
    ("lower --budget", "lower the size of the question"),
    ("give the right --address", "give the right address"),
    ("see --address", "look at the address"),
    (
        "name what is harmless with --keep, or mask it with --mask",
        "say what is harmless, or mask it, under “What is masked”",
    ),
    ("put it into STACKENGINE_API_KEY", "put it into the field of the key"),
];

/// A sentence of the engine as the page says it.
pub(super) fn in_the_page(sentence: &str, provider: Option<&Provider>) -> String {
    let mut said = sentence.to_owned();
    for (flag, field) in FIELDS {
        said = said.replace(flag, field);
    }
    if let Some(variable) = provider.and_then(|provider| provider.key_variable) {
        said =
            said.replace(&format!("whether {variable} holds the right one"), "whether its field holds the right one");
    }
    // The provider does not say which of the two it is.
    if said.contains("refused the key") {
        said.push_str("; where an organisation lets no page ask, `stackengine ask` can");
    }
    said
}

#[cfg(test)]
mod tests {
    use stackengine::ask::{Answer, PROVIDERS, Reader, Refused, Trouble};

    use super::*;

    /// Every sentence that can come: of each provider, for each status, and what else there is.
    fn sentences(provider: &'static Provider) -> Vec<String> {
        let mut all: Vec<String> = [301, 400, 401, 402, 404, 413, 429, 500, 529, 200]
            .map(|status| Trouble::of_status(provider, status, b"", None).sentence)
            .to_vec();
        let said = |events: Vec<stackengine::ask::Event>| format!("{events:?}");
        all.push(said(Reader::new(provider).finish()));
        all.push(said(Reader::new(provider).feed(b"data: {\n\n")));
        all.push(said(Reader::new(provider).feed(&vec![b'x'; 9 << 20])));
        all.push(Refused::Private(vec!["a password".to_owned()]).to_string());
        all.push(Answer::read("").expect_err("no answer"));
        all
    }

    #[test]
    fn no_sentence_names_a_flag_or_a_variable() {
        for provider in PROVIDERS {
            for sentence in sentences(provider) {
                let said = in_the_page(&sentence, Some(provider));
                assert!(!said.contains("--") && !said.contains("_KEY"), "{sentence}: {said}");
            }
        }
    }
}
