//! The responses of Amazon Comprehend Medical, as JSON: its keys, in its order.
//!
//! | operation | entities carry | beside `Entities` and `ModelVersion` |
//! |---|---|---|
//! | `DetectEntitiesV2` | traits, attributes | `UnmappedAttributes` |
//! | `InferICD10CM` | traits, attributes, `ICD10CMConcepts` | |
//! | `InferRxNorm` | traits, attributes without category and relationship type, `RxNormConcepts` | |
//! | `DetectPHI` | traits | |
//!
//! Offsets are Unicode code points of the text, the end exclusive. Arrays are always there, empty or not. A whole
//! text is answered at once, so there is no `PaginationToken`. What belongs into a response is the caller's choice;
//! nothing is filtered here.

#[cfg(test)]
mod tests;

use crate::json::{write_decimal, write_integer, write_string};

/// Whose response it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// Entities of all categories.
    DetectEntitiesV2,
    /// Conditions with ICD-10-CM codes.
    InferIcd10Cm,
    /// Medications with RxNorm codes.
    InferRxNorm,
    /// Protected health information.
    DetectPhi,
}

impl Operation {
    /// The name of the operation in Comprehend Medical's API.
    pub fn name(self) -> &'static str {
        match self {
            Operation::DetectEntitiesV2 => "DetectEntitiesV2",
            Operation::InferIcd10Cm => "InferICD10CM",
            Operation::InferRxNorm => "InferRxNorm",
            Operation::DetectPhi => "DetectPHI",
        }
    }

    fn concepts(self) -> Option<&'static str> {
        match self {
            Operation::InferIcd10Cm => Some(",\"ICD10CMConcepts\":"),
            Operation::InferRxNorm => Some(",\"RxNormConcepts\":"),
            Operation::DetectEntitiesV2 | Operation::DetectPhi => None,
        }
    }
}

/// A trait of an entity or attribute: `NEGATION`, `DIAGNOSIS`, ….
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trait {
    /// Its name in Comprehend Medical.
    pub name: &'static str,
    /// Probability, 0 to 1.
    pub score: f32,
}

/// A code that an entity may stand for: as telling as the text, and so without `Debug`.
#[derive(Clone, Copy, PartialEq)]
pub struct Concept<'a> {
    /// The code.
    pub code: &'a str,
    /// Its title in the terminology.
    pub description: &'a str,
    /// Probability, 0 to 1.
    pub score: f32,
}

/// What says more about an entity: a dose, a side, a value.
#[derive(Clone, PartialEq)]
pub struct Attribute<'a> {
    /// Unique among entities and attributes of a response.
    pub id: u32,
    /// First code point.
    pub begin: u32,
    /// One past the last code point.
    pub end: u32,
    /// The text between them.
    pub text: &'a str,
    /// Probability, 0 to 1.
    pub score: f32,
    /// `MEDICATION`, ….
    pub category: &'static str,
    /// `DOSAGE`, ….
    pub kind: &'static str,
    /// `DOSAGE`, `OVERLAP`, ….
    pub relationship_type: &'static str,
    /// Probability that it belongs to its entity, 0 to 1.
    pub relationship_score: f32,
    /// Its own traits.
    pub traits: Vec<Trait>,
}

/// One thing found in the text.
#[derive(Clone, PartialEq)]
pub struct Entity<'a> {
    /// Unique among entities and attributes of a response.
    pub id: u32,
    /// First code point.
    pub begin: u32,
    /// One past the last code point.
    pub end: u32,
    /// The text between them.
    pub text: &'a str,
    /// Probability, 0 to 1.
    pub score: f32,
    /// `MEDICAL_CONDITION`, ….
    pub category: &'static str,
    /// `DX_NAME`, ….
    pub kind: &'static str,
    /// What is said of it.
    pub traits: Vec<Trait>,
    /// What belongs to it.
    pub attributes: Vec<Attribute<'a>>,
    /// Codes, best first. Written for the two operations that infer them.
    pub concepts: Vec<Concept<'a>>,
}

