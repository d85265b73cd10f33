//! `stackengine ask` with a hostile provider on loopback.

#[expect(dead_code, reason = "one answer is another test's")]
mod ask_provider;
#[expect(dead_code, reason = "the cases are another test's")]
mod program;

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::time::{Duration, Instant};

use ask_provider::{Answers, Provider, says, status, stream_head};
use program::{Ran, finish, folder, stackengine};

const CLEAN: i32 = 0;
const UNUSABLE: i32 = 2;
const INCOMPLETE: i32 = 3;

/// What the environment of a test must not decide.
const VARIABLES: [&str; 12] = [
    "ANTHROPIC_API_KEY",
    "OPENAI_API_KEY",
    "GEMINI_API_KEY",
    "OPENROUTER_API_KEY",
    "MISTRAL_API_KEY",
    "GROQ_API_KEY",
    "AZURE_OPENAI_API_KEY",
    "STACKENGINE_API_KEY",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "ALL_PROXY",
    "https_proxy",
];

const KEY: &str = "key-4711-of-nobody";
const SECRET: &str = "correct-horse-9-battery";
const GOOD: &str = r#"{"agree":true,"cause":"out-of-memory","explanation":"Memory ran out at 128Mi.","lines":[1],"edits":[{"path":"spec.activeDeadlineSeconds","op":"set","value":7200,"why":"It needs longer."}]}"#;

/// A folder with the incident of the engine's tests.
fn incident() -> tempfile::TempDir {
    let there = Path::new(env!("CARGO_MANIFEST_DIR")).join("../stackengine/tests/ask/incident");
    let here = folder(&[]);
    for file in ["describe.txt", "job.yaml", "tiles-7k2xp.main.txt"] {
        fs::copy(there.join(file), here.path().join(file)).expect("the incident");
    }
    here
}

fn asking(folder: &Path, args: &[&str], key: Option<(&str, &str)>) -> Ran {
    let mut command = stackengine(folder);
    for variable in VARIABLES {
        command.env_remove(variable);
    }
    if let Some((variable, key)) = key {
        command.env(variable, key);
    }
    finish(command.arg("ask").args(["describe.txt", "job.yaml", "tiles-7k2xp.main.txt"]).args(args))
}

/// Asks a provider that answers so, as a compatible server with a key.
fn ask(answers: Answers, more: &[&str]) -> (Ran, Vec<String>, tempfile::TempDir) {
    let provider = Provider::new(answers);
    let here = incident();
    let args = ["--provider", "compatible", "--model", "m", "--timeout", "3", "--address", provider.address.as_str()];
    let ran = asking(here.path(), &[&args, more].concat(), Some(("STACKENGINE_API_KEY", KEY)));
    (ran, provider.asked(), here)
}

/// One sentence, with nothing in it that is private or steers.
fn assert_calm(what: &str, ran: &Ran) {
    for text in [&ran.out, &ran.err] {
        assert!(!text.contains(KEY) && !text.contains(SECRET), "{what}: {text}");
        assert!(!text.chars().any(|char| char.is_control() && char != '\n'), "{what}: {text:?}");
    }
}

#[test]
fn a_good_answer_is_shown_and_the_key_went_into_one_header_alone() {
    let (ran, asked, _) = ask(says(GOOD), &[]);
    assert_eq!(ran.code, CLEAN, "{}{}", ran.out, ran.err);
    assert_calm("good", &ran);
    assert!(
        ran.out.contains("out-of-memory (SE101), as the rules say")
            && ran.out.contains("+  activeDeadlineSeconds: 7200"),
        "{}",
        ran.out
    );
    let [request] = asked.as_slice() else { panic!("{} requests", asked.len()) };
    assert_eq!(request.matches(KEY).count(), 1);
    assert!(request.contains(&format!("authorization: Bearer {KEY}\r\n")) && !request.contains(SECRET), "{request}");
    // Only headers that are documented, or that HTTP itself has.
    let (head, _) = request.split_once("\r\n\r\n").expect("a head");
    for line in head.lines().skip(1) {
        let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
        assert!(
            ["host", "authorization", "content-type", "content-length", "user-agent", "accept", "accept-encoding"]
                .contains(&name.as_str()),
            "{line}"
        );
    }
}

#[test]
fn a_dry_run_shows_the_very_bytes_and_sends_nothing() {
    let here = incident();
    let args = ["--provider", "compatible", "--model", "m", "--address"];
    let dry = |address: &str| {
        asking(here.path(), &[&args, &[address, "--dry-run"][..]].concat(), Some(("STACKENGINE_API_KEY", KEY)))
    };
    let ran = dry("http://127.0.0.1:9/v1/chat/completions");
    assert_eq!(ran.code, CLEAN, "{}", ran.err);
    assert_calm("dry run", &ran);
    assert!(
        ran.out.contains("authorization: Bearer (the key in STACKENGINE_API_KEY)")
            && ran.err.contains("nothing was sent")
    );
    let (_, asked, _) = ask(says(GOOD), &[]);
    let (_, shown) = ran.out.split_once("\n\n").expect("a body");
    let (_, sent) = asked[0].split_once("\r\n\r\n").expect("a body");
    assert_eq!(shown.trim_end_matches('\n'), sent);
}

