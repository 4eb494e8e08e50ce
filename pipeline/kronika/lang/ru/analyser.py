"""Russian analyser: natasha's segmentation, morphology, syntax; lemmas by pymorphy3; names by the encoder.

natasha (razdel, slovnet; MIT) is described at https://github.com/natasha. Its answers are kept to the letter, but
come cheaper: :mod:`.segmentation`, :mod:`.networks`, :mod:`.lemmas`.
"""

from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kronika.analysis.blocks import BLOCK_STARTS, line_blocks
from kronika.analysis.models import find_model
from kronika.encoder import component
from kronika.lang.ru.lemmas import lemma_of, morph_analyzer, noun_for_sure
from kronika.lang.ru.networks import Analysis, Networks
from kronika.lang.ru.segmentation import sentence_spans, words

__all__ = ["MODELS", "check", "create", "morph_analyzer"]

MODELS = ("encoder", "natasha 1.6 slovnet_*_news_v1", "pymorphy3 dicts-ru")

_COLUMNS = ("POS", "MORPH", "LEMMA", "HEAD", "DEP")


class NatashaTokenizer:
    """Callable in the place of spaCy's tokenizer; does all but the names."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    @cached_property
    def _networks(self) -> Networks:
        return Networks()

    @cached_property
    def _morphs(self) -> list[int]:
        """spaCy's key of the features of each tag."""
        return [self.vocab.morphology.add(feats) for _, feats in self._networks.tags]

    def __call__(self, text: str) -> Doc:
        """Analyse a text."""
        blocks = list(line_blocks(text))
        sentences: list[list[tuple[int, str]]] = []
        for start, end in blocks:
            for first, last in sentence_spans(text[start:end]):
                at = start + first
                sentences.append([(at + offset, word) for offset, word in words(text[at : start + last])])
        if not sentences:
            return Doc(self.vocab, *_with_white_space(text, []))

        doc, index = self._tagged_doc(text, sentences)
        doc._.set(BLOCK_STARTS, tuple(index[start] for start, _ in blocks if start in index))
        return doc

    def _tagged_doc(self, text: str, sentences: list[list[tuple[int, str]]]) -> tuple[Doc, dict[int, int]]:
        """Return the Doc, and the index of the token that starts at each offset."""
        tokens, spaces = _with_white_space(text, [token for sentence in sentences for token in sentence])
        doc = Doc(self.vocab, tokens, spaces)
        offsets = accumulate((len(token) + space for token, space in zip(tokens, spaces, strict=True)), initial=0)
        index = {offset: i for i, offset in zip(range(len(tokens)), offsets, strict=False)}
        columns = _Columns(self.vocab, tokens)
        analyses = self._networks([[word for _, word in sentence] for sentence in sentences])
        for sentence, analysis in zip(sentences, analyses, strict=True):
            self._add(columns, [index[offset] for offset, _ in sentence], analysis)
        doc.from_array(list(_COLUMNS), columns.array())
        return doc, index

    def _add(self, columns: "_Columns", ids: list[int], analysis: Analysis) -> None:
        tags, relations = self._networks.tags, self._networks.relations
        for i, tag in zip(ids, analysis.tags, strict=True):
            word = columns.tokens[i]
            pos, feats = tags[tag]
            pos = noun_for_sure(word, pos)
            columns.add(i, pos, self._morphs[tag], lemma_of(word, pos, feats))
        columns.add_tree(ids, analysis.heads, [relations[relation] for relation in analysis.relations])


def _with_white_space(text: str, words: list[tuple[int, str]]) -> tuple[list[str], list[bool]]:
    """Return the tokens of a Doc and whether a blank follows each; further white space is a token of its own."""
    tokens: list[str] = []
    spaces: list[bool] = []
    end = 0
    for start, word in words:
        if start > end and tokens and text[end] == " ":
            spaces[-1] = True
            end += 1
        if start > end:
            tokens.append(text[end:start])
            spaces.append(False)
        tokens.append(word)
        spaces.append(False)
        end = start + len(word)
    if end < len(text) and tokens and text[end] == " ":
        spaces[-1] = True
        end += 1
    if end < len(text):
        tokens.append(text[end:])
        spaces.append(False)
    return tokens, spaces


class _Columns:
    """The annotation of a Doc, one list entry a token; white space is what no sentence fills."""

    def __init__(self, vocab: Vocab, tokens: list[str]) -> None:
        self.tokens = tokens
        self._strings = vocab.strings
        self._pos = [self._strings["SPACE"]] * len(tokens)
        self._morphs = [vocab.morphology.add("")] * len(tokens)
        self._lemmas = [0] * len(tokens)
        self._heads = [-1] * len(tokens)
        self._deps = [self._strings.add("dep")] * len(tokens)

    def add(self, i: int, pos: str, morph: int, lemma: str) -> None:
        """Write what a word is."""
        self._pos[i] = self._strings[pos]
        self._morphs[i] = morph
        self._lemmas[i] = self._strings.add(lemma)

    def add_tree(self, ids: list[int], heads: list[int], relations: list[str]) -> None:
        """Write one sentence's tree: token indices, slovnet's heads (the first word is 1, the root's head 0).

        slovnet decodes heads greedily: cut cycles and further roots, so that each sentence is one tree.
        """
        tree = [head - 1 if head else i for i, head in enumerate(heads)]
        deps = [relation if head else "ROOT" for head, relation in zip(heads, relations, strict=True)]
        root = next((i for i, head in enumerate(tree) if head == i), 0)
        tree[root], deps[root] = root, "ROOT"
        attached = {root}
        for i in range(len(tree)):
            path = {i}
            node = tree[i]
            while node not in attached and node not in path:
                path.add(node)
                node = tree[node]
            if node in attached:
                attached |= path
            else:
                tree[i], deps[i] = root, "parataxis"
                attached.add(i)
        for i, head, dep in zip(ids, tree, deps, strict=True):
            self._heads[i] = ids[head]
            self._deps[i] = self._strings.add(dep)

    def array(self) -> Any:
        """Return the columns for ``Doc.from_array``: tokens x :data:`_COLUMNS`, uint64.

        White space hangs on the word before it, or on the first word of the text.
        """
        last = next(i for i, head in enumerate(self._heads) if head >= 0)
        for i, head in enumerate(self._heads):
            if head >= 0:
                last = i
            else:
                self._heads[i] = last
                self._lemmas[i] = self._strings.add(self.tokens[i])
        array = np.empty((len(self.tokens), len(_COLUMNS)), np.uint64)
        array[:, 0] = self._pos
        array[:, 1] = self._morphs
        array[:, 2] = self._lemmas
        array[:, 3] = (np.array(self._heads) - np.arange(len(self._heads))).astype(np.uint64)
        array[:, 4] = self._deps
        return array


def check(models: Path | None) -> None:
    """Find the encoder, without loading it; natasha and pymorphy3 bring their models along.

    Raises:
        MissingModelError: the weights are not there.
    """
    find_model("encoder", folder=models)


def create(models: Path | None) -> Language:
    """Return the Russian pipeline: a spaCy Language whose tokenizer does more than that, and the encoder.

    Raises:
        MissingModelError: the encoder's weights are not there.
        BrokenModelError: they are of another format.
    """
    folder = find_model("encoder", folder=models)
    nlp = spacy.blank("xx")
    nlp.tokenizer = NatashaTokenizer(nlp.vocab)
    nlp.meta["name"] = "kronika_ru"
    nlp.add_pipe(component.NAME, config={"folder": str(folder)})
    return nlp
