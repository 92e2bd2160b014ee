//! What the labels of a corpus stand for: as told, else as known of public corpora, else nothing.

use std::collections::BTreeMap;

use wardlake_models::eval::Kinds;

/// Labels of public corpora, as `models/training/corpora.py` reads them.
const KNOWN: &[(&str, &str)] = &[
    (
        "DX",
        "Disease SpecificDisease DiseaseClass CompositeMention DiseaseOrPhenotypicFeature",
    ),
    (
        "DX",
        "Sign_symptom Disease_disorder Condition-Name chronic_disease cancer Fever Headache",
    ),
    (
        "RXG,RXB",
        "Chemical ChemicalEntity Medication Drug-Name Treatment.Drug Vaccine MEDICATION",
    ),
    ("STR,DOSE,FREQ,ROUTE,FORM,RATE,DUR", "Dosage"),
    ("STR,DOSE,UNIT,FREQ", "Treatment.Dosage"),
    ("ROUTE", "Treatment.Route"),
    ("FREQ", "Treatment.Freq Frequency"),
    ("DUR,TIME", "Treatment.Duration Duration"),
    ("TEST,PROC", "Diagnostic_procedure"),
    ("PROC,TREAT,RXG,RXB", "Therapeutic_procedure treatment"),
    ("PROC,TEST,TREAT", "Procedure-Name"),
    ("TEST", "clinical_variable"),
    ("ANAT,DIR", "Biological_structure"),
    ("VAL,UNIT", "Lab_value"),
    ("VAL,AGE", "Eq-Value"),
    ("UNIT,AGE", "Eq-Unit"),
    ("QUAL,ACU", "Severity"),
    ("ACU", "Acuteness"),
    ("GENDER", "Sex Subject.Gender"),
    ("RACE", "Subject.Race"),
    ("AGE", "Subject.Age AGE"),
    ("PROF", "Occupation"),
    ("TIME", "Time"),
    ("DATE,TIME", "Date DATE_TIME"),
    ("DATE", "DATE"),
    ("NAME", "PERSON NAME"),
    ("ADDR", "STREET_ADDRESS GPE GEOGRAPHIC_LOCATION ZIP_CODE"),
    ("PHONE", "PHONE_NUMBER FAX_NUMBER"),
    ("EMAIL", "EMAIL_ADDRESS"),
    ("URL", "DOMAIN_NAME"),
    (
        "ID",
        "CREDIT_CARD IBAN_CODE US_SSN IP_ADDRESS MEDICAL_RECORD_NUMBER ACCOUNT_NUMBER",
    ),
    (
        "ID",
        "HEALTH_PLAN_BENEFICIARY_NUMBER SOCIAL_SECURITY_NUMBER UNIQUE_IDENTIFIER",
    ),
];

/// Labels that mean this only in a file that has the second label as well.
const BESIDE: &[(&str, &str, &str)] = &[
    ("Modifier", "SpecificDisease", "DX"),
    ("Severity", "Condition-Name", "QUAL"),
    ("Age", "Sex", "AGE"),
    ("DRUG", "ADVERSE_EFFECT", "RXG,RXB"),
    ("DOSE", "ADVERSE_EFFECT", "STR,DOSE"),
    ("ADVERSE_EFFECT", "DRUG", "DX"),
];

/// The types that `label` stands for in a file with these labels; none if it has no counterpart.
pub(super) fn kinds(
    label: &str,
    labels: &BTreeMap<String, u64>,
    told: &BTreeMap<String, Kinds>,
) -> Kinds {
    if let Some(kinds) = told.get(label) {
        return *kinds;
    }
    let beside = BESIDE
        .iter()
        .find(|(own, other, _)| *own == label && labels.contains_key(*other))
        .map(|(_, _, codes)| *codes);
    let known = || {
        KNOWN
            .iter()
            .find(|(_, words)| words.split(' ').any(|word| word == label))
            .map(|(codes, _)| *codes)
    };
    // A label that is itself the code of a type stands for that type; an unknown word is no code.
    let codes = beside.or_else(known).unwrap_or(label);
    Kinds::parse(codes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn among(label: &str, labels: &str) -> String {
        let labels = labels.split(' ').map(|l| (l.to_owned(), 1)).collect();
        let told = BTreeMap::from([("Odd".to_owned(), Kinds::parse("TEST").unwrap())]);
        kinds(label, &labels, &told).to_string()
    }

    #[test]
    fn every_default_is_a_type() {
        let codes = KNOWN.iter().map(|(codes, _)| *codes);
        for codes in codes.chain(BESIDE.iter().map(|(_, _, codes)| *codes)) {
            assert!(
                Kinds::parse(codes).is_some_and(|kinds| !kinds.is_empty()),
                "{codes}"
            );
        }
    }

    #[test]
    fn a_label_means_what_its_corpus_means() {
        assert_eq!(among("Modifier", "Modifier SpecificDisease"), "DX");
        assert_eq!(among("Modifier", "Modifier Condition-Name"), "");
        assert_eq!(among("DRUG", "DRUG ADVERSE_EFFECT"), "RXB,RXG");
        assert_eq!(among("DRUG", "DRUG"), "DRUG");
        assert_eq!(among("Odd", "Odd"), "TEST");
        assert_eq!(among("ORGANIZATION", "ORGANIZATION"), "");
    }
}
