"""Offsets, temperatures, thresholds and calibration lines, fitted on the development notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import torch

import phi
from decode import Predictor, Settings, calibrated, log_odds
from examples import Batch, Tokenised, collate, mask_table
from labels import DX_KINDS, OUTSIDE, PHI, TAGS, TRAITS, TYPES, begin, inside
from losses import relation_loss, tag_loss, trait_loss
from model import span_features
from notes import Note

TEMPERATURES = [round(0.5 * 1.05**n, 4) for n in range(34)]
LEVELS = [round(0.2 + 0.05 * n, 2) for n in range(11)]
# Further up the names of drugs turn into those of places.
PHI_OFFSETS = [0.0, 1.0, 2.0]
PHI_PRECISION = 0.95
# Dates and ages look like values of tests, which must not be lost: they are favoured half as much.
HESITANT = frozenset({"DATE", "AGE", "PROF"})
OFFSETS = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.3]
LINK_LEVELS = [round(0.2 + 0.025 * n, 3) for n in range(13)]
# So much F1 may a lower threshold cost: what is not shown cannot be checked by a reader.
TOLERANCE = 0.002
# With fewer mentions than this a tuned threshold is noise.
ENOUGH = 20
# How many mentions the line of all types counts as in the line of one.
PRIOR = 40.0

Scored = list[tuple[float, bool]]


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


def _best_level(scores: Scored, total: int, levels: list[float] = LEVELS) -> float:
    """The lowest threshold with about the best F1 among `total` true cases."""

    def value(level: float) -> float:
        kept = [right for score, right in scores if score >= level]
        return f1(sum(kept), len(kept) - sum(kept), total - sum(kept))

    values = {level: value(level) for level in levels}
    return min(level for level in levels if values[level] >= max(values.values()) - TOLERANCE)


def line(scores: Scored, prior: tuple[float, float] | None = None) -> tuple[float, float]:
    """Slope and offset over the log odds by logistic regression (Platt), drawn towards `prior`."""
    x = torch.tensor([log_odds(s) for s, _ in scores], dtype=torch.float64)
    y = torch.tensor([float(right) for _, right in scores], dtype=torch.float64)
    start = torch.tensor(prior or (1.0, 0.0), dtype=torch.float64)
    fitted = start.clone().requires_grad_()
    optimiser = torch.optim.LBFGS([fitted], max_iter=60, line_search_fn="strong_wolfe")

    def closure():
        optimiser.zero_grad()
        each = torch.nn.functional.binary_cross_entropy_with_logits(fitted[0] * x + fitted[1], y, reduction="sum")
        value = each + (PRIOR if prior else 1e-3) * 0.25 * (fitted - start).square().sum()
        value.backward()
        return value

    optimiser.step(closure)
    slope, offset = fitted.tolist()
    # A falling line would call the surest mentions the least probable.
    return (round(max(slope, 0.05), 4), round(offset, 4))


def lines(scores: dict[str, Scored]) -> list[tuple[float, float]]:
    everything = line([s for each in scores.values() for s in each])
    return [line(scores[t], everything) if scores[t] else everything for t in TYPES]


def raw(settings: Settings) -> Settings:
    """The same without thresholds and calibration lines of mentions."""
    return replace(settings, tag_threshold=[0.0] * len(TYPES), tag_calibration=[(1.0, 0.0)] * len(TYPES))


def mention_scores(predictor: Predictor, notes: list[Note]) -> dict[str, Scored]:
    """Score and truth of everything that decoding finds, by type."""
    scores: dict[str, Scored] = {t: [] for t in TYPES}
    for each, note in zip(predictor.predict_all([n.text for n in notes]), notes):
        gold = note.keys
        for f in each:
            scores[f.kind].append((f.score, f.key in gold))
    return scores


def cross_fitted(predictor: Predictor, notes: list[Note]) -> Scored:
    """Calibrated scores and truths of the mentions in each half of the notes, the lines fitted on the other half."""
    bare = Predictor(predictor.model, predictor.segmenter, raw(predictor.settings))
    halves = [mention_scores(bare, notes[i::2]) for i in (0, 1)]
    out: Scored = []
    for measured, fitted in (halves, halves[::-1]):
        for (kind, scores), fit in zip(measured.items(), lines(fitted)):
            threshold = predictor.settings.tag_threshold[TYPES.index(kind)]
            probable = [(calibrated(s, fit), right) for s, right in scores]
            out += [p for p in probable if p[0] >= threshold]
    return out


def _favour() -> torch.Tensor:
    """How much of an offset each tag gets when identifying details are favoured."""
    share = torch.zeros(len(TAGS))
    for kind in PHI:
        share[[begin(kind), inside(kind)]] = 0.5 if kind in HESITANT else 1.0
    return share


@contextmanager
def _offset(predictor: Predictor, by: torch.Tensor) -> Iterator[None]:
    bias = predictor.model.tag.bias.data
    before = bias.clone()
    bias += by
    try:
        yield
    finally:
        bias.copy_(before)


def outside_offset(predictor: Predictor, notes: list[Note]) -> float:
    """How much less of `O` gives the best strict F1: training leaves precision above recall."""
    predictor = Predictor(predictor.model, predictor.segmenter, raw(predictor.settings))
    totals = Counter(m.kind for n in notes for m in n.mentions)

    def value(offset: float) -> float:
        with _offset(predictor, -offset * _outside()):
            scores = mention_scores(predictor, notes)
        right = found = 0
        for kind, each in scores.items():
            level = _best_level(each, totals[kind]) if totals[kind] >= ENOUGH else 0.3
            kept = [r for s, r in each if s >= level]
            right, found = right + sum(kept), found + len(kept)
        return f1(right, found - right, sum(totals.values()) - right)

    return max(OFFSETS, key=lambda offset: (round(value(offset), 4), -offset))


def _outside() -> torch.Tensor:
    share = torch.zeros(len(TAGS))
    share[OUTSIDE] = 1.0
    return share


def phi_offset(predictor: Predictor, notes: list[Note]) -> float:
    """How much more of identifying details gives the best recall by characters at a precision that leaves notes readable."""
    predictor = Predictor(predictor.model, predictor.segmenter, raw(predictor.settings))
    favour = _favour()

    def value(offset: float) -> tuple[float, float]:
        with _offset(predictor, offset * favour):
            found = predictor.predict_all([n.text for n in notes])
        right, marked, gold = phi.tally(found, notes)
        return (right / gold, -offset) if right >= PHI_PRECISION * marked else (0.0, -offset)

    return max(PHI_OFFSETS, key=value)


def shift(predictor: Predictor, outside: float, details: float) -> None:
    """Moves the tag head's bias for good."""
    predictor.model.tag.bias.data += details * _favour() - outside * _outside()


