"""Names of countries, regions and towns: capitalised words whose nominative the lexicon or the gazetteer knows."""

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from kronika.encoder.component import place_words
from kronika.lang import LanguageData
from kronika.mentions.place_candidates import PlaceCandidate, scan
from kronika.mentions.place_context import PlaceContext, case_of
from kronika.mentions.place_names import NameReading, may_start, name_readings
from kronika.mentions.place_tables import Area, PlaceTables
from kronika.normalize.gazetteer import name_key

ADJECTIVE = "toponym.adjective"
"""The rule of adjectives made of names; before a capitalised word only what follows tells if it locates."""

GUESS = "toponym.entity"
"""The rule of names that only the model takes for a place; anything else that is known of them is surer."""

_MAX_WORDS = 4
_PLACE_LABELS = frozenset({"LOC", "GPE", "FAC"})
_OTHER_LABELS = frozenset({"PER", "ORG"})
_OPENING = frozenset('«„“"')
_CLOSING = frozenset('»”“"')
_TOWN_NOT_REGION = 2_000  # inhabitants: a town that bears a region's name is meant from here on (Veszprém)
_ADJECTIVE_POPULATION = 3_000  # a smaller town's adjective is more often something else
_CERTAIN, _KNOWN, _GUESSED = 0.9, 0.75, 0.5


def find_toponyms(
    doc: Doc, language: LanguageData, tables: PlaceTables, context: PlaceContext
) -> list[PlaceCandidate]:
    """Return names of areas and towns, in text order, not overlapping."""
    return scan(context.tokens, ToponymFinder(doc, language, tables, context).at)


