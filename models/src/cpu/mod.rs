//! Arithmetic on the calling thread: the one place of the crate where `unsafe` may be.

mod attention;
mod gemm;
mod math;

pub(crate) use attention::{Positions, Shape, attend};
pub(crate) use gemm::{Matrix, Target, multiply};
pub(crate) use math::{add_norm, gelu, gelu_tanh, relu};
