//! A note with what was found in it marked in place.

use super::found::{Annotation, Attribute, Entity, Trait};
use crate::style::Palette;

/// Categories with their SGR colour and the words of the legend.
const CATEGORIES: [(&str, &str, &str); 7] = [
    ("MEDICAL_CONDITION", "31", "condition"),
    ("MEDICATION", "34", "medication"),
    (
        "TEST_TREATMENT_PROCEDURE",
        "32",
        "test, treatment, procedure",
    ),
    ("ANATOMY", "33", "anatomy"),
    ("BEHAVIORAL_ENVIRONMENTAL_SOCIAL", "36", "behaviour"),
    (
        "PROTECTED_HEALTH_INFORMATION",
        "35",
        "protected health information",
    ),
    ("TIME_EXPRESSION", "90", "time"),
];

/// What a trait adds to a mention's mark. What a condition is (diagnosis, sign, symptom) stands in the table only.
const TRAITS: [(&str, &str); 6] = [
    ("NEGATION", "no"),
    ("PERTAINS_TO_FAMILY", "family"),
    ("HYPOTHETICAL", "if"),
    ("LOW_CONFIDENCE", "maybe"),
    ("PAST_HISTORY", "past"),
    ("FUTURE", "planned"),
];

/// The short words for traits, in the order of their table.
pub(super) fn marks(traits: &[Trait]) -> Vec<&'static str> {
    let holds = |name: &str| traits.iter().any(|one| one.name == name);
    TRAITS
        .iter()
        .filter(|(name, _)| holds(name))
        .map(|(_, mark)| *mark)
        .collect()
}

/// A marked range of the text, in code points.
struct Span<'a> {
    begin: usize,
    end: usize,
    category: &'a str,
    kind: &'a str,
    marks: Vec<&'static str>,
    /// Attributes are underlined, entities bold.
    entity: bool,
}

impl<'a> Span<'a> {
    fn of_entity(entity: &'a Entity) -> Self {
        Self {
            begin: entity.begin_offset,
            end: entity.end_offset,
            category: &entity.category,
            kind: &entity.r#type,
            marks: marks(&entity.traits),
            entity: true,
        }
    }

    fn of_attribute(attribute: &'a Attribute) -> Self {
        Self {
            begin: attribute.begin_offset,
            end: attribute.end_offset,
            category: &attribute.category,
            kind: &attribute.r#type,
            marks: marks(&attribute.traits),
            entity: false,
        }
    }
}

/// Every mention in order of the text; of two that overlap, the first and longest.
fn spans(annotation: &Annotation) -> Vec<Span<'_>> {
    let attributes = annotation
        .entities
        .iter()
        .flat_map(|entity| &entity.attributes)
        .chain(&annotation.unmapped);
    let mut spans: Vec<Span<'_>> = annotation.entities.iter().map(Span::of_entity).collect();
    spans.extend(attributes.map(Span::of_attribute));
    spans.sort_by_key(|span| (span.begin, std::cmp::Reverse(span.end), !span.entity));
    let mut free = 0;
    spans.retain(|span| {
        let fits = span.begin >= free && span.begin < span.end;
        free = if fits { span.end } else { free };
        fits
    });
    spans
}

/// The text with its mentions marked: in colour, or in brackets.
pub(super) fn render(text: &str, annotation: &Annotation, palette: Palette) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut characters = text.chars();
    let mut at = 0;
    let mut take = |until: usize| -> String {
        let part = characters
            .by_ref()
            .take(until - at)
            .map(printable)
            .collect();
        at = until;
        part
    };
    for span in spans(annotation) {
        out.push_str(&take(span.begin));
        let inside = take(span.end);
        out.push_str(&if palette.is_coloured() {
            coloured(&span, &inside, palette)
        } else {
            bracketed(&span, &inside)
        });
    }
    out.extend(characters.map(printable));
    out
}

/// A terminal must not be told what to do by a note.
fn printable(c: char) -> char {
    if c.is_control() && !matches!(c, '\n' | '\t') {
        char::REPLACEMENT_CHARACTER
    } else {
        c
    }
}

/// `[chest pain](DX_NAME, no)`
fn bracketed(span: &Span<'_>, inside: &str) -> String {
    let marks: Vec<&str> = std::iter::once(span.kind)
        .chain(span.marks.iter().copied())
        .collect();
    format!("[{inside}]({})", marks.join(", "))
}

/// Negated text is struck through, and other traits follow it dimmed. A style is closed at each line's end, so that
/// pagers do not carry it over.
fn coloured(span: &Span<'_>, inside: &str, palette: Palette) -> String {
    let negated = span.marks.contains(&"no");
    let weight = if span.entity { "1" } else { "4" };
    let codes = format!(
        "{weight};{}{}",
        colour(span.category),
        if negated { ";9" } else { "" }
    );
    let lines: Vec<String> = inside
        .split('\n')
        .map(|line| palette.paint(&codes, line))
        .collect();
    let others: Vec<&str> = span
        .marks
        .iter()
        .copied()
        .filter(|mark| *mark != "no")
        .collect();
    let before = if negated {
        palette.dim("¬")
    } else {
        String::new()
    };
    let after = if others.is_empty() {
        String::new()
    } else {
        palette.dim(&format!("({})", others.join(", ")))
    };
    format!("{before}{}{after}", lines.join("\n"))
}

fn colour(category: &str) -> &'static str {
    CATEGORIES
        .iter()
        .find(|(name, _, _)| *name == category)
        .map_or("37", |(_, codes, _)| codes)
}

/// What the colours mean, for the categories that occur.
pub(super) fn legend(annotation: &Annotation, palette: Palette) -> String {
    if !palette.is_coloured() {
        return "[text](TYPE, traits)".to_owned();
    }
    let occurs = |name: &str| {
        annotation
            .entities
            .iter()
            .any(|entity| entity.category == name)
    };
    let categories = CATEGORIES.iter().filter(|(name, _, _)| occurs(name));
    let mut words: Vec<String> = categories
        .map(|(_, codes, words)| palette.paint(&format!("1;{codes}"), words))
        .collect();
    words.push(palette.paint("4", "attribute"));
    words.push(format!(
        "{}{}",
        palette.dim("¬"),
        palette.paint("9", "negated")
    ));
    words.join("  ")
}
