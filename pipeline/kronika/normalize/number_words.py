"""The number words of a language: its table ``numbers.toml``, compiled once, and the tokens it is applied to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from math import prod
from typing import Any, cast

from kronika.lang import get_language
from kronika.records import Qualifier

MAX_DIGITS = 12
"""Longer runs of digits are codes, not amounts."""

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
    follows: bool = False  # nothing but white space between it and the token before


class NumberWords:
    """The compiled table of one language."""

    def __init__(self, table: dict[str, Any]) -> None:
        special, ranges = table["words"], table["ranges"]
        self.range_dashes = frozenset(ranges["dashes"])
        self.range_from = frozenset(ranges["from"])
        self.range_to = frozenset(ranges["to"])
        self.range_and = frozenset(ranges["and"])
        self.range_close = frozenset(ranges["close"])
        self.vague_before = frozenset(table["vague_before"])
        self.vague_values = {float(unit): float(value) for unit, value in table["vague_values"].items()}
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
        self._before = _before_pattern(table["qualifiers"])
        self._after = [
            (cast(Qualifier, qualifier), re.compile(f"(?:{pattern})(?!\\w)", re.IGNORECASE))
            for qualifier, patterns in table["qualifiers_after"].items()
            for pattern in patterns
        ]
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
        if not word or len(word) > _MAX_WORD or word in self._not_numbers:
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

    def joins_thousands(self, tokens: list[Token], i: int, total: float) -> bool:
        """Whether token ``i`` is the hyphen that compounds set after thousands: "kétezer-ötszáz"."""
        if self._compound is None or not total or tokens[i].mark not in self.range_dashes or i + 1 >= len(tokens):
            return False
        parts = self.atoms(tokens[i + 1])
        return bool(parts) and not tokens[i + 1].is_spaced and prod(atom.value for atom in parts) < 1000

    def qualifier_before(self, window: str) -> tuple[Qualifier, int] | None:
        """Return the qualifier that ends a window, and how many characters it takes with its white space."""
        match = self._before.search(window)
        if match is None:
            return None
        return cast(Qualifier, match.lastgroup), len(window) - match.start()

    def qualifier_after(self, text: str, end: int) -> tuple[Qualifier, int, bool] | None:
        """Return the qualifier that follows a number, where it ends, and whether it counts persons."""
        for qualifier, pattern in self._after:
            match = pattern.match(text, end)
            if match:
                return qualifier, match.end(), match.groupdict().get("persons") is not None
        return None

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
            if _is_code_before(text, start) or (self._ordinal_dot and _is_ordinal_dot(text, end)):
                amount = None
        return Token(
            start=start,
            end=end,
            word=word.lower().removesuffix("."),
            mark=match["mark"] or "",
            amount=amount,
            ending=ending,
            is_spaced=is_spaced,
            follows=follows,
        )

    def _takes_ending(self, digits: str, ending: str) -> bool:
        listed = any(ending in endings for endings in self._digit_endings.values())
        return listed and digits[-1] in self._ending_digits.get(ending, digits[-1])

    def _amount(self, digits: str) -> float | None:
        plain = self._separator.sub("", digits).replace(",", ".")
        return float(plain) if len(plain) <= MAX_DIGITS else None

    def _word_atoms(self, word: str) -> tuple[Atom, ...]:
        plain = self._atoms.get(word)
        if plain is None or word in self._bound:
            return self._compound_atoms(word)
        atom = replace(plain, ambiguous=word in self._ambiguous, needs_company=word in self._needs_company)
        return (atom,)

    def _compound_atoms(self, word: str) -> tuple[Atom, ...]:
        match = self._compound.fullmatch(word) if self._compound else None
        if match is None or self._stem is None:
            return ()
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
            inflected=bool(ending),
            ambiguous=word in self._ambiguous,
            needs_company=word in self._needs_company,
        )
        return tuple(atoms)


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


def _before_pattern(qualifiers: dict[str, list[str]]) -> re.Pattern[str]:
    groups = []
    for qualifier, phrases in qualifiers.items():
        forms = [re.escape(p).replace(r"\ ", r"\s") + (r"\s+" if p[-1].isalnum() else r"\s*") for p in phrases]
        groups.append(f"(?P<{qualifier}>{'|'.join(sorted(forms, key=len, reverse=True))})")
    return re.compile(rf"(?<!\w)(?:{'|'.join(groups)})\Z", re.IGNORECASE)


def _token_pattern(separators: str, decimal_marks: str, abbreviations: list[str]) -> re.Pattern[str]:
    separator, decimal = f"[{re.escape(separators)}]", f"[{re.escape(decimal_marks)}]"
    short = "|".join(map(re.escape, abbreviations)) or r"(?!)"
    return re.compile(
        rf"""
        (?P<digits>[0-9]{{1,3}}(?:{separator}[0-9]{{3}})+(?![0-9]|[.:/,][0-9])
          | (?![0-9]+(?:[-–.:/][0-9]+){{2}}|[0-9]+[:/][0-9])[0-9]+(?:{decimal}[0-9]+)?(?![.:/][0-9]))
          (?:[-–‑](?P<ending>[^\W\d_]+))?
        | (?P<code>[0-9][0-9.:/–-]*)
        | (?P<word>(?:{short})\.|[^\W\d_]+)
        | (?P<mark>[^\w\s])
        """,
        re.VERBOSE | re.IGNORECASE,
    )


def _is_code_before(text: str, start: int) -> bool:
    """Whether the characters before digits make them part of a code: "№ 5", "Т-34", "10.30"."""
    before = text[max(0, start - 2) : start]
    if before[-1:] in "-–" and before[:1].isalpha() and len(before) == 2:
        return True
    return before[-1:] == "№" or before == "№ " or before[-1:].isalpha() or before[-1:] in {"_", "#"}


def _is_ordinal_dot(text: str, end: int) -> bool:
    """Whether a full stop after digits makes an ordinal: not where a sentence or a line ends."""
    after = text[end : end + 3]
    if not after.startswith("."):
        return False
    rest = after[1:].lstrip(" \u00a0")
    return bool(rest) and not rest[0].isupper() and rest[0] != "\n"
