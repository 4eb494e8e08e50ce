"""Titles: everything on a page that may be the name of an event; which event, if any, the linker decides.

Quotes of all kinds; what a model calls a title; words in title case, with ordinals and years; words before an
event noun or before "called so" ("Ezer fa Bácskáért elnevezésű akció"); and what stands between dashes, colons,
brackets and full stops in a line of a programme. No title is vouched for: the score is low, recall is the purpose.

The words of one line are looked at together: no title crosses a line break. The lists of words are data:
``lang/<code>/names.toml``, table ``titles``.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from kronika.lang import LanguageData
from kronika.mentions.quotes import iter_quotes
from kronika.mentions.title_lines import Line, line_parts, lines_of
from kronika.mentions.title_spans import Declension, complement, end_of, stripped
from kronika.mentions.title_words import TitleRules, is_title_word, is_year, title_rules
from kronika.mentions.types import Mention, NameMention, OrganizationMention, TriggerMention

SCORE = 0.3
"""Of a candidate that no rule vouches for."""
_LONGEST = 130  # characters
_MOST_WORDS = 12
_HEADING = 14  # words of a line that may be the heading of the next
_REACH = 9  # words before an event noun in which its title may begin
_OPEN_WORDS = 4  # of an organization's name, among which its head is
_LONGEST_OWNER = 300  # characters of an organization's name before the quote in it
_BEFORE_QUOTE = 40  # characters between an event noun and the name that holds the quote
_MODIFIERS = 3  # lower-case words between a title and its event noun: "nemzetközi robotépítő verseny"
_STOPS = frozenset({".", ";", ":", "!", "?", "…", "–", "—", "|", "•", "(", ")"})
_EDGES = frozenset({",", "–", "—", ":", "(", "„", "«", "“", '"', "/", "|", "•", "-"})


def find_titles(
    doc: Doc,
    language: LanguageData,
    triggers: Sequence[TriggerMention],
    organizations: Sequence[OrganizationMention],
    dates: Sequence[Mention] = (),
) -> list[NameMention]:
    """Return the candidates for names of events, in text order; several may overlap, none twice.

    ``organizations`` keep the quotes that belong to their names, ``dates`` tell the lines of a programme.
    """
    finder = _TitleFinder(doc, language, triggers, organizations)
    found = [*finder.quotes(), *finder.labelled()]
    lines = lines_of(doc, triggers, dates)
    for line in lines:
        found += finder.before_linking(line)
        found += finder.around_triggers(line)
        found += finder.runs(line)
    for line, after in zip(lines, [*lines[1:], Line([])], strict=True):
        is_heading = len(line.tokens) <= _HEADING and (after.triggers or after.is_dated)
        is_numbered = bool(line.tokens) and line.tokens[0].text[0].isdigit()  # "2. szerda 17.00 Nótaszó – …"
        if line.triggers or line.is_dated or is_heading or is_numbered:
            found += finder.parts(line)
    unique: dict[tuple[int, int, str], NameMention] = {}
    for name in found:
        unique.setdefault((name.start, name.end, language.fold(name.value)), name)
    return sorted(unique.values(), key=lambda n: (n.start, n.end, n.value))


class _TitleFinder:
    """Makes candidates out of the lines of one document."""

    def __init__(
        self,
        doc: Doc,
        language: LanguageData,
        triggers: Sequence[TriggerMention],
        organizations: Sequence[OrganizationMention],
    ) -> None:
        self._doc = doc
        self._text = doc.text
        self._language = language
        self._rules: TitleRules = title_rules(language)
        self._organizations = sorted(organizations, key=lambda o: o.start)
        self._organization_starts = [o.start for o in self._organizations]
        self._declension = Declension(language)
        self._trigger_ends = sorted(t.end for t in triggers if not t.is_verb)
        proper = [e for e in doc.ents if e.label_ in self._rules.proper_labels]
        self._starts_of_proper = {e.start for e in proper}
        self._ends_of_proper = {e.end_char for e in proper} | {o.end for o in organizations}
        self._dates = {t.i for e in doc.ents if e.label_ in self._rules.date_labels for t in e}
        self._persons_and_places = {(e.start_char, e.end_char) for e in proper}
        self._proper = self._persons_and_places | {(o.start, o.end) for o in organizations}

    def quotes(self) -> Iterator[NameMention]:
        """Quotes in title case; one inside an organization's name only where its head may be an event."""
        for start, end in iter_quotes(self._text):
            text = self._text[start:end]
            if (
                end - start > _LONGEST
                or text != text.strip()
                or (text[0].islower() and not self._is_behind_noun(start))
            ):
                continue
            if all(self._is_open(o) for o in self._owners(start, end)):
                yield NameMention(start=start, end=end, text=text, rule="name.quoted", score=SCORE, value=text)
                span = self._doc.char_span(start, end, alignment_mode="contract")
                if self._rules.inflected and span is not None and 0 < len(span) <= _MOST_WORDS:
                    value = self._language.inflection.nominative(span)
                    yield NameMention(
                        start=start, end=end, text=text, rule="name.quoted_inflected", score=SCORE, value=value
                    )

    def _owners(self, start: int, end: int) -> Iterator[OrganizationMention]:
        """The organizations that begin before a quote and hold it."""
        for i in range(bisect_left(self._organization_starts, start) - 1, -1, -1):
            if self._organization_starts[i] < start - _LONGEST_OWNER:
                break
            if end <= self._organizations[i].end:
                yield self._organizations[i]

    def _is_open(self, organization: OrganizationMention) -> bool:
        """Whether the quote in a name may be an event's: "школа «С нуля»", "концерт оркестра «Пряничный марш»"."""
        words = organization.text.split()[:_OPEN_WORDS]
        return any(self._language.fold(w) in self._rules.open_heads for w in words) or self._is_behind_noun(
            organization.start
        )

    def _is_behind_noun(self, start: int) -> bool:
        """Whether an event noun stands just before an offset, in the same line."""
        i = bisect_right(self._trigger_ends, start) - 1
        end = self._trigger_ends[i] if i >= 0 else -_BEFORE_QUOTE - 1
        return start - end <= _BEFORE_QUOTE and "\n" not in self._text[end:start]

    def labelled(self) -> Iterator[NameMention]:
        """What the model calls a title or an event."""
        for ent in self._doc.ents:
            if ent.label_ in self._rules.labels and any(is_title_word(t) for t in ent):
                yield from self._names(ent, "name.labelled", declined=True)

    def before_linking(self, line: Line) -> Iterator[NameMention]:
        """Words before "called so": "a Kökörcsin-nyomon nevű gyalogtúra"."""
        for i, token in enumerate(line.tokens):
            if i and self._is_linking(token):
                end = i
                while end > 1 and self._language.fold(line.tokens[end - 1].text) in self._rules.articles:
                    end -= 1
                for start in self._starts(line, end):
                    yield from self._names(self._span(line, start, end), "name.linked", declined=False)

    def _is_linking(self, token: Token) -> bool:
        return token.text[0].islower() and self._language.fold(token.text) in self._rules.linking

    def around_triggers(self, line: Line) -> Iterator[NameMention]:
        """Words before an event noun, with it and without; and with what follows a capitalised one."""
        for first, last in line.triggers:
            if self._rules.before_noun:
                yield from self._before(line, first, last)
            if self._rules.tails:
                yield from self._tailed(line, first, last)

    def _before(self, line: Line, first: int, last: int) -> Iterator[NameMention]:
        ends = [first]
        while len(ends) <= _MODIFIERS and ends[-1] > 0 and self._may_modify(line.tokens[ends[-1] - 1]):
            ends.append(ends[-1] - 1)
        for start in dict.fromkeys(s for e in ends for s in self._starts(line, e)):
            if self._is_phrase(line.tokens[start:first]):
                yield from self._names(self._span(line, start, last), "name.with_noun", declined=True)
                for end in ends:
                    if start < end:
                        yield from self._names(self._span(line, start, end), "name.before", declined=False)

    def _is_phrase(self, tokens: Sequence[Token]) -> bool:
        """Whether words before an event noun can belong to it: neither a clause nor a date nor "called so"; a
        call ("Mentsük meg a mackót!") is a title too."""
        if any(t.i in self._dates or self._is_linking(t) for t in tokens):
            return False
        is_call = bool(tokens) and any(t.text in {"!", "?"} for t in tokens)
        return is_call or not any("Fin" in t.morph.get("VerbForm", []) or t.text == "," for t in tokens)

    def _may_modify(self, token: Token) -> bool:
        return token.pos_ in {"ADJ", "NUM", "NOUN"} and token.text[0].islower()

    def _tailed(self, line: Line, first: int, last: int) -> Iterator[NameMention]:
        """An event noun with the ordinals and adjectives before it, and each end that its complements allow."""
        start = first
        while start > 0 and line.tokens[start - 1].pos_ in {"ADJ", "NUM"}:
            start -= 1
            if self._is_start(line, start):
                break
        while start > 0 and self._is_ordinal(line.tokens[start - 1]):
            start -= 1
        end = last
        ends = [last] if start < first else []
        while end < len(line.tokens) and end - start < 2 * _MOST_WORDS:
            step = complement(line.tokens, end, self._language, self._rules)
            if step == end:
                break
            end = step
            ends.append(end)
        for begin in dict.fromkeys((start, first)):
            for e in ends[-2:] if begin == start else ends[-1:]:
                if self._is_start(line, begin) or e > last:
                    yield from self._names(self._span(line, begin, e), "name.with_tail", declined=True)

    def runs(self, line: Line) -> Iterator[NameMention]:
        """Words in title case, with ordinals before them and a year behind; and the parts of such a run."""
        tokens, i = line.tokens, 0
        while i < len(tokens):
            if not self._is_start(line, i):
                i += 1
                continue
            end = self._run_end(line, i)
            for first, last in self._run_parts(line, i, end):
                words = sum(is_title_word(t) for t in tokens[first:last])
                is_single = self._rules.single_words and first > 0 and self._may_stand_alone(line, first)
                span = self._span(line, first, last)
                is_proper = (span.start_char, span.end_char) in self._proper
                is_event = any(map(self._names_event, span))
                is_loose = self._rules.single_words and not is_proper
                if (words > 1 or is_single) and (is_event or is_loose):
                    yield from self._names(span, "name.title_case", declined=True)
            i = max(end, i + 1)

    def _run_parts(self, line: Line, start: int, end: int) -> Iterator[tuple[int, int]]:
        """A run, and what it holds behind a person or a place, or before one, or up to a word for an event."""
        starts, ends = [start], [end]
        last_title = start
        for k in range(start + 1, end):
            token, before = line.tokens[k], line.tokens[k - 1]
            if not is_title_word(token):
                continue
            is_article = self._language.fold(before.text) in self._rules.articles
            if end_of(before) in self._ends_of_proper or (k == start + 1 and (before.is_sent_start or is_article)):
                starts.append(k)
            if token.i in self._starts_of_proper or self._names_event(line.tokens[last_title]):
                ends.append(last_title + 1)
            last_title = k
        yield from ((first, last) for first in starts for last in ends if first < last)

    def _may_stand_alone(self, line: Line, i: int) -> bool:
        """Whether one word in title case may be a title: behind an article, or as a noun for an event."""
        token = line.tokens[i]
        is_named = self._language.fold(line.tokens[i - 1].text) in self._rules.articles
        return is_named or ((not token.is_sent_start or "-" in token.text) and self._names_event(token))

    def _names_event(self, token: Token) -> bool:
        """Whether a word in title case ends in a noun for an event: "Disznótoros Nap", "Emlékkupa"."""
        words = (self._language.fold(token.lemma_), self._language.fold(token.text))
        return any(w.endswith(self._rules.event_words) for w in words) or bool(self._rules.event_stem(words[1]))

    def _run_end(self, line: Line, start: int) -> int:
        end = i = start
        while i < len(line.tokens) and i - start < _MOST_WORDS:
            token = line.tokens[i]
            if is_title_word(token) or self._is_ordinal(token) or (i > start and is_year(token)):
                end = i = i + 1
            elif self._language.fold(token.text) in self._rules.connectors and i > start:
                i += 1
            else:
                break
        return end

    def parts(self, line: Line) -> Iterator[NameMention]:
        """What stands between the separators of a line."""
        for first, last in line_parts(line.tokens, self._rules):
            if last - first <= _MOST_WORDS:
                span = self._span(line, first, last)
                is_proper = (span.start_char, span.end_char) in self._persons_and_places
                if not is_proper and not any(t.i in self._dates or self._is_linking(t) for t in span):
                    yield from self._names(span, "name.part", declined=False)

    def _starts(self, line: Line, end: int) -> list[int]:
        """Where the title that ends before ``end`` may begin: the nearest capital, the begin of its run, and the
        nearest capital behind an article or a boundary."""
        tokens = line.tokens
        found: list[int] = []
        nearest = -1
        for i in range(end - 1, max(-1, end - 1 - _REACH), -1):
            if tokens[i].text in _STOPS and (i < end - 1 or tokens[i].text in ".;"):
                break
            if not self._is_start(line, i):
                continue
            if nearest < 0:
                nearest = i
                found.append(i)
            before = tokens[i - 1] if i else None
            is_edge = before is None or end_of(before) in self._ends_of_proper or before.text in _EDGES
            is_inside = (
                before is not None
                and is_title_word(before)
                and self._language.fold(before.text) not in self._rules.articles
            )
            if is_edge or not is_inside:
                found.append(i)
            if is_edge:
                break
        return list(dict.fromkeys(found))[:3]

    def _is_start(self, line: Line, i: int) -> bool:
        token = line.tokens[i]
        if self._is_ordinal(token):
            return i + 1 < len(line.tokens) and is_title_word(line.tokens[i + 1])
        if not is_title_word(token):
            return False
        # an article begins a title only inside a sentence
        is_article = self._language.fold(token.text) in self._rules.articles and i + 1 < len(line.tokens)
        return not (is_article and token.is_sent_start)

    def _is_ordinal(self, token: Token) -> bool:
        return self._rules.is_ordinal(token.text)

    def _span(self, line: Line, first: int, last: int) -> Span:
        return self._doc[line.tokens[first].i : line.tokens[last - 1].i + 1]

    def _names(self, span: Span, rule: str, *, declined: bool) -> Iterator[NameMention]:
        """A candidate for a span without marks at its edges; none for what is a person or a place alone."""
        span = stripped(span)
        if (
            not len(span)
            or len(span.text) > _LONGEST
            or len(span.text) < 3
            or not any(c.isalpha() for c in span.text)
        ):
            return
        for value in self._declension.values_of(span) if declined else (span.text,):
            yield NameMention(
                start=span.start_char, end=span.end_char, text=span.text, rule=rule, score=SCORE, value=value
            )
