"""The day of publication, where it stands alone among the first lines of a page."""

import re
from datetime import date

from kronika.normalize.dates.grammar import Grammar, grammar
from kronika.normalize.dates.readings import Reading, read

_LINES = 5
_LINE_LENGTH = 70
_TIME_OF_DAY = re.compile(r"(?<!\d)\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?!\d)")
_COUNT = re.compile(r"(?<!\d)\d{1,7}(?!\d)")  # views, comments
_WORD = re.compile(r"[^\W\d_][\w.-]*")
_MAX_PLACE_WORDS = 3
_DIVIDERS = frozenset(",.|/:;()-–—•·")  # between a place or an author and the day


def dateline(text: str, code: str) -> tuple[date, int, int] | None:
    """Return the day of publication and its span (code points), or None.

    A line counts when it holds one full date and beside it nothing but a time of day, a place in capitals, or a
    label such as "published"; a sentence with a date in it does not.
    """
    table = grammar(code)
    offset, lines = 0, 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            lines += 1
            if len(line.strip()) <= _LINE_LENGTH:
                found = _publication_date(table, line)
                if found is not None:
                    day, start, end = found
                    return day, offset + start, offset + end
        if lines == _LINES:
            break
        offset += len(line)
    return None


def _publication_date(table: Grammar, line: str) -> tuple[date, int, int] | None:
    readings = [r for r in read(table, line) if r.shift is None]
    days = [r for r in readings if _is_full_day(r)]
    if len(days) != 1 or len(readings) != 1 or not _stands_alone(table, line, days[0]):
        return None
    point = days[0].first
    if point is None or point.year is None or point.month is None or point.day is None:
        return None
    return date(point.year, point.month, point.day), days[0].start, days[0].end


def _is_full_day(reading: Reading) -> bool:
    point = reading.first
    return point is not None and point == reading.last and point.year is not None and point.day is not None


def _stands_alone(table: Grammar, line: str, reading: Reading) -> bool:
    labels: set[str] = set(table.dateline.get("labels", ()))
    events: set[str] = set(table.dateline.get("event_labels", ()))
    before, after = line[: reading.start].rstrip(), line[reading.end :].lstrip()
    others = 0
    for part, divider in ((before, before[-1:]), (after, after[:1])):
        for word in _WORD.findall(_COUNT.sub(" ", _TIME_OF_DAY.sub(" ", part))):
            folded = table.fold(word).rstrip(".")
            if folded in labels or folded in table.values.get("weekday", {}):
                continue
            if folded in events or not word[0].isupper() or divider not in _DIVIDERS:
                return False
            others += 1
    return others <= _MAX_PLACE_WORDS
