"""The languages that a text may be in, as data: letters, frequent words, endings."""

import math
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kronika.lang import get_language, supported_languages

_RARE = 0.004  # the smallest share of words that a language's letters may have


@dataclass(frozen=True, slots=True)
class Candidate:
    """A language, supported or not.

    Attributes:
        code: ISO 639 code.
        profile: name of langdetect's profile, where it has one.
        script: as Unicode character names begin.
        alphabet: its letters, lower case.
        marks: letters that set it apart from its neighbours.
        marked: nats for a word with a mark.
        other: nats for a word with another letter beyond those that all languages of the script have.
        plain: nats for a word of those letters alone.
        endings: endings of its words.
        unusual: finds spellings that the language avoids and a neighbour has.
        words: frequent words.
    """

    code: str
    profile: str
    script: str
    alphabet: frozenset[str]
    marks: frozenset[str]
    marked: float
    other: float
    plain: float
    endings: frozenset[str]
    unusual: re.Pattern[str] | None
    words: frozenset[str]


@cache
def candidates(script: str) -> tuple[Candidate, ...]:
    """Return all languages of a script that are known here, the supported ones first."""
    return tuple(candidate for candidate in _all() if candidate.script == script)


@cache
def base_letters(script: str) -> frozenset[str]:
    """Return the letters that (nearly) all languages of a script have."""
    return frozenset(_others()["base"].get(script, ""))


def only_language(script: str) -> str | None:
    """Return the likeliest language of a script that Kronika reads nothing in."""
    language: str | None = _others()["scripts"].get(script)
    return language


@cache
def _all() -> tuple[Candidate, ...]:
    supported = []
    for code in supported_languages():
        language = get_language(code)
        table = {"script": language.info["script"].upper(), **language.table("detection")}
        supported.append(_candidate(code, table, frozenset(table["letters"])))
    others = []
    for name, table in _others().items():
        if name not in ("base", "scripts"):
            own = base_letters(table["script"]) - frozenset(table.get("without", ""))
            others.append(_candidate(name, table, own | frozenset(table["letters"])))
    return (*supported, *others)


def _candidate(name: str, table: dict[str, Any], alphabet: frozenset[str]) -> Candidate:
    marked = max(_RARE, table["mark_rate"])
    other = max(_RARE, table.get("other_rate", 0.0))
    return Candidate(
        code=table.get("code", name),
        profile=table.get("profile", name),
        script=table["script"],
        alphabet=alphabet,
        marks=frozenset(table.get("marks", table["letters"])),
        marked=math.log(marked),
        other=math.log(other),
        plain=math.log(1 - marked - other),
        endings=frozenset(table.get("endings", "").split()),
        unusual=re.compile(table["unusual"]) if "unusual" in table else None,
        words=frozenset(table["words"].split()),
    )


@cache
def _others() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "languages.toml").read_text("utf-8"))
