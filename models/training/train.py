"""Trains in two stages. `pretrain`: all corpora and the gold notes once; `finetune`: gold notes over and over.

The learning rate follows the fraction of the time budget used, so that a run always ends cooled down. A run that was
cut off goes on from its last checkpoint when started again with the same arguments.
"""

from __future__ import annotations

import os

# Spinning threads starve each other as soon as the cores are shared.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import argparse
import math
import random
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

import bundle
from augment import Augmenter, Drugs
from corpora import read_corpora
from examples import Batch, Example, Tokenised, collate, mask_table
from labels import MAX_TOKENS
from losses import loss
from model import Tagger, base_folder
from notes import read_annotated, read_gold, read_written
from segment import Segmenter, shape

TOKENS_PER_BATCH = 4096
RXNORM = "ontologies/rxnorm-prescribable-20251006/rxnorm_concepts.tsv.xz"
WARMUP_STEPS = 100
HEAD_RATE = 1e-3
# Share of body tokens hidden from the encoder: few notes are seen often, and their wording must not be learnt by heart.
TOKEN_DROPOUT = 0.06
# Share of windows read as if typed without capitals, and as if in capitals alone.
LOWER, UPPER = 0.08, 0.06
CHECKPOINT_SECONDS = 180
REPORT_STEPS = 50


@dataclass
class Stage:
    encoder_rate: float
    # Passes over each source per round, beside one over our own notes and one over variants of all notes; BC5CDR is the
    # core of the corpora.
    gold: int
    core: float
    corpora: float


STAGES = {
    "pretrain": Stage(encoder_rate=3e-4, gold=1, core=2.0, corpora=1.0),
    "finetune": Stage(encoder_rate=2e-4, gold=2, core=1.2, corpora=0.2),
}


def make_tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def batches(examples: list[Example], rng: random.Random) -> list[list[Example]]:
    """Batches of windows of like length, in random order."""
    examples = sorted(examples, key=lambda e: len(e.ids) + rng.uniform(-4, 4))
    out: list[list[Example]] = [[]]
    widest = 0
    for e in examples:
        widest = max(widest, len(e.ids))
        if (len(out[-1]) + 1) * widest > TOKENS_PER_BATCH:
            out.append([])
            widest = len(e.ids)
        out[-1].append(e)
    rng.shuffle(out)
    return out


class Data:
    def __init__(self, shared: Path, stage: Stage, limit: int | None):
        self.stage = stage
        self.segmenter = Segmenter(make_tokenizer())
        gold = read_gold(shared / "annotation/gold/train.jsonl")[:limit]
        more = (read_written() + read_annotated(shared))[:limit]
        self.gold, self.more = ([Tokenised(n, self.segmenter) for n in notes] for notes in (gold, more))
        self.corpora = [Tokenised(n, self.segmenter) for n in read_corpora(shared / "corpora")[:limit]]
        self.augmenter = Augmenter(gold + more, Drugs(shared / RXNORM))

    def round(self, rng: random.Random) -> list[Example]:
        examples = []
        # Window borders move from pass to pass, so that no position is learned by heart.
        for notes in [self.gold] * self.stage.gold + [self.more, self._augmented(rng)]:
            for note in notes:
                examples += note.examples(rng.choice((64, 96, MAX_TOKENS, MAX_TOKENS)))
        for core, share in ((True, self.stage.core), (False, self.stage.corpora)):
            of = [note for note in self.corpora if note.note.core == core]
            for note in rng.sample(of * math.ceil(share), round(share * len(of))):
                examples += note.examples()
        return examples

    def _augmented(self, rng: random.Random) -> list[Tokenised]:
        return [Tokenised(n, self.segmenter) for n in self.augmenter.notes(rng)]

    def stream(self, rng: random.Random) -> Iterator[list[Example]]:
        while True:
            yield from batches(self.round(rng), rng)


