//! Sets of types, and which of them a file scores.

use std::fmt;

use crate::kind::Kind;

const _: () = assert!(Kind::ALL.len() <= 64);

/// A set of types.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Kinds(u64);

impl Kinds {
    /// The types that identify a person.
    pub const PHI: Kinds = {
        use Kind as K;
        let all = [
            K::Name,
            K::Age,
            K::Date,
            K::Id,
            K::Phone,
            K::Email,
            K::Url,
            K::Addr,
            K::Prof,
        ];
        let (mut set, mut at) = (0, 0);
        while at < all.len() {
            set |= 1 << all[at] as u64;
            at += 1;
        }
        Kinds(set)
    };

    /// Reads codes with commas between them; `None` if one is unknown. No code at all is the empty set.
    pub fn parse(codes: &str) -> Option<Self> {
        let codes = codes
            .split(',')
            .map(str::trim)
            .filter(|code| !code.is_empty());
        codes.map(Kind::from_code).collect()
    }

    /// The set of one type.
    pub const fn one(kind: Kind) -> Self {
        Self(1 << kind as u64)
    }

    /// Whether it has none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether it has this one.
    pub const fn contains(self, kind: Kind) -> bool {
        self.0 & Self::one(kind).0 != 0
    }

    /// The types of either.
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether they share a type.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether the other has all of these.
    pub const fn within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Its types, in the order of the scheme.
    pub fn iter(self) -> impl Iterator<Item = Kind> {
        Kind::ALL
            .iter()
            .copied()
            .filter(move |kind| self.contains(*kind))
    }

    /// Its only type, if it has just one.
    pub fn only(self) -> Option<Kind> {
        if self.0.count_ones() == 1 {
            self.iter().next()
        } else {
            None
        }
    }
}

impl FromIterator<Kind> for Kinds {
    fn from_iter<I: IntoIterator<Item = Kind>>(kinds: I) -> Self {
        kinds
            .into_iter()
            .fold(Self::default(), |set, kind| set.union(Self::one(kind)))
    }
}

impl fmt::Display for Kinds {
    /// The codes, with commas between them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, kind) in self.iter().enumerate() {
            f.write_str(if at > 0 { "," } else { "" })?;
            f.write_str(kind.code())?;
        }
        Ok(())
    }
}

impl fmt::Debug for Kinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{self}}}")
    }
}

/// What the annotations of a file allow to be scored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scheme {
    groups: Vec<Kinds>,
    kinds: Kinds,
    traits: bool,
    links: bool,
}

impl Scheme {
    /// Scores these groups; empty ones are dropped, and equal ones are one.
    pub fn new(groups: impl IntoIterator<Item = Kinds>) -> Self {
        let mut groups: Vec<Kinds> = groups
            .into_iter()
            .filter(|group| !group.is_empty())
            .collect();
        groups.sort_unstable_by_key(|group| (group.0.count_ones(), *group));
        groups.dedup();
        let kinds = groups
            .iter()
            .fold(Kinds::default(), |all, group| all.union(*group));
        Self {
            groups,
            kinds,
            traits: false,
            links: false,
        }
    }

    /// Scores traits as well.
    #[must_use]
    pub fn with_traits(self, traits: bool) -> Self {
        Self { traits, ..self }
    }

    /// Scores links as well, where both ends have one possible type.
    #[must_use]
    pub fn with_links(self, links: bool) -> Self {
        Self { links, ..self }
    }

    /// The groups, narrow ones first.
    pub fn groups(&self) -> &[Kinds] {
        &self.groups
    }

    /// The types of all groups.
    pub fn kinds(&self) -> Kinds {
        self.kinds
    }

    /// The types of the groups that identify a person, whichever of their types it is.
    pub fn identifying(&self) -> Kinds {
        self.groups
            .iter()
            .filter(|group| group.within(Kinds::PHI))
            .fold(Kinds::default(), |all, group| all.union(*group))
    }

    /// Whether traits are scored.
    pub fn has_traits(&self) -> bool {
        self.traits
    }

    /// Whether links are scored.
    pub fn has_links(&self) -> bool {
        self.links
    }

    pub(super) fn place(&self, kinds: Kinds) -> Option<usize> {
        self.groups.iter().position(|group| *group == kinds)
    }

    pub(super) fn groups_of(&self, kind: Kind) -> impl Iterator<Item = usize> {
        (0..self.groups.len()).filter(move |&at| self.groups[at].contains(kind))
    }
}
