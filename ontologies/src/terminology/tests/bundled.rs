//! What the bundled terminology must know.

use super::{bundled, top};
use crate::terminology::STARTER;
use crate::terminology::link::MAX_CONCEPTS;
use crate::{System, TermType};

#[test]
fn bundled_is_of_the_promised_size() {
    let terminology = bundled();
    assert!(
        terminology.info().concepts > 8_000,
        "{:?}",
        terminology.info()
    );
    assert!(
        terminology.info().terms > 30_000,
        "{:?}",
        terminology.info()
    );
    assert!(STARTER.len() < 4 << 20, "{} bytes", STARTER.len());
}

#[test]
fn bundled_knows_how_clinicians_say_conditions() {
    let terminology = bundled();
    let cases = [
        ("CHF", "I50.9"),
        ("COPD", "J44.9"),
        ("HTN", "I10"),
        ("T2DM", "E11.9"),
        ("Type II Diabetes Mellitus", "E11.9"),
        ("GERD", "K21.9"),
        ("gastro-oesophageal reflux", "K21.9"),
        ("AKI", "N17.9"),
        ("CKD 3", "N18.30"),
        ("CKD stage IIIb", "N18.32"),
        ("AFib", "I48.91"),
        ("a-fib", "I48.91"),
        ("fibrillation, atrial", "I48.91"),
        ("diarrhoea", "R19.7"),
        ("heart attack", "I21.9"),
        ("Parkinson's disease", "G20.A1"),
        ("h/o asthma", "J45.909"),
        ("pulmonary emboli", "I26.99"),
        ("UTIs", "N39.0"),
        ("low back pain", "M54.50"),
        ("shortness of breath", "R06.02"),
        ("fall", "W19.XXXA"),
        ("left knee pain", "M25.562"),
    ];
    for (surface, code) in cases {
        assert_eq!(
            top(&terminology, System::Icd10Cm, surface, &[]),
            code,
            "{surface}"
        );
    }
    assert!(terminology.link(System::Icd10Cm, "disorder").is_empty());
}

#[test]
fn bundled_composes_site_and_side() {
    let terminology = bundled();
    let top =
        |surface, attributes: &[&str]| top(&terminology, System::Icd10Cm, surface, attributes);
    assert_eq!(top("osteoarthritis", &["left", "knee"]), "M17.12");
    assert_eq!(top("fracture", &["right", "distal", "radius"]), "S52.501A");
    assert_eq!(
        top("systolic heart failure", &["acute on chronic"]),
        "I50.23"
    );
    assert_eq!(top("swelling", &["slight", "both", "knees"]), "M25.469");
}

#[test]
fn bundled_knows_drugs() {
    let terminology = bundled();
    let cases = [
        ("metformin", "6809", TermType::In),
        ("Lipitor", "153165", TermType::Bn),
        ("ASA", "1191", TermType::In),
        ("acetaminophen", "161", TermType::In),
        ("paracetamol", "161", TermType::In),
        ("Coumadin", "202421", TermType::Bn),
        ("amoxicillin/clavulanate", "19711", TermType::Min),
        ("lisinopril 10mg tablet", "314076", TermType::Scd),
    ];
    for (surface, code, term_type) in cases {
        let found = terminology.link(System::RxNorm, surface);
        let found = found.first().map(|c| (c.code, c.term_type));
        assert_eq!(found, Some((code, term_type)), "{surface}");
    }
}

/// Each term of the sources leads to its concept: none is lost between the text and the image.
#[test]
fn every_starter_term_reaches_its_concept() {
    let terminology = bundled();
    let sources = [
        (
            include_str!("../../../starter/icd10cm.tsv"),
            System::Icd10Cm,
        ),
        (include_str!("../../../starter/rxnorm.tsv"), System::RxNorm),
    ];
    for (text, system) in sources {
        for row in crate::compile::tsv::parse("starter", text, system).unwrap() {
            let concept = terminology.concept(system, &row.code).unwrap();
            assert_eq!(
                (concept.title, concept.term_type),
                (row.title.as_str(), row.term_type)
            );
            for term in &row.terms {
                let found = terminology.link(system, &term.text);
                let full = found.len() == MAX_CONCEPTS;
                let reached = found.iter().any(|c| c.code == row.code);
                assert!(reached || full, "{}: {}", row.code, term.text);
            }
        }
    }
}
