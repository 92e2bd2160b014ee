//! Files of annotated notes, packed or not, line by line.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, ErrorKind, Read};

use anyhow::Context as _;
use flate2::bufread::MultiGzDecoder;
use wardlake_models::eval::Kinds;

use super::lines::{Annotated, Lines};
use crate::args::Input;
use crate::exit::{Advice, Exit, fail};
use crate::plain;

/// What some editors write before the first line.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads a file, or standard input.
pub(super) fn file(input: &Input, told: &BTreeMap<String, Kinds>) -> anyhow::Result<Annotated> {
    let name = match input {
        Input::Stdin => "standard input".to_owned(),
        Input::File(path) => path.display().to_string(),
    };
    let shown = plain::name(&name);
    let cannot = || Advice::new(Exit::Input, format!("cannot read {shown}"));
    let source: Box<dyn Read> = match input {
        Input::Stdin => Box::new(io::stdin().lock()),
        Input::File(path) => Box::new(File::open(path).with_context(cannot)?),
    };
    let (text, packed) = unpacked(source).with_context(cannot)?;
    let mut lines = Lines::default();
    for (number, line) in (1_u64..).zip(text.split(b'\n')) {
        let line = line.map_err(|error| {
            if packed && error.kind() == ErrorKind::UnexpectedEof {
                let words = format!("{shown} is cut short: copy or pack it again");
                return fail(Exit::Input, words);
            }
            anyhow::Error::new(error).context(cannot())
        })?;
        let line = match line.strip_prefix(BYTE_ORDER_MARK) {
            Some(rest) if number == 1 => rest,
            _ => line.as_slice(),
        };
        if !line.trim_ascii().is_empty() {
            lines
                .take(line)
                .map_err(|wrong| fail(Exit::Input, format!("{shown}, line {number}: {wrong}")))?;
        }
    }
    if lines.is_empty() {
        return Err(fail(Exit::Input, format!("{shown} has no notes")));
    }
    Ok(lines.into_file(name, told))
}

/// What is in the source, and whether it is packed.
fn unpacked(mut source: Box<dyn Read>) -> io::Result<(Box<dyn BufRead>, bool)> {
    let mut head = Vec::new();
    source.by_ref().take(2).read_to_end(&mut head)?;
    let packed = head == [0x1f, 0x8b];
    let whole = BufReader::with_capacity(1 << 16, Cursor::new(head).chain(source));
    if packed {
        let plain = BufReader::with_capacity(1 << 16, MultiGzDecoder::new(whole));
        return Ok((Box::new(plain), true));
    }
    Ok((Box::new(whole), false))
}
