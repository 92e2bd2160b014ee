//! Writing: bytes straight into the buffer, no tree.

use super::{Annotation, PROVENANCE_URL, Provenance, ROOT_URL, Section, Span};
use crate::comprehend::{Attribute, Concept, Entity, Operation, Response, Trait};
use crate::json::{write_decimal, write_integer, write_string, write_utf8};

const TRAIT_URL: &str = "https://wardlake.dev/fhir/nlp/trait";
const ATTRIBUTE_URL: &str = "https://wardlake.dev/fhir/nlp/attribute";
const UNMAPPED_URL: &str = "https://wardlake.dev/fhir/nlp/unmapped-attribute";
const SECTIONS_URL: &str = "https://wardlake.dev/fhir/nlp/sections";
const SENTENCES_URL: &str = "https://wardlake.dev/fhir/nlp/sentences";
const STATUS_URL: &str = "http://healthlake.amazonaws.com/aws-cm/status/";
const MESSAGE_URL: &str = "http://healthlake.amazonaws.com/aws-cm/message/";

/// HealthLake's names for one operation.
struct Names {
    operation: Operation,
    /// `…/aws-cm/detect-entities/`
    url: &'static str,
    /// `…/aws-cm/detect-entities/aws-cm-de-entity`
    entity: &'static str,
    /// What follows `entity` in the URL of one concept.
    concept: &'static str,
}

const DETECT_ENTITIES: Names = Names {
    operation: Operation::DetectEntitiesV2,
    url: "http://healthlake.amazonaws.com/aws-cm/detect-entities/",
    entity: "http://healthlake.amazonaws.com/aws-cm/detect-entities/aws-cm-de-entity",
    concept: "-Concept",
};
const INFER_ICD10: Names = Names {
    operation: Operation::InferIcd10Cm,
    url: "http://healthlake.amazonaws.com/aws-cm/infer-icd10/",
    entity: "http://healthlake.amazonaws.com/aws-cm/infer-icd10/aws-cm-icd10-entity",
    concept: "-Concept",
};
const INFER_RXNORM: Names = Names {
    operation: Operation::InferRxNorm,
    url: "http://healthlake.amazonaws.com/aws-cm/infer-rxnorm/",
    entity: "http://healthlake.amazonaws.com/aws-cm/infer-rxnorm/aws-cm-rxnorm-entity",
    concept: "-Concepts",
};

/// Appends one root extension: the object, without a comma. Deterministic; linear in what is written.
pub fn write(annotation: &Annotation<'_>, out: &mut Vec<u8>) {
    let mut to = Extensions(out);
    to.raw("{\"url\":\"");
    to.raw(ROOT_URL);
    to.raw("\",\"extension\":[");
    to.provenance(&annotation.provenance);
    to.operation(&annotation.entities, &DETECT_ENTITIES);
    to.operation(&annotation.icd10, &INFER_ICD10);
    to.operation(&annotation.rxnorm, &INFER_RXNORM);
    to.all(SECTIONS_URL, &annotation.sections, Extensions::section);
    to.all(SENTENCES_URL, &annotation.sentences, |to, span| {
        to.nested(&["sentence"], |to| to.span(*span))
    });
    to.string(&[STATUS_URL], "SUCCESS");
    to.string(
        &[MESSAGE_URL],
        "The integrated medical NLP operation was successful.",
    );
    to.end();
}

/// Writes extensions side by side. URLs come in pieces, to be written one after the other.
struct Extensions<'o>(&'o mut Vec<u8>);

