//! Opening, refusing to open, and reading beside a writer.

use super::*;
use crate::ColumnFamily;
use crate::keys::{Key, MetaKey};
use crate::values::{Format, Value};

fn refusal(dir: &Path, access: Access) -> StoreErrorKind {
    Store::open(dir, access, &Options::default())
        .unwrap_err()
        .kind()
        .clone()
}

#[test]
fn a_second_writer_is_refused_by_name() {
    let first = fixture();
    let dir = first.dir.path().to_path_buf();
    let error = Store::open(&dir, Access::Write, &Options::default()).unwrap_err();
    assert_eq!(*error.kind(), StoreErrorKind::Locked { dir: dir.clone() });
    assert!(error.to_string().contains(dir.to_str().unwrap()));
    drop(first.store);
    open(&dir);
}

#[test]
fn a_later_format_is_refused() {
    let fixture = fixture();
    let meta = fixture.family(ColumnFamily::Meta);
    fixture
        .db()
        .put_cf(meta, MetaKey::Format.encode(), Format(2).encode())
        .unwrap();
    drop(fixture.store);
    assert_eq!(
        refusal(fixture.dir.path(), Access::Write),
        StoreErrorKind::FormatTooNew {
            supported: 1,
            found: 2
        }
    );
    assert_eq!(
        refusal(fixture.dir.path(), Access::Read),
        StoreErrorKind::FormatTooNew {
            supported: 1,
            found: 2
        }
    );
}

#[test]
fn a_layout_with_another_family_is_a_later_format() {
    let fixture = fixture();
    let dir = fixture.dir;
    drop(fixture.store);
    let names = ColumnFamily::ALL.map(ColumnFamily::name);
    let mut db = crate::open::Db::open_cf(&rocksdb::Options::default(), dir.path(), names).unwrap();
    db.create_cf("jobs", &rocksdb::Options::default()).unwrap();
    drop(db);
    assert_eq!(
        refusal(dir.path(), Access::Write),
        StoreErrorKind::FormatTooNew {
            supported: 1,
            found: 0
        }
    );
}

#[test]
fn a_directory_of_something_else_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("thesis.tex"), "").unwrap();
    let kind = StoreErrorKind::NotAStore {
        dir: dir.path().to_path_buf(),
    };
    assert_eq!(refusal(dir.path(), Access::Write), kind);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn there_must_be_something_to_read() {
    let dir = tempfile::tempdir().unwrap();
    let nowhere = dir.path().join("nowhere");
    assert_eq!(
        refusal(&nowhere, Access::Read),
        StoreErrorKind::NotFound {
            dir: nowhere.clone()
        }
    );
    assert!(!nowhere.exists());
}

#[test]
fn a_reader_sees_the_store_as_it_was_and_catches_up() {
    let writer = fixture();
    writer.put(1, vec![put("Patient/a", "1")]);
    let reader = Store::open(writer.dir.path(), Access::Read, &Options::default()).unwrap();
    let version = |store: &Store| store.current(&key("Patient/a")).unwrap().unwrap().version;
    writer.put(2, vec![put("Patient/a", "2")]);
    assert_eq!((reader.latest_txn(), version(&reader)), (1, 1));
    reader.refresh().unwrap();
    assert_eq!((reader.latest_txn(), version(&reader)), (2, 2));
    assert_eq!(reader.read(&key("Patient/a")).unwrap().unwrap().body, b"2");
    assert!(reader.check().unwrap().is_clean());
    assert_eq!(
        reader.digest_of_contents().unwrap(),
        writer.digest_of_contents().unwrap()
    );
}

#[test]
fn a_reader_cannot_write() {
    let writer = fixture();
    let reader = Store::open(writer.dir.path(), Access::Read, &Options::default()).unwrap();
    let error = reader
        .commit(batch(1, vec![put("Patient/a", "1")]), Durability::Buffered)
        .unwrap_err();
    assert_eq!(*error.kind(), StoreErrorKind::ReadOnly);
    assert_eq!(*reader.sync().unwrap_err().kind(), StoreErrorKind::ReadOnly);
}

#[test]
fn a_reader_leaves_nothing_behind() {
    let writer = fixture();
    let reader = Store::open(writer.dir.path(), Access::Read, &Options::default()).unwrap();
    let scratch = reader._scratch.as_ref().unwrap().0.clone();
    assert!(scratch.exists());
    drop(reader);
    assert!(!scratch.exists());
}
