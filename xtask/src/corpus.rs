//! Folders of manifests to be measured on: real files, copied in turn under names that differ.

use std::fs;
use std::path::{Path, PathBuf};

use crate::shell::root;

/// Where people's manifests lie, beside the repository.
const REAL: &str = "../shared/manifests";
/// Larger files are left out: with them, few of many kilobytes would be most of what is measured.
const MAX_BYTES: usize = 4096;
const FILES_OF_A_FOLDER: usize = 100;
/// How many are made up where there are no real ones.
const GENERATED: usize = 120;

/// What is copied.
#[derive(Debug)]
pub(crate) struct Samples {
    /// Where they come from, in words.
    pub(crate) origin: String,
    /// In the order of their paths.
    pub(crate) files: Vec<Sample>,
}

/// A file that is copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sample {
    stem: String,
    extension: String,
    pub(crate) text: String,
}

/// What was written.
#[derive(Debug)]
pub(crate) struct Corpus {
    pub(crate) folder: PathBuf,
    pub(crate) n_files: usize,
    pub(crate) n_bytes: usize,
}

impl Samples {
    /// The real manifests; without them the repository's own, and generated ones.
    pub(crate) fn usual() -> Result<Self, String> {
        let real = root().join(REAL);
        if real.is_dir() {
            return Self::of(&real);
        }
        let mut files = Vec::new();
        for folder in ["examples", "crates/stackengine/src/catalogue"] {
            collect(&root().join(folder), &["yaml", "yml"], &mut files)?;
        }
        let n_own = files.len();
        files.extend((0..GENERATED).map(generated));
        let origin = format!(
            "{n_own} manifests of the repository and {GENERATED} generated ones ({REAL} is missing: real files would \
             say more)"
        );
        Ok(Self { origin, files })
    }

    /// The manifests of a folder and of all folders in it.
    pub(crate) fn of(folder: &Path) -> Result<Self, String> {
        let mut files = Vec::new();
        let n_larger = collect(folder, &["yaml", "yml", "json"], &mut files)?;
        if files.is_empty() {
            return Err(format!("there is no manifest of at most {MAX_BYTES} bytes in {}", folder.display()));
        }
        let origin = format!(
            "{} files of {} ({n_larger} of more than {MAX_BYTES} bytes are left out)",
            files.len(),
            folder.strip_prefix(root()).unwrap_or(folder).display()
        );
        Ok(Self { origin, files })
    }

    /// Writes as many copies as asked for, one sample after the other and again from the first.
    pub(crate) fn write(&self, folder: PathBuf, n_files: usize) -> Result<Corpus, String> {
        let fail = |path: &Path, error: &std::io::Error| format!("failed to write {}: {error}", path.display());
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(|error| fail(&folder, &error))?;
        }
        let mut n_bytes = 0;
        for (number, sample) in self.files.iter().cycle().take(n_files).enumerate() {
            let path = folder.join(place(number, sample));
            let parent = path.parent().unwrap_or(&folder);
            if number.is_multiple_of(FILES_OF_A_FOLDER) {
                fs::create_dir_all(parent).map_err(|error| fail(parent, &error))?;
            }
            let text = named(&sample.text, number);
            fs::write(&path, &text).map_err(|error| fail(&path, &error))?;
            n_bytes += text.len();
        }
        Ok(Corpus { folder, n_files, n_bytes })
    }
}

impl Corpus {
    /// Every file, relative to the folder, in the order in which they were written.
    pub(crate) fn files(&self) -> Result<Vec<String>, String> {
        let mut paths = Vec::new();
        walk(&self.folder, &mut paths)?;
        let relative = |path: &PathBuf| path.strip_prefix(&self.folder).unwrap_or(path).display().to_string();
        Ok(paths.iter().map(relative).collect())
    }

    pub(crate) fn megabytes(&self) -> f64 {
        as_float(self.n_bytes) / 1e6
    }
}

/// Counts are far below the point where a float has gaps.
pub(crate) fn as_float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

fn place(number: usize, sample: &Sample) -> PathBuf {
    let folder = format!("{:03}", number / FILES_OF_A_FOLDER);
    PathBuf::from(folder).join(format!("{number:06}-{}.{}", sample.stem, sample.extension))
}

/// The text with a number behind the name of every object: some tools look at one only of objects with the same name.
///
/// Only names that stand plainly on a line of their own, as `kubectl` prints them; any other stays as it is.
fn named(text: &str, number: usize) -> String {
    let mut in_metadata = false;
    let mut result = String::with_capacity(text.len() + 16);
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !content.starts_with([' ', '#']) && !content.is_empty() {
            in_metadata = content == "metadata:";
        }
        match content.strip_prefix("  name: ") {
            Some(name) if in_metadata && name.bytes().all(plain) => {
                result.push_str(&format!("{content}-{number}{}", &line[content.len()..]));
                in_metadata = false;
            }
            _ => result.push_str(line),
        }
    }
    result
}

