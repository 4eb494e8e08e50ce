"""Organizations: every name in the text, and which of them name the same body.

1. quotation marks, as token spans: what stands in them is one name
2. head nouns with what belongs to them, by the language's grammar (head first or head last)
3. the model's organizations, where the grammar has found nothing: names without a head noun ("Danone")
4. quoted names joined to a quoted organization, and the items of lists behind a label
5. abbreviations in brackets, tied to the name before them
6. where nothing is left to go by: short quoted names, acronyms (:mod:`kronika.mentions.organization_loose`)
7. one name for all mentions of a body (:mod:`kronika.normalize.organizations`)
"""

from collections.abc import Iterable, Sequence

from spacy.tokens import Doc

from kronika.lang import LanguageData
from kronika.mentions.organization_articled import find_articled, with_legal_form
from kronika.mentions.organization_context import (
    find_abbreviations,
    find_acronyms,
    find_coordinated_quotes,
    find_entities,
    find_list_items,
    token_quotes,
)
from kronika.mentions.organization_head_first import find_head_first
from kronika.mentions.organization_head_last import find_head_last
from kronika.mentions.organization_loose import find_loose_acronyms, find_loose_quotes
from kronika.mentions.organization_rules import Candidate, organization_rules
from kronika.mentions.types import OrganizationMention
from kronika.normalize.organizations import name_organizations

_GRAMMARS = {"head_first": find_head_first, "head_last": find_head_last}


def find_organizations(doc: Doc, language: LanguageData) -> list[OrganizationMention]:
    """Return the mentions of organizations, in text order; those of one organization share ``name``.

    A mention covers head and quotation marks ("движение «За права человека»") even where the name is the quoted
    part alone. An organization inside another's name is a mention too, with its own span.
    """
    rules = organization_rules(language)
    quotes = token_quotes(doc)
    found = _without_stopped(_GRAMMARS[rules.grammar](doc, language, quotes), language, rules.stop_names)
    entities = _without_stopped(find_entities(doc, language, quotes), language, rules.stop_names)
    found = [c for c in found if not _is_bare_head(c, entities)]
    found += _new(entities, found)
    found += find_coordinated_quotes(doc, language, quotes, found)
    found += find_list_items(doc, language, found)
    found = with_legal_form(doc, found, language)
    found += _without_stopped(find_acronyms(doc, language, found), language, rules.stop_names)
    found += find_articled(doc, language, found)
    abbreviated = find_abbreviations(doc, language, found)
    if rules.title_heads:
        found += find_loose_quotes(doc, language, quotes, found)
        found += find_loose_acronyms(doc, language, found)
    shorts = [short for _, short in abbreviated]
    found = [c for c in found if c not in shorts and not any(c.overlaps(s) and c.start >= s.start for s in shorts)]
    links = [(full.name, short.name) for full, short in abbreviated]
    return name_organizations(doc, sorted(found + shorts, key=lambda c: (c.start, -c.end)), links, language)


def _without_stopped(
    candidates: Iterable[Candidate], language: LanguageData, stopped: frozenset[str]
) -> list[Candidate]:
    return [c for c in candidates if c.bare or language.fold(c.name) not in stopped]


def _is_bare_head(candidate: Candidate, entities: Sequence[Candidate]) -> bool:
    """Whether the grammar has but one word of what the model sees as a longer name."""
    if candidate.end - candidate.start > 1 or candidate.bare:
        return False
    return any(e.end - e.start > 1 and candidate.overlaps(e) for e in entities)


def _new(entities: Sequence[Candidate], known: Sequence[Candidate]) -> list[Candidate]:
    """Return the entities that share no token with a name of the grammar."""
    taken = {i for candidate in known if not candidate.bare for i in range(candidate.start, candidate.end)}
    return [e for e in entities if taken.isdisjoint(range(e.start, e.end))]
