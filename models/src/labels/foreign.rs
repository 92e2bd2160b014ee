//! Labels of foreign token-classification models.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::{Part, Tag};
use crate::error::{ErrorKind, ModelError};
use crate::kind::Kind;

/// Meanings given by hand, beside a foreign model.
#[derive(Deserialize)]
struct LabelMap {
    map: HashMap<String, Option<String>>,
}

/// The tags of `id2label`, in order of their ids.
///
/// A label may be `O`, a name, or a name behind `B-`, `I-`, `E-`, `L-`, `S-` or `U-`. Names are looked up in `labels.json`,
/// then among the codes of the scheme, the types of Comprehend Medical and common names of public models.
pub(crate) fn foreign_tags(
    id2label: &BTreeMap<usize, String>,
    map: Option<&[u8]>,
) -> Result<Vec<Tag>, ModelError> {
    let map = match map {
        Some(json) => {
            serde_json::from_slice::<LabelMap>(json)
                .map_err(ModelError::json("labels.json"))?
                .map
        }
        None => HashMap::new(),
    };
    if id2label.is_empty() || id2label.keys().copied().ne(0..id2label.len()) {
        let reason = "config.json needs id2label with the ids 0, 1, 2 and so on".to_owned();
        return Err(ErrorKind::Labels { reason }.into());
    }
    let split: Vec<(Part, &str)> = id2label.values().map(|label| split(label)).collect();
    id2label
        .values()
        .zip(&split)
        .map(|(label, &(part, name))| tag(label, part, name, &split, &map))
        .collect()
}

fn tag(
    label: &str,
    part: Part,
    name: &str,
    all: &[(Part, &str)],
    map: &HashMap<String, Option<String>>,
) -> Result<Tag, ModelError> {
    if part == Part::Outside {
        return Ok(Tag {
            part,
            kind: None,
            after: Vec::new(),
        });
    }
    let kind = meaning(label, name, all, map)?;
    let group = |p: Part| p == Part::Begin || p == Part::Inside;
    let begins = all.iter().any(|&(p, n)| p == Part::Begin && n == name);
    if part == Part::Inside && begins {
        let after = (0..all.len())
            .filter(|&i| group(all[i].0) && all[i].1 == name)
            .collect();
        return Ok(Tag { part, kind, after });
    }
    // Without a tag to begin with, an inside tag begins mentions itself.
    let part = if part == Part::Inside {
        Part::Any
    } else {
        part
    };
    Ok(Tag {
        part,
        kind,
        after: Vec::new(),
    })
}

fn split(label: &str) -> (Part, &str) {
    if matches!(label, "O" | "o" | "OUT" | "outside") {
        return (Part::Outside, "");
    }
    let (prefix, name) = label.split_once(['-', '_']).unwrap_or(("", label));
    match prefix {
        "B" | "S" | "U" => (Part::Begin, name),
        "I" | "E" | "L" => (Part::Inside, name),
        _ => (Part::Any, label),
    }
}

fn meaning(
    label: &str,
    name: &str,
    all: &[(Part, &str)],
    map: &HashMap<String, Option<String>>,
) -> Result<Option<Kind>, ModelError> {
    if let Some(to) = map.get(label).or_else(|| map.get(name)) {
        let Some(code) = to else { return Ok(None) };
        let known = Kind::from_code(code).or_else(|| known_name(code));
        return known.map(Some).ok_or_else(|| {
            ErrorKind::Labels {
                reason: format!("{code} is no type of the scheme"),
            }
            .into()
        });
    }
    // Only beside the scheme's own types for medications does this code mean recreational drugs.
    let medication = name == "DRUG" && !all.iter().any(|(_, n)| matches!(*n, "RXG" | "RXB"));
    let code = if medication {
        None
    } else {
        Kind::from_code(name)
    };
    code.or_else(|| known_name(name)).map(Some).ok_or_else(|| {
        ErrorKind::UnknownLabel {
            label: name.to_owned(),
        }
        .into()
    })
}

/// Names without case and punctuation.
fn known_name(name: &str) -> Option<Kind> {
    let plain: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_uppercase();
    let found = NAMES
        .iter()
        .find(|(_, names)| names.contains(&plain.as_str()));
    found.map(|(kind, _)| *kind)
}

