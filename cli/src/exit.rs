//! How the program ends: one table of exit codes, and the one place that prints an error.

use std::fmt;
use std::io::{self, ErrorKind};
use std::process::ExitCode;

/// An exit code. `--help` prints this table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    Done = 0,
    Failed = 1,
    Usage = 2,
    Rejected = 3,
    Store = 4,
    Input = 5,
    Interrupted = 130,
}

impl Exit {
    const ALL: [(Exit, &'static str); 7] = [
        (Self::Done, "done"),
        (Self::Failed, "failed; the message says why"),
        (Self::Usage, "the arguments make no sense"),
        (Self::Rejected, "finished, but some lines were rejected"),
        (
            Self::Store,
            "the store is locked by another run, poisoned, damaged or not there",
        ),
        (
            Self::Input,
            "the input cannot be read, or changed while it was read",
        ),
        (
            Self::Interrupted,
            "interrupted; the same command goes on where it was",
        ),
    ];
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// The table, for `--help`.
pub(crate) fn help() -> String {
    help_on(&Exit::ALL.map(|(exit, _)| exit))
}

/// The rows of the table that a command can give.
pub(crate) fn help_on(codes: &[Exit]) -> String {
    let rows: Vec<String> = Exit::ALL
        .iter()
        .filter(|(exit, _)| codes.contains(exit))
        .map(|(exit, meaning)| format!("  {:>3}  {meaning}", *exit as u8))
        .collect();
    format!("Exit codes:\n{}", rows.join("\n"))
}

/// Words for the person, and the exit code, around whatever caused it.
#[derive(Debug)]
pub(crate) struct Advice {
    exit: Exit,
    words: String,
}

impl Advice {
    pub(crate) fn new(exit: Exit, words: impl Into<String>) -> Self {
        Self {
            exit,
            words: words.into(),
        }
    }
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl std::error::Error for Advice {}

/// An error with an exit code and words for the person.
pub(crate) fn fail(exit: Exit, words: impl Into<String>) -> anyhow::Error {
    Advice::new(exit, words).into()
}

/// Prints what went wrong, if anything, and returns the exit code.
pub(crate) fn report(outcome: anyhow::Result<Exit>) -> Exit {
    let error = match outcome {
        Ok(exit) => return exit,
        Err(error) => error,
    };
    if is_closed_pipe(&error) {
        return Exit::Done;
    }
    eprintln!("{}", explain(&error));
    code(&error)
}

/// The error and its causes; a cause that the one before it repeats is said once.
fn explain(error: &anyhow::Error) -> String {
    let mut said = error.to_string();
    let mut out = format!("error: {said}");
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !said.contains(&cause) {
            out.push_str(&format!("\n  because {cause}"));
            said = cause;
        }
    }
    out
}

fn code(error: &anyhow::Error) -> Exit {
    error
        .downcast_ref::<Advice>()
        .map_or(Exit::Failed, |advice| advice.exit)
}

/// Whoever reads our output has seen enough: `wardlake nlp … | head`.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let closed = |cause: &io::Error| cause.kind() == ErrorKind::BrokenPipe;
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(closed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::Context as _;

    #[test]
    fn advice_decides_the_code_wherever_it_stands() {
        let inner: anyhow::Result<()> = Err(io::Error::other("disk on fire").into());
        let outer = inner.context(Advice::new(Exit::Store, "cannot open the store"));
        assert_eq!(code(&outer.expect_err("it failed")), Exit::Store);
        assert_eq!(
            code(&fail(Exit::Input, "no such file").context("around it")),
            Exit::Input
        );
        assert_eq!(code(&anyhow::anyhow!("something")), Exit::Failed);
    }

    #[test]
    fn a_closed_pipe_is_no_failure() {
        let error =
            anyhow::Error::new(io::Error::from(ErrorKind::BrokenPipe)).context("cannot write");
        assert_eq!(report(Err(error)), Exit::Done);
    }

    #[test]
    fn causes_are_told_once() {
        let cause = io::Error::other("no route");
        let error = anyhow::Error::new(cause)
            .context("request failed: no route")
            .context("cannot download");
        assert_eq!(
            explain(&error),
            "error: cannot download\n  because request failed: no route"
        );
    }

    #[test]
    fn help_lists_every_code() {
        assert!(
            [
                "0  done",
                "2  ",
                "3  finished",
                "4  the store",
                "5  the input",
                "130  inter"
            ]
            .iter()
            .all(|row| help().contains(row))
        );
        assert_eq!(help_on(&[Exit::Done]), "Exit codes:\n    0  done");
    }
}
