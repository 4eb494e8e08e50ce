"""What the linker sees of a document besides the encoder's states, as small whole numbers.

Four tables, each a row an item, a column a feature: words, triggers, arguments, and the two kinds of pairs,
(trigger, argument) and (trigger, trigger). A feature is an index below its entry in the table's ``SIZES``; 0 is
"none" or "far". Training and run time share this code, so that they cannot differ.
"""

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from kronika.events.candidates import Argument, Candidates
from kronika.events.context import Context, Phrases, phrases
from kronika.events.roles import find_roles, page_owner
from kronika.mentions.quotes import iter_speech
from kronika.mentions.types import (
    CountMention,
    DateMention,
    Mention,
    NameMention,
    OrganizationMention,
    PlaceMention,
    TriggerMention,
)
from kronika.records import EventType, PlaceKind, Precision, Role, Unit

Table = NDArray[np.int64]

KINDS: Final = ("organization", "date", "place", "count", "name")
ROLES: Final = ("none", *get_args(Role), "time", "start", "end", "place", "participants", "name")
"""What an argument can be to an event; the first is nothing."""
ROLES_OF_KIND: Final = ((0, 1, 2, 3, 4, 5), (0, 6, 7, 8), (0, 9), (0, 10), (0, 11))
"""Indices in :data:`ROLES` that an argument can have, by index in :data:`KINDS`."""
_RULES: Final = 128  # buckets of rule names
_WAYS: Final = 12  # buckets of distance on each side
_FEW: Final = 5

WORD_SIZES: Final = (2, 3, 14, 7, 32)
TRIGGER_SIZES: Final = (13, 8, 2, 2, 2, 2, 2, 2, _FEW, 8, 2, 2)
ARGUMENT_SIZES: Final = (6, 40, _RULES, 6, 2, 2, _FEW, 8, 2, 5, 2, 2, 6, 2)
LINK_SIZES: Final = (2 * _WAYS + 1, 2 * _WAYS + 1, 8, 8, _FEW, _FEW, _FEW, 2, 2)
SAME_SIZES: Final = (2, 2, 2, _WAYS + 1, _WAYS + 1, 3, 4, 4, 2, 2)


def kind_of(argument: Argument) -> int:
    """Return the index in :data:`KINDS`."""
    match argument:
        case OrganizationMention():
            return 0
        case DateMention():
            return 1
        case PlaceMention():
            return 2
        case CountMention():
            return 3
        case NameMention():
            return 4


def word_features(context: Context, found: Candidates) -> Table:
    """Return (words, 5): begins a block, sentence begin or title, trigger's type, argument's kind, block from the
    top."""
    table = np.zeros((len(context.tokens), len(WORD_SIZES)), np.int64)
    for sentence in context.sentences:
        table[sentence.first : sentence.last, 1] = 1 + sentence.is_title
        table[sentence.first : sentence.last, 4] = min(sentence.block, WORD_SIZES[4] - 1)
        table[sentence.first, 0] = 1
    types = get_args(EventType)
    for argument in found.arguments:
        table[slice(*context.span(argument)), 3] = 1 + kind_of(argument)
    for trigger in found.triggers:
        table[slice(*context.span(trigger)), 2] = 1 + types.index(trigger.type)
    return table


def trigger_features(context: Context, found: Candidates) -> Table:
    """Return (triggers, len(TRIGGER_SIZES))."""
    lemmas = Counter(context.language.fold(t.lemma) for t in found.triggers)
    seen: set[str] = set()
    speech = _Ranges(iter_speech(context.text))
    types = get_args(EventType)
    rows = []
    for trigger in found.triggers:
        lemma = context.language.fold(trigger.lemma)
        first, last = context.span(trigger)
        sentence = context.sentence_of(trigger)
        rows.append(
            (
                1 + types.index(trigger.type),
                _TRIGGER_RULES.get(trigger.rule, 0),
                trigger.is_plural,
                trigger.is_generic,
                lemma in seen,
                sentence.is_title,
                trigger.start in speech,
                context.has(_cached(context, "umbrella"), max(0, first - 4), min(len(context.tokens), last + 2)),
                min(lemmas[lemma] - 1, _FEW - 1),
                _log(sentence.index, 8),
                context.has(_cached(context, "other_event"), max(sentence.first, first - 10), first),
                context.has_verb(sentence),
            )
        )
        seen.add(lemma)
    return _table(rows, TRIGGER_SIZES)


