//! Opening damaged images, linking, and what the bundled terminology must know.

mod bundled;

use proptest::prelude::*;

use super::{Query, Terminology};
use crate::compile::{Release, Row, Term, compile};
use crate::format;
use crate::{System, TermType, TerminologyErrorKind as Kind};

fn kind_of(bytes: Vec<u8>) -> Kind {
    Terminology::open(bytes)
        .map(|_| ())
        .unwrap_err()
        .kind()
        .clone()
}

/// A small image with several senses, both systems and non-ASCII titles.
fn small() -> Vec<u8> {
    let row = |system, code: &str, title: &str, terms: &[&str]| Row {
        system,
        code: code.to_owned(),
        title: title.to_owned(),
        term_type: if system == System::RxNorm {
            TermType::In
        } else {
            TermType::None
        },
        terms: terms
            .iter()
            .map(|t| Term {
                text: (*t).to_owned(),
                weight: 0.8,
            })
            .collect(),
    };
    let rows = [
        row(
            System::Icd10Cm,
            "H81.09",
            "Ménière's disease",
            &["Meniere", "MS"],
        ),
        row(
            System::Icd10Cm,
            "G35.D",
            "Multiple sclerosis",
            &["MS", "disseminated sclerosis"],
        ),
        row(
            System::Icd10Cm,
            "M25.562",
            "Pain in left knee",
            &["left knee pain"],
        ),
        row(System::Icd10Cm, "R52", "Pain", &["ache"]),
        row(System::RxNorm, "7052", "morphine", &["MS"]),
    ];
    let release = Release {
        name: "small".to_owned(),
        release: "1".to_owned(),
    };
    compile(&release, &rows).unwrap()
}

fn bundled() -> Terminology {
    Terminology::bundled().unwrap()
}

#[track_caller]
fn top(terminology: &Terminology, system: System, surface: &str, attributes: &[&str]) -> String {
    let query = Query {
        system,
        surface,
        attributes,
    };
    terminology
        .link_query(&query)
        .first()
        .map_or_else(String::new, |c| c.code.to_owned())
}

#[test]
fn damaged_images_are_told_apart() {
    let image = small();
    let len = image.len() as u64;
    assert_eq!(
        kind_of(b"not a terminology image, but long enough".to_vec()),
        Kind::WrongMagic
    );
    assert_eq!(
        kind_of(Vec::new()),
        Kind::Truncated {
            expected: 64,
            found: 0
        }
    );
    assert_eq!(
        kind_of(image[..40].to_vec()),
        Kind::Truncated {
            expected: 64,
            found: 40
        }
    );
    let short = Kind::Truncated {
        expected: len,
        found: len - 1,
    };
    assert_eq!(kind_of(image[..image.len() - 1].to_vec()), short);
    let long = Kind::TrailingBytes {
        expected: len,
        found: len + 1,
    };
    assert_eq!(kind_of([image.as_slice(), &[0]].concat()), long);
    let mut version = image.clone();
    version[8] = 9;
    assert_eq!(
        kind_of(version),
        Kind::WrongVersion {
            expected: 1,
            found: 9
        }
    );
    let mut flipped = image;
    flipped[300] ^= 1;
    assert_eq!(kind_of(flipped), Kind::Checksum);
}

#[test]
fn every_flipped_byte_is_an_error() {
    let image = small();
    for at in 0..image.len() {
        let mut bytes = image.clone();
        bytes[at] ^= 0x55;
        assert!(Terminology::open(bytes).is_err(), "byte {at}");
    }
}

/// A wrong image with a right digest: whoever wrote it, reading it must not panic.
#[test]
fn resealed_damage_is_an_error_or_harmless() {
    let image = small();
    let terms = format::section(&image, 4).unwrap();
    let mut refused = 0;
    for at in (0..image.len()).filter(|at| !(32..64).contains(at)) {
        for mask in [0x01, 0x80, 0xff] {
            let mut bytes = image.clone();
            bytes[at] ^= mask;
            format::seal(&mut bytes);
            match Terminology::open(bytes) {
                Ok(terminology) => {
                    assert!(
                        !terms.contains(&at),
                        "the term map has a checksum of its own"
                    );
                    exercise(&terminology);
                }
                Err(_) => refused += 1,
            }
        }
    }
    assert!(refused > terms.len());
}

fn exercise(terminology: &Terminology) {
    for surface in ["MS", "pain", "Meniere", "sclerosis, multiple", "ache"] {
        for system in [System::Icd10Cm, System::RxNorm] {
            for concept in terminology.link(system, surface) {
                assert!((0.0..=1.0).contains(&concept.score));
            }
        }
    }
    let _ = terminology.concept(System::Icd10Cm, "G35.D");
}

