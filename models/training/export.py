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
import phi
from calibrate import calibrate, outside_offset, phi_offset, shift
from decode import Predictor, Settings
from model import Tagger
from notes import ANNOTATED, read_gold, read_written
from segment import Segmenter
from train import make_tokenizer, weights

HERE = Path(__file__).parent
CARD = HERE / "card.md"


def card(results: dict) -> str:
    def f1(row: dict) -> str:
        return f"{row['f1']:.3f}".removeprefix("0")

    values = {
        "WRITTEN": str(len(read_written())),
        "ANNOTATED": str(len(ANNOTATED.read_text("utf-8").splitlines())),
        "METRICS": evaluate.markdown(results),
        "CHEMICAL": f1(results["bc5cdr_dev"]["Chemical"]),
        "DISEASE": f1(results["bc5cdr_dev"]["Disease"]),
        "NCBI": f1(results["ncbi_dev"]["Disease"]),
    }
    text = CARD.read_text("utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=HERE.parent / "default")
    parser.add_argument("--golden", type=Path, default=HERE.parent / "tests/data/golden.json")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)

    model = Tagger.empty()
    model.load_state_dict(weights(args.checkpoint))
    tensors = bundle.quantise(model)
    tokenizer = make_tokenizer()
    # From here on only the quantised weights count.
    predictor = Predictor(bundle.as_model(tensors), Segmenter(tokenizer), Settings())
    dev = read_gold(args.shared / "annotation/gold/dev.jsonl")
    shift(predictor, outside_offset(predictor, dev), 0.0)
    shift(predictor, 0.0, phi_offset(predictor, [n for notes in phi.sets(args.shared).values() for n in notes]))
    tensors["head.tag.bias"] = predictor.model.tag.bias.data.clone()
    predictor = Predictor(predictor.model, predictor.segmenter, calibrate(predictor, dev))
    results = evaluate.report(predictor, args.shared)
    bundle.write(args.out, tensors, tokenizer, predictor.settings, model.encoder.config, card(results))
    golden.write(bundle.load(args.out), args.golden)
    print(evaluate.markdown(results))


if __name__ == "__main__":
    main()
