//! The shapes of names, keys and labels, with the words for what is wrong: `apimachinery/pkg/util/validation`.

/// What is wrong with a name; empty where nothing is.
pub(super) type Problems = Vec<String>;

const LABEL_SHAPE: &str = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const SUBDOMAIN_SHAPE: &str = r"a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const SUBDOMAIN_UNDERSCORE_SHAPE: &str = r"a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9_]([-_a-z0-9]*[a-z0-9_])?(\.[a-z0-9_]([-_a-z0-9]*[a-z0-9_])?)*')";
const VALUE_SHAPE: &str = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const NAME_SHAPE: &str = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const CONFIG_KEY_SHAPE: &str = "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
const HEADER_SHAPE: &str = "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')";
const ENV_SHAPE: &str =
    "a valid environment variable name must consist only of printable ASCII characters other than '='";

/// `IsDNS1123Label`: names of containers, volumes and namespaces, hostnames.
pub(super) fn dns_label(name: &str) -> Problems {
    let mut problems = at_most(name, 63);
    if !is_label(name, lower) {
        problems.push(LABEL_SHAPE.to_owned());
    }
    problems
}

/// `IsDNS1123Subdomain`: names of most objects.
pub(super) fn dns_subdomain(name: &str) -> Problems {
    let mut problems = at_most(name, 253);
    if !name.split('.').all(|part| is_label(part, lower)) {
        problems.push(SUBDOMAIN_SHAPE.to_owned());
    }
    problems
}

/// `IsDNS1123SubdomainWithUnderscore`: DNS search paths.
pub(super) fn dns_subdomain_with_underscore(name: &str) -> Problems {
    let mut problems = at_most(name, 253);
    let part_is_right =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| lower(byte) || byte == b'_' || byte == b'-');
    let ends_right = |part: &str| !part.starts_with('-') && !part.ends_with('-');
    if !name.split('.').all(|part| part_is_right(part) && ends_right(part)) {
        problems.push(SUBDOMAIN_UNDERSCORE_SHAPE.to_owned());
    }
    problems
}

/// A name to which something will be appended: it may end in a hyphen (`maskTrailingDash`).
pub(super) fn dns_subdomain_prefix(name: &str) -> Problems {
    match name.strip_suffix('-') {
        Some(rest) if !rest.is_empty() => dns_subdomain(&format!("{rest}a")),
        _ => dns_subdomain(name),
    }
}

/// `IsQualifiedName`: keys of labels, annotations and conditions, names of resources.
pub(super) fn qualified_name(name: &str) -> Problems {
    let mut problems = Problems::new();
    let parts: Vec<&str> = name.split('/').collect();
    let own = match parts.as_slice() {
        [own] => own,
        [prefix, own] => {
            if prefix.is_empty() {
                problems.push("prefix part must be non-empty".to_owned());
            } else {
                problems.extend(dns_subdomain(prefix).into_iter().map(|problem| format!("prefix part {problem}")));
            }
            own
        }
        _ => {
            problems.push(format!(
                "a qualified name {NAME_SHAPE} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
            ));
            return problems;
        }
    };
    if own.is_empty() {
        problems.push("name part must be non-empty".to_owned());
    } else if own.len() > 63 {
        problems.push("name part must be no more than 63 bytes".to_owned());
    }
    if !is_label_like(own) {
        problems.push(format!("name part {NAME_SHAPE}"));
    }
    problems
}

/// `IsValidLabelValue`.
pub(super) fn label_value(value: &str) -> Problems {
    let mut problems = at_most(value, 63);
    if !value.is_empty() && !is_label_like(value) {
        problems.push(VALUE_SHAPE.to_owned());
    }
    problems
}

/// `IsValidPortName`.
pub(super) fn port_name(name: &str) -> Problems {
    let mut problems = at_most(name, 15);
    let mut must = |right: bool, problem: &str| {
        if !right {
            problems.push(problem.to_owned());
        }
    };
    let allowed = !name.is_empty() && name.bytes().all(|byte| lower(byte) || byte == b'-');
    must(allowed, "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    must(name.bytes().any(|byte| byte.is_ascii_lowercase()), "must contain at least one letter (a-z)");
    must(!name.contains("--"), "must not contain consecutive hyphens");
    must(!name.starts_with('-') && !name.ends_with('-'), "must not begin or end with a hyphen");
    problems
}

/// `IsRelaxedEnvVarName`.
pub(super) fn env_name(name: &str) -> Problems {
    let mut problems = Problems::new();
    if name.is_empty() {
        problems.push("environment variable name must be non-empty".to_owned());
    }
    if !name.bytes().all(|byte| (b' '..=b'~').contains(&byte) && byte != b'=') {
        problems.push(ENV_SHAPE.to_owned());
    }
    problems
}

/// `IsConfigMapKey`: keys of ConfigMaps and Secrets.
pub(super) fn config_key(key: &str) -> Problems {
    let mut problems = at_most(key, 253);
    if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte)) {
        problems.push(CONFIG_KEY_SHAPE.to_owned());
    }
    let problem = match key {
        "." => "must not be '.'",
        ".." => "must not be '..'",
        _ if key.starts_with("..") => "must not start with '..'",
        _ => return problems,
    };
    problems.push(problem.to_owned());
    problems
}

/// `IsHTTPHeaderName`.
pub(super) fn header_name(name: &str) -> Problems {
    let right = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if right { Problems::new() } else { vec![HEADER_SHAPE.to_owned()] }
}

/// `IsDomainPrefixedPath`, beyond being empty: the part of the value that is wrong, and why.
pub(super) fn domain_prefixed_path(value: &str) -> Vec<(&str, String)> {
    match value.split_once('/') {
        Some((domain, path)) if !domain.is_empty() && !path.is_empty() => {
            let mut problems: Vec<(&str, String)> =
                dns_subdomain(domain).into_iter().map(|problem| (domain, problem)).collect();
            if !path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-._~%!$&'()*+,;=:".contains(&byte)) {
                let problem = r"Invalid path (regex used for validation is '[A-Za-z0-9/\-._~%!$&'()*+,;=:]+')";
                problems.push((path, problem.to_owned()));
            }
            problems
        }
        _ => vec![(value, "must be a domain-prefixed path (such as \"acme.io/foo\")".to_owned())],
    }
}

fn at_most(text: &str, max: usize) -> Problems {
    if text.len() > max { vec![format!("must be no more than {max} bytes")] } else { Problems::new() }
}

fn lower(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

fn is_label(part: &str, is_end: impl Fn(u8) -> bool) -> bool {
    let bytes = part.as_bytes();
    let ends = bytes.first().is_some_and(|byte| is_end(*byte)) && bytes.last().is_some_and(|byte| is_end(*byte));
    ends && bytes.iter().all(|byte| is_end(*byte) || *byte == b'-')
}

fn is_label_like(text: &str) -> bool {
    let bytes = text.as_bytes();
    let ends = [bytes.first(), bytes.last()].iter().all(|byte| byte.is_some_and(u8::is_ascii_alphanumeric));
    ends && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
}
