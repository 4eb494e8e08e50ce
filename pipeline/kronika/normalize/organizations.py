"""One name for every mention of an organization: full name, short form, abbreviation, inflected variants.

Two names belong together where they are equal, where one is the abbreviation of the other (in brackets behind it, or
by its initials), or where one is the other with words left out ("Фонд Тимченко", "Благотворительный фонд Елены и
Геннадия Тимченко"). The most complete form is the name; the others are aliases.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from spacy.tokens import Doc

from kronika.lang import LanguageData
from kronika.mentions.organization_rules import Candidate, OrganizationRules, is_acronym, organization_rules
from kronika.mentions.types import OrganizationMention

_WORD = re.compile(r"\w+(?:[-–]\w+)*")
_BARE_SCORE = 0.5


@dataclass(slots=True)
class _Group:
    """The forms of one organization: folded form -> how often it is written in which way."""

    forms: dict[str, Counter[str]] = field(default_factory=dict)
    full: set[str] = field(default_factory=set)  # folded forms that may be the name; the rest are aliases only
    heads: set[str] = field(default_factory=set)
    is_venue: bool = False
    is_quoted: bool = False  # the name stands for itself, a head before it is not part of it
    first: int = 0
    mentions: int = 0

    def add(self, folded: str, written: str, *, is_name: bool) -> None:
        self.forms.setdefault(folded, Counter())[written] += 1
        if is_name:
            self.full.add(folded)

    def take(self, other: "_Group") -> None:
        for folded, written in other.forms.items():
            self.forms.setdefault(folded, Counter()).update(written)
        if other.is_quoted and not self.is_quoted:
            self.full = set(other.full)
        elif other.is_quoted == self.is_quoted:
            self.full |= other.full
        self.is_quoted = self.is_quoted or other.is_quoted
        self.heads |= other.heads
        self.is_venue = self.is_venue or other.is_venue
        self.first = min(self.first, other.first)
        self.mentions += other.mentions


def name_organizations(
    doc: Doc, candidates: Sequence[Candidate], links: Sequence[tuple[str, str]], language: LanguageData
) -> list[OrganizationMention]:
    """Return a mention for each candidate, with the name and the aliases of its organization.

    Args:
        doc: the text the candidates are of.
        candidates: in text order.
        links: pairs of a name and its abbreviation.
        language: the text's language.
    """
    rules = organization_rules(language)
    named = [c for c in candidates if not c.bare]
    groups = _grouped(named, links, language, rules)
    mentions = []
    by_form = {form: group for group in groups for form in group.forms}
    for candidate in candidates:
        if candidate.bare:
            group = _referred(candidate, groups)
            score = _BARE_SCORE
        else:
            group, score = by_form[_folded(candidate.name, language)], candidate.score
        if group is not None:
            mentions.append(_mention(doc, candidate.start, candidate.end, candidate.rule, score, group, rules))
    mentions += _known_elsewhere(doc, candidates, by_form, language, rules)
    return sorted(mentions, key=lambda m: (m.start, -m.end))


def _grouped(
    candidates: Sequence[Candidate],
    links: Sequence[tuple[str, str]],
    language: LanguageData,
    rules: OrganizationRules,
) -> list[_Group]:
    groups: dict[str, _Group] = {}
    for candidate in candidates:
        group = _Group(first=candidate.start, is_venue=candidate.is_venue, mentions=1)
        group.is_quoted = bool(candidate.alias) and candidate.name in str(candidate.alias)
        group.add(_folded(candidate.name, language), candidate.name, is_name=True)
        if candidate.alias:
            group.add(_folded(candidate.alias, language), candidate.alias, is_name=False)
        if candidate.head:
            group.heads.add(candidate.head)
        _merge_by_form(groups, group)
    for name, short in links:
        full, brief = groups[_folded(name, language)], groups[_folded(short, language)]
        _unite(groups, full, brief)
    _unite_by_words(groups, language, rules)
    return list({id(g): g for g in groups.values()}.values())


def _merge_by_form(groups: dict[str, _Group], group: _Group) -> None:
    for form in list(group.forms):
        other = groups.get(form)
        if other is not None and other is not group:
            other.take(group)
            group = other
    for form in group.forms:
        old = groups.get(form)
        if old is not None and old is not group:
            _unite(groups, group, old)
        groups[form] = group


def _unite(groups: dict[str, _Group], kept: _Group, other: _Group) -> None:
    if kept is other:
        return
    kept.take(other)
    for form in other.forms:
        groups[form] = kept


def _unite_by_words(groups: dict[str, _Group], language: LanguageData, rules: OrganizationRules) -> None:
    """Unite short forms and abbreviations with the one full name they fit; the more often named of several."""
    forms = sorted(groups, key=len)
    words = {form: _content(form, rules) for form in forms}
    for i, short in enumerate(forms):
        fits = [
            full
            for full in forms[i + 1 :]
            if groups[full] is not groups[short] and _is_short_form(short, full, words, groups[short], groups[full])
        ]
        if fits:
            best = max(fits, key=lambda f: (groups[f].mentions, -groups[f].first))
            _unite(groups, groups[best], groups[short])


def _is_short_form(short: str, full: str, words: dict[str, tuple[str, ...]], group: _Group, other: _Group) -> bool:
    written = next(iter(group.forms[short]))
    if " " not in short and is_acronym(written):
        initials = "".join(w[0] for word in words[full] for w in word.split("-"))
        return len(short) >= 3 and len(words[full]) >= 3 and initials.startswith(short)
    brief, long = words[short], words[full]
    if not brief or len(brief) >= len(long) or not _is_subsequence(brief, long):
        return False
    is_start = len(brief) >= 2 and all(_same_word(a, b) for a, b in zip(brief, long, strict=False))
    own = [w for w in brief if w not in group.heads | other.heads and len(w) > 2]
    has_name = any(w in _capitalised(written) for w in own)
    return is_start or (has_name and (not group.heads or bool(group.heads & other.heads)))


def _capitalised(written: str) -> frozenset[str]:
    return frozenset(w.lower().replace("ё", "е") for w in _WORD.findall(written) if w[0].isupper())


def _is_subsequence(brief: tuple[str, ...], long: tuple[str, ...]) -> bool:
    rest = iter(long)
    return all(any(_same_word(word, other) for other in rest) for word in brief)


@lru_cache(maxsize=20_000)
def _same_word(a: str, b: str) -> bool:
    """Whether two folded words differ in their endings only."""
    if a == b:
        return True
    shorter = min(len(a), len(b))
    if shorter < 5 or abs(len(a) - len(b)) > 3:
        return False
    return a[: shorter - 2] == b[: shorter - 2]


def _content(form: str, rules: OrganizationRules) -> tuple[str, ...]:
    words: list[str] = []
    for word in _WORD.findall(form):
        if word not in rules.function_words:
            words.extend(rules.expansions.get(word) or _expanded(word, rules))
    return tuple(words)


def _expanded(word: str, rules: OrganizationRules) -> tuple[str, ...]:
    """Return what an inflected contraction stands for: "соцзащиты" as "соцзащита"."""
    if len(word) > 4:
        for contraction, words in rules.expansions.items():
            if len(contraction) > 4 and _same_word(word, contraction):
                return words
    return (word,)


def _referred(candidate: Candidate, groups: Sequence[_Group]) -> _Group | None:
    """Return the organization that a head alone refers to: the only one of that head, named before."""
    fits = [g for g in groups if candidate.head in g.heads]
    return fits[0] if len(fits) == 1 and fits[0].first < candidate.start else None


def _known_elsewhere(
    doc: Doc, candidates: Sequence[Candidate], by_form: dict[str, _Group], language: LanguageData, rules: OrganizationRules
) -> list[OrganizationMention]:
    """Return further places where an abbreviation that the text has introduced stands."""
    taken = {i for c in candidates for i in range(c.start, c.end)}
    shorts = {f: g for f, g in by_form.items() if " " not in f and is_acronym(next(iter(g.forms[f])))}
    mentions = []
    for token in doc if shorts else ():
        stem = token.text.partition("-")[0]
        if token.i in taken or not is_acronym(stem):
            continue
        group = shorts.get(_folded(stem, language))
        if group is not None:
            mentions.append(
                _mention(doc, token.i, token.i + 1, "organization.abbreviation_again", 0.8, group, rules)
            )
    return mentions


def _mention(
    doc: Doc, start: int, end: int, rule: str, score: float, group: _Group, rules: OrganizationRules
) -> OrganizationMention:
    span = doc[start:end]
    name_form = _fullest(group, rules)
    name = _written(group, name_form, rules)
    aliases = tuple(_written(group, f, rules) for f in group.forms if f != name_form)
    return OrganizationMention(
        start=span.start_char,
        end=span.end_char,
        text=span.text,
        rule=rule,
        score=score,
        name=name,
        aliases=tuple(dict.fromkeys(a for a in aliases if a != name)),
        is_venue=group.is_venue,
    )


def _fullest(group: _Group, rules: OrganizationRules) -> str:
    def completeness(form: str) -> tuple[bool, int, int]:
        written = next(iter(group.forms[form]))
        return " " in form or not is_acronym(written), len(_content(form, rules)), len(form)

    return max(sorted(group.full), key=completeness)


def _written(group: _Group, form: str, rules: OrganizationRules) -> str:
    """Return the commonest way a form is written; capitals of a headline become those of a name."""
    ways = group.forms[form]
    mixed = [w for w in ways if not w.isupper()] or list(ways)
    best = max(mixed, key=lambda w: (ways[w], w))
    words = best.split()
    if not best.isupper() or len(words) < 2 or max(map(len, words)) < 6:
        return best
    if rules.title_case:
        return " ".join(w if w.lower() in rules.function_words and i else w.capitalize() for i, w in enumerate(words)).replace(
            " ÉS ", " és "
        )
    return best.capitalize()


def _folded(name: str, language: LanguageData) -> str:
    """Return a name as names are compared: folded, without quotation marks, dashes alike, one space."""
    text = language.fold(name).translate(_PLAIN)
    return " ".join(text.split())


_PLAIN = {ord(c): None for c in "«»„“”\"‹›"} | {ord(c): "-" for c in "–—‐‑"} | {0xA0: " "}
