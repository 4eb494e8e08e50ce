"""Which tokens are the head of an organization's name, where the head comes first."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from kronika.encoder.component import place_words
from kronika.lang import LanguageData

_NOUNS = frozenset({"NOUN", "PROPN", "X"})


@dataclass(frozen=True, slots=True)
class HeadTables:
    lemmas: frozenset[str]  # of all heads, and the first words of those of two words
    strong: frozenset[str]
    weak: frozenset[str]
    ambiguous: frozenset[str]
    compound: frozenset[tuple[str, ...]]
    with_adjective: frozenset[tuple[str, ...]]
    legal_forms: frozenset[str]
    abbreviated: frozenset[str]
    unit: frozenset[str]
    transparent: frozenset[str]
    generic: frozenset[str]
    outside: frozenset[str]
    relational: tuple[str, ...]
    adjective: re.Pattern[str]
    bare_names: frozenset[str]
    level: frozenset[str]
    owners: frozenset[str]
    sites: frozenset[str]


@cache
def head_tables(language: LanguageData) -> HeadTables:
    table = language.table("organizations")

    def words(key: str) -> frozenset[str]:
        return frozenset(language.fold(w) for w in table[key])

    two_words = words("compound") | words("with_adjective")
    single = words("strong") | words("weak")
    return HeadTables(
        lemmas=single | {word for pair in two_words for word in pair.split()},
        strong=words("strong"),
        weak=words("weak"),
        ambiguous=words("ambiguous"),
        compound=frozenset(tuple(w.split()) for w in words("compound")),
        with_adjective=frozenset(tuple(w.split()) for w in words("with_adjective")),
        legal_forms=frozenset(table["legal_forms"]),
        abbreviated=frozenset(table["abbreviated"]),
        unit=words("unit"),
        transparent=words("transparent"),
        generic=words("generic_modifiers"),
        outside=words("outside_modifiers"),
        relational=tuple(table["relational_endings"]),
        adjective=re.compile(r"\w+?" + table["adjective_pattern"]),
        bare_names=words("bare_names"),
        level=words("level_modifiers"),
        owners=words("owners"),
        sites=words("sites"),
    )


@dataclass(frozen=True, slots=True)
class Head:
    """A head noun: ``first`` to ``last`` token, folded lemma, and how much it says by itself."""

    first: int
    last: int
    lemma: str
    kind: str  # strong, weak, typed (two words), abbreviated, legal


class HeadLexicon:
    """The heads of one document.

    Args:
        doc: an analysed text.
        lemmas: folded lemmas of all tokens.
        language: the text's language.
        quotes: first token of the inside of each pair of quotation marks -> its end (exclusive).
    """

    def __init__(self, doc: Doc, lemmas: Sequence[str], language: LanguageData, quotes: Mapping[int, int]) -> None:
        self.doc, self.lemmas, self.language, self.quotes = doc, lemmas, language, quotes
        self.tables = head_tables(language)
        self.places = place_words(doc)
        self._texts = [token.text for token in doc]
        self._entity_heads = self._heads_of_entities()

    def _heads_of_entities(self) -> set[int]:
        """Return the first noun of each organization of the model: a head, where it is none by itself."""
        heads = set()
        for entity in self.doc.ents:
            if entity.label_ != "ORG" or len(entity) < 2 or entity.start in self.quotes:
                continue
            noun = next((t for t in entity if t.pos_ in {"NOUN", "PROPN"}), None)
            if noun is not None and entity[0].text[0].isupper() and noun.pos_ == "NOUN":
                heads.add(noun.i)
        return heads

    def head_at(self, i: int) -> Head | None:
        """Return the head that begins at token ``i``."""
        text, lemma, tables = self._texts[i], self.lemmas[i], self.tables
        if text in tables.legal_forms and (text not in tables.abbreviated or i + 1 in self.quotes):
            return Head(i, i, self.language.fold(text), "legal")
        if text in tables.abbreviated:
            return Head(i, i, self.language.fold(text), "abbreviated")
        if lemma not in tables.lemmas and "-" not in lemma and i not in self._entity_heads:
            return None
        if i + 1 < len(self.doc) and (lemma, self.lemmas[i + 1]) in tables.compound:
            return Head(i, i + 1, lemma, "typed")
        if self.doc[i].pos_ not in _NOUNS:
            return None
        if i and (self.lemmas[i - 1], lemma) in tables.with_adjective:
            return Head(i, i, lemma, "typed")
        if lemma in tables.strong:
            return Head(i, i, lemma, "strong")
        if lemma in tables.weak or i in self._entity_heads:
            return Head(i, i, lemma, "weak")
        ending = lemma.rpartition("-")[2]
        if ending != lemma and (ending in tables.strong or ending in tables.weak):
            return Head(i, i, lemma, "strong" if ending in tables.strong else "weak")
        return None

    def is_certain(self, i: int) -> bool:
        """Whether token ``i`` is a head that needs no capital letter."""
        head = self.head_at(i)
        return head is not None and head.kind != "weak"

    def is_any(self, i: int) -> bool:
        """Whether token ``i`` is a head or ends one of two words."""
        return self.head_at(i) is not None or (i > 0 and self.head_at(i - 1) is not None)
