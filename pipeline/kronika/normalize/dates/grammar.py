r"""The date grammar of a language, compiled once from ``lang/<code>/dates.toml``.

A table holds
  ``[classes.NAME]``  vocabulary: value -> surface forms, lower case (months, weekdays, seasons, units, ...);
  ``[macros]``        pieces of patterns that several rules share;
  ``[[rule]]``        ``name`` (unique), ``pattern`` and, where needed, ``left`` (what must stand before the
                      mention), ``open`` ("start" or "end" for half-open intervals), ``lends_year`` (false
                      where the year is a goal or a background) and ``score``;
  ``[phrases]``       ``before`` and ``after``: unit -> how dateparser is told "so many ago" and "in so many";
  ``[subject]``       stems of words that tell a ``report`` on a year, and of ``background`` (foundations, births);
  ``[reject]``        ``left`` and ``right``: what makes a look-alike of a date.

A pattern is a regular expression over the folded text (see :func:`fold`) in which
  ``{name}``    is a named group: a class, or one of the numbers below; a trailing digit (``{day2}``) tells the
                end of an interval from its start and is passed on into macros; ``{month_in}`` fills the group
                ``month`` from a vocabulary of its own; a name may occur more than once;
  ``{:name}``   is the same without a group;
  ``{name~}``   is a stem: a word may go on after it (case suffixes);
  a space       is one or a few spaces.
The first words that a pattern can begin with are known, and the vocabulary it cannot do without: the words of the
text decide which rules are tried at all. So reading stays linear, and a rule is compiled when it is first tried
(all rules together cost a third of a second).
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, Literal

from kronika.lang import get_language
from kronika.normalize.dates.alternation import alternation
from kronika.normalize.dates.certain import certain_part, leading_group

OpenEnd = Literal["start", "end"]
Needs = tuple[tuple[str, int], ...]  # groups of vocabulary, and how many words of each a match holds

# Numbers that every language writes with digits.
_NUMBERS = {
    "day": r"(?:3[01]|[12]\d|0?[1-9])(?!\d)",
    "day0": r"(?:3[01]|[12]\d|0[1-9])(?!\d)",  # two digits, as in DD.MM
    "mon": r"(?:1[0-2]|0[1-9])(?!\d)",
    "mon0": r"(?:1[0-2]|0?[1-9])(?!\d)",
    "year": r"(?:1[5-9]|20)\d\d(?!\d)",
    "yy": r"\d\d(?!\d)",
    "decade": r"(?:1[5-9]|20)\d0(?!\d)",
    "decade_short": r"\d0(?!\d)",
    "century": r"(?:2[01]|1\d|[1-9])(?!\d)",
    "quarter": r"[1-4](?!\d)",
    "half": r"[12](?!\d)",
    "n": r"\d{1,3}(?:[.,]\d)?(?!\d)",
}
_REFERENCE = re.compile(r"\{(?P<silent>:?)(?P<name>[a-z_]+?0?)(?P<digit>[23]?)(?P<stem>~?)\}")
_FIRST = re.compile(r"\{:?([a-z_]+?0?)[23]?(~?)\}|(\w+|')")  # a word, or the apostrophe of "'98"
_FOLDED = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("’‘ʼ`´", "'"),
        **dict.fromkeys("\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f", " "),
    }
)
_REPEATED = "__"  # before the number of a group that a pattern names more than once
_STEM = "~"
_DIGIT = "0"  # key of the rules that begin with a number


@dataclass(frozen=True)
class Rule:
    """One rule, to match at a position of the folded text."""

    name: str
    source: str  # of the regular expression
    digits: str  # the same, short of numbers in words: half as long, and enough for most texts
    needs: Needs = ()
    spelled: frozenset[str] = frozenset()  # its groups of numbers that may be words
    left: re.Pattern[str] | None = None
    open: OpenEnd | None = None
    lends_year: bool = True
    score: float = 0.95

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The regular expression, compiled at first use."""
        return re.compile(self.source)

    @cached_property
    def digit_pattern(self) -> re.Pattern[str]:
        """The same for where no number in words is near."""
        return re.compile(self.digits)


