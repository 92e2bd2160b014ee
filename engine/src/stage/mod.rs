//! The stages as functions on values: no thread, no queue, no file.
//!
//! | stage | from | to |
//! |---|---|---|
//! | [`parse`](parse::parse) | the bytes of a line | [`NoteDoc`]: key, digest, texts |
//! | [`charset`], [`html`], [`rtf`] | the bytes of an attachment | its text |
//! | `prepare`, `encode`, `decode` | a text | mentions: in `wardlake-models` |
//! | [`link`](link::link) | mentions | mentions with codes |
//! | [`extend`](extend::extend) | a document and its annotations | the enriched line |

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

/// One text of a resource.
pub(crate) struct NoteText {
    /// Path of the field.
    pub(crate) field: String,
    pub(crate) text: Arc<str>,
    /// Whether it is what was left of HTML, XHTML or RTF.
    pub(crate) reduced: bool,
}