def argument_features(context: Context, found: Candidates, published: date | None) -> Table:
    """Return (arguments, len(ARGUMENT_SIZES))."""
    organizations = [a for a in found.arguments if isinstance(a, OrganizationMention)]
    cues: dict[Mention, int] = {}
    for cue in find_roles(context, organizations, found.triggers):
        cues.setdefault(cue.organization, 1 + get_args(Role).index(cue.role))
    owner = page_owner(context, organizations)
    speech = _Ranges(iter_speech(context.text))
    values = Counter(value_of(context, a) for a in found.arguments)
    seen: set[tuple[str, ...]] = set()
    day = published.isoformat() if published else None
    deadline, other = _cached(context, "deadline", "lemmas"), _cached(context, "other_time", "lemmas")
    rows = []
    for argument in found.arguments:
        value = value_of(context, argument)
        first, last = context.span(argument)
        sentence = context.sentence_of(argument)
        rows.append(
            (
                1 + kind_of(argument),
                _subkind(argument),
                zlib.crc32(argument.rule.encode()) % _RULES,
                min(int(argument.score * 5), 5),
                value in seen,
                sentence.is_title,
                min(values[value] - 1, _FEW - 1),
                _log(sentence.index, 8),
                argument.start in speech,
                _against(argument, day),
                context.has(deadline, max(sentence.first, first - 7), min(sentence.last, last + 5)),
                context.has(other, max(sentence.first, first - 3), min(sentence.last, last + 4)),
                cues.get(argument, 0),
                owner is not None and value == value_of(context, owner),
            )
        )
        seen.add(value)
    return _table(rows, ARGUMENT_SIZES)


def link_features(context: Context, found: Candidates) -> Table:
    """Return (triggers, arguments, len(LINK_SIZES)): how far, in what order, what stands between."""
    triggers, arguments = _Places(context, found.triggers), _Places(context, found.arguments)
    shape = (len(found.triggers), len(found.arguments))
    table = np.zeros((*shape, len(LINK_SIZES)), np.int64)
    if 0 in shape:
        return table
    kinds = np.array([kind_of(a) for a in found.arguments])
    before = triggers.first[:, None] - arguments.last[None]  # tokens from an argument to the trigger after it
    after = arguments.first[None] - triggers.last[:, None]
    gap = np.maximum(np.maximum(before, after), 0)
    table[..., 0] = _signed(np.where(after >= before, gap, -gap))
    table[..., 1] = _signed(arguments.sentence[None] - triggers.sentence[:, None])
    table[..., 2] = np.minimum(np.abs(arguments.block[None] - triggers.block[:, None]), 7)
    same = arguments.sentence[None] == triggers.sentence[:, None]
    table[..., 3] = np.where(same, 1 + np.minimum(_pauses(context, triggers, arguments), 6), 0)
    order = np.sort(triggers.first)
    low = np.minimum(arguments.first[None], triggers.first[:, None])
    high = np.maximum(arguments.first[None], triggers.first[:, None])
    between = np.searchsorted(order, high, "left") - np.searchsorted(order, low, "right")
    table[..., 4] = np.clip(between, 0, _FEW - 1)
    table[..., 5] = np.minimum(_rank(gap, axis=0), _FEW - 1)
    for kind in range(len(KINDS)):
        columns = np.flatnonzero(kinds == kind)
        table[:, columns, 6] = np.minimum(_rank(gap[:, columns], axis=1), _FEW - 1)
    table[..., 7] = gap == 0
    table[..., 8] = arguments.title[None] & (arguments.block[None] + 1 == triggers.block[:, None])
    return table


