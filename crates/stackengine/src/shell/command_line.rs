//! From the words of a command line to the program they start and the script they hand to a shell.

use super::Script;
use super::programs::{base_name, wrapper};

/// Which shell reads a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// GNU bash.
    Bash,
    /// The shell of busybox, as in Alpine.
    Ash,
    /// dash, `/bin/sh` of Debian and Ubuntu.
    Dash,
    /// `sh`: some POSIX shell, the image decides which.
    Posix,
    /// A Korn shell.
    Ksh,
    /// zsh.
    Zsh,
}

impl Dialect {
    fn named(program: &str) -> Option<Self> {
        match base_name(program) {
            "bash" => Some(Self::Bash),
            "ash" | "busybox" => Some(Self::Ash),
            "dash" => Some(Self::Dash),
            "sh" => Some(Self::Posix),
            "ksh" | "mksh" | "ksh93" => Some(Self::Ksh),
            "zsh" => Some(Self::Zsh),
            _ => None,
        }
    }

    /// Whether `set -o pipefail` is sure to work. Where it is unknown, dash ends the script with status 2.
    #[must_use]
    pub fn has_pipefail(self) -> bool {
        !matches!(self, Self::Dash | Self::Posix)
    }
}

/// Options a shell was started with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// `-e`: end on failure.
    pub errexit: bool,
    /// `-u`: end on an unset variable.
    pub nounset: bool,
    /// `-o pipefail`: every command of a pipe counts.
    pub pipefail: bool,
}

impl Options {
    /// Switches an option by its long name.
    pub(super) fn switch(&mut self, name: &str, on: bool) {
        match name {
            "errexit" => self.errexit = on,
            "nounset" => self.nounset = on,
            "pipefail" => self.pipefail = on,
            _ => {}
        }
    }

    /// Switches the options of a cluster such as `-euo`; says how many of the next words are names of options.
    pub(super) fn cluster(&mut self, letters: &str, on: bool) -> usize {
        self.errexit = if letters.contains('e') { on } else { self.errexit };
        self.nounset = if letters.contains('u') { on } else { self.nounset };
        letters.chars().filter(|letter| matches!(letter, 'o' | 'O')).count()
    }
}

/// What a command line starts, behind all that only wraps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invocation {
    /// The shell, where the program is one.
    pub shell: Option<Dialect>,
    /// The index of the word that is the script, where there is one.
    pub script_word: Option<usize>,
    /// Where in that word the script begins: at its first byte, as long as no wrapper takes a whole line as one word.
    pub script_offset: usize,
    /// What the shell was started with.
    pub options: Options,
    /// The program, as written.
    pub program: String,
    /// The index of its word.
    pub program_word: usize,
    /// Whether the program's name is a whole line, which no shell will take apart.
    pub program_has_blanks: bool,
    /// Whether `timeout` stands before it.
    pub has_timeout: bool,
    /// Whether an init such as tini stands before it, which hands signals on.
    pub has_init: bool,
}

/// What a container is asked to run, as words: command, then args.
#[derive(Clone, Copy, Debug)]
pub struct CommandLine<'w> {
    words: &'w [&'w str],
}

impl<'w> CommandLine<'w> {
    /// A command line of these words.
    #[must_use]
    pub fn new(words: &'w [&'w str]) -> Self {
        Self { words }
    }

    /// What it starts.
    #[must_use]
    pub fn invocation(&self) -> Option<Invocation> {
        invocation(self.words)
    }

    /// The script it hands to a shell, read. `None` where there is none or it cannot be read.
    #[must_use]
    pub fn script(&self) -> Option<Script> {
        let found = self.invocation()?;
        let mut script = Script::read(self.words.get(found.script_word?)?, found.shell?, found.options)?;
        script.has_timeout |= found.has_timeout;
        Some(script)
    }
}

/// What a command line starts. `None` where it has no words, or only those of a wrapper.
#[must_use]
pub fn invocation(words: &[&str]) -> Option<Invocation> {
    let (mut at, mut has_timeout, mut has_init) = (0, false, false);
    while let Some(skip) = wrapper(words.get(at..)?) {
        let name = base_name(words.get(at)?);
        has_timeout |= name == "timeout";
        has_init |= matches!(name, "tini" | "dumb-init" | "catatonit");
        at += skip;
    }
    let program = *words.get(at)?;
    let mut found = Invocation {
        shell: Dialect::named(program),
        script_word: None,
        script_offset: 0,
        options: Options::default(),
        program: program.to_owned(),
        program_word: at,
        program_has_blanks: program.trim().contains(char::is_whitespace),
        has_timeout,
        has_init,
    };
    if base_name(program) == "busybox" {
        // Of busybox's many programs only its shell is one.
        at += 1;
        found.shell = words.get(at).and_then(|applet| Dialect::named(applet)).map(|_| Dialect::Ash);
    }
    if found.shell.is_some() {
        found.script_word = script_word(words, at + 1, &mut found.options);
    }
    Some(found)
}

/// The first word that is no option, if `-c` was one of them. Reads the options on its way.
fn script_word(words: &[&str], mut at: usize, options: &mut Options) -> Option<usize> {
    let mut reads_word = false;
    loop {
        let word = *words.get(at)?;
        at += 1;
        match word {
            "--" => return (reads_word && at < words.len()).then_some(at),
            "--rcfile" | "--init-file" => at += 1,
            long if long.starts_with("--") => {}
            flags if flags.len() > 1 && flags.starts_with(['-', '+']) => {
                let on = flags.starts_with('-');
                let letters = flags.get(1..)?;
                reads_word |= on && letters.contains('c');
                for _ in 0..options.cluster(letters, on) {
                    options.switch(words.get(at)?, on);
                    at += 1;
                }
            }
            _ => return reads_word.then_some(at - 1),
        }
    }
}
