//! RTF to its text, lines kept.
//!
//! A tokenizer of its own: what is wanted from RTF is little, and the format is simple where its meaning is not. Text is
//! decoded by the document's code page (`\ansicpg`) and by `\u` escapes; a font's own character set is not minded. Tables
//! of fonts, colours and styles, pictures, and destinations marked `\*` are dropped. Nothing makes it fail or recurse.

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};
use std::ops::Range;

/// The text of an RTF file: paragraphs as lines, cells separated by tabs. One pass.
pub(crate) fn reduce(bytes: &[u8]) -> String {
    let mut reader = Reader {
        bytes,
        at: 0,
        out: Output::default(),
        group: Group::default(),
        outer: Vec::new(),
    };
    while let Some(byte) = reader.bump() {
        match byte {
            b'{' => reader.outer.push(reader.group),
            b'}' => reader.group = reader.outer.pop().unwrap_or_default(),
            b'\\' => reader.control(),
            b'\r' | b'\n' => {}
            byte => reader.byte(byte),
        }
        if matches!(byte, b'{' | b'}') {
            reader.out.fallback = 0;
        }
    }
    reader.out.finish()
}

/// What holds until the group ends.
#[derive(Clone, Copy)]
struct Group {
    dropped: bool,
    /// Characters after a `\u` that are there for readers without Unicode.
    fallback: usize,
}

impl Default for Group {
    fn default() -> Self {
        Self {
            dropped: false,
            fallback: 1,
        }
    }
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
    out: Output,
    group: Group,
    outer: Vec<Group>,
}

impl Reader<'_> {
    fn bump(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn take_while(&mut self, wanted: impl Fn(&u8) -> bool) -> Range<usize> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let start = self.at;
        self.at += rest.iter().take_while(|byte| wanted(byte)).count();
        start..self.at
    }

    fn byte(&mut self, byte: u8) {
        if !self.group.dropped {
            self.out.byte(byte);
        }
    }

    fn char(&mut self, c: char) {
        if !self.group.dropped {
            self.out.char(c);
        }
    }

    /// After a backslash: a control word, or a control symbol.
    fn control(&mut self) {
        if self.bytes.get(self.at).is_some_and(u8::is_ascii_alphabetic) {
            return self.word();
        }
        match self.bump() {
            Some(b'\'') => {
                let digits = self
                    .bytes
                    .get(self.at..self.at + 2)
                    .and_then(|hex| std::str::from_utf8(hex).ok());
                if let Some(byte) = digits.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                    self.at += 2;
                    self.byte(byte);
                }
            }
            Some(b'*') => self.group.dropped = true,
            Some(b'~') => self.char(' '),
            Some(b'_') => self.char('-'),
            Some(b'\r' | b'\n') => self.char('\n'),
            Some(byte @ (b'\\' | b'{' | b'}')) => self.byte(byte),
            _ => {}
        }
    }

    fn word(&mut self) {
        let word = self.take_while(u8::is_ascii_alphabetic);
        let number = self.number();
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        let word = self.bytes.get(word).unwrap_or_default();
        match (word, number) {
            (b"u", Some(code)) => self.unicode(code),
            (b"uc", Some(count)) => self.group.fallback = usize::try_from(count).unwrap_or(1),
            (b"bin", Some(count)) => {
                self.at = self.at.saturating_add(usize::try_from(count).unwrap_or(0))
            }
            (b"ansicpg", Some(page)) => self.out.set_page(page),
            (b"mac", None) => self.out.encoding = MACINTOSH,
            _ if is_dropped(word) => self.group.dropped = true,
            _ => {
                if let Some(c) = symbol(word) {
                    self.char(c);
                }
            }
        }
    }

    fn number(&mut self) -> Option<i32> {
        let start = self.at;
        if self.bytes.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        let digits = self.take_while(u8::is_ascii_digit);
        if digits.is_empty() {
            self.at = start;
            return None;
        }
        std::str::from_utf8(self.bytes.get(start..self.at)?)
            .ok()?
            .parse()
            .ok()
    }

    /// A UTF-16 code unit, written as a signed number.
    fn unicode(&mut self, code: i32) {
        if !self.group.dropped {
            self.out.unit(code as u16);
            self.out.fallback = self.group.fallback;
        }
    }
}

/// Destinations that hold no text of the document.
fn is_dropped(word: &[u8]) -> bool {
    const DROPPED: &[&[u8]] = &[
        b"colortbl",
        b"datastore",
        b"filetbl",
        b"fldinst",
        b"fonttbl",
        b"generator",
        b"info",
        b"latentstyles",
        b"listoverridetable",
        b"listtable",
        b"nonshppict",
        b"objdata",
        b"pict",
        b"pntext",
        b"revtbl",
        b"rsidtbl",
        b"stylesheet",
        b"themedata",
        b"xmlnstbl",
    ];
    DROPPED.binary_search(&word).is_ok()
}

fn symbol(word: &[u8]) -> Option<char> {
    Some(match word {
        b"par" | b"line" | b"sect" | b"page" | b"row" | b"nestrow" => '\n',
        b"tab" | b"cell" | b"nestcell" => '\t',
        b"emdash" => '—',
        b"endash" => '–',
        b"bullet" => '•',
        b"lquote" => '‘',
        b"rquote" => '’',
        b"ldblquote" => '“',
        b"rdblquote" => '”',
        b"emspace" | b"enspace" | b"qmspace" => ' ',
        _ => return None,
    })
}

/// Text so far, with bytes and code units that wait for their neighbours.
struct Output {
    text: String,
    encoding: &'static Encoding,
    bytes: Vec<u8>,
    units: Vec<u16>,
    /// Characters still to be passed over.
    fallback: usize,
}

impl Default for Output {
    fn default() -> Self {
        Self {
            text: String::new(),
            encoding: WINDOWS_1252,
            bytes: Vec::new(),
            units: Vec::new(),
            fallback: 0,
        }
    }
}

impl Output {
    fn set_page(&mut self, page: i32) {
        let label = match page {
            65001 => "utf-8".to_owned(),
            932 => "shift_jis".to_owned(),
            936 => "gbk".to_owned(),
            949 => "euc-kr".to_owned(),
            950 => "big5".to_owned(),
            page => format!("windows-{page}"),
        };
        self.encoding = Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252);
    }

    fn byte(&mut self, byte: u8) {
        if self.passes_over() {
            return;
        }
        self.flush_units();
        self.bytes.push(byte);
    }

    fn unit(&mut self, unit: u16) {
        self.flush_bytes();
        self.units.push(unit);
    }

    fn char(&mut self, c: char) {
        if !self.passes_over() {
            self.flush();
            self.text.push(c);
        }
    }

    fn passes_over(&mut self) -> bool {
        let passes = self.fallback > 0;
        self.fallback = self.fallback.saturating_sub(1);
        passes
    }

    fn flush_bytes(&mut self) {
        if !self.bytes.is_empty() {
            let (text, _) = self.encoding.decode_without_bom_handling(&self.bytes);
            self.text.push_str(&text);
            self.bytes.clear();
        }
    }

    fn flush_units(&mut self) {
        self.text.push_str(&String::from_utf16_lossy(&self.units));
        self.units.clear();
    }

    fn flush(&mut self) {
        self.flush_bytes();
        self.flush_units();
    }

    fn finish(mut self) -> String {
        self.flush();
        self.text.truncate(self.text.trim_end().len());
        self.text
    }
}
