"""Event triggers: nouns (and, where no noun does, verbs) that name an organised gathering or programme.

The lexicon is ``lang/<code>/triggers.toml``: for each event type nouns, weak nouns (events only in context), stems
of compounds and verbs, all as lemmas; several words are a sequence. The longest sequence wins; a noun that stands
in a phrase of ``not_event`` ("курс доллара") is no trigger. Loose nouns, stems and verbs seldom name an event
("вечер", "выезд", "открыть"): they are candidates for the linker, which knows what stands around them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import get_args

from spacy.tokens import Doc, Token

from kronika.lang import LanguageData
from kronika.mentions.types import Mention, TriggerMention
from kronika.records import EventType

_NOUNS = {"NOUN", "PROPN", "ADJ", "X"}  # taggers call capitalised or rare nouns ADJ or X now and then
_STRONG, _WEAK, _NAMED, _STEM, _VERB = "noun", "weak", "named", "compound", "verb"
_LOOSE, _LOOSE_VERB = "loose", "loose_verb"
_SCORES = {_STRONG: 0.9, _STEM: 0.85, _VERB: 0.6, _WEAK: 0.4, _NAMED: 0.3, _LOOSE: 0.2, _LOOSE_VERB: 0.2}
_SECTIONS = (
    ("nouns", _STRONG),
    ("weak", _WEAK),
    ("named", _NAMED),
    ("verbs", _VERB),
    ("loose", _LOOSE),
    ("loose_verbs", _LOOSE_VERB),
)
_DATE = "DATE"  # label of doc.ents
_DOUBTFUL = 0.5  # score up to which what may be an organization blocks nothing
_CLOSING = '»”“"'
_SURE = frozenset({_STRONG, _STEM})
_VERBS = frozenset({_VERB, _LOOSE_VERB})


@dataclass(frozen=True)
class TriggerLexicon:
    """Lemma sequences with type and strength, by their first lemma; folded (see ``LanguageData.fold``)."""

    entries: dict[str, list[tuple[tuple[str, ...], EventType, str]]]
    stems: list[tuple[str, EventType, str]]  # the longest first
    prefixes: tuple[str, ...]  # first parts of compounds written solid
    generic: frozenset[str]
    not_event: dict[str, list[tuple[str, ...]]]
    not_compound: tuple[str, ...]


@cache
def trigger_lexicon(language: LanguageData) -> TriggerLexicon:
    """Return the lexicon of a language, read once."""
    table = language.table("triggers")
    entries: dict[str, list[tuple[tuple[str, ...], EventType, str]]] = {}
    stems: list[tuple[str, EventType, str]] = []
    for event_type in get_args(EventType):
        section = table[event_type]
        for key, strength in _SECTIONS:
            for phrase in section.get(key, ()):
                words = tuple(language.fold(phrase).split())
                entries.setdefault(words[0], []).append((words, event_type, strength))
        for key, strength in (("stems", _STEM), ("loose_stems", _LOOSE)):
            stems += [(language.fold(stem), event_type, strength) for stem in section.get(key, ())]
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
        prefixes=tuple(language.fold(prefix) for prefix in table["compound"]["prefixes"]),
        generic=frozenset([*generic, *stages]),
        not_event=not_event,
        not_compound=tuple(language.fold(w) for w in table["not_event"].get("not_compound", ())),
    )


def find_triggers(doc: Doc, language: LanguageData, *, blocked: Iterable[Mention] = ()) -> list[TriggerMention]:
    """Return the triggers of a text, in text order.

    ``blocked`` are mentions that a trigger may not lie in (organizations, persons): the "школа" of a school's
    name is no training. A strong noun at the very start of one is kept: "Форум «Сообщество»" is an event,
    whatever a model of names says; elsewhere in one it is an event only if it has a name, as is
    any event noun with a title behind it: "секция «Миф»".
    """
    lexicon = trigger_lexicon(language)
    tokens = [t for t in doc if not t.is_space]
    lemmas = [language.fold(t.lemma_) for t in tokens]
    taken, dated = _not_events(lexicon, lemmas), _dated(doc)
    blocked = [mention for mention in blocked if mention.score > _DOUBTFUL]
    found: list[TriggerMention] = []
    i = 0
    while i < len(tokens):
        match = _match(lexicon, tokens, lemmas, i, dated)
        if match is None or (i in taken and i + match[0] - 1 in taken):  # "следующий день донора" is an event
            i += 1
            continue
        length, event_type, strength = match
        words = tokens[i : i + length]
        mention = _mention(words, event_type, strength, generic=lexicon.generic, language=language)
        if _is_blocked(mention, strength, blocked):
            if strength not in _SURE and not _is_titled(mention, blocked):
                i += length
                continue
            mention = _mention(words, event_type, _NAMED, generic=lexicon.generic, language=language)
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
    lexicon: TriggerLexicon, tokens: list[Token], lemmas: list[str], i: int, dated: frozenset[int]
) -> tuple[int, EventType, str] | None:
    for words, event_type, strength in lexicon.entries.get(lemmas[i], ()):
        if tuple(lemmas[i : i + len(words)]) != words:
            continue
        if strength in _VERBS:
            if tokens[i].pos_ == "VERB" and (strength == _VERB or (tokens[i].i in dated and _tells(tokens[i]))):
                return len(words), event_type, strength
        elif len(words) > 1 or tokens[i].pos_ in _NOUNS:
            return len(words), event_type, strength
    compound = _compound(lexicon, lemmas[i]) if tokens[i].pos_ in {"NOUN", "PROPN"} else None
    return (1, *compound) if compound else None


def _tells(token: Token) -> bool:
    """Whether a verb form says when something is done: no participle that stands like an adjective, no converb."""
    form = token.morph.get("VerbForm", [""])[0]
    return form != "Conv" and (form != "Part" or "Short" in token.morph.get("Variant", []))


def _dated(doc: Doc) -> frozenset[int]:
    """Return the tokens of sentences with a date: what is told without one is seldom an event of its own."""
    found: set[int] = set()
    first, has_date = 0, False
    for token in doc:
        if token.is_sent_start and token.i:
            found.update(range(first, token.i) if has_date else ())
            first, has_date = token.i, False
        has_date = has_date or token.ent_type_ == _DATE
    found.update(range(first, len(doc)) if has_date else ())
    return frozenset(found)


def _compound(lexicon: TriggerLexicon, lemma: str) -> tuple[EventType, str] | None:
    """Return type and strength of a compound of a known stem, or of an event noun and what may stand beside it."""
    if lemma.endswith(lexicon.not_compound):
        return None
    for stem, event_type, strength in lexicon.stems:
        if lemma.endswith(stem) and len(lemma) >= len(stem) + 2:
            return event_type, strength
    found = [(part, _STEM) for part in _heads(lexicon, lemma)]
    if "-" in lemma:
        found.append((lemma.partition("-")[0], _WEAK))  # "субботник-наоборот", but "форум-пресса" as well
    for part, compound_strength in found:
        for words, event_type, strength in lexicon.entries.get(part, ()):
            if len(words) == 1 and strength in {_STRONG, _WEAK} and part not in lexicon.generic:
                return event_type, compound_strength if strength == _STRONG else _WEAK
    return None


def _heads(lexicon: TriggerLexicon, lemma: str) -> Iterator[str]:
    """Yield what a compound may be a kind of: "лагерь" of "медиалагерь", "вечер" of "бард-вечер"."""
    if "-" in lemma:
        yield lemma.rpartition("-")[2]
    for prefix in lexicon.prefixes:
        if lemma.startswith(prefix):
            yield lemma.removeprefix(prefix)


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
    if strength in _VERBS:
        lemma = " ".join([tokens[0].lemma_, *(t.text for t in tokens[1:])])
    head = tokens[0] if len(tokens) == 1 else next((t for t in tokens if t.pos_ == "NOUN"), tokens[-1])
    return TriggerMention(
        start=start,
        end=end,
        text=doc[tokens[0].i : tokens[-1].i + 1].text,
        rule=f"trigger.{strength}",
        score=_SCORES[strength],
        lemma=lemma.lower(),
        type=event_type,
        is_verb=strength in _VERBS,
        is_plural="Plur" in head.morph.get("Number", []),
        is_generic=language.fold(lemma.lower()) in generic,
    )


def _is_blocked(mention: TriggerMention, strength: str, blocked: list[Mention]) -> bool:
    return any(
        other.contains(mention)
        and not (
            strength in _SURE and (other.start == mention.start or (is_model(other) and other.end == mention.end))
        )
        for other in blocked
    )


def _is_titled(mention: TriggerMention, blocked: list[Mention]) -> bool:
    """Whether an event noun and a title look like an organization: "секция «Миф»"."""
    return any(
        other.start == mention.start and other.end > mention.end and other.text.endswith(tuple(_CLOSING))
        for other in blocked
    )


def is_model(mention: Mention) -> bool:
    """Whether a model of names made the mention, not a grammar."""
    return mention.rule.startswith("model.")
