//! Number types and errors.

use safetensors::tensor::TensorView;
use safetensors::{Dtype, serialize};

use super::{Weights, half_to_float};
use crate::error::ErrorKind;

fn file() -> Vec<u8> {
    let scale = [0.5_f32.to_le_bytes(), 2.0_f32.to_le_bytes()].concat();
    let half = [0x3c00_u16.to_le_bytes(), 0xc000_u16.to_le_bytes()].concat();
    let eight = [1_i8, -2, 3, 127].map(i8::cast_unsigned);
    let view = |dtype, shape: &[usize], data| TensorView::new(dtype, shape.to_vec(), data).unwrap();
    serialize(
        [
            ("eight", view(Dtype::I8, &[2, 2], &eight)),
            ("eight.scale", view(Dtype::F32, &[2], &scale)),
            ("half", view(Dtype::F16, &[2], &half)),
            ("integer", view(Dtype::U8, &[4], &eight)),
        ],
        None,
    )
    .unwrap()
}

#[test]
fn numbers_come_as_floats() {
    let file = file();
    let weights = Weights::parse(&file).unwrap();
    assert_eq!(
        weights.matrix("eight", 2).unwrap(),
        (2, vec![0.5, -1.0, 6.0, 254.0])
    );
    assert_eq!(weights.get("half", &[2]).unwrap(), [1.0, -2.0]);
    assert_eq!(weights.parameters(), 10);
}

#[test]
fn what_does_not_fit_is_named() {
    let file = file();
    let weights = Weights::parse(&file).unwrap();
    let kind = |r: Result<Vec<f32>, crate::ModelError>| format!("{}", r.unwrap_err());
    assert_eq!(
        kind(weights.get("x.y", &[1])),
        "the weights lack the tensor x.y"
    );
    assert_eq!(
        kind(weights.get("half", &[3])),
        "tensor half has shape [2], the configuration says [3]"
    );
    assert!(kind(weights.get("integer", &[4])).starts_with("tensor integer is of type U8"));
    assert!(matches!(
        Weights::parse(b"no").err().unwrap().kind(),
        ErrorKind::Weights { .. }
    ));
}

#[test]
fn halves_are_exact() {
    let pairs = [
        (0x0000, 0.0),
        (0x8000, -0.0),
        (0x3555, 0.333_251_95),
        (0x0001, 5.960_464_5e-8),
        (0x7bff, 65504.0),
        (0xfc00, f32::NEG_INFINITY),
    ];
    for (bits, value) in pairs {
        assert_eq!(half_to_float(bits).to_bits(), f32::to_bits(value));
    }
    assert!(half_to_float(0x7e00).is_nan());
}
