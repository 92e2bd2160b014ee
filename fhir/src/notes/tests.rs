//! Every place that holds text, and those that only look like it.

use super::*;
use crate::resource;
use crate::tests::synthea_sets;

fn found(line: &str) -> Vec<(String, String)> {
    let resource = resource::parse(line.as_bytes()).unwrap();
    let text = |note: NoteField<'_>| String::from_utf8(note.bytes().unwrap().into_owned()).unwrap();
    find(&resource)
        .map(|note| (note.path.clone(), text(note)))
        .collect()
}

#[track_caller]
fn check(line: &str, expected: &[(&str, &str)]) {
    let expected: Vec<_> = expected
        .iter()
        .map(|(path, text)| (path.to_string(), text.to_string()))
        .collect();
    assert_eq!(found(line), expected);
}

#[test]
fn document_references_have_attachments() {
    let line = r#"{"resourceType":"DocumentReference","id":"a","content":[
        {"attachment":{"contentType":"text/plain","data":"aGk="}},
        {"attachment":{"contentType":"text/plain","url":"Binary/7"}},
        {"attachment":{"data":""}}, {"attachment":{"data":7}}, {"format":{}},
        {"attachment":{"data":"aGV5\/w=="}}]}"#;
    let resource = resource::parse(line.as_bytes()).unwrap();
    let notes: Vec<_> = find(&resource).collect();
    assert_eq!(notes.len(), 2);
    assert_eq!(notes[0].path, "DocumentReference.content[0].attachment");
    assert_eq!(notes[0].content_type.as_deref(), Some("text/plain"));
    assert_eq!(notes[0].bytes().unwrap().as_ref(), b"hi");
    assert_eq!(notes[1].path, "DocumentReference.content[5].attachment");
    assert_eq!(notes[1].content_type, None);
    assert_eq!(notes[1].bytes().unwrap().as_ref(), b"hey\xff");
}

#[test]
fn reports_have_forms_and_a_conclusion() {
    check(
        r#"{"resourceType":"DiagnosticReport","id":"a","conclusion":"no \"mass\"","presentedForm":[{"data":"aGk="}]}"#,
        &[
            ("DiagnosticReport.presentedForm[0]", "hi"),
            ("DiagnosticReport.conclusion", "no \"mass\""),
        ],
    );
    check(
        r#"{"resourceType":"DiagnosticReport","id":"a","conclusion":""}"#,
        &[],
    );
}

#[test]
fn observations_have_notes() {
    check(
        r#"{"resourceType":"Observation","id":"a","note":[{"time":"2020"},{"text":"febrile"}]}"#,
        &[("Observation.note[1].text", "febrile")],
    );
}

#[test]
fn compositions_have_sections_in_sections() {
    check(
        r#"{"resourceType":"Composition","id":"a","section":[
            {"text":{"div":"<div>1</div>"},"section":[{"text":{"div":"<div>2</div>"}},{"title":"none"}]},
            {"section":[{"text":{"div":"<div>3</div>"}}]}],"text":{"div":"<div>0</div>"}}"#,
        &[
            ("Composition.text.div", "<div>0</div>"),
            ("Composition.section[0].text.div", "<div>1</div>"),
            ("Composition.section[0].section[0].text.div", "<div>2</div>"),
            ("Composition.section[1].section[0].text.div", "<div>3</div>"),
        ],
    );
}

#[test]
fn sections_may_nest_as_deep_as_json() {
    let depth = 250;
    let open = r#""section":[{"text":{"div":"x"},"#.repeat(depth);
    let line = format!(
        r#"{{"resourceType":"Composition","id":"a",{open}"title":"t"{}}}"#,
        "}]".repeat(depth)
    );
    let notes = found(&line);
    assert_eq!(notes.len(), depth);
    assert!(
        notes[depth - 1]
            .0
            .ends_with(".section[0].section[0].text.div")
    );
}

#[test]
fn other_types_have_no_notes() {
    check(
        r#"{"resourceType":"Patient","id":"a","text":{"div":"<div>x</div>"},"note":[{"text":"x"}]}"#,
        &[],
    );
    check(
        r#"{"resourceType":"Observation","id":"a","note":{"text":"not an array"}}"#,
        &[],
    );
}

#[test]
fn base64_allows_white_space_and_nothing_else() {
    let field = |value: &'static str| NoteField {
        path: String::new(),
        content_type: None,
        encoding: Encoding::Base64,
        value: value.into(),
    };
    assert_eq!(field("aG\r\n k=").bytes().unwrap().as_ref(), b"hi");
    for bad in ["aGk", "aG*=", "aGk==", "a"] {
        assert_eq!(field(bad).bytes(), Err(BadBase64), "{bad}");
    }
}

#[test]
fn debug_shows_no_text() {
    let resource =
        resource::parse(br#"{"resourceType":"Observation","id":"a","note":[{"text":"secret"}]}"#)
            .unwrap();
    let note = find(&resource).next().unwrap();
    assert_eq!(format!("{note:?}"), "Observation.note[0].text Plain <6 B>");
}

#[test]
fn synthea_documents_all_have_text() {
    for (name, lines) in synthea_sets().filter(|(name, _)| name.starts_with("DocumentReference")) {
        for line in lines.split(|b| *b == b'\n').filter(|line| !line.is_empty()) {
            let resource = resource::parse(line).unwrap();
            let notes: Vec<_> = find(&resource).collect();
            assert!(!notes.is_empty(), "{name}: {resource:?}");
            assert!(
                notes
                    .iter()
                    .all(|note| note.bytes().is_ok_and(|bytes| !bytes.is_empty())),
                "{name}"
            );
        }
    }
}
