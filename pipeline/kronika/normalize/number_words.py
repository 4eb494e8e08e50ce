"""The number words of a language: its table ``numbers.toml``, compiled once, and the tokens it is applied to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from math import prod
from typing import Any

from kronika.lang import get_language

MAX_DIGITS = 12
MAX_UNGROUPED_DIGITS = 9
"""Longer runs of digits are codes, not amounts."""

_BOTH = 2
_SIGNS = frozenset("№#")
_MAX_WORD = 60  # no number word is longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Atom:
    """A part of a number: a value to add, or a scale to multiply with."""

    value: float
    is_scale: bool = False
    is_plural: bool = False  # vague where it stands alone
    is_digits: bool = False
    persons: bool = False
    inflected: bool = False
    is_rough: bool = False  # its ending makes it an approximation: "száznyi"
    ambiguous: bool = False
    needs_company: bool = False

    @property
    def is_fraction(self) -> bool:
        """Whether the value counts nothing without a scale."""
        return self.value != int(self.value)

    @property
    def is_unit(self) -> bool:
        """Whether it can be the unit of a vague number: "több száz", "több 10 ezer"."""
        return self.is_scale or self.value in {10, 100, 1000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token of plain text: a word (in lower case), a mark, or digits with what hangs on them."""

    start: int
    end: int
    word: str = ""
    mark: str = ""
    amount: float | None = None
    ending: str = ""
    is_spaced: bool = False  # white space before it
    is_code: bool = False  # digits that are no amount
    is_name: bool = False  # written as a name within a sentence
    follows: bool = False  # nothing but white space between it and the token before


