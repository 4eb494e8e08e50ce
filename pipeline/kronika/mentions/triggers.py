"""Event triggers: nouns (and, where no noun does, verbs) that name an organised gathering or programme.

The lexicon is ``lang/<code>/triggers.toml``: for each event type nouns, weak nouns (events only in context), stems
of compounds and verbs, all as lemmas; several words are a sequence. The longest sequence wins; a noun that stands
in a phrase of ``not_event`` ("курс доллара") is no trigger.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import get_args

from spacy.tokens import Doc, Token

from kronika.lang import LanguageData
from kronika.mentions.types import Mention, TriggerMention
from kronika.records import EventType

_NOUNS = {"NOUN", "PROPN", "ADJ", "X"}  # taggers call capitalised or rare nouns ADJ or X now and then
_STRONG, _WEAK, _NAMED, _STEM, _VERB = "noun", "weak", "named", "compound", "verb"
_SCORES = {_STRONG: 0.9, _STEM: 0.85, _VERB: 0.6, _WEAK: 0.4, _NAMED: 0.3}


@dataclass(frozen=True)
class TriggerLexicon:
    """Lemma sequences with type and strength, by their first lemma; folded (see ``LanguageData.fold``)."""

    entries: dict[str, list[tuple[tuple[str, ...], EventType, str]]]
    stems: list[tuple[str, EventType]]
    generic: frozenset[str]
    not_event: dict[str, list[tuple[str, ...]]]
    not_compound: tuple[str, ...]


@cache
def trigger_lexicon(language: LanguageData) -> TriggerLexicon:
    """Return the lexicon of a language, read once."""
    table = language.table("triggers")
    entries: dict[str, list[tuple[tuple[str, ...], EventType, str]]] = {}
    stems: list[tuple[str, EventType]] = []
    for event_type in get_args(EventType):
        section = table[event_type]
        for key, strength in (("nouns", _STRONG), ("weak", _WEAK), ("named", _NAMED), ("verbs", _VERB)):
            for phrase in section.get(key, ()):
                words = tuple(language.fold(phrase).split())
                entries.setdefault(words[0], []).append((words, event_type, strength))
        stems += [(language.fold(stem), event_type) for stem in section["stems"]]
    generic = [language.fold(noun) for noun in table["generic"]["nouns"]]
    stages = [language.fold(noun) for noun in table["stage"]["lemmas"]]  # "финал" refers to its contest
    for noun in generic:
        entries.setdefault(noun, [((noun,), "other", _STRONG)])
    for candidates in entries.values():
        # the longest sequence wins; of equal ones the stronger reading
        candidates.sort(key=lambda entry: (-len(entry[0]), -_SCORES[entry[2]]))
    stems.sort(key=lambda stem: -len(stem[0]))
    not_event: dict[str, list[tuple[str, ...]]] = {}
    for phrase in table["not_event"]["phrases"]:
        words = tuple(language.fold(phrase).split())
        not_event.setdefault(words[0], []).append(words)
    return TriggerLexicon(
        entries=entries,
        stems=stems,
        generic=frozenset([*generic, *stages]),
        not_event=not_event,
        not_compound=tuple(language.fold(w) for w in table["not_event"].get("not_compound", ())),
    )


def find_triggers(doc: Doc, language: LanguageData, *, blocked: Iterable[Mention] = ()) -> list[TriggerMention]:
    """Return the triggers of a text, in text order.

    ``blocked`` are mentions that a trigger may not lie in (organizations, persons): the "школа" of a school's
    name is no training. A strong noun at the very start of one is kept: "Форум «Сообщество»" is an event,
    whatever a model of names says.
    """
    lexicon = trigger_lexicon(language)
    tokens = [t for t in doc if not t.is_space]
    lemmas = [language.fold(t.lemma_) for t in tokens]
    taken = _not_events(lexicon, lemmas)
    blocked = list(blocked)
    found: list[TriggerMention] = []
    i = 0
    while i < len(tokens):
        match = None if i in taken else _match(lexicon, tokens, lemmas, i)
        if match is None:
            i += 1
            continue
        length, event_type, strength = match
        mention = _mention(
            tokens[i : i + length], event_type, strength, generic=lexicon.generic, language=language
        )
        if not _is_blocked(mention, strength, blocked):
            found.append(mention)
        i += length
    return found


def _not_events(lexicon: TriggerLexicon, lemmas: list[str]) -> set[int]:
    taken: set[int] = set()
    for i, lemma in enumerate(lemmas):
        for words in lexicon.not_event.get(lemma, ()):
            if tuple(lemmas[i : i + len(words)]) == words:
                taken.update(range(i, i + len(words)))
    return taken


def _match(
    lexicon: TriggerLexicon, tokens: list[Token], lemmas: list[str], i: int
) -> tuple[int, EventType, str] | None:
    for words, event_type, strength in lexicon.entries.get(lemmas[i], ()):
        if tuple(lemmas[i : i + len(words)]) != words:
            continue
        if strength == _VERB:
            if tokens[i].pos_ == "VERB":
                return len(words), event_type, strength
        elif len(words) > 1 or tokens[i].pos_ in _NOUNS:
            return len(words), event_type, strength
    lemma = lemmas[i]
    if tokens[i].pos_ in {"NOUN", "PROPN"} and not lemma.endswith(lexicon.not_compound):
        for stem, event_type in lexicon.stems:
            if lemma.endswith(stem) and len(lemma) >= len(stem) + 2:
                return 1, event_type, _STEM
    return None


def _mention(
    tokens: list[Token], event_type: EventType, strength: str, *, generic: frozenset[str], language: LanguageData
) -> TriggerMention:
    doc = tokens[0].doc
    start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
    lemma = (
        tokens[0].lemma_
        if len(tokens) == 1
        else language.inflection.nominative(doc[tokens[0].i : tokens[-1].i + 1])
    )
    head = tokens[0] if len(tokens) == 1 else next((t for t in tokens if t.pos_ == "NOUN"), tokens[-1])
    return TriggerMention(
        start=start,
        end=end,
        text=doc[tokens[0].i : tokens[-1].i + 1].text,
        rule=f"trigger.{strength}",
        score=_SCORES[strength],
        lemma=lemma.lower(),
        type=event_type,
        is_verb=strength == _VERB,
        is_plural="Plur" in head.morph.get("Number", []),
        is_generic=language.fold(lemma.lower()) in generic,
    )


def _is_blocked(mention: TriggerMention, strength: str, blocked: list[Mention]) -> bool:
    is_strong = strength in {_STRONG, _STEM}
    return any(
        other.contains(mention)
        and not (is_strong and (other.start == mention.start or (is_model(other) and other.end == mention.end)))
        for other in blocked
    )


def is_model(mention: Mention) -> bool:
    """Whether a model of names made the mention, not a grammar."""
    return mention.rule.startswith("model.")
