"""Names of events: in quotation marks beside a trigger, or in title case around it.

"тренинг «Школа городских героев»", "„Zöld jövő” című konferencia", "Utøya nyári tábor", "чемпионат Европы по
шахматам". Which words may stand between a trigger and its quoted name, and which nouns make a name together with
what follows them, is data: ``names`` in ``lang/<code>/names.toml``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from kronika.lang import LanguageData
from kronika.mentions.quotes import iter_quotes
from kronika.mentions.types import Mention, NameMention, TriggerMention

_MAX_BETWEEN = 7
_MAX_NAME = 130  # characters
_MAX_TITLE = 70  # characters
_INSIDE = 1000  # a trigger inside the quote gives way to any outside
_MAX_LINE = 160
_DASHED_PART = re.compile(r"(?:(?!\s[–—-]\s)[^\n])+")  # what stands between spaced dashes
_STRIP = " \t,.;:–—-«»„”“\"'"


@dataclass(frozen=True)
class _NameRules:
    between_after: bool  # the quoted name follows the trigger ("форум «X»")
    between_before: bool  # the quoted name precedes it ("„X” című konferencia")
    linking: frozenset[str]  # words that tie a preceding quote to the trigger ("című")
    breaking: frozenset[str]  # words between trigger and quote that mean the quote is another thing's name
    heads: frozenset[str]  # trigger lemmas that are proper names with what follows ("чемпионат мира")
    followers: frozenset[str]  # lower-case words that may continue such a name
    capitalised_before: bool  # title-case words before the trigger belong to the name


@cache
def _rules(language: LanguageData) -> _NameRules:
    table = language.table("names")

    def words(key: str) -> frozenset[str]:
        return frozenset(language.fold(w) for w in table[key])

    return _NameRules(
        between_after=table["quote_after"],
        between_before=table["quote_before"],
        linking=words("linking"),
        breaking=words("breaking"),
        heads=words("heads"),
        followers=words("followers"),
        capitalised_before=table["capitalised_before"],
    )


def find_event_names(
    doc: Doc, language: LanguageData, triggers: Sequence[TriggerMention], *, blocked: Sequence[Mention] = ()
) -> list[tuple[TriggerMention, NameMention]]:
    """Return pairs of a trigger and the name that stands beside it.

    ``blocked`` are mentions that break the tie between trigger and quote when they end right before the quote (the
    head of an organization: "конкурс фонда «X»").
    """
    rules = _rules(language)
    quotes = list(iter_quotes(doc.text))
    pairs: list[tuple[TriggerMention, NameMention]] = []
    for trigger in triggers:
        if trigger.is_verb:
            continue
        name = (
            _quoted(doc, language, rules, trigger, quotes, blocked)
            or _dashed(doc, trigger)
            or (None if trigger.is_generic else _cased(doc, language, rules, trigger))
        )
        if name is not None:
            pairs.append((trigger, name))
    return [(t, n) for t, n in pairs if not _is_nearer(t, n, pairs)]


def _is_nearer(
    trigger: TriggerMention, name: NameMention, pairs: list[tuple[TriggerMention, NameMention]]
) -> bool:
    """Whether the same words are the name of a trigger outside of them, or of a nearer one."""

    def way(t: TriggerMention) -> int:
        return max(t.start - name.end, name.start - t.end, 0) or _INSIDE

    return any(n.start == name.start and n.end == name.end and way(t) < way(trigger) for t, n in pairs)


def _quoted(
    doc: Doc,
    language: LanguageData,
    rules: _NameRules,
    trigger: TriggerMention,
    quotes: list[tuple[int, int]],
    blocked: Sequence[Mention],
) -> NameMention | None:
    for start, end in quotes:
        if rules.between_after and 0 <= start - 1 - trigger.end <= 90:
            between = doc.text[trigger.end : start - 1]
            if (
                _is_name(doc.text, start, end, between)
                and _ties(between, rules, language)
                and not any(
                    b.end >= start - 3 and b.start >= trigger.end and b.start < start - 1 and b.end < end
                    for b in blocked
                )
            ):
                return _name(doc, language, start, end, "name.quoted_after", 0.9)
        if rules.between_before and 0 <= trigger.start - end - 1 <= 60:
            between = doc.text[end + 1 : trigger.start]
            words = [language.fold(w.strip(_STRIP)) for w in between.split()]
            if _ties(between, rules, language) and (not words or len(words) <= 3 or rules.linking & set(words)):
                return _name(doc, language, start, end, "name.quoted_before", 0.9)
        inside = start <= trigger.start and trigger.end <= end and end - start > trigger.end - trigger.start
        if inside and _is_title(doc.text[start:end]):
            return _name(doc, language, start, end, "name.around", 0.7)
    return None


def _is_name(text: str, start: int, end: int, between: str) -> bool:
    """Whether a quote after a trigger can be its name: capitalised, or right beside it."""
    return end - start <= _MAX_NAME and (
        text[start].isupper() or text[start] in "#0123456789" or not between.strip()
    )


def _is_title(text: str) -> bool:
    """Whether a quote reads like a title, not like somebody's words: short, capitalised, no sentence mark inside."""
    return len(text) <= _MAX_TITLE and text[:1].isupper() and not any(mark in text for mark in ".!?;,")


