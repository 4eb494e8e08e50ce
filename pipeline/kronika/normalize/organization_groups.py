"""The names of a document, grouped by organization."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from kronika.lang import LanguageData
from kronika.mentions.organization_rules import Candidate, is_acronym, organization_rules

_WORD = re.compile(r"\w+(?:[-–]\w+)*")
_PLAIN = {ord(c): None for c in '«»„“”"‹›'} | {ord(c): "-" for c in "–—‐‑"} | {0xA0: " "}


@dataclass(slots=True)
class Group:
    """The forms of one organization: folded form -> how often it is written in which way."""

    forms: dict[str, Counter[str]] = field(default_factory=dict)
    full: set[str] = field(default_factory=set)  # folded forms that may be the name; the rest are aliases only
    hidden: set[str] = field(default_factory=set)  # inflected variants of another form: not even aliases
    heads: set[str] = field(default_factory=set)
    is_venue: bool = False
    is_quoted: bool = False  # the name stands for itself, a head before it is not part of it
    is_distinct: bool = False
    first: int = 0  # first token of the first mention
    mentions: int = 0
    shorts: set[str] = field(default_factory=set)  # folded abbreviations that stand in brackets behind a form
    others: set[str] = field(default_factory=set)  # folded forms that are coordinated with one of these
    name: str = ""
    aliases: tuple[str, ...] = ()

    def take(self, other: "Group") -> None:
        """Add another group's forms; a quoted name outweighs a name with a head before it."""
        for folded, written in other.forms.items():
            self.forms.setdefault(folded, Counter()).update(written)
        if other.is_quoted and not self.is_quoted:
            self.full = set(other.full)
        elif other.is_quoted == self.is_quoted:
            self.full |= other.full
        self.is_quoted = self.is_quoted or other.is_quoted
        self.hidden |= other.hidden
        self.heads |= other.heads
        self.is_venue = self.is_venue or other.is_venue
        self.is_distinct = self.is_distinct and other.is_distinct
        self.first = min(self.first, other.first)
        self.mentions += other.mentions
        self.shorts |= other.shorts
        self.others |= other.others

    def is_apart(self, other: "Group") -> bool:
        """Whether the text itself says that two groups are two: each has its abbreviation, or "A és B"."""
        if self.shorts and other.shorts and self.shorts.isdisjoint(other.shorts):
            return True
        return not self.others.isdisjoint(other.forms) or not other.others.isdisjoint(self.forms)

    def written(self, form: str) -> str:
        """Return the commonest way a form is written, one that is not all in capitals if there is one."""
        ways = self.forms[form]
        return max([w for w in ways if not w.isupper()] or list(ways), key=lambda w: (ways[w], w))


