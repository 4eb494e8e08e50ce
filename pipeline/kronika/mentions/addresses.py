"""Street addresses ("ул. Кузнечная, д. 2", "Farkas utca 14.") and places in the net ("онлайн", "YouTube-on")."""

import re
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span

from kronika.lang import LanguageData
from kronika.mentions.place_candidates import PlaceCandidate
from kronika.mentions.place_context import PlaceContext, case_of

OFFICE = "address.office"
"""The rule of addresses where one applies, pays or asks; nothing takes place there."""

_NUMBERED, _STREET, _ONLINE, _PLATFORM, _OFFICE = 0.9, 0.75, 0.7, 0.6, 0.3
_NEARBY = 40  # tokens of the sentence that are looked at
_MOST_WORDS = 4  # of a street's name


@dataclass(frozen=True, slots=True)
class _Patterns:
    addresses: tuple[re.Pattern[str], ...]
    square: frozenset[str]
    office: re.Pattern[str]
    online: re.Pattern[str]
    online_name: str
    platform: re.Pattern[str]
    bare_platform: re.Pattern[str]
    elsewhere: re.Pattern[str]


def find_addresses(doc: Doc, language: LanguageData, context: PlaceContext) -> list[PlaceCandidate]:
    """Return street addresses; those without a house number only where they stand as places of action."""
    patterns = _patterns(language)
    found = []
    for pattern in patterns.addresses:
        for match in pattern.finditer(context.text):
            span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
            street = doc.char_span(match.start("street"), match.end("street"), alignment_mode="expand")
            if span is None or street is None or "\n" in match.group():
                continue
            house = match["house"] or ""
            is_office = bool(house) and _is_office(span, context, patterns.office)
            locative = 0.0 if is_office else _locative(street, match["head"], context)
            if not house and not locative:
                continue
            squares = patterns.square
            changes = (locative or not house) and _case_of_head(street, match["head"]) != "Nom"
            name = language.inflection.nominative(street) if changes else match["street"]
            found.append(
                PlaceCandidate(
                    first=span.start,
                    last=span.end,
                    start=match.start(),
                    end=match.end(),
                    name=(name + house).strip(),
                    kind="venue" if match["head"].lower() in squares and not house else "address",
                    rule=OFFICE if is_office else "address.house" if house else "address.street",
                    score=_OFFICE if is_office else _NUMBERED if house else _STREET,
                    locative=max(locative, 0.8 if house and not is_office else 0.0),
                )
            )
    return found


def find_online(doc: Doc, language: LanguageData, context: PlaceContext) -> list[PlaceCandidate]:
    """Return places in the net; where the sentence is about registering or reading, not as places of action."""
    patterns = _patterns(language)
    found = []
    for pattern, score in ((patterns.online, _ONLINE), (patterns.platform, _PLATFORM)):
        for match in pattern.finditer(context.text):
            span = doc.char_span(match.start("place"), match.end("place"), alignment_mode="expand")
            if span is None:
                continue
            start, end = context.sentence(span.start)
            nearby = doc[max(start, span.start - _NEARBY) : min(end, span.end + _NEARBY)]
            sentence = nearby.text.lower()
            is_elsewhere = patterns.elsewhere.search(sentence) is not None or not context.is_free(span)
            known = score == _ONLINE
            found.append(
                PlaceCandidate(
                    first=span.start,
                    last=span.end,
                    start=match.start("place"),
                    end=match.end("place"),
                    name=patterns.online_name if known else match["name"],
                    kind="online",
                    rule="online.phrase" if known else "online.platform",
                    score=score,
                    locative=0.0 if is_elsewhere else score,
                )
            )
    return found


def find_platforms(doc: Doc, language: LanguageData) -> list[PlaceCandidate]:
    """Return the names of platforms, whatever stands around them: "Helyszín: Zoom"."""
    found = []
    for match in _patterns(language).bare_platform.finditer(doc.text):
        span = doc.char_span(match.start(), match.end())
        if span is not None:
            found.append(
                PlaceCandidate.of(span, name=match.group(), kind="online", rule="online.name", score=_OFFICE)
            )
    return found


def _is_office(span: Span, context: PlaceContext, office: re.Pattern[str]) -> bool:
    """Whether the sentence up to an address says that one applies, pays or asks there."""
    start = max(context.sentence(span.start)[0], span.start - _NEARBY)
    return office.search(span.doc[start : span.start].text.lower()) is not None


def _locative(street: Span, head: str, context: PlaceContext) -> float:
    if head.endswith("."):  # an abbreviation has no case
        return 0.8 if context.licensed_cases(street.start, venue=True) else 0.0
    return context.score(street, _case_of_head(street, head), venue=True)


def _case_of_head(street: Span, head: str) -> str:
    return case_of(next((t for t in street if t.text == head), street[-1]))


@cache
def _patterns(language: LanguageData) -> _Patterns:
    table = language.table("places")
    addresses, online = table["addresses"], table["online"]
    house = f"(?P<house>{addresses['house']})?"
    name = f"{addresses['lead']}{addresses['word']}(?:[ -]{addresses['word']}){{0,{_MOST_WORDS - 1}}}"
    streets = []
    if addresses["before"]:
        heads = "|".join(addresses["before"])
        streets.append(rf"\b(?P<street>(?P<head>(?i:{heads}))\s?{name}){house}")
    if addresses["after"]:
        heads = "|".join(addresses["after"])
        streets.append(rf"(?<!\w)(?P<street>{name}\s(?P<head>{heads})(?!\w)){house}")
    phrases = "|".join(re.escape(p) for p in sorted(online["phrases"], key=len, reverse=True))
    platforms = "|".join(re.escape(p) for p in sorted(online["platforms"], key=len, reverse=True))
    return _Patterns(
        addresses=tuple(re.compile(pattern) for pattern in streets),
        square=frozenset(addresses["square"]),
        office=re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, addresses["office"])) + ")"),
        online=re.compile(rf"(?<!\w)(?P<place>{phrases})(?!\w)", re.IGNORECASE),
        online_name=online["name"],
        platform=re.compile(
            rf"{online['platform_before']}(?<!\w)(?P<place>(?P<name>{platforms}){online['platform_after']})(?!\w)"
        ),
        bare_platform=re.compile(rf"(?<!\w)(?:{platforms})(?!\w)"),
        elsewhere=re.compile("|".join(map(re.escape, online["elsewhere"]))),
    )
