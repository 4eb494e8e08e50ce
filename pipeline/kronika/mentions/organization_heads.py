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
    endings: tuple[str, ...]  # last parts of compounds that are heads: "хлеб|завод"
    not_compounds: frozenset[str]
    past: tuple[str, ...]  # endings of verbs in the past tense, which the tagger takes for nouns and adjectives
    infinitive: tuple[str, ...]  # endings of the lemmas of these
    vague: frozenset[str]  # heads that are none without a capital letter or an adjective and a complement
    with_person: frozenset[str]  # legal forms that a person's name may follow
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
        endings=tuple(words("compound_endings")),
        not_compounds=words("not_compounds"),
        past=tuple(table["past_endings"]),
        infinitive=tuple(table["infinitive_endings"]),
        vague=words("vague"),
        with_person=frozenset(table["legal_forms_with_person"]),
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
        adjective=re.compile(r"[\w-]+?" + table["adjective_pattern"]),
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
        ending = self._ending(lemma)
        if lemma not in tables.lemmas and not ending and i not in self._entity_heads:
            return None
        for length in (3, 2):
            if tuple(self.lemmas[i : i + length]) in tables.compound:
                return Head(i, i + length - 1, lemma, "typed")
        if self.doc[i].pos_ not in _NOUNS:
            return None
        if i and (self.lemmas[i - 1], lemma) in tables.with_adjective:
            return Head(i, i, lemma, "typed")
        if lemma in tables.strong:
            return Head(i, i, lemma, "strong")
        if ending:
            return Head(i, i, lemma, "strong" if ending in tables.strong else "weak")
        return Head(i, i, lemma, "weak") if lemma in tables.weak or i in self._entity_heads else None

    def _ending(self, lemma: str) -> str:
        """Return the head that a compound ends in, or an empty string: "агитбригада", "шоу-группа"."""
        tables = self.tables
        if lemma in tables.strong or lemma in tables.weak or lemma in tables.not_compounds:
            return ""
        ending = lemma.rpartition("-")[2]
        if ending != lemma and (ending in tables.strong or ending in tables.weak):
            return ending
        if not lemma.endswith(tables.endings):
            return ""
        return next((e for e in tables.endings if lemma.endswith(e) and len(lemma) > len(e) + 1), "")

    def is_verb(self, i: int) -> bool:
        """Whether a word has the form of a verb in the past tense, whatever its tag: "варила"."""
        tables = self.tables
        return self.lemmas[i].endswith(tables.infinitive) and self._texts[i].endswith(tables.past)

    def is_certain(self, i: int) -> bool:
        """Whether token ``i`` is a head that needs no capital letter."""
        head = self.head_at(i)
        return head is not None and head.kind != "weak"

    def is_any(self, i: int) -> bool:
        """Whether token ``i`` is a head or ends one of two words."""
        return self.head_at(i) is not None or (i > 0 and self.head_at(i - 1) is not None)