def same_features(context: Context, found: Candidates) -> Table:
    """Return (triggers, triggers, len(SAME_SIZES)), symmetric: how alike two triggers are, and how far apart."""
    count = len(found.triggers)
    table = np.zeros((count, count, len(SAME_SIZES)), np.int64)
    if not count:
        return table
    places = _Places(context, found.triggers)
    fold = context.language.fold
    lemmas = [fold(t.lemma) for t in found.triggers]
    near = [_beside(context, found, trigger) for trigger in found.triggers]
    for i in range(count):
        for j in range(i):
            one, other = found.triggers[i], found.triggers[j]
            table[i, j, :3] = (
                lemmas[i] == lemmas[j],
                one.type == other.type,
                _is_head_of(lemmas[i], lemmas[j]) or _is_head_of(lemmas[j], lemmas[i]),
            )
            table[i, j, 5] = one.is_generic + other.is_generic
            table[i, j, 6] = _agree(near[i]["date"], near[j]["date"])
            table[i, j, 7] = _agree(near[i]["name"], near[j]["name"])
            table[i, j, 8] = one.is_plural != other.is_plural
    table += table.transpose(1, 0, 2)
    table[..., 3] = _log_of(np.abs(places.sentence[None] - places.sentence[:, None]), _WAYS + 1)
    ordinal = np.arange(count)
    table[..., 4] = np.minimum(np.abs(ordinal[None] - ordinal[:, None]), _WAYS)
    table[..., 9] = places.block[None] == places.block[:, None]
    return table


def value_of(context: Context, argument: Argument) -> tuple[str, ...]:
    """Return what mentions of one value share."""
    match argument:
        case OrganizationMention() | PlaceMention():
            return KINDS[kind_of(argument)], context.language.fold(argument.name)
        case DateMention():
            return "date", argument.edtf
        case CountMention():
            return "count", str(argument.count), str(argument.max), argument.unit
        case NameMention():
            return "name", context.language.fold(argument.value)


class _Places:
    """Token ranges, sentences and blocks of mentions, an array each."""

    def __init__(self, context: Context, mentions: tuple[Mention, ...]) -> None:
        spans = [context.span(m) for m in mentions]
        sentences = [context.sentence_of(m) for m in mentions]
        self.first = np.array([first for first, _ in spans], np.int64)
        self.last = np.array([last for _, last in spans], np.int64)
        self.sentence = np.array([s.index for s in sentences], np.int64)
        self.block = np.array([s.block for s in sentences], np.int64)
        self.title = np.array([s.is_title for s in sentences], np.bool_)


