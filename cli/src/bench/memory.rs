//! The most memory this process ever had in use.

/// Peak resident set in bytes, where the operating system tells: Linux, in `/proc/self/status`.
pub(super) fn peak() -> Option<u64> {
    parse(&std::fs::read_to_string("/proc/self/status").ok()?)
}

fn parse(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_is_read() {
        assert_eq!(
            parse("Name:\tx\nVmHWM:\t    1234 kB\nVmRSS:\t 5 kB\n"),
            Some(1_263_616)
        );
        assert_eq!(parse("Name:\tx\n"), None);
    }
}
