//! The calendar against a naive count, and every shape of FHIR date.

use super::*;
use proptest::prelude::*;

#[test]
fn the_calendar_agrees_with_counting_days() {
    let leap = |y: i64| y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
    let mut expected = days(1, 1, 1);
    assert_eq!(expected * DAY_MS, MIN_MS);
    for year in 1..=9999 {
        for month in 1..=12 {
            let len = match month {
                2 => 28 + i64::from(leap(year)),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            assert_eq!(days_in_month(year, month), len);
            for day in [1, len] {
                assert_eq!(days(year, month, day), expected + day - 1);
                assert_eq!(civil(expected + day - 1), (year, month, day));
            }
            expected += len;
        }
    }
    assert_eq!(expected * DAY_MS, MAX_MS + 1);
    assert_eq!(days(1970, 1, 1), 0);
}

#[test]
fn known_moments() {
    assert_eq!(format_ms(0), "1970-01-01T00:00:00.000Z");
    assert_eq!(format_ms(-1), "1969-12-31T23:59:59.999Z");
    assert_eq!(format_ms(1_709_164_799_123), "2024-02-28T23:59:59.123Z");
    assert_eq!(format_ms(1_709_164_800_000), "2024-02-29T00:00:00.000Z");
    assert_eq!(
        format_nanos(1_709_164_799_123_456_789),
        "2024-02-28T23:59:59.123456789Z"
    );
    assert_eq!(format_nanos(-1), "1969-12-31T23:59:59.999999999Z");
    assert_eq!(format_ms(i64::MAX), "9999-12-31T23:59:59.999Z");
    assert_eq!(format_ms(i64::MIN), "0001-01-01T00:00:00.000Z");
    assert_eq!(format_nanos(i128::MAX), "9999-12-31T23:59:59.999999999Z");
}

#[track_caller]
fn check(text: &str, from: &str, to: &str) {
    let expected = parse_ms(from).unwrap()..parse_ms(to).unwrap();
    assert_eq!(parse_range(text), Some(expected), "{text}");
}

#[test]
fn partial_dates_are_ranges() {
    check("2023", "2023-01-01T00:00:00Z", "2024-01-01T00:00:00Z");
    check("2024-02", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z");
    check("2024-12", "2024-12-01T00:00:00Z", "2025-01-01T00:00:00Z");
    check("2024-02-29", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z");
    check(
        "2024-01-01T10:30",
        "2024-01-01T10:30:00Z",
        "2024-01-01T10:31:00Z",
    );
    check(
        "2024-01-01T10:30+02:00",
        "2024-01-01T08:30:00Z",
        "2024-01-01T08:31:00Z",
    );
    check(
        "2024-01-01T10:30:15",
        "2024-01-01T10:30:15Z",
        "2024-01-01T10:30:16Z",
    );
    check(
        "2024-01-01T10:30:15.2-05:30",
        "2024-01-01T16:00:15.200Z",
        "2024-01-01T16:00:15.300Z",
    );
    check(
        "2024-01-01T10:30:15.25Z",
        "2024-01-01T10:30:15.250Z",
        "2024-01-01T10:30:15.260Z",
    );
    check(
        "2024-01-01T10:30:15.2567Z",
        "2024-01-01T10:30:15.256Z",
        "2024-01-01T10:30:15.257Z",
    );
    check(
        "2016-12-31T23:59:60Z",
        "2017-01-01T00:00:00Z",
        "2017-01-01T00:00:01Z",
    );
    check("9999", "9999-01-01T00:00:00Z", "9999-12-31T23:59:60Z");
}

#[test]
fn what_is_no_date_is_refused() {
    let bad = [
        "",
        "24",
        "0000",
        "2024-",
        "2024-13",
        "2024-00",
        "2024-2",
        "2023-02-29",
        "1900-02-29",
        "2024-04-31",
        "2024-01-01T",
        "2024-01-01T24:00",
        "2024-01-01T10",
        "2024-01-01T10:60",
        "2024-01-01T10:30:61Z",
        "2024-01-01T10:30:15.Z",
        "2024-01-01T10:30.5Z",
        "2024-01-01T10:30:15+15:00",
        "2024-01-01T10:30:15+14:01",
        "2024-01-01T10:30:15z",
        "2024-01-01T10:30:15ZZ",
        "2024-01-01 10:30:15Z",
        "2024-01-01T10:30:15 02:00",
        "+024",
        "2024-01-01Z",
        "２０２４",
    ];
    for text in bad {
        assert_eq!(parse_range(text), None, "{text}");
    }
    for text in [
        "2024",
        "2024-01-01",
        "2024-01-01T10:30Z",
        "2024-01-01T10:30:15",
    ] {
        assert_eq!(parse_ms(text), None, "{text} is no instant");
    }
}

proptest! {
    #[test]
    fn instants_survive_writing(ms in MIN_MS..=MAX_MS, nanos in 0..1_000_000_i128) {
        prop_assert_eq!(parse_ms(&format_ms(ms)), Some(ms));
        prop_assert_eq!(parse_ms(&format_nanos(i128::from(ms) * 1_000_000 + nanos)), Some(ms));
    }

    #[test]
    fn instants_sort_as_their_times(a in MIN_MS..=MAX_MS, b in MIN_MS..=MAX_MS) {
        prop_assert_eq!(format_ms(a).cmp(&format_ms(b)), a.cmp(&b));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[0-9TZ:.+-]{0,30}|.{0,30}") {
        if let Some(range) = parse_range(&text) {
            prop_assert!(range.start < range.end);
        }
    }
}
