//! One word: American spelling, singular, unit, numeral.

/// British to American, anywhere in a word. Each right side is shorter or of equal length and holds no left side.
const SPELLINGS: [(&str, &str); 40] = [
    ("oedem", "edem"),
    ("haem", "hem"),
    ("aemi", "emi"),
    ("anaem", "anem"),
    ("oesoph", "esoph"),
    ("rrhoea", "rrhea"),
    ("pnoea", "pnea"),
    ("paed", "ped"),
    ("tumour", "tumor"),
    ("colour", "color"),
    ("behaviour", "behavior"),
    ("labour", "labor"),
    ("odour", "odor"),
    ("gynaec", "gynec"),
    ("oestr", "estr"),
    ("foet", "fet"),
    ("coeliac", "celiac"),
    ("caec", "cec"),
    ("caesar", "cesar"),
    ("aesthe", "esthe"),
    ("leuco", "leuko"),
    ("faec", "fec"),
    ("faeces", "feces"),
    ("fibre", "fiber"),
    ("centre", "center"),
    ("sulph", "sulf"),
    ("ageing", "aging"),
    ("isation", "ization"),
    ("lised", "lized"),
    ("nised", "nized"),
    ("neurone", "neuron"),
    ("aetio", "etio"),
    ("phaeo", "pheo"),
    ("amoeb", "ameb"),
    ("hiccough", "hiccup"),
    ("manoeuv", "maneuv"),
    ("naev", "nev"),
    ("mould", "mold"),
    ("disk", "disc"),
    ("grey", "gray"),
];

/// Plurals that no rule covers.
const IRREGULAR: [(&str, &str); 24] = [
    ("feet", "foot"),
    ("teeth", "tooth"),
    ("children", "child"),
    ("women", "woman"),
    ("men", "man"),
    ("calculi", "calculus"),
    ("emboli", "embolus"),
    ("thrombi", "thrombus"),
    ("nevi", "nevus"),
    ("bronchi", "bronchus"),
    ("diverticula", "diverticulum"),
    ("vertebrae", "vertebra"),
    ("bursae", "bursa"),
    ("fistulae", "fistula"),
    ("vertebras", "vertebra"),
    ("metastases", "metastasis"),
    ("testes", "testis"),
    ("crises", "crisis"),
    ("utis", "uti"),
    ("uris", "uri"),
    ("ganglia", "ganglion"),
    ("ova", "ovum"),
    ("indices", "index"),
    ("calves", "calf"),
];

/// Other forms of a word that name the same side.
const SIDES: [(&str, &str); 5] = [
    ("bilaterally", "bilateral"),
    ("both", "bilateral"),
    ("lt", "left"),
    ("rt", "right"),
    ("unilaterally", "unilateral"),
];

/// Words that end in s and are no plurals.
const SINGULAR: [&str; 20] = [
    "aids", "ards", "ascites", "biceps", "caries", "diabetes", "forceps", "herpes", "hlhs", "lens",
    "measles", "mumps", "mods", "pancreas", "pcos", "rabies", "scabies", "series", "sirs",
    "triceps",
];

/// Words after which a roman numeral is a number.
const TAKES_NUMERAL: [&str; 15] = [
    "type", "stage", "grade", "class", "phase", "bipolar", "ckd", "gold", "mobitz", "factor",
    "nyha", "cin", "group", "degree", "dm",
];

const NUMERALS: [(&str, &str); 12] = [
    ("i", "1"),
    ("ii", "2"),
    ("iii", "3"),
    ("iiia", "3a"),
    ("iiib", "3b"),
    ("iv", "4"),
    ("v", "5"),
    ("vi", "6"),
    ("vii", "7"),
    ("viii", "8"),
    ("ix", "9"),
    ("x", "10"),
];

/// Units that are written against their number.
const UNITS: [&str; 12] = [
    "mg", "mcg", "g", "gm", "kg", "ml", "meq", "unit", "iu", "cm", "mm", "hr",
];

/// American spelling and singular, until nothing changes.
pub(super) fn standardise(word: &mut String) {
    while replace_whole(word, &SIDES) || americanise(word) || singularise(word) {}
}

fn replace_whole(word: &mut String, table: &[(&str, &str)]) -> bool {
    let found = table.iter().find(|(from, _)| from == word);
    found.is_some_and(|(_, to)| {
        word.replace_range(.., to);
        true
    })
}

/// Whether a roman numeral after this word is a number.
pub(super) fn takes_numeral(word: &str) -> bool {
    TAKES_NUMERAL.contains(&word)
}

/// Appends the number that the roman numeral stands for; false when it is none.
pub(super) fn push_numeral(out: &mut String, word: &str) -> bool {
    let number = NUMERALS.iter().find(|(roman, _)| *roman == word);
    number.is_some_and(|(_, digits)| {
        out.push_str(digits);
        true
    })
}

/// Splits "50mg" into its number and unit.
pub(super) fn split_unit(word: &str) -> Option<(&str, &str)> {
    let at = word.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, unit) = word.split_at(at);
    (!number.is_empty() && UNITS.contains(&unit)).then_some((number, unit))
}

fn americanise(word: &mut String) -> bool {
    let found = SPELLINGS
        .iter()
        .find_map(|(from, to)| Some((word.find(from)?, from, to)));
    let Some((at, from, to)) = found else {
        return false;
    };
    word.replace_range(at..at + from.len(), to);
    true
}

fn singularise(word: &mut String) -> bool {
    if replace_whole(word, &IRREGULAR) {
        return true;
    }
    let Some((cut, ending)) = plural_ending(word) else {
        return false;
    };
    word.truncate(word.len() - cut);
    word.push_str(ending);
    true
}

/// How many bytes to cut from a plural and what to put there.
fn plural_ending(word: &str) -> Option<(usize, &'static str)> {
    let ends = |suffix: &str, min: usize| word.len() >= min && word.ends_with(suffix);
    if SINGULAR.contains(&word) {
        return None;
    }
    if ends("mata", 6) {
        return Some((2, ""));
    }
    if ends("itides", 8) {
        return Some((4, "s"));
    }
    if ends("oses", 8) {
        return Some((2, "is"));
    }
    if ends("ies", 5) {
        return Some((3, "y"));
    }
    let sibilant = ["sses", "xes", "zes", "shes", "ches"]
        .iter()
        .any(|s| ends(s, 5));
    if sibilant && !ends("aches", 5) {
        return Some((2, ""));
    }
    let kept = ["ss", "us", "is"].iter().any(|s| word.ends_with(s));
    (ends("s", 4) && !kept).then_some((1, ""))
}
