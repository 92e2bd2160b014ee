//! The crate from outside.

#![expect(clippy::unwrap_used, reason = "a failing test may panic")]

mod common;
mod families;
mod golden;
mod properties;
