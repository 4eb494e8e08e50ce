"""Fine-tune the base model on all corpora at once; resumes from its last checkpoint."""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

import base
import corpora
import pieces
import targets
import torch
from annotated import Text
from narrow import narrow
from network import Depth, Tagger, load_base
from rows import Batch, Cutter, Noise, Row, batch
from tokenizers import Tokenizer
from torch import Tensor

SEED: Final = 20261122
REPEATS: Final = {"nerkor": 1, "nerel": 2, "factrueval": 2}
"""Times that an epoch shows each corpus: Russian has a quarter of the words of Hungarian."""
NAMELESS_KEPT: Final = 0.5
"""Share of the rows without any name that an epoch shows."""
LOSS_WEIGHTS: Final = {
    "names": 1.0,
    "nested": 0.3,
    "values": 0.5,
    "events": 0.5,
    "sentence": 0.1,
    "morphology": 0.2,
    "lemma": 0.2,
}
WIDE_HEADS: Final = {"morphology": 0.5, "lemma": 0.4}
"""Heads with so many labels that a step computes them for a share of its words only."""
POOL: Final = 400
"""Rows that are sorted by length together, so that a batch has little padding."""
CHECKPOINT_SECONDS: Final = 300
REPORT_STEPS: Final = 20
NARROWING_BATCHES: Final = 60
"""What :mod:`narrow` looks at: 60,000 words, about."""


def main() -> None:
    """Train, or go on training."""
    options = arguments().parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads or os.cpu_count() or 1)
    torch.manual_seed(SEED)
    texts = {name: corpora.read(options.data, name, "train") for name in targets.CORPORA}
    everything = [text for name in targets.CORPORA if name in options.corpora for text in texts[name]]
    heads = targets.build(text for found in texts.values() for text in found)
    targets.save(heads, options.output / "heads.json")
    tokenizer, model = start(texts, heads, options)
    Trainer(model, tokenizer, heads, everything, options).run()


