//! Options of well-known programs that take a password: `mysql -phunter2`, `curl -u orders:hunter2`.

use std::ops::Range;

use super::find::Find;
use super::{Kind, keys, values};

/// How an option takes its secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Takes {
    /// In the next word, or behind the option's letter.
    Either,
    /// Behind the option's letter only.
    Attached,
    /// In the next word only.
    Next,
    /// `user:password` in the next word, or behind the option's letter.
    Pair,
    /// `user%password`, the same way.
    Percent,
}

/// A program, its options, and whether its last word is a password.
struct Program {
    names: &'static [&'static str],
    options: &'static [(&'static str, Takes)],
    last_after: &'static [&'static str],
}

const fn program(names: &'static [&'static str], options: &'static [(&'static str, Takes)]) -> Program {
    Program { names, options, last_after: &[] }
}

/// From the manuals of the programs.
const PROGRAMS: &[Program] = &[
    program(
        &[
            "mysql",
            "mysqldump",
            "mysqladmin",
            "mysqlimport",
            "mysqlcheck",
            "mysqlshow",
            "mariadb",
            "mariadb-dump",
            "mariadb-admin",
            "xtrabackup",
            "mydumper",
        ],
        &[("-p", Takes::Attached)],
    ),
    program(&["redis-cli", "valkey-cli", "redis-benchmark"], &[("-a", Takes::Next)]),
    program(&["sshpass"], &[("-p", Takes::Either)]),
    program(
        &["curl"],
        &[
            ("-u", Takes::Pair),
            ("--user", Takes::Pair),
            ("-U", Takes::Pair),
            ("--proxy-user", Takes::Pair),
            ("-b", Takes::Next),
            ("--cookie", Takes::Next),
            ("--oauth2-bearer", Takes::Next),
        ],
    ),
    program(&["http", "https", "xh"], &[("-a", Takes::Pair), ("--auth", Takes::Pair)]),
    program(
        &["ldapsearch", "ldapadd", "ldapmodify", "ldapwhoami", "ldappasswd", "ldapdelete"],
        &[("-w", Takes::Either)],
    ),
    program(&["mongo", "mongosh", "mongodump", "mongorestore", "mongoexport", "mongoimport"], &[("-p", Takes::Either)]),
    program(&["sqlcmd", "bcp"], &[("-P", Takes::Either)]),
    program(&["cqlsh"], &[("-p", Takes::Next)]),
    program(&["influx"], &[("-password", Takes::Next)]),
    program(&["smbclient", "net"], &[("-U", Takes::Percent)]),
    program(&["az"], &[("-p", Takes::Next)]),
    program(&["openssl"], &[("-k", Takes::Next), ("-K", Takes::Next)]),
    program(&["gpg", "gpg2"], &[("--passphrase", Takes::Next)]),
    program(&["lftp", "ncftpput", "ncftpget"], &[("-u", Takes::Pair), ("-p", Takes::Next)]),
    program(&["zip", "unzip", "7z"], &[("-P", Takes::Either)]),
    Program { names: &["htpasswd"], options: &[], last_after: &["-b"] },
    Program {
        names: &["rabbitmqctl"],
        options: &[],
        last_after: &["add_user", "change_password", "authenticate_user"],
    },
];

/// Programs that take `-p` only after the word `login`.
const LOGIN: &[&str] = &["docker", "podman", "helm", "skopeo", "crane", "oras", "buildah", "nerdctl", "oc"];

/// What a command line with a secret begins with; the words of [`PROGRAMS`].
pub(super) const TRIGGERS: &[&str] = &[
    "mysql",
    "mariadb",
    "xtrabackup",
    "mydumper",
    "redis-",
    "valkey-cli",
    "sshpass",
    "curl ",
    "http -",
    "https -",
    "xh -",
    "ldap",
    "mongo",
    "sqlcmd",
    "bcp ",
    "cqlsh",
    "influx ",
    "smbclient",
    "az login",
    "openssl",
    "gpg",
    "lftp",
    "ncftp",
    "zip -",
    "7z ",
    "htpasswd",
    "rabbitmqctl",
    " login ",
    " on >",
    " off >",
    "resetpass >",
    "--from-literal",
    "configure set",
    "--password-stdin",
];

/// A command line is not longer.
const MAX_LINE: usize = 4096;

/// A word of a command line.
pub(super) struct Word<'t> {
    pub(super) span: Range<usize>,
    pub(super) text: &'t [u8],
}

