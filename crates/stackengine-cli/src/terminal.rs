//! What standard output can show: colours, columns, signs outside ASCII.

use std::env;
use std::io::{self, IsTerminal as _};

use stackengine::render::TextOptions;
use terminal_size::{Height, Width, terminal_size_of};

use crate::args::ColorChoice;

/// Columns where nobody says how many there are.
const WIDTH: usize = 100;
/// Longer lines are hard to read, however wide the window.
const WIDEST: usize = 140;

/// How text should look on standard output.
pub(crate) fn text_options(color: ColorChoice, width: Option<usize>) -> TextOptions {
    TextOptions {
        color: colors(color),
        width: width.unwrap_or_else(|| columns_of(io::stdout())),
        unicode: speaks_utf8(),
    }
}

/// The same for what goes to standard error.
pub(crate) fn error_options(color: ColorChoice) -> TextOptions {
    let watched = io::stderr().is_terminal();
    TextOptions { color: colors_of(color, watched), width: columns_of(io::stderr()), unicode: speaks_utf8() }
}

fn colors(choice: ColorChoice) -> bool {
    colors_of(choice, io::stdout().is_terminal())
}

/// An explicit choice wins, then NO_COLOR, then CLICOLOR_FORCE, then the terminal.
fn colors_of(choice: ColorChoice, watched: bool) -> bool {
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if set("NO_COLOR") => false,
        ColorChoice::Auto if set("CLICOLOR_FORCE") => env::var_os("CLICOLOR_FORCE").is_some_and(|value| value != "0"),
        ColorChoice::Auto => watched && env::var_os("TERM").is_none_or(|term| term != "dumb"),
    }
}

#[cfg(unix)]
fn columns_of(stream: impl std::os::fd::AsFd) -> usize {
    columns(terminal_size_of(stream))
}

#[cfg(windows)]
fn columns_of(stream: impl std::os::windows::io::AsHandle) -> usize {
    columns(terminal_size_of(stream))
}

fn columns(terminal: Option<(Width, Height)>) -> usize {
    let terminal = terminal.map(|(width, _)| usize::from(width.0));
    let told = || env::var("COLUMNS").ok()?.parse().ok();
    terminal.or_else(told).map_or(WIDTH, |columns| columns.min(WIDEST))
}

/// The locale in force names its encoding; where none is set, everything current reads UTF-8.
fn speaks_utf8() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(env::var_os).find(|value| !value.is_empty());
    locale.is_none_or(|locale| {
        let locale = locale.to_string_lossy().to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}
