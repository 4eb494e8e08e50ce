"""Numbers in plain text: digits, words in all their forms, ranges, vague plurals, with their qualifiers.

What one language calls its numbers is in ``lang/<code>/numbers.toml``; this is the grammar that reads the table:

1. the text becomes tokens (a digit group with its separators, a word, a mark);
2. adjacent tokens become one value: parts add up while they get smaller (200 + 20 + 5), scale words multiply;
3. two values with a dash, or "from … to", become a range;
4. words before and after say whether the value is exact, a lower or upper bound, or about right
   (:mod:`kronika.normalize.number_context`), and so does inverted order: "десятка три", "человек 12".

Ordinals and adjectives ("5-й", "двадцать пятый", "5-ös", "ötödik") are not numbers, and neither are digits of
dates, times of day, telephone numbers, addresses and codes, or fractions of a whole.
"""

import re
from dataclasses import dataclass, replace
from math import prod

from kronika.normalize.number_context import Figure, NumberContext, load_number_context
from kronika.normalize.number_words import Atom, NumberWords, Token, load_number_words
from kronika.records import Qualifier

_LINE = re.compile(r"[^\n]+")  # no number runs over a line break
_PLAIN_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberMention:
    """A number with its qualifier; ``text`` holds both, ``number_start`` is where the number proper begins.

    ``max`` closes a range that starts at ``value``; ``persons`` is set where the form itself counts people
    ("двое", "ötvenen", "24-en"); ``inflected`` where an ending stands in the same word ("300-at", "százra").
    ``score`` is lower for words that also mean something else ("семью", "hét").
    """

    start: int
    end: int
    text: str
    rule: str
    score: float
    value: int
    max: int | None
    qualifier: Qualifier
    number_start: int
    persons: bool = False
    inflected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Value:
    """A value read from tokens ``first`` to ``last`` (exclusive).

    ``scale`` is what the last scale word multiplied with, for the unscaled part of "две-три тысячи".
    """

    amount: float
    first: int
    last: int
    scale: float = 1.0
    rule: str
    vague: bool = False
    persons: bool = False
    inflected: bool = False
    ambiguous: bool = False
    is_rough: bool = False
    is_unit: bool = False

    @property
    def is_whole(self) -> bool:
        return self.amount == round(self.amount)


def numbers(code: str, text: str) -> list[NumberMention]:
    """Return the numbers of a text in a language, in text order, without overlaps."""
    words, context = load_number_words(code), load_number_context(code)
    found: list[NumberMention] = []
    end = 0
    for line in _LINE.finditer(text):
        tokens = list(words.tokens(text, *line.span()))
        position = 0
        while position < len(tokens):
            value = _read_inverted(tokens, position, words) or _read_value(tokens, position, words)
            if value is None:
                position += 1
                continue
            first, second = _with_range_end(tokens, value, words)
            last = second or first
            position = last.last
            if _is_cut_off(tokens, last, words):
                position = _digits_end(tokens, position + 1)
                continue
            if not first.is_whole or first.amount < 1 or (first.rule == "number.article" and second is None):
                position += not last.is_whole and position < len(tokens) and bool(words.atoms(tokens[position]))
                continue
            mention, position = _mention(text, tokens, (first, second), (words, context), end)
            if mention is not None:
                found.append(mention)
            end = tokens[position - 1].end
    return found


