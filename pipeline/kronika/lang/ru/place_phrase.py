"""Russian venues: from a head noun to its whole proper name.

To the left stand adjectives that agree with the head ("областная универсальная научная библиотека"), to the right
a chain of genitives, a number, a quoted or a foreign name, "имени …", "в честь …".
"""

from spacy.tokens import Span, Token

from kronika.lang import get_language

_OPENING = frozenset("«\"„“")
_CLOSING = frozenset("»\"“”")
_MAX_LEFT = 6
_MAX_RIGHT = 14
_MAX_QUOTED = 12
_HONORARY = frozenset({"имени", "им", "им.", "им ."})
_NUMBER_SIGNS = frozenset({"№", "N", "No"})


def phrase(head: Token) -> Span:
    """Return the proper name around a head noun."""
    return head.doc[_left(head) : _right(head)]


def _left(head: Token) -> int:
    start = head.i
    case = _case(head)
    while start > head.sent.start and head.i - start < _MAX_LEFT:
        token = head.doc[start - 1]
        agrees = token.pos_ in {"ADJ", "VERB", "DET"} and _case(token) in {case, ""}
        ordinal = token.text[:1].isdigit() and "-" in token.text
        joined = token.lower_ in {"и", ","} and start - 2 >= head.sent.start and head.doc[start].pos_ == "ADJ"
        if joined:
            before = head.doc[start - 2]
            if before.pos_ == "ADJ" and _case(before) == case and before.lower_ not in _dropped():
                start -= 2
                continue
            break
        if not (agrees or ordinal) or token.lower_ in _dropped() or token.pos_ in {"DET"} or token.lemma_ in _dropped():
            break
        if token.pos_ == "VERB" and not token.morph.get("VerbForm") == ["Part"]:
            break
        start -= 1
    return start


def _right(head: Token) -> int:
    doc, end, limit = head.doc, head.i + 1, head.sent.end
    while end < limit and end - head.i < _MAX_RIGHT:
        token = doc[end]
        following = doc[end + 1] if end + 1 < limit else None
        if token.text in _OPENING:
            closed = _closing(token)
            if closed is None:
                break
            end = closed + 1
            continue
        if token.lower_ in _HONORARY:
            end = _honorary_end(doc[end])
            continue
        if token.text in _NUMBER_SIGNS or (token.like_num and doc[end - 1].text in _NUMBER_SIGNS):
            end += 1
        elif token.text[:1].isdigit() and end == head.i + 1 and token.text.isdigit() and len(token.text) <= 4:
            if following is None or not following.is_alpha:
                end += 1
            break
        elif _is_genitive(token) or _is_foreign(token):
            end += 1
        elif (token.lower_ == "и" and following is not None and _is_genitive(following) and _is_genitive(doc[end - 1])) or (token.lower_ == "в" and following is not None and following.lower_ == "честь"):
            end += 2
        else:
            break
    return end


def _honorary_end(token: Token) -> int:
    """After "имени" stand up to five capitalised words and initials."""
    doc, end, limit = token.doc, token.i + 1, token.sent.end
    while end < limit and end - token.i <= 7:
        following = doc[end]
        rank = following.pos_ == "NOUN" and _case(following) == "Gen" and end + 1 < limit and doc[end + 1].text[:1].isupper()
        if following.text[:1].isupper() or (following.text == "." and end == token.i + 1) or rank or (following.text == "." and len(doc[end - 1].text) == 1) or (following.text[:1].isdigit() and end == token.i + 1):
            end += 1
        else:
            break
    return end


def _closing(opening: Token) -> int | None:
    doc = opening.doc
    for i in range(opening.i + 1, min(opening.i + _MAX_QUOTED, opening.sent.end)):
        if doc[i].text in _CLOSING:
            return i
    return None


def _is_genitive(token: Token) -> bool:
    if token.ent_type_ == "PER" and token.text[:1].isupper():
        return True
    if token.pos_ == "PROPN":
        return _case(token) in {"Gen", ""}
    return token.pos_ in {"NOUN", "ADJ"} and _case(token) == "Gen" and token.lower_ not in _dropped()


def _is_foreign(token: Token) -> bool:
    return token.text[:1].isupper() and token.text.isascii() and token.is_alpha


def _case(token: Token) -> str:
    return next(iter(token.morph.get("Case", [])), "")


def _dropped() -> frozenset[str]:
    return frozenset(get_language("ru").table("places")["venues"]["dropped"])
