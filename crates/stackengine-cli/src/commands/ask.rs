//! `stackengine ask`.

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, IsTerminal as _, Write as _};
use std::time::Duration;

use stackengine::ask::{Answer, Case, Dossier, Manner, Opinion, Prompt, Provider, Request, Sender, guard};
use stackengine::redact::Vault;

use super::print;
use crate::args::{AskArgs, ColorChoice};
use crate::ask::{self, Bounds, Key, Live};
use crate::input;
use crate::outcome::{Failure, Outcome};
use crate::privacy::{Session, quietly};
use crate::terminal;

/// Asks the user's own model for a second opinion.
pub(crate) fn ask(args: &AskArgs, color: ColorChoice) -> Result<Outcome, Failure> {
    // Whoever has no key learns it before anything is read.
    let provider = provider(args)?;
    let model = args.model.as_deref().unwrap_or_default();
    let key = Key::of(provider, args.key_from).map_err(Failure::Unusable)?;
    ready(args, provider, model, &key)?;
    let mut session = Session::open(&args.masking)?;
    let dossier = dossier(args, &key, &mut session)?;
    let case = case(args, &dossier)?;
    let prompt = Prompt::new(&case, args.budget as usize);
    let manner = Manner {
        provider,
        address: args.address.as_deref(),
        model,
        max_tokens: args.max_tokens,
        plain: args.plain,
        sender: Sender::Program,
    };
    let request = prompt.request(&manner).map_err(|refused| Failure::Unusable(refused.to_string()))?;
    ask::check_address(&request.address, args.plain_http).map_err(Failure::Unusable)?;
    session.vault = dossier.vault.clone();
    let roots = ask::roots(args.ca_file.as_deref(), &request.address).map_err(Failure::Unusable)?;
    let bounds = Bounds { timeout: Duration::from_secs(args.timeout), roots };
    if args.dry_run {
        session.keep()?;
        print(ask::request(&request, &key, terminal::text_options(color, None).color).as_bytes())?;
        say(&format!("nothing was sent: {}", ask::summary(&request, &prompt, &dossier.vault)));
        return Ok(Outcome::Clean);
    }
    confirm(args, &request, &prompt, &dossier.vault)?;
    session.keep()?;
    let live = Live::new(provider, &terminal::error_options(color));
    let answered = ask::send(provider, &request, &key, bounds, live).map_err(Failure::Unusable)?;
    let answer = Answer::read(&answered.text).map_err(Failure::Unusable)?;
    let opinion = guard(&case, &prompt, &answer);
    print(ask::opinion(&opinion, &case, provider, model).as_bytes())?;
    if let (Some(input), Some(output)) = answered.usage {
        say(&format!("{input} tokens were read and {output} written, says {}", provider.title));
    }
    write(args, &opinion, &dossier.vault)?;
    Ok(if opinion.dropped.is_empty() { Outcome::Clean } else { Outcome::Incomplete })
}

fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

fn unusable<T>(sentence: impl Into<String>) -> Result<T, Failure> {
    Err(Failure::Unusable(sentence.into()))
}

fn provider(args: &AskArgs) -> Result<&'static Provider, Failure> {
    let named = args.provider.as_deref().and_then(Provider::named);
    match named.or_else(ask::only_provider) {
        Some(provider) => Ok(provider),
        None => unusable(
            "nobody to ask: name one with --provider and put your key into its variable (as --help lists them), or run a model here \
             and say --provider ollama; everything else works without one",
        ),
    }
}

/// Whether everything is there that asking takes; a dry run takes less.
fn ready(args: &AskArgs, provider: &Provider, model: &str, key: &Key) -> Result<(), Failure> {
    if model.is_empty() {
        return unusable(format!("no model is named: say --model NAME, as {} calls it", provider.title));
    }
    if provider.address.is_empty() && args.address.is_none() {
        return unusable(format!("no address is known for {}: say --address URL", provider.name));
    }
    if !args.dry_run && !key.is_there() && !provider.is_local() {
        let (title, variable, cure) = (provider.title, key.variable, provider.cure);
        return unusable(format!(
            "no key for {title}: {cure} and put it into {variable}, or into the keyring with `stackengine key put {}`, or run a model here and say --provider ollama",
            provider.name
        ));
    }
    if args.paths.is_empty() && io::stdin().is_terminal() {
        return unusable("nothing to ask about: name files or folders, or pipe something in");
    }
    Ok(())
}

