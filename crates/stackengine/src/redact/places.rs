//! Where something is: internal hosts, addresses, endpoints of clouds, private registries, buckets.

use std::ops::Range;

use super::Kind;
use super::bytes::{
    ALNUM, Bytes, DIGIT, WORD, before, begins_word, ends_word, goes_on, goes_on_in_any_case, run, run_back,
};
use super::find::Find;
use super::hosts::{HOST, bucket_of, ends_with_domain, is_everybodys, is_name, is_public, octets};

mod addresses;

pub(super) use addresses::find;

/// Ends of hosts that nobody outside knows.
const INTERNAL: &[&str] = &[
    ".internal",
    ".corp",
    ".lan",
    ".local",
    ".intra",
    ".intranet",
    ".private",
    ".localdomain",
    ".home.arpa",
    ".consul",
];

/// Ends of hosts that a cloud gives to one customer.
const CLOUDS: &[&str] = &[
    ".amazonaws.com",
    ".windows.net",
    ".azure.com",
    ".azurewebsites.net",
    ".azmk8s.io",
    ".azure-api.net",
    ".azuredatabricks.net",
    ".azurefd.net",
    ".azurecontainerapps.io",
    ".cloudapp.net",
    ".cloudfront.net",
    ".run.app",
    ".cloudfunctions.net",
    ".appspot.com",
    ".firebaseio.com",
    ".mongodb.net",
    ".snowflakecomputing.com",
    ".okta.com",
    ".auth0.com",
    ".atlassian.net",
    ".ondigitalocean.com",
    ".digitaloceanspaces.com",
    ".herokuapp.com",
    ".elastic-cloud.com",
    ".cloud.es.io",
    ".confluent.cloud",
    ".aivencloud.com",
    ".neon.tech",
    ".supabase.co",
    ".upstash.io",
    ".redis-cloud.com",
    ".redislabs.com",
    ".psdb.cloud",
    ".databricks.com",
    ".vercel.app",
    ".netlify.app",
    ".ngrok.io",
    ".ngrok-free.app",
    ".ts.net",
    ".fly.dev",
    ".onrender.com",
    ".cockroachlabs.cloud",
    ".clickhouse.cloud",
    ".pinecone.io",
    ".linodeobjects.com",
    ".grafana.net",
    ".splunkcloud.com",
    ".service-now.com",
    ".my.salesforce.com",
    ".sharepoint.com",
    ".zendesk.com",
    ".oraclecloud.com",
    ".appdomain.cloud",
    ".akamaized.net",
    ".trafficmanager.net",
];

/// Registries of one customer.
const REGISTRIES: &[&str] = &[".azurecr.io", ".jfrog.io", ".cr.aws", ".registry.cpln.io", ".dkr.ecr."];

/// Words behind which a host stands.
const WORDS: &[&str] = &[
    "host",
    "hostname",
    "server",
    "endpoint",
    "addr",
    "address",
    "upstream",
    "lookup",
    "connect to",
    "connecting to",
    "connection to",
    "broker",
    "brokers",
    "nameserver",
    "domain",
    "fqdn",
    "proxy",
    "bootstrap-server",
    "server_name",
    "sni",
    "node",
    "cname",
    "resolve",
    "reach",
    "ping",
    "dnsname",
    "for host",
    "search",
];

/// Where images are named.
const IMAGES: &[&str] = &[
    "image",
    "imageid",
    "repository",
    "reference",
    "pull",
    "push",
    "registry",
    "docker-pullable:",
    "oci:",
    "docker:",
    "manifest for",
    "from",
];

const BUCKETS: &[&str] = &[
    "s3://",
    "s3a://",
    "s3n://",
    "gs://",
    "storage.googleapis.com/",
    "storage.cloud.google.com/",
    "s3.amazonaws.com/",
];

