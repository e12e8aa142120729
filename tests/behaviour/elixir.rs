//! The page for those who come from Elixir names only what exists: rustdoc refuses a link to something that does not, and here
//! each row has a link, whose text is the name it leads to.

const PAGE: &str = include_str!("../../otp-runtime/src/elixir.md");

/// The rows of all tables, without their heads: what is written in Elixir, and here.
fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    PAGE.lines()
        .filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | "))
        .filter(|row| *row != ("Elixir", "Rust"))
}

/// The links of a text: what is shown, and where it leads.
fn links(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split("](").zip(text.split("](").skip(1)).map(|(before, after)| {
        let shown = before.rsplit_once("[`").map_or("", |(_, shown)| shown.trim_end_matches('`'));
        (shown, after.split_once(')').map_or(after, |(target, _)| target.trim_end_matches('(')))
    })
}

#[test]
fn each_row_of_the_elixir_page_links_to_what_it_names() {
    let mut seen = 0;
    for (elixir, rust) in rows() {
        assert!(links(rust).next().is_some(), "no link beside {elixir}");
        for (shown, target) in links(rust).filter(|(shown, _)| !shown.is_empty()) {
            let name = target.rsplit("::").next().unwrap_or(target);
            // a type stands for what has no page of its own: `Account::start_monitor(..)` is a `StartMonitor`
            assert!(name.starts_with(char::is_uppercase) || shown.contains(name), "`{shown}` leads to {target}");
            seen += 1;
        }
    }
    assert!(seen > 150, "{seen} links are too few to be all of them");
}
