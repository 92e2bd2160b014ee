//! `remove(splice(x)) == x`, byte for byte, on arbitrary resources in arbitrary spelling.

use super::super::tests::written;
use super::*;
use crate::resource;
use crate::tests::synthea_sets;
use proptest::prelude::*;
use serde_json::Value as Json;

#[track_caller]
fn check_splice(before: &str, after: &str) {
    let spliced = splice(
        &resource::parse(before.as_bytes()).unwrap(),
        &[written("a"), written("b")],
    );
    let both = [written("a"), written("b")].join(&b","[..]);
    assert_eq!(
        String::from_utf8_lossy(&spliced),
        after.replace('E', std::str::from_utf8(&both).unwrap())
    );
    assert_eq!(remove(&spliced).unwrap(), before.as_bytes());
}

#[test]
fn splices_leave_the_bytes_around_them() {
    let r = r#""resourceType":"List","id":"a""#;
    check_splice(&format!("{{{r}}}"), &format!(r#"{{{r},"extension":[E]}}"#));
    check_splice(
        &format!(" {{ {r} }}\r"),
        &format!(" {{ {r},\"extension\":[E] }}\r"),
    );
    check_splice(
        &format!(r#"{{"extension":[],{r}}}"#),
        &format!(r#"{{"extension":[ E],{r}}}"#),
    );
    check_splice(
        &format!("{{{r},\"extension\" : [ \n] }}"),
        &format!("{{{r},\"extension\" : [ E \n] }}"),
    );
    check_splice(
        &format!(r#"{{"extension":[ 1 , {{}} ],{r}}}"#),
        &format!(r#"{{"extension":[ 1 , {{}},E ],{r}}}"#),
    );
    check_splice(
        &format!(r#"{{"\u0065xtension":[1],{r}}}"#),
        &format!(r#"{{"\u0065xtension":[1,E],{r}}}"#),
    );
}

#[test]
fn nothing_to_add_or_remove_changes_nothing() {
    let line = br#" {"resourceType":"List","id":"a","extension":[{"url":"x"}]} "#;
    assert_eq!(splice(&resource::parse(line).unwrap(), &[]), line);
    assert!(matches!(remove(line).unwrap(), std::borrow::Cow::Borrowed(bytes) if bytes == line));
    assert!(matches!(
        remove(b"[1]").unwrap(),
        std::borrow::Cow::Borrowed(b"[1]")
    ));
    assert!(remove(b"{").is_err());
}

#[test]
fn healthlakes_own_extension_stays() {
    let theirs =
        format!(r#"{{"url":"{ROOT_URL}","extension":[{{"url":"{ROOT_URL}infer-icd10/"}}]}}"#);
    let line = format!(r#"{{"resourceType":"List","id":"a","extension":[{theirs}]}}"#);
    assert_eq!(remove(line.as_bytes()).unwrap(), line.as_bytes());
    let spliced = splice(&resource::parse(line.as_bytes()).unwrap(), &[written("a")]);
    assert_eq!(remove(&spliced).unwrap(), line.as_bytes());
}

#[test]
fn ours_is_removed_from_json_that_was_written_anew() {
    let line = br#"{"resourceType":"List","id":"a","z":1}"#;
    let spliced = splice(
        &resource::parse(line).unwrap(),
        &[written("a"), written("b")],
    );
    let pretty =
        serde_json::to_vec_pretty(&serde_json::from_slice::<Json>(&spliced).unwrap()).unwrap();
    let removed = remove(&pretty).unwrap();
    assert_eq!(
        serde_json::from_slice::<Json>(&removed).unwrap(),
        serde_json::from_slice::<Json>(line).unwrap()
    );

    let ours = String::from_utf8(written("a")).unwrap();
    for (list, left) in [
        (format!("{ours}, 1"), "1"),
        (format!("{ours},{ours},1,{ours} , 2"), "1 , 2"),
    ] {
        let removed = remove(format!(r#"{{"extension":[{list}],"a":1}}"#).as_bytes())
            .unwrap()
            .into_owned();
        assert_eq!(
            String::from_utf8(removed).unwrap(),
            format!(r#"{{"extension":[{left}],"a":1}}"#)
        );
    }
    let alone = remove(format!(r#"{{"extension":[{ours}],"a":1}}"#).as_bytes())
        .unwrap()
        .into_owned();
    assert_eq!(alone, br#"{"a":1}"#);
    assert_eq!(
        remove(format!(r#"{{"extension":[{ours}]}}"#).as_bytes())
            .unwrap()
            .as_ref(),
        b"{}"
    );
}

/// White space of every kind.
fn space() -> impl Strategy<Value = String> {
    "[ \n\r\t]{0,2}"
}

fn name() -> impl Strategy<Value = String> {
    r#"(\\u0065|\\n|\\"|\\\\|[a-z{}\[\],:é😀]){0,5}"#.prop_map(|name| format!("\"{name}\""))
}

/// Text of a list in `open` and `close`, its parts spaced out.
fn list(items: Vec<String>, spaces: [String; 2], open: char, close: char) -> String {
    let [before, after] = spaces;
    if items.is_empty() {
        return format!("{open}{before}{close}");
    }
    format!(
        "{open}{before}{}{after}{close}",
        items.join(&format!("{after},{before}"))
    )
}

fn any_text() -> impl Strategy<Value = String> {
    let theirs = format!(r#"{{"url":"{ROOT_URL}","extension":[{{"url":"x"}}]}}"#);
    let mention = format!(r#"{{"url":"{PROVENANCE_URL}"}}"#);
    let scalar = prop_oneof!["-?[1-9][0-9]{0,3}", name(), Just("null".to_owned())];
    let leaf = prop_oneof![4 => scalar, 1 => Just(theirs), 1 => Just(mention)];
    leaf.prop_recursive(3, 16, 4, |inner| {
        let member = (name(), space(), inner.clone())
            .prop_map(|(name, space, value)| format!("{name}{space}:{space}{value}"));
        prop_oneof![
            (prop::collection::vec(inner, 0..4), [space(), space()])
                .prop_map(|(v, s)| list(v, s, '[', ']')),
            (prop::collection::vec(member, 0..4), [space(), space()])
                .prop_map(|(v, s)| list(v, s, '{', '}')),
        ]
    })
}

/// A resource in arbitrary spelling, with or without a root `extension` of whatever elements.
fn any_resource() -> impl Strategy<Value = String> {
    let extension = (prop::collection::vec(any_text(), 0..3), [space(), space()])
        .prop_map(|(v, s)| list(v, s, '[', ']'));
    let others = prop::collection::btree_map("[f-z]{1,5}", any_text(), 0..4);
    let spelling = prop::sample::select(vec!["extension", "\\u0065xtension"]);
    (
        prop::option::of((spelling, extension)),
        others,
        [space(), space()],
        space(),
        any::<u64>(),
    )
        .prop_map(|(extension, others, inner, around, order)| {
            let mut members = vec![
                r#""resourceType":"Basic""#.to_owned(),
                "\"id\"\t:\"a\"".to_owned(),
            ];
            members.extend(
                others
                    .iter()
                    .filter(|(name, _)| *name != "id")
                    .map(|(name, v)| format!("\"{name}\": {v}")),
            );
            members
                .extend(extension.map(|(name, list)| format!("\"{name}\"{around}:{around}{list}")));
            let turn = usize::try_from(order).unwrap_or(0) % members.len();
            members.rotate_left(turn);
            format!("{around}{}{around}", list(members, inner, '{', '}'))
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn remove_undoes_splice(line in any_resource(), texts in prop::collection::vec("\\PC{1,6}|[\"\\\\{}\\[\\]\n]{1,4}", 0..4)) {
        let resource = resource::parse(line.as_bytes()).unwrap();
        let extensions: Vec<_> = texts.iter().map(|text| written(text)).collect();
        let spliced = splice(&resource, &extensions);
        let removed = remove(&spliced).unwrap();
        prop_assert_eq!(String::from_utf8_lossy(&removed), line.as_str());
        let json: Json = serde_json::from_slice(&spliced).unwrap();
        let original: Json = serde_json::from_str(&line).unwrap();
        let count = |json: &Json| json["extension"].as_array().map_or(0, Vec::len);
        prop_assert_eq!(count(&json), count(&original) + texts.len());
        prop_assert_eq!(resource::parse(&spliced).unwrap().id, "a");
    }

    #[test]
    fn remove_leaves_what_is_not_ours(text in any_text()) {
        let once = remove(text.as_bytes()).unwrap();
        prop_assert_eq!(&once, &text.as_bytes());
    }
}

#[test]
fn synthea_lines_come_back() {
    let extensions = [written("a"), written("b")];
    for (name, lines) in synthea_sets() {
        for line in lines
            .split(|b| *b == b'\n')
            .filter(|line| !line.is_empty())
            .take(500)
        {
            let spliced = splice(&resource::parse(line).unwrap(), &extensions);
            assert!(spliced.len() > line.len());
            assert!(remove(&spliced).unwrap() == line, "{name}");
        }
    }
}
