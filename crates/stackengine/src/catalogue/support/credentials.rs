//! What looks like a password, a token or a key. It names the form and never repeats the value.

/// Beginnings of tokens that their makers gave a form of its own, with the least length.
const TOKENS: [(&str, usize, &str); 14] = [
    ("ghp_", 40, "a GitHub token"),
    ("gho_", 40, "a GitHub token"),
    ("ghs_", 40, "a GitHub token"),
    ("github_pat_", 60, "a GitHub token"),
    ("glpat-", 26, "a GitLab token"),
    ("xoxb-", 30, "a Slack token"),
    ("xoxp-", 30, "a Slack token"),
    ("sk_live_", 24, "a Stripe key"),
    ("rk_live_", 24, "a Stripe key"),
    ("AIza", 39, "a Google API key"),
    ("npm_", 40, "an npm token"),
    ("pypi-", 60, "a PyPI token"),
    ("dckr_pat_", 30, "a Docker token"),
    ("hf_", 34, "a Hugging Face token"),
];

/// Words in the name of a variable that holds a secret.
const SECRET_WORDS: [&str; 9] =
    ["PASSWORD", "PASSWD", "PASSPHRASE", "SECRET", "TOKEN", "API_KEY", "APIKEY", "PRIVATE_KEY", "ACCESS_KEY"];

/// Last words of the name of a variable that only speaks about a secret.
const ABOUT: [&str; 30] = [
    "FILE",
    "PATH",
    "DIR",
    "NAME",
    "NAMES",
    "URL",
    "URI",
    "ID",
    "HOST",
    "PORT",
    "ENABLED",
    "TTL",
    "EXPIRY",
    "EXPIRATION",
    "SECONDS",
    "LENGTH",
    "TYPE",
    "ALGORITHM",
    "REF",
    "HEADER",
    "ENDPOINT",
    "ISSUER",
    "AUDIENCE",
    "LIFETIME",
    "NAMESPACE",
    "MOUNT",
    "FIELD",
    "PREFIX",
    "VERSION",
    "STORE",
];

/// What a text holds that is a credential by its form, as words: `a GitHub token`.
pub(in crate::catalogue) fn known_form(text: &str) -> Option<&'static str> {
    if text.contains("PRIVATE KEY-----") && text.contains("-----BEGIN ") {
        return Some("a private key");
    }
    let is_part = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '.');
    let words = || text.split(|char: char| !is_part(char)).filter(|word| word.len() >= 16);
    let token = words().find_map(|word| {
        let known = TOKENS.iter().find(|(start, least, _)| word.starts_with(start) && word.len() >= *least);
        known
            .filter(|_| !is_dull(word))
            .map(|(_, _, what)| *what)
            .or_else(|| is_aws_key(word).then_some("an AWS access key"))
    });
    token.or_else(|| words().any(is_json_web_token).then_some("a JSON web token")).or_else(|| password_in_address(text))
}

/// Whether a variable of this name has a secret as its literal value.
pub(in crate::catalogue) fn is_secret(name: &str, value: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let is_named = SECRET_WORDS.iter().any(|word| {
        // The plural counts something: MAX_TOKENS.
        name.find(word).is_some_and(|start| !name.get(start + word.len()..).is_some_and(|rest| rest.starts_with('S')))
    });
    let last = name.rsplit(['_', '-', '.']).next().unwrap_or_default();
    is_named && !ABOUT.contains(&last) && is_literal(value)
}