def _ties(between: str, rules: _NameRules, language: LanguageData) -> bool:
    """Whether the words between a trigger and a quote let the quote be the trigger's name."""
    if any(mark in between for mark in '.!?;\n»”"'):
        return False
    words = [language.fold(w.strip(_STRIP)) for w in between.split()]
    words = [w for w in words if w]
    if len(words) > _MAX_BETWEEN or rules.breaking & set(words):
        return False
    return "," not in between or bool(rules.linking & set(words))


def _dashed(doc: Doc, trigger: TriggerMention) -> NameMention | None:
    """The title in a line of a programme: "Május 4., 11 óra – Sárból vagyok – családi agyagozó műhely"."""
    begin = doc.text.rfind("\n", 0, trigger.start) + 1
    end = doc.text.find("\n", trigger.end)
    line = doc.text[begin : end if end >= 0 else len(doc.text)]
    if len(line) > _MAX_LINE or line.rstrip().endswith("."):
        return None
    parts = list(_DASHED_PART.finditer(doc.text, begin, begin + len(line)))
    for part, following in zip(parts, parts[1:], strict=False):
        text = part.group().strip()
        is_before = (
            following.start() <= trigger.start < following.end() and trigger.start - following.start() <= 45
        )
        if is_before and _is_dashed_title(text):
            start = part.start() + part.group().index(text)
            return NameMention(
                start=start,
                end=start + len(text),
                text=text,
                rule="name.dashed",
                score=0.8,
                value=text.strip(_STRIP),
            )
    return None


def _is_dashed_title(text: str) -> bool:
    return 4 <= len(text) <= _MAX_TITLE and text[0].isupper() and not any(c.isdigit() or c in "|/@" for c in text)


def _cased(doc: Doc, language: LanguageData, rules: _NameRules, trigger: TriggerMention) -> NameMention | None:
    """The name around a capitalised trigger, or after a head such as "чемпионат"."""
    first = doc.char_span(trigger.start, trigger.end, alignment_mode="expand")
    if first is None:
        return None
    begin, end = first.start, first.end
    sentence_start = first.sent.start
    is_head = language.fold(trigger.lemma) in rules.heads
    capital = doc[begin].text[:1].isupper() and begin > sentence_start and not doc[begin].text.isupper()
    if rules.capitalised_before:
        while begin - 1 >= sentence_start and _is_capitalised(doc[begin - 1].text):
            begin -= 1
        if begin == sentence_start and begin < first.start and not capital:
            begin += 1 if not _is_capitalised(doc[first.start].text) else 0
    if capital or is_head:
        end = _extend_right(doc, language, rules, end, first.sent.end)
    if (begin, end) == (first.start, first.end):
        return None
    if begin == sentence_start == first.start and not is_head:
        return None
    words = doc[begin:end]
    start_char, end_char = words.start_char, words.end_char
    return NameMention(
        start=start_char,
        end=end_char,
        text=doc.text[start_char:end_char],
        rule="name.head" if is_head else "name.cased",
        score=0.7 if is_head else 0.5,
        value=language.inflection.nominative(words),
    )


def _extend_right(doc: Doc, language: LanguageData, rules: _NameRules, end: int, limit: int) -> int:
    last = end
    i = end
    while i < limit and not doc[i].is_space:
        text = doc[i].text
        if _is_capitalised(text) or (text.isdigit() and len(text) == 4 and last == i):
            last = i + 1
        elif language.fold(doc[i].lemma_) not in rules.followers and language.fold(text) not in rules.followers:
            break
        elif doc[i].pos_ not in {"ADP", "CCONJ"}:
            last = i + 1
        i += 1
    return last


def _is_capitalised(text: str) -> bool:
    return text[:1].isupper() and text[:1].isalpha()


def _name(doc: Doc, language: LanguageData, start: int, end: int, rule: str, score: float) -> NameMention:
    text = doc.text[start:end]
    start += len(text) - len(text.lstrip(_STRIP))
    text = text.strip(_STRIP)
    span = doc.char_span(start, start + len(text), alignment_mode="contract")
    value = text
    if span is not None and len(span) and span.text == text and len(span) <= 7:
        value = language.inflection.nominative(span)
    return NameMention(start=start, end=start + len(text), text=text, rule=rule, score=score, value=value)
