"""From logits to mentions with traits and links. The Rust crate decodes the same way."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import torch

from labels import DX_KINDS, RELATION_TARGETS, TAGS, TRAITS, TYPE_TRAITS, TYPES
from model import Tagger, span_features
from segment import Segmenter, Window

WINDOWS_PER_BATCH = 32


@dataclass
class Settings:
    """Temperatures and thresholds, as `labels.json` holds them."""

    tag_temperature: float = 1.0
    tag_threshold: list[float] = field(default_factory=lambda: [0.3] * len(TYPES))
    # Slope and offset over log odds, by type: they make a probability of a mention's score.
    tag_calibration: list[tuple[float, float]] = field(default_factory=lambda: [(1.0, 0.0)] * len(TYPES))
    trait_temperature: float = 1.0
    trait_threshold: list[float] = field(default_factory=lambda: [0.5] * len(TRAITS))
    relation_temperature: float = 1.0
    relation_threshold: float = 0.35


@dataclass
class Found:
    start: int
    end: int
    kind: str
    score: float
    traits: dict[str, float] = field(default_factory=dict)
    links: list[tuple[Found, float]] = field(default_factory=list)

    @property
    def key(self) -> tuple[int, int, str]:
        return self.start, self.end, self.kind


def viterbi(log_p: np.ndarray) -> list[int]:
    """The most probable tag sequence in which I-t follows only B-t or I-t."""
    begins = np.arange(1, len(TAGS), 2)
    insides = begins + 1
    score = log_p[0].copy()
    score[insides] = -np.inf
    back = []
    for row in log_p[1:]:
        best = int(score.argmax())
        came = np.full(len(TAGS), best)
        stay = score[insides] > score[begins]
        came[insides] = np.where(stay, insides, begins)
        back.append(came)
        score = score[came] + row
    path = [int(score.argmax())]
    for came in reversed(back):
        path.append(int(came[path[-1]]))
    return path[::-1]


def spans(tags: list[int]) -> list[tuple[int, int, int]]:
    """(first token, last token, type) of each mention."""
    out: list[tuple[int, int, int]] = []
    for i, tag in enumerate(tags):
        if tag and tag % 2:
            out.append((i, i, (tag - 1) // 2))
        elif tag:
            out[-1] = (out[-1][0], i, out[-1][2])
    return out


def find_spans(logits: np.ndarray, settings: Settings) -> list[tuple[int, int, int, float]]:
    """Mentions of one window body that reach the threshold of their type."""
    log_p = torch.from_numpy(logits / settings.tag_temperature).log_softmax(-1).numpy()
    tags = viterbi(log_p)
    chosen = log_p[np.arange(len(tags)), tags]
    scored = [(a, b, k, float(np.exp(chosen[a : b + 1].mean()))) for a, b, k in spans(tags)]
    scored = [(a, b, k, calibrated(s, settings.tag_calibration[k])) for a, b, k, s in scored]
    return [s for s in scored if s[3] >= settings.tag_threshold[s[2]]]


def log_odds(p: float) -> float:
    p = min(max(p, 1e-6), 1 - 1e-6)
    return math.log(p / (1 - p))


def calibrated(score: float, line: tuple[float, float]) -> float:
    return 1 / (1 + math.exp(-(line[0] * log_odds(score) + line[1])))


def choose_traits(logits: torch.Tensor, kind: str, settings: Settings) -> dict[str, float]:
    p = torch.sigmoid(logits / settings.trait_temperature).tolist()
    score = dict(zip(TRAITS, p))
    threshold = dict(zip(TRAITS, settings.trait_threshold))
    allowed = TYPE_TRAITS.get(kind, [])
    chosen = {t: score[t] for t in allowed if t not in DX_KINDS and score[t] >= threshold[t]}
    if kind == "DX":
        best = max(DX_KINDS, key=score.__getitem__)
        chosen = {best: score[best], **chosen}
    return chosen


class Predictor:
    def __init__(self, model: Tagger, segmenter: Segmenter, settings: Settings):
        self.model, self.segmenter, self.settings = model.eval(), segmenter, settings

    @torch.inference_mode()
    def hidden(self, windows: list[Window]) -> torch.Tensor:
        width = max(len(w.ids) for w in windows)
        ids, shapes, attention = (
            torch.tensor([row + [0] * (width - len(row)) for row in rows])
            for rows in ([w.ids for w in windows], [w.shapes for w in windows], [[1] * len(w.ids) for w in windows])
        )
        return self.model.encode(ids, shapes, attention)

    def tag_logits(self, window: Window) -> np.ndarray:
        body = slice(window.body, window.body + len(window.offsets))
        with torch.inference_mode():
            return self.model.tag(self.hidden([window])[0, body]).numpy()

    def predict(self, text: str) -> list[Found]:
        return self.predict_all([text])[0]

    @torch.inference_mode()
    def predict_all(self, texts: list[str]) -> list[list[Found]]:
        out: list[list[Found]] = [[] for _ in texts]
        jobs = [(n, w) for n, t in enumerate(texts) for w in self.segmenter.windows(t)]
        jobs.sort(key=lambda job: (len(job[1].ids), job[0], job[1].offsets[0]))
        for at in range(0, len(jobs), WINDOWS_PER_BATCH):
            part = jobs[at : at + WINDOWS_PER_BATCH]
            hidden = self.hidden([w for _, w in part])
            logits = self.model.tag(hidden).numpy()
            for row, (n, window) in enumerate(part):
                out[n] += self._decode(window, hidden[row : row + 1], logits[row])
        for found in out:
            found.sort(key=lambda f: f.start)
        return out

    def _decode(self, window: Window, hidden: torch.Tensor, logits: np.ndarray) -> list[Found]:
        marked = find_spans(logits[window.body : window.body + len(window.offsets)], self.settings)
        if not marked:
            return []
        mentions = torch.tensor([(0, window.body + a, window.body + b, k) for a, b, k, _ in marked])
        features = span_features(hidden, mentions)
        traits = self.model.trait(features)
        found = [
            Found(
                window.offsets[a][0], window.offsets[b][1], TYPES[k], score,
                choose_traits(traits[i], TYPES[k], self.settings),
            )
            for i, (a, b, k, score) in enumerate(marked)
        ]  # fmt: skip
        sources = [i for i, m in enumerate(marked) if TYPES[m[2]] in RELATION_TARGETS]
        if sources:
            links = self.model.relation(features, mentions, torch.tensor(sources))
            p = (links / self.settings.relation_temperature).softmax(-1)
            for source, row in zip(sources, p):
                kept = (row[:-1] >= self.settings.relation_threshold).nonzero().flatten().tolist()
                found[source].links = [(found[target], float(row[target])) for target in kept]
        return found
