"""Russian inflection: a noun phrase with its head, and what agrees with it, in the nominative.

The head and the adjectives and participles before it are put into the nominative by pymorphy3, number kept; all
that follows the head (genitive chain, quoted name, "имени …") stays. Grammemes are OpenCorpora's
(https://opencorpora.org/dict.php?act=gram).
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from spacy.tokens import Span, Token

from kronika.lang.ru.analyser import morph_analyzer

_CASE_OF = {"Nom": "nomn", "Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt", "Loc": "loct"}
# the partitive, the locative in -у and the vocative are the same slots for agreement
_CASE_VARIANTS = {"gen1": "gent", "gen2": "gent", "acc2": "accs", "loc1": "loct", "loc2": "loct"}
_GENDER_OF = {"Masc": "masc", "Fem": "femn", "Neut": "neut"}
_QUOTES = frozenset("«»„“”\"'‹›")
_OPENING = frozenset("«„“\"'‹")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_DECLINED_ACRONYM = re.compile(r"(?P<acronym>[А-ЯЁ]{2,})(?:а|у|ом|е|ы|ов|ам|ами|ах)")
_OF_TOWN = re.compile(r"(?P<stem>.+[сц]к)(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими)")
_ORDINAL = re.compile(r"(?P<number>\d+)-?(?P<ending>[а-я]{1,3})")
_NOUNS = frozenset({"NOUN", "PROPN"})
_JOINERS = frozenset({"и", ",", "или"})
# of two adjectives that share their oblique forms the one that names bodies
_COMMONER = {"окружный": "окружной", "запасный": "запасной"}
_UNDECLINED = re.compile(
    r"мин(?:культуры|природы|обороны|обрнауки|образования|просвещения|цифры|молодежи|молодёжи)"
)
# most frequent case first: what an ambiguous form most probably is, after what the tagger said
_CASES = ("nomn", "gent", "datv", "ablt", "loct", "accs")


def nominative(span: Span) -> str:
    """Return the text of a noun phrase with its head (and what agrees with it) in the nominative.

    Number and letter case are kept. What is no noun phrase (a clause, a question, "За права человека"), what is
    nominative already, abbreviations and foreign words are returned as they stand.
    """
    changed: dict[int, str] = {}
    phrase = _first_phrase(span, 0)
    first_head: Token | None = None
    while phrase is not None:
        modifiers, head = phrase
        changed |= _inflected(modifiers, head)
        first_head = first_head or head
        phrase = _coordinated_phrase(span, first_head, head)
    return "".join(changed.get(t.i, t.text) + t.whitespace_ for t in span).strip()


def _first_phrase(span: Span, offset: int) -> tuple[list[Token], Token] | None:
    """Return the modifiers and the head of the noun phrase that starts at ``offset`` tokens into the span."""
    modifiers: list[Token] = []
    for token in span[offset:]:
        if token.is_space or (token.text in _OPENING and not modifiers):
            continue
        if modifiers and token.text.lower() in _JOINERS:
            continue  # "Томской и Ярославской областей"
        if _is_modifier(token):
            modifiers.append(token)
        elif token.pos_ in _NOUNS or _noun_forms(token.lower_):
            return modifiers, token
        elif token.pos_ == "ADV" and not token.is_sent_start:
            continue  # "особо охраняемой территорией"
        else:
            break
    return (modifiers[:-1], modifiers[-1]) if modifiers and len(span) == len(modifiers) + offset else None


def _coordinated_phrase(span: Span, first: Token, head: Token) -> tuple[list[Token], Token] | None:
    """Return the next noun phrase that is joined to ``first`` with a conjunction ("… и Министерством спорта")."""
    quoted = 0
    for token in span.doc[head.i + 1 : span.end]:
        if token.text in _QUOTES:
            quoted += 1
        if token.lower_ not in _JOINERS or quoted % 2 or token.i + 1 >= span.end:
            continue
        phrase = _first_phrase(span, token.i + 1 - span.start)
        if phrase is None or phrase[1].i <= head.i:
            continue
        case = _case(phrase[1])
        if case != _case(first) or case == "Nom":
            continue
        if case != "Gen" or phrase[1].head.i == first.i:  # a genitive may as well belong to the chain
            return phrase
    return None


def _inflected(modifiers: list[Token], head: Token) -> dict[int, str]:
    """Return the nominative of each token that changes, by token index."""
    forms = list(_noun_forms(head.lower_)) or list(_adjective_forms(head.lower_))
    adjectives = [(t, list(_adjective_forms(t.lower_))) for t in modifiers]
    if acronym := _DECLINED_ACRONYM.fullmatch(head.text):
        return {head.i: acronym["acronym"]} | _inflected_alone(adjectives)
    if any(c.isupper() for c in head.text[1:].replace("-", "")) and not head.text.isupper():
        return _inflected_alone(adjectives)  # a name in mixed letters has a declension of its own
    if not forms or _is_abbreviation(head) or _UNDECLINED.fullmatch(head.lower_):
        return _inflected_alone(adjectives)
    agreeing = [] if _are_joined(modifiers) else [readings for _, readings in adjectives if readings]
    case, number = _agreement(head, forms, agreeing)
    if case == "nomn":
        return {}
    fitting = [f for f in forms if f"{f.tag.number}" == number] or forms
    form = _fittest(head, fitting, case)
    inflected = _inflect(form, frozenset({"nomn", number}))
    if inflected is None:
        return {}
    changed = {head.i: _like(head.text, _compound(head.lower_, inflected, case, number))}
    for token, readings in adjectives:
        own_number = _number(token, readings, case) if number == "plur" else number
        wanted = {"nomn", own_number} | ({form.tag.gender or "masc"} if own_number == "sing" else set())
        if ordinal := _ORDINAL.fullmatch(token.text):
            changed[token.i] = _ordinal(ordinal, wanted)
        elif readings and (adjective := _inflect(readings[0], frozenset(wanted))) is not None:
            changed[token.i] = _like(token.text, adjective)
    return changed


def _inflected_alone(adjectives: list[tuple[Token, list[Any]]]) -> dict[int, str]:
    """Return adjectives before an acronym in the nominative of their own gender ("Дубенской СОШ")."""
    changed = {}
    for token, readings in adjectives:
        possible = [_case_of(f) for f in readings]
        tagged = _CASE_OF.get(_case(token), "")
        case = tagged if tagged in possible else next(iter(possible), "")
        if case in {"", "nomn"}:
            continue
        form = _fittest(token, readings, case)
        wanted = frozenset({"nomn", form.tag.number} | ({form.tag.gender} if form.tag.gender else set()))
        if (inflected := _inflect(form, wanted)) is not None:
            changed[token.i] = _like(token.text, inflected)
    return changed


def _compound(surface: str, word: str, case: str, number: str) -> str:
    """Return ``word`` with its first part inflected too, where both parts are: "доме-музее" -> "дом-музей"."""
    first, hyphen, rest = word.partition("-")
    if not hyphen or surface.partition("-")[0] != first:
        return word
    form = next((f for f in _noun_forms(first) if _case_of(f) == case and number in f.tag), None)
    inflected = _inflect(form, frozenset({"nomn", number})) if form else None
    return f"{inflected}-{rest}" if inflected else word


def _agreement(head: Token, forms: list[Any], adjectives: list[list[Any]]) -> tuple[str, str]:
    """Return the case and the number that head and modifiers share; the tagger's where the forms allow it."""
    possible = {(_case_of(f), f"{f.tag.number}") for f in forms}
    for readings in adjectives:
        possible = possible & {(_case_of(f), f"{f.tag.number}") for f in readings} or possible
    tagged_case = _CASE_OF.get(_case(head), "")
    tagged_number = {"Sing": "sing", "Plur": "plur"}.get(next(iter(head.morph.get("Number", [])), ""), "sing")

    def likelihood(pair: tuple[str, str]) -> tuple[bool, bool, int]:
        case, number = pair
        rank = _CASES.index(case) if case in _CASES else len(_CASES)
        return number == tagged_number, case == tagged_case, -rank

    case, number = max(sorted(possible), key=likelihood)
    feminine = any(_case_of(f) == "accs" and f"{f.tag.gender}" == "femn" for f in forms)
    is_nominative = case == "accs" and ("nomn", number) in possible and not feminine  # inanimate: the same form
    return ("nomn" if is_nominative else case), number


