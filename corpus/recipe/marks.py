"""Marked texts: a page and its records in one file, without a single offset counted by hand.

    published: 2021-03-15
    {d1:С 10 по 12 марта} в {p1:Кунгуре} прошла {t1:школа-семинар} «{n1:Хранители места}». Провела её
    {o1:АНО «{o1!:Околица}»}. Приехали {c1:23 человека}, а год назад приезжал автобус — {-:сорок туристов}.
    ---
    @ main training held t1 школа-семинар
    name n1 Хранители места
    org o1 organizer Околица | АНО «Околица»
    time d1 2021-03-10 2021-03-12
    place p1 city Кунгур
    count c1 23 - exact person

A mark is ``{label:words}``; marks nest, ``{o3,p2:…}`` has two labels, a label that stands on several marks gives
several spans, and ``!`` says which of them the value is read from (else the first of the text). The label ``-``
marks a number of people that is nobody's participants, so that none is forgotten. Below ``---`` stands a line
``@`` for each event (main or side, type, status, labels of the trigger, its lemma) and below it a line for each
of its values; ``-`` is an open end.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NOBODY = "-"
"""Label of a number of people that are no participants."""

_MARK = re.compile(r"\{((?:-|[a-z]\d*!?)(?:,[a-z]\d*!?)*):")
_PUBLISHED = re.compile(r"published: (\S+)\n")
_PAIRS = ("«»", "()", "[]")
_LOW_AND_HIGH = "„“”"  # "„" opens, "”" closes, "“" does either by language
_MAIN = {"main": True, "side": False}

Span = tuple[int, int]


class MarkError(ValueError):
    """A mark or a line of records that cannot be read; the message says which."""


def read_passages(path: Path) -> Iterator[tuple[str, str]]:
    """Yield id and marked text of each passage of a file: ``=== ru-s0001`` stands above each."""
    for passage in re.split(r"^=== ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        name, _, source = passage.partition("\n")
        yield name.strip(), source


def compile_text(doc: str, source: str) -> tuple[str, dict[str, Any], list[Span]]:
    """Return the page of a marked text, its line of gold, and the spans of nobody's numbers.

    Args:
        doc: id of the text, ``ru-031``; what stands before the hyphen is its language.
        source: the marked text.

    Raises:
        MarkError: a mark without end, a label without value, a value without label, a span of no whole words.
    """
    head, rule, lines = source.partition("\n---\n")
    if not rule and source.rstrip().endswith("\n---"):
        head, rule = source.rstrip().removesuffix("\n---"), "---"
    if not rule:
        raise MarkError("a line '---' must stand between the text and its records")
    published = None
    if match := _PUBLISHED.match(head):
        published, head = match[1], head[match.end() :]
    text, marks = _strip(unicodedata.normalize("NFC", head.strip("\n") + "\n"))
    nobody = [span for span, _ in marks.pop(NOBODY, [])]
    spans = {
        label: [s for s, _ in sorted(found, key=lambda m: (not m[1], m[0]))] for label, found in marks.items()
    }
    events = _Records(spans).read(lines)
    gold = {
        "doc": doc,
        "language": doc.split("-", maxsplit=1)[0],
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "published": published,
        "events": events,
    }
    return text, gold, nobody


def _strip(source: str) -> tuple[str, dict[str, list[tuple[Span, bool]]]]:
    """Return the text without its marks, and the spans of every label with whether ``!`` stood there."""
    out: list[str] = []
    open_marks: list[tuple[list[str], int]] = []
    found: dict[str, list[tuple[Span, bool]]] = {}
    at = length = 0
    while at < len(source):
        if match := _MARK.match(source, at):
            open_marks.append((match[1].split(","), length))
            at = match.end()
        elif source[at] == "}":
            if not open_marks:
                raise MarkError(f"'}}' without its '{{': {source[max(0, at - 30) : at + 1]!r}")
            labels, start = open_marks.pop()
            surface = "".join(out)[start:]
            if not surface or surface != surface.strip():
                raise MarkError(f"a mark must hold words without white space at its ends: {surface!r}")
            quotes = sum(map(surface.count, _LOW_AND_HIGH))
            if quotes % 2 or any(surface.count(left) != surface.count(right) for left, right in _PAIRS):
                raise MarkError(f"brackets and quotes stand inside a mark in pairs or not at all: {surface!r}")
            for label in labels:
                found.setdefault(label.rstrip("!"), []).append(((start, length), label.endswith("!")))
            at += 1
        elif source[at] == "{":
            raise MarkError(f"no mark: {source[at : at + 30]!r}")
        else:
            out.append(source[at])
            length += 1
            at += 1
    if open_marks:
        raise MarkError(f"mark {open_marks[-1][0]} is not closed")
    return "".join(out), found


class _Records:
    """Lines below the rule -> events as gold.jsonl has them."""

    def __init__(self, spans: dict[str, list[Span]]) -> None:
        self._spans = spans
        self._used: set[str] = set()

    def read(self, lines: str) -> list[dict[str, Any]]:
        events: list[dict[str, Any]] = []
        for line in filter(None, map(str.strip, lines.splitlines())):
            kind, _, rest = line.partition(" ")
            try:
                if kind == "@":
                    events.append(self._event(rest))
                else:
                    self._value(events[-1], kind, rest)
            except (ValueError, KeyError, IndexError) as error:
                raise MarkError(f"cannot read {line!r}: {error}") from error
        if unused := sorted(set(self._spans) - self._used):
            raise MarkError(f"marked, but in no record: {', '.join(unused)}")
        return events

    def _event(self, rest: str) -> dict[str, Any]:
        main, kind, status, labels, lemma = rest.split(" ", 4)
        return {
            "main": _MAIN[main],
            "type": kind,
            "trigger": {"lemma": lemma, "spans": self._of(labels)},
            "name": None,
            "status": status,
            "organizations": [],
            "time": None,
            "places": [],
            "participants": [],
        }

    def _value(self, event: dict[str, Any], kind: str, rest: str) -> None:
        labels, value = rest.split(" ", 1)
        spans = self._of(labels)
        if kind == "name":
            event["name"] = {"value": value, "spans": spans}
        elif kind == "org":
            role, names = value.split(" ", 1)
            name, *aliases = (part.strip() for part in names.split("|"))
            event["organizations"].append({"name": name, "aliases": aliases, "role": role, "spans": spans})
        elif kind == "time":
            start, end = (None if day == "-" else day for day in value.split())
            event["time"] = {"start": start, "end": end, "spans": spans}
        elif kind == "place":
            place, name = value.split(" ", 1)
            event["places"].append({"name": name, "kind": place, "spans": spans})
        elif kind == "count":
            count, most, qualifier, unit = value.split()
            event["participants"].append(
                {
                    "count": int(count),
                    "max": None if most == "-" else int(most),
                    "qualifier": qualifier,
                    "unit": unit,
                    "spans": spans,
                }
            )
        else:
            raise ValueError("the line begins with none of @, name, org, time, place, count")

    def _of(self, labels: str) -> list[Span]:
        names = labels.split(",")
        self._used.update(names)
        for name in names:
            if name not in self._spans:
                raise ValueError(f"no mark {name!r} in the text")
        return [span for name in names for span in self._spans[name]]
