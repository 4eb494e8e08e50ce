"""Names of events: in quotation marks beside a trigger, or in title case around it.

"тренинг «Школа городских героев»", "„Zöld jövő” című konferencia", "Május 4. – Sárból vagyok – agyagozó műhely",
"Utøya nyári tábor", "чемпионат Европы по шахматам". Which words may stand between a trigger and its quoted name,
and which nouns make a name together with what follows them, is data: ``lang/<code>/names.toml``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from spacy.tokens import Doc

from kronika.lang import LanguageData
from kronika.mentions.names_cased import cased_name, model_name
from kronika.mentions.quotes import iter_quotes
from kronika.mentions.types import Mention, NameMention, OrganizationMention, TriggerMention

_MAX_BETWEEN = 7  # words between a trigger and its quoted name
_MAX_NAME = 130  # characters
_MAX_TITLE = 70
_MAX_LINE = 160
_WEAK = 0.5  # score of a trigger below which its name must stand right beside it
_INSIDE = 1000  # a trigger inside the quote gives way to any outside
_STRIP = " \t,.;:–—-«»„”“\"'"
_DASHES = " –—-"
_SENTENCE_MARKS = '.!?;:\n»”"'
_DASHED_PART = re.compile(r"(?:(?!\s[–—-]\s)[^\n])+")  # what stands between spaced dashes


@dataclass(frozen=True)
class NameRules:
    """``names.toml`` of a language."""

    quote_after: bool  # the quoted name follows the trigger ("форум «X»")
    quote_before: bool  # it precedes it ("„X” című konferencia"), with at most three words between
    linking: frozenset[str]  # words that tie a quote to the trigger ("под названием", "című")
    breaking: frozenset[str]  # words between trigger and quote that mean the quote is another thing's name
    places: frozenset[str]  # prepositions before a quoted place
    inflected: bool  # a quoted name is declined with its sentence ("на «Школе лидеров»")


@cache
def name_rules(language: LanguageData) -> NameRules:
    """Return the rules of a language, read once."""
    table = language.table("names")
    return NameRules(
        quote_after=table["quote_after"],
        quote_before=table["quote_before"],
        linking=frozenset(language.fold(w) for w in table["linking"]),
        breaking=frozenset(language.fold(w) for w in table["breaking"]),
        places=frozenset(table["place_prepositions"]),
        inflected=table["inflected"],
    )


def find_event_names(
    doc: Doc,
    language: LanguageData,
    triggers: Sequence[TriggerMention],
    *,
    organizations: Sequence[OrganizationMention] = (),
) -> list[tuple[TriggerMention, NameMention]]:
    """Return pairs of a trigger and the name that stands beside it; a name goes to the nearest trigger.

    ``organizations`` own the quotes in their names: "концерт в клубе «Шаги»" has no name.
    """
    finder = _QuoteFinder(doc, language, organizations)
    pairs: list[tuple[TriggerMention, NameMention]] = []
    for trigger in triggers:
        if trigger.is_verb:
            continue
        name = finder.find(trigger) or _dashed(finder.text, trigger)
        if name is None and not trigger.is_generic:
            name = model_name(doc, language, trigger) or cased_name(doc, language, trigger)
            if name is not None and finder.is_taken(name):
                name = None
        if name is not None:
            pairs.append((trigger, name))
    return [(t, n) for t, n in pairs if not _has_nearer(t, n, pairs)]


def _has_nearer(
    trigger: TriggerMention, name: NameMention, pairs: list[tuple[TriggerMention, NameMention]]
) -> bool:
    """Whether the same words are the name of a trigger outside of them, or of a nearer one."""

    def way(t: TriggerMention) -> int:
        return max(t.start - name.end, name.start - t.end, 0) or _INSIDE

    return any((n.start, n.end) == (name.start, name.end) and way(t) < way(trigger) for t, n in pairs)


class _QuoteFinder:
    """Finds the quote that names a trigger."""

    def __init__(self, doc: Doc, language: LanguageData, organizations: Sequence[OrganizationMention]) -> None:
        self._doc = doc
        self.text = doc.text  # Doc.text joins all tokens anew each time
        self._language = language
        self._rules = name_rules(language)
        people = (e for e in doc.ents if e.label_ == "PER")
        self._taken: list[Mention] = [
            *(o for o in organizations if _has_head(o)),
            *(Mention(start=e.start_char, end=e.end_char, text=e.text, rule="model.person") for e in people),
        ]
        known = {language.fold(n) for o in organizations if _is_quoted(o) for n in (o.name, *o.aliases)}
        self._quotes = [
            (start, end)
            for start, end in iter_quotes(self.text)
            if language.fold(self.text[start:end]) not in known
            and not any(o.start < start - 1 and end <= o.end and _has_head(o) for o in organizations)
        ]

    def is_taken(self, name: NameMention) -> bool:
        """Whether words in title case belong to an organization or a person: "A Szivárvány Alapítvány fóruma"."""
        return any(name.overlaps(other) for other in self._taken)

    def find(self, trigger: TriggerMention) -> NameMention | None:
        """Return the name after the trigger, before it, or around it."""
        for start, end in self._quotes:
            if self._rules.quote_after and 0 <= start - 1 - trigger.end <= 90:
                between = self.text[trigger.end : start - 1]
                if self._reads_like_name(start, end) and self._ties(between, trigger):
                    return self._name(start, end, "name.quoted_after", 0.9)
            if 0 <= trigger.start - end - 1 <= 60 and self._reads_like_name(start, end):
                between = self.text[end + 1 : trigger.start]
                if self._ties_before(between, trigger):
                    return self._name(start, end, "name.quoted_before", 0.9)
            inside = start <= trigger.start and trigger.end <= end and end - start > trigger.end - trigger.start
            if inside and self._is_title(start, end):
                return self._name(start, end, "name.around", 0.7)
        return None

    def _reads_like_name(self, start: int, end: int) -> bool:
        first = self.text[start]
        return end - start <= _MAX_NAME and (first.isupper() or first in "#0123456789")

    def _is_title(self, start: int, end: int) -> bool:
        """Whether a quote around a trigger is a title, not somebody's words."""
        text = self.text[start:end]
        return len(text) <= _MAX_TITLE and text[:1].isupper() and not any(mark in text for mark in ".!?;,")

    def _words(self, between: str) -> list[str]:
        return [w for w in (self._language.fold(w.strip(_STRIP)) for w in between.split()) if w]

    def _ties(self, between: str, trigger: TriggerMention) -> bool:
        """Whether the words between a trigger and a quote let the quote be the trigger's name."""
        words = self._words(between)
        reach = _MAX_BETWEEN if trigger.score >= _WEAK else 1
        if len(words) > reach or any(m in between for m in _SENTENCE_MARKS) or self._rules.breaking & set(words):
            return False
        if words[-1:] and self._rules.places & set(words[-2:]):
            return False  # "финал в ФОКе «Волга-Лидер»"
        return "," not in between or bool(self._rules.linking & set(words))

    def _ties_before(self, between: str, trigger: TriggerMention) -> bool:
        words = self._words(between)
        if any(dash in between for dash in "—–"):
            return False
        near = not words or (self._rules.quote_before and len(words) <= 3)
        return self._ties(between, trigger) and (near or bool(self._rules.linking & set(words)))

    def _name(self, start: int, end: int, rule: str, score: float) -> NameMention:
        text = self.text[start:end]
        start += len(text) - len(text.lstrip(_STRIP))
        text = text.strip(_STRIP)
        span = self._doc.char_span(start, start + len(text), alignment_mode="contract")
        value = text
        stands_alone = rule != "name.quoted_after"  # behind its noun ("на форуме «Город»") a title is not declined
        if (
            self._rules.inflected
            and stands_alone
            and span is not None
            and 0 < len(span) <= 7
            and span.text == text
        ):
            value = self._language.inflection.nominative(span)
        return NameMention(start=start, end=start + len(text), text=text, rule=rule, score=score, value=value)


