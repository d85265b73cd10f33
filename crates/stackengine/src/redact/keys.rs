//! What the name of a value says about it: `DB_PASSWORD`, `clientSecret`, `x-api-key`.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind};
use compact_str::CompactString;

use super::{Kind, values};

/// Words that make any name a secret's, wherever they stand in it.
const STRONG: &[(&str, Kind)] = &[
    ("password", Kind::Password),
    ("passwords", Kind::Password),
    ("passwd", Kind::Password),
    ("passphrase", Kind::Password),
    ("passcode", Kind::Password),
    ("pwd", Kind::Password),
    ("pass", Kind::Password),
    ("pw", Kind::Password),
    ("requirepass", Kind::Password),
    ("masterauth", Kind::Password),
    ("htpasswd", Kind::PasswordHash),
    ("secret", Kind::Secret),
    ("token", Kind::Token),
    ("apitoken", Kind::Token),
    ("authtoken", Kind::Token),
    ("jwt", Kind::Token),
    ("bearer", Kind::Token),
    ("credential", Kind::Secret),
    ("credentials", Kind::Secret),
    ("creds", Kind::Secret),
    ("cred", Kind::Secret),
    ("apikey", Kind::ApiKey),
    ("appkey", Kind::ApiKey),
    ("accesskey", Kind::ApiKey),
    ("authkey", Kind::ApiKey),
    ("secretkey", Kind::Secret),
    ("privatekey", Kind::PrivateKey),
    ("signingkey", Kind::PrivateKey),
    ("encryptionkey", Kind::Secret),
    ("masterkey", Kind::Secret),
    ("licensekey", Kind::ApiKey),
    ("storagekey", Kind::ApiKey),
    ("sharedkey", Kind::Secret),
    ("accountkey", Kind::ApiKey),
    ("cookie", Kind::Cookie),
    ("cookies", Kind::Cookie),
    ("mnemonic", Kind::Secret),
    ("dockerconfigjson", Kind::Secret),
    ("dockercfg", Kind::Secret),
];

/// Words that make a name a secret's where they end it.
const LAST: &[(&str, Kind)] = &[
    ("auth", Kind::Secret),
    ("authorization", Kind::Token),
    ("session", Kind::Token),
    ("sessionid", Kind::Token),
    ("sid", Kind::Token),
    ("signature", Kind::Signature),
    ("sig", Kind::Signature),
    ("salt", Kind::Secret),
    ("pepper", Kind::Secret),
    ("webhook", Kind::Webhook),
    ("pat", Kind::Token),
    ("pin", Kind::Password),
    ("otp", Kind::Token),
    ("seed", Kind::Secret),
    ("sas", Kind::Token),
    ("nonce", Kind::Secret),
    ("psk", Kind::Secret),
    ("bucket", Kind::Bucket),
    ("buckets", Kind::Bucket),
];

/// What stands before `key`, or between it and a version of it, and makes it one that opens something.
const KEY_OF: &[(&str, Kind)] = &[
    ("api", Kind::ApiKey),
    ("app", Kind::ApiKey),
    ("application", Kind::ApiKey),
    ("access", Kind::ApiKey),
    ("account", Kind::ApiKey),
    ("storage", Kind::ApiKey),
    ("license", Kind::ApiKey),
    ("licence", Kind::ApiKey),
    ("integration", Kind::ApiKey),
    ("routing", Kind::ApiKey),
    ("subscription", Kind::ApiKey),
    ("instrumentation", Kind::ApiKey),
    ("ingest", Kind::ApiKey),
    ("ingestion", Kind::ApiKey),
    ("write", Kind::ApiKey),
    ("admin", Kind::ApiKey),
    ("auth", Kind::ApiKey),
    ("secret", Kind::Secret),
    ("shared", Kind::Secret),
    ("encryption", Kind::Secret),
    ("encrypt", Kind::Secret),
    ("aes", Kind::Secret),
    ("hmac", Kind::Secret),
    ("master", Kind::Secret),
    ("root", Kind::Secret),
    ("session", Kind::Secret),
    ("cookie", Kind::Secret),
    ("fernet", Kind::Secret),
    ("django", Kind::Secret),
    ("private", Kind::PrivateKey),
    ("signing", Kind::PrivateKey),
    ("sign", Kind::PrivateKey),
    ("ssh", Kind::PrivateKey),
    ("tls", Kind::PrivateKey),
    ("ssl", Kind::PrivateKey),
    ("client", Kind::PrivateKey),
    ("server", Kind::PrivateKey),
    ("deploy", Kind::PrivateKey),
    ("rsa", Kind::PrivateKey),
    ("ca", Kind::PrivateKey),
    ("host", Kind::PrivateKey),
];

