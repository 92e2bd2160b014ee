//! Drugs that a note names because the patient must not take them.
//!
//! The model marks them like any drug, as the label scheme wants. Read as medications they would be dangerous, and so
//! would be a medication that is taken for one of them. The rule reads words, not only what the model found: a missed
//! allergy word must not turn an allergen into a medication.
//!
//! | file | what |
//! |---|---|
//! | `tokens` | words, marks and drugs of a sentence |
//! | `words` | what counts as a word of reactions, of taking, of kin |
//! | `cues` | where a sentence speaks of an allergy |
//! | `denial` | whether it is denied, or a relative's |
//! | `taking` | where the sentence turns to what is taken |
//! | `behind` | drugs that the words behind them say were taken or tolerated |
//! | `drugs` | doses and reactions behind a drug |
//! | `labels` | labels of an item, and of something else |
//! | `sentence` | the drugs of one sentence |
//! | `list` | how far a list of allergies goes |

mod behind;
mod cues;
mod denial;
mod drugs;
mod labels;
mod list;
mod sentence;
mod taking;
mod tokens;
mod words;

use list::List;
use sentence::{Said, Scan};
use tokens::Reader;
use wardlake_models::{Mention, Segments, Trait, TraitScore};
use words::is_kin;

/// Which mentions are allergens; one of a denied allergy becomes negated, one of a relative's the family's.
///
/// One pass over the text; what is looked up around a word is a few words away or ends at the next drug.
pub(crate) fn mark(text: &str, segments: &Segments, mentions: &mut [Mention]) -> Vec<bool> {
    if !mentions.iter().any(|mention| mention.kind.is_drug()) {
        return vec![false; mentions.len()];
    }
    // ASCII, because it keeps every offset.
    let lower = text.to_ascii_lowercase();
    let verdicts = verdicts(&lower, segments, mentions);
    for (mention, said) in mentions.iter_mut().zip(&verdicts) {
        let Some(said) = said else { continue };
        add(mention, Trait::Neg, said.negated);
        add(mention, Trait::Fam, said.family);
    }
    verdicts.iter().map(Option::is_some).collect()
}

fn verdicts(lower: &str, segments: &Segments, mentions: &[Mention]) -> Vec<Option<Said>> {
    let mut verdicts = vec![None; mentions.len()];
    let mut reader = Reader::new(lower, mentions);
    let mut list = List::default();
    let mut tokens = Vec::new();
    let mut sections = segments.sections.iter().peekable();
    let mut history = false;
    let mut end = 0;
    for &sentence in &segments.sentences {
        let opened = sections.next_if(|section| section.span.start <= sentence.start);
        if let Some(section) = opened {
            history = section.kind == "family_history";
        }
        reader.read(sentence, &mut tokens);
        // What follows the family's history in its line is often the patient's.
        let kin = opened.is_some() || tokens.iter().any(|token| is_kin(token.word));
        let family = history && kin;
        let gap = lower.get(end..sentence.start as usize).unwrap_or_default();
        end = sentence.end as usize;
        let start = list.enter(&tokens, opened, gap);
        let scan = Scan::new(&tokens, mentions, family, list.is_open());
        list.leave(&scan.run(start, &mut verdicts));
    }
    verdicts
}

fn add(drug: &mut Mention, name: Trait, score: Option<f32>) {
    if let Some(score) = score.filter(|_| !drug.has(name)) {
        drug.traits.push(TraitScore { name, score });
    }
}

#[cfg(test)]
mod tests;
