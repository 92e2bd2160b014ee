//! The only memory map of the workspace, and the only unsafe code of this crate.
//!
//! # Contract
//! A mapped file belongs to somebody else, who may change it while it is read.
//! - *Changed in place*: what is read is some mixture of old and new bytes. So nothing here hands out mapped memory as
//!   text, and the one user, [`input`](crate::input), copies each line out of the map before anything looks at it.
//! - *Shortened*: reading a page that is gone raises `SIGBUS`, which ends a process. A handler puts zero pages where the
//!   file was and marks the map; whoever reads must ask [`SourceMap::shrunk`] before it acts on what it has read.
//! - *Lengthened*: what was added after the file was opened is not seen.
//!
//! Costs: opening is two system calls. Mapped pages that were read count as resident until [`SourceMap::release`].
#![expect(
    unsafe_code,
    reason = "a memory map, and the signal that its file's shrinking raises"
)]

use memmap2::{Mmap, UncheckedAdvice};
use std::fs::File;
use std::io;
use std::path::Path;
use std::ptr;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Maps that exist at once, in a process.
const MAX_MAPS: usize = 256;

/// Granularity of [`SourceMap::release`]; a multiple of every page size.
const RELEASE: usize = 1 << 20;

/// A read-only map of a file as long as it was when opened.
pub(crate) struct SourceMap {
    // Given up before the map goes: the handler must not touch memory that is no longer a map's.
    slot: Registration,
    map: Option<Mmap>,
    file: File,
    len: u64,
}

impl SourceMap {
    /// Maps a file.
    ///
    /// # Errors
    /// If it cannot be opened or mapped, or [`MAX_MAPS`] are mapped already.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let len = file.metadata()?.len();
        let map = (len > 0).then(|| map(&file)).transpose()?;
        if let Some(map) = &map {
            // Only an advice: reading works without.
            let _ = map.advise(memmap2::Advice::Sequential);
        }
        Ok(Self {
            slot: Registration::of(map.as_deref().unwrap_or_default())?,
            map,
            file,
            len,
        })
    }

    /// The file's bytes when opened. To be copied, not to be trusted twice: see the contract of this module.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.map.as_deref().unwrap_or_default()
    }

    /// Bytes of the file when opened.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// Whether a page was missing when it was read: what was read since is zeros.
    pub(crate) fn faulted(&self) -> bool {
        self.slot.0.faulted.load(Ordering::Acquire)
    }

    /// If bytes that were mapped are gone, how many there are now. One system call.
    ///
    /// # Errors
    /// If the file cannot be asked for its length, or a page could not be read although the file is as long as ever.
    pub(crate) fn shrunk(&self) -> io::Result<Option<u64>> {
        let now = self.file.metadata()?.len();
        if now < self.len {
            return Ok(Some(now));
        }
        if self.faulted() {
            return Err(io::Error::other(
                "a part of the mapped file could not be read",
            ));
        }
        Ok(None)
    }

    /// Says that the first `bytes` have been read: their pages no longer count as resident. Reading them again works,
    /// from the page cache or the disk.
    pub(crate) fn release(&self, bytes: usize) {
        let whole = bytes / RELEASE * RELEASE;
        if let Some(map) = self
            .map
            .as_ref()
            .filter(|map| whole > 0 && whole <= map.len())
        {
            // SAFETY: the map is shared, read-only and backed by a file, so a dropped page is read again with the same
            // contents as without dropping it; no reference sees memory that is not its map's.
            let advised =
                unsafe { map.unchecked_advise_range(UncheckedAdvice::DontNeed, 0, whole) };
            // Only an advice: without it more memory counts as resident.
            let _ = advised;
        }
    }
}

fn map(file: &File) -> io::Result<Mmap> {
    install_handler()?;
    // SAFETY: the file may be changed by others while it is mapped. The contract of this module says what follows from
    // that: bytes are copied before use, never seen as `str`, and a page that is gone reads as zeros.
    unsafe { Mmap::map(file) }
}

/// A map that the handler knows. `start` is zero in a free slot, and written last.
struct Slot {
    taken: AtomicBool,
    start: AtomicUsize,
    len: AtomicUsize,
    faulted: AtomicBool,
}

static SLOTS: [Slot; MAX_MAPS] = [const {
    Slot {
        taken: AtomicBool::new(false),
        start: AtomicUsize::new(0),
        len: AtomicUsize::new(0),
        faulted: AtomicBool::new(false),
    }
}; MAX_MAPS];

static PAGE: AtomicUsize = AtomicUsize::new(4096);

impl Slot {
    /// One past the last byte, if the address is inside.
    fn end_if_covers(&self, address: usize) -> Option<usize> {
        let start = self.start.load(Ordering::Acquire);
        let end = start + self.len.load(Ordering::Acquire);
        (start != 0 && (start..end).contains(&address)).then_some(end)
    }
}

