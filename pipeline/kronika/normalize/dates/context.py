"""The year of a year-less date, from the other dates of its document.

A year may be taken over
1. from a date of the same or the neighbouring sentence: first of all one that names the same month, then the
   nearest; a bare year only within the sentence;
2. from anywhere in the document, where dates of the same month, or at most six weeks away, agree on it;
3. without a day of publication, from the year the document is about: the one that its headings or first lines name
   ("Report for 2022", "the season 2013-2014"), or that "this year" is said to be.
Background ("the museum was founded on 12 March 1995") lends no year beyond its own sentence: its year is older
than the latest that the document names, or far from the day of publication.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from kronika.normalize.dates.points import Point
from kronika.normalize.dates.readings import Reading

# before a digit only after a word: "2012. 05. 12." and "г. 2012" end nothing
_SENTENCE_END = re.compile(
    r"[.!?…][\"»”)]{0,2}\s{1,4}(?=[\"«„(]?[^\W\d_])|(?<=[^\W\d_]{4})[.!?…][\"»”)]{0,2}\s{1,4}(?=\d)|\n"
)
_SENTENCE = re.compile(r"[^\W\d_]{3}[.!?…]")
_NEAR_MONTHS = 2  # "20 December 2021 ... 10 January": next year
_NEAR_DAYS = 45
_YEARS_ABOUT_REFERENCE = 2
_YEARS_ABOUT_LATEST = 1
_LEAD_LINES = 3
_LEAD_LENGTH = 700  # characters
_OUTLOOK = 2  # years
_BESIDE = 3  # characters between "this year" and its number
_SEASON_START = 9  # a school year, a theatre season: September to August


class Context:
    """The dates of a document that can lend their year."""

    def __init__(self, readings: Sequence[Reading], text: str, reference: date | None) -> None:
        inside = [(r.start, r.end) for r in readings]
        self.boundaries = _outside([m.end() for m in _SENTENCE_END.finditer(text)], inside)
        self.donors = [r for r in readings if _has_year(r)]
        years = [r.point.year for r in self.donors if r.point is not None and r.point.year is not None]
        if reference is not None:
            self.story_years = range(
                reference.year - _YEARS_ABOUT_REFERENCE, reference.year + _YEARS_ABOUT_REFERENCE + 1
            )
        else:
            latest = max(years, default=0)
            self.story_years = range(latest - _YEARS_ABOUT_LATEST, latest + 1)
        self.subject = None if reference is not None else _subject(readings, self.donors, text)

    def year_for(self, reading: Reading) -> int | None:
        """The year that the document itself gives to a reading without one."""
        point = reading.point
        if point is None or point.month is None:
            return None
        distances = [(self._sentences_between(donor, reading), donor) for donor in self.donors]
        story = [(n, donor) for n, donor in distances if n <= 1 and self._is_of_story(donor)]
        year = _nearest_donors_year(reading, point, story) or self._agreed_year(point)
        if year is None:  # background, but in one sentence with the reading
            year = _nearest_donors_year(reading, point, [(n, donor) for n, donor in distances if n == 0])
        if year is None and self.subject is not None:
            first, last = self.subject
            year = first if point.month >= _SEASON_START else last
        return year

    def _agreed_year(self, point: Point) -> int | None:
        donors = [donor for donor in self.donors if _has_month(donor) and self._is_of_story(donor)]
        month = point.month or 0
        years = {_year_of_month(donor, month) for donor in donors if _names_month(donor, month)}
        years |= {
            year for donor in donors if (year := _year_within_weeks(donor.point or Point(), point)) is not None
        }
        return years.pop() if len(years) == 1 else None

    def _is_of_story(self, donor: Reading) -> bool:
        return donor.point is not None and donor.point.year in self.story_years

    def _sentences_between(self, one: Reading, other: Reading) -> int:
        low, high = min(one.end, other.end), max(one.start, other.start)
        return bisect_right(self.boundaries, high) - bisect_right(self.boundaries, low)


def _nearest_donors_year(reading: Reading, point: Point, donors: list[tuple[int, Reading]]) -> int | None:
    """The year of the nearest donor (with its distance in sentences), first of those that name the same month."""
    same_month = [donor for _, donor in donors if _names_month(donor, point.month or 0)]
    if same_month:
        return _year_of_month(min(same_month, key=lambda d: _gap(d, reading)), point.month or 0)
    usable = [donor for n, donor in donors if _has_month(donor) or (n == 0 and donor.first == donor.last)]
    if not usable:
        return None
    donor = min(usable, key=lambda d: (_gap(d, reading), d.start > reading.start))
    return _year_beside(donor.point or Point(), point)


def _subject(readings: Sequence[Reading], donors: Sequence[Reading], text: str) -> tuple[int, int] | None:
    """The year, or the two years of a season, that the document is about."""
    for one, other in pairwise(readings):
        for shifted, named in ((one, other), (other, one)):
            shift = shifted.shift
            if shift is not None and shift.unit == "year" and named in donors and _gap(one, other) <= _BESIDE:
                year = (named.point or Point()).year or 0
                return year - shift.amount, year - shift.amount
    lead = _lead_end(text)
    latest = max((_years(donor)[1] for donor in donors), default=0)
    leading = [donor for donor in donors if donor.start < lead and _leads(donor, text)]
    years = {_years(donor) for donor in leading}
    if len(years) != 1:
        return None
    first, last = years.pop()
    # a report's outlook goes beyond the year in its heading; the year in a sentence may be background
    reach = _OUTLOOK if any(_is_heading(donor, text) for donor in leading) else 0
    return (first, last) if last - first <= 1 and latest - last <= reach else None


def _years(reading: Reading) -> tuple[int, int]:
    first, last = reading.first or reading.last or Point(), reading.last or reading.first or Point()
    return first.year or 0, last.year or first.year or 0


def _leads(donor: Reading, text: str) -> bool:
    """Whether a donor of the first lines tells what they are about: in a heading, a full date, a season."""
    if _has_month(donor):
        return True
    first, last = _years(donor)
    return last - first == 1 or _is_heading(donor, text)


def _is_heading(donor: Reading, text: str) -> bool:
    line = text[text.rfind("\n", 0, donor.start) + 1 :][:_LEAD_LENGTH].split("\n", maxsplit=1)[0]
    return not _SENTENCE.search(line)


def _lead_end(text: str) -> int:
    """Where the first lines end, blank ones not counted."""
    end, lines = 0, 0
    for line in text[:_LEAD_LENGTH].splitlines(keepends=True):
        end += len(line)
        lines += bool(line.strip())
        if lines == _LEAD_LINES:
            break
    return end


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


def _names_month(donor: Reading, month: int) -> bool:
    return _has_month(donor) and any(p is not None and p.month == month for p in (donor.first, donor.last))


def _year_of_month(donor: Reading, month: int) -> int | None:
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
    day = date(donor.year, donor.month, donor.day)
    for year in (donor.year, donor.year - 1, donor.year + 1):
        other = point.in_year(year)
        if other.is_real and abs((date(year, point.month, point.day) - day).days) <= _NEAR_DAYS:
            return year
    return None


def _gap(one: Reading, other: Reading) -> int:
    return max(other.start - one.end, one.start - other.end, 0)
