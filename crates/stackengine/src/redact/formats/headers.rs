//! Headers of HTTP that carry a credential, as code, logs and command lines write them.

use super::format::{Format, Run::*, at_least, token};
use super::sets::*;
use crate::redact::Kind::*;
use crate::redact::bytes::{Bytes, stands_for_another};

const RFC_9110: &str = "https://www.rfc-editor.org/rfc/rfc9110#name-authorization";
const RFC_6265: &str = "https://www.rfc-editor.org/rfc/rfc6265";
/// What a token in a header can be written with.
const CREDENTIAL: Bytes = Bytes::of("A-Za-z0-9!#$%&*+./:=^|~_-");
/// What a cookie's pairs can be written with.
const COOKIES: Bytes = Bytes::all_but("\"'\\`<>{}").and(Bytes::of(" "));
const COOKIE: Bytes = Bytes::all_but("\"'\\`<>{};,");

pub(super) static FORMATS: &[Format] = &[
    token(
        "authorization-bearer",
        Token,
        &["bearer"],
        &[Space, Of(CREDENTIAL, 8, 16_384)],
        "https://www.rfc-editor.org/rfc/rfc6750",
    )
    .if_(drawn),
    token(
        "authorization-basic",
        Password,
        &["basic"],
        &[Space, Of(PADDED_URL.and(PADDED), 6, 4096)],
        "https://www.rfc-editor.org/rfc/rfc7617",
    )
    .if_(user_and_password),
    token(
        "authorization",
        Token,
        &["authorization", "x-authorization", "x-forwarded-authorization"],
        &[
            Space,
            Maybe(&[
                "bearer ",
                "basic ",
                "token ",
                "apikey ",
                "api-key ",
                "negotiate ",
                "bot ",
                "digest ",
                "geniekey ",
                "splunk ",
                "ssws ",
                "key=",
                "bearer: ",
                "bearer%20",
            ]),
            Maybe(&["token="]),
            Maybe(&["\"", "\\\""]),
            Begin,
            Of(CREDENTIAL, 6, 16_384),
        ],
        RFC_9110,
    )
    .if_(credential),
    // Behind a scheme a weak one is meant as well, if it is not the word for it.
    token(
        "authorization-weak",
        Token,
        &[
            "authorization: bearer ",
            "authorization: basic ",
            "authorization: token ",
            "authorization: apikey ",
            "authorization\": \"bearer ",
            "authorization\":\"bearer ",
            "authorization=bearer ",
        ],
        &[Begin, Of(CREDENTIAL, 4, 4096)],
        RFC_9110,
    )
    .ignoring_case()
    .if_(no_word_for_it),
    token(
        "aws-signature",
        Signature,
        &["AWS4-HMAC-SHA256 "],
        &[Begin, Is("Credential="), at_least(Bytes::of("A-Za-z0-9/=;, _-"), 40)],
        "https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html",
    ),
    token(
        "api-key-header",
        ApiKey,
        &[
            "x-api-key",
            "x-apikey",
            "x-auth-token",
            "x-access-token",
            "x-vault-token",
            "private-token",
            "job-token",
            "deploy-token",
            "x-gitlab-token",
            "x-github-token",
            "x-amz-security-token",
            "x-csrf-token",
            "x-xsrf-token",
            "x-goog-api-key",
            "x-figma-token",
            "x-shopify-access-token",
            "x-api-secret",
            "x-client-secret",
            "x-functions-key",
            "x-ms-authorization-auxiliary",
            "x-plex-token",
            "x-registry-auth",
            "x-registry-config",
            "x-jenkins-token",
            "x-token",
            "x-secret",
            "api-key",
        ],
        &[Space, Of(CREDENTIAL, 8, 4096)],
        "https://swagger.io/docs/specification/v3_0/authentication/api-keys/",
    )
    .if_(drawn),
    token("cookie-header", Cookie, &["cookie: "], &[Begin, Of(COOKIES, 3, 8192)], RFC_6265).ignoring_case().if_(pairs),
    token(
        "set-cookie",
        Cookie,
        &["set-cookie: ", "set-cookie\": \"", "set-cookie\":\"", "set-cookie=\""],
        &[Of(Bytes::of("A-Za-z0-9._-"), 1, 128), Is("="), Begin, Of(COOKIE, 3, 4096)],
        RFC_6265,
    )
    .ignoring_case(),
    token(
        "cookie-header-quoted",
        Cookie,
        &["cookie\": \"", "cookie\":\"", "cookie', '", "cookie=\"", "cookie:["],
        &[Begin, Of(COOKIES, 3, 8192)],
        RFC_6265,
    )
    .ignoring_case()
    .if_(pairs),
    token(
        "session-cookie",
        Cookie,
        &[
            "jsessionid=",
            "phpsessid=",
            "connect.sid=",
            "sessionid=",
            "csrftoken=",
            "laravel_session=",
            "asp.net_sessionid=",
            "_session_id=",
            "session_id=",
            "auth_session=",
            "_oauth2_proxy=",
            "grafana_session=",
            "argocd.token=",
            "authelia_session=",
        ],
        &[Begin, Of(COOKIE, 8, 4096)],
        RFC_6265,
    )
    .ignoring_case()
    .if_(drawn),
];

