//! Named tensors of a safetensors file, as f32.

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use crate::error::{ErrorKind, ModelError};

/// The tensors of a file, borrowed.
pub(crate) struct Weights<'a> {
    file: SafeTensors<'a>,
}

impl<'a> Weights<'a> {
    /// Reads the header; numbers are read tensor by tensor.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, ModelError> {
        let failed = |e: safetensors::SafeTensorError| ErrorKind::Weights {
            reason: e.to_string(),
        };
        Ok(Self {
            file: SafeTensors::deserialize(bytes).map_err(failed)?,
        })
    }

    /// Whether there is a tensor of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.file.tensor(name).is_ok()
    }

    /// All numbers of a tensor that must have this shape.
    pub(crate) fn get(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let view = self.view(name)?;
        if view.shape() != shape {
            let (expected, got) = (shape.to_vec(), view.shape().to_vec());
            return Err(ErrorKind::Shape {
                name: name.to_owned(),
                expected,
                got,
            }
            .into());
        }
        self.floats(name, &view)
    }

    /// A matrix with any number of rows.
    pub(crate) fn matrix(
        &self,
        name: &str,
        columns: usize,
    ) -> Result<(usize, Vec<f32>), ModelError> {
        let rows = self.view(name)?.shape().first().copied().unwrap_or(0);
        Ok((rows, self.get(name, &[rows, columns])?))
    }

    /// How many numbers there are in all, scales left out.
    pub(crate) fn parameters(&self) -> u64 {
        let counted = self
            .file
            .tensors()
            .into_iter()
            .filter(|(name, _)| !name.ends_with(".scale"));
        counted
            .map(|(_, view)| view.shape().iter().product::<usize>() as u64)
            .sum()
    }

    fn view(&self, name: &str) -> Result<TensorView<'_>, ModelError> {
        self.file.tensor(name).map_err(|_| {
            ErrorKind::MissingTensor {
                name: name.to_owned(),
            }
            .into()
        })
    }

    fn floats(&self, name: &str, view: &TensorView<'_>) -> Result<Vec<f32>, ModelError> {
        let bytes = view.data();
        let words = || {
            bytes
                .as_chunks::<2>()
                .0
                .iter()
                .map(|b| u16::from_le_bytes(*b))
        };
        match view.dtype() {
            Dtype::F32 => Ok(bytes
                .as_chunks::<4>()
                .0
                .iter()
                .map(|b| f32::from_le_bytes(*b))
                .collect()),
            Dtype::BF16 => Ok(words()
                .map(|bits| f32::from_bits(u32::from(bits) << 16))
                .collect()),
            Dtype::F16 => Ok(words().map(half_to_float).collect()),
            Dtype::I8 => self.dequantised(name, view),
            other => Err(ErrorKind::TensorType {
                name: name.to_owned(),
                got: format!("{other:?}"),
            }
            .into()),
        }
    }

    /// Eight-bit numbers with one scale a row: value = number · scale.
    fn dequantised(&self, name: &str, view: &TensorView<'_>) -> Result<Vec<f32>, ModelError> {
        let rows = view.shape().first().copied().unwrap_or(0);
        let scales = self.get(&format!("{name}.scale"), &[rows])?;
        let columns = view.data().len().checked_div(rows).unwrap_or(0).max(1);
        let rows = view.data().chunks(columns).zip(scales);
        Ok(rows
            .flat_map(|(row, scale)| row.iter().map(move |&b| f32::from(b.cast_signed()) * scale))
            .collect())
    }
}

/// IEEE half precision to single, exactly.
fn half_to_float(bits: u16) -> f32 {
    let sign = u32::from(bits & 0x8000) << 16;
    let exponent = u32::from(bits >> 10 & 0x1f);
    let fraction = u32::from(bits & 0x3ff);
    let magnitude = match exponent {
        0 => (fraction as f32 * f32::from_bits(0x3380_0000)).to_bits(),
        31 => 0x7f80_0000 | fraction << 13,
        _ => (exponent + 112) << 23 | fraction << 13,
    };
    f32::from_bits(sign | magnitude)
}

#[cfg(test)]
mod tests;
