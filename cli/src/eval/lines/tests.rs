//! What lines become, and what is said of bad ones.

use super::*;

fn wrong(line: &str) -> String {
    Lines::default().take(line.as_bytes()).unwrap_err()
}

#[test]
fn errors_say_where_and_never_quote_the_text() {
    let secret = "SECRET";
    let lines = [
        "{\"text\": \"SECRET",
        "[\"SECRET\"]",
        r#"{"text": 7, "entities": "SECRET"}"#,
        r#"{"text": "SECRET"}"#,
        r#"{"text": "SECRET", "entities": ["SECRET"]}"#,
        r#"{"text": "SECRET", "entities": [{"start": "SECRET", "end": 2, "type": "DX"}]}"#,
        r#"{"text": "SECRET", "entities": [{"start": 0, "end": 7, "type": "DX"}]}"#,
        r#"{"text": "SECRET", "entities": [{"start": 2, "end": 2, "type": "DX"}]}"#,
        r#"{"text": "SECRET", "entities": [{"start": 0, "end": 2, "type": "SECRET"}]}"#,
        r#"{"text": "SECRET", "entities": [{"start": 0, "end": 2}]}"#,
        r#"{"text": "SECRET", "entities": [{"start": 0, "end": 2, "type": "DX", "traits": ["SECRET"]}]}"#,
        r#"{"text": "SECRET", "entities": [], "relations": [{"from": 0, "to": 1}]}"#,
        r#"{"text": "SECRET", "entities": [], "relations": [{"head": "SECRET", "tail": "b"}]}"#,
        r#"{"text": "SECRET", "entities": [], "relations": ["SECRET"]}"#,
        r#"{"text": "SECRET", "entities": [], "relations": [{"SECRET": 0}]}"#,
    ];
    for line in lines {
        let wrong = wrong(line);
        assert!(!wrong.is_empty() && !wrong.contains(secret), "{wrong}");
    }
    assert_eq!(
        wrong(lines[6]),
        "entities[0] is at 0 to 7, which is no part of a text of 6 code points"
    );
}

#[test]
fn links_are_places_or_ids() {
    let mut lines = Lines::default();
    let entities = r#"[{"id": 1, "start": 0, "end": 1, "type": "DIR"}, {"id": "b", "start": 2, "end": 3, "type": "DX"}]"#;
    for relation in [
        r#"{"from": 0, "to": 1}"#,
        r#"{"head": 1, "tail": "b", "type": "X"}"#,
        r#"{"args": ["C1", "C2"], "type": "CID"}"#,
    ] {
        let line =
            format!(r#"{{"text": "𝒜 b", "entities": {entities}, "relations": [{relation}]}}"#);
        lines.take(line.as_bytes()).unwrap();
    }
    let links: Vec<_> = lines
        .notes
        .iter()
        .map(|(note, _)| note.gold.links.clone())
        .collect();
    assert_eq!(links, [vec![(0, 1)], vec![(0, 1)], vec![]]);
    assert_eq!(lines.notes[0].0.gold.mentions[1].span.range(), 5..6);
}

/// What is wrong with the relations of a note with two mentions.
fn wrong_relation(relations: &str) -> String {
    let entities =
        r#"[{"id": 1, "start": 0, "end": 1, "type": "DIR"}, {"start": 2, "end": 3, "type": "DX"}]"#;
    wrong(&format!(
        r#"{{"text": "a b", "entities": {entities}, "relations": {relations}}}"#
    ))
}

#[test]
fn a_relation_lacks_nothing() {
    for (relations, expected) in [
        (
            r#"[{"from": 0}]"#,
            r#"relations[0] has a "from" but no "to""#,
        ),
        (
            r#"[{"from": 0, "to": 1}, {"from": 0, "target": 1}]"#,
            r#"relations[1] has a "from" but no "to""#,
        ),
        (r#"[{"to": 0}]"#, r#"relations[0] has a "to" but no "from""#),
        (
            r#"[{"tail": 1}]"#,
            r#"relations[0] has a "tail" but no "head""#,
        ),
        (
            "[{}]",
            r#"relations[0] has neither "from" and "to", nor "head" and "tail", nor "args""#,
        ),
        ("[7]", "relations[0] is no object"),
        (
            r#"[{"args": "a"}]"#,
            r#"relations[0] has "args" that are no array"#,
        ),
        (
            r#"[{"from": 0, "to": null}]"#,
            r#"relations[0] has a "to" that is no place in a list of 2 entities"#,
        ),
        ("7", r#""relations" is no array"#),
    ] {
        assert_eq!(wrong_relation(relations), expected);
    }
}

/// What a note with this mention becomes.
fn file(entities: &str) -> Annotated {
    let mut lines = Lines::default();
    let line =
        format!(r#"{{"text": "a b", "entities": [{entities}], "relations": [{{"args": []}}]}}"#);
    lines.take(line.as_bytes()).unwrap();
    lines.into_file(String::new(), &BTreeMap::new())
}

#[test]
fn relations_of_a_corpus_are_not_scored() {
    let typed = file(r#"{"start": 0, "end": 1, "type": "DX"}"#);
    assert_eq!(
        (typed.unscored_relations, typed.scheme.has_links()),
        (1, false)
    );
    let mut lines = Lines::default();
    let line = r#"{"text": "a b", "entities": [{"start": 0, "end": 1, "label": "Chemical"}, {"start": 2, "end": 3, "type": "DX"}],
        "relations": [{"from": 0, "to": 1}, {"from": 1, "to": 1}]}"#;
    lines.take(line.as_bytes()).unwrap();
    let mixed = lines.into_file(String::new(), &BTreeMap::new());
    assert_eq!(
        (mixed.unscored_relations, mixed.scheme.has_links()),
        (1, true)
    );
}

#[test]
fn notes_without_a_mention_are_scored_on_every_type() {
    let empty = file("");
    assert_eq!(
        (empty.scheme.groups().len(), empty.typed),
        (Kind::ALL.len(), false)
    );
    assert!(!empty.scheme.has_traits() && !empty.scheme.has_links());
    assert_eq!(
        file(r#"{"start": 0, "end": 1, "label": "Chemical"}"#)
            .scheme
            .groups()
            .len(),
        1
    );
    assert!(
        file(r#"{"start": 0, "end": 1, "label": "Odd"}"#)
            .scheme
            .groups()
            .is_empty()
    );
}

#[test]
fn a_type_of_null_is_none() {
    let file = file(r#"{"start": 0, "end": 1, "type": null, "label": "Chemical"}"#);
    assert_eq!((file.typed, file.labels["Chemical"].0), (false, 1));
}

#[test]
fn offsets_say_what_they_are() {
    for (start, expected) in [
        ("-1", "a negative number as"),
        ("-1e40", "a negative number as"),
        ("0.0", "a fraction as"),
        ("1180591620717411303424", "too large a number as"),
        ("\"0\"", "no whole number"),
        ("null", "no whole number"),
    ] {
        let line = format!(
            r#"{{"text": "a b", "entities": [{{"start": {start}, "end": 2, "type": "DX"}}]}}"#
        );
        assert_eq!(
            wrong(&line),
            format!("entities[0] has {expected} \"start\"")
        );
    }
}

#[test]
fn another_encoding_is_said() {
    let error = Lines::default()
        .take(b"{\"text\": \"Caf\xe9\"}")
        .unwrap_err();
    assert!(error.starts_with("not UTF-8 from byte 14 on"), "{error}");
}
