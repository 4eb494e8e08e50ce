"""Languages. A language is a folder: what it is, its analyser, its word lists and rule tables.

Code outside this package never names a language; it asks for a :class:`LanguageData` by code and reads tables.
To add a language, add a folder (see ``docs/languages.md``).
"""

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

from kronika.errors import UnknownLanguageError

if TYPE_CHECKING:  # reading and detection do without spaCy
    from spacy.language import Language
    from spacy.tokens import Span, Token


class Inflection(Protocol):
    """What ``lang/<code>/inflection.py`` offers."""

    def nominative(self, span: "Span") -> str:
        """Return the text of a noun phrase with its head (and what agrees with it) in the nominative."""
        ...


class AnalyserModule(Protocol):
    """What ``lang/<code>/analyser.py`` offers."""

    MODELS: tuple[str, ...]

    def check(self, models: Path | None) -> None:
        """Raise ``MissingModelError`` if a model is not there; ``models`` is looked in first."""
        ...

    def create(self, models: Path | None) -> "Language":
        """Return a spaCy pipeline that sets sentences, UPOS, features, lemmas and ``doc.ents``."""
        ...


class BaseForm(NamedTuple):
    """A nominative that a surface form may belong to."""

    name: str
    case: str  # UD case of the surface form; "Adj" for an adjective made of the name


class Toponyms(Protocol):
    """What ``lang/<code>/toponyms.py`` offers."""

    def base_forms(self, surface: str) -> tuple[BaseForm, ...]:
        """Return the nominatives that a place name may belong to, most likely first; most are no places."""
        ...

    def standing(self, word: str) -> int:
        """Return 1 for a known place name, -1 for a word or a person's name that is seldom one, 0 otherwise."""
        ...

    def people_area(self, surface: str) -> str | None:
        """Return the code of the land that an adjective of its people is made of ("норвежский"), or None."""
        ...

    def unlisted_name(self, span: "Span") -> str:
        """Return the nominative of a place name that no list knows."""
        ...

    def head_word(self, token: "Token") -> str:
        """Return the dictionary form, in lower case, by which head nouns of places are listed."""
        ...

    def phrase(self, head: "Token") -> "Span":
        """Return the proper name around a head noun: "Дворец культуры «Нефтяник»", "Petőfi Művelődési Ház"."""
        ...


@dataclass(frozen=True)
class LanguageData:
    """One language folder; tables are read from TOML once."""

    code: str

    @cached_property
    def info(self) -> dict[str, Any]:
        """``language.toml``: name, script, alphabet, analyser and model."""
        return self.table("language")

    @cached_property
    def analyser(self) -> AnalyserModule:
        """The adapter to the language's analyser; importing it may be slow."""
        return cast(AnalyserModule, import_module(f"{__name__}.{self.code}.analyser"))

    @cached_property
    def inflection(self) -> Inflection:
        """The language's inflection."""
        return cast(Inflection, import_module(f"{__name__}.{self.code}.inflection"))

    def fold(self, text: str) -> str:
        """Return text as the lexicons compare it: lower case, letters folded as ``language.toml`` says."""
        return text.lower().translate(self._folding)

    @cached_property
    def _folding(self) -> dict[int, str]:
        return str.maketrans(self.info.get("fold", {}))

    @cached_property
    def toponyms(self) -> Toponyms:
        """The language's place names."""
        return cast(Toponyms, import_module(f"{__name__}.{self.code}.toponyms"))

    def table(self, name: str) -> dict[str, Any]:
        """Return the table ``lang/<code>/<name>.toml``, read once."""
        return _table(self.code, name)


@cache
def _table(code: str, name: str) -> dict[str, Any]:
    return tomllib.loads((files(__name__) / code / f"{name}.toml").read_text("utf-8"))


@cache
def supported_languages() -> tuple[str, ...]:
    """Return the codes of all languages, sorted; a folder with a ``language.toml`` is a language."""
    folders = files(__name__).iterdir()
    return tuple(sorted(f.name for f in folders if f.is_dir() and (f / "language.toml").is_file()))


@cache
def get_language(code: str) -> LanguageData:
    """Return the data of a language.

    Raises:
        UnknownLanguageError: there is no folder for ``code``.
    """
    if code not in supported_languages():
        raise UnknownLanguageError(code, supported_languages())
    return LanguageData(code)
