"""Organization names whose head comes first: adjectives, head, complements, quoted name.

"Липецкая областная универсальная научная библиотека", "Департамент труда и социальной защиты населения города
Москвы", "движение «За права человека»", "МБОУ «СОШ № 5»".

A quoted name stands for itself where the words before it only say what kind of body it is: a lower-case head, or
a head with generic adjectives, or a legal form alone ("общественная организация «Малая родина»" -> "Малая
родина", the whole is an alias). With a complement of its own and a capital letter, or as a part of something
("редакция газеты «Новая жизнь»"), the whole is the name.
"""

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from kronika.lang import LanguageData
from kronika.mentions.organization_complements import Complement, read_complement
from kronika.mentions.organization_heads import Head, HeadLexicon, head_tables
from kronika.mentions.organization_rules import (
    Candidate,
    first_value,
    in_capitals,
    names_a_place,
    organization_rules,
)


def find_head_first(doc: Doc, language: LanguageData, quotes: Sequence[tuple[int, int]]) -> list[Candidate]:
    """Return the names that a head noun begins or follows.

    Args:
        doc: an analysed text.
        language: its language.
        quotes: token spans of what stands inside quotation marks, in text order.
    """
    grammar = _HeadFirst(doc, language, quotes)
    found = []
    i = 0
    while i < len(doc):
        head = grammar.heads.head_at(i)
        if head is None:
            i += 1
            continue
        candidates = grammar.candidates(head)
        found.extend(candidates)
        if len(candidates) == 1:
            found.extend(grammar.nested(head, candidates[0]))
        i = max([head.last + 1, *(c.end for c in candidates)])
    return found


