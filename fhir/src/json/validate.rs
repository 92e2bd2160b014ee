//! The validating scan: one pass, a bit of state a level, no recursion.

use super::error::{JsonError, JsonErrorKind};
use super::string::{code_point, plain_run};
use super::{JsonErrorKind as E, MAX_DEPTH};
use std::ops::Range;

/// Checks that `text`, which is UTF-8, is one JSON value with white space around it; returns the value's range.
pub(super) fn value(text: &[u8]) -> Result<Range<usize>, JsonError> {
    let mut scan = Scan {
        text,
        at: 0,
        nest: Nest::default(),
    };
    scan.space();
    let start = scan.at;
    if start == text.len() {
        return Err(scan.fault(E::Empty));
    }
    scan.values()?;
    let end = scan.at;
    scan.space();
    if scan.at < text.len() {
        return Err(scan.fault(E::TrailingBytes));
    }
    Ok(start..end)
}

/// Which of the open levels are objects: bit `n` for level `n`.
#[derive(Default)]
struct Nest {
    objects: [u64; MAX_DEPTH / 64],
    depth: usize,
}

impl Nest {
    /// Opens a level; false when there are too many.
    fn push(&mut self, object: bool) -> bool {
        if self.depth == MAX_DEPTH {
            return false;
        }
        let (word, bit) = (self.depth / 64, 1 << (self.depth % 64));
        self.objects[word] = if object {
            self.objects[word] | bit
        } else {
            self.objects[word] & !bit
        };
        self.depth += 1;
        true
    }

    fn pop(&mut self) {
        self.depth -= 1;
    }

    /// Whether the innermost level is an object; `None` outside all.
    fn in_object(&self) -> Option<bool> {
        let level = self.depth.checked_sub(1)?;
        Some(self.objects[level / 64] >> (level % 64) & 1 == 1)
    }
}

struct Scan<'a> {
    text: &'a [u8],
    at: usize,
    nest: Nest,
}

