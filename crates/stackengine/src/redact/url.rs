//! What is private in addresses: who logs in, with what, where, and parameters that are permissions.

use std::ops::Range;

use super::Kind;
use super::bytes::{
    ALNUM, Bytes, before, begins_word, goes_on, goes_on_in_any_case, mixed, run, run_back, stands_for_another,
};
use super::find::Find;
use super::hosts::{HOST, is_everybodys, is_name, is_public, octets};

/// What an address or one of its parameters has.
pub(super) const TRIGGERS: &[&str] = &[
    "://",
    ":\\/\\/",
    "token=",
    "sig=",
    "signature=",
    "credential=",
    "key=",
    "keyid=",
    "code=",
    "secret=",
    "password=",
    "passwd=",
    "pwd=",
    "pass=",
    "auth=",
    "sas=",
    "jwt=",
    "assertion=",
    "session=",
    "sessionid=",
    "sid=",
    "hmac=",
    "ticket=",
    "authorization=",
    "otp=",
    "verifier=",
    "state=",
    "nonce=",
];

/// How much of an address is looked at.
const LONGEST_AUTHORITY: usize = 1024;
const LONGEST_PARAMETER: usize = 4096;

/// Users whose names are fixed by the service, so that what is private is only the other part.
const FIXED_USERS: &[&str] = &[
    "git",
    "x-access-token",
    "oauth2",
    "oauth2accesstoken",
    "x-token-auth",
    "gitlab-ci-token",
    "_json_key",
    "_json_key_base64",
    "AWS",
    "token",
    "__token__",
    "x-oauth-basic",
    "00000000-0000-0000-0000-000000000000",
    "apikey",
    "api",
    "anonymous",
    "%s",
    "user",
    "username",
    "USER",
    "USERNAME",
];

/// Finds what is private where an address or a parameter was seen.
pub(super) fn at(text: &[u8], hit: Range<usize>, finds: &mut Vec<Find>) {
    if goes_on(text, hit.start, b":") {
        authority(text, hit, finds);
    } else {
        finds.extend(parameter(text, hit));
    }
}

fn authority(text: &[u8], hit: Range<usize>, finds: &mut Vec<Find>) {
    let scheme_at = run_back(text, hit.start, Bytes::of("A-Za-z0-9+.-"), 32);
    let Some(scheme) = text.get(scheme_at..hit.start).filter(|scheme| scheme.iter().any(u8::is_ascii_alphabetic))
    else {
        return;
    };
    // These name something else than a host.
    const NONE: &[&str] = &[
        "file",
        "unix",
        "docker-pullable",
        "containerd",
        "cri-o",
        "docker",
        "podman",
        "secret",
        "vault",
        "ref+vault",
        "arn",
        "spiffe",
        "urn",
        "jar",
        "classpath",
        "data",
        "kubernetes",
        "aws",
        "azure",
        "gce",
        "k8s",
        "ocid1",
        "mailto",
        "hdfs",
        "dbfs",
        "env",
        "configmap",
    ];
    if NONE.iter().any(|none| scheme.eq_ignore_ascii_case(none.as_bytes())) {
        return;
    }
    let start = hit.end;
    let end = end_of_address(text, start);
    let Some(rest) = text.get(start..end) else { return };
    let host_at = match last_at_sign(rest, is_of_a_store(scheme)) {
        None => 0,
        Some(at_sign) => {
            user_info(text, start..start + at_sign, scheme, finds);
            at_sign + 1
        }
    };
    let hosts = rest.get(host_at..).unwrap_or_default();
    let hosts_end = hosts.iter().position(|byte| b"/?#;".contains(byte)).unwrap_or(hosts.len());
    let mut at = start + host_at;
    for written in hosts.get(..hosts_end).unwrap_or_default().split(|&byte| byte == b',') {
        host(text, at, scheme, finds);
        at += written.len() + 1;
    }
}

/// Where an address ends at the latest: at white space, a quote, an escape of one, or the next address.
fn end_of_address(text: &[u8], start: usize) -> usize {
    let mut at = start;
    let limit = text.len().min(start + LONGEST_AUTHORITY);
    while at < limit {
        match text.get(at) {
            Some(0..=b' ' | b'"' | b'\'' | b'`' | b'>' | 0x7f) | None => break,
            Some(b'\\') if text.get(at + 1).is_some_and(|byte| b"nrt\"'\\".contains(byte)) => break,
            Some(b':') if goes_on(text, at, b"://") || goes_on(text, at, b":\\/\\/") => break,
            Some(b'<') => match placeholder(text, at) {
                None => break,
                Some(end) => at = end,
            },
            _ => at += 1,
        }
    }
    at
}

/// Where a placeholder of ours that begins here ends.
fn placeholder(text: &[u8], at: usize) -> Option<usize> {
    let end = run(text, at + 1, Bytes::of("A-Z0-9_"), 48);
    (end > at + 2 && text.get(end) == Some(&b'>')).then_some(end + 1)
}

