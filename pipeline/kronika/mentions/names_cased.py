"""Names without quotation marks: what the model takes for one, a capitalised trigger with what belongs to it, or
a head such as "чемпионат"."""

import unicodedata
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span, Token

from kronika.encoder.component import scored
from kronika.lang import LanguageData
from kronika.mentions.types import NameMention, TriggerMention

_LEAST = 0.3
"""Probability of a named event from which its words are a name."""


@dataclass(frozen=True)
class CaseRules:
    """What ``names.toml`` says of names in title case."""

    heads: frozenset[str]  # trigger lemmas that are proper names with what follows ("чемпионат мира")
    followers: frozenset[str]  # lower-case words that may continue such a name
    before: bool  # title-case words before the trigger belong to the name
    named_events: bool  # the model's events are names, not nouns for events


@cache
def case_rules(language: LanguageData) -> CaseRules:
    """Return the rules of a language, read once."""
    table = language.table("names")
    return CaseRules(
        heads=frozenset(language.fold(w) for w in table["heads"]),
        followers=frozenset(language.fold(w) for w in table["followers"]),
        before=table["capitalised_before"],
        named_events=table["named_events"],
    )


def cased_name(doc: Doc, language: LanguageData, trigger: TriggerMention) -> NameMention | None:
    """Return the name around a capitalised trigger, after a head, or in another script after the trigger."""
    found = doc.char_span(trigger.start, trigger.end, alignment_mode="expand")
    if found is None:
        return None
    rules = case_rules(language)
    start, end = found.sent.start, found.sent.end
    first, last = found.start, found.end
    foreign = _foreign_after(doc, last, end)
    if foreign > last:
        return _mention(doc[last:foreign], rule="name.foreign", score=0.7, value=doc[last:foreign].text)
    is_head = language.fold(trigger.lemma) in rules.heads
    is_capital = _is_capitalised(doc[first].text) and first > start and not doc[first].text.isupper()
    if is_capital or is_head:
        last = _extend_right(doc, language, rules, last, end)
    if is_head and last > found.end:
        first = _extend_left_over_adjectives(doc, first, start)
    elif rules.before:
        first = _extend_left(doc, first, start)
    is_sentence_start = first == start == found.start
    if (first, last) == (found.start, found.end) or (is_sentence_start and not is_head):
        return None
    rule, score = ("name.head", 0.7) if is_head else ("name.cased", 0.5)
    name = doc[first:last]
    return _mention(name, rule=rule, score=score, value=language.inflection.nominative(name))


def model_name(doc: Doc, language: LanguageData, trigger: TriggerMention) -> NameMention | None:
    """Return the model's named event around a trigger, if it is more than the trigger."""
    for span, score in scored(doc, "events") if case_rules(language).named_events else ():
        is_around = span.start_char <= trigger.start and trigger.end <= span.end_char
        if is_around and len(span) > 1 and score >= _LEAST and _has_capital(span):
            value = language.inflection.nominative(span)
            return _mention(span, rule="name.model", score=score, value=value)
    return None


def _has_capital(span: Span) -> bool:
    """Whether a word of a span begins with a capital that is not there because a sentence begins."""
    return any(_is_capitalised(token.text) and not token.is_sent_start for token in span)


def _mention(span: Span, *, rule: str, score: float, value: str) -> NameMention:
    return NameMention(
        start=span.start_char, end=span.end_char, text=span.text, rule=rule, score=score, value=value
    )


def _foreign_after(doc: Doc, last: int, limit: int) -> int:
    """The end of a name in Latin letters after a trigger in another script: "конкурс The Best of Blogs"."""
    if unicodedata.name(doc[last - 1].text[0], "").startswith("LATIN"):
        return last
    end = last
    while end < limit and doc[end].text.isascii() and (doc[end].is_alpha or (end > last and doc[end].is_digit)):
        end += 1
    return end if end > last and doc[last].text[0].isupper() else last


def _extend_left(doc: Doc, first: int, start: int) -> int:
    """Title-case words before the trigger; the first word of a sentence counts only before another such word."""
    begin = first
    while begin > start and _is_capitalised(doc[begin - 1].text) and _can_belong(doc[begin - 1]):
        begin -= 1
    if begin == start and begin == first - 1 and not _is_capitalised(doc[first].text):
        return first
    return begin


def _can_belong(token: Token) -> bool:
    """Whether a title-case word before a trigger can be part of its name: no article, no place of action."""
    return token.pos_ != "DET" and not {"Ine", "Sup", "Ade", "Ill", "Sub"} & set(token.morph.get("Case", []))


def _extend_left_over_adjectives(doc: Doc, first: int, start: int) -> int:
    """Ordinals and adjectives that agree with a head: "7-й личный чемпионат Европы"."""
    while first > start and doc[first - 1].pos_ == "ADJ":
        first -= 1
    return first


def _extend_right(doc: Doc, language: LanguageData, rules: CaseRules, end: int, limit: int) -> int:
    last = i = end
    while i < limit and not doc[i].is_space:
        token = doc[i]
        is_year = token.is_digit and len(token) == 4 and last == i
        if _is_capitalised(token.text) or is_year:
            last = i + 1
        elif not {language.fold(token.lemma_), language.fold(token.text)} & rules.followers:
            break
        elif token.pos_ not in {"ADP", "CCONJ"}:
            last = i + 1
        i += 1
    return last


def _is_capitalised(text: str) -> bool:
    return text[:1].isupper() and text[:1].isalpha()
