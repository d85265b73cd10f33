//! What is private in connection strings that are no addresses, and in the small formats of clients and servers.

use std::ops::Range;

use super::Kind;
use super::bytes::{
    ALNUM, BASE64, Bytes, DIGIT, WORD, before, begins_word, goes_on, goes_on_in_any_case, run, run_back,
    stands_for_another,
};
use super::find::Find;
use super::hosts::{HOST, is_everybodys, is_name, is_public, octets};

/// Finds logins without a scheme: `user:password@host:3128`.
pub(super) fn find(text: &[u8], finds: &mut Vec<Find>) {
    for at_sign in memchr::memchr_iter(b'@', text) {
        login(text, at_sign, finds);
    }
}

fn login(text: &[u8], at_sign: usize, finds: &mut Vec<Find>) {
    let host_end = run(text, at_sign + 1, HOST, 254);
    let port_end = if goes_on(text, host_end, b":") { run(text, host_end + 1, DIGIT, 5) } else { host_end };
    let has_port = port_end > host_end + 2 && !text.get(port_end).is_some_and(|&byte| WORD.contains(byte));
    let Some(host) = text.get(at_sign + 1..host_end) else { return };
    let has_path = goes_on(text, host_end, b"/") && host.contains(&b'.');
    if host.is_empty() || !has_port && !has_path || matches!(host, b"sha256" | b"sha512" | b"tcp" | b"unix") {
        return;
    }
    let from = run_back(text, at_sign, Bytes::all_but("\"'`<>,;"), 160);
    let Some(word) = text.get(from..at_sign) else { return };
    let Some(colon) = memchr::memchr(b':', word).map(|colon| from + colon) else { return };
    let user = run_back(text, colon, Bytes::of("A-Za-z0-9._%+-"), 64);
    let starts_well = text.get(user).is_some_and(u8::is_ascii_alphabetic)
        && matches!(before(text, user), None | Some(b'=' | 0..=b' ' | b'"' | b'\'' | b'`' | b'(' | b','));
    let password = text.get(colon + 1..at_sign).unwrap_or_default();
    // What has a driver in front is an address of another form.
    let has_driver = text.get(user..colon).is_some_and(|user| user == b"jdbc");
    if user == colon
        || has_driver
        || !starts_well
        || password.is_empty()
        || password.starts_with(b"//")
        || password.starts_with(b"\\/")
    {
        return;
    }
    push(text, user..colon, Kind::User, "login-user", finds);
    push(text, colon + 1..at_sign, Kind::Password, "login-password", finds);
    push_host(text, at_sign + 1..host_end, finds);
}

/// What is next to something private in one of these.
pub(super) const TRIGGERS: &[&str] = &[
    "password=",
    "password =",
    "pwd=",
    "pwd =",
    "passwd=",
    "@tcp(",
    "@tcp4(",
    "@tcp6(",
    "@unix(",
    "@cloudsql(",
    "@//",
    ":thin:",
    ":oci:",
    "sqlplus ",
    "machine ",
    "default login ",
    "requirepass",
    "masterauth",
    "primaryauth",
    "auth-pass",
    "user default ",
    " on >",
    "_authtoken",
    "_auth",
    "_password",
    "identified by",
    "_password by",
    "sha2_password by",
    "with password",
    "password '",
    "password \\'",
    "password('",
    "password = '",
    "accountkey=",
    "sharedaccesskey=",
    "sharedsecret=",
    "bindpw",
    "rootpw",
    "olcrootpw",
    ":5432:",
    ":5433:",
    ":6432:",
    ":*:",
];

/// Finds what is private where one of the triggers was seen.
pub(super) fn at(text: &[u8], hit: Range<usize>, finds: &mut Vec<Find>) {
    let Some(seen) = text.get(hit.clone()) else { return };
    let is = |word: &str| seen.eq_ignore_ascii_case(word.as_bytes());
    let starts = |word: &str| seen.len() >= word.len() && goes_on_in_any_case(seen, 0, word.as_bytes());
    if seen.ends_with(b"=") && (starts("pass") || starts("pwd")) {
        keywords(text, hit, finds);
    } else if starts("accountkey") || starts("shareds") || starts("shareda") {
        let end = run(text, hit.end, BASE64.and(Bytes::of("=%")), 512);
        push(text, hit.end..end, Kind::ApiKey, "connection-key", finds);
    } else if seen.starts_with(b"@") && seen.ends_with(b"(") {
        go_mysql(text, hit, finds);
    } else if seen == b"@//" {
        oracle(text, hit.start, finds);
    } else if is(":thin:") || is(":oci:") || is("sqlplus ") {
        let end = run(text, hit.end, Bytes::all_but("\"'`@").and(Bytes::of("\\")), 128);
        if goes_on(text, end, b"@") {
            oracle(text, end, finds);
        }
    } else if is("machine ") || is("default login ") {
        netrc(text, hit, finds);
    } else if is("user default ") {
        redis_user(text, hit.end, finds);
    } else if is(" on >") {
        redis_user(text, hit.end - 1, finds);
    } else if starts("_") && !seen.ends_with(b"y") && !seen.ends_with(b"Y") {
        npmrc(text, hit, finds);
    } else if seen.starts_with(b":") {
        pgpass(text, hit, finds);
    } else if starts("identified")
        || starts("_password by")
        || starts("sha2")
        || starts("with password")
        || starts("password")
    {
        sql(text, hit, finds);
    } else {
        directive(text, hit, finds);
    }
}

