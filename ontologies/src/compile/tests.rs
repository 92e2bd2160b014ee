//! Compiling: determinism, priors, limits, and the text form.

use super::{Release, Row, Term, compile, tsv};
use crate::{System, TermType, Terminology, TerminologyErrorKind};

fn release() -> Release {
    Release {
        name: "test".to_owned(),
        release: "2026".to_owned(),
    }
}

fn rows(text: &str) -> Vec<Row> {
    tsv::parse("test.tsv", text, System::Icd10Cm).unwrap()
}

fn open(text: &str) -> Terminology {
    Terminology::open(compile(&release(), &rows(text)).unwrap()).unwrap()
}

/// Codes and scores for a surface, scores in hundredths.
fn linked(terminology: &Terminology, surface: &str) -> Vec<(String, u32)> {
    let concepts = terminology.link(System::Icd10Cm, surface);
    concepts
        .iter()
        .map(|c| (c.code.to_owned(), (c.score * 100.0).round() as u32))
        .collect()
}

#[test]
fn equal_rows_in_any_order_give_equal_bytes() {
    let mut rows = rows("A01\tOne\tfirst; uno\nB02\tTwo\tsecond; uno@0.5\nC03\tThree\t");
    let image = compile(&release(), &rows).unwrap();
    rows.reverse();
    assert_eq!(compile(&release(), &rows).unwrap(), image);
    rows[0].terms.push(Term {
        text: "drei".to_owned(),
        weight: 1.0,
    });
    assert_ne!(compile(&release(), &rows).unwrap(), image);
}

#[test]
fn title_is_a_term_and_info_counts() {
    let terminology = open("A01\tTyphoid fever\tenteric fever\nB02\tZoster\tshingles");
    assert_eq!(
        linked(&terminology, "Typhoid Fevers"),
        [("A01".to_owned(), 100)]
    );
    let info = terminology.info();
    assert_eq!(
        (info.name.as_str(), info.release.as_str()),
        ("test", "2026")
    );
    assert_eq!((info.concepts, info.terms), (2, 4));
}

#[test]
fn priors_above_one_are_scaled_and_below_one_are_kept() {
    let terminology = open("G35\tSclerosis\tMS\nI05\tStenosis\tMS; PE@0.3");
    let half = [("G35".to_owned(), 50), ("I05".to_owned(), 50)];
    assert_eq!(linked(&terminology, "ms"), half);
    assert_eq!(linked(&terminology, "PE"), [("I05".to_owned(), 30)]);
}

#[test]
fn a_term_that_repeats_the_title_sets_its_prior() {
    let terminology = open("J00\tCold\tCold@0.25");
    assert_eq!(linked(&terminology, "cold"), [("J00".to_owned(), 25)]);
}

#[test]
fn senses_beyond_the_limit_are_the_rarest() {
    let lines: Vec<String> = (1..=40)
        .map(|i| format!("A{i:02}\tTitle {i}\tlump@{:.3}", f64::from(i) / 1000.0))
        .collect();
    let terminology = open(&lines.join("\n"));
    let found: Vec<String> = linked(&terminology, "lump")
        .into_iter()
        .map(|(c, _)| c)
        .collect();
    assert_eq!(found, ["A40", "A39", "A38", "A37", "A36"]);
}

#[test]
fn a_code_twice_is_refused() {
    let error = compile(&release(), &rows("A01\tOne\t\nA01\tTwo\t")).unwrap_err();
    assert_eq!(
        *error.kind(),
        TerminologyErrorKind::DuplicateCode {
            code: "A01".to_owned()
        }
    );
}

#[test]
fn a_title_too_long_is_refused_with_limit_and_length() {
    let error = compile(&release(), &rows(&format!("A01\t{}\t", "x".repeat(70_000)))).unwrap_err();
    let kind = TerminologyErrorKind::TooLong {
        what: "title in bytes",
        limit: 65_535,
        found: 70_000,
    };
    assert_eq!(*error.kind(), kind);
}

#[test]
fn no_rows_are_an_empty_terminology() {
    let terminology = Terminology::open(compile(&release(), &[]).unwrap()).unwrap();
    assert_eq!(
        (terminology.info().concepts, terminology.info().terms),
        (0, 0)
    );
    assert!(terminology.link(System::RxNorm, "aspirin").is_empty());
    assert_eq!(terminology.concept(System::RxNorm, "1191"), None);
}

#[test]
fn tsv_errors_name_file_and_line() {
    let cases = [
        ("A01", "no title"),
        ("A01\tOne", "no terms"),
        ("A01\tOne\tx\ty", "too many fields"),
        ("\tOne\tx", "empty code or title"),
        ("A01\tOne\tx@two", "weight is not a number"),
        ("A01\tOne\tx@1.5", "weight is not in (0, 1]"),
        ("A01\tOne\tx@NaN", "weight is not in (0, 1]"),
        ("A01\tOne\t@0.5", "empty term"),
    ];
    for (line, problem) in cases {
        let text = format!("# head\n\n{line}\n");
        let error = tsv::parse("a.tsv", &text, System::Icd10Cm).unwrap_err();
        assert_eq!(error.to_string(), format!("a.tsv:3: {problem}"));
    }
    let error = tsv::parse("r.tsv", "1\taspirin\tXX\t", System::RxNorm).unwrap_err();
    assert_eq!(error.to_string(), "r.tsv:1: unknown term type");
}

#[test]
fn tsv_reads_term_types_and_weights() {
    let rows = tsv::parse(
        "r.tsv",
        "1191\taspirin\tIN\tASA; AAS@0.5;\n",
        System::RxNorm,
    )
    .unwrap();
    assert_eq!(rows[0].term_type, TermType::In);
    let terms: Vec<_> = rows[0]
        .terms
        .iter()
        .map(|t| (t.text.as_str(), t.weight))
        .collect();
    assert_eq!(terms, [("ASA", 1.0), ("AAS", 0.5)]);
}
