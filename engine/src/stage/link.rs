//! Mentions to codes: the one place where a mention meets a terminology.

use crate::annotation::{Coding, LinkedMention};
use wardlake_models::{ByteSpan, Kind, Mention};
use wardlake_ontologies::{Query, System, Terminology};

/// Each mention with its codes: ICD-10-CM for conditions, RxNorm for medications, none for the rest.
///
/// A condition is looked up together with its site, side, acuity and quality; a medication with its strength and form.
/// About a microsecond a mention; sorting the links is what grows faster than the note.
pub(crate) fn link(
    terminology: &Terminology,
    text: &str,
    mentions: Vec<Mention>,
    allergens: &[bool],
) -> Vec<LinkedMention> {
    let links = Links::of(&mentions);
    let codes: Vec<Vec<Coding>> = (0..)
        .zip(&mentions)
        .map(|(at, _)| codes(terminology, text, (&mentions, &links), at))
        .collect();
    mentions
        .into_iter()
        .zip(codes)
        .zip(allergens)
        .map(|((mention, codings), &allergen)| LinkedMention {
            mention,
            codings,
            allergen,
        })
        .collect()
}

fn codes(
    terminology: &Terminology,
    text: &str,
    (mentions, links): (&[Mention], &Links),
    at: u32,
) -> Vec<Coding> {
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
    let described = describing(mentions, links, at)
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
fn describing(mentions: &[Mention], links: &Links, of: u32) -> Vec<u32> {
    let is = |at: u32, kind| mentions[at as usize].kind == kind;
    let mut found: Vec<u32> = links.to(of).collect();
    let sites = found.iter().filter(|at| is(**at, Kind::Anat));
    let sides: Vec<u32> = sites
        .flat_map(|site| links.to(*site))
        .filter(|at| is(*at, Kind::Dir))
        .collect();
    found.extend(sides);
    found.sort_unstable();
    found.dedup();
    found
}

/// The links between the mentions of a note, turned round: from an entity to what describes it.
pub(crate) struct Links(Vec<(u32, u32)>);

impl Links {
    /// Of these mentions. Sorts.
    pub(crate) fn of<'m>(mentions: impl IntoIterator<Item = &'m Mention>) -> Self {
        let mut links: Vec<_> = (0..)
            .zip(mentions)
            .flat_map(|(from, mention)| mention.links.iter().map(move |link| (link.to, from)))
            .collect();
        links.sort_unstable();
        Self(links)
    }

    /// The mentions linked to this one, in the order of the text.
    pub(crate) fn to(&self, target: u32) -> impl Iterator<Item = u32> + '_ {
        let first = self.0.partition_point(|(to, _)| *to < target);
        self.0[first..]
            .iter()
            .take_while(move |(to, _)| *to == target)
            .map(|(_, from)| *from)
    }
}

/// The text of a span; empty for one that does not fit the text.
pub(crate) fn surface(text: &str, span: ByteSpan) -> &str {
    text.get(span.range()).unwrap_or_default()
}
