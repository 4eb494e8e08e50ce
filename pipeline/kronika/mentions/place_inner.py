"""Towns wherever they stand: in the names of bodies, in adjectives, in titles; who links decides about them."""

from spacy.tokens import Doc, Span, Token

from kronika.lang import LanguageData
from kronika.mentions.place_candidates import PlaceCandidate, scan
from kronika.mentions.place_context import PlaceContext
from kronika.mentions.place_names import NameReading, name_readings
from kronika.mentions.place_tables import PlaceTables, area_name
from kronika.mentions.toponyms import ToponymFinder
from kronika.normalize.gazetteer import name_key
from kronika.records import PlaceKind

INNER = "toponym.inner"
"""The rule of towns that only the story can make a place of action."""

PEOPLE = "toponym.people"
"""The rule of adjectives of lands: they tell where the name beside them is, and nothing of the rest of a text."""

_NAMED = frozenset({"LOC", "GPE", "FAC", "ORG"})
_OPENING = frozenset('«„“"')
_PART_POPULATION = 3_000  # a smaller town's name inside the name of a body is more often another word
_DESCRIBED = 3  # tokens after an adjective
_HEADING_WORD = 4  # letters of a town in capitals, at least
_SCORE = 0.5


def find_inner_toponyms(
    doc: Doc, language: LanguageData, tables: PlaceTables, context: PlaceContext, *, described: bool = False
) -> list[PlaceCandidate]:
    """Return names of towns wherever they stand: in the names of bodies, in adjectives, in titles.

    ``described``: with the areas, and with adjectives before any noun ("томские студенты").
    """
    return scan(context.tokens, _InnerFinder(doc, language, tables, context, described=described).inner)


class _InnerFinder(ToponymFinder):
    def __init__(
        self, doc: Doc, language: LanguageData, tables: PlaceTables, context: PlaceContext, *, described: bool
    ) -> None:
        super().__init__(doc, language, tables, context)
        self.described = described

    def inner(self, token: Token) -> PlaceCandidate | None:
        """Return the longest name of a town that starts at a token, or the town of an adjective."""
        if token.text[:1].isupper():
            for span, readings in self.known_spans(token):
                reading = self.reading(span, readings)
                if reading and not reading.area and self._may_be_inner(span, reading):
                    return self._town(span, reading.name)
            if (heading := self._in_capitals(token)) is not None:
                return heading
        if self.described and (people := self._people(token)) is not None:
            return people
        if token.pos_ not in {"ADJ", "PROPN", "NOUN"}:
            return None
        if self.described and (described := self._description(token)) is not None:
            return described
        forms = [form for form in name_readings(self.language, token.text) if form.case == "Adj" and not form.area]
        if not forms or not self._describes(token.i + 1):
            return None
        form = max(forms, key=lambda f: (self.toponyms.standing(f.name), f.population))
        return self._town(self.doc[token.i : token.i + 1], form.name)

    def _people(self, token: Token) -> PlaceCandidate | None:
        """The land of an adjective: "норвежский Киркенес", "финские гости"."""
        if token.pos_ != "ADJ" or (token.text[:1].isupper() and not token.is_sent_start):
            return None
        code = self.toponyms.people_area(token.text)
        if code is None:
            return None
        kind: PlaceKind = "region" if "-" in code else "country"
        span = self.doc[token.i : token.i + 1]
        name = area_name(self.language, code)
        return PlaceCandidate.of(span, name=name, kind=kind, rule=PEOPLE, score=_SCORE, code=code)

    def _description(self, token: Token) -> PlaceCandidate | None:
        """The place of an adjective before a noun that it describes: "томские студенты", "a szegedi kikötő"."""
        if token.pos_ not in {"ADJ", "NOUN"} or (token.text[:1].isupper() and not token.is_sent_start):
            return None
        forms = [form for form in name_readings(self.language, token.text) if form.case == "Adj"]
        known = [
            f
            for f in forms
            if f.area or (f.population >= _PART_POPULATION and self.toponyms.standing(f.name) >= 0)
        ]
        if not known:
            return None
        following = self.doc[token.i + 1] if token.i + 1 < len(self.doc) else None
        kind = self.tables.heads.get(self.toponyms.head_word(following)) if following is not None else None
        if kind in {"region", "district"}:
            return None
        best = max(
            known,
            key=lambda f: (f.area is not None, self.toponyms.standing(f.name), f.home_population, f.population),
        )
        span = self.doc[token.i : token.i + 1]
        return PlaceCandidate.of(
            span,
            name=best.name,
            kind=best.area.kind if best.area else "city",
            rule=INNER,
            score=_SCORE,
            code=best.area.code if best.area else None,
            is_named=best.area is None,
        )

    def _describes(self, start: int) -> bool:
        """Whether the adjective before a token tells where a body, a house or an event is."""
        for token in self.doc[start : start + _DESCRIBED]:
            kind = self.tables.heads.get(word := self.toponyms.head_word(token))
            if kind in {"region", "district"}:
                return False
            if kind is not None or word in self.tables.loose or token.text[:1].isupper() or token.text in _OPENING:
                return True
            if token.pos_ not in {"ADJ", "NOUN", "NUM"}:
                return False
        return self.context.locates(start)

    def _may_be_inner(self, span: Span, reading: NameReading) -> bool:
        before = self.doc[span.start - 1].lower_ if span.start else ""
        if name_key(reading.name) in self.tables.never or before in self.tables.never_after:
            return False
        if self.context.is_in_line(span) or len(span) > 1 or self.context.is_kind_word(self.doc[span.start - 1]):
            return True
        if span[0].ent_type_ == "ORG" and span[0].ent_iob_ == "I" and reading.population < _PART_POPULATION:
            return False  # "Nemzeti Kulturális Alap"
        is_name = span[0].pos_ == "PROPN" or span[0].ent_type_ in _NAMED
        return is_name and self.toponyms.standing(span.text) >= 0 and span[0].ent_type_ != "PER"

    def _in_capitals(self, token: Token) -> PlaceCandidate | None:
        """A town in a heading: "VÉRADÁS KOVÁSZNÁN"."""
        if not token.text.isupper() or len(token) < _HEADING_WORD:
            return None
        readings = [r for r in name_readings(self.language, token.text.capitalize()) if r.population >= 0]
        known = [r for r in readings if r.area is None and self.toponyms.standing(r.name) >= 0]
        if not known:
            return None
        best = max(known, key=lambda r: r.population)
        return self._town(self.doc[token.i : token.i + 1], best.name)

    def _town(self, span: Span, name: str) -> PlaceCandidate:
        return PlaceCandidate.of(span, name=name, kind="city", rule=INNER, score=_SCORE, is_named=True)
