"""Calendar values: a point of the precision that the text supports, and its EDTF form.

EDTF (Extended Date/Time Format, https://www.loc.gov/standards/datetime/) writes an unspecified digit as ``X``,
so a day without a known year is ``XXXX-04-28``.
"""

from calendar import monthrange
from dataclasses import dataclass, replace

from kronika.records import Precision

LEAP_YEAR = 2000  # stands in for an unknown year: 29 February is possible


@dataclass(frozen=True, slots=True)
class Point:
    """A year, a month (1-12) or a day (1-31); the year may be unknown where there is a month."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def is_real(self) -> bool:
        """Whether the calendar has it."""
        if self.month is None:
            return self.year is not None and self.day is None
        if not 1 <= self.month <= 12:
            return False
        return self.day is None or 1 <= self.day <= monthrange(self.year or LEAP_YEAR, self.month)[1]

    @property
    def precision(self) -> Precision:
        """The smallest unit that is known."""
        if self.day is not None:
            return "day"
        return "month" if self.month is not None else "year"

    @property
    def edtf(self) -> str:
        """The EDTF date."""
        text = "XXXX" if self.year is None else f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text

    def in_year(self, year: int | None) -> "Point":
        """The same point of another year."""
        return replace(self, year=year)


def is_ordered(first: Point, last: Point) -> bool:
    """Whether an interval may run from ``first`` to ``last``; without years it may cross New Year."""
    if first.year is None or last.year is None:
        same_month = first.month == last.month
        return not (same_month and first.day and last.day and first.day > last.day)
    return _key(first) <= _key(last, empty=99)


def _key(point: Point, empty: int = 0) -> tuple[int, int, int]:
    return point.year or 0, point.month or empty, point.day or empty


def interval_edtf(first: Point | None, last: Point | None) -> str:
    """The EDTF of an interval; an open end is ``..``, an interval of one point is that point.

    With an unknown year the known end stands alone: EDTF readers refuse ``XXXX-09-01/..``.
    """
    known = first or last
    if known is not None and (first == last or (known.year is None and (first is None or last is None))):
        return known.edtf
    return f"{first.edtf if first else '..'}/{last.edtf if last else '..'}"


def share_years(first: Point, last: Point) -> tuple[Point, Point]:
    """Let the end without a year take it from the other; December to January crosses New Year."""
    if first.month is None or last.month is None:
        return first, last
    crosses = int((first.month, first.day or 0) > (last.month, last.day or 99))
    if first.year is None and last.year is not None:
        first = first.in_year(last.year - crosses)
    elif last.year is None and first.year is not None:
        last = last.in_year(first.year + crosses)
    return first, last
