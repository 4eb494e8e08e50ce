"""Read NYTK-NerKor, with what NerKor-Cars-OntoNotes++ adds to it.

Sources:
    NYTK-NerKor (CC BY-SA 4.0), ``<data>/nerkor/{train,devel}/<genre>/*.conllup``: form, lemma, UPOS, emMorph tag,
    UD features, and PER, LOC, ORG, MISC in IOB2. Every file has morphology, also those that the second corpus
    calls "no-morph".
    NerKor-Cars-OntoNotes++ (CC BY-SA 4.0), ``<data>/nerkor-onpp/{train,devel}/<split>__<genre>__<layer>__<file>``:
    the same texts, slightly corrected tokens, some thirty entity types in IOB2, not nested.

NerKor is the authority on the spans of names. The second corpus tells facilities from other places, and has the
dates, counts and events. Where its tokens differ, these layers give no signal. The corpora come without the white
space between tokens: natural spacing is restored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from pathlib import Path
from typing import Final

from annotated import CorpusError, Range, Span, Split, Text, merge

_FOLDER: Final = {"train": "train", "dev": "devel"}
_LAYER_OF_TYPE: Final = {
    "DATE": ("values", "DATE"),
    "CARDINAL": ("values", "NUM"),
    "EVENT": ("events", "EVENT"),
}
_NO_SPACE_BEFORE: Final = frozenset(
    {".", ",", ";", ":", "!", "?", ")", "]", "}", "”", "“", "»", "…", "...", "%", "-e"}
)
_NO_SPACE_AFTER: Final = frozenset({"(", "[", "{", "„", "«", "#", "@"})
_NO_SPACE_AROUND: Final = frozenset({"/", "°"})
_STRAIGHT_QUOTE: Final = '"'

Rows = list[list[str]]
"""A sentence as lines of columns."""


@dataclass(frozen=True, slots=True)
class _Types:
    """Entities of the second corpus on NerKor's tokens, and NerKor's tokens that it does not have."""

    spans: tuple[Span, ...]
    unknown: tuple[Range, ...]


def read(data: Path, split: Split) -> list[Text]:
    """Read a split, one text a file, by genre and file name."""
    root, types_root = data / "nerkor" / _FOLDER[split], data / "nerkor-onpp" / _FOLDER[split]
    for folder, repository in ((root, "nytud/NYTK-NerKor"), (types_root, "novakat/NYTK-NerKor-Cars-OntoNotesPP")):
        if not folder.is_dir():
            raise CorpusError(f"{folder} is missing (get github.com/{repository} and put its data folders there)")
    types_path = _index(types_root)
    return [
        _read_file(path, split, types_path.get((path.parent.name, path.name)))
        for path in sorted(root.glob("*/*.conllup"))
    ]


def _read_file(path: Path, split: Split, types_path: Path | None) -> Text:
    sentences = _read_columns(path)
    rows = [row for sentence in sentences for row in sentence]
    words = tuple(row[0] for row in rows)
    names = _spans(sentences, 5)
    layers: dict[str, tuple[Span, ...]] = {}
    unsure: dict[str, tuple[Range, ...]] = {"names": ()}
    types = None
    if types_path is not None:
        types = _project(_read_columns(types_path), [[row[0] for row in rows] for rows in sentences])
        for layer in ("values", "events"):
            layers[layer] = tuple(
                Span(span.start, span.end, label)
                for span in types.spans
                for own_layer, label in [_LAYER_OF_TYPE.get(span.label, ("", ""))]
                if own_layer == layer
            )
            unsure[layer] = types.unknown
    layers["names"] = tuple(_with_kind_of_place(span, types) for span in names)
    return Text(
        name=f"nerkor/{split}/{path.parent.name}/{path.stem}",
        corpus="nerkor",
        genre=path.parent.name,
        language="hu",
        words=words,
        gaps=tuple(_gaps(sentences)),
        sentence_starts=tuple(index == 0 for sentence in sentences for index in range(len(sentence))),
        layers=layers,
        unsure=unsure,
        upos=tuple(row[2] for row in rows),
        feats=tuple("" if row[4] == "_" else row[4] for row in rows),
        lemmas=tuple(row[1] for row in rows),
    )


def read_sentences(path: Path) -> list[str]:
    """Return the sentences of one of NerKor's files as running text."""
    found = []
    for rows in _read_columns(path):
        words = [row[0] for row in rows]
        spaces = _spaces_after(words)
        found.append("".join(w + " " * space for w, space in zip(words, [*spaces[:-1], False], strict=True)))
    return found


def _with_kind_of_place(name: Span, types: _Types | None) -> Span:
    """LOC is LOC, FAC where the second corpus has it on the very same span, "LOC?" where that says nothing."""
    if name.label != "LOC":
        return name
    if types is None or any(name.start < end and start < name.end for start, end in types.unknown):
        return Span(name.start, name.end, "LOC?")
    is_facility = Span(name.start, name.end, "FAC") in types.spans
    return Span(name.start, name.end, "FAC" if is_facility else "LOC")


