"""Russian inflection: a noun phrase with its head, and what agrees with it, in the nominative.

The head and the adjectives and participles before it are put into the nominative by pymorphy3, number kept; all
that follows the head (genitive chain, quoted name, "имени …") stays. Grammemes are OpenCorpora's
(https://opencorpora.org/dict.php?act=gram).
"""

import re
from typing import Any

from spacy.tokens import Span, Token

from kronika.lang.ru.letter_case import CAMEL_CASE, written_like
from kronika.lang.ru.word_forms import (
    adjective_forms,
    case_of,
    inflect,
    masculine_forms,
    morph_readings,
    noun_forms,
)

_CASE_OF = {"Nom": "nomn", "Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt", "Loc": "loct"}
_GENDER_OF = {"Masc": "masc", "Fem": "femn", "Neut": "neut"}
_QUOTES = frozenset("«»„“”\"'‹›")
_OPENING = frozenset("«„“\"'‹")
_DECLINED_ACRONYM = re.compile(r"(?P<acronym>[А-ЯЁ]{2,})(?:а|у|ом|е|ы|ов|ам|ами|ах)")
_MIXED_ACRONYM = re.compile(r"(?P<acronym>[А-ЯЁ][А-Яа-яЁё]*[БВГДЖЗКЛМНПРСТФХЦЧШЩ])(?:а|у|ом|ем|е)")
_ORDINAL = re.compile(r"(?P<number>\d+)-?(?P<ending>[а-я]{1,3})")
_NOUNS = frozenset({"NOUN", "PROPN"})
_LONGEST = 8  # tokens from an adjective to its noun
_JOINERS = frozenset({"и", ",", "или"})
_PERSONS = frozenset({"Surn", "Name", "Patr"})
_PROPER = _PERSONS | {"Geox", "Orgn", "Trad"}
# the cases a preposition governs in the purpose of a body: what is joined to that is no second head
_GOVERNED = {"по": {"datv", "loct"}, "при": {"loct"}, "с": {"ablt"}, "за": {"accs", "ablt"}, "в": {"loct", "accs"}}
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
        changed |= _inflected(modifiers, head, _attribute_behind(span, head))
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
        elif token.pos_ in _NOUNS or noun_forms(token.lower_) or (token.text.istitle() and _is_unknown(token)):
            return modifiers, _declined_part(span, token)
        elif token.pos_ == "ADV" and not token.is_sent_start:
            continue  # "особо охраняемой территорией"
        else:
            break
    is_noun = bool(modifiers) and (len(span) == len(modifiers) + offset or modifiers[-1].pos_ in _NOUNS)
    return (modifiers[:-1], modifiers[-1]) if is_noun else None  # "Уполномоченного по правам ребёнка"


def _declined_part(span: Span, first: Token) -> Token:
    """Return the word of a name of two that has the case: "Ельцин Центре", "Ак Барсом"; else the first one."""
    if first.i + 1 >= span.end or first.text.isupper() or not first.text[0].isupper():
        return first
    second = first.nbor()
    readings, forms, is_foreign = morph_readings(first.lower_), noun_forms(second.lower_), _is_unknown(first)
    case = _CASE_OF.get(_case(second), "")
    marks = {g for f in readings if "nomn" in f.tag for g in f.tag.grammemes}
    is_declined = case in {case_of(f) for f in forms} - {"nomn"} and not any("nomn" in f.tag for f in forms)
    if not is_declined or not (is_foreign or marks & _PROPER):
        return first
    if case != "gent":
        return second
    is_name = second.text[0].isupper() and not any("Geox" in f.tag for f in forms)
    return second if is_name and (is_foreign or marks & _PERSONS) else first


def _is_unknown(token: Token) -> bool:
    """Whether a word is foreign to the dictionary, in form too: "Ак", "Red"."""
    return token.is_alpha and all("UNKN" in f.tag for f in morph_readings(token.lower_))


def _attribute_behind(span: Span, head: Token) -> list[Token]:
    """Return the adjective or participle that ends a name behind its head: "Русью сидящей", "Войска Донского"."""
    rest = [t for t in span.doc[head.i + 1 : span.end] if t.text not in _QUOTES]
    if len(rest) != 1 or head.text.isupper():
        return []
    token = rest[0]
    forms = [f for f in adjective_forms(token.lower_) if f.tag.POS in {"ADJF", "PRTF"}]
    case, number = _CASE_OF.get(_case(head), ""), next(iter(head.morph.get("Number", [])), "").lower()
    if case in {"gent", "accs"} and (number == "plur" or token.text[0].isupper()):
        return []  # "клубов рабочих", "музея Достоевского"
    genders = {f"{f.tag.gender}" for f in noun_forms(head.lower_) if case_of(f) == case}
    for form in forms:
        agrees = case_of(form) == case and f"{form.tag.number}" == number
        if agrees and (number == "plur" or f"{form.tag.gender}" in genders):
            return [token]
    return []


