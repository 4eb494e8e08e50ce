"""Characters: what a text loses before anything is counted in it.

Offsets count the characters of the cleaned text, so cleaning happens once, first, and touches as little as
possible: whitespace is neither stripped nor collapsed, and no line is dropped.
"""

import re
import unicodedata
from datetime import date

from kronika.errors import EmptyError
from kronika.records import Document

_BREAKS = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
# soft hyphen, zero-width and bidirectional marks, byte order mark, variation selectors, interlinear marks
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
_CONTROLS = "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"
_SURROGATES = "\ud800-\udfff"

_LINE_BREAK = re.compile(f"\r\n|[{_BREAKS}]")
_SPACE = re.compile(f"[{_SPACES}]")
_REMOVED = re.compile(f"[{_INVISIBLE}{_CONTROLS}]")
_SURROGATE = re.compile(f"[{_SURROGATES}]")


def clean(text: str) -> str:
    """Return text in NFC: line breaks as ``\\n``, all spaces as U+0020, without soft hyphens, zero-width and
    control characters. Lone surrogates (JSON allows them, UTF-8 does not) become U+FFFD. Cleaning twice
    changes nothing more.
    """
    text = _LINE_BREAK.sub("\n", text)
    text = _SPACE.sub(" ", text)
    text = _REMOVED.sub("", text)
    text = _SURROGATE.sub("\ufffd", text)
    return unicodedata.normalize("NFC", text)


def document_from_text(
    text: str,
    *,
    id: str,
    uri: str | None = None,
    title: str | None = None,
    published: date | None = None,
) -> Document:
    """Return a document of cleaned text.

    Raises:
        EmptyError: nothing but whitespace is left of the text.
    """
    cleaned = clean(text)
    if not cleaned or cleaned.isspace():
        raise EmptyError(f"{id}: the document is empty; expected a text of at least one word")
    name = " ".join(clean(title).split()) if title else ""
    return Document(id=id, text=cleaned, title=name or None, uri=uri, published=published)
