//! Every thread of the engine starts here, and nothing is decided here.

use std::io;
use std::thread::{self, Builder};

/// A thread to be: its name and its work.
pub(crate) struct Task<'e> {
    pub(crate) name: String,
    pub(crate) work: Box<dyn FnOnce() + Send + 'e>,
}

/// Runs `foreground` on the calling thread beside the tasks, and returns when all have ended. A panic of a task is the
/// task's own to report; one of `foreground` goes on once the tasks have ended. If a thread cannot be started, the
/// tasks not yet started are dropped and `foreground` is not run.
pub(crate) fn beside<'e, R>(tasks: Vec<Task<'e>>, foreground: impl FnOnce() -> R) -> io::Result<R> {
    thread::scope(|scope| {
        let mut handles = Vec::with_capacity(tasks.len());
        for Task { name, work } in tasks {
            handles.push(Builder::new().name(name).spawn_scoped(scope, work)?);
        }
        let result = foreground();
        for handle in handles {
            // The payload of a panic may quote text: it is dropped unread.
            drop(handle.join());
        }
        Ok(result)
    })
}
