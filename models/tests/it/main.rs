//! The crate from outside.

mod common;
mod families;
mod golden;
mod properties;