def _are_joined(modifiers: list[Token]) -> bool:
    """Whether modifiers share a plural head: "Томской и Ярославской областей"."""
    return any(token.i + 1 < len(token.doc) and token.nbor().lower_ in _JOINERS for token in modifiers[:-1])


def _fittest(token: Token, forms: list[Any], case: str) -> Any:
    """Return the reading in a case that agrees best with the tagger's number and gender."""
    number = {"Sing": "sing", "Plur": "plur"}.get(next(iter(token.morph.get("Number", [])), ""), "sing")
    gender = _GENDER_OF.get(next(iter(token.morph.get("Gender", [])), ""), "")

    def fitness(form: Any) -> tuple[bool, bool, bool, float]:
        tag = form.tag
        return _case_of(form) == case, f"{tag.number}" == number, f"{tag.gender}" == gender, form.score

    return max(forms, key=fitness)


def _number(token: Token, readings: list[Any], case: str) -> str:
    """Return an adjective's own number before a plural head: "Томской и Ярославской областей"."""
    numbers = {"plur" if "plur" in f.tag else "sing" for f in readings if _case_of(f) == case}
    if len(numbers) == 1:
        return numbers.pop()
    return "sing" if "Sing" in token.morph.get("Number", []) else "plur"


def _is_modifier(token: Token) -> bool:
    if _ORDINAL.fullmatch(token.text):
        return True
    if token.pos_ in {"ADJ", "DET"} or token.morph.get("VerbForm", []) == ["Part"]:
        return bool(_adjective_forms(token.lower_))
    if _is_adjective_before_noun(token):
        return True
    readings = morph_readings(token.lower_)
    return bool(readings) and token.pos_ not in {"ADV", "VERB", "ADP"} and readings[0].tag.POS in {"ADJF", "PRTF"}


