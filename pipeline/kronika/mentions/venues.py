"""Venues and districts: phrases around a listed head noun ("Дворец культуры «Нефтяник»", "Csíki Múzeum")."""

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from kronika.lang import BaseForm, LanguageData
from kronika.mentions.place_candidates import PlaceCandidate, scan
from kronika.mentions.place_context import PlaceContext, case_of
from kronika.mentions.place_names import may_start, name_readings
from kronika.mentions.place_tables import PlaceTables
from kronika.records import PlaceKind

_QUOTED = re.compile(r"[«„“\"](?P<name>[^«»„“”\"]{2,80})[»“”\"]")
_PROPER, _DESCRIBED, _UNIQUE, _INSTITUTION = 0.8, 0.6, 0.5, 0.45
_PROPER_SIGNS = frozenset('«„“"№')
_MAX_NAME_WORDS = 4
_MAX_FORM = 4  # tokens from a legal form ("АНО") to its quoted name


def find_venues(
    doc: Doc, language: LanguageData, tables: PlaceTables, context: PlaceContext
) -> list[PlaceCandidate]:
    """Return venues that stand as places of action, and districts, in text order."""
    return scan(context.tokens, VenueFinder(doc, language, tables, context).at)


class VenueFinder:
    """Finds the venue or district at a token; reads case and nominative of a head noun's phrase."""

    def __init__(self, doc: Doc, language: LanguageData, tables: PlaceTables, context: PlaceContext) -> None:
        self.doc = doc
        self.language = language
        self.toponyms = language.toponyms
        self.tables = tables
        self.context = context

    def at(self, token: Token) -> PlaceCandidate | None:
        """Return the venue or district whose head, or whose name, a token is."""
        if not token.text[:1].isalpha():
            return None
        if token.text[:1].isupper() and (named := self._listed_name(token)):
            return named
        word = self.toponyms.head_word(token)
        kind = self.tables.heads.get(word)
        if kind is None or token.pos_ in {"VERB", "AUX", "ADP", "ADV"} or self.is_town(token, word):
            return None
        return self._venue(token, word) if kind == "venue" else self._area(token, kind)

    def is_town(self, token: Token, word: str) -> bool:
        """Whether a compound is a town's name: Kolozsvár, Szejkefürdő."""
        if not token.text[:1].isupper() or token.lower_.startswith(word):
            return False
        return any(reading.population >= 0 for reading in name_readings(self.language, token.text))

    def _area(self, head: Token, kind: PlaceKind) -> PlaceCandidate | None:
        """A district: its head with the capitalised words that name it."""
        phrase = self.toponyms.phrase(head)
        first = next((t.i for t in phrase if t.text[:1].isupper() and t.i < head.i), None)
        last = head.i + 1
        if first is None:
            while (
                last < phrase.end and self.doc[last].text[:1].isupper() and case_of(self.doc[last]) in {"Nom", ""}
            ):
                last += 1
            if last == head.i + 1 or kind == "region":
                return None
            first = head.i
        span = self._after_conjunction(self.doc[first:last])
        if (
            span[0].ent_type_ == "ORG"
            or self.context.is_owned(last)
            or span[0].pos_ not in {"ADJ", "PROPN", "NOUN"}
        ):
            return None
        locative = self.context.score(span, case_of(head))
        name = self.language.inflection.nominative(span)
        return PlaceCandidate.of(span, name=name, kind=kind, rule=f"area.{kind}", score=_PROPER, locative=locative)

    def _after_conjunction(self, span: Span) -> Span:
        """An area without another place before it: "Hargita és Kovászna megye"."""
        for i in range(span.end - 2, span.start, -1):
            if self.doc[i].pos_ == "CCONJ" and name_readings(self.language, self.doc[span.start : i].text):
                return self.doc[i + 1 : span.end]
        return span

    def _venue(self, head: Token, word: str) -> PlaceCandidate | None:
        span = self.toponyms.phrase(head)
        if head.ent_type_ in {"ORG", "LOC", "FAC"}:
            span = self._with_entity(span, head)
        case = self.case(head, word)
        locative = self.context.score(span, case, venue=word in self.tables.route)
        if locative == 0.0 or self._is_part_of_town(head, word):
            return None
        institution = word in self.tables.institutions
        if institution and (self.context.is_spoken(span) or (case == "Nom" and self.context.invites(span))):
            return None  # it speaks and invites; nothing takes place in it
        if (owner := self._owner(span, head, word)) is not None:
            return self._body(owner, locative)
        if self._is_transparent(span, head, word):
            return None  # the venue is what stands inside: "на сцене областного театра"
        following = [t.lemma_.lower() for t in self.doc[head.i + 1 : span.end] if t.pos_ == "NOUN"]
        if following and following[0] in self.tables.no_venue_genitives:
            return None
        is_proper = any(t.text[:1].isupper() or t.text in _PROPER_SIGNS for t in span if not t.is_sent_start)
        if len(span) == 1 and not is_proper and word not in self.tables.unique:
            return None
        institution = institution and word not in self.tables.unique
        if word in self.tables.bodies and not is_proper:
            return None
        if institution and len(span) == 1 and not is_proper:
            return None
        span, name, rule = self._named(span, head, word)
        score = (
            _INSTITUTION if institution else _PROPER if is_proper else _UNIQUE if len(span) == 1 else _DESCRIBED
        )
        return PlaceCandidate.of(span, name=name, kind="venue", rule=rule, score=score, locative=locative)

    def case(self, head: Token, word: str) -> str:
        """Return the case that a preposition or a suffix shows, where the tagger sees another of the same form."""
        context, tagged = self.tables.context, case_of(head) or "Nom"
        if context.place_cases and head.lower_.endswith(word):
            return "Nom"  # where suffixes mark places, a head without one, whatever the tagger says
        if context.place_cases and tagged == "Nom":
            form = self._base_form(head, word)
            return form.case if form else tagged
        other = context.same_form.get(tagged, tagged)
        licensed = self.context.licensed_cases(self.toponyms.phrase(head).start)
        return other if tagged not in licensed and other in licensed else tagged

    def _base_form(self, head: Token, word: str) -> BaseForm | None:
        """Return the reading of a head by its suffix alone."""
        forms = self.toponyms.base_forms(head.text[:1].upper() + head.text[1:])
        return next((form for form in forms if form.name.lower().endswith(word)), None)

    def nominative(self, span: Span, head: Token, word: str) -> str:
        """Return the nominative of a phrase around a head, by the head's suffix where the tagger keeps it."""
        name = self.language.inflection.nominative(span)
        if word in self.tables.agreeing and head.i + 2 == span.end and case_of(head) not in {"Nom", ""}:
            name = self._agreeing(name, self.doc[head.i + 1 : span.end], case_of(head))
        form = self._base_form(head, word) if self.tables.context.place_cases else None
        if form is None or not name.endswith(head.text) or head.lower_.endswith(word):
            return name
        return name.removesuffix(head.text) + head.text[:1] + form.name[1:]

    def _agreeing(self, name: str, last: Span, case: str) -> str:
        """Return the name of a river or a hill with its last word in the nominative: "река Сысола"."""
        if case_of(last[0]) != case or not name.endswith(last.text):
            return name
        inflected = self.language.inflection.nominative(last)
        if inflected == last.text:
            inflected = self.toponyms.unlisted_name(last)
        return name.removesuffix(last.text) + inflected

    def _is_part_of_town(self, head: Token, word: str) -> bool:
        if word not in self.tables.parts or head.i + 1 >= len(self.doc):
            return False
        following = self.doc[head.i + 1]
        return following.ent_type_ == "LOC" and following.text[:1].isupper()

    def _owner(self, span: Span, head: Token, word: str) -> Span | None:
        """Return the name of the body whose base or stage a head is: "на базе АНО «Ресурсный центр»"."""
        if word not in self.tables.transparent or head.i + 1 >= len(self.doc):
            return None
        form = self.doc[head.i + 1]
        if not (form.text.isupper() and form.is_alpha and len(form.text) > 1):
            return None
        limit = min(form.i + _MAX_FORM, self.context.sentence(head.i)[1])
        quoted = _QUOTED.match(self.context.text, self.doc[form.i + 1].idx) if form.i + 1 < limit else None
        if quoted is None:
            return self.doc[form.i : max(span.end, form.i + 1)]
        return self.doc.char_span(quoted.start("name"), quoted.end("name"))

    def _body(self, span: Span, locative: float) -> PlaceCandidate:
        return PlaceCandidate.of(
            span, name=span.text, kind="venue", rule="venue.body", score=_INSTITUTION, locative=locative
        )

    def _is_transparent(self, span: Span, head: Token, word: str) -> bool:
        plural = word in self.tables.transparent_plural and "Plur" in head.morph.get("Number", [])
        if word not in self.tables.transparent and not plural:
            return False
        return any(t.i != head.i and self.toponyms.head_word(t) in self.tables.heads for t in span)

    def _named(self, span: Span, head: Token, word: str) -> tuple[Span, str, str]:
        """A quoted name stands for itself, unless its head is capitalised or part of it."""
        proper_head = span[0].text[:1].isupper() and not span[0].is_sent_start and not span[0].text.isupper()
        inner = self.quoted(span, head)
        if inner is not None and not proper_head and word not in self.tables.keeps_head:
            return inner, inner.text, "venue.quoted"
        return span, self.nominative(span, head, word), "venue.head"

    def quoted(self, span: Span, head: Token) -> Span | None:
        """Return the name in quotation marks after a head."""
        quoted = _QUOTED.search(self.context.text, head.idx, span.end_char)
        return self.doc.char_span(quoted.start("name"), quoted.end("name")) if quoted else None

    def _with_entity(self, span: Span, head: Token) -> Span:
        start, end = head.i, head.i + 1
        while start > 0 and self.doc[start].ent_iob_ == "I":
            start -= 1
        while end < len(self.doc) and self.doc[end].ent_iob_ == "I":
            end += 1
        joined = self.doc[min(start, span.start) : max(end, span.end)]
        return span if "(" in joined.text else joined

    def _listed_name(self, token: Token) -> PlaceCandidate | None:
        for span in self._spans(token):
            for reading in name_readings(self.language, span.text):
                if reading.is_venue and reading.case != "Adj":
                    locative = self.context.score(span, reading.case)
                    if locative:
                        return PlaceCandidate.of(
                            span,
                            name=reading.name,
                            kind="venue",
                            rule="venue.listed",
                            score=_PROPER,
                            locative=locative,
                        )
        return None

    def _spans(self, token: Token) -> Iterator[Span]:
        last = token.i + 1
        if may_start(self.language, token.text):
            limit = min(self.context.sentence(token.i)[1], token.i + _MAX_NAME_WORDS)
            while last < limit and self.doc[last].is_alpha:
                last += 1
        for end in range(last, token.i, -1):
            yield self.doc[token.i : end]