class _HeadFirst:
    """The grammar over one document."""

    def __init__(self, doc: Doc, language: LanguageData, quotes: Sequence[tuple[int, int]]) -> None:
        self.doc = doc
        self.language = language
        self.tables = head_tables(language)
        self.rules = organization_rules(language)
        self.quotes = dict(quotes)
        self.lemmas = [language.fold(t.lemma_) for t in doc]
        self.heads = HeadLexicon(doc, self.lemmas, language, self.quotes)

    def candidates(self, head: Head) -> list[Candidate]:
        """Return the name around a head, or the names behind a plural head."""
        start = self._start(head)
        complement = read_complement(self.heads, head)
        if self._is_site_of_another(head, complement) or names_a_place(self.doc, start, head.first, self.language):
            return []
        if head.kind == "legal" and complement.quote is None:
            inner = self.heads.head_at(complement.end) if complement.end < len(self.doc) else None
            with_person = complement.proper and self.doc[head.first].text in self.tables.with_person
            is_name = inner is None and (complement.foreign or with_person)
            if not is_name:
                return []
        if head.kind != "abbreviated" and self._is_plural(start, head.first):
            return self._plural(head, start, complement)
        score, rule = self._score(head, start, complement)
        if score <= 0 or self._is_others_title(start, complement.end):
            return []
        name, alias = self._names(head, start, complement)
        whole = Candidate(
            start=start,
            end=complement.end,
            rule=rule,
            score=score,
            name=name,
            alias=alias,
            head=head.lemma,
            bare=rule in {"organization.bare", "organization.bare_name"},
            stands_alone=head.lemma not in self.tables.vague | self.tables.ambiguous,
            is_venue=head.lemma.rpartition("-")[2] in self.rules.venue or head.lemma in self.rules.venue,
        )
        return [whole]

    def _is_site_of_another(self, head: Head, complement: Complement) -> bool:
        """Whether the head only says where: "на базе АНО «Дом друзей»", "на площадке лицея № 7"."""
        if head.lemma not in self.tables.sites or not self.doc[head.first].text[0].islower():
            return False
        end = complement.end if complement.quote is None else complement.quote[0]
        return any(self.heads.is_any(i) for i in range(head.last + 1, end))

    def _is_others_title(self, start: int, end: int) -> bool:
        """Whether a name fills the quotation marks behind a noun: "тренинг «Школа городских героев»"."""
        if self.quotes.get(start) != end or start < 2:
            return False
        before = self.doc[start - 2]
        return before.pos_ == "NOUN" and not self.heads.is_any(before.i)

    def nested(self, head: Head, outer: Candidate) -> list[Candidate]:
        """Return the capitalised organization inside another's genitive chain ("Управления … Департамента …")."""
        if in_capitals(self.doc, outer.start, outer.end):
            return []
        for i in range(head.last + 1, outer.end):
            inner = self.heads.head_at(i)
            if inner is None or i in self.quotes or i - 1 in self.quotes:
                continue
            found = self.candidates(inner)
            if (
                len(found) == 1
                and not found[0].bare
                and (self.doc[found[0].start].text[0].isupper() or inner.lemma not in self.tables.ambiguous)
                and outer.start < found[0].start
                and found[0].end <= outer.end
            ):
                return found
        return []

    def _start(self, head: Head) -> int:
        """Return where the name begins: the adjectives before the head that agree with it and belong to it."""
        doc, noun = self.doc, self.doc[head.first]
        low = noun.sent.start
        start = i = head.first
        while i > low:
            token = doc[i - 1]
            if self._is_own_modifier(token, noun):
                start = i = i - 1
            elif token.lower_ in self.rules.joiners and i - 1 > low and self._is_own_modifier(doc[i - 2], noun):
                i -= 1
            else:
                break
        if in_capitals(doc, start, head.last + 1):
            return start
        capital = next((k for k in range(start, head.first + 1) if doc[k].text[0].isupper()), head.first)
        if all(self.lemmas[k] in self.tables.level for k in range(start, capital)):
            return start
        # "московского Департамента": a lower-case adjective before a capital is no part of the name
        return capital if doc[capital].text[0].isupper() or doc[capital].text[0].isdigit() else start

    def _is_own_modifier(self, token: Token, noun: Token) -> bool:
        if self.lemmas[token.i] in self.tables.outside or self.heads.is_verb(token.i):
            return False
        if token.text[0].isdigit():
            return "-" in token.text and token.pos_ == "ADJ"
        is_participle = first_value(token, "VerbForm") == "Part" and first_value(token, "Variant") != "Short"
        if (
            token.pos_ in {"ADJ", "NOUN", "PROPN"}
            and token.text[0].isupper()
            and self.tables.adjective.fullmatch(token.lower_)
        ):
            return True
        if token.pos_ != "ADJ" and not is_participle:
            return False
        if first_value(token, "Variant") == "Short" or first_value(token, "Degree") in {"Cmp", "Sup"}:
            return False
        case, wanted = first_value(token, "Case"), first_value(noun, "Case")
        direct = {
            "Nom",
            "Acc",
        }  # the tagger confuses what looks alike; what stands before a noun is hardly another's
        return not case or not wanted or (case in direct) == (wanted in direct) or noun.text.isupper()

    def _is_plural(self, start: int, i: int) -> bool:
        """Whether a noun with its adjectives is in the plural; the tagger takes many a singular for one."""
        if first_value(self.doc[i], "Number") != "Plur":
            return False
        nominative = self.language.inflection.nominative(self.doc[start : i + 1])
        return not self.language.fold(nominative).endswith(self.lemmas[i])

    def _plural(self, head: Head, start: int, complement: Complement) -> list[Candidate]:
        """Return the names after a plural head: "фонды «Образ жизни», …", "группы Выход, Ива Нова и Хроноп".

        Of quoted names only the first: the others are joined to it (``find_coordinated_quotes``).
        """
        if head.kind == "legal":
            return []
        if complement.quote is not None:
            return [self._after_plural(head, *complement.quote)]
        if head.first - start >= 3:
            return self._of_adjectives(head, start)
        if head.lemma not in self.tables.transparent or self._end_of_name(head.last + 1) == head.last + 1:
            return []
        found = []
        i = head.last + 1
        while (end := self._end_of_name(i)) > i:
            found.append(self._after_plural(head, i, end))
            if end >= len(self.doc) or self.doc[end].lower_ not in self.rules.joiners:
                break
            i = end + 1
        return found

    def _of_adjectives(self, head: Head, start: int) -> list[Candidate]:
        """Return one name an adjective: "Большого и Мариинского театров"."""
        found = []
        for i in range(start, head.first):
            token = self.doc[i]
            if not token.text[0].isupper() or first_value(token, "Number") == "Plur":
                continue
            adjective = self.language.inflection.nominative(self.doc[i : i + 1])
            found.append(
                Candidate(
                    start=i,
                    end=head.last + 1 if i == head.first - 1 else i + 1,
                    rule="organization.shared_head",
                    score=0.7,
                    name=f"{adjective} {self.doc[head.first].lemma_}",
                    head=head.lemma,
                    is_venue=head.lemma in self.rules.venue,
                )
            )
        return found

    def _end_of_name(self, i: int) -> int:
        """Return the end of the run of capitalised words, no places, that begins at ``i``."""
        while i < len(self.doc) and self.doc[i].text[0].isupper() and self.doc[i].ent_type_ != "LOC":
            i += 1
        return i

    def _after_plural(self, head: Head, first: int, last: int) -> Candidate:
        return Candidate(
            start=first,
            end=last,
            rule="organization.plural_head",
            score=0.8,
            name=self.doc[first:last].text,
            head=head.lemma,
            is_venue=head.lemma in self.rules.venue,
        )

    def _score(self, head: Head, start: int, complement: Complement) -> tuple[float, str]:
        """Return the probability that the phrase names an organization, and the rule that says so."""
        if complement.quote is not None:
            return (0.95 if head.kind in {"legal", "abbreviated"} else 0.9), "organization.quoted"
        if head.kind == "legal":
            return 0.8, "organization.legal_form"
        if head.kind == "abbreviated":
            is_name = complement.numbered or complement.proper or start < head.first
            return (0.75, "organization.abbreviated") if is_name else (0.0, "")
        doc = self.doc
        modified, completed = start < head.first, complement.end > head.last + 1
        capital = doc[start].text[0].isupper() and doc[start].i > doc[start].sent.start
        if in_capitals(doc, start, complement.end):
            return (0.7, "organization.capitals") if modified or completed else (0.0, "")
        if head.kind == "weak":
            is_name = complement.foreign or (capital and (modified or completed)) or complement.numbered
            return (0.6, "organization.weak_head") if is_name else (0.0, "")
        inner_capital = complement.proper or any(t.text[0].isupper() for t in doc[start + 1 : head.last + 1])
        if capital and (modified or completed):
            return 0.85, "organization.capital"
        if head.kind == "typed":
            is_name = modified or inner_capital or complement.numbered
            return (0.7, "organization.typed") if is_name else (0.4, "organization.type_alone")
        if modified or completed:
            relational = any(self.lemmas[i].endswith(self.tables.relational) for i in range(start, head.first))
            sentence_start = doc[start].text[0].isupper()
            numbered = complement.numbered or doc[start].text[0].isdigit()
            if head.lemma in self.tables.ambiguous and not (complement.foreign or numbered):
                is_name = relational and (sentence_start or inner_capital)
                is_name = is_name or (sentence_start and (complement.proper or doc[head.first].ent_type_ == "ORG"))
                is_name = is_name or (complement.area and complement.end > head.last + 3)
                if is_name:
                    return 0.5, "organization.ambiguous"
                is_part = head.lemma in self.tables.unit and complement.proper
                is_name = is_part or (relational and completed) or head.lemma not in self.tables.vague
                return (0.25, "organization.lower_case") if is_name else (0.0, "")
            if inner_capital or numbered:
                return 0.75, "organization.proper"
            if relational or completed:
                return (0.55 if sentence_start else 0.45), "organization.common"
            return 0.0, ""
        if self.lemmas[head.first] in self.tables.bare_names:
            return 0.3, "organization.bare_name"
        return 0.2, "organization.bare"

    def _names(self, head: Head, start: int, complement: Complement) -> tuple[str, str | None]:
        """Return the name and the alias that the phrase holds."""
        doc = self.doc
        full = self.language.inflection.nominative(doc[start : complement.end])
        if complement.quote is not None:
            inner = doc[complement.quote[0] : complement.quote[1]].text
            if head.lemma in self.tables.unit or head.kind == "weak":  # "редакция «Новой газеты»"
                inner = self.language.inflection.nominative(doc[complement.quote[0] : complement.quote[1]])
            before = range(start, complement.quote[0] - 1)
            if self._only_says_what(head, before):
                return inner, full
            is_part = head.lemma in self.tables.unit or self.lemmas[before[-1]] in self.tables.owners
            return full, None if is_part else inner
        first = doc[start]
        lower = first.text[0].islower() or (first.is_sent_start and doc[head.first].ent_type_ != "ORG")
        if complement.foreign and lower and (head.lemma in self.tables.transparent or head.kind == "legal"):
            return doc[head.last + 1 : complement.end].text, full
        return full, None

    def _only_says_what(self, head: Head, before: range) -> bool:
        """Whether the words before a quoted name only say what kind of body it is."""
        if head.kind == "legal":
            return True
        if head.lemma in self.tables.unit and len(before) > head.last - before.start + 1:
            return False
        if before[-1] > head.last and self.lemmas[before[-1]] in self.tables.owners:
            return False
        words = [i for i in before if not head.first <= i <= head.last]
        if all(self.lemmas[i] in self.tables.generic or self._is_legal_word(i) for i in words):
            return head.lemma not in self.tables.unit or not words
        return not any(self.doc[i].text[0].isupper() for i in before)

    def _is_legal_word(self, i: int) -> bool:
        return self.doc[i].text in self.tables.legal_forms or self.doc[i].lower_ in self.rules.joiners
