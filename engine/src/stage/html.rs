//! HTML and XHTML to the text that a reader sees, lines kept.
//!
//! Works on the token stream of `html5gum`, which follows the HTML standard's tokenizer: tag soup is read as a browser
//! reads it. Styles, scripts and the head are dropped; no layout, no CSS: hidden elements are kept.

use html5gum::{DefaultEmitter, Token, Tokenizer};

/// The text: blocks on lines of their own, `- ` before list items, tabs between cells, runs of white space as one blank
/// except in `pre`. One pass.
pub(crate) fn reduce(html: &str) -> String {
    let mut emitter = DefaultEmitter::default();
    // Script and style end at their end tags only.
    emitter.naively_switch_states(true);
    let mut text = Text::default();
    for token in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Ok(Token::StartTag(tag)) => {
                text.open(&String::from_utf8_lossy(&tag.name), tag.self_closing)
            }
            Ok(Token::EndTag(tag)) => text.close(&String::from_utf8_lossy(&tag.name)),
            Ok(Token::String(words)) => text.words(&String::from_utf8_lossy(&words.value)),
            Ok(_) => {}
            Err(never) => match never {},
        }
    }
    text.finish()
}

/// What is inside is not text.
fn is_dropped(tag: &str) -> bool {
    matches!(
        tag,
        "head" | "script" | "style" | "title" | "template" | "noscript"
    )
}

/// Begins and ends a line.
fn is_block(tag: &str) -> bool {
    const BLOCKS: &[&str] = &[
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ];
    BLOCKS.binary_search(&tag).is_ok()
}

#[derive(Default)]
struct Text {
    out: String,
    /// The element whose content is being dropped.
    dropping: Option<String>,
    /// How many `pre` are open.
    pre: u32,
    /// White space was met that is worth a blank if words follow.
    blank: bool,
}

impl Text {
    fn open(&mut self, tag: &str, self_closing: bool) {
        if self.dropping.is_some() && tag != "body" {
            return;
        }
        self.dropping = None;
        match tag {
            _ if is_dropped(tag) => self.dropping = (!self_closing).then(|| tag.to_owned()),
            "br" => self.end_line(true),
            "td" | "th" => self.cell(),
            _ if is_block(tag) => self.end_line(false),
            _ => {}
        }
        match tag {
            "li" => self.out.push_str("- "),
            "pre" if !self_closing => self.pre += 1,
            _ => {}
        }
    }

    fn close(&mut self, tag: &str) {
        if let Some(dropping) = &self.dropping {
            if dropping == tag {
                self.dropping = None;
            }
            return;
        }
        if tag == "pre" {
            self.pre = self.pre.saturating_sub(1);
        }
        if is_block(tag) {
            self.end_line(false);
        }
    }

    fn words(&mut self, words: &str) {
        if self.dropping.is_some() {
            return;
        }
        for c in words.chars() {
            if self.pre > 0 {
                self.out.push(c);
            } else if c.is_whitespace() {
                self.blank = true;
            } else {
                self.blank();
                self.out.push(c);
            }
        }
    }

    /// The blank between words, unless they begin a line.
    fn blank(&mut self) {
        if self.blank && !self.out.is_empty() && !self.out.ends_with(['\n', '\t', ' ']) {
            self.out.push(' ');
        }
        self.blank = false;
    }

    /// A cell after another of its row.
    fn cell(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with(['\n', '\t']) {
            self.out.push('\t');
        }
        self.blank = false;
    }

    /// Ends the line; one that is empty already only if `always`.
    fn end_line(&mut self, always: bool) {
        if always || !(self.out.is_empty() || self.out.ends_with('\n')) {
            self.out.push('\n');
        }
        self.blank = false;
    }

    fn finish(mut self) -> String {
        self.out.truncate(self.out.trim_end().len());
        self.out
    }
}