def link_level(predictor: Predictor, notes: list[Note]) -> float:
    """The threshold with the best F1 of links, mentions as found."""
    probing = Predictor(predictor.model, predictor.segmenter, replace(predictor.settings, relation_threshold=0.05))
    scores: Scored = []
    total = 0
    for note, found in zip(notes, probing.predict_all([n.text for n in notes])):
        gold = note.links
        total += len(gold)
        scores += [(score, (f.key, target.key) in gold) for f in found for target, score in f.links]
    return _best_level(scores, total, LINK_LEVELS)


def calibrate(predictor: Predictor, notes: list[Note]) -> Settings:
    settings, logits, truth, mask = temperatures(predictor, notes)
    p = torch.sigmoid(logits / settings.trait_temperature)
    for i, trait in enumerate(TRAITS):
        if trait not in DX_KINDS:
            scores = [(float(x), bool(t)) for x, t, m in zip(p[:, i], truth[:, i], mask[:, i]) if m]
            settings.trait_threshold[i] = _best_level(scores, sum(t for _, t in scores))
    bare = Predictor(predictor.model, predictor.segmenter, raw(settings))
    settings.tag_calibration = lines(mention_scores(bare, notes))
    unthresholded = replace(settings, tag_threshold=[0.0] * len(TYPES))
    scores = mention_scores(Predictor(predictor.model, predictor.segmenter, unthresholded), notes)
    totals = Counter(m.kind for n in notes for m in n.mentions)
    for i, kind in enumerate(TYPES):
        if kind in PHI:
            # A missed detail is worse than one too many.
            settings.tag_threshold[i] = LEVELS[0]
        elif totals[kind] >= ENOUGH:
            settings.tag_threshold[i] = _best_level(scores[kind], totals[kind])
    settings.relation_threshold = link_level(Predictor(predictor.model, predictor.segmenter, settings), notes)
    return settings
