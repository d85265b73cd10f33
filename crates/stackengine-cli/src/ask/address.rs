//! Which addresses are asked: HTTPS, or this very machine.

use std::net::IpAddr;

use ureq::http::Uri;

/// Why an address is not asked, as a sentence; `plain_http` is what its owner said about HTTP.
pub(crate) fn check(address: &str, plain_http: bool) -> Result<(), String> {
    let wrong = |why: &str| Err(format!("failed to ask: --address {why}"));
    let Ok(uri) = address.parse::<Uri>() else { return wrong("is no address") };
    let Some(host) = uri.host() else { return wrong("has no host: write it out, as https://HOST/v1/chat/completions") };
    if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return wrong("has a user in it: a key belongs into an environment variable");
    }
    match uri.scheme_str() {
        Some("https") => Ok(()),
        Some("http") if plain_http || is_loopback(host) => Ok(()),
        Some("http") => wrong(
            "is plain HTTP to another machine, where everybody between reads along: use https, or say --plain-http",
        ),
        _ => wrong("is neither https nor http"),
    }
}

/// The host of an address, with its port: what its owner recognises.
pub(crate) fn host(address: &str) -> &str {
    address.split('/').nth(2).unwrap_or(address)
}

/// Whether an address is of this machine.
pub(crate) fn is_here(address: &str) -> bool {
    address.parse::<Uri>().is_ok_and(|uri| uri.host().is_some_and(is_loopback))
}

/// Whether a host is this machine, whatever a name server says.
fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn plain_http_stays_on_this_machine() {
        for address in ["http://localhost:1/v1", "http://127.0.0.1:1/", "http://[::1]:1/x", "https://example.org/v1"] {
            assert_eq!(check(address, false), Ok(()), "{address}");
        }
        for address in [
            "http://example.org/",
            "http://localhost.example.org/",
            "http://10.0.0.1/",
            "http://127.0.0.1.example.org/",
        ] {
            assert!(check(address, false).is_err(), "{address}");
            assert_eq!(check(address, true), Ok(()), "{address}");
        }
        for address in [
            "",
            "x",
            "/v1",
            "file:///etc/passwd",
            "ftp://localhost/",
            "https://me:pw@example.org/",
            "http://me@localhost/",
        ] {
            assert!(check(address, true).is_err(), "{address}");
        }
    }
}
