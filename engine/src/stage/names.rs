//! The label scheme in the words of Comprehend Medical.

use wardlake_models::{Kind, Trait};

const MEDICATION: &str = "MEDICATION";
const CONDITION: &str = "MEDICAL_CONDITION";
const TEST: &str = "TEST_TREATMENT_PROCEDURE";
const SOCIAL: &str = "BEHAVIORAL_ENVIRONMENTAL_SOCIAL";
const ANATOMY: &str = "ANATOMY";
pub(crate) const PHI: &str = "PROTECTED_HEALTH_INFORMATION";
pub(crate) const TIME: &str = "TIME_EXPRESSION";

/// `Category` and `Type` of a mention on its own. For an attribute, the category of what it usually belongs to.
pub(crate) const fn class(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Addr => (PHI, "ADDRESS"),
        Kind::Age => (PHI, "AGE"),
        Kind::Date => (PHI, "DATE"),
        Kind::Email => (PHI, "EMAIL"),
        Kind::Id => (PHI, "ID"),
        Kind::Name => (PHI, "NAME"),
        Kind::Phone => (PHI, "PHONE_OR_FAX"),
        Kind::Prof => (PHI, "PROFESSION"),
        Kind::Url => (PHI, "URL"),
        Kind::Alc => (SOCIAL, "ALCOHOL_CONSUMPTION"),
        Kind::Allergy => (SOCIAL, "ALLERGIES"),
        Kind::Drug => (SOCIAL, "REC_DRUG_USE"),
        Kind::Gender => (SOCIAL, "GENDER"),
        Kind::Race => (SOCIAL, "RACE_ETHNICITY"),
        Kind::Tob => (SOCIAL, "TOBACCO_USE"),
        Kind::Amt => (SOCIAL, "AMOUNT"),
        Kind::Anat => (ANATOMY, "SYSTEM_ORGAN_SITE"),
        Kind::Dir => (ANATOMY, "DIRECTION"),
        Kind::Dx => (CONDITION, "DX_NAME"),
        Kind::Acu => (CONDITION, "ACUITY"),
        Kind::Qual => (CONDITION, "QUALITY"),
        Kind::Rxb => (MEDICATION, "BRAND_NAME"),
        Kind::Rxg => (MEDICATION, "GENERIC_NAME"),
        Kind::Dose => (MEDICATION, "DOSAGE"),
        Kind::Dur => (MEDICATION, "DURATION"),
        Kind::Form => (MEDICATION, "FORM"),
        Kind::Freq => (MEDICATION, "FREQUENCY"),
        Kind::Rate => (MEDICATION, "RATE"),
        Kind::Route => (MEDICATION, "ROUTE_OR_MODE"),
        Kind::Str => (MEDICATION, "STRENGTH"),
        Kind::Proc => (TEST, "PROCEDURE_NAME"),
        Kind::Test => (TEST, "TEST_NAME"),
        Kind::Treat => (TEST, "TREATMENT_NAME"),
        Kind::Unit => (TEST, "TEST_UNIT"),
        Kind::Val => (TEST, "TEST_VALUE"),
        Kind::Time => (TIME, "TIME_EXPRESSION"),
    }
}

/// `Type` of a time expression that dates an entity of this kind.
pub(crate) const fn time_to(kind: Kind) -> &'static str {
    match kind {
        Kind::Rxb | Kind::Rxg => "TIME_TO_MEDICATION_NAME",
        Kind::Dx => "TIME_TO_DX_NAME",
        Kind::Test => "TIME_TO_TEST_NAME",
        Kind::Proc => "TIME_TO_PROCEDURE_NAME",
        Kind::Treat => "TIME_TO_TREATMENT_NAME",
        _ => "TIME_EXPRESSION",
    }
}

/// `RelationshipType` of an attribute: its type, but times overlap what they date.
pub(crate) const fn relationship(kind: Kind) -> &'static str {
    match kind {
        Kind::Time => "OVERLAP",
        kind => class(kind).1,
    }
}

/// `Name` of a trait.
pub(crate) const fn of_trait(name: Trait) -> &'static str {
    match name {
        Trait::Diag => "DIAGNOSIS",
        Trait::Sign => "SIGN",
        Trait::Sym => "SYMPTOM",
        Trait::Neg => "NEGATION",
        Trait::Hyp => "HYPOTHETICAL",
        Trait::Low => "LOW_CONFIDENCE",
        Trait::Fam => "PERTAINS_TO_FAMILY",
        Trait::Past => "PAST_HISTORY",
        Trait::Fut => "FUTURE",
    }
}
