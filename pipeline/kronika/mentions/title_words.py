"""What a language says of the words of titles: ``names.toml``, table ``titles``."""

import re
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from kronika.lang import LanguageData

_ROMAN = re.compile(r"[IVXL]{1,7}")


@dataclass(frozen=True)
class TitleRules:
    """The lists of a language, case folded."""

    linking: frozenset[str]  # "called so": these words stand right behind a title
    before_noun: bool  # titles stand before an event noun, and "called so" behind a title
    articles: frozenset[str]
    connectors: frozenset[str]  # lower-case words between words in title case
    open_heads: frozenset[str]  # heads of organizations' names that name events as well: "школа «Два берега»"
    labels: frozenset[str]  # of the model's entities that may be titles
    proper_labels: frozenset[str]  # of persons and places, behind which a title may begin
    value_labels: frozenset[str]  # of dates, hours and numbers before a title
    date_labels: frozenset[str]  # of dates alone
    event_words: tuple[str, ...]  # endings of words for events: "nap", "hete", "kupa"
    endings: frozenset[str]  # that a word for an event may bear: "Napok-ra"
    shortened: dict[str, str]  # vowels that are long before an ending: "találkozójá-ra"
    calendar: frozenset[str]  # words of a date or an hour that no model marks
    tails: frozenset[str]  # words that continue a name with its purpose: "турнир по самбо памяти …"
    tail_cases: frozenset[str]  # case of the complements behind an event noun
    ordinal: re.Pattern[str]  # "53.", "40-го"; Roman numerals besides
    single_words: (
        bool  # any words in title case may be a title, one behind an article too; else only events' words
    )
    inflected: bool  # a quoted title is declined with its sentence

    def is_ordinal(self, text: str) -> bool:
        """Whether a word is a Roman numeral or an ordinal in figures."""
        return self.is_roman(text) or self.ordinal.fullmatch(text) is not None

    def is_roman(self, text: str) -> bool:
        """Whether a word is a Roman numeral of Latin letters, with or without a full stop."""
        return _ROMAN.fullmatch(text.rstrip(".")) is not None

    def event_stem(self, word: str) -> str:
        """Return a case-folded word without its ending, if it is one for an event; "" if not, or without one."""
        for cut in range(len(word) - 1, 2, -1):
            if word[cut:] in self.endings:
                stem = word[: cut - 1] + self.shortened.get(word[cut - 1], word[cut - 1])
                if stem.endswith(self.event_words):
                    return stem
        return ""


@cache
def title_rules(language: LanguageData) -> TitleRules:
    """Return the rules of a language, read once."""
    names = language.table("names")
    table = names["titles"]

    def words(key: str) -> frozenset[str]:
        return frozenset(language.fold(word) for word in table[key])

    before = frozenset(language.fold(w) for w in names["linking"]) if table["linking_behind"] else frozenset()
    return TitleRules(
        linking=before | words("linking"),
        before_noun=table["linking_behind"],
        articles=words("articles"),
        connectors=words("connectors"),
        open_heads=words("open_heads"),
        labels=frozenset(table["labels"]),
        proper_labels=frozenset(table["proper_labels"]),
        value_labels=frozenset(table["value_labels"]),
        date_labels=frozenset(table["date_labels"]),
        event_words=tuple(words("event_words")),
        endings=words("endings"),
        shortened=dict(table["shortened"]),
        calendar=words("calendar"),
        tails=words("tails"),
        tail_cases=frozenset(table["tail_cases"]),
        ordinal=re.compile(table["ordinal"]),
        single_words=table["single_words"],
        inflected=names["inflected"],
    )


def is_title_word(token: Token) -> bool:
    """Whether a word begins with a capital letter, or with a figure that capitals follow ("11Eleven")."""
    text = token.text
    return text[0].isupper() or (text[0].isdigit() and any(c.isupper() for c in text) and len(text) > 3)


def is_year(token: Token) -> bool:
    """Whether a word is a year in figures."""
    return token.is_digit and len(token) == 4
