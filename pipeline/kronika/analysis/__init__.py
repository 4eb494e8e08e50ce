"""Text -> spaCy Doc: the same Universal Dependencies view for every language.

Whatever the analyser, the Doc has ``doc.text == Document.text``, sentence starts that respect line blocks, UPOS,
UD features and lemmas; ``doc.ents`` holds names (PER, ORG, LOC and, where the model knows them, GPE, FAC, EVENT,
MISC). ``doc.has_annotation("DEP")`` says whether there is a dependency tree; stages fall back to word order where
there is none.
"""

from functools import cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kronika.analysis.blocks import BLOCK_STARTS, line_blocks
from kronika.lang import get_language

__all__ = ["BLOCK_STARTS", "analyse", "line_blocks", "load_analyser"]


def load_analyser(code: str, models: Path | None = None) -> Language:
    """Return the spaCy pipeline of a language; loaded once a process (about a second).

    ``models`` is a folder of trained models that is looked in before all others.

    Raises:
        MissingModelError: the language's model is not there; the message says how to get it.
    """
    return _load(code, models)


@cache
def _load(code: str, models: Path | None) -> Language:
    return get_language(code).analyser.create(models)


def analyse(code: str, text: str, *, models: Path | None = None) -> Doc:
    """Analyse a text in a language."""
    return load_analyser(code, models)(text)
