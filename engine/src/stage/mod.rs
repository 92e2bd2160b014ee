//! The stages as functions on values: no thread, no queue, no file.
//!
//! | stage | from | to |
//! |---|---|---|
//! | [`parse`](parse::parse) | the bytes of a line | [`NoteDoc`]: key, digest, texts |
//! | [`charset`], [`html`], [`rtf`] | the bytes of an attachment | its text |
//! | `prepare`, `encode`, `decode` | a text | mentions: in `wardlake-models` |
//! | [`allergens`] | mentions, sections | which drugs are what the patient must not take |
//! | [`link`](link::link) | mentions | mentions with codes |
//! | [`extend`](extend::extend) | a document and its annotations | the enriched line |

pub(crate) mod allergens;
pub(crate) mod charset;
pub(crate) mod extend;
pub(crate) mod html;
pub(crate) mod link;
pub(crate) mod names;
pub(crate) mod offsets;
pub(crate) mod parse;
pub(crate) mod respond;
pub(crate) mod rtf;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;
use wardlake_store::{Digest, ResourceKey};

/// A line that is a resource, with the texts in it. Owns its bytes.
pub(crate) struct NoteDoc {
    /// The line without annotations of ours.
    pub(crate) line: Vec<u8>,
    pub(crate) key: ResourceKey,
    pub(crate) patient: Option<String>,
    /// Of `line`.
    pub(crate) source: Digest,
    pub(crate) notes: Vec<NoteText>,
}

/// One text of a resource, decoded and reduced: what the offsets of its annotation count in. Prints without it.
pub struct NoteText {
    /// Path of the field, such as `DocumentReference.content[0].attachment`.
    pub field: String,
    /// The text.
    pub text: Arc<str>,
    /// Whether it is what was left of HTML, XHTML or RTF.
    pub reduced: bool,
}

impl fmt::Debug for NoteText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NoteText({}, <{} B>)", self.field, self.text.len())
    }
}