fn push(text: &[u8], span: Range<usize>, kind: Kind, rule: &'static str, finds: &mut Vec<Find>) {
    if text.get(span.clone()).is_some_and(|value| !stands_for_another(value)) {
        finds.push(Find::new(span, kind, rule));
    }
}

fn push_host(text: &[u8], span: Range<usize>, finds: &mut Vec<Find>) {
    let Some(name) = text.get(span.clone()) else { return };
    if let Some(octets) = octets(name) {
        if !is_everybodys(octets) {
            finds.push(Find::new(span, Kind::Ip, "connection-host"));
        }
    } else if is_name(name)
        && name.contains(&b'.')
        && !is_public(name)
        && name.iter().any(u8::is_ascii_alphabetic)
        && !goes_on(text, span.end, b"$")
    {
        finds.push(Find::new(span, Kind::Host, "connection-host"));
    }
}

/// How far around a password the other keywords of its connection string are looked for.
const WINDOW: usize = 320;

/// `Server=…;User Id=…;Password=…`, `host=… user=… password=…`, and JAAS: keywords with values.
///
/// A password alone is no connection string: one of the other keywords has to be near.
fn keywords(text: &[u8], hit: Range<usize>, finds: &mut Vec<Find>) {
    let name_at = run_back(text, hit.start, ALNUM.and(Bytes::of("_.-")), 16);
    // The name may be of more than one word: it is a keyword only if nothing is glued to it.
    if name_at < hit.start && !matches!(before(text, hit.start), Some(b'.' | b'_'))
        // Parameters of addresses and options of commands are of others.
        || matches!(before(text, name_at), Some(b'&' | b'?'))
    {
        return;
    }
    let from = line_start(text, hit.start, WINDOW);
    let to = line_end(text, hit.end, WINDOW);
    let Some(around) = text.get(from..to) else { return };
    if memchr::memchr_iter(b'=', around).take(MOST_KEYWORDS + 1).count() > MOST_KEYWORDS {
        return;
    }
    let names: Vec<(&[u8], usize)> = memchr::memchr_iter(b'=', around)
        .filter_map(|equals| {
            let name_end = run_back(around, equals, Bytes::of(" "), 1);
            let name_at = run_back(around, name_end, Bytes::of("A-Za-z_ "), 24);
            // An option of a command, or a parameter of an address.
            if matches!(before(around, name_at), Some(b'-' | b'&' | b'?')) {
                return None;
            }
            Some((around.get(name_at..name_end)?.trim_ascii(), equals + 1))
        })
        .collect();
    let any = |known: &[&str]| names.iter().any(|(name, _)| ends_in(name, known));
    let with_semicolons = memchr::memchr(b';', around).is_some();
    let is_jaas = names.iter().any(|&(name, value)| {
        ends_in(name, &["username"]) && around.get(value).is_some_and(|byte| b"\"'\\".contains(byte))
            || ends_in(name, &["config"])
    }) && memchr::memmem::find(around, b"LoginModule").is_some();
    let is_semicolons = with_semicolons
        && (any(USERS) || any(HOSTS) || any(OTHERS) || memchr::memmem::find(around, b"jdbc:").is_some());
    if !is_jaas && !is_semicolons && !any(&["host", "dbname", "hostaddr", "sslmode", "user", "username"]) {
        return;
    }
    let up_to_semicolon = is_semicolons && !is_jaas;
    push(text, value(text, hit.end, up_to_semicolon), Kind::Password, "connection-password", finds);
    for (name, at) in names {
        let at = from + at;
        if ends_in(name, USERS) {
            push(text, value(text, at, up_to_semicolon), Kind::User, "connection-user", finds);
        } else if ends_in(name, HOSTS) {
            let mut at = run(text, at, Bytes::of(" '\"\\"), 3);
            for protocol in ["tcp:", "np:", "lpc:", "//"] {
                if goes_on_in_any_case(text, at, protocol.as_bytes()) {
                    at += protocol.len();
                }
            }
            push_host(text, at..run(text, at, HOST, 254), finds);
        }
    }
}

