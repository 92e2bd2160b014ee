//! One piece of work for each of many things, on several threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Each worker takes the next item that nobody has; what they make comes back in the order of the items.
pub(crate) fn map<T: Sync, R: Send>(
    items: &[T],
    jobs: usize,
    make: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(place) else {
                return done;
            };
            done.push((place, make(item)));
        }
    };
    let mut made: Vec<(usize, R)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs.min(items.len()))
            .map(|_| scope.spawn(work))
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| {
                worker
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
            .collect()
    });
    made.sort_unstable_by_key(|(place, _)| *place);
    made.into_iter().map(|(_, one)| one).collect()
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn the_order_is_that_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        for jobs in [1, 3, 2000] {
            let doubled = map(&items, jobs, |n| 2 * n);
            assert!(doubled.iter().enumerate().all(|(at, n)| *n == 2 * at));
            assert_eq!(doubled.len(), items.len());
        }
        assert!(map(&[] as &[usize], 2, |n| *n).is_empty());
    }
}
