"""Readings -> date mentions: what the document and its day of publication add to the words.

In this order, and never more than this:
1. "on the 12th" takes the month of the date before it (:mod:`~.months`), "on Friday" the week that was named
   before ("next week: ... on Friday"), "the next day" the day after the date before it;
2. a date without a year takes it from the document (:mod:`~kronika.normalize.dates.context`);
3. what is then still without a year takes the one nearest to the day of publication, on the side that the tense
   tells;
4. relative words are counted from the day of publication, the last of them by dateparser
   (:mod:`~kronika.normalize.dates.counted`).
Without a day of publication, 3 keeps the year unknown (``XXXX-05-12``) and 4 drops the mention.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from kronika.mentions.types import DateMention
from kronika.normalize.dates.context import Context
from kronika.normalize.dates.grammar import Grammar
from kronika.normalize.dates.months import with_months
from kronika.normalize.dates.points import Point, interval_edtf, share_years
from kronika.normalize.dates.readings import Reading
from kronika.normalize.dates.relative import SCHOOL_MONTHS, Tense, nearest_year, nth_weekend, resolve_shift
from kronika.records import Basis, Precision

TenseAt = Callable[[int, int], Tense | None]

_WEEK_REACH = 500  # characters
_STORY_REACH = 800  # characters back to the date that "the next day" follows
_STORY_DAYS = 40  # from the day of publication: a date further off is background
_FULL_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_BASIS_SCORE = {"explicit": 1.0, "relative": 0.85, "year_inferred": 0.9}
_SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}


def resolve(
    readings: Sequence[Reading], text: str, reference: date | None, tense_at: TenseAt, table: Grammar
) -> list[DateMention]:
    """Return the mentions that can be given a value, in text order."""
    readings = _with_weeks(with_months(readings, text, reference, tense_at), tense_at)
    context = Context(readings, text, reference, table)
    mentions: list[DateMention] = []
    for found in readings:
        before = mentions[-1] if mentions else None
        reading = _beside_year(_beside(found, before, reference), before, reference)
        tense = None if reading.rule.name.endswith(".aim") else tense_at(reading.start, reading.end)
        resolver = _Resolver(reading, reference, tense, context)
        mention = resolver.mention(text)
        if mention is not None:
            mentions.append(mention)
    return mentions


def _beside(reading: Reading, before: DateMention | None, reference: date | None) -> Reading:
    """Give "the next day" a day: that after the date before it, else, for a day back, that before publication."""
    if reading.story is None:
        return reading
    days, known = reading.story, None
    if before is not None and before.last is not None and reading.start - before.end <= _STORY_REACH:
        known = date.fromisoformat(before.last) if _FULL_DAY.fullmatch(before.last) else None
    if known is not None and reference is not None and abs((known - reference).days) > _STORY_DAYS:
        known = None
    if known is None and days < 0:
        known = reference
    if known is None or not date.min.toordinal() < known.toordinal() + days <= date.max.toordinal():
        return reading
    day = known + timedelta(days=days)
    point = Point(day.year, day.month, day.day)
    return replace(reading, first=point, last=point)


def _beside_year(reading: Reading, before: DateMention | None, reference: date | None) -> Reading:
    """Give "a year earlier" its year: from the date before it, else, for one back, from the day of publication."""
    years, known = reading.story_years, None
    if years is None:
        return reading
    if before is not None and before.last is not None and reading.start - before.end <= _STORY_REACH:
        known = int(before.last[:4]) if before.last[:4].isdecimal() else None
    elif years < 0 and reference is not None:
        known = reference.year
    if known is None or not date.min.year <= known + years <= date.max.year:
        return reading
    point = Point(known + years)
    return replace(reading, first=point, last=point)


def _with_weeks(readings: Sequence[Reading], tense_at: TenseAt) -> list[Reading]:
    """Give "on Friday" the week that was named shortly before, unless its verb looks the other way."""
    result: list[Reading] = []
    week: Reading | None = None
    for reading in readings:
        completed, shift = reading, reading.shift
        if shift is not None and shift.weekday is None:
            week = reading if shift.unit == "week" and shift.which in {-1, 1} else None
        elif shift is not None and shift.which is None and week is not None and week.shift is not None:
            away: Tense = "future" if week.shift.which == -1 else "past"
            if reading.start - week.end <= _WEEK_REACH and tense_at(reading.start, reading.end) != away:
                completed = replace(reading, shift=replace(shift, which=week.shift.which, unit="week"))
        result.append(completed)
    return result


class _Resolver:
    """One reading with all that is known about its time."""

    def __init__(self, reading: Reading, reference: date | None, tense: Tense | None, context: Context) -> None:
        self.reading = reading
        self.reference = reference
        self.tense = tense
        self.context = context

    def mention(self, text: str) -> DateMention | None:
        """The mention, or None where nothing tells which day is meant."""
        ends, basis = self._ends()
        if ends is None:
            return None
        first, last = ends
        reading = self.reading
        edtf, precision = interval_edtf(first, last), self._precision(first, last)
        if reading.season is not None and first is not None:
            if first.year is None:
                return None
            edtf, precision = f"{first.year:04d}-{reading.season}", "season"
            first, last = self._season(reading.season, first.year)
            if first is None or last is None:
                edtf = interval_edtf(first, last)
        elif reading.kind == "school" and first is not None and last is not None:
            first, last = Point(first.year, SCHOOL_MONTHS[0]), Point(last.year, SCHOOL_MONTHS[1])
            edtf, precision = interval_edtf(first, last), "month"
        elif reading.kind == "century" or (reading.shift is not None and reading.shift.unit == "century"):
            precision = "century"
        elif reading.kind == "decade":
            precision = "decade"
            if first is not None and last is not None and first.year is not None and last.year == first.year + 9:
                edtf = f"{first.year // 10}X"
        return DateMention(
            start=reading.start,
            end=reading.end,
            text=text[reading.start : reading.end],
            rule=reading.rule.name,
            score=reading.rule.score * _BASIS_SCORE[basis],
            edtf=edtf,
            first=first.edtf if first else None,
            last=last.edtf if last else None,
            precision=precision,
            basis=basis,
        )

    def _season(self, season: int, year: int) -> tuple[Point | None, Point | None]:
        """The months of a season, short of the end that is open; a whole winter has its year only."""
        months = _SEASON_MONTHS[season]
        first, last = Point(year, months[0]), Point(year + (months[1] < months[0]), months[1])
        if self.reading.rule.open is not None:
            return (None, last) if self.reading.rule.open == "start" else (first, None)
        return (first, last) if first.year == last.year else (Point(year), Point(year))

    def _ends(self) -> tuple[tuple[Point | None, Point | None] | None, Basis]:
        reading = self.reading
        if reading.shift is not None:
            if self.reference is None:
                return None, "relative"
            shifted = resolve_shift(reading.shift, self.reference, self.tense)
            if shifted is None or reading.rule.open is None:
                return shifted, "relative"
            return ((None, shifted[1]) if reading.rule.open == "start" else (shifted[0], None)), "relative"
        if reading.story is not None or reading.story_years is not None:
            return (None if reading.first is None else (reading.first, reading.last)), "relative"
        ends: tuple[Point | None, Point | None] = reading.first, reading.last
        basis: Basis = "year_inferred" if reading.needs_month else "explicit"
        if reading.lacks_year:
            year, basis = self._year()
            ends = self._in_year(year)
        if reading.weekend is not None and ends[0] is not None:
            ends = nth_weekend(ends[0], reading.weekend) or ends
        if any(p is not None and not p.is_real for p in ends):
            return None, basis
        return ends, basis

    def _year(self) -> tuple[int | None, Basis]:
        reading, point = self.reading, self.reading.point
        if point is None:
            return None, "explicit"
        if reading.year_shift is not None:
            if self.reference is None:
                return None, "explicit"
            return self.reference.year + reading.year_shift, "relative"
        year = self.context.year_for(reading)
        if year is None and self.reference is not None:
            year = nearest_year(point, self.reference, self.tense, reading.weekday)
        return year, "explicit" if year is None else "year_inferred"

    def _in_year(self, year: int | None) -> tuple[Point | None, Point | None]:
        first, last = self.reading.first, self.reading.last
        if year is None:
            return first, last
        if first is None:
            return None, last.in_year(year) if last else None
        if last is None or last == first:
            return first.in_year(year), last and first.in_year(year)
        return share_years(first.in_year(year), last)

    @staticmethod
    def _precision(first: Point | None, last: Point | None) -> Precision:
        known: set[Precision] = {p.precision for p in (first, last) if p is not None}
        finest: Precision = "day" if "day" in known else "month" if "month" in known else "year"
        return finest
