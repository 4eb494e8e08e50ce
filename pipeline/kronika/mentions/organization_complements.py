"""What follows the head of an organization's name: genitives, prepositional phrases, number, quoted name."""

from dataclasses import dataclass

from spacy.tokens import Token

from kronika.mentions.organization_complement_tables import complement_tables
from kronika.mentions.organization_dedications import end_of_dedication, end_of_person
from kronika.mentions.organization_heads import Head, HeadLexicon
from kronika.mentions.organization_rules import first_value, is_acronym

_NOUNS = frozenset({"NOUN", "PROPN"})
_DIRECT = frozenset({"Nom", "Acc"})
_MAX_TOKENS = 30
_UNIT_NUMBER = 5  # digits of the number of a military unit


@dataclass(frozen=True, slots=True)
class Complement:
    """Where the complements end (exclusive), and what was among them."""

    end: int
    quote: tuple[int, int] | None = None  # the inside of the quotation marks
    proper: bool = False  # a capitalised word
    foreign: bool = False  # a name in another script or in the nominative, right behind the head
    numbered: bool = False  # "№ 5"
    area: bool = False  # "… Брянской области"


def read_complement(heads: HeadLexicon, head: Head) -> Complement:
    """Read on behind a head, as far as its complements go within the sentence."""
    return _Reader(heads, head).read()


