//! What cannot be a secret, whatever its name says: references, switches, quantities, words of prose.

use super::Kind;

/// Words that follow `password:` or `token` in sentences.
const PROSE: &[&str] = &[
    "a",
    "an",
    "and",
    "are",
    "as",
    "at",
    "authentication",
    "based",
    "be",
    "been",
    "but",
    "by",
    "can",
    "cannot",
    "could",
    "denied",
    "did",
    "does",
    "doesn't",
    "don't",
    "empty",
    "error",
    "exists",
    "expired",
    "failed",
    "failure",
    "for",
    "found",
    "from",
    "has",
    "have",
    "in",
    "incorrect",
    "invalid",
    "is",
    "isn't",
    "it",
    "malformed",
    "may",
    "mismatch",
    "missing",
    "must",
    "no",
    "not",
    "of",
    "on",
    "or",
    "please",
    "refused",
    "rejected",
    "required",
    "rotation",
    "should",
    "that",
    "the",
    "this",
    "to",
    "unable",
    "unauthorized",
    "undefined",
    "unknown",
    "unset",
    "using",
    "was",
    "were",
    "expected",
    "unexpected",
    "got",
    "generated",
    "updated",
    "created",
    "changed",
    "stored",
    "loaded",
    "valid",
    "verification",
    "verified",
    "rotated",
    "provided",
    "refreshed",
    "successfully",
    "accepted",
    "granted",
    "returned",
    "received",
    "used",
    "sent",
    "only",
    "too",
    "already",
    "still",
    "because",
    "if",
    "then",
    "so",
    "into",
    "after",
    "before",
    "when",
    "which",
    "will",
    "with",
    "wrong",
    "you",
    "your",
];

/// Values that say that there is none.
const NOTHING: &[&str] = &[
    "true",
    "false",
    "yes",
    "no",
    "on",
    "off",
    "null",
    "nil",
    "none",
    "undefined",
    "unset",
    "~",
    "enabled",
    "disabled",
    "<none>",
    "<unset>",
    "<nil>",
    "redacted",
    "[redacted]",
    "masked",
    "hidden",
    "omitted",
    "required",
    "optional",
];

/// Whether a whole value may be a secret of this kind.
pub(crate) fn may_be_secret(value: &[u8], kind: Kind) -> bool {
    let value = value.trim_ascii();
    if value.is_empty() || value.iter().all(|byte| matches!(byte, b'*' | b'.' | b'-' | b'x' | b'X' | b'#')) {
        return false;
    }
    let Ok(text) = std::str::from_utf8(value) else { return true };
    let lower = text.to_ascii_lowercase();
    !(NOTHING.contains(&lower.as_str())
        || is_reference(text)
        || is_path(text)
        || is_size_of_data(value)
        || is_sealed(text)
        || (kind == Kind::Bucket && !is_bucket(text))
        || (kind != Kind::Password && is_sentence(text))
        || (kind != Kind::Password && is_quantity(text)))
}

/// Whether the first words of an unquoted value show that it is a sentence; `rest` begins with the value.
pub(crate) fn is_prose(rest: &[u8]) -> bool {
    let word_end = rest.iter().take(24).position(|byte| !byte.is_ascii_alphabetic() && *byte != b'\'').unwrap_or(24);
    let word = rest.get(..word_end.min(rest.len())).unwrap_or_default();
    let Ok(word) = std::str::from_utf8(word) else { return false };
    let ends =
        rest.get(word_end).is_none_or(|byte| matches!(byte, b' ' | b',' | b'.' | b';' | b')' | b'\n' | b'\r' | b':'));
    ends && PROSE.contains(&word.to_ascii_lowercase().as_str())
}

/// Variables, templates, and addresses of secrets kept elsewhere.
fn is_reference(text: &str) -> bool {
    let wrapped = |open: &str, close: &str| text.starts_with(open) && text.ends_with(close);
    is_variable(text)
        || wrapped("$((", "))")
        || wrapped("%(", ")s")
        || text.contains("{{")
        || wrapped("<", ">")
        || (text.starts_with('$')
            && text.len() > 1
            && text.bytes().skip(1).all(|b| b.is_ascii_alphanumeric() || b == b'_'))
        || (wrapped("%", "%") && text.len() > 2)
        || text.starts_with("vault:")
        || text.starts_with("ref+")
        || text.starts_with("secretref")
        || text.starts_with("secret://")
        || text.starts_with("file://")
        || text.starts_with("op://")
        || text.starts_with("ENC[")
        || text.starts_with("env:")
        || text.starts_with("valueFrom")
        || text.starts_with("<set to the key")
        || text.starts_with('*')
            && text.len() > 1
            && text.bytes().skip(1).all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

/// `$(NAME)` and `${NAME}`, also where its end was cut off; a default value in it may be a secret.
fn is_variable(text: &str) -> bool {
    let name = text.strip_prefix("$(").or_else(|| text.strip_prefix("${"));
    name.is_some_and(|name| !name.contains(":-") && !name.contains(":="))
}

/// Lower-case letters, digits, hyphens and dots, as stores demand.
fn is_bucket(text: &str) -> bool {
    (3..=63).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.' | b'_'))
        && text.bytes().any(|b| b.is_ascii_lowercase())
}

/// What only the controller in the cluster can open.
fn is_sealed(text: &str) -> bool {
    text.starts_with("Ag") && text.len() > 200
}

/// Three words or more: no token has spaces.
fn is_sentence(text: &str) -> bool {
    let words = || text.split(' ').filter(|word| !word.is_empty());
    words().count() >= 3
        && words().all(|word| word.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b',' | b'.' | b'\'' | b':')))
}