/// Whether a value can be a secret at all, and is no reference to one, no switch and no number.
fn is_literal(value: &str) -> bool {
    let value = value.trim();
    let lower = value.to_ascii_lowercase();
    let says_no = matches!(
        lower.as_str(),
        "true" | "false" | "yes" | "no" | "none" | "null" | "on" | "off" | "disabled" | "enabled"
    );
    let is_reference = value.contains("$(") || value.contains("${") || value.starts_with('$') || value.contains("://");
    let elsewhere = ["/", "./", "vault:", "ref+", "arn:", "file:", "env:", "ssm:", "projects/", "secret/", "secret:"];
    let is_placeholder = (value.starts_with('<') && value.ends_with('>'))
        || ["replace", "your-", "your_", "placeholder", "example", "dummy", "xxx", "***", "todo"]
            .iter()
            .any(|word| lower.contains(word));
    let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
    value.len() >= 4
        && !says_no
        && !is_reference
        && !is_placeholder
        && !is_number
        && !elsewhere.iter().any(|start| lower.starts_with(start))
}

/// The same letter again and again is somebody's placeholder.
fn is_dull(word: &str) -> bool {
    let tail = word.get(word.len().saturating_sub(12)..).unwrap_or_default();
    tail.chars().next().is_none_or(|first| tail.chars().all(|char| char == first))
}

fn is_aws_key(word: &str) -> bool {
    word.len() == 20
        && ["AKIA", "ASIA"].iter().any(|start| word.starts_with(start))
        && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && !word.ends_with("EXAMPLE")
}

fn is_json_web_token(word: &str) -> bool {
    word.starts_with("eyJ") && word.len() >= 60 && word.matches('.').count() == 2
}

/// `scheme://user:password@host`, with a password that is no reference.
fn password_in_address(text: &str) -> Option<&'static str> {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("://") {
        let end = after
            .find(|char: char| char.is_whitespace() || matches!(char, '/' | '"' | '\'' | '?'))
            .unwrap_or(after.len());
        let authority = after.get(..end).unwrap_or_default();
        if let Some((_, password)) = authority.rsplit_once('@').and_then(|(user, _)| user.split_once(':'))
            && is_literal(password)
            // The last is what a fresh message broker has, and takes from its own machine only.
            && !matches!(password, "password" | "pass" | "passwd" | "pwd" | "guest")
        {
            return Some("an address with a password in it");
        }
        rest = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{is_secret, known_form};

    #[test]
    fn a_credential_is_told_by_its_form() {
        let github = format!("ghp_{}", "a1B2c3D4".repeat(5));
        let aws = format!("AKIA{}", "Q3EGZX7N2KWM5TPB");
        let key = ["-----BEGIN RSA", "PRIVATE KEY-----\nMIIE"].join(" ");
        let truth = [
            (github.as_str(), Some("a GitHub token")),
            (aws.as_str(), Some("an AWS access key")),
            ("AKIAIOSFODNN7EXAMPLE", None),
            (key.as_str(), Some("a private key")),
            ("postgres://app:hunter22@db:5432/x", Some("an address with a password in it")),
            ("postgres://app:$(DB_PASSWORD)@db/x", None),
            ("https://example.org/a:b@c", None),
            ("https://registry.example:5000/x@sha256", None),
            ("ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", None),
            ("curl -s https://example.org | sh", None),
        ];
        for (text, form) in truth {
            assert_eq!(known_form(text), form, "{text}");
        }
    }

    #[test]
    fn a_variable_about_a_secret_is_none() {
        for (name, value) in [("DB_PASSWORD", "hunter22"), ("apiKey_API_KEY", "abcd"), ("SECRET", "s3cr3t")] {
            assert!(is_secret(name, value), "{name}");
        }
        for (name, value) in [
            ("DB_PASSWORD_FILE", "/run/secrets/db"),
            ("DB_PASSWORD", "/run/secrets/db"),
            ("DB_PASSWORD", "$(FROM_ELSEWHERE)"),
            ("DB_PASSWORD", ""),
            ("MAX_TOKENS", "many"),
            ("TOKEN_TTL", "3600s"),
            ("SECRET_NAME", "db-credentials"),
            ("PASSWORD_AUTH", "true"),
            ("PIN_TOKEN", "4096"),
            ("API_TOKEN", "<your token>"),
            ("AUTHOR", "somebody"),
        ] {
            assert!(!is_secret(name, value), "{name}={value}");
        }
    }
}
