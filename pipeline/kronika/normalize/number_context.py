"""What stands around a number: words that qualify it, and words that make it something else than an amount."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from kronika.lang import get_language
from kronika.records import Qualifier

_WORD = 20  # characters of the longest cue in one word
_WINDOW = 60  # characters before a number that are looked at
_SENTENCE_END = re.compile(r"[^\S\n]*(?:[.!?…;\n]|\Z)")
_DATED_YEARS = range(1000, 2101)
_PLAIN_YEARS = range(1900, 2101)
_LIST_MARK = re.compile(r"[.)][^\S\n]+\w")
_DAYS = range(1, 32)
_HOURS = range(25)
_TWENTY = 20  # compound ordinals begin here: "двадцать пятый"
_BOUNDS = str.maketrans(",;()«»„“”", " " * 9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number as its surroundings see it: where it stands, and how it is written."""

    start: int
    end: int
    amount: int
    is_digits: bool
    ending: str = ""


class NumberContext:
    """The compiled cues of one language."""

    def __init__(self, table: dict[str, Any]) -> None:
        unlike, inverted = table["not_amounts"], table["inverted"]
        qualifiers, movable = table["qualifiers"], table["qualifiers_with_preposition"]
        self._before = _before_pattern(qualifiers, movable)
        self._before_last = {phrase.split()[-1] for phrases in qualifiers.values() for phrase in phrases}
        self._before_last.update(movable["prepositions"])
        self._after = [
            (cast(Qualifier, qualifier), re.compile(f"(?:{pattern})(?!\\w)", re.IGNORECASE))
            for qualifier, patterns in table["qualifiers_after"].items()
            for pattern in patterns
        ]
        every = "|".join(pattern for patterns in table["qualifiers_after"].values() for pattern in patterns)
        self._any_after = re.compile(every.replace("?P<persons>", "?:"), re.IGNORECASE)
        self._with = {
            word: (cast(Qualifier, qualifier), frozenset(forms.split()))
            for qualifier, words in table["qualifiers_with"].items()
            for word, forms in words.items()
        }
        nouns, prepositions = "|".join(inverted["nouns"]), "|".join(inverted["prepositions"])
        self._inverted = _any([rf"(?:{nouns})\s(?:(?:{prepositions})\s)?"] if nouns else [], r"(?<!\w){}\Z")
        self._inverted_last = frozenset(inverted["nouns"]) | frozenset(inverted["prepositions"])
        self._inverted_open = _any(inverted["open_nouns"], rf"(?<!\w)(?:{{}})\s(?:(?:{prepositions})\s)?\Z")
        self._labels = _any(unlike["labels"], "(?:{})[.:]*")
        self._no_labels = tuple(unlike["no_labels"])
        self._addresses = re.compile(rf"(?<!\w)(?:{'|'.join(unlike['addresses']) or '(?!)'})\Z")
        self._year_after = _any(unlike["year_after"])
        self._year_before = frozenset(unlike["year_before"])
        self._year_endings = frozenset(unlike["year_endings"])
        self._month_before = frozenset(unlike["month_before"])
        self._month_after = _any(unlike["month_after"])
        self._hour_before = frozenset(unlike["hour_before"])
        self._hour_after = _any(unlike["hour_after"])
        self._hour_after_preposition = _any(unlike["hour_after_preposition"])
        self._ordinal_after = _any(unlike["ordinal_after"])
        self._fraction_after = _any(unlike["fraction_after"])

    def qualifier_before(self, text: str, start: int, last: int) -> tuple[Qualifier, int] | None:
        """Return the qualifier that ends at ``start``, and where it starts; ``last`` ends the number before."""
        window = text[max(last, start - _WINDOW) : start]
        word = _last_word(window)
        if word not in self._before_last and word[-1:] not in self._before_last:
            return None
        match = self._before.search(window)
        if match is None:
            return None
        return cast(Qualifier, match.lastgroup), start - len(window) + match.start()

    def qualifier_with(self, text: str, start: int, word: str) -> tuple[Qualifier, int] | None:
        """Return the qualifier that a preposition is before some number words: "с десяток"."""
        window = text[max(0, start - _WINDOW) : start]
        preposition = _last_word(window)
        qualifier, forms = self._with.get(preposition, ("exact", frozenset()))
        if word not in forms:
            return None
        return qualifier, start - len(window) + window.lower().rindex(preposition)

    def is_inverted(self, text: str, start: int, end: int, last: int, *, is_word: bool) -> bool:
        """Whether the counted noun stands before its number and so makes it rough: "человек 12".

        Nouns that are not listed do so before number words that end a sentence: "держал кроликов пять".
        """
        window = text[max(last, start - _WINDOW) : start]
        match = self._inverted.search(window) if _last_word(window) in self._inverted_last else None
        if match is None and is_word and _SENTENCE_END.match(text, end):
            match = self._inverted_open.search(window)
        return match is not None and (last == 0 or match.start() > 1 or start - last > _WINDOW)

    def qualifier_after(self, text: str, end: int) -> tuple[Qualifier, int, bool] | None:
        """Return the qualifier that follows a number, where it ends, and whether it counts persons."""
        if not self._any_after.match(text, end):
            return None
        for qualifier, pattern in self._after:
            match = pattern.match(text, end)
            if match:
                return qualifier, match.end(), match.groupdict().get("persons") is not None
        return None

    def is_code(self, text: str, figure: Figure) -> bool:
        """Whether digits are a code, by their label ("ИНН 4824012345"), or the number of an item of a list."""
        if not figure.is_digits:
            return False
        if (figure.start == 0 or text[figure.start - 1] == "\n") and _LIST_MARK.match(text, figure.end):
            return True
        window = text[max(0, figure.start - _WORD) : figure.start]
        return bool(self._labels.fullmatch(_last_word(window))) and not window.rstrip().lower().endswith(
            self._no_labels
        )

    def is_no_amount(self, text: str, figure: Figure) -> bool:
        """Whether a number is a part of a date, a time or an address, of an ordinal or of a fraction."""
        if not figure.is_digits:
            compound = figure.amount >= _TWENTY and figure.amount % 10 == 0
            return bool(
                (compound and self._ordinal_after.match(text, figure.end))
                or self._fraction_after.match(text, figure.end)
            )
        window = text[max(0, figure.start - _WINDOW) : figure.start]
        word = _last_word(window)
        return (
            self._is_house(text, figure, window, word)
            or self._is_of_date(text, figure, word)
            or self._is_hour(text, figure, word)
        )

    def _is_house(self, text: str, figure: Figure, window: str, word: str) -> bool:
        if not word[:1].isalnum() or _counts_something(text, figure.end):
            return False
        return bool(self._addresses.search(window))

    def _is_of_date(self, text: str, figure: Figure, word: str) -> bool:
        if figure.amount in _DAYS:
            return word in self._month_before or bool(self._month_after.match(text, figure.end))
        if figure.amount in _DATED_YEARS:
            if figure.amount in _PLAIN_YEARS and text[figure.start - 1 : figure.start] == "(":
                return text[figure.end : figure.end + 1] == ")"
            if word in self._year_before:
                return True
            return figure.ending in self._year_endings or bool(self._year_after.match(text, figure.end))
        return False

    def _is_hour(self, text: str, figure: Figure, word: str) -> bool:
        if figure.amount not in _HOURS:
            return False
        if word in self._hour_before and self._hour_after_preposition.match(text, figure.end):
            return True
        return bool(self._hour_after.match(text, figure.end))


