"""The encoder as a PyTorch module: BERT's post-norm layers, the upper ones on words, under a table of heads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from base import Shape
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True, slots=True)
class Depth:
    """Which layers of the base model are kept, and after how many of them pieces become words."""

    layers: tuple[int, ...]
    on_pieces: int


class Layer(nn.Module):
    """Self-attention and feed-forward, each added to its input and normalised (Devlin et al. 2019)."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads = shape.heads
        self.qkv = nn.Linear(shape.width, 3 * shape.width)
        self.attended = nn.Linear(shape.width, shape.width)
        self.attention_norm = nn.LayerNorm(shape.width, shape.epsilon)
        self.inner = nn.Linear(shape.width, shape.inner)
        self.outer = nn.Linear(shape.inner, shape.width)
        self.output_norm = nn.LayerNorm(shape.width, shape.epsilon)
        self.dropout = dropout

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        batch, length, width = states.shape
        parts = self.qkv(states).view(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        query, key, value = parts[0], parts[1], parts[2]
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=bias)
        mixed = self.attended(mixed.transpose(1, 2).reshape(batch, length, width))
        states = self.attention_norm(states + functional.dropout(mixed, self.dropout, self.training))
        inner = self.outer(functional.gelu(self.inner(states)))
        return self.output_norm(states + functional.dropout(inner, self.dropout, self.training))


class Encoder(nn.Module):
    """Pieces -> contextual states of words.

    The lower layers see pieces. Then the pieces of a word are averaged, and the upper layers, which are most of
    the work, see words: Russian and Hungarian words have 1.6 pieces on average.
    """

    def __init__(self, shape: Shape, depth: Depth, dropout: float) -> None:
        super().__init__()
        self.words = nn.Embedding(shape.pieces, shape.width)
        self.positions = nn.Embedding(shape.positions, shape.width)
        self.norm = nn.LayerNorm(shape.width, shape.epsilon)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in depth.layers)
        self.on_pieces = depth.on_pieces
        self.dropout = dropout

    def forward(self, pieces: Tensor, word_of: Tensor, words: Tensor) -> Tensor:
        """Return states of shape (batch, words, width).

        Args:
            pieces: ids, int64, (batch, pieces), 1 where a row is over.
            word_of: the word each piece belongs to, int64, (batch, pieces), from 0 in each row; -1 for padding.
            words: 0, 1, … up to the most words of a row, int64.
        """
        states = self.words(pieces) + self.positions.weight[: pieces.shape[1]]
        states = functional.dropout(self.norm(states), self.dropout, self.training)
        bias = attention_bias(word_of >= 0)
        for layer in self.layers[: self.on_pieces]:
            states = layer(states, bias)
        belongs = (word_of.unsqueeze(1) == words.view(1, -1, 1)).to(states.dtype)
        count = belongs.sum(2, keepdim=True)
        states = belongs @ states / count.clamp(min=1)
        bias = attention_bias(count.squeeze(2) > 0)
        for layer in self.layers[self.on_pieces :]:
            states = layer(states, bias)
        return states


def attention_bias(present: Tensor) -> Tensor:
    """Return what is added to attention scores, (batch, 1, 1, length): much less than nothing for padding."""
    return ((~present).to(torch.float32) * -1e4)[:, None, None, :]


class Tagger(nn.Module):
    """An encoder under one linear head a label set."""

    def __init__(self, shape: Shape, depth: Depth, heads: Mapping[str, int], dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(shape, depth, dropout)
        self.heads = nn.ModuleDict({f"to_{name}": nn.Linear(shape.width, size) for name, size in heads.items()})
        self.head_names = tuple(heads)
        for head in self.heads.values():
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    def forward(self, pieces: Tensor, word_of: Tensor, words: Tensor) -> Tensor:
        """Return the encoder's states; ``scores`` are made of those words that a head is asked about."""
        return self.encoder(pieces, word_of, words)

    def scores(self, head: str, states: Tensor) -> Tensor:
        """Return a head's scores, (…, labels), of states (…, width)."""
        found: Tensor = self.heads[f"to_{head}"](states)
        return found


def load_base(
    encoder: Encoder, tensors: Mapping[str, NDArray[np.float32]], kept: Sequence[int], depth: Depth
) -> None:
    """Copy the base model's weights: the kept pieces' embeddings, and the kept layers."""
    state: dict[str, NDArray[np.float32]] = {
        "words.weight": tensors["emb.word"][kept],
        "positions.weight": tensors["emb.pos"] + tensors["emb.type"][0],
        "norm.weight": tensors["emb.ln.w"],
        "norm.bias": tensors["emb.ln.b"],
    }
    linear = {"attended": "ao", "attention_norm": "aln", "inner": "fi", "outer": "fo", "output_norm": "oln"}
    for number, source in enumerate(depth.layers):
        for kind, suffix in (("weight", "w"), ("bias", "b")):
            state[f"layers.{number}.qkv.{kind}"] = np.concatenate(
                [tensors[f"l{source}.{part}.{suffix}"] for part in "qkv"]
            )
            for name, short in linear.items():
                state[f"layers.{number}.{name}.{kind}"] = tensors[f"l{source}.{short}.{suffix}"]
    encoder.load_state_dict({name: torch.from_numpy(values.copy()) for name, values in state.items()})
