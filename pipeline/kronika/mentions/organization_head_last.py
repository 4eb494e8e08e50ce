"""Organization names whose head comes last: words in title case, then the head, which alone is inflected.

"Hargita Közösségi Fejlesztési Társulás", "Sepsiszentgyörgy Polgármesteri Hivatala", "„Remény” Közalapítvány",
"Egri Szilágyi Erzsébet Gimnázium és Kollégium", "Hargita megyei tanács".

From the head the name is read to the left over words in title case, and over what may stand between them:
conjunctions, "megyei", an abbreviation in brackets, a quoted name. A lower-case head takes words in title case or
relational adjectives.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kronika.lang import LanguageData
from kronika.mentions.organization_compounds import CompoundHead, CompoundHeads, compound_tables, head_match
from kronika.mentions.organization_extents import end_of_name, start_of_entity
from kronika.mentions.organization_municipalities import find_municipalities
from kronika.mentions.organization_rules import (
    Candidate,
    OrganizationRules,
    first_value,
    in_capitals,
    is_acronym,
    organization_rules,
)
from kronika.mentions.organization_titles import end_of_purpose, is_event_title

_MAX_TOKENS = 20


@dataclass(slots=True)
class _Left:
    """What was read to the left of a head."""

    start: int
    titles: int = 0  # words in title case that a sentence start does not explain
    adjectives: int = 0  # relational adjectives in lower case
    quote: tuple[int, int] | None = None
    joined: bool = False  # a conjunction was crossed: a comma may be, too


def find_head_last(doc: Doc, language: LanguageData, quotes: Sequence[tuple[int, int]]) -> list[Candidate]:
    """Return the names that a head noun ends.

    Args:
        doc: an analysed text.
        language: its language.
        quotes: token spans of what stands inside quotation marks, in text order.
    """
    grammar = _HeadLast(doc, language, quotes)
    found: list[Candidate] = []
    nested: list[Candidate] = []
    for i in range(len(doc)):
        head = grammar.heads.head_at(i)
        candidate = grammar.candidate(head) if head is not None else None
        if candidate is None or (found and i < found[-1].end):
            continue
        inner = None
        while found and found[-1].start >= candidate.start and doc[found[-1].end].text != "(":
            inner = found.pop()  # "Budapesti Gazdasági Egyetem" within "… Egyetem Kereskedelmi Kara"
        if inner is not None and _stays(doc, inner, candidate, head):
            nested.append(inner)
        found.append(candidate)
    return found + nested + find_municipalities(doc, language, found)


def _stays(doc: Doc, inner: Candidate, outer: Candidate, head: CompoundHead | None) -> bool:
    """Whether an organization within the name of its part may act itself: "… Líceum ifjúsági csoportja"."""
    if head is None or not head.is_possessed or inner.bare or inner.head == outer.head:
        return False
    return inner.start == outer.start and inner.end - inner.start > 1 and doc[inner.end - 1].text[0].isupper()


class _HeadLast:
    """The grammar over one document."""

    def __init__(self, doc: Doc, language: LanguageData, quotes: Sequence[tuple[int, int]]) -> None:
        self.doc = doc
        self.language = language
        self.tables = compound_tables(language)
        self.heads = CompoundHeads(doc, language)
        self.rules: OrganizationRules = organization_rules(language)
        self.quote_starts = {end: start for start, end in quotes}

    def candidate(self, head: CompoundHead) -> Candidate | None:
        """Return the name that a head ends, or None where it is none."""
        left = self._left(head)
        reached = start_of_entity(self.doc, head, left.start, self.heads, self.language)
        if left.quote is None and reached < left.start:
            left.start, left.titles = reached, left.titles + 1
        end = end_of_purpose(self.doc, head, self.language)
        score, rule = self._score(head, left) if end == head.i + 1 else (0.8, "organization.purpose")
        is_event = left.quote is not None and is_event_title(self.doc, left.quote[1] + 1, head, self.language)
        if score <= 0 or is_event:
            return None
        if end == head.i + 1 and (follows := end_of_name(self.doc, head, self.heads, self.language)) > end:
            return self._followed(head, left, follows, score)
        span = self.doc[left.start : head.i + 1]
        purpose = self.doc[head.i : end].text[len(self.doc[head.i]) :]
        full = _BRACKET.sub("", self.language.inflection.nominative(span)) + purpose
        name, alias = full, None
        if left.quote is not None:
            inner = self.doc[left.quote[0] : left.quote[1]].text
            plain = full.translate(_NO_QUOTES)
            has_more = left.start < left.quote[0] - 1
            name, alias = (plain, inner) if head.is_title or has_more else (inner, plain)
        return Candidate(
            start=left.start,
            end=end,
            rule=rule,
            score=score,
            name=name,
            alias=alias,
            head=head.lemma,
            bare=rule in {"organization.bare", "organization.bare_name"},
            stands_alone=rule == "organization.bare_name",
            is_venue=head.lemma in self.rules.venue,
            is_distinct=self._is_elsewhere(left.start),
        )

    def _followed(self, head: CompoundHead, left: _Left, end: int, score: float) -> Candidate:
        return Candidate(
            start=left.start,
            end=end,
            rule="organization.followed",
            score=score,
            name=self.language.inflection.nominative(self.doc[left.start : end]),
            head=head.lemma,
            is_venue=head.lemma in self.rules.venue,
        )

    def _is_elsewhere(self, start: int) -> bool:
        """Whether the name stands behind an adjective of place: "a zentai Városi Múzeum" is another museum."""
        token = self.doc[start - 1] if start else None
        return token is not None and token.pos_ == "ADJ" and token.text[0].islower() and self._is_relational(token)

    def _is_relational(self, token: Token) -> bool:
        folded = self.language.fold(token.text)
        return folded.endswith(self.tables.relational) and folded not in self.tables.outside

    def _score(self, head: CompoundHead, left: _Left) -> tuple[float, str]:
        """Return the probability that the phrase names an organization, and the rule that says so."""
        lemma = head.lemma
        if left.quote is not None:
            return 0.9, "organization.quoted"
        if in_capitals(self.doc, left.start, head.i + 1) and head.i > left.start:
            return 0.75, "organization.capitals"
        if head.is_title and left.titles:
            return (0.85 if head.is_strong else 0.75), "organization.title_case"
        inside = self.doc[head.i].i > self.doc[head.i].sent.start
        if head.is_title and inside and head.is_compound and head.is_strong:
            return 0.5, "organization.title_compound"
        if not head.is_title and left.titles:
            is_certain = head.is_strong and lemma not in self.tables.ambiguous
            is_part = head.is_possessed and lemma in self.tables.unit and self._holds_head(left, head)
            is_branch = lemma in self.tables.unit and is_acronym(self.doc[left.start].text)
            if is_certain or is_part or is_branch or self.doc[head.i].ent_type_ == "ORG":
                return 0.65, "organization.lower_head"
            return (0.4, "organization.naming") if self._is_named(head) else (0.0, "")
        if left.adjectives and head.is_strong and lemma not in self.tables.ambiguous:
            return 0.45, "organization.common"
        if left.adjectives == 1 and self.language.fold(self._phrase(left, head)) in self.tables.bare_names:
            return 0.3, "organization.bare_name"
        if left.adjectives == 1 and lemma in self.tables.local and self._is_of_place(head):
            return 0.3, "organization.local"
        if (
            lemma in self.tables.bare_names
            or self.language.fold(self.doc[head.i].lemma_) in self.tables.bare_names
        ):
            return 0.3, "organization.bare_name"
        if not head.is_strong and not head.is_title:
            return 0.0, ""
        return (0.2, "organization.bare") if left.start == head.i else (0.0, "")

    def _phrase(self, left: _Left, head: CompoundHead) -> str:
        return f"{self.doc[left.start].text} {head.lemma}"

    def _is_named(self, head: CompoundHead) -> bool:
        """Whether a name stands right before a head in lower case: "Kormorán panzió", "Sárköziek énekegyüttes"."""
        before = self._back(head.i, self.doc[head.i].sent.start)
        if before is None or head.is_possessed or head.lemma not in self.tables.naming:
            return False
        token = self.doc[before]
        is_adjective = token.pos_ == "ADJ" and self._is_relational(token)
        is_name = self._is_title(token) and token.pos_ in {"PROPN", "NOUN", "ADJ"} and not is_adjective
        return is_name and self.language.fold(token.text) not in self.tables.opening_words

    def _is_of_place(self, head: CompoundHead) -> bool:
        """Whether an adjective of place alone says which: "solti könyvtár"."""
        before = self._back(head.i, self.doc[head.i].sent.start)
        if before is None or head.is_possessed:
            return False
        token = self.doc[before]
        is_plain = token.pos_ == "ADJ" and self.language.fold(token.lemma_) not in self.tables.area_kinds
        return is_plain and self._is_relational(token) and len(token) > 3

    def _holds_head(self, left: _Left, head: CompoundHead) -> bool:
        """Whether an organization possesses the head: "Budapesti Gazdasági Egyetem zalaegerszegi kara"."""
        return any(
            self.doc[i].text[0].isupper() and self.heads.head_at(i) is not None for i in range(left.start, head.i)
        )

    def _left(self, head: CompoundHead) -> _Left:
        """Read to the left as far as the name goes."""
        doc = self.doc
        low = max(self._sentence_start(head.i), head.i - _MAX_TOKENS)
        left = _Left(head.i)
        i = self._back(head.i, low)
        while i is not None:
            token = doc[i]
            if token.is_quote and token.i in self.quote_starts:
                i = self._over_quote(i, left, head, low)
            elif token.text == ")":
                i = self._over_bracket(i, left, head, low)
            elif self._is_title(token):
                if not self._belongs(token, head, left):
                    break
                left.titles += 1
                left.start = i
                i = self._back(i, low)
            elif self._is_own_adjective(token, head, left):
                left.adjectives += 1
                left.start = i
                i = self._back(i, low)
            else:
                i = self._over_link(i, left, head, low)
        self._drop_opening(left, head)
        return left

    def _sentence_start(self, i: int) -> int:
        """Return where the sentence of a token starts; no sentence ends in a capitalised word without a mark."""
        start = self.doc[i].sent.start
        while (
            start > max(0, i - _MAX_TOKENS)
            and self.doc[start].text[0].isupper()
            and _is_unended(self.doc[start - 1])
        ):
            start = self.doc[start - 1].sent.start
        return start

    def _back(self, i: int, low: int) -> int | None:
        """Return the token before ``i`` that is no white space; None at the sentence's or the line's start."""
        i -= 1
        while i >= low and self.doc[i].is_space:
            if "\n" in self.doc[i].text:
                return None
            i -= 1
        return i if i >= low else None

    def _is_title(self, token: Token) -> bool:
        first = token.text[0]
        if token.lower_ in self.rules.articles:
            return False
        if first.isdigit():  # "2. sz. Általános Iskola"
            return token.text.endswith(".") and self._is_number_of_school(token)
        return first.isupper()

    def _is_number_of_school(self, token: Token) -> bool:
        return token.i + 1 < len(self.doc) and self.doc[token.i + 1].lower_ in {"sz.", "sz", "számú"}

    def _belongs(self, token: Token, head: CompoundHead, left: _Left) -> bool:
        """Whether a word in title case may be part of the name that goes on behind it."""
        case = first_value(token, "Case")
        if head.is_possessed and case in self.tables.possessor_cases and self.heads.head_at(token.i) is not None:
            return True  # "Tiszaroff Község Önkormányzatának Képviselő-testülete"
        if token.pos_ in {"NOUN", "PROPN", "ADJ"} and case not in self.tables.inner_cases and case:
            return in_capitals(self.doc, token.i, head.i + 1)
        if token.pos_ in {"VERB", "AUX"} and not head.is_title:
            return False
        # "Kovács János iskolája": persons own lower-case heads, but are no part of their names
        is_band = head.lemma in self.tables.ensembles and not head.is_possessed
        return head.is_title or is_band or token.ent_type_ != "PER"

    def _is_own_adjective(self, token: Token, head: CompoundHead, left: _Left) -> bool:
        if not token.text[0].islower() or not token.text.replace("-", "").isalpha():
            return False
        lower = self.language.fold(token.text)
        if lower in self.tables.area_kinds and head.is_possessed and self._follows_area(token.i):
            return True
        if lower in self.tables.inner:
            before = self._back(token.i, token.sent.start)
            return not head.is_title or (before is not None and self._is_title(self.doc[before]))
        if head.is_title or left.titles or lower in self.tables.outside:
            return False
        is_relational = token.pos_ == "ADJ" and lower.endswith(self.tables.relational)
        return is_relational or lower in self.tables.adjectives

    def _follows_area(self, i: int) -> bool:
        """Whether only kinds of a place stand between a word in title case and token ``i``: "Topolya község"."""
        before = self._back(i, self.doc[i].sent.start)
        while before is not None and self.language.fold(self.doc[before].text) in self.tables.area_kinds:
            before = self._back(before, self.doc[before].sent.start)
        return before is not None and self._is_title(self.doc[before])

    def _over_quote(self, i: int, left: _Left, head: CompoundHead, low: int) -> int | None:
        """Take a quoted name right before the head: "„Remény” Közalapítvány"."""
        start = self.quote_starts[i]
        if left.quote is not None or start - 1 < low or left.start - i > 4:
            return None
        left.quote, left.start = (start, i), start - 1
        return self._back(start - 1, low) if head.is_title else None

    def _over_bracket(self, i: int, left: _Left, head: CompoundHead, low: int) -> int | None:
        """Step over an abbreviation: "Babeș–Bolyai Tudományegyetem (BBTE) Szociológia Kara"."""
        opening = i - 2
        is_short = opening > low and self.doc[opening].text == "(" and is_acronym(self.doc[i - 1].text)
        before = self._back(opening, low) if is_short and head.lemma in self.tables.unit else None
        return before if before is not None and self._is_title(self.doc[before]) else None

    def _over_link(self, i: int, left: _Left, head: CompoundHead, low: int) -> int | None:
        """Step over a conjunction, an article or a comma between parts of one name."""
        token, before = self.doc[i], self._back(i, low)
        if before is None or (not left.titles and not head.is_title):
            return None
        word = self.doc[before]
        if not self._is_title(word) or first_value(word, "Case") not in {"", "Nom"}:
            return None
        is_head = self.heads.head_at(before) is not None and not word.text.endswith("-")
        if is_head and not self._may_join(before, i, head):
            return None
        if token.lower_ in self.rules.articles:  # "Szülők a Tanárokért Egyesület"
            follows = self.language.fold(self.doc[i + 1].text) if i + 1 < len(self.doc) else ""
            return before if follows.endswith(self.tables.purpose) else None
        if token.text == ",":
            is_listed = left.joined or word.text.endswith("-") or is_head
            return before if is_listed and (is_head or word.pos_ in {"ADJ", "PROPN", "NOUN"}) else None
        if self.language.fold(token.text) in self.tables.connectors:
            is_person = word.ent_type_ == "PER" and self.doc[i + 1].ent_type_ != "PER"
            left.joined = True
            return before if not is_person else None
        return None

    def _may_join(self, before: int, link: int, head: CompoundHead) -> bool:
        """Whether two heads make one name: "Gimnázium és Kollégium", "Könyvtár és Művelődési Központ"."""
        first = self.heads.head_at(before)
        if first is None or first.is_possessed or first.lemma not in self.tables.joinable:
            return False
        between = self.doc[link + 1 : head.i]
        return head.lemma in self.tables.joinable and all(
            self.language.fold(t.text) in self.tables.joinable_modifiers
            or t.text in {",", *self.tables.connectors}
            or head_match(self.language, self.language.fold(t.text)) is not None
            for t in between
        )

    def _drop_opening(self, left: _Left, head: CompoundHead) -> None:
        """Drop the first word if it is capitalised only as a sentence's first, or opens a line ("Szervező:")."""
        while left.start < head.i:
            token = self.doc[left.start]
            folded = self.language.fold(token.text)
            is_opening = folded in self.tables.opening_words
            is_part = (
                not token.is_sent_start and token.text[0].isupper() and folded in self.tables.outside_in_lower
            )
            is_opening = is_opening or (folded in self.tables.outside and not is_part)
            if token.is_sent_start and token.pos_ in self.tables.sentence_openers and not token.text[0].isdigit():
                is_opening = True
            if folded in self.tables.connectors or (not token.text[0].isalnum() and not token.is_quote):
                is_opening = True
            if not is_opening:
                break
            left.titles -= token.text[0].isupper()
            left.adjectives -= token.text[0].islower()
            left.start += 1
            while left.start < head.i and self.doc[left.start].is_space:
                left.start += 1
        if left.start < head.i and self.doc[left.start].is_sent_start and left.titles == 1 and not head.is_title:
            self._lower_sentence_start(left)

    def _lower_sentence_start(self, left: _Left) -> None:
        """A relational adjective at a sentence's start is in title case for that reason alone."""
        token = self.doc[left.start]
        folded = self.language.fold(token.text)
        if folded.endswith(self.tables.relational) or folded in self.tables.adjectives:
            left.titles, left.adjectives = 0, left.adjectives + 1


def _is_unended(token: Token) -> bool:
    """Whether a word in title case stands right before another."""
    return token.is_alpha and token.text[0].isupper() and bool(token.whitespace_)


_BRACKET = re.compile(r"\s*\([^()]*\)")
_NO_QUOTES = {ord(c): None for c in '«»„“”"‹›'}