#[test]
fn what_a_hostile_provider_sends_does_no_harm() {
    let endless = |again: &str| Answers::Endless(stream_head(), again.repeat(2000).into_bytes());
    let event = |text: &str| format!("data: {{\"choices\":[{{\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n");
    let table: Vec<(&str, Answers, &str)> = vec![
        ("not JSON", status(200, "", "<html>hello</html>"), "ended before it was complete"),
        ("broken JSON", status(200, "", "{\"choices\": ["), "JSON that is broken"),
        ("not in the form", says("I cannot help with that."), "did not answer in the form"),
        ("endless text", endless(&event("aaaa")), "longer than any answer"),
        ("endless comments", endless(": hello\n"), "longer than any answer"),
        ("endless line", endless("x"), "without an end"),
        (
            "endless headers",
            Answers::Endless(b"HTTP/1.1 200 OK\r\n".to_vec(), b"x-a: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\r\n".repeat(100)),
            "did not answer as expected",
        ),
        (
            "huge header",
            Answers::Endless(b"HTTP/1.1 200 OK\r\nx-a: ".to_vec(), vec![b'b'; 10_000]),
            "did not answer as expected",
        ),
        ("no HTTP", Answers::Bytes(b"SSH-2.0-OpenSSH_9.9\r\n".to_vec()), ": "),
        ("closes", Answers::Bytes(Vec::new()), ": "),
        ("silence", Answers::Silence, "--timeout"),
        ("slow loris", Answers::Slowly(stream_head(), b": ".repeat(200)), "--timeout"),
        ("slow headers", Answers::Slowly(b"HTTP/1.1 200 OK\r\n".to_vec(), b"x".repeat(200)), "--timeout"),
        ("cut", Answers::Bytes([stream_head(), event("abc").into_bytes()].concat()), "ended before it was complete"),
        ("401", status(401, "", "{\"error\":{\"message\":\"bad key key-4711-of-nobody\"}}"), "STACKENGINE_API_KEY"),
        ("429", status(429, "retry-after: 7\r\n", "{}"), "try again in 7 s"),
        ("500", status(500, "", "\u{1b}[31m"), "trouble of its own"),
        (
            "529",
            status(
                529,
                "",
                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}",
            ),
            "trouble of its own",
        ),
        ("404", status(404, "", "{\"error\":{\"message\":\"model 'm' not found\"}}"), "--model"),
        ("400", status(400, "", "{\"error\":{\"message\":\"response_format unsupported\"}}"), "--plain"),
        ("413", status(413, "", ""), "--budget"),
    ];
    for (what, answers, sentence) in table {
        let begun = Instant::now();
        let (ran, asked, _) = ask(answers, &[]);
        assert!(begun.elapsed() < Duration::from_secs(15), "{what}: took {:?}", begun.elapsed());
        assert_eq!(ran.code, UNUSABLE, "{what}: {}{}", ran.out, ran.err);
        assert_calm(what, &ran);
        assert!(ran.err.contains(sentence), "{what}: {}", ran.err);
        assert_eq!(ran.err.trim_end().lines().count(), 1, "{what}: {}", ran.err);
        assert_eq!(asked.len(), 1, "{what}: it was asked more than once");
    }
}

#[test]
fn nobody_else_is_told_anything() {
    let other = TcpListener::bind("127.0.0.1:0").expect("a port");
    other.set_nonblocking(true).expect("a listener");
    let location = format!("location: http://{}/\r\n", other.local_addr().expect("an address"));
    for code in [301, 302, 303, 307, 308] {
        let (ran, asked, _) = ask(status(code, &location, ""), &[]);
        assert_eq!((ran.code, asked.len()), (UNUSABLE, 1), "{code}: {}", ran.err);
        assert!(ran.err.contains("never done"), "{code}: {}", ran.err);
    }
    assert!(other.accept().is_err(), "somebody was sent there");
}

