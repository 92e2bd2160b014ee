//! Bodies as they lie on the disk.
//!
//! method: u8 (0 as it is, 1 zstd) · dictionary: int (0 for none) · length of the body: int · the rest
//!
//! A store of this format has no dictionaries; the place for their number is there so that they need no new layout.

#[cfg(test)]
mod tests;

use crate::values::{Bytes, write_int};
use crate::{StoreError, StoreErrorKind};
use std::cell::RefCell;
use zstd::bulk::{Compressor, Decompressor};

/// The largest body. What says to be larger is damaged, and is not allocated.
pub(crate) const MAX_BODY_BYTES: u64 = 1 << 30;

const PLAIN: u8 = 0;
const ZSTD: u8 = 1;
const NO_DICTIONARY: u64 = 0;

thread_local! {
    // zstd's working memory is larger than most bodies: made once a thread.
    static COMPRESSOR: RefCell<Compressor<'static>> = RefCell::default();
    static DECOMPRESSOR: RefCell<Decompressor<'static>> = RefCell::default();
}

/// Compresses, unless that makes it longer.
///
/// # Errors
/// When the body is larger than [`MAX_BODY_BYTES`].
pub(crate) fn encode(body: &[u8], level: i32) -> Result<Vec<u8>, StoreError> {
    let requested = body.len() as u64;
    if requested > MAX_BODY_BYTES {
        return Err(StoreErrorKind::BodyTooLarge {
            limit: MAX_BODY_BYTES,
            requested,
        }
        .into());
    }
    let packed = COMPRESSOR.with_borrow_mut(|compressor| {
        compressor.set_compression_level(level)?;
        compressor.compress(body)
    })?;
    let (method, payload) = if packed.len() < body.len() {
        (ZSTD, packed.as_slice())
    } else {
        (PLAIN, body)
    };
    let mut out = Vec::with_capacity(payload.len() + 8);
    out.push(method);
    write_int(&mut out, NO_DICTIONARY);
    write_int(&mut out, requested);
    out.extend_from_slice(payload);
    Ok(out)
}

/// `None` for bytes that are no body of this format.
pub(crate) fn decode(stored: &[u8]) -> Option<Vec<u8>> {
    let mut from = Bytes(stored);
    let (method, dictionary, len) = (from.byte()?, from.int()?, from.int()?);
    if dictionary != NO_DICTIONARY || len > MAX_BODY_BYTES {
        return None;
    }
    let len = usize::try_from(len).ok()?;
    let body = match method {
        PLAIN => from.0.to_vec(),
        ZSTD => DECOMPRESSOR
            .with_borrow_mut(|decompressor| decompressor.decompress(from.0, len))
            .ok()?,
        _ => return None,
    };
    (body.len() == len).then_some(body)
}
