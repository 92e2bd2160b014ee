//! FHIR instants and partial dates as milliseconds, on the proleptic Gregorian calendar; no clock, no time zones by
//! name, no leap second table.

#[cfg(test)]
mod tests;

use std::ops::Range;

const DAY_MS: i64 = 86_400_000;
/// `0001-01-01T00:00:00.000Z`
const MIN_MS: i64 = -62_135_596_800_000;
/// `9999-12-31T23:59:59.999Z`
const MAX_MS: i64 = 253_402_300_799_999;

/// A FHIR instant in UTC with three digits of fraction: `2026-11-25T11:44:26.000Z`.
///
/// FHIR has four digits for the year; a time before year 1 or after year 9999 is written as the nearest it has.
pub fn format_ms(unix_ms: i64) -> String {
    let ms = unix_ms.clamp(MIN_MS, MAX_MS);
    format!("{}.{:03}Z", date_time(ms), ms.rem_euclid(1000))
}

/// A FHIR instant in UTC with nine digits of fraction, for times finer than [`format_ms`] keeps; the same years.
pub fn format_nanos(unix_nanos: i128) -> String {
    const MS: i128 = 1_000_000;
    let nanos = unix_nanos.clamp(i128::from(MIN_MS) * MS, i128::from(MAX_MS) * MS + MS - 1);
    let ms = i64::try_from(nanos.div_euclid(MS)).unwrap_or(MAX_MS);
    format!("{}.{:09}Z", date_time(ms), nanos.rem_euclid(1000 * MS))
}

/// `2026-11-25T11:44:26`
fn date_time(ms: i64) -> String {
    let (year, month, day) = civil(ms.div_euclid(DAY_MS));
    let second = ms.rem_euclid(DAY_MS) / 1000;
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
}

/// Unix milliseconds of a FHIR instant: date, time to the second at least, and zone. Finer fractions are cut to the
/// millisecond, second 60 is the first of the next minute. `None` for anything else.
pub fn parse_ms(text: &str) -> Option<i64> {
    let moment = Moment::read(text)?;
    (moment.seconds && moment.zoned).then_some(moment.from)
}

/// The milliseconds `[from, to)` that a FHIR `date`, `dateTime` or `instant` stands for: `2024-02` is all of
/// February. A time may lack seconds, as in searches. Without a zone, UTC is meant. `None` for anything else.
pub fn parse_range(text: &str) -> Option<Range<i64>> {
    let moment = Moment::read(text)?;
    Some(moment.from..moment.to)
}

struct Moment {
    from: i64,
    to: i64,
    seconds: bool,
    zoned: bool,
}

impl Moment {
    fn read(text: &str) -> Option<Moment> {
        let mut rest = Digits(text.as_bytes());
        let year = rest.number(4).filter(|year| *year >= 1)?;
        if rest.ends() {
            return Some(Moment::days(year, 1, 1, year + 1, 1));
        }
        let month = rest.after(b'-', 1..13)?;
        if rest.ends() {
            return Some(Moment::days(
                year,
                month,
                1,
                year + month / 12,
                month % 12 + 1,
            ));
        }
        let day = rest.after(b'-', 1..days_in_month(year, month) + 1)?;
        let day = days(year, month, day) * DAY_MS;
        if rest.ends() {
            return Some(Moment {
                from: day,
                to: day + DAY_MS,
                seconds: false,
                zoned: false,
            });
        }
        rest.time(day)
    }

    /// From the start of a day to the first of a month.
    fn days(year: i64, month: i64, day: i64, to_year: i64, to_month: i64) -> Moment {
        let (from, to) = (days(year, month, day), days(to_year, to_month, 1));
        Moment {
            from: from * DAY_MS,
            to: to * DAY_MS,
            seconds: false,
            zoned: false,
        }
    }
}

/// What is left to read.
struct Digits<'a>(&'a [u8]);

impl Digits<'_> {
    /// `Thh:mm`, perhaps `:ss` and a fraction, perhaps a zone, to the end.
    fn time(&mut self, day: i64) -> Option<Moment> {
        let hour = self.after(b'T', 0..24)?;
        let minute = self.after(b':', 0..60)?;
        let (mut ms, mut width) = ((hour * 60 + minute) * 60_000, 60_000);
        let seconds = self.0.first() == Some(&b':');
        if seconds {
            ms += self.after(b':', 0..61)? * 1000;
            width = 1000;
        }
        if seconds && self.take(b'.').is_some() {
            let fraction;
            (fraction, width) = self.fraction()?;
            ms += fraction;
        }
        let zoned = !self.ends();
        let from = day + ms - self.zone()? * 60_000;
        self.ends().then_some(Moment {
            from,
            to: from + width,
            seconds,
            zoned,
        })
    }

    /// Digits after the point: their milliseconds, and how many the last kept digit stands for.
    fn fraction(&mut self) -> Option<(i64, i64)> {
        let len = self.0.iter().take_while(|b| b.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at(len);
        self.0 = rest;
        let width = [0, 100, 10, 1][len.min(3)];
        let value = digits
            .iter()
            .take(3)
            .fold(0, |value, d| value * 10 + i64::from(d - b'0'));
        (len > 0).then_some((value * width, width))
    }

    /// Minutes east of UTC: `Z`, `±hh:mm` to 14:00, or nothing.
    fn zone(&mut self) -> Option<i64> {
        let sign = match self.0.first() {
            None => return Some(0),
            Some(b'Z') => return self.take(b'Z').map(|()| 0),
            Some(b'-') => -1,
            Some(_) => 1,
        };
        let hours = self.after(if sign < 0 { b'-' } else { b'+' }, 0..15)?;
        let minutes = hours * 60 + self.after(b':', 0..60)?;
        (minutes <= 14 * 60).then_some(sign * minutes)
    }

    fn ends(&self) -> bool {
        self.0.is_empty()
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        self.0 = self.0.strip_prefix(&[byte])?;
        Some(())
    }

    /// Two digits after `byte`, within `range`.
    fn after(&mut self, byte: u8, range: Range<i64>) -> Option<i64> {
        self.take(byte)?;
        self.number(2).filter(|n| range.contains(n))
    }

    fn number(&mut self, len: usize) -> Option<i64> {
        let (digits, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        digits.iter().try_fold(0, |n, d| {
            Some(n * 10 + i64::from(char::from(*d).to_digit(10)?))
        })
    }
}

fn days_in_month(year: i64, month: i64) -> i64 {
    days(year + month / 12, month % 12 + 1, 1) - days(year, month, 1)
}

/// Days since 1970-01-01. Counts years from March, so that the leap day is a year's last, in eras of 400 years.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Year, month and day of a day since 1970-01-01: [`days`] undone.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let leaps = day_of_era / 1460 - day_of_era / 36_524 + day_of_era / 146_096;
    let year_of_era = (day_of_era - leaps) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let month = (from_march + 2) % 12 + 1;
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month, day_of_year - (153 * from_march + 2) / 5 + 1)
}