/// Reads the line around a trigger as a command line; returns where that line ends.
pub(super) fn at(text: &[u8], hit: &Range<usize>, finds: &mut Vec<Find>) -> usize {
    let before = text.get(hit.start.saturating_sub(256)..hit.start).unwrap_or_default();
    let start = hit.start - memchr::memrchr(b'\n', before).map_or(before.len(), |newline| before.len() - newline - 1);
    let window = text.get(start..(start + MAX_LINE).min(text.len())).unwrap_or_default();
    let end = start + memchr::memchr(b'\n', window).unwrap_or(window.len());
    let words = words(text, start..end);
    access_list(&words, finds);
    options(&words, finds);
    end.max(hit.end)
}

/// Words as a shell separates them, and as lists print them; quotes are not part of a word.
pub(super) fn words(text: &[u8], line: Range<usize>) -> Vec<Word<'_>> {
    let mut all = Vec::new();
    let mut start = None;
    let mut quote = 0u8;
    for at in line.start..=line.end {
        let byte = if at == line.end { b' ' } else { text.get(at).copied().unwrap_or(b' ') };
        let ends = match byte {
            b'"' | b'\'' if quote == 0 && start.is_none() => {
                quote = byte;
                start = Some(at + 1);
                continue;
            }
            // A quoted command line has words of its own.
            b'"' | b'\'' => true,
            b' ' | b'\t' | b'\r' | b'[' | b']' | b'|' | b';' | b'(' | b')' | b'\\' => true,
            b',' => matches!(text.get(at + 1), Some(b' ' | b'"' | b'\'')),
            _ => at == line.end,
        };
        if ends {
            if let Some(start) = start.take()
                && start < at
                && let Some(text) = text.get(start..at)
            {
                all.push(Word { span: start..at, text });
            }
            quote = 0;
        } else if start.is_none() {
            start = Some(at);
        }
    }
    all
}

/// Finds what the options of a command line hold.
pub(super) fn options(words: &[Word<'_>], finds: &mut Vec<Find>) {
    let mut program: Option<&Program> = None;
    let mut login = false;
    let mut last_is_secret = false;
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1);
        let name = word.text.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
        if let Some(found) = PROGRAMS.iter().find(|program| program.names.iter().any(|known| known.as_bytes() == name))
        {
            program = Some(found);
            continue;
        }
        if name == b"login"
            && words.iter().take(at).any(|word| LOGIN.iter().any(|name| word.text.ends_with(name.as_bytes())))
        {
            login = true;
        }
        if login && (word.text == b"-p" || word.text == b"-t") {
            push_next(next, Kind::Password, finds);
        }
        if let Some(program) = program {
            for (option, takes) in program.options {
                take(word, next, option, *takes, finds);
            }
            last_is_secret |= program.last_after.iter().any(|after| {
                word.text == after.as_bytes()
                    || (after.len() == 2 && is_letters(word.text) && word.text.contains(&b'b'))
            });
        }
        plain_options(word, next, finds);
    }
    if last_is_secret && let Some(last) = words.last() {
        push(last.span.clone(), last.text, Kind::Password, finds);
    }
    piped(words, finds);
}

