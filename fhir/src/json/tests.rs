//! Against `serde_json` as the oracle: the same texts accepted, the same values found.

use super::*;
use proptest::prelude::*;
use serde_json::Value as Oracle;
use std::time::Instant;

fn kind_of(text: &[u8]) -> Result<Kind, JsonErrorKind> {
    parse(text).map(|v| v.kind()).map_err(|e| e.kind())
}

#[track_caller]
fn rejects(text: &[u8], kind: JsonErrorKind, at: usize) {
    let error = parse(text).map(|_| ()).unwrap_err();
    assert_eq!((error.kind(), error.at()), (kind, at), "{error}");
}

/// Builds the oracle's tree from our walk.
fn tree(value: Value<'_>) -> Oracle {
    match value.kind() {
        Kind::Object => value
            .members()
            .map(|(name, v)| (name.into_owned(), tree(v)))
            .collect(),
        Kind::Array => value.elements().map(tree).collect(),
        Kind::String => Oracle::String(value.str().unwrap().into_owned()),
        _ => serde_json::from_slice(value.raw()).unwrap(),
    }
}

/// Accept or reject as the oracle does, and see the same values. The oracle refuses numbers beyond f64; JSON does not.
fn agrees(text: &[u8]) -> Result<(), TestCaseError> {
    match (parse(text), serde_json::from_slice::<Oracle>(text)) {
        (Ok(ours), Ok(theirs)) => prop_assert_eq!(tree(ours), theirs),
        (Err(_), Err(_)) => {}
        (Ok(_), Err(e)) => prop_assert!(
            e.to_string().contains("number out of range"),
            "accepted: {}",
            e
        ),
        (Err(e), Ok(_)) => prop_assert!(false, "rejected: {}", e),
    }
    Ok(())
}

fn any_json() -> impl Strategy<Value = Oracle> {
    let leaf = prop_oneof![
        Just(Oracle::Null),
        any::<bool>().prop_map(Oracle::from),
        any::<i64>().prop_map(Oracle::from),
        any::<f64>().prop_map(Oracle::from),
        any::<String>().prop_map(Oracle::from),
        "[a-z\"\\\\/\u{0}-\u{1f}é😀]{0,40}".prop_map(Oracle::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Oracle::from),
            prop::collection::vec((any::<String>(), inner), 0..6)
                .prop_map(|members| members.into_iter().collect::<Oracle>()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn written_json_is_read_alike(json in any_json(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_vec_pretty(&json) } else { serde_json::to_vec(&json) }.unwrap();
        prop_assert!(parse(&text).is_ok());
        agrees(&text)?;
    }

    #[test]
    fn mutated_json_is_judged_alike(
        json in any_json(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..4_u8, any::<u8>()), 1..4),
    ) {
        let mut text = serde_json::to_vec(&json).unwrap();
        for (at, edit, byte) in edits {
            let at = at.index(text.len() + 1);
            let handy = br#"{}[]",:\u0+-.eE19tfn /D8C"#;
            let byte = if edit == 3 { byte } else { handy[usize::from(byte) % handy.len()] };
            match edit {
                0 => text.truncate(at),
                1 => { text.get(at..=at).is_some().then(|| text.remove(at)); }
                _ => text.insert(at, byte),
            }
        }
        agrees(&text)?;
    }

    #[test]
    fn arbitrary_bytes_are_judged_alike(text in prop::collection::vec(any::<u8>(), 0..20)) {
        agrees(&text)?;
    }

    #[test]
    fn json_like_bytes_are_judged_alike(text in r#"[\[\]{}",:\\u0-9dDcC8+.eE ntrufalse-]{0,14}"#) {
        agrees(text.as_bytes())?;
    }

    #[test]
    fn escapes_are_judged_alike(text in r#""(\\u[dD][89a-fA-F0][0-9a-f]{1,3}|\\[a-z"\\/]|[a-z])*"?"#) {
        agrees(text.as_bytes())?;
    }

    #[test]
    fn strings_survive_writing(s in any::<String>()) {
        let mut out = Vec::new();
        write_string(&mut out, &s);
        prop_assert_eq!(parse(&out).unwrap().str().unwrap(), s.as_str());
        prop_assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), s);
    }

    #[test]
    fn a_run_ends_where_a_plain_look_says(
        bytes in prop::collection::vec(prop_oneof![any::<u8>(), prop::sample::select(b"\x00\x1f\x20\x21\"#[\\]\x7f\x80\xff".as_slice())], 0..40),
        plain in 0..40_usize,
    ) {
        let text = [vec![b' '; plain], bytes].concat();
        let special = |b: &u8| *b <= 0x1f || *b == b'"' || *b == b'\\';
        let expected = text.iter().position(special).unwrap_or(text.len());
        prop_assert_eq!(string::plain_run(&text, 0), expected);
    }

    #[test]
    fn ranges_are_the_values(json in any_json()) {
        let text = format!(" {{\"a\" : {json} , \"b\":1}}\n");
        let root = parse(text.as_bytes()).unwrap();
        let value = root.get("a").unwrap();
        prop_assert_eq!(&text[value.range()], value.raw_str());
        prop_assert_eq!(value.raw_str(), json.to_string());
        prop_assert_eq!(root.get("b").unwrap().raw(), b"1");
    }
}

