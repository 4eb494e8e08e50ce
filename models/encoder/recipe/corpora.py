"""The corpora that the encoder learns from, each read into texts with the layers that it annotates.

    layer    labels                        nerkor                 nerel          factrueval
    names    PER ORG LOC FAC LOC? MISC     x                      x              x (no MISC)
    nested   PER ORG LOC                                          x              x
    values   DATE NUM                      with OntoNotes++       x
    events   EVENT                         with OntoNotes++       x

"LOC?" is LOC or FAC. Test parts are never read. Run as a program, with the folder of the corpora, for a table.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Final

import factrueval
import nerel
import nerkor
from annotated import CorpusError, Range, Span, Split, Text
from rawtext import Fit

__all__ = ["COMPLETE", "PARTS", "CorpusError", "Range", "Span", "Split", "Text", "read"]

COMPLETE: Final = {
    "nerkor": frozenset({"PER", "ORG", "LOC", "FAC", "MISC"}),
    "nerel": frozenset({"PER", "ORG", "LOC", "FAC", "MISC"}),
    "factrueval": frozenset({"PER", "ORG", "LOC", "FAC"}),
}
"""Corpus -> labels of the names that it annotates wherever they occur; O may still be one of the others.

NEREL's works, products and awards are MISC. NerKor's MISC has named events and laws as well, which are no names in
NEREL; but with O left open there, the model took half of Russian for MISC. factRuEval has streets, squares and
monuments as places, no works.
"""

PARTS: Final[tuple[tuple[str, Split], ...]] = (
    ("nerkor", "train"),
    ("nerkor", "dev"),
    ("nerel", "train"),
    ("nerel", "dev"),
    ("factrueval", "train"),
)
"""What there is to read; factRuEval has only its devset, which is "train" here."""


def read(data: Path, corpus: str, split: Split) -> list[Text]:
    """Read a part of a corpus from the folder that holds all of them, in a fixed order."""
    return [text for text, _ in read_with_fit(data, corpus, split)]


def read_with_fit(data: Path, corpus: str, split: Split) -> list[tuple[Text, Fit]]:
    """Read a part, each text with how well its annotation fits the tokens."""
    if (corpus, split) not in PARTS:
        raise CorpusError(f"no part {split!r} of a corpus {corpus!r}; there are {PARTS}")
    if corpus == "nerkor":
        return [(text, Fit(cut=0, grown=0)) for text in nerkor.read(data, split)]
    return nerel.read(data, split) if corpus == "nerel" else factrueval.read(data)


def _report(data: Path) -> None:
    """Print, for each part, its size and the spans of each layer and label."""
    for corpus, split in PARTS:
        texts, fits = zip(*read_with_fit(data, corpus, split), strict=True)
        words = sum(len(text.words) for text in texts)
        sentences = sum(sum(text.sentence_starts) for text in texts)
        cut, grown = sum(fit.cut for fit in fits), sum(fit.grown for fit in fits)
        print(f"{corpus} {split}: {len(texts)} texts, {sentences} sentences, {words} words; ", end="")
        print(f"{cut} tokens cut, {grown} mentions grown")
        for layer in ("names", "nested", "values", "events"):
            having = [text for text in texts if layer in text.layers]
            if not having:
                continue
            counts = Counter(span.label for text in having for span in text.layers[layer])
            ranges = [r for text in having for r in text.unsure.get(layer, ())]
            labels = "  ".join(f"{label} {count}" for label, count in sorted(counts.items()))
            unsure_words = sum(end - start for start, end in ranges)
            print(f"  {layer:7}{len(having):5} texts  {labels}  unsure {len(ranges)} ({unsure_words} words)")


if __name__ == "__main__":
    try:
        _report(Path(sys.argv[1]))
    except (CorpusError, IndexError) as error:
        sys.exit(str(error) or "the folder of the corpora is missing: corpora.py ../shared/data")
