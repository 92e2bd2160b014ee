"""The training loss of a batch, free of per-mention loops."""

from __future__ import annotations

import torch
from torch.nn import functional as F

from examples import Batch
from model import Tagger, span_features

TRAIT_WEIGHT = 0.5
RELATION_WEIGHT = 0.5


def tag_loss(logits: torch.Tensor, batch: Batch, masks: torch.Tensor) -> torch.Tensor:
    """Negative log of the probability that falls on the allowed tags."""
    log_p = logits[batch.body].log_softmax(-1)
    return -torch.logsumexp(log_p + masks[batch.supervision[batch.body]], dim=-1).mean()


def trait_loss(logits: torch.Tensor, batch: Batch) -> torch.Tensor:
    each = F.binary_cross_entropy_with_logits(logits, batch.traits, weight=batch.trait_mask, reduction="sum")
    return each / (batch.trait_mask.sum(1) > 0).sum().clamp(min=1)


def relation_loss(logits: torch.Tensor, batch: Batch) -> torch.Tensor:
    return -(logits.log_softmax(-1) * batch.link_targets).sum(-1).mean()


def loss(model: Tagger, batch: Batch, masks: torch.Tensor) -> torch.Tensor:
    with torch.autocast("cpu", torch.bfloat16):
        hidden = model.encode(batch.ids, batch.shapes, batch.attention)
        tags = model.tag(hidden)
    total = tag_loss(tags.float(), batch, masks)
    if len(batch.mentions):
        features = span_features(hidden.float(), batch.mentions)
        total = total + TRAIT_WEIGHT * trait_loss(model.trait(features), batch)
        if len(batch.link_source):
            links = model.relation(features, batch.mentions, batch.link_source)
            total = total + RELATION_WEIGHT * relation_loss(links, batch)
    return total
