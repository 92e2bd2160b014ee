//! What was found in a note, read back from the extension that it is stored in.

use std::collections::HashMap;

use serde::Deserialize;
use wardlake_fhir::extension::{PROVENANCE_URL, ROOT_URL};
use wardlake_fhir::json::Value;

const OPERATIONS: [&str; 3] = ["detect-entities/", "infer-icd10/", "infer-rxnorm/"];

/// One annotated note of a resource. Holds clinical text and so has no `Debug`.
pub(super) struct Annotation {
    /// Path of the field that held the text.
    pub(super) field: String,
    /// SHA-256 of the text.
    pub(super) sha256: String,
    /// Name and version.
    pub(super) model: String,
    pub(super) terminology: String,
    pub(super) recorded: String,
    /// Whether offsets are of text reduced from HTML, XHTML or RTF.
    pub(super) reduced: bool,
    pub(super) entities: Vec<Entity>,
    /// Attributes that belong to no entity.
    pub(super) unmapped: Vec<Attribute>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    entities: Vec<Entity>,
    #[serde(default)]
    unmapped_attributes: Vec<Unmapped>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Unmapped {
    attribute: Attribute,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Entity {
    pub(super) begin_offset: usize,
    pub(super) end_offset: usize,
    pub(super) text: String,
    pub(super) category: String,
    pub(super) r#type: String,
    #[serde(default)]
    pub(super) traits: Vec<Trait>,
    #[serde(default)]
    pub(super) attributes: Vec<Attribute>,
    /// Codes of both terminologies, best first.
    #[serde(default, alias = "ICD10CMConcepts", alias = "RxNormConcepts")]
    pub(super) concepts: Vec<Concept>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Attribute {
    pub(super) begin_offset: usize,
    pub(super) end_offset: usize,
    pub(super) text: String,
    /// RxNorm's responses leave it out.
    #[serde(default)]
    pub(super) category: String,
    pub(super) r#type: String,
    #[serde(default)]
    pub(super) traits: Vec<Trait>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Trait {
    pub(super) name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Concept {
    pub(super) code: String,
    pub(super) description: String,
    pub(super) score: f32,
}

impl Annotation {
    /// Every annotation of ours on a resource, in order.
    pub(super) fn all(resource: Value<'_>) -> Vec<Self> {
        let extensions = resource
            .get("extension")
            .into_iter()
            .flat_map(|list| list.elements());
        extensions
            .filter(|extension| text(*extension, "url").as_deref() == Some(ROOT_URL))
            .filter_map(Self::read)
            .collect()
    }

    /// `None` for an extension that is HealthLake's own.
    fn read(root: Value<'_>) -> Option<Self> {
        let provenance = child(root, PROVENANCE_URL)?;
        let said = |url: &str| {
            child(provenance, url)
                .and_then(|part| text(part, "valueString"))
                .unwrap_or_default()
        };
        let recorded = child(provenance, "recorded")
            .and_then(|part| text(part, "valueInstant"))
            .unwrap_or_default();
        let reduced = child(provenance, "reduced").and_then(|part| part.get("valueBoolean"));
        let [found, icd10, rxnorm] = OPERATIONS.map(|operation| response(root, operation));
        let mut found = found?;
        add_concepts(
            &mut found.entities,
            icd10
                .into_iter()
                .chain(rxnorm)
                .flat_map(|response| response.entities),
        );
        Some(Self {
            field: said("field"),
            sha256: said("text-sha256"),
            model: format!("{} {}", said("model-name"), said("model-version")),
            terminology: said("terminology"),
            recorded,
            reduced: reduced.is_some_and(|value| value.raw() == b"true"),
            entities: found.entities,
            unmapped: found
                .unmapped_attributes
                .into_iter()
                .map(|unmapped| unmapped.attribute)
                .collect(),
        })
    }
}

/// Gives entities the codes that another operation found at the same place.
fn add_concepts(entities: &mut [Entity], coded: impl Iterator<Item = Entity>) {
    let mut by_place: HashMap<(usize, usize), Vec<Concept>> = HashMap::new();
    for entity in coded {
        by_place
            .entry((entity.begin_offset, entity.end_offset))
            .or_default()
            .extend(entity.concepts);
    }
    for entity in entities {
        entity.concepts = by_place
            .remove(&(entity.begin_offset, entity.end_offset))
            .unwrap_or_default();
    }
}

fn response(root: Value<'_>, operation: &str) -> Option<Response> {
    let url = format!("{ROOT_URL}{operation}");
    let raw = child(child(root, &url)?, &format!("{url}raw-response"))?;
    serde_json::from_str(&text(raw, "valueString")?).ok()
}

fn child<'a>(extension: Value<'a>, url: &str) -> Option<Value<'a>> {
    extension
        .get("extension")?
        .elements()
        .find(|child| text(*child, "url").as_deref() == Some(url))
}

fn text(value: Value<'_>, name: &str) -> Option<String> {
    value.get(name)?.str().map(|text| text.into_owned())
}
