"""The whole flow on one screen.

1. **Read** (``reading``): bytes become a :class:`Document`: charset, main text, NFC. Everything later counts its
   characters.
2. **Language** (``detect``): which language, so that nothing costly runs on a text that Kronika does not read.
3. **Publication date**: given, or a dateline at the head of the text; relative dates hang on it.
4. **Analysis** (``analysis``): a spaCy Doc, the same view for every language.
5. **Mentions** (``mentions``): triggers, names, organizations, dates, places, counts, each with value and rule.
6. **Events** (``events``): triggers become events, arguments find their event and role.
7. **Records**: validated by pydantic; evidence is cut from the text itself, so that it cannot differ from it.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from spacy.tokens import Doc

from kronika.analysis import analyse
from kronika.detect import detect
from kronika.errors import EmptyError, InternalError, KronikaError, UnsupportedLanguageError
from kronika.events.assemble import assemble
from kronika.events.context import Context
from kronika.events.linker import MODEL, Linker, load_linker
from kronika.events.write import Decision, write_record
from kronika.lang import LanguageData, get_language, supported_languages
from kronika.mentions.found import Mentions, find_mentions
from kronika.mentions.types import Mention
from kronika.normalize.dates import dateline
from kronika.reading import boilerplate, document_from_text
from kronika.records import Document, DocumentRef, DocumentReport, EventRecord, ExtractorInfo


@dataclass(frozen=True)
class Extraction:
    """What became of one document."""

    document: Document
    records: tuple[EventRecord, ...]
    report: DocumentReport
    decisions: tuple[Decision, ...] = ()


class Extractor:
    """Extracts event records; keep one for many documents, the models are loaded once.

    Args:
        languages: codes to read; all supported ones by default. Their models are checked at once.
        models: folder with trained models, before the other places where they are looked for.

    Raises:
        UnknownLanguageError: a code that Kronika has no folder for.
        MissingModelError: a language's model is not there.
    """

    def __init__(self, *, languages: tuple[str, ...] | None = None, models: Path | None = None) -> None:
        self.languages = languages or supported_languages()
        for code in self.languages:
            get_language(code).analyser.check(models)
        self._models = models
        self._linker = load_linker(models)

    def extract(
        self,
        text: str,
        *,
        published: date | None = None,
        title: str | None = None,
        uri: str | None = None,
        language: str | None = None,
    ) -> list[EventRecord]:
        """Return the event records of one text.

        Raises:
            DocumentError: the text is empty, or in a language that Kronika does not read.
        """
        document = document_from_text(text, id=_sha256(text)[:16], title=title, uri=uri, published=published)
        return list(self._extract(document, language).records)

    def process(self, document: Document, *, language: str | None = None) -> Extraction:
        """Extract from one document; whatever goes wrong is in the report, never an exception."""
        try:
            return self._extract(document, language)
        except UnsupportedLanguageError as error:
            return _without_records(document, "skipped", error)
        except KronikaError as error:
            return _without_records(document, "failed", error)
        except Exception as error:
            internal = InternalError(f"internal error on this document: {type(error).__name__}: {error}")
            internal.__cause__ = error
            return _without_records(document, "failed", internal)

    def _extract(self, document: Document, code: str | None) -> Extraction:
        if not document.text.strip():
            raise EmptyError("the document has no text")
        confidence = 1.0
        if code is None:
            detection = detect(document.text)
            code, confidence = detection.language, detection.confidence
        if code not in self.languages:
            raise UnsupportedLanguageError(code, self.languages)
        doc = analyse(code, document.text, models=self._models)
        records, decisions = records_of(doc, get_language(code), document, self._linker, confidence)
        report = DocumentReport(
            id=document.id,
            uri=document.uri,
            status="extracted" if records else "no_events",
            language=code,
            events=len(records),
        )
        return Extraction(document, tuple(records), report, tuple(decisions))


def records_of(
    doc: Doc, language: LanguageData, document: Document, linker: Linker, confidence: float = 1.0
) -> tuple[list[EventRecord], list[Decision]]:
    """Return the records of an analysed document, and the decisions behind their values."""
    mentions, published = mentions_of(doc, language, document.published)
    reference = DocumentRef(
        id=document.id,
        uri=document.uri,
        title=document.title,
        language=language.code,
        language_confidence=confidence,
        published=published,
        sha256=_sha256(document.text),
    )
    events = assemble(Context(doc, language), mentions, linker=linker, published=published)
    extractor = ExtractorInfo(version=version("kronika"), models=[*language.analyser.MODELS, MODEL])
    written = [write_record(event, document.text, reference, extractor) for event in events]
    return [record for record, _ in written], [d for _, decisions in written for d in decisions]


def mentions_of(doc: Doc, language: LanguageData, published: date | None) -> tuple[Mentions, date | None]:
    """Return the mentions of an analysed document, boilerplate left out, and its day of publication.

    ``published`` is that day where it is known; else a dateline at the head of the text tells it.
    """
    text = doc.text
    line = dateline(text, language.code)
    published = published or (line[0] if line else None)
    ignored = [*boilerplate(text), *([line[1:]] if line else [])]

    def is_boilerplate(mention: Mention) -> bool:
        return any(start <= mention.start and mention.end <= end for start, end in ignored)

    return find_mentions(doc, language, reference=published, ignore=is_boilerplate), published


def _without_records(document: Document, status: str, error: KronikaError) -> Extraction:
    language = error.language if isinstance(error, UnsupportedLanguageError) else None
    report = DocumentReport.model_validate(
        {"id": document.id, "uri": document.uri, "status": status, "language": language}
        | {"code": error.code, "reason": str(error)}
    )
    return Extraction(document, (), report)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
