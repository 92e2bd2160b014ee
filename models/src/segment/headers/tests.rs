//! The table and how headings are written.

use super::{TABLE, headers, kind_of, normalise};

#[test]
fn titles_are_normalised_and_unique() {
    let rows: Vec<&str> = TABLE
        .lines()
        .filter_map(|l| l.split_once('\t'))
        .map(|(_, t)| t)
        .collect();
    assert!(rows.iter().all(|t| normalise(t) == **t));
    assert_eq!(headers().by_title.len(), rows.len());
}

#[test]
fn headings_are_found_however_they_are_written() {
    let kind = kind_of("history of present illness", true);
    assert!(kind.is_some());
    for heading in [
        "HISTORY OF PRESENT ILLNESS",
        "2. History-of  present illness",
        "*** HPI ***",
        "3) hpi",
    ] {
        assert_eq!(kind_of(heading, true), kind, "{heading}");
    }
    assert_eq!(kind_of("", true), None);
    assert_eq!(kind_of("12", true), None);
    assert_eq!(kind_of(&"history ".repeat(1000), true), None);
}
