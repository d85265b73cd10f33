//! `stackengine replay`: what it prints, draws and refuses, and how it ends.

mod program;

use program::{cases, folder, run};

const JOB: &[u8] = include_bytes!("replay/never-limit/input/job.yaml");

#[test]
fn every_case_prints_what_is_expected() {
    cases("replay");
}

#[test]
fn the_drawing_says_in_words_what_it_shows() {
    let folder = folder(&[("job.yaml", JOB)]);
    let ran = run(folder.path(), &["replay", "job.yaml", "--attempt", "1@15s", "--format", "svg"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.starts_with("<svg ") && ran.out.ends_with("</svg>\n"), "{}", ran.out);
    for part in
        ["role=\"img\"", "<title id=\"t\">Job shop/backup: failed", "<desc id=\"d\">backup-", "exit code 1 (Error)"]
    {
        assert!(ran.out.contains(part), "{part}");
    }
    let n_bars = ran.out.matches("rx=\"2\"").count();
    assert_eq!(n_bars, 3, "a bar for each run");
}

#[test]
fn the_same_replay_is_the_same_each_time() {
    let folder = folder(&[("job.yaml", JOB)]);
    for format in ["text", "json", "svg"] {
        let args = ["replay", "job.yaml", "--attempt", "137@4s:OOMKilled", "--format", format];
        let (first, second) = (run(folder.path(), &args), run(folder.path(), &args));
        assert_eq!((first.out, first.code), (second.out, 0), "{format}");
    }
}

#[test]
fn what_cannot_be_played_names_its_field_and_ends_with_2() {
    let folder = folder(&[
        ("job.yaml", JOB),
        ("other.yaml", b"kind: ConfigMap\n"),
        ("two.yaml", &[JOB, b"---\n", JOB].concat()),
        ("behaviour.yaml", b"attempts: [1@15s]\ndisturbances: [{at: 3s, what: flood}]\n"),
    ]);
    for (args, said) in [
        (&["job.yaml", "--attempt", "1"][..], "not of the form EXIT@DURATION"),
        (&["job.yaml", "--attempt", "1@soon"], "\"soon\" is not a duration"),
        (&["job.yaml", "--attempt", "container=x:1@1s"], "no container \"x\""),
        (&["job.yaml", "--attempt", "1@1s", "--kubernetes", "1.12"], "--kubernetes"),
        (&["job.yaml", "--attempt", "1@1s", "--until", "x"], "--until"),
        (&["job.yaml", "--behaviour", "behaviour.yaml"], "disturbances[0].what"),
        (&["other.yaml", "--attempt", "1@1s"], "no such Job"),
        (&["two.yaml", "--attempt", "1@1s"], "--name"),
        (&["missing.yaml", "--attempt", "1@1s"], "failed to read missing.yaml"),
    ] {
        let ran = run(folder.path(), &[&["replay"], args].concat());
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.out);
        assert!(ran.err.contains(said), "{args:?}: {}", ran.err);
        assert_eq!(ran.out, "", "{args:?}");
    }
}
