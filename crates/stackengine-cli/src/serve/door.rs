//! Who is let in: whoever knows the token, came by this machine's own name, and comes from the page itself.

use subtle::ConstantTimeEq as _;

use super::request::Head;
use super::response::Refusal;

/// The path below the token, with its slash.
///
/// A page elsewhere that lets its own name point to this machine is told from ours by `Host`; one that asks across origins by
/// `Origin`. `null` is that of a sandboxed frame: ours may be one, and a stranger's does not know the token.
pub(super) fn enter<'h>(head: &'h Head, port: u16, token: &str) -> Result<&'h str, Refusal> {
    let names = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    let host = head.header("host").unwrap_or_default();
    if !names.iter().any(|name| name == host) {
        return Err(Refusal::new(421, "this is not the address that stackengine serve printed"));
    }
    if let Some(origin) = head.header("origin")
        && origin != "null"
        && origin.strip_prefix("http://") != Some(host)
    {
        return Err(Refusal::new(403, "another page has no business here"));
    }
    let path = head.path.strip_prefix('/').unwrap_or_default();
    let (first, rest) = path.split_at(path.find('/').unwrap_or(path.len()));
    // How long it takes says nothing about how much of a guess was right.
    if !bool::from(first.as_bytes().ct_eq(token.as_bytes())) {
        return Err(Refusal::new(403, "open the whole address that stackengine serve printed: it has a token in it"));
    }
    Ok(rest)
}