def arguments() -> argparse.ArgumentParser:
    """Return the options; their defaults are what the weights were made with."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with nerkor/, nerkor-onpp/, nerel/, factrueval/"
    )
    parser.add_argument("--output", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--corpora", nargs="*", default=targets.CORPORA)
    parser.add_argument("--layers", type=int, nargs="*", default=list(range(7)))
    parser.add_argument("--on-pieces", type=int, default=2)
    parser.add_argument("--inner", type=int, default=1024, help="inner units of a layer, of 1536")
    parser.add_argument("--size", type=int, default=192, help="pieces a row")
    parser.add_argument("--rows", type=int, default=12, help="rows a batch")
    parser.add_argument("--pieces", type=float, default=11.4e6, help="pieces to train on")
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument(
        "--decay", type=float, default=1.0, help="factor of the rate from each layer to the next lower"
    )
    parser.add_argument("--warm-up", type=int, default=150, help="steps")
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--threads", type=int)
    return parser


def start(
    texts: dict[str, list[Text]], heads: targets.Heads, options: argparse.Namespace
) -> tuple[Tokenizer, Tagger]:
    """Return the pruned tokenizer and the base model under new heads; both are kept in the output folder."""
    found = base.read(base.locate())
    known = options.output / "pieces.json"
    if not known.is_file():
        words = (
            (w, gap != "") for some in texts.values() for t in some for w, gap in zip(t.words, t.gaps, strict=True)
        )
        known.write_text(json.dumps(pieces.select(found, words, ("ru", "hu"))), "utf-8")
    kept = json.loads(known.read_text("utf-8"))
    shape = base.Shape(
        found.shape.width, len(options.layers), found.shape.heads, found.shape.inner, len(kept), options.size + 64,
        found.shape.epsilon,
    )  # fmt: skip
    depth = Depth(tuple(options.layers), options.on_pieces)
    model = Tagger(shape, depth, heads.sizes(), options.dropout)
    tensors = dict(found.tensors)
    tensors["emb.pos"] = tensors["emb.pos"][: shape.positions]
    load_base(model.encoder, tensors, kept, depth)
    return pieces.tokenizer(found, kept), model


class Trainer:
    """Holds what a checkpoint holds: model, optimiser, position in the schedule, random state."""

    def __init__(
        self,
        model: Tagger,
        tokenizer: Tokenizer,
        heads: targets.Heads,
        texts: list[Text],
        options: argparse.Namespace,
    ) -> None:
        self.model = model.to("cuda" if torch.cuda.is_available() else "cpu")
        self.device = next(model.parameters()).device
        self.texts = texts
        self.options = options
        self.lessons = [targets.encode(text, heads) for text in texts]
        self.cutter = Cutter(tokenizer, options.size)
        self.allowed = {
            name: torch.from_numpy(head.allowed()).to(self.device)
            for name, head in heads.spans.items()
            if head.partial
        }
        self.optimiser = optimiser(model, options)
        self.rng = random.Random(SEED)
        self.seen = 0
        self.steps = 0
        self.path: Path = options.output / "checkpoint.pt"

    def run(self) -> None:
        """Train to the end of the schedule."""
        if self.path.is_file():
            self.load()
        if self.inner > self.options.inner:
            narrow(self.model, self.options.inner, self.read_some)
            self.optimiser = optimiser(self.model, self.options)
        self.model.train()
        started, last_seen, saved, shown = time.monotonic(), self.seen, time.monotonic(), 0
        sums: dict[str, float] = {}
        for rows in self.batches():
            for name, value in self.step(rows).items():
                sums[name] = sums.get(name, 0.0) + value
            shown += 1
            if self.steps % REPORT_STEPS == 0:
                rate = (self.seen - last_seen) / (time.monotonic() - started)
                means = " ".join(f"{name} {value / shown:.4f}" for name, value in sums.items())
                print(f"{self.seen / 1e6:.3f}M pieces, {rate:.0f}/s, step {self.steps}: {means}", flush=True)
                sums, shown = {}, 0
            if time.monotonic() - saved > CHECKPOINT_SECONDS:
                self.save()
                saved = time.monotonic()
            if self.seen >= self.options.pieces:
                break
        self.save()

    @property
    def inner(self) -> int:
        """Inner units of a layer."""
        return int(self.model.encoder.layers[0].inner.out_features)

    def batches(self) -> Iterator[list[Row]]:
        """Yield batches without end, epoch after epoch."""
        order = [i for i, text in enumerate(self.texts) for _ in range(REPEATS[text.corpus])]
        while True:
            self.rng.shuffle(order)
            rows = self.cutter.rows(
                [self.texts[i] for i in order], [self.lessons[i] for i in order], self.rng, Noise()
            )
            kept = [row for row in rows if (row.targets["names"] > 0).any() or self.rng.random() < NAMELESS_KEPT]
            self.rng.shuffle(kept)
            for start_at in range(0, len(kept), POOL):
                pool = sorted(kept[start_at : start_at + POOL], key=lambda row: len(row.pieces))
                groups = [pool[i : i + self.options.rows] for i in range(0, len(pool), self.options.rows)]
                self.rng.shuffle(groups)
                yield from groups

    def read_some(self) -> None:
        """Run the model over some text."""
        for rows in islice(self.batches(), NARROWING_BATCHES):
            self.states(batch(rows))

    def states(self, padded: Batch) -> Tensor:
        """Return the states of words, (rows, words, width)."""
        words = torch.arange(padded.targets["names"].shape[1], device=self.device)
        pieces, word_of = (torch.from_numpy(ids).to(self.device) for ids in (padded.pieces, padded.word_of))
        found: Tensor = self.model(pieces, word_of, words)
        return found

    def step(self, rows: Sequence[Row]) -> dict[str, float]:
        """Learn from a batch; return the loss of each head."""
        padded = batch(rows)
        factor = schedule(self.steps, self.options.warm_up, self.seen / self.options.pieces)
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * factor
        outcomes = {name: torch.from_numpy(values).to(self.device) for name, values in padded.targets.items()}
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.device.type == "cuda"):
            states = self.states(padded)
            losses = {name: self.loss(name, states, outcome) for name, outcome in outcomes.items()}
        total = sum(
            (LOSS_WEIGHTS[name] * loss for name, loss in losses.items()), torch.zeros((), device=self.device)
        )
        total.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.seen += int((padded.word_of >= 0).sum())
        self.steps += 1
        return {name: float(loss.detach()) for name, loss in losses.items()}

    def loss(self, name: str, states: Tensor, outcomes: Tensor) -> Tensor:
        """Return the mean cross entropy over the words that teach this head, 0 if there are none."""
        taught = outcomes != targets.IGNORED
        if self.model.training and name in WIDE_HEADS:
            taught &= torch.rand(outcomes.shape, device=self.device) < WIDE_HEADS[name]
        if not bool(taught.any()):
            return states.sum() * 0
        scores = self.model.scores(name, states[taught]).float()
        chosen = outcomes[taught]
        allowed = self.allowed.get(name)
        if allowed is None:
            return torch.nn.functional.cross_entropy(scores, chosen)
        some = scores.masked_fill(~allowed[chosen], -torch.inf)
        return (scores.logsumexp(1) - some.logsumexp(1)).mean()

    def save(self) -> None:
        """Write the checkpoint whole or not at all."""
        state: dict[str, Any] = {
            "model": self.model.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "seen": self.seen,
            "steps": self.steps,
            "rng": self.rng.getstate(),
            "options": {k: str(v) if isinstance(v, Path) else v for k, v in vars(self.options).items()},
        }
        partial = self.path.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(self.path)

    def load(self) -> None:
        """Go on from the checkpoint, with a new epoch."""
        state = torch.load(self.path, weights_only=False)
        inner = state["model"]["encoder.layers.0.inner.bias"].shape[0]
        if self.inner > inner:
            narrow(self.model, inner, lambda: None)  # which ones does not matter: all are loaded
            self.optimiser = optimiser(self.model, self.options)
        self.model.load_state_dict(state["model"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.seen, self.steps = state["seen"], state["steps"]
        self.rng.setstate(state["rng"])
        for group, fresh in zip(
            self.optimiser.param_groups, parameter_groups(self.model, self.options), strict=True
        ):
            group["peak"] = fresh["peak"]


def optimiser(model: Tagger, options: argparse.Namespace) -> torch.optim.Optimizer:
    """Return AdamW at the start of its work."""
    return torch.optim.AdamW(parameter_groups(model, options), betas=(0.9, 0.98), weight_decay=0.01)


def parameter_groups(model: Tagger, options: argparse.Namespace) -> list[dict[str, Any]]:
    """Return the parameters with their peak rates: heads fast, lower layers slower."""
    layers = len(model.encoder.layers)
    groups: list[dict[str, Any]] = [{"params": list(model.heads.parameters()), "peak": options.head_rate}]
    for number, layer in enumerate(model.encoder.layers):
        groups.append(
            {"params": list(layer.parameters()), "peak": options.rate * options.decay ** (layers - 1 - number)}
        )
    bottom = [
        *model.encoder.words.parameters(),
        *model.encoder.positions.parameters(),
        *model.encoder.norm.parameters(),
    ]
    groups.append({"params": bottom, "peak": options.rate * options.decay**layers})
    for group in groups:
        group["lr"] = group["peak"]
    return groups


def schedule(step: int, warm_up: int, progress: float) -> float:
    """Return the factor of the peak rate: linear warm-up by steps, then a half cosine by progress (0 to 1)."""
    return min(1.0, (step + 1) / warm_up) * max(0.01, 0.5 * (1 + math.cos(math.pi * min(progress, 1.0))))


if __name__ == "__main__":
    main()
