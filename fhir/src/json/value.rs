//! A value as a range, and the walk over its parts.
//!
//! Everything here trusts that the text has been validated: it looks for ends, not for faults.

use super::string::{plain_run, unescape};
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// What a [`Value`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `{…}`
    Object,
    /// `[…]`
    Array,
    /// `"…"`
    String,
    /// A number, in whatever spelling.
    Number,
    /// `true`
    True,
    /// `false`
    False,
    /// `null`
    Null,
}

/// One value: a range of a text that [`super::parse`] has validated. Copying it costs nothing; walking its parts
/// scans the bytes walked over, without allocation. Prints as its size.
#[derive(Clone, Copy)]
pub struct Value<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

/// One member of an object: the ranges of its name and of its value.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// The name, a string.
    pub key: Value<'a>,
    /// The value.
    pub value: Value<'a>,
}

impl Field<'_> {
    /// Whether this is the name, however it is escaped.
    pub fn is(&self, name: &str) -> bool {
        let body = self.key.body();
        body == name || (body.contains('\\') && unescape(body) == name)
    }
}

impl<'a> Value<'a> {
    pub(super) fn new(text: &'a str, start: usize, end: usize) -> Self {
        Value { text, start, end }
    }

    /// What it is.
    pub fn kind(&self) -> Kind {
        match self.text.as_bytes()[self.start] {
            b'{' => Kind::Object,
            b'[' => Kind::Array,
            b'"' => Kind::String,
            b't' => Kind::True,
            b'f' => Kind::False,
            b'n' => Kind::Null,
            _ => Kind::Number,
        }
    }

    /// The whole text that was parsed, of which this value is [`range`](Value::range).
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Its own bytes: escapes, white space and number spelling as they came.
    pub fn raw(&self) -> &'a [u8] {
        self.raw_str().as_bytes()
    }

    /// [`raw`](Value::raw) as text.
    pub fn raw_str(&self) -> &'a str {
        &self.text[self.start..self.end]
    }

    /// Where it stands in the parsed text, in bytes.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// The members of an object in order, as ranges; nothing for any other kind.
    pub fn fields(&self) -> impl Iterator<Item = Field<'a>> + use<'a> {
        let mut walk = Walk::into(*self, Kind::Object);
        std::iter::from_fn(move || {
            let key = walk.next()?;
            Some(Field {
                key,
                value: walk.next()?,
            })
        })
    }

    /// The members of an object in order, their names unescaped; nothing for any other kind.
    pub fn members(&self) -> impl Iterator<Item = (Cow<'a, str>, Value<'a>)> + use<'a> {
        self.fields()
            .map(|field| (unescape(field.key.body()), field.value))
    }

    /// The elements of an array in order; nothing for any other kind.
    pub fn elements(&self) -> impl Iterator<Item = Value<'a>> + use<'a> {
        let mut walk = Walk::into(*self, Kind::Array);
        std::iter::from_fn(move || walk.next())
    }

    /// The first member of that name; `None` for any other kind than an object.
    pub fn get(&self, name: &str) -> Option<Value<'a>> {
        self.fields()
            .find(|field| field.is(name))
            .map(|field| field.value)
    }

    /// The text of a string, unescaped; borrowed when it has no escapes. `None` for any other kind.
    pub fn str(&self) -> Option<Cow<'a, str>> {
        (self.kind() == Kind::String).then(|| unescape(self.body()))
    }

    /// A string without its quotes.
    fn body(&self) -> &'a str {
        &self.text[self.start + 1..self.end - 1]
    }
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} B>", self.end - self.start)
    }
}

/// A walk over the values directly inside an array or object; an object's names count as values.
struct Walk<'a> {
    of: Value<'a>,
    at: usize,
}

impl<'a> Walk<'a> {
    /// Stands inside `of`, or at its end if it is not of that kind.
    fn into(of: Value<'a>, kind: Kind) -> Self {
        let at = if of.kind() == kind {
            of.start + 1
        } else {
            of.end
        };
        Walk { of, at }
    }

    fn next(&mut self) -> Option<Value<'a>> {
        let bytes = &self.of.text.as_bytes()[..self.of.end];
        let between = |b: &u8| !matches!(b, b' ' | b'\n' | b'\r' | b'\t' | b',' | b':');
        let start = self.at + bytes[self.at..].iter().position(between)?;
        if matches!(bytes[start], b'}' | b']') {
            return None;
        }
        self.at = end_of_value(bytes, start);
        Some(Value::new(self.of.text, start, self.at))
    }
}

fn end_of_value(bytes: &[u8], start: usize) -> usize {
    match bytes[start] {
        b'"' => end_of_string(bytes, start),
        b'{' | b'[' => end_of_nest(bytes, start),
        _ => {
            let ends = |b: &u8| matches!(b, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t');
            bytes[start..]
                .iter()
                .position(ends)
                .map_or(bytes.len(), |len| start + len)
        }
    }
}

fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut at = plain_run(bytes, start + 1);
    while bytes[at] != b'"' {
        at = plain_run(bytes, at + 2);
    }
    at + 1
}

fn end_of_nest(bytes: &[u8], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at = end_of_string(bytes, at);
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            break;
        }
    }
    at
}
