"""Boilerplate: lines of a page that tell nothing about what happened.

The text keeps them, since offsets count its characters; later stages ignore the ranges given here. Three kinds:

- lines and beginnings of lines that content management systems write (``boilerplate.toml`` of every language: a
  page has buttons in other languages than its text);
- trails such as ``Home > News > Title``, and the site's menu in a row of short words;
- a title told again at the head of the text: the last copy stays, since the text follows it.
"""

import re
from dataclasses import dataclass
from functools import cache

from kronika.lang import get_language, supported_languages

_TRAIL_SEPARATOR = re.compile(r"\s*(?:[>»›→|•·]|::|\\|\s/\s)\s*")
_LINE = re.compile(r"[^\n]+")
_HEAD_LINES = 12  # lines that are not blank, in which titles are told again
_TRAIL_LINES = 5  # lines that are not blank, in which a trail stands
_LONGEST_BUTTON = 160  # characters; a longer line is a sentence that happens to begin like a button
_SHORTEST_COPY = 20  # letters and digits; shorter lines may be told again on purpose (times of day, names)


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str  # as compared: see _compare


def boilerplate(text: str) -> list[tuple[int, int]]:
    """Return the ranges of boilerplate lines: (start, end exclusive) in code points, ascending."""
    lines = [
        _Line(match.start(), match.end(), compared)
        for match in _LINE.finditer(text)
        if (compared := _compare(match[0]))
    ]
    dropped = {line for line in lines if _is_button(text, line)}
    head = [line for line in lines[: _HEAD_LINES * 2] if line not in dropped][:_HEAD_LINES]
    dropped.update(line for line in head[:_TRAIL_LINES] if _is_trail(text, line, lines))
    dropped.update(_copies([line for line in head if line not in dropped]))
    return [(line.start, line.end) for line in lines if line in dropped]


def _is_button(text: str, line: _Line) -> bool:
    if line.end - line.start > _LONGEST_BUTTON:
        return False
    exact, starts, contained = _tables()
    if line.text.removesuffix(" :") in exact or f"{line.text} ".startswith(starts):
        return True
    return any(mark in text[line.start : line.end].casefold() for mark in contained)


def _is_trail(text: str, line: _Line, lines: list[_Line]) -> bool:
    """A line of short parts between separators: the last one is the title, or there are at least three."""
    if line.end - line.start > 2 * _LONGEST_BUTTON:
        return False
    parts = [part for part in _TRAIL_SEPARATOR.split(text[line.start : line.end]) if part.strip()]
    if len(parts) < 2:
        return False
    last = _compare(parts[-1].rstrip(" .…"))
    told_again = len(last) >= _SHORTEST_COPY and any(
        other.text.startswith(last) for other in lines[: _HEAD_LINES * 2] if other.start > line.start
    )
    menu = len(parts) >= 3 and all(len(part.split()) <= 4 and not _is_date_like(part) for part in parts)
    return told_again or menu


def _is_date_like(part: str) -> bool:
    return any(char.isdigit() for char in part)


def _copies(head: list[_Line]) -> set[_Line]:
    """All but the last of lines that say the same; a copy may be cut short with dots or carry the site's name."""
    copies = set()
    for index, line in enumerate(head):
        if len(line.text) < _SHORTEST_COPY:
            continue
        if any(_says_the_same(line, later) for later in head[index + 1 :]):
            copies.add(line)
    return copies


def _says_the_same(line: _Line, later: _Line) -> bool:
    """Equal, or one a beginning of the other that ends not far before it: cut short, or with the site's name."""
    shorter, longer = sorted((line.text, later.text), key=len)
    return longer.startswith(shorter) and len(longer) - len(shorter) <= min(30, len(shorter) // 2)


def _compare(text: str) -> str:
    """Case-folded letters and digits, colons as words of their own, single spaces."""
    folded = text.casefold().replace(":", " : ")
    return " ".join("".join(char if char.isalnum() or char == ":" else " " for char in folded).split())


@cache
def _tables() -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]:
    """Whole lines, beginnings of lines, and marks anywhere in a line, of all languages."""
    tables = [get_language(code).table("boilerplate") for code in supported_languages()]
    exact = frozenset(_compare(line) for table in tables for line in table["lines"])
    starts = tuple(sorted({f"{_compare(line)} " for table in tables for line in table["starts"]}))
    marks = tuple(sorted({mark.casefold() for table in tables for mark in table["marks"]}))
    return exact, starts, marks
