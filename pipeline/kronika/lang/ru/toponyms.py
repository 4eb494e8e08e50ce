"""Russian place names: the nominatives that a surface form may belong to.

Small towns are in no dictionary, so endings are undone by rule, generously; which nominative is a place the
gazetteer says.
"""

import re
from functools import lru_cache
from itertools import islice, product

from spacy.tokens import Span, Token

from kronika.lang import BaseForm, get_language
from kronika.lang.ru.analyser import morph_analyzer
from kronika.lang.ru.inflection import nominative
from kronika.lang.ru.place_phrase import phrase

__all__ = ["base_forms", "head_word", "people_area", "phrase", "standing", "unlisted_name"]

_PARTS = re.compile(r"([\s–—-]+)")
_FIXING = frozenset(
    {"на", "де", "ла", "лез", "дель", "сюр"}
)  # what stands after it is not inflected: Ростове-на-Дону
_MAX_COMBINATIONS = 300  # of one case; four words with more readings are no place name

# case -> ending of the form -> endings of the nominative; the longest ending that fits is one reading among others
_ENDINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "Loc": {
        "е": ("а", "", "о", "ь", "й", "я"), "и": ("ь", "я"), "ии": ("ия", "ий"), "ье": ("ье",),
        "ах": ("ы", "и", "а"), "ях": ("и", "я"), "ом": ("ый", "ой", "ое", "ий"), "ем": ("ий", "ее"),
        "ой": ("ая",), "ей": ("яя",), "ых": ("ые",), "их": ("ие",), "у": ("",), "рле": ("рёл",),
        "ьце": ("ец",), "це": ("ец",), "ке": ("ок", "ек"), "не": ("ен",), "ле": ("ёл",), "гне": ("гонь",),
    },
    "Gen": {
        "а": ("", "о"), "я": ("ь", "й", "е"), "ы": ("а",), "и": ("а", "я", "ь"), "ии": ("ия",),
        "ого": ("ый", "ой", "ое", "ий"), "его": ("ий", "ее"), "ой": ("ая",), "ей": ("яя",), "рла": ("рёл",),
        "ьца": ("ец",), "ца": ("ец",), "ка": ("ок", "ек"), "гня": ("гонь",),
        "ых": ("ые",), "их": ("ие",), "ов": ("ы", "и"),
        "ок": ("ки",), "ек": ("ки", "ьки", "йки"), "ец": ("цы", "йцы"),
        "": ("ы", "и", "а"),
    },
    "Dat": {
        "у": ("", "о"), "ю": ("ь", "й", "е"), "е": ("а", "я"), "и": ("ь",), "ии": ("ия",),
        "ому": ("ый", "ой", "ое", "ий"), "ему": ("ий", "ее"), "ам": ("ы", "и", "а"), "ям": ("и", "я"),
        "ой": ("ая",), "рлу": ("рёл",), "ьцу": ("ец",), "цу": ("ец",), "гню": ("гонь",),
        "ым": ("ые",), "им": ("ие",),
    },
    "Acc": {
        "у": ("а",), "ю": ("я",), "ую": ("ая",), "юю": ("яя",),
    },
    "Ins": {
        "ом": ("", "о"), "ем": ("ь", "й", "е"), "ой": ("а", "ая"), "ей": ("я", "а"), "ью": ("ь",),
        "ым": ("ый", "ой", "ое"), "им": ("ий", "ое", "ее"), "ами": ("ы", "и", "а"), "ями": ("и", "я"),
        "рлом": ("рёл",), "ьцом": ("ец",), "цом": ("ец",), "ыми": ("ые",), "ими": ("ие",), "вом": ("во", "в"),
        "гнём": ("гонь",), "гнем": ("гонь",),
    },
}  # fmt: skip
_LONGEST = 4
_SHORTEST_UPPER = 5  # letters: what is shorter in capitals is rather an abbreviation
_ADJECTIVE = re.compile(r"(?P<stem>.+(?:[сц]к|н|в))(?:ий|ой|ый|ого|ому|ом|им|ым|ая|ую|ое|ие|ые|их|ых|ими|ыми)")
# what the stem of a town's adjective lost: липец-к-ий Липецк, самар-ск-ий Самара, алуштин-ск-ий Алушта
_STEM_ENDINGS = ("", "а", "ь", "о", "ы", "и", "я", "е")
_VOWELS = "аеёиоуыэюяйь"
_IMPOSSIBLE = re.compile(
    r"(?:[бвгджзклмнпрстфхцчшщ]й|[аоуыэеёияюйь][ыьо]|[аоуыэеюйь]а|[йьъ]я|[гкхжшщч][ыяь]|[кгх]ь)$"
)


@lru_cache(maxsize=50_000)
def base_forms(surface: str) -> tuple[BaseForm, ...]:
    """Return the nominatives that a place name may belong to, most likely first; most are no places."""
    if surface[:1].islower():
        return _unique(_adjective(surface))
    parts = _PARTS.split(surface)
    if len(parts) == 1:
        return _unique([*_single(surface), *_adjective(surface)])
    fixed = next((i for i, part in enumerate(parts) if part in _FIXING and i and "-" in parts[i - 1]), len(parts))
    words = [_readings(word) if i % 2 == 0 and i < fixed else {} for i, word in enumerate(parts)]
    found = [BaseForm(surface, "Nom")]
    for case in ("Loc", "Gen", "Acc", "Dat", "Ins"):
        choices = [
            (word,) if not readings else (*readings.get(case, ()), word)
            for word, readings in zip(parts, words, strict=True)
        ]
        found.extend(BaseForm("".join(c), case) for c in islice(product(*choices), _MAX_COMBINATIONS))
    return _unique([*found, *_adjective(surface)])


