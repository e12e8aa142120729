//! Every required case of a finished suite has a test, or a reason why it can have none.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Suites whose cases must all be covered. A suite joins when it is done.
const FINISHED: [&str; 18] = [
    "ex.agent",
    "ex.application",
    "ex.dynamic_supervisor",
    "ex.gen_server",
    "ex.partition_supervisor",
    "ex.process",
    "ex.registry",
    "ex.registry_dup",
    "ex.registry_uniq",
    "ex.supervisor",
    "ex.task",
    "ex.task_supervisor",
    "otp.application",
    "otp.gen_server",
    "otp.pg",
    "otp.proc_lib",
    "otp.supervisor",
    "otp.sys",
];

#[test]
fn every_required_case_of_a_finished_suite_is_covered() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance");
    let tests = tests_in(&folder);
    let waived = table(&folder.join("waived.tsv"));
    let mut missing = Vec::new();
    for (id, columns) in table(&folder.join("cases.tsv")) {
        let required = matches!(columns.get(3).map(String::as_str), Some("applies" | "adapts"));
        let suite = id.rsplit_once('.').map_or("", |(suite, _)| suite);
        if required && FINISHED.contains(&suite) && !waived.contains_key(&id) && !covered(&id, &tests) {
            missing.push(id);
        }
    }
    assert!(missing.is_empty(), "no test and no waiver for: {}", missing.join(", "));
}

#[test]
fn waivers_name_known_cases_and_say_why() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance");
    let cases = table(&folder.join("cases.tsv"));
    let tests = tests_in(&folder);
    for (id, columns) in table(&folder.join("waived.tsv")) {
        assert!(cases.contains_key(&id), "`{id}` is no case");
        assert!(columns.first().is_some_and(|why| why.len() > 20), "`{id}` is waived without a reason");
        assert!(!covered(&id, &tests), "`{id}` is waived and has a test");
    }
}

fn covered(id: &str, tests: &BTreeSet<String>) -> bool {
    let stem = id.replace('.', "_");
    let longer = format!("{stem}_");
    tests.iter().any(|test| *test == stem || test.starts_with(&longer))
}

/// The first column of each row, with the others.
fn table(file: &Path) -> BTreeMap<String, Vec<String>> {
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    text.lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#') && !line.starts_with("id\t"))
        .map(|line| {
            let mut columns = line.split('\t').map(str::to_owned);
            (columns.next().unwrap_or_default(), columns.collect())
        })
        .collect()
}

/// The names of the test functions in a folder's files.
fn tests_in(folder: &Path) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for entry in std::fs::read_dir(folder).expect("the folder of the tests") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a source file");
        for (at, _) in text.match_indices("fn ") {
            let name: String = text[at + 3..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if name.starts_with("ex_") || name.starts_with("otp_") {
                names.insert(name);
            }
        }
    }
    names
}