const NAMES: &[(Kind, &[&str])] = &[
    (
        Kind::Dx,
        &[
            "DXNAME",
            "DX",
            "DISEASE",
            "DISEASES",
            "DISORDER",
            "PROBLEM",
            "CONDITION",
            "DIAGNOSIS",
            "SYMPTOM",
            "SIGN",
            "SIGNSYMPTOM",
            "DISEASEDISORDER",
            "FINDING",
            "ADE",
            "ADVERSEEVENT",
            "MEDICALCONDITION",
            "PHENOTYPE",
        ],
    ),
    (
        Kind::Rxg,
        &[
            "GENERICNAME",
            "CHEMICAL",
            "CHEM",
            "DRUG",
            "DRUGNAME",
            "MEDICATION",
            "MEDICINE",
            "SIMPLECHEMICAL",
        ],
    ),
    (Kind::Rxb, &["BRANDNAME", "DRUGBRAND"]),
    (
        Kind::Test,
        &[
            "TESTNAME",
            "LAB",
            "LABTEST",
            "DIAGNOSTICPROCEDURE",
            "TESTS",
            "IMAGING",
        ],
    ),
    (
        Kind::Proc,
        &[
            "PROCEDURENAME",
            "PROCEDURE",
            "SURGERY",
            "THERAPEUTICPROCEDURE",
        ],
    ),
    (Kind::Treat, &["TREATMENTNAME", "TREATMENT", "THERAPY"]),
    (
        Kind::Anat,
        &[
            "SYSTEMORGANSITE",
            "ANATOMY",
            "BODYPART",
            "BIOLOGICALSTRUCTURE",
            "ORGAN",
            "BODYSITE",
        ],
    ),
    (Kind::Alc, &["ALCOHOLCONSUMPTION", "ALCOHOL"]),
    (Kind::Tob, &["TOBACCOUSE", "TOBACCO", "SMOKING"]),
    (Kind::Drug, &["RECDRUGUSE", "RECREATIONALDRUGUSE"]),
    (Kind::Allergy, &["ALLERGIES", "ALLERGEN"]),
    (Kind::Gender, &["SEX"]),
    (Kind::Race, &["RACEETHNICITY", "ETHNICITY"]),
    (
        Kind::Name,
        &[
            "PERSON", "PER", "PATIENT", "DOCTOR", "STAFF", "HCW", "PATORG", "USERNAME",
        ],
    ),
    (
        Kind::Id,
        &[
            "IDNUM",
            "MEDICALRECORD",
            "IDENTIFIER",
            "ACCOUNT",
            "LICENSE",
            "SSN",
            "MRN",
        ],
    ),
    (
        Kind::Phone,
        &["PHONEORFAX", "FAX", "TELEPHONE", "PHONENUMBER"],
    ),
    (
        Kind::Addr,
        &[
            "ADDRESS",
            "LOCATION",
            "LOC",
            "HOSPITAL",
            "CITY",
            "STATE",
            "COUNTRY",
            "STREET",
            "ZIP",
            "ORGANIZATION",
            "ORG",
            "VENDOR",
        ],
    ),
    (Kind::Prof, &["PROFESSION", "OCCUPATION"]),
    (Kind::Date, &["DATETIME"]),
    (
        Kind::Time,
        &[
            "TIMEEXPRESSION",
            "TIMETOMEDICATIONNAME",
            "TIMETODXNAME",
            "TIMETOTESTNAME",
            "TIMETOPROCEDURENAME",
            "TIMETOTREATMENTNAME",
        ],
    ),
    (Kind::Email, &["EMAILADDRESS"]),
    (Kind::Acu, &["ACUITY"]),
    (Kind::Amt, &["AMOUNT"]),
    (Kind::Dir, &["DIRECTION", "LATERALITY"]),
    (Kind::Dose, &["DOSAGE"]),
    (Kind::Dur, &["DURATION"]),
    (Kind::Freq, &["FREQUENCY"]),
    (Kind::Qual, &["QUALITY", "SEVERITY"]),
    (Kind::Route, &["ROUTEORMODE", "ADMINISTRATION"]),
    (Kind::Str, &["STRENGTH"]),
    (Kind::Unit, &["TESTUNIT", "TESTUNITS"]),
    (Kind::Val, &["TESTVALUE", "LABVALUE", "VALUE"]),
];
