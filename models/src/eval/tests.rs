//! Counting against a slow model of itself, and what must hold for any note.

use proptest::prelude::*;

use super::*;
use crate::mention::{Link, TraitScore};

/// A note of wide and narrow characters; spans are drawn as code points of it.
const TEXT: &str = "a b 𝒜é c 🩺 ß d\u{2009}e 漢 f g";

type Span = (usize, usize, usize);

fn spans(kinds: usize) -> impl Strategy<Value = Vec<Span>> {
    let points = TEXT.chars().count();
    let span = (0..points, 1..4_usize, 0..kinds)
        .prop_map(move |(start, len, kind)| (start, (start + len).min(points), kind));
    prop::collection::vec(span, 0..12)
}

/// Of an entity, a drug by each name, a detail that identifies, and an attribute.
const KINDS: [Kind; 5] = [Kind::Dx, Kind::Rxg, Kind::Rxb, Kind::Name, Kind::Qual];

fn bytes(span: &Span) -> ByteSpan {
    Offsets::new(TEXT).bytes(span.0, span.1).unwrap()
}

fn found(spans: &[Span]) -> Vec<Mention> {
    let mention = |span: &Span| Mention {
        span: bytes(span),
        kind: KINDS[span.2],
        score: (span.0 as f32) / 20.0,
        traits: vec![TraitScore {
            name: Trait::ALL[span.0 % 9],
            score: 1.0,
        }],
        links: (0..span.1 % 3)
            .map(|n| Link {
                to: (n % spans.len()) as u32,
                score: 1.0,
            })
            .collect(),
    };
    spans.iter().map(mention).collect()
}

/// The annotations that say what was found.
fn as_gold(found: &[Mention]) -> GoldNote {
    let mention = |m: &Mention| GoldMention {
        span: m.span,
        kinds: Kinds::one(m.kind),
        traits: m.traits.iter().map(|t| t.name).collect(),
    };
    let links = found.iter().enumerate();
    let links = links.flat_map(|(at, m)| m.links.iter().map(move |link| (at, link.to as usize)));
    GoldNote {
        mentions: found.iter().map(mention).collect(),
        links: links.collect(),
    }
}

/// One mention of each place and type, as the decoder gives them.
fn distinct(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    spans.dedup();
    spans
}

fn full() -> Scheme {
    Scheme::new(Kind::ALL.iter().map(|kind| Kinds::one(*kind)))
        .with_traits(true)
        .with_links(true)
}

fn all_counts(tally: &Tally) -> Vec<Count> {
    let types = tally.strict.values().chain(tally.relaxed.values());
    let traits = tally.traits.iter().chain(&tally.dx_traits);
    types
        .chain(traits)
        .chain([
            &tally.links,
            &tally.attribute_links,
            &tally.linkable,
            &tally.phi,
        ])
        .copied()
        .collect()
}