/// Says how many were too large.
fn collect(folder: &Path, extensions: &[&str], files: &mut Vec<Sample>) -> Result<usize, String> {
    let mut paths = Vec::new();
    walk(folder, &mut paths)?;
    let mut n_larger = 0;
    for path in paths {
        let text = |part: Option<&std::ffi::OsStr>| part.map(|part| part.to_string_lossy().into_owned());
        let (stem, extension) = (text(path.file_stem()), text(path.extension()));
        let (Some(stem), Some(extension)) = (stem, extension) else { continue };
        if !extensions.contains(&extension.as_str()) {
            continue;
        }
        let bytes = fs::read(&path).map_err(|error| format!("failed to read {}: {error}", path.display()))?;
        if bytes.len() > MAX_BYTES {
            n_larger += 1;
            continue;
        }
        let text = String::from_utf8(bytes).map_err(|error| format!("failed to read {}: {error}", path.display()))?;
        files.push(Sample { stem, extension, text });
    }
    Ok(n_larger)
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), String> {
    let fail = |error: std::io::Error| format!("failed to read {}: {error}", folder.display());
    let entries: Result<Vec<_>, _> = fs::read_dir(folder).map_err(fail)?.collect();
    let mut here: Vec<PathBuf> = entries.map_err(fail)?.into_iter().map(|entry| entry.path()).collect();
    here.sort();
    for path in here {
        if path.is_dir() {
            walk(&path, paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}

/// A Job or CronJob that differs from its neighbours in what it has and lacks.
fn generated(number: usize) -> Sample {
    let every = |n: usize| number.is_multiple_of(n);
    let mut spec = String::new();
    if every(2) {
        spec.push_str("backoffLimit: 4\n");
    }
    if every(3) {
        spec.push_str(&format!("activeDeadlineSeconds: {}\n", 600 + number));
    }
    spec.push_str("template:\n  spec:\n");
    spec.push_str(if every(5) { "    restartPolicy: OnFailure\n" } else { "    restartPolicy: Never\n" });
    spec.push_str("    containers:\n");
    for container in 0..=number % 3 {
        spec.push_str(&format!("      - name: step-{container}\n        image: registry.example/etl:1.{number}\n"));
        if every(4) {
            spec.push_str("        resources:\n          limits:\n            memory: 256Mi\n");
        }
        spec.push_str("        command: [\"/bin/sh\", \"-c\"]\n        args:\n          - |\n");
        spec.push_str(if every(7) { "            set -eu\n" } else { "            # loads one day\n" });
        spec.push_str(&format!(
            "            fetch --day {number} | tee /tmp/day\n            load /tmp/day && echo done\n"
        ));
    }
    let indented = |by: &str| spec.lines().map(|line| format!("{by}{line}\n")).collect::<String>();
    let text = if every(3) {
        let head = format!("apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: etl-{number}\nspec:\n");
        let minute = number % 60;
        format!("{head}  schedule: \"{minute} 3 * * *\"\n  jobTemplate:\n    spec:\n{}", indented("      "))
    } else {
        format!("apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: etl-{number}\nspec:\n{}", indented("  "))
    };
    Sample { stem: format!("etl-{number}"), extension: "yaml".to_owned(), text }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::PathBuf;

    use super::{Sample, Samples, generated, named, place};
    use crate::shell::target;

    fn sample(stem: &str) -> Sample {
        Sample { stem: stem.to_owned(), extension: "yml".to_owned(), text: stem.to_owned() }
    }

    #[test]
    fn a_folder_holds_a_hundred_files() {
        assert_eq!(place(0, &sample("a")), PathBuf::from("000/000000-a.yml"));
        assert_eq!(place(99, &sample("a")), PathBuf::from("000/000099-a.yml"));
        assert_eq!(place(1234, &sample("b")), PathBuf::from("012/001234-b.yml"));
    }

    #[test]
    fn copies_are_as_many_as_asked_for_in_turn_and_nothing_older_is_left() {
        let folder = target().join("test-corpus");
        let samples = Samples { origin: String::new(), files: vec![sample("a"), sample("bb")] };
        samples.write(folder.clone(), 300).expect("it can be written");
        let corpus = samples.write(folder.clone(), 5).expect("it can be written again");
        let expected = ["000-a", "001-bb", "002-a", "003-bb", "004-a"].map(|name| format!("000/000{name}.yml"));
        assert_eq!(corpus.files().expect("it can be read"), expected);
        assert_eq!((corpus.n_files, corpus.n_bytes), (5, 7));
        fs::remove_dir_all(folder).expect("it can be removed");
    }

    #[test]
    fn objects_get_names_that_differ_and_nothing_else_does() {
        let cases = [
            (
                "kind: Job\nmetadata:\n  name: a\nspec:\n  name: b\n",
                "kind: Job\nmetadata:\n  name: a-7\nspec:\n  name: b\n",
            ),
            ("metadata:\n  labels:\n    name: a\n  name: b\r\n", "metadata:\n  labels:\n    name: a\n  name: b-7\r\n"),
            ("metadata:\n  name: a\n---\nmetadata:\n  name: b", "metadata:\n  name: a-7\n---\nmetadata:\n  name: b-7"),
            ("metadata:\n  name: {{ name }}\n", "metadata:\n  name: {{ name }}\n"),
            ("metadata: {}\nspec:\n  name: a\n", "metadata: {}\nspec:\n  name: a\n"),
        ];
        for (text, expected) in cases {
            assert_eq!(named(text, 7), expected);
        }
    }

    #[test]
    fn generated_manifests_differ() {
        let made: BTreeSet<String> = (0..200).map(|number| generated(number).text).collect();
        assert_eq!(made.len(), 200);
    }

    #[test]
    fn there_are_always_samples() {
        assert!(Samples::usual().expect("they can be read").files.len() >= 100);
    }
}
