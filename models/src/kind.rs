//! The label scheme: entity and attribute types, and traits.

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $code:literal: $what:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $name { $(#[doc = $what] $variant,)+ }

        impl $name {
            /// Every value, in the order of the scheme.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The code in the scheme.
            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code,)+ }
            }

            /// The value with this code, in exactly this spelling.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some($name::$variant),)+ _ => None }
            }
        }
    };
}

codes! {
    /// What a mention is: an entity type, or the type of an attribute of an entity.
    Kind {
        Addr = "ADDR": "Address, named institution or city.",
        Age = "AGE": "Age.",
        Alc = "ALC": "Alcohol consumption.",
        Allergy = "ALLERGY": "Allergy statement.",
        Anat = "ANAT": "Body system, organ or site; also an attribute of conditions and procedures.",
        Date = "DATE": "Calendar date.",
        Drug = "DRUG": "Recreational drug use.",
        Dx = "DX": "Disease, sign, symptom, injury or abnormal finding.",
        Email = "EMAIL": "E-mail address.",
        Gender = "GENDER": "Gender.",
        Id = "ID": "Record, account or licence number.",
        Name = "NAME": "Person's name.",
        Phone = "PHONE": "Telephone or fax number.",
        Proc = "PROC": "Procedure.",
        Prof = "PROF": "Occupation.",
        Race = "RACE": "Race or ethnicity.",
        Rxb = "RXB": "Medication by brand name.",
        Rxg = "RXG": "Medication by generic name.",
        Test = "TEST": "Laboratory test, imaging or vital sign.",
        Time = "TIME": "Time expression that dates an entity; also an attribute.",
        Tob = "TOB": "Tobacco use.",
        Treat = "TREAT": "Treatment that is no drug and no procedure.",
        Url = "URL": "Web address.",
        Acu = "ACU": "Acuity of a condition.",
        Amt = "AMT": "Amount of alcohol, tobacco or drug use.",
        Dir = "DIR": "Side or direction.",
        Dose = "DOSE": "Dosage of a medication.",
        Dur = "DUR": "Duration.",
        Form = "FORM": "Dose form of a medication.",
        Freq = "FREQ": "Frequency.",
        Qual = "QUAL": "Quality or severity of a condition.",
        Rate = "RATE": "Rate of a medication.",
        Route = "ROUTE": "Route of a medication.",
        Str = "STR": "Strength of a medication.",
        Unit = "UNIT": "Unit of a test value.",
        Val = "VAL": "Value of a test.",
    }
}

codes! {
    /// What is said about a mention.
    Trait {
        Diag = "diag": "A named disease or injury.",
        Sign = "sign": "Observed by the clinician.",
        Sym = "sym": "Reported by the patient.",
        Neg = "neg": "Denied, absent or ruled out.",
        Hyp = "hyp": "Possible, conditional or a risk; for procedures recommended or considered.",
        Low = "low": "Probable or suspected.",
        Fam = "fam": "Of a relative.",
        Past = "past": "Resolved, historical or stopped.",
        Fut = "fut": "Planned.",
    }
}

impl Kind {
    /// Whether mentions of this type only ever describe another mention.
    pub const fn is_attribute(self) -> bool {
        self as u8 >= Kind::Acu as u8
    }

    /// Whether mentions of this type are medications, whatever name they have.
    pub const fn is_drug(self) -> bool {
        matches!(self, Kind::Rxg | Kind::Rxb)
    }
}

#[cfg(test)]
mod tests;
