"""Organization names that no head noun shows: model entities, items of a list, names in brackets, quoted names."""

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span

from kronika.encoder.component import chances
from kronika.lang import LanguageData
from kronika.mentions.organization_rules import (
    Candidate,
    OrganizationRules,
    first_value,
    is_acronym,
    names_a_place,
    organization_rules,
)
from kronika.mentions.organization_titles import ends_in_event, is_quoted_event
from kronika.mentions.quotes import iter_quotes

_CUT_LEFT = frozenset("«„“”\"'([,.:;–—-•*·")
_MAX_ITEM = 12
_CLASS_NUMBER = re.compile(r"[^\W\d]{1,3}\d{1,3}-[^\W\d]{1,4}")  # "U15-ös"
_MAX_ITEMS = 25


def token_quotes(doc: Doc) -> list[tuple[int, int]]:
    """Return the token span of the inside of each pair of quotation marks, in text order."""
    starts = {token.idx: token.i for token in doc}
    ends = {token.idx + len(token): token.i + 1 for token in doc}
    spans = ((starts.get(start), ends.get(end)) for start, end in iter_quotes(doc.text))
    return [(start, end) for start, end in spans if start is not None and end is not None and start < end]


def find_entities(doc: Doc, language: LanguageData, quotes: Sequence[tuple[int, int]]) -> list[Candidate]:
    """Return the model's organizations, their borders mended."""
    rules = organization_rules(language)
    inside = dict(quotes)
    lower = {token.text for token in doc if token.is_lower}
    chance = chances(doc)
    found = []
    for entity in doc.ents:
        score = rules.entity_scores.get(entity.label_)
        span = _mended(entity, rules, inside) if score else None
        if score is None or span is None or _is_channel(span, language, rules) or not _may_be_entity(span, lower):
            continue
        if entity.label_ != "ORG" and len(span) < 2 and not is_acronym(span.text):
            continue
        if span[0].lower_ in rules.place_kinds:
            continue  # "г. Саратов"
        if span.start in inside and _names_event_before(doc, span.start, language):
            continue
        if names_a_place(doc, span.start, span.start, language) or _is_title(span, inside, language):
            continue
        name = language.inflection.nominative(span)
        if language.fold(name) in rules.country_names or _CLASS_NUMBER.fullmatch(name):
            continue
        if rules.grammar == "head_last" and _names_event(span, name, language, inside):
            continue
        # a word in lower case, or one with digits first, is no name
        if any(c.isupper() for c in name):
            sure = score * chance.get((entity.start, entity.end), 1.0)
            found.append(
                Candidate(start=span.start, end=span.end, rule="model.organization", score=sure, name=name)
            )
    return found


def _names_event_before(doc: Doc, start: int, language: LanguageData) -> bool:
    """Whether an event noun stands before the quotation mark: "тренинг «Школа городских героев»"."""
    return start > 1 and ends_in_event([language.fold(doc[start - 2].lemma_)], language)


def _is_title(span: Span, inside: dict[int, int], language: LanguageData) -> bool:
    """Whether a noun before the quotation marks says that the name is a title: "рассказ «Камерный оркестр»".

    Not where the name is declined: "премия «Новой газеты»".
    """
    if inside.get(span.start) != span.end or span.start < 2 or first_value(span[0], "Case") == "Gen":
        return False
    return language.fold(span.doc[span.start - 2].lemma_) in organization_rules(language).title_heads


def _names_event(span: Span, name: str, language: LanguageData, inside: dict[int, int]) -> bool:
    """Whether the model took an event for an organization: "Tavaszi Tábor", or its title "„Színek” Fesztivál"."""
    if span.start in inside:
        return is_quoted_event(span.doc, inside[span.start], language)
    return len(span) > 1 and ends_in_event(language.fold(name).split(), language)


def _mended(entity: Span, rules: OrganizationRules, quotes: dict[int, int]) -> Span | None:
    doc, start, end = entity.doc, entity.start, entity.end
    bracket = next((i for i in range(start, end) if doc[i].text == "("), end)
    end = bracket if bracket > start else end
    while start < end and _opens(doc, start, end, rules):
        start += 1
    while end > start and _dangles(doc, end - 1, rules):
        end -= 1
    if start in quotes:  # the model often stops short of the closing mark
        end = quotes[start]
    if start >= end:
        return None
    is_foreign = doc[start].text.isascii() and end + 1 < len(doc)
    if is_foreign and doc[end].lower_ in rules.country_link and _is_country(doc, end + 1, rules):
        end += 2
    return doc[start:end]


