"""Russian analyser: natasha's segmentation, morphology, syntax and names in a spaCy Doc; lemmas by pymorphy3.

natasha (razdel, slovnet; MIT) is described at https://github.com/natasha. Its own lemmatiser needs the abandoned
pymorphy2, so lemmas come from pymorphy3: the parse that agrees best with the features slovnet found.
"""

from functools import cached_property, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import pymorphy3
import spacy
from natasha import NewsEmbedding, NewsMorphTagger, NewsNERTagger, NewsSyntaxParser
from natasha.data import NEWS_EMBEDDING
from razdel import sentenize, tokenize
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import get_words_and_spaces
from spacy.vocab import Vocab

from kronika.analysis.blocks import BLOCK_STARTS, line_blocks

MODELS = ("natasha 1.6 slovnet_*_news_v1", "pymorphy3 dicts-ru")

# OpenCorpora parts of speech -> UD, for choosing the parse (https://opencorpora.org/dict.php?act=gram)
_UPOS_OF = {
    "NOUN": {"NOUN", "PROPN"},
    "ADJF": {"ADJ", "DET", "VERB"},
    "ADJS": {"ADJ", "VERB"},
    "COMP": {"ADJ", "ADV"},
    "VERB": {"VERB", "AUX"},
    "INFN": {"VERB", "AUX"},
    "PRTF": {"VERB", "ADJ"},
    "PRTS": {"VERB", "ADJ"},
    "GRND": {"VERB"},
    "NUMR": {"NUM"},
    "ADVB": {"ADV", "SCONJ", "PART"},
    "NPRO": {"PRON"},
    "PRED": {"VERB", "ADV"},
    "PREP": {"ADP"},
    "CONJ": {"CCONJ", "SCONJ"},
    "PRCL": {"PART"},
    "INTJ": {"INTJ"},
}
_GRAMMEME_OF = {
    "Case=Nom": "nomn", "Case=Gen": "gent", "Case=Dat": "datv", "Case=Acc": "accs", "Case=Ins": "ablt",
    "Case=Loc": "loct", "Number=Sing": "sing", "Number=Plur": "plur", "Gender=Masc": "masc",
    "Gender=Fem": "femn", "Gender=Neut": "neut", "Tense=Past": "past", "Tense=Pres": "pres", "Tense=Fut": "futr",
}  # fmt: skip


@lru_cache(maxsize=1)
def morph_analyzer() -> pymorphy3.MorphAnalyzer:
    """Return the dictionary, loaded once a process."""
    return pymorphy3.MorphAnalyzer()


@lru_cache(maxsize=100_000)
def best_parse(word: str, upos: str, feats: str) -> Any:
    """Return pymorphy3's parse that agrees best with UPOS and UD features (``A=b|C=d``)."""
    wanted = {_GRAMMEME_OF[f] for f in feats.split("|") if f in _GRAMMEME_OF}
    parses = morph_analyzer().parse(word)

    def agreement(parse: Any) -> tuple[bool, int, float]:
        pos_fits = upos in _UPOS_OF.get(parse.tag.POS or "", ())
        return pos_fits, sum(g in parse.tag for g in wanted), parse.score

    return max(parses, key=agreement)


@lru_cache(maxsize=100_000)
def lemma_of(word: str, upos: str, feats: str) -> str:
    """Return the lemma in lower case; a participle's is its verb's, as in UD."""
    if upos in {"PUNCT", "SYM", "X"} or not any(c.isalpha() for c in word):
        return word.lower()
    return str(best_parse(word, upos, feats).normal_form)


@lru_cache(maxsize=100_000)
def _noun_for_sure(word: str, upos: str) -> str:
    """Return NOUN where the dictionary knows nothing but nouns: rare compounds ("медиафорум") are mistagged."""
    if upos in {"NOUN", "PROPN", "PUNCT", "NUM", "SYM", "X", "ADP", "PRON", "DET"} or len(word) < 5:
        return upos
    return "NOUN" if all(p.tag.POS == "NOUN" for p in morph_analyzer().parse(word.lower())) else upos


