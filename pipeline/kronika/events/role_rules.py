"""``lang/<code>/roles.toml`` as the role finders use it."""

from dataclasses import dataclass
from functools import cache

from kronika.events.context import Phrases
from kronika.lang import LanguageData
from kronika.mentions.types import OrganizationMention
from kronika.records import Role


@dataclass(frozen=True, slots=True)
class RoleMention:
    """An organization with a role that a cue tells."""

    organization: OrganizationMention
    role: Role
    rule: str
    score: float
    gap: int = 0  # tokens between the cue and the organization (or the first of those coordinated with it)


@dataclass(frozen=True)
class Cue:
    """A phrase beside which an organization has a role."""

    name: str
    role: Role
    phrases: Phrases
    side: str
    cases: frozenset[str]
    gap: int
    cue_cases: frozenset[str]
    org_heads: tuple[str, ...]  # parts of lemmas of which the organization needs one
    not_org_heads: tuple[str, ...]  # … and may have none
    needs_participation: bool
    over_verbs: bool  # "партнёром форума выступил банк": a finite verb may stand between


@dataclass(frozen=True)
class RoleVerb:
    """Verbs whose subject (or agent, in the passive) has a role."""

    name: str
    role: Role
    lemmas: frozenset[str]
    not_with: frozenset[str]


@cache
def role_rules(language: LanguageData) -> tuple[tuple[Cue, ...], tuple[RoleVerb, ...]]:
    """Return the cues and verbs of a language, read once."""
    table = language.table("roles")
    cues = tuple(
        Cue(
            name=c["name"],
            role=c["role"],
            phrases=Phrases(c["phrases"], language),
            side=c["side"],
            cases=frozenset(c["cases"]),
            gap=c["gap"],
            cue_cases=frozenset(c.get("cue_cases", ())),
            org_heads=tuple(language.fold(w) for w in c.get("org_heads", ())),
            not_org_heads=tuple(language.fold(w) for w in c.get("not_org_heads", ())),
            needs_participation=c.get("needs_participation", False),
            over_verbs=c.get("over_verbs", False),
        )
        for c in table["cue"]
    )
    verbs = tuple(
        RoleVerb(
            v["name"],
            v["role"],
            frozenset(language.fold(w) for w in v["lemmas"]),
            frozenset(language.fold(w) for w in v.get("not_with", ())),
        )
        for v in table["verb"]
    )
    return cues, verbs
