"""slovnet's morphology and syntax (https://github.com/natasha/slovnet, MIT), run together and without waste.

Both are the same small network: word embedding (navec) and word shape, three convolutions over three words each, a
head. slovnet runs them one after the other, sentence by sentence in padded batches, and embeds every word twice.
Here

- the first convolution is linear in each of its three words: what a word adds to the left, middle and right window
  of both networks is computed once and remembered (:mod:`.word_projections`);
- the sentences of a text go through each layer as one array without padding (:mod:`.layers`).

The weights are slovnet's own, and so are the answers (``tests/lang/test_networks.py``). Only where two heads are
equally good, as in a sentence that repeats a passage word by word, the nearer one is taken, not one by rounding.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from natasha.data import NEWS_MORPH, NEWS_SYNTAX
from numpy.typing import NDArray
from slovnet.conll import parse_conll_tag
from slovnet.exec.model import Module, Morph, Syntax
from slovnet.exec.pack import Pack

from kronika.lang.ru.layers import Convolutions, Floats, behind_norm
from kronika.lang.ru.word_projections import WordProjections

_BATCH_WORDS = 1024
_EQUAL = 3e-5  # scores nearer than this differ by rounding: by what else is in the batch, by the processor
_SLICE = 1024  # words; what a sentence of a book's length may ask for at a time


class Analysis(NamedTuple):
    """One sentence, one entry a word."""

    tags: list[int]
    """Indices into :attr:`Networks.tags`."""
    heads: list[int]
    """Position of the syntactic head, the first word is 1; 0 where the word is the root."""
    relations: list[int]
    """Indices into :attr:`Networks.relations`."""


class Networks:
    """Morphology and syntax of sentences that are split into words."""

    def __init__(self) -> None:
        morph, words, shapes, tags = _load(NEWS_MORPH, Morph, "tag")
        syntax, _, _, relations = _load(NEWS_SYNTAX, Syntax, "rel")
        self.tags: list[tuple[str, str]] = [_pos_and_feats(tag) for tag in tags.items]
        """UPOS and UD features (``A=b|C=d``, sorted) of each tag."""
        self.relations: list[str] = relations.items
        self._projections = WordProjections((morph, syntax), words, shapes)
        self._morph = Convolutions(morph.encoder.layers)
        self._syntax = Convolutions(syntax.encoder.layers)
        self._tag_weight, self._tag_bias = behind_norm(morph.encoder.layers[-1].norm, morph.head.proj)
        self._tree = _TreeHead(syntax)

    def __call__(self, sentences: list[list[str]]) -> Iterator[Analysis]:
        """Analyse sentences, none of them empty."""
        batch: list[list[str]] = []
        size = 0
        for sentence in sentences:
            if batch and size + len(sentence) > _BATCH_WORDS:
                yield from self._analyse(batch)
                batch, size = [], 0
            batch.append(sentence)
            size += len(sentence)
        if batch:
            yield from self._analyse(batch)

    def _analyse(self, sentences: list[list[str]]) -> Iterator[Analysis]:
        separators = np.cumsum([0] + [len(sentence) + 1 for sentence in sentences])
        first, words = self._projections(sentences, separators)
        half = first.shape[1] // 2
        tagged = self._morph(first[:, :half], separators)[words] @ self._tag_weight + self._tag_bias
        tags = tagged.argmax(axis=1).tolist()
        ends = (separators - np.arange(len(separators))).tolist()
        heads, relations = self._tree(self._syntax(first[:, half:], separators)[words], ends)
        for start, end in pairwise(ends):
            yield Analysis(tags[start:end], heads[start:end], relations[start:end])


class _TreeHead:
    """slovnet's biaffine parser: a score for each pair of words, then for each relation of the best pair."""

    def __init__(self, network: Any) -> None:
        norm = network.encoder.layers[-1].norm
        forwards = [network.head.head, network.head.tail, network.rel.head, network.rel.tail]
        folded = [behind_norm(norm, forward.proj) for forward in forwards]
        self._weight = np.concatenate([weight for weight, _ in folded], axis=1)
        self._bias = np.concatenate([bias for _, bias in folded])
        self._hidden = len(network.head.kernel.array)
        self._root_tail = network.head.tail(network.head.root.array[None])[0]
        self._root_head = network.rel.head(network.rel.root.array[None])
        self._kernel = network.head.kernel.array
        # hidden of the head x (relation, hidden of the word) -> (hidden of the head, of the word) x relation
        by_relation = network.rel.kernel.array.reshape(self._hidden, -1, self._hidden)
        self._relation_kernel = np.ascontiguousarray(by_relation.transpose(0, 2, 1).reshape(self._hidden**2, -1))

    def __call__(self, rows: Floats, ends: list[int]) -> tuple[list[int], list[int]]:
        """Return the head's position in its sentence and the relation of each word."""
        hidden = rows @ self._weight
        hidden += self._bias
        np.maximum(hidden, 0, out=hidden)
        size = self._hidden
        dependents = hidden[:, :size] @ self._kernel
        tails = hidden[:, size : 2 * size]
        heads = np.empty(len(rows), np.int64)
        sources = np.empty(len(rows), np.int64)
        root_scores = dependents @ self._root_tail
        for start, end in pairwise(ends):
            for first in range(start, end, _SLICE):
                part = slice(first, min(first + _SLICE, end))
                found = _best_heads(dependents[part] @ tails[start:end].T, root_scores[part], first - start)
                heads[part] = found
                sources[part] = np.where(found, found + start, 0)
        governors = np.concatenate([self._root_head, hidden[:, 2 * size : 3 * size]])[sources]
        relations: list[int] = []
        for first in range(0, len(rows), _SLICE):
            part = slice(first, first + _SLICE)
            pairs = governors[part, :, None] * hidden[part, None, 3 * size :]
            scores = pairs.reshape(len(pairs), -1) @ self._relation_kernel
            relations += scores.argmax(axis=1).tolist()
        return heads.tolist(), relations


def _best_heads(scores: Floats, root_scores: Floats, first: int) -> NDArray[np.int64]:
    """Return each word's best head, 0 for the root; ``scores`` are words (from the ``first`` on) x their heads."""
    least = scores.max(axis=1) - _EQUAL
    good = scores >= least[:, None]
    best = good.argmax(axis=1)
    for word in np.flatnonzero(np.count_nonzero(good, axis=1) > 1):
        candidates = np.flatnonzero(good[word])
        best[word] = candidates[np.abs(candidates - first - word).argmin()]
    return np.where(root_scores >= least, 0, best + 1)


def _load(path: str, model: type[Module], answers: str) -> tuple[Any, Any, Any, Any]:
    """Return a network with its weights, and its vocabularies of words, shapes and answers."""
    with Pack(path) as pack:
        pack.load_meta().check_protocol()
        network = pack.load_model(model)
        arrays = dict(pack.load_arrays(network.weights))
        words, shapes = pack.load_vocab("word"), pack.load_vocab("shape")
        return network.inject_arrays(arrays), words, shapes, pack.load_vocab(answers)


def _pos_and_feats(tag: str) -> tuple[str, str]:
    pos, feats = parse_conll_tag(tag)
    return pos, "|".join(f"{key}={value}" for key, value in sorted(feats.items()))
