"""Title and publication date of an HTML page, from what the page states, never from guesses at its text."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime

from lxml.html import HtmlElement  # type: ignore[import-untyped]  # published without types

from kronika.reading.clean import clean

_TITLE_SEPARATOR = re.compile(r"\s+(?:[|/»·•—–-]|::|>|→)\s+")
_TITLE_TAGS = ('//meta[@property="og:title"]/@content', '//meta[@name="twitter:title"]/@content')
_SITE_TAGS = ('//meta[@property="og:site_name"]/@content', '//meta[@name="application-name"]/@content')
_DATE_TAGS = (
    '//meta[@property="article:published_time"]/@content',
    '//meta[@itemprop="datePublished"]/@content',
    '//*[@itemprop="datePublished"]/@datetime',
    '//meta[translate(@name, "DCP", "dcp")="dc.date" or @name="pubdate" or @name="publish_date"]/@content',
)
_TIME_TAGS = (
    "//time[@pubdate]/@datetime | //article//time/@datetime | //header//time/@datetime | //main//time/@datetime"
)
_DATE_KEY = "datePublished"
_FIRST_YEAR = 1990  # no web page is older; earlier dates are empty fields of a CMS
_JSON_LD_LIMIT = 1_000_000  # characters


def page_title(tree: HtmlElement) -> str | None:
    """Return the page's headline without the site's name.

    The only ``<h1>`` says it best, unless it is the site's name in a banner; then og:title, then ``<title>``,
    whose part that is also a heading on the page is the headline.
    """
    sites = {_compare(name) for path in _SITE_TAGS for name in _values(tree, path)}
    headings = [text for tag in ("h1", "h2") for node in tree.iter(tag) if (text := _text(node))]
    headlines = [text for node in tree.iter("h1") if (text := _text(node)) and _compare(text) not in sites]
    stated = [text for path in _TITLE_TAGS for text in _values(tree, path)]
    titles = [text for node in tree.iterfind("./head/title") if (text := _text(node))]
    for candidate in (*stated, *titles):
        for heading in headings:
            if _compare(heading) and _compare(heading) in _compare(candidate) and _compare(heading) not in sites:
                return heading
    if len(headlines) == 1:
        return headlines[0]
    return next((_without_site(text, sites) for text in (*stated, *titles)), None)


def page_date(tree: HtmlElement) -> date | None:
    """Return the date on which the page says it was published: meta tags, JSON-LD, ``<time>``, then what htmldate
    reads from the markup and the URL without searching the text.
    """
    for path in _DATE_TAGS:
        for value in _values(tree, path):
            if found := _parse(value):
                return found
    for value in _json_ld_dates(tree):
        if found := _parse(value):
            return found
    for value in _values(tree, _TIME_TAGS):
        if found := _parse(value):
            return found
    from htmldate import find_date  # noqa: PLC0415  # slow to import, and most pages state their date

    # its default search takes dates of the story and of the copyright line for the page's
    guess = find_date(tree, extensive_search=False, original_date=True, outputformat="%Y-%m-%d")
    return _parse(guess) if guess else None


def _parse(value: str) -> date | None:
    text = value.strip()
    for candidate in (text, text[:10]):  # the day stands first in all ISO forms, however odd the time behind it is
        try:
            found = datetime.fromisoformat(candidate).date()
        except ValueError:
            continue
        return found if _FIRST_YEAR <= found.year <= date.today().year + 1 else None
    return None


def _json_ld_dates(tree: HtmlElement) -> Iterator[str]:
    for source in _values(tree, '//script[@type="application/ld+json"]/text()'):
        if len(source) > _JSON_LD_LIMIT or _DATE_KEY not in source:
            continue
        try:
            stack = [json.loads(source, strict=False)]
        except (ValueError, RecursionError):
            continue
        while stack:
            node = stack.pop()
            if isinstance(node, dict):
                if isinstance(node.get(_DATE_KEY), str):
                    yield node[_DATE_KEY]
                stack.extend(reversed(list(node.values())))
            elif isinstance(node, list):
                stack.extend(reversed(node))


def _values(tree: HtmlElement, path: str) -> list[str]:
    found = tree.xpath(path)
    return [str(value) for value in found if str(value).strip()] if isinstance(found, list) else []


def _text(node: HtmlElement) -> str:
    return " ".join(clean(str(node.text_content())).split())


def _without_site(title: str, sites: set[str]) -> str:
    """Drop the site's name from a title; where the page does not state it, the longest part is the headline."""
    parts = [part for part in _TITLE_SEPARATOR.split(" ".join(clean(title).split())) if part]
    rest = [part for part in parts if _compare(part) not in sites]
    return max(rest or parts or [title], key=len)


def _compare(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
