"""What stands around a head that comes last: a purpose behind it, an event's title before it."""

from collections.abc import Sequence

from spacy.tokens import Doc

from kronika.lang import LanguageData
from kronika.mentions.organization_compounds import CompoundHead, compound_tables
from kronika.mentions.organization_rules import first_value, organization_rules
from kronika.mentions.triggers import trigger_lexicon

_MAX_PURPOSE = 8
_MAX_TRIGGER = 4


def end_of_purpose(doc: Doc, head: CompoundHead, language: LanguageData) -> int:
    """Return the end of "a Civil Társadalomért" behind "Civitas Alapítvány"; behind the head if there is none."""
    tables, rules = compound_tables(language), organization_rules(language)
    end = i = head.i + 1
    is_founded = head.is_title and not head.is_possessed and head.lemma in tables.purpose_heads
    if not is_founded or first_value(doc[head.i], "Case") not in {"", "Nom"}:
        return end
    if i >= len(doc) or doc[i].lower_ not in rules.articles:
        return end
    limit = min(len(doc), head.i + _MAX_PURPOSE)
    for k in range(i + 1, limit):
        token = doc[k]
        if token.lower_ in rules.articles or language.fold(token.text) in tables.connectors or token.text == ",":
            continue
        if not token.text[0].isalpha() or token.pos_ in {"VERB", "AUX"}:
            break
        if language.fold(token.text).endswith(tables.purpose) and token.text[0].isupper():
            end = k + 1
        elif end > i and not token.text[0].isupper():
            break
    return end


def is_event_title(doc: Doc, first: int, head: CompoundHead, language: LanguageData) -> bool:
    """Whether the words from ``first`` to the head end in an event noun: "Nemzetközi Nyári Egyetem"."""
    return ends_in_event([*(language.fold(token.text) for token in doc[first : head.i]), head.lemma], language)


def ends_in_event(words: Sequence[str], language: LanguageData) -> bool:
    """Whether the last of some folded words, the last one a lemma, are an event noun of the trigger lexicon."""
    entries = trigger_lexicon(language).entries
    for start in range(max(0, len(words) - _MAX_TRIGGER), len(words)):
        phrase = tuple(words[start:])
        if any(entry == phrase and strength == "noun" for entry, _, strength in entries.get(phrase[0], ())):
            return True
    return False


def is_quoted_event(doc: Doc, end: int, language: LanguageData) -> bool:
    """Whether an event noun follows the quotation mark at token ``end``: "„Zöld Sziget” Ifjúsági Tábor"."""
    words: list[str] = []
    for token in doc[end + 1 : end + 2 + _MAX_TRIGGER]:
        if not token.text[0].isalpha() or token.pos_ not in {"NOUN", "PROPN", "ADJ"}:
            break
        if ends_in_event(
            [*words, language.fold(language.inflection.nominative(doc[token.i : token.i + 1]))], language
        ):
            return True
        words.append(language.fold(token.text))
    return False