/// Last words of names that speak about a secret instead of holding one.
const ABOUT: &[&str] = &[
    "name",
    "names",
    "namespace",
    "ref",
    "refs",
    "reference",
    "file",
    "files",
    "filename",
    "path",
    "paths",
    "dir",
    "directory",
    "mount",
    "mountpath",
    "id",
    "ids",
    "url",
    "urls",
    "uri",
    "uris",
    "link",
    "ttl",
    "timeout",
    "expiry",
    "expires",
    "expire",
    "expiration",
    "expired",
    "seconds",
    "minutes",
    "hours",
    "days",
    "period",
    "interval",
    "duration",
    "lifetime",
    "age",
    "maxage",
    "length",
    "len",
    "size",
    "min",
    "max",
    "count",
    "limit",
    "limits",
    "policy",
    "type",
    "types",
    "mode",
    "enabled",
    "enable",
    "disabled",
    "required",
    "optional",
    "rotation",
    "rotate",
    "provider",
    "providers",
    "backend",
    "store",
    "storeref",
    "version",
    "algorithm",
    "alg",
    "issuer",
    "audience",
    "audiences",
    "public",
    "endpoint",
    "endpoints",
    "host",
    "hostname",
    "port",
    "user",
    "username",
    "strength",
    "format",
    "encoding",
    "prefix",
    "suffix",
    "header",
    "field",
    "label",
    "labels",
    "selector",
    "status",
    "state",
    "reason",
    "message",
    "error",
    "count",
    "strategy",
    "method",
    "methods",
    "kind",
    "class",
    "template",
    "config",
    "configmap",
    "scope",
    "scopes",
    "hint",
    "question",
    "reset",
    "change",
    "checksum",
    "affinity",
    "domain",
    "samesite",
    "secure",
    "httponly",
    "projection",
    "volume",
    "manager",
    "csi",
    "driver",
    "controller",
    "operator",
    "annotations",
    "usage",
    "source",
    "location",
    "spec",
    "env",
    "var",
    "variable",
    "attempts",
    "retries",
    "validation",
    "validator",
    "created",
    "updated",
    "revision",
    "data_source",
    "service",
    "request",
    "requests",
    "review",
    "reviews",
    "sha",
    "generation",
    "level",
];

/// Names that hold one of the words and no secret.
const NEVER: &[&str] = &[
    "automountserviceaccounttoken",
    "tokenexpirationseconds",
    "expirationseconds",
    "imagepullsecrets",
    "imagepullsecret",
    "maxtokens",
    "max_tokens",
    "existingsecret",
    "secretname",
    "serviceaccounttoken",
    "topologykey",
    "secretkeyref",
    "passwordless",
    "author",
    "authority",
    "sessionaffinity",
    "allowcredentials",
    "includecredentials",
    "access-control-allow-credentials",
    "bypass",
    "compass",
    "tokenizer",
    "pullsecret",
    "certsecret",
];

/// Whether a name holds any of the words at all; most names do not, and every key of a log in JSON is asked about.
fn may_tell(name: &[u8]) -> bool {
    static WORDS: OnceLock<Option<AhoCorasick>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        let all = STRONG.iter().chain(LAST).map(|(word, _)| *word).chain([
            "key",
            "id_rsa",
            "id_ed25519",
            "id_ecdsa",
            "id_dsa",
        ]);
        AhoCorasickBuilder::new().ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA)).build(all).ok()
    });
    words.as_ref().is_none_or(|words| words.is_match(name))
}

/// What a value is by its name; `None` where the name does not tell.
pub(crate) fn classify(name: &[u8]) -> Option<Kind> {
    let name = name.strip_prefix(b"--").unwrap_or(name);
    if name.is_empty() || name.len() > 128 || !may_tell(name) {
        return None;
    }
    let mut lower = CompactString::from_utf8_lossy(name);
    lower.make_ascii_lowercase();
    if NEVER.contains(&lower.as_str()) {
        return None;
    }
    if ["id_rsa", "id_ed25519", "id_ecdsa", "id_dsa"].contains(&lower.as_str()) {
        return Some(Kind::PrivateKey);
    }
    let words = words(name);
    let meant = without_tail(&words);
    let last = meant.last()?.as_str();
    // `passwordKey` says under which key of a secret the password is kept.
    if let [.., before, last] = meant
        && (last == "key" || last == "keys")
        && ["password", "passwd", "token", "username", "credentials"].contains(&before.as_str())
    {
        return None;
    }
    if let Some(kind) = of_key(meant) {
        return Some(kind);
    }
    if matches!(meant, [.., before, last] if before == "key" && last == "id")
        && meant.iter().any(|word| word == "access")
    {
        return Some(Kind::AccessKeyId);
    }
    if matches!(meant, [.., before, last] if before == "bucket" && last == "name") {
        return Some(Kind::Bucket);
    }
    if ABOUT.contains(&last) {
        return None;
    }
    let strong = meant.iter().rev().find_map(|word| strong(word));
    strong.or_else(|| LAST.iter().find(|(word, _)| *word == last).map(|(_, kind)| *kind))
}

