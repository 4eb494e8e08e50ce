"""Which tokens are the head of an organization's name, where the head comes last and may be part of a compound.

A head is a word of the lexicon, or ends in one ("közalapítvány"), with or without a possessive ending ("Tanácsa").
"""

import re
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from kronika.lang import LanguageData
from kronika.mentions.organization_rules import first_value

_NO_HEADS = frozenset({"VERB", "AUX", "ADV", "ADP", "PUNCT", "SPACE", "NUM", "DET", "PRON", "CCONJ", "SCONJ"})


@dataclass(frozen=True, slots=True)
class CompoundTables:
    head: re.Pattern[str]
    anywhere: re.Pattern[str]
    compounds: frozenset[str]  # heads that end in another head: "iskolaközpont"
    strong: frozenset[str]
    ambiguous: frozenset[str]
    bare_names: frozenset[str]
    unit: frozenset[str]
    joinable: frozenset[str]
    joinable_modifiers: frozenset[str]
    adjectives: frozenset[str]
    relational: str
    purpose: str
    purpose_heads: frozenset[str]
    area_kinds: frozenset[str]
    possessor_cases: frozenset[str]
    outside: frozenset[str]
    outside_in_lower: frozenset[str]
    inner: frozenset[str]
    no_compound: frozenset[str]
    connectors: frozenset[str]
    inner_cases: frozenset[str]
    sentence_openers: frozenset[str]
    opening_words: frozenset[str]
    plural_heads: frozenset[str]
    ensembles: frozenset[str]
    naming: frozenset[str]
    local: frozenset[str]
    leading: frozenset[str]


@cache
def compound_tables(language: LanguageData) -> CompoundTables:
    table = language.table("organizations")

    def words(key: str) -> frozenset[str]:
        return frozenset(language.fold(w) for w in table[key])

    heads = words("strong") | words("weak")
    short = "|".join(re.escape(h) for h in sorted(heads) if len(h) <= 2)
    beginnings = "|".join(re.escape(h[:-1]) for h in sorted(heads) if len(h) > 2)
    stems = "|".join(re.escape(stem) for stem in table["oblique_stems"])
    alternatives = "|".join(re.escape(h) for h in sorted(heads, key=len, reverse=True))
    return CompoundTables(
        head=re.compile(rf"(?P<before>[\w-]*?)(?P<head>{alternatives})(?P<possessed>{table['possessive']})?\.?"),
        anywhere=re.compile(f"{beginnings}|{stems}|{short}"),
        compounds=frozenset(h for h in heads if any(h != o and len(o) > 2 and h.endswith(o) for o in heads)),
        strong=words("strong"),
        ambiguous=words("ambiguous"),
        bare_names=words("bare_names"),
        unit=words("unit"),
        joinable=words("joinable"),
        joinable_modifiers=words("joinable_modifiers"),
        adjectives=words("adjectives"),
        relational=table["relational_ending"],
        purpose=table["purpose_ending"],
        purpose_heads=words("purpose_heads"),
        area_kinds=words("area_kinds"),
        possessor_cases=frozenset(table["possessor_cases"]),
        outside=words("outside"),
        outside_in_lower=words("outside_in_lower_case"),
        inner=words("inner"),
        no_compound=words("no_compound"),
        connectors=words("connectors"),
        inner_cases=frozenset(table["inner_cases"]),
        sentence_openers=frozenset(table["sentence_openers"]),
        opening_words=words("opening_words"),
        plural_heads=words("plural_heads"),
        ensembles=words("ensembles"),
        naming=words("naming"),
        local=words("local"),
        leading=words("leading"),
    )


@dataclass(frozen=True, slots=True)
class CompoundHead:
    """A head noun at token ``i``: its lexicon form, whether a compound or possessed, in title case."""

    i: int
    lemma: str
    is_compound: bool
    is_possessed: bool
    is_title: bool
    is_strong: bool


class CompoundHeads:
    """The heads of one document."""

    def __init__(self, doc: Doc, language: LanguageData) -> None:
        self.doc, self.language = doc, language
        self._strong = compound_tables(language).strong
        self._known: dict[int, CompoundHead | None] = {}

    def head_at(self, i: int) -> CompoundHead | None:
        """Return the head that token ``i`` is."""
        if i not in self._known:
            self._known[i] = self._head(i)
        return self._known[i]

    def _head(self, i: int) -> CompoundHead | None:
        token = self.doc[i]
        if len(token) < 2 or (token.pos_ in _NO_HEADS and not _is_shouted(token)):
            return None
        found = head_match(self.language, token.lemma_.lower())
        if found is None and token.text[0].isupper() and _may_hold_head(self.language, token.lower_):
            # the tagger takes some names for nominatives
            base = self.language.inflection.nominative(self.doc[i : i + 1])
            found = head_match(self.language, self.language.fold(base))
        if first_value(token, "Person[psor]") in {"1", "2"}:  # "egyesületünk"
            return None
        if first_value(token, "Number") == "Plur" and not first_value(token, "Number[psor]"):
            return self._players(i) if token.text[0].isupper() else None
        if found is None:
            return None
        lemma, is_compound, is_possessed = found
        if token.text[0].isupper() and not is_possessed:  # the tagger takes some possessed heads for plain ones
            base = self.language.inflection.nominative(self.doc[i : i + 1])
            again = head_match(self.language, self.language.fold(base))
            is_possessed = again is not None and again[0] == lemma and again[2]
        return CompoundHead(
            i,
            lemma,
            is_compound,
            is_possessed or bool(first_value(token, "Number[psor]")),
            token.text[0].isupper(),
            lemma in self._strong,
        )

    def _players(self, i: int) -> CompoundHead | None:
        """Return players named in the plural: "Gútai Fúvósok"."""
        base = self.language.fold(self.language.inflection.nominative(self.doc[i : i + 1]))
        if base not in compound_tables(self.language).plural_heads:
            return None
        return CompoundHead(i, base, is_compound=False, is_possessed=False, is_title=True, is_strong=False)


def _is_shouted(token: Token) -> bool:
    """Whether a word is set in capitals, which mislead the tagger."""
    return token.pos_ in {"VERB", "ADV"} and len(token) > 4 and token.text.isupper()


@cache
def head_match(language: LanguageData, word: str) -> tuple[str, bool, bool] | None:
    """Return head, whether a compound, whether possessed, of a folded word; None if it is no head."""
    match = compound_tables(language).head.fullmatch(word)
    if match is None:
        return None
    head = match["head"]
    if match["before"] and (len(head) <= 2 or head in compound_tables(language).no_compound):
        return None
    return head, bool(match["before"]) or head in compound_tables(language).compounds, bool(match["possessed"])


@cache
def _may_hold_head(language: LanguageData, word: str) -> bool:
    """Whether a head is anywhere in a folded word: most words hold none, and need no inflection to know it."""
    return compound_tables(language).anywhere.search(word) is not None
