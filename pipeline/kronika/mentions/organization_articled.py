"""Names that only their article shows, in a language whose towns and persons take none: "a Vigadóban".

What is in title case behind the article is the name of a house, a firm, a team, a river: the linker tells which.
Also a team that an adjective in title case and an acronym name ("Erdőszentgyörgyi CSM"), and a firm that its legal
form shows ("Malomszer s. r. o.").
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Doc, Token

from kronika.lang import LanguageData
from kronika.mentions.organization_rules import (
    Candidate,
    OrganizationRules,
    first_value,
    is_acronym,
    organization_rules,
)
from kronika.mentions.organization_titles import ends_in_event

_SCORE = 0.3
_TEAM_SCORE = 0.5
_LONGEST = 5  # words of a name
_BETWEEN = 2  # words in lower case between article and name: "a kaunasi Jaunimo Stotis"
_LONGEST_ACRONYM = 5
_LONGEST_TAIL = 6


@dataclass(frozen=True, slots=True)
class _Tables:
    legal: frozenset[str]  # without blanks: "s.r.o."
    relational: str
    no_names: frozenset[str]  # names with an article that are no organizations': rivers, regions
    no_name_endings: tuple[str, ...]  # prizes, bridges, cups


@cache
def _tables(language: LanguageData) -> _Tables:
    table = language.table("organizations")
    return _Tables(
        legal=frozenset(language.fold(w).replace(" ", "") for w in table["legal_tails"]),
        relational=table["relational_ending"],
        no_names=frozenset(language.fold(w) for w in table["articled_no_names"]),
        no_name_endings=tuple(language.fold(w) for w in table["articled_no_endings"]),
    )


def find_articled(doc: Doc, language: LanguageData, known: Sequence[Candidate]) -> list[Candidate]:
    """Return names behind a definite article, teams named by an acronym; none where a language has no article."""
    rules = organization_rules(language)
    if not rules.definite:
        return []
    taken = {i for candidate in known if not candidate.bare for i in range(candidate.start, candidate.end)}
    found = []
    for token in doc[:-1]:
        if token.lower_ in rules.definite:
            candidate = _behind_article(doc, token.i + 1, language, rules, taken)
        else:
            candidate = _team(doc, token, language, taken)
        if candidate is not None:
            found.append(candidate)
            taken |= set(range(candidate.start, candidate.end))
    return found


def with_legal_form(doc: Doc, candidates: Sequence[Candidate], language: LanguageData) -> list[Candidate]:
    """Return the candidates, each longer by the legal form behind it: "Malomszer s. r. o."."""
    if not organization_rules(language).definite:
        return list(candidates)
    return [_with_tail(doc, c, language) for c in candidates]


def _with_tail(doc: Doc, candidate: Candidate, language: LanguageData) -> Candidate:
    if candidate.bare or candidate.head:
        return candidate
    for start in range(candidate.start + 1, candidate.end + 1):  # the model often has the first letters of it
        end = _end_of_legal_form(doc, start, language)
        if end >= candidate.end:
            name = doc[candidate.start : end].text
            return replace(candidate, end=end, name=name, alias=doc[candidate.start : start].text)
    return candidate


def _end_of_legal_form(doc: Doc, start: int, language: LanguageData) -> int:
    """Return the end of the legal form that starts at a token, 0 if none does."""
    written, end = "", 0
    for i in range(start, min(len(doc), start + _LONGEST_TAIL)):
        if doc[i].is_space:
            break
        written += language.fold(doc[i].text)
        if written in _tables(language).legal:
            end = i + 1
    return end


def _behind_article(
    doc: Doc, start: int, language: LanguageData, rules: OrganizationRules, taken: set[int]
) -> Candidate | None:
    first = start
    while first < len(doc) and first - start < _BETWEEN and _may_stand_between(doc[first]):
        first += 1
    end = first
    while end < len(doc) and end - first < _LONGEST and _is_named(doc[end]) and end not in taken:
        end += 1
        if first_value(doc[end - 1], "Case") not in {"", "Nom"} and not (end < len(doc) and _goes_on(doc[end])):
            break
    if end == first or (end < len(doc) and end in taken):
        return None
    span = doc[first:end]
    if first > start and any(t.ent_type_ == "LOC" for t in span):  # "a menet Galánta főterén"
        return None
    is_person = all(t.ent_type_ == "PER" for t in span)
    if is_person and (len(span) == 1 or first > start + 1):
        return None
    name = language.inflection.nominative(span)
    words = [*(language.fold(t.text) for t in span[:-1]), language.fold(name.split()[-1])]
    if ends_in_event(words, language) or " ".join(words) in rules.stop_names | rules.country_names:
        return None
    tables = _tables(language)
    if " ".join(words) in tables.no_names or words[-1].endswith(tables.no_name_endings):
        return None
    if _is_attribute(doc, end, language):
        return None
    return Candidate(start=first, end=end, rule="model.articled", score=_SCORE, name=name)


def _may_stand_between(token: Token) -> bool:
    is_plain = token.pos_ in {"ADJ", "NOUN"} and token.text.islower()
    return is_plain and first_value(token, "Case") in {"", "Nom"}


def _is_named(token: Token) -> bool:
    return token.text[0].isupper() and token.pos_ in {"PROPN", "NOUN", "ADJ", "X"} and len(token) > 1


def _goes_on(token: Token) -> bool:
    return token.ent_iob_ == "I" and token.ent_type_ == "ORG"


def _is_attribute(doc: Doc, end: int, language: LanguageData) -> bool:
    """Whether the word in title case only says which: "a Maros-parti gát", "a Bodza szavalóverseny"."""
    if end >= len(doc) or doc[end].pos_ not in {"NOUN", "PROPN", "ADJ"} or not doc[end].text[0].isalpha():
        return False
    lemma = language.fold(doc[end].lemma_)
    last = doc[end - 1]
    is_adjective = last.pos_ == "ADJ" or language.fold(last.text).endswith(_tables(language).relational)
    return (is_adjective and doc[end].pos_ == "NOUN") or ends_in_event([lemma], language)


def _team(doc: Doc, token: Token, language: LanguageData, taken: set[int]) -> Candidate | None:
    """Return a team named by its town and an acronym: "Erdőszentgyörgyi CSM"."""
    following = doc[token.i + 1]
    if not token.text[0].isupper() or token.text.isupper() or token.i in taken or token.i + 1 in taken:
        return None
    name = language.inflection.nominative(doc[following.i : following.i + 1])
    if not is_acronym(name) or len(name) > _LONGEST_ACRONYM or not name.isalpha():
        return None
    if not language.fold(token.text).endswith(_tables(language).relational):
        return None
    rule = "organization.team"
    return Candidate(start=token.i, end=token.i + 2, rule=rule, score=_TEAM_SCORE, name=f"{token.text} {name}")
