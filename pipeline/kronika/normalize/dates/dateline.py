"""The day of publication, where it stands alone among the first lines of a page, or among its last."""

import re
from dataclasses import replace
from datetime import date

from kronika.normalize.dates.grammar import Grammar, grammar
from kronika.normalize.dates.readings import Reading, read

_FIRST_LINES = 8
_LAST_LINES = 3  # under a signature
_LINE = re.compile(r"[^\S\n]*\S[^\n]*")
_LINE_LENGTH = 70
_AFTER_COMMA = 30
_MASTHEAD_LENGTH = 120  # characters of a line that is divided into fields
_TIME_OF_DAY = re.compile(r"(?<!\d)\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?!\d)")
_TIME_RANGE = re.compile(r"\d[:.]\d\d\s{0,2}[-–—]\s{0,2}\d{1,2}[:.]\d\d(?!\d|\.)")  # only events end
_COUNT = re.compile(r"(?<!\d)\d{1,7}(?!\d)")  # views, comments, numbers of an issue
_NAME = re.compile(r"«[^«»]{1,60}»|„[^„”“]{1,60}[”“]|\"[^\"]{1,60}\"|\([^()]{1,60}\)")
_FIELD = re.compile(r"[|•·›»]|\s//?\s|\s{2}|\t")
_AGENCY_REACH = 160  # characters of a line in which its day of publication stands
_AGENCY_MARK = re.compile(r",?\s*(?:\([^()\n]{2,30}\)\s*)?[-–—.:]\s")
_WORD = re.compile(r"[^\W\d_][\w.-]*")
_MAX_PLACE_WORDS = 5
_DIVIDERS = frozenset(",.|/:;()-–—•·@")  # between a place or an author and the day
_EVENT_SYMBOLS = frozenset("📅📆🗓⏰🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛📍")


def dateline(text: str, code: str) -> tuple[date, int, int] | None:
    """Return the day of publication and its span (code points), or None.

    A line counts when it holds one full date and beside it nothing but a time of day, a capitalised place or
    author, or a label such as "published"; and so does the place and day that open an agency's report. Another
    sentence with a date in it does not.
    """
    table = grammar(code)
    lines = [match.span() for match in _LINE.finditer(text)]
    candidates = [*range(min(_FIRST_LINES, len(lines)))]
    candidates += reversed(range(max(_FIRST_LINES, len(lines) - _LAST_LINES), len(lines)))
    for number in candidates:
        start, end = lines[number]
        following = text[slice(*lines[number + 1])] if number + 1 < len(lines) else ""
        found = None if _is_event_field(table, text[start:end], following) else _published(table, text[start:end])
        if found is not None:
            return found[0], start + found[1], start + found[2]
    return None


def _is_event_field(table: Grammar, line: str, following: str) -> bool:
    """Whether a line is one of the fields of an announcement: when, where, from what time to what time."""
    if not _EVENT_SYMBOLS.isdisjoint(line[:_AGENCY_REACH]) or _TIME_RANGE.search(line[:_AGENCY_REACH]):
        return True
    label, colon, _ = following[:40].partition(":")
    words = {table.fold(word).rstrip(".") for word in _WORD.findall(label)}
    return bool(colon) and not words.isdisjoint(table.dateline.get("event_labels", ()))


def _published(table: Grammar, line: str) -> tuple[date, int, int] | None:
    readings = [r for r in read(table, line[:_AGENCY_REACH]) if r.shift is None]
    for number, reading in enumerate(readings):
        point = reading.first
        if not _is_full_day(reading) or point is None or point.year is None or not point.month or not point.day:
            continue
        is_only = len(readings) == 1 and len(line.strip()) <= _LINE_LENGTH
        if (
            (is_only and _stands_alone(table, line, reading))
            or (number == 0 and _opens_report(line, reading))
            or _is_labelled(table, line, reading)
            or (len(readings) <= 2 and len(line.strip()) <= _MASTHEAD_LENGTH and _is_field(table, line, reading))
        ):
            return date(point.year, point.month, point.day), reading.start, reading.end
    return None


def _is_labelled(table: Grammar, line: str, reading: Reading) -> bool:
    """Whether "published" or the like stands right before the day, but for a place: "Made: Bonn, "."""
    before = table.fold(line[: reading.start])
    words = [word.rstrip(".") for word in _WORD.findall(_NAME.sub(" ", before))]
    place = re.search(r"[:.]\s*[^\W\d_][\w-]{1,30},\s*\Z", before)
    if place is not None:
        words = words[:-1]
    phrases = table.dateline.get("published", ())
    rest = line[reading.end :].strip()
    if len(rest) > (_AFTER_COMMA if rest.startswith(",") else _LINE_LENGTH):
        return False  # a sentence goes on
    return any(words[-len(phrase.split()) :] == phrase.split() for phrase in phrases)


def _is_field(table: Grammar, line: str, reading: Reading) -> bool:
    """Whether the day is a field of its own in a divided line: "News | 12.05.2021 | District council"."""
    dividers = [(match.start(), match.end()) for match in _FIELD.finditer(line)]
    start = max((end for _, end in dividers if end <= reading.start), default=0)
    end = min((begin for begin, _ in dividers if begin >= reading.end), default=len(line))
    words = {table.fold(word).rstrip(".") for word in _WORD.findall(line)}
    words -= set(table.dateline.get("labels", ()))
    if not dividers or not words.isdisjoint(table.dateline.get("event_labels", ())):
        return False
    field = replace(reading, start=reading.start - start, end=reading.end - start)
    return _stands_alone(table, line[start:end], field)


def _opens_report(line: str, reading: Reading) -> bool:
    """Whether place and day open an agency's report: "Budapest, 2019. március 14. - ...", "ОМСК, 9 мая 2023."."""
    before, after = line[: reading.start].rstrip(), line[reading.end :]
    places = _WORD.findall(before)
    if (
        "(" in before
        or not before.endswith(",")
        or not 0 < len(places) <= _MAX_PLACE_WORDS
        or any(c.isdigit() for c in before)
    ):
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
    before = _NAME.sub(" | ", _TIME_OF_DAY.sub("|", line[: reading.start])).rstrip()
    after = _NAME.sub(" | ", _TIME_OF_DAY.sub("|", line[reading.end :])).lstrip()
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
