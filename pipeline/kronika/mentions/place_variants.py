"""Places that only the story can tell: what the finder of places is not sure of, or reads in another extent.

A venue in a line of a programme ("15:00. РДК. Концерт"), a common noun ("на поляне"), a quoted name with its kind
word ("стадион «Труд»") or without it, a room without its house, a square by what it lies at ("площадь у вокзала"),
a town inside the name of a body. None of them stands as a place of action; who links decides.
"""

from collections.abc import Collection, Iterable, Iterator

from spacy.tokens import Doc, Span, Token

from kronika.lang import LanguageData
from kronika.mentions.addresses import find_platforms
from kronika.mentions.place_candidates import PlaceCandidate
from kronika.mentions.place_context import PlaceContext
from kronika.mentions.place_inner import find_inner_toponyms
from kronika.mentions.place_names import name_readings
from kronika.mentions.place_tables import PlaceTables, place_tables
from kronika.mentions.types import OrganizationMention, PlaceMention
from kronika.mentions.venues import VenueFinder
from kronika.normalize.gazetteer import name_key

_SUBJECT = frozenset({"Nom", "Acc"})
_LOOSE = 0.3  # score of a candidate that no rule vouches for
_LONGEST = 12  # tokens of a venue with what it lies at


def find_place_variants(
    doc: Doc, language: LanguageData, organizations: Iterable[OrganizationMention], known: Collection[PlaceMention]
) -> list[PlaceMention]:
    """Return places beside the known ones, in text order, each name once, where it stands first."""
    tables = place_tables(language)
    context = PlaceContext(doc, tables)
    venues = [_mention(context.text, venue) for venue in _Variants(doc, language, tables, context).all()]
    houses = [_house(organization) for organization in organizations if organization.is_venue]
    towns = [_mention(context.text, town) for town in find_inner_toponyms(doc, language, tables, context)]
    platforms = [_mention(context.text, platform) for platform in find_platforms(doc, language)]
    found = list(known)
    by_name = {name_key(place.name) for place in found}
    for place in (*houses, *venues, *towns, *platforms):
        key = name_key(place.name)
        if key not in by_name:
            by_name.add(key)
            found.append(place)
    return sorted(found[len(known) :], key=lambda place: (place.start, place.end))


def _house(organization: OrganizationMention) -> PlaceMention:
    return PlaceMention(
        start=organization.start,
        end=organization.end,
        text=organization.text,
        rule="venue.house",
        score=_LOOSE,
        name=organization.name,
        kind="venue",
    )


def _mention(text: str, candidate: PlaceCandidate) -> PlaceMention:
    return PlaceMention(
        start=candidate.start,
        end=candidate.end,
        text=text[candidate.start : candidate.end],
        rule=candidate.rule,
        score=_LOOSE,
        name=candidate.name,
        kind=candidate.kind,
    )


