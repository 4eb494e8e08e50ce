"""Read NYTK-NerKor and refine its entity classes with NerKor-Cars-OntoNotes++.

Sources:
    NYTK-NerKor (CC BY-SA 4.0), ``<data>/nerkor/{train,devel}/<genre>/*.conllup``: form, lemma, UPOS, emMorph tag,
    UD features, and PER, LOC, ORG, MISC in IOB2.
    NerKor-Cars-OntoNotes++ (CC BY-SA 4.0), ``<data>/nerkor-onpp/{train,devel}/<split>__<genre>__<layer>__<file>``:
    the same texts, slightly corrected tokens, some thirty entity types in IOB2.

NerKor is the authority on the spans of names. The second corpus only tells kinds of places and events apart, and
adds dates and counts where NerKor has no name. Test parts are never read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final, Literal

Split = Literal["train", "devel"]

GENRES: Final = ("fiction", "legal", "news", "web", "wikipedia")

COARSE_CLASS: Final = {"GPE": "LOC", "FAC": "LOC", "EVENT": "MISC"}
"""Refined label -> the NerKor class it came from; the others stand for themselves."""

NERKOR_CLASSES: Final = ("PER", "LOC", "ORG", "MISC")

NAME_LABELS: Final = (*NERKOR_CLASSES, *COARSE_CLASS)

_REFINEMENT: Final = {
    ("LOC", "GPE"): "GPE",
    ("LOC", "ORG-GPE"): "GPE",
    ("LOC", "FAC"): "FAC",
    ("MISC", "EVENT"): "EVENT",
}
"""(NerKor class, type in OntoNotes++ on the very same span) -> refined label."""

_ADDED_TYPES: Final = {"DATE": "DATE", "CARDINAL": "NUM"}
"""Types of OntoNotes++ that are no names, and the label they get here."""


class CorpusError(Exception):
    """The corpora are not where they should be, or not in the expected format."""


@dataclass(frozen=True, slots=True)
class Token:
    """One line of NerKor."""

    form: str
    lemma: str
    upos: str
    feats: str


@dataclass(frozen=True, slots=True)
class Span:
    """An entity: half-open token range within its sentence (or file, while two files are being aligned)."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens with their entities; spans are sorted and do not overlap."""

    tokens: tuple[Token, ...]
    entities: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of the corpus, in the order of the split."""

    name: str
    genre: str
    sentences: tuple[Sentence, ...]


def read_split(data: Path, split: Split, *, refine: bool = True) -> list[SourceFile]:
    """Read every file of a split, with refined labels or with NerKor's own four classes."""
    root = require_corpora(data) / split
    types_by_file = _index_ontonotes(data / "nerkor-onpp" / split) if refine else {}
    files: list[SourceFile] = []
    for path in sorted(root.glob("*/*.conllup")):
        genre = path.parent.name
        sentences = _read_nerkor_file(path)
        onpp_path = types_by_file.get((genre, path.name))
        if onpp_path is not None:
            sentences = _refine_file(sentences, _read_columns(onpp_path))
        files.append(SourceFile(name=path.stem, genre=genre, sentences=tuple(sentences)))
    return files


def require_corpora(data: Path) -> Path:
    """Return NerKor's folder, or say in one line what is missing and where the public gets it."""
    for name, repository in (
        ("nerkor", "nytud/NYTK-NerKor"),
        ("nerkor-onpp", "novakat/NYTK-NerKor-Cars-OntoNotesPP"),
    ):
        if not (data / name / "train").is_dir() or not (data / name / "devel").is_dir():
            raise CorpusError(
                f"{data / name} has no train/ and devel/ (get github.com/{repository}, "
                f"put its data folders there, and pass their parent as DATA=)"
            )
    return data / "nerkor"


def coarse(label: str) -> str | None:
    """NerKor's class of a refined label; None for dates and counts, which NerKor does not mark."""
    label = COARSE_CLASS.get(label, label)
    return label if label in NERKOR_CLASSES else None


def _read_nerkor_file(path: Path) -> list[Sentence]:
    sentences: list[Sentence] = []
    for rows in _read_columns(path):
        tokens = tuple(Token(form=row[0], lemma=row[1], upos=row[2], feats=_feats(row[4])) for row in rows)
        entities = tuple(spans_of([row[5] for row in rows]))
        sentences.append(Sentence(tokens=tokens, entities=entities))
    return sentences