@dataclass(frozen=True)
class Grammar:
    """The grammar; ``starters`` and ``stems`` map how a mention begins to the rules to try."""

    code: str
    values: dict[str, dict[str, str]]  # group -> surface form -> value
    starters: dict[str, tuple[Rule, ...]]  # by its whole first word
    stems: dict[str, tuple[Rule, ...]]  # by the beginning of its first word
    stem_lengths: tuple[int, ...]  # in characters, ascending
    vocabulary: dict[str, tuple[str, ...]]  # first word of a form, or stem and ``~`` -> groups that need it
    reject_left: re.Pattern[str]
    reject_right: re.Pattern[str]
    folded: dict[int, str]  # what str.translate does after lower-casing
    dateline: dict[str, Any] = field(default_factory=dict)
    phrases: dict[str, dict[str, str]] = field(default_factory=dict)
    subject: dict[str, list[str]] = field(default_factory=dict)

    def look_up(self, word: str) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
        """The rules that may begin with a word of the folded text, and the groups with forms that do."""
        if word[0].isdecimal():
            return self.starters.get(_DIGIT, ()), self.vocabulary.get(word, ())
        rules, groups = self.starters.get(word, ()), self.vocabulary.get(word, ())
        for length in self.stem_lengths:
            if length >= len(word):
                break
            groups_of_stem = self.vocabulary.get(word[:length] + _STEM)
            if groups_of_stem is not None:
                groups += groups_of_stem
                rules += self.stems.get(word[:length], ())
        return rules, groups

    def value(self, group: str, surface: str) -> str:
        """The value of a surface form in a group (``month``, ``"апреля"`` -> ``"4"``)."""
        return self.values[group][_single_spaced(surface)]

    def fold(self, text: str) -> str:
        """Lower case, one kind of dash, apostrophe and space, the language's spelling variants; length kept."""
        lowered = text.lower()
        if len(lowered) != len(text):  # a few letters grow: "İ"
            lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
        return lowered.translate(self.folded)


@cache
def grammar(code: str) -> Grammar:
    """Compile the grammar of a language.

    Raises:
        ValueError: two rules share a name, or a pattern names something unknown.
    """
    return _Compiler(code, get_language(code).table("dates")).compile()