/// What a place ends with, or what is said before one.
pub(super) fn triggers() -> impl Iterator<Item = &'static str> {
    let lists = [INTERNAL, CLOUDS, REGISTRIES, WORDS, IMAGES, BUCKETS];
    [".svc", "ip-"].into_iter().chain(lists.into_iter().flatten().copied()).chain(["bucket"])
}

/// Finds the place where one of the triggers was seen.
pub(super) fn at(text: &[u8], hit: Range<usize>, finds: &mut Vec<Find>) {
    let Some(seen) = text.get(hit.clone()) else { return };
    let is_one_of = |list: &[&str]| list.iter().any(|known| seen.eq_ignore_ascii_case(known.as_bytes()));
    if seen.eq_ignore_ascii_case(b"ip-") {
        finds.extend(node(text, hit));
    } else if seen.eq_ignore_ascii_case(b".svc") || is_one_of(INTERNAL) || is_one_of(CLOUDS) {
        finds.extend(by_end(text, hit, is_one_of(CLOUDS)));
    } else if is_one_of(REGISTRIES) {
        let from = run_back(text, hit.start, HOST, 200);
        finds.extend(image(text, from));
    } else if seen.eq_ignore_ascii_case(b"bucket") {
        finds.extend(bucket_by_name(text, hit.end));
    } else if is_one_of(BUCKETS) {
        finds.extend(bucket(text, hit.end));
    } else if is_one_of(IMAGES) {
        let end = behind_name(text, hit.end, &["id", "s", "ing", "name", "_name", "_url"]);
        finds.extend(behind(text, end, hit.end).and_then(|from| image(text, from)));
    } else {
        let end = behind_name(text, hit.end, &["s", "name", "_name", "-name", "es", "s_config"]);
        finds.extend(behind(text, end, hit.end).and_then(|from| by_word(text, from)));
    }
}

/// Where a name ends that begins with the word that was seen.
fn behind_name(text: &[u8], from: usize, ends: &[&str]) -> usize {
    ends.iter()
        .map(|end| from + end.len())
        .find(|&at| {
            ends.iter().any(|end| from + end.len() == at && goes_on_in_any_case(text, from, end.as_bytes()))
                && !text.get(at).is_some_and(|&byte| WORD.contains(byte))
        })
        .unwrap_or(from)
}

/// Where what is named begins, on the same line.
fn behind(text: &[u8], from: usize, _word_end: usize) -> Option<usize> {
    let at = run(text, from, Bytes::of(" \t\"'`:=>([{\\/"), 24);
    (at > from).then_some(at)
}

/// A host that ends so.
fn by_end(text: &[u8], hit: Range<usize>, of_a_cloud: bool) -> Option<Find> {
    let from = run_back(text, hit.start, HOST, 200);
    let mut end = hit.end;
    if goes_on_in_any_case(text, hit.start, b".svc") {
        end = run(text, end, HOST, 64);
    } else if goes_on(text, end, b".cn") {
        end += 3;
    } else if goes_on(text, end, b".") && text.get(end + 1).is_some_and(|&byte| ALNUM.contains(byte)) {
        return None;
    }
    while matches!(before(text, end), Some(b'.')) {
        end -= 1;
    }
    let name = text.get(from..end)?;
    if hit.start <= from || !is_name(name) || is_public(name) || bucket_of(name).is_some() && of_a_cloud {
        return bucket_host(text, from, name);
    }
    if text.get(end).is_some_and(|&byte| WORD.contains(byte) || byte == b'-' || byte == b'(') {
        return None;
    }
    // A path, a variable or a class is no host.
    let is_path = before(text, from) == Some(b'/') && from.checked_sub(2).and_then(|at| text.get(at)) != Some(&b'/');
    const PACKAGES: &[&str] = &["com.", "org.", "io.", "java.", "jdk.", "sun.", "net.", "k8s.", "javax.", "kotlin."];
    let is_package = PACKAGES.iter().any(|package| name.starts_with(package.as_bytes())) && !of_a_cloud;
    let is_image_host = goes_on(text, end, b"/") && is_path;
    if is_path && !is_image_host || is_package || matches!(before(text, from), Some(b'$' | b'}' | b'*' | b'%' | b')')) {
        return None;
    }
    Some(Find::new(from..end, Kind::Host, if of_a_cloud { "cloud-host" } else { "internal-host" }))
}