class _Reader:
    """One pass to the right; ``end`` moves only past what is certainly part of the name."""

    def __init__(self, heads: HeadLexicon, whole: Head) -> None:
        head = whole.last
        self.heads = heads
        self.doc, self.lemmas, self.quotes = heads.doc, heads.lemmas, heads.quotes
        self.tables = complement_tables(heads.language)
        self.places = heads.places
        self.head, self.is_head = head, heads.is_certain
        doc = heads.doc
        self.limit = min(doc[head].sent.end, head + _MAX_TOKENS)
        self.end = head + 1
        self.cases = frozenset({"Gen"})  # what the chain goes on in; a preposition may change it
        self.proper = self.foreign = self.numbered = self.area = False
        self.capitals = doc[head].text.isupper() and len(doc[head]) > 4
        self.head_case = first_value(doc[whole.first], "Case")
        self.is_completed = whole.last > whole.first  # "Центр культуры" may go on "и досуга"

    def read(self) -> Complement:
        """Return the complement."""
        rules = (
            self._number,
            self._dedication,
            self._person,
            self._short_area,
            self._area_name,
            self._phrase,
            self._preposition,
            self._joined,
        )
        while (at := self._skip(self.end)) < self.limit:
            if at + 1 in self.quotes and self.doc[at].is_quote:
                inside = (at + 1, self.quotes[at + 1])
                closing = min(inside[1] + 1, len(self.doc))
                return Complement(closing, inside, self.proper, self.foreign, self.numbered, self.area)
            if not any(rule(at) for rule in rules):
                break
        return Complement(self.end, None, self.proper, self.foreign, self.numbered, self.area)

    def _skip(self, i: int) -> int:
        """Return the next token that is no white space; a line break is not skipped."""
        while i < self.limit and self.doc[i].is_space and "\n" not in self.doc[i].text:
            i += 1
        return i

    def _number(self, at: int) -> bool:
        """Read "№ 5", "N 7", "35083"."""
        token = self.doc[at]
        if self.lemmas[at] in self.tables.numbering and self._skip(at + 1) < self.limit:
            self.end = self._skip(at + 1) + 1
        elif (token.text[0] == "№" and len(token) > 1) or (token.is_digit and len(token) == _UNIT_NUMBER):
            self.end = at + 1
        else:
            return False
        self.numbered = True
        return True

    def _dedication(self, at: int) -> bool:
        """Read "имени героя Советского Союза И. Д. Воронина"."""
        return self._take_person(end_of_dedication(self.heads, at, self.limit, self.head + _MAX_TOKENS))

    def _person(self, at: int) -> bool:
        """Read initials and a surname right behind the head: "музей П. П. Семенова"."""
        return self.end == self.head + 1 and self._take_person(end_of_person(self.doc, at))

    def _take_person(self, end: int | None) -> bool:
        if end is None:
            return False
        self.end, self.proper = end, True
        self.limit = max(self.limit, end)
        return True

    def _short_area(self, at: int) -> bool:
        """Read "г. Саранска"; the tagger takes the full stop for the end of a sentence now and then."""
        if self.lemmas[at] not in self.tables.short_areas:
            return False
        i = at + 1
        while i < len(self.doc) and (self.doc[i].text == "." or self.doc[i].is_space) and i < at + 3:
            if "\n" in self.doc[i].text:
                return False
            i += 1
        if i >= len(self.doc) or not self.doc[i].text[0].isupper():
            return False
        self.end, self.proper, self.area = self._end_of_place(i), True, True
        self.limit = max(self.limit, self.end)
        return True

    def _end_of_place(self, i: int) -> int:
        """Return the end of the name of a place that goes on behind its first word: "Марий Эл"."""
        i += 1
        while i < self.limit and i in self.places and self.doc[i].ent_iob_ == "I":
            if not self.doc[i].text[0].isupper():
                break
            i += 1
        return i

    def _area_name(self, at: int) -> bool:
        """Read the undeclined name of a place behind its kind: "посёлка Красные Пруды"."""
        if at == self.head + 1 or self.lemmas[at - 1] not in self.tables.areas:
            return False
        i = at
        while i < self.limit and self.doc[i].text[0].isupper() and not self._begins_other_name(i):
            i += 1
        if i == at:
            return False
        self.end, self.proper, self.area = i, True, True
        return True

    def _begins_other_name(self, i: int) -> bool:
        """Whether a word is a person's, or the first of another organization's name."""
        token = self.doc[i]
        return token.ent_type_ == "PER" or (token.ent_type_ == "ORG" and token.ent_iob_ == "B")

    def _phrase(self, at: int) -> bool:
        """A noun with its adjectives, in the chain's case, or a foreign or undeclined name."""
        takes_dative = self.lemmas[at - 1] in self.tables.dative_nouns
        after = self._noun_phrase(at, self.cases | {"Dat"} if takes_dative else self.cases)
        if after is None:
            return False
        self.area = self.area or self.lemmas[after - 1] in self.tables.areas
        self.end = after
        if takes_dative and first_value(self.doc[after - 1], "Case") == "Dat":
            self.cases = self.cases | {"Dat"}  # "помощи семье и детям"
        return True

    def _noun_phrase(self, i: int, cases: frozenset[str]) -> int | None:
        """Return the token behind a noun phrase that begins at ``i``, if it is in one of the cases."""
        begin = i
        while i < self.limit:
            if i == begin + 1 and self._is_people(begin) and not self._goes_on(self._skip(i)):
                return i
            i = self._skip(i)
            if i >= self.limit:
                return None
            token = self.doc[i]
            if i > begin and token.lower_ in self.tables.joiners and self._is_modifier(i + 1):
                i += 1  # "высшего и среднего образования"
                continue
            if (
                not token.text[0].isalnum()
                or self.heads.is_verb(i)
                or self.lemmas[i] in self.tables.stops | self.tables.short_areas
            ):
                return None
            if self._is_foreign(token):
                self.foreign = self.foreign or i == self.head + 1
                self.proper = True
                return self._end_of_foreign(i)
            case = first_value(token, "Case")
            if case == "Acc" and first_value(token, "Animacy") == "Anim":
                case = "Gen"  # the same form: "Театр юного зрителя"
            is_modifier = token.pos_ in {"ADJ", "DET"} or first_value(token, "VerbForm") == "Part"
            if token.i in self.places and case in cases and not self._goes_on(i + 1):
                self.proper = True  # "Карелии": the tagger takes some names of places for adjectives
                return i + 1
            if (
                is_modifier
                and (case in cases or (self.capitals and case) or self._is_possessive(token))
                and first_value(token, "Variant") != "Short"
            ):
                i += 1
            elif token.pos_ in _NOUNS or is_acronym(token.text):
                if not self._belongs(token, case, cases, begin):
                    return None
                return self._end_of_place(i) if self._is_undeclined_place(i + 1) else i + 1
            else:
                return None
        return None

    def _is_possessive(self, token: Token) -> bool:
        """Whether a word of no case says whose: "защита их прав"."""
        return token.lower_ in self.tables.possessives

    def _is_people(self, i: int) -> bool:
        """Whether an adjective stands for people by itself: "общество глухих"."""
        return self.lemmas[i] in self.tables.people and first_value(self.doc[i], "Number") == "Plur"

    def _end_of_foreign(self, i: int) -> int:
        """Return the end of a run of words in another script: "Harles und Jentzsch"."""
        i += 1
        while i < self.limit and self.doc[i].text[0].isalpha() and self.doc[i].lower_[0] not in self.tables.script:
            i += 1
        return i

    def _belongs(self, token: Token, case: str, cases: frozenset[str], begin: int) -> bool:
        capital = token.text[0].isupper()
        if case in cases:
            is_bare_name = capital and token.i == self.head + 1 and token.lower_ == self.lemmas[token.i]
            self.foreign = self.foreign or is_bare_name  # "команда Феррари"
            self.proper = self.proper or capital or self.doc[begin].text[0].isupper()
            return not (token.ent_type_ == "PER" and case == "Nom")
        if is_acronym(token.text) and not self.capitals:
            self.proper = True
            return True
        if not capital or begin != token.i:
            return self.capitals and not case
        if self._is_undeclined_place(token.i):
            self.proper = True  # "Министерство спорта Коми", whatever case the tagger gives it
            return True
        # "Движение ЭКА", "Фонд Тимченко", "клуб Динамо": an undeclined name right behind the head
        is_person = token.ent_type_ == "PER" and token.i + 1 < self.limit and self.doc[token.i + 1].ent_iob_ == "I"
        if token.i == self.head + 1 and not is_person and case in {"", "Nom"}:
            self.foreign = self.proper = True
            return True
        after_area = self.lemmas[token.i - 1] in self.tables.areas
        self.proper = self.proper or after_area
        return after_area

    def _is_undeclined_place(self, i: int) -> bool:
        """Whether a word of a place's name has no cases: "Коми", "Эл"."""
        if i >= self.limit or i not in self.places or not self.doc[i].text[0].isupper():
            return False
        return self.doc[i].lower_ == self.lemmas[i] and self.doc[i].lower_.endswith(self.tables.undeclined)

    def _preposition(self, at: int) -> bool:
        """Read "по культуре и спорту", "в защиту Химкинского леса", "при Президенте России"."""
        for width in (2, 1):
            words = " ".join(t.lower_ for t in self.doc[at : at + width])
            cases = self.tables.prepositions.get(words)
            if words == self.tables.with_preposition and self.lemmas[at - 1] not in self.tables.with_nouns:
                cases = None
            if cases is None:
                continue
            before = self.proper, self.foreign
            after = self._noun_phrase(at + width, cases)
            if after is not None and words == self.tables.place_preposition and self._is_post(at, at + width):
                self.end, self.cases = after, frozenset({"Gen"})
                return True
            if after is not None and self._leads_on(words, after - 1):
                self.end, self.cases = after, cases | {"Gen"}
                return True
            self.proper, self.foreign = before
        return False

    def _leads_on(self, words: str, noun: int) -> bool:
        """Whether a noun may stand behind a preposition in a name: one of its own, or another body's head."""
        nouns = self.tables.preposition_nouns.get(words)
        if nouns is None or self.lemmas[noun] in nouns:
            return True
        return words != self.tables.place_preposition and self.is_head(noun)

    def _is_post(self, at: int, place: int) -> bool:
        """Whether a body is named by the place it sits in, from ``place`` on: "Русский дом в Будапеште"."""
        if not self.doc[place].text[0].isupper() or place not in self.places:
            return False
        before = (self.lemmas[at - 1], " ".join(self.lemmas[at - 2 : at]))
        return self.lemmas[self.head] in self.tables.posts or not self.tables.seated.isdisjoint(before)

    def _joined(self, at: int) -> bool:
        """Read "… и спорта", "культуры, спорта и молодёжной политики"."""
        if self.end == self.head + 1 and not self.is_completed:
            return False
        i = at
        committed = None
        while i < self.limit and self.doc[i].lower_ in self.tables.joiners:
            is_last = self.doc[i].text != ","
            after = self._noun_phrase(i + 1, self.cases)
            if after is None or any(self._starts_other(k) for k in range(i + 1, after)):
                break
            if is_last:
                committed = after
                break
            i = self._chain_end(after)
        if committed is None:
            return False
        self.end = committed
        return True

    def _chain_end(self, i: int) -> int:
        while i < self.limit and self.doc[i].lower_ not in self.tables.joiners:
            after = self._noun_phrase(i, frozenset({"Gen"}))
            if after is None:
                break
            i = after
        return i

    def _starts_other(self, i: int) -> bool:
        """Whether another organization begins: a head in the case of this one, singular or capitalised."""
        if not self.is_head(i):
            return False
        token = self.doc[i]
        is_plural = first_value(token, "Number") == "Plur"
        if self.head_case in _DIRECT and token.lower_ == self.lemmas[i] and not is_plural:
            return True  # "чествовали отдел ЗАГС и женсовет", whatever case the tagger gives it
        return token.text[0].isupper() or (first_value(token, "Case") == self.head_case and not is_plural)

    def _is_foreign(self, token: Token) -> bool:
        first = token.text[0]
        return first.isalpha() and first.isupper() and first.lower() not in self.tables.script

    def _goes_on(self, i: int) -> bool:
        return i < self.limit and self.doc[i].pos_ in {"ADJ", "NOUN", "PROPN"}

    def _is_modifier(self, i: int) -> bool:
        return i < self.limit and (self.doc[i].pos_ == "ADJ" or first_value(self.doc[i], "VerbForm") == "Part")