struct Registration(&'static Slot);

impl Registration {
    fn of(map: &[u8]) -> io::Result<Self> {
        let free = |slot: &&Slot| !slot.taken.swap(true, Ordering::AcqRel);
        let slot = SLOTS.iter().find(free);
        let slot =
            slot.ok_or_else(|| io::Error::other(format!("more than {MAX_MAPS} mapped files")))?;
        slot.faulted.store(false, Ordering::Release);
        slot.len.store(map.len(), Ordering::Release);
        let start = if map.is_empty() {
            0
        } else {
            map.as_ptr().addr()
        };
        slot.start.store(start, Ordering::Release);
        Ok(Self(slot))
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        self.0.start.store(0, Ordering::Release);
        self.0.len.store(0, Ordering::Release);
        self.0.taken.store(false, Ordering::Release);
    }
}

/// Once a process; a handler of the host program for `SIGBUS` is replaced.
fn install_handler() -> io::Result<()> {
    static INSTALLED: Once = Once::new();
    static FAILED: AtomicBool = AtomicBool::new(false);
    INSTALLED.call_once(|| {
        // SAFETY: `sysconf` has no preconditions.
        let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
        PAGE.store(usize::try_from(page).unwrap_or(4096), Ordering::Release);
        // SAFETY: an all-zero `sigaction` is a valid one: default action, empty mask, no flags.
        let mut action: libc::sigaction = unsafe { std::mem::zeroed() };
        action.sa_sigaction = on_sigbus as *const () as usize;
        action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
        // SAFETY: the action is fully initialised and its handler has the signature that `SA_SIGINFO` asks for.
        let installed =
            unsafe { libc::sigaction(libc::SIGBUS, &raw const action, ptr::null_mut()) };
        FAILED.store(installed != 0, Ordering::Release);
    });
    if FAILED.load(Ordering::Acquire) {
        return Err(io::Error::other(
            "cannot handle SIGBUS, which shrinking files raise",
        ));
    }
    Ok(())
}

/// Runs on the thread that touched the page. Only atomics and plain system calls: nothing that could be interrupted
/// half-way is used.
extern "C" fn on_sigbus(_: libc::c_int, info: *mut libc::siginfo_t, _: *mut libc::c_void) {
    // SAFETY: with `SA_SIGINFO` the kernel passes a valid `siginfo_t`, and for `SIGBUS` it holds an address.
    let address = unsafe { (*info).si_addr() }.addr();
    for slot in &SLOTS {
        if let Some(end) = slot.end_if_covers(address) {
            slot.faulted.store(true, Ordering::Release);
            if zero_pages(address, end) {
                return;
            }
        }
    }
    // SAFETY: `signal` with the default action has no preconditions. Returning repeats the access, and so ends the
    // process as it would have ended without this handler.
    unsafe { libc::signal(libc::SIGBUS, libc::SIG_DFL) };
}

/// Puts zero pages from the page of `address` to `end`: once a page is gone, so are all behind it.
fn zero_pages(address: usize, end: usize) -> bool {
    let page = PAGE.load(Ordering::Acquire);
    let from = address / page * page;
    // SAFETY: the range lies inside a registered map, whose pages this process owns until the registration ends, so
    // `MAP_FIXED` replaces nothing else. Slices of the map stay valid: the same addresses, readable, now zero.
    let mapped = unsafe {
        libc::mmap(
            ptr::with_exposed_provenance_mut(from),
            end - from,
            libc::PROT_READ,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_FIXED,
            -1,
            0,
        )
    };
    mapped != libc::MAP_FAILED
}

#[cfg(test)]
mod tests {
    use super::SourceMap;
    use std::io::Write;

    #[test]
    fn a_file_that_shrinks_reads_as_zeros_and_says_so() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&vec![b'x'; 1 << 20]).unwrap();
        let map = SourceMap::open(file.path()).unwrap();
        assert_eq!((map.bytes()[0], map.shrunk().unwrap()), (b'x', None));
        file.as_file().set_len(5000).unwrap();
        assert_eq!(map.bytes()[(1 << 20) - 1], 0);
        assert_eq!(map.bytes()[1 << 19], 0);
        assert!(map.faulted());
        assert_eq!(map.shrunk().unwrap(), Some(5000));
        assert_eq!(map.bytes()[4095], b'x');
    }

    #[test]
    fn released_pages_are_read_again() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&vec![b'x'; 3 << 20]).unwrap();
        let map = SourceMap::open(file.path()).unwrap();
        map.release((2 << 20) + 17);
        assert!(map.bytes().iter().all(|b| *b == b'x'));
    }

    #[test]
    fn an_empty_file_is_no_bytes() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let map = SourceMap::open(file.path()).unwrap();
        assert!(map.bytes().is_empty() && map.shrunk().unwrap().is_none());
    }
}
