//! Resource types as two bytes.

#[cfg(test)]
mod tests;

use crate::{StoreError, StoreErrorKind};
use std::sync::LazyLock;
use wardlake_fhir::types;

/// The code of a resource type in keys: its place, from 1, among the 146 types of R4 in order of their names.
///
/// R4 is closed, so codes are fixed forever; types of a later release get codes after them, not among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TypeCode(u16);

static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| types::all().collect());

impl TypeCode {
    pub(crate) fn of(name: &str) -> Result<Self, StoreError> {
        let at = NAMES
            .binary_search(&name)
            .ok()
            .and_then(|at| u16::try_from(at + 1).ok());
        Ok(Self(at.ok_or(StoreErrorKind::UnknownType)?))
    }

    /// `None` for a number that no type has.
    pub(crate) fn from_code(code: u16) -> Option<Self> {
        (1..=NAMES.len())
            .contains(&code.into())
            .then_some(Self(code))
    }

    pub(crate) fn code(self) -> u16 {
        self.0
    }

    pub(crate) fn name(self) -> &'static str {
        NAMES[usize::from(self.0) - 1]
    }

    /// `Patient`, whose compartment is kept.
    pub(crate) fn patient() -> Self {
        static PATIENT: LazyLock<TypeCode> =
            LazyLock::new(|| TypeCode::of("Patient").expect("R4 has a resource type Patient"));
        *PATIENT
    }
}