def _last_word(window: str) -> str:
    """Return what stands between the last white space, comma or bracket and the end, in lower case."""
    words = window[-_WORD:].translate(_BOUNDS).rsplit(None, 1)
    return words[-1].lower() if words else ""


def _counts_something(text: str, end: int) -> bool:
    """Whether a word in lower case follows, which a number at the end of an address does not have."""
    after = text[end : end + 3].lstrip()
    return bool(after) and after != text[end : end + 3] and after[0].islower()


def _any(patterns: list[str], form: str = r"(?:{})(?!\w)") -> re.Pattern[str]:
    return re.compile(form.format("|".join(patterns) or "(?!)"), re.IGNORECASE)


def _before_pattern(qualifiers: dict[str, list[str]], prepositions: dict[str, list[str]]) -> re.Pattern[str]:
    """Return a pattern of the qualifiers; some may have a preposition after them: "более чем в 50"."""
    groups = []
    between = "|".join(prepositions["prepositions"])
    movable = frozenset(prepositions["qualifiers"])
    for qualifier, phrases in qualifiers.items():
        forms = [
            re.escape(phrase).replace(r"\ ", r",?\s")
            + (r"\s+" if phrase[-1].isalnum() else r"\s*")
            + (rf"(?:(?:{between})\s+)?" if phrase in movable else "")
            for phrase in sorted(phrases, key=len, reverse=True)
        ]
        groups.append(f"(?P<{qualifier}>{'|'.join(forms)})")
    return re.compile(rf"(?<!\w)(?:{'|'.join(groups)})\Z", re.IGNORECASE)


@cache
def load_number_context(code: str) -> NumberContext:
    """Return the cues of a language, compiled once a process."""
    return NumberContext(get_language(code).table("numbers"))
