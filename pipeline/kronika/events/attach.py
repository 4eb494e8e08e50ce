"""Arguments to events: which date, place, count and organization belongs to which trigger.

In a sentence with triggers an argument goes to the nearest one; the way costs a point a token and more for pauses
and verbs between. In a sentence without, it goes to the event the text is speaking of, if the sentence says so: a
label ("Адрес:"), a verb of taking part, a cue of a role, the lead of a text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Generic, TypeVar

from kronika.events.clusters import Anchor, Cluster, is_framed
from kronika.events.context import Context, Phrases, Sentence, phrases
from kronika.events.role_rules import RoleMention
from kronika.mentions.quotes import iter_speech
from kronika.mentions.types import CountMention, DateMention, Mention, NameMention, PlaceMention, TriggerMention

_FRAME_COST = 14  # "в рамках форума прошёл конкурс": what follows belongs to the contest
_GENITIVE_COST = 6  # "участники форума встретились в Туле на семинаре"
_VERB_REACH = 16  # cost between a verb and the event that it holds
_STAGE = 5  # tokens between a stage and its event
_LEAD = 5  # sentences that make the lead of a text
_LIST = 6  # lines of a list below its label
_LINE = 14  # tokens of a line of a list
_LEVEL = {"venue": "house", "address": "house"}  # kinds of place that answer the same question
_FOCUS = 3  # sentences over which an event stays in focus
_SURE_COUNT = 0.85  # a count that names participants by its own words

M = TypeVar("M")


@dataclass(frozen=True, slots=True)
class Link(Generic[M]):
    """A mention that belongs to an event, with the probability of the link; ``cost`` is the way to the trigger."""

    mention: M
    score: float
    cost: int


@dataclass
class Arguments:
    """All that belongs to one cluster."""

    dates: list[Link[DateMention]] = field(default_factory=list)
    places: list[Link[PlaceMention]] = field(default_factory=list)
    counts: list[Link[CountMention]] = field(default_factory=list)
    roles: list[Link[RoleMention]] = field(default_factory=list)


def build_anchors(
    context: Context,
    triggers: Sequence[TriggerMention],
    names: Sequence[tuple[TriggerMention, NameMention]],
    dates: Iterable[DateMention],
    places: Iterable[PlaceMention],
) -> list[Anchor]:
    """Return one anchor a trigger, with the name, dates and places that stand beside it in its sentence."""
    triggers = without_stages(context, triggers)
    named = dict(names)
    other = phrases(context.language, "other_event", "lemmas")
    before = phrases(context.language, "other_event")
    speech = list(iter_speech(context.text))
    anchors: list[Anchor] = []
    for trigger in triggers:
        first, _ = context.span(trigger)
        sentence = context.sentence_of(trigger)
        anchors.append(
            Anchor(
                trigger=trigger,
                sentence=sentence.index,
                name=named.get(trigger),
                is_other=context.has(other, max(sentence.first, first - 2), first)
                or context.has(before, max(sentence.first, first - 10), first),
                is_framed=is_framed(context, trigger),
                is_dependent=_is_dependent(context, trigger),
                is_spoken=any(start <= trigger.start < end for start, end in speech),
            )
        )
    for date in dates:
        if (found := nearest_anchor(context, date, anchors)) is not None:
            found[0].dates.append(date)
    for place in places:
        if place.is_locative and (found := nearest_anchor(context, place, anchors)) is not None:
            found[0].places.append(place)
    return anchors


def without_stages(context: Context, triggers: Sequence[TriggerMention]) -> list[TriggerMention]:
    """Leave out stages of an event that is named right behind them: "финал конкурса", "a verseny döntője"."""
    stages = phrases(context.language, "stage", "lemmas", "triggers")
    kept = []
    for trigger, following in zip_longest(triggers, triggers[1:]):
        near = following is not None and 0 <= context.span(following)[0] - context.span(trigger)[1] <= _STAGE
        if not (near and context.has(stages, *context.span(trigger)) and _is_dependent(context, following)):
            kept.append(trigger)
    return kept


def _is_dependent(context: Context, trigger: TriggerMention) -> bool:
    """Whether a trigger hangs on a noun as its genitive: "участники форума"."""
    first, last = context.span(trigger)
    words = context.tokens[first:last]
    token = next((t for t in words if t.head not in words), words[0])
    return token.dep_ == "nmod" and token.head.pos_ == "NOUN" and token.morph.get("Case", []) == ["Gen"]


def nearest_anchor(context: Context, mention: Mention, anchors: Sequence[Anchor]) -> tuple[Anchor, int] | None:
    """Return the anchor in the mention's sentence that it costs least to reach, and the cost."""
    sentence = context.sentence_of(mention).index
    costs = [
        (context.distance(mention, a.trigger) + _FRAME_COST * a.is_framed + _GENITIVE_COST * a.is_dependent, n)
        for n, a in enumerate(anchors)
        if a.sentence == sentence
    ]
    if not costs:
        return None
    cost, n = min(costs)
    return anchors[n], cost