/// Whether it is something that was drawn at random, and no word of a sentence such as `bearer authentication`.
fn drawn(value: &[u8]) -> bool {
    !stands_for_another(value)
        && (value.iter().any(u8::is_ascii_digit)
            || value.len() >= 20 && !value.iter().any(|byte| b"-_/.".contains(byte))
            || value.iter().any(u8::is_ascii_uppercase) && value.iter().skip(1).any(u8::is_ascii_uppercase))
        && !value.starts_with(b"http")
        && !value.starts_with(b"/")
}

/// Whether it can be what stands behind `Authorization:`, and is neither the scheme's name nor prose.
fn credential(value: &[u8]) -> bool {
    const SCHEMES: [&str; 12] = [
        "bearer",
        "basic",
        "token",
        "apikey",
        "api-key",
        "negotiate",
        "digest",
        "ntlm",
        "aws4-hmac-sha256",
        "header",
        "required",
        "failed",
    ];
    drawn(value) && !SCHEMES.iter().any(|scheme| value.eq_ignore_ascii_case(scheme.as_bytes()))
}

/// Whether it is neither a variable nor one of the words with which such headers are explained.
fn no_word_for_it(value: &[u8]) -> bool {
    const WORDS: [&str; 14] = [
        "token",
        "tokens",
        "auth",
        "authentication",
        "authorization",
        "header",
        "headers",
        "error",
        "scheme",
        "required",
        "credentials",
        "undefined",
        "null",
        "none",
    ];
    let value = value.trim_ascii_end();
    let value = value.strip_suffix(b".").or_else(|| value.strip_suffix(b":")).unwrap_or(value);
    !stands_for_another(value)
        && !value.starts_with(b"$")
        && !value.starts_with(b"realm")
        && !WORDS.iter().any(|word| value.eq_ignore_ascii_case(word.as_bytes()))
}

/// Whether base64 of `user:password` stands there.
fn user_and_password(value: &[u8]) -> bool {
    let decoded = crate::redact::bytes::decode_base64(value.iter().copied());
    decoded.contains(&b':') && decoded.iter().all(|&byte| byte >= b' ')
}

/// Whether there is a name with a value in it, and no attribute such as only a cookie has that is being set.
fn pairs(value: &[u8]) -> bool {
    const ATTRIBUTES: [&str; 7] =
        ["; path=", "; httponly", "; secure", "; max-age=", "; samesite=", "; expires=", "; domain="];
    let lower = value.to_ascii_lowercase();
    let is_being_set = ATTRIBUTES.iter().any(|name| memchr::memmem::find(&lower, name.as_bytes()).is_some());
    value.contains(&b'=') && !is_being_set && !stands_for_another(value)
}
