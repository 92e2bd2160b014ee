"""The exported model: int8 encoder, float heads, tokenizer, configuration and labels in one folder."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from transformers import BertConfig

from decode import Predictor, Settings
from labels import MAX_TOKENS, RELATION_TARGETS, TRAITS, TYPE_TRAITS, TYPES
from model import Tagger
from segment import Segmenter

NAME, VERSION = "wardlake-clinical-mini", "0.2.0"
_CONFIG_KEYS = (
    "model_type vocab_size hidden_size num_hidden_layers num_attention_heads intermediate_size hidden_act "
    "hidden_dropout_prob attention_probs_dropout_prob max_position_embeddings type_vocab_size initializer_range "
    "layer_norm_eps pad_token_id"
).split()


def quantise(model: Tagger) -> dict[str, torch.Tensor]:
    out = {}
    for name, value in model.state_dict().items():
        value = value.detach().float()
        if not name.startswith("encoder."):
            out["head." + name] = value.contiguous()
        elif value.dim() == 2:
            scale = value.abs().amax(1).clamp(min=1e-8) / 127
            out[name.removeprefix("encoder.")] = (value / scale[:, None]).round().clamp(-127, 127).to(torch.int8)
            out[name.removeprefix("encoder.") + ".scale"] = scale
        else:
            out[name.removeprefix("encoder.")] = value.contiguous()
    return out


def dequantise(tensors: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    state = {}
    for name, value in tensors.items():
        if name.endswith(".scale"):
            continue
        if value.dtype == torch.int8:
            value = value.float() * tensors[name + ".scale"][:, None]
        state[name.removeprefix("head.") if name.startswith("head.") else "encoder." + name] = value
    return state


def as_model(tensors: dict[str, torch.Tensor]) -> Tagger:
    model = Tagger.empty()
    missing, unexpected = model.load_state_dict(dequantise(tensors), strict=False)
    # Buffers such as position ids are not part of the bundle.
    assert not unexpected and not set(missing) & dict(model.named_parameters()).keys()
    return model.eval()


def _labels(settings: Settings) -> dict:
    return {
        "name": NAME,
        "version": VERSION,
        "max_tokens": MAX_TOKENS,
        "letter_shapes": True,
        "types": TYPES,
        "traits": TRAITS,
        "type_traits": TYPE_TRAITS,
        **asdict(settings),
        "relation_targets": RELATION_TARGETS,
    }


def write(folder: Path, tensors: dict, tokenizer: Tokenizer, settings: Settings, config: BertConfig, card: str) -> None:
    """Each file is written beside its place and renamed, so that a reader never sees half a file."""
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder.with_name(folder.name + ".tmp")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir()
    values = config.to_dict()
    dump = {"architectures": ["BertModel"]} | {k: values[k] for k in _CONFIG_KEYS}
    (temporary / "config.json").write_text(json.dumps(dump, indent=2) + "\n", "utf-8")
    (temporary / "labels.json").write_text(json.dumps(_labels(settings), indent=1) + "\n", "utf-8")
    tokenizer.save(str(temporary / "tokenizer.json"), pretty=False)
    save_file(tensors, temporary / "model.safetensors")
    (temporary / "model.safetensors").chmod(0o644)
    (temporary / "MODEL_CARD.md").write_text(card, "utf-8")
    for path in sorted(temporary.iterdir()):
        path.rename(folder / path.name)
    temporary.rmdir()


def load(folder: Path) -> Predictor:
    labels = json.loads((folder / "labels.json").read_text("utf-8"))
    assert labels["types"] == TYPES and labels["traits"] == TRAITS
    settings = Settings(**{k: labels[k] for k in Settings.__dataclass_fields__})
    segmenter = Segmenter(Tokenizer.from_file(str(folder / "tokenizer.json")))
    return Predictor(as_model(load_file(folder / "model.safetensors")), segmenter, settings)