proptest! {
    #[test]
    fn gold_against_itself_is_perfect(spans in spans(5)) {
        let found = found(&distinct(spans));
        let tally = score(TEXT, &as_gold(&found), &found, &full());
        for count in all_counts(&tally) {
            prop_assert_eq!(count.found, count.right);
            prop_assert_eq!(count.gold, count.hit);
            prop_assert_eq!(count.found, count.gold);
            prop_assert!(count.gold == 0 || (count.f1() - 1.0).abs() < 1e-12);
        }
        prop_assert_eq!(tally.linkable, tally.attribute_links);
        prop_assert_eq!(tally.mentions as usize, found.len());
    }

    #[test]
    fn nothing_found_is_zero(spans in spans(5)) {
        let gold = as_gold(&found(&distinct(spans)));
        let tally = score(TEXT, &gold, &[], &full());
        for count in all_counts(&tally) {
            prop_assert_eq!((count.found, count.right, count.hit), (0, 0, 0));
            prop_assert_eq!((count.precision(), count.recall(), count.f1()), (0.0, 0.0, 0.0));
        }
        prop_assert_eq!(tally.calibration_error(), 0.0);
    }

    #[test]
    fn counts_equal_those_of_a_slow_model(gold in spans(5), got in spans(4)) {
        let (gold, got) = (distinct(gold), distinct(got));
        // Kind 4 is a label that is not scored, 1 and 2 are one label of a corpus.
        let kinds = |kind: usize| match kind {
            1 | 2 => Kinds::parse("RXG,RXB").unwrap(),
            4 => Kinds::default(),
            kind => Kinds::one(KINDS[kind]),
        };
        let scheme = Scheme::new([0, 1, 3].map(kinds));
        let note = GoldNote {
            mentions: gold.iter().map(|s| GoldMention { span: bytes(s), kinds: kinds(s.2), traits: vec![] }).collect(),
            links: vec![],
        };
        let tally = score(TEXT, &note, &found(&got), &scheme);
        let group = |span: &Span| if span.2 == 2 { 1 } else { span.2 };
        let overlap = |a: &Span, b: &Span| a.0 < b.1 && b.0 < a.1;
        let gold: Vec<Span> = distinct(gold.iter().map(|s| (s.0, s.1, group(s))).collect());
        let near = |s: &Span| gold.iter().any(|g| g.2 == group(s) && overlap(g, s));
        let aside = |s: &Span| !near(s) && gold.iter().any(|g| g.2 == 4 && overlap(g, s));
        let kept: Vec<&Span> = got.iter().filter(|s| !aside(s)).collect();
        prop_assert_eq!(tally.left_out as usize, got.len() - kept.len());
        for which in [0, 1, 3] {
            let of_group: Vec<&&Span> = kept.iter().filter(|s| group(s) == which).collect();
            let gold: Vec<&Span> = gold.iter().filter(|g| g.2 == which).collect();
            let equal = |a: &Span, b: &Span| (a.0, a.1) == (b.0, b.1);
            let expect = |same: &dyn Fn(&Span, &Span) -> bool| Count {
                found: of_group.len() as u64,
                right: of_group.iter().filter(|s| gold.iter().any(|g| same(g, s))).count() as u64,
                gold: gold.len() as u64,
                hit: gold.iter().filter(|g| of_group.iter().any(|s| same(g, s))).count() as u64,
            };
            let got = |counts: &std::collections::BTreeMap<Kinds, Count>| counts.get(&kinds(which)).copied().unwrap_or_default();
            prop_assert_eq!(got(&tally.strict), expect(&equal));
            prop_assert_eq!(got(&tally.relaxed), expect(&overlap));
        }
        prop_assert_eq!(tally.bins.iter().map(|b| b.mentions).sum::<u64>() as usize, kept.len());
        let phi = |wanted: &[Span], at: usize| wanted.iter().any(|s| s.2 == 3 && s.0 <= at && at < s.1);
        let open = |at: usize| gold.iter().any(|s| s.2 == 4 && s.0 <= at && at < s.1);
        let mut expected = Count::default();
        for (at, c) in TEXT.chars().enumerate() {
            if !c.is_whitespace() && (phi(&gold, at) || !open(at)) {
                expected.merge(Count::of(phi(&got, at), phi(&gold, at)));
            }
        }
        prop_assert_eq!(tally.phi, expected);
    }

    #[test]
    fn offsets_are_those_of_the_characters(text in any::<String>()) {
        let offsets = Offsets::new(&text);
        let points: Vec<char> = text.chars().collect();
        prop_assert_eq!(offsets.len(), points.len());
        for start in 0..points.len() {
            for end in start + 1..=points.len() {
                let expected: String = points[start..end].iter().collect();
                prop_assert_eq!(&text[offsets.bytes(start, end).unwrap().range()], expected);
            }
            prop_assert!(offsets.bytes(start, start).is_none());
        }
        prop_assert!(offsets.bytes(0, points.len() + 1).is_none());
    }
}

#[test]
fn a_type_in_two_groups_counts_where_it_hits() {
    let (drug, care) = (
        Kinds::parse("RXG,RXB").unwrap(),
        Kinds::parse("PROC,TREAT,RXG,RXB").unwrap(),
    );
    let scheme = Scheme::new([care, drug]);
    let mention = |start, end, kinds| GoldMention {
        span: ByteSpan { start, end },
        kinds,
        traits: vec![],
    };
    let gold = GoldNote {
        mentions: vec![mention(0, 1, care), mention(4, 6, drug)],
        links: vec![],
    };
    let spans = [(0, 1, 1), (2, 3, 1)];
    let tally = score("a b cd", &gold, &found(&spans), &scheme);
    assert_eq!(
        tally.strict[&care],
        Count {
            found: 1,
            right: 1,
            gold: 1,
            hit: 1
        }
    );
    assert_eq!(
        tally.strict[&drug],
        Count {
            found: 1,
            right: 0,
            gold: 1,
            hit: 0
        }
    );
}

#[test]
fn links_are_missed_wrong_or_impossible() {
    let mut found = found(&[(0, 1, 4), (2, 3, 0), (4, 5, 0)]);
    found.iter_mut().for_each(|m| m.links.clear());
    found[0].links = [1, 2].map(|to| Link { to, score: 1.0 }).to_vec();
    let mut gold = as_gold(&found);
    gold.mentions.push(GoldMention {
        span: ByteSpan { start: 20, end: 21 },
        kinds: Kinds::one(Kind::Dx),
        traits: vec![],
    });
    gold.links = vec![(0, 1), (2, 1), (0, 3)];
    let tally = score(TEXT, &gold, &found, &full());
    assert_eq!(
        tally.links,
        Count {
            found: 2,
            right: 1,
            gold: 3,
            hit: 1
        }
    );
    assert_eq!(
        tally.attribute_links,
        Count {
            found: 2,
            right: 1,
            gold: 2,
            hit: 1
        }
    );
    // The link to a mention that is not annotated, and the one to a mention that is not found, are no matter of linking.
    let mut fewer = gold;
    fewer.mentions[2].span = ByteSpan { start: 30, end: 31 };
    let tally = score(TEXT, &fewer, &found, &full());
    assert_eq!(tally.attribute_links.found, 2);
    assert_eq!(
        tally.linkable,
        Count {
            found: 1,
            right: 1,
            gold: 1,
            hit: 1
        }
    );
}

