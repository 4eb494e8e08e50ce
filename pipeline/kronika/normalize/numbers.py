"""Numbers in plain text: digits, words in all their forms, ranges, vague plurals, with their qualifiers.

What one language calls its numbers is in ``lang/<code>/numbers.toml``; this is the grammar that reads the table:

1. the text becomes tokens (a digit group with its separators, a word, a mark);
2. adjacent tokens become one value: parts add up while they get smaller (200 + 20 + 5), scale words multiply;
3. two values with a dash, or "from … to", become a range;
4. words before and after say whether the value is exact, a lower or upper bound, or about right.

Ordinals and adjectives ("5-й", "пятый", "5-ös", "ötödik") are not numbers, and neither are digits inside dates
with points, times of day, telephone numbers and codes.
"""

import re
from dataclasses import dataclass

from kronika.normalize.number_words import Atom, NumberWords, Token, load_number_words
from kronika.records import Qualifier

_LINE = re.compile(r"[^\n]+")  # no number runs over a line break
_QUALIFIER_WINDOW = 40  # characters before a number in which its qualifier stands
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


@dataclass(frozen=True, slots=True)
class _Value:
    """A value read from tokens ``first`` to ``last`` (exclusive), with the unscaled part for "две-три тысячи"."""

    amount: float
    first: int
    last: int
    scale: float
    rule: str
    vague: bool
    persons: bool
    inflected: bool
    ambiguous: bool


def numbers(code: str, text: str) -> list[NumberMention]:
    """Return the numbers of a text in a language, in text order, without overlaps."""
    words = load_number_words(code)
    found: list[NumberMention] = []
    for line in _LINE.finditer(text):
        tokens = list(words.tokens(text, *line.span()))
        position = 0
        while position < len(tokens):
            value = _read_value(tokens, position, words)
            if value is None:
                position += 1
                continue
            mention, position = _mention(text, tokens, value, words)
            if mention is not None:
                found.append(mention)
    return found


def _mention(
    text: str, tokens: list[Token], first: _Value, words: NumberWords
) -> tuple[NumberMention | None, int]:
    """Return the mention that starts with ``first`` and the position after it."""
    second = _range_end(tokens, first, words)
    last = second or first
    amount, maximum = first.amount, second.amount if second else None
    if second and first.scale == 1 and second.scale > 1 and amount < second.amount / second.scale:
        amount *= second.scale
    if maximum is not None and maximum <= amount:
        second, last, maximum, amount = None, first, None, first.amount
    start, end, after = tokens[first.first].start, tokens[last.last - 1].end, last.last
    if second:  # "от" and "до", "és" and "között" belong to the range
        if first.first > 0 and tokens[first.first - 1].word in words.range_from:
            start = tokens[first.first - 1].start
        if after < len(tokens) and tokens[after].word in words.range_close:
            end, after = tokens[after].end, after + 1
    before = words.qualifier_before(text[max(0, start - _QUALIFIER_WINDOW) : start])
    behind = words.qualifier_after(text, end)
    qualifier: Qualifier = "exact"
    number_start = start
    if before:
        qualifier, start = before[0], start - before[1]
    if behind:
        qualifier, end = behind[0], behind[1]
        while after < len(tokens) and tokens[after].end <= end:
            after += 1
    if first.vague and qualifier != "about":
        qualifier = "at_least"
    if amount < 1 or _is_article(first, second):
        return None, first.last if second is None else after
    return (
        NumberMention(
            start=start,
            end=end,
            text=text[start:end],
            rule="number.range" if second else first.rule,
            score=0.6 if first.ambiguous and not second else 1.0,
            value=round(amount),
            max=round(maximum) if maximum is not None else None,
            qualifier=qualifier,
            number_start=number_start,
            persons=last.persons or bool(behind and behind[2]),
            inflected=last.inflected and not (behind and not behind[2]),
        ),
        after,
    )


def _is_article(first: _Value, second: _Value | None) -> bool:
    return first.rule == "number.article" and second is None


def _read_value(tokens: list[Token], position: int, words: NumberWords) -> _Value | None:
    """Read the longest value that starts at a token."""
    vague_word = tokens[position].word in words.vague_before
    i = position + vague_word
    total, limit = 0.0, float("inf")
    current: float | None = None
    atoms: list[Atom] = []
    scale = 1.0
    while i < len(tokens) and (i == position or tokens[i].follows):
        parts = words.atoms(tokens[i])
        if not parts:
            if words.joins_thousands(tokens, i, total if current is None else 0):
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
        scale = scale * parts[0].value if atoms and parts[0].is_scale else 1.0
        total, current, limit = state
        atoms.extend(parts)
        i += 1
    amount = total + (current or 0)
    if not atoms or amount != round(amount):
        return None
    is_unit = all(atom.is_unit for atom in atoms)
    if vague_word and not is_unit:
        return None
    vague = vague_word or (is_unit and atoms[0].is_plural)
    return _Value(
        amount=words.vague_values.get(amount, amount) if vague_word else amount,
        first=position,
        last=i,
        scale=scale,
        rule=_rule(atoms, vague=vague),
        vague=vague,
        persons=any(atom.persons for atom in atoms),
        inflected=atoms[-1].inflected,
        ambiguous=len(atoms) == 1 and atoms[0].ambiguous,
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
        spaced = joint.is_spaced or tokens[i + 1].is_spaced
        if spaced and first.amount in _PLAIN_YEARS:
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
