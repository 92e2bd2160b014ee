//! Counts that add up, and precision, recall and F1 of them.

use std::collections::BTreeMap;

use super::kinds::Kinds;
use crate::kind::Trait;

/// How many were found and annotated, and how many of each are right.
///
/// `right` and `hit` differ where one mention answers for several: where right means overlapping, and also where it means
/// equal, if one place has two found types of one group, or is annotated in two groups that share the found type (it is
/// `right` in the one that it counts in, and `hit` in both).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Count {
    /// Found.
    pub found: u64,
    /// Found, and right.
    pub right: u64,
    /// Annotated.
    pub gold: u64,
    /// Annotated, and found.
    pub hit: u64,
}

impl Count {
    /// The count of one thing that was found, or annotated, or both.
    pub fn of(found: bool, gold: bool) -> Self {
        let both = u64::from(found && gold);
        Self {
            found: found.into(),
            right: both,
            gold: gold.into(),
            hit: both,
        }
    }

    /// Adds another count.
    pub fn merge(&mut self, other: Self) {
        self.found += other.found;
        self.right += other.right;
        self.gold += other.gold;
        self.hit += other.hit;
    }

    /// The share of what was found that is right; 0 where nothing was found.
    pub fn precision(&self) -> f64 {
        share(self.right, self.found)
    }

    /// The share of what is annotated that was found; 0 where nothing is annotated.
    pub fn recall(&self) -> f64 {
        share(self.hit, self.gold)
    }

    /// The harmonic mean of both; 0 where either is 0.
    pub fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        let sum = precision + recall;
        if sum > 0.0 {
            2.0 * precision * recall / sum
        } else {
            0.0
        }
    }
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

/// Mentions whose scores lie in one tenth.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Bin {
    /// How many.
    pub mentions: u64,
    /// How many of them are right: same start, end and type.
    pub right: u64,
    /// The sum of their scores.
    pub score: f64,
}

impl Bin {
    /// How many there are.
    pub const COUNT: usize = 10;

    /// Which bin a score belongs to.
    pub(super) fn of(score: f32) -> usize {
        // A cast of a float saturates, and NaN becomes 0.
        ((f64::from(score) * Self::COUNT as f64) as usize).min(Self::COUNT - 1)
    }

    pub(super) fn add(&mut self, score: f32, right: bool) {
        self.mentions += 1;
        self.right += u64::from(right);
        self.score += f64::from(score);
    }

    /// The mean score; 0 where there are none.
    pub fn mean_score(&self) -> f64 {
        if self.mentions == 0 {
            0.0
        } else {
            self.score / self.mentions as f64
        }
    }

    /// The share that is right; 0 where there are none.
    pub fn precision(&self) -> f64 {
        share(self.right, self.mentions)
    }
}

/// What is counted over notes.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Tally {
    /// Notes.
    pub documents: u64,
    /// Annotated mentions that are scored.
    pub mentions: u64,
    /// Found mentions beside any scored one that overlap one of an unscored label: neither right nor wrong.
    pub left_out: u64,
    /// Same start, end and type, by group of types.
    pub strict: BTreeMap<Kinds, Count>,
    /// Overlap and same type, by group of types.
    pub relaxed: BTreeMap<Kinds, Count>,
    /// Traits of the mentions found exactly, in the order of [`Trait::ALL`].
    pub traits: [Count; Trait::ALL.len()],
    /// The same of conditions alone.
    pub dx_traits: [Count; Trait::ALL.len()],
    /// Links with both ends exact.
    pub links: Count,
    /// Those of them that begin at an attribute.
    pub attribute_links: Count,
    /// Those of the attribute links, found or annotated, whose both ends were found exactly.
    pub linkable: Count,
    /// Characters of identifying details, whatever their type.
    pub phi: Count,
    /// Scores of the found mentions.
    pub bins: [Bin; Bin::COUNT],
}

impl Tally {
    /// Adds the counts of other notes.
    pub fn merge(&mut self, other: &Tally) {
        self.documents += other.documents;
        self.mentions += other.mentions;
        self.left_out += other.left_out;
        for (mine, theirs) in [
            (&mut self.strict, &other.strict),
            (&mut self.relaxed, &other.relaxed),
        ] {
            theirs
                .iter()
                .for_each(|(kinds, count)| mine.entry(*kinds).or_default().merge(*count));
        }
        for (mine, theirs) in [
            (&mut self.traits, &other.traits),
            (&mut self.dx_traits, &other.dx_traits),
        ] {
            mine.iter_mut()
                .zip(theirs)
                .for_each(|(mine, theirs)| mine.merge(*theirs));
        }
        self.links.merge(other.links);
        self.attribute_links.merge(other.attribute_links);
        self.linkable.merge(other.linkable);
        self.phi.merge(other.phi);
        for (mine, theirs) in self.bins.iter_mut().zip(&other.bins) {
            mine.mentions += theirs.mentions;
            mine.right += theirs.right;
            mine.score += theirs.score;
        }
    }

    /// The sum of counts.
    pub fn sum<'a>(counts: impl IntoIterator<Item = &'a Count>) -> Count {
        counts.into_iter().fold(Count::default(), |mut sum, count| {
            sum.merge(*count);
            sum
        })
    }

    /// The mean distance between score and precision of the bins, each weighed by its mentions; 0 where there are none.
    pub fn calibration_error(&self) -> f64 {
        let all: u64 = self.bins.iter().map(|bin| bin.mentions).sum();
        let distance =
            |bin: &Bin| share(bin.mentions, all) * (bin.mean_score() - bin.precision()).abs();
        self.bins.iter().map(distance).sum()
    }

    pub(super) fn count_found(&mut self, group: Kinds, exact: bool, overlaps: bool) {
        for (counts, right) in [(&mut self.strict, exact), (&mut self.relaxed, overlaps)] {
            let count = counts.entry(group).or_default();
            count.found += 1;
            count.right += u64::from(right);
        }
    }

    pub(super) fn count_gold(&mut self, group: Kinds, exact: bool, overlaps: bool) {
        for (counts, hit) in [(&mut self.strict, exact), (&mut self.relaxed, overlaps)] {
            let count = counts.entry(group).or_default();
            count.gold += 1;
            count.hit += u64::from(hit);
        }
    }
}
