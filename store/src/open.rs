//! Opening a store, and what every call needs of it.

use crate::keys::{Key, MetaKey, TxnKey};
use crate::values::{Counters, Format, Txn, Value};
use crate::{ColumnFamily, Options, StoreError, StoreErrorKind};
use rocksdb::{
    DBPinnableSlice, DBRawIteratorWithThreadMode, DBWithThreadMode, IteratorMode, ReadOptions,
    SingleThreaded,
};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};

pub(crate) type Db = DBWithThreadMode<SingleThreaded>;
pub(crate) type RawIterator<'s> = DBRawIteratorWithThreadMode<'s, Db>;

/// The format this version writes, and the newest it reads.
pub(crate) const FORMAT: u32 = 1;

/// A secondary may meet a log the writer is just deleting; the next attempt finds what took its place.
const SECONDARY_ATTEMPTS: u32 = 5;

/// What a store is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// To read and write. One at a time; creates the store where there is none.
    Write,
    /// To read, also while another process writes. Sees the store as it was when opened, and catches up in
    /// [`Store::refresh`]. Keeps a log of its own in a temporary directory, removed on drop.
    Read,
}

/// An open store.
///
/// `Send` and `Sync`: share it by reference or `Arc`. Reads take no lock and answer for transactions that were
/// complete when they began. Commits compress and hash on their own and take turns to be numbered and written.
/// Dropping it closes it; nothing that was acknowledged depends on that.
///
/// Costs: a read by id is two look-ups, about 20 µs. Memory stays below what [`Options`] say plus the
/// batch in hand. Opening replays at most [`Options::log_bytes`] of log.
pub struct Store {
    // Before `_scratch`: the database must be closed when its directory goes.
    db: Db,
    pub(crate) dir: PathBuf,
    pub(crate) access: Access,
    pub(crate) compression_level: i32,
    pub(crate) state: Mutex<State>,
    latest: AtomicU64,
    poisoned: AtomicBool,
    /// Removed on drop.
    pub(crate) _scratch: Option<Scratch>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("dir", &self.dir)
            .field("access", &self.access)
            .finish_non_exhaustive()
    }
}

/// What the next commit goes on from.
#[derive(Clone, Copy, Default)]
pub(crate) struct State {
    pub(crate) txn: u64,
    pub(crate) time_ms: u64,
    pub(crate) counters: Counters,
}

impl Store {
    /// Opens the store in `dir`.
    ///
    /// # Errors
    /// `Locked` when another holds it for writing, `NotFound` when there is none to read, `NotAStore` when the
    /// directory holds something else, `FormatTooNew`, or what the engine reports.
    pub fn open(dir: &Path, access: Access, options: &Options) -> Result<Self, StoreError> {
        let scratch = match access {
            Access::Write => None,
            Access::Read => Some(Scratch::new()?),
        };
        let mut store = Self {
            db: open_db(dir, scratch.as_ref(), options)?,
            dir: dir.to_path_buf(),
            access,
            compression_level: options.compression_level,
            state: Mutex::default(),
            latest: AtomicU64::new(0),
            poisoned: AtomicBool::new(false),
            _scratch: scratch,
        };
        store.check_format()?;
        let state = store.load_state()?;
        store.latest = AtomicU64::new(state.txn);
        store.state = Mutex::new(state);
        Ok(store)
    }

    /// The last complete transaction; 0 in an empty store. No cost.
    pub fn latest_txn(&self) -> u64 {
        self.latest.load(Ordering::Acquire)
    }

    /// Makes everything committed so far survive a power loss: one `fsync` of the log, none where it is synced.
    ///
    /// # Errors
    /// `ReadOnly`, `Poisoned`; a failed sync poisons the store.
    pub fn sync(&self) -> Result<(), StoreError> {
        let _turn = self.writer()?;
        self.db.flush_wal(true).map_err(|error| self.poison(&error))
    }

    /// Catches up with the writer, when opened to be read; a writer is always up to date. Costs what was written
    /// since.
    ///
    /// # Errors
    /// What the engine reports; the store then stays as it was.
    pub fn refresh(&self) -> Result<(), StoreError> {
        if self.access == Access::Write {
            return Ok(());
        }
        let mut state = self.lock()?;
        retry(|| self.db.try_catch_up_with_primary())?;
        *state = self.load_state()?;
        self.publish(state.txn);
        Ok(())
    }