def _coordinated_phrase(span: Span, first: Token, head: Token) -> tuple[list[Token], Token] | None:
    """Return the next noun phrase that is joined to ``first`` with a conjunction ("… и Министерством спорта")."""
    quoted = 0
    governed: set[str] = set()
    for token in span.doc[head.i + 1 : span.end]:
        if token.text in _QUOTES:
            quoted += 1
        if not quoted % 2 and token.pos_ == "ADP":
            governed = _GOVERNED.get(token.lower_, set())
        if token.lower_ not in _JOINERS or quoted % 2 or token.i + 1 >= span.end:
            continue
        phrase = _first_phrase(span, token.i + 1 - span.start)
        if phrase is None or phrase[1].i <= head.i:
            continue
        case = _case(phrase[1])
        if case != _case(first) or case == "Nom":
            continue
        is_capital = (phrase[0] or [phrase[1]])[0].text[0].isupper()
        if governed & {case_of(f) for f in noun_forms(phrase[1].lower_)} and not is_capital:
            continue  # "по делам несовершеннолетних и защите их прав"
        is_same_kind = is_capital and phrase[1].lower_ == first.lower_
        if case != "Gen" or phrase[1].head.i == first.i or is_same_kind:  # a genitive may belong to the chain
            return phrase
    return None


def _inflected(modifiers: list[Token], head: Token, behind: list[Token]) -> dict[int, str]:
    """Return the nominative of each token that changes, by token index; ``behind`` are modifiers too."""
    forms = _head_forms(head) or list(adjective_forms(head.lower_))
    adjectives = [(t, list(adjective_forms(t.lower_))) for t in (*modifiers, *behind)]
    if acronym := _DECLINED_ACRONYM.fullmatch(head.text) or _MIXED_ACRONYM.fullmatch(head.text):
        return {head.i: acronym["acronym"]} | _inflected_alone(adjectives)
    if _is_mixed(head.text) and not CAMEL_CASE.fullmatch(head.text):
        return _inflected_alone(adjectives)  # a name in mixed letters has a declension of its own
    if not forms or _is_abbreviation(head) or _UNDECLINED.fullmatch(head.lower_):
        return _inflected_alone(adjectives)
    agreeing = [] if _are_joined(modifiers) else [readings for _, readings in adjectives if readings]
    case, number = _agreement(head, forms, agreeing)
    if case == "nomn":
        return {}
    fitting = [f for f in forms if f"{f.tag.number}" == number] or forms
    form = _fittest(head, fitting, case)
    inflected = inflect(form, frozenset({"nomn", number}))
    if inflected is None:
        return {}
    changed = {head.i: written_like(head.text, _compound(head.lower_, inflected, case, number))}
    for token, readings in adjectives:
        own_number = _number(token, readings, case) if number == "plur" else number
        wanted = {"nomn", own_number} | ({form.tag.gender or "masc"} if own_number == "sing" else set())
        if ordinal := _ORDINAL.fullmatch(token.text):
            changed[token.i] = _ordinal(ordinal, wanted)
        elif readings and (adjective := inflect(readings[0], frozenset(wanted))) is not None:
            changed[token.i] = written_like(token.text, adjective)
    return changed


def _head_forms(head: Token) -> list[Any]:
    """Return the readings of a noun; where they do not fit the tagger's gender, of a masculine."""
    forms = list(noun_forms(head.lower_))
    is_masculine = "Masc" in head.morph.get("Gender", []) and "Sing" in head.morph.get("Number", [])
    if not forms or head.pos_ != "PROPN" or not is_masculine or any(f.is_known or "masc" in f.tag for f in forms):
        return forms
    return list(masculine_forms(head.lower_)) or forms


def _inflected_alone(adjectives: list[tuple[Token, list[Any]]]) -> dict[int, str]:
    """Return adjectives before an acronym in the nominative of their own gender ("Дубенской СОШ")."""
    changed = {}
    for token, readings in adjectives:
        possible = [case_of(f) for f in readings]
        tagged = _CASE_OF.get(_case(token), "")
        case = tagged if tagged in possible else next(iter(possible), "")
        if case in {"", "nomn"}:
            continue
        form = _fittest(token, readings, case)
        wanted = frozenset({"nomn", form.tag.number} | ({form.tag.gender} if form.tag.gender else set()))
        if (inflected := inflect(form, wanted)) is not None:
            changed[token.i] = written_like(token.text, inflected)
    return changed


def _is_mixed(word: str) -> bool:
    """Whether capitals stand inside a word, behind its first letter or a hyphen: "iPhone", "МедиаЦентр"."""
    return any(c.isupper() for part in word.split("-") if not part.isupper() for c in part[1:])


