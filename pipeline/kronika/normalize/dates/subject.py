"""The year that a document is about: "Report for 2022", "the season 2013-2014", "this year's, the 2025 camp".

Where the day of publication is known, only a report tells a year of its own: the one before, or the same.
"""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from kronika.normalize.dates.grammar import Grammar
from kronika.normalize.dates.points import Point
from kronika.normalize.dates.readings import Reading

_LEAD_LINES = 3
_LEAD_LENGTH = 700  # characters
_OUTLOOK = 2  # years that a report may look beyond the one in its heading
_BESIDE = 3  # characters between "this year" and its number
_FIRST_LINES = 6
_LAST_LINES = 2  # under a signature
_HEADING_LENGTH = 160  # characters
_YEAR_END = 11  # from November on, "the results of the year" are of the same year
_BACKGROUND_REACH = 80  # characters before and after a date that may tell of a foundation
# A year, or a season of two, that stands for itself: "2013 |", "- 2013", "2020/3. no.", never "2000 metres".
_BARE_YEAR = re.compile(
    r"(?<![\w./-])(?P<first>(?:19|20)\d\d)(?:\s?[/–-]\s?(?P<last>20\d\d|\d\d)(?!\d))?"
    r"(?=\s*(?:$|[|·•»›/),.;:–—\n-]))(?![.:]\d|-\d)"
)
_TITLE_LENGTH = 80  # characters
_SENTENCE_AT_END = re.compile(r"[^\W\d_]{3}[.!?…][\"»”)]{0,2}\s*$")
_SENTENCE = re.compile(r"[^\W\d_]{3}[.!?…]")


Years = tuple[int, int]


def subject_years(
    readings: Sequence[Reading], donors: Sequence[Reading], text: str, table: Grammar
) -> Years | None:
    """Return the year of the document's autumn and that of its spring: two for a season, else the same.

    ``donors`` are the readings that carry a year. The first lines decide, where they name one year only: a heading
    alone; a sentence by a full date or a season, and only when the document names no later year (or else the year
    may be background). After them a heading or a signature with a bare year, then a year that all days with a
    year share.
    """
    years = _years_of_this_year(readings, donors)
    if years is not None:
        return years
    lead = _lead_end(text)
    leading = [donor for donor in donors if donor.start < lead and _tells_subject(donor, text)]
    named = {_years(donor) for donor in leading}
    latest = max((_years(donor)[1] for donor in donors), default=0)
    if len(named) == 1:
        first, last = named.pop()
        reach = _OUTLOOK if any(_is_heading(donor, text) for donor in leading) else 0
        if last - first <= 1 and latest - last <= reach:
            return first, last
    return _year_of_headings(donors, text, latest) or _shared_year(donors, text, latest, table)


def report_years(donors: Sequence[Reading], text: str, reference: date, table: Grammar) -> Years | None:
    """The year that a report looks back on: it is told in a heading, or else in the first lines."""
    lead = text[: _lead_end(text, _FIRST_LINES)]
    stems = table.subject.get("report", ())
    headings = [line for line in _short_lines(lead) if any(stem in table.fold(line) for stem in stems)]
    if not headings:
        return None
    years = range(reference.year - 1, reference.year + 1)
    of_headings = _bare_years(_short_lines(_without_days(donors, text)[: len(lead)]))
    of_headings |= {_years(d) for d in donors if d.start < len(lead) and not _has_day(d) and _is_heading(d, text)}
    of_lead = [_years(d) for d in donors if d.start < _LEAD_LENGTH and not _has_day(d)]
    for named in (of_headings, {y for y in of_lead if y[1] == reference.year - 1}):
        fitting = {(first, last) for first, last in named if last in years and last - first <= 1}
        if len(fitting) == 1:
            return fitting.pop()
    return (reference.year, reference.year) if reference.month >= _YEAR_END else None


def _year_of_headings(donors: Sequence[Reading], text: str, latest: int) -> Years | None:
    """The one year, without a day, of the first titles, or of the last ones where no later year is named."""
    signature = _last_lines_start(text)
    in_titles = [(d.start, _years(d)) for d in donors if not _has_day(d) and _is_title(_line_of(d, text))]
    named = _bare_years(_short_lines(_without_days(donors, text)[: _lead_end(text, _FIRST_LINES)]))
    named |= {years for start, years in in_titles if start < _lead_end(text, _FIRST_LINES)}
    if not named:
        last_years = _bare_years(_short_lines(_without_days(donors, text)[signature:]))
        last_years |= {years for start, years in in_titles if start >= signature}
        named = {years for years in last_years if years[1] >= latest}
    if len(named) != 1:
        return None
    first, last = named.pop()
    return (first, last) if last - first in {0, 1} and latest - last <= _OUTLOOK else None


