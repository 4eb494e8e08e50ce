"""Quotation marks, as the web writes them."""

import re
from collections.abc import Iterator

_CLOSING = {"«": "»", "„": '”“"', "“": "”", '"': '"', "”": "”", "»": "«", "‚": "‘’"}
_MAX_LENGTH = 200


def iter_quotes(text: str) -> Iterator[tuple[int, int]]:
    """Yield ``(start, end)`` of the inside of each outermost pair of quotation marks, in text order.

    A pair never crosses a line break and holds 2 to 200 characters; nested pairs stay inside ("«Союз «Мир»»").
    """
    opening, depth = -1, 0
    mark = ""
    for i, char in enumerate(text):
        if char == "\n" or (opening >= 0 and i - opening > _MAX_LENGTH):
            opening, depth = -1, 0
        if opening < 0:
            if char in _CLOSING:
                opening, depth, mark = i, 1, char
        elif char in _CLOSING[mark]:
            depth -= 1
            if depth == 0:
                if i - opening > 2:
                    yield opening + 1, i
                opening = -1
        elif char == mark:
            depth += 1


_SPEECH = re.compile(
    r"«[^»\n]{90,2000}»|„[^”“\n]{90,2000}[”“]|“[^”\n]{90,2000}”|\"[^\"\n]{90,2000}\"|^\s*[–—-]\s[^\n]{60,5000}$",
    re.MULTILINE,
)


def iter_speech(text: str) -> Iterator[tuple[int, int]]:
    """Yield ``(start, end)`` of somebody's words: a quote of 90 characters or more, or a line opened by a dash."""
    for match in _SPEECH.finditer(text):
        yield match.span()
