//! Behaviour of the whole: the binary as a user runs it, and the rules that the compiler cannot enforce.
//! Something that a person would notice probably belongs here; a detail of one crate belongs beside it.

mod bad_input;
mod crash;
mod evaluate;
mod main_job;
mod places;
mod serve;
mod synthea;
mod tidy;
