//! `stackengine serve`, asked over real connections by friends and strangers.

#[expect(dead_code, reason = "the cases are another test's")]
mod program;
mod served;

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::channel;
use std::thread::{sleep, spawn};
use std::time::Duration;

use program::{folder, run};
use served::{Answer, Model, Served, page};

#[test]
fn the_page_is_sent_with_the_headers_of_its_build() {
    let served = Served::new(&[]);
    let answer = served.get("/");
    assert_eq!((answer.status, answer.body.as_str()), (200, "<p>the page</p>"));
    for (name, value) in [
        ("content-security-policy", "default-src 'self'"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-cache"),
        ("content-type", "text/html; charset=utf-8"),
        ("content-length", "15"),
        ("connection", "close"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name}");
    }
    let worker = served.get("/assets/worker-1.js");
    assert_eq!(worker.header("content-security-policy"), Some("default-src 'none'"));
    assert_eq!(worker.header("cache-control"), Some("immutable"));
    assert_eq!(worker.header("content-type"), Some("text/javascript; charset=utf-8"));
    assert_eq!(served.get("/d/?x=1").body, "a page below");
    let moved = served.get("/d");
    assert_eq!((moved.status, moved.header("location")), (301, Some("./d/")));
    let head = served.ask("HEAD", "/", &[], b"");
    assert_eq!((head.status, head.header("content-length"), head.body.as_str()), (200, Some("15"), ""));
    let none = served.get("/nothing");
    assert_eq!((none.status, none.header("content-security-policy")), (404, Some("default-src 'self'")));
    let json: serde_json::Value = serde_json::from_str(&served.get("/serve.json").body).expect("JSON");
    assert_eq!(json["version"], 1);
    let names: Vec<_> = json["proxies"].as_array().expect("a list").iter().map(|proxy| &proxy["path"]).collect();
    assert_eq!(names, ["./proxy/ollama", "./proxy/llama.cpp", "./proxy/lm-studio"]);
}

#[test]
fn who_does_not_know_the_token_is_told_nothing() {
    let served = Served::new(&[]);
    let (token, host) = (served.token.clone(), served.host.clone());
    let short = &token[..token.len() - 1];
    let mut other = token.clone().into_bytes();
    other[0] ^= 1;
    let other = String::from_utf8(other).expect("ASCII");
    for path in [
        "/",
        "",
        "/serve.json",
        "/proxy/ollama",
        &format!("/{short}/"),
        &format!("/{token}0/"),
        &format!("/{other}/"),
        &format!("//{token}/"),
        &format!("/?{token}"),
        &format!("/x/{token}/"),
    ] {
        for method in ["GET", "POST", "OPTIONS", "HEAD"] {
            let answer = served.raw(&format!(
                "{method} {} HTTP/1.1\r\nhost: {host}\r\ncontent-length: 0\r\n\r\n",
                if path.is_empty() { "*" } else { path }
            ));
            assert_eq!(answer.status, 403, "{method} {path}");
            assert!(
                !answer.text.contains(&token) && !answer.text.contains("the page<"),
                "{method} {path}: {}",
                answer.text
            );
        }
    }
    let other_run = Served::new(&[]);
    assert_ne!(other_run.token, token);
    assert_eq!(token.len(), 32);
}

#[test]
fn no_other_name_and_no_other_origin_is_let_in() {
    let served = Served::new(&[]);
    let port = served.host.rsplit(':').next().expect("a port").to_owned();
    let path = format!("/{}/", served.token);
    for host in [
        "evil.example",
        &format!("evil.example:{port}"),
        "127.0.0.1",
        "127.0.0.1:1",
        &format!("127.0.0.2:{port}"),
        &format!("[::1]:{port}"),
        &format!("127.0.0.1:{port}.evil.example"),
        "",
    ] {
        let answer = served.raw(&format!("GET {path} HTTP/1.1\r\nhost: {host}\r\n\r\n"));
        assert_eq!(answer.status, 421, "{host}");
    }
    assert_eq!(served.raw(&format!("GET {path} HTTP/1.1\r\n\r\n")).status, 421);
    assert_eq!(served.raw(&format!("GET {path} HTTP/1.1\r\nhost: {0}\r\nhost: {0}\r\n\r\n", served.host)).status, 400);
    assert_eq!(served.raw(&format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n")).status, 200);
    let own = format!("http://{}", served.host);
    for (origin, status) in [
        (own.as_str(), 200),
        ("null", 200),
        ("https://evil.example", 403),
        ("http://evil.example", 403),
        (&format!("http://localhost:{port}"), 403),
        ("http://127.0.0.1:1", 403),
        (&format!("{own}.evil.example"), 403),
        ("", 403),
    ] {
        let answer = served.ask("GET", "/serve.json", &[("origin", origin)], b"");
        assert_eq!(answer.status, status, "{origin}");
        let readable = (origin == "null").then_some("null");
        assert_eq!(answer.header("access-control-allow-origin"), readable, "{origin}");
    }
    let asked = served.ask("OPTIONS", "/proxy/ollama", &[("origin", "null")], b"");
    assert_eq!((asked.status, asked.header("access-control-allow-methods")), (204, Some("POST")));
    assert_eq!(served.ask("OPTIONS", "/proxy/ollama", &[("origin", &own)], b"").status, 405);
}

#[test]
fn nothing_but_the_page_is_read() {
    let served = Served::new(&[]);
    for path in [
        "/../secret",
        "/../../etc/passwd",
        "/%2e%2e/secret",
        "/..%2fsecret",
        "/d/../index.html",
        "/./index.html",
        "//index.html",
        "/.hidden",
        "/_headers",
        "/sw.js",
        "/link",
        "/..\\secret",
        "/d//index.html",
        "/index.html%00",
        "/index.html/",
        "/etc/passwd",
        "/assets",
    ] {
        let answer = served.get(path);
        assert_eq!(answer.status, 404, "{path}: {}", answer.text);
        assert!(!answer.text.contains("a secret"), "{path}");
    }
}

#[test]
fn what_is_no_request_of_a_page_is_refused() {
    let served = Served::new(&[]);
    let (host, token) = (&served.host, &served.token);
    let post =
        |headers: &str| served.raw(&format!("POST /{token}/proxy/ollama HTTP/1.1\r\nhost: {host}\r\n{headers}\r\n"));
    assert_eq!(post("content-length: 99999999\r\n").status, 413);
    assert_eq!(post("content-length: 99999999999999999999999999\r\n").status, 400);
    assert_eq!(post("content-length: -1\r\n").status, 400);
    assert_eq!(post("content-length: +1\r\n").status, 400);
    assert_eq!(post("").status, 411);
    assert_eq!(post("transfer-encoding: chunked\r\n").status, 411);
    assert_eq!(post("content-length: 1\r\ntransfer-encoding: chunked\r\n").status, 411);
    assert_eq!(post("content-length: 1\r\ncontent-length: 2\r\n").status, 400);
    assert_eq!(served.ask("GET", "/proxy/ollama", &[], b"").status, 405);
    assert_eq!(served.ask("PUT", "/proxy/ollama", &[], b"x").status, 405);
    assert_eq!(served.ask("POST", "/", &[], b"x").status, 405);
    assert_eq!(served.ask("DELETE", "/index.html", &[], b"").status, 405);
    for name in ["nobody", "", "ollama/", "ollama/../x", "http://evil.example/", "compatible"] {
        assert_eq!(served.ask("POST", &format!("/proxy/{name}"), &[], b"{}").status, 404, "{name}");
    }
    assert_eq!(served.raw("SSH-2.0-OpenSSH_9.9\r\n\r\n").status, 400);
    assert_eq!(served.raw(&format!("GET / HTTP/1.1\r\nx: {}", "y".repeat(20_000))).status, 431);
    assert_eq!(served.raw(&format!("GET / HTTP/1.1\r\n{}\r\n", "x: y\r\n".repeat(100))).status, 400);
    // Whoever says nothing takes nobody's place for long.
    let silent: Vec<TcpStream> = (0..20).map(|_| TcpStream::connect(host).expect("a connection")).collect();
    assert_eq!(served.get("/").status, 200);
    drop(silent);
}

#[test]
fn an_answer_passes_through_wherever_it_is_cut() {
    let body = "data: {\"choices\":[{\"delta\":{\"content\":\"Zu wenig Speicher – é\"}}]}\n\ndata: [DONE]\n\n";
    let whole = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nset-cookie: a=b\r\nconnection: close\r\n\r\n{body}"
    )
    .into_bytes();
    let n = whole.len();
    let model = Model::new(move |nth, stream| {
        let (one, two) = whole.split_at(nth % n);
        let _ = stream.write_all(one);
        sleep(Duration::from_millis(1));
        let _ = stream.write_all(two);
    });
    let served = Served::new(&["--address", &model.address]);
    for cut in 0..n {
        let answer = served.ask("POST", "/proxy/compatible", &[], b"{}");
        assert_eq!((answer.status, answer.body.as_str()), (200, body), "cut at {cut}");
        assert!(answer.is_whole, "cut at {cut}");
        assert_eq!(answer.header("content-type"), Some("text/event-stream"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("set-cookie"), None);
    }
}

#[test]
fn a_piece_arrives_before_the_next_is_written() {
    let (go_on, wait) = channel::<()>();
    let model = Model::new(move |_, stream| {
        let _ = stream
            .write_all(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\ndata: 1\n\n");
        let _ = wait.recv_timeout(Duration::from_secs(10));
        let _ = stream.write_all(b"data: 2\n\n");
    });
    let served = Served::new(&["--address", &model.address]);
    let mut stream = served.send("POST", "/proxy/compatible", &[], b"{}");
    let mut seen = Vec::new();
    let mut buffer = [0; 1024];
    while !String::from_utf8_lossy(&seen).contains("data: 1") {
        let n = stream.read(&mut buffer).expect("the first piece");
        assert!(n > 0, "{}", String::from_utf8_lossy(&seen));
        seen.extend_from_slice(&buffer[..n]);
    }
    go_on.send(()).expect("the model waits");
    stream.read_to_end(&mut seen).expect("the rest");
    let answer = Answer::parse(&seen);
    assert!(answer.is_whole && answer.body.ends_with("data: 2\n\n"), "{}", answer.text);
}

#[test]
fn what_went_wrong_behind_it_is_passed_on() {
    let model = Model::new(|nth, stream| {
        let _ = stream.write_all(match nth {
            0 => b"HTTP/1.1 429 Slow\r\nretry-after: 7\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}".as_slice(),
            1 => b"HTTP/1.1 302 Found\r\nlocation: http://evil.example/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
            2 => b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\nconnection: close\r\n\r\n{\"cut",
            3 => b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 8\r\nconnection: close\r\n\r\n<script>",
            _ => b"",
        });
    });
    let served = Served::new(&["--address", &model.address]);
    let ask = || {
        served.ask(
            "POST",
            "/proxy/compatible",
            &[("authorization", "Bearer k"), ("cookie", "c=d"), ("x-other", "e"), ("origin", "null")],
            b"{\"a\":1}",
        )
    };
    let slow = ask();
    assert_eq!((slow.status, slow.header("retry-after"), slow.body.as_str()), (429, Some("7"), "{}"));
    let moved = ask();
    assert_eq!((moved.status, moved.header("location")), (302, None));
    assert!(!ask().is_whole, "a cut answer was ended");
    let html = ask();
    assert_eq!(
        (html.header("content-type"), html.header("access-control-allow-origin")),
        (Some("application/json"), Some("null"))
    );
    let closed = ask();
    assert_eq!(closed.status, 502, "{}", closed.text);
    for request in model.asked() {
        let (head, body) = request.split_once("\r\n\r\n").expect("a head");
        assert_eq!(body, "{\"a\":1}");
        assert!(head.contains("authorization: Bearer k"), "{head}");
        for line in head.lines().skip(1) {
            let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
            assert!(
                ["host", "authorization", "content-type", "content-length", "user-agent", "accept", "accept-encoding"]
                    .contains(&name.as_str()),
                "{line}"
            );
        }
    }
    let gone = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let served = Served::new(&["--address", &format!("http://{gone}/v1/chat/completions")]);
    let down = served.ask("POST", "/proxy/compatible", &[], b"{}");
    assert_eq!(down.status, 502);
    assert!(down.body.contains("nobody answers at 127.0.0.1:") && down.body.contains("\"error\""), "{}", down.body);
}

#[test]
fn a_model_that_is_silent_is_left_in_time() {
    let model = Model::new(|_, _| sleep(Duration::from_secs(6)));
    let served = Served::new(&["--timeout", "1", "--address", &model.address]);
    let answer = served.ask("POST", "/proxy/compatible", &[], b"{}");
    assert!(answer.status == 502 && answer.body.contains("in time"), "{}", answer.text);
}

#[test]
fn what_cannot_be_served_is_one_sentence() {
    let empty = folder(&[]);
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let page = page();
    let there = page.path().join("page");
    let there = there.to_str().expect("a name");
    let bare = folder(&[("index.html", b"x")]);
    let table: [(&[&str], &str); 6] = [
        (&["serve"], "cargo xtask sandbox --build"),
        (&["serve", "--dir", "."], "cargo xtask sandbox --build"),
        (&["serve", "--dir", bare.path().to_str().expect("a name")], "_headers"),
        (&["serve", "--dir", there, "--port", &port], "is taken"),
        (&["serve", "--dir", there, "--address", "https://example.org/v1"], "another machine"),
        (&["serve", "--dir", there, "--address", "http://192.0.2.1/v1"], "plain HTTP"),
    ];
    for (args, part) in table {
        let ran = run(empty.path(), args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains(part) && ran.err.trim_end().lines().count() == 1, "{args:?}: {}", ran.err);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn it_listens_on_one_address_alone() {
    let served = Served::new(&[]);
    let port = served.host.rsplit(':').next().expect("a port");
    assert!(TcpStream::connect(format!("127.0.0.2:{port}")).is_err());
    assert!(TcpStream::connect(format!("127.0.0.1:{port}")).is_ok());
}

/// What the page's own scripts say of each path, where they can be run.
#[test]
fn the_headers_are_those_of_the_pages_scripts() {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../web/scripts/headers.mjs")
        .canonicalize()
        .expect("the scripts");
    let paths = ["/", "/assets/worker-1.js", "/assets/index-1.js", "/d/", "/index.html"];
    let program = format!(
        "const h = await import({:?}); console.log(JSON.stringify({{file: h.headersFile(['/assets/worker-1.js']), of: {}.map(h.headersFor)}}))",
        format!("file://{}", scripts.display()),
        serde_json::to_string(&paths).expect("JSON"),
    );
    let Ok(output) = Command::new("node").args(["--input-type=module", "-e", &program]).output() else {
        let skipped = "SKIPPED: there is no node, so the headers of the page's scripts are not compared";
        let _ = writeln!(std::io::stderr(), "{skipped}");
        return;
    };
    if String::from_utf8_lossy(&output.stderr).contains("build the page first") {
        let skipped = "SKIPPED: the page is not built, so the headers of its scripts are not compared";
        let _ = writeln!(std::io::stderr(), "{skipped}");
        return;
    }
    let said: serde_json::Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let served = Served::with_headers(said["file"].as_str().expect("a file"), &[]);
    for (path, wanted) in paths.iter().zip(said["of"].as_array().expect("a list")) {
        let answer = served.get(path);
        assert_eq!(answer.status, 200, "{path}");
        for (name, value) in wanted.as_object().expect("headers") {
            assert_eq!(answer.header(name), value.as_str(), "{path}: {name}");
        }
    }
}

/// Many at once, as a browser asks.
#[test]
fn many_are_served_at_once() {
    let served = std::sync::Arc::new(Served::new(&[]));
    let all: Vec<_> = (0..16)
        .map(|_| {
            let served = std::sync::Arc::clone(&served);
            spawn(move || (0..8).all(|_| served.get("/").status == 200))
        })
        .collect();
    assert!(all.into_iter().all(|one| one.join().expect("it ran")));
}
