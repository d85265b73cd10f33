//! What may be said about a value without showing it: the facts a diagnosis would miss.

use super::vault::Value;
use super::{Kind, Vault, encodings};

impl Vault {
    /// A line for each masked value: what it is, and the facts about it that explain failures (a line feed at its end,
    /// spaces or quotes that belong to it, base64 where none belongs or none where it belongs). Never its length, never a
    /// part of it.
    #[must_use]
    pub fn legend(&self) -> Vec<String> {
        let line = |(name, value, not_base64): (&str, &Value, bool)| {
            let mut all = vec![describe(value.kind)];
            if not_base64 {
                all.push("is not valid base64, where a Secret needs it");
            }
            all.extend(facts(&value.bytes, value.kind));
            format!("<{name}>: {}", all.join("; "))
        };
        self.named().map(line).collect()
    }
}

fn describe(kind: Kind) -> &'static str {
    match kind {
        Kind::Password => "a password",
        Kind::Token => "a token",
        Kind::ApiKey => "a key of an API",
        Kind::AccessKeyId => "the identifier of an access key",
        Kind::PrivateKey => "a private key",
        Kind::Cookie => "a cookie",
        Kind::Signature => "a signature",
        Kind::Webhook => "the address of a webhook",
        Kind::PasswordHash => "a hashed password",
        Kind::Secret => "a secret",
        Kind::User => "a user name",
        Kind::Email => "an e-mail address",
        Kind::AwsArn => "an Amazon resource name",
        Kind::AwsAccount => "an AWS account",
        Kind::AwsPrincipal => "an AWS principal",
        Kind::AzureSubscription => "an Azure subscription",
        Kind::AzureTenant => "an Azure tenant",
        Kind::AzureClient => "an Azure application",
        Kind::GcpProject => "a Google Cloud project",
        Kind::Host => "a host",
        Kind::Ip => "an IP address",
        Kind::Registry => "a private image registry",
        Kind::Bucket => "a bucket",
        Kind::Literal => "text that looked like a placeholder before",
        Kind::Text => "a whole text",
    }
}

fn facts(value: &[u8], kind: Kind) -> Vec<&'static str> {
    let mut facts = Vec::new();
    let multi_line = matches!(kind, Kind::PrivateKey | Kind::Text);
    if value.ends_with(b"\n") && !multi_line {
        facts.push("ends with a line feed");
    } else if value.last().is_some_and(u8::is_ascii_whitespace) && !multi_line {
        facts.push("ends with white space");
    }
    if value.first().is_some_and(u8::is_ascii_whitespace) {
        facts.push("begins with white space");
    }
    let bare = value.trim_ascii();
    let quoted =
        [b'"', b'\''].iter().any(|quote| bare.len() > 1 && bare.first() == Some(quote) && bare.last() == Some(quote));
    if quoted {
        facts.push("has quotes around it that belong to the value");
    }
    if bare.len() >= 8 && bare.ends_with(b"=") && encodings::decode_base64(bare).is_some_and(|inner| inner.is_ascii()) {
        facts.push("is base64 itself, perhaps encoded once too often");
    }
    if kind == Kind::PrivateKey && bare.starts_with(b"-----BEGIN") && memchr::memmem::find(bare, b"-----END").is_none()
    {
        facts.push("is cut: its last line is missing");
    }
    if std::str::from_utf8(value).is_err() {
        facts.push("is not UTF-8");
    }
    facts
}
