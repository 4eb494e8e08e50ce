"""The linker as a torch module: a layer over the states of a whole document, then triggers, pairs, and what they
say."""

import math
from collections.abc import Mapping
from typing import Final, get_args

import torch
from base import EPSILON, Shape
from network import Layer
from torch import Tensor, nn

from kronika.events.features import ARGUMENT_SIZES, LINK_SIZES, ROLES, SAME_SIZES, TRIGGER_SIZES, WORD_SIZES
from kronika.records import EventType, Status

INPUTS: Final = ("states", "words", "trigger_spans", "argument_spans", "triggers", "arguments", "links", "pairs")
_BUCKETS: Final = 32
_FAR: Final = 400  # words from which on all distances are one


class Features(nn.Module):
    """One vector a feature, summed: a product with a row of ones and zeros, far faster to learn than look-ups."""

    def __init__(self, sizes: tuple[int, ...], width: int, deviation: float = 0.1) -> None:
        super().__init__()
        self.table = nn.Parameter(torch.randn(sum(sizes), width) * deviation)

    def forward(self, features: Tensor) -> Tensor:
        """(…, sum of sizes) -> (…, width)"""
        return features @ self.table


class Linker(nn.Module):
    """States and features of one document -> scores before softmax."""

    def __init__(
        self,
        states: int,
        *,
        size: int = 128,
        layers: int = 1,
        heads: int = 4,
        pair: int = 96,
        dropout: float = 0.2,
        exchange: bool = True,
    ) -> None:
        super().__init__()
        self.options = {
            "states": states,
            "size": size,
            "layers": layers,
            "heads": heads,
            "pair": pair,
            "dropout": dropout,
            "exchange": exchange,
        }
        shape = Shape(size, layers, heads, 2 * size, 0, 0, EPSILON)
        self.reduce = nn.Sequential(nn.LayerNorm(states), nn.Linear(states, size))
        self.words = Features(WORD_SIZES, size)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(layers))
        self.bias = nn.Parameter(torch.zeros(layers, heads, 2 * _BUCKETS))
        self.dropout = nn.Dropout(dropout)
        self.trigger = _Item(size, TRIGGER_SIZES, dropout)
        self.argument = _Item(size, ARGUMENT_SIZES, dropout)
        self.event = _Answer(size, TRIGGER_SIZES, 3)
        self.event_type = _Answer(size, TRIGGER_SIZES, len(get_args(EventType)))
        self.status = _Answer(size, TRIGGER_SIZES, len(get_args(Status)))
        self.link = _Pair(size, pair, LINK_SIZES, len(ROLES), dropout)
        self.exchange = _Exchange(pair, len(ROLES), dropout) if exchange else None
        self.alone = _Answer(size, ARGUMENT_SIZES, len(ROLES))
        self.same = _Pair(size, pair, SAME_SIZES, 1, dropout)

    def forward(self, x: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """Return scores: event, type, status (triggers, …), role (triggers, arguments, roles), same (triggers,
        triggers)."""
        h = (self.reduce(x["states"]) + self.words(x["words"]))[None]
        at = torch.arange(h.shape[1], device=h.device)
        buckets = _bucket(torch.cat([at, at - h.shape[1]]))
        for layer, bias in zip(self.layers, self.bias, strict=True):
            h = layer(h, _by_distance(bias[:, buckets])[None])
        h = self.dropout(h[0])
        t = self.trigger(_spans(h, x["trigger_spans"]), x["triggers"])
        m = self.argument(_spans(h, x["argument_spans"]), x["arguments"])
        event = self.event(t, x["triggers"])
        same = self.same.answer(self.same(t, t, x["pairs"]), x["pairs"])[..., 0]
        pairs = self.link(t, m, x["links"])
        role = self.link.answer(pairs, x["links"]) + self.alone(m, x["arguments"])[None]
        if self.exchange is not None:
            role = role + self.exchange(pairs, same, event)
        return {
            "event": event,
            "type": self.event_type(t, x["triggers"]),
            "status": self.status(t, x["triggers"]),
            "role": role,
            "same": same,
        }


class _Item(nn.Module):
    """A trigger or an argument: its words in their document, and its features."""

    def __init__(self, size: int, sizes: tuple[int, ...], dropout: float) -> None:
        super().__init__()
        self.words = nn.Linear(2 * size, size)
        self.features = Features(sizes, size)
        self.dropout = nn.Dropout(dropout)

    def forward(self, words: Tensor, features: Tensor) -> Tensor:
        """(items, 2 * width), (items, features) -> (items, width)"""
        return self.dropout(nn.functional.gelu(self.words(words) + self.features(features)))


class _Answer(nn.Module):
    """Scores of an item: of what it has become, and of its features as they are."""

    def __init__(self, width: int, sizes: tuple[int, ...], answers: int) -> None:
        super().__init__()
        self.out = nn.Linear(width, answers)
        self.features = Features(sizes, answers, deviation=0.0)

    def forward(self, item: Tensor, features: Tensor) -> Tensor:
        """(items, width), (items, features) -> (items, answers)"""
        return self.out(item) + self.features(features)


class _Pair(nn.Module):
    """Every pair of two lists of items: a sum, a product of both sides, and the features of the pair."""

    def __init__(self, width: int, pair: int, sizes: tuple[int, ...], answers: int, dropout: float) -> None:
        super().__init__()
        self.sums = nn.ModuleList([nn.Linear(width, pair), nn.Linear(width, pair)])
        self.products = nn.ModuleList([nn.Linear(width, pair), nn.Linear(width, pair)])
        self.features = Features(sizes, pair)
        self.dropout = nn.Dropout(dropout)
        self.hidden = nn.Linear(pair, pair)
        self.out = nn.Linear(pair, answers)
        self.direct = Features(sizes, answers, deviation=0.0)

    def forward(self, one: Tensor, other: Tensor, features: Tensor) -> Tensor:
        """(a, width), (b, width), (a, b, features) -> (a, b, pair)"""
        h = self.sums[0](one)[:, None] + self.sums[1](other)[None] + self.features(features)
        h = h + self.products[0](one)[:, None] * self.products[1](other)[None]
        h = self.dropout(nn.functional.gelu(h))
        return self.dropout(nn.functional.gelu(self.hidden(h)))

    def answer(self, pairs: Tensor, features: Tensor) -> Tensor:
        """(a, b, pair), (a, b, features) -> (a, b, answers)"""
        return self.out(pairs) + self.direct(features)


class _Exchange(nn.Module):
    """What pairs tell each other: triggers of one event share an argument, other events compete for it, and so do
    the arguments of one trigger."""

    def __init__(self, pair: int, answers: int, dropout: float, *, size: int = 64) -> None:
        super().__init__()
        self.said = nn.Linear(pair, size)
        self.heard = nn.Linear(pair + 4 * size, pair)
        self.dropout = nn.Dropout(dropout)
        self.out = nn.Linear(pair, answers)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, pairs: Tensor, same: Tensor, event: Tensor) -> Tensor:
        """Return what is added to the scores.

        (triggers, arguments, pair), (triggers, triggers), (triggers, 3) -> (triggers, arguments, answers)
        """
        told = 1 - event.softmax(-1)[:, 0]
        at = torch.arange(same.shape[0], device=same.device)
        alike = same.sigmoid()
        friends = _shares(alike * (at[:, None] != at) * told)
        rivals = _shares((1 - alike) * (at[:, None] != at) * told)
        # one argument more, which says nothing: onnxruntime multiplies no empty arrays
        pairs = nn.functional.pad(pairs, (0, 0, 0, 1)).transpose(0, 1)  # (arguments + 1, triggers, pair)
        speaks = nn.functional.pad(torch.ones_like(pairs[:-1, :, :1]), (0, 0, 0, 0, 0, 1))
        said = nn.functional.gelu(self.said(pairs)) * speaks
        heard = torch.cat(
            [
                pairs,
                friends @ said,
                rivals @ said,
                said.amax(0, keepdim=True).expand_as(said),
                (said * told[:, None]).amax(1, keepdim=True).expand_as(said),
            ],
            -1,
        )
        found = self.out(self.dropout(nn.functional.gelu(self.heard(heard))))
        return found[:-1].transpose(0, 1)


