"""Names that may be an organization's, though nothing beside them says so: quoted words, acronyms.

"на втором месте абаканский «Саян»", "ели в столовой ЮФУ". No rule vouches for them: the score is low, and the
linker tells them from titles of songs and names of events.
"""

import re
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from kronika.lang import LanguageData
from kronika.mentions.organization_rules import Candidate, first_value, is_acronym, organization_rules
from kronika.mentions.organization_titles import ends_in_event

_SCORE = 0.2
_LONGEST_NAME = 4  # tokens
_ACRONYM_LENGTHS = range(3, 8)  # characters
_NAME_PARTS = frozenset({"ADJ", "ADP", "CCONJ", "DET", "NOUN", "NUM", "PROPN", "PUNCT", "X"})
_ROMAN = re.compile(r"[IVXLCDM]+")


def find_loose_quotes(
    doc: Doc, language: LanguageData, quotes: Sequence[tuple[int, int]], known: Sequence[Candidate]
) -> list[Candidate]:
    """Return short quoted names that begin with a capital and follow no noun that makes them a title."""
    rules = organization_rules(language)
    taken = {i for candidate in known for i in range(candidate.start, candidate.end)}
    found = []
    for first, end in quotes:
        if (
            end - first > _LONGEST_NAME
            or not doc[first].text[0].isupper()
            or not taken.isdisjoint(range(first, end))
        ):
            continue
        name = _quoted_name(doc, first, end, language)
        is_sentence = any(c in name for c in "\n.,!?@:;") or not all(_is_name_part(t) for t in doc[first:end])
        if is_sentence or language.fold(name) in rules.stop_names:
            continue
        before = language.fold(doc[first - 2].lemma_) if first > 1 else ""
        is_owner = name != doc[first:end].text and first_value(doc[first], "Case") == "Gen"
        if (before in rules.title_heads and not is_owner) or ends_in_event([before], language):
            continue
        found.append(Candidate(start=first, end=end, rule="organization.loose_quote", score=_SCORE, name=name))
    return found


def _quoted_name(doc: Doc, first: int, end: int, language: LanguageData) -> str:
    """Return a quoted name in the nominative, if the sentence declines it: "с «Волонтёрами Победы»".

    Behind a noun only a genitive is declined: "сайт «Новой газеты»", but "акселератор «Своими руками»".
    """
    is_apposition = first > 1 and doc[first - 2].pos_ == "NOUN" and first_value(doc[first], "Case") != "Gen"
    if is_apposition or not organization_rules(language).joined_heads_are_quoted:
        return doc[first:end].text
    return language.inflection.nominative(doc[first:end])


def _is_name_part(token: Token) -> bool:
    return token.pos_ in _NAME_PARTS or first_value(token, "VerbForm") == "Part"


def find_loose_acronyms(doc: Doc, language: LanguageData, known: Sequence[Candidate]) -> list[Candidate]:
    """Return acronyms that no other rule has read, and one that ends a longer name: "фракция ЛДПР"."""
    rules = organization_rules(language)
    taken = {i for c in known for i in range(c.start, c.end) if i < c.end - 1 or c.end == c.start + 1}
    found = []
    lower = {token.text for token in doc if token.is_lower}
    for token in doc:
        if token.i in taken or not token.text[1:2].isalnum() or token.text.islower():
            continue
        acronym = _acronym(token, language, is_declined=rules.joined_heads_are_quoted)
        if len(acronym) not in _ACRONYM_LENGTHS or not _is_initialism(acronym):
            continue
        if token.lower_ in lower or _ROMAN.fullmatch(token.text) or not token.text.replace("-", "").isalnum():
            continue
        if token.ent_type_ == "PER" or token.pos_ not in {"NOUN", "PROPN", "X"} or _is_heading(token):
            continue
        name = token.text if token.text.isupper() else language.inflection.nominative(doc[token.i : token.i + 1])
        if language.fold(name) not in rules.stop_names | rules.country_names:
            rule = "organization.loose_acronym"
            found.append(Candidate(start=token.i, end=token.i + 1, rule=rule, score=_SCORE, name=name))
    return found


def _acronym(token: Token, language: LanguageData, *, is_declined: bool) -> str:
    """Return a word with the ending of its case taken off, if it is an acronym that has one: "ТЮЗом"."""
    text = token.text
    if not is_declined or text.isupper() or not text[-1].islower() or not any(c.isupper() for c in text[1:]):
        return text
    return language.inflection.nominative(token.doc[token.i : token.i + 1])


def _is_initialism(text: str) -> bool:
    """Whether a word is an acronym, or one with a syllable of a town before it: "АлтГТУ", "ТюмГУ"."""
    return is_acronym(text) or (text[0].isupper() and text[-2:].isupper() and text.isalpha())


def _is_heading(token: Token) -> bool:
    """Whether a word is set in capitals for show: it opens a line, or a word beside it is in capitals too."""
    if token.is_sent_start and not token.ent_type_:
        return True
    doc, i = token.doc, token.i
    return any(
        len(t) > 3 and t.is_alpha and t.text.isupper() for t in (*doc[max(0, i - 1) : i], *doc[i + 1 : i + 2])
    )