/// Reads, masks and diagnoses.
fn dossier(args: &AskArgs, key: &Key, session: &mut Session) -> Result<Dossier, Failure> {
    let texts = input::read_texts(&args.paths, args.max_bytes);
    for part in &texts.not_read {
        say(&format!("not read: {}: {}", part.name, part.why));
    }
    let texts: Vec<(String, Vec<u8>)> = texts.texts.into_iter().map(|text| (text.name, text.bytes)).collect();
    if texts.is_empty() {
        return unusable("nothing to ask about: no text could be read");
    }
    let vault = std::mem::take(&mut session.vault);
    let mut options = args.masking.options();
    options.mask.extend(key.to_mask());
    quietly(|| Dossier::new(&texts, vault, options)).ok_or_else(|| {
        Failure::Unusable("failed to redact: this is a fault of the program; nothing was sent".to_owned())
    })
}

fn case<'d>(args: &AskArgs, dossier: &'d Dossier) -> Result<Case<'d>, Failure> {
    let names: Vec<String> = dossier.subjects().map(|subject| format!("{} {}", subject.kind, subject.name)).collect();
    let wanted = args.about.as_deref().unwrap_or_default();
    let at = match args.about {
        Some(_) => dossier.subjects().position(|subject| subject.name == wanted),
        None => (!names.is_empty()).then_some(0),
    };
    let Some((at, case)) = at.and_then(|at| Some((at, dossier.case(at)?))) else {
        return match names.is_empty() {
            true => unusable("nothing to ask about: there is no Job, CronJob or pod in the input"),
            false => unusable(format!("--about {wanted}: there is {}", names.join(", "))),
        };
    };
    if names.len() > 1 && args.about.is_none() {
        say(&format!("asking about {}; there are {} more, see --about", names[at], names.len() - 1));
    }
    Ok(case)
}

/// Where a terminal watches, its owner says yes first.
fn confirm(args: &AskArgs, request: &Request, prompt: &Prompt, vault: &Vault) -> Result<(), Failure> {
    if args.yes || !io::stderr().is_terminal() {
        return Ok(());
    }
    let host = ask::host(&request.address);
    let mut err = io::stderr().lock();
    let _ = write!(err, "{}\nSend it to {host}? [y/N, s shows it] ", ask::summary(request, prompt, vault));
    let _ = err.flush();
    loop {
        match typed()?.trim() {
            "y" | "Y" | "yes" => return Ok(()),
            "s" | "S" => {
                let _ = write!(err, "\n{}\n{}\n\nSend it to {host}? [y/N] ", prompt.system, prompt.user);
                let _ = err.flush();
            }
            _ => return unusable("nothing was sent"),
        }
    }
}

/// A line from the terminal: standard input may be the evidence.
fn typed() -> Result<String, Failure> {
    let mut line = String::new();
    let read = if io::stdin().is_terminal() {
        io::stdin().lock().read_line(&mut line)
    } else {
        File::open("/dev/tty").and_then(|terminal| BufReader::new(terminal).read_line(&mut line))
    };
    match read {
        Ok(_) => Ok(line),
        Err(_) => unusable("nothing was sent, for nobody could be asked: say --yes"),
    }
}

/// Writes the edited manifest where that was asked for: the only place where values are put back.
fn write(args: &AskArgs, opinion: &Opinion, vault: &Vault) -> Result<(), Failure> {
    let Some(path) = &args.output else { return Ok(()) };
    if opinion.manifest.is_none() {
        say("no edit holds, so no manifest is written");
        return Ok(());
    }
    let text = opinion.restored(vault).map_err(Failure::Unusable)?;
    let name = path.display();
    let failed = |error: io::Error| Failure::Unusable(format!("failed to write {name}: {error}"));
    // What is there is replaced only once the new text is whole.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(std::path::Path::new("."));
    let mut new = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    new.write_all(text.as_bytes()).map_err(failed)?;
    if let Ok(known) = fs::metadata(path) {
        fs::set_permissions(new.path(), known.permissions()).map_err(failed)?;
    }
    new.persist(path).map_err(|error| failed(error.error))?;
    say(&format!("{name} is written, with its values put back"));
    Ok(())
}
