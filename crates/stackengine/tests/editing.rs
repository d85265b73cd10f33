//! Edits of documents, each exactly as it should be: the tables in `editing/` say before, change, and after or why not.

mod editing {
    pub(crate) mod table;
}

use editing::table::{self, Case, Outcome};
use stackengine::yaml::{Span, apply_edits, change, documents, edits};

#[test]
fn every_edit_of_the_tables_gives_exactly_the_text_written_there() {
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    let (mut n_cases, mut wrong) = (0, Vec::new());
    for file in table::files() {
        let text = std::fs::read_to_string(&file).expect("a table");
        let cases = table::cases(&text);
        if update {
            let written: Vec<String> = cases.iter().map(|case| table::write(case, &outcome(case))).collect();
            std::fs::write(&file, format!("{}{}", table::head(&text), written.join("\n"))).expect("write the table");
            continue;
        }
        for case in &cases {
            n_cases += 1;
            let found = outcome(case);
            if found != case.outcome {
                wrong.push(format!("{}: {}\n{}", file.display(), case.name, table::write(case, &found)));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {n_cases} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(update || n_cases >= 100, "only {n_cases} cases");
}

fn outcome(case: &Case) -> Outcome {
    let all = documents(&case.before);
    let span = all.get(case.document).map_or(Span::new(0, case.before.len()), |document| document.span);
    let changed = change(&case.before, span, &case.change);
    let planned = edits(&case.before, span, &case.change);
    match (changed, planned) {
        (Ok(changed), Ok(planned)) => {
            assert_eq!(apply_edits(&case.before, &planned), changed.text, "{}", case.name);
            assert!(planned.windows(2).all(|pair| pair[0].span.end < pair[1].span.start), "{}: {planned:?}", case.name);
            Outcome::After(changed.text)
        }
        (Err(error), Err(_)) => Outcome::Refused(error.to_string()),
        (changed, planned) => panic!("{}: {changed:?} but {planned:?}", case.name),
    }
}