impl Scan<'_> {
    fn values(&mut self) -> Result<(), JsonError> {
        loop {
            let ended = self.begin()?;
            if ended && self.follow()? {
                return Ok(());
            }
        }
    }

    /// Takes a scalar or an empty array or object whole, or opens one and stands before its first value.
    /// True if a value has ended.
    fn begin(&mut self) -> Result<bool, JsonError> {
        match self.peek()? {
            b'"' => self.string()?,
            b'{' => return self.open(true),
            b'[' => return self.open(false),
            b'-' | b'0'..=b'9' => self.number()?,
            b't' => self.word(b"true")?,
            b'f' => self.word(b"false")?,
            b'n' => self.word(b"null")?,
            _ => return Err(self.fault(E::UnexpectedByte)),
        }
        Ok(true)
    }

    fn open(&mut self, object: bool) -> Result<bool, JsonError> {
        if !self.nest.push(object) {
            return Err(self.fault(E::TooDeep {
                limit: MAX_DEPTH,
                requested: MAX_DEPTH + 1,
            }));
        }
        self.at += 1;
        self.space();
        let close = if object { b'}' } else { b']' };
        if self.peek()? == close {
            self.at += 1;
            self.nest.pop();
            return Ok(true);
        }
        if object {
            self.key()?;
        }
        Ok(false)
    }

    /// After a value: closes what ends here, then stands before the next value. True when all is closed.
    fn follow(&mut self) -> Result<bool, JsonError> {
        while let Some(object) = self.nest.in_object() {
            self.space();
            match (self.peek()?, object) {
                (b',', _) => {
                    self.at += 1;
                    self.space();
                    if object {
                        self.key()?;
                    }
                    return Ok(false);
                }
                (b'}', true) | (b']', false) => {
                    self.at += 1;
                    self.nest.pop();
                }
                _ => return Err(self.fault(E::UnexpectedByte)),
            }
        }
        Ok(true)
    }

    /// A member's name and colon, and the white space after it.
    fn key(&mut self) -> Result<(), JsonError> {
        self.expect(b'"')?;
        self.string()?;
        self.space();
        self.expect(b':')?;
        self.at += 1;
        self.space();
        Ok(())
    }

    fn string(&mut self) -> Result<(), JsonError> {
        self.at += 1;
        loop {
            self.at = plain_run(self.text, self.at);
            match self.peek()? {
                b'"' => break,
                b'\\' => self.escape()?,
                _ => return Err(self.fault(E::ControlCharacter)),
            }
        }
        self.at += 1;
        Ok(())
    }

    fn escape(&mut self) -> Result<(), JsonError> {
        let rest = &self.text[self.at + 1..];
        match rest.first() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 2,
            Some(b'u') => match code_point(&rest[1..]) {
                Some((_, len)) => self.at += 2 + len,
                None => return Err(self.bad_code_point(&rest[1..])),
            },
            Some(_) => return Err(self.fault(E::BadEscape)),
            None => return Err(self.truncated()),
        }
        Ok(())
    }

    /// A text cut inside `\uD83D\uDE00` is cut, not wrong.
    fn bad_code_point(&self, digits: &[u8]) -> JsonError {
        const SHAPE: &[u8; 10] = b"hhhh\\uhhhh";
        let fits = |(have, want): (&u8, &u8)| {
            if *want == b'h' {
                have.is_ascii_hexdigit()
            } else {
                have == want
            }
        };
        let cut = digits.len() < SHAPE.len() && digits.iter().zip(SHAPE).all(fits);
        if cut {
            self.truncated()
        } else {
            self.fault(E::BadEscape)
        }
    }

    fn number(&mut self) -> Result<(), JsonError> {
        let start = self.at;
        self.skip(|b| b == b'-', 1);
        let zero = self.text.get(self.at) == Some(&b'0');
        let whole = self.digits(start)?;
        if zero && whole > 1 {
            return Err(JsonError::new(E::BadNumber, start));
        }
        if self.skip(|b| b == b'.', 1) == 1 {
            self.digits(start)?;
        }
        if self.skip(|b| matches!(b, b'e' | b'E'), 1) == 1 {
            self.skip(|b| matches!(b, b'+' | b'-'), 1);
            self.digits(start)?;
        }
        Ok(())
    }

    /// At least one digit; how many.
    fn digits(&mut self, number: usize) -> Result<usize, JsonError> {
        match self.skip(|b| b.is_ascii_digit(), usize::MAX) {
            0 if self.at == self.text.len() => Err(self.truncated()),
            0 => Err(JsonError::new(E::BadNumber, number)),
            n => Ok(n),
        }
    }

    fn word(&mut self, word: &[u8]) -> Result<(), JsonError> {
        let rest = &self.text[self.at..];
        if rest.starts_with(word) {
            self.at += word.len();
            return Ok(());
        }
        Err(if word.starts_with(rest) {
            self.truncated()
        } else {
            self.fault(E::UnexpectedByte)
        })
    }

    fn space(&mut self) {
        self.skip(|b| matches!(b, b' ' | b'\n' | b'\r' | b'\t'), usize::MAX);
    }

    /// Skips bytes while `take` holds, at most `limit`; how many.
    fn skip(&mut self, take: impl Fn(u8) -> bool, limit: usize) -> usize {
        let run = self.text[self.at..]
            .iter()
            .take(limit)
            .take_while(|b| take(**b))
            .count();
        self.at += run;
        run
    }

    fn peek(&self) -> Result<u8, JsonError> {
        self.text
            .get(self.at)
            .copied()
            .ok_or_else(|| self.truncated())
    }

    fn expect(&self, byte: u8) -> Result<(), JsonError> {
        if self.peek()? == byte {
            Ok(())
        } else {
            Err(self.fault(E::UnexpectedByte))
        }
    }

    fn fault(&self, kind: JsonErrorKind) -> JsonError {
        JsonError::new(kind, self.at)
    }

    fn truncated(&self) -> JsonError {
        JsonError::new(E::Truncated, self.text.len())
    }
}