#[test]
fn senses_come_per_system_best_first() {
    let terminology = Terminology::open(small()).unwrap();
    let senses = terminology.link(System::Icd10Cm, "ms");
    let codes: Vec<_> = senses.iter().map(|c| c.code).collect();
    assert_eq!(codes, ["G35.D", "H81.09"]);
    assert!(senses.iter().map(|c| c.score).sum::<f32>() <= 1.0);
    let drugs = terminology.link(System::RxNorm, "MS");
    assert_eq!(
        (drugs.len(), drugs[0].title, drugs[0].term_type),
        (1, "morphine", TermType::In)
    );
    assert_eq!(drugs[0].system, System::RxNorm);
}

#[test]
fn word_order_is_second_chance_at_a_lower_score() {
    let terminology = Terminology::open(small()).unwrap();
    let exact = terminology.link(System::Icd10Cm, "disseminated sclerosis")[0];
    let sorted = terminology.link(System::Icd10Cm, "sclerosis, disseminated")[0];
    assert_eq!(exact.code, sorted.code);
    assert!(sorted.score < exact.score);
}

#[test]
fn attributes_lead_to_the_narrower_concept_and_fall_back() {
    let terminology = Terminology::open(small()).unwrap();
    let link = |attributes: &[&str]| top(&terminology, System::Icd10Cm, "pain", attributes);
    assert_eq!(link(&["left", "knee"]), "M25.562");
    assert_eq!(
        link(&["9/10", "a little bit of", "the knee", "on the left"]),
        "M25.562"
    );
    assert_eq!(link(&["right", "knee"]), "R52");
    assert_eq!(link(&[]), "R52");
    assert_eq!(
        top(&terminology, System::Icd10Cm, "of the", &["left knee pain"]),
        ""
    );
    let many = ["left"; 40];
    assert_eq!(link(&many), "R52");
}

#[test]
fn nothing_found_is_no_code() {
    let terminology = Terminology::open(small()).unwrap();
    for surface in ["", "   ", "of the", "zebra", "\u{0}", "multiple"] {
        assert!(
            terminology.link(System::Icd10Cm, surface).is_empty(),
            "{surface:?}"
        );
    }
}

#[test]
fn concept_finds_every_code_and_no_other() {
    let terminology = Terminology::open(small()).unwrap();
    for code in ["G35.D", "H81.09", "M25.562", "R52"] {
        assert_eq!(
            terminology.concept(System::Icd10Cm, code).unwrap().code,
            code
        );
        assert_eq!(terminology.concept(System::RxNorm, code), None);
    }
    assert_eq!(
        terminology
            .concept(System::Icd10Cm, "H81.09")
            .unwrap()
            .title,
        "Ménière's disease"
    );
    assert_eq!(terminology.concept(System::Icd10Cm, "R53"), None);
}

#[test]
fn debug_shows_no_mention() {
    let query = Query {
        system: System::RxNorm,
        surface: "secret",
        attributes: &["left"],
    };
    assert_eq!(format!("{query:?}"), "Query(RxNorm, <10 B>)");
}

#[test]
fn fingerprint_is_the_digest_and_changes_with_the_content() {
    let a = Terminology::open(small()).unwrap();
    assert_eq!(a.info().fingerprint.len(), 64);
    assert_eq!(
        a.info().fingerprint,
        Terminology::open(small()).unwrap().info().fingerprint
    );
    assert_ne!(a.info().fingerprint, bundled().info().fingerprint);
}

#[test]
fn terminology_is_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Terminology>();
}

proptest! {
    #[test]
    fn any_bytes_open_or_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(Terminology::open(bytes).is_err());
    }

    #[test]
    fn any_tail_behind_a_sealed_header_does_not_panic(tail in proptest::collection::vec(any::<u8>(), 0..600)) {
        let mut image = small();
        image.truncate(format::HEADER_LEN + 5 * format::ENTRY_LEN);
        image.extend(tail);
        let length = image.len() as u64;
        image[16..24].copy_from_slice(&length.to_le_bytes());
        format::seal(&mut image);
        if let Ok(terminology) = Terminology::open(image) {
            exercise(&terminology);
        }
    }

    #[test]
    fn any_query_gives_at_most_five_sorted_scores(surface in any::<String>(), attributes in proptest::collection::vec("[a-z ]{0,12}", 0..9)) {
        let terminology = Terminology::open(small()).unwrap();
        let attributes: Vec<&str> = attributes.iter().map(String::as_str).collect();
        let query = Query { system: System::Icd10Cm, surface: &surface, attributes: &attributes };
        let found = terminology.link_query(&query);
        prop_assert!(found.len() <= 5);
        prop_assert!(found.windows(2).all(|w| w[0].score >= w[1].score));
    }
}