#[test]
fn every_fault_has_its_kind_and_place() {
    use JsonErrorKind::*;
    rejects(b"", Empty, 0);
    rejects(b" \n", Empty, 2);
    rejects(b"{\"a\":", Truncated, 5);
    rejects(b"[1", Truncated, 2);
    rejects(b"\"abc", Truncated, 4);
    rejects(b"\"\\", Truncated, 2);
    rejects(b"\"\\uD83D\\u", Truncated, 9);
    rejects(b"tru", Truncated, 3);
    rejects(b"-", Truncated, 1);
    rejects(b"[1,]", UnexpectedByte, 3);
    rejects(b"{\"a\" 1}", UnexpectedByte, 5);
    rejects(b"{a:1}", UnexpectedByte, 1);
    rejects(b"[1}", UnexpectedByte, 2);
    rejects(b"\xEF\xBB\xBF{}", UnexpectedByte, 0);
    rejects(b"trux", UnexpectedByte, 0);
    rejects(b"\"\\x\"", BadEscape, 1);
    rejects(b"\"\\uD83D\"", BadEscape, 1);
    rejects(b"\"\\uD83D\\u0041\"", BadEscape, 1);
    rejects(b"\"\\uDE00 lone\"", BadEscape, 1);
    rejects(b"[01]", BadNumber, 1);
    rejects(b"[1.]", BadNumber, 1);
    rejects(b"[-x]", BadNumber, 1);
    rejects(b"\"a\xFFb\"", BadUtf8, 2);
    rejects(b"\"a\xC3", BadUtf8, 2);
    rejects(b"\"a\nb\"", ControlCharacter, 2);
    rejects(b"{} {}", TrailingBytes, 3);
    rejects(b"1 2", TrailingBytes, 2);
}

#[test]
fn nesting_is_limited_and_never_overflows() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(kind_of(nested(MAX_DEPTH).as_bytes()), Ok(Kind::Array));
    let too_deep = JsonErrorKind::TooDeep {
        limit: MAX_DEPTH,
        requested: MAX_DEPTH + 1,
    };
    assert_eq!(kind_of(nested(10_000).as_bytes()), Err(too_deep));
    assert_eq!(kind_of("{\"a\":".repeat(10_000).as_bytes()), Err(too_deep));
    assert_eq!(
        kind_of(format!("[{0},{0}]", nested(MAX_DEPTH - 1)).as_bytes()),
        Ok(Kind::Array)
    );
}

#[test]
fn levels_remember_what_they_are() {
    assert_eq!(kind_of(br#"[{"a":[{}]},{"b":[]}]"#), Ok(Kind::Array));
    rejects(br#"[{"a":[{}}]"#, JsonErrorKind::UnexpectedByte, 9);
}

#[test]
fn a_long_string_takes_linear_time() {
    let time = |len: usize| {
        let text = format!("\"{}\"", "x".repeat(len));
        let start = Instant::now();
        assert_eq!(parse(text.as_bytes()).unwrap().str().unwrap().len(), len);
        start.elapsed().as_secs_f64()
    };
    let (short, long) = (time(20_000_000).max(1e-3), time(200_000_000));
    assert!(
        long < short * 40.0,
        "10 times the bytes took {:.0} times as long",
        long / short
    );
}

#[test]
fn names_are_found_however_escaped() {
    let root = parse(br#"{"\u0069d":"a","id":"b","x":{"id":"c"}}"#).unwrap();
    assert_eq!(root.get("id").unwrap().str().unwrap(), "a");
    assert!(root.get("x").unwrap().get("y").is_none());
    assert!(root.get("id").unwrap().get("id").is_none());
}

#[test]
fn the_wrong_kind_has_no_parts() {
    let list = parse(b"[1,2]").unwrap();
    assert_eq!((list.fields().count(), list.elements().count()), (0, 2));
    let object = parse(br#"{"a":1}"#).unwrap();
    assert_eq!((object.fields().count(), object.elements().count()), (1, 0));
    for scalar in ["1", "\"[1]\"", "true", "null"] {
        let value = parse(scalar.as_bytes()).unwrap();
        assert_eq!(
            (value.fields().count(), value.elements().count()),
            (0, 0),
            "{scalar}"
        );
    }
}

#[test]
fn debug_shows_sizes_only() {
    let value = parse(br#"{"text":"secret"}"#).unwrap();
    assert_eq!(format!("{value:?}"), "<17 B>");
}
