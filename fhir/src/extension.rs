//! The NLP extension: HealthLake's shape, so that its users' queries work, with what HealthLake leaves out.
//!
//! One root extension for each annotated note of a resource. `aws-cm` stands for
//! `http://healthlake.amazonaws.com/aws-cm`, `nlp` for `https://wardlake.dev/fhir/nlp`; names without a slash are
//! relative URLs inside an extension of ours.
//!
//! ```text
//! aws-cm/
//! ├─ nlp/provenance                      first, so that ours is told from HealthLake's own
//! │   field · text-sha256 · model-name · model-version · terminology · recorded (instant) · reduced (boolean)
//! ├─ aws-cm/detect-entities/             and infer-icd10/, infer-rxnorm/ likewise
//! │   ├─ …/raw-response                  the JSON of the whole response, as a string
//! │   ├─ …/model-version
//! │   ├─ …/aws-cm-de-entity              aws-cm-icd10-entity, aws-cm-rxnorm-entity
//! │   │   ├─ …-id -text -category -type -score -begin-offset -end-offset
//! │   │   ├─ …-ConceptList               codes, best first; absent where there is none
//! │   │   │   └─ …-Concept               RxNorm: …-Concepts
//! │   │   │       …-Concept-Code -Description -Score       RxNorm: …-Concepts-Code, …
//! │   │   ├─ nlp/trait                   name · score
//! │   │   └─ nlp/attribute               id · text · category · type · score · begin-offset · end-offset ·
//! │   │                                  relationship-type · relationship-score · trait
//! │   └─ nlp/unmapped-attribute          as nlp/attribute; detect-entities only
//! ├─ nlp/sections    section: kind · title · begin-offset · end-offset
//! ├─ nlp/sentences   sentence: begin-offset · end-offset
//! ├─ aws-cm/status/                      SUCCESS
//! └─ aws-cm/message/
//! ```
//!
//! By analogy, not seen in HealthLake's output: `model-version` outside `infer-icd10`; `-id`, `-category` and
//! `-end-offset` of entities where its samples lack them; the URL of one RxNorm concept, for which its plural
//! children suggest `aws-cm-rxnorm-entity-Concepts`. Mended: `raw-response` is JSON; traits, attributes, sections and
//! provenance are elements. FHIR forbids empty strings and empty arrays, so what is empty is left out.
//!
//! [`splice`] adds root extensions to a resource and touches nothing else, and [`remove`] takes exactly ours away
//! again: `remove(splice(x)) == x`, byte for byte.

mod annotation;
mod splice;
#[cfg(test)]
mod tests;
mod write;

pub use annotation::{Annotation, Provenance, Section, Span};
pub use splice::{remove, splice};
pub use write::write;

/// The URL of the root extension: HealthLake's, and ours.
pub const ROOT_URL: &str = "http://healthlake.amazonaws.com/aws-cm/";
/// The URL of the first element of a root extension of ours.
pub const PROVENANCE_URL: &str = "https://wardlake.dev/fhir/nlp/provenance";