def _feats(column: str) -> str:
    return "" if column == "_" else column


def _read_columns(path: Path) -> list[list[list[str]]]:
    """Sentences of a CoNLL-U Plus file as rows of columns; only the first line of a file is a comment."""
    lines = path.read_text(encoding="utf-8").split("\n")
    if not lines[0].startswith("# global.columns = FORM"):
        raise CorpusError(
            f"{path}: expected '# global.columns = FORM ...' in the first line, got {lines[0][:60]!r}"
        )
    sentences: list[list[list[str]]] = [[]]
    for line in lines[1:]:
        if line.strip():
            sentences[-1].append(line.split("\t"))
        elif sentences[-1]:
            sentences.append([])
    return [rows for rows in sentences if rows]


def spans_of(tags: list[str]) -> Iterator[Span]:
    """Spans of IOB2 tags; an I- tag that continues nothing opens a span, as the CoNLL scorer reads it."""
    start, label = 0, ""
    for index, tag in enumerate([*tags, "O"]):
        prefix, _, name = tag.partition("-")
        if label and (prefix != "I" or name != label):
            yield Span(start, index, label)
            label = ""
        if prefix != "O" and not label:
            start, label = index, name


def _index_ontonotes(folder: Path) -> dict[tuple[str, str], Path]:
    """(genre, file name in NerKor) -> file; the additional 'cars' texts are not in NerKor and stay out."""
    index: dict[tuple[str, str], Path] = {}
    for path in sorted(folder.glob("*.conllup")):
        _split, genre, *_layer, name = path.name.split("__")
        index[genre, name] = path
    return index


def _refine_file(sentences: list[Sentence], onpp: list[list[list[str]]]) -> list[Sentence]:
    """Project the second corpus onto NerKor's tokens, then refine or add, sentence by sentence."""
    forms = [token.form for sentence in sentences for token in sentence.tokens]
    onpp_rows = [row for rows in onpp for row in rows]
    position = _align([row[0] for row in onpp_rows], forms)
    projected: dict[int, Span] = {}
    offset = 0
    for rows in onpp:
        for found in spans_of([row[1] for row in rows]):
            start, last = position.get(offset + found.start), position.get(offset + found.end - 1)
            if start is not None and last is not None and last - start < 2 * (found.end - found.start):
                projected[start] = Span(start, last + 1, found.label)
        offset += len(rows)
    refined: list[Sentence] = []
    offset = 0
    for sentence in sentences:
        here = [
            Span(span.start - offset, span.end - offset, span.label)
            for start in range(offset, offset + len(sentence.tokens))
            if (span := projected.get(start)) is not None and span.end <= offset + len(sentence.tokens)
        ]
        refined.append(Sentence(tokens=sentence.tokens, entities=_merge(sentence.entities, here)))
        offset += len(sentence.tokens)
    return refined


def _align(source: list[str], target: list[str]) -> dict[int, int]:
    """Index of each source token in target, where the two agree."""
    if source == target:
        return {index: index for index in range(len(source))}
    matcher = SequenceMatcher(None, source, target, autojunk=False)
    return {
        block.a + index: block.b + index for block in matcher.get_matching_blocks() for index in range(block.size)
    }


def _merge(names: tuple[Span, ...], typed: list[Span]) -> tuple[Span, ...]:
    """NerKor's names with finer labels, and dates and counts in the gaps between them."""
    type_at = {(span.start, span.end): span.label for span in typed}
    merged = [
        Span(
            name.start,
            name.end,
            _REFINEMENT.get((name.label, type_at.get((name.start, name.end), "")), name.label),
        )
        for name in names
    ]
    taken = {index for name in names for index in range(name.start, name.end)}
    merged += [
        Span(span.start, span.end, _ADDED_TYPES[span.label])
        for span in typed
        if span.label in _ADDED_TYPES and taken.isdisjoint(range(span.start, span.end))
    ]
    return tuple(sorted(merged, key=lambda span: span.start))


if __name__ == "__main__":
    try:
        require_corpora(Path(sys.argv[1]))
    except CorpusError as error:
        sys.exit(str(error))
