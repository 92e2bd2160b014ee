//! Codes are fixed forever: these tests must not be changed, only added to.

use super::*;
use crate::Digest;

#[test]
fn codes_are_places_among_the_names_of_r4() {
    let code = |name| TypeCode::of(name).unwrap().code();
    assert_eq!(
        (code("Account"), code("Patient"), code("VisionPrescription")),
        (1, 103, 146)
    );
    let names: String = (1..=146)
        .map(|code| format!("{}\n", TypeCode::from_code(code).unwrap().name()))
        .collect();
    assert_eq!(
        Digest::of(names.as_bytes()).to_string(),
        "07e475727c0d89a50e24ce31500d27fab96134c77a2c164ecacbb35d9d1532ea"
    );
}

#[test]
fn what_is_no_type_has_no_code() {
    assert_eq!(
        *TypeCode::of("Resource").unwrap_err().kind(),
        StoreErrorKind::UnknownType
    );
    assert_eq!(
        (TypeCode::from_code(0), TypeCode::from_code(147)),
        (None, None)
    );
}
