"""Which predicted event is which gold event: the one-to-one assignment of the largest total similarity."""

import math
from collections.abc import Callable, Sequence
from typing import TypeVar

from kronika.evaluate.matching import normalise, same_name
from kronika.evaluate.reading import CountValue, EvaluationEvent, OrganizationValue

T = TypeVar("T")

Pair = tuple[int, int]

# How much each agreement says of two events being the same. The trigger's place in the text says most; the values
# decide between events that share a trigger ("the two concerts") or a lemma. Being a main event only breaks ties.
_TRIGGER, _LEMMA, _TYPE, _NAME, _TIME, _VALUES, _MAIN = 4.0, 2.0, 1.0, 2.0, 1.5, 1.0, 1e-6


def same_organization(one: OrganizationValue, other: OrganizationValue) -> bool:
    """Whether the two share a name."""
    return not one.keys.isdisjoint(other.keys)


def same_place(one: str, other: str) -> bool:
    """Whether the two names are equal."""
    return normalise(one) == normalise(other)


def same_count(one: CountValue, other: CountValue) -> bool:
    """Whether number and unit are equal; the qualifier may differ."""
    return (one.count, one.max, one.unit) == (other.count, other.max, other.unit)


def match_values(gold: Sequence[T], predicted: Sequence[T], same: Callable[[T, T], bool]) -> list[Pair]:
    """Return as many one-to-one pairs (gold index, predicted index) of equal values as there can be."""
    return assign([[float(same(g, p)) for p in predicted] for g in gold])


def align(gold: Sequence[EvaluationEvent], predicted: Sequence[EvaluationEvent]) -> list[Pair]:
    """Return the pairs (gold index, predicted index) of the best assignment."""
    return assign([[similarity(g, p) for p in predicted] for g in gold])


def similarity(gold: EvaluationEvent, predicted: EvaluationEvent) -> float:
    """Return how alike two events are; 0 without evidence that they are the same."""
    overlap = any(
        start < last and first < end
        for start, end in gold.trigger_spans
        for first, last in predicted.trigger_spans
    )
    lemma = normalise(gold.lemma) == normalise(predicted.lemma)
    same_type = gold.type == predicted.type
    values = (
        _NAME * (gold.name is not None and predicted.name is not None and same_name(gold.name, predicted.name))
        + _TIME * (gold.time is not None and gold.time == predicted.time)
        + _VALUES * _overlap(gold.organizations, predicted.organizations, same_organization)
        + _VALUES * _overlap(gold.places, predicted.places, same_place)
        + _VALUES * _overlap(gold.participants, predicted.participants, same_count)
    )
    if not (overlap or lemma or (same_type and values)):
        return 0.0
    return _TRIGGER * overlap + _LEMMA * lemma + _TYPE * same_type + values + _MAIN * gold.main


def _overlap(gold: Sequence[T], predicted: Sequence[T], same: Callable[[T, T], bool]) -> float:
    """Return the Dice coefficient of two sets of values; 0 where one is empty."""
    if not gold or not predicted:
        return 0.0
    return 2 * len(match_values(gold, predicted, same)) / (len(gold) + len(predicted))


def assign(weights: Sequence[Sequence[float]]) -> list[Pair]:
    """Return the one-to-one pairs (row, column) of the largest total weight, sorted.

    The shortest augmenting path form of the Kuhn-Munkres algorithm, O(rows² · columns): exact, and instant for the
    dozens of events a document has. Weights are not negative; a pair of weight 0 is no pair.
    """
    if not weights or not weights[0]:
        return []
    if len(weights) > len(weights[0]):
        return sorted((row, column) for column, row in assign(list(zip(*weights, strict=True))))
    rows, columns = len(weights), len(weights[0])
    row_price, column_price = [0.0] * (rows + 1), [0.0] * (columns + 1)
    row_of = [0] * (columns + 1)  # 1-based; column 0 holds the row that is being placed
    for row in range(1, rows + 1):
        row_of[0] = row
        column = 0
        slack = [math.inf] * (columns + 1)
        came_from = [0] * (columns + 1)
        done = [False] * (columns + 1)
        while row_of[column]:
            done[column] = True
            current, step, nearest = row_of[column], math.inf, 0
            for j in range(1, columns + 1):
                if done[j]:
                    continue
                cost = -weights[current - 1][j - 1] - row_price[current] - column_price[j]
                if cost < slack[j]:
                    slack[j], came_from[j] = cost, column
                if slack[j] < step:
                    step, nearest = slack[j], j
            for j in range(columns + 1):
                if done[j]:
                    row_price[row_of[j]] += step
                    column_price[j] -= step
                else:
                    slack[j] -= step
            column = nearest
        while column:
            row_of[column] = row_of[came_from[column]]
            column = came_from[column]
    return sorted(
        (row_of[j] - 1, j - 1) for j in range(1, columns + 1) if row_of[j] and weights[row_of[j] - 1][j - 1] > 0
    )
