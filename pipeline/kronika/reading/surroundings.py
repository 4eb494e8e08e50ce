"""What stands around the text of a page: menus, related news, share buttons, comments, tables used as layout."""

import re

from lxml.html import HtmlElement  # type: ignore[import-untyped]  # published without types

# words in an element's class or id by which content management systems name it
_NAMES = re.compile(
    "ads?|advert|advertisement|banner|breadcrumbs?|comments?|cookies?|crumbs?|likes|menu|nav|navbar|navigation|newsletter"
    "|pager|pagination|popular|popup|recommend|recommended|related|share|sharedaddy|sharing|sidebar|similar|social"
    "|subscribe|subscription|tags|widgets?",
    re.IGNORECASE,
)
_NAME_PART = re.compile(r"[A-Z]?[a-z]+")  # of mainMenu, main-menu and main_menu
_TAGS = ("nav", "aside", "dialog", "form")
_KEPT_TAGS = ("html", "body", "main", "article")
_MOST_OF_A_PAGE = 0.4  # share of the page's characters; an element with more of them holds the text
_TABLE_PARTS = ("tbody", "thead", "tfoot", "tr", "td", "th")
_LAYOUT_SIGNS = ("table", "h1", "h2", "h3", "ul", "ol", "div", "form")  # a cell with one of them is no datum


def prune(tree: HtmlElement) -> None:
    """Remove from the tree what its tags, classes and ids call surroundings, unless it is most of the page."""
    lengths = _text_lengths(tree)
    limit = lengths[tree] * _MOST_OF_A_PAGE
    for node, length in lengths.items():
        if isinstance(node.tag, str) and node.tag not in _KEPT_TAGS and length < limit and _is_around(node):
            node.drop_tree()


def unroll_layout_tables(tree: HtmlElement) -> None:
    """Turn tables that lay out a page (old pages are made of them) into plain blocks; tables of data stay."""
    layout: set[HtmlElement] = set()
    for sign in tree.iter(*_LAYOUT_SIGNS):
        for table in sign.iterancestors("table"):
            if table in layout:
                break
            layout.add(table)
    for part in list(tree.iter(*_TABLE_PARTS)):
        if next(part.iterancestors("table"), None) in layout:
            part.tag = "div"
    for table in layout:
        table.tag = "div"


def _text_lengths(tree: HtmlElement) -> dict[HtmlElement, int]:
    """Characters of text in every element but the root's tail; from the last to the first, so that children come
    before parents.
    """
    lengths = dict.fromkeys(tree.iter(), 0)
    for node in reversed(lengths):
        if isinstance(node.tag, str):
            lengths[node] += len(node.text or "")
        parent = node.getparent()
        if parent in lengths:
            lengths[parent] += lengths[node] + len(node.tail or "")
    return lengths


def _is_around(node: HtmlElement) -> bool:
    names = f"{node.get('class', '')} {node.get('id', '')}"
    return node.tag in _TAGS or any(_NAMES.fullmatch(part) for part in _NAME_PART.findall(names))