def find_acronyms(doc: Doc, language: LanguageData, known: Sequence[Candidate]) -> list[Candidate]:
    """Return acronyms behind a definite article, where the language has one: "az IETF", "az MIT-n"."""
    definite = organization_rules(language).definite
    taken = {i for candidate in known for i in range(candidate.start, candidate.end)}
    found = []
    for token in doc[1:] if definite else ():
        if token.i in taken or doc[token.i - 1].lower_ not in definite:
            continue
        if not is_acronym(token.text.partition("-")[0]):
            continue
        name = language.inflection.nominative(doc[token.i : token.i + 1])
        if is_acronym(name) and name.isalpha() and len(name) > 2:
            rule = "organization.acronym"
            found.append(Candidate(start=token.i, end=token.i + 1, rule=rule, score=0.35, name=name))
    return found


def _may_be_entity(span: Span, lower: set[str]) -> bool:
    """Whether the model's span looks like one name: no menu line, no word that is a common one elsewhere."""
    text = span.text
    if "  " in text or any(c in text for c in "\n\t|@,!?"):
        return False
    if len(span) > 1:
        return True
    word = span[0]
    if is_acronym(text) and word.pos_ in {"NOUN", "PROPN", "X"}:
        return not (text.isupper() and len(text) > 6)
    return word.pos_ in {"NOUN", "PROPN", "X", "SYM"} and word.lower_ not in lower


def _opens(doc: Doc, i: int, end: int, rules: OrganizationRules) -> bool:
    """Whether a token stands before the name: a mark, an article, an adjective of place in lower case."""
    token = doc[i]
    if token.text in _CUT_LEFT or token.is_space or token.lower_ in rules.articles:
        return True
    return token.pos_ == "ADJ" and token.is_lower and i + 1 < end and doc[i + 1].text[0].isupper()


def _dangles(doc: Doc, i: int, rules: OrganizationRules) -> bool:
    if not doc[i].text[-1].isalnum() and doc[i].text[-1] != ".":
        return True
    return doc[i].is_space or doc[i].lower_ in rules.joiners or doc[i].pos_ in {"ADP", "CCONJ"}


def _is_country(doc: Doc, i: int, rules: OrganizationRules) -> bool:
    return doc[i].lemma_.lower() in rules.countries


def _is_channel(span: Span, language: LanguageData, rules: OrganizationRules) -> bool:
    """Whether a name is that of a place in the net: "в соцсети X", "X közösségi oldalon"."""
    i = span.start - 1 if rules.channel_side == "before" else span.end
    if not 0 <= i < len(span.doc):
        return False
    if span.doc[i].is_quote:
        i += -1 if rules.channel_side == "before" else 1
    return 0 <= i < len(span.doc) and language.fold(span.doc[i].lemma_) in rules.channel_heads


def find_coordinated_quotes(
    doc: Doc, language: LanguageData, quotes: Sequence[tuple[int, int]], known: Sequence[Candidate]
) -> list[Candidate]:
    """Return quoted names joined to a quoted organization: "«Дом друзей», фонды «Образ жизни», «Вера»"."""
    rules = organization_rules(language)
    if not rules.joined_heads_are_quoted:
        return []
    taken = {i for candidate in known for i in range(candidate.start, candidate.end)}
    quoted_ends = {c.end for c in known if doc[c.end - 1].is_quote}
    quoted_ends |= {c.end + 1 for c in known if c.end < len(doc) and doc[c.end].is_quote}
    quoted_starts = {c.start for c in known if c.end in quoted_ends or c.end + 1 in quoted_ends}
    found = []
    for first, end in quotes:  # rightwards, in text order: a found one carries on
        before = _joined_before(doc, first - 1, rules)
        is_name = end - first <= _MAX_ITEM and not doc[first].text[0].islower()
        if first not in taken and before in quoted_ends and is_name:
            found.append(_quoted(doc, first, end, language))
            quoted_ends.add(end + 1)
    taken |= {i for candidate in found for i in range(candidate.start, candidate.end)}
    for first, end in reversed(quotes):  # leftwards
        after = end + 1
        while after < len(doc) and doc[after].lower_ in rules.joiners:
            after += 1
        is_joined = after > end + 1 and (
            after in quoted_starts or any(_head_between(doc, after, start) for start in quoted_starts)
        )
        is_name = end - first <= _MAX_ITEM and doc[first].text[0].isupper()
        if first not in taken and is_joined and is_name and not _has_own_head(doc, first - 2):
            found.append(_quoted(doc, first, end, language))
            quoted_starts.add(first - 1)
    return found