const USERS: &[&str] = &["user id", "uid", "user", "username", "userid", "user name"];
const HOSTS: &[&str] =
    &["host", "server", "data source", "addr", "address", "hostaddr", "hostname", "datasource", "network address"];
const OTHERS: &[&str] = &["driver", "initial catalog", "dsn", "endpoint", "database", "databasename", "accountname"];

/// No connection string has more; where there are, the text is something else, and every place would cost much.
const MOST_KEYWORDS: usize = 32;

/// Whether the last words of a name are one of these.
fn ends_in(name: &[u8], known: &[&str]) -> bool {
    known.iter().any(|known| {
        name.len() >= known.len()
            && goes_on_in_any_case(name, name.len() - known.len(), known.as_bytes())
            && !before(name, name.len() - known.len()).is_some_and(|byte| WORD.contains(byte))
    })
}

/// The value of a keyword: in quotes or braces, or up to what ends it.
fn value(text: &[u8], from: usize, up_to_semicolon: bool) -> Range<usize> {
    let from = run(text, from, Bytes::of(" "), 2);
    let limit = text.len().min(from + 1024);
    match text.get(from) {
        Some(b'{') if up_to_semicolon => {
            let mut at = from + 1;
            while at < limit {
                if goes_on(text, at, b"}}") {
                    at += 2;
                } else if goes_on(text, at, b"}") {
                    return from + 1..at;
                } else {
                    at += 1;
                }
            }
            from + 1..at
        }
        Some(&quote @ (b'"' | b'\'')) => quoted(text, from + 1, quote, limit),
        Some(b'\\') if matches!(text.get(from + 1), Some(b'"' | b'\'')) => {
            let rest = text.get(from + 2..limit).unwrap_or_default();
            from + 2..from + 2 + memchr::memchr(b'\\', rest).unwrap_or(rest.len())
        }
        _ => {
            let mut at = from;
            while at < limit {
                match text.get(at) {
                    Some(b'"' | b'\'' | b'\n' | b'\r' | b'`' | 0) | None => break,
                    Some(b';') if up_to_semicolon => break,
                    Some(b'&') if is_parameter(text, at + 1) => break,
                    Some(b' ' | b'\t') if !up_to_semicolon => break,
                    Some(b'\\') if text.get(at + 1).is_some_and(|byte| b"nrt\"'".contains(byte)) => break,
                    _ => at += 1,
                }
            }
            let is_open = text.get(from..at).is_some_and(|value| value.contains(&b'('));
            while at > from
                && matches!(before(text, at), Some(b' ' | b',' | b')'))
                && !(is_open && before(text, at) == Some(b')'))
            {
                at -= 1;
            }
            from..at
        }
    }
}

/// Whether a name with an equals sign goes on here, as the next parameter of an address or of a form.
fn is_parameter(text: &[u8], at: usize) -> bool {
    let end = run(text, at, WORD, 32);
    end > at && goes_on(text, end, b"=")
}

/// Up to the quote that is neither doubled nor escaped.
fn quoted(text: &[u8], from: usize, quote: u8, limit: usize) -> Range<usize> {
    let mut at = from;
    while at < limit {
        match text.get(at) {
            Some(b'\n') | None => break,
            Some(b'\\') => at += 2,
            Some(&byte) if byte == quote => {
                if text.get(at + 1) == Some(&quote) && at > from {
                    at += 2;
                } else {
                    break;
                }
            }
            _ => at += 1,
        }
    }
    from..at.min(limit)
}

fn line_start(text: &[u8], at: usize, most: usize) -> usize {
    let from = at.saturating_sub(most);
    let before = text.get(from..at).unwrap_or_default();
    memchr::memrchr(b'\n', before).map_or(from, |index| from + index + 1)
}

fn line_end(text: &[u8], at: usize, most: usize) -> usize {
    let rest = text.get(at..text.len().min(at + most)).unwrap_or_default();
    at + memchr::memchr(b'\n', rest).unwrap_or(rest.len())
}

/// Where a word begins that ends here and that only white space and quotes end.
fn word_start(text: &[u8], to: usize) -> usize {
    run_back(text, to, Bytes::all_but("\"'`"), 160)
}

