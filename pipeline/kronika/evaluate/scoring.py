"""Hits, false values and misses, by slot and by language."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from kronika.evaluate.alignment import align, match_values, same_count, same_organization, same_place
from kronika.evaluate.matching import same_name
from kronika.evaluate.reading import CountValue, EvaluationDocument, EvaluationEvent, OrganizationValue

T = TypeVar("T")

SLOTS = ("event", "type", "name", "organization", "organization+role", "date", "place", "participants")
"""The slots of record F1."""

EXTRA_SLOTS = ("participants+qualifier", "status")
"""Slots that are reported, but no part of record F1."""

RECORD = "record"
"""The key of the micro average over :data:`SLOTS`."""


@dataclass(slots=True)
class Counts:
    """Hits, false values and misses; a ratio without a denominator is None."""

    hits: int = 0
    false: int = 0
    missed: int = 0

    def add(self, other: "Counts") -> None:
        """Add the counts of another."""
        self.hits += other.hits
        self.false += other.false
        self.missed += other.missed

    @property
    def precision(self) -> float | None:
        """Share of the predicted values that are right."""
        return _ratio(self.hits, self.hits + self.false)

    @property
    def recall(self) -> float | None:
        """Share of the gold's values that were found."""
        return _ratio(self.hits, self.hits + self.missed)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two; 0 when values were only false or only missed."""
        return _ratio(2 * self.hits, 2 * self.hits + self.false + self.missed)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One value that is false or was missed; ``event`` is the lemma of the event's trigger."""

    document: str
    event: str
    slot: str
    kind: Literal["false", "missed"]
    value: str


@dataclass(slots=True)
class Evaluation:
    """The result; ``by_language`` maps language to slot to counts, ``total`` slot to counts."""

    by_language: dict[str, dict[str, Counts]]
    total: dict[str, Counts]
    documents: dict[str, int]
    missing_documents: int
    unknown_documents: int
    mistakes: list[Mistake]

    def as_json(self) -> dict[str, Any]:
        """Return the result for ``json.dumps``."""
        return {
            "documents": self.documents,
            "documents_without_prediction": self.missing_documents,
            "documents_not_in_gold": self.unknown_documents,
            "total": _slots_as_json(self.total),
            "by_language": {code: _slots_as_json(slots) for code, slots in sorted(self.by_language.items())},
        }


def evaluate(
    gold: Mapping[str, EvaluationDocument],
    predicted: Mapping[str, EvaluationDocument],
    *,
    all_events: bool = False,
) -> Evaluation:
    """Compare predicted events with gold, by the convention in the docstring of :mod:`kronika.evaluate`.

    Args:
        gold: documents by id, as :func:`~kronika.evaluate.reading.read_documents` gives them.
        predicted: the same.
        all_events: count events mentioned in passing like main events.
    """
    by_language: dict[str, dict[str, Counts]] = {}
    documents: dict[str, int] = defaultdict(int)
    mistakes: list[Mistake] = []
    for document in gold.values():
        found = predicted.get(document.id)
        tally = _Tally(document.id, mistakes=mistakes)
        tally.compare(document.events, found.events if found else [], all_events=all_events)
        documents[document.language] += 1
        slots = by_language.setdefault(document.language, _empty())
        for slot, counts in tally.slots.items():
            slots[slot].add(counts)
    for slots in by_language.values():
        slots[RECORD] = _sum(slots[slot] for slot in SLOTS)
    total = {slot: _sum(slots[slot] for slots in by_language.values()) for slot in (*SLOTS, *EXTRA_SLOTS, RECORD)}
    return Evaluation(
        by_language=by_language,
        total=total,
        documents=dict(sorted(documents.items())),
        missing_documents=len(gold.keys() - predicted.keys()),
        unknown_documents=len(predicted.keys() - gold.keys()),
        mistakes=mistakes,
    )


def _empty() -> dict[str, Counts]:
    return {slot: Counts() for slot in (*SLOTS, *EXTRA_SLOTS)}


