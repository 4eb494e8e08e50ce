"""Records of real texts: ``real/<language>.jsonl`` holds them, the texts stay where their corpora are.

A line is a line of gold with two fields more: ``source``, the file below ``../shared/data`` that the text comes
from, and ``sentences``, the first and the last one (from 1), where only a part of the file was read. Offsets are
those of the text as :func:`real_texts` builds it; ``sha256`` tells whether it is still the same.
"""

import hashlib
import json
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

REAL: Final = Path(__file__).parents[1] / "real"
sys.path.insert(0, str(Path(__file__).parents[2] / "models" / "encoder" / "recipe"))
from nerkor import read_sentences  # noqa: E402  # the encoder's recipe knows how NerKor's words become text


class ChangedSourceError(ValueError):
    """A real text is not the one that was annotated."""


def real_texts(data: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each text with its line of gold.

    Args:
        data: ``../shared/data``.

    Raises:
        ChangedSourceError: a text is not the one that was annotated.
        OSError: a file is missing.
    """
    for file in sorted(REAL.glob("*.jsonl")):
        for row in file.read_text("utf-8").splitlines():
            line = json.loads(row)
            text = text_of(data, line["source"], line["sentences"])
            if hashlib.sha256(text.encode()).hexdigest() != line["sha256"]:
                raise ChangedSourceError(f"{data / line['source']} is not the text that {line['doc']} annotates")
            yield text, line


def text_of(data: Path, source: str, sentences: list[int] | None) -> str:
    """Return a real text in NFC, with a line end after it."""
    path = data / source
    if sentences is None:
        text = path.read_text("utf-8")
    else:
        first, last = sentences
        text = " ".join(read_sentences(path)[first - 1 : last])
    return unicodedata.normalize("NFC", text.strip("\n") + "\n")
