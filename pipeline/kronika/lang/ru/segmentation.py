"""razdel's sentences and words (https://github.com/natasha/razdel, MIT), asked only where its rules matter.

razdel puts every possible border before a list of rules, each seeing both sides of it. In running text nearly all
answers follow from one look: a word between blanks is a word, a full stop without a blank or before a small letter
ends nothing. Those are answered here; for all else, razdel's own rules are called, on as much text as they see.
The answers are razdel's (``tests/lang/test_segmentation.py``).
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from razdel import tokenize
from razdel.segmenters.punct import DASHES
from razdel.segmenters.sentenize import BULLET_SIZE, DELIMITER, SentSplit
from razdel.segmenters.sentenize import sentenize as razdel_sentenize
from razdel.segmenters.tokenize import PUNCTS

# blanks, then a Russian word with a mark on either side at most (three words of razdel's), or anything else
_CHUNK = re.compile(r"(\s*+)(?:([«„\"(]?+)([а-яёА-ЯЁ]++(?:-[а-яёА-ЯЁ]++)*+)([.,:;!?…»“\")]?+)(?!\S)|(\S+))")
_BLANKS = re.compile(r"\s*")
# what stands before and after a chunk matters to razdel where it starts or ends with a mark that may join
_JOINING = re.compile(rf"[{re.escape(DASHES)}_].|[.,/\\]\d|.*(?:.[{re.escape(DASHES)}_]|\d[.,/\\])$", re.DOTALL)

_DELIMITER = re.compile(DELIMITER)
_BEFORE_SMALL_WORD = re.compile(r"\s+[а-яё]+(?![^\W\d])")
_REMEMBERED_LENGTH = 40  # longer chunks do not come twice
_WINDOW = 10  # characters on each side of a delimiter that razdel's rules see


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield ``(start, end)`` of each sentence, without surrounding white space, none empty."""
    start = 0
    for match in _DELIMITER.finditer(text):
        if _ends_sentence(text, match, start):
            yield from _stripped(text, start, match.end())
            start = match.end()
    yield from _stripped(text, start, len(text))


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    left = part.lstrip()
    if left:
        start = end - len(left)
        yield start, start + len(left.rstrip())


def _ends_sentence(text: str, match: re.Match[str], start: int) -> bool:
    stop = match.end()
    if not text[stop : stop + 1].isspace():
        return False
    right = text[stop : stop + _WINDOW]
    if _BEFORE_SMALL_WORD.match(right):
        return False
    delimiter = match.group()
    split = SentSplit(text[max(0, match.start() - _WINDOW) : match.start()], delimiter, right)
    # only the rule of list items looks at the sentence so far, and only at short ones
    split.buffer = text[start : min(match.start(), start + BULLET_SIZE + 1)]
    return not razdel_sentenize.join(split)


def words(sentence: str) -> list[tuple[int, str]]:
    """Return the words and marks of a sentence, each with its offset."""
    found: list[tuple[int, str]] = []
    at = 0
    for blanks, opening, word, closing, other in _CHUNK.findall(sentence):
        at += len(blanks)
        if word:
            if opening:
                found.append((at, opening))
                at += 1
            found.append((at, word))
            at += len(word)
            if closing:
                found.append((at, closing))
                at += 1
        else:
            end = at + len(other)
            before = after = ""
            if _JOINING.match(other):
                blank = _BLANKS.match(sentence, end)
                before = _kind(sentence[at - len(blanks) - 1 : at - len(blanks)])
                after = _kind(sentence[blank.end() : blank.end() + 1] if blank else "")
            split = _chunk_words if len(other) <= _REMEMBERED_LENGTH else _chunk_words.__wrapped__
            found += [(at + offset, part) for offset, part in split(other, before, after)]
            at = end
    return found


def _kind(character: str) -> str:
    """Return a digit, a mark or a letter that stands for all of its kind; nothing at the sentence's ends."""
    if not character or character in PUNCTS:
        return character and ";"
    return "0" if character.isdecimal() else "а"


@lru_cache(maxsize=20_000)
def _chunk_words(chunk: str, before: str, after: str) -> tuple[tuple[int, str], ...]:
    """Return razdel's words in what stands between two blanks, with offsets."""
    skipped = len(before) + 1 if before else 0
    context = f"{before} {chunk} {after}" if before else f"{chunk} {after}"
    found = [(token.start - skipped, token.text) for token in tokenize(context)]
    return tuple((start, word) for start, word in found if 0 <= start < len(chunk))