def _joined_before(doc: Doc, i: int, rules: OrganizationRules) -> int:
    """Return the end of what is joined to token ``i`` (a quotation mark), or -1."""
    k = i
    while k > 0 and (doc[k - 1].lower_ in rules.joiners):
        k -= 1
    return k if k < i else -1


def _head_between(doc: Doc, i: int, start: int) -> bool:
    """Whether only the plural head of quoted names stands between: ", фонды «…»"."""
    return 0 < start - i <= 3 and all(t.pos_ in {"NOUN", "ADJ"} or t.is_quote for t in doc[i:start])


def _has_own_head(doc: Doc, i: int) -> bool:
    return i >= 0 and doc[i].pos_ in {"NOUN", "ADJ"}


def _quoted(doc: Doc, first: int, end: int, language: LanguageData) -> Candidate:
    name = language.inflection.nominative(doc[first:end])
    return Candidate(start=first, end=end, rule="organization.coordinated", score=0.75, name=name)


def find_list_items(doc: Doc, language: LanguageData, known: Sequence[Candidate]) -> list[Candidate]:
    """Return the items behind a label: "Партнёры: Яндекс, «Сбер»; Росмолодёжь"."""
    rules = organization_rules(language)
    taken = {i for candidate in known for i in range(candidate.start, candidate.end)}
    found = []
    for token in doc:
        if token.text != ":" or not _is_label(doc, token.i, language, rules):
            continue
        for start, end in _items(doc, token.i + 1, rules):
            if not taken.isdisjoint(range(start, end)) or not _may_be_name(doc[start:end]):
                continue
            span = doc[start:end]
            name = language.inflection.nominative(span)
            found.append(Candidate(start=start, end=end, rule="organization.list_item", score=0.55, name=name))
    return found


def _is_label(doc: Doc, colon: int, language: LanguageData, rules: OrganizationRules) -> bool:
    words: list[str] = []
    for i in range(colon - 1, max(-1, colon - 1 - rules.label_words), -1):
        if not doc[i].text[0].isalpha():
            break
        words.insert(0, language.fold(doc[i].text))
        if " ".join(words) in rules.labels:
            return True
    return False


def _items(doc: Doc, start: int, rules: OrganizationRules) -> Iterator[tuple[int, int]]:
    """Yield the token spans of the items of a list, to the end of its line or of its bulleted lines."""
    in_lines = start < len(doc) and "\n" in doc[start].text
    i = begin = start
    depth = count = 0
    while i < len(doc) and count < _MAX_ITEMS and i - begin <= _MAX_ITEM + 2:
        token = doc[i]
        depth += (token.text in "([«„") - (token.text in ")]»”")
        is_break = "\n" in token.text or (
            token.text in ".!?" and i + 1 < len(doc) and "\n" in doc[i + 1].text_with_ws
        )
        if is_break or token.text == ";" or (depth <= 0 and token.lower_ in rules.joiners):
            span = _trimmed(doc, begin, i)
            if span is not None:
                count += 1
                yield span
            if is_break and (not in_lines or (span is not None and token.text in ".!?")):
                return
            begin = i + 1
        i += 1
    span = _trimmed(doc, begin, i) if i == len(doc) else None
    if span is not None:
        yield span


def _trimmed(doc: Doc, start: int, end: int) -> tuple[int, int] | None:
    while start < end and not doc[start].text[0].isalnum():
        start += 1
    bracket = next((i for i in range(start, end) if doc[i].text == "("), end)
    end = bracket
    while end > start and not doc[end - 1].text[-1].isalnum():
        end -= 1
    return (start, end) if start < end else None


def _may_be_name(span: Span) -> bool:
    first = span[0]
    if not first.text[0].isupper() or len(span) > _MAX_ITEM or first.like_num:
        return False
    return not any(t.ent_type_ in {"PER", "LOC", "GPE"} or t.pos_ in {"VERB", "AUX"} for t in span)


def find_abbreviations(
    doc: Doc, language: LanguageData, known: Sequence[Candidate]
) -> list[tuple[Candidate, Candidate]]:
    """Return pairs of an organization and its abbreviation in brackets: "Nemzeti Kulturális Alap (NKA)"."""
    pairs = []
    for candidate in known:
        i = candidate.end
        if candidate.bare or i + 2 >= len(doc) or doc[i].text != "(":
            continue
        token = doc[i + 1]
        if not is_acronym(token.text) or doc[i + 2].text not in {")", ",", ";"}:
            continue
        short = Candidate(
            start=i + 1,
            end=i + 2,
            rule="organization.abbreviation",
            score=0.85,
            name=token.text,
            head=candidate.head,
            is_venue=candidate.is_venue,
        )
        pairs.append((candidate, short))
    return pairs
