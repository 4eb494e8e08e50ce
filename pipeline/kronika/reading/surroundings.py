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
_LAYOUT_SIGNS = ("table", "h1", "h2", "h3", "ul", "ol", "div", "form")  # a cell with one of them is no datum


def prune(tree: HtmlElement) -> None:
    """Remove from the tree what its tags, classes and ids call surroundings, unless it is most of the page."""
    limit = len(tree.text_content()) * _MOST_OF_A_PAGE
    for node in list(tree.iter()):
        if not isinstance(node.tag, str) or node.tag in _KEPT_TAGS:
            continue
        if node.getparent() is not None and _is_around(node) and len(node.text_content()) < limit:
            node.drop_tree()


def unroll_layout_tables(tree: HtmlElement) -> None:
    """Turn tables that lay out a page (old pages are made of them) into plain blocks; tables of data stay."""
    for table in list(tree.iter("table")):
        if any(node is not table for node in table.iter(*_LAYOUT_SIGNS)):
            for node in table.iter("table", "tbody", "thead", "tfoot", "tr", "td", "th"):
                node.tag = "div"


def _is_around(node: HtmlElement) -> bool:
    names = f"{node.get('class', '')} {node.get('id', '')}"
    return node.tag in _TAGS or any(_NAMES.fullmatch(part) for part in _NAME_PART.findall(names))
