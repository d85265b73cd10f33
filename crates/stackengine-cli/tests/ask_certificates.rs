//! Certificates of a company: a provider with TLS on loopback, whose authority nobody knows but who made it.

#[expect(dead_code, reason = "only what it says is needed here")]
mod ask_provider;
#[expect(dead_code, reason = "the cases are another test's")]
mod program;

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::thread::{JoinHandle, spawn};
use std::time::Duration;

use ask_provider::{Answers, says};
use program::{Ran, finish, folder, stackengine};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tempfile::TempDir;

type Variables<'v> = &'v [(&'v str, &'v str)];

const KEY: &str = "key-4711-of-nobody";
const GOOD: &str = r#"{"agree":true,"cause":"out-of-memory","explanation":"x","lines":[1],"edits":[]}"#;

/// An authority of one's own.
fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).expect("parameters");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority")
}

/// A server with a certificate for a name; behind a proxy's `CONNECT` where it is one. Gives the requests that it could read.
fn server(authority: &CertifiedIssuer<'static, KeyPair>, name: &str, is_proxy: bool) -> (u16, JoinHandle<Vec<String>>) {
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(vec![name.to_owned()]).expect("parameters");
    let certificate = params.signed_by(&key, authority).expect("a certificate");
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivatePkcs8KeyDer::from(key.serialize_der()).into())
        .expect("a configuration");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let thread = spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a bound");
        let mut seen = Vec::new();
        if is_proxy {
            seen.extend(request(&mut stream));
            let _ = stream.write_all(b"HTTP/1.1 200 Connected\r\n\r\n");
        }
        seen.extend(answer(stream, config));
        seen
    });
    (port, thread)
}

fn answer(stream: TcpStream, config: ServerConfig) -> Option<String> {
    let mut stream = StreamOwned::new(ServerConnection::new(Arc::new(config)).ok()?, stream);
    let request = request(&mut stream)?;
    let Answers::Bytes(bytes) = says(GOOD) else { return None };
    let _ = stream.write_all(&bytes);
    stream.conn.send_close_notify();
    let _ = stream.flush();
    Some(request)
}

/// A request with its body, of the length that it says.
fn request(stream: &mut impl Read) -> Option<String> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
            if body.len() >= length {
                return Some(text);
            }
        }
        let n = stream.read(&mut buffer).ok().filter(|n| *n > 0)?;
        bytes.extend_from_slice(&buffer[..n]);
    }
}

fn asking(here: &TempDir, address: &str, args: &[&str], variables: Variables<'_>) -> Ran {
    let there = Path::new(env!("CARGO_MANIFEST_DIR")).join("../stackengine/tests/ask/incident/describe.txt");
    fs::copy(there, here.path().join("describe.txt")).expect("the incident");
    let mut command = stackengine(here.path());
    for name in [
        "HTTPS_PROXY",
        "HTTP_PROXY",
        "ALL_PROXY",
        "https_proxy",
        "http_proxy",
        "all_proxy",
        "NO_PROXY",
        "no_proxy",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
    ] {
        command.env_remove(name);
    }
    command.env("STACKENGINE_API_KEY", KEY).envs(variables.iter().copied());
    command.args([
        "ask",
        "describe.txt",
        "--provider",
        "compatible",
        "--model",
        "m",
        "--timeout",
        "10",
        "--address",
        address,
    ]);
    finish(command.args(args))
}

#[test]
fn an_authority_of_ones_own_is_trusted_where_it_is_named() {
    let ours = authority();
    let here = folder(&[("ours.pem", ours.pem().as_bytes())]);
    for (args, variables) in [(&["--ca-file", "ours.pem"][..], &[][..]), (&[], &[("SSL_CERT_FILE", "ours.pem")])] {
        let (port, server) = server(&ours, "localhost", false);
        let ran = asking(&here, &format!("https://localhost:{port}/v1"), args, variables);
        assert_eq!(ran.code, 0, "{args:?}: {}{}", ran.out, ran.err);
        let seen = server.join().expect("it ran");
        assert!(seen.len() == 1 && seen[0].contains(KEY), "{seen:?}");
    }
}

#[test]
fn nobody_else_learns_anything() {
    let (ours, theirs) = (authority(), authority());
    let here = folder(&[("ours.pem", ours.pem().as_bytes()), ("theirs.pem", theirs.pem().as_bytes())]);
    let table: [(&str, &[&str], Variables<'_>); 4] = [
        ("localhost", &[], &[]),
        ("localhost", &["--ca-file", "theirs.pem"], &[]),
        // What is named beats the environment.
        ("localhost", &["--ca-file", "theirs.pem"], &[("SSL_CERT_FILE", "ours.pem")]),
        ("another.example", &["--ca-file", "ours.pem"], &[]),
    ];
    for (name, args, variables) in table {
        let (port, server) = server(&ours, name, false);
        let ran = asking(&here, &format!("https://localhost:{port}/v1"), args, variables);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{name} {args:?}: {}", ran.err);
        assert!(ran.err.contains("is not trusted") && ran.err.contains("--ca-file"), "{name} {args:?}: {}", ran.err);
        assert_eq!(ran.err.trim_end().lines().count(), 1, "{}", ran.err);
        assert!(server.join().expect("it ran").is_empty(), "{name} {args:?}: it was told something");
    }
}

#[test]
fn a_file_without_certificates_is_one_sentence() {
    let here =
        folder(&[("empty.pem", b""), ("text.pem", b"hello"), ("cut.pem", b"-----BEGIN CERTIFICATE-----\nMIIB\n")]);
    for (file, part) in
        [("empty.pem", "has none"), ("text.pem", "has none"), ("cut.pem", "cut.pem"), ("nothing.pem", "nothing.pem")]
    {
        for (args, variables) in [(&["--ca-file", file][..], &[][..]), (&[], &[("SSL_CERT_FILE", file)])] {
            let ran = asking(&here, "https://localhost:9/v1", args, variables);
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{file}");
            assert!(ran.err.contains(part) && ran.err.trim_end().lines().count() == 1, "{file}: {}", ran.err);
        }
    }
}

/// What a company does: a proxy with a password that looks into the connection, with a certificate of its own making.
#[test]
fn a_proxy_that_reads_along_is_passed_with_its_authority() {
    let ours = authority();
    let here = folder(&[("ours.pem", ours.pem().as_bytes())]);
    for trusted in [true, false] {
        let (port, server) = server(&ours, "models.invalid", true);
        let args: &[&str] = if trusted { &["--ca-file", "ours.pem"] } else { &[] };
        let proxy = format!("http://me:my-word@127.0.0.1:{port}");
        let ran = asking(&here, "https://models.invalid/v1", args, &[("HTTPS_PROXY", &proxy)]);
        let seen = server.join().expect("it ran");
        assert!(seen[0].starts_with("CONNECT models.invalid:443 "), "{seen:?}");
        // "me:my-word"
        assert!(seen[0].to_ascii_lowercase().contains("proxy-authorization: basic bwu6bxktd29yza=="), "{seen:?}");
        assert!(!seen[0].contains(KEY) && !ran.err.contains("my-word"), "{seen:?}{}", ran.err);
        assert_eq!((ran.code, seen.len()), if trusted { (0, 2) } else { (2, 1) }, "{}{}", ran.out, ran.err);
        assert_eq!(ran.err.contains("is not trusted"), !trusted, "{}", ran.err);
    }
}
