"""Municipalities that act under the name of their town: "Galánta város támogatta", "Támogatók: Galánta város"."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from kronika.lang import LanguageData
from kronika.mentions.organization_rules import Candidate, first_value

_SCORE = 0.6
_TITLE_SCORE = 0.35  # it may be but the place
_MAX_BETWEEN = 2  # words between the town and what it does: "is", an adverb


@dataclass(frozen=True, slots=True)
class _Tables:
    kinds: frozenset[str]
    acts: tuple[str, ...]  # stems of verbs and of nouns of action
    titles: frozenset[str]  # kinds in title case
    links: frozenset[str]  # words in title case between the town and its kind
    lists: frozenset[str]  # what a name in a list stands between


@cache
def _tables(language: LanguageData) -> _Tables:
    own = language.table("organizations")["municipalities"]
    return _Tables(
        kinds=frozenset(language.fold(w) for w in own["kinds"]),
        acts=tuple(language.fold(w) for w in own["acts"]),
        titles=frozenset(language.fold(w) for w in own["titles"]),
        links=frozenset(language.fold(w) for w in own["links"]),
        lists=frozenset(language.fold(w) for w in own["labels"]),
    )


def find_municipalities(doc: Doc, language: LanguageData, known: Sequence[Candidate]) -> list[Candidate]:
    """Return "name + kind of settlement" where it acts or is listed behind a label; elsewhere it is a place."""
    tables = _tables(language)
    taken = {i for c in known if not c.bare for i in range(c.start, c.end)}
    found = []
    for token in doc[1:]:
        if token.text[0].isupper():
            if (candidate := _titled(doc, token, language, tables, taken)) is not None:
                found.append(candidate)
            continue
        if token.lower_ not in tables.kinds or token.i in taken or first_value(token, "Case") not in {"", "Nom"}:
            continue
        start = token.i - 1
        if not _is_town(doc[start]) or start in taken:
            continue
        if _acts(doc, token.i, language, tables) or _is_listed(doc, start, language, tables):
            name = doc[start : token.i + 1].text
            rule = "organization.municipality"
            found.append(Candidate(start=start, end=token.i + 1, rule=rule, score=_SCORE, name=name))
    return found


def _titled(doc: Doc, kind: Token, language: LanguageData, tables: _Tables, taken: set[int]) -> Candidate | None:
    """Return a municipality in title case: "Miskolc Megyei Jogú Város", "Somorja Városa"."""
    base = language.inflection.nominative(doc[kind.i : kind.i + 1])
    start = kind.i - 1
    while start > 0 and doc[start].text[0].isupper() and language.fold(doc[start].text) in tables.links:
        start -= 1
    town = doc[start]
    if language.fold(base) not in tables.titles or not taken.isdisjoint(range(start, kind.i + 1)):
        return None
    if not town.text[0].isupper() or town.pos_ != "PROPN" or town.ent_type_ == "PER":
        return None
    name = doc[start : kind.i].text + " " + base
    rule = "organization.municipality_title"
    return Candidate(start=start, end=kind.i + 1, rule=rule, score=_TITLE_SCORE, name=name)


def _is_town(token: Token) -> bool:
    is_nominative = first_value(token, "Case") in {"", "Nom"}
    return token.text[0].isupper() and token.pos_ == "PROPN" and is_nominative and token.ent_type_ != "PER"


def _acts(doc: Doc, kind: int, language: LanguageData, tables: _Tables) -> bool:
    for token in doc[kind + 1 : kind + 2 + _MAX_BETWEEN]:
        if language.fold(token.text).startswith(tables.acts):
            return token.pos_ in {"VERB", "NOUN"}
        if token.pos_ not in {"ADV", "CCONJ", "PART"}:
            return False
    return False


def _is_listed(doc: Doc, start: int, language: LanguageData, tables: _Tables) -> bool:
    """Whether a label opens the line: "Támogatók: Galánta város, Pered község"."""
    for i in range(start - 1, max(-1, start - 40), -1):
        if "\n" in doc[i].text:
            return False
        if doc[i].text == ":":
            return i > 0 and language.fold(doc[i - 1].text) in tables.lists
        if doc[i].text in {".", "!", "?"}:
            return False
    return False