class NatashaTokenizer:
    """Callable in the place of spaCy's tokenizer; does the whole analysis."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    @cached_property
    def _embedding(self) -> Any:
        return NewsEmbedding(NEWS_EMBEDDING)

    @cached_property
    def _morph(self) -> Any:
        return NewsMorphTagger(self._embedding)

    @cached_property
    def _syntax(self) -> Any:
        return NewsSyntaxParser(self._embedding)

    @cached_property
    def _ner(self) -> Any:
        return NewsNERTagger(self._embedding)

    def __call__(self, text: str) -> Doc:
        """Analyse a text."""
        blocks = list(line_blocks(text))
        sentences: list[tuple[int, int]] = []
        block_starts: set[int] = set()
        for start, end in blocks:
            block_starts.add(start)
            sentences.extend((start + s.start, start + s.stop) for s in sentenize(text[start:end]))
        tokens = [[(s + t.start, t.text) for t in tokenize(text[s:e])] for s, e in sentences]
        tokens = [sentence for sentence in tokens if sentence]
        if not tokens:
            return Doc(self.vocab, *get_words_and_spaces([], text))

        doc = self._tagged_doc(text, tokens)
        index = {token.idx: token.i for token in doc}
        doc._.set(BLOCK_STARTS, tuple(sorted(index[s] for s in block_starts if s in index)))
        self._name(doc, text, blocks)
        return doc

    def _tagged_doc(self, text: str, tokens: list[list[tuple[int, str]]]) -> Doc:
        sentences = [[word for _, word in sentence] for sentence in tokens]
        words, spaces = get_words_and_spaces([word for sentence in sentences for word in sentence], text)
        offsets = accumulate((len(w) + s for w, s in zip(words, spaces, strict=True)), initial=0)
        index = {offset: i for i, offset in zip(range(len(words)), offsets, strict=False)}
        columns = _Columns(words)
        for sentence, morph, tree in zip(
            tokens, self._morph.map(sentences), self._syntax.map(sentences), strict=True
        ):
            columns.add([index[offset] for offset, _ in sentence], morph.tokens, tree.tokens)
        columns.attach_spaces()
        return Doc(
            self.vocab,
            words,
            spaces,
            pos=columns.pos,
            morphs=columns.feats,
            lemmas=columns.lemmas,
            heads=columns.heads,
            deps=columns.deps,
        )

    def _name(self, doc: Doc, text: str, blocks: list[tuple[int, int]]) -> None:
        ents: list[Span] = []
        markups = self._ner.map([text[start:end] for start, end in blocks])
        for (start, _), markup in zip(blocks, markups, strict=True):
            for found in markup.spans:
                span = doc.char_span(
                    start + found.start, start + found.stop, label=found.type, alignment_mode="expand"
                )
                if span is not None and not (ents and span.start < ents[-1].end):
                    ents.append(span)
        doc.set_ents(ents)


class _Columns:
    """The annotation of a Doc, one list entry a token; white space is what no sentence fills."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.pos = ["SPACE"] * len(words)
        self.feats = [""] * len(words)
        self.lemmas = list(words)
        self.heads = [-1] * len(words)
        self.deps = ["dep"] * len(words)

    def add(self, ids: list[int], tagged: list[Any], nodes: list[Any]) -> None:
        """Write one sentence: token indices, slovnet's morphology, slovnet's tree."""
        for i, token, node in zip(ids, tagged, nodes, strict=True):
            self.pos[i] = _noun_for_sure(self.words[i], token.pos)
            self.feats[i] = "|".join(f"{k}={v}" for k, v in sorted(token.feats.items()))
            self.lemmas[i] = lemma_of(self.words[i], self.pos[i], self.feats[i])
            head = int(node.head_id)
            self.heads[i] = ids[head - 1] if head > 0 else i
            self.deps[i] = node.rel if head > 0 else "ROOT"
        self._make_one_tree(ids)

    def _make_one_tree(self, ids: list[int]) -> None:
        """slovnet decodes heads greedily: cut cycles and further roots, so that each sentence is one tree."""
        roots = [i for i in ids if self.heads[i] == i]
        root = roots[0] if roots else ids[0]
        self.heads[root], self.deps[root] = root, "ROOT"
        for i in ids:
            seen = {i}
            node = self.heads[i]
            while node != root and node not in seen:
                seen.add(node)
                node = self.heads[node]
            if node != root:
                self.heads[i], self.deps[i] = root, "parataxis"

    def attach_spaces(self) -> None:
        """Hang white space on the word before it, or on the first word of the text."""
        last = next(i for i, head in enumerate(self.heads) if head >= 0)
        for i, head in enumerate(self.heads):
            if head >= 0:
                last = i
            else:
                self.heads[i] = last


def check(models: Path | None) -> None:
    """Russian needs no model of ours: natasha and pymorphy3 bring theirs along."""


def create(models: Path | None) -> Language:
    """Return the Russian pipeline: a spaCy Language whose tokenizer does the whole analysis."""
    nlp = spacy.blank("xx")
    nlp.tokenizer = NatashaTokenizer(nlp.vocab)
    nlp.meta["name"] = "kronika_ru"
    return nlp
