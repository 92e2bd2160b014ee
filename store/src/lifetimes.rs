//! When an index entry held: what makes a search answer as of a transaction.

#[cfg(test)]
mod tests;

/// The transactions at which an entry appeared, disappeared, appeared again…, strictly rising. An odd number of them
/// means that it holds now.
///
/// An entry that stays the same through an update costs nothing, and a page that began before an update still finds
/// what it would have found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lifetimes(pub(crate) Vec<u64>);

impl Lifetimes {
    pub(crate) fn holds_at(&self, txn: u64) -> bool {
        self.0.iter().take_while(|&&change| change <= txn).count() % 2 == 1
    }

    pub(crate) fn holds_now(&self) -> bool {
        self.0.len() % 2 == 1
    }

    /// Does nothing where the entry holds already.
    pub(crate) fn begin(&mut self, txn: u64) {
        if !self.holds_now() {
            self.0.push(txn);
        }
    }

    /// Does nothing where the entry does not hold.
    pub(crate) fn end(&mut self, txn: u64) {
        if self.holds_now() {
            self.0.push(txn);
        }
    }
}
