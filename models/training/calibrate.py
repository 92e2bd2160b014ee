"""Temperatures and thresholds, fitted on the development notes."""

from __future__ import annotations

from collections import Counter

import torch

from decode import Predictor, Settings
from examples import Batch, Tokenised, collate, mask_table
from labels import DX_KINDS, TRAITS, TYPES
from losses import relation_loss, tag_loss, trait_loss
from model import span_features
from notes import Note

TEMPERATURES = [round(0.5 * 1.05**n, 4) for n in range(34)]
LEVELS = [round(0.3 + 0.05 * n, 2) for n in range(9)]
# With fewer mentions than this a tuned threshold is noise.
ENOUGH = 20


def f1(right: int, wrong: int, missed: int) -> float:
    return 2 * right / max(1, 2 * right + wrong + missed)


def _batches(predictor: Predictor, notes: list[Note]) -> list[Batch]:
    examples = [e for n in notes for e in Tokenised(n, predictor.segmenter).examples()]
    return [collate(examples[i : i + 32]) for i in range(0, len(examples), 32)]


def _coolest(loss_at) -> float:
    return min(TEMPERATURES, key=loss_at)


@torch.inference_mode()
def temperatures(predictor: Predictor, notes: list[Note]) -> tuple[Settings, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Fitted temperatures; and trait logits, truths and masks of all gold mentions."""
    model = predictor.model
    tags, traits, links = [], [], []
    for batch in _batches(predictor, notes):
        hidden = model.encode(batch.ids, batch.shapes, batch.attention)
        tags.append((model.tag(hidden), batch))
        if len(batch.mentions):
            features = span_features(hidden, batch.mentions)
            traits.append((model.trait(features), batch))
            if len(batch.link_source):
                links.append((model.relation(features, batch.mentions, batch.link_source), batch))
    masks = mask_table()
    settings = Settings(
        tag_temperature=_coolest(lambda t: sum(float(tag_loss(x / t, b, masks)) * int(b.body.sum()) for x, b in tags)),
        trait_temperature=_coolest(lambda t: sum(float(trait_loss(x / t, b)) * len(b.mentions) for x, b in traits)),
        relation_temperature=_coolest(
            lambda t: sum(float(relation_loss(x / t, b)) * len(b.link_source) for x, b in links)
        ),
    )
    logits = torch.cat([x for x, _ in traits])
    return settings, logits, torch.cat([b.traits for _, b in traits]), torch.cat([b.trait_mask for _, b in traits])


def _best_level(scores: list[tuple[float, bool]], total: int) -> float:
    """The lowest threshold with the best F1 among `total` true cases."""

    def value(level: float) -> float:
        kept = [right for score, right in scores if score >= level]
        return f1(sum(kept), len(kept) - sum(kept), total - sum(kept))

    return max(LEVELS, key=lambda level: (round(value(level), 4), -level))


def calibrate(predictor: Predictor, notes: list[Note]) -> Settings:
    settings, logits, truth, mask = temperatures(predictor, notes)
    p = torch.sigmoid(logits / settings.trait_temperature)
    for i, trait in enumerate(TRAITS):
        if trait not in DX_KINDS:
            scores = [(float(x), bool(t)) for x, t, m in zip(p[:, i], truth[:, i], mask[:, i]) if m]
            settings.trait_threshold[i] = _best_level(scores, sum(t for _, t in scores))
    predictor = Predictor(predictor.model, predictor.segmenter, settings)
    scores: dict[str, list[tuple[float, bool]]] = {t: [] for t in TYPES}
    for note, found in zip(notes, predictor.predict_all([n.text for n in notes])):
        gold = {(m.start, m.end, m.kind) for m in note.mentions}
        for f in found:
            scores[f.kind].append((f.score, (f.start, f.end, f.kind) in gold))
    totals = Counter(m.kind for n in notes for m in n.mentions)
    for i, kind in enumerate(TYPES):
        if totals[kind] >= ENOUGH:
            settings.tag_threshold[i] = _best_level(scores[kind], totals[kind])
    return settings
