//! `stackengine fix` as its users meet it.

mod program;

use program::cases;

#[test]
fn every_case_prints_what_is_expected() {
    cases("fix");
}
