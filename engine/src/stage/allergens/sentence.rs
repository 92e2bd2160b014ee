//! The drugs of one sentence: a scan with what was last said of allergies and of taking.

use super::behind;
use super::cues::{self, Cue};
use super::denial;
use super::drugs;
use super::labels;
use super::taking::{self, Release};
use super::tokens::{Token, before, word};
use super::words::is_joint;
use wardlake_models::{Mention, Trait};

/// What is said of an allergy.
#[derive(Clone, Copy, PartialEq, Default)]
pub(super) struct Said {
    /// How surely it is denied.
    pub(super) negated: Option<f32>,
    /// How surely it is a relative's.
    pub(super) family: Option<f32>,
}

/// What a sentence means to the list that it stands in.
#[derive(Clone, Copy, Default)]
pub(super) struct Outcome {
    /// It has an allergen.
    pub(super) item: bool,
    /// It has words.
    pub(super) words: bool,
    /// It says that there are no allergies, or goes over to medications.
    pub(super) ends: bool,
}

/// A scan of a sentence.
pub(super) struct Scan<'s> {
    tokens: &'s [Token<'s>],
    mentions: &'s [Mention],
    /// Whether it stands under 'family history'.
    family: bool,
    /// Whether it stands in a list of allergies.
    listed: bool,
    /// The allergy that drugs are of now.
    said: Option<Said>,
    release: Release,
    /// What was so before the parenthesis.
    outer: Option<(Option<Said>, Release)>,
    /// Whether no drug has followed what was said.
    fresh: bool,
    /// Whether an allergy word or a heading stands right before.
    direct: bool,
    denied: bool,
    outcome: Outcome,
}