@dataclass(slots=True)
class _Tally:
    """The counts of one document."""

    document: str
    mistakes: list[Mistake]
    slots: dict[str, Counts] = field(default_factory=_empty)

    def compare(
        self, gold: Sequence[EvaluationEvent], predicted: Sequence[EvaluationEvent], *, all_events: bool
    ) -> None:
        """Align the events and count every slot."""
        pairs = align(gold, predicted)
        partner = dict(pairs)
        for i, event in enumerate(gold):
            if event.main or all_events:
                self._pair(event, predicted[partner[i]] if i in partner else None)
        aligned = {p for _, p in pairs}
        for i, event in enumerate(predicted):
            if i not in aligned:
                self._pair(None, event)

    def _pair(self, gold: EvaluationEvent | None, predicted: EvaluationEvent | None) -> None:
        """Count a pair, or an event without a partner."""
        event = gold or predicted
        lemma = event.lemma if event else ""
        g, p = _values(gold), _values(predicted)
        self._slot("event", lemma, g.events, p.events, lambda _one, _other: True)
        self._slot("type", lemma, g.types, p.types, str.__eq__)
        self._slot("status", lemma, g.statuses, p.statuses, str.__eq__)
        self._slot("name", lemma, g.names, p.names, same_name)
        self._slot("organization", lemma, g.organizations, p.organizations, same_organization)
        self._slot("organization+role", lemma, g.organizations, p.organizations, _same_organization_and_role)
        self._slot("date", lemma, g.dates, p.dates, tuple.__eq__)
        self._slot("place", lemma, g.places, p.places, same_place)
        self._slot("participants", lemma, g.participants, p.participants, same_count)
        self._slot("participants+qualifier", lemma, g.participants, p.participants, CountValue.__eq__)

    def _slot(
        self, slot: str, event: str, gold: Sequence[T], predicted: Sequence[T], same: Callable[[T, T], bool]
    ) -> None:
        pairs = match_values(gold, predicted, same)
        self.slots[slot].add(Counts(len(pairs), len(predicted) - len(pairs), len(gold) - len(pairs)))
        matched_gold, matched = {g for g, _ in pairs}, {p for _, p in pairs}
        self.mistakes.extend(
            Mistake(self.document, event, slot, "missed", _label(value, slot))
            for i, value in enumerate(gold)
            if i not in matched_gold
        )
        self.mistakes.extend(
            Mistake(self.document, event, slot, "false", _label(value, slot))
            for i, value in enumerate(predicted)
            if i not in matched
        )


@dataclass(frozen=True, slots=True)
class _Values:
    """The values of an event, a sequence a slot."""

    events: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    organizations: tuple[OrganizationValue, ...] = ()
    dates: tuple[tuple[str | None, str | None], ...] = ()
    places: tuple[str, ...] = ()
    participants: tuple[CountValue, ...] = ()


def _values(event: EvaluationEvent | None) -> _Values:
    if event is None:
        return _Values()
    return _Values(
        events=(event.lemma,),
        types=(event.type,),
        statuses=(event.status,),
        names=(event.name,) if event.name else (),
        organizations=event.organizations,
        dates=(event.time,) if event.time else (),
        places=event.places,
        participants=event.participants,
    )


def _same_organization_and_role(one: OrganizationValue, other: OrganizationValue) -> bool:
    return one.role == other.role and same_organization(one, other)


def _label(value: object, slot: str) -> str:
    """Return a value for a reader."""
    match value:
        case OrganizationValue():
            return f"{value.label} ({value.role})" if slot == "organization+role" else value.label
        case CountValue():
            return value.label
        case (start, end):
            return f"{start or '..'}/{end or '..'}"
        case _:
            return str(value)


def _sum(counts: Iterable[Counts]) -> Counts:
    result = Counts()
    for each in counts:
        result.add(each)
    return result


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _slots_as_json(slots: Mapping[str, Counts]) -> dict[str, dict[str, float | int | None]]:
    return {
        slot: {
            "precision": counts.precision,
            "recall": counts.recall,
            "f1": counts.f1,
            "hits": counts.hits,
            "false": counts.false,
            "missed": counts.missed,
        }
        for slot, counts in slots.items()
    }