    /// The right to write, checked for poison after the lock is held: a write that failed in between must be seen.
    pub(crate) fn writer(&self) -> Result<MutexGuard<'_, State>, StoreError> {
        if self.access == Access::Read {
            return Err(StoreErrorKind::ReadOnly.into());
        }
        let state = self.lock()?;
        if self.poisoned.load(Ordering::Acquire) {
            return Err(StoreErrorKind::Poisoned.into());
        }
        Ok(state)
    }

    /// A thread that panicked while it wrote leaves it open what it has written.
    pub(crate) fn lock(&self) -> Result<MutexGuard<'_, State>, StoreError> {
        self.state
            .lock()
            .map_err(|_| StoreErrorKind::Poisoned.into())
    }

    pub(crate) fn poison(&self, error: &rocksdb::Error) -> StoreError {
        self.poisoned.store(true, Ordering::Release);
        StoreError::from_engine(error, &self.dir)
    }

    /// Lets reads see `txn`, which is written.
    pub(crate) fn publish(&self, txn: u64) {
        self.latest.store(txn, Ordering::Release);
    }

    pub(crate) fn db(&self) -> &Db {
        &self.db
    }

    pub(crate) fn family(&self, family: ColumnFamily) -> &rocksdb::ColumnFamily {
        self.db
            .cf_handle(family.name())
            .expect("every column family is opened with the store")
    }

    pub(crate) fn get<'a>(
        &self,
        family: ColumnFamily,
        key: &impl Key<'a>,
    ) -> Result<Option<DBPinnableSlice<'_>>, StoreError> {
        Ok(self.db.get_pinned_cf(self.family(family), key.encode())?)
    }

    pub(crate) fn get_value<'a, V: Value>(
        &self,
        family: ColumnFamily,
        key: &impl Key<'a>,
    ) -> Result<Option<V>, StoreError> {
        let Some(bytes) = self.get(family, key)? else {
            return Ok(None);
        };
        let damaged = || StoreError::damaged(unreadable(family), None);
        V::decode(&bytes).map(Some).ok_or_else(damaged)
    }

    /// Over a whole family, in key order.
    pub(crate) fn scan(&self, family: ColumnFamily) -> RawIterator<'_> {
        let mut options = ReadOptions::default();
        options.set_total_order_seek(true);
        options.fill_cache(false);
        let mut iterator = self.db.raw_iterator_cf_opt(self.family(family), options);
        iterator.seek_to_first();
        iterator
    }

    fn check_format(&self) -> Result<(), StoreError> {
        match self.get_value(ColumnFamily::Meta, &MetaKey::Format)? {
            Some(Format(FORMAT)) => Ok(()),
            Some(Format(found)) => Err(StoreErrorKind::FormatTooNew {
                supported: FORMAT,
                found,
            }
            .into()),
            None if self.access == Access::Read => Err(StoreErrorKind::NotFound {
                dir: self.dir.clone(),
            }
            .into()),
            None => self.begin_store(),
        }
    }

    fn begin_store(&self) -> Result<(), StoreError> {
        if self.last_txn()?.is_some() {
            return Err(StoreError::damaged("the format version is missing", None));
        }
        let mut batch = rocksdb::WriteBatch::default();
        let meta = self.family(ColumnFamily::Meta);
        batch.put_cf(meta, MetaKey::Format.encode(), Format(FORMAT).encode());
        batch.put_cf(
            meta,
            MetaKey::Counters.encode(),
            Counters::default().encode(),
        );
        let mut synced = rocksdb::WriteOptions::default();
        synced.set_sync(true);
        self.db
            .write_opt(batch, &synced)
            .map_err(|error| StoreError::from_engine(&error, &self.dir))
    }

    fn load_state(&self) -> Result<State, StoreError> {
        let counters = self
            .get_value(ColumnFamily::Meta, &MetaKey::Counters)?
            .ok_or_else(|| StoreError::damaged("the counters are missing", None))?;
        let (txn, Txn { time_ms, .. }) = self.last_txn()?.unwrap_or_default();
        Ok(State {
            txn,
            time_ms,
            counters,
        })
    }

    fn last_txn(&self) -> Result<Option<(u64, Txn)>, StoreError> {
        let family = self.family(ColumnFamily::Txn);
        let Some(last) = self.db.iterator_cf(family, IteratorMode::End).next() else {
            return Ok(None);
        };
        let (key, value) = last?;
        let damaged = || StoreError::damaged(unreadable(ColumnFamily::Txn), None);
        let TxnKey(txn) = TxnKey::decode(&key).ok_or_else(damaged)?;
        Ok(Some((txn, Txn::decode(&value).ok_or_else(damaged)?)))
    }
}

