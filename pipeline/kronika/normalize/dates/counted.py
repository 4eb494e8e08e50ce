"""Counted time ("three days ago", "in a year and a half"), read by dateparser.

The grammar finds the span; its number and unit are written as dateparser knows them in the language
(``[phrases]`` of the table) and handed over, one short phrase at a time. Which of the two reads what was measured
on the relative cases of both languages (mentions read right):

===============================  =====  ========================  ======================  ====================
cases                            of     own rules (now dropped    dateparser on the span  dateparser on the
                                        for counted time)                                 phrase spelled for it
===============================  =====  ========================  ======================  ====================
counted, Russian                 25     11                        20                      25
counted, Hungarian               23     9                         4                       23
named (yesterday), Russian       23     23                        7                       -
named (next week), Hungarian     23     23                        5                       -
===============================  =====  ========================  ======================  ====================

So all counting is dateparser's, and what is named ("yesterday", "next week", "on Friday") stays with
:mod:`~kronika.normalize.dates.relative`. Fractions of years and months are beyond dateparser: the reading counts
them in whole smaller units first. A count of weeks gives a day, as a count of days and hours does.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from kronika.normalize.dates.points import Point
from kronika.records import Precision

_NOON = time(12)  # "three hours ago" is still the day of publication
_YEARS = range(1500, 2100)  # those that the grammar reads as years


@dataclass(frozen=True, slots=True)
class CountedPhrase:
    """So many units before or after the day of publication, as dateparser knows to read it."""

    language: str
    text: str
    is_past: bool
    precision: Precision

    def point(self, reference: date) -> Point | None:
        """The point of the phrase's precision, or None where dateparser's answer is missing or not plausible."""
        day = _parse(self.language, self.text, reference)
        if day is None or day.year not in _YEARS or (day > reference if self.is_past else day < reference):
            return None
        if self.precision == "year":
            return Point(day.year)
        return Point(day.year, day.month, None if self.precision == "month" else day.day)


@lru_cache(maxsize=1024)
def _parse(language: str, phrase: str, reference: date) -> date | None:
    import dateparser  # noqa: PLC0415  (0.15 s, and a quarter more for a language: only where a text needs it)

    try:
        found = dateparser.parse(
            phrase,
            languages=[language],
            settings={"RELATIVE_BASE": datetime.combine(reference, _NOON), "PARSERS": ["relative-time"]},
        )
    except (OverflowError, ValueError):  # before year 1 or after 9999
        return None
    return None if found is None else found.date()
