//! Colour, where it is wanted.

use std::io::{IsTerminal as _, stdout};

use crate::args::ColorChoice;

/// Whether what goes to standard output is coloured: as asked, else where it is a terminal and `NO_COLOR` is unset.
pub(crate) fn on_stdout(choice: ColorChoice) -> Palette {
    let wanted = match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => {
            stdout().is_terminal()
                && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        }
    };
    Palette { wanted }
}

/// Wraps text in a style, or leaves it alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Palette {
    wanted: bool,
}

impl Palette {
    #[cfg(test)]
    pub(crate) fn new(wanted: bool) -> Self {
        Self { wanted }
    }

    pub(crate) fn is_coloured(self) -> bool {
        self.wanted
    }

    /// `text` in these SGR codes, such as `1;31`.
    pub(crate) fn paint(self, codes: &str, text: &str) -> String {
        if self.wanted && !codes.is_empty() {
            format!("\x1b[{codes}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }

    pub(crate) fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    pub(crate) fn dim(self, text: &str) -> String {
        self.paint("2", text)
    }
}
