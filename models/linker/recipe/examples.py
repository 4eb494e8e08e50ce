"""Gold texts -> what the linker reads of them and what it shall say, and the parts into which they are split."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

from labels import Targets, targets

from kronika.analysis import analyse
from kronika.events.candidates import Candidates, candidates
from kronika.events.context import Context
from kronika.events.linker import Example
from kronika.flow import mentions_of
from kronika.lang import get_language

CORPUS: Final = Path(__file__).parents[3] / "corpus"
sys.path.insert(0, str(CORPUS / "recipe"))  # the corpus's own split and formats
from marks import compile_text, read_passages  # noqa: E402
from real import real_texts  # noqa: E402
from split import Part, part_of, part_of_real  # noqa: E402


@dataclass(frozen=True)
class Gold:
    """A text with its line of gold."""

    text: str
    line: dict[str, Any]
    source: Literal["corpus", "real", "news", "passages"]
    part: Part


@dataclass(frozen=True)
class Annotated:
    """A gold text as the linker meets it."""

    gold: Gold
    context: Context
    found: Candidates
    published: date | None
    example: Example
    targets: Targets


def own_texts() -> Iterator[Gold]:
    """Yield the texts of ``corpus/``."""
    for file in sorted(CORPUS.glob("*/gold.jsonl")):
        for row in file.read_text("utf-8").splitlines():
            line = json.loads(row)
            text = (file.parent / f"{line['doc']}.txt").read_text("utf-8")
            yield Gold(text, line, "corpus", part_of(line["doc"]))


def gold_texts(data: Path) -> Iterator[Gold]:
    """Yield the real texts of ``../shared/gold``: every fifth of a language tests, every tenth develops."""
    folder = data / "gold"
    count: dict[str, int] = {}
    for file in sorted(folder.glob("*.jsonl")):
        for row in file.read_text("utf-8").splitlines():
            line = json.loads(row)
            number = count.get(line["language"], 0)
            count[line["language"]] = number + 1
            text = (folder / line["language"] / f"{line['doc']}.txt").read_text("utf-8")
            yield Gold(text, line, "real", part_of_real(number))


def news_texts(data: Path) -> Iterator[Gold]:
    """Yield the news of ``../shared/data`` that ``corpus/real`` annotates, all to learn from."""
    for text, line in real_texts(data / "data"):
        yield Gold(text, line, "news", "train")


def passages() -> Iterator[Gold]:
    """Yield the passages of ``corpus/passages``, all to learn from."""
    for file in sorted((CORPUS / "passages").glob("*.txt")):
        for name, source in read_passages(file):
            text, line, _ = compile_text(name, source)
            yield Gold(text, line, "passages", "train")


def annotated(gold: Gold) -> Annotated:
    """Analyse a text and find its candidates."""
    language = get_language(gold.line["language"])
    doc = analyse(language.code, gold.text)
    mentions, published = mentions_of(doc, language, None)
    context = Context(doc, language)
    found = candidates(context, mentions)
    return Annotated(
        gold, context, found, published, Example.of(context, found, published), targets(gold.line, found)
    )
