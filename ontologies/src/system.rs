//! The code systems and RxNorm term types that a concept can belong to.

/// A code system that mentions are linked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum System {
    /// ICD-10-CM: conditions, symptoms, injuries, reasons for contact.
    Icd10Cm,
    /// RxNorm: ingredients, brands and clinical drugs.
    RxNorm,
}

impl System {
    /// The URI of the system as FHIR's `Coding.system` has it.
    #[must_use]
    pub const fn uri(self) -> &'static str {
        match self {
            Self::Icd10Cm => "http://hl7.org/fhir/sid/icd-10-cm",
            Self::RxNorm => "http://www.nlm.nih.gov/research/umls/rxnorm",
        }
    }

    /// The byte that stands for the system in an image.
    pub(crate) const fn byte(self) -> u8 {
        match self {
            Self::Icd10Cm => b'I',
            Self::RxNorm => b'R',
        }
    }

    /// The inverse of [`System::byte`].
    pub(crate) const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            b'I' => Some(Self::Icd10Cm),
            b'R' => Some(Self::RxNorm),
            _ => None,
        }
    }
}

/// RxNorm's term type of a concept; an ICD-10-CM concept has [`TermType::None`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TermType {
    /// Not an RxNorm concept.
    None,
    /// Ingredient.
    In,
    /// Precise ingredient: a salt or ester.
    Pin,
    /// Multiple ingredients.
    Min,
    /// Brand name.
    Bn,
    /// Semantic clinical drug: ingredient, strength and form.
    Scd,
    /// Semantic branded drug.
    Sbd,
}

impl TermType {
    /// Every term type, in the order of its byte in an image.
    pub const ALL: [Self; 7] = [
        Self::None,
        Self::In,
        Self::Pin,
        Self::Min,
        Self::Bn,
        Self::Scd,
        Self::Sbd,
    ];

    /// RxNorm's own abbreviation (`"IN"`), or `""` for [`TermType::None`].
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::None => "",
            Self::In => "IN",
            Self::Pin => "PIN",
            Self::Min => "MIN",
            Self::Bn => "BN",
            Self::Scd => "SCD",
            Self::Sbd => "SBD",
        }
    }

    /// The inverse of [`TermType::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.code() == code)
    }

    /// The byte that stands for the term type in an image.
    pub(crate) fn byte(self) -> u8 {
        self as u8
    }

    /// The inverse of [`TermType::byte`].
    pub(crate) fn from_byte(byte: u8) -> Option<Self> {
        Self::ALL.get(usize::from(byte)).copied()
    }
}