/// All that was found in one text. Holds clinical text and so has no `Debug`.
#[derive(Clone, PartialEq)]
pub struct Response<'a> {
    /// In the order of the text.
    pub entities: Vec<Entity<'a>>,
    /// Attributes that belong to no entity. Written for `DetectEntitiesV2`.
    pub unmapped: Vec<Attribute<'a>>,
    /// The version of the model that answered.
    pub model_version: &'a str,
}

impl Response<'_> {
    /// Appends the response of `op` as JSON: deterministic, scores in their shortest digits. Linear in what is
    /// written, without further allocation.
    pub fn write_json(&self, op: Operation, out: &mut Vec<u8>) {
        let mut json = Writer(out);
        json.list("{\"Entities\":", &self.entities, |json, entity| {
            json.entity(entity, op)
        });
        if op == Operation::DetectEntitiesV2 {
            json.list(
                ",\"UnmappedAttributes\":",
                &self.unmapped,
                |json, attribute| {
                    json.string("{\"Type\":", attribute.category);
                    json.raw(",\"Attribute\":");
                    json.attribute(attribute, op);
                    json.raw("}");
                },
            );
        }
        json.string(",\"ModelVersion\":", self.model_version);
        json.raw("}");
    }
}

/// Each method takes the punctuation and key that lead up to its value.
struct Writer<'o>(&'o mut Vec<u8>);

impl Writer<'_> {
    fn entity(&mut self, entity: &Entity<'_>, op: Operation) {
        self.integer("{\"Id\":", entity.id);
        self.integer(",\"BeginOffset\":", entity.begin);
        self.integer(",\"EndOffset\":", entity.end);
        self.decimal(",\"Score\":", entity.score);
        self.string(",\"Text\":", entity.text);
        self.string(",\"Category\":", entity.category);
        self.string(",\"Type\":", entity.kind);
        self.list(",\"Traits\":", &entity.traits, Self::one_trait);
        if op != Operation::DetectPhi {
            self.list(",\"Attributes\":", &entity.attributes, |json, attribute| {
                json.attribute(attribute, op)
            });
        }
        if let Some(key) = op.concepts() {
            self.list(key, &entity.concepts, Self::concept);
        }
        self.raw("}");
    }

    fn attribute(&mut self, attribute: &Attribute<'_>, op: Operation) {
        let classed = op != Operation::InferRxNorm;
        self.string("{\"Type\":", attribute.kind);
        self.decimal(",\"Score\":", attribute.score);
        self.decimal(",\"RelationshipScore\":", attribute.relationship_score);
        if classed {
            self.string(",\"RelationshipType\":", attribute.relationship_type);
        }
        self.integer(",\"Id\":", attribute.id);
        self.integer(",\"BeginOffset\":", attribute.begin);
        self.integer(",\"EndOffset\":", attribute.end);
        self.string(",\"Text\":", attribute.text);
        if classed {
            self.string(",\"Category\":", attribute.category);
        }
        self.list(",\"Traits\":", &attribute.traits, Self::one_trait);
        self.raw("}");
    }

    fn one_trait(&mut self, one: &Trait) {
        self.string("{\"Name\":", one.name);
        self.decimal(",\"Score\":", one.score);
        self.raw("}");
    }

    fn concept(&mut self, concept: &Concept<'_>) {
        self.string("{\"Description\":", concept.description);
        self.string(",\"Code\":", concept.code);
        self.decimal(",\"Score\":", concept.score);
        self.raw("}");
    }

    fn list<T>(&mut self, lead: &str, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.raw(lead);
        self.raw("[");
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.raw(",");
            }
            write(self, item);
        }
        self.raw("]");
    }

    fn string(&mut self, lead: &str, value: &str) {
        self.raw(lead);
        write_string(self.0, value);
    }

    fn integer(&mut self, lead: &str, value: u32) {
        self.raw(lead);
        write_integer(self.0, value);
    }

    fn decimal(&mut self, lead: &str, value: f32) {
        self.raw(lead);
        write_decimal(self.0, value);
    }

    fn raw(&mut self, bytes: &str) {
        self.0.extend_from_slice(bytes.as_bytes());
    }
}
