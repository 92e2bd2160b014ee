//! A bounded queue whose waits are counted, and end when the run fails.

use super::control::Control;
use crate::perf::QueueMeter;
use crossbeam::channel::{
    Receiver, Sender, TryRecvError, TrySendError, at, bounded, never, select,
};
use std::sync::atomic::Ordering::Relaxed;
use std::time::Instant;

/// The end that items go into. Clones are further stages' threads; the queue closes when the last one is dropped.
pub(crate) struct Outbox<'r, T> {
    pub(super) sender: Sender<T>,
    control: &'r Control,
    pub(super) meter: &'r QueueMeter,
}

/// The end that items come out of; each item goes to one of the clones.
pub(crate) struct Inbox<'r, T> {
    pub(super) receiver: Receiver<T>,
    control: &'r Control,
    pub(super) meter: &'r QueueMeter,
}

/// What came of waiting for an item until some time.
pub(crate) enum Received<T> {
    Item(T),
    /// The time has come.
    Late,
    /// There will be no more items: all is done, or the run has failed.
    Closed,
}

/// A queue with so many places.
pub(crate) fn queue<'r, T>(
    places: usize,
    control: &'r Control,
    meter: &'r QueueMeter,
) -> (Outbox<'r, T>, Inbox<'r, T>) {
    let (sender, receiver) = bounded(places);
    (
        Outbox {
            sender,
            control,
            meter,
        },
        Inbox {
            receiver,
            control,
            meter,
        },
    )
}

impl<T> Outbox<'_, T> {
    /// Waits for a place. False if the run has failed or nobody listens: then the thread has nothing more to do.
    pub(crate) fn send(&self, item: T) -> bool {
        self.meter.items.fetch_add(1, Relaxed);
        let item = match self.sender.try_send(item) {
            Ok(()) => return true,
            Err(TrySendError::Disconnected(_)) => return false,
            Err(TrySendError::Full(item)) => item,
        };
        let since = Instant::now();
        let sent = select! {
            send(self.sender, item) -> sent => sent.is_ok(),
            recv(self.control.failed()) -> _ => false,
        };
        self.meter.was_full(since);
        sent
    }
}

impl<T> Inbox<'_, T> {
    /// Waits for an item; `None` if there will be none.
    pub(crate) fn recv(&self) -> Option<T> {
        match self.recv_until(None) {
            Received::Item(item) => Some(item),
            Received::Late | Received::Closed => None,
        }
    }

    /// Waits for an item, but not past a time.
    pub(crate) fn recv_until(&self, deadline: Option<Instant>) -> Received<T> {
        match self.receiver.try_recv() {
            Ok(item) => return Received::Item(item),
            Err(TryRecvError::Disconnected) => return Received::Closed,
            Err(TryRecvError::Empty) => {}
        }
        let since = Instant::now();
        let late = deadline.map_or_else(never, at);
        let received = select! {
            recv(self.receiver) -> item => item.map_or(Received::Closed, Received::Item),
            recv(self.control.failed()) -> _ => Received::Closed,
            recv(late) -> _ => Received::Late,
        };
        self.meter.was_empty(since);
        received
    }
}

impl<T> Clone for Outbox<'_, T> {
    fn clone(&self) -> Self {
        Self {
            sender: self.sender.clone(),
            ..*self
        }
    }
}

impl<T> Clone for Inbox<'_, T> {
    fn clone(&self) -> Self {
        Self {
            receiver: self.receiver.clone(),
            ..*self
        }
    }
}
