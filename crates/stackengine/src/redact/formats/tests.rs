//! Every format is held against examples that are made here, so that no token is ever written into this repository.

use super::format::{Format, Run};
use super::*;
use crate::redact::bytes::Bytes;

/// A stream of numbers that is the same in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    fn run(&mut self, of: Bytes, n: usize) -> Vec<u8> {
        let letters: Vec<u8> = (b'!'..=b'~').filter(|&byte| of.contains(byte)).collect();
        let plain: Vec<u8> = letters.iter().copied().filter(u8::is_ascii_alphanumeric).collect();
        (0..n)
            .map(|index| {
                // Nothing begins or ends with what a sentence could end with.
                let from = if index == 0 || index + 1 == n { &plain } else { &letters };
                from[self.below(from.len())]
            })
            .collect()
    }
}

/// What stands before the private value, and the value.
fn example(format: &Format, start: &str, draw: &mut Draw) -> (Vec<u8>, Vec<u8>) {
    let mut before = Vec::new();
    let mut value = Vec::new();
    if let Some((of, min, _)) = format.lead {
        value.extend(draw.run(of, min));
    }
    value.extend(start.as_bytes());
    for stretch in format.then {
        match *stretch {
            Run::Of(of, min, max) => {
                let run = if max == 36 && min == 36 && of.contains(b'-') && !of.contains(b'z') {
                    let mut uuid = draw.run(Bytes::of("0-9a-f"), 36);
                    for hyphen in [8, 13, 18, 23] {
                        uuid[hyphen] = b'-';
                    }
                    uuid
                } else {
                    draw.run(of, min.max(1))
                };
                value.extend(run);
            }
            Run::Is(text) => value.extend(text.as_bytes()),
            Run::Maybe(_) => {}
            Run::Begin => before.append(&mut value),
            Run::Gap | Run::Space => {
                before.append(&mut value);
                before.extend(b": ");
            }
        }
    }
    (before, value)
}

/// An example that passes what else is asked of it.
fn valid_example(format: &Format, start: &str) -> (Vec<u8>, Vec<u8>) {
    for seed in 1..2000 {
        let (before, mut value) = example(format, start, &mut Draw(seed));
        match format.name {
            "authorization-basic" => value = b"dXNlcjp".iter().copied().chain(*b"wYXNzMQ").collect(),
            "cookie-header" | "cookie-header-quoted" => value = b"session=abc1".to_vec(),
            "vault-old-token" => value = [b"s.".to_vec(), value].concat(),
            _ => {}
        }
        if (format.check)(&value) {
            return (before, value);
        }
    }
    panic!("no example of {} passes its own check", format.name);
}

fn found(format: usize, start: &str, text: &[u8]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for from in 0..text.len() {
        if text[from..].len() >= start.len() && text[from..from + start.len()].eq_ignore_ascii_case(start.as_bytes()) {
            found.extend(at(text, from..from + start.len(), format).map(|find| text[find.span].to_vec()));
        }
    }
    found
}

#[test]
fn there_are_many_formats_and_no_two_of_one_name() {
    let mut names: Vec<_> = all().map(|format| format.name).collect();
    assert!(names.len() >= 130, "only {}", names.len());
    names.sort_unstable();
    let n = names.len();
    names.dedup();
    assert_eq!(names.len(), n);
}

#[test]
fn every_format_says_where_its_vendor_describes_it() {
    for format in all() {
        assert!(format.source.starts_with("https://"), "{}", format.name);
    }
}

#[test]
fn each_token_is_found_in_whatever_it_is_wrapped() {
    for (start, index) in starts() {
        let format = all().nth(index).expect("it came from there");
        let (before, value) = valid_example(format, start);
        let whole = [before.clone(), value.clone()].concat();
        for (head, tail) in [
            ("", ""),
            ("\"", "\""),
            ("key=", ";"),
            ("{token: ", "}"),
            ("got ", ", then"),
            ("\\n", "\\n"),
            ("is ", ". Next"),
        ] {
            // A list of cookies ends with its line, not with its sentence.
            if format.name.starts_with("cookie-header") && tail.len() > 1 && !tail.starts_with('\\')
                || format.name == "aws-signature" && tail.len() > 1
            {
                continue;
            }
            let text = [head.as_bytes(), &whole, tail.as_bytes()].concat();
            assert!(
                found(index, start, &text).contains(&value),
                "{} is not found in {}: {:?}",
                format.name,
                String::from_utf8_lossy(&text),
                found(index, start, &text)
                    .iter()
                    .map(|found| String::from_utf8_lossy(found).into_owned())
                    .collect::<Vec<_>>(),
            );
        }
    }
}

