//! `stackengine key`.

use std::io::{self, BufRead as _, IsTerminal as _, Read as _, Write as _};

use stackengine::ask::Provider;
use ureq::http::HeaderValue;
use zeroize::Zeroizing;

use crate::args::{KeyArgs, KeyDeed};
use crate::ask::{Keyring, variable};
use crate::outcome::{Failure, Outcome};

/// No key is longer.
const MOST: u64 = 16 << 10;

/// Puts a key into the system's keyring, or takes it out.
pub(crate) fn key(args: &KeyArgs) -> Result<Outcome, Failure> {
    let (KeyDeed::Put(whose) | KeyDeed::Remove(whose)) = &args.deed;
    let Some(provider) = Provider::named(&whose.provider) else {
        return Err(Failure::Unusable("there is no such provider".to_owned()));
    };
    let (name, title) = (variable(provider), provider.title);
    let failed = |trouble: crate::ask::KeyringTrouble| Failure::Unusable(trouble.sentence(name));
    let keyring = Keyring::open().map_err(failed)?;
    let said = match args.deed {
        KeyDeed::Put(_) => {
            let key = read(title).map_err(|why| Failure::Unusable(format!("no key is kept: {why}")))?;
            keyring.put(name, &key).map_err(failed)?;
            format!("the key for {title} is in the keyring; `stackengine key remove {}` takes it out", provider.name)
        }
        KeyDeed::Remove(_) => match keyring.remove(name).map_err(failed)? {
            true => format!("the key for {title} is no longer in the keyring"),
            false => format!("the keyring has no key for {title}"),
        },
    };
    let _ = writeln!(io::stderr().lock(), "{said}");
    Ok(Outcome::Clean)
}

/// The key as it was typed or piped. What is wrong with it is said without it.
fn read(title: &str) -> Result<Zeroizing<String>, &'static str> {
    let line = if io::stdin().is_terminal() {
        rpassword::prompt_password(format!("Key for {title} (it is not shown): ")).map(Zeroizing::new)
    } else {
        let mut line = Zeroizing::new(String::new());
        io::stdin().lock().take(MOST).read_line(&mut line).map(|_| line)
    };
    let line = line.map_err(|_| "it could not be read")?;
    let key = line.trim();
    if key.is_empty() {
        return Err("nothing was given");
    }
    HeaderValue::from_str(key).map_err(|_| "it holds characters that no key has")?;
    Ok(Zeroizing::new(key.to_owned()))
}
