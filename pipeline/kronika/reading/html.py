"""HTML pages to documents: main text, title and publication date.

trafilatura finds the main text; the page's own title goes before it where it is not there already, because the
title often names the event and its place. Where trafilatura finds nothing, the page's body without its navigation
is the text: better a menu line too many than no text.
"""

import logging
import re
from datetime import date

import lxml.html  # type: ignore[import-untyped]  # published without types, as all of lxml
from lxml.etree import ParserError  # type: ignore[import-untyped]
from lxml.html import HtmlElement

from kronika.errors import NoMainTextError
from kronika.reading.clean import clean, document_from_text
from kronika.reading.metadata import page_date, page_title
from kronika.reading.surroundings import prune, unroll_layout_tables
from kronika.records import Document


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NO_TEXT = _words(
    """
    script style noscript template svg iframe object head nav footer aside form button select textarea menu dialog
    """
)
_BLOCKS = _words(
    """
    address article blockquote br dd div dl dt figcaption h1 h2 h3 h4 h5 h6 hr li main ol p pre section table tr ul
    """
)
for _library in ("trafilatura", "htmldate"):
    # else Python prints their warnings ("discarding data") between Kronika's own messages
    logging.getLogger(_library).addHandler(logging.NullHandler())
_DECLARATION = re.compile(r"\A\s{0,200}<\?xml[^>]{0,200}\?>")
_REFERENCE = re.compile(r"&#(?:[xX](?P<hexadecimal>[0-9a-fA-F]{1,6})|(?P<decimal>[0-9]{1,7}));?")
_WHITESPACE = re.compile(r"\s+")
_TABLE_RULE = re.compile(r"^[|\s:-]+$")
_TABLE_EDGE = re.compile(r"^\|\s*|\s*\|$")
_LETTERS_OF_A_TEXT = 20  # a page with fewer letters has no text


def document_from_html(
    page: str,
    *,
    id: str,
    uri: str | None = None,
    title: str | None = None,
    published: date | None = None,
) -> Document:
    """Return the main text of a page; ``title`` and ``published`` go before what the page says.

    Raises:
        NoMainTextError: there is no text on the page.
    """
    tree = _parse(page)
    if tree is None:
        raise NoMainTextError(f"{id}: no text on the HTML page; is it filled by a script, or an error page?")
    title = title or page_title(tree)
    published = published or page_date(tree)
    text = main_text(tree)
    if sum(char.isalpha() for char in text[:1000]) < _LETTERS_OF_A_TEXT:
        raise NoMainTextError(f"{id}: no text on the HTML page; is it filled by a script, or an error page?")
    return document_from_text(_with_title(text, title), id=id, uri=uri, title=title, published=published)


def main_text(tree: HtmlElement) -> str:
    """Return the page's main text, a paragraph, list item or table row a line; empty where there is none.

    The tree loses its surroundings (menus, related news, comments) on the way. trafilatura runs in favour of
    recall: by default it drops lists and short lines, which in announcements are the programme.
    """
    import trafilatura  # noqa: PLC0415  # half a second that plain text does without

    prune(tree)
    unroll_layout_tables(tree)
    try:
        extracted = trafilatura.bare_extraction(tree, include_comments=False, favor_recall=True)
    except (
        RecursionError,
        ValueError,
    ):  # lists nested hundreds deep; character references that XML has no place for
        extracted = None
    text = str(getattr(extracted, "text", None) or "")
    return _tidy(text) or _tidy(_body_text(tree))


def _parse(page: str) -> HtmlElement | None:
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    source = _REFERENCE.sub(_mend_reference, _DECLARATION.sub("", clean(page)))
    try:
        # bytes and a named charset: lxml refuses a str that declares an encoding of its own
        tree = lxml.html.document_fromstring(source, parser=parser)
    except (ParserError, ValueError):
        return None
    return tree if isinstance(tree, HtmlElement) else None


def _mend_reference(match: re.Match[str]) -> str:
    """Numbers from 128 to 159 mean windows-1252, as browsers read them; other control characters have no place in
    a tree.
    """
    digits = match["hexadecimal"] or match["decimal"]
    number = int(digits, 16 if match["hexadecimal"] else 10)
    if 128 <= number <= 159:
        return bytes([number]).decode("windows-1252", errors="ignore")
    return clean(chr(number)) if number < 32 else match[0]


def _body_text(tree: HtmlElement) -> str:
    """The body's text without navigation, a block element a line; without recursion, because pages nest thousands
    deep.
    """
    body = tree.find("body")
    root = tree if body is None else body
    pieces: list[str] = []
    stack: list[HtmlElement | str] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            pieces.append(node)
            continue
        if node.tail and node is not root:
            stack.append(_WHITESPACE.sub(" ", node.tail))
        if not isinstance(node.tag, str) or node.tag in _NO_TEXT:
            continue
        if node.tag in _BLOCKS:
            pieces.append("\n")
            stack.append("\n")
        stack.extend(reversed(node))
        if node.text:
            stack.append(_WHITESPACE.sub(" ", node.text))
    return "".join(pieces)


def _tidy(text: str) -> str:
    """One line a paragraph, without blank lines, outer spaces and table edges: layout is no part of a text."""
    lines = (_WHITESPACE.sub(" ", line).strip() for line in clean(text).split("\n"))
    return "\n".join(_TABLE_EDGE.sub("", line) for line in lines if not _TABLE_RULE.match(line) and line)


def _with_title(text: str, title: str | None) -> str:
    if not title:
        return text
    wanted = _compare(title)
    head = (_compare(line) for line in text.split("\n")[:3])
    return text if not wanted or any(wanted in line for line in head) else f"{clean(title)}\n{text}"


def _compare(text: str) -> str:
    return "".join(char for char in clean(text).casefold() if char.isalnum())
