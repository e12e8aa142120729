//! Misuses and what is said about them: each `cases/<group>/<rule>.rs` fails to compile with the text beside it.
//! `README.md` tells how to add one.

#[test]
fn ui() {
    trybuild::TestCases::new().compile_fail("cases/*/*.rs");
}
