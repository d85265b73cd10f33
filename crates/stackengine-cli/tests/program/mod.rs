//! The program as a test meets it: run in a folder of its own, with what it printed and how it ended.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;

/// What a run left behind.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// The program, in a folder, with nothing of the environment that would change its looks.
pub(crate) fn stackengine(folder: &Path) -> Command {
    let mut command = Command::new(cargo_bin!("stackengine"));
    command.current_dir(folder);
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "COLUMNS", "LC_ALL", "LC_CTYPE", "LANG"] {
        command.env_remove(name);
    }
    // Nobody's own keyring is asked by a test.
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent").env_remove("XDG_RUNTIME_DIR");
    command
}

/// Runs it with arguments.
pub(crate) fn run(folder: &Path, args: &[&str]) -> Ran {
    finish(stackengine(folder).args(args))
}

/// Runs it to its end.
pub(crate) fn finish(command: &mut Command) -> Ran {
    let output = command.output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the output is UTF-8");
    let code = output.status.code().expect("the program ends by itself");
    Ran { code, out: text(output.stdout), err: text(output.stderr) }
}

/// A fresh folder with these files. It is a repository of its own as far as the search for configurations goes.
pub(crate) fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    fs::create_dir(folder.path().join(".git")).expect("a folder");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    folder
}

/// Runs every case below `tests/NAME`: a folder with `args`, the files of `input`, `code`, and what is expected on
/// `stdout` and `stderr`. With UPDATE_EXPECTED=1 the expectation is written anew.
pub(crate) fn cases(name: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name);
    let mut cases: Vec<PathBuf> = fs::read_dir(root).expect("cases").map(|case| case.expect("a case").path()).collect();
    cases.sort();
    assert!(cases.len() > 2);
    let mut wrong = Vec::new();
    for case in cases {
        let folder = folder(&[]);
        copy(&case.join("input"), folder.path());
        let args = fs::read_to_string(case.join("args")).expect("every case has args");
        let mut command = stackengine(folder.path());
        command.args(args.lines());
        if let Ok(stdin) = fs::read(case.join("stdin")) {
            command.write_stdin(stdin);
        }
        let ran = finish(&mut command);
        // Where the folder is differs from run to run.
        let real = fs::canonicalize(folder.path()).expect("a folder");
        let here = |text: String| text.replace(&*real.to_string_lossy(), "HERE");
        for (name, actual) in [
            ("code", format!("{}\n", ran.code)),
            ("stdout", here(ran.out)),
            ("stderr", here(ran.err)),
            ("after", files(folder.path())),
        ] {
            let path = case.join(name);
            let expected = fs::read_to_string(&path).unwrap_or_default();
            // What a run leaves in its folder matters where a case says so.
            if actual == expected || (name == "after" && !path.exists()) {
                continue;
            }
            if std::env::var_os("UPDATE_EXPECTED").is_some() {
                fs::write(&path, &actual).expect("a file");
            } else {
                wrong.push(format!("{}\n--- expected\n{expected}--- actual\n{actual}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn copy(from: &Path, to: &Path) {
    let Ok(entries) = fs::read_dir(from) else { return };
    for entry in entries.flatten() {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            fs::create_dir_all(&target).expect("a folder");
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a file");
        }
    }
}

/// The files of a folder with their contents, one after the other.
fn files(folder: &Path) -> String {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let shown = paths.iter().filter(|path| path.is_file()).map(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        format!("== {name}\n{}", fs::read_to_string(path).unwrap_or_default())
    });
    shown.collect()
}
