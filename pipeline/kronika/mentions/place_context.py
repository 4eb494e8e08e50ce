"""Whether a span stands where a place of action stands: "в Липецке", "Pécsen", "Место: …", not "из Томска"."""

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from spacy.tokens import Doc, Span, Token

from kronika.analysis import BLOCK_STARTS
from kronika.mentions.place_labels import introduced_ranges, labelled_ranges
from kronika.mentions.place_tables import PlaceTables

_REACH_LEFT = 7  # tokens between a preposition and its name
_OPENING = frozenset('«„“"(')
_CLOSING = frozenset('»”"')
_DATELINE_MARKS = frozenset({",", ".", "—", "–", "-", "/", ":"})
_LINE_MARKS = frozenset(",.:;()—–-|/•·●►▪*!")
_RECEIVING = 5  # tokens
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "DET", "X", "CCONJ", "ADV", "ADP"})
_WITHIN = frozenset('«»"-–.')
_SPOKEN_REACH = 6  # tokens between a verb of saying and the institution after it
_POSTCODE = range(4, 7)  # digits
_LOCATED_REACH = 5  # tokens between an adjective and the noun that it locates


def case_of(token: Token) -> str:
    """Return the UD case of a token, or an empty string."""
    return next(iter(token.morph.get("Case", [])), "")