#[test]
fn what_a_hostile_model_says_is_dropped_and_said_to_be_dropped() {
    let answer = r#"{"agree":true,"cause":"you-are-hacked","explanation":"[see](https://evil.example/?x=<PASSWORD_1>) \u001b]8;;https://evil.example\u0007click","lines":[999],"edits":[{"path":"spec.template.spec.hostNetwork","op":"set","value":true,"why":"x"},{"path":"spec.template.spec.containers[0].image","op":"set","value":"evil","why":"x"}]}"#;
    let (ran, _, here) = ask(says(answer), &["--output", "new.yaml"]);
    assert_eq!(ran.code, INCOMPLETE, "{}{}", ran.out, ran.err);
    assert_calm("hostile", &ran);
    for part in ["there is no such cause", "no such line was shown", "does not touch this field", "[:]//evil"] {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
    assert!(!ran.out.contains("://") && !here.path().join("new.yaml").exists(), "{}", ran.out);
}

#[test]
fn values_come_back_into_the_file_that_was_asked_for() {
    let (ran, _, here) = ask(says(GOOD), &["--output", "new.yaml"]);
    assert_eq!(ran.code, CLEAN, "{}{}", ran.out, ran.err);
    assert_calm("output", &ran);
    let read = |name: &str| fs::read_to_string(here.path().join(name)).expect("a file");
    assert_eq!(read("new.yaml"), read("job.yaml").replace("3600", "7200"));
}

#[test]
fn without_a_key_one_sentence_says_what_to_do() {
    let here = incident();
    let table: [(&[&str], &str); 7] = [
        (&[], "--provider"),
        (&["--provider", "anthropic", "--model", "m"], "ANTHROPIC_API_KEY"),
        (&["--provider", "openai", "--model", "m"], "OPENAI_API_KEY"),
        (&["--provider", "ollama"], "--model"),
        (&["--provider", "azure", "--model", "m"], "--address"),
        (&["--provider", "compatible", "--model", "m", "--address", "http://192.0.2.1/v1"], "--plain-http"),
        (&["--provider", "compatible", "--model", "m", "--address", "http://127.0.0.1:9/v1"], "nobody answers"),
    ];
    for (args, part) in table {
        let ran = asking(here.path(), args, None);
        assert_eq!((ran.code, ran.out.as_str()), (UNUSABLE, ""), "{args:?}");
        assert!(ran.err.contains(part) && ran.err.trim_end().lines().count() == 1, "{args:?}: {}", ran.err);
    }
}

#[test]
fn a_key_that_is_none_is_not_repeated() {
    let here = incident();
    let args = ["--provider", "compatible", "--model", "m", "--address", "http://127.0.0.1:9/v1"];
    let ran = asking(here.path(), &args, Some(("STACKENGINE_API_KEY", "abc\ndef")));
    assert_eq!(ran.code, UNUSABLE);
    assert!(
        !ran.err.contains("abc") && !ran.err.contains("def") && ran.err.contains("STACKENGINE_API_KEY"),
        "{}",
        ran.err
    );
}

/// What is asked on this machine does not take the way over a proxy.
#[test]
fn no_proxy_hears_of_a_model_on_this_machine() {
    let proxy = TcpListener::bind("127.0.0.1:0").expect("a port");
    proxy.set_nonblocking(true).expect("a listener");
    let there = format!("http://{}", proxy.local_addr().expect("an address"));
    let provider = Provider::new(says(GOOD));
    let here = incident();
    let mut command = stackengine(here.path());
    for variable in ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy", "all_proxy"] {
        command.env(variable, &there);
    }
    let args =
        ["ask", "describe.txt", "job.yaml", "--provider", "ollama", "--model", "m", "--address", &provider.address];
    let ran = finish(command.args(args));
    assert_eq!(ran.code, CLEAN, "{}{}", ran.out, ran.err);
    assert_eq!(provider.asked().len(), 1);
    assert!(proxy.accept().is_err(), "the proxy was told");
}

/// The key itself may stand in a log that is asked about.
#[test]
fn the_key_is_masked_in_the_evidence() {
    let here = incident();
    let log = here.path().join("tiles-7k2xp.main.txt");
    fs::write(&log, format!("using {KEY} now\nKilled\n")).expect("a log");
    let args = ["--provider", "compatible", "--model", "m", "--address", "http://127.0.0.1:9/v1", "--dry-run"];
    let ran = asking(here.path(), &args, Some(("STACKENGINE_API_KEY", KEY)));
    assert_eq!(ran.code, CLEAN, "{}", ran.err);
    assert!(ran.out.contains("using <SECRET_1> now") && !ran.out.contains(KEY), "{}", ran.out);
}

/// Another machine is asked over the proxy that the environment names, which learns the host and nothing else.
#[test]
fn the_proxy_of_the_environment_is_used() {
    let provider = Provider::new(status(403, "", ""));
    let proxy = provider.address.replace("/v1/chat/completions", "");
    let here = incident();
    let mut command = stackengine(here.path());
    for variable in VARIABLES {
        command.env_remove(variable);
    }
    command.env_remove("NO_PROXY").env_remove("no_proxy");
    command.env("HTTPS_PROXY", proxy).env("STACKENGINE_API_KEY", KEY);
    let args = ["ask", "describe.txt", "--provider", "compatible", "--model", "m", "--timeout", "5"];
    let ran = finish(command.args(args).args(["--address", "https://models.invalid/v1"]));
    assert_eq!(ran.code, UNUSABLE, "{}", ran.err);
    assert_calm("proxy", &ran);
    let asked = provider.asked();
    assert!(asked.len() == 1 && asked[0].starts_with("CONNECT models.invalid:443 "), "{asked:?}");
    assert!(!asked[0].contains(KEY) && !asked[0].contains("tiles"), "{asked:?}");
    assert!(ran.err.contains("HTTPS_PROXY"), "{}", ran.err);
}
