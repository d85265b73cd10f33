//! The one connection that this program makes: a request goes out, an answer comes back in pieces, bounded in time and size.

use std::io::{self, Read as _};
use std::time::Duration;

use stackengine::ask::{Event, Provider, Reader, Request, Stop, Trouble};
use ureq::http::Response;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, Error, Proxy};

use super::address::{host, is_here};
use super::{Key, Live};

/// Bytes of headers of an answer.
const MAX_HEAD: usize = 64 << 10;
/// Bytes of the body of an error that are read.
const MAX_ERROR: u64 = 64 << 10;
/// Time for a connection.
const CONNECT: Duration = Duration::from_secs(15);

/// What came back.
#[derive(Debug, Default)]
pub(crate) struct Answered {
    /// The text.
    pub(crate) text: String,
    /// Tokens that were read and written, as far as the provider says.
    pub(crate) usage: (Option<u64>, Option<u64>),
}

/// How long an answer may take, and whose certificates are trusted.
pub(crate) struct Bounds {
    pub(crate) timeout: Duration,
    pub(crate) roots: RootCerts,
}

/// Sends a request and reads the whole answer, which `live` may watch. The error is a sentence.
pub(crate) fn send(
    provider: &'static Provider,
    request: &Request,
    key: &Key,
    bounds: Bounds,
    mut live: Live,
) -> Result<Answered, String> {
    let result = exchange(provider, request, key, bounds, &mut live);
    live.finish(result.is_ok());
    result
}

fn agent(address: &str, bounds: Bounds) -> Agent {
    let Bounds { timeout, roots } = bounds;
    // A model on this machine is asked on this machine, whatever proxy there is for the rest of the world.
    let proxy = if is_here(address) { None } else { Proxy::try_from_env() };
    Agent::config_builder()
        .proxy(proxy)
        .tls_config(TlsConfig::builder().root_certs(roots).build())
        .http_status_as_error(false)
        // Nobody else than who was named is told anything.
        .max_redirects(0)
        .max_redirects_will_error(false)
        .max_response_header_size(MAX_HEAD)
        .timeout_connect(Some(CONNECT.min(timeout)))
        .timeout_global(Some(timeout))
        .user_agent(concat!("stackengine/", env!("CARGO_PKG_VERSION")))
        .accept_encoding("identity")
        .build()
        .into()
}

fn exchange(
    provider: &'static Provider,
    request: &Request,
    key: &Key,
    bounds: Bounds,
    live: &mut Live,
) -> Result<Answered, String> {
    let timeout = bounds.timeout;
    let mut post = agent(&request.address, bounds).post(&request.address);
    for (name, value) in key.headers(request)? {
        post = post.header(name, value);
    }
    let response =
        post.send(request.body.as_bytes()).map_err(|error| unreached(provider, &request.address, timeout, &error))?;
    if !response.status().is_success() {
        return Err(refused(provider, response));
    }
    listen(provider, response, timeout, live)
}

/// An answer with a status that says no.
fn refused(provider: &Provider, response: Response<Body>) -> String {
    let status = response.status().as_u16();
    let retry_after = response.headers().get("retry-after").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let mut body = Vec::new();
    // What cannot be read of an error is no second error.
    let _ = response.into_body().into_reader().take(MAX_ERROR).read_to_end(&mut body);
    Trouble::of_status(provider, status, &body, retry_after.as_deref()).sentence
}

fn listen(
    provider: &'static Provider,
    response: Response<Body>,
    timeout: Duration,
    live: &mut Live,
) -> Result<Answered, String> {
    let mut reader = Reader::new(provider);
    let mut answered = Answered::default();
    let mut stop = None;
    let mut body = response.into_body().into_reader();
    let mut buffer = [0; 8 << 10];
    loop {
        let n = match body.read(&mut buffer) {
            Ok(n) => n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(broken(provider, timeout, &error)),
        };
        let events = if n == 0 { reader.finish() } else { reader.feed(buffer.get(..n).unwrap_or_default()) };
        for event in events {
            match event {
                Event::Text(text) => {
                    live.feed(&text);
                    answered.text.push_str(&text);
                }
                Event::Usage { input, output } => {
                    answered.usage = (input.or(answered.usage.0), output.or(answered.usage.1));
                }
                Event::Stop(why) => stop = Some(why),
                Event::Failed(trouble) => return Err(trouble.sentence),
            }
        }
        if n == 0 {
            break;
        }
    }
    match stop {
        Some(Stop::MaxTokens) => Err("the answer was cut at its bound: raise --max-tokens".to_owned()),
        Some(Stop::Refused) => Err("the model would not answer this: try another --model".to_owned()),
        _ => Ok(answered),
    }
}

/// No answer at all.
fn unreached(provider: &Provider, address: &str, timeout: Duration, error: &Error) -> String {
    let title = provider.title;
    let host = host(address);
    match error {
        Error::Timeout(_) => {
            format!("{title} did not answer within {} s: try again, or raise --timeout", timeout.as_secs())
        }
        Error::Tls(_) | Error::Rustls(_) => distrusted(host),
        // What TLS says while it begins comes wrapped.
        Error::Io(error) if error.kind() == io::ErrorKind::InvalidData => distrusted(host),
        Error::HostNotFound | Error::ConnectionFailed | Error::Io(_) if provider.is_local() => {
            format!("nobody answers at {host}: {}", provider.cure)
        }
        Error::HostNotFound => {
            format!("the name of {host} is not known here: see whether this machine has a network, or set HTTPS_PROXY")
        }
        Error::InvalidProxyUrl | Error::ConnectProxyFailed(_) => {
            "the proxy did not connect: see HTTPS_PROXY".to_owned()
        }
        Error::LargeResponseHeader(..) => {
            format!("{title} did not answer as expected (its headers have no end): see --address")
        }
        Error::Protocol(_) | Error::Http(_) => {
            format!("{title} did not answer as expected (that is no HTTP): see --address")
        }
        _ => format!("{host} could not be reached: see whether this machine has a network, or set HTTPS_PROXY"),
    }
}

fn distrusted(host: &str) -> String {
    format!(
        "the certificate of {host} is not trusted: where a company's proxy reads along or has servers of its own, name its authority with --ca-file FILE"
    )
}

/// An answer that broke off.
fn broken(provider: &Provider, timeout: Duration, error: &io::Error) -> String {
    let title = provider.title;
    let timed_out = error.kind() == io::ErrorKind::TimedOut || error.to_string().contains("timeout");
    if timed_out {
        return format!("the answer of {title} was not complete after {} s: raise --timeout", timeout.as_secs());
    }
    format!("the answer of {title} broke off: try again")
}
