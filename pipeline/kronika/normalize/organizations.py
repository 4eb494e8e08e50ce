"""One name for every mention of an organization: full name, short form, abbreviation, inflected variants.

Two names belong together where they are equal, where one is the abbreviation of the other (in brackets behind
it, or by its initials), or where one is the other with words left out ("Фонд Тимченко", "Благотворительный фонд
Елены и Геннадия Тимченко"). The most complete form is the name; the others are aliases.
"""

from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Doc, Span

from kronika.lang import LanguageData
from kronika.mentions.organization_rules import Candidate, is_acronym, organization_rules
from kronika.mentions.types import OrganizationMention
from kronika.normalize.organization_groups import Group, Grouping

_BARE_SCORE = 0.5
_AGAIN_SCORE = 0.8


def name_organizations(
    doc: Doc, candidates: Sequence[Candidate], links: Sequence[tuple[str, str]], language: LanguageData
) -> list[OrganizationMention]:
    """Return a mention for each candidate, with the name and the aliases of its organization.

    A head alone ("федерация") is a mention of the one organization of that head named before; else its own
    name if it ``stands_alone``, or dropped.

    Args:
        doc: the text the candidates are of.
        candidates: in text order.
        links: pairs of a name and its abbreviation.
        language: the text's language.
    """
    named = [c for c in candidates if not c.bare]
    grouping = Grouping(named, links, _coordinated(doc, named, language), language)
    mentions = []
    for candidate in candidates:
        if candidate.bare:
            group = _referred(doc, candidate, grouping.groups, language)
            score = _BARE_SCORE if group else candidate.score
            if group is None and candidate.stands_alone:
                group = Group(name=candidate.name, is_venue=candidate.is_venue)
        else:
            group, score = grouping.of(candidate.name), candidate.score
        if group is not None:
            mentions.append(
                _mention(doc[candidate.start : candidate.end], group, rule=candidate.rule, score=score)
            )
    mentions += _abbreviated_again(doc, candidates, grouping, language)
    return sorted(mentions, key=lambda m: (m.start, -m.end))


def _coordinated(doc: Doc, candidates: Sequence[Candidate], language: LanguageData) -> list[tuple[str, str]]:
    """Return pairs of names joined by a conjunction, with articles and abbreviations in brackets between.

    A comma alone may also stand before an apposition, so it says nothing.
    """
    rules = organization_rules(language)
    between_names = rules.joiners | rules.articles | {"(", ")", "»", "”", '"'}
    outside = [c for c in candidates if c.start == 0 or doc[c.start - 1].text != "("]
    pairs = []
    for first, second in pairwise(outside):
        between = [t for t in doc[first.end : second.start] if not t.is_space]
        is_link = all(t.lower_ in between_names or t.pos_ == "ADP" or is_acronym(t.text) for t in between)
        if is_link and any(t.lower_ in rules.joiners and t.is_alpha for t in between):
            pairs.append((first.name, second.name))
    return pairs


def _referred(doc: Doc, candidate: Candidate, groups: Sequence[Group], language: LanguageData) -> Group | None:
    definite = organization_rules(language).definite
    if definite and (candidate.start == 0 or doc[candidate.start - 1].lower_ not in definite):
        return None
    fits = [g for g in groups if candidate.head in g.heads]
    return fits[0] if len(fits) == 1 and fits[0].first < candidate.start else None


def _abbreviated_again(
    doc: Doc, candidates: Sequence[Candidate], grouping: Grouping, language: LanguageData
) -> list[OrganizationMention]:
    """Return further places where an abbreviation that the text has introduced stands."""
    taken = {i for c in candidates for i in range(c.start, c.end)}
    shorts = grouping.acronyms
    mentions = []
    for token in doc if shorts else ():
        if token.i in taken or not is_acronym(token.text.partition("-")[0]):
            continue
        group = shorts.get(language.fold(language.inflection.nominative(doc[token.i : token.i + 1])))
        if group is not None:
            rule = "organization.abbreviation_again"
            mentions.append(_mention(doc[token.i : token.i + 1], group, rule=rule, score=_AGAIN_SCORE))
    return mentions


def _mention(span: Span, group: Group, *, rule: str, score: float) -> OrganizationMention:
    return OrganizationMention(
        start=span.start_char,
        end=span.end_char,
        text=span.text,
        rule=rule,
        score=score,
        name=group.name,
        aliases=group.aliases,
        is_venue=group.is_venue,
    )