class _Ranges:
    """Characters inside of some ranges."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._ranges = list(ranges)

    def __contains__(self, at: int) -> bool:
        return any(start <= at < end for start, end in self._ranges)


_TRIGGER_RULES: Final = {
    f"trigger.{strength}": n
    for n, strength in enumerate(("noun", "compound", "verb", "weak", "named", "loose", "loose_verb"), start=1)
}


@cache
def _subkinds() -> dict[str, int]:
    names = ["organization", "organization.venue"]
    names += [f"{kind}{where}" for kind in get_args(PlaceKind) for where in ("", ".locative")]
    names += [f"{precision}{span}" for precision in get_args(Precision) for span in ("", ".range", ".open")]
    names += get_args(Unit)
    return {name: n for n, name in enumerate(names, start=1)}


def _subkind(argument: Argument) -> int:
    match argument:
        case OrganizationMention():
            name = "organization.venue" if argument.is_venue else "organization"
        case PlaceMention():
            name = argument.kind + ".locative" * argument.is_locative
        case DateMention():
            is_open = argument.first is None or argument.last is None
            name = argument.precision + (
                ".open" if is_open else ".range" if argument.first != argument.last else ""
            )
        case CountMention():
            name = argument.unit
        case NameMention():
            return 0
    return min(_subkinds()[name], ARGUMENT_SIZES[1] - 1)


def _against(argument: Argument, day: str | None) -> int:
    """A date against the day of publication: 1 before, 2 after, 3 around it; 4 without a year; 0 unknown."""
    if not isinstance(argument, DateMention):
        return 0
    first, last = argument.first or argument.last or "", argument.last or argument.first or ""
    if first.startswith("X"):
        return 4
    if day is None:
        return 0
    if last < day[: len(last)]:
        return 1
    return 2 if first > day[: len(first)] else 3


def _cached(context: Context, section: str, key: str = "phrases") -> Phrases:
    return phrases(context.language, section, key)


def _log(number: int, size: int) -> int:
    """0 1 2 3 5 9 17 … -> 0 1 2 3 4 5 6 …"""
    return min(number if number <= 2 else 2 + int(np.log2(number - 1)), size - 1)


def _log_of(numbers: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    large = 2 + np.log2(np.maximum(numbers - 1, 1)).astype(np.int64)
    return np.minimum(np.where(numbers <= 2, numbers, large), size - 1)


def _signed(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    found: NDArray[np.int64] = _WAYS + np.sign(numbers) * _log_of(np.abs(numbers), _WAYS + 1)
    return found


def _pauses(context: Context, triggers: _Places, arguments: _Places) -> NDArray[np.int64]:
    before = np.concatenate([[0], np.cumsum([context.is_pause(i) for i in range(len(context.tokens))])])
    low = np.minimum(triggers.last[:, None], arguments.last[None])
    high = np.maximum(triggers.first[:, None], arguments.first[None])
    pauses: NDArray[np.int64] = np.maximum(before[np.maximum(high, low)] - before[low], 0)
    return pauses


def _rank(gap: NDArray[np.int64], axis: int) -> NDArray[np.int64]:
    return np.argsort(np.argsort(gap, axis=axis, kind="stable"), axis=axis, kind="stable")


def _beside(context: Context, found: Candidates, trigger: TriggerMention) -> dict[str, set[tuple[str, ...]]]:
    """Dates and names within a few words of a trigger in its sentence."""
    sentence = context.sentence_of(trigger).index
    result: dict[str, set[tuple[str, ...]]] = {"date": set(), "name": set()}
    for argument in found.arguments:
        kind = KINDS[kind_of(argument)]
        if kind not in result or context.sentence_of(argument).index != sentence:
            continue
        if kind == "date" or context.distance(argument, trigger) <= _NAME_REACH:
            result[kind].add(value_of(context, argument))
    return result


_NAME_REACH: Final = 4


def _agree(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> int:
    """0 nothing to compare, 1 one of them has none, 2 they share one, 3 they do not."""
    if not one and not other:
        return 0
    if not one or not other:
        return 1
    return 2 if one & other else 3


def _is_head_of(short: str, long: str) -> bool:
    """Whether one trigger is the other with a modifier: "találkozó" – "bloggertalálkozó"."""
    return len(short) >= 4 and len(long) > len(short) + 1 and (long.endswith(short) or long.startswith(short))


def one_hot(table: Table, sizes: tuple[int, ...]) -> NDArray[np.float32]:
    """Return (…, features) -> (…, sum of sizes): a one for each feature's index, zeros else."""
    rows = np.zeros((*table.shape[:-1], sum(sizes)), np.float32)
    starts = np.cumsum((0, *sizes[:-1]))
    np.put_along_axis(rows, table + starts, 1, axis=-1)
    return rows


def _table(rows: Sequence[tuple[int, ...]], sizes: tuple[int, ...]) -> Table:
    return np.array(rows, np.int64).reshape(len(rows), len(sizes))