def _last_lines_start(text: str) -> int:
    end = len(text.rstrip())
    start = end
    for _ in range(_LAST_LINES):
        start = max(text.rfind("\n", 0, start), end - 2 * _HEADING_LENGTH, 0)
    return start


def _without_days(donors: Sequence[Reading], text: str) -> str:
    """The text with its full dates crossed out: their year is not bare."""
    pieces, end = [], 0
    for donor in donors:
        if _has_day(donor):
            pieces += [text[end : donor.start], "x" * (donor.end - donor.start)]
            end = donor.end
    return "".join([*pieces, text[end:]])


def _line_of(donor: Reading, text: str) -> str:
    start = text.rfind("\n", max(0, donor.start - _HEADING_LENGTH), donor.start) + 1
    start = start or max(0, donor.start - _HEADING_LENGTH)
    return text[start : donor.end + _HEADING_LENGTH].split("\n", maxsplit=1)[0]


def _is_title(line: str) -> bool:
    return len(line) <= _TITLE_LENGTH and _SENTENCE_AT_END.search(line) is None


def _shared_year(donors: Sequence[Reading], text: str, latest: int, table: Grammar) -> Years | None:
    """The year of all full days but those of long ago: the latest year, and none of a foundation or a birth."""
    days = [donor for donor in donors if _has_day(donor) and _years(donor)[1] >= latest - 1]
    years = {_years(donor) for donor in days}
    stems = table.subject.get("background", ())
    if len(years) != 1 or any(_is_background(donor, text, table, stems) for donor in days):
        return None
    first, last = years.pop()
    return (first, last) if first == last == latest else None


def _is_background(donor: Reading, text: str, table: Grammar, stems: Sequence[str]) -> bool:
    around = table.fold(text[max(0, donor.start - _BACKGROUND_REACH) : donor.end + _BACKGROUND_REACH])
    return donor.rule.name.endswith(".document") or any(stem in around for stem in stems)


def _has_day(donor: Reading) -> bool:
    return donor.point is not None and donor.point.day is not None


def _short_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if len(line) <= _HEADING_LENGTH]


def _bare_years(lines: Sequence[str]) -> set[Years]:
    named = set()
    for line in lines:
        for match in _BARE_YEAR.finditer(line):
            first, last = match["first"], match["last"]
            is_season = last is not None and int(last) % 100 == (int(first) + 1) % 100
            named.add((int(first), int(first) + is_season))
    return named


def _years_of_this_year(readings: Sequence[Reading], donors: Sequence[Reading]) -> tuple[int, int] | None:
    """ "This year" or "last year" with its number beside it."""
    with_year = {donor.start for donor in donors}
    for one, other in pairwise(readings):
        if other.start - one.end > _BESIDE:
            continue
        for shifted, named in ((one, other), (other, one)):
            if shifted.shift is not None and shifted.shift.unit == "year" and named.start in with_year:
                year = _years(named)[0] - shifted.shift.amount
                return year, year
    return None


def _years(reading: Reading) -> tuple[int, int]:
    first, last = reading.first or reading.last or Point(), reading.last or reading.first or Point()
    return first.year or 0, last.year or first.year or 0


def _tells_subject(donor: Reading, text: str) -> bool:
    """Whether a donor of the first lines tells what they are about: a full date, a season, a year in a heading."""
    first, last = _years(donor)
    has_month = donor.season is None and donor.point is not None and donor.point.month is not None
    return has_month or last - first == 1 or _is_heading(donor, text)


def _is_heading(donor: Reading, text: str) -> bool:
    line = text[text.rfind("\n", 0, donor.start) + 1 : donor.end + _LEAD_LENGTH].split("\n", maxsplit=1)[0]
    return not _SENTENCE.search(line)


def _lead_end(text: str, count: int = _LEAD_LINES) -> int:
    """Where the first lines end, blank ones not counted."""
    end, lines = 0, 0
    for line in text[:_LEAD_LENGTH].splitlines(keepends=True):
        end += len(line)
        lines += bool(line.strip())
        if lines == count:
            break
    return end
