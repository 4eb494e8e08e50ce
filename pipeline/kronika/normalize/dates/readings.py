"""Folded text -> readings: which rule matched where, and the calendar value its groups stand for.

A reading keeps what the words say and no more: a missing year stays missing, "вчера" stays "one day back". What
the document and its date of publication add is the business of :mod:`~kronika.normalize.dates.resolve`.
"""

import re
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, get_args

from kronika.normalize.dates.counted import CountedPhrase
from kronika.normalize.dates.grammar import Grammar, Needs, Rule, surfaces
from kronika.normalize.dates.points import LEAP_YEAR, Point, is_ordered, share_years
from kronika.records import Precision

Unit = Literal["minute", "hour", "day", "week", "weekend", "month", "year", "century", "school", "newschool"]
Kind = Literal["decade", "century", "school"]  # of an interval that has a name of its own

_UNITS: dict[str, Unit] = {unit: unit for unit in get_args(Unit)}
# what a fraction of a unit is counted in, and how many of these a unit has
_SMALLER: dict[Unit, tuple[Unit, int]] = {
    "year": ("month", 12),
    "month": ("day", 30),
    "week": ("day", 7),
    "day": ("hour", 24),
    "hour": ("minute", 60),
}
# of what is counted; "two weeks ago" means a day, and EDTF has no weeks
_PRECISION: dict[Unit, Precision] = {"month": "month", "year": "year"}
_WORD = re.compile(r"\w+|(?<!\w)'(?=\d\d(?!\d))")
# which year a season without one belongs to; a winter to that in which it begins
_MONTH_OF_SEASON = {21: 4, 22: 7, 23: 10, 24: 12}
_LEFT_WINDOW = 32  # characters before a mention that ``left`` patterns may look at
_REACH = 300  # characters; no mention is longer
_LAST = -1  # day of a month
_FEBRUARY = 2
_YOUNG_DECADES = 20  # "the noughties", "the tens"; the twenties and later ones were of the last century
_PIVOT = 36  # two-digit years below it are of this century
# groups that a shift only completes
_CALENDAR = {"day", "month", "mon", "year", "yy", "base", "season", "quarter", "half"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A relative expression: so many units from the day of publication."""

    amount: int = 0
    unit: Unit = "day"
    weekday: int | None = None  # 0 Monday ... 6 Sunday
    until: int | None = None  # last weekday: "on Saturday and Sunday"
    which: int | None = None  # -1 last, 0 this, 1 next; None: "on Saturday", any
    day: int | None = None  # of a month: "on the 5th of this month"
    window: Precision | None = None  # "the last three years": up to or from the day of publication
    phrase: CountedPhrase | None = None  # "three days ago": for dateparser


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One match; either ``shift`` or ``first``/``last`` carry the value."""

    start: int
    end: int
    rule: Rule
    first: Point | None = None
    last: Point | None = None
    season: int | None = None  # EDTF: 21 spring ... 24 winter
    weekday: int | None = None
    weekend: int | None = None  # which weekend of the month
    year_shift: int | None = None  # "of last year"
    kind: Kind | None = None
    needs_month: bool = False  # "on the 12th": the month was named before
    story: int | None = None  # "the next day": days from the date before it
    story_years: int | None = None  # "a year earlier": years from the date before it
    shift: Shift | None = None

    @property
    def point(self) -> Point | None:
        """The point the reading starts from, or its end where the start is open."""
        return self.first or self.last

    @property
    def lacks_year(self) -> bool:
        """Whether a year would complete the reading."""
        return self.shift is None and any(p is not None and p.year is None for p in (self.first, self.last))


def read(grammar: Grammar, text: str) -> list[Reading]:
    """Return the readings of a text in order: at each place the longest that the calendar allows."""
    folded = grammar.fold(text)
    words = _Words(grammar, folded)
    readings: list[Reading] = []
    end = 0
    for start, beginning in words.beginnings:
        rules = words.served(beginning, start) if start >= end else ()
        if not rules:
            continue
        left = folded[max(0, start - _LEFT_WINDOW) : start]
        if grammar.reject_left.search(left):
            rules = tuple(rule for rule in rules if rule.left is not None)
        patterns = words.patterns(rules, start)
        found = next(_candidates(grammar, patterns, folded, start, left), None)
        if found is not None:
            readings.append(found)
            end = found.end
    return readings


class _Words:
    """Where in a text rules may begin, and where the words stand that they need."""

    def __init__(self, grammar: Grammar, folded: str) -> None:
        self.beginnings: list[tuple[int, tuple[Rule, ...]]] = []
        self.positions: dict[str, list[int]] = {}  # of the words of each group
        self.possible: dict[int, tuple[Rule, ...]] = {}  # by the identity of the rules of a beginning
        for word in _WORD.finditer(folded):
            rules, groups = grammar.look_up(word.group())
            if rules:
                self.beginnings.append((word.start(), rules))
            for group in groups:
                known = self.positions.setdefault(group, [])
                if not known or known[-1] != word.start():  # it may be a word and a stem
                    known.append(word.start())

    def served(self, rules: tuple[Rule, ...], start: int) -> tuple[Rule, ...]:
        """The rules for which all words they need stand from ``start`` on, within the reach of a mention."""
        possible = self.possible.get(id(rules))
        if possible is None:  # what the text has nowhere need not be looked for at each place
            possible = tuple(r for r in rules if all(group in self.positions for group, _ in r.needs))
            self.possible[id(rules)] = possible
        is_met: dict[Needs, bool] = {}  # many rules need the same
        for rule in possible:
            if rule.needs not in is_met:
                is_met[rule.needs] = all(self._stands(group, count, start) for group, count in rule.needs)
        return tuple(rule for rule in possible if is_met[rule.needs])

    def patterns(self, rules: tuple[Rule, ...], start: int) -> list[tuple[Rule, re.Pattern[str]]]:
        """The rules with their patterns, short of numbers in words where none is near."""
        groups = {group for rule in rules for group in rule.spelled}
        absent = {group for group in groups if not self._stands(group, 1, start)}
        return [(rule, rule.digit_pattern if rule.spelled <= absent else rule.pattern) for rule in rules]

    def _stands(self, group: str, count: int, start: int) -> bool:
        known = self.positions.get(group)
        if known is None:
            return False
        last = bisect_left(known, start) + count - 1
        return last < len(known) and known[last] <= start + _REACH


def _candidates(
    grammar: Grammar, patterns: list[tuple[Rule, re.Pattern[str]]], folded: str, start: int, left: str
) -> Iterator[Reading]:
    matches = [(match, rule) for rule, pattern in patterns if (match := pattern.match(folded, start))]
    matches.sort(key=lambda pair: -pair[0].end())  # stable: among equals the rule that stands first
    for match, rule in matches:
        if rule.left is not None and not rule.left.search(left):
            continue
        if grammar.reject_right.match(folded, match.end()):
            continue
        reading = _Groups(grammar, match).reading(rule)
        if reading is not None:
            yield reading


class _Groups:
    """The named groups of one match as values."""

    def __init__(self, grammar: Grammar, match: re.Match[str]) -> None:
        self.grammar = grammar
        self.match = match
        self.surface = surfaces(match)

    def number(self, name: str) -> int | None:
        """A group's number: its digits, or the value of its word."""
        surface = self.surface.get(name)
        if surface is None:
            return None
        return int(surface) if surface.isdecimal() else int(self.grammar.value(name.rstrip("23"), surface))

    def reading(self, rule: Rule) -> Reading | None:
        """The reading, or None where the calendar has no such day."""
        reading = Reading(
            start=self.match.start(),
            end=self.match.end(),
            rule=rule,
            weekday=self.number("weekday"),
            year_shift=self.number("shift"),
        )
        if "story" in self.surface:
            return replace(reading, story=self.number("story"))
        if "storyyear" in self.surface:
            return replace(reading, story_years=self.number("storyyear"))
        if "holiday" in self.surface:
            days = [day.split("-") for day in self._value("holiday").split("/")]
            ends = [Point(self._year(""), int(month), int(day)) for month, day in days]
            return _opened(replace(reading, first=ends[0], last=ends[-1]))
        shift = self._shift()
        if shift is not None:
            return replace(reading, shift=shift)
        season = self.number("season")
        if season is not None:
            return replace(
                reading,
                season=season,
                first=Point(self._year(""), _MONTH_OF_SEASON[season]),
                year_shift=self.number("which") if reading.year_shift is None else reading.year_shift,
            )
        for months, part in ((3, self.number("quarter")), (6, self.number("half"))):
            if part is not None:
                first, last = (Point(self._year(""), month) for month in (months * (part - 1) + 1, months * part))
                return _opened(replace(reading, first=first, last=last))
        years = self._decade() or self._century()
        if years is not None:
            kind: Kind = "decade" if "decade" in self.surface else "century"
            return _opened(replace(reading, first=Point(years[0]), last=Point(years[1]), kind=kind))
        kind_of_years: Kind | None = "school" if "school" in self.surface else None
        return self._calendar_reading(replace(reading, weekend=self.number("nth"), kind=kind_of_years))

    def _decade(self) -> tuple[int, int] | None:
        """The first and last year of a decade, or of two: "1980s", "'80s", "the sixties of the 19th century"."""
        first, last = self.number("decade"), self.number("decade2")
        if first is None:
            return None
        century = self.number("century")
        if first < 100:
            first += 100 * (century - 1) if century is not None else 2000 if first < _YOUNG_DECADES else 1900
        if last is None:
            last = first
        elif last < 100:
            last += first // 100 * 100
        return (first, last + 9) if first <= last else None

    def _century(self) -> tuple[int, int] | None:
        first = self.number("century")
        if first is None:
            return None
        last = self.number("century2") or first
        return (100 * first - 99, 100 * last) if first <= last else None

    def _calendar_reading(self, reading: Reading) -> Reading | None:
        first, last = self._ends()
        if first.day is not None and first.month is None:
            return _opened(replace(reading, first=first, last=last, needs_month=True))
        if not (first.is_real and last.is_real and is_ordered(first, last)):
            return None
        return _opened(replace(reading, first=first, last=last))

    def _ends(self) -> tuple[Point, Point]:
        first, last = self._point(""), self._point("2")
        if last == Point():
            return first, first
        if last.month is None and last.day is not None:
            last = replace(last, month=first.month)
        if first.month is None and (first.day is not None or first.year is None):
            first = replace(first, month=last.month)
        return share_years(first, last)

    def _point(self, digit: str) -> Point:
        year, month, day = self._year(digit), self.number("month" + digit), self.number("day" + digit)
        if month is None:
            month = self.number("mon" + digit)
        if day == _LAST and month is not None:
            day = None if year is None and month == _FEBRUARY else monthrange(year or LEAP_YEAR, month)[1]
        return Point(year, month, day)

    def _year(self, digit: str) -> int | None:
        if "base" in self.surface and not digit:  # in words, of which each adds to the year
            return sum(self.number(group) or 0 for group in ("base", "tens", "ones"))
        year = self.number("year" + digit)
        short = self.number("yy" + digit)
        if year is not None or short is None:
            return year
        first = self.number("year") if digit else None
        if first is not None:  # 2019-20
            return first // 100 * 100 + short
        return short + (2000 if short < _PIVOT else 1900)

    def _shift(self) -> Shift | None:
        has_calendar = not self.surface.keys().isdisjoint(_CALENDAR)
        if "offset" in self.surface:
            return None if has_calendar else Shift(amount=self.number("offset") or 0)
        if "ago" in self.surface or "ahead" in self.surface:
            return self._counted_shift()
        if "window" in self.surface:
            count, counted_unit, precision = self._count(self._value("unit"))
            return Shift(amount=count * (self.number("window") or 0), unit=counted_unit, window=precision)
        unit = _UNITS[self._value("unit")] if "unit" in self.surface else None
        which = self.number("which")
        if "whichweek" in self.surface:
            return Shift(which=self.number("whichweek"), weekday=self.number("weekday"), unit="week")
        if which is not None and "weekday" in self.surface:
            # "on Friday of next week" counts weeks, "next Friday" counts Fridays
            return Shift(which=which, weekday=self.number("weekday"), unit=unit or "day")
        if unit is not None:
            return Shift(amount=which or 0, unit=unit, which=which or 0, day=self.number("day"))
        if "weekday" in self.surface and not has_calendar:
            return Shift(weekday=self.number("weekday"), until=self.number("weekday2"))
        if "shift" in self.surface and not has_calendar:
            return Shift(amount=self.number("shift") or 0, unit="year")
        return None

    def _counted_shift(self) -> Shift | None:
        """ "Two weeks ago": the unit is a word of its own or in "ago"; "half a year" holds its number."""
        count, unit, precision = self._count(self._value("unit" if "unit" in self.surface else "ago"))
        is_past = "ago" in self.surface
        template = self.grammar.phrases["before" if is_past else "after"].get(unit)
        if template is None or not count:
            return None
        phrase = CountedPhrase(self.grammar.code, template.format(count), is_past, precision)
        return Shift(amount=-count if is_past else count, unit=unit, phrase=phrase)

    def _count(self, counted: str) -> tuple[int, Unit, Precision]:
        """How many of which unit are counted, fractions in whole smaller ones, and how precise the count is."""
        word_number, _, word_unit = counted.rpartition(" ")
        surface = self.surface.get("n", word_number or "1")
        is_word = any(char.isalpha() for char in surface)
        number = float(self._value("n") if is_word else surface.replace(",", "."))
        unit = _UNITS[word_unit]
        precision = _PRECISION.get(unit, "day")
        if not number.is_integer():
            smaller, per_unit = _SMALLER[unit]
            precision = _PRECISION.get(smaller, "day") if number < 1 else precision
            unit, number = smaller, round(number * per_unit)
        return int(number), unit, precision

    def _value(self, group: str) -> str:
        return self.grammar.value(group, self.surface[group])


def _opened(reading: Reading) -> Reading:
    """The reading without the end that its rule leaves open."""
    if reading.rule.open == "start":
        return replace(reading, first=None)
    return replace(reading, last=None) if reading.rule.open == "end" else reading