def _is_quoted(organization: OrganizationMention) -> bool:
    """Whether a mention is a head with its name in quotation marks: that quote is taken, wherever it stands."""
    return _has_head(organization) and any(mark in organization.text for mark in '«„“"')


def _has_head(organization: OrganizationMention) -> bool:
    """Whether a grammar found the name with its head noun, so that it is an organization for certain."""
    return not organization.rule.startswith("model.")


def _dashed(page: str, trigger: TriggerMention) -> NameMention | None:
    """The title in a line of a programme: "Május 4., 11 óra – Sárból vagyok – családi agyagozó műhely"."""
    begin = page.rfind("\n", 0, trigger.start) + 1
    end = page.find("\n", trigger.end)
    end = end if end >= 0 else len(page)
    if end - begin > _MAX_LINE or page[begin:end].rstrip().endswith("."):
        return None
    for title, following in _dashed_parts(page, begin, end):
        text = title.group().strip(_DASHES)
        is_before = (
            following.start() <= trigger.start < following.end() and trigger.start - following.start() <= 45
        )
        if is_before and 4 <= len(text) <= _MAX_TITLE and text[0].isupper() and not re.search(r"[\d|/@]", text):
            start = title.start() + title.group().index(text)
            return NameMention(
                start=start,
                end=start + len(text),
                text=text,
                rule="name.dashed",
                score=0.8,
                value=text.strip(_STRIP),
            )
    return None


def _dashed_parts(text: str, begin: int, end: int) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    parts = list(_DASHED_PART.finditer(text, begin, end))
    yield from pairwise(parts)