impl<'s> Scan<'s> {
    pub(super) fn new(
        tokens: &'s [Token<'s>],
        mentions: &'s [Mention],
        family: bool,
        listed: bool,
    ) -> Self {
        Self {
            tokens,
            mentions,
            family,
            listed,
            said: listed.then(Said::default),
            release: Release::None,
            outer: None,
            fresh: true,
            direct: false,
            denied: false,
            outcome: Outcome::default(),
        }
    }

    /// Reads from a token on and notes the allergens.
    pub(super) fn run(mut self, start: usize, verdicts: &mut [Option<Said>]) -> Outcome {
        let taken = behind::taken(self.tokens);
        // Behind a heading.
        self.direct = start > 0;
        let mut at = start;
        while let Some(token) = self.tokens.get(at) {
            self.outcome.words |= token.is_word() || token.drug.is_some();
            let next = if let Some(drug) = token.drug {
                self.drug(at, drug, taken[at], verdicts);
                at + 1
            } else if let Some(cue) = cues::at(self.tokens, at) {
                self.cue(at, cue, (start, verdicts));
                cue.end
            } else {
                self.word(at, start);
                at + 1
            };
            at = next;
        }
        let away = self.release == Release::Rest && !self.outcome.item;
        self.outcome.ends |= away || self.denied;
        self.outcome
    }

    fn drug(&mut self, at: usize, drug: usize, taken: bool, verdicts: &mut [Option<Said>]) {
        let dosed = !self.direct && self.is_dosed(drug) && !drugs::is_harmful(self.tokens, at);
        // From a dosed drug on it is another list.
        if self.said.is_some() && dosed {
            self.release = Release::Rest;
            self.outcome.ends |= self.listed;
        }
        let allergic = self.said.filter(|_| self.release == Release::None);
        let caused = drugs::has_caused(self.tokens, at, self.denied);
        let said = allergic.or(caused.then(Said::default));
        let taken = taken || drugs::is_cure(self.tokens[at].word);
        if let Some(said) = said.filter(|_| !taken) {
            verdicts[drug] = Some(said);
            self.outcome.item = true;
        }
        (self.fresh, self.direct) = (false, false);
    }

    /// An allergy word: says of drugs before it or behind it, or denies all.
    fn cue(&mut self, at: usize, cue: Cue, (start, verdicts): (usize, &mut [Option<Said>])) {
        let denied = cue.kind == cues::Kind::Denial || denial::is_denied(self.tokens, at, cue);
        let said = self.meant(at, denied);
        let to = word(self.tokens, cue.end) == "to";
        if cue.kind == cues::Kind::Allergy && !to && self.mark_before((start, at), said, verdicts) {
            return;
        }
        let all = cue.kind == cues::Kind::Denial
            || (denied && denial::is_general_denial(self.tokens, at, cue));
        let no_reaction = denied && cue.kind == cues::Kind::Reaction;
        if all || no_reaction {
            self.said = None;
            self.denied |= all;
        } else if cues::opens(self.tokens, cue) && (!denied || to || self.is_for(cue)) {
            self.said = Some(said);
            self.release = Release::None;
            (self.fresh, self.direct) = (true, true);
        }
    }

    fn is_dosed(&self, drug: usize) -> bool {
        let end = self.tokens.last().map_or(0, |token| token.span.end);
        drugs::is_dosed(&self.mentions[drug + 1..], end)
    }

    fn is_for(&self, cue: Cue) -> bool {
        word(self.tokens, cue.end) == "for"
    }

    fn meant(&self, at: usize, denied: bool) -> Said {
        let cue = self.tokens[at].allergy.map(|i| &self.mentions[i]);
        let score = |name| {
            let known = cue.and_then(|m| m.traits.iter().find(|t| t.name == name));
            known
                .map(|t| t.score)
                .or(cue.map(|m| m.score))
                .unwrap_or(1.0)
        };
        let family = self.family || denial::is_familial(self.tokens, at);
        let denied = denied || cue.is_some_and(|m| m.has(Trait::Neg));
        Said {
            negated: denied.then(|| score(Trait::Neg)),
            family: family.then(|| score(Trait::Fam)),
        }
    }

    /// 'Penicillin and sulfa allergies': marks the drugs before a word; whether there was one.
    fn mark_before(
        &mut self,
        (start, cue): (usize, usize),
        said: Said,
        verdicts: &mut [Option<Said>],
    ) -> bool {
        let mut at = cue;
        if matches!(
            before(self.tokens, at, 1),
            "drug" | "drugs" | "antibiotic" | "-"
        ) && (before(self.tokens, at, 1) != "-" || self.is_bound(at))
        {
            at -= 1;
        }
        let mut found = false;
        while at > start {
            at -= 1;
            match self.tokens[at].drug {
                Some(drug) if !(found && self.is_dosed(drug)) => {
                    verdicts[drug] = Some(said);
                    found = true;
                }
                // 'Takes aspirin, penicillin allergy'.
                None if found && is_joint(self.tokens[at].word) => {
                    if self.release != Release::None && self.tokens[at].word == "," {
                        break;
                    }
                }
                _ => break,
            }
        }
        self.outcome.item |= found;
        found
    }

    /// Whether a hyphen before a word is part of it, or the word is no mere reason: 'Zyrtec - allergies'.
    fn is_bound(&self, at: usize) -> bool {
        let hyphen = self.tokens[at - 1].span;
        hyphen.end == self.tokens[at].span.start || !self.tokens[at].word.starts_with("allergies")
    }

    fn word(&mut self, at: usize, start: usize) {
        match self.tokens[at].word {
            "(" => self.outer = Some((self.said, self.release)),
            ")" => {
                if let Some((said, release)) = self.outer.take() {
                    (self.said, self.release) = (said, release);
                }
            }
            "," if self.release == Release::Next && !self.fresh => self.release = Release::None,
            ";" if self.release < Release::Rest => self.release = Release::None,
            ":" => self.label(at, start),
            "none" | "nil" | "denied" | "unknown" if self.listed && self.fresh => {
                self.said = None;
                self.denied = true;
            }
            "denies" if self.listed && self.tokens.len() <= at + 2 => self.denied = true,
            _ if self.denied && denial::is_exception(self.tokens, at) => {
                self.said = Some(Said::default());
                self.release = Release::None;
                self.denied = false;
                self.fresh = true;
            }
            _ => self.turn(at),
        }
    }

    /// A word of taking.
    fn turn(&mut self, at: usize) {
        let release = taking::release(self.tokens, at, self.fresh && self.said.is_some());
        if release > self.release {
            self.release = release;
            // So that the comma that ends the release is one behind a drug.
            self.fresh = release == Release::Next || self.fresh;
        }
    }

    /// A label of something else than allergies.
    fn label(&mut self, colon: usize, start: usize) {
        if labels::turns(self.tokens, colon, start) {
            self.said = None;
            self.release = Release::Rest;
            self.outcome.ends = true;
        }
    }
}