/// `user:password@tcp(host:3306)/database`.
fn go_mysql(text: &[u8], hit: Range<usize>, finds: &mut Vec<Find>) {
    let mut from = word_start(text, hit.start);
    let Some(word) = text.get(from..hit.start) else { return };
    if let Some(scheme) = memchr::memmem::find(word, b"://") {
        from += scheme + 3;
    }
    let Some(colon) = text.get(from..hit.start).and_then(|word| memchr::memchr(b':', word)) else { return };
    let colon = from + colon;
    let user = run_back(text, colon, Bytes::of("A-Za-z0-9._%+-"), 64);
    push(text, user..colon, Kind::User, "connection-user", finds);
    push(text, colon + 1..hit.start, Kind::Password, "connection-password", finds);
    push_host(text, hit.end..run(text, hit.end, HOST, 254), finds);
}

/// `user/password@//host:1521/service`, where this is the place of the `@`.
fn oracle(text: &[u8], at_sign: usize, finds: &mut Vec<Find>) {
    let mut from = word_start(text, at_sign);
    let Some(word) = text.get(from..at_sign) else { return };
    if let Some(colon) = memchr::memmem::find(word, b"thin:").map(|index| index + 5) {
        from += colon;
    } else if let Some(colon) = memchr::memmem::find(word, b"oci:").map(|index| index + 4) {
        from += colon;
    }
    let Some(slash) = text.get(from..at_sign).and_then(|word| memchr::memchr(b'/', word)) else { return };
    let slash = from + slash;
    let user = run_back(text, slash, Bytes::of("A-Za-z0-9_$#.-"), 64);
    // What has a slash before its first word is a path.
    if user == slash || before(text, user) == Some(b'/') || user < from {
        return;
    }
    push(text, user..slash, Kind::User, "connection-user", finds);
    push(text, slash + 1..at_sign, Kind::Password, "connection-password", finds);
    let host = run(text, at_sign + 1, Bytes::of("/"), 2);
    push_host(text, host..run(text, host, HOST, 254), finds);
}

/// `machine host login user password secret`, on one line or several.
fn netrc(text: &[u8], hit: Range<usize>, finds: &mut Vec<Find>) {
    const SPACE: Bytes = Bytes::of(" \t\r\n");
    let mut words = Vec::new();
    let mut at = hit.start;
    while words.len() < 9 && at < text.len() {
        let mut end = run(text, at, Bytes::all_but("\"'`\\"), 512);
        if goes_on(text, end, b"\\n") {
            words.push(at..end);
            at = run(text, end + 2, SPACE, 64);
            continue;
        }
        if end == at {
            break;
        }
        words.push(at..end);
        end = run(text, end, SPACE, 64);
        at = end;
    }
    let word = |index: usize| words.get(index).and_then(|word| text.get(word.clone())).unwrap_or_default();
    let has = |name: &[u8]| (0..words.len()).find(|&index| word(index) == name);
    // Prose has machines too, but they do not log in.
    let (Some(login), Some(password)) = (has(b"login"), has(b"password")) else { return };
    if login > 5 || password > 7 || !begins_word(text, hit.start) {
        return;
    }
    if let Some(host) = words.get(1).filter(|_| word(0) == b"machine") {
        push_host(text, host.clone(), finds);
    }
    if let Some(user) = words.get(login + 1) {
        push(text, user.clone(), Kind::User, "netrc-login", finds);
    }
    if let Some(secret) = words.get(password + 1) {
        push(text, secret.clone(), Kind::Password, "netrc-password", finds);
    }
}

/// `user default on >password ~* +@all`.
fn redis_user(text: &[u8], from: usize, finds: &mut Vec<Find>) {
    let end = line_end(text, from, 512);
    let mut at = from;
    while at < end {
        let word_end = run(text, at, Bytes::all_but("\"'`\\"), 256).min(end);
        if goes_on(text, at, b">") && word_end > at + 1 {
            push(text, at + 1..word_end, Kind::Password, "redis-user", finds);
        }
        at = word_end + 1;
    }
}

/// `//registry/:_authToken=…`, `_auth=…` and `_password=…`.
fn npmrc(text: &[u8], hit: Range<usize>, finds: &mut Vec<Find>) {
    if !matches!(before(text, hit.start), None | Some(b':' | b'\n' | b' ' | b'"' | b'\'' | b'/' | b'n')) {
        return;
    }
    let start = run(text, hit.end, Bytes::of(" =:\"'"), 5);
    if !text.get(hit.end..start).is_some_and(|between| between.contains(&b'=')) {
        return;
    }
    let end = run(text, start, Bytes::all_but("\"'`\\;"), 2048);
    push(text, start..end, Kind::Token, "npmrc", finds);
}