/// The bucket in the name of a host.
fn bucket_host(text: &[u8], from: usize, name: &[u8]) -> Option<Find> {
    let bucket = bucket_of(name)?;
    let end = from + bucket.len();
    (!bucket.is_empty() && begins_word(text, from)).then(|| Find::new(from..end, Kind::Bucket, "bucket"))
}

/// `ip-10-0-12-34`, as nodes are called that have the name of their address.
fn node(text: &[u8], hit: Range<usize>) -> Option<Find> {
    let end = run(text, hit.end, Bytes::of("0-9-"), 16);
    let written = text.get(hit.end..end)?;
    let dotted: Vec<u8> = written.iter().map(|&byte| if byte == b'-' { b'.' } else { byte }).collect();
    octets(&dotted)?;
    let is_whole = begins_word(text, hit.start) && ends_word(text, end) && !goes_on(text, end, b".");
    is_whole.then(|| Find::new(hit.start..end, Kind::Host, "node-name"))
}

/// A host behind a word that announces one.
fn by_word(text: &[u8], from: usize) -> Option<Find> {
    const FILES: &[&str] = &[
        "conf",
        "cfg",
        "yaml",
        "yml",
        "json",
        "go",
        "py",
        "js",
        "ts",
        "sh",
        "txt",
        "log",
        "sock",
        "pem",
        "crt",
        "key",
        "html",
        "xml",
        "jar",
        "so",
        "toml",
        "ini",
        "md",
        "rs",
        "java",
        "rb",
        "php",
        "css",
        "svg",
        "png",
        "gz",
        "zip",
        "tar",
        "tgz",
        "properties",
        "env",
        "lock",
        "sql",
        "csv",
        "exe",
        "dll",
        "local",
        "default",
        "name",
        "port",
        "host",
        "spec",
        "status",
        "metadata",
        "data",
        "labels",
        "svc",
        "cc",
        "cpp",
        "kt",
        "scala",
        "class",
        "pid",
        "tmpl",
        "tpl",
        "address",
        "id",
        "type",
        "enabled",
        "url",
        "service",
        "timeout",
        "config",
        "values",
        "cert",
    ];
    let mut end = run(text, from, HOST, 254);
    while matches!(before(text, end), Some(b'.' | b'-' | b'_')) && end > from {
        end -= 1;
    }
    let name = text.get(from..end)?;
    let top = name.get(memchr::memrchr(b'.', name)? + 1..)?;
    let is_host = top.len() >= 2
        && top.len() <= 12
        && top.iter().all(u8::is_ascii_lowercase)
        && is_name(name)
        && !name.iter().any(u8::is_ascii_uppercase)
        && !name.contains(&b'_')
        && !is_public(name)
        && !FILES.iter().any(|file| file.as_bytes() == top)
        && !goes_on(text, end, b"/v1");
    let goes_on_badly = text.get(end).is_some_and(|byte| b"($={*@%[".contains(byte) || WORD.contains(*byte));
    (is_host && !goes_on_badly && bucket_of(name).is_none()).then(|| Find::new(from..end, Kind::Host, "named-host"))
}

