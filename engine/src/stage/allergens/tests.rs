//! Which drugs are allergens, on mentions made by hand, so that nothing depends on the model.
//!
//! A case is a text with its mentions marked: `[a drug]`, `[!an allergen]`, `[~one that is denied]`, `[^a relative's]`,
//! `<10 mg>` a strength, `<=daily>` a frequency, `<@PO>` a route, `{an allergy word of the model}`.

mod lists;
mod sentences;

use super::mark;
use wardlake_models::segment::segment;
use wardlake_models::{ByteSpan, Kind, Mention, Trait};

/// What a drug is expected to be, or turned out to be.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Fate {
    Taken,
    Allergen,
    Denied,
    Familial,
}

struct Case {
    text: String,
    mentions: Vec<Mention>,
    fates: Vec<(usize, Fate)>,
}

fn parse(marked: &str) -> Case {
    let mut case = Case {
        text: String::new(),
        mentions: Vec::new(),
        fates: Vec::new(),
    };
    let mut rest = marked;
    while let Some(open) = rest.find(['[', '<', '{']) {
        case.text.push_str(&rest[..open]);
        let bracket = rest.as_bytes()[open];
        let close = open + rest[open..].find([']', '>', '}']).unwrap();
        let inside = &rest[open + 1..close];
        rest = &rest[close + 1..];
        let (kind, fate, surface) = match (bracket, inside.split_at(1)) {
            (b'[', ("!", drug)) => (Kind::Rxg, Some(Fate::Allergen), drug),
            (b'[', ("~", drug)) => (Kind::Rxb, Some(Fate::Denied), drug),
            (b'[', ("^", drug)) => (Kind::Rxg, Some(Fate::Familial), drug),
            (b'[', _) => (Kind::Rxg, Some(Fate::Taken), inside),
            (b'<', ("=", freq)) => (Kind::Freq, None, freq),
            (b'<', ("@", route)) => (Kind::Route, None, route),
            (b'<', _) => (Kind::Str, None, inside),
            _ => (Kind::Allergy, None, inside),
        };
        if let Some(fate) = fate {
            case.fates.push((case.mentions.len(), fate));
        }
        let start = case.text.len();
        case.text.push_str(surface);
        case.mentions.push(Mention {
            span: ByteSpan::new(start, case.text.len()),
            kind,
            score: 0.9,
            traits: Vec::new(),
            links: Vec::new(),
        });
    }
    case.text.push_str(rest);
    case
}

fn check(cases: &[&str]) {
    let failures: Vec<String> = cases.iter().filter_map(|marked| failure(marked)).collect();
    assert!(
        failures.is_empty(),
        "{} of {}:\n{}",
        failures.len(),
        cases.len(),
        failures.join("\n")
    );
}

fn failure(marked: &str) -> Option<String> {
    let mut case = parse(marked);
    let marks = mark(&case.text, &segment(&case.text), &mut case.mentions);
    let wrong = case.fates.iter().filter_map(|&(at, expected)| {
        let drug = &case.mentions[at];
        let found = match (marks[at], drug.has(Trait::Neg), drug.has(Trait::Fam)) {
            (false, ..) => Fate::Taken,
            (true, true, _) => Fate::Denied,
            (true, _, true) => Fate::Familial,
            _ => Fate::Allergen,
        };
        let surface = &case.text[drug.span.range()];
        (found != expected).then(|| format!("{surface} is {found:?}"))
    });
    let wrong: Vec<String> = wrong.collect();
    (!wrong.is_empty()).then(|| format!("{marked:?}: {}", wrong.join(", ")))
}

#[test]
fn scores_come_from_the_model_where_it_has_them() {
    let mut case = parse("Denies {allergy} to [latex]. His brother is allergic to [sulfa].");
    mark(&case.text, &segment(&case.text), &mut case.mentions);
    let scores = |at: usize| case.mentions[at].traits.iter().map(|t| (t.name, t.score));
    assert!(scores(1).eq([(Trait::Neg, 0.9)]));
    assert!(scores(2).eq([(Trait::Fam, 1.0)]));
}

/// A line as long as some exports have them takes the time of its length, not of its square.
#[test]
fn a_long_line_of_drugs_is_read_once() {
    let time = |parts: usize, part: &str| {
        let mut case = parse(&part.repeat(parts));
        let segments = segment(&case.text);
        let start = std::time::Instant::now();
        let marks = mark(&case.text, &segments, &mut case.mentions);
        assert_eq!(marks.len(), case.mentions.len());
        start.elapsed()
    };
    for part in [
        "[aspirin], ",
        "[aspirin] and [sulfa] allergies ",
        "[aspirin] was given on ",
        "allergic to [aspirin] <81 mg> ",
        "no known allergies: ([aspirin] ",
    ] {
        let bytes = part.len();
        let (short, long) = (time(48_000 / bytes, part), time(768_000 / bytes, part));
        // Sixteen times the text; a square would be 256 times the time.
        assert!(
            long < short * 80 + std::time::Duration::from_millis(200),
            "{part}: {short:?}, {long:?}"
        );
    }
}

#[test]
fn odd_texts_are_survived() {
    check(&[
        "",
        "[aspirin]",
        "allergic to",
        "Allergies:",
        "Allergic to [!épinéphrine]\u{2009}\u{2013}\u{2009}[!crème].",
        "x[aspirin]x allergic to",
        "((())) [aspirin] :::;;; ,,, allergy",
        "Allergies: [!Lisinopril\nAtorvastatin]\n",
    ]);
}
