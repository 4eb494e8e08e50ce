"""Lines of programmes and headings: "13. vasárnap 16.00 Nótaszó – operettműsor", "3) Adománygyűjtés kezdőknek".

A line falls into parts at dashes, colons, brackets, strokes and full stops; a part may be a title, and so may two
neighbours that a dash or a colon joins ("TeSzedd! – Önkéntesen a tiszta Magyarországért").
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from spacy.tokens import Doc, Token

from kronika.mentions.title_words import TitleRules, is_title_word
from kronika.mentions.types import Mention, TriggerMention

_STRONG = frozenset({"–", "—", "-", ":", "(", ")", "/", "|", "•", "·", "»", ";", "*", "+", "→", ">"})
_STOPS = frozenset({".", "!", "?", "…", "..."})
_JOINING = frozenset({"–", "—", "-", ":", "!", "?", "/"})
_LONGEST = 10  # words of a part
_LONGEST_SENTENCE = 6  # words of a part that ends with a full stop
_PROSE = 40  # words of a line from which a sentence in it is no title
_LONGEST_CLAUSE = 5  # words of a part with a finite verb ("Mentsük meg a mackót!")

_LONGEST_CALL = 7  # words and marks of joined parts with a finite verb


@dataclass
class Line:
    """The tokens of one line, without white space, and the triggers in it."""

    tokens: list[Token]
    triggers: list[tuple[int, int]] = field(default_factory=list)  # token positions in the line, end exclusive
    is_dated: bool = False


def lines_of(doc: Doc, triggers: Sequence[TriggerMention], dates: Sequence[Mention]) -> list[Line]:
    """Return the lines of a document that are not empty, with their triggers, in text order."""
    lines = [Line([])]
    place: dict[int, tuple[int, int]] = {}  # token -> line, position in it
    for token in doc:
        if token.is_space:
            if "\n" in token.text and lines[-1].tokens:
                lines.append(Line([]))
            continue
        place[token.i] = (len(lines) - 1, len(lines[-1].tokens))
        lines[-1].tokens.append(token)
    for trigger in triggers:
        span = doc.char_span(trigger.start, trigger.end, alignment_mode="expand")
        if span is not None and not trigger.is_verb and span.start in place and span.end - 1 in place:
            (line, first), (_, last) = place[span.start], place[span.end - 1]
            lines[line].triggers.append((first, last + 1))
    for date in dates:
        span = doc.char_span(date.start, date.end, alignment_mode="expand")
        if span is not None and span.start in place:
            lines[place[span.start][0]].is_dated = True
    return lines


def line_parts(tokens: Sequence[Token], rules: TitleRules) -> Iterator[tuple[int, int]]:
    """Yield ``(first, last)`` of the parts of a line that may be titles, and of joined neighbours.

    ``tokens`` are those of one line without white space; a part begins with a capital or a figure, after what is
    only a number, a date or an hour.
    """
    cuts = [i for i, t in enumerate(tokens) if t.text in _STRONG or t.text in _STOPS]
    bounds = [-1, *cuts, len(tokens)]
    parts = [
        (low + 1, high, _is_strong(tokens, low) or _is_strong(tokens, high))
        for low, high in pairwise(bounds)
        if high > low + 1
    ]
    for n, (first, last, is_set_apart) in enumerate(parts):
        start = _skip_values(tokens, first, last, rules)
        if start == last or not _begins_title(tokens[start], rules):
            continue
        mark = tokens[last].text if last < len(tokens) else ""
        if (
            len(tokens) > _PROSE
            and not _is_strong(tokens, first - 1)
            and not _is_strong(tokens, _behind_call(tokens, last))
        ):
            continue
        most = _LONGEST if is_set_apart or start > first else _LONGEST_SENTENCE
        if last - start <= most and not (last - start > _LONGEST_CLAUSE and _has_verb(tokens[start:last])):
            yield start, last + (mark in {"!", "?"})
        if n + 1 < len(parts) and mark in _JOINING and parts[n + 1][0] - last <= 2:
            end = parts[n + 1][1]
            closing = tokens[end].text if end < len(tokens) else ""
            has_room = end - start <= _LONGEST
            if has_room and (end - start <= _LONGEST_CALL or not _has_verb(tokens[start:end])):
                yield start, end + (closing in {"!", "?"})


def _behind_call(tokens: Sequence[Token], i: int) -> int:
    """The position of the mark at ``i``, or behind an exclamation or question mark there."""
    return i + (i + 1 < len(tokens) and tokens[i].text in {"!", "?"})


def _has_verb(tokens: Sequence[Token]) -> bool:
    return any("Fin" in t.morph.get("VerbForm", []) for t in tokens)


def _is_strong(tokens: Sequence[Token], i: int) -> bool:
    return not 0 <= i < len(tokens) or tokens[i].text in _STRONG


def _skip_values(tokens: Sequence[Token], first: int, last: int, rules: TitleRules) -> int:
    """The position behind the numbers, dates and hours that open a part."""
    i = first
    while i < last and not rules.is_ordinal(tokens[i].text) and _is_value(tokens[i], rules):
        i += 1
    # a date has figures with full stops as ordinals have: "2. szerda", "május 4."
    while i < last and rules.is_ordinal(tokens[i].text) and _is_value(tokens[min(i + 1, last - 1)], rules):
        i += 1
        while i < last and _is_value(tokens[i], rules) and not is_title_word(tokens[i]):
            i += 1
    return i


def _is_value(token: Token, rules: TitleRules) -> bool:
    return (
        token.ent_type_ in rules.value_labels
        or not any(c.isalpha() for c in token.text)
        or token.lower_.rstrip(".") in rules.calendar
        or token.text in rules.articles
    )


def _begins_title(token: Token, rules: TitleRules) -> bool:
    return is_title_word(token) or token.text[0].isdigit() or rules.is_ordinal(token.text)
