"""Spans of titles: their edges, their complements, and their values in the nominative."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Span, Token

from kronika.lang import LanguageData
from kronika.mentions.title_words import TitleRules, title_rules

_LONGEST_QUOTE = 30  # words
_OPENING = frozenset('«„“"')
_CLOSING = frozenset('»”“"')
_PARTNERS = {"«": {"»"}, "„": {"”", "“"}, "“": {"”"}, '"': {'"'}, "(": {")"}}
_MARKS = frozenset(
    {",", ".", ";", ":", "–", "—", "-", "(", ")", "|", "•", "/", "„", "”", "“", "«", "»", '"', "*", "·"}
)


class Declension:
    """Makes the values of titles, each once."""

    def __init__(self, language: LanguageData) -> None:
        self._language = language
        self._rules = title_rules(language)
        self._known: dict[tuple[int, int], list[str]] = {}

    def values_of(self, span: Span) -> list[str]:
        """Return the nominative; where the last word is one for an event, also without any ending it may bear."""
        key = span.start, span.end
        if key not in self._known:
            self._known[key] = list(self._values(span))
        return self._known[key]

    def _values(self, span: Span) -> Iterator[str]:
        has_numeral = len(span) > 1 and self._rules.is_roman(span[0].text)
        numeral = span[0].text_with_ws if has_numeral else ""
        value = numeral + self._language.inflection.nominative(span[1:] if has_numeral else span)
        yield value
        if value != span.text and any("Nom" in t.morph.get("Case", []) for t in (span[0], span[-1])):
            yield span.text
        last = span[-1].text
        stem = self._rules.event_stem(self._language.fold(last))
        if stem:
            kept = len(stem) - (stem[-1] != self._language.fold(last[: len(stem)])[-1])
            yield span.text[: -len(last)] + last[:kept] + stem[kept:]


def complement(tokens: Sequence[Token], i: int, language: LanguageData, rules: TitleRules) -> int:
    """Return the position behind the complement of an event noun that begins at ``i``, or ``i`` if none does.

    A complement is a word in the genitive, a quote, or a purpose ("имени …", "по самбо").
    """
    if tokens[i].text in _OPENING:
        end = min(len(tokens), i + _LONGEST_QUOTE)
        return next((k + 1 for k in range(i + 1, end) if tokens[k].text in _CLOSING), i)
    if language.fold(tokens[i].text) in rules.tails:
        return _behind_initials(tokens, i + 1)
    is_nominal = tokens[i].pos_ in {"NOUN", "PROPN", "ADJ"}
    cases = set(tokens[i].morph.get("Case", []))
    return i + 1 if is_nominal and rules.tail_cases & cases else i


def _behind_initials(tokens: Sequence[Token], i: int) -> int:
    """Return the position behind the word at ``i``, with the initials that open it ("М. И. Глинки")."""
    while i < len(tokens) - 1 and (
        tokens[i].text == "." or (len(tokens[i].text.rstrip(".")) == 1 and tokens[i].text[0].isupper())
    ):
        i += 1
    return min(i + 1, len(tokens))


def stripped(span: Span) -> Span:
    """A span without marks at its edges; a quote or bracket whose partner is inside stays."""
    while len(span) and (
        span[0].text in _MARKS and not _PARTNERS.get(span[0].text, set()) & {t.text for t in span[1:]}
    ):
        span = span[1:]
    while len(span) and (
        span[-1].is_space
        or (
            span[-1].text in _MARKS
            and not any(span[-1].text in _PARTNERS.get(t.text, ()) for t in span[: len(span) - 1])
        )
    ):
        span = span[: len(span) - 1]
    return span


def end_of(token: Token) -> int:
    """Return the offset behind a token."""
    return token.idx + len(token)
