"""Russian venues: from a head noun to its whole proper name.

To the left stand adjectives that agree with the head ("областная универсальная научная библиотека"), to the right
a chain of genitives, a number, a quoted or a foreign name, "имени …", "в честь …".
"""

from functools import cache

from spacy.tokens import Span, Token

from kronika.lang import get_language

_OPENING = frozenset('«"„“')
_CLOSING = frozenset('»"“”')
_MAX_LEFT = 6
_MAX_RIGHT = 14
_MAX_QUOTED = 12
_MAX_HONORARY = 7
_HONORARY = frozenset({"имени", "им", "им.", "им ."})
_ALIKE = frozenset({"Nom", "Acc"})  # of what is inanimate one form
_NUMBER_SIGNS = frozenset({"№", "N", "No"})


def phrase(head: Token) -> Span:
    """Return the proper name around a head noun."""
    return head.doc[_left(head) : _right(head)]


def _left(head: Token) -> int:
    start = head.i
    case = _case(head)
    while start > 0 and not head.doc[start].is_sent_start and head.i - start < _MAX_LEFT:
        token = head.doc[start - 1]
        same = _ALIKE if case in _ALIKE else {case}
        agrees = token.pos_ in {"ADJ", "VERB", "DET"} and _case(token) in {*same, ""}
        ordinal = token.text[:1].isdigit() and "-" in token.text
        joined = (
            token.lower_ in {"и", ","} and not token.is_sent_start and head.doc[start].pos_ == "ADJ" and start > 1
        )
        if joined:
            before = head.doc[start - 2]
            if before.pos_ == "ADJ" and _case(before) == case and before.lower_ not in _dropped():
                start -= 2
                continue
            break
        if (
            not (agrees or ordinal)
            or token.lower_ in _dropped()
            or token.pos_ in {"DET"}
            or token.lemma_ in _dropped()
        ):
            break
        if token.pos_ == "VERB" and token.morph.get("VerbForm", []) != ["Part"]:
            break
        start -= 1
    return start


def _right(head: Token) -> int:
    doc, end, limit = head.doc, head.i + 1, _limit(head)
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
        if head.i + 1 == end and token.is_digit and len(token.text) <= 4:
            return end if following is not None and following.is_alpha else end + 1
        width = _width(head, token, doc[end - 1], following)
        if not width:
            break
        end += width
    return end


def _width(head: Token, token: Token, before: Token, following: Token | None) -> int:
    """Return how many tokens, 0 to 2, a token adds to the name to its left."""
    if token.text in _NUMBER_SIGNS or (token.like_num and before.text in _NUMBER_SIGNS):
        return 1
    if _is_genitive(token) or _is_foreign(token) or _is_acronym(token) or _is_name_after(before, token):
        return 1
    is_dative = token.morph.get("Case", []) == ["Dat"] and token.pos_ in {"ADJ", "NOUN", "PROPN"}
    if is_dative and head.lemma_ in _table("dative_heads"):
        return 1
    if following is None:
        return 0
    if token.lower_ == "и" and before.pos_ != "ADJ" and _goes_on(following):
        return 2
    return 2 if token.lower_ == "в" and following.lower_ == "честь" else 0


def _honorary_end(token: Token) -> int:
    """After "имени" stand up to five capitalised words and initials, perhaps a rank before them."""
    doc, end, limit = token.doc, token.i + 1, _limit(token)
    while end < limit and end - token.i <= _MAX_HONORARY:
        following = doc[end]
        is_first = end == token.i + 1
        name = following.text[:1].isupper() or (is_first and following.text[:1].isdigit())
        point = following.text == "." and (is_first or len(doc[end - 1].text) == 1)
        rank = _is_genitive(following) and end + 1 < limit and doc[end + 1].text[:1].isupper()
        if not (name or point or rank):
            break
        end += 1
    return end


def _closing(opening: Token) -> int | None:
    doc = opening.doc
    for i in range(opening.i + 1, min(opening.i + _MAX_QUOTED, _limit(opening))):
        if doc[i].text in _CLOSING:
            return i
    return None


def _goes_on(token: Token) -> bool:
    """Whether the chain goes on after "и": another venue is another place ("театра кукол и театра")."""
    noun = next((t for t in token.doc[token.i : token.i + 4] if t.pos_ in {"NOUN", "PROPN"}), token)
    if noun.lemma_ in get_language("ru").table("places")["heads"]["venue"]:
        return False
    return _is_genitive(token) or (_case(token) == "Dat" and token.pos_ == "ADJ")


def _is_acronym(token: Token) -> bool:
    return token.text.isupper() and token.is_alpha and 2 <= len(token.text) <= 6


def _is_name_after(before: Token, token: Token) -> bool:
    """Whether a capitalised word is the name that the noun before it asks for: "села Шоршелы", "реку Усмань"."""
    if not token.text[:1].isupper() or token.ent_type_ == "PER" or before.is_punct:
        return False
    return (
        before.lemma_ in _table("apposed")
        or before.lower_ in get_language("ru").table("places")["kind_words"]["city"]
    )


def _limit(token: Token) -> int:
    """Return where the sentence ends, or where no phrase reaches (Token.sent walks the whole Doc)."""
    furthest = min(token.i + _MAX_RIGHT + _MAX_QUOTED, len(token.doc))
    return next((i for i in range(token.i + 1, furthest) if token.doc[i].is_sent_start), furthest)


def _is_genitive(token: Token) -> bool:
    if len(token.text) == 1:
        return False  # "г.", "с."
    if token.ent_type_ == "PER" and token.text[:1].isupper():
        return True
    if token.pos_ == "PROPN":
        return _case(token) in {"Gen", ""}
    return token.pos_ in {"NOUN", "ADJ", "NUM"} and _case(token) == "Gen" and token.lower_ not in _dropped()


def _is_foreign(token: Token) -> bool:
    return token.text[:1].isupper() and token.text.isascii() and token.is_alpha


def _case(token: Token) -> str:
    """Return the case; dative and locative of feminines are one form, which the tagger cannot tell apart."""
    case = next(iter(token.morph.get("Case", [])), "")
    return "Loc" if case == "Dat" and token.morph.get("Gender", []) == ["Fem"] else case


def _dropped() -> frozenset[str]:
    return _table("dropped")


@cache
def _table(name: str) -> frozenset[str]:
    return frozenset(get_language("ru").table("places")["venues"][name])
