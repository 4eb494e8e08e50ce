"""What both grammars of organization names share: the tables of a language, and what a finder hands on.

The tables are ``lang/<code>/organizations.toml``; words are compared folded (:meth:`LanguageData.fold`).
"""

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from kronika.lang import LanguageData


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Tokens that may name an organization; ``end`` is exclusive.

    ``name`` is the nominative, ``alias`` the organization's other form in these very tokens (with or without the
    generic head). ``head`` is the folded head noun or empty. A ``bare`` candidate is a head alone ("федерация"):
    it counts only where the document names the organization elsewhere, or where it ``stands_alone``.
    """

    start: int
    end: int
    rule: str
    score: float
    name: str
    alias: str | None = None
    head: str = ""
    bare: bool = False
    stands_alone: bool = False
    is_venue: bool = False
    is_distinct: bool = False  # no short form of another name in the text

    def overlaps(self, other: "Candidate") -> bool:
        """Whether the two share a token."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class OrganizationRules:
    """The part of the tables that no grammar owns."""

    grammar: str  # "head_first" or "head_last"
    stop_names: frozenset[str]
    channel_heads: frozenset[str]
    channel_side: str  # "before" or "after" the name
    labels: frozenset[str]
    label_words: int
    joiners: frozenset[str]
    articles: frozenset[str]
    definite: frozenset[str]
    entity_scores: dict[str, float]
    expansions: dict[str, tuple[str, ...]]
    function_words: frozenset[str]
    has_inner_omissions: bool
    venue: frozenset[str]
    country_link: frozenset[str]
    countries: frozenset[str]
    country_names: frozenset[str]
    place_kinds: frozenset[str]  # "г.", "посёлок": what follows is a place
    title_heads: frozenset[str]  # nouns that make the quoted name behind them a title; none: no loose names
    named_after: frozenset[str]  # nouns of what has an organization's name: "улица Союза Печатников"
    title_case: bool
    joined_heads_are_quoted: bool


@cache
def organization_rules(language: LanguageData) -> OrganizationRules:
    """Return the tables of a language; read once."""
    table = language.table("organizations")

    def words(entries: list[str]) -> frozenset[str]:
        return frozenset(language.fold(w) for w in entries)

    labels = words(table["labels"]["words"])
    return OrganizationRules(
        grammar=table["grammar"],
        stop_names=words(table["stop"]["names"]),
        channel_heads=words(table["stop"]["channel_heads"]),
        channel_side=table["stop"]["channel_side"],
        labels=labels,
        label_words=max(len(label.split()) for label in labels),
        joiners=words(table["joiners"]),
        articles=words(table["articles"]),
        definite=words(table["definite"]),
        entity_scores=table["entity_scores"],
        expansions={language.fold(k): tuple(language.fold(v).split()) for k, v in table["expansions"].items()},
        function_words=words(table["function_words"]),
        has_inner_omissions=table["has_inner_omissions"],
        venue=words(table["venue"]),
        country_link=words(table["foreign"]["link"]),
        countries=words(table["foreign"]["countries"]),
        country_names=words([n for names in language.table("areas")["countries"].values() for n in names]),
        place_kinds=frozenset(language.table("places")["kind_words"]["city"]),
        title_heads=words(table.get("title_heads", [])),
        named_after=words(table.get("named_after", [])),
        title_case=table["capitals"] == "title",
        joined_heads_are_quoted=table["grammar"] == "head_first",
    )


def first_value(token: Token, feature: str) -> str:
    """Return a UD feature's value or an empty string."""
    values = token.morph.get(feature, [])
    return values[0] if values else ""


def names_a_place(doc: Doc, start: int, head: int, language: LanguageData) -> bool:
    """Whether a street or a mountain has the name of the organization: "улице Союза Печатников"."""
    before = start - 1
    if before > 0 and doc[before].text == ".":
        before -= 1  # "ул."
    if before < 0 or first_value(doc[head], "Case") != "Gen":
        return False
    return language.fold(doc[before].lemma_) in organization_rules(language).named_after


def is_acronym(text: str) -> bool:
    """Whether a word is written as an acronym: "ДТСЗН", "НИИСР", "BBTE", "АНОВО"."""
    letters = [c for c in text if c.isalpha()]
    return (
        2 <= len(letters) <= 10
        and text[0].isalpha()
        and sum(c.isupper() for c in letters) >= max(2, len(letters) - 1)
    )


def in_capitals(doc: Doc, start: int, end: int) -> bool:
    """Whether a stretch is set in capitals, as titles are, so that letter case says nothing."""
    words = [t.text for t in doc[start:end] if t.is_alpha and len(t) > 1]
    return len(words) > 1 and all(w.isupper() for w in words) and any(len(w) > 5 for w in words)
