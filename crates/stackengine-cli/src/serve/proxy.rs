//! The way to a model on this machine: a fixed list of addresses, one method, and an answer that passes through as it comes.

use std::io::{self, Read as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::json;
use stackengine::ask::{PROVIDERS, Provider};
use ureq::Agent;

use super::request::Head;
use super::response::{Refusal, Response};
use crate::ask::{check_address, host, is_here};

/// Bytes of an answer; the page's own reader gives up before.
const MAX_ANSWER: usize = 16 << 20;
/// Bytes of headers of an answer.
const MAX_HEAD: usize = 64 << 10;

/// Who is asked through here.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    address: String,
    cure: &'static str,
}

/// The models that can be asked, and with what patience.
pub(crate) struct Proxy {
    pub(crate) targets: Vec<Target>,
    timeout: Duration,
}

impl Proxy {
    /// Every server of the table that runs on the user's own machine, and one at an address of the user's own.
    pub(crate) fn new(address: Option<&str>, timeout: Duration) -> Result<Self, String> {
        if let Some(address) = address {
            check_address(address, false)?;
            if !is_here(address) {
                return Err("--address is of another machine: models elsewhere are asked by the page itself".to_owned());
            }
        }
        let target = |provider: &Provider| {
            let own = if provider.address.is_empty() { address? } else { provider.address };
            Some(Target { name: provider.name, title: provider.title, address: own.to_owned(), cure: provider.cure })
        };
        let targets = PROVIDERS.iter().filter(|provider| provider.is_local()).filter_map(target).collect();
        Ok(Self { targets, timeout })
    }

    /// Asks a target and passes its answer on, piece by piece.
    pub(super) fn pass(
        &self,
        name: &str,
        head: &Head,
        body: &[u8],
        is_null: bool,
        stream: &mut TcpStream,
    ) -> io::Result<()> {
        let Some(target) = self.targets.iter().find(|target| target.name == name) else {
            return Refusal::new(404, "there is no such model here").response().for_frame(is_null).send(stream, true);
        };
        let mut post = self.agent().post(&target.address).header("content-type", "application/json");
        if let Some(key) = head.header("authorization") {
            post = post.header("authorization", key);
        }
        let response = match post.send(body) {
            Ok(response) => response,
            Err(error) => return target.unreached(&error).for_frame(is_null).send(stream, true),
        };
        let said = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let is_stream = said("content-type").is_some_and(|kind| kind.starts_with("text/event-stream"));
        let kind = if is_stream { "text/event-stream" } else { "application/json" };
        let mut answer = Response::closed(response.status().as_u16()).header("content-type", kind).for_frame(is_null);
        if let Some(seconds) = said("retry-after").filter(|text| text.bytes().all(|byte| byte.is_ascii_digit())) {
            answer = answer.header("retry-after", &seconds);
        }
        let mut pieces = answer.stream(stream)?;
        let mut reader = response.into_body().into_reader();
        let mut buffer = [0; 8 << 10];
        let mut n_passed = 0;
        loop {
            let n = match reader.read(&mut buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => read?,
            };
            if n == 0 {
                return pieces.end();
            }
            n_passed += n;
            if n_passed > MAX_ANSWER {
                // Not ended, so that nobody takes it for whole.
                return Ok(());
            }
            pieces.send(buffer.get(..n).unwrap_or_default())?;
        }
    }

    fn agent(&self) -> Agent {
        Agent::config_builder()
            .proxy(None)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_response_header_size(MAX_HEAD)
            .timeout_connect(Some(Duration::from_secs(5)))
            .timeout_global(Some(self.timeout))
            .user_agent(concat!("stackengine/", env!("CARGO_PKG_VERSION")))
            .accept_encoding("identity")
            .build()
            .into()
    }
}

impl Target {
    /// The form in which providers say what is wrong, so that the page reads it like theirs.
    fn unreached(&self, error: &ureq::Error) -> Response {
        let host = host(&self.address);
        let sentence = match error {
            ureq::Error::Timeout(_) => format!("{} did not answer in time", self.title),
            _ => format!("nobody answers at {host}: {}", self.cure),
        };
        let text = json!({"error": {"message": sentence}}).to_string();
        Response::closed(502).header("content-type", "application/json").body(text.into_bytes())
    }
}