def _is_adjective_before_noun(token: Token) -> bool:
    """Whether a name may be the adjective of the noun behind it: "Купянском землячестве"."""
    if token.pos_ != "PROPN" or token.i + 1 >= len(token.doc):
        return False
    noun = token.nbor()
    cases = {_case_of(f) for f in _noun_forms(noun.lower_)} - {"gent"}
    adjectives = {_case_of(f) for f in _adjective_forms(token.lower_)}
    return noun.pos_ == "NOUN" and noun.is_lower and _CASE_OF.get(_case(noun), "") in cases & adjectives


def _is_abbreviation(token: Token) -> bool:
    """Whether a word is an acronym: upper case, while the words around it are not."""
    if not token.text.isupper() or not token.is_alpha:
        return False
    around = [t for t in token.sent if t.is_alpha and len(t) > 3 and t.i != token.i]
    if len(token) <= 5 and not all(t.text.isupper() for t in around):
        return True
    return any("Abbr" in f.tag for f in morph_readings(token.lower_))


@lru_cache(maxsize=20_000)
def _inflect(form: Any, wanted: frozenset[str]) -> str | None:
    """Return the word of a reading with the wanted grammemes; pymorphy3 takes 0.2 ms for it."""
    inflected = form.inflect(set(wanted))
    return _COMMONER.get(inflected.word, str(inflected.word)) if inflected else None


@lru_cache(maxsize=50_000)
def morph_readings(word: str) -> tuple[Any, ...]:
    """Return pymorphy3's parses of a word in lower case, most probable first; none for what is not Cyrillic."""
    return tuple(morph_analyzer().parse(word)) if _CYRILLIC.search(word) else ()


@lru_cache(maxsize=50_000)
def _noun_forms(word: str) -> tuple[Any, ...]:
    return tuple(f for f in morph_readings(word) if f.tag.POS == "NOUN" and "Fixd" not in f.tag)


@lru_cache(maxsize=50_000)
def _adjective_forms(word: str) -> tuple[Any, ...]:
    forms = tuple(f for f in morph_readings(word) if f.tag.POS in {"ADJF", "PRTF"})
    if not forms and (match := _OF_TOWN.fullmatch(word)):
        # "купянском" is in the dictionary as the town Купянск alone: build the adjective's forms
        readings = morph_readings(match["stem"] + "ий")
        adjective = next((f for f in readings if f.tag.POS == "ADJF"), None)
        forms = tuple(f for f in adjective.lexeme if f.word == word) if adjective else ()
    return forms


def _case(token: Token) -> str:
    return next(iter(token.morph.get("Case", [])), "")


def _case_of(form: Any) -> str:
    case = f"{form.tag.case}"  # a str: pymorphy3's own type raises where it is compared with anything else
    return _CASE_VARIANTS.get(case, case)


def _ordinal(match: re.Match[str], wanted: set[str]) -> str:
    """Return a number with an ending in the nominative: "25-ой" with a feminine head -> "25-ая"."""
    short = {"plur": "е", "femn": "я", "neut": "е"}
    long = {"plur": "ые", "femn": "ая", "neut": "ое"}
    endings = long if match["ending"] in {"ой", "ая", "ую", "ое", "ые", "ых"} else short
    ending = next((endings[g] for g in ("plur", "femn", "neut") if g in wanted), "й")
    return f"{match['number']}-{ending}"


def _like(surface: str, word: str) -> str:
    """Return ``word`` with the letter case of ``surface``, and with "е" where ``surface`` writes "е" for "ё"."""
    letters = "".join(_letters_like(surface, word))
    if len(surface) > 1 and surface.isupper():
        return letters.upper()
    if surface[:1].isupper():
        parts = zip(surface.split("-"), letters.split("-"), strict=False)
        if surface.count("-") == letters.count("-"):
            return "-".join(p[:1].upper() + p[1:] if s[:1].isupper() else p for s, p in parts)
        return letters[:1].upper() + letters[1:]
    return letters


def _letters_like(surface: str, word: str) -> Iterator[str]:
    plain = "ё" not in surface.lower()
    for i, letter in enumerate(word):
        yield "е" if plain and letter == "ё" and surface[i : i + 1].lower() == "е" else letter