def _compound(surface: str, word: str, case: str, number: str) -> str:
    """Return ``word`` with its first part inflected too, where both parts are: "доме-музее" -> "дом-музей"."""
    first, hyphen, rest = word.partition("-")
    if not hyphen or surface.partition("-")[0] != first:
        return word
    form = next((f for f in noun_forms(first) if case_of(f) == case and number in f.tag), None)
    inflected = inflect(form, frozenset({"nomn", number})) if form else None
    return f"{inflected}-{rest}" if inflected else word


def _agreement(head: Token, forms: list[Any], adjectives: list[list[Any]]) -> tuple[str, str]:
    """Return the case and the number that head and modifiers share; the tagger's where the forms allow it."""
    possible = {(case_of(f), f"{f.tag.number}") for f in forms}
    for readings in adjectives:
        possible = possible & {(case_of(f), f"{f.tag.number}") for f in readings} or possible
    tagged_case = _CASE_OF.get(_case(head), "")
    tagged_number = {"Sing": "sing", "Plur": "plur"}.get(next(iter(head.morph.get("Number", [])), ""), "sing")

    def likelihood(pair: tuple[str, str]) -> tuple[bool, bool, int]:
        case, number = pair
        rank = _CASES.index(case) if case in _CASES else len(_CASES)
        return number == tagged_number, case == tagged_case, -rank

    case, number = max(sorted(possible), key=likelihood)
    feminine = any(case_of(f) == "accs" and f"{f.tag.gender}" == "femn" for f in forms)
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
        return case_of(form) == case, f"{tag.number}" == number, f"{tag.gender}" == gender, form.score

    return max(forms, key=fitness)


def _number(token: Token, readings: list[Any], case: str) -> str:
    """Return an adjective's own number before a plural head: "Томской и Ярославской областей"."""
    numbers = {"plur" if "plur" in f.tag else "sing" for f in readings if case_of(f) == case}
    if len(numbers) == 1:
        return numbers.pop()
    return "sing" if "Sing" in token.morph.get("Number", []) else "plur"


def _is_modifier(token: Token) -> bool:
    if _ORDINAL.fullmatch(token.text):
        return True
    if token.pos_ in {"ADJ", "DET"} or token.morph.get("VerbForm", []) == ["Part"]:
        return bool(adjective_forms(token.lower_))
    if _is_adjective_before_noun(token):
        return True
    readings = morph_readings(token.lower_)
    return bool(readings) and token.pos_ not in {"ADV", "VERB", "ADP"} and readings[0].tag.POS in {"ADJF", "PRTF"}


def _is_adjective_before_noun(token: Token) -> bool:
    """Whether a name may be an adjective of the noun behind it: "Купянском землячестве"."""
    if token.pos_ not in _NOUNS or not token.text[0].isupper():
        return False
    nouns = noun_forms(token.lower_)
    if any(f.is_known and not f.tag.grammemes & _PROPER for f in nouns) and not token.morph.get("Degree", []):
        return False  # "Мастерской Петра Фоменко"
    noun = next((t for t in token.doc[token.i + 1 : token.i + _LONGEST] if t.pos_ != "ADJ"), None)
    if noun is None or noun.pos_ not in _NOUNS:
        return False
    slots = {(case_of(f), f"{f.tag.number}") for f in adjective_forms(token.lower_)}
    slots &= {(case_of(f), f"{f.tag.number}") for f in noun_forms(noun.lower_)}
    cases = {case for case, _ in slots}
    return _CASE_OF.get(_case(noun), next(iter(cases), "")) in cases


def _is_abbreviation(token: Token) -> bool:
    """Whether a word is an acronym: upper case, while the words around it are not."""
    if not token.text.isupper() or not token.is_alpha:
        return False
    around = [t for t in token.sent if t.is_alpha and len(t) > 3 and t.i != token.i]
    if len(token) <= 5 and not all(t.text.isupper() for t in around):
        return True
    return any("Abbr" in f.tag for f in morph_readings(token.lower_))


def _case(token: Token) -> str:
    return next(iter(token.morph.get("Case", [])), "")


def _ordinal(match: re.Match[str], wanted: set[str]) -> str:
    """Return a number with an ending in the nominative: "25-ой" with a feminine head -> "25-ая"."""
    short = {"plur": "е", "femn": "я", "neut": "е"}
    long = {"plur": "ые", "femn": "ая", "neut": "ое"}
    endings = long if match["ending"] in {"ой", "ая", "ую", "ое", "ые", "ых"} else short
    ending = next((endings[g] for g in ("plur", "femn", "neut") if g in wanted), "й")
    return f"{match['number']}-{ending}"
