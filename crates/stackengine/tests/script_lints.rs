//! Lints about scripts point at the command itself, however the script is written in the manifest, and their fixes
//! change nothing but the script.

use stackengine::check::{Lint, check};
use stackengine::repair::{Evidence, Level, RepairOptions, repair};

/// The script `migrate`, `load --all` in every style, with the same script mended.
const STYLES: [(&str, &str, &str); 6] = [
    (
        "literal",
        "\n            - |\n              migrate\n              load --all\n",
        "\n            - |\n              set -e\n              migrate\n              load --all\n",
    ),
    (
        "literal without a line end",
        "\n            - |-\n              migrate\n              load --all\n",
        "\n            - |-\n              set -e\n              migrate\n              load --all\n",
    ),
    ("plain", "\n            - migrate; load --all\n", "\n            - set -e; migrate; load --all\n"),
    ("single quotes", "\n            - 'migrate; load --all'\n", "\n            - 'set -e; migrate; load --all'\n"),
    ("double quotes", "\n            - \"migrate; load --all\"\n", "\n            - \"set -e; migrate; load --all\"\n"),
    ("flow", " [\"migrate; load --all\"]\n", " [\"set -e; migrate; load --all\"]\n"),
];

fn manifest(script: &str) -> String {
    let head = "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: load\nspec:\n  activeDeadlineSeconds: 60\n  template:\n    \
                spec:\n      restartPolicy: Never\n      containers:\n        - name: main\n          image: registry.example/load:1.4\n";
    format!("# Loads everything.\n{head}          command: [sh, -c]\n          args:{script}")
}

fn lint_of(text: &str, name: &str) -> Option<Lint> {
    let checked = check(text, &Evidence::default());
    checked.objects.into_iter().flat_map(|object| object.lints).find(|lint| lint.diagnostic.name == name)
}

fn pointed_at<'t>(text: &'t str, lint: &Lint) -> &'t str {
    text.get(lint.span.start as usize..lint.span.end as usize).unwrap_or_default()
}

#[test]
fn a_lint_points_at_the_command_in_every_style() {
    for (style, script, _) in STYLES {
        let text = manifest(script);
        let lint = lint_of(&text, "sequence-hides-failure").unwrap_or_else(|| panic!("no lint: {style}"));
        assert_eq!(pointed_at(&text, &lint), "migrate", "{style}");
        assert_eq!(lint.path.to_string(), "spec.template.spec.containers[0].args[0]", "{style}");
    }
}

#[test]
fn a_lint_points_into_the_second_item_of_a_list_and_into_json() {
    let item = manifest(STYLES[0].1).replace('\n', "\n    ");
    let list = format!("kind: List\napiVersion: v1\nitems:\n  -\n    {}\n", item.trim_end());
    let lint = lint_of(&list, "sequence-hides-failure").expect("a lint in a list");
    assert_eq!(pointed_at(&list, &lint), "migrate");

    let json = r#"{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"x"},"spec":{"template":{"spec":{
        "restartPolicy":"Never","containers":[{"name":"main","image":"x:1","command":["sh","-c","echo \"a\"\nmigrate\nload"]}]}}}}"#;
    let lint = lint_of(json, "sequence-hides-failure").expect("a lint in JSON");
    assert_eq!(pointed_at(json, &lint), "migrate");
}

#[test]
fn a_fix_changes_the_script_and_nothing_else() {
    let evidence = Evidence::default();
    let wanted = |_: &str, lint: &Lint| lint.diagnostic.name == "sequence-hides-failure";
    let options = RepairOptions { level: Level::Basic, apply_unsafe: true, evidence: &evidence, wanted: &wanted };
    for (style, script, mended) in STYLES {
        let repaired = repair(&manifest(script), &options);
        assert_eq!(repaired.text, manifest(mended), "{style}: {:?}", repaired.dropped);
        assert_eq!(repair(&repaired.text, &options).text, repaired.text, "{style}");
    }
}

#[test]
fn what_kubernetes_replaces_before_the_shell_reads_it_is_no_command() {
    let script = "\n            - load $(SOURCE) | sort\n          env:\n            - name: SOURCE\n              value: /data\n";
    let text = manifest(script);
    let lint = lint_of(&text, "pipe-hides-failure").expect("a lint about load");
    assert_eq!(pointed_at(&text, &lint), "load $(SOURCE)");
    let alone = manifest(
        "\n            - echo $(SOURCE) && load\n          env:\n            - name: SOURCE\n              value: /data\n",
    );
    assert!(lint_of(&alone, "errexit-defeated").is_none() && lint_of(&alone, "sequence-hides-failure").is_none());
}
