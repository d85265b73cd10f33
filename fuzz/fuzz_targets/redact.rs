//! Anything as a text to be redacted, alone or inside of a Secret, an env pair or a log line, as the first byte says: it
//! comes back, a second redaction changes nothing, and the last check lets it pass.
#![no_main]

use stackengine::redact::{Options, Restorer, Vault, leaks, redact, restore};

const HEADS: [&str; 5] = [
    "",
    "kind: Secret\ndata:\n  password: ",
    "env:\n- name: DB_PASSWORD\n  value: ",
    "{\"level\":\"info\",\"password\":\"",
    "2026-11-02T03:04:05Z password=k3Jq9vTz1 postgres://app:k3Jq9vTz1@db/",
];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((choice, rest)) = bytes.split_first() else { return };
    let text = [HEADS[usize::from(*choice) % HEADS.len()].as_bytes(), rest].concat();
    let options = Options { strict: choice & 0x80 != 0, places: choice & 0x40 == 0, ..Options::default() };
    let mut vault = Vault::new();
    let redacted = redact(&[&text], &mut vault, &options);
    let masked = &redacted[0].text;
    let restored = restore(masked, &vault);
    assert!(restored.text == text, "it does not come back");
    assert!(redact(&[masked], &mut vault, &options)[0].text == *masked, "a second redaction changes it");
    assert!(leaks(masked, &vault, &options).is_empty(), "what was redacted may not be sent");
    // Anything as an answer of a model, in two pieces and whole.
    let (one, other) = rest.split_at(rest.len() / 2);
    let mut restorer = Restorer::new(&vault);
    let mut pieces = restorer.feed(one);
    pieces.extend(restorer.feed(other));
    pieces.extend(restorer.finish().text);
    assert!(pieces == restore(rest, &vault).text, "a stream gives another text than the whole");
});