/// What to call a value of the family that cannot be decoded.
pub(crate) fn unreadable(family: ColumnFamily) -> &'static str {
    match family {
        ColumnFamily::Body => "unreadable body",
        ColumnFamily::AsOf => "unreadable version",
        ColumnFamily::Resource => "unreadable id",
        ColumnFamily::TypeHistory | ColumnFamily::SystemHistory => "unreadable history entry",
        ColumnFamily::Index => "unreadable index entry",
        ColumnFamily::Reverse => "unreadable list of index entries",
        ColumnFamily::Compartment => "unreadable compartment entry",
        ColumnFamily::Txn => "unreadable transaction",
        ColumnFamily::Checkpoint => "unreadable checkpoint",
        ColumnFamily::Meta => "unreadable counters or format version",
    }
}

fn open_db(dir: &Path, scratch: Option<&Scratch>, options: &Options) -> Result<Db, StoreError> {
    check_directory(dir, scratch.is_none())?;
    let access = if scratch.is_none() {
        Access::Write
    } else {
        Access::Read
    };
    let open = || {
        let mut database = options.database(access);
        let families = options.families(&mut database);
        match scratch {
            None => Db::open_cf_descriptors(&database, dir, families),
            Some(Scratch(own)) => {
                Db::open_cf_descriptors_as_secondary(&database, dir, own, families)
            }
        }
    };
    let opened = if scratch.is_none() {
        open()
    } else {
        retry(open)
    };
    opened.map_err(|error| StoreError::from_engine(&error, dir))
}

/// That opening will not mix a store with something else, nor leave out a family of a later format.
fn check_directory(dir: &Path, may_create: bool) -> Result<(), StoreError> {
    if !dir.join("CURRENT").exists() {
        return match (may_create, is_vacant(dir)?) {
            (false, _) => Err(StoreErrorKind::NotFound {
                dir: dir.to_path_buf(),
            }
            .into()),
            (true, false) => Err(StoreErrorKind::NotAStore {
                dir: dir.to_path_buf(),
            }
            .into()),
            (true, true) => Ok(()),
        };
    }
    let families = retry(|| Db::list_cf(&rocksdb::Options::default(), dir))?;
    let known = |name: &String| {
        name == "default" || ColumnFamily::ALL.iter().any(|family| family.name() == name)
    };
    if families.iter().all(known) {
        Ok(())
    } else {
        Err(StoreErrorKind::FormatTooNew {
            supported: FORMAT,
            found: 0,
        }
        .into())
    }
}

/// Whether there is nothing in `dir` but, at most, what RocksDB leaves when it is stopped while creating a database.
fn is_vacant(dir: &Path) -> Result<bool, StoreError> {
    let entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(true),
        entries => entries?,
    };
    for entry in entries {
        let name = entry?.file_name();
        let name = name.to_string_lossy();
        let begun = [
            "LOCK",
            "IDENTITY",
            "LOG",
            "MANIFEST-",
            "OPTIONS-",
            "lost+found",
        ];
        let ended = [".dbtmp", ".log"];
        if !begun.iter().any(|begin| name.starts_with(begin))
            && !ended.iter().any(|end| name.ends_with(end))
        {
            return Ok(false);
        }
    }
    Ok(true)
}

fn retry<T>(mut attempt: impl FnMut() -> Result<T, rocksdb::Error>) -> Result<T, rocksdb::Error> {
    for _ in 1..SECONDARY_ATTEMPTS {
        if let Ok(done) = attempt() {
            return Ok(done);
        }
    }
    attempt()
}

/// A directory of its own for a secondary's log, removed on drop.
pub(crate) struct Scratch(pub(crate) PathBuf);

impl Scratch {
    fn new() -> Result<Self, StoreError> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        loop {
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let dir =
                std::env::temp_dir().join(format!("wardlake-read-{}-{count}", std::process::id()));
            match fs::create_dir(&dir) {
                // Left by a killed process that had this one's id.
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => continue,
                created => created?,
            }
            return Ok(Self(dir));
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Nothing can be done about a directory that stays; it holds RocksDB's own log only.
        let _ = fs::remove_dir_all(&self.0);
    }
}
