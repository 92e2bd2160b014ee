//! Numbers for people, and sizes as people type them.

use std::time::Duration;

/// `1,234,567`
pub(crate) fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 note`, `1,234 notes`
pub(crate) fn counted(n: u64, noun: &str) -> String {
    format!("{} {noun}{}", count(n), if n == 1 { "" } else { "s" })
}

/// `1.4 GB`, in powers of a thousand.
pub(crate) fn bytes(n: u64) -> String {
    const UNITS: [&str; 5] = ["kB", "MB", "GB", "TB", "PB"];
    if n < 1000 {
        return format!("{n} B");
    }
    let mut value = n as f64 / 1000.0;
    let mut unit = 0;
    while value >= 999.95 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    format!("{value:.1} {}", UNITS[unit])
}

/// `412`, `4.1`, `0.41`: about three digits of a rate.
pub(crate) fn rate(per_second: f64) -> String {
    match per_second {
        x if !x.is_finite() => "–".to_owned(),
        x if x >= 100.0 => count(x.round() as u64),
        x if x >= 10.0 => format!("{x:.1}"),
        x => format!("{x:.2}"),
    }
}

/// `0.42 s`, `12.3 s`, `4 min 05 s`, `2 h 03 min`
pub(crate) fn duration(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    let whole = time.as_secs();
    match seconds {
        s if s < 10.0 => format!("{s:.2} s"),
        s if s < 60.0 => format!("{s:.1} s"),
        s if s < 3600.0 => format!("{} min {:02} s", whole / 60, whole % 60),
        _ => format!("{} h {:02} min", whole / 3600, whole / 60 % 60),
    }
}

/// `64`, `64k`, `64 KB`, `64MiB`, `1g`: bytes. The letters stand for powers of 1024.
pub(crate) fn parse_size(text: &str) -> Result<usize, String> {
    let text = text.trim();
    let split = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, unit) = text.split_at(split);
    let shift = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 10,
        "m" | "mb" | "mib" => 20,
        "g" | "gb" | "gib" => 30,
        _ => return Err("sizes look like 65536, 64k, 64MiB or 1g".to_owned()),
    };
    let number: usize = digits
        .parse()
        .map_err(|_| "sizes look like 65536, 64k, 64MiB or 1g".to_owned())?;
    number
        .checked_mul(1 << shift)
        .filter(|&size| size > 0)
        .ok_or_else(|| "that size makes no sense".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_no_plural() {
        let said = [0, 1, 2000].map(|n| counted(n, "note"));
        assert_eq!(said, ["0 notes", "1 note", "2,000 notes"]);
    }

    #[test]
    fn people_read_them() {
        assert_eq!(
            ["0", "999", "1,000", "1,234,567"],
            [0, 999, 1000, 1_234_567]
                .map(count)
                .each_ref()
                .map(String::as_str)
        );
        assert_eq!(
            ["999 B", "1.0 kB", "1.0 MB", "23.8 MB"],
            [999, 1000, 999_990, 23_813_756]
                .map(bytes)
                .each_ref()
                .map(String::as_str)
        );
        assert_eq!(
            ["0.41", "41.0", "4,123"],
            [0.412, 41.0, 4123.4]
                .map(rate)
                .each_ref()
                .map(String::as_str)
        );
        let times = [0.418, 12.34, 245.0, 7380.0].map(|s| duration(Duration::from_secs_f64(s)));
        assert_eq!(
            ["0.42 s", "12.3 s", "4 min 05 s", "2 h 03 min"],
            times.each_ref().map(String::as_str)
        );
    }

    #[test]
    fn sizes_are_read() {
        let read = ["1", "64k", "64 KiB", "3MB", "1g"].map(|text| parse_size(text).unwrap());
        assert_eq!(read, [1, 65_536, 65_536, 3 << 20, 1 << 30]);
        assert!(
            ["", "k", "-1", "1.5m", "1x", "0", "99999999999999999999"]
                .iter()
                .all(|text| parse_size(text).is_err())
        );
    }
}
