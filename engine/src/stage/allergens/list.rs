//! How far a list of allergies goes: from its heading to what is no item of it.

use super::cues;
use super::sentence::Outcome;
use super::taking::{self, Release};
use super::tokens::{Token, word};
use super::words::{begins, is_general, is_reaction};
use wardlake_models::Section;

/// Words within which a heading has its allergy word, and its colon behind that.
const HEADING: usize = 4;

/// Words and marks of the longest heading without a colon.
const TITLE: usize = 5;

/// What no heading of a list says.
const OTHERS: [&str; 10] = [
    "no",
    "not",
    "denies",
    "denied",
    "without",
    "immunology",
    "consult",
    "clinic",
    "note",
    "has",
];

/// Words before the first drug of a sentence, or without one, that make it a narrative.
const NARRATIVE: (usize, usize) = (4, 6);

/// A list of allergies, open or not.
#[derive(Default)]
pub(super) struct List {
    open: bool,
    /// Whether it has had an item, of drugs or not.
    filled: bool,
    /// Whether the heading stands alone, so that what it heads are lines, remarks included.
    block: bool,
}

impl List {
    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    /// Opens or closes before a sentence, and gives the token to read from: behind the heading.
    pub(super) fn enter(
        &mut self,
        tokens: &[Token<'_>],
        section: Option<&Section>,
        gap: &str,
    ) -> usize {
        let heading = match section {
            Some(section) if section.kind == "allergies" => {
                let title = section.title.end;
                Some(tokens.iter().take_while(|t| t.span.start < title).count())
            }
            Some(_) => None,
            None => heading(tokens),
        };
        if let Some(end) = heading {
            let start = end + usize::from(word(tokens, end) == ":");
            *self = Self {
                open: true,
                filled: false,
                block: start >= tokens.len(),
            };
            return start;
        }
        let lines = gap.bytes().filter(|b| *b == b'\n').count();
        let blank = self.filled && lines > 1;
        let remark = self.block && lines == 0;
        let timed = lines > 0 && is_time(tokens);
        if section.is_some() || blank || timed || is_narrative(tokens, remark) {
            self.open = false;
        }
        0
    }

    /// Closes behind a sentence that ends the list.
    pub(super) fn leave(&mut self, outcome: &Outcome) {
        self.filled |= outcome.words;
        self.open &= !outcome.ends;
    }
}

/// Where the heading of a list ends that the table of headings does not know: 'Allergies on file:', 'LISTED ALLERGIES'.
fn heading(tokens: &[Token<'_>]) -> Option<usize> {
    let cue = (0..HEADING).find(|&at| cues::at(tokens, at).is_some())?;
    let colon = (cue..=cue + 2 * HEADING).find(|&at| word(tokens, at) == ":");
    let short = tokens.len() <= TITLE && tokens.last().is_some_and(|t| t.word != ".");
    let end = colon.or(short.then_some(tokens.len()))?;
    let names = tokens.iter().take(end);
    // 'Allergies, asthma: montelukast' is a problem.
    let several = names.clone().any(|token| token.word == ",");
    let drugs = names.clone().any(|token| token.drug.is_some());
    let name = word(tokens, cue);
    let noun = begins(name, &["allerg", "intol", "adverse"]) && name != "allergic";
    let lead = names.clone().take(cue).all(|token| is_lead(token.word));
    let other = names.clone().any(|token| OTHERS.contains(&token.word));
    let turned = (0..end).any(|at| taking::release(tokens, at, false) != Release::None);
    (noun && lead && !several && !drugs && !other && !turned).then_some(end)
}

/// What may stand before the allergy word of a heading.
fn is_lead(word: &str) -> bool {
    let words = [
        "listed",
        "list",
        "update",
        "updated",
        "patient",
        "pt",
        "confirmed",
    ];
    is_general(word) || words.contains(&word) || !word.starts_with(char::is_alphabetic)
}

/// '0852 propofol': a chart of what was given.
fn is_time(tokens: &[Token<'_>]) -> bool {
    let first = tokens.first().map_or("", |token| token.word);
    first.len() > 2 && first.bytes().all(|b| b.is_ascii_digit())
}

/// A sentence of its own that only happens to follow: many words before its first drug, and no word of an allergy.
///
/// A remark behind an item on its line may be one, as long as it names no drug.
fn is_narrative(tokens: &[Token<'_>], remark: bool) -> bool {
    let first = tokens.iter().position(|token| token.drug.is_some());
    let lead = &tokens[..first.unwrap_or(tokens.len())];
    let most = if first.is_some() {
        NARRATIVE.0
    } else {
        NARRATIVE.1
    };
    // 'Latex, adhesive tape, bee stings, codeine' is a list.
    let runs = lead.split(|token| token.word == ",");
    let longest = runs
        .map(|run| run.iter().filter(|token| token.is_word()).count())
        .max();
    (!remark || first.is_some())
        && longest >= Some(most)
        && !lead
            .iter()
            .any(|token| is_reaction(token.word) || begins(token.word, &["tolerat"]))
        && !(0..lead.len()).any(|at| cues::at(tokens, at).is_some())
}
