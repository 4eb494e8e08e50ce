"""Persons in the names of organizations: "имени героя Советского Союза И. Д. Воронина", "музей П. П. Семенова"."""

from spacy.tokens import Doc, Token

from kronika.mentions.organization_complement_tables import ComplementTables, complement_tables
from kronika.mentions.organization_heads import HeadLexicon
from kronika.mentions.organization_rules import first_value

_LONGEST_INITIAL = 2  # characters: "И." may be one token


def end_of_dedication(heads: HeadLexicon, at: int, limit: int, farthest: int) -> int | None:
    """Return the token behind words of honour, initials and names that a word of dedication at ``at`` leads on.

    Args:
        heads: the heads of a document.
        at: the token that may be such a word.
        limit: where the sentence ends; an initial's full stop may have ended it too early.
        farthest: where reading ends in any case.
    """
    doc, tables = heads.doc, complement_tables(heads.language)
    if heads.lemmas[at] not in tables.dedication and doc[at].lower_ not in tables.dedication:
        return None
    end = i = at + 1
    while i < min(len(doc), farthest):
        token = doc[i]
        if i >= limit and not (token.is_space or _follows_initial(doc, i)):
            break
        is_stop = token.text == "." and i > at + 1 and len(doc[i - 1]) <= _LONGEST_INITIAL
        if token.text[0].isupper() or is_stop:
            end = i + 1
        elif not _may_stand_between(heads, tables, token, at, limit):
            break
        i += 1
    return end if end > at + 1 else None


def end_of_person(doc: Doc, at: int) -> int | None:
    """Return the token behind initials and a surname in the genitive that begin at ``at``."""
    i = at
    while i + 1 < len(doc) and _is_initial(doc, i):
        i = _after_space(doc, i + 2 if doc[i + 1].text == "." else i + 1)
    if i == at or i >= len(doc) or not doc[i].text[0].isupper() or len(doc[i]) <= _LONGEST_INITIAL:
        return None
    return None if first_value(doc[i], "Case") in {"Nom", "Dat", "Ins"} else i + 1


def _may_stand_between(heads: HeadLexicon, tables: ComplementTables, token: Token, at: int, limit: int) -> bool:
    if token.is_space:
        return "\n" not in token.text
    if token.text == ".":
        return token.i == at + 1  # "им."
    if token.lower_ in tables.joiners:
        return token.text.isalpha() and token.i + 1 < limit and heads.doc[token.i + 1].text[0].isupper()
    is_genitive = token.pos_ in {"NOUN", "ADJ"} and first_value(token, "Case") == "Gen"
    return is_genitive and not heads.is_certain(token.i)


def _follows_initial(doc: Doc, i: int) -> bool:
    """Whether the full stop before is an initial's, which the tagger took for the end of a sentence."""
    before = i - 1
    while before > 0 and doc[before].is_space:
        before -= 1
    return doc[before].text[-1] == "." and len(doc[before]) <= _LONGEST_INITIAL


def _is_initial(doc: Doc, i: int) -> bool:
    text = doc[i].text
    return text[0].isupper() and (text[1:] == "." or (len(text) == 1 and doc[i + 1].text == "."))


def _after_space(doc: Doc, i: int) -> int:
    while i < len(doc) and doc[i].is_space and "\n" not in doc[i].text:
        i += 1
    return i
