"""Boilerplate: lines of a page that tell nothing about what happened.

The text keeps them, since offsets count its characters; later stages ignore the ranges given here. Three kinds:

- lines and beginnings of lines that content management systems write (``boilerplate.toml`` of every language: a
  page has buttons in other languages than its text);
- trails such as ``Home > News > Title``, and the site's menu in a row of short words;
- a title told again at the head of the text: the last copy stays, since the text follows it.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from kronika.lang import get_language, supported_languages

_TRAIL_SEPARATOR = re.compile(r"\s*(?:[>»›→|•·]|::|\\|\s/\s)\s*")
_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\W_]+|:")
_HEAD_LINES = 12  # lines that are not blank, in which titles are told again
_TRAIL_LINES = 5  # lines that are not blank, in which a trail stands
_LONGEST_BUTTON = 160  # characters; a longer line is a sentence that happens to begin like a button
_COMPARED = 400  # characters; lines that begin alike for so long are alike
_SHORTEST_TITLE = 12  # letters and digits
_SHORTEST_COPY = 20  # letters and digits; shorter lines may be told again on purpose (times of day, names)


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    raw: str
    compared: str  # see _compare


def boilerplate(text: str) -> list[tuple[int, int]]:
    """Return the ranges of boilerplate lines: (start, end exclusive) in code points, ascending."""
    ranges: list[tuple[int, int]] = []
    head: list[_Line] = []
    for match in _LINE.finditer(text):
        if len(match[0]) <= _LONGEST_BUTTON and _is_button(match[0]):
            ranges.append(match.span())
        elif len(head) < _HEAD_LINES and (compared := _compare(match[0][:_COMPARED])):
            head.append(_Line(*match.span(), match[0], compared))
    trails = [line for line in head[:_TRAIL_LINES] if _is_trail(line, head)]
    copies = _copies([line for line in head if line not in trails])
    return sorted(ranges + [(line.start, line.end) for line in (*trails, *copies)])


@lru_cache(maxsize=4096)
def _is_button(line: str) -> bool:
    exact, starts, marks = _tables()
    compared = _compare(line)
    if not compared:
        return False
    if compared.removesuffix(" :") in exact:
        return True
    words = f"{compared} "
    return words.startswith(starts.get(compared.split(" ", 1)[0], ())) or marks.search(line.casefold()) is not None


def _is_trail(line: _Line, head: list[_Line]) -> bool:
    """A line of short parts between separators: the last one is the title, or there are at least three."""
    if len(line.raw) > 2 * _LONGEST_BUTTON:
        return False
    if "«" in line.raw:
        return False  # » closes a quotation here, and menus quote nothing
    parts = [part for part in _TRAIL_SEPARATOR.split(line.raw) if part.strip()]
    if len(parts) < 2:
        return False
    last = _compare(parts[-1].rstrip(" .…"))
    told_again = len(last) >= _SHORTEST_TITLE and any(
        other.compared.startswith(last) for other in head if other.start > line.start
    )
    menu = len(parts) >= 3 and all(len(part.split()) <= 4 and not _has_digit(part) for part in parts)
    return told_again or menu


def _has_digit(part: str) -> bool:
    """Dates and times stand between separators too, in programmes."""
    return any(char.isdigit() for char in part)


def _copies(head: list[_Line]) -> list[_Line]:
    """All but the last of lines that say the same; a copy may be cut short with dots or carry the site's name."""
    return [
        line
        for index, line in enumerate(head)
        if len(line.compared) >= _SHORTEST_COPY
        and any(_says_the_same(line.compared, later.compared) for later in head[index + 1 :])
    ]


def _says_the_same(line: str, later: str) -> bool:
    """Equal, or one a beginning of the other that ends not far before it: cut short, or with the site's name."""
    shorter, longer = sorted((line, later), key=len)
    return longer.startswith(shorter) and len(longer) - len(shorter) <= min(30, len(shorter) // 2)


def _compare(text: str) -> str:
    """Case-folded letters and digits, colons as words of their own, single spaces."""
    return " ".join(_WORD.findall(text.casefold()))


@cache
def _tables() -> tuple[frozenset[str], dict[str, tuple[str, ...]], re.Pattern[str]]:
    """Whole lines, beginnings of lines by their first word, and marks anywhere in a line, of all languages."""
    tables = [get_language(code).table("boilerplate") for code in supported_languages()]
    exact = frozenset(_compare(line) for table in tables for line in table["lines"])
    starts: dict[str, tuple[str, ...]] = {}
    for start in sorted({f"{_compare(line)} " for table in tables for line in table["starts"]}):
        word = start.split(" ", 1)[0]
        starts[word] = (*starts.get(word, ()), start)
    marks = sorted({re.escape(mark.casefold()) for table in tables for mark in table["marks"]})
    return exact, starts, re.compile("|".join(marks))
