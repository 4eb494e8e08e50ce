"""Relative expressions against a day of reference: "вчера", "múlt szombaton", "в следующем месяце"."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

from kronika.normalize.dates.points import Point
from kronika.normalize.dates.readings import Shift
from kronika.records import Precision

Tense = Literal["past", "future"]

_WITHIN_WEEKS = 100  # days
_MOST_OF_A_YEAR = 255  # days
SCHOOL_MONTHS = (9, 6)  # September to June
_SCHOOL_TURN = 7  # from July on, "this school year" is the one to come
_NEW_SCHOOL_TURN = 4  # and from April on the "new" one is


def resolve_shift(shift: Shift, reference: date, tense: Tense | None) -> tuple[Point, Point] | None:
    """The first and last point that a shift from ``reference`` means; None beyond the calendar."""
    if shift.phrase is not None:
        point = shift.phrase.point(reference)
        return None if point is None else (point, point)
    try:
        if shift.window is not None:
            return _window(shift, shift.window, reference)
        if shift.weekday is not None:
            first = _weekday(shift, reference, tense)
            days = 0 if shift.until is None else (shift.until - first.weekday()) % 7
            return _day(first), _day(first + timedelta(days=days))
        return _unit(shift, reference, tense)
    except (OverflowError, ValueError):  # before year 1 or after 9999
        return None


def _window(shift: Shift, precision: Precision, reference: date) -> tuple[Point, Point]:
    """From so many units before the day of publication up to it, or from it on, at the precision of the unit."""
    if shift.unit in {"month", "year"}:
        months = reference.year * 12 + reference.month - 1 + shift.amount * (12 if shift.unit == "year" else 1)
        other = date(months // 12, months % 12 + 1, 1)
    else:
        other = reference + timedelta(days=shift.amount * (7 if shift.unit == "week" else 1))
    points = [_day(other), _day(reference)] if shift.amount < 0 else [_day(reference), _day(other)]
    if precision in {"month", "year"}:
        points = [Point(p.year, p.month if precision == "month" else None) for p in points]
    return points[0], points[1]


def _years(first: int, last: int, months: tuple[int, int] | None = None) -> tuple[Point, Point]:
    if not date.min.year <= first <= last <= date.max.year:
        raise OverflowError(last)
    return Point(first, months and months[0]), Point(last, months and months[1])


def _unit(shift: Shift, reference: date, tense: Tense | None) -> tuple[Point, Point]:
    monday = reference - timedelta(days=reference.weekday())
    match shift.unit:
        case "week":
            monday += timedelta(weeks=shift.amount)
            return _day(monday), _day(monday + timedelta(days=6))
        case "weekend":
            saturday = monday + timedelta(weeks=shift.amount, days=5)
            if not shift.amount and tense == "past" and saturday > reference:
                saturday -= timedelta(weeks=1)  # written on Monday of the weekend that is over
            return _day(saturday), _day(saturday + timedelta(days=1))
        case "month":
            months = reference.year * 12 + reference.month - 1 + shift.amount
            point = Point(months // 12, months % 12 + 1, shift.day)
            if not point.is_real:
                raise ValueError(point)
        case "year":
            point = Point(reference.year + shift.amount)
        case "century":
            century = (reference.year - 1) // 100 + shift.amount
            return _years(100 * century + 1, 100 * century + 100)
        case "school" | "newschool":
            turn = _SCHOOL_TURN if shift.unit == "school" else _NEW_SCHOOL_TURN
            first = reference.year - (reference.month < turn) + shift.amount
            return _years(first, first + 1, SCHOOL_MONTHS)
        case _:
            point = _day(reference + timedelta(days=shift.amount))
    return point, point


def _weekday(shift: Shift, reference: date, tense: Tense | None) -> date:
    weekday = shift.weekday or 0
    ahead = (weekday - reference.weekday()) % 7
    if shift.which is not None and (shift.unit == "week" or (shift.which == 0 and tense is None)):
        monday = reference - timedelta(days=reference.weekday())
        return monday + timedelta(weeks=shift.which, days=weekday)
    if shift.which == -1:
        return reference - timedelta(days=(7 - ahead) % 7 or 7)
    if shift.which == 1:
        return reference + timedelta(days=ahead or 7)
    if tense == "past":
        return reference - timedelta(days=(7 - ahead) % 7)
    if tense == "future":
        return reference + timedelta(days=ahead)
    return reference + timedelta(days=ahead if ahead <= 3 else ahead - 7)


def _day(day: date) -> Point:
    return Point(day.year, day.month, day.day)


def nearest_year(point: Point, reference: date, tense: Tense | None, weekday: int | None = None) -> int | None:
    """The year that puts a year-less point nearest to ``reference``, on the side that the tense tells.

    A weekday that the text names beside the date leaves only the years in which it fits. Where the tense asks for
    a day most of a year away and another year's is within weeks, the tense was that of another verb.
    """
    years = [y for y in range(reference.year - 1, reference.year + 2) if point.in_year(y).is_real]
    if weekday is not None and point.day is not None and point.month is not None:
        fitting = [y for y in years if date(y, point.month, point.day).weekday() == weekday]
        years = fitting or years  # a wrong weekday is a slip of the author, not another year
    distance = {y: _distance(point.in_year(y), reference) for y in years}
    nearest = min(years, key=distance.__getitem__, default=None)
    sided = [y for y in years if _fits(point.in_year(y), reference, tense)]
    if nearest is None or not sided:
        return nearest
    best = min(sided, key=distance.__getitem__)
    is_far_fetched = distance[nearest] <= _WITHIN_WEEKS and distance[best] >= _MOST_OF_A_YEAR
    return nearest if is_far_fetched else best


def month_of_day(day: int, reference: date, tense: Tense | None) -> Point | None:
    """The day of that number nearest to ``reference``, on the side that the tense tells."""
    number = reference.year * 12 + reference.month - 1
    points = [Point(month // 12, month % 12 + 1, day) for month in range(number - 1, number + 2)]
    fitting = [p for p in points if p.is_real and _fits(p, reference, tense)]
    return min(fitting, key=lambda p: _distance(p, reference), default=None)


def _bounds(point: Point) -> tuple[date, date]:
    year, month = point.year or 1, point.month or 1
    if point.day is not None:
        return date(year, month, point.day), date(year, month, point.day)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _fits(point: Point, reference: date, tense: Tense | None) -> bool:
    first, last = _bounds(point)
    if tense == "past":
        return first <= reference
    if tense == "future":
        return last >= reference
    return True


def _distance(point: Point, reference: date) -> int:
    first, last = _bounds(point)
    return max((first - reference).days, (reference - last).days, 0)


def nth_weekend(point: Point, nth: int) -> tuple[Point, Point] | None:
    """Saturday and Sunday of the nth weekend of a month whose year is known; -1 is the last."""
    if point.year is None or point.month is None:
        return None
    days = monthrange(point.year, point.month)[1]
    saturdays = [d for d in range(1, days) if date(point.year, point.month, d).weekday() == 5]
    if not -len(saturdays) <= nth <= len(saturdays):
        return None
    saturday = saturdays[nth if nth < 0 else nth - 1]
    return Point(point.year, point.month, saturday), Point(point.year, point.month, saturday + 1)