#[test]
fn a_token_that_is_one_character_too_short_is_not_one() {
    for (start, index) in starts() {
        let format = all().nth(index).expect("it came from there");
        let Some(Run::Of(_, 2.., _)) = format.then.last() else { continue };
        let (before, mut value) = valid_example(format, start);
        if format.name == "vault-old-token"
            || format.name == "authorization-basic"
            || format.name.starts_with("cookie-header")
        {
            continue;
        }
        value.pop();
        let text = [before, value].concat();
        assert_eq!(
            found(index, start, &text),
            Vec::<Vec<u8>>::new(),
            "{}: {}",
            format.name,
            String::from_utf8_lossy(&text)
        );
    }
}

#[test]
fn a_token_that_is_glued_into_a_longer_word_is_not_one() {
    for (start, index) in starts() {
        let format = all().nth(index).expect("it came from there");
        if format.needs_context()
            || format.lead.is_some_and(|(_, min, max)| min < max)
            || !start.as_bytes()[0].is_ascii_alphanumeric()
        {
            continue;
        }
        let (before, value) = valid_example(format, start);
        let text = [b"word".as_slice(), &before, &value].concat();
        assert_eq!(
            found(index, start, &text),
            Vec::<Vec<u8>>::new(),
            "{}: {}",
            format.name,
            String::from_utf8_lossy(&text)
        );
        let Some(Run::Of(of, min, max)) = format.then.last() else { continue };
        if min == max && !before.contains(&b' ') {
            let tail = Draw(7).run(*of, 4);
            let text = [before, value, tail].concat();
            assert_eq!(
                found(index, start, &text),
                Vec::<Vec<u8>>::new(),
                "{}: {}",
                format.name,
                String::from_utf8_lossy(&text)
            );
        }
    }
}

#[test]
fn a_name_may_go_on_and_its_value_may_be_on_the_next_line() {
    let hex = "0123456789abcdef".repeat(2);
    let cases = [
        (format!("datadog_agent_api_key: {hex}"), hex.as_str()),
        (format!("- name: DD_API_KEY\n  value: \"{hex}\""), &hex),
        (format!("{{\"name\": \"DD_API_KEY\",\n \"value\": \"{hex}\"}}"), &hex),
        (format!("- name: X-Api-Key\n  value: {hex}"), &hex),
        (format!("\\\"X-Api-Key\\\":\\\"{hex}\\\""), &hex),
        ("curl -H \"Authorization: Bearer secretvalue\"".to_owned(), "secretvalue"),
        ("AUTHORIZATION: BEARER abc123def".to_owned(), "abc123def"),
        ("Set-Cookie: sid=abc; Path=/".to_owned(), "abc"),
    ];
    for (text, value) in cases {
        let all: Vec<_> = starts().flat_map(|(start, index)| found(index, start, text.as_bytes())).collect();
        assert!(all.iter().any(|found| found == value.as_bytes()), "{text}: {all:?}");
    }
    for text in [format!("datadog_request_id: {hex}"), format!("datadog-agent: {hex}0")] {
        let all: Vec<_> = starts().flat_map(|(start, index)| found(index, start, text.as_bytes())).collect();
        assert_eq!(all, Vec::<Vec<u8>>::new(), "{text}");
    }
}

#[test]
fn the_case_of_a_token_counts() {
    let text = b"akiaqwertyuiopasdfgh GHP_0123456789012345678901234567890123456789";
    for (start, index) in starts() {
        assert_eq!(found(index, start, text), Vec::<Vec<u8>>::new(), "{start}");
    }
}

#[test]
fn what_a_diagnosis_needs_is_no_token() {
    let hex = "0123456789abcdef".repeat(4);
    let traps = [
        format!("image: nginx@sha256:{hex}"),
        format!("containerID: containerd://{hex}"),
        format!("checksum/config: {hex}"),
        "uid: 3f9c2b1e-5d4a-4c6b-9e8f-0a1b2c3d4e5f".to_owned(),
        "pod api-7c9d8f5b6d-x2k4q, volume kube-api-access-9xk2p".to_owned(),
        "        secretKeyRef:\n          key: api-key\n          name: datadog-v2-secrets\n".to_owned(),
        "apiVersion: rbac.authorization.k8s.io/v1".to_owned(),
        "the bearer authentication failed: Basic authentication is required".to_owned(),
        "token: expired at 2026-01-03T09:14:05Z, authorization failed".to_owned(),
        "revision v1.29.3-eks-036c24b".to_owned(),
        "key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHVDzcFqNTHuNDzwLzwbVNDzwLzwbVNDzwLzwbVNDzwL".to_owned(),
        "cookie: {name: session}".to_owned(),
        "sk-learn-model, task-runner, disk-usage-monitor-for-all-of-the-nodes-of-this-cluster".to_owned(),
        "curl -H \"Authorization: Bearer $(cat /var/run/secrets/kubernetes.io/serviceaccount/token)\"".to_owned(),
        "curl -H \"X-Vault-Token: ${VAULT_TOKEN}\" -H \"Authorization: Bearer <TOKEN_1>\"".to_owned(),
    ];
    for trap in traps {
        for (start, index) in starts() {
            assert_eq!(found(index, start, trap.as_bytes()), Vec::<Vec<u8>>::new(), "{start} in {trap}");
        }
    }
}
