"""Dates of a text as EDTF values: a grammar in tables, read in linear time.

1. :mod:`~kronika.normalize.dates.grammar` compiles ``lang/<code>/dates.toml`` once;
2. :mod:`~kronika.normalize.dates.readings` finds the longest rule at each place and reads its named groups;
3. :mod:`~kronika.normalize.dates.resolve` adds what document and day of publication tell: years, relative words.

Names of rules end in ``.from`` (open end), ``.until`` (open start: often a deadline), ``.document`` (the date of a
law or letter) or ``.aim`` (what a thing is set for, whatever the tense of its verb) where the mention is not the
whole story.
"""

from datetime import date

from kronika.mentions.types import DateMention
from kronika.normalize.dates.dateline import dateline
from kronika.normalize.dates.grammar import grammar
from kronika.normalize.dates.readings import read
from kronika.normalize.dates.relative import Tense
from kronika.normalize.dates.resolve import TenseAt, resolve

__all__ = ["Tense", "TenseAt", "dateline", "dates"]


def dates(
    code: str, text: str, *, reference: date | None = None, tense_at: TenseAt = lambda _start, _end: None
) -> list[DateMention]:
    """Return the dates of a text in text order, without overlaps.

    ``reference`` is the day of publication; ``tense_at`` tells of a span whether what happens there lies in the
    past or in the future. A mention whose value cannot be known is left out, never guessed.
    """
    table = grammar(code)
    return resolve(read(table, text), text, reference, tense_at, table)
