//! Lines out of a stream of bytes, none of them longer in memory than the limit.

use super::{Place, Record};
use crate::reject::RejectReason;
use memchr::memchr;
use std::io::{self, BufRead, ErrorKind};

/// The UTF-8 byte order mark, which some programs write at the start of a file.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// The lines of a reader.
///
/// A line ends at `\n` or at the end of the file; a `\r` before the `\n` belongs to the line end; lines of white space
/// only are passed over. One copy of each line, none of a line over the limit. Its memory is that of one line.
pub(crate) struct Lines {
    reader: Box<dyn BufRead + Send>,
    limit: u64,
    at: Place,
}

impl Lines {
    /// Begins where the reader stands, which is `at`.
    pub(crate) fn new(reader: Box<dyn BufRead + Send>, limit: u64, at: Place) -> Self {
        Self { reader, limit, at }
    }

    /// The next line that is not blank.
    ///
    /// # Errors
    /// What the reader reports; lines before it were whole.
    pub(crate) fn next(&mut self) -> io::Result<Option<Record>> {
        loop {
            if self.at.byte == 0 {
                self.skip_bom()?;
            }
            let start = self.at.byte;
            let mut line = Vec::new();
            let len = self.read_line(&mut line)?;
            if self.at.byte == start {
                return Ok(None);
            }
            self.at.line += 1;
            if line.last() == Some(&b'\r') {
                line.pop();
            }
            let too_long = len > self.limit;
            if too_long || !line.trim_ascii().is_empty() {
                return Ok(Some(self.record(start, line, too_long.then_some(len))));
            }
        }
    }

    fn record(&self, start: u64, line: Vec<u8>, too_long: Option<u64>) -> Record {
        let content = match too_long {
            None => Ok(line),
            Some(requested) => Err(RejectReason::TooLong {
                what: "line",
                limit: self.limit,
                requested,
            }),
        };
        Record {
            content,
            line: self.at.line,
            byte: start,
            end: self.at.byte,
        }
    }

    fn skip_bom(&mut self) -> io::Result<()> {
        // A pipe that gives the mark byte by byte keeps it: its first line is then rejected, not lost.
        if fill(&mut self.reader)?.starts_with(BOM) {
            self.advance(BOM.len());
        }
        Ok(())
    }

    /// Passes over one line and its end; keeps it unless it is too long. Returns its length.
    fn read_line(&mut self, line: &mut Vec<u8>) -> io::Result<u64> {
        let mut len = 0;
        loop {
            let chunk = fill(&mut self.reader)?;
            if chunk.is_empty() {
                return Ok(len);
            }
            let newline = memchr(b'\n', chunk);
            let part = &chunk[..newline.unwrap_or(chunk.len())];
            len += part.len() as u64;
            if len <= self.limit {
                line.extend_from_slice(part);
            } else {
                *line = Vec::new();
            }
            let passed = part.len() + usize::from(newline.is_some());
            self.advance(passed);
            if newline.is_some() {
                return Ok(len);
            }
        }
    }

    fn advance(&mut self, bytes: usize) {
        self.reader.consume(bytes);
        self.at.byte += bytes as u64;
    }
}

/// `fill_buf` that goes on after an interrupted system call.
fn fill(reader: &mut Box<dyn BufRead + Send>) -> io::Result<&[u8]> {
    loop {
        match reader.fill_buf() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
            Ok(_) => break,
        }
    }
    // Filled already: this hands out the same bytes.
    reader.fill_buf()
}