class NumberWords:
    """The compiled table of one language."""

    def __init__(self, table: dict[str, Any]) -> None:
        special, ranges = table["words"], table["ranges"]
        self.range_dashes = frozenset(ranges["dashes"])
        self.hyphens = frozenset(ranges["hyphens"])
        self.range_from = frozenset(ranges["from"])
        self.range_to = frozenset(ranges["to"])
        self.range_and = frozenset(ranges["and"])
        self.range_close = frozenset(ranges["close"])
        self.another = frozenset(ranges["another"])
        self._vague_values = {float(unit): float(value) for unit, value in table["vague_values"].items()}
        self._vague_before = _by_first_word(table["vague_before"] + table["vague_singular"])
        self._vague_singular = frozenset(tuple(phrase.split()) for phrase in table["vague_singular"])
        self._vague_prefix = re.compile("|".join(table["vague_prefixes"]) or r"(?!)")
        self._half = tuple(tuple(phrase.split()) for phrase in table["half"])
        self._digit_endings = table["digit_endings"]
        self._ending_digits: dict[str, str] = table["ending_digits"]
        self._ordinal_dot = bool(table["ordinal_dot"])
        self._token = _token_pattern(table["group_separators"], table["decimal_marks"], special["abbreviations"])
        self._separator = re.compile(f"[{re.escape(table['group_separators'])}](?=[0-9]{{3}})")
        self._atoms = _atoms(table)
        self._compound: re.Pattern[str] | None = None
        self._stem: re.Pattern[str] | None = None
        if table["compounding"]:
            self._compound, self._stem = _compound_patterns(table)
        self._ending_kind = {e: kind for kind, endings in table["word_endings"].items() for e in endings}
        self._bound = frozenset(special["bound"])
        self._not_numbers = frozenset(special["not_numbers"])
        self._ambiguous = frozenset(special["ambiguous"])
        self._needs_company = frozenset(special["needs_company"])
        self._rough_endings = frozenset(table["rough_endings"])
        self.inverted_scales = frozenset(table["inverted"]["scales"].split())
        self.inverted_values = frozenset(table["inverted"]["values"].split())
        self._known: dict[str, tuple[Atom, ...]] = {}

    def tokens(self, text: str, start: int, end: int) -> Iterator[Token]:
        """Yield the tokens of one line; white space, and digits that are no amount, separate."""
        last = start
        for match in self._token.finditer(text, start, end):
            gap = text[last : match.start()]
            token = self._token_of(text, match, is_spaced=bool(gap), follows=not gap.strip() and last > start)
            last = match.end()
            yield token

    def atoms(self, token: Token) -> tuple[Atom, ...]:
        """Return the parts of a number that a token is made of; nothing if it is none."""
        if token.amount is not None:
            persons = token.ending in self._digit_endings["persons"]
            return (Atom(value=token.amount, is_digits=True, persons=persons, inflected=bool(token.ending)),)
        word = token.word
        if not word or token.is_name or len(word) > _MAX_WORD or word in self._not_numbers:
            return ()
        known = self._known.get(word)
        if known is None:
            known = self._word_atoms(word)
            if known:
                self._known[word] = known  # bounded: only number words are kept
        return known

    def half_end(self, tokens: list[Token], i: int) -> int | None:
        """Return the position after "and a half" at token ``i``."""
        for phrase in self._half:
            if tuple(token.word for token in tokens[i : i + len(phrase)]) == phrase:
                return i + len(phrase)
        return None

    def vague_end(self, tokens: list[Token], i: int) -> int:
        """Return the position after the words at token ``i`` that make the unit after them vague, or ``i``."""
        for phrase in self._vague_before.get(tokens[i].word, ()):
            if tuple(token.word for token in tokens[i : i + len(phrase)]) == phrase:
                return i + len(phrase)
        return i

    def vague_value(self, tokens: list[Token], amount: float) -> float:
        """Return the smallest number that vague words with a unit mean: "несколько десятков" are two tens."""
        if tuple(token.word for token in tokens) in self._vague_singular:
            return amount
        return self._vague_values.get(amount, amount)

    def joins_thousands(self, tokens: list[Token], i: int, limit: float) -> bool:
        """Whether token ``i`` is the hyphen that compounds set after thousands: "kétezer-ötszáz".

        ``limit`` is the last scale read, below which what follows must stay; it is infinite before the first.
        """
        if self._compound is None or limit == float("inf") or i + 1 >= len(tokens):
            return False
        if tokens[i].mark not in self.range_dashes or tokens[i + 1].is_spaced:
            return False
        parts = self.atoms(tokens[i + 1])
        return bool(parts) and prod(atom.value for atom in parts) < limit

    def _token_of(self, text: str, match: re.Match[str], *, is_spaced: bool, follows: bool) -> Token:
        start, end = match.span()
        amount: float | None = None
        ending = ""
        word = match["word"] or ""
        if match["digits"]:
            amount = self._amount(match["digits"])
            ending = (match["ending"] or "").lower()
            if ending and not self._takes_ending(match["digits"], ending):
                amount = None
            if _is_code_around(text, start, end) or (self._ordinal_dot and _is_ordinal_dot(text, end)):
                amount = None
        return Token(
            start=start,
            end=end,
            word=word.lower().removesuffix("."),
            mark=match["mark"] or "",
            amount=amount,
            ending=ending,
            is_code=amount is None and match.lastgroup in {"digits", "ending", "code", "phone"},
            is_spaced=is_spaced,
            is_name=word.istitle() and len(word) > 1 and start > 1 and text[start - 2].islower() and is_spaced,
            follows=follows,
        )

    def _takes_ending(self, digits: str, ending: str) -> bool:
        listed = any(ending in endings for endings in self._digit_endings.values())
        return listed and digits[-1] in self._ending_digits.get(ending, digits[-1])

    def _amount(self, digits: str) -> float | None:
        plain = self._separator.sub("", digits).replace(",", ".")
        most = MAX_UNGROUPED_DIGITS if digits.isdigit() else MAX_DIGITS
        return float(plain) if len(plain) <= most else None

    def _word_atoms(self, word: str) -> tuple[Atom, ...]:
        plain = self._atoms.get(word)
        if plain is None or word in self._bound:
            return self._compound_atoms(word)
        atom = replace(plain, ambiguous=word in self._ambiguous, needs_company=word in self._needs_company)
        return (atom,)

    def _compound_atoms(self, word: str) -> tuple[Atom, ...]:
        match = self._compound.fullmatch(word) if self._compound else None
        if match is None or self._stem is None:
            return self._vague_atoms(word)
        stems, ending = self._stem.findall(match["stems"]), match["ending"] or ""
        if stems[-1] in self._bound and not ending:
            return ()
        kind = self._ending_kind.get(ending)
        atoms = [self._atoms[stem] for stem in stems]
        values = [atom.value for atom in atoms]
        if len(atoms) > 1 and all(atom.is_unit for atom in atoms) and values == sorted(values):
            atoms = [Atom(value=prod(values), is_scale=True)]  # "tízezer" is one unit, as in "több tízezer"
        if kind == "vague" and not atoms[-1].is_scale:
            return ()
        atoms[-1] = replace(
            atoms[-1],
            is_plural=kind == "vague",
            persons=kind == "persons",
            inflected=bool(ending) and not (ending in self._rough_endings and kind != "persons"),
            is_rough=ending in self._rough_endings,
            ambiguous=word in self._ambiguous,
            needs_company=word in self._needs_company,
        )
        return tuple(atoms)

    def _vague_atoms(self, word: str) -> tuple[Atom, ...]:
        """Return the unit of a vague number written in one word: "többezren"."""
        match = self._vague_prefix.match(word)
        rest = self._word_atoms(word[match.end() :]) if match else ()
        if len(rest) != 1 or not rest[0].is_unit:
            return ()
        return (replace(rest[0], is_scale=True, is_plural=True),)


