"""Quantises a checkpoint, calibrates it, measures it, and writes the bundle, its card and the golden test values.

    python export.py --shared PATH --checkpoint model.pt [--out ../default]
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import argparse
from pathlib import Path

import torch

import bundle
import evaluate
import golden
from calibrate import calibrate, outside_offset, shift
from decode import Predictor, Settings
from model import Tagger
from notes import read_gold
from segment import Segmenter
from train import make_tokenizer

HERE = Path(__file__).parent
CARD = HERE / "card.md"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=HERE.parent / "default")
    parser.add_argument("--golden", type=Path, default=HERE.parent / "tests/data/golden.json")
    parser.add_argument("--phi-offset", type=float, default=0.0, help="logits given to identifying details, for recall")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)

    model = Tagger.empty()
    model.load_state_dict(torch.load(args.checkpoint, weights_only=True)["model"])
    tensors = bundle.quantise(model)
    tokenizer = make_tokenizer()
    # From here on only the quantised weights count.
    predictor = Predictor(bundle.as_model(tensors), Segmenter(tokenizer), Settings())
    dev = read_gold(args.shared / "annotation/gold/dev.jsonl")
    shift(predictor, outside_offset(predictor, dev), args.phi_offset)
    tensors["head.tag.bias"] = predictor.model.tag.bias.data.clone()
    predictor = Predictor(predictor.model, predictor.segmenter, calibrate(predictor, dev))
    table = evaluate.markdown(evaluate.report(predictor, args.shared))
    card = CARD.read_text("utf-8").replace("@METRICS@", table)
    bundle.write(args.out, tensors, tokenizer, predictor.settings, model.encoder.config, card)
    golden.write(bundle.load(args.out), args.golden)
    print(table)


if __name__ == "__main__":
    main()
