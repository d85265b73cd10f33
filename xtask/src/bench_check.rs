//! `cargo xtask bench --check`: the release program on thousands of manifest files, or where its time goes.

use crate::bench::release;
use crate::corpus::{Corpus, Samples, as_float};
use crate::measure::{Measured, measured};
use crate::shell::{Done, cargo, run, say, target};
use crate::table::{Table, figure};

/// Sizes below the one asked for, to show that cost grows in a line.
const SMALLER: [usize; 2] = [1_000, 4_000];
const RUNS: usize = 7;
const COMMANDS: [&[&str]; 3] =
    [&["--format", "json"], &["--format", "text"], &["--format", "json", "--level", "basic"]];

/// Wall time, processor time and peak memory of `stackengine check` for several numbers of files.
pub(crate) fn check(n_files: usize) -> Done {
    let program = release()?;
    let samples = Samples::usual()?;
    say(&format!("files: {}", samples.origin));
    let head =
        ["stackengine check", "files", "MB", "best s", "median s", "CPU s", "peak MB", "MB/s", "files/s", "µs/file"];
    let mut table = Table::new(&head);
    for n_files in SMALLER.into_iter().filter(|size| *size < n_files).chain([n_files]) {
        let corpus = corpus(&samples, n_files)?;
        for (command, took) in COMMANDS.iter().zip(series(&program, &corpus)?) {
            let Some((best, median)) = best_and_median(&took) else { continue };
            let (n, seconds) = (as_float(n_files), best.seconds.max(1e-6));
            let figures = [
                n,
                corpus.megabytes(),
                best.seconds,
                median.seconds,
                best.cpu_seconds,
                best.peak_megabytes,
                corpus.megabytes() / seconds,
                n / seconds,
                1e6 * seconds / n,
            ];
            table.row(std::iter::once(command.join(" ")).chain(figures.map(figure)));
        }
    }
    say(&format!(
        "{RUNS} runs each, in turn; output to nowhere; CPU, memory and rates are those of the best run\n\n{table}"
    ));
    Ok(())
}

/// The engine's own stages on the same files, each with its share.
pub(crate) fn profile(n_files: usize) -> Done {
    let samples = Samples::usual()?;
    say(&format!("files: {}", samples.origin));
    let corpus = corpus(&samples, n_files)?;
    let folder = corpus.folder.display().to_string();
    run(&mut cargo(&["bench", "--package", "stackengine", "--bench", "check", "--", &folder]))
}

fn corpus(samples: &Samples, n_files: usize) -> Result<Corpus, String> {
    samples.write(target().join("corpus").join(n_files.to_string()), n_files)
}

/// All commands in turn, so that a busy moment of the machine meets each of them.
fn series(program: &str, corpus: &Corpus) -> Result<[Vec<Measured>; COMMANDS.len()], String> {
    let mut all = COMMANDS.map(|_| Vec::with_capacity(RUNS));
    for _ in 0..RUNS {
        for (options, took) in COMMANDS.iter().zip(&mut all) {
            let folder = corpus.folder.display().to_string();
            let words = [program, "check", &folder].into_iter().chain(options.iter().copied());
            let command: Vec<String> = words.map(str::to_owned).collect();
            // 1: it found something. 3: what templates leave open was not analysed.
            took.push(measured(&command, &corpus.folder, &[0, 1, 3])?);
        }
    }
    Ok(all)
}

/// By wall time.
pub(crate) fn best_and_median(took: &[Measured]) -> Option<(Measured, Measured)> {
    let mut sorted = took.to_vec();
    sorted.sort_by(|left, right| left.seconds.total_cmp(&right.seconds));
    Some((*sorted.first()?, *sorted.get(sorted.len() / 2)?))
}

#[cfg(test)]
mod tests {
    use super::best_and_median;
    use crate::measure::Measured;
    use crate::table::{Table, figure};

    #[test]
    fn the_best_run_is_the_shortest_and_the_median_stands_in_the_middle() {
        let run = |seconds| Measured { seconds, cpu_seconds: 0.0, peak_megabytes: 0.0, code: 0 };
        let (best, median) = best_and_median(&[3.0, 1.0, 9.0, 2.0, 4.0].map(run)).expect("there are runs");
        assert_eq!((best.seconds, median.seconds), (1.0, 3.0));
        assert_eq!(best_and_median(&[]), None);
    }

    #[test]
    fn a_table_is_markdown_with_figures_to_the_right() {
        let mut table = Table::new(&["stage", "µs/file"]);
        table.row(["trees".to_owned(), figure(12.34)]);
        table.row(["a longer name".to_owned(), figure(7.0)]);
        let expected = "\
| stage         | µs/file |
| ------------- | ------: |
| trees         |    12.3 |
| a longer name |    7.00 |
";
        assert_eq!(table.to_string(), expected);
    }

    #[test]
    fn a_row_that_is_too_short_ends_in_blanks() {
        let mut table = Table::new(&["tool", "s"]);
        table.row(["none".to_owned()]);
        assert_eq!(table.to_string(), "| tool |  s |\n| ---- | -: |\n| none |    |\n");
    }

    #[test]
    fn a_figure_keeps_three_digits() {
        let cases = [
            (0.0, "0"),
            (0.003_21, "0.00321"),
            (0.5, "0.500"),
            (9.999, "10.0"),
            (56.72, "56.7"),
            (99.96, "100"),
            (1234.4, "1234"),
            (f64::NAN, "-"),
        ];
        for (value, expected) in cases {
            assert_eq!(figure(value), expected, "{value}");
        }
    }
}