class PlaceContext:
    """Locative contexts of one document."""

    def __init__(self, doc: Doc, tables: PlaceTables) -> None:
        self.doc = doc
        self.tokens = list(doc)  # a list is many times faster to index than a Doc
        self.text = doc.text  # Doc.text joins all tokens anew each time
        self.context = tables.context
        self.kinds = tables.kind_before
        self.heads = tables.heads
        self.institutions = tables.institutions
        self.owners = tables.owners

    def sentence(self, i: int) -> tuple[int, int]:
        """Return the token range of the sentence that token ``i`` is in (Token.sent walks the whole Doc)."""
        k = bisect_right(self._sentence_starts, i)
        return self._sentence_starts[k - 1], self._sentence_starts[k] if k < len(self._sentence_starts) else len(
            self.doc
        )

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [token.i for token in self.tokens if token.is_sent_start or token.i == 0]

    def preposition(self, start: int) -> str:
        """Return the preposition in front of a span, kind words and adjectives between them skipped; or ""."""
        return next(
            (t.lower_ for t in self._leftwards(start) if t.pos_ == "ADP" or t.lower_ in self.context.before), ""
        )

    def licensed_cases(self, start: int, *, venue: bool = False) -> frozenset[str]:
        """Return the cases in which a name at ``start`` would be a place of action."""
        word = self.preposition(start)
        cases = self.context.before.get(word, frozenset())
        return cases | self.context.before_venue.get(word, frozenset()) if venue else cases

    def score(self, span: Span, case: str, *, venue: bool = False) -> float:
        """Return how surely a span is a place of action (0 to 1); 0 where nothing says so."""
        context = self.context
        if context.stances and self._is_fought_over(span.start):
            return 0.0
        if case in context.place_cases:
            return 0.9
        if case in context.direction_cases:
            return 0.6
        if self.is_labelled(span.start):
            return 0.85
        if case in self.licensed_cases(span.start, venue=venue):
            if case in context.before.get(self.preposition(span.start), ()):
                return 0.7 if case == "Acc" else 0.9
            return 0.6
        named_kind = span.start > 0 and self.is_kind_word(self.tokens[span.start - 1])
        if named_kind and case_of(self.tokens[span.start - 1]) in self.licensed_cases(span.start, venue=venue):
            return 0.9
        after = self.tokens[span.end].lower_ if span.end < len(self.tokens) else ""
        if case in context.after.get(after, ()):
            return 0.8
        if (case == "Gen" or named_kind) and self._within_place(span.start, venue=venue):
            return 0.75
        if case in context.governed_cases and self._is_governed(span.start, case):
            return 0.7
        if case == "Nom" and self._possesses(span.end):
            return 0.6
        if case == "Acc" and self._is_visited(span.start):
            return 0.7
        if self._is_dateline(span) or self.is_postal_town(span) or self._has_postal_address(span.end):
            return 0.6
        if case == "Nom" and self._hosts(span):
            return 0.55
        return 0.0

    def is_owned(self, end: int) -> bool:
        """Whether an area that ends at token ``end`` belongs to the name of a body: "Hargita Megye Tanácsa"."""
        return any(t.text[:1].isupper() and t.lower_ in self.owners for t in self.tokens[end : end + 2])

    def is_posted(self, start: int) -> bool:
        """Whether the preposition before a span hangs on somebody who is posted there: "посол Италии в Грузии"."""
        return any(token.lemma_.lower() in self.context.posts for token in self.tokens[max(start - 4, 0) : start])

    def locates(self, end: int) -> bool:
        """Whether an adjective that ends at token ``end`` stands before an event noun or a venue."""
        for token in self.tokens[end : end + _LOCATED_REACH]:
            if token.pos_ in {"NOUN", "PROPN"}:
                word = token.lemma_.lower()
                is_event = word in self.context.events or word.endswith(self.context.located_ends)
                if is_event or (word in self.context.located and word not in self.heads):
                    return True
                if word in self.heads:
                    licensed = (
                        self.context.place_cases | self.context.direction_cases | self.licensed_cases(end - 1)
                    )
                    return case_of(token) in licensed or self._within_place(end - 1, venue=True)
                if case_of(token) != "Nom" or not self.context.place_cases:
                    return False  # where cases mark places, nouns before the head have none: "vasutas találkozó"
            elif token.pos_ not in {"ADJ", "NUM", "CCONJ"} and token.text not in {"-", ","}:
                return False
        return False

    def is_free(self, span: Span) -> bool:
        """Whether a word such as "online" stands alone or with an event: not "online magazin"."""
        if span.end >= len(self.tokens) or case_of(span[-1]) in self.context.place_cases:
            return True
        following = self.tokens[span.end]
        if following.pos_ not in {"NOUN", "PROPN", "ADJ"} or span[-1].whitespace_ == "":
            return True
        return following.pos_ == "ADJ" or self.locates(span.end)

    def is_spoken(self, span: Span) -> bool:
        """Whether a verb beside an institution says what it says: "в администрации сообщили"."""
        start, end = self.sentence(span.start)
        beside = list(self.tokens[span.end : min(span.end + 3, end)])
        for token in reversed(self.tokens[max(span.start - _SPOKEN_REACH, start) : span.start]):
            if token.pos_ == "NOUN" and case_of(token) == "Acc":
                break  # "отметит пятнадцатилетие в клубе"
            beside.append(token)
        return any(t.pos_ == "VERB" and t.lemma_.lower() in self.context.speaks for t in beside)

    def _leftwards(self, start: int) -> Iterator[Token]:
        """Yield the tokens before a span, as far as one noun phrase reaches."""
        for i in range(start - 1, max(start - 1 - _REACH_LEFT, -1), -1):
            token = self.tokens[i]
            if i + 1 in self._block_starts or token.is_space:
                return
            if self.is_kind_word(token):
                continue
            yield token
            if token.pos_ == "ADP" or (token.pos_ not in {"ADJ", "NUM", "DET"} and token.text not in _OPENING):
                return

    def is_kind_word(self, token: Token) -> bool:
        """Whether a token says what the name after it is ("город", "г.", "посёлок"), or is the point after it."""
        if token.text == ".":
            return token.i > 0 and self.tokens[token.i - 1].lower_ + "." in self.kinds
        if token.i + 1 < len(self.tokens) and self.tokens[token.i + 1].text == ".":
            return token.lower_ + "." in self.kinds
        return token.lower_ in self.kinds

    def _within_place(self, start: int, *, venue: bool) -> bool:
        """Whether a genitive hangs on a noun that is a place of action: "в столице Чувашии", "у мэрии Москвы"."""
        first_noun: Token | None = None
        for token in self._nominal_before(start):
            if token.pos_ == "ADP":
                known = token.lower_ in self.context.before or (
                    venue and token.lower_ in self.context.before_venue
                )
                if first_noun is None or not known:
                    return False
                lemma = first_noun.lemma_.lower()
                return lemma in self.context.inside or (lemma in self.heads and lemma not in self.institutions)
            if token.pos_ in {"NOUN", "PROPN"}:
                first_noun = token
        return False

    def _is_governed(self, start: int, case: str) -> bool:
        """Whether a preposition further left asks for the case: "в столице Чехии Праге"."""
        adposition = next((t for t in self._nominal_before(start) if t.pos_ == "ADP"), None)
        return adposition is not None and case in self.context.before.get(adposition.lower_, ())

    def _nominal_before(self, start: int) -> Iterator[Token]:
        """Yield the tokens before a span up to its preposition, as long as they may be one noun phrase."""
        for i in range(start - 1, max(start - 1 - _REACH_LEFT, -1), -1):
            token = self.tokens[i]
            if i + 1 in self._block_starts or (token.pos_ not in _NOMINAL and token.text not in _WITHIN):
                return
            yield token
            if token.pos_ == "ADP":
                return

    def _possesses(self, end: int) -> bool:
        """Whether the name owns a place of action: "Szocsi legdrágább hoteljében", "Manila utcáin"."""
        for token in self.tokens[end : end + 3]:
            if token.pos_ == "NOUN":
                is_place = token.lemma_.lower() in self.context.inside or token.lemma_.lower() in self.heads
                is_owned = bool(token.morph.get("Number[psor]", []))
                return is_place and is_owned and case_of(token) in self.context.place_cases
            if token.pos_ != "ADJ":
                return False
        return False

    def _is_visited(self, start: int) -> bool:
        before = self.doc[max(start - 2, 0) : start]
        return any(token.pos_ == "VERB" and token.lemma_.lower() in self.context.visits for token in before)

    def invites(self, span: Span) -> bool:
        """Whether a subject invites, wherever that may be: "Администрация приглашает"."""
        following = self.doc[span.end : min(span.end + 4, self.sentence(span.start)[1])]
        return any(t.pos_ == "VERB" and t.lemma_.lower() in self.context.invites for t in following)

    def _hosts(self, span: Span) -> bool:
        following = self.doc[span.end : min(span.end + 4, self.sentence(span.start)[1])]
        if following and following[0].text in _CLOSING:
            return False
        return any(
            token.pos_ in {"VERB", "AUX"} and token.lemma_.lower() in self.context.hosts for token in following
        )

    def is_in_line(self, span: Span) -> bool:
        """Whether a span stands alone between marks or ends of lines: "15:00. РДК. Концерт", "Pécs, főtér"."""
        start, end = span.start, span.end
        before = start == 0 or start in self._block_starts or self.tokens[start - 1].text in _LINE_MARKS
        if not before and not self.tokens[start - 1].text[:1].isdigit():
            return False
        if end >= len(self.tokens) or end in self._block_starts or self.tokens[end].is_space:
            return True
        return self.tokens[end].text in _LINE_MARKS or self.tokens[end].pos_ == "ADP"

    def receives(self, span: Span) -> bool:
        """Whether a verb of receiving stands near a span: "гостей принимала библиотека"."""
        start, end = self.sentence(span.start)
        near = [*self.tokens[max(start, span.start - _RECEIVING) : span.start]]
        near += self.tokens[span.end : min(end, span.end + _RECEIVING)]
        return any(t.pos_ in {"VERB", "AUX"} and t.lemma_.lower() in self.context.hosts for t in near)

    def is_postal_town(self, span: Span) -> bool:
        """Whether a name stands between postcode and street: "5234 Tiszaroff, Szabadság út 3."."""
        if span.start == 0 or span.end >= len(self.tokens) or self.tokens[span.end].text != ",":
            return False
        return self._is_postcode(self.tokens[span.start - 1])

    def _has_postal_address(self, end: int) -> bool:
        """Whether a postal address in brackets follows."""
        following = self.tokens[end : end + 2]
        return len(following) > 1 and following[0].text == "(" and self._is_postcode(following[1])

    def _is_postcode(self, token: Token) -> bool:
        """Whether a number stands before a town: "(5234 Tiszaroff", not "(2002 г.)"."""
        is_number = token.text.isdigit() and len(token.text) in _POSTCODE
        return is_number and token.i + 1 < len(self.tokens) and self.tokens[token.i + 1].text[:1].isupper()

    def _is_fought_over(self, start: int) -> bool:
        """Whether a span stands in the phrase of what is fought over: "против полигона на станции Шиес"."""
        is_object = False
        for i in range(start - 1, max(start - 1 - _REACH_LEFT, -1), -1):
            token = self.tokens[i]
            if token.lower_ in self.context.stances:
                return is_object
            if i + 1 in self._block_starts or (token.pos_ not in _NOMINAL and token.text not in _WITHIN):
                return False
            is_object = is_object or token.lemma_.lower() in self.context.objects
        return False

    def _is_dateline(self, span: Span) -> bool:
        """Whether the name opens a line, before a date: "МОСКВА, 5 марта."."""
        if span.start not in self._block_starts or span.end >= len(self.tokens):
            return False
        if self.tokens[span.end].text not in _DATELINE_MARKS:
            return False
        return any(token.text[:1].isdigit() for token in self.tokens[span.end : span.end + 5])

    def is_labelled(self, start: int) -> bool:
        return start in self._labelled_tokens

    @cached_property
    def _block_starts(self) -> frozenset[int]:
        return frozenset(self.doc._.get(BLOCK_STARTS))

    @cached_property
    def _labelled_tokens(self) -> frozenset[int]:
        ranges = [
            *labelled_ranges(self.tokens, sorted(self._block_starts), self.context),
            *introduced_ranges(self.tokens, self.sentence, self.context),
        ]
        return frozenset(i for first, last in ranges for i in range(first, last))
