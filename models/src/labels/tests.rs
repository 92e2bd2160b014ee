//! Labels of our own and of foreign models.

use std::collections::BTreeMap;

use super::{BundleLabels, Calibration, Part, foreign_tags};
use crate::kind::{Kind, Trait};

const BUNDLED: &[u8] = include_bytes!("../../default/labels.json");

/// Part, type and allowed predecessors of a tag.
type Meaning = (Part, Option<Kind>, Vec<usize>);

fn foreign(labels: &[&str], map: Option<&str>) -> Result<Vec<Meaning>, String> {
    let id2label: BTreeMap<usize, String> =
        labels.iter().map(|&l| l.to_owned()).enumerate().collect();
    let tags = foreign_tags(&id2label, map.map(str::as_bytes)).map_err(|e| e.to_string())?;
    Ok(tags
        .into_iter()
        .map(|t| (t.part, t.kind, t.after))
        .collect())
}

#[test]
fn the_bundled_scheme_is_whole() {
    let labels = BundleLabels::parse(BUNDLED).unwrap();
    let scheme = labels.scheme().unwrap();
    assert_eq!(
        (scheme.tags.len(), labels.tag_count(), scheme.by_word),
        (73, 73, false)
    );
    let dx = &scheme.traits.allowed[Kind::Dx as usize];
    assert_eq!(
        dx.iter().map(|t| t.name).collect::<Vec<_>>()[..4],
        [Trait::Diag, Trait::Sign, Trait::Sym, Trait::Neg]
    );
    assert_eq!(scheme.targets[Kind::Acu as usize], [Kind::Dx]);
    assert!(scheme.targets[Kind::Dx as usize].is_empty());
}

#[test]
fn a_broken_scheme_is_refused() {
    let text = std::str::from_utf8(BUNDLED).unwrap();
    let error = |from: &str, to: &str| {
        let broken = text.replacen(from, to, 1);
        assert_ne!(broken, text, "{from}");
        BundleLabels::parse(broken.as_bytes())
            .and_then(|l| l.scheme())
            .err()
            .unwrap()
            .to_string()
    };
    assert!(error("\"ADDR\"", "\"ADDRESS\"").contains("unknown type ADDRESS"));
    assert!(error("\"ADDR\",", "").contains("entries, types has 35"));
    assert!(error("\"letter_shapes\": true", "\"letter_shapes\": 4").contains("labels.json"));
    assert!(error("\"neg\"", "\"negated\"").contains("unknown trait"));
    assert!(error("\"tag_temperature\": ", "\"tag_temperature\": -").contains("above zero"));
    assert!(error("\"max_tokens\"", "\"maximum\"").contains("max_tokens"));
}

/// The bundled labels with another value of a field.
fn with(field: &str, value: serde_json::Value) -> BundleLabels {
    let mut file: serde_json::Value = serde_json::from_slice(BUNDLED).unwrap();
    file[field] = value;
    BundleLabels::parse(file.to_string().as_bytes()).unwrap()
}

#[test]
fn the_threshold_of_links_is_that_of_the_file() {
    let scheme = with("relation_threshold", 0.25.into()).scheme().unwrap();
    assert_eq!(scheme.relation_threshold, 0.25);
}

#[test]
fn letter_shapes_need_token_types() {
    let shapes = with("letter_shapes", true.into());
    let error = shapes.check_shapes(2).unwrap_err().to_string();
    assert_eq!(
        error,
        "labels.json is not usable: letter_shapes needs 4 token types, type_vocab_size of config.json is 2"
    );
    assert!(shapes.check_shapes(0).is_err() && shapes.check_shapes(4).is_ok());
    assert!(with("letter_shapes", false.into()).check_shapes(0).is_ok());
}

#[test]
fn calibrated_scores_are_probabilities() {
    let line = |slope, offset| Calibration { slope, offset };
    let lines = [
        Calibration::default(),
        line(1.3, -0.5),
        line(0.0, 100.0),
        line(-2.0, 0.0),
        line(f32::MAX, 0.0),
        line(f32::INFINITY, f32::NEG_INFINITY),
        line(f32::NAN, 0.0),
    ];
    for line in lines {
        for raw in [0.0, 1.0, 0.5, -1.0, 2.0, f32::NAN, f32::INFINITY] {
            let score = line.apply(raw);
            assert!((0.0..=1.0).contains(&score), "{line:?} of {raw} is {score}");
        }
    }
    let same = Calibration::default();
    assert!(same.apply(0.0) < 1e-5 && same.apply(1.0) > 1.0 - 1e-5);
    assert_eq!(same.apply(f32::NAN), 0.0);
    assert!((same.apply(0.3) - 0.3).abs() < 1e-6);
}

#[test]
fn names_of_public_models_are_known() {
    let tags = foreign(
        &[
            "O",
            "B-Disease",
            "I-Disease",
            "I-CHEMICAL",
            "GENERIC_NAME",
            "B-DRUG",
            "S-PERSON",
            "E-Disease",
        ],
        None,
    );
    assert_eq!(
        tags.unwrap(),
        [
            (Part::Outside, None, vec![]),
            (Part::Begin, Some(Kind::Dx), vec![]),
            (Part::Inside, Some(Kind::Dx), vec![1, 2, 7]),
            (Part::Any, Some(Kind::Rxg), vec![]),
            (Part::Any, Some(Kind::Rxg), vec![]),
            (Part::Begin, Some(Kind::Rxg), vec![]),
            (Part::Begin, Some(Kind::Name), vec![]),
            (Part::Inside, Some(Kind::Dx), vec![1, 2, 7]),
        ]
    );
    let scheme = foreign(&["B-DRUG", "B-RXB", "B-DX_NAME"], None).unwrap();
    assert_eq!(
        scheme.iter().map(|t| t.1).collect::<Vec<_>>(),
        [Some(Kind::Drug), Some(Kind::Rxb), Some(Kind::Dx)]
    );
}

#[test]
fn unknown_labels_say_what_to_write() {
    let error = foreign(&["O", "B-Gene"], None).unwrap_err();
    assert!(
        error.contains(r#"label Gene"#) && error.contains(r#"{"map": {"Gene": "DX"}}"#),
        "{error}"
    );
    let map = r#"{"map": {"Gene": null, "B-Cell": "ANAT", "Person": "DX"}}"#;
    let tags = foreign(&["O", "B-Gene", "B-Cell", "Person"], Some(map)).unwrap();
    assert_eq!(
        tags.iter().map(|t| t.1).collect::<Vec<_>>(),
        [None, None, Some(Kind::Anat), Some(Kind::Dx)]
    );
    assert!(
        foreign(&["B-Gene"], Some(r#"{"map": {"Gene": "NOPE"}}"#))
            .unwrap_err()
            .contains("NOPE")
    );
    assert!(foreign(&[], None).unwrap_err().contains("id2label"));
    assert!(
        foreign(&["O"], Some("{"))
            .unwrap_err()
            .starts_with("labels.json")
    );
}