fn is_path(text: &str) -> bool {
    let path = text.strip_prefix('~').or_else(|| text.strip_prefix('.')).unwrap_or(text);
    let mut parts = path.strip_prefix('/').unwrap_or_default().split('/');
    let wordy = |part: &str| {
        part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'*' | b'$' | b'{' | b'}'))
            && part.len() <= 64
            && !(part.len() >= 20
                && part.bytes().any(|b| b.is_ascii_digit())
                && part.bytes().any(|b| b.is_ascii_uppercase()))
    };
    path.starts_with('/') && path.len() > 1 && parts.all(wordy)
}

/// What `kubectl describe secret` prints instead of a value: `8 bytes`.
pub(crate) fn is_size_of_data(value: &[u8]) -> bool {
    value.strip_suffix(b" bytes").is_some_and(|number| number.iter().all(u8::is_ascii_digit))
}

/// Numbers with a unit of Kubernetes or of time, and small bare numbers.
fn is_quantity(text: &str) -> bool {
    let digits = text.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let unit = text.get(digits..).unwrap_or_default();
    digits > 0
        && digits <= 6
        && matches!(unit, "" | "s" | "m" | "h" | "d" | "ms" | "Ki" | "Mi" | "Gi" | "Ti" | "k" | "M" | "G" | "%")
}

/// Ways to prove who one is, which settings named `auth` or `token` choose from.
const MODES: &[&str] = &[
    "basic",
    "bearer",
    "oauth",
    "oauth2",
    "token",
    "tokens",
    "jwt",
    "ldap",
    "saml",
    "oidc",
    "md5",
    "scram",
    "scram-sha-256",
    "trust",
    "peer",
    "tls",
    "mtls",
    "kerberos",
    "gssapi",
    "iam",
    "serviceaccount",
    "session",
    "cookie",
    "plain",
    "anonymous",
    "rbac",
    "webhook",
    "string",
    "str",
    "object",
    "boolean",
    "integer",
    "persistent",
    "memory",
    "redis",
    "file",
    "strict",
    "lax",
    "clientip",
];

/// Whether a value chooses a way of authenticating.
pub(crate) fn is_mode(value: &[u8]) -> bool {
    std::str::from_utf8(value).is_ok_and(|text| MODES.contains(&text.to_ascii_lowercase().as_str()))
}

/// Whether a value is the name of an object: `key: db-credentials` under a name that ends in `secret`.
pub(crate) fn is_object_name(value: &[u8]) -> bool {
    let words: Vec<&[u8]> = value.split(|byte| matches!(byte, b'-' | b'.')).collect();
    let is_word = |word: &&[u8]| {
        let letters = word.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
        (letters >= 2 || letters == 0) && word.len() - letters <= 2 && word.iter().skip(letters).all(u8::is_ascii_digit)
    };
    value.len() <= 63 && words.iter().filter(|word| is_word(word)).count() == words.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_passwords_are_secrets_all_the_same() {
        for value in [
            "hunter2",
            "changeme",
            "postgres",
            "1234",
            "admin",
            "p",
            "correct horse",
            "/9j4AAQSkZJRgABAQAAAQABAAD/2wBDAA==",
        ] {
            assert!(may_be_secret(value.as_bytes(), Kind::Password), "{value}");
        }
    }

    #[test]
    fn references_and_switches_are_not() {
        for value in [
            "",
            "true",
            "null",
            "$(DB_PASSWORD)",
            "${DB_PASSWORD}",
            "$DB_PASSWORD",
            "{{ .Values.password }}",
            "<none>",
            "vault:secret/data/db#password",
            "/var/run/secrets/token",
            "8 bytes",
            "ENC[AES256_GCM,data:x]",
            "*****",
            "*pw",
            "<set to the key 'k' in secret 's'>",
        ] {
            assert!(!may_be_secret(value.as_bytes(), Kind::Password), "{value}");
        }
        assert!(!may_be_secret(b"3600", Kind::Token) && !may_be_secret(b"10Mi", Kind::Secret));
    }

    #[test]
    fn sentences_are_known_by_their_first_word() {
        assert!(is_prose(b"authentication failed for user") && is_prose(b"not found"));
        assert!(!is_prose(b"hunter2") && !is_prose(b"notebook"));
    }

    #[test]
    fn names_of_objects_are_words() {
        assert!(is_object_name(b"db-credentials") && is_object_name(b"regcred") && is_object_name(b"tls-2"));
        assert!(!is_object_name(b"hunter2x9") && !is_object_name(b"S3cret") && !is_object_name(b"a8f-9d8"));
    }
}
