//! What normalisation makes equal, what it keeps apart, and that it is idempotent.

use proptest::prelude::*;

use super::{Normaliser, normalise, sorted_key};

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(normalise(text), expected, "{text:?}");
}

#[test]
fn case_punctuation_and_diacritics() {
    check("Ménière's disease", "meniere disease");
    check("Guillain-Barré syndrome", "guillain barre syndrome");
    check("  Non-Hodgkin\u{2019}s   lymphoma ", "non hodgkin lymphoma");
    check("N/V", "n v");
    check("ﬁbrosis", "fibrosis");
    check("...", "");
    check("", "");
}

#[test]
fn plural_becomes_singular_and_false_plurals_stay() {
    check("headaches", "headache");
    check("rashes", "rash");
    check("masses", "mass");
    check("abscesses", "abscess");
    check("allergies", "allergy");
    check("metastases", "metastasis");
    check("stenoses", "stenosis");
    check("UTIs", "uti");
    for word in [
        "mass",
        "virus",
        "arthritis",
        "diabetes",
        "ascites",
        "pus",
        "gas",
        "rabies",
    ] {
        check(word, word);
    }
}

#[test]
fn british_becomes_american() {
    check("oedema", "edema");
    check("Anaemia", "anemia");
    check("haemorrhoids", "hemorrhoid");
    check("oesophageal tumours", "esophageal tumor");
    check("diarrhoea", "diarrhea");
    check("ischaemic", "ischemic");
    check("hypoglycaemia", "hypoglycemia");
    check("obstructive sleep apnoea", "obstructive sleep apnea");
    check("paediatric", "pediatric");
    check("generalised", "generalized");
    check("bruised", "bruised");
}

#[test]
fn numbers_units_and_numerals() {
    check("Type II diabetes", "type 2 diabetes");
    check("CKD stage IIIb", "ckd stage 3b");
    check("bipolar I", "bipolar 1");
    check("vitamin i", "vitamin i");
    check("metoprolol 50mg", "metoprolol 50 mg");
    check("0.9% saline", "0.9 % saline");
    check("1,000 units", "1000 unit");
    check("vitamin B12", "vitamin b12");
}

#[test]
fn leading_words_are_dropped_but_never_everything() {
    check("h/o asthma", "asthma");
    check("Her the asthma", "asthma");
    check("history of", "history of");
    check("the", "the");
    check("a-fib", "a fib");
    check("a rash", "rash");
    check("w/o pain", "without pain");
    check("w/RVR", "with rvr");
}

#[test]
fn sorted_key_ignores_order_and_stop_words() {
    let key = |text: &str| sorted_key(&normalise(text));
    assert_eq!(key("pain in the knees"), key("Knee pain"));
    assert_eq!(key("fibrillation, atrial"), key("atrial fibrillation"));
    assert_ne!(key("pain without fever"), key("pain with fever"));
    assert_eq!(key("of the"), "");
}

#[test]
fn debug_shows_no_text() {
    let mut normaliser = Normaliser::default();
    normaliser.normalise("secret");
    assert_eq!(format!("{normaliser:?}"), "Normaliser(<6 B>)");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn idempotent_on_any_text(text in any::<String>()) {
        let once = normalise(&text);
        prop_assert_eq!(normalise(&once), once);
    }

    #[test]
    fn idempotent_on_wordlike_text(text in "([a-z]{0,4}(feet|emboli|sses|aemia|oedem|ies|oses|mata|s|es|disk|type|ii|v|mg|w/|h/o|history of|the|a|fib|'s|5|0\\.9|,)[ /.-]?){1,6}") {
        let once = normalise(&text);
        prop_assert_eq!(normalise(&once), once);
    }

    #[test]
    fn words_are_separated_by_one_blank(text in any::<String>()) {
        let once = normalise(&text);
        prop_assert_eq!(once.split_whitespace().collect::<Vec<_>>().join(" "), once);
    }

    #[test]
    fn case_does_not_matter(text in "[ -~]{0,40}") {
        prop_assert_eq!(normalise(&text.to_ascii_uppercase()), normalise(&text.to_ascii_lowercase()));
    }
}
