"""Writes tiny random models of four families with golden logits, against which the Rust encoders are tested.

    python hf_parity.py --out ../tests/data/hf
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import (
    BertConfig,
    BertForTokenClassification,
    DebertaV2Config,
    DebertaV2ForTokenClassification,
    DistilBertConfig,
    DistilBertForTokenClassification,
    RobertaConfig,
    RobertaForTokenClassification,
)

LABELS = ["O", "B-DRUG", "I-DRUG", "B-PROBLEM", "I-PROBLEM", "B-TEST", "I-TEST"]
TEXTS = [
    "Patient denies chest pain.",
    "Started metformin 500 mg b.i.d. for type 2 diabetes; hemoglobin A1c was 9.2 %.",
    "Café-au-lait spots, 5 µg dose, “stable” — no fever.\nLEFT KNEE: swelling",
    "ok",
]
TRAINING = TEXTS + [
    "The patient has a history of hypertension and takes lisinopril 10 mg daily.",
    "No fever, chills or cough. Blood pressure 120/80. Follow up in two weeks.",
    "Chest x-ray shows no acute disease. Knee pain on the left, worse at night.",
]
VOCABULARY = 320


def wordpiece() -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train_from_iterator(TRAINING, trainers.WordPieceTrainer(vocab_size=200, special_tokens=special))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return tokenizer


def byte_level() -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )
    tokenizer.train_from_iterator(TRAINING, trainer)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    return tokenizer


def unigram() -> Tokenizer:
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Strip()])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    special = ["[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]"]
    trainer = trainers.UnigramTrainer(vocab_size=200, special_tokens=special, unk_token="[UNK]", show_progress=False)
    tokenizer.train_from_iterator(TRAINING, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)]
    )
    return tokenizer


def families() -> dict[str, tuple]:
    size = dict(hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64)
    labels = dict(id2label=dict(enumerate(LABELS)), label2id={label: i for i, label in enumerate(LABELS)})
    return {
        "bert": (
            wordpiece(),
            BertForTokenClassification,
            BertConfig(**size, **labels, max_position_embeddings=64),
        ),
        "distilbert": (
            wordpiece(),
            DistilBertForTokenClassification,
            DistilBertConfig(dim=32, n_layers=2, n_heads=4, hidden_dim=64, max_position_embeddings=64, **labels),
        ),
        "roberta": (
            byte_level(),
            RobertaForTokenClassification,
            RobertaConfig(
                **size, **labels, max_position_embeddings=66, type_vocab_size=1, layer_norm_eps=1e-5,
                pad_token_id=1, bos_token_id=0, eos_token_id=2,
            ),
        ),
        "deberta-v2": (
            unigram(),
            DebertaV2ForTokenClassification,
            # As published for deberta-v3; few buckets, so that short texts reach the logarithmic ones.
            DebertaV2Config(
                **size, **labels, max_position_embeddings=64, type_vocab_size=0, layer_norm_eps=1e-7,
                relative_attention=True, pos_att_type=["p2c", "c2p"], position_buckets=8, max_relative_positions=-1,
                norm_rel_ebd="layer_norm", share_att_key=True, position_biased_input=False, pad_token_id=0,
            ),
        ),
    }  # fmt: skip


@torch.inference_mode()
def golden(tokenizer: Tokenizer, model: torch.nn.Module) -> list[dict]:
    rows = []
    for text in TEXTS:
        e = tokenizer.encode(text)
        ids = torch.tensor([e.ids])
        logits = model(input_ids=ids, attention_mask=torch.ones_like(ids)).logits[0]
        rows.append(
            {
                "text": text,
                "ids": e.ids,
                "offsets": [list(o) for o in e.offsets],
                "logits": [[round(x, 5) for x in row] for row in logits.tolist()],
            }
        )
    return rows


def randomise(model: torch.nn.Module) -> None:
    """Larger than the usual initial weights, biases and norms included, so that no term hides."""
    with torch.no_grad():
        for name, p in model.named_parameters():
            p.copy_(torch.randn_like(p) * (0.1 if p.dim() == 1 else 0.25))
            if "LayerNorm.weight" in name or "layer_norm.weight" in name:
                p.add_(1.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent / "tests/data/hf")
    args = parser.parse_args()
    for name, (tokenizer, architecture, config) in families().items():
        torch.manual_seed(0)
        config.vocab_size = tokenizer.get_vocab_size()
        model = architecture(config).eval()
        randomise(model)
        folder = args.out / name
        folder.mkdir(parents=True, exist_ok=True)
        model.save_pretrained(folder)
        tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
        text = json.dumps({"labels": LABELS, "cases": golden(tokenizer, model)}, ensure_ascii=False)
        (folder / "golden.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
