"""The year that a document is about: "Report for 2022", "the season 2013-2014", "this year's, the 2025 camp"."""

import re
from collections.abc import Sequence
from itertools import pairwise

from kronika.normalize.dates.points import Point
from kronika.normalize.dates.readings import Reading

_LEAD_LINES = 3
_LEAD_LENGTH = 700  # characters
_OUTLOOK = 2  # years that a report may look beyond the one in its heading
_BESIDE = 3  # characters between "this year" and its number
_SENTENCE = re.compile(r"[^\W\d_]{3}[.!?…]")


def subject_years(readings: Sequence[Reading], donors: Sequence[Reading], text: str) -> tuple[int, int] | None:
    """Return the year of the document's autumn and that of its spring: two for a season, else the same.

    ``donors`` are the readings that carry a year. The first lines decide, where they name one year only: a heading
    alone; a sentence by a full date or a season, and only when the document names no later year (or else the year
    may be background).
    """
    years = _years_of_this_year(readings, donors)
    if years is not None:
        return years
    lead = _lead_end(text)
    leading = [donor for donor in donors if donor.start < lead and _tells_subject(donor, text)]
    named = {_years(donor) for donor in leading}
    if len(named) != 1:
        return None
    first, last = named.pop()
    latest = max((_years(donor)[1] for donor in donors), default=last)
    reach = _OUTLOOK if any(_is_heading(donor, text) for donor in leading) else 0
    return (first, last) if last - first <= 1 and latest - last <= reach else None


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


def _lead_end(text: str) -> int:
    """Where the first lines end, blank ones not counted."""
    end, lines = 0, 0
    for line in text[:_LEAD_LENGTH].splitlines(keepends=True):
        end += len(line)
        lines += bool(line.strip())
        if lines == _LEAD_LINES:
            break
    return end
