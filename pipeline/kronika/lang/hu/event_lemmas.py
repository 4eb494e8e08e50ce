"""Hungarian event lemmas: a spaCy component that mends what the tagger says of event nouns and holding verbs.

The trained lemmatizer keeps an ending of rare compounds ("bábfesztivált") or takes too much ("szentmis"), and
short sentences make verbs of nouns ("tábort"). Which words matter is known: the nouns of ``triggers.toml`` and the
verbs of ``triggers.toml`` and ``roles.toml``. A token whose lemma is none of them, but whose form is one of them
with endings of ``event_lemmas.toml``, gets that lemma, the part of speech and the case. Others stay as they are,
but for verbs that end in "our" and a case ("hívünknek"): such verbs there are none.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Token

from kronika.lang import get_language

COMPONENT = "kronika_event_lemmas"

_SHORTEST = 4  # letters of a form; shorter ones the tagger knows by heart
_LONGEST = 60  # letters of a form; longer ones are no words
_SHORTEST_VERB = 4  # letters of a stem: "ért" may be a form of "ér", or another verb
_INDEXED = 3  # last letters by which the stems of compounds are looked up; no stem is shorter
_VOWELS = "aáeéiíoóöőuúüű"
_LENGTHENED = {"a": "á", "e": "é"}
_DIGRAPHS = ("cs", "gy", "ny", "sz", "ty", "zs", "ly")
_NOUNS = frozenset({"NOUN", "PROPN"})
_MISTAKEN = frozenset({"NOUN", "PROPN", "ADJ", "X", "VERB", "ADV", "ADP"})
_NAMES = frozenset({"PER", "ORG"})


class NounForm(NamedTuple):
    """What a form of an event noun is."""

    lemma: str  # lower case
    features: str  # UD features, as ``Token.set_morph`` takes them
    is_listed: bool  # the lemma is a noun of the lexicon, not only a compound of one of its stems
    is_bare: bool  # the form is the lemma


class _Ending(NamedTuple):
    restored: str  # what the stem ends in where the ending changed it: "ában" is "a" and "ban"
    features: str


class _Nouns(NamedTuple):
    listed: frozenset[str]  # single words
    last_words: frozenset[str]  # of phrases: "séta" of "vezetett séta"
    stems: dict[str, tuple[str, ...]]  # by their last letters
    not_compound: tuple[str, ...]


@Language.component(COMPONENT)
def mend_event_lemmas(doc: Doc) -> Doc:
    """Set lemma, part of speech and features of event nouns and holding verbs where the tagger missed them."""
    for token in doc:
        if not _SHORTEST <= len(token) <= _LONGEST or not token.text[-1].isalpha():
            continue
        if token.pos_ in {"VERB", "AUX"} and (_mend_verb(token) or _mend_possessed(token)):
            continue
        if token.pos_ in _MISTAKEN:
            _mend_noun(token)
    return doc


def noun_form(form: str) -> NounForm | None:
    """Return the event noun that a word in lower case is a form of: of several the longest; None: of none."""
    return None if form in _never() else _noun_form(form)


def verb_lemma(form: str) -> str | None:
    """Return the holding verb that a word in lower case is a finite form or the infinitive of."""
    for length in range(1, min(_longest_verb_ending(), len(form) - _SHORTEST_VERB) + 1):
        lemma = _verbs().get(form[:-length]) if form[-length:] in _verb_endings() else None
        if lemma is not None:
            return lemma
    return None


def _mend_noun(token: Token) -> None:
    form = token.lower_
    if token.pos_ in _NOUNS and _is_event(token.lemma_.lower()):
        return
    found = noun_form(form)
    if found is None or not _fits(token, found):
        return
    case = token.morph.get("Case", [])
    token.lemma_ = found.lemma
    if token.pos_ in _NOUNS and case and f"Case={case[0]}|" in found.features:
        return  # the tagger knows no less
    if token.pos_ not in _NOUNS:
        token.pos_ = "NOUN"
    token.set_morph(found.features)  # type: ignore[attr-defined]  # missing in spaCy's stub


def _fits(token: Token, found: NounForm) -> bool:
    """Return whether a token may be that noun, for its part of speech and the name it stands in."""
    if _is_inside_name(token) and not (found.is_listed and token.is_lower):
        return False
    if token.pos_ in _NOUNS:
        # "meghívás" of "meghívására" is right, "meghívásár" is no fair
        return found.is_listed or not found.lemma.startswith(token.lemma_.lower())
    if not found.is_bare and token.lower_.endswith("i"):
        return False  # an adjective: "esküvői"
    if found.lemma.endswith(("ó", "ő")) and (found.is_bare or token.pos_ == "ADV"):
        return False  # a participle as well: "a találkozó diákok"
    if token.pos_ in {"ADJ", "X"}:
        return True
    if token.pos_ == "ADV":
        return found.is_listed  # "sakkdélután"
    if token.pos_ == "VERB":
        if "Number[psor]=Plur|Person[psor]=1" in found.features:
            return True  # "lovastáborunk"
        return found.is_listed and (found.is_bare or "Case=Acc" in found.features)
    return found.is_listed and len(token) > _SHORTEST + 2 and not found.is_bare


def _is_inside_name(token: Token) -> bool:
    """Return whether a token is part of a longer name of a person or an organization, or no head of another name.

    Hungarian names end in their head: "Tüntetések" is none in "Tüntetések Bahreinben".
    """
    goes_on = token.i + 1 < len(token.doc) and token.nbor().ent_iob_ == "I"
    return goes_on or (token.ent_type_ in _NAMES and token.ent_iob_ == "I")


def _mend_verb(token: Token) -> bool:
    """Set the lemma of a finite holding verb; return whether the token is one."""
    if token.lemma_.lower() in _verb_lemmas():
        return True
    if "Part" in token.morph.get("VerbForm", [""])[0]:
        return False
    lemma = verb_lemma(token.lower_)
    if lemma is not None:
        token.lemma_ = lemma
    return lemma is not None


def _mend_possessed(token: Token) -> bool:
    """Make a noun of a "verb" that has the ending of what is ours and of a case; return whether it was one.

    Of 685 such words in NerKor train none is a verb; the lemma of seven nouns in eight is what this leaves.
    """
    form = token.lower_
    for length in range(min(_longest_noun_ending(), len(form) - _INDEXED), 0, -1):
        for restored, features in _noun_endings().get(form[-length:], ()):
            if "Number[psor]=Plur|Person[psor]=1" in features and "Case=Nom" not in features:
                token.lemma_, token.pos_ = form[:-length] + restored, "NOUN"
                token.set_morph(features)  # type: ignore[attr-defined]  # missing in spaCy's stub
                return True
    return False


@lru_cache(maxsize=65536)
def _noun_form(form: str) -> NounForm | None:
    if _is_event(form):
        return NounForm(form, "Case=Nom|Number=Sing", form in _nouns().listed, is_bare=True)
    endings = _noun_endings()
    for length in range(1, min(_longest_noun_ending(), len(form) - 2) + 1):
        for restored, features in endings.get(form[-length:], ()):
            for lemma in _stems_of(form[:-length], form[-length:], restored):
                if _is_event(lemma):
                    return NounForm(lemma, features, lemma in _nouns().listed, is_bare=False)
    return None


def _stems_of(stem: str, ending: str, restored: str) -> Iterator[str]:
    """Yield the dictionary forms of what stands before an ending, if it can stand there."""
    if restored:
        yield stem + restored
        return
    if stem[-1] in _LENGTHENED and not ending.startswith(("ként", "kor")):
        return  # it would be long
    is_vowel = stem[-1] in _VOWELS
    is_plain_i = ending[0] == "i" and not ending.startswith("ig")
    if (is_vowel and ending[0] in "aeoöuü") or (not is_vowel and (is_plain_i or ending in {"k", "n"})):
        return  # "ünnepi" is an adjective
    yield stem
    if ending[0] in _VOWELS:
        for short, long in _short_stems():
            if stem.endswith(short):
                yield stem.removesuffix(short) + long


@lru_cache(maxsize=65536)
def _is_event(word: str) -> bool:
    """Return whether a lemma is an event noun, or a compound of one, as the finder of triggers sees it."""
    nouns = _nouns()
    if word in nouns.last_words:
        return True
    stems = nouns.stems.get(word[-_INDEXED:], ())
    fits = any(word.endswith(stem) and len(word) >= len(stem) + 2 for stem in stems)
    return fits and not word.endswith(nouns.not_compound)


@cache
def _nouns() -> _Nouns:
    table = get_language("hu").table("triggers")
    sections = [section for key, section in table.items() if key not in {"occurrence", "not_event", "stage"}]
    phrases = [phrase for s in sections for key in ("nouns", "weak", "named") for phrase in s.get(key, ())]
    listed = {phrase.lower() for phrase in phrases if " " not in phrase}
    last_words = {phrase.split()[-1].lower() for phrase in phrases}
    plurals = {word + ending for word in last_words for ending in _table()["plural"]["endings"]}
    stems: dict[str, set[str]] = {}
    for stem in (stem.lower() for section in sections for stem in section.get("stems", ())):
        stems.setdefault(stem[-_INDEXED:], set()).add(stem)
    return _Nouns(
        listed=frozenset(listed - plurals),
        last_words=frozenset(last_words - plurals),
        stems={letters: tuple(sorted(some)) for letters, some in stems.items()},
        not_compound=tuple(table["not_event"]["not_compound"]),
    )


@cache
def _noun_endings() -> dict[str, tuple[_Ending, ...]]:
    """Return all endings of a noun (plural or possessive, and case), as they look behind any stem."""
    endings: dict[str, list[_Ending]] = {}
    numbers: list[tuple[str, dict[str, str]]] = [("", {"Number": "Sing"})]
    numbers += [(ending, {"Number": "Plur"}) for ending in _table()["plural"]["endings"]]
    for row in _table()["possessive"]:
        numbers += [(ending, row["features"]) for ending in row["endings"]]
    cases = [("", "Nom"), *((ending, case) for case, row in _table()["cases"].items() for ending in row)]
    for number, features in numbers:
        for case_ending, case in cases:
            for ending, restored in _joined(number, case_ending):
                whole = "|".join(f"{name}={value}" for name, value in sorted({"Case": case, **features}.items()))
                endings.setdefault(ending, []).append(_Ending(restored, whole))
                if not restored and ending[0] not in "aeoöuü":
                    for short, long in _LENGTHENED.items():
                        endings.setdefault(long + ending, []).append(_Ending(short, whole))
    # of readings with the same stem the first: they differ in features only
    return {
        ending: tuple({row.restored: row for row in reversed(rows)}.values()) for ending, rows in endings.items()
    }


def _joined(number: str, case: str) -> Iterator[tuple[str, str]]:
    """Yield an ending of number and one of case as they look together, with what of the stem is in it."""
    if case in {"val", "vel"} and not number:
        yield case, ""
        for consonant in "bcdfghjklmnprstvz":
            yield consonant + consonant + case[1:], consonant
        for digraph in _DIGRAPHS:
            yield digraph[0] + digraph + case[1:], digraph
    elif case in {"val", "vel"} and number.endswith("k"):
        yield number + "k" + case[1:], ""
    elif number and case:
        yield number[:-1] + _LENGTHENED.get(number[-1], number[-1]) + case, ""
    elif number or case:
        yield number + case, ""


@cache
def _verbs() -> dict[str, str]:
    """Return the holding verbs by their stem, without -ik."""
    return {lemma.removesuffix("ik"): lemma for lemma in sorted(_verb_lemmas()) if len(lemma) >= _SHORTEST_VERB}


@cache
def _verb_lemmas() -> frozenset[str]:
    triggers, roles = get_language("hu").table("triggers"), get_language("hu").table("roles")
    lemmas = {*triggers["occurrence"]["happen"], *triggers["occurrence"]["hold"]}
    sections = triggers.values()
    lemmas.update(
        verb for section in sections for key in ("verbs", "loose_verbs") for verb in section.get(key, ())
    )
    lemmas.update(lemma for rule in roles["verb"] for lemma in rule["lemmas"])
    stems = {lemma.removesuffix("ik") for lemma in lemmas}
    # "szervezett" is listed for the tagger's participles; of the finite verb it is no lemma
    participles = {stem + ending for stem in stems for ending in ("t", "ett", "ott", "ött")}
    return frozenset(lemmas - participles)


@cache
def _verb_endings() -> frozenset[str]:
    return frozenset(_table()["verb"]["endings"])


@cache
def _short_stems() -> tuple[tuple[str, str], ...]:
    return tuple(_table()["short_stems"].items())


@cache
def _never() -> frozenset[str]:
    return frozenset(_table()["never"])


@cache
def _longest_noun_ending() -> int:
    return max(map(len, _noun_endings()))


@cache
def _longest_verb_ending() -> int:
    return max(map(len, _verb_endings()))


def _table() -> dict[str, Any]:
    return get_language("hu").table("event_lemmas")
