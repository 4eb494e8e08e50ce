"""Names of countries, regions and towns: capitalised words whose nominative the lexicon or the gazetteer knows."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from kronika.lang import BaseForm, LanguageData
from kronika.mentions.place_candidates import PlaceCandidate
from kronika.mentions.place_context import PlaceContext, case_of
from kronika.mentions.place_tables import Area, PlaceTables
from kronika.normalize.gazetteer import name_key, place_keys, places_named

_MAX_WORDS = 4
_PLACE_LABELS = frozenset({"LOC", "GPE", "FAC"})
_OTHER_LABELS = frozenset({"PER", "ORG"})
_TOWN_NOT_REGION = 2_000  # inhabitants: a town that bears a region's name is meant from here on (Veszprém)
_ADJECTIVE_POPULATION = 3_000  # a smaller town's adjective is more often something else
_CERTAIN, _KNOWN, _GUESSED = 0.9, 0.75, 0.5


@dataclass(frozen=True, slots=True)
class _Reading:
    form: BaseForm
    area: Area | None
    rank: tuple[bool, ...]


def find_toponyms(doc: Doc, language: LanguageData, tables: PlaceTables, context: PlaceContext) -> list[PlaceCandidate]:
    """Return names of areas and towns, in text order, not overlapping."""
    finder = _Finder(doc, language, tables, context)
    found: list[PlaceCandidate] = []
    taken = 0
    for token in doc:
        if token.i >= taken and (candidate := finder.at(token)):
            found.append(candidate)
            taken = candidate.last
    return found


class _Finder:
    def __init__(self, doc: Doc, language: LanguageData, tables: PlaceTables, context: PlaceContext) -> None:
        self.doc = doc
        self.language = language
        self.toponyms = language.toponyms
        self.tables = tables
        self.context = context

    def at(self, token: Token) -> PlaceCandidate | None:
        """Return the longest name that starts at a token."""
        if not token.text[:1].isupper():
            return self._adjective(token) if token.pos_ == "ADJ" and token.is_alpha or "-" in token.text else None
        if token.ent_type_ == "PER":
            return None
        for span in self._spans(token):
            if reading := self._reading(span):
                candidate = self._candidate(span, reading)
                if candidate is not None:
                    return candidate
        return self._adjective(token) or self._entity(token) or self._after_kind_word(token)

    def _spans(self, token: Token) -> Iterator[Span]:
        """Yield the spans from a token on that may be one name, longest first."""
        last = min(token.i + _MAX_WORDS, token.sent.end)
        ends = [token.i + 1]
        if self._may_start(token.text):
            for i in range(token.i + 1, last):
                if not (self.doc[i].is_alpha or "-" in self.doc[i].text or self.doc[i].text in "()—–"):
                    break
                ends.append(i + 1)
        for end in reversed(ends):
            yield self.doc[token.i : end]

    def _may_start(self, word: str) -> bool:
        first = word.split("-", 1)[0]
        return any(name_key(form.name) in self.tables.starts for form in self.toponyms.base_forms(first))

    def _reading(self, span: Span) -> _Reading | None:
        """Return the reading of a surface form that fits its context best."""
        licensed = self.context.licensed_cases(span.start)
        tagged = case_of(span[-1])
        readings = []
        for form in self.toponyms.base_forms(span.text):
            key = name_key(form.name)
            area = self.tables.areas.get(key)
            if form.case == "Adj" or (area is None and key not in place_keys()):
                continue
            if area and form.name.islower():
                continue
            if area and area.kind == "region" and len(span) == 1:
                towns = places_named(key)
                if towns and towns[0].population >= _TOWN_NOT_REGION and not self._region_head(span.end):
                    area = None
            rank = (form.case in licensed, form.case == tagged, area is not None)
            readings.append(_Reading(form, area, rank))
        return max(readings, key=lambda reading: reading.rank, default=None)

    def _candidate(self, span: Span, reading: _Reading) -> PlaceCandidate | None:
        form, area = reading.form, reading.area
        entity = span[0].ent_type_
        kind_word = span.start > 0 and self.context.is_kind_word(self.doc[span.start - 1])
        locative = self.context.score(span, form.case)
        if entity in _OTHER_LABELS and not (kind_word or (area and locative)):
            return None
        if entity == "ORG" and not self._is_whole_entity(span):
            return None
        is_place = entity in _PLACE_LABELS or kind_word
        if area is not None:
            span, name = self._with_region_head(span, form, area)
            case = case_of(span[-1]) if len(span) > len(form.name.split()) else form.case
            if locative == 0.0 or case != form.case:
                locative = self.context.score(span, self._head_case(span, form))
            if len(form.name) <= 4 and form.name.isupper() != span[0].text.isupper():
                return None
            score = _CERTAIN if is_place or locative else _KNOWN
            return self._make(span, name, area.kind, f"toponym.{area.kind}", score, locative, area.code)
        if self.toponyms.is_ordinary(span.text) and not is_place:
            return None
        if not (is_place or locative or span[0].pos_ == "PROPN"):
            return None
        score = _CERTAIN if is_place and locative else _KNOWN if is_place or locative else _GUESSED
        return self._make(span, form.name, "city", "toponym.city", score, locative, None, is_named=True)

    def _adjective(self, token: Token) -> PlaceCandidate | None:
        """An adjective made of a name, before an event noun, a venue or a town: "липецкий форум", "pécsi fesztivál"."""
        forms = [form for form in self.toponyms.base_forms(token.text) if form.case == "Adj"]
        for form in forms:
            key = name_key(form.name)
            area = self.tables.areas.get(key)
            towns = places_named(key) if area is None else ()
            if area is None and not (towns and towns[0].population >= _ADJECTIVE_POPULATION):
                continue
            if self.toponyms.is_ordinary(form.name) and not token.text[:1].isupper():
                continue
            span = self.doc[token.i : token.i + 1]
            following = self.doc[token.i + 1] if token.i + 1 < len(self.doc) else None
            located = self.context.locates(token.i + 1)
            before_name = area is not None and following is not None and following.text[:1].isupper()
            if not (located or before_name):
                continue
            kind = area.kind if area else "city"
            code = area.code if area else None
            return self._make(span, form.name, kind, "toponym.adjective", _GUESSED, 0.5, code, is_named=area is None)
        return None

    def _entity(self, token: Token) -> PlaceCandidate | None:
        """A name that only the model takes for a place."""
        if token.ent_type_ not in _PLACE_LABELS or token.ent_iob_ != "B":
            return None
        end = token.i + 1
        while end < len(self.doc) and self.doc[end].ent_iob_ == "I":
            end += 1
        span = self.doc[token.i : end]
        locative = self.context.score(span, self._tagged_case(span))
        name = self.language.inflection.nominative(span)
        return self._make(span, name, "city", "toponym.entity", _GUESSED, locative, None, is_named=True)

    def _after_kind_word(self, token: Token) -> PlaceCandidate | None:
        """A town too small for the gazetteer: "в селе Шоршелы"."""
        if token.i == 0 or not self.context.is_kind_word(self.doc[token.i - 1]) or token.ent_type_ in _OTHER_LABELS:
            return None
        if token.is_sent_start or not token.is_alpha:
            return None
        span = self.doc[token.i : token.i + 1]
        locative = self.context.score(span, self._tagged_case(span))
        return self._make(span, token.text, "city", "toponym.kind_word", _GUESSED, locative, None)

    def _region_head(self, end: int) -> Token | None:
        if end >= len(self.doc):
            return None
        head = self.doc[end]
        return head if self.tables.heads.get(self.toponyms.head_word(head)) == "region" else None

    def _with_region_head(self, span: Span, form: BaseForm, area: Area) -> tuple[Span, str]:
        """Extend "Hargita" by the "megye" after it."""
        head = self._region_head(span.end)
        if area.kind != "region" or head is None or form.case != "Nom":
            return span, form.name
        return self.doc[span.start : span.end + 1], f"{form.name} {self.toponyms.head_word(head)}"

    def _head_case(self, span: Span, form: BaseForm) -> str:
        return case_of(span[-1]) if span[-1].text not in form.name and form.case == "Nom" else form.case

    def _tagged_case(self, span: Span) -> str:
        """The case of a span's last word; of a name without one, what its ending says."""
        return case_of(span[-1]) or case_of(span[0]) or "Nom"

    def _is_whole_entity(self, span: Span) -> bool:
        before = span[0].ent_iob_ == "B"
        return before and (span.end == len(self.doc) or self.doc[span.end].ent_iob_ != "I")

    def _make(
        self,
        span: Span,
        name: str,
        kind: str,
        rule: str,
        score: float,
        locative: float,
        code: str | None,
        *,
        is_named: bool = False,
    ) -> PlaceCandidate:
        return PlaceCandidate(
            first=span.start,
            last=span.end,
            start=span.start_char,
            end=span.end_char,
            name=name,
            kind=kind,  # type: ignore[arg-type]
            rule=rule,
            score=score,
            locative=locative,
            code=code,
            is_named=is_named,
        )
