"""Is everything there: versions, models, and a first document in each language."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from platform import python_version

from kronika.analysis.models import find_model
from kronika.errors import KronikaError
from kronika.events.linker import MODEL as LINKER
from kronika.lang import LanguageData, get_language, supported_languages

_INSTALL = "run: pip install --force-reinstall kronika (in a checkout: make install)"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; ``next_step`` is None when it is in order."""

    name: str
    detail: str
    next_step: str | None = None

    @property
    def ok(self) -> bool:
        """Whether it is in order."""
        return self.next_step is None


def diagnose(*, models: Path | None = None) -> Iterator[Check]:
    """Yield the checks one by one: distributions, models, a document in each language.

    Args:
        models: folder with trained models that goes before the other places.
    """
    yield Check("python", python_version())
    yield Check("kronika", version("kronika"))
    yield from _distributions()
    languages = [get_language(code) for code in supported_languages()]
    for name in sorted({language.info["model"] for language in languages if "model" in language.info} | {LINKER}):
        yield _model(name, models)
    for language in languages:
        yield _first_document(language, models)


def _distributions() -> Iterator[Check]:
    """Yield the distributions that kronika requires; extras (``; extra == …``) are not looked at."""
    for requirement in sorted(requires("kronika") or (), key=str.lower):
        if "extra ==" in requirement:
            continue
        name = _distribution_name(requirement)
        try:
            yield Check(name, version(name))
        except PackageNotFoundError:
            yield Check(name, "not installed", _INSTALL)


def _distribution_name(requirement: str) -> str:
    """Return the name at the head of a requirement (PEP 508: letters, digits, ``-_.``)."""
    end = next((i for i, c in enumerate(requirement) if not (c.isalnum() or c in "-_.")), len(requirement))
    return requirement[:end]


def _model(name: str, models: Path | None) -> Check:
    try:
        return Check(f"model {name}", str(find_model(name, folder=models)))
    except KronikaError as error:
        return Check(f"model {name}", "not found", str(error))


def _first_document(language: LanguageData, models: Path | None) -> Check:
    """Extract the language's example text; it must give a record."""
    name = f"document in {language.info['name']}"
    started = time.perf_counter()
    try:
        from kronika.flow import Extractor  # noqa: PLC0415  # what keeps it from loading is what is to be found out

        records = Extractor(models=models).extract(language.info["example"])
    except (KronikaError, ImportError) as error:
        return Check(name, "does not work", f"{error}; {_INSTALL}")
    seconds = time.perf_counter() - started
    if not records:
        return Check(name, f"gave no record ({seconds:.1f} s)", _INSTALL)
    record = records[0]
    return Check(name, f"works: {record.type}, {record.trigger.lemma} ({seconds:.1f} s with loading)")
