"""The words that lead on a complement of an organization's head, and those that end it."""

from dataclasses import dataclass
from functools import cache

from kronika.lang import LanguageData


@dataclass(frozen=True, slots=True)
class ComplementTables:
    prepositions: dict[str, frozenset[str]]
    dedication: frozenset[str]
    numbering: frozenset[str]
    stops: frozenset[str]
    areas: frozenset[str]
    short_areas: frozenset[str]
    undeclined: tuple[str, ...]
    joiners: frozenset[str]
    preposition_nouns: dict[str, frozenset[str]]
    dative_nouns: frozenset[str]
    with_nouns: frozenset[str]
    with_preposition: str
    script: frozenset[str]
    people: frozenset[str]
    possessives: frozenset[str]  # without cases
    posts: frozenset[str]  # heads that are named by the place they sit in
    seated: frozenset[str]  # words right before that place
    place_preposition: str


@cache
def complement_tables(language: LanguageData) -> ComplementTables:
    """Return the tables of a language; read once."""
    table = language.table("organizations")
    own = table["complements"]

    def words(key: str) -> frozenset[str]:
        return frozenset(language.fold(w) for w in own[key])

    return ComplementTables(
        prepositions={k: frozenset(v) for k, v in table["complement_prepositions"].items()},
        dedication=words("dedication"),
        numbering=words("numbering"),
        stops=words("stops"),
        areas=words("areas"),
        short_areas=words("short_areas"),
        undeclined=tuple(own["undeclined_endings"]),
        joiners=frozenset(table["joiners"]),
        preposition_nouns={
            k: frozenset(language.fold(w) for w in v) for k, v in table["preposition_nouns"].items()
        },
        dative_nouns=words("dative_nouns"),
        with_nouns=words("with_nouns"),
        with_preposition=own["with_preposition"],
        script=frozenset(own["letters"]),
        people=words("people"),
        possessives=frozenset(own["possessives"]),
        posts=words("posts"),
        seated=words("seated"),
        place_preposition=own["place_preposition"],
    )