def is_event_date(context: Context, date: DateMention) -> bool:
    """Whether a date may be an event's: no deadline, no founding, birth or law beside it."""
    sentence = context.sentence_of(date)
    first, last = context.span(date)
    if date.rule.startswith("year.") and date.rule.endswith(".from"):
        return False  # "проводится с 2014 года" tells since when, not when
    if date.rule.endswith(".until") and not _ends_event(context, sentence, first, last):
        return False
    low, high = _clause(context, sentence, first, last)
    deadline = phrases(context.language, "deadline", "lemmas")
    other = phrases(context.language, "other_time", "lemmas")
    return not (
        context.has(deadline, max(low, first - 7), min(high, last + 5))
        or context.has(other, max(low, first - 3), min(high, last + 4))
    )


def _clause(context: Context, sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    """The tokens up to the next pauses around a span: "6-án tartják, jelentkezni 30-ig lehet" has two clauses."""
    low, high = first, last
    while low > sentence.first and not context.is_pause(low - 1):
        low -= 1
    while high < sentence.last and not context.is_pause(high):
        high += 1
    return low, high


def _ends_event(context: Context, sentence: Sentence, first: int, last: int) -> bool:
    """Whether "до 20 мая" says how long something is on ("выставка продлится до 20 мая")."""
    end = phrases(context.language, "end", "lemmas")
    return context.has(end, max(sentence.first, first - 8), min(sentence.last, last + 4))


def attach(
    context: Context,
    clusters: Sequence[Cluster],
    main: Cluster,
    *,
    dates: Iterable[DateMention],
    places: Iterable[PlaceMention],
    counts: Iterable[CountMention],
    roles: Iterable[RoleMention],
) -> dict[int, Arguments]:
    """Return the arguments of each cluster, by its index in ``clusters``."""
    anchors = [a for c in clusters for a in c.anchors]
    owner = {id(a): n for n, c in enumerate(clusters) for a in c.anchors}
    result = {n: Arguments() for n in range(len(clusters))}
    main_index = next(n for n, c in enumerate(clusters) if c is main)
    focus = _Focus(context, clusters, main_index)

    for date in dates:
        near = nearest_anchor(context, date, anchors)
        if near is not None:
            result[owner[id(near[0])]].dates.append(Link(date, _decay(near[1]), near[1]))
        elif (target := focus.for_date(date)) is not None:
            result[target].dates.append(Link(date, 0.5, 30))
    for place in places:
        near = nearest_anchor(context, place, anchors)
        if near is not None and (place.is_locative or near[1] <= 1):
            result[owner[id(near[0])]].places.append(Link(place, _decay(near[1]), near[1]))
        elif near is None and (target := focus.for_place(place)) is not None:
            result[target].places.append(Link(place, 0.5, 30))
    participation = phrases(context.language, "participation")
    for count in counts:
        sentence = context.sentence_of(count)
        if _is_where(context, count):
            continue
        told = context.has(participation, sentence.first, sentence.last) or count.score >= _SURE_COUNT
        near = nearest_anchor(context, count, anchors)
        if near is not None and (told or near[1] <= 4):
            result[owner[id(near[0])]].counts.append(Link(count, _decay(near[1]), near[1]))
        elif near is None and told and (target := focus.at(sentence)) is not None:
            result[target].counts.append(Link(count, 0.6, 30))
    for role in roles:
        near = _nearest_to_cue(context, role, anchors)
        if role.needs_trigger and (near is None or near[1] > _VERB_REACH):
            continue
        if near is not None:
            result[owner[id(near[0])]].roles.append(Link(role, _decay(near[1]), near[1]))
        elif (target := focus.at(context.sentence_of(role.organization))) is not None:
            result[target].roles.append(Link(role, 0.6, 30))
    return result


def _is_where(context: Context, count: CountMention) -> bool:
    """Whether counted towns, regions or countries are where things happened: "в 20 городах"."""
    if count.unit not in {"settlement", "region", "country"}:
        return False
    cases = context.language.table("roles")["locative"]["cases"]
    _, last = context.span(count)
    return bool(set(cases) & set(context.tokens[last - 1].morph.get("Case", [])))


def _nearest_to_cue(context: Context, role: RoleMention, anchors: Sequence[Anchor]) -> tuple[Anchor, int] | None:
    token = context.tokens[role.anchor]
    cue = Mention(start=token.idx, end=token.idx + len(token), text=token.text, rule=role.rule)
    return nearest_anchor(context, cue, anchors)


def _decay(cost: int) -> float:
    """Probability of a link by its cost: 0.95 beside the trigger, 0.6 at the far end of a long sentence."""
    return max(0.6, 0.95 - 0.012 * cost)


class _Focus:
    """Which event a sentence without triggers speaks of."""

    def __init__(self, context: Context, clusters: Sequence[Cluster], main: int) -> None:
        self._context = context
        self._main = main
        self._clusters = clusters
        self._by_sentence = sorted(
            (a.sentence, n) for n, c in enumerate(clusters) for a in c.anchors if not a.is_framed
        )
        self._first_main = min(a.sentence for a in clusters[main].anchors)
        self._place_labels = phrases(context.language, "place_labels")
        self._date_labels = phrases(context.language, "date_labels")
        self._labelled = self._labelled_lines()

    def at(self, sentence: Sentence) -> int | None:
        """Return the cluster last named within reach before the sentence, else the main one."""
        sentences = self._context.sentences
        here = [n for s, n in self._by_sentence if s <= sentence.index and sentences[s].block == sentence.block]
        if here:
            return here[-1]
        before = [n for s, n in self._by_sentence if sentence.index - _FOCUS <= s <= sentence.index]
        if self._main in before:
            return self._main
        return before[-1] if before else self._main

    def for_date(self, date: DateMention) -> int | None:
        """A date counts in a labelled line, as the head of a programme's item, or beside the main event's lead."""
        sentence = self._context.sentence_of(date)
        if (item := self._item_below(sentence, date)) is not None:
            return item
        if self._has_label(sentence, self._date_labels):
            return self.at(sentence)
        if not self._clusters[self._main].dates and abs(sentence.index - self._first_main) <= 2:
            return self._main
        return None

    def for_place(self, place: PlaceMention) -> int | None:
        """A place counts in a labelled line, in the lead, or as a place of action where the event lacks one.

        "Lacks" is by level: a town beside a known venue still counts, a second town does not.
        """
        sentence = self._context.sentence_of(place)
        if self.is_labelled(sentence):
            return self.at(sentence)
        near = abs(sentence.index - self._first_main) <= 2 or sentence.index < _LEAD
        starts = self._context.span(place)[0] == sentence.first  # "Камышин. Летняя школа закончилась"
        if near and (place.is_locative or (starts and place.kind == "city")) and self._lacks(self._main, place):
            return self._main
        target = self.at(sentence)
        if place.is_locative and target is not None and self._lacks(target, place) and self._tells(sentence):
            return target
        return None

    def is_labelled(self, sentence: Sentence) -> bool:
        """Whether a sentence is a line after a label of place, or a line of the list below one."""
        return sentence.index in self._labelled

    def _labelled_lines(self) -> set[int]:
        lines: set[int] = set()
        left = 0
        block = -1
        for sentence in self._context.sentences:
            if self._has_label(sentence, self._place_labels):
                lines.add(sentence.index)
                ends_open = self._context.tokens[sentence.last - 1].text == ":"
                left, block = (_LIST if ends_open else 0), sentence.block
            elif left and sentence.block > block and sentence.last - sentence.first <= _LINE:
                lines.add(sentence.index)
                left -= 1
            elif sentence.block != block:
                left = 0
        return lines

    def _lacks(self, cluster: int, place: PlaceMention) -> bool:
        """Whether no mention of the event has a place of the same level beside it."""
        level = _LEVEL.get(place.kind, place.kind)
        return not any(
            _LEVEL.get(p.kind, p.kind) == level for a in self._clusters[cluster].anchors for p in a.places
        )

    def _tells(self, sentence: Sentence) -> bool:
        """Whether a sentence tells of something happening or of people taking part."""
        language = self._context.language
        telling = (phrases(language, "participation"), phrases(language, "occurrence", "happen", "triggers"))
        return any(self._context.has(p, sentence.first, sentence.last) for p in telling)

    def _item_below(self, sentence: Sentence, date: DateMention) -> int | None:
        """The event in the lines below a line that begins with a date: "6 апреля, 11:00 / РЕПКА / сказка"."""
        if not sentence.is_title or self._context.span(date)[0] > sentence.first + 1:
            return None
        return next((n for s, n in self._by_sentence if 0 < s - sentence.index <= 2), None)

    def _has_label(self, sentence: Sentence, labels: Phrases) -> bool:
        first = sentence.first
        return any(
            start <= first + 2
            and self._context.tokens[min(end, sentence.last - 1)].text in {":", "?", "—", "–", "-"}
            for start, end, _ in self._context.matches(labels, first, min(sentence.last, first + 6))
        )
