//! Mentions to codes: the one place where a mention meets a terminology.

use crate::annotation::{Coding, LinkedMention};
use wardlake_models::{ByteSpan, Kind, Mention};
use wardlake_ontologies::{Query, System, Terminology};

/// Each mention with its codes: ICD-10-CM for conditions, RxNorm for medications, none for the rest.
///
/// A condition is looked up together with its site, side, acuity and quality; a medication with its strength and form.
/// About a microsecond a mention.
pub(crate) fn link(
    terminology: &Terminology,
    text: &str,
    mentions: Vec<Mention>,
) -> Vec<LinkedMention> {
    let codes: Vec<Vec<Coding>> = (0..)
        .zip(&mentions)
        .map(|(at, _)| codes(terminology, text, &mentions, at))
        .collect();
    mentions
        .into_iter()
        .zip(codes)
        .map(|(mention, codings)| LinkedMention { mention, codings })
        .collect()
}

fn codes(terminology: &Terminology, text: &str, mentions: &[Mention], at: u32) -> Vec<Coding> {
    let mention = &mentions[at as usize];
    let (system, wanted): (_, fn(Kind) -> bool) = match mention.kind {
        Kind::Dx => (System::Icd10Cm, |kind| {
            matches!(kind, Kind::Anat | Kind::Dir | Kind::Acu | Kind::Qual)
        }),
        Kind::Rxg | Kind::Rxb => (System::RxNorm, |kind| {
            matches!(kind, Kind::Str | Kind::Form)
        }),
        _ => return Vec::new(),
    };
    let described = describing(mentions, at)
        .into_iter()
        .filter(|of| wanted(mentions[*of as usize].kind));
    let attributes: Vec<&str> = described
        .map(|of| surface(text, mentions[of as usize].span))
        .collect();
    let query = Query {
        system,
        surface: surface(text, mention.span),
        attributes: &attributes,
    };
    let found = terminology.link_query(&query);
    found.into_iter().map(Coding::from).collect()
}

/// The mentions linked to this one, and the sides of the sites among them, in the order of the text.
pub(crate) fn describing(mentions: &[Mention], of: u32) -> Vec<u32> {
    let linked = |to: u32| {
        (0..)
            .zip(mentions)
            .filter(move |(_, mention)| points_at(mention, to))
            .map(|(at, _)| at)
    };
    let mut found: Vec<u32> = linked(of).collect();
    let sites = found
        .iter()
        .filter(|at| mentions[**at as usize].kind == Kind::Anat);
    let sides: Vec<u32> = sites
        .flat_map(|site| linked(*site))
        .filter(|at| mentions[*at as usize].kind == Kind::Dir)
        .collect();
    found.extend(sides);
    found.sort_unstable();
    found.dedup();
    found
}

fn points_at(mention: &Mention, to: u32) -> bool {
    mention.links.iter().any(|link| link.to == to)
}

/// The text of a span; empty for one that does not fit the text.
pub(crate) fn surface(text: &str, span: ByteSpan) -> &str {
    text.get(span.range()).unwrap_or_default()
}