class Noise:
    """What a batch goes through before the encoder sees it."""

    def __init__(self, tokenizer: Tokenizer):
        self.mask_id = tokenizer.token_to_id("[MASK]")
        words = (tokenizer.id_to_token(i).removeprefix("##") for i in range(tokenizer.get_vocab_size()))
        # The shape of each token in capitals.
        self.capitals = torch.tensor([shape(w.upper()) for w in words])

    def add(self, batch: Batch) -> None:
        case = torch.rand(len(batch.ids), 1)
        batch.shapes[(case < LOWER).expand_as(batch.shapes)] = 0
        upper = (case > 1 - UPPER) & batch.body
        batch.shapes[upper] = self.capitals[batch.ids[upper]]
        hidden = batch.body & (torch.rand(batch.ids.shape) < TOKEN_DROPOUT)
        batch.ids[hidden] = self.mask_id


def weights(init: Path) -> dict[str, torch.Tensor]:
    """Of a checkpoint, or of an exported bundle: where checkpoints are gone, its int8 weights are a good start."""
    if init.is_dir():
        return bundle.as_model(load_file(init / "model.safetensors")).state_dict()
    return torch.load(init, weights_only=True)["model"]


class Run:
    """Model, optimiser and how far they are; kept in one checkpoint file."""

    def __init__(self, stage: Stage, path: Path, init: Path | None, seconds: float):
        self.path, self.seconds = path, seconds
        self.model = Tagger.pretrained().train()
        heads = [p for n, p in self.model.named_parameters() if not n.startswith("encoder.")]
        self.optimiser = torch.optim.AdamW(
            [
                {"params": list(self.model.encoder.parameters()), "base": stage.encoder_rate},
                {"params": heads, "base": HEAD_RATE},
            ],
            lr=0.0,
            weight_decay=0.01,
            fused=True,
        )
        self.step, self.spent = 0, 0.0
        if path.exists():
            saved = torch.load(path, weights_only=True)
            self.model.load_state_dict(saved["model"])
            self.optimiser.load_state_dict(saved["optimiser"])
            self.step, self.spent = saved["step"], saved["spent"]
        elif init:
            self.model.load_state_dict(weights(init))

    @property
    def over(self) -> bool:
        return self.spent >= self.seconds

    def save(self) -> None:
        temporary = self.path.with_suffix(".tmp")
        state = dict(model=self.model.state_dict(), optimiser=self.optimiser.state_dict(), step=self.step, spent=self.spent)
        torch.save(state, temporary)
        temporary.rename(self.path)

    def update(self, batch: Batch) -> float:
        rate = min(1.0, (self.step + 1) / WARMUP_STEPS) * max(0.01, 1 - self.spent / self.seconds)
        for group in self.optimiser.param_groups:
            group["lr"] = group["base"] * rate
        value = loss(self.model, batch, mask_table())
        self.optimiser.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        self.step += 1
        return value.item()


def train(args: argparse.Namespace) -> None:
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    stage = STAGES[args.stage]
    run = Run(stage, args.out, args.init, args.minutes * 60)
    data = Data(args.shared, stage, args.limit)
    print(f"{len(data.gold)} gold notes, {len(data.more)} of ours, {len(data.corpora)} corpus documents", flush=True)
    noise = Noise(data.segmenter.tokenizer)
    # A resumed run must not repeat the order that it started with.
    stream = data.stream(random.Random(args.seed + run.step))
    before, started = run.spent, time.monotonic()
    saved, seen, recent = started, 0, deque(maxlen=REPORT_STEPS)
    while not run.over:
        batch = collate(next(stream))
        noise.add(batch)
        recent.append(run.update(batch))
        seen += int(batch.attention.sum())
        now = time.monotonic()
        run.spent = before + now - started
        if run.step % REPORT_STEPS == 0:
            mean = sum(recent) / len(recent)
            print(f"step {run.step} loss {mean:.4f} minutes {run.spent / 60:.1f} tokens/s {seen / (now - started):.0f}", flush=True)
        if now - saved > CHECKPOINT_SECONDS or run.over:
            saved = now
            run.save()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stage", choices=STAGES)
    parser.add_argument("--shared", type=Path, required=True, help="folder with annotation/, corpora/ and ontologies/")
    parser.add_argument("--out", type=Path, required=True, help="checkpoint to write and to resume from")
    parser.add_argument("--init", type=Path, help="checkpoint of the stage before, or the folder of a bundle")
    parser.add_argument("--minutes", type=float, default=28)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--limit", type=int, help="use only the first documents of each source, to try things out")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