def _mention(
    text: str,
    tokens: list[Token],
    values: tuple[_Value, _Value | None],
    tables: tuple[NumberWords, NumberContext],
    last_end: int,
) -> tuple[NumberMention | None, int]:
    """Return the mention that is made of a value or a range, and the position after it."""
    (first, second), (words, context) = values, tables
    last = second or first
    number_start = start = tokens[first.first].start
    end, after = tokens[last.last - 1].end, last.last
    figure = Figure(
        start=start,
        end=end,
        amount=int(first.amount),  # a range knows no floats
        is_digits=tokens[first.first].amount is not None and first.last == first.first + 1,
        ending=tokens[last.last - 1].ending,
    )
    if context.is_code(text, figure):
        return None, _digits_end(tokens, after)
    if context.is_no_amount(text, figure):
        return None, after
    if second:  # "от" and "до", "és" and "között" belong to the range
        if first.first > 0 and tokens[first.first - 1].word in words.range_from:
            number_start = start = tokens[first.first - 1].start
        if after < len(tokens) and tokens[after].word in words.range_close:
            end, after = tokens[after].end, after + 1
    qualifier: Qualifier = "about" if first.is_rough or last.is_rough else "exact"
    before = context.qualifier_with(text, start, tokens[first.first].word) or context.qualifier_before(
        text, start, last_end
    )
    behind = context.qualifier_after(text, end)
    if before:
        qualifier, start = before
    elif qualifier == "exact" and context.is_inverted(
        text, start, end, last_end, is_word=last.rule == "number.words"
    ):
        qualifier = "about"
    if behind:
        qualifier, end = behind[0], behind[1]
        while after < len(tokens) and tokens[after].end <= end:
            after += 1
    if first.vague and (qualifier != "about" or first.is_rough):
        qualifier = "at_least"
    return (
        NumberMention(
            start=start,
            end=end,
            text=text[start:end],
            rule="number.range" if second else first.rule,
            score=0.6 if first.ambiguous and not second else 1.0,
            value=round(first.amount),
            max=round(second.amount) if second else None,
            qualifier=qualifier,
            number_start=number_start,
            persons=last.persons or bool(behind and behind[2]),
            inflected=last.inflected and not (behind and not behind[2]),
        ),
        after,
    )


def _with_range_end(tokens: list[Token], first: _Value, words: NumberWords) -> tuple[_Value, _Value | None]:
    """Return a value, scaled as the end of its range is, and that end."""
    second = _range_end(tokens, first, words)
    if second is None:
        return first, None
    amount, maximum = first.amount, second.amount
    if first.rule == "number.inverted" and second.scale == 1:
        maximum *= first.scale
    elif first.scale == 1 and second.scale > 1 and amount < maximum / second.scale:
        amount *= second.scale
    elif first.is_unit and not second.is_whole:  # "сотня-полторы"
        maximum *= amount
    if maximum <= amount or maximum != round(maximum):
        return first, None
    return replace(first, amount=amount), replace(second, amount=maximum)


def _is_cut_off(tokens: list[Token], value: _Value, words: NumberWords) -> bool:
    """Whether a hyphen makes a value a part of something else: "двух- и трёхместные", "3-1", "2020-21-es"."""
    i = value.last
    if i >= len(tokens) or tokens[i].mark not in words.range_dashes or tokens[i].is_spaced:
        return False
    if i + 1 >= len(tokens):
        return False
    following = tokens[i + 1]
    if following.is_spaced:
        return bool(following.word) and tokens[i].mark in words.hyphens and not words.atoms(following)
    if following.amount is not None or following.is_code:
        return tokens[i - 1].amount is not None or following.is_code
    return tokens[i].mark in words.hyphens and bool(following.word or following.mark == ",")


def _digits_end(tokens: list[Token], i: int) -> int:
    """Return the position after digits that go on with a telephone number, a score or the like."""
    while i < len(tokens) and tokens[i].follows and (tokens[i].amount is not None or tokens[i].is_code):
        i += 1
    return i