/// `FOO_PASSWORD_2`, `TOKEN_OLD`, `apiKeyValue`: what follows changes nothing.
fn without_tail(words: &[CompactString]) -> &[CompactString] {
    let mut meant = words;
    while let [rest @ .., last] = meant {
        let empty = last.bytes().all(|byte| byte.is_ascii_digit())
            || matches!(
                last.as_str(),
                "value"
                    | "values"
                    | "old"
                    | "new"
                    | "prod"
                    | "production"
                    | "dev"
                    | "staging"
                    | "test"
                    | "current"
                    | "previous"
                    | "base64"
                    | "b64"
                    | "data"
                    | "plain"
                    | "primary"
                    | "secondary"
                    | "default"
                    | "string"
                    | "text"
            );
        if !empty || rest.is_empty() {
            break;
        }
        meant = rest;
    }
    meant
}

fn of_key(words: &[CompactString]) -> Option<Kind> {
    let [.., before, last] = words else { return None };
    if last != "key" && last != "keys" {
        return None;
    }
    KEY_OF.iter().find(|(word, _)| before == word).map(|(_, kind)| *kind)
}

/// Joined words end in what they are: `dbpassword`, `mysqlpwd`.
fn strong(word: &str) -> Option<Kind> {
    let exact = STRONG.iter().find(|(strong, _)| *strong == word);
    let joined = || {
        STRONG
            .iter()
            .filter(|(strong, _)| strong.len() >= 5 || *strong == "pwd")
            .find(|(strong, _)| word.ends_with(strong))
    };
    exact.or_else(joined).map(|(_, kind)| *kind)
}

/// Lower-case words of `camelCase`, `snake_case`, `kebab-case` and `dotted.names`.
fn words(name: &[u8]) -> Vec<CompactString> {
    let mut words = Vec::new();
    let mut word = CompactString::default();
    let mut before = 0u8;
    for (at, byte) in name.iter().copied().enumerate() {
        let next_is_lower = name.get(at + 1).is_some_and(u8::is_ascii_lowercase);
        let starts = byte.is_ascii_uppercase()
            && (before.is_ascii_lowercase() || (before.is_ascii_uppercase() && next_is_lower));
        if (starts || !byte.is_ascii_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if byte.is_ascii_alphanumeric() {
            word.push(char::from(byte.to_ascii_lowercase()));
        }
        before = byte;
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// `credentials: db-credentials` and `tokenSecret: registry-token` say which object, not what is in it.
pub(crate) fn names_an_object(key: &[u8], value: &[u8]) -> bool {
    let lower = key.to_ascii_lowercase();
    let about_object =
        ["secret", "credentials", "creds", "credential"].iter().any(|word| lower.ends_with(word.as_bytes()));
    let holds_it =
        ["client", "app", "shared", "consumer", "webhook", "jwt", "oauth", "cookie", "session", "signing", "api"];
    let says_name = ["secret", "cred", "cert", "tls", "key", "token", "auth", "config", "pull", "registry", "pass"];
    about_object
        && !holds_it.iter().any(|word| lower.starts_with(word.as_bytes()))
        && value.contains(&b'-')
        && values::is_object_name(value)
        && says_name.iter().any(|word| memchr::memmem::find(value, word.as_bytes()).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets_are_known_in_every_spelling() {
        for name in [
            "password",
            "DB_PASSWORD",
            "dbPassword",
            "db-password",
            "db.password",
            "PGPASSWORD",
            "mysqlpwd",
            "MYSQL_PWD",
            "POSTGRES_PASSWORD_OLD",
            "SMTP_PASS",
            "redis_requirepass",
            "apiKey",
            "API_KEY",
            "apikey",
            "X-Api-Key",
            "AWS_SECRET_ACCESS_KEY",
            "secretAccessKey",
            "aws_access_key_id",
            "clientSecret",
            "client-key-data",
            "id-token",
            "refresh_token",
            "authToken",
            "Authorization",
            "Cookie",
            "Set-Cookie",
            "PRIVATE-TOKEN",
            "X-Vault-Token",
            "sshPrivateKey",
            "tls.key",
            "encryption_key",
            "JWT",
            "--password",
            "credentials",
            "SESSION_SECRET",
            "SECRET_KEY_BASE64",
            ".dockerconfigjson",
            "sharedAccessSignature",
            "slackWebhook",
            "TOKEN_1",
        ] {
            assert!(classify(name.as_bytes()).is_some(), "{name}");
        }
    }

    #[test]
    fn names_about_secrets_are_not_names_of_secrets() {
        for name in [
            "secretName",
            "passwordFile",
            "password_file",
            "tokenPath",
            "secretKeyRef",
            "imagePullSecrets",
            "topologyKey",
            "apiVersion",
            "apiGroup",
            "automountServiceAccountToken",
            "tokenExpirationSeconds",
            "max_tokens",
            "tokenizer",
            "monkey",
            "keyboard",
            "key",
            "keys",
            "name",
            "passwordPolicy",
            "token_ttl",
            "publicKey",
            "secretRef",
            "secrets",
            "authMode",
            "sessionAffinity",
            "existingSecret",
            "tokenURL",
            "credentialsProvider",
            "author",
            "compass",
            "authority",
            "primaryKey",
            "sortKey",
            "PASSWORD_MIN_LENGTH",
            "secret-store",
            "path",
            "ping",
            "design",
        ] {
            assert_eq!(classify(name.as_bytes()), None, "{name}");
        }
    }
}
