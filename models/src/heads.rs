//! The heads as one linear map of a token's hidden state.
//!
//! Traits and links look at a mention through its first token and the mean over its tokens; linear maps of that are the
//! first token's projection plus the mean of the tokens' projections. So one product per window serves all heads.

use std::ops::Range;

use crate::error::ModelError;
use crate::weights::Weights;

/// Offsets clipped beyond this many tokens.
pub(crate) const MAX_DISTANCE: usize = 16;

/// The weights of all heads, one row an output, and what the rows are.
pub(crate) struct Heads {
    pub weight: Vec<f32>,
    pub bias: Vec<f32>,
    pub columns: Columns,
}

/// Where each head's outputs lie in a row of scores.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Columns {
    pub tags: Range<usize>,
    pub traits: SpanColumns,
    pub query: SpanColumns,
    pub key: SpanColumns,
}

/// The two projections of a head that looks at spans.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct SpanColumns {
    pub first: Range<usize>,
    pub mean: Range<usize>,
}

/// What links weigh besides the mentions themselves, by type number.
pub(crate) struct RelationTables {
    pub distance: Vec<f32>,
    pub pair: Vec<f32>,
    pub none: Vec<f32>,
}

impl RelationTables {
    /// The tables of a bundled model with this many types.
    pub(crate) fn load(weights: &Weights<'_>, types: usize) -> Result<Self, ModelError> {
        Ok(Self {
            distance: weights.get("head.relation.distance", &[2 * MAX_DISTANCE + 1])?,
            pair: weights.get("head.relation.pair", &[types, types])?,
            none: weights.get("head.relation.none", &[types])?,
        })
    }
}

impl Heads {
    /// Tag, trait and relation heads of a bundled model.
    pub(crate) fn bundled(
        weights: &Weights<'_>,
        hidden: usize,
        tags: usize,
        traits: usize,
    ) -> Result<Self, ModelError> {
        let mut heads = Self::tagger(weights, "head.tag", hidden, tags)?;
        heads.columns.traits = heads.add_span_head(weights, "head.trait", hidden, Some(traits))?;
        heads.columns.query = heads.add_span_head(weights, "head.relation.query", hidden, None)?;
        let width = heads.columns.query.first.len();
        heads.columns.key =
            heads.add_span_head(weights, "head.relation.key", hidden, Some(width))?;
        Ok(heads)
    }

    /// The token-classification head of a foreign model.
    pub(crate) fn tagger(
        weights: &Weights<'_>,
        name: &str,
        hidden: usize,
        tags: usize,
    ) -> Result<Self, ModelError> {
        Ok(Self {
            weight: weights.get(&format!("{name}.weight"), &[tags, hidden])?,
            bias: weights.get(&format!("{name}.bias"), &[tags])?,
            columns: Columns {
                tags: 0..tags,
                ..Columns::default()
            },
        })
    }

    /// Numbers in a row of scores.
    pub(crate) fn width(&self) -> usize {
        self.bias.len()
    }

    fn add_span_head(
        &mut self,
        weights: &Weights<'_>,
        name: &str,
        hidden: usize,
        rows: Option<usize>,
    ) -> Result<SpanColumns, ModelError> {
        let (found, weight) = weights.matrix(&format!("{name}.weight"), 2 * hidden)?;
        let rows = rows.unwrap_or(found);
        let bias = weights.get(&format!("{name}.bias"), &[rows])?;
        let start = self.width();
        for part in 0..2 {
            let halves = weight
                .chunks_exact(2 * hidden)
                .flat_map(|row| &row[part * hidden..(part + 1) * hidden]);
            self.weight.extend(halves);
        }
        self.bias.extend(bias);
        self.bias.resize(start + 2 * rows, 0.0);
        Ok(SpanColumns {
            first: start..start + rows,
            mean: start + rows..start + 2 * rows,
        })
    }
}
