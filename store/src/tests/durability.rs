//! What is there after the process is gone.

use super::*;
use crate::Checkpoint;
use std::fs;

/// What a kill leaves: the files as they are, without closing anything.
fn copy(from: &Path) -> TempDir {
    let to = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, to.path().join(path.file_name().unwrap())).unwrap();
    }
    to
}

#[test]
fn what_was_acknowledged_is_there_after_a_kill() {
    let fixture = fixture();
    for round in 1..=20 {
        let checkpoint = Checkpoint {
            source: "in".to_owned(),
            line: round,
            ..Checkpoint::default()
        };
        let puts = (0..round)
            .map(|n| put(&format!("Patient/{n}"), &format!("{round}")))
            .collect();
        let durability = if round % 2 == 0 {
            Durability::Buffered
        } else {
            Durability::Synced
        };
        fixture
            .commit(
                CommitBatch {
                    puts,
                    checkpoint: Some(checkpoint),
                    time_ms: round,
                },
                durability,
            )
            .unwrap();
        let killed = copy(fixture.dir.path());
        let survivor = open(killed.path());
        assert_eq!(survivor.latest_txn(), round);
        assert_eq!(survivor.checkpoint("in").unwrap().unwrap().line, round);
        assert_eq!(
            survivor.digest_of_contents().unwrap(),
            fixture.digest_of_contents().unwrap()
        );
        assert!(survivor.check().unwrap().is_clean());
    }
}

#[test]
fn a_log_that_ends_in_the_middle_of_a_commit_ends_before_it() {
    let fixture = fixture();
    fixture.put(1, vec![put("Patient/a", "1")]);
    let whole = fixture.digest_of_contents().unwrap();
    fixture.put(
        2,
        (0..50).map(|n| put(&format!("Patient/{n}"), "2")).collect(),
    );
    let torn = copy(fixture.dir.path());
    let log = fs::read_dir(torn.path())
        .unwrap()
        .flatten()
        .map(|entry| entry.path());
    let log = log
        .filter(|path| path.extension().is_some_and(|ext| ext == "log"))
        .max()
        .unwrap();
    let len = fs::metadata(&log).unwrap().len();
    fs::OpenOptions::new()
        .write(true)
        .open(&log)
        .unwrap()
        .set_len(len - 10)
        .unwrap();
    let survivor = open(torn.path());
    assert_eq!(survivor.digest_of_contents().unwrap(), whole);
    assert!(survivor.check().unwrap().is_clean());
}

#[test]
fn a_checkpoint_comes_with_its_batch_or_alone() {
    let fixture = fixture();
    let checkpoint = Checkpoint {
        source: "notes.ndjson".to_owned(),
        identity: Digest::of(b"head"),
        byte: 10,
        line: 2,
        seq: 3,
        state: vec![0, 1, 255],
        done: false,
    };
    let alone = CommitBatch {
        checkpoint: Some(checkpoint.clone()),
        ..CommitBatch::default()
    };
    let receipt = fixture.commit(alone, Durability::Synced).unwrap();
    assert_eq!(receipt.txn, 0, "no version, no transaction");
    assert_eq!(
        fixture.checkpoint("notes.ndjson").unwrap(),
        Some(checkpoint.clone())
    );
    assert_eq!(fixture.checkpoint("notes").unwrap(), None);
    let done = Checkpoint {
        done: true,
        ..checkpoint
    };
    let batch = CommitBatch {
        puts: vec![put("Patient/a", "1")],
        checkpoint: Some(done.clone()),
        time_ms: 5,
    };
    assert_eq!(fixture.commit(batch, Durability::Buffered).unwrap().txn, 1);
    drop(fixture.store);
    assert_eq!(
        open(fixture.dir.path()).checkpoint("notes.ndjson").unwrap(),
        Some(done)
    );
}

#[test]
fn a_failed_write_poisons_the_store_until_it_is_opened_again() {
    let fixture = fixture();
    fixture.put(1, vec![put("Patient/a", "1")]);
    let file = fixture.dir.path().join("LOCK");
    let failure = crate::open::Db::open_default(file).unwrap_err();
    assert!(matches!(
        fixture.poison(&failure).kind(),
        StoreErrorKind::Engine { .. }
    ));
    for refused in [
        fixture
            .commit(batch(3, vec![put("Patient/c", "1")]), Durability::Buffered)
            .unwrap_err(),
        fixture
            .delete(&key("Patient/a"), 3, Durability::Buffered)
            .unwrap_err(),
        fixture.sync().unwrap_err(),
    ] {
        assert_eq!(*refused.kind(), StoreErrorKind::Poisoned);
        assert!(refused.to_string().contains("open the store again"));
    }
    assert_eq!(
        fixture.body("Patient/a").as_deref(),
        Some("1"),
        "reads go on"
    );
    drop(fixture.store);
    let store = open(fixture.dir.path());
    assert_eq!(
        store
            .commit(batch(4, vec![put("Patient/b", "1")]), Durability::Buffered)
            .unwrap()
            .txn,
        2
    );
}

#[test]
fn writers_take_turns() {
    let fixture = fixture();
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let store = &fixture;
            scope.spawn(move || {
                for round in 0..25 {
                    store.put(
                        round,
                        vec![
                            put(&format!("Patient/{writer}"), &format!("{round}")),
                            put("Patient/all", "x"),
                        ],
                    );
                    let page = store.search(&of_type("Patient")).unwrap();
                    assert!(
                        page.resources
                            .iter()
                            .any(|resource| resource.key.id == "all")
                    );
                }
            });
        }
    });
    assert_eq!(fixture.latest_txn(), 100);
    assert!(fixture.check().unwrap().is_clean());
    assert_eq!(
        fixture.stats().unwrap().versions,
        101,
        "the shared one has the same body every time"
    );
}
