"""Read the devset of factRuEval-2016 (Russian news; ``<data>/factrueval/devset/book_*.{txt,spans,objects}``).

The corpus marks words of names and descriptors (``.spans``) and, over them, objects (``.objects``): a person, an
organization, a place, a place that acts (LocOrg). An object may hold another: "мэрия Москвы" holds "Москвы".
Here an object becomes one mention, drawn the way NEREL draws it, so that the two Russian corpora teach the same:

- descriptors before the name are left out: "компании [Oracle]", "района [Отрадное]", "партии «[Яблоко]»";
  slovnet's evaluation reads only the words of the name, which is the same here;
- everything from the name to the end of the object belongs to it: "[Тверской площади]", "[Большой театр]",
  "[Министерства сельского хозяйства Германии]" (slovnet's evaluation ends with "хозяйства");
- an organization without a name of its own but with another one's is taken whole: "[правительство США]" (slovnet's
  evaluation has only the place);
- an object that is only a descriptor ("театра") or only an adjective ("бразильский"), one whose parts have other
  words between them ("органами Китая, Малайзии"), and a project give no signal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from annotated import CorpusError, Text
from rawtext import Fit, Mention, annotate

_LABEL_OF_TYPE: Final = {"Person": "PER", "Org": "ORG", "LocOrg": "LOC?", "Location": "LOC?", "Facility": "LOC?"}
"""Object type -> label; streets, squares and monuments are Locations here, so any place may be a FAC."""

_NESTED: Final = {"PER": "PER", "ORG": "ORG", "LOC?": "LOC"}

_DESCRIPTORS: Final = frozenset({"org_descr", "loc_descr", "job", "prj_descr"})
_OWN_NAMES: Final = {
    "PER": {"name", "surname", "patronymic", "nickname"},
    "ORG": {"org_name"},
    "LOC?": {"loc_name", "org_name"},
}
"""Label -> parts that name the object itself; without one, its descriptor stays in the mention."""

_OPENING, _CLOSING = '«„“"', '»“”"'


@dataclass(frozen=True, slots=True)
class _Part:
    """A line of .spans: kind, and code points of the raw text."""

    kind: str
    start: int
    end: int


def read(data: Path) -> list[tuple[Text, Fit]]:
    """Read the devset, file by file in the order of their names."""
    folder = data / "factrueval" / "devset"
    paths = sorted(folder.glob("*.objects"))
    if not paths:
        raise CorpusError(f"{folder} has no .objects files (get github.com/dialogue-evaluation/factRuEval-2016)")
    texts: list[tuple[Text, Fit]] = []
    for path in paths:
        raw = path.with_suffix(".txt").read_text(encoding="utf-8")
        texts.append(
            annotate(
                raw,
                mentions(path, raw),
                name=f"factrueval/train/{path.stem.removeprefix('book_')}",
                corpus="factrueval",
                layers=("names",),
                nested=_NESTED,
            )
        )
    return texts


def mentions(path: Path, raw: str) -> list[Mention]:
    """Mentions of the objects in an .objects file ("10433 Org 22763 22764 # words": id, type, ids of parts)."""
    parts: defaultdict[str, list[_Part]] = defaultdict(list)
    for identifier, kind, start, length, *_ in _rows(path.with_suffix(".spans")):
        parts[identifier].append(_Part(kind, int(start), int(start) + int(length)))
    found: list[Mention] = []
    for _, object_type, *identifiers in _rows(path):
        own = sorted((part for i in identifiers for part in parts[i]), key=lambda part: (part.start, part.end))
        found.append(_mention(_LABEL_OF_TYPE.get(object_type), own, raw))
    return found


def _rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return [line.partition("#")[0].split() for line in lines if line.strip()]


def _mention(label: str | None, parts: Sequence[_Part], raw: str) -> Mention:
    """One mention of an object's parts, which are sorted by start; the module's docstring says how."""
    kinds = {part.kind for part in parts}
    start, end = parts[0].start, max(part.end for part in parts)
    if label is None or kinds <= _DESCRIPTORS or kinds == {"geo_adj"}:
        return Mention(start, end, "names", None)
    if kinds & _OWN_NAMES[label]:
        start = next(part.start for part in parts if part.kind not in _DESCRIPTORS)
    if not _is_continuous(start, parts, raw):
        return Mention(start, end, "names", None)
    return Mention(start, _with_closing_quote(start, end, raw), "names", label)


def _is_continuous(start: int, parts: Sequence[_Part], raw: str) -> bool:
    """From start on, is there only punctuation and white space between the parts?"""
    reached = start
    for part in parts:
        if part.start > reached and any(character.isalnum() for character in raw[reached : part.start]):
            return False
        reached = max(reached, part.end)
    return True


def _with_closing_quote(start: int, end: int, raw: str) -> int:
    """The parts have no quotation marks: take the second one where the mention holds the first."""
    inside = raw[start:end]
    opened = [index for index, character in enumerate(inside) if character in _OPENING]
    is_open = bool(opened) and not any(character in _CLOSING for character in inside[opened[-1] + 1 :])
    return end + 1 if is_open and raw[end : end + 1] in tuple(_CLOSING) else end
