"""The year of a year-less date, from the other dates of its document.

A year may be taken over
1. from a date of the same or the neighbouring sentence: first of all one that names the same month, then the
   nearest; a bare year only within the sentence;
2. from anywhere in the document, where dates of the same month, or at most six weeks away, agree on it;
3. without a day of publication, from the year that the document is about (:mod:`~.subject`); with one, the year
   of a report goes before 2.
Background ("the museum was founded on 12 March 1995") lends no year beyond its own sentence: its year is older
than the latest that the document names, or far from the day of publication.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date

from kronika.normalize.dates.grammar import Grammar
from kronika.normalize.dates.points import Point
from kronika.normalize.dates.readings import Reading
from kronika.normalize.dates.subject import Years, report_years, subject_years

# before a digit only after a word: "2012. 05. 12." and "г. 2012" end nothing
_SENTENCE_END = re.compile(
    r"[.!?…][\"»”)]{0,2}\s{1,4}(?=[\"«„(]?[^\W\d_])|(?<=[^\W\d_]{4})[.!?…][\"»”)]{0,2}\s{1,4}(?=\d)|\n"
)
_NEAR_MONTHS = 2  # "20 December 2021 ... 10 January": next year
_NEAR_DAYS = 45
_NEAR_DONORS = 20  # on each side; keeps time linear where a calendar has thousands of dates
_YEARS_ABOUT_REFERENCE = 2
_YEARS_ABOUT_LATEST = 1
_BESIDE = 25  # characters
_SEASON_START = 9  # a school year, a theatre season: September to August

Donor = tuple[int, Reading]  # distance in sentences, reading


class Context:
    """The dates of a document that can lend their year."""

    def __init__(self, readings: Sequence[Reading], text: str, reference: date | None, table: Grammar) -> None:
        ends = [match.end() for match in _SENTENCE_END.finditer(text)]
        self.sentence_ends = _outside(ends, [(r.start, r.end) for r in readings])
        self.donors = [reading for reading in readings if _has_year(reading)]
        self.starts = [donor.start for donor in self.donors]
        if reference is not None:
            middle, reach = reference.year, _YEARS_ABOUT_REFERENCE
            self.story_years = range(middle - reach, middle + reach + 1)
        else:
            latest = max((donor.point.year or 0 for donor in self.donors if donor.point), default=0)
            self.story_years = range(latest - _YEARS_ABOUT_LATEST, latest + 1)
        # distinct points only: as many as the story has days
        self.story = {
            point
            for donor in self.donors
            if _has_month(donor)
            for point in (donor.first, donor.last)
            if point is not None and point.year in self.story_years
        }
        self.report: Years | None = None
        self.subject: Years | None = None
        self.has_reference = reference is not None
        if reference is None:
            self.subject = subject_years(readings, self.donors, text, table)
        else:
            self.report = report_years(self.donors, text, reference, table)

    def year_for(self, reading: Reading) -> int | None:
        """The year that the document itself gives to a reading without one."""
        point = reading.point
        if point is None or point.month is None:
            return None
        near = self._near(reading)
        year = _nearest_donors_year(reading, point, [d for d in near if self._is_of_story(d[1])])
        year = year or _year_of(self.report, point.month) or self._agreed_year(point)
        if year is None:  # background, but in one sentence with the reading
            same = [d for d in near if d[0] == 0 and (not self.has_reference or _is_close(d[1], reading))]
            year = _nearest_donors_year(reading, point, same)
        return year or _year_of(self.subject, point.month)

    def _near(self, reading: Reading) -> list[Donor]:
        """The donors of the same and of the neighbouring sentences."""
        position = bisect_left(self.starts, reading.start)
        around = self.donors[max(0, position - _NEAR_DONORS) : position + _NEAR_DONORS]
        distances = [(self._sentences_between(donor, reading), donor) for donor in around]
        return [(distance, donor) for distance, donor in distances if distance <= 1]

    def _agreed_year(self, point: Point) -> int | None:
        years = {donor.year for donor in self.story if donor.month == point.month}
        years |= {year for donor in self.story if (year := _year_within_weeks(donor, point)) is not None}
        return years.pop() if len(years) == 1 else None

    def _is_of_story(self, donor: Reading) -> bool:
        return donor.point is not None and donor.point.year in self.story_years

    def _sentences_between(self, one: Reading, other: Reading) -> int:
        low, high = min(one.end, other.end), max(one.start, other.start)
        return bisect_right(self.sentence_ends, high) - bisect_right(self.sentence_ends, low)


def _year_of(years: Years | None, month: int) -> int | None:
    return None if years is None else years[0 if month >= _SEASON_START else 1]


def _is_close(donor: Reading, reading: Reading) -> bool:
    """Whether a donor may lend a year of long ago: not a bare one further on, "(built in 1974)"."""
    return _has_month(donor) or _gap(donor, reading) <= _BESIDE


def _nearest_donors_year(reading: Reading, point: Point, donors: Iterable[Donor]) -> int | None:
    """The year of the nearest donor, first of those that name the same month."""
    donors = list(donors)
    same_month = [donor for _, donor in donors if _year_of_month(donor, point.month) is not None]
    if same_month:
        return _year_of_month(min(same_month, key=lambda d: _gap(d, reading)), point.month)
    usable = [donor for n, donor in donors if _has_month(donor) or (n == 0 and donor.first == donor.last)]
    if not usable:
        return None
    donor = min(usable, key=lambda d: (_gap(d, reading), d.start > reading.start))
    return _year_beside(donor.point or Point(), point)


def _outside(positions: list[int], spans: list[tuple[int, int]]) -> list[int]:
    """Positions in no span: the full stop within "2012. dec. 20." ends no sentence. Both in ascending order."""
    kept, i = [], 0
    for position in positions:
        while i < len(spans) and spans[i][1] <= position:
            i += 1
        if i == len(spans) or not spans[i][0] < position:
            kept.append(position)
    return kept


def _has_year(reading: Reading) -> bool:
    point = reading.point
    closed = reading.shift is None and reading.rule.open is None and not reading.needs_month
    return closed and reading.rule.lends_year and point is not None and point.year is not None


def _has_month(reading: Reading) -> bool:
    return reading.season is None and reading.point is not None and reading.point.month is not None


def _year_of_month(donor: Reading, month: int | None) -> int | None:
    """The year of the donor's end that lies in a month."""
    if donor.season is not None:
        return None
    return next((p.year for p in (donor.first, donor.last) if p is not None and p.month == month), None)


def _year_beside(donor: Point, point: Point) -> int | None:
    """The donor's year, or the one after or before it where New Year lies between two near dates."""
    if donor.year is None or donor.month is None or point.month is None:
        return donor.year
    if point.month + 12 - donor.month <= _NEAR_MONTHS:
        return donor.year + 1
    if donor.month + 12 - point.month <= _NEAR_MONTHS:
        return donor.year - 1
    return donor.year


def _year_within_weeks(donor: Point, point: Point) -> int | None:
    """The year in which two days are at most some weeks apart."""
    if donor.year is None or donor.month is None or donor.day is None or point.month is None or point.day is None:
        return None
    day = date(donor.year, donor.month, donor.day).toordinal()
    for year in (donor.year, donor.year - 1, donor.year + 1):
        if not point.in_year(year).is_real:
            continue
        if abs(date(year, point.month, point.day).toordinal() - day) <= _NEAR_DAYS:
            return year
    return None


def _gap(one: Reading, other: Reading) -> int:
    return max(other.start - one.end, one.start - other.end, 0)
