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
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer

from augment import Augmenter
from corpora import read_corpora
from examples import Example, Tokenised, collate, mask_table
from labels import MAX_TOKENS
from losses import loss
from model import Tagger, base_folder
from notes import read_gold
from segment import Segmenter

TOKENS_PER_BATCH = 4096
WARMUP_STEPS = 100
HEAD_RATE = 1e-3
CHECKPOINT_SECONDS = 180


@dataclass
class Stage:
    encoder_rate: float
    # Passes over each source per round.
    gold: int
    augmented: int
    corpora: float


STAGES = {
    "pretrain": Stage(encoder_rate=3e-4, gold=1, augmented=0, corpora=1.0),
    "finetune": Stage(encoder_rate=2e-4, gold=2, augmented=1, corpora=0.15),
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
        self.gold = [Tokenised(n, self.segmenter) for n in gold]
        self.corpora = [Tokenised(n, self.segmenter) for n in read_corpora(shared / "corpora")[:limit]]
        self.augmenter = Augmenter(gold) if stage.augmented else None

    def round(self, rng: random.Random) -> list[Example]:
        examples = []
        # Window borders move from pass to pass, so that no position is learned by heart.
        for notes, passes in ((self.gold, self.stage.gold), (self._augmented(rng), self.stage.augmented)):
            for _ in range(passes):
                for note in notes:
                    examples += note.examples(rng.choice((64, 96, MAX_TOKENS, MAX_TOKENS)))
        chosen = rng.sample(self.corpora, round(self.stage.corpora * len(self.corpora)))
        for note in chosen:
            examples += note.examples()
        return examples

    def _augmented(self, rng: random.Random) -> list[Tokenised]:
        if not self.augmenter:
            return []
        return [Tokenised(n, self.segmenter) for n in self.augmenter.notes(rng)]

    def stream(self, rng: random.Random) -> Iterator[list[Example]]:
        while True:
            yield from batches(self.round(rng), rng)


def make_optimiser(model: Tagger, stage: Stage) -> torch.optim.Optimizer:
    encoder = {"params": list(model.encoder.parameters()), "base": stage.encoder_rate}
    heads = {"params": [p for n, p in model.named_parameters() if not n.startswith("encoder.")], "base": HEAD_RATE}
    return torch.optim.AdamW([encoder, heads], lr=0.0, weight_decay=0.01)


def save(path: Path, state: dict) -> None:
    temporary = path.with_suffix(".tmp")
    torch.save(state, temporary)
    temporary.rename(path)


def train(args: argparse.Namespace) -> None:
    stage = STAGES[args.stage]
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    model = Tagger.pretrained()
    if args.init:
        model.load_state_dict(torch.load(args.init, weights_only=True)["model"])
    optimiser = make_optimiser(model, stage)
    step, spent = 0, 0.0
    if args.out.exists():
        saved = torch.load(args.out, weights_only=True)
        model.load_state_dict(saved["model"])
        optimiser.load_state_dict(saved["optimiser"])
        step, spent = saved["step"], saved["spent"]

    data = Data(args.shared, stage, args.limit)
    print(f"{len(data.gold)} gold notes, {len(data.corpora)} corpus documents", flush=True)
    # A resumed run must not repeat the order that it started with.
    stream = data.stream(random.Random(args.seed + step))
    model.train()
    started = checkpoint = time.monotonic()
    before, running, seen = spent, 0.0, 0
    while spent < args.minutes * 60:
        examples = next(stream)
        rate = min(1.0, (step + 1) / WARMUP_STEPS) * max(0.01, 1 - spent / (args.minutes * 60))
        for group in optimiser.param_groups:
            group["lr"] = group["base"] * rate
        value = loss(model, collate(examples), mask_table())
        optimiser.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        step += 1
        seen += sum(len(e.ids) for e in examples)
        running = value.item() if step == 1 else 0.98 * running + 0.02 * value.item()
        now = time.monotonic()
        spent = before + now - started
        if step % 50 == 0:
            print(f"step {step} loss {running:.4f} minutes {spent / 60:.1f} tokens/s {seen / (now - started):.0f}", flush=True)
        if now - checkpoint > CHECKPOINT_SECONDS or spent >= args.minutes * 60:
            checkpoint = now
            save(args.out, dict(model=model.state_dict(), optimiser=optimiser.state_dict(), step=step, spent=spent))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stage", choices=STAGES)
    parser.add_argument("--shared", type=Path, required=True, help="folder with annotation/ and corpora/")
    parser.add_argument("--out", type=Path, required=True, help="checkpoint to write and to resume from")
    parser.add_argument("--init", type=Path, help="checkpoint of the stage before")
    parser.add_argument("--minutes", type=float, default=28)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--limit", type=int, help="use only the first documents of each source, to try things out")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