class Grouping:
    """The groups of a document; each form belongs to one group."""

    def __init__(
        self,
        candidates: Sequence[Candidate],
        links: Sequence[tuple[str, str]],
        coordinated: Sequence[tuple[str, str]],
        language: LanguageData,
    ) -> None:
        self._language = language
        self._rules = organization_rules(language)
        self._by_form: dict[str, Group] = {}
        for candidate in candidates:
            self._add(candidate)
        for name, short in links:
            self.of(name).shorts.add(self._folded(short))
            self._unite(self.of(name), self.of(short))
        for name, other in coordinated:
            self.of(name).others.add(self._folded(other))
        self._words = {form: self._content(form) for form in self._by_form}
        self._unite_by_words()
        self.groups = list({id(g): g for g in self._by_form.values()}.values())
        for group in self.groups:
            self._choose_name(group)

    def of(self, name: str) -> Group:
        """Return the group of a candidate's name."""
        return self._by_form[self._folded(name)]

    @cached_property
    def acronyms(self) -> dict[str, Group]:
        """The abbreviations among the forms."""
        forms = ((form, group) for form, group in self._by_form.items() if " " not in form)
        return {form: group for form, group in forms if is_acronym(group.written(form))}

    def _folded(self, name: str) -> str:
        """Return a name as names are compared: folded, without quotation marks, dashes alike, one space."""
        return " ".join(self._language.fold(name).translate(_PLAIN).split())

    def _add(self, candidate: Candidate) -> None:
        name = self._folded(candidate.name)
        group = Group(
            forms={name: Counter([candidate.name])},
            full={name},
            heads={candidate.head} if candidate.head else set(),
            is_venue=candidate.is_venue,
            is_quoted=candidate.alias is not None and len(candidate.alias) > len(candidate.name),
            is_distinct=candidate.is_distinct,
            first=candidate.start,
            mentions=1,
        )
        if candidate.alias:
            group.forms.setdefault(self._folded(candidate.alias), Counter())[candidate.alias] += 1
        for form in list(group.forms):
            known = self._by_form.get(form)
            if known is not None and known is not group:
                known.take(group)
                for other in group.forms:
                    self._by_form[other] = known
                group = known
            self._by_form[form] = group

    def _unite(self, kept: Group, other: Group) -> None:
        if kept is other:
            return
        kept.take(other)
        for form in other.forms:
            self._by_form[form] = kept

    def _unite_by_words(self) -> None:
        """Unite short forms and abbreviations with the full name they fit; of several, the most often named."""
        forms = sorted(self._by_form, key=lambda f: (len(f), f))
        for i, short in enumerate(forms):
            group = self._by_form[short]
            others = [f for f in forms[i + 1 :] if self._by_form[f] is not group]
            variants = [f for f in others if self._is_variant(short, f)]
            fits = variants or [f for f in others if not group.is_distinct and self._may_be_short(short, f)]
            if not fits:
                continue
            best = max(fits, key=lambda f: (self._by_form[f].mentions, -self._by_form[f].first))
            kept = self._by_form[best]
            keeps_own = group.is_quoted and not kept.is_quoted
            if variants:
                keeps_own = (group.is_quoted, group.mentions) >= (kept.is_quoted, kept.mentions)
                group.hidden.add(best if keeps_own else short)
            full = group.full if keeps_own else kept.full - group.full
            self._unite(kept, group)
            kept.full = set(full) or kept.full

    def _is_variant(self, form: str, other: str) -> bool:
        """Whether two forms differ in the endings of their words alone."""
        words, others = self._words[form], self._words[other]
        return len(words) == len(others) and all(map(_same_word, words, others))

    def _may_be_short(self, short: str, full: str) -> bool:
        return not self._by_form[short].is_apart(self._by_form[full]) and self._is_short_form(short, full)

    def _is_short_form(self, short: str, full: str) -> bool:
        """Whether ``short`` is an abbreviation of ``full``, or ``full`` with words left out."""
        brief, long = self._words[short], self._words[full]
        group, other = self._by_form[short], self._by_form[full]
        written = group.written(short)
        if " " not in short and is_acronym(written):
            initials = "".join(part[0] for word in long for part in word.split("-") if part)
            return len(short) >= 3 and len(long) >= 3 and initials.startswith(short)
        if _is_acronym_with_tail(written, brief, long):
            return True
        if not brief or len(brief) >= len(long) or (group.heads and other.heads and not group.heads & other.heads):
            return False
        if not group.heads and len(brief) == 1:
            return brief[0] in long and written[0].isupper()
        if not _is_subsequence(brief, long) or not (self._rules.has_inner_omissions or _is_edge(brief, long)):
            return False
        is_start = len(brief) >= 2 and all(_same_word(a, b) for a, b in zip(brief, long, strict=False))
        capitals = {self._language.fold(w) for w in _WORD.findall(written) if w[0].isupper()}
        own = {w for w in capitals if len(w) > 2} - group.heads - other.heads
        return is_start or bool(own)

    def _content(self, form: str) -> tuple[str, ...]:
        """Return the words of a form that tell organizations apart, contractions written out."""
        words: list[str] = []
        for word in _WORD.findall(form):
            if word not in self._rules.function_words:
                words.extend(self._expanded(word))
        return tuple(words)

    def _expanded(self, word: str) -> tuple[str, ...]:
        """Return what a contraction, inflected or not, stands for: "соцзащиты" as "соцзащита"."""
        exact = self._rules.expansions.get(word)
        if exact is not None or len(word) < 5:
            return exact or (word,)
        inflected = (w for c, w in self._rules.expansions.items() if len(c) > 4 and _same_word(word, c))
        return next(inflected, (word,))

    def _choose_name(self, group: Group) -> None:
        """Set a group's name, its most complete form, and its aliases."""

        def completeness(form: str) -> tuple[bool, bool, int, int]:
            is_full = " " in form or not is_acronym(group.written(form))
            return is_full, form not in group.hidden, len(self._words[form]), len(form)

        form = max(sorted(group.full), key=completeness)
        group.name = self._in_case(group.written(form))
        aliases = [self._in_case(group.written(f)) for f in group.forms if f != form and f not in group.hidden]
        group.aliases = tuple(dict.fromkeys(a for a in aliases if a != group.name))

    def _in_case(self, name: str) -> str:
        """Return a headline in capitals with the capitals of a name."""
        words = name.split()
        if not name.isupper() or len(words) < 2 or max(map(len, words)) < 6:
            return name
        if not self._rules.title_case:
            return name.capitalize()
        function_words = self._rules.function_words
        return " ".join(w.lower() if i and w.lower() in function_words else w.title() for i, w in enumerate(words))


def _is_subsequence(brief: tuple[str, ...], long: tuple[str, ...]) -> bool:
    rest = iter(long)
    return all(any(_same_word(word, other) for other in rest) for word in brief)


def _is_edge(brief: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether the words left out all stand before or all behind those that are kept."""
    return any(all(map(_same_word, brief, part)) for part in (long[: len(brief)], long[len(long) - len(brief) :]))


def _is_acronym_with_tail(written: str, brief: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether a short form is the initials of the first words and the same last ones: "МГУ им. Н. П. Огарёва"."""
    acronym, *tail = [word for word in brief if len(word) > 1] or [""]
    words = [word for word in long if len(word) > 1]  # initials of persons are left out or not
    if not tail or len(acronym) < 2 or not is_acronym(written.split(maxsplit=1)[0]) or len(words) < len(tail) + 2:
        return False
    initials = "".join(part[0] for word in words[: -len(tail)] for part in word.split("-") if part)
    return initials.startswith(acronym) and all(map(_same_word, tail, words[-len(tail) :]))


@lru_cache(maxsize=20_000)
def _same_word(a: str, b: str) -> bool:
    """Whether two folded words differ in their endings only."""
    if a == b:
        return True
    shorter = min(len(a), len(b))
    if shorter < 5 or abs(len(a) - len(b)) > 3:
        return False
    return a[: shorter - 2] == b[: shorter - 2]
