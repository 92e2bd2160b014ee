//! What is understood, and that nothing else is let through.

use super::*;
use proptest::prelude::*;

fn refused(query: &str) -> (SearchErrorKind, String) {
    let error = parse(query).unwrap_err();
    (error.kind(), error.parameter().to_owned())
}

#[track_caller]
fn check_refused(query: &str, kind: SearchErrorKind, parameter: &str) {
    assert_eq!(refused(query), (kind, parameter.to_owned()), "{query}");
}

#[test]
fn a_whole_query() {
    let search = parse(
        "_id=a,b&patient=Patient%2Fp1&_lastUpdated=ge2024-02&_count=50&_cursor=x%3D&_format=json",
    )
    .unwrap();
    let february = DateRange {
        prefix: Prefix::Ge,
        from_ms: 1_706_745_600_000,
        to_ms: 1_709_251_200_000,
    };
    let expected = Search {
        ids: Some(vec!["a".into(), "b".into()]),
        patient: Some("p1".into()),
        last_updated: vec![february],
        count: Some(50),
        cursor: Some("x=".into()),
    };
    assert_eq!(search, expected);
    assert_eq!(parse("").unwrap(), Search::default());
    assert_eq!(parse("&&").unwrap(), Search::default());
}

#[test]
fn a_patient_in_three_forms() {
    for form in [
        "p1",
        "Patient/p1",
        "https%3A%2F%2Fh.example%2Ffhir%2FPatient%2Fp1",
        "http://h.example/Patient/p1",
    ] {
        assert_eq!(
            parse(&format!("patient={form}"))
                .unwrap()
                .patient
                .as_deref(),
            Some("p1"),
            "{form}"
        );
    }
    for form in [
        "Group/p1",
        "x/Patient/p1",
        "Patient/",
        "p 1",
        "http://h.example/Group/p1",
        "NotPatient/p1",
    ] {
        check_refused(
            &format!("patient={form}"),
            SearchErrorKind::InvalidValue,
            "patient",
        );
    }
}

#[test]
fn repeated_conditions_all_hold() {
    assert_eq!(
        parse("_id=a,b&_id=b,c").unwrap().ids,
        Some(vec!["b".into()])
    );
    assert_eq!(parse("_id=a&_id=b").unwrap().ids, Some(vec![]));
    assert_eq!(
        parse("_lastUpdated=gt2020&_lastUpdated=lt2022")
            .unwrap()
            .last_updated
            .len(),
        2
    );
    assert_eq!(
        parse("patient=a&patient=Patient/a")
            .unwrap()
            .patient
            .as_deref(),
        Some("a")
    );
    let twice = SearchErrorKind::TooManyValues {
        limit: 1,
        requested: 2,
    };
    check_refused("patient=a&patient=b", twice, "patient");
    check_refused("patient=a,b", twice, "patient");
    check_refused("_count=1&_count=2", twice, "_count");
    check_refused("_lastUpdated=2020,2021", twice, "_lastUpdated");
}

#[test]
fn what_is_not_understood_is_refused_by_name() {
    use SearchErrorKind::*;
    check_refused("_id=a&code=xyz", UnknownParameter, "code");
    check_refused("_ID=a", UnknownParameter, "_ID");
    check_refused("_sort=-date", Unsupported, "_sort");
    check_refused("patient:identifier=7", Unsupported, "patient:identifier");
    check_refused("patient.name=Smith", Unsupported, "patient.name");
    check_refused("_id:not=a", Unsupported, "_id:not");
    check_refused("_format=xml", Unsupported, "_format");
    check_refused("_id=", EmptyValue, "_id");
    check_refused("_id", EmptyValue, "_id");
    check_refused("_id=a,,b", InvalidValue, "_id");
    check_refused("_id=a_b", InvalidValue, "_id");
    check_refused("_count=-1", InvalidValue, "_count");
    check_refused("_count=4294967296", InvalidValue, "_count");
    check_refused("_lastUpdated=ap2020", InvalidValue, "_lastUpdated");
    check_refused("_lastUpdated=ge", InvalidValue, "_lastUpdated");
    check_refused("_lastUpdated=yesterday", InvalidValue, "_lastUpdated");
    check_refused("_id=%4", BadEncoding, "_id");
    check_refused("_id=%zz", BadEncoding, "_id");
    check_refused("_id=%FF", BadEncoding, "_id");
}

#[test]
fn errors_never_repeat_a_value_or_an_odd_name() {
    let error = parse("patient=Smith%20has%20gout").unwrap_err();
    assert_eq!(
        error.to_string(),
        "search parameter patient has a value that cannot be read"
    );
    let error = parse("Smith%20has%20gout=1").unwrap_err();
    assert_eq!(
        error.to_string(),
        "search parameter <14 B> is not a known search parameter"
    );
}

#[test]
fn a_zone_survives_form_encoding() {
    let range = |query: &str| parse(query).unwrap().last_updated[0];
    let expected = range("_lastUpdated=2024-01-01T10:00:00%2B02:00");
    assert_eq!(range("_lastUpdated=2024-01-01T10:00:00+02:00"), expected);
    assert_eq!(range("_lastUpdated=2024-01-01T08:00:00Z"), expected);
}

#[test]
fn prefixes_compare_with_the_whole_range() {
    let admits = |prefix: &str| {
        let condition = DateRange::read(&format!("{prefix}1970-01-01T00:00:01Z")).unwrap();
        [999, 1000, 1999, 2000].map(|ms| condition.admits(ms))
    };
    assert_eq!(admits(""), [false, true, true, false]);
    assert_eq!(admits("eq"), [false, true, true, false]);
    assert_eq!(admits("ne"), [true, false, false, true]);
    assert_eq!(admits("lt"), [true, false, false, false]);
    assert_eq!(admits("eb"), [true, false, false, false]);
    assert_eq!(admits("le"), [true, true, true, false]);
    assert_eq!(admits("gt"), [false, false, false, true]);
    assert_eq!(admits("sa"), [false, false, false, true]);
    assert_eq!(admits("ge"), [false, true, true, true]);
}

#[test]
fn dates_before_1970_admit_what_they_should() {
    let admits = |value: &str| DateRange::read(value).unwrap().admits(0);
    assert!(admits("ge1960") && admits("gt1960") && admits("ne1960"));
    assert!(!admits("1960") && !admits("lt1960") && !admits("le1960"));
}

proptest! {
    #[test]
    fn any_query_is_read_or_refused(query in "[_a-zA-Z0-9=&%+,:./-]{0,40}|.{0,40}") {
        if let Err(error) = parse(&query) {
            prop_assert!(error.parameter().len() <= 64);
        }
    }

    #[test]
    fn encoded_values_come_through(cursor in "\\PC{1,40}") {
        let encoded: String = cursor.bytes().map(|b| format!("%{b:02X}")).collect();
        prop_assert_eq!(parse(&format!("_cursor={encoded}")).unwrap().cursor, Some(cursor));
    }
}