impl Extensions<'_> {
    fn provenance(&mut self, provenance: &Provenance<'_>) {
        self.begin(&[PROVENANCE_URL]);
        self.string(&["field"], provenance.field);
        self.string(&["text-sha256"], provenance.text_sha256);
        self.string(&["model-name"], provenance.model_name);
        self.string(&["model-version"], provenance.model_version);
        self.string(&["terminology"], provenance.terminology);
        self.value(&["recorded"], "valueInstant");
        write_string(self.0, provenance.recorded);
        self.raw("}");
        self.value(&["reduced"], "valueBoolean");
        self.raw(if provenance.reduced {
            "true}"
        } else {
            "false}"
        });
        self.end();
    }

    fn operation(&mut self, response: &Response<'_>, names: &Names) {
        self.begin(&[names.url]);
        let mut raw = Vec::with_capacity(64 + response.entities.len() * 256);
        response.write_json(names.operation, &mut raw);
        self.value(&[names.url, "raw-response"], "valueString");
        write_utf8(self.0, &raw);
        self.raw("}");
        self.string(&[names.url, "model-version"], response.model_version);
        response
            .entities
            .iter()
            .for_each(|entity| self.entity(entity, names));
        if names.operation == Operation::DetectEntitiesV2 {
            response
                .unmapped
                .iter()
                .for_each(|attribute| self.attribute(UNMAPPED_URL, attribute));
        }
        self.end();
    }

    fn entity(&mut self, entity: &Entity<'_>, names: &Names) {
        let url = names.entity;
        self.begin(&[url]);
        self.integer(&[url, "-id"], entity.id);
        self.string(&[url, "-text"], entity.text);
        self.string(&[url, "-category"], entity.category);
        self.string(&[url, "-type"], entity.kind);
        self.decimal(&[url, "-score"], entity.score);
        self.integer(&[url, "-begin-offset"], entity.begin);
        self.integer(&[url, "-end-offset"], entity.end);
        if names.operation != Operation::DetectEntitiesV2 && !entity.concepts.is_empty() {
            self.begin(&[url, "-ConceptList"]);
            entity
                .concepts
                .iter()
                .for_each(|concept| self.concept(concept, names));
            self.end();
        }
        entity
            .traits
            .iter()
            .for_each(|one| self.one_trait(TRAIT_URL, one));
        entity
            .attributes
            .iter()
            .for_each(|attribute| self.attribute(ATTRIBUTE_URL, attribute));
        self.end();
    }

    fn concept(&mut self, concept: &Concept<'_>, names: &Names) {
        let (entity, url) = (names.entity, names.concept);
        self.begin(&[entity, url]);
        self.string(&[entity, url, "-Code"], concept.code);
        self.string(&[entity, url, "-Description"], concept.description);
        self.decimal(&[entity, url, "-Score"], concept.score);
        self.end();
    }

    fn one_trait(&mut self, url: &str, one: &Trait) {
        self.begin(&[url]);
        self.string(&["name"], one.name);
        self.decimal(&["score"], one.score);
        self.end();
    }

    fn attribute(&mut self, url: &str, attribute: &Attribute<'_>) {
        self.begin(&[url]);
        self.integer(&["id"], attribute.id);
        self.string(&["text"], attribute.text);
        self.string(&["category"], attribute.category);
        self.string(&["type"], attribute.kind);
        self.decimal(&["score"], attribute.score);
        self.span(Span {
            begin: attribute.begin,
            end: attribute.end,
        });
        self.string(&["relationship-type"], attribute.relationship_type);
        self.decimal(&["relationship-score"], attribute.relationship_score);
        attribute
            .traits
            .iter()
            .for_each(|one| self.one_trait("trait", one));
        self.end();
    }

    fn section(&mut self, section: &Section<'_>) {
        self.nested(&["section"], |to| {
            to.string(&["kind"], section.kind);
            to.string(&["title"], section.title);
            to.span(section.span);
        });
    }

    fn span(&mut self, span: Span) {
        self.integer(&["begin-offset"], span.begin);
        self.integer(&["end-offset"], span.end);
    }

    /// One extension with one inside it for each item; nothing where there is no item.
    fn all<T>(&mut self, url: &str, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        if !items.is_empty() {
            self.nested(&[url], |to| items.iter().for_each(|item| write(to, item)));
        }
    }

    fn nested(&mut self, url: &[&str], write: impl FnOnce(&mut Self)) {
        self.begin(url);
        write(self);
        self.end();
    }

    fn begin(&mut self, url: &[&str]) {
        self.url(url);
        self.raw(",\"extension\":[");
    }

    fn end(&mut self) {
        self.raw("]}");
    }

    /// Nothing for the empty string, which FHIR forbids.
    fn string(&mut self, url: &[&str], value: &str) {
        if !value.is_empty() {
            self.value(url, "valueString");
            write_string(self.0, value);
            self.raw("}");
        }
    }

    fn integer(&mut self, url: &[&str], value: u32) {
        self.value(url, "valueInteger");
        write_integer(self.0, value);
        self.raw("}");
    }

    fn decimal(&mut self, url: &[&str], value: f32) {
        self.value(url, "valueDecimal");
        write_decimal(self.0, value);
        self.raw("}");
    }

    fn value(&mut self, url: &[&str], name: &str) {
        self.url(url);
        self.raw(",\"");
        self.raw(name);
        self.raw("\":");
    }

    /// Opens an extension of an array, behind a comma unless it is the first. No URL of ours needs escaping.
    fn url(&mut self, url: &[&str]) {
        if self.0.last() == Some(&b'}') {
            self.raw(",");
        }
        self.raw("{\"url\":\"");
        url.iter().for_each(|piece| self.raw(piece));
        self.raw("\"");
    }

    fn raw(&mut self, bytes: &str) {
        self.0.extend_from_slice(bytes.as_bytes());
    }
}
