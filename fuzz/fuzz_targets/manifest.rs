//! Anything as a manifest file, whole or behind the first lines of a Job, as the first byte says: checked, and repaired.
#![no_main]

use stackengine::check::check;
use stackengine::repair::{Evidence, Level, RepairOptions, repair};

const HEADS: [&str; 4] = [
    "",
    "apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec:\n",
    "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec:\n  schedule: '0 3 * * *'\n  jobTemplate:\n    spec:\n      template:\n        spec:\n",
    "apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec:\n  template:\n    spec:\n      containers:\n      - name: main\n        command: [sh, -c]\n        args:\n        - |\n          ",
];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((choice, rest)) = bytes.split_first() else { return };
    let Ok(rest) = std::str::from_utf8(rest) else { return };
    let text = format!("{}{rest}", HEADS[usize::from(*choice) % HEADS.len()]);
    let evidence = Evidence::default();
    let checked = check(&text, &evidence);
    for object in &checked.objects {
        for lint in &object.lints {
            assert!(text.get(lint.span.start as usize..lint.span.end as usize).is_some(), "a span outside of the text");
        }
    }
    let options = RepairOptions { level: Level::Hardened, apply_unsafe: true, evidence: &evidence, wanted: &|_, _| true };
    let repaired = repair(&text, &options);
    if repaired.applied.is_empty() {
        assert!(repaired.text == text, "nothing was applied, and yet the text changed");
    }
    let again = repair(&repaired.text, &options);
    assert!(again.text == repaired.text, "a second repair changes the text again");
});