#[test]
fn wrong_links_between_exact_mentions_count() {
    let mut found = found(&[(0, 1, 4), (2, 3, 0), (4, 5, 0)]);
    found.iter_mut().for_each(|m| m.links.clear());
    let mut gold = as_gold(&found);
    gold.links = vec![(0, 1)];
    found[0].links = vec![Link { to: 2, score: 1.0 }];
    let tally = score(TEXT, &gold, &found, &full());
    let expected = Count {
        found: 1,
        right: 0,
        gold: 1,
        hit: 0,
    };
    assert_eq!(tally.linkable, expected);
    // A link that begins at no attribute is none of these.
    gold.links = vec![(1, 2)];
    found[0].links.clear();
    let tally = score(TEXT, &gold, &found, &full());
    assert_eq!((tally.linkable.gold, tally.links.gold), (0, 1));
}

#[test]
fn a_mention_that_is_annotated_twice_has_the_traits_of_both() {
    let mut found = found(&[(0, 1, 0)]);
    found[0].links.clear();
    let score_of = |name| TraitScore { name, score: 1.0 };
    found[0].traits = vec![score_of(Trait::Neg), score_of(Trait::Sym)];
    let mut gold = as_gold(&found);
    gold.mentions[0].traits = vec![Trait::Neg];
    let again = GoldMention {
        traits: vec![Trait::Sym, Trait::Fam],
        ..gold.mentions[0].clone()
    };
    gold.mentions.push(again);
    let tally = score(TEXT, &gold, &found, &full());
    assert_eq!(tally.mentions, 1);
    let of = |name: Trait| {
        (
            tally.traits[name as usize].gold,
            tally.traits[name as usize].hit,
        )
    };
    assert_eq!(
        [Trait::Neg, Trait::Sym, Trait::Fam].map(of),
        [(1, 1), (1, 1), (1, 0)]
    );
    assert_eq!(tally.traits, tally.dx_traits);
}

#[test]
fn details_are_found_where_none_are_annotated() {
    let names = Scheme::new([Kinds::one(Kind::Name)]);
    assert!(!names.identifying().is_empty());
    assert!(
        Scheme::new([Kinds::parse("DATE,TIME").unwrap()])
            .identifying()
            .is_empty()
    );
    let tally = score(TEXT, &GoldNote::default(), &found(&[(0, 3, 3)]), &names);
    let expected = Count {
        found: 2,
        right: 0,
        gold: 0,
        hit: 0,
    };
    assert_eq!((tally.phi, tally.phi.precision()), (expected, 0.0));
}

#[test]
fn one_place_may_be_right_once_and_hit_twice() {
    let (drug, care) = (
        Kinds::parse("RXG,RXB").unwrap(),
        Kinds::parse("PROC,RXG").unwrap(),
    );
    let span = ByteSpan { start: 0, end: 1 };
    let mention = |kinds| GoldMention {
        span,
        kinds,
        traits: vec![],
    };
    let gold = GoldNote {
        mentions: vec![mention(drug), mention(care)],
        links: vec![],
    };
    let tally = score(
        TEXT,
        &gold,
        &found(&[(0, 1, 1)]),
        &Scheme::new([drug, care]),
    );
    let all = Tally::sum(tally.strict.values());
    assert_eq!((all.right, all.hit), (1, 2));
}

#[test]
fn a_class_that_may_identify_is_neither_right_nor_wrong() {
    let either = Kinds::parse("DATE,TIME").unwrap();
    let name = Kinds::one(Kind::Name);
    let mention = |start, end, kinds| GoldMention {
        span: ByteSpan { start, end },
        kinds,
        traits: vec![],
    };
    let gold = GoldNote {
        mentions: vec![mention(0, 2, either), mention(3, 5, name)],
        links: vec![],
    };
    let mut got = found(&[(0, 1, 3), (1, 3, 3), (4, 5, 3)]);
    for (m, (start, end)) in got.iter_mut().zip([(0, 2), (3, 4), (6, 7)]) {
        m.span = ByteSpan { start, end };
    }
    // A type that the file does not annotate finds what is there, and is not wrong elsewhere.
    got[1].kind = Kind::Prof;
    let tally = score("ab cd e", &gold, &got, &Scheme::new([either, name]));
    assert_eq!(
        tally.phi,
        Count {
            found: 2,
            right: 1,
            gold: 2,
            hit: 1
        }
    );
}

#[test]
fn calibration_is_the_weighed_distance() {
    let mut tally = Tally::default();
    for (score, right) in [(0.95, true), (0.95, false), (0.25, false), (1.0, true)] {
        tally.bins[Bin::of(score)].add(score, right);
    }
    let expected = 0.75 * ((0.95 + 0.95 + 1.0) / 3.0 - 2.0 / 3.0) + 0.25 * 0.25;
    assert!((tally.calibration_error() - expected).abs() < 1e-6);
    assert_eq!(Bin::of(f32::NAN), 0);
}
