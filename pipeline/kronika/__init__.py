"""Kronika: Russian and Hungarian news in, event records out.

    >>> import kronika
    >>> records = kronika.Extractor().extract("12 мая 2023 года в Туле прошёл форум «Город».")
    >>> nlp = kronika.load("ru")
    >>> nlp("12 мая 2023 года в Туле прошёл форум «Город».")._.events

Names are imported when they are first used, so that ``import kronika`` and ``kronika --help`` stay fast.
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING

# One numeric thread a process, unless the user says otherwise: two BLAS threads on small matrices are many times
# slower on a busy machine. It has to stand before the first import of numpy.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

if TYPE_CHECKING:
    from kronika.errors import DocumentError, KronikaError, SetupError, UsageError
    from kronika.events.write import Decision
    from kronika.flow import Extraction, Extractor
    from kronika.records import Document, DocumentReport, EventRecord
    from kronika.spacy_pipeline import load

_HOME = {
    "Decision": "kronika.events.write",
    "Document": "kronika.records",
    "DocumentError": "kronika.errors",
    "DocumentReport": "kronika.records",
    "EventRecord": "kronika.records",
    "Extraction": "kronika.flow",
    "Extractor": "kronika.flow",
    "KronikaError": "kronika.errors",
    "SetupError": "kronika.errors",
    "UsageError": "kronika.errors",
    "load": "kronika.spacy_pipeline",
}

__all__ = [
    "Decision",
    "Document",
    "DocumentError",
    "DocumentReport",
    "EventRecord",
    "Extraction",
    "Extractor",
    "KronikaError",
    "SetupError",
    "UsageError",
    "load",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