class _Variants:
    """Venues around head nouns in all their extents."""

    def __init__(self, doc: Doc, language: LanguageData, tables: PlaceTables, context: PlaceContext) -> None:
        self.doc = doc
        self.language = language
        self.tables = tables
        self.context = context
        self.finder = VenueFinder(doc, language, tables, context)

    def all(self) -> Iterator[PlaceCandidate]:
        """Yield the venues of the document, by head noun."""
        for token in self.context.tokens:
            if not token.text[:1].isalpha() or token.pos_ in {"VERB", "AUX", "ADP", "ADV"}:
                continue
            word = self.language.toponyms.head_word(token)
            if self.tables.heads.get(word) != "venue" and word not in self.tables.loose | self.tables.online_heads:
                continue
            if not self.finder.is_town(token, word):
                yield from self._at(token, word)

    def _at(self, head: Token, word: str) -> Iterator[PlaceCandidate]:
        span = self.language.toponyms.phrase(head)
        rule = self._sign(span, head, word)
        if not rule:
            return
        name, inner = self.finder.nominative(span, head, word), self.finder.quoted(span, head)
        if inner is not None and (word in self.tables.online_heads or inner.text in self.tables.platforms):
            yield PlaceCandidate.of(span, name=name, kind="online", rule="online.quoted", score=_LOOSE)
            return
        if word in self.tables.online_heads:
            return
        yield _venue(span, name, rule)
        if (wider := self._with_optional(span)) is not None:
            yield _venue(wider, self.finder.nominative(wider, head, word), "venue.wider")
        if (bare := self._without_town(span, head)) is not None:
            yield _venue(bare, self.finder.nominative(bare, head, word), "venue.bare")
        if (reach := self._reach(span)) is not None:
            yield _venue(reach, name + reach.text[len(span.text) :], "venue.beside")

    def _sign(self, span: Span, head: Token, word: str) -> str:
        """Return the rule by which a venue may be a place of action here, or an empty string."""
        in_line = self.context.is_in_line(span)
        if word in self.tables.bodies:
            return "venue.line" if in_line else ""
        if len(span) == 1 and "Plur" in head.morph.get("Number", []):
            return ""
        case = self.finder.case(head, word)
        if self.context.score(span, case, venue=True) > 0:
            return "venue.common"
        if in_line:
            return "venue.line"
        if case in self.tables.context.route_cases:
            return "venue.route"
        if self._has_room(span, case):
            return "venue.room"
        return "venue.subject" if self._is_subject(span, head, word, case) else ""

    def _is_subject(self, span: Span, head: Token, word: str, case: str) -> bool:
        """Whether a venue with a name of its own is spoken of: "благодаря турбазе «Берег»"."""
        institution = word in self.tables.institutions
        if self.finder.quoted(span, head) is not None and not institution:
            return True
        is_name = head.text[:1].isupper() and not head.is_sent_start
        is_plain = len(span) == 1 and word not in self.tables.unique and not is_name
        if is_plain or case not in _SUBJECT or (institution and not self.context.receives(span)):
            return False
        return word not in self.tables.loose or head.text[:1].isupper()

    def _has_room(self, span: Span, case: str) -> bool:
        """Whether a venue owns a room beside it: "Művelődési Ház nagyterme", "зал областной библиотеки"."""
        room = None
        if self.tables.context.place_cases and span.end < len(self.doc):
            room = self.doc[span.end]
        elif case == "Gen" and span.start:
            room = self.doc[span.start - 1]
        if room is None:
            return False
        word = self.language.toponyms.head_word(room)
        return self.tables.heads.get(word) == "venue" or word in self.tables.loose

    def _with_optional(self, span: Span) -> Span | None:
        """A venue with an adjective that often is no part of a name: "бывший кинотеатр «Камчатка»"."""
        before = self.doc[span.start - 1] if span.start and not span[0].is_sent_start else None
        is_optional = before is not None and before.lemma_.lower() in self.tables.optional
        return self.doc[span.start - 1 : span.end] if is_optional else None

    def _without_town(self, span: Span, head: Token) -> Span | None:
        """A venue without the adjective of its town: "karcagi kiállítási központ"."""
        if span.start == head.i or (span[0].text[:1].isupper() and not span[0].is_sent_start):
            return None
        is_town = any(r.case == "Adj" for r in name_readings(self.language, span[0].text))
        return self.doc[span.start + 1 : span.end] if is_town else None

    def _reach(self, span: Span) -> Span | None:
        """A venue with the venue that it lies at: "площадь у вокзала"."""
        i = span.end
        if i + 1 >= len(self.doc) or self.doc[i].lower_ not in self.tables.beside:
            return None
        for token in self.context.tokens[i + 1 : i + 5]:
            if token.pos_ in {"NOUN", "PROPN"}:
                phrase = self.language.toponyms.phrase(token)
                if phrase.start == i + 1 and phrase.end - span.start <= _LONGEST:
                    return self.doc[span.start : phrase.end]
                return None
        return None


def _venue(span: Span, name: str, rule: str) -> PlaceCandidate:
    return PlaceCandidate.of(span, name=name, kind="venue", rule=rule, score=_LOOSE)