@lru_cache(maxsize=50_000)
def standing(word: str) -> int:
    """Return 1 for what the dictionary knows as a place name, -1 for its other words and names, 0 for the rest."""
    if word.isupper() and len(word) > 1:
        return -1 if len(word) < _SHORTEST_UPPER else 0
    known = [parse for parse in morph_analyzer().parse(word) if parse.is_known]
    return 1 if any("Geox" in parse.tag for parse in known) else -1 if known else 0


def unlisted_name(span: Span) -> str:
    """Return the nominative of a place that no list knows, by the gender that the tagger saw."""
    word = span[-1]
    case = next(iter(word.morph.get("Case", [])), "")
    if len(span) > 1 and span[0].pos_ == "ADJ":
        return nominative(span)
    if case not in {"Loc", "Gen", "Dat", "Ins"} or len(span) > 1 or "-" in word.text:
        return span.text
    gender = next(iter(word.morph.get("Gender", [])), "")
    feminine = {"Loc": ("е", "а"), "Gen": ("ы", "а"), "Dat": ("е", "а"), "Ins": ("ой", "а")}
    masculine = {"Loc": ("е", ""), "Gen": ("а", ""), "Dat": ("у", ""), "Ins": ("ом", "")}
    ending, base = (feminine if gender == "Fem" else masculine)[case]
    return word.text.removesuffix(ending) + base if word.text.endswith(ending) else word.text


def head_word(token: Token) -> str:
    """Return the lemma; abbreviations have none but themselves."""
    return token.lemma_.lower()


def _single(word: str) -> list[BaseForm]:
    found = [BaseForm(word, "Nom")]
    for case, names in _readings(word).items():
        found.extend(BaseForm(name, case) for name in names)
    return found


@lru_cache(maxsize=50_000)
def _readings(word: str) -> dict[str, tuple[str, ...]]:
    """Return the nominatives of one word by the case that it would then stand in."""
    lower = word.lower()
    if not lower.isalpha() or len(lower) < 3 or lower[0] not in "абвгдеёжзийклмнопрстуфхцчшщэюя":
        return {}
    found: dict[str, tuple[str, ...]] = {"Loc": (), "Acc": (word,)}
    for case, endings in _ENDINGS.items():
        names = []
        for length in range(min(_LONGEST, len(lower) - 1), -1, -1):
            cut = len(lower) - length
            if length == 0 and lower[-1] in _VOWELS:
                continue
            # no ending joins a vowel: "Китое" is no case of Кито
            bare = length == 0 or lower[cut - 1] not in _VOWELS or lower[cut - 1] in "йь"
            made = [lower[:cut] + ending for ending in endings.get(lower[cut:], ()) if ending or bare]
            names += [_like(word, name) for name in made if not _IMPOSSIBLE.search(name)]
        found[case] = (*found.get(case, ()), *names)
    return found


def people_area(surface: str) -> str | None:
    """Return the code of the land that an adjective is made of ("норвежский"), or None."""
    matched = _ADJECTIVE.fullmatch(surface.lower())
    return get_language("ru").table("areas")["peoples"].get(matched["stem"]) if matched else None


def _adjective(surface: str) -> list[BaseForm]:
    matched = _ADJECTIVE.fullmatch(surface.lower())
    if not matched:
        return []
    tables = get_language("ru").table("areas")
    stem = matched["stem"]
    if stem in tables["not_towns"]["stems"]:
        return []
    if stem in tables["adjectives"]:
        return [BaseForm(tables["adjectives"][stem], "Adj")]
    if not stem.endswith(("ск", "цк")):
        return []
    bare = stem[:-2]
    names = [stem, *(bare + ending for ending in _STEM_ENDINGS)]
    if stem.endswith("цк"):
        names += [bare + "ц", bare + "к", bare + "цы"]
    if bare.endswith("ин"):
        names += [bare[:-2] + ending for ending in ("а", "ы", "и", "у", "е", "о")]
    if bare.endswith(("ов", "ев")):
        names += [bare[:-2], bare[:-2] + "а"]
    names.sort(key=lambda name: not _is_listed_town(name))  # Кстово, not Кстова, which the gazetteer has too
    return [BaseForm(name[:1].upper() + name[1:], "Adj") for name in names]


@lru_cache(maxsize=50_000)
def _is_listed_town(word: str) -> bool:
    """Whether the dictionary has a word as the nominative of a place name."""
    parses = morph_analyzer().parse(word)
    return any(p.is_known and "Geox" in p.tag and p.normal_form == word.lower() for p in parses)


def _like(surface: str, word: str) -> str:
    """Give a word the capitals of its surface form."""
    if surface.isupper() and len(surface) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if surface[:1].isupper() else word


def _unique(found: list[BaseForm]) -> tuple[BaseForm, ...]:
    return tuple(dict.fromkeys(found))
