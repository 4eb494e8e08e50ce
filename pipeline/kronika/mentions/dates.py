"""Date mentions of an analysed document.

The grammar (:mod:`kronika.normalize.dates`) reads plain text. The Doc adds two things: the tense of the verb that
a date belongs to, which decides the year of "12 May", and names that only look like dates (a street called so).
"""

from datetime import date

from spacy.tokens import Doc, Span, Token

from kronika.lang import LanguageData
from kronika.mentions.types import DateMention
from kronika.normalize.dates import Tense, dates

# UD: a present tense beside a date speaks of what is to come ("в субботу стартует", "szombaton kezdődik").
_TENSE_OF: dict[str, Tense] = {"Past": "past", "Fut": "future", "Pres": "future"}
_NAMES_OF_PLACES = frozenset({"LOC", "GPE", "FAC"})
_FAR = 3  # times the distance of the nearest verb
_MAX_CLIMB = 12  # heads from a date up to its verb


def find_dates(doc: Doc, language: LanguageData, reference: date | None) -> list[DateMention]:
    """Return the dates of a document in text order; ``reference`` is its day of publication."""

    def tense_at(start: int, end: int) -> Tense | None:
        return None if reference is None else tense_of(doc, start, end)

    names = [ent for ent in doc.ents if ent.label_ in _NAMES_OF_PLACES]
    found = dates(language.code, doc.text, reference=reference, tense_at=tense_at)
    return [mention for mention in found if not any(_is_part_of(mention, name) for name in names)]


def _is_part_of(mention: DateMention, name: Span) -> bool:
    inside = name.start_char <= mention.start and mention.end <= name.end_char
    return inside and name.end_char - name.start_char > mention.end - mention.start


def tense_of(doc: Doc, start: int, end: int) -> Tense | None:
    """The tense of the finite verb that characters belong to: up the tree, else the nearest in the sentence.

    None where a far verb up the tree and a near one contradict each other: the tree is likely wrong.
    """
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or not len(span):
        return None
    nearest = _nearest_verb(span)
    if nearest is None:
        return None
    governing = _governing_verb(span.root) if doc.has_annotation("DEP") else None
    if governing is None or _tense(governing) == _tense(nearest):
        return _tense(nearest)
    is_far = abs(governing.i - span.start) > _FAR * abs(nearest.i - span.start)
    return None if is_far else _tense(governing)


def _tense(token: Token) -> Tense | None:
    if token.pos_ not in {"VERB", "AUX", "ADJ"}:
        return None
    tenses = token.morph.get("Tense", [])
    if not tenses and token.morph.get("Variant", []) == ["Short"]:
        return "past"  # a short participle: "был открыт"
    return _TENSE_OF.get(tenses[0]) if tenses else None


def _is_finite(token: Token) -> bool:
    return _tense(token) is not None and (
        token.morph.get("VerbForm", []) == ["Fin"] or "Mood" in token.morph.to_dict() or token.pos_ == "AUX"
    )


def _governing_verb(token: Token) -> Token | None:
    for _ in range(_MAX_CLIMB):
        auxiliary = next((c for c in token.children if c.dep_.startswith("aux") and _is_finite(c)), None)
        if auxiliary is not None:
            return auxiliary
        if _is_finite(token):
            return token
        if token.head is token or token.head.i == token.i:
            return None
        token = token.head
    return None


def _nearest_verb(span: Span) -> Token | None:
    sentence = span.sent
    verbs = [t for t in sentence if _is_finite(t)]
    return min(verbs, key=lambda t: abs(t.i - span.start), default=None)
