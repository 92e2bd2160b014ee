//! What counts as a word of reactions, of kin, of general terms.

/// Whether a word begins like one of these.
pub(super) fn begins(word: &str, stems: &[&str]) -> bool {
    stems.iter().any(|stem| word.starts_with(stem))
}

/// What a drug does to one who must not take it.
pub(super) fn is_reaction(word: &str) -> bool {
    begins(word, &REACTIONS)
}

const REACTIONS: [&str; 35] = [
    "caus",
    "rash",
    "hive",
    "itch",
    "swell",
    "swollen",
    "nausea",
    "vomit",
    "anaphyla",
    "angioedema",
    "react",
    "urticari",
    "cough",
    "dyspn",
    "wheez",
    "bronchosp",
    "prurit",
    "stevens",
    "myalg",
    "diarrh",
    "dystoni",
    "flush",
    "blister",
    "dermatitis",
    "breaks",
    "broke",
    "upset",
    "confus",
    "made",
    "makes",
    "gets",
    "got",
    "shock",
    "dizz",
    "redness",
];

/// Whose allergy it is, if not the patient's.
pub(super) fn is_kin(word: &str) -> bool {
    let word = word.trim_end_matches("'s").trim_end_matches('s');
    KIN.contains(&word)
}

const KIN: [&str; 28] = [
    "mother",
    "father",
    "mom",
    "mum",
    "dad",
    "brother",
    "sister",
    "sibling",
    "parent",
    "son",
    "daughter",
    "aunt",
    "uncle",
    "cousin",
    "grandmother",
    "grandfather",
    "grandparent",
    "wife",
    "husband",
    "twin",
    "niece",
    "nephew",
    "family",
    "fh",
    "fhx",
    "fam",
    "spouse",
    "relative",
];

/// Who speaks of the patient, or the patient: 'mother reports that he is allergic' is the patient's allergy.
pub(super) fn is_patient(word: &str) -> bool {
    let words = [
        "patient", "pt", "she", "he", "child", "baby", "i", "reports", "states", "says",
        "reported", "stated", "denies", "thinks", "believes", "her", "him",
    ];
    words.contains(&word)
}

/// What takes back an allergy behind it.
pub(super) fn is_denial(word: &str) -> bool {
    let words = [
        "no", "not", "denies", "denied", "deny", "denying", "without", "never", "nil", "negative",
        "neither", "nor", "non",
    ];
    words.contains(&word) || is_not(word)
}

/// "isn't", "couldn't" and "cannot".
pub(super) fn is_not(word: &str) -> bool {
    word == "cannot" || word.ends_with("n't") || word.ends_with("n\u{2019}t")
}

/// What may stand between 'no' and 'allergies' and still denies all of them.
pub(super) fn is_general(word: &str) -> bool {
    let words = [
        "known",
        "know",
        "drug",
        "drugs",
        "medication",
        "medications",
        "medicine",
        "medicines",
        "medical",
        "meds",
        "med",
        "any",
        "other",
        "documented",
        "reported",
        "significant",
        "history",
        "of",
        "and",
        "or",
        "new",
        "having",
        "true",
        "current",
        "listed",
        "past",
        "previous",
        ",",
        "/",
        "",
    ];
    words.contains(&word) || is_specific(word)
}

/// A kind of allergies: who has none of that kind may have others.
pub(super) fn is_specific(word: &str) -> bool {
    matches!(
        word,
        "food" | "environmental" | "latex" | "egg" | "seasonal"
    )
}

/// What joins drugs of a list.
pub(super) fn is_joint(word: &str) -> bool {
    matches!(word, "and" | "or" | "," | "/" | "&" | "+" | "-")
}

/// What is no label of something else in a list of allergies.
pub(super) fn is_allergen_label(word: &str) -> bool {
    const LABELS: [&str; 21] = [
        "drug",
        "food",
        "environment",
        "other",
        "contrast",
        "latex",
        "sever",
        "moderate",
        "mild",
        "antibiotic",
        "allergen",
        "agent",
        "substance",
        "shellfish",
        "egg",
        "peanut",
        "nut",
        "tape",
        "adhesive",
        "iodine",
        "dye",
    ];
    is_reaction(word) || begins(word, &LABELS)
}

/// What heads a list of medications.
pub(super) fn is_medication_label(word: &str) -> bool {
    let words = [
        "med",
        "meds",
        "medication",
        "medications",
        "rx",
        "current",
        "ivf",
        "fluids",
        "drips",
        "home",
        "plan",
        "treatment",
        "premedication",
        "prescriptions",
        "immunizations",
        "vaccines",
        "vaccinations",
    ];
    words.contains(&word)
}
