"""Bytes to characters.

The cascade of :func:`decode`, each step because the one before it cannot know:

1. signatures of files that are no text (PDF, ZIP, images): refused with a hint;
2. a byte order mark: certain;
3. control characters, NUL bytes above all: UTF-16 without a mark, or not text;
4. strict UTF-8: other charsets practically never pass for it by chance;
5. single-byte charsets: anything decodes, so what counts is whether it reads like a language: the letters of the
   supported languages by frequency, and capitals where capitals stand. What the page declares and what chardet
   says are heard as witnesses, because pages lie and short texts mislead.
"""

import codecs
import re
from dataclasses import dataclass

from kronika.errors import BinaryError, CharsetError
from kronika.reading.plausibility import plausibility

_SAMPLE = 20_000  # bytes that decide on a charset
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF", "a PDF file; convert it to text first, for example with pdftotext"),
    (b"PK\x03\x04", "a ZIP archive (or .docx, .xlsx, .odt); unpack it, or save it as text"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls); save it as text"),
    (b"{\\rtf", "an RTF file; save it as text"),
    (b"%!PS", "a PostScript file; convert it to text first"),
    (b"\x1f\x8b", "gzip-compressed data; unpack it first"),
    (b"BZh", "bzip2-compressed data; unpack it first"),
    (b"\xfd7zXZ", "xz-compressed data; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed data; unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"\xff\xd8\xff", "a JPEG image; text recognition is not part of Kronika"),
    (b"\x89PNG", "a PNG image; text recognition is not part of Kronika"),
    (b"GIF8", "a GIF image"),
    (b"SQLite format 3", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"ID3", "an audio file"),
)
# in the order that decides a tie: the Windows charsets hold the ISO ones plus dashes and quotation marks
_SINGLE_BYTE = (
    "windows-1251",
    "koi8-r",
    "cp866",
    "iso-8859-5",
    "windows-1250",
    "iso-8859-2",
    "windows-1252",
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}(?P<name>[A-Za-z][\w.:-]{1,40})""")
_DECLARATION_BYTES = 4096  # where a declaration is looked for; HTML allows 1024, pages need more
_DECLARED_BONUS, _CHARDET_BONUS = 0.5, 0.15  # nats a character
_IMPLAUSIBLE = -5.2  # nats a character; texts in the supported languages are above -4.6
_IMPLAUSIBLE_WIDE = -7.5  # the same for UTF-16, where the wrong order of bytes gives Chinese
_MOSTLY_FOREIGN = 0.35  # share of letters beyond ASCII from which an implausible text is not in Latin letters
_BROKEN_UTF8 = 0.002  # share of characters that may be broken in a text that is UTF-8 otherwise
_CONTROLS = bytes({*range(32), 127} - {9, 10, 12, 13, 27})


@dataclass(frozen=True)
class Decoded:
    """Text and the charset it came in."""

    text: str
    charset: str


def decode(data: bytes, *, name: str) -> Decoded:
    """Decode bytes of a text or an HTML page; ``name`` is for messages.

    Raises:
        BinaryError: the bytes are not text.
        CharsetError: no charset makes a readable text of them.
    """
    _refuse_binary(data, name)
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data, charset, name)
    if b"\0" in data[:_SAMPLE] or _many_controls(data[:_SAMPLE]):
        return _decode_wide(data, name)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _decode_damaged_utf8(data) or _decode_single_byte(data, name)


def declared_charset(data: bytes) -> str | None:
    """Return the Python codec of the charset that a page declares in ``<meta>`` or the XML declaration, if any."""
    match = _DECLARED.search(data, 0, _DECLARATION_BYTES)
    if match is None:
        return None
    try:
        return codecs.lookup(match["name"].decode("ascii")).name
    except LookupError:
        return None


def _refuse_binary(data: bytes, name: str) -> None:
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise BinaryError(f"{name} is not text but {what}")


def _decode_marked(data: bytes, charset: str, name: str) -> Decoded:
    text = data.decode(charset, errors="replace")
    if text.count("\ufffd") > max(1, len(text) * _BROKEN_UTF8):
        raise CharsetError(f"{name} begins like {charset}, but is not; save it as UTF-8")
    return Decoded(text, charset)


def _decode_wide(data: bytes, name: str) -> Decoded:
    """UTF-16 without a mark: its high bytes are control characters, and it reads like a language."""
    best = max(("utf-16-le", "utf-16-be"), key=lambda c: _score(data[:_SAMPLE], c))
    if _score(data[:_SAMPLE], best) > _IMPLAUSIBLE_WIDE:
        return _decode_marked(data, best, name)
    raise BinaryError(f"{name} is not text: it is full of control characters; expected text, HTML or JSON lines")


def _decode_damaged_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few broken characters, as truncation or a careless database leaves behind."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    intact = sum(1 for char in text[:_SAMPLE] if char > "\x7f" and char != "\ufffd")
    if intact >= 10 * min(broken, _SAMPLE) and broken <= max(3, len(text) * _BROKEN_UTF8):
        return Decoded(text, "utf-8")
    return None


def _decode_single_byte(data: bytes, name: str) -> Decoded:
    sample = data[:_SAMPLE]
    bonus = dict.fromkeys(_SINGLE_BYTE, 0.0)
    for witness, weight in ((declared_charset(data), _DECLARED_BONUS), (_chardet(sample), _CHARDET_BONUS)):
        for charset in bonus:
            bonus[charset] += weight if witness == codecs.lookup(charset).name else 0.0
    scores = {charset: _score(sample, charset) for charset in _SINGLE_BYTE}
    best = max(_SINGLE_BYTE, key=lambda charset: scores[charset] + bonus[charset])
    if scores[best] < _IMPLAUSIBLE and _non_ascii_share(sample) > _MOSTLY_FOREIGN:
        raise CharsetError(
            f"{name} cannot be decoded: not valid UTF-8 (byte {_first_bad_byte(data)}), and no text in "
            f"{', '.join(_SINGLE_BYTE)}; save it as UTF-8"
        )
    return Decoded(data.decode(best, errors="replace"), best)


def _chardet(sample: bytes) -> str | None:
    import chardet  # noqa: PLC0415  # slow to import, and most files are UTF-8

    name = chardet.detect(sample, include_encodings=_SINGLE_BYTE)["encoding"]
    return codecs.lookup(name).name if name else None


def _score(sample: bytes, charset: str) -> float:
    return plausibility(sample.decode(charset, errors="replace"))


def _many_controls(sample: bytes) -> bool:
    return len(sample.translate(None, _CONTROLS)) < len(sample) * 0.98


def _non_ascii_share(sample: bytes) -> float:
    """Share of bytes beyond ASCII among these and ASCII letters."""
    high = sum(byte > 127 for byte in sample)
    return high / max(1, high + sum(chr(byte).isalpha() for byte in sample if byte < 128))


def _first_bad_byte(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return len(data)
