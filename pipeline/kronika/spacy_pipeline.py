"""Kronika as a spaCy pipeline: ``kronika.load(code)`` is an ordinary ``Language`` with ``doc._.events``."""

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kronika.events.linker import Linker, load_linker
from kronika.flow import records_of
from kronika.lang import get_language
from kronika.records import Document, EventRecord

COMPONENT = "kronika_events"

if not Doc.has_extension("events"):
    Doc.set_extension("events", default=())


class EventComponent:
    """Sets ``doc._.events``: a list of :class:`EventRecord`, offsets counted in ``doc.text``."""

    def __init__(self, code: str, linker: Linker) -> None:
        self.code = code
        self.linker = linker

    def __call__(self, doc: Doc) -> Doc:
        """Extract from an analysed Doc."""
        records: list[EventRecord] = []
        if doc.text.strip():
            document = Document(id="doc", text=doc.text)
            records, _ = records_of(doc, get_language(self.code), document, self.linker)
        doc._.events = records
        return doc


@Language.factory(COMPONENT, default_config={"code": "und", "models": None})
def _create(nlp: Language, name: str, code: str, models: str | None) -> EventComponent:
    return EventComponent(code, load_linker(Path(models) if models else None))


def load(code: str, *, models: Path | None = None) -> Language:
    """Return the pipeline of a language; its Docs carry the records in ``doc._.events``.

    Raises:
        UnknownLanguageError: Kronika has no folder for ``code``.
        MissingModelError: the language's model is not there.
    """
    nlp = get_language(code).analyser.create(models)
    nlp.add_pipe(COMPONENT, config={"code": code, "models": str(models) if models else None}, last=True)
    return nlp
