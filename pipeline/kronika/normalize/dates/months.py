"""The month of a day that is named alone: "on the 12th", "5. Saturday 10.00" of a programme."""

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from kronika.normalize.dates.points import Point
from kronika.normalize.dates.readings import Reading
from kronika.normalize.dates.relative import Tense, month_of_day, resolve_shift

_REACH = 800  # characters back to the date that named the month
_PROGRAMME = 6000  # the same where a weekday tells that the month fits


def with_months(
    readings: Sequence[Reading],
    text: str,
    reference: date | None,
    tense_at: Callable[[int, int], Tense | None],
) -> list[Reading]:
    """Give "on the 12th" the month of the date before it, else the one next to the day of publication, or drop it.

    On another line, and next to the day of publication, a date before counts first only where no tense speaks
    against it.
    """
    result: list[Reading] = []
    before: Reading | None = None
    for reading in readings:
        completed: Reading | None = reading
        if reading.needs_month:
            completed = _after(reading, before, text, reference)
            is_near = before is not None and "\n" not in text[before.end : reading.start]
            if reference is not None and reading.weekday is None and (completed is None or not is_near):
                is_aim = reading.rule.name.endswith(".aim")
                tense = None if is_aim else tense_at(reading.start, reading.end)
                if completed is None or tense is not None:
                    completed = _beside_publication(reading, reference, tense)
        if completed is None:
            continue
        result.append(completed)
        if reading.needs_month or _named(completed, reference) is not None:
            before = completed
    return result


def _named(reading: Reading, reference: date | None) -> Point | None:
    """The point whose month a reading names; "last month" names one too."""
    if reading.shift is not None:
        is_month = reading.shift.unit == "month" and reading.shift.phrase is None and reference is not None
        found = resolve_shift(reading.shift, reference, None) if is_month and reference is not None else None
        return None if found is None else found[0]
    point = (reading.last or reading.first) if reading.season is None else None
    return point if point is not None and point.month is not None else None


def _after(reading: Reading, before: Reading | None, text: str, reference: date | None) -> Reading | None:
    if before is None:
        return None
    point = _named(before, reference)
    reach = _PROGRAMME if reading.weekday is not None else _REACH
    if point is None or reading.start - before.end > reach:
        return None
    return _in_month(reading, point)


def _beside_publication(reading: Reading, reference: date, tense: Tense | None) -> Reading | None:
    ends = [reading.first, reading.last]
    day = (ends[0] or ends[1] or Point()).day
    point = None if day is None else month_of_day(day, reference, tense)
    return None if point is None else _in_month(reading, point)


def _in_month(reading: Reading, month: Point) -> Reading | None:
    first = None if reading.first is None else replace(reading.first, month=month.month, year=month.year)
    last = None if reading.last is None else replace(reading.last, month=month.month, year=month.year)
    known = [point for point in (first, last) if point is not None]
    if not known or not all(point.is_real for point in known):
        return None
    if reading.weekday is not None and not _fits(known[0], reading.weekday):
        return None
    return replace(reading, first=first, last=last)


def _fits(point: Point, weekday: int) -> bool:
    """Whether the weekday beside a day is the calendar's; any, where the year is unknown."""
    if point.year is None or point.month is None or point.day is None:
        return True
    return (monthrange(point.year, point.month)[0] + point.day - 1) % 7 == weekday