/// `host:port:database:user:password`, a line of its own.
fn pgpass(text: &[u8], hit: Range<usize>, finds: &mut Vec<Find>) {
    const FIELD: Bytes = Bytes::of("A-Za-z0-9._*-");
    let host = run_back(text, hit.start, FIELD, 254);
    let is_line = matches!(before(text, host), None | Some(b'\n' | b' ' | b'"' | b'\'' | b'\t'))
        || goes_on(text, host.saturating_sub(1), b"\\n");
    let host = if before(text, host) == Some(b'\\') { host + 1 } else { host };
    let database = run(text, hit.end, FIELD, 64);
    // `*:*:*:user:…` has one field more in its trigger than the others.
    if host == hit.start || !is_line || database == hit.end || !goes_on(text, database, b":") {
        return;
    }
    let user = run(text, database + 1, Bytes::of("A-Za-z0-9._*+@%-"), 64);
    if user == database + 1 || !goes_on(text, user, b":") {
        return;
    }
    let end = run(text, user + 1, Bytes::all_but("\"'`"), 256);
    let rest = text.get(user + 1..end).unwrap_or_default();
    let end = user + 1 + memchr::memmem::find(rest, b"\\n").unwrap_or(rest.len());
    if end == user + 1 {
        return;
    }
    push_host(text, host..hit.start, finds);
    push(text, database + 1..user, Kind::User, "pgpass-user", finds);
    push(text, user + 1..end, Kind::Password, "pgpass", finds);
}

/// `IDENTIFIED BY 'x'`, `WITH PASSWORD 'x'`, `PASSWORD('x')`.
fn sql(text: &[u8], hit: Range<usize>, finds: &mut Vec<Find>) {
    let is_quoted = matches!(before(text, hit.end), Some(b'\''));
    let mut at = hit.end;
    if !is_quoted {
        at = run(text, at, Bytes::of(" =(\t"), 8);
        if goes_on_in_any_case(text, at, b"PASSWORD ") {
            at += 9;
        }
    }
    let limit = text.len().min(at + 512);
    let escaped = goes_on(text, at, b"\\'") || goes_on(text, at, b"\\\"");
    let span = if is_quoted && text.get(hit.end.wrapping_sub(2)) == Some(&b'\\') || escaped {
        let from = if escaped { at + 2 } else { at };
        let rest = text.get(from..limit).unwrap_or_default();
        from..from + memchr::memchr(b'\\', rest).unwrap_or(rest.len())
    } else if is_quoted {
        quoted(text, at, b'\'', limit)
    } else if let Some(&quote @ (b'\'' | b'"')) = text.get(at) {
        quoted(text, at + 1, quote, limit)
    } else if goes_on_in_any_case(text, hit.start, b"identified by") && at > hit.end {
        at..run(text, at, Bytes::all_but("\"'`;,()\\"), 128)
    } else {
        return;
    };
    push(text, span, Kind::Password, "sql-password", finds);
}

/// `requirepass secret` and its like, in a file, in a command line, or in a list of arguments.
fn directive(text: &[u8], hit: Range<usize>, finds: &mut Vec<Find>) {
    const SEPARATORS: Bytes = Bytes::of(" \t\r\n=:,\"'[");
    let mut at = run(text, hit.end, SEPARATORS, 48);
    if at == hit.end {
        return;
    }
    // The next item of a list.
    if text.get(hit.end..at).is_some_and(|between| between.contains(&b'\n')) {
        if !goes_on(text, at, b"- ") {
            let is_list = text.get(hit.end..at).is_some_and(|between| between.contains(&b','));
            if !is_list {
                return;
            }
        } else {
            at = run(text, at + 1, SEPARATORS, 16);
        }
    }
    let mut end = run(text, at, Bytes::all_but("\"'`,\\"), 512);
    if text.get(hit.clone()).is_some_and(|seen| seen.eq_ignore_ascii_case(b"auth-pass")) {
        // The name of the master stands between.
        at = run(text, end, Bytes::of(" "), 8);
        end = run(text, at, Bytes::all_but("\"'`,\\"), 512);
    }
    while end > at && matches!(before(text, end), Some(b'.' | b';' | b']' | b')')) {
        end -= 1;
    }
    let value = text.get(at..end).unwrap_or_default();
    if value.starts_with(b"--")
        || value.starts_with(b"#")
        || value.iter().all(|byte| DIGIT.contains(*byte)) && value.len() < 4
    {
        return;
    }
    push(text, at..end, Kind::Password, "server-password", finds);
}

#[cfg(test)]
mod tests;
