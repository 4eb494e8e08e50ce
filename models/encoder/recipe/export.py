"""Write a checkpoint as the weights that Kronika reads: ``encoder.onnx`` in int8, ``pieces.json``, ``meta.json``.

Matrix products are quantised by onnxruntime, dynamically (activations at run time, weights per output channel).
The weights use seven of the eight bits: without the VNNI instructions, products of full bytes overflow. The
embeddings of the pieces, more than half of all parameters, are bytes with a scale for each piece.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any, Final

import base
import pieces
import targets
import torch
from network import Depth, Encoder, Tagger
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from sums import write_sums
from torch import Tensor, nn

from kronika.encoder.model import FORMAT

STATES: Final = "states"
RANKED: Final = {"morphology": 1, "lemma": 8}
"""Heads with so many labels that the graph gives the likeliest few, by number, instead of all scores."""


class ByteEmbedding(nn.Module):
    """An embedding table in bytes, with a scale a row."""

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("bytes", torch.round(weight / scale).to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        """Return float rows of shape (…, width)."""
        bytes_, scale = self.get_buffer("bytes"), self.get_buffer("scale")
        return bytes_[ids].to(torch.float32) * scale[ids]


class Outputs(nn.Module):
    """The network as one graph: all heads' scores, then the states."""

    def __init__(self, model: Tagger) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, word_of: Tensor, words: Tensor) -> tuple[Tensor, ...]:
        """Return (rows, words, scores or ranks) for each head, and states (rows, words, width)."""
        states = self.model(ids, word_of, words)
        return (*(self._answer(name, states) for name in self.model.head_names), states)

    def _answer(self, name: str, states: Tensor) -> Tensor:
        scores = self.model.scores(name, states)
        return scores.topk(RANKED[name]).indices if name in RANKED else scores


def main() -> None:
    """Parse the command line and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoints", type=Path, nargs="+", help="checkpoint.pt; several are averaged")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--float", action="store_true", help="leave all weights as they are, to measure the loss")
    options = parser.parse_args()
    write(options.checkpoints, options.output, in_bytes=not options.float)


def load(checkpoints: list[Path], heads: targets.Heads) -> tuple[Tagger, Depth, dict[str, Any]]:
    """Return the model of a checkpoint, or with the mean weights of several, and the options it was trained
    with."""
    states = [torch.load(path, weights_only=False, map_location="cpu") for path in checkpoints]
    options = states[-1]["options"]
    weights = {
        name: torch.stack([state["model"][name] for state in states]).mean(0) for name in states[-1]["model"]
    }
    rows = {name: tuple(weights[f"encoder.{name}.weight"].shape) for name in ("words", "positions")}
    inner = weights["encoder.layers.0.inner.weight"].shape[0]
    found = base.Shape(
        rows["words"][1],
        len(options["layers"]),
        base.HEADS,
        inner,
        rows["words"][0],
        rows["positions"][0],
        base.EPSILON,
    )
    depth = Depth(tuple(options["layers"]), options["on_pieces"])
    model = Tagger(found, depth, heads.sizes(), dropout=0.0)
    model.load_state_dict(weights)
    return model.eval(), depth, options


def write(checkpoints: list[Path], output: Path, *, in_bytes: bool) -> None:
    """Replace the output folder's files; pieces and label sets are those beside the last checkpoint."""
    heads = targets.read(checkpoints[-1].with_name("heads.json"))
    model, _depth, options = load(checkpoints, heads)
    kept = json.loads((checkpoints[-1].parent / "pieces.json").read_text("utf-8"))
    output.mkdir(parents=True, exist_ok=True)
    found = base.read(base.locate())
    pieces.tokenizer(found, kept).save(str(output / "pieces.json"), pretty=False)
    write_graph(model, output / "encoder.onnx", in_bytes=in_bytes)
    meta = {
        "format": FORMAT,
        "name": "kronika_encoder",
        "license": "CC BY-SA 4.0",
        "window": options["size"],
        "pieces_a_word": pieces.A_WORD,
        "ranked": RANKED,
        "heads": {name: list(head.labels) for name, head in heads.spans.items()}
        | {
            "sentence": ["inside", "start"],
            "morphology": list(heads.morphology),
            "lemma": [list(rule) for rule in heads.lemma],
        },
        "temperature": {},
    }
    (output / "meta.json").write_text(json.dumps(meta, ensure_ascii=False), "utf-8")
    write_sums(output)


def write_graph(model: Tagger, path: Path, *, in_bytes: bool) -> None:
    """Export to ONNX and quantise."""
    if in_bytes:
        encoder: Encoder = model.encoder
        encoder.words = ByteEmbedding(encoder.words.weight.detach())  # type: ignore[assignment]
    ids, word_of = torch.tensor([[0, 9, 9, 9, 2]] * 2), torch.tensor([[0, 1, 1, 2, 3]] * 2)
    names = [*model.head_names, STATES]
    axes = {"pieces": {0: "rows", 1: "pieces"}, "word_of": {0: "rows", 1: "pieces"}, "words": {0: "words"}}
    with tempfile.TemporaryDirectory() as folder:
        plain, ready = Path(folder) / "plain.onnx", Path(folder) / "ready.onnx"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                Outputs(model),
                (ids, word_of, torch.arange(4)),
                str(plain),
                input_names=list(axes),
                output_names=names,
                dynamic_axes=axes | {name: {0: "rows", 1: "words"} for name in names},
                opset_version=17,
                dynamo=False,
            )
        if not in_bytes:
            shutil.copy(plain, path)
            return
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            str(ready), str(path), op_types_to_quantize=["MatMul"], per_channel=True, reduce_range=True,
            weight_type=QuantType.QInt8,
        )  # fmt: skip


if __name__ == "__main__":
    main()
