"""The day of publication, where it stands alone among the first lines of a page, or among its last."""

import re
from datetime import date

from kronika.normalize.dates.grammar import Grammar, grammar
from kronika.normalize.dates.readings import Reading, read

_FIRST_LINES = 8
_LAST_LINES = 3  # under a signature
_LINE = re.compile(r"[^\S\n]*\S[^\n]*")
_LINE_LENGTH = 70
_TIME_OF_DAY = re.compile(r"(?<!\d)\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?!\d)")
_COUNT = re.compile(r"(?<!\d)\d{1,7}(?!\d)")  # views, comments
_AGENCY_REACH = 120  # characters of a first sentence that may begin with place and day
_AGENCY_MARK = re.compile(r",?\s*(?:\([^()\n]{2,30}\)\s*)?[-–—.:]\s")
_WORD = re.compile(r"[^\W\d_][\w.-]*")
_MAX_PLACE_WORDS = 3
_DIVIDERS = frozenset(",.|/:;()-–—•·")  # between a place or an author and the day


def dateline(text: str, code: str) -> tuple[date, int, int] | None:
    """Return the day of publication and its span (code points), or None.

    A line counts when it holds one full date and beside it nothing but a time of day, a capitalised place or
    author, or a label such as "published"; and so does the place and day that open an agency's report. Another
    sentence with a date in it does not.
    """
    table = grammar(code)
    lines = [match.span() for match in _LINE.finditer(text)]
    candidates = [*lines[:_FIRST_LINES], *reversed(lines[_FIRST_LINES:][-_LAST_LINES:])]
    for start, end in candidates:
        found = _publication_date(table, text[start:end])
        if found is not None:
            return found[0], start + found[1], start + found[2]
    return None


def _publication_date(table: Grammar, line: str) -> tuple[date, int, int] | None:
    readings = [r for r in read(table, line[:_AGENCY_REACH]) if r.shift is None]
    if not readings or not _is_full_day(readings[0]):
        return None
    reading = readings[0]
    is_alone = len(readings) == 1 and len(line.strip()) <= _LINE_LENGTH and _stands_alone(table, line, reading)
    point = reading.first
    if point is None or point.year is None or point.month is None or point.day is None:
        return None
    if not is_alone and not _opens_report(line, reading):
        return None
    return date(point.year, point.month, point.day), reading.start, reading.end


def _opens_report(line: str, reading: Reading) -> bool:
    """Whether place and day open an agency's report: "Budapest, 2019. március 14. - ...", "ОМСК, 9 мая 2023."."""
    before, after = line[: reading.start].rstrip(), line[reading.end :]
    places = _WORD.findall(before)
    if not before.endswith(",") or not 0 < len(places) <= _MAX_PLACE_WORDS or any(c.isdigit() for c in before):
        return False
    ends = line[reading.end - 1] == "." and after[:1] == " " and after[1:2].isupper()
    return all(word[0].isupper() for word in places) and (ends or _AGENCY_MARK.match(after) is not None)


def _is_full_day(reading: Reading) -> bool:
    point = reading.first
    return point is not None and point == reading.last and point.year is not None and point.day is not None


def _stands_alone(table: Grammar, line: str, reading: Reading) -> bool:
    labels: set[str] = set(table.dateline.get("labels", ()))
    tails: set[str] = set(table.dateline.get("tail_labels", ()))
    events: set[str] = set(table.dateline.get("event_labels", ()))
    before = _TIME_OF_DAY.sub("|", line[: reading.start]).rstrip()
    after = _TIME_OF_DAY.sub("|", line[reading.end :]).lstrip()
    others = 0
    for part, divider in ((before, before[-1:]), (after, after[:1])):
        for word in _WORD.findall(_COUNT.sub(" ", part)):
            folded = table.fold(word).rstrip(".")
            if folded in tails:
                break
            if folded in labels or folded in table.values.get("weekday", {}):
                continue
            if folded in events or not word[0].isupper() or divider not in _DIVIDERS:
                return False
            others += 1
    return others <= _MAX_PLACE_WORDS