/// `user orders on >hunter2`, as Redis writes the lists of its users.
fn access_list(words: &[Word<'_>], finds: &mut Vec<Find>) {
    if !words.iter().any(|word| word.text.eq_ignore_ascii_case(b"user") || word.text.eq_ignore_ascii_case(b"setuser")) {
        return;
    }
    for word in words {
        if let Some(password) = word.text.strip_prefix(b">") {
            push(word.span.start + 1..word.span.end, password, Kind::Password, finds);
        }
    }
}

fn is_letters(word: &[u8]) -> bool {
    word.len() <= 5 && word.starts_with(b"-") && word.iter().skip(1).all(u8::is_ascii_alphabetic)
}

/// What needs no program to be understood.
fn plain_options(word: &Word<'_>, next: Option<&Word<'_>>, finds: &mut Vec<Find>) {
    if let Some(rest) = word.text.strip_prefix(b"--from-literal") {
        let (span, text) = if rest.starts_with(b"=") {
            (word.span.end - rest.len() + 1..word.span.end, rest.get(1..).unwrap_or_default())
        } else {
            match next {
                Some(next) => (next.span.clone(), next.text),
                None => return,
            }
        };
        if let Some(sign) = memchr::memchr(b'=', text) {
            let kind = keys::classify(text.get(..sign).unwrap_or_default()).unwrap_or(Kind::Secret);
            push(span.start + sign + 1..span.end, text.get(sign + 1..).unwrap_or_default(), kind, finds);
        }
    } else if let Some(rest) = word.text.strip_prefix(b"pass:") {
        push(word.span.end - rest.len()..word.span.end, rest, Kind::Password, finds);
    } else if !word.text.contains(&b'=')
        && (word.text.starts_with(b"-") && word.text.len() > 3 || word.text.starts_with(b"aws_"))
        && word.text.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
        && let Some(kind) = keys::classify(word.text.strip_prefix(b"-").unwrap_or(word.text))
        && let Some(next) = next
        && !next.text.starts_with(b"-")
    {
        push(next.span.clone(), next.text, kind, finds);
    }
}

fn take(word: &Word<'_>, next: Option<&Word<'_>>, option: &str, takes: Takes, finds: &mut Vec<Find>) {
    let Some(rest) = word.text.strip_prefix(option.as_bytes()) else { return };
    let (value, from) = if rest.is_empty() {
        let Some(next) = next.filter(|_| takes != Takes::Attached) else { return };
        (next.text, next.span.clone())
    } else if option.len() == 2 && takes != Takes::Next {
        (rest, word.span.end - rest.len()..word.span.end)
    } else if let Some(rest) = rest.strip_prefix(b"=") {
        (rest, word.span.end - rest.len()..word.span.end)
    } else {
        return;
    };
    let sign = match takes {
        Takes::Pair => memchr::memchr(b':', value),
        Takes::Percent => memchr::memchr(b'%', value),
        _ => {
            push(from, value, Kind::Password, finds);
            return;
        }
    };
    if let Some(sign) = sign {
        let user = value.get(..sign).unwrap_or_default();
        if !user.is_empty() && values::may_be_secret(user, Kind::User) {
            finds.push(Find::new(from.start..from.start + sign, Kind::User, "argument"));
        }
        push(from.start + sign + 1..from.end, value.get(sign + 1..).unwrap_or_default(), Kind::Password, finds);
    }
}

/// `echo hunter2 | docker login --password-stdin`
fn piped(words: &[Word<'_>], finds: &mut Vec<Find>) {
    let reads = words.iter().position(|word| word.text.ends_with(b"-stdin") && word.text.starts_with(b"--pass"));
    let echo = words.iter().position(|word| word.text == b"echo" || word.text == b"printf");
    if let (Some(reads), Some(echo)) = (reads, echo)
        && let Some(said) =
            words.get(echo + 1..reads).and_then(|words| words.iter().find(|word| !word.text.starts_with(b"-")))
    {
        push(said.span.clone(), said.text, Kind::Password, finds);
    }
}

fn push_next(next: Option<&Word<'_>>, kind: Kind, finds: &mut Vec<Find>) {
    if let Some(next) = next.filter(|next| !next.text.starts_with(b"-")) {
        push(next.span.clone(), next.text, kind, finds);
    }
}

fn push(span: Range<usize>, value: &[u8], kind: Kind, finds: &mut Vec<Find>) {
    if values::may_be_secret(value, kind) && !super::pairs::yields(value, kind) {
        finds.push(Find::new(span, kind, "argument"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> Vec<&str> {
        let mut finds = Vec::new();
        options(&words(line.as_bytes(), 0..line.len()), &mut finds);
        finds.into_iter().filter(|find| find.kind != Kind::User).map(|find| &line[find.span]).collect()
    }

    #[test]
    fn passwords_in_options_are_found() {
        for line in [
            "mysql -u root -phunter2 -e 'select 1'",
            "sh -c \"mysqladmin ping -phunter2\"",
            "redis-cli -h db -a hunter2 ping",
            "curl -u orders:hunter2 https://x",
            "curl --user orders:hunter2 x",
            "sshpass -p hunter2 ssh x",
            "docker login -u x -p hunter2 registry",
            "ldapsearch -D cn=x -w hunter2",
            "openssl enc -passin pass:hunter2",
            "kubectl create secret generic db --from-literal=password=hunter2",
            "htpasswd -bc file orders hunter2",
            "rabbitmqctl add_user orders hunter2",
            "tool --db-password hunter2 run",
            "exec [sh -c mysqladmin -phunter2 ping]",
            "echo hunter2 | docker login --password-stdin",
            "[\"tool\", \"--token\", \"hunter2\"]",
            "mongo -u x -p hunter2",
        ] {
            assert_eq!(found(line), ["hunter2"], "{line}");
        }
    }

    #[test]
    fn options_without_a_secret_are_left_alone() {
        for line in [
            "mysql -u root -p -e 'select 1'",
            "psql -p 5432 -U orders",
            "mkdir -p /data",
            "curl -u $USER:$PASS x",
            "docker run -p 8080:80 x",
            "docker login --password-stdin",
            "tool --password-file /run/secret",
            "tool --token -v",
            "ssh -p 22 host",
            "cp -p a b",
        ] {
            assert_eq!(found(line), Vec::<&str>::new(), "{line}");
        }
    }
}