def _shares(weights: Tensor) -> Tensor:
    """(a, b) -> (a, b), rows that sum up to less than 1: little weight remains little."""
    return weights / (weights.sum(1, keepdim=True) + 0.5)


def _spans(h: Tensor, spans: Tensor) -> Tensor:
    """(words, width), (spans, 2) -> (spans, 2 * width): mean of the words, and the last of them."""
    sums = nn.functional.pad(h.cumsum(0), (0, 0, 1, 0))
    length = (spans[:, 1] - spans[:, 0]).clamp(min=1)[:, None]
    return torch.cat([(sums[spans[:, 1]] - sums[spans[:, 0]]) / length, h[spans[:, 1] - 1]], -1)


def _by_distance(values: Tensor) -> Tensor:
    """(heads, 2 n), by distance 0 … n - 1, unused, 1 - n … -1 -> (heads, n, n): the value for (i, j) is that of j
    - i.

    Laid out n times in rows of 2 n and read in rows of 2 n - 1, each row begins one further to the left.
    """
    heads, double = values.shape
    n = double // 2
    rows = values[:, None].expand(heads, n, double).reshape(heads, -1)[:, : n * (double - 1)]
    return rows.reshape(heads, n, double - 1)[:, :, :n]


def _bucket(distance: Tensor) -> Tensor:
    """Signed distance in words -> bucket: one each up to 8, then wider ones."""
    size = distance.abs()
    wide = 8 + (torch.log(size.clamp(min=8).float() / 8) / math.log(_FAR / 8) * (_BUCKETS - 9)).long()
    return torch.where(size < 8, size, wide.clamp(max=_BUCKETS - 1)) + _BUCKETS * (distance > 0)