class ToponymFinder:
    """Finds the name of an area or a town at a token."""

    def __init__(self, doc: Doc, language: LanguageData, tables: PlaceTables, context: PlaceContext) -> None:
        self.doc = doc
        self.language = language
        self.toponyms = language.toponyms
        self.tables = tables
        self.context = context
        self.places = place_words(doc)

    def at(self, token: Token) -> PlaceCandidate | None:
        """Return the longest name that starts at a token."""
        if not token.text[:1].isupper():
            return self._adjective(token) if token.pos_ == "ADJ" else None
        for span, readings in self.known_spans(token):
            if (reading := self.reading(span, readings)) and (candidate := self._candidate(span, reading)):
                return candidate
        return self._adjective(token) or self._entity(token) or self._after_kind_word(token)

    def known_spans(self, token: Token) -> Iterator[tuple[Span, list[NameReading]]]:
        """Yield the spans from a token on that may be one known name, longest first."""
        tokens, text = self.context.tokens, self.context.text
        ends = [token.i + 1]
        if may_start(self.language, token.text):
            for i in range(token.i + 1, min(token.i + _MAX_WORDS, self.context.sentence(token.i)[1])):
                if not (tokens[i].is_alpha or "-" in tokens[i].text or tokens[i].text in "()—–"):
                    break
                ends.append(i + 1)
        for end in reversed(ends):
            if not tokens[end - 1].text[-1:].isalnum() and tokens[end - 1].text != ")":
                continue
            surface = text[token.idx : tokens[end - 1].idx + len(tokens[end - 1])]
            readings = [
                reading
                for reading in name_readings(self.language, surface)
                if reading.case != "Adj" and (reading.area or reading.population >= 0)
            ]
            if readings:
                yield self.doc[token.i : end], readings

    def reading(self, span: Span, readings: list[NameReading]) -> NameReading | None:
        """Return the reading of a surface form that fits its context best."""
        if len(readings) == 1:
            return readings[0]
        licensed, tagged = self.context.licensed_cases(span.start), case_of(span[-1])

        def fitness(reading: NameReading) -> tuple[bool, bool, bool, int, int]:
            fits, agrees = reading.case in licensed, reading.case == tagged
            return fits, agrees, reading.area is not None, reading.population, self.toponyms.standing(reading.name)

        return max(readings, key=fitness)

    def _area(self, span: Span, reading: NameReading) -> Area | None:
        """Return the area that is meant; a town of some size goes before the region of its name (Veszprém)."""
        area = reading.area
        if area is None or area.kind != "region" or area.code is None or len(span) > 1:
            return area
        is_town = reading.home_population >= _TOWN_NOT_REGION and self._region_head(span.end) is None
        return None if is_town else area

    def _candidate(self, span: Span, form: NameReading) -> PlaceCandidate | None:
        area = self._area(span, form)
        entity = "" if self._is_quoted(span) else self._label(span)
        kind_word = span.start > 0 and self.context.is_kind_word(self.doc[span.start - 1])
        locative = 0.0 if self.context.is_posted(span.start) else self.context.score(span, form.case)
        if entity in _OTHER_LABELS and not self._overrules_entity(span, form.case, kind_word, area, locative):
            return None
        is_place = entity in _PLACE_LABELS or kind_word or self.context.is_postal_town(span)
        if area is not None:
            if self.context.is_owned(span.end):
                return None
            span, name = self._with_region_head(span, form, area)
            case = case_of(span[-1]) if len(span) > len(form.name.split()) else form.case
            if case != form.case or (locative == 0.0 and not self.context.is_posted(span.start)):
                locative = self.context.score(span, self._head_case(span, form))
            score = _CERTAIN if is_place or locative else _KNOWN
            return PlaceCandidate.of(
                span,
                name=name,
                kind=area.kind,
                rule=f"toponym.{area.kind}",
                score=score,
                locative=locative,
                code=area.code,
            )
        if self._is_no_town(span, form.name):
            return None
        if not is_place and (self.toponyms.standing(span.text) < 0 or not self._may_be_name(span, locative)):
            return None
        if self._is_attribute(span) or (span[0].is_sent_start and not kind_word and self._is_listed_word(span)):
            return None
        score = _CERTAIN if is_place and locative else _KNOWN if is_place or locative else _GUESSED
        return _town(span, form.name, "toponym.city", score, locative)

    def _may_be_name(self, span: Span, locative: float) -> bool:
        """Whether a word that no model calls a place is a name: a noun in place, or tagged as a name."""
        if span[-1].pos_ == "PROPN":
            return True
        return locative > 0 and not span[0].is_sent_start and self.toponyms.standing(span.text) >= 0

    def _is_attribute(self, span: Span) -> bool:
        """Whether a town's adjective belongs to the noun after it: "по Московскому времени"."""
        if span[-1].pos_ != "ADJ" or span.end >= len(self.doc):
            return False
        following = self.doc[span.end]
        return following.pos_ in {"NOUN", "ADJ"} and case_of(following) == case_of(span[-1])

    def _overrules_entity(
        self, span: Span, case: str, kind_word: bool, area: Area | None, locative: float
    ) -> bool:
        """Whether a name is a place although the model sees a person or an organization."""
        context = self.tables.context
        if self.toponyms.standing(span.text) < 0:
            return False
        if case in context.place_cases and self._ends_entity(span):
            return True
        if not self._is_whole_entity(span):
            return False
        if case in context.direction_cases or self.context.is_labelled(span.start):
            return True
        return kind_word or (area is not None and locative > 0 and span[0].ent_type_ == "ORG")

    def _adjective(self, token: Token) -> PlaceCandidate | None:
        """An adjective made of a name, before an event, a venue or a town: "липецкий форум"."""
        forms = [form for form in name_readings(self.language, token.text) if form.case == "Adj"]
        is_country = any(form.area and form.area.kind == "country" for form in forms)
        for form in sorted(forms, key=lambda f: (f.area is None, -self.toponyms.standing(f.name), -f.population)):
            area = form.area
            if area is None and form.population < _ADJECTIVE_POPULATION:
                continue
            if self.toponyms.standing(form.name) < 0 and not token.text[:1].isupper():
                continue
            span = self.doc[token.i : token.i + 1]
            following = self.doc[token.i + 1] if token.i + 1 < len(self.doc) else None
            located = self.context.locates(token.i + 1)
            before_name = following is not None and following.text[:1].isupper()
            if not (located or before_name):
                continue
            if is_country and not before_name and not self.tables.context.place_cases:
                return None  # of a people: a German festival may be anywhere; "németországi" is of a land
            inside_name = token.text[:1].isupper() and not (token.is_sent_start and not before_name)
            locative = 0.5 if located and not inside_name else 0.0
            return PlaceCandidate.of(
                span,
                name=form.name,
                kind=area.kind if area else "city",
                rule=ADJECTIVE,
                score=_GUESSED,
                locative=locative,
                code=area.code if area else None,
                is_named=area is None,
            )
        return None

    def _entity(self, token: Token) -> PlaceCandidate | None:
        """A name that only the model takes for a place."""
        if token.ent_type_ not in _PLACE_LABELS or token.ent_iob_ != "B":
            return None
        end = token.i + 1
        while end < len(self.doc) and self.doc[end].ent_iob_ == "I":
            end += 1
        span = self.doc[token.i : end]
        if len(span) == 1 and self.toponyms.head_word(token) in self.tables.heads:
            return None
        if token.is_sent_start and name_readings(self.language, span.text) and self._is_listed_word(span):
            return None
        if span[-1].lower_ in self.tables.owners or self._is_attribute(span):
            return None
        if len(span) > 1 and all(word.pos_ == "ADJ" for word in span):
            return None  # "Белгородские областные", before what is left out
        if any(self._is_no_town(span, form.name) for form in self.toponyms.base_forms(span.text)):
            return None
        locative = self._locative(span)
        if token.ent_type_ == "FAC":
            return None if self._is_quoted(span) else self._building(span, locative)
        name = self.toponyms.unlisted_name(span)
        if self.tables.heads.get(name.rpartition("-")[2]) == "venue":  # "Medve-tó"
            return PlaceCandidate.of(span, name=name, kind="venue", rule=GUESS, score=_GUESSED, locative=locative)
        return _town(span, name, GUESS, _GUESSED, locative)

    def _label(self, span: Span) -> str:
        """Return what the model takes a name for; for a place inside another name: a place."""
        label = span[0].ent_type_
        return "LOC" if label == "ORG" and self.places.issuperset(range(span.start, span.end)) else label

    def _is_quoted(self, span: Span) -> bool:
        """Whether a name stands in quotation marks alone: that of a venue or a body, whatever town it means
        else."""
        before = self.doc[span.start - 1].text if span.start else ""
        after = self.doc[span.end].text if span.end < len(self.doc) else ""
        return before in _OPENING and after in _CLOSING

    def _locative(self, span: Span) -> float:
        """How surely a name that no list knows is a place of action; suffixes tell where the tagger does not."""
        case = self._tagged_case(span)
        tagged = self.context.score(span, case)
        if tagged or case != "Nom" or not self.tables.context.place_cases:
            return tagged
        cases = {form.case for form in self.toponyms.base_forms(span.text)}
        return max((self.context.score(span, case) for case in cases), default=0.0)

    def _building(self, span: Span, locative: float) -> PlaceCandidate | None:
        """A building or square that only the model knows as one: no word of it is a head noun of places."""
        if any(self.toponyms.head_word(token) in self.tables.heads for token in span):
            return None
        name = self.language.inflection.nominative(span)
        return PlaceCandidate.of(
            span, name=name, kind="venue", rule="venue.model", score=_GUESSED, locative=locative
        )

    def _after_kind_word(self, token: Token) -> PlaceCandidate | None:
        """A town too small for the gazetteer: "в селе Шоршелы"."""
        if (
            token.i == 0
            or not self.context.is_kind_word(self.doc[token.i - 1])
            or token.ent_type_ in _OTHER_LABELS
        ):
            return None
        if token.is_sent_start or not token.is_alpha:
            return None
        span = self.doc[token.i : token.i + 1]
        locative = self.context.score(span, self._tagged_case(span))
        return _town(span, token.text, "toponym.kind_word", _GUESSED, locative)

    def _region_head(self, end: int) -> Token | None:
        if end >= len(self.doc):
            return None
        head = self.doc[end]
        return head if self.tables.heads.get(self.toponyms.head_word(head)) == "region" else None

    def _with_region_head(self, span: Span, form: NameReading, area: Area) -> tuple[Span, str]:
        """Extend "Hargita" by the "megye" after it."""
        head = self._region_head(span.end)
        if area.kind != "region" or head is None or form.case != "Nom":
            return span, form.name
        return self.doc[span.start : span.end + 1], f"{form.name} {self.toponyms.head_word(head)}"

    def _head_case(self, span: Span, form: NameReading) -> str:
        return case_of(span[-1]) if span[-1].text not in form.name and form.case == "Nom" else form.case

    def _tagged_case(self, span: Span) -> str:
        """The case of a span's last word; of a name without one, what its ending says."""
        return case_of(span[-1]) or case_of(span[0]) or "Nom"

    def _is_listed_word(self, span: Span) -> bool:
        """Whether a language whose suffixes mark places lists the word as seldom a place ("Csütörtökön")."""
        readings = name_readings(self.language, span.text)
        return bool(self.tables.context.place_cases) and all(self.toponyms.standing(r.name) < 0 for r in readings)

    def _is_no_town(self, span: Span, name: str) -> bool:
        """Whether a name is listed as none, or stands for an event ("Tapasztalatcserén"), a river or a person."""
        if name_key(name) in self.tables.never:
            return True
        if span.start and self.doc[span.start - 1].lower_ in self.tables.never_after:
            return True
        if not self.tables.context.place_cases or len(span) > 1:
            return False
        is_seldom = span[0].ent_type_ in _PLACE_LABELS and not name_readings(self.language, span.text)
        if is_seldom and self.toponyms.standing(name) < 0:
            return True
        context, lower = self.tables.context, name.lower()
        is_event = lower in context.events or lower.endswith(context.located_ends)
        return is_event and (is_seldom or bool(span[0].is_sent_start))

    def _ends_entity(self, span: Span) -> bool:
        return span.end == len(self.doc) or self.doc[span.end].ent_iob_ != "I"

    def _is_whole_entity(self, span: Span) -> bool:
        return span[0].ent_iob_ == "B" and self._ends_entity(span)


def _town(span: Span, name: str, rule: str, score: float, locative: float) -> PlaceCandidate:
    return PlaceCandidate.of(
        span, name=name, kind="city", rule=rule, score=score, locative=locative, is_named=True
    )