/// The registry of an image and the path of its owner, where it is nobody's that is known.
fn image(text: &[u8], from: usize) -> Option<Find> {
    const PATH: Bytes = Bytes::of("A-Za-z0-9._/-");
    let host_end = run(text, from, HOST, 254);
    let host = text.get(from..host_end)?;
    let port_end = if goes_on(text, host_end, b":") { run(text, host_end + 1, DIGIT, 5) } else { host_end };
    let has_port = port_end > host_end + 1;
    if !goes_on(text, port_end, b"/") && (has_port || goes_on(text, host_end, b"/"))
        || port_end == host_end && !goes_on(text, host_end, b"/")
    {
        return None;
    }
    let has_dot = memchr::memchr(b'.', host).is_some();
    if !has_dot && !has_port || !is_name(host) || is_public(host) || begins_path(text, from) {
        return None;
    }
    let top = host.get(memchr::memrchr(b'.', host).map_or(0, |dot| dot + 1)..)?;
    if host == b"localhost"
        || octets(host).is_some_and(is_everybodys)
        || octets(host).is_none() && !has_port && (top.len() < 2 || !top.iter().all(u8::is_ascii_alphabetic))
    {
        return None;
    }
    // Groups of interfaces have a slash as well, but a version behind it.
    let end = run(text, port_end + 1, PATH, 512);
    let path = text.get(port_end + 1..end)?;
    if path.is_empty() || matches!(path, b"v1" | b"v2" | b"v1beta1" | b"v1alpha1" | b"v2beta2") {
        return None;
    }
    let leaf = memchr::memrchr(b'/', path).map_or(port_end, |slash| port_end + 1 + slash);
    Some(Find::new(from..leaf, Kind::Registry, "image-registry"))
}

fn begins_path(text: &[u8], from: usize) -> bool {
    matches!(before(text, from), Some(b'/')) && from.checked_sub(2).and_then(|at| text.get(at)) != Some(&b'/')
        || before(text, from).is_some_and(|byte| b"$}@".contains(&byte))
}

/// A bucket behind the word, if it can be nothing else: buckets are rarely one plain word, words often are.
fn bucket_by_name(text: &[u8], from: usize) -> Option<Find> {
    let end = behind_name(text, from, &["name", "_name", "-name", " name", "id"]);
    let mut at = run(text, end, Bytes::of(" \t\"'`:=\\"), 16);
    let next_line = run(text, at, Bytes::of(" \t\r\n\",\\"), 64);
    if goes_on(text, next_line, b"value") {
        at = run(text, next_line + 5, Bytes::of(" \t\"'`:=\\"), 16);
    }
    let mut name_end = run(text, at, Bytes::of("a-z0-9.-"), 64);
    while name_end > at && matches!(before(text, name_end), Some(b'.' | b'-')) {
        name_end -= 1;
    }
    let name = text.get(at..name_end)?;
    let is_bucket = at > end && name.len() >= 6 && name.contains(&b'-') && ends_word(text, name_end);
    (is_bucket && !text.get(name_end).is_some_and(|byte| b":=_/$({".contains(byte)))
        .then(|| Find::new(at..name_end, Kind::Bucket, "bucket"))
}

/// The bucket at the beginning of what is behind the scheme or the host.
fn bucket(text: &[u8], from: usize) -> Option<Find> {
    const NAME: Bytes = Bytes::of("a-z0-9._-");
    let mut from = from;
    let mut end = run(text, from, NAME, 64);
    // Somebody may log in before it.
    if matches!(text.get(end), Some(b':' | b'@')) || text.get(end).is_some_and(|&byte| ALNUM.contains(byte)) {
        let written = run(text, from, Bytes::all_but("\"'`<>?,;"), 256);
        from += memchr::memrchr(b'@', text.get(from..written)?)? + 1;
        end = run(text, from, NAME, 64);
    }
    while end > from && matches!(before(text, end), Some(b'.' | b'-' | b'_')) {
        end -= 1;
    }
    let name = text.get(from..end)?;
    let is_bucket = (3..=63).contains(&name.len())
        && !matches!(name, b"bucket" | b"my-bucket" | b"example-bucket" | b"your-bucket" | b"storage");
    (is_bucket && ends_word(text, end) && ends_with_domain(name, b"example.com").is_none())
        .then(|| Find::new(from..end, Kind::Bucket, "bucket"))
}

#[cfg(test)]
mod tests;
