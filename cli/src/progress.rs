//! How far a run is: a bar on a terminal, a line every few seconds elsewhere. Always on standard error.

use std::io::{IsTerminal as _, stderr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use wardlake_engine::{Observer, Progress};

use crate::telemetry;
use crate::units::{bytes, count, duration, rate};

/// Between two lines, where there is no terminal.
const LINES_EVERY: Duration = Duration::from_secs(5);

/// Shows progress. Cheap to tell: it draws at most ten times a second.
pub(crate) struct Reporter {
    began: Instant,
    /// Where the run began: what an earlier one did is not this one's speed.
    first: OnceLock<Progress>,
    display: Display,
}

enum Display {
    Bar(ProgressBar),
    Lines { last: Mutex<Instant> },
}

impl Reporter {
    pub(crate) fn new() -> Self {
        Self {
            began: Instant::now(),
            first: OnceLock::new(),
            display: Display::new(),
        }
    }

    /// Takes the bar away, so that what is printed next stands alone.
    pub(crate) fn finish(&self) {
        self.display.finish();
    }

    fn rates(&self, now: &Progress) -> String {
        let first = self.first.get_or_init(|| *now);
        let per_second = |now: u64, then: u64| {
            rate(now.saturating_sub(then) as f64 / self.began.elapsed().as_secs_f64())
        };
        let (notes, tokens) = (
            per_second(now.tally.notes, first.tally.notes),
            per_second(now.tally.tokens, first.tally.tokens),
        );
        format!("{notes} notes/s  {tokens} tokens/s")
    }

    fn draw(&self, bar: &ProgressBar, now: &Progress) {
        if bar.length() != now.bytes_total && now.bytes_total.is_some() {
            bar.set_style(style(
                "{bar:28} {percent:>3} %  {bytes} of {total_bytes}  {msg}  {eta} left",
            ));
            bar.set_length(now.bytes_total.unwrap_or_default());
        }
        let begins = self.first.get().is_none();
        bar.set_message(self.rates(now));
        bar.set_position(now.bytes_read);
        if begins {
            bar.reset_eta();
        }
    }

    fn line(&self, last: &Mutex<Instant>, now: &Progress) {
        let rates = self.rates(now);
        if !is_due(last) {
            return;
        }
        let of = now
            .bytes_total
            .map_or_else(String::new, |total| format!(" of {}", bytes(total)));
        let left = self
            .left(now)
            .map_or_else(String::new, |left| format!("  {} left", duration(left)));
        eprintln!(
            "{}{of}  {} notes  {rates}{left}",
            bytes(now.bytes_read),
            count(now.tally.notes)
        );
    }

    /// At the speed so far.
    fn left(&self, now: &Progress) -> Option<Duration> {
        let done = now
            .bytes_read
            .checked_sub(self.first.get()?.bytes_read)
            .filter(|done| *done > 0)?;
        let left = now.bytes_total?.saturating_sub(now.bytes_read);
        Some(self.began.elapsed().mul_f64(left as f64 / done as f64))
    }
}

impl Observer for Reporter {
    fn progress(&self, now: &Progress) {
        match &self.display {
            Display::Bar(bar) => self.draw(bar, now),
            Display::Lines { last } => self.line(last, now),
        }
    }
}

/// Shows how many notes are done of a number that is known.
pub(crate) struct Notes {
    began: Instant,
    total: u64,
    done: AtomicU64,
    display: Display,
}

impl Notes {
    pub(crate) fn new(total: u64) -> Self {
        let display = Display::new();
        if let Display::Bar(bar) = &display {
            bar.set_style(style(
                "{bar:28} {percent:>3} %  {pos} of {len} notes  {eta} left",
            ));
            bar.set_length(total);
        }
        Self {
            began: Instant::now(),
            total,
            done: AtomicU64::new(0),
            display,
        }
    }

    /// One note more is done.
    pub(crate) fn one_more(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let last = match &self.display {
            // Threads pass here in any order: a position that one of them knows may be an old one.
            Display::Bar(bar) => return bar.inc(1),
            Display::Lines { last } => last,
        };
        if !is_due(last) {
            return;
        }
        let speed = rate(done as f64 / self.began.elapsed().as_secs_f64());
        eprintln!(
            "{} of {} notes  {speed} notes/s",
            count(done),
            count(self.total)
        );
    }

    /// Takes the bar away, so that what is printed next stands alone.
    pub(crate) fn finish(&self) {
        self.display.finish();
    }
}

impl Display {
    fn new() -> Self {
        if stderr().is_terminal() {
            Self::Bar(bar())
        } else {
            Self::Lines {
                last: Mutex::new(Instant::now()),
            }
        }
    }

    fn finish(&self) {
        if let Self::Bar(bar) = self {
            telemetry::without_bar();
            bar.finish_and_clear();
        }
    }
}

/// Whether it is time for the next line; if so, it counts as printed.
fn is_due(last: &Mutex<Instant>) -> bool {
    let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
    let due = last.elapsed() >= LINES_EVERY;
    if due {
        *last = Instant::now();
    }
    due
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
    bar.set_style(style("{spinner} {bytes}  {msg}  {elapsed}"));
    telemetry::with_bar(&bar);
    bar
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("█▉▊▋▌▍▎▏ ")
}
