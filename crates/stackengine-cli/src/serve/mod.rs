//! The page on loopback, with a way from it to a model on this machine: no other origin, so no setting of the model's.
//!
//! Everything stands below a token that this run has made: who does not know it is told nothing. One request a connection;
//! every head, body and answer is bounded in size and time.

mod door;
mod files;
mod headers;
mod proxy;
mod request;
mod response;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::json;

pub(crate) use files::Files;
pub(crate) use proxy::Proxy;
use request::Head;
use response::{Refusal, Response};

/// Connections that are served at once; a browser opens six.
const MOST: usize = 32;
/// Bytes of a body that is passed on; no prompt of ours comes near.
const MAX_BODY: usize = 4 << 20;

/// A server that is bound and not yet asked.
pub(crate) struct Server {
    listener: TcpListener,
    port: u16,
    token: String,
    files: Files,
    proxy: Proxy,
    n_open: AtomicUsize,
}

impl Server {
    /// Binds to loopback: there is no way to bind to anything else.
    pub(crate) fn bind(port: u16, files: Files, proxy: Proxy) -> Result<Self, String> {
        let listener =
            TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).map_err(|error| match error.kind() {
                io::ErrorKind::AddrInUse => format!("port {port} is taken: say another --port, or none"),
                _ => format!("failed to listen on port {port} of this machine: {error}"),
            })?;
        let port = listener.local_addr().map_err(|error| format!("failed to listen: {error}"))?.port();
        let token = token()?;
        Ok(Self { listener, port, token, files, proxy, n_open: AtomicUsize::new(0) })
    }

    /// Where the page is, with the token.
    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}/{}/", self.port, self.token)
    }

    /// Serves until the program is ended.
    pub(crate) fn run(self) -> ! {
        let server = Arc::new(self);
        loop {
            let Ok((stream, _)) = server.listener.accept() else {
                // Out of file descriptors, say: that passes.
                thread::sleep(Duration::from_millis(50));
                continue;
            };
            let shared = Arc::clone(&server);
            if server.n_open.fetch_add(1, Ordering::SeqCst) >= MOST {
                server.n_open.fetch_sub(1, Ordering::SeqCst);
                continue;
            }
            let spawned = thread::Builder::new().spawn(move || {
                shared.serve(stream);
                shared.n_open.fetch_sub(1, Ordering::SeqCst);
            });
            if spawned.is_err() {
                server.n_open.fetch_sub(1, Ordering::SeqCst);
            }
        }
    }

    fn serve(&self, mut stream: TcpStream) {
        // Nobody is left to tell where this fails.
        let _ = stream.set_nodelay(true);
        let _ = match Head::read(&mut stream) {
            Ok(Some(head)) => self.answer(&head, &mut stream),
            Ok(None) => return,
            Err(refusal) => refusal.response().send(&mut stream, true),
        };
        response::hang_up(&mut stream);
    }

    fn answer(&self, head: &Head, stream: &mut TcpStream) -> io::Result<()> {
        let with_body = head.method != "HEAD";
        let path = match door::enter(head, self.port, &self.token) {
            Ok(path) => path,
            Err(refusal) => return refusal.response().send(stream, with_body),
        };
        let is_null = head.header("origin") == Some("null");
        let response = match (head.method.as_str(), path.strip_prefix("/proxy/")) {
            ("POST", Some(name)) => match head.body(stream, MAX_BODY) {
                Ok(body) => return self.proxy.pass(name, head, &body, is_null, stream),
                Err(refusal) => refusal.response(),
            },
            ("OPTIONS", Some(_)) if is_null => Response::new(204)
                .header("access-control-allow-methods", "POST")
                .header("access-control-allow-headers", "content-type, authorization")
                .header("access-control-max-age", "600"),
            (_, Some(_)) => Refusal::new(405, "a model is asked with POST").response().header("allow", "POST"),
            ("GET" | "HEAD", None) if path == "/serve.json" => self.description(),
            ("GET" | "HEAD", None) => self.files.answer(path),
            (_, None) => Refusal::new(405, "the page is read with GET").response().header("allow", "GET, HEAD"),
        };
        response.for_frame(is_null).send(stream, with_body)
    }

    /// What a page may know: that it is served from here, and whom it can ask through here.
    fn description(&self) -> Response {
        let proxies: Vec<_> = self
            .proxy
            .targets
            .iter()
            .map(|target| json!({"name": target.name, "title": target.title, "path": format!("./proxy/{}", target.name)}))
            .collect();
        let text = json!({"version": 1, "proxies": proxies}).to_string();
        self.files
            .with_headers(Response::new(200), "/serve.json")
            .header("content-type", "application/json")
            .body(text.into_bytes())
    }
}

/// Sixteen bytes of chance, as a step of a path.
fn token() -> Result<String, String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| format!("failed to make a token: {error}"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
