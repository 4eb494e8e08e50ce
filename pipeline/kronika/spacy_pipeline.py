"""Kronika as a spaCy pipeline: ``kronika.load(code)`` is an ordinary ``Language`` with ``doc._.events``."""

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kronika.flow import records_of
from kronika.lang import get_language
from kronika.records import Document, EventRecord

COMPONENT = "kronika_events"

if not Doc.has_extension("events"):
    Doc.set_extension("events", default=())


class EventComponent:
    """Sets ``doc._.events``: a list of :class:`EventRecord`, offsets counted in ``doc.text``."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __call__(self, doc: Doc) -> Doc:
        """Extract from an analysed Doc."""
        records: list[EventRecord] = []
        if doc.text.strip():
            document = Document(id="doc", text=doc.text)
            records, _ = records_of(doc, get_language(self.code), document)
        doc._.events = records
        return doc


@Language.factory(COMPONENT, default_config={"code": "und"})
def _create(nlp: Language, name: str, code: str) -> EventComponent:
    return EventComponent(code)


def load(code: str, *, models: Path | None = None) -> Language:
    """Return the pipeline of a language; its Docs carry the records in ``doc._.events``.

    Raises:
        UnknownLanguageError: Kronika has no folder for ``code``.
        MissingModelError: the language's model is not there.
    """
    nlp = get_language(code).analyser.create(models)
    nlp.add_pipe(COMPONENT, config={"code": code}, last=True)
    return nlp