def _read_value(tokens: list[Token], position: int, words: NumberWords) -> _Value | None:
    """Read the longest value that starts at a token."""
    start = words.vague_end(tokens, position)
    vague_word = start > position
    i = start
    total, limit = 0.0, float("inf")
    current: float | None = None
    atoms: list[Atom] = []
    scale = 1.0
    while i < len(tokens) and (i == position or tokens[i].follows):
        parts = words.atoms(tokens[i])
        if not parts and not atoms:
            return None
        if not parts:
            if words.joins_thousands(tokens, i, limit if current is None else float("inf")):
                i += 1
                continue
            half_end = words.half_end(tokens, i) if current is not None else None
            if half_end is None or current is None:
                break
            current, i = current + 0.5, half_end
            continue
        state = _add(parts, total, current, limit)
        if state is None or (atoms and (atoms[-1].persons or parts[0].needs_company)):
            break
        for number, part in enumerate(parts):
            scale = scale * part.value if part.is_scale and (atoms or number) else 1.0
        total, current, limit = state
        atoms.extend(parts)
        i += 1
    if not atoms:
        return None
    amount = total + (current or 0)
    is_unit = all(atom.is_unit for atom in atoms)
    if vague_word and not is_unit:
        return None
    vague = vague_word or (is_unit and atoms[0].is_plural and not atoms[0].needs_company)
    return _Value(
        amount=words.vague_value(tokens[position:start], amount) if vague_word else amount,
        first=position,
        last=i,
        scale=scale,
        rule=_rule(atoms, vague=vague),
        vague=vague,
        persons=any(atom.persons for atom in atoms),
        inflected=atoms[-1].inflected,
        ambiguous=len(atoms) == 1 and atoms[0].ambiguous,
        is_rough=atoms[-1].is_rough,
        is_unit=is_unit,
    )


def _read_inverted(tokens: list[Token], position: int, words: NumberWords) -> _Value | None:
    """Read a value whose unit stands before it, which makes it rough: "тысячи три", "десятков пять"."""
    if tokens[position].word not in words.inverted_scales or position + 1 >= len(tokens):
        return None
    following = tokens[position + 1]
    if not following.follows or not (following.amount is not None or following.word in words.inverted_values):
        return None
    factor = _read_value(tokens, position + 1, words)
    scale = prod(atom.value for atom in words.atoms(tokens[position]))
    if factor is None or factor.vague or factor.scale > 1 or factor.rule == "number.article":
        return None
    return replace(
        factor, amount=factor.amount * scale, first=position, scale=scale, rule="number.inverted", is_rough=True
    )


def _rule(atoms: list[Atom], *, vague: bool) -> str:
    if vague:
        return "number.vague"
    if any(atom.persons for atom in atoms):
        return "number.collective"
    if len(atoms) == 1 and atoms[0].needs_company:
        return "number.article"
    kinds = {atom.is_digits for atom in atoms}
    return "number.mixed" if len(kinds) == 2 else "number.digits" if True in kinds else "number.words"


def _add(
    parts: tuple[Atom, ...], total: float, current: float | None, limit: float
) -> tuple[float, float | None, float] | None:
    """Add a token's parts to a value, or return None where they do not continue it."""
    for atom in parts:
        if atom.is_scale:
            if atom.value >= limit or (current is None and total):
                return None
            current = (current or 1) * atom.value
            if atom.value >= 1000:
                total, current, limit = total + current, None, atom.value
        elif current is None:
            if atom.value >= limit:
                return None
            current = atom.value
        elif atom.is_digits or atom.is_fraction or current % 10 ** len(str(int(atom.value))):
            return None
        else:
            current += atom.value
    return total, current, limit


def _range_end(tokens: list[Token], first: _Value, words: NumberWords) -> _Value | None:
    """Return the second value of a range that starts with ``first``."""
    i = first.last
    if i + 1 >= len(tokens) or first.vague or first.inflected:
        return None
    joint = tokens[i]
    opens = first.first > 0 and tokens[first.first - 1].word in words.range_from
    if joint.mark and joint.mark in words.range_dashes:
        if first.is_unit and tokens[i + 1].word in words.another and not tokens[i + 1].is_spaced:
            return replace(first, amount=first.amount * 2, first=i + 1, last=i + 2, is_rough=True)
        spaced = joint.is_spaced or tokens[i + 1].is_spaced
        if spaced and int(first.amount) in _PLAIN_YEARS:
            return None
        second = _read_value(tokens, i + 1, words)
    elif opens and joint.word in words.range_to:
        second = _read_value(tokens, i + 1, words)
    elif joint.word in words.range_and:
        second = _read_value(tokens, i + 1, words)
        closes = second and second.last < len(tokens) and tokens[second.last].word in words.range_close
        second = second if closes else None
    else:
        return None
    return second if second and not second.vague else None
