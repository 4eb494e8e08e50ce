"""Words as slovnet's networks see them: navec's embedding and a shape, already through the first convolution."""

from pathlib import Path
from typing import Any

import numpy as np
from natasha.data import NEWS_EMBEDDING
from navec.meta import Meta
from navec.tar import Tar
from numpy.typing import NDArray
from slovnet.shape import word_shape

from kronika.lang.ru.layers import WINDOW, Floats, Indices, window_sum, zero_of

_REMEMBERED_WORDS = 4096  # 24 MiB; nearly half of the words of a news text


class WordProjections:
    """What each word adds to the first convolution of several networks, remembered for the words met last."""

    def __init__(self, networks: tuple[Any, ...], words: Any, shapes: Any) -> None:
        codes, self._indices = _load_embedding(networks[0].emb.word.id)
        chunks, centroids, values = codes.shape
        self._codes = codes.reshape(-1, values)
        self._offsets = np.arange(chunks) * centroids
        self._word_ids, self._unknown = words.item_ids, words.unk_id
        self._shape_ids = shapes.item_ids
        self._networks = networks
        layers = [network.encoder.layers[0] for network in networks]
        kernels = np.concatenate([layer.conv.weight.array for layer in layers])  # filters x inputs x window
        self._filters = len(kernels)
        by_word = kernels.transpose(1, 2, 0)  # inputs x window x filters
        dimensions = chunks * values
        self._word_weight = np.ascontiguousarray(by_word[:dimensions].reshape(dimensions, -1))
        self._shape_rows = self._project_shapes(kernels, dimensions)
        self._fill = np.concatenate([zero_of(layer.norm) for layer in layers])
        self._rows: dict[str, int] = {}
        self._met_again: set[str] = set()
        self._table = np.zeros((_REMEMBERED_WORDS, WINDOW * self._filters), np.float32)  # row 0: no word

    def _project_shapes(self, kernels: Floats, dimensions: int) -> Floats:
        """Return a row for each word shape; the bias of the convolution is in its middle part."""
        parts = []
        for network, kernel in zip(self._networks, np.split(kernels, len(self._networks)), strict=True):
            shape = network.emb.shape.weight.array
            part = np.einsum("si,fik->skf", shape, kernel[:, dimensions:])
            part[:, 1] += network.encoder.layers[0].conv.bias.array
            parts.append(part)
        return np.ascontiguousarray(np.concatenate(parts, axis=2).reshape(len(parts[0]), -1))

    def __call__(self, sentences: list[list[str]], separators: Indices) -> tuple[Floats, Indices]:
        """Return the output of the first layers, rows x filters of all networks, and which rows are words."""
        self._remember(dict.fromkeys(word for sentence in sentences for word in sentence))
        ids = np.zeros(separators[-1] + 1, np.int64)
        is_word = np.ones(len(ids), bool)
        is_word[separators] = False
        words = np.flatnonzero(is_word)
        rows = self._rows
        ids[words] = [rows[word] for sentence in sentences for word in sentence]
        projected = self._table.take(ids, axis=0)
        return window_sum(projected, separators, self._fill), words

    def _remember(self, words: dict[str, None]) -> None:
        """Project new words; in text order, as rounding depends on the rows around."""
        new = [word for word in words if word not in self._rows]
        self._met_again |= words.keys() - new
        if not new:
            return
        if 1 + len(self._rows) + len(new) > len(self._table):
            self._forget(words)
            new = [word for word in words if word not in self._rows]
        start = 1 + len(self._rows)
        embedded = self._embed(new)
        self._table[start : start + len(new)] = embedded
        self._rows.update(zip(new, range(start, start + len(new)), strict=True))

    def _embed(self, words: list[str]) -> Floats:
        word_ids = [self._word_ids.get(word.lower(), self._unknown) for word in words]
        shape_ids = [self._shape_ids[_shape(word)] for word in words]
        embedded = self._codes.take(self._indices[word_ids] + self._offsets, axis=0).reshape(len(words), -1)
        projected: Floats = embedded @ self._word_weight
        projected += self._shape_rows[shape_ids]
        return projected

    def _forget(self, needed: dict[str, None]) -> None:
        """Keep the words that were met again since the last time, unless they fill the table themselves."""
        kept = [word for word in self._rows if word in self._met_again]
        if 1 + len(kept) + len(needed) > len(self._table) * 3 // 4:
            kept = []
        if len(needed) >= len(self._table):
            self._table = np.zeros((len(needed) + 1, self._table.shape[1]), np.float32)
        self._table[1 : 1 + len(kept)] = self._table[[self._rows[word] for word in kept]]
        self._rows = dict(zip(kept, range(1, 1 + len(kept)), strict=True))
        self._met_again = set()


def _shape(word: str) -> str:
    """Return slovnet's shape of a word; the two most frequent ones without its regular expressions."""
    if len(word) > 1:
        if "а" <= word[0] <= "я" and word.islower():
            return "RU_xx"
        if "А" <= word[0] <= "Я" and word[1:].islower():
            return "RU_Xx"
    return str(word_shape(word))


def _load_embedding(id: str) -> tuple[Floats, NDArray[np.uint8]]:
    """Return navec's centroids (chunk x centroid x values) and each word's centroids (word x chunk).

    navec's own loader computes norms and cosines of all words, which takes most of its second.

    Raises:
        ValueError: the embedding is another one than the network was trained with.
    """
    with Tar(NEWS_EMBEDDING) as tar:
        meta = Meta.from_file(tar.load("meta.json"))
        if meta.id != id:
            raise ValueError(f"{Path(NEWS_EMBEDDING).name} is {meta.id!r}, the networks need {id!r}")
        content = tar.load("pq.bin").read()
    words, _, chunks, centroids = np.frombuffer(content, np.uint32, 4).tolist()
    indices = np.frombuffer(content, np.uint8, words * chunks, 16).reshape(words, chunks)
    codes = np.frombuffer(content, np.float32, -1, 16 + words * chunks).reshape(chunks, centroids, -1)
    return codes, indices
