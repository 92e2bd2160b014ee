//! Annotations in the shape of Comprehend Medical's responses.
//!
//! What its documentation leaves open is decided here:
//! - `Id` is the mention's place in the note, in every response: entities of two operations with one id are one mention.
//! - An attribute is nested under the entity it is linked to; unlinked, it is an unmapped attribute.
//! - A site is an entity of its own, and also a `SYSTEM_ORGAN_SITE` attribute of the entity it is linked to; the side of
//!   a site is an attribute of the site, and in `InferICD10CM`, which has no sites, of the condition.
//! - A drug that the patient is allergic to is an entity `ALLERGIES` and not in `InferRxNorm`: nobody takes it.
//! - A time expression is an entity `TIME_TO_…_NAME` whose attributes are what it dates (`OVERLAP`); one that dates
//!   nothing is an unmapped attribute. In `InferICD10CM` it is an attribute of its condition.

use super::{link, names};
use crate::annotation::{LinkedMention, NoteAnnotation};
use wardlake_fhir::comprehend::{Attribute, Concept, Entity, Operation, Response, Trait};
use wardlake_models::{Kind, Link, Mention};

/// The response to an operation on a note. Linear in mentions and links.
pub(crate) fn respond(note: &NoteAnnotation, op: Operation) -> Response<'_> {
    let view = View::of(note);
    let entities = (0..)
        .zip(note.mentions())
        .filter(|(_, linked)| belongs(linked, op));
    let unmapped = (0..)
        .zip(note.mentions())
        .filter(|(_, linked)| is_unmapped(&linked.mention));
    let whole = op == Operation::DetectEntitiesV2;
    Response {
        entities: entities.map(|(id, _)| view.entity(id, op)).collect(),
        unmapped: unmapped
            .filter(|_| whole)
            .map(|(id, _)| view.attribute(id, None))
            .collect(),
        model_version: note.version(op),
    }
}

/// Whether a mention is an entity of the operation.
fn belongs(linked: &LinkedMention, op: Operation) -> bool {
    let mention = &linked.mention;
    match op {
        Operation::DetectEntitiesV2 => !mention.kind.is_attribute() && !is_unmapped(mention),
        Operation::InferIcd10Cm => mention.kind == Kind::Dx,
        Operation::InferRxNorm => mention.kind.is_drug() && !linked.allergen,
        Operation::DetectPhi => names::class(mention.kind).0 == names::PHI,
    }
}

fn is_unmapped(mention: &Mention) -> bool {
    (mention.kind.is_attribute() || mention.kind == Kind::Time) && mention.links.is_empty()
}

/// A note with its links turned round.
struct View<'n> {
    note: &'n NoteAnnotation,
    links: link::Links,
}

impl<'n> View<'n> {
    fn of(note: &'n NoteAnnotation) -> Self {
        let links = link::Links::of(note.mentions().iter().map(|linked| &linked.mention));
        View { note, links }
    }

    fn linked(&self, id: u32) -> &'n LinkedMention {
        &self.note.mentions()[id as usize]
    }

    /// What a mention is shown as: a drug that is an allergen as an allergy, wherever it stands.
    fn kind(&self, id: u32) -> Kind {
        let linked = self.linked(id);
        if linked.allergen {
            Kind::Allergy
        } else {
            linked.mention.kind
        }
    }

    fn entity(&self, id: u32, op: Operation) -> Entity<'n> {
        let linked = self.linked(id);
        let (category, kind) = names::class(self.kind(id));
        let dates: &[Link] = match linked.mention.kind {
            Kind::Time => &linked.mention.links,
            _ => &[],
        };
        let surest = dates.iter().max_by(|a, b| a.score.total_cmp(&b.score));
        let span = self.note.code_points(linked.mention.span);
        Entity {
            id,
            begin: span.begin,
            end: span.end,
            text: link::surface(self.note.text(), linked.mention.span),
            score: linked.mention.score,
            category,
            kind: surest.map_or(kind, |dated| names::time_to(self.kind(dated.to))),
            traits: traits(&linked.mention),
            attributes: if dates.is_empty() {
                self.attributes(id, op)
            } else {
                dates.iter().map(|dated| self.dated(dated)).collect()
            },
            concepts: linked
                .codings
                .iter()
                .map(|c| Concept {
                    code: &c.code,
                    description: &c.display,
                    score: c.score,
                })
                .collect(),
        }
    }

    fn attributes(&self, id: u32, op: Operation) -> Vec<Attribute<'n>> {
        let icd = op == Operation::InferIcd10Cm;
        let mut attributes = Vec::new();
        for of in self
            .links
            .to(id)
            .filter(|of| icd || self.kind(*of) != Kind::Time)
        {
            attributes.push(self.attribute(of, Some(id)));
            if icd && self.kind(of) == Kind::Anat {
                attributes.extend(self.links.to(of).map(|side| self.attribute(side, Some(of))));
            }
        }
        attributes.sort_by_key(|attribute| (attribute.begin, attribute.id));
        attributes
    }

    /// A mention as an attribute of `entity`, or of none.
    fn attribute(&self, id: u32, entity: Option<u32>) -> Attribute<'n> {
        let mention = &self.linked(id).mention;
        let (own, kind) = names::class(self.kind(id));
        let link = mention.links.iter().find(|link| Some(link.to) == entity);
        let of_entity = entity.map(|entity| names::class(self.kind(entity)).0);
        let span = self.note.code_points(mention.span);
        Attribute {
            id,
            begin: span.begin,
            end: span.end,
            text: link::surface(self.note.text(), mention.span),
            score: mention.score,
            category: if mention.kind.is_attribute() {
                of_entity.unwrap_or(own)
            } else {
                own
            },
            kind: entity
                .filter(|_| mention.kind == Kind::Time)
                .map_or(kind, |entity| names::time_to(self.kind(entity))),
            relationship_type: names::relationship(mention.kind),
            relationship_score: link.map_or(0.0, |link| link.score),
            traits: traits(mention),
        }
    }

    /// The entity that a time expression dates, as its attribute.
    fn dated(&self, link: &Link) -> Attribute<'n> {
        Attribute {
            relationship_type: names::relationship(Kind::Time),
            relationship_score: link.score,
            ..self.attribute(link.to, None)
        }
    }
}

fn traits(mention: &Mention) -> Vec<Trait> {
    mention
        .traits
        .iter()
        .map(|t| Trait {
            name: names::of_trait(t.name),
            score: t.score,
        })
        .collect()
}