/// Whether addresses of this scheme name a store or a service that one logs in to, and have no interesting path.
fn is_of_a_store(scheme: &[u8]) -> bool {
    const WEB: &[&str] = &["http", "https", "ftp", "git", "oci", "docker", "ws", "wss", "ssh", "git+ssh", "git+https"];
    !WEB.iter().any(|web| scheme.eq_ignore_ascii_case(web.as_bytes()))
}

/// Where the `@` is behind which the host begins.
///
/// That is the last one before the path. A password that has a slash or a hash in it, unescaped, is read as well: then
/// what stands before the slash is no host with a port.
fn last_at_sign(rest: &[u8], of_a_store: bool) -> Option<usize> {
    let path = rest.iter().position(|byte| b"/?#".contains(byte)).unwrap_or(rest.len());
    let (authority, beyond) = rest.split_at(path);
    if let Some(at_sign) = memchr::memrchr(b'@', authority) {
        return Some(at_sign);
    }
    let colon = memchr::memchr(b':', authority)?;
    let behind = authority.get(colon + 1..)?;
    if !of_a_store && !behind.is_empty() && behind.iter().all(u8::is_ascii_digit) {
        return None;
    }
    memchr::memchr_iter(b'@', beyond).map(|at_sign| path + at_sign).find(|at_sign| {
        let host = rest.get(at_sign + 1..).unwrap_or_default();
        let name = run(host, 0, HOST.and(Bytes::of(",[]:")), 512);
        name > 0
            && matches!(host.get(name), None | Some(b'/' | b'?' | b')' | b'}' | b']' | b',' | b';' | b'<'))
            && host.first().is_some_and(|byte| ALNUM.contains(*byte) || *byte == b'[')
    })
}

fn user_info(text: &[u8], span: Range<usize>, scheme: &[u8], finds: &mut Vec<Find>) {
    let Some(written) = text.get(span.clone()) else { return };
    let (user, password) = match memchr::memchr(b':', written) {
        None => (span.clone(), None),
        Some(colon) => (span.start..span.start + colon, Some(span.start + colon + 1..span.end)),
    };
    let name = text.get(user.clone()).unwrap_or_default();
    let is_fixed = FIXED_USERS.iter().any(|fixed| fixed.as_bytes() == name);
    let secret = password.as_ref().and_then(|password| text.get(password.clone())).unwrap_or_default();
    if let Some(password) = password.filter(|_| !stands_for_another(secret)) {
        let is_token = is_fixed && name != b"user" && name != b"username" || name.eq_ignore_ascii_case(b"bearer");
        finds.push(Find::new(password, if is_token { Kind::Token } else { Kind::Password }, "url-password"));
    }
    if is_fixed || stands_for_another(name) {
        return;
    }
    let is_token = name.len() >= 20 && mixed(name) && !scheme.eq_ignore_ascii_case(b"ssh")
        || matches!(secret, b"x-oauth-basic" | b"");
    if is_token && name.len() >= 16 {
        finds.push(Find::new(user, Kind::Token, "url-token"));
    } else {
        finds.push(Find::new(user, Kind::User, "url-user"));
    }
}

fn host(text: &[u8], at: usize, scheme: &[u8], finds: &mut Vec<Find>) {
    if goes_on(text, at, b"[") {
        let end = run(text, at + 1, Bytes::of("0-9a-fA-F:."), 45);
        let is_somebodys = text.get(at + 1..end).is_some_and(|address| {
            address != b"::1" && address != b"::" && !address.starts_with(b"2001:db8") && goes_on(text, end, b"]")
        });
        if is_somebodys {
            finds.push(Find::new(at + 1..end, Kind::Ip, "url-host"));
        }
        return;
    }
    // The bucket stands where the host does.
    const BUCKETS: &[&str] = &["s3", "s3a", "s3n", "gs", "oss", "cos", "b2"];
    let mut end = run(text, at, HOST, 254);
    while end > at && before(text, end) == Some(b'.') {
        end -= 1;
    }
    let Some(name) = text.get(at..end).filter(|name| is_name(name)) else { return };
    // What goes on in a way that no host does is a template or a pattern.
    if matches!(text.get(end), Some(b'$' | b'{' | b'%' | b'*' | b'(' | b'@')) {
        return;
    }
    if BUCKETS.iter().any(|bucket| scheme.eq_ignore_ascii_case(bucket.as_bytes())) {
        return;
    }
    if let Some(octets) = octets(name) {
        if !is_everybodys(octets) {
            finds.push(Find::new(at..end, Kind::Ip, "url-host"));
        }
        return;
    }
    let is_short = !name.contains(&b'.');
    if is_public(name) || is_short || stands_for_another(name) || name == b"host" || name == b"hostname" {
        return;
    }
    if name.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.') {
        return;
    }
    finds.push(Find::new(at..end, Kind::Host, "url-host"));
}