@cache
def load_number_words(code: str) -> NumberWords:
    """Return the number words of a language, compiled once a process."""
    return NumberWords(get_language(code).table("numbers"))


def _atoms(table: dict[str, Any]) -> dict[str, Atom]:
    kinds = {
        "plain": {},
        "collective": {"persons": True},
        "scales": {"is_scale": True},
        "plural_scales": {"is_scale": True, "is_plural": True},
    }
    return {
        form: Atom(value=float(value), **flags)
        for kind, flags in kinds.items()
        for value, forms in table[kind].items()
        for form in forms.split()
    }


def _compound_patterns(table: dict[str, Any]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    stems = {form for kind in ("plain", "scales") for forms in table[kind].values() for form in forms.split()}
    prefixes = set(table["words"]["prefix_only"])
    alternatives = [
        stem + (r"(?=\w{2})(?!en$|ön$)" if stem in prefixes else "")
        for stem in sorted(stems, key=len, reverse=True)
    ]
    endings = {ending for group in table["word_endings"].values() for ending in group}
    stem = "|".join(alternatives)
    ending = "|".join(sorted(map(re.escape, endings), key=len, reverse=True))
    return re.compile(f"(?P<stems>(?:{stem})+?)(?P<ending>{ending})?"), re.compile(stem)


def _token_pattern(separators: str, decimal_marks: str, abbreviations: list[str]) -> re.Pattern[str]:
    separator, decimal = f"[{re.escape(separators)}]", f"[{re.escape(decimal_marks)}]"
    short = "|".join(map(re.escape, abbreviations)) or r"(?!)"
    return re.compile(
        rf"""
        (?P<phone>(?:\+[0-9]{{1,3}}[\s-]?)?\([0-9]{{2,5}}\)\s?[0-9]{{1,4}}(?:[\s-][0-9]{{2,4}}){{1,3}}(?![0-9])
          | [0-9](?:[\ -][0-9]{{3}}){{2}}(?:[\ -][0-9]{{2}}){{2}}(?![0-9])
          | 06[\ /-][0-9]{{1,2}}[\ /-][0-9]{{3}}[\ -][0-9]{{3,4}}(?![0-9])
          | \+[0-9]{{1,3}}(?:[\s-][0-9]{{2,5}}){{2,5}}(?![0-9]))
        | (?P<digits>[0-9]{{1,3}}(?:{separator}[0-9]{{3}})+(?![0-9]|[.:/,][0-9]|[-–][0-9]+[-–][0-9])
          | (?![0-9]+(?:[-–.:/][0-9]+){{2}}|[0-9]+[:/][0-9])[0-9]+(?:{decimal}[0-9]+)?(?![.:/][0-9]))
          (?:[-–‑](?P<ending>[^\W\d_]+))?
        | (?P<code>[0-9][0-9.:/–-]*)
        | (?P<word>(?:{short})\.(?=[^\S\n]*[^\s])|[^\W\d_]+)
        | (?P<mark>[^\w\s])
        """,
        re.VERBOSE | re.IGNORECASE,
    )


def _by_first_word(phrases: list[str]) -> dict[str, list[tuple[str, ...]]]:
    """Return phrases by their first word, the longest first."""
    split = sorted((tuple(phrase.split()) for phrase in phrases), key=len, reverse=True)
    return {first: [phrase for phrase in split if phrase[0] == first] for first in {p[0] for p in split}}


def _is_code_around(text: str, start: int, end: int) -> bool:
    """Whether the characters beside digits make them part of a code: "№ 5", "Т-34", "10.30", "7б"."""
    after, before = text[end : end + 2], text[max(0, start - 2) : start]
    if text[end - 1].isdigit() and after[:1].isalpha() and (after[0].isupper() or not after[1:].isalpha()):
        return True
    if before[-1:] in "-–" and before[:1].isalpha() and len(before) == _BOTH:
        return True
    return before.rstrip()[-1:] in _SIGNS or before[-1:].isalpha() or before[-1:] == "_"


def _is_ordinal_dot(text: str, end: int) -> bool:
    """Whether a full stop after digits makes an ordinal: not where a sentence or a line ends."""
    after = text[end : end + 3]
    if not after.startswith("."):
        return False
    rest = after[1:].lstrip(" \u00a0")
    return bool(rest) and not rest[0].isupper() and rest[0] != "\n"
