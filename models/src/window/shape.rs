//! How a token is written, which the ids of an uncased vocabulary do not tell.

/// How many token types there are.
pub(crate) const SHAPES: usize = 4;

/// Token type of a token with this text: 0 without capitals, 1 Capitalised, 2 with more capitals, 3 one capital alone.
pub(crate) fn shape(token: &str) -> u32 {
    let capitals = token.chars().filter(|c| c.is_uppercase()).count();
    let mut chars = token.chars();
    match (capitals, chars.next(), chars.next()) {
        (0, ..) => 0,
        (_, _, None) => 3,
        (1, Some(first), _) if first.is_uppercase() => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::shape;

    #[test]
    fn shapes_tell_cases_apart() {
        for (token, expected) in [
            ("", 0),
            ("mg", 0),
            ("9.2", 0),
            ("Élan", 1),
            ("Is", 1),
            ("mEq", 2),
            ("COPD", 2),
            ("J", 3),
        ] {
            assert_eq!(shape(token), expected, "{token}");
        }
    }
}