/// Parameters that are a permission whatever their value is.
const PERMISSIONS: &[(&str, Kind)] = &[
    ("sig", Kind::Signature),
    ("signature", Kind::Signature),
    ("x-amz-signature", Kind::Signature),
    ("x-goog-signature", Kind::Signature),
    ("hmac", Kind::Signature),
    ("x-amz-security-token", Kind::Token),
    ("x-amz-credential", Kind::AccessKeyId),
    ("x-goog-credential", Kind::AccessKeyId),
    ("awsaccesskeyid", Kind::AccessKeyId),
    ("googleaccessid", Kind::AccessKeyId),
    ("ossaccesskeyid", Kind::AccessKeyId),
    ("access_key", Kind::ApiKey),
    ("accesskey", Kind::ApiKey),
    ("api_key", Kind::ApiKey),
    ("apikey", Kind::ApiKey),
    ("api-key", Kind::ApiKey),
    ("app_key", Kind::ApiKey),
    ("appkey", Kind::ApiKey),
    ("application_key", Kind::ApiKey),
    ("subscription-key", Kind::ApiKey),
    ("secret_key", Kind::ApiKey),
    ("secretkey", Kind::ApiKey),
    ("license_key", Kind::ApiKey),
    ("routing_key", Kind::ApiKey),
    ("sharedaccesskey", Kind::ApiKey),
    ("jwt", Kind::Token),
    ("assertion", Kind::Token),
    ("client_assertion", Kind::Token),
    ("saml_assertion", Kind::Token),
    ("code_verifier", Kind::Token),
    ("ticket", Kind::Token),
    ("auth", Kind::Token),
    ("authorization", Kind::Token),
    ("sas", Kind::Token),
    ("otp", Kind::Token),
    ("session", Kind::Token),
    ("sessionid", Kind::Token),
    ("session_id", Kind::Token),
    ("sid", Kind::Token),
    ("secret", Kind::Secret),
    ("client_secret", Kind::Secret),
    ("shared_secret", Kind::Secret),
    ("app_secret", Kind::Secret),
    ("appsecret", Kind::Secret),
    ("password", Kind::Password),
    ("passwd", Kind::Password),
    ("pwd", Kind::Password),
    ("pass", Kind::Password),
    ("userpass", Kind::Password),
    ("sslpassword", Kind::Password),
    ("truststorepassword", Kind::Password),
    ("keystorepassword", Kind::Password),
    ("trustcertificatekeystorepassword", Kind::Password),
    ("clientcertificatekeystorepassword", Kind::Password),
];

/// Names that are a permission only if the value looks drawn at random.
const PERHAPS: &[(&str, Kind)] =
    &[("code", Kind::Token), ("key", Kind::ApiKey), ("state", Kind::Token), ("nonce", Kind::Token)];

/// A parameter of an address; what is before it may be cut off.
fn parameter(text: &[u8], hit: Range<usize>) -> Option<Find> {
    const NAME: Bytes = Bytes::of("A-Za-z0-9._-");
    let equals = hit.end - 1;
    let mut name_at = run_back(text, equals, NAME, 48);
    let mut separator = before(text, name_at)?;
    // The ampersand may be escaped for JSON or for HTML.
    if let Some(name) = text.get(name_at..equals).filter(|name| name.starts_with(b"u0026") && separator == b'\\') {
        name_at = equals - name.len() + 5;
        separator = b'&';
    }
    if separator == b';' && text.get(..name_at).is_some_and(|before| before.ends_with(b"&amp;")) {
        separator = b'&';
    }
    if !matches!(separator, b'?' | b'&') {
        return None;
    }
    let name = text.get(name_at..equals)?;
    let start = hit.end;
    let mut end = start;
    let limit = text.len().min(start + LONGEST_PARAMETER);
    while end < limit {
        match text.get(end) {
            Some(0..=b' ' | b'"' | b'\'' | b'`' | b'<' | b'>' | b'&' | b'#' | b'\\' | b'^' | b'|' | b'?' | 0x7f)
            | None => {
                break;
            }
            _ => end += 1,
        }
    }
    while end > start && before(text, end).is_some_and(|byte| b".,;:!)]}".contains(&byte)) && !goes_on(text, end, b"&")
    {
        end -= 1;
    }
    let named = |list: &[(&str, Kind)]| {
        list.iter().find(|(known, _)| name.eq_ignore_ascii_case(known.as_bytes())).map(|(_, kind)| *kind)
    };
    let value = text.get(start..end)?;
    let kind = match named(PERMISSIONS) {
        Some(kind) => kind,
        None if name.len() >= 5 && name.get(name.len() - 5..)?.eq_ignore_ascii_case(b"token") => Kind::Token,
        None => named(PERHAPS).filter(|_| value.len() >= 16 && (mixed(value) || value.len() >= 24))?,
    };
    if kind == Kind::AccessKeyId {
        // The rest of a credential names the day, the region and the service.
        end = start + value.iter().position(|&byte| byte == b'/' || byte == b'%').unwrap_or(value.len());
    }
    let value = text.get(start..end)?;
    let is_plain =
        stands_for_another(value) || matches!(value, b"true" | b"false" | b"null" | b"nil" | b"none" | b"...");
    (!is_plain && begins_word(text, name_at) && !goes_on_in_any_case(text, start, b"$("))
        .then(|| Find::new(start..end, kind, "url-parameter"))
}

#[cfg(test)]
mod tests;
