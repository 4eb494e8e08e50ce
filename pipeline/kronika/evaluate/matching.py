"""When two values of a slot are the same.

- Text is compared after :func:`normalise`: NFKC, case folded, ё as е, without quotation marks, dashes as hyphens,
  white space as one space.
- An organization is any of its names: the name, the aliases, and of each the part in quotation marks, when there
  is exactly one («Наследие» of 'Фонд «Наследие»'). Two organizations are the same when they share one of these.
- An event's name is the same when it is equal, or when the Dice coefficient of the words is 0.8 or more.
- A place: equal names. A date: equal start and end. Participants: equal count, ``max`` and unit.
"""

import re
import unicodedata
from collections import Counter

Names = frozenset[str]

NAME_OVERLAP = 0.8
"""The least Dice coefficient at which two names of events are the same."""

_QUOTES = re.compile("[«»„“”‟‚‘’‛\"'`″]")
_DASHES = re.compile(r"\s*[-‐‑‒–—―−]\s*")
_WHITE_SPACE = re.compile(r"\s+")
_QUOTED = re.compile('[«„“"](?P<core>[^«»„“”"]{2,200})[»”“"]')
_WORD = re.compile(r"\w+")


def normalise(text: str) -> str:
    """Return the text as it is compared."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return _WHITE_SPACE.sub(" ", _DASHES.sub("-", _QUOTES.sub("", text))).strip()


def keys_of_name(*names: str) -> Names:
    """Return everything that an organization with these names is recognised by."""
    keys = {normalise(name) for name in names}
    for name in names:
        cores = _QUOTED.findall(name)
        if len(cores) == 1:
            keys.add(normalise(cores[0]))
    return frozenset(key for key in keys if key)


def same_name(one: str, other: str) -> bool:
    """Whether two names of events are the same."""
    one, other = normalise(one), normalise(other)
    if one == other:
        return True
    words, others = Counter(_WORD.findall(one)), Counter(_WORD.findall(other))
    shared = (words & others).total()
    return 2 * shared >= NAME_OVERLAP * (words.total() + others.total()) and shared > 0