def _read_columns(path: Path) -> list[Rows]:
    """Sentences of a CoNLL-U Plus file; only the first line of a file is a comment."""
    lines = path.read_text(encoding="utf-8").split("\n")
    if not lines[0].startswith("# global.columns = FORM"):
        raise CorpusError(
            f"{path}: expected '# global.columns = FORM ...' in the first line, got {lines[0][:60]!r}"
        )
    sentences: list[Rows] = [[]]
    for line in lines[1:]:
        if line.strip():
            sentences[-1].append(line.split("\t"))
        elif sentences[-1]:
            sentences.append([])
    return [rows for rows in sentences if rows]


def _index(folder: Path) -> Mapping[tuple[str, str], Path]:
    """(genre, file name in NerKor) -> file; the additional 'cars' texts are not in NerKor and stay out."""
    index: dict[tuple[str, str], Path] = {}
    for path in sorted(folder.glob("*.conllup")):
        _split, genre, *_layer, name = path.name.split("__")
        index[genre, name] = path
    return index


def _spans(sentences: Sequence[Rows], column: int) -> list[Span]:
    """Spans of a file; none crosses a sentence boundary."""
    spans: list[Span] = []
    offset = 0
    for rows in sentences:
        here = _spans_of([row[column] for row in rows])
        spans += [Span(offset + span.start, offset + span.end, span.label) for span in here]
        offset += len(rows)
    return spans


def _spans_of(tags: Sequence[str]) -> Iterator[Span]:
    """Spans of IOB2 tags; an I- tag that continues nothing opens a span, as the CoNLL scorer reads it."""
    start, label = 0, ""
    for index, tag in enumerate([*tags, "O"]):
        prefix, _, name = tag.partition("-")
        if label and (prefix != "I" or name != label):
            yield Span(start, index, label)
            label = ""
        if prefix != "O" and not label:
            start, label = index, name


def _project(sentences: Sequence[Rows], forms: Sequence[Sequence[str]]) -> _Types:
    """Move the second corpus' entities to NerKor's tokens."""
    position = _align([[row[0] for row in rows] for rows in sentences], forms)
    reached = set(position.values())
    size = sum(len(sentence) for sentence in forms)
    unknown = [(index, index + 1) for index in range(size) if index not in reached]
    spans: list[Span] = []
    for span in _spans(sentences, 1):
        targets = [position[index] for index in range(span.start, span.end) if index in position]
        if targets and targets[-1] - targets[0] + 1 == span.end - span.start == len(targets):
            spans.append(Span(targets[0], targets[-1] + 1, span.label))
        elif targets:
            unknown.append((targets[0], targets[-1] + 1))
    return _Types(tuple(spans), merge(unknown))


def _align(source: Sequence[Sequence[str]], target: Sequence[Sequence[str]]) -> dict[int, int]:
    """Index of a token in source -> in target: equal sentences first, then equal tokens in what is left.

    Up to three tokens in place of as many others are corrected forms of the same words.
    """
    source_start = [0, *accumulate(len(sentence) for sentence in source)]
    target_start = [0, *accumulate(len(sentence) for sentence in target)]
    position: dict[int, int] = {}
    sentences = SequenceMatcher(None, [tuple(s) for s in source], [tuple(s) for s in target], autojunk=False)
    for outer_tag, i, i_end, j, j_end in sentences.get_opcodes():
        left = [form for sentence in source[i:i_end] for form in sentence]
        right = [form for sentence in target[j:j_end] for form in sentence]
        operations = [("equal", 0, len(left), 0, len(right))]
        if outer_tag != "equal":
            operations = [*SequenceMatcher(None, left, right, autojunk=False).get_opcodes()]
        for tag, start, end, other, other_end in operations:
            if tag == "equal" or (tag == "replace" and end - start == other_end - other <= 3):
                shift = target_start[j] + other - (source_start[i] + start)
                position.update(
                    (index, index + shift) for index in range(source_start[i] + start, source_start[i] + end)
                )
    return position


def _gaps(sentences: Sequence[Rows]) -> Iterator[str]:
    """What precedes each word of a file; sentences are parted by a space."""
    for number, rows in enumerate(sentences):
        spaces = _spaces_after([row[0] for row in rows])
        yield " " if number else ""
        yield from (" " if space else "" for space in spaces[:-1])


def _spaces_after(forms: Sequence[str]) -> list[bool]:
    """For each token of a sentence: does a space follow it in running text? (The last one: yes.)"""
    spaces: list[bool] = []
    quote_is_open = False
    for index, form in enumerate(forms):
        following = forms[index + 1] if index + 1 < len(forms) else "x"
        if form == _STRAIGHT_QUOTE:
            quote_is_open = not quote_is_open
        opens = form in _NO_SPACE_AFTER or (form == _STRAIGHT_QUOTE and quote_is_open)
        closes_next = following in _NO_SPACE_BEFORE or (following == _STRAIGHT_QUOTE and quote_is_open)
        joins = form in _NO_SPACE_AROUND or following in _NO_SPACE_AROUND
        spaces.append(not (opens or closes_next or joins))
    return spaces