class _Compiler:
    """Expands macros and classes of one table."""

    def __init__(self, code: str, table: dict[str, Any]) -> None:
        self.code = code
        self.table = table
        self.classes: dict[str, dict[str, str]] = {
            name: {form: value for value, forms in values.items() for form in forms}
            for name, values in table["classes"].items()
        }
        self.words = {name: alternation(forms) for name, forms in self.classes.items()}
        self.macros: dict[str, str] = table.get("macros", {})
        self.values = self._values()

    def _values(self) -> dict[str, dict[str, str]]:
        """Group -> surface form -> value; ``NAME_VARIANT`` adds to ``NAME``."""
        values: dict[str, dict[str, str]] = {}
        for name, forms in self.classes.items():
            values.setdefault(_group(name), {}).update(forms)
        return values

    def compile(self) -> Grammar:
        """Read all rules and index them by their first word."""
        starters: dict[str, list[Rule]] = {}
        stems: dict[str, list[Rule]] = {}
        names: set[str] = set()
        for entry in self.table["rule"]:
            rule = self._rule(entry)
            if rule.name in names:
                raise ValueError(f"two date rules are called {rule.name!r}")
            names.add(rule.name)
            for word in self._first_words(entry["pattern"]):
                (stems if word.endswith(_STEM) else starters).setdefault(word.rstrip(_STEM), []).append(rule)
        reject = self.table["reject"]
        vocabulary = self._vocabulary()
        return Grammar(
            code=self.code,
            values=self.values,
            starters={word: tuple(rules) for word, rules in starters.items()},
            stems={stem: tuple(rules) for stem, rules in stems.items()},
            stem_lengths=tuple(sorted({len(word) - 1 for word in vocabulary if word.endswith(_STEM)})),
            vocabulary=vocabulary,
            reject_left=self._left(reject["left"]),
            reject_right=re.compile(self.expand(reject["right"])),
            folded=_FOLDED | str.maketrans(self.table.get("fold", {})),
            dateline=self.table.get("dateline", {}),
            phrases=self.table.get("phrases", {}),
            subject=self.table.get("subject", {}),
        )

    def _rule(self, entry: dict[str, Any]) -> Rule:
        return Rule(
            name=entry["name"],
            source=self.expand(entry["pattern"]) + r"(?!\w)",
            digits=self.expand(entry["pattern"], is_spelled=False) + r"(?!\w)",
            needs=tuple(sorted(self._needs(entry["pattern"]).items())),
            spelled=frozenset(
                _group(match["name"])
                for match in _REFERENCE.finditer(self._inlined(entry["pattern"]))
                if match["name"] in _NUMBERS and match["name"] in self.classes
            ),
            left=self._left(entry["left"]) if "left" in entry else None,
            open=entry.get("open"),
            lends_year=entry.get("lends_year", True),
            score=entry.get("score", 0.95),
        )

    def _needs(self, pattern: str) -> Counter[str]:
        """How many words of each group every match of a pattern holds; groups of numbers do not count."""
        rest = certain_part(self._inlined(pattern))
        return Counter(
            _group(match["name"])
            for match in _REFERENCE.finditer(rest)
            if match["name"] not in _NUMBERS and rest[match.end() : match.end() + 1] not in {"?", "*"}
        )

    def _inlined(self, pattern: str) -> str:
        """A pattern with its macros written out, but not its classes."""

        def replaced(match: re.Match[str]) -> str:
            macro = self.macros.get(match["name"])
            return match.group() if macro is None else f"(?:{self._inlined(macro)})"

        return _REFERENCE.sub(replaced, pattern)

    def _vocabulary(self) -> dict[str, tuple[str, ...]]:
        """First word of a form (its stem and ``_STEM`` where patterns want stems) -> groups."""
        patterns = [*(entry["pattern"] for entry in self.table["rule"]), *self.macros.values()]
        used = {(match["name"], bool(match["stem"])) for p in patterns for match in _REFERENCE.finditer(p)}
        groups: dict[str, set[str]] = {}
        for name, is_stem in used:
            for word in {_first_word(form) for form in self.classes.get(name, ())}:
                groups.setdefault(word, set()).add(_group(name))
                if is_stem:
                    groups.setdefault(word + _STEM, set()).add(_group(name))
        return {word: tuple(names) for word, names in groups.items()}

    def _left(self, pattern: str) -> re.Pattern[str]:
        return re.compile(rf"(?:{self.expand(pattern)})\Z")

    def expand(
        self, pattern: str, suffix: str = "", seen: Counter[str] | None = None, *, is_spelled: bool = True
    ) -> str:
        """Replace macros, classes and spaces.

        ``suffix`` is the digit that groups inherit from an outer macro; ``is_spelled`` lets numbers be words.
        """
        seen = Counter() if seen is None else seen

        def replaced(match: re.Match[str]) -> str:
            silent, name, digit, stem = match.groups()
            digit = digit or suffix
            if name in self.macros:
                return f"(?:{self.expand(self.macros[name], digit, seen, is_spelled=is_spelled)})"
            if name not in self.classes and name not in _NUMBERS:
                raise ValueError(f"date pattern {pattern!r} names {name!r}, which is neither class nor macro")
            alternatives = [_NUMBERS[name]] if name in _NUMBERS else []
            if name in self.classes and (is_spelled or name not in _NUMBERS):
                alternatives.append(self.words[name] if stem else rf"{self.words[name]}(?:(?<=\.)|(?!\w))")
            choice = "|".join(alternatives)
            if silent:
                return f"(?:{choice})"
            group = f"{_group(name)}{digit}"
            seen[group] += 1
            return f"(?P<{group}{_REPEATED}{seen[group]}>{choice})"

        return _REFERENCE.sub(replaced, re.sub(" (?![?*+{])", " {1,3}", pattern))

    def _first_words(self, pattern: str) -> set[str]:
        """The words, stems (ending in ``_STEM``) or ``_DIGIT`` that a match may begin with."""
        if pattern.startswith("(?:"):
            alternatives, rest = leading_group(pattern)
            words = set[str]().union(*(self._first_words(alternative) for alternative in alternatives))
            return words | self._first_words(rest[1:]) if rest.startswith("?") else words
        match = _FIRST.match(pattern)
        if match is None:
            raise ValueError(f"date pattern {pattern!r} must begin with a word, a class or a macro")
        name, stem, word = match.groups()
        if word is not None:
            return {word}
        if name in self.macros:
            return self._first_words(self.macros[name])
        words = {_first_word(form) for form in self.classes.get(name, ())}
        if stem:
            words |= {word + _STEM for word in words}
        return words | {_DIGIT} if name in _NUMBERS else words


def _first_word(form: str) -> str:
    return re.split(r"\W", form, maxsplit=1)[0]


def _group(name: str) -> str:
    return name.rstrip("0").split("_", maxsplit=1)[0]


def surfaces(match: re.Match[str]) -> dict[str, str]:
    """Return group -> surface form of a match; of a repeated group the first that took part."""
    found: dict[str, str] = {}
    for name, text in match.groupdict().items():
        if text is not None:
            found.setdefault(name.split(_REPEATED, maxsplit=1)[0], text)
    return found


def _single_spaced(text: str) -> str:
    return " ".join(text.split())
