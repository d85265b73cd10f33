//! Keys that are no keys, made here in every shape that keys are printed in.

use super::*;

fn found(text: &str) -> Vec<String> {
    let bytes = text.as_bytes();
    let mut finds = Vec::new();
    for from in 0..bytes.len() {
        for trigger in TRIGGERS {
            if goes_on(bytes, from, trigger.as_bytes()) {
                at(bytes, from..from + trigger.len(), &mut finds);
            }
        }
    }
    finds.into_iter().map(|find| String::from_utf8_lossy(&bytes[find.span]).into_owned()).collect()
}

fn lines(n: usize) -> Vec<String> {
    let line = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";
    (0..n).map(|index| line[index..].chars().chain(line[..index].chars()).collect()).collect()
}

fn pem(label: &str) -> Vec<String> {
    let mut all = vec![format!("-----{} {label}-----", "BEGIN")];
    all.extend(lines(4));
    all.push("abcdEFGHijklMNOP012=".to_owned());
    all.push(format!("-----{} {label}-----", "END"));
    all
}

const LABELS: [&str; 8] = [
    "PRIVATE KEY",
    "RSA PRIVATE KEY",
    "EC PRIVATE KEY",
    "DSA PRIVATE KEY",
    "OPENSSH PRIVATE KEY",
    "ENCRYPTED PRIVATE KEY",
    "PGP PRIVATE KEY BLOCK",
    "USER NKEY SEED",
];

fn encode(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut written = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - chunk.len()));
        for index in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * index) & 63) as usize] as char;
            written.push(if index <= chunk.len() { letter } else { '=' });
        }
    }
    written
}

#[test]
fn a_whole_key_is_found_in_every_wrapping() {
    for label in LABELS {
        let key = pem(label);
        for (join, head, tail) in [
            ("\n", "", "\n"),
            ("\r\n", "key: |\r\n", "\r\n"),
            ("\n      ", "  tls.key: |\n      ", "\n  other: x\n"),
            ("\\n", "\"", "\\n\""),
            ("\\\\n", "{\\\"private_key\\\":\\\"", "\\\\n\\\"}"),
            ("\n> ", "> ", "\n> thanks"),
            ("\n2026-01-01T09:14:05.000Z stdout F ", "2026-01-01T09:14:05.000Z stdout F ", "\n"),
            (" ", "KEY='", "'"),
            ("\\r\\n", "", ""),
        ] {
            let whole = key.join(join);
            assert_eq!(
                found(&format!("{head}{whole}{tail}")),
                std::slice::from_ref(&whole),
                "{label} joined by {join:?}"
            );
        }
    }
}

#[test]
fn a_key_that_was_cut_is_found_up_to_the_cut() {
    for label in LABELS {
        for n_lines in 2..5 {
            for (join, tail) in [
                ("\n", ""),
                ("\n", "\nE0101 09:14:05.000000 1 main.go:12] failed to load\n"),
                ("\n    ", "\nkind: Job\nmetadata:\n  name: x\n"),
                ("\\n", "\"}"),
                ("\n2026-01-01T09:14:05Z ", "\n2026-01-01T09:14:06Z done with it\n"),
                ("\n> ", ""),
                (" ", " ..."),
            ] {
                let cut = pem(label)[..n_lines].join(join);
                assert_eq!(found(&format!("{cut}{tail}")), std::slice::from_ref(&cut), "{label} joined by {join:?}");
            }
            let mut cut = pem(label)[..n_lines].join("\n");
            cut.truncate(cut.len() - 40);
            assert_eq!(found(&cut), std::slice::from_ref(&cut), "{label}");
        }
    }
}

#[test]
fn a_key_that_was_cut_does_not_reach_into_what_begins_after_it() {
    let cut = pem("PRIVATE KEY")[..3].join("\n");
    let text = format!("{cut}\n{}\n", pem("CERTIFICATE").join("\n"));
    assert_eq!(found(&text), [cut]);
}

#[test]
fn what_is_public_stays() {
    for label in [
        "CERTIFICATE",
        "PUBLIC KEY",
        "RSA PUBLIC KEY",
        "CERTIFICATE REQUEST",
        "PGP PUBLIC KEY BLOCK",
        "X509 CRL",
        "DH PARAMETERS",
    ] {
        let whole = pem(label).join("\n");
        assert_eq!(found(&whole), Vec::<String>::new(), "{label}");
        assert_eq!(found(&encode(whole.as_bytes())), Vec::<String>::new(), "{label}");
    }
}

#[test]
fn a_sentence_about_keys_stays() {
    for text in [
        "failed to find -----BEGIN PRIVATE KEY----- in the file",
        "expected -----BEGIN RSA PRIVATE KEY----- ... -----END RSA PRIVATE KEY-----",
        "-----BEGIN ",
        "-----BEGIN PRIVATE KEY-----",
        "PuTTY-User-Key-File-3: ssh-ed25519",
    ] {
        assert_eq!(found(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_key_in_base64_is_told_from_a_certificate() {
    for label in LABELS {
        let whole = format!("{}\n", pem(label).join("\n"));
        let written = encode(whole.as_bytes());
        assert_eq!(found(&format!("tls.key: {written}\n")), std::slice::from_ref(&written), "{label}");
        let mut finds = Vec::new();
        at(written.as_bytes(), 0..14, &mut finds);
        assert_eq!(finds[0].value.as_deref(), Some(whole.as_bytes()), "{label}");
        let wrapped =
            written.as_bytes().chunks(76).map(|line| String::from_utf8_lossy(line)).collect::<Vec<_>>().join("\n    ");
        assert_eq!(found(&format!("tls.key: |\n    {wrapped}\n  x: y\n")), [wrapped], "{label}");
    }
}

#[test]
fn the_private_lines_of_putty_are_found() {
    let body = lines(2).join("\n");
    let mac = "0f".repeat(20);
    let text = format!(
        "PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nComment: c\nPublic-Lines: 1\nAAAAB3\nPrivate-Lines: 2\n{body}\nPrivate-MAC: {mac}\n"
    );
    assert_eq!(found(&text), [format!("{body}\nPrivate-MAC: {mac}")]);
    let cut = format!("PuTTY-User-Key-File-2: ssh-rsa\nPublic-Lines: 1\nAAAAB3\nPrivate-Lines: 2\n{body}\n");
    assert_eq!(found(&cut), [body]);
}
