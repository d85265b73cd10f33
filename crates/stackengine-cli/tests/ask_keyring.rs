//! A key in a real keyring: GNOME's, on a bus and in a folder of its own.
#![cfg(target_os = "linux")]

#[expect(dead_code, reason = "only what it says is needed here")]
mod ask_provider;
#[expect(dead_code, reason = "the cases are another test's")]
mod program;

use std::fs;
use std::io::Write as _;
use std::path::Path;

use ask_provider::{Provider, says};
use assert_cmd::cargo::cargo_bin;
use program::{Ran, finish, folder, stackengine};
use tempfile::TempDir;

const KEY: &str = "key-4711-of-nobody";
const GOOD: &str = r#"{"agree":true,"cause":"out-of-memory","explanation":"x","lines":[1],"edits":[]}"#;

fn incident() -> TempDir {
    let there = Path::new(env!("CARGO_MANIFEST_DIR")).join("../stackengine/tests/ask/incident");
    let here = folder(&[]);
    for file in ["describe.txt", "job.yaml"] {
        fs::copy(there.join(file), here.path().join(file)).expect("the incident");
    }
    // The key itself may stand in what is asked about.
    fs::write(here.path().join("tiles-7k2xp.main.txt"), format!("using {KEY} now\nKilled\n")).expect("a log");
    here
}

fn is_there(program: &str) -> bool {
    std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).any(|folder| folder.join(program).exists())
}

/// Runs a script with a keyring that is unlocked, on a bus of its own that ends with it.
fn with_keyring(here: &Path, script: &str) -> Ran {
    let mut command = assert_cmd::Command::new("dbus-run-session");
    let unlock = "printf word | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1";
    command.args(["--", "sh", "-euc", &format!("{unlock}\n{script}")]).current_dir(here);
    for name in ["HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] {
        command.env(name, here);
    }
    for name in [
        "DBUS_SESSION_BUS_ADDRESS",
        "GNOME_KEYRING_CONTROL",
        "ANTHROPIC_API_KEY",
        "OPENAI_API_KEY",
        "STACKENGINE_API_KEY",
    ] {
        command.env_remove(name);
    }
    command.env("ENGINE", cargo_bin!("stackengine"));
    finish(&mut command)
}

#[test]
fn a_key_is_put_in_used_and_taken_out() {
    if !["dbus-run-session", "gnome-keyring-daemon"].into_iter().all(is_there) {
        let _ = writeln!(std::io::stderr(), "SKIPPED: there is no gnome-keyring-daemon, so no real keyring is tried");
        return;
    }
    let here = incident();
    let provider = Provider::new(says(GOOD));
    let address = provider.address.clone();
    let ask = "\"$ENGINE\" ask describe.txt job.yaml tiles-7k2xp.main.txt --model m";
    let script = format!(
        r#"say() {{ echo "== $1" >&2; echo "== $1"; }}
status() {{ set +e; "$@"; echo "status $?"; set -e; }}
say put; printf '  {KEY}\nsecond line\n' | status "$ENGINE" key put anthropic
say dry; {ask} --provider anthropic --dry-run
say compatible; status {ask} --provider compatible --address {address} --key-from keyring
say put-any; printf '{KEY}' | "$ENGINE" key put compatible
say ask; status {ask} --provider compatible --address {address} --key-from keyring
say environment; status {ask} --provider anthropic --key-from environment
say remove; "$ENGINE" key remove anthropic; "$ENGINE" key remove anthropic
say gone; status {ask} --provider anthropic
say empty; printf '\n' | status "$ENGINE" key put openai
say bad; printf 'a\001b\n' | status "$ENGINE" key put openai
"#
    );
    let ran = with_keyring(here.path(), &script);
    let part = |text: &str, name: &str| {
        let (_, rest) = text.split_once(&format!("== {name}\n")).unwrap_or_else(|| panic!("{name}: {text}{}", ran.err));
        rest.split("\n== ").next().unwrap_or_default().to_owned()
    };
    let (out, err) = (|name: &str| part(&ran.out, name), |name: &str| part(&ran.err, name));
    assert!(out("put").contains("status 0") && err("put").contains("is in the keyring"), "{}", err("put"));
    assert!(out("dry").contains("x-api-key: (the key in the keyring)"), "{}", out("dry"));
    assert!(out("dry").contains("using <SECRET_1> now"), "{}", out("dry"));
    assert!(out("compatible").contains("status 2") && err("compatible").contains("stackengine key put compatible"));
    assert!(out("ask").contains("status 0") && out("ask").contains("out-of-memory"), "{}{}", out("ask"), err("ask"));
    assert!(out("environment").contains("status 2") && err("environment").contains("ANTHROPIC_API_KEY"));
    assert!(
        err("remove").contains("no longer in the keyring") && err("remove").contains("has no key"),
        "{}",
        err("remove")
    );
    assert!(
        out("gone").contains("status 2") && err("gone").contains("stackengine key put anthropic"),
        "{}",
        err("gone")
    );
    assert!(out("empty").contains("status 2") && err("empty").contains("nothing was given"));
    assert!(out("bad").contains("status 2") && err("bad").contains("no key has"));
    assert!(!ran.out.contains(KEY) && !ran.err.contains(KEY), "{}{}", ran.out, ran.err);
    let asked = provider.asked();
    assert!(asked.len() == 1 && asked[0].contains(&format!("authorization: Bearer {KEY}\r\n")), "{asked:?}");
}

#[test]
fn without_a_keyring_one_sentence_says_what_to_do() {
    let here = incident();
    for args in [
        &["key", "put", "anthropic"][..],
        &["key", "remove", "anthropic"],
        &["ask", "describe.txt", "--provider", "anthropic", "--model", "m", "--key-from", "keyring"],
    ] {
        let ran =
            finish(stackengine(here.path()).args(args).env_remove("ANTHROPIC_API_KEY").write_stdin("x-y-z-key\n"));
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(
            ran.err.contains("no keyring answers") && ran.err.contains("ANTHROPIC_API_KEY"),
            "{args:?}: {}",
            ran.err
        );
        assert!(ran.err.trim_end().lines().count() == 1 && !ran.err.contains("x-y-z"), "{args:?}: {}", ran.err);
    }
}
