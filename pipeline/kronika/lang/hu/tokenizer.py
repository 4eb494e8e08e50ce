"""spaCy's Hungarian tokenizer, brought closer to the tokens of NerKor and of news pages.

Measured with the train part of NerKor, spacing restored.
"""

import re
from typing import Any, Final

from spacy.lang.char_classes import ALPHA, ALPHA_LOWER, ALPHA_UPPER
from spacy.lang.tokenizer_exceptions import URL_PATTERN
from spacy.language import Language
from spacy.util import compile_infix_regex, compile_suffix_regex

_ROMAN_DIGITS: Final = "IVXLCDM"
_NOT_ROMAN: Final = f"(?![{_ROMAN_DIGITS}])[{ALPHA_UPPER}]"

_MORE_SUFFIXES: Final = (
    # "az EU." is a word and a stop, "J." an initial, "XVI." an ordinal: two capitals, not both Roman digits
    rf"(?<={_NOT_ROMAN}[{ALPHA_UPPER}])\.",
    rf"(?<=[{ALPHA_UPPER}]{_NOT_ROMAN})\.",
    r"(?<=[\]}])\.",
)
_MORE_INFIXES: Final = (
    # "2022.május", "dec.20-án": a space was forgotten; the stop stays with what it belongs to
    rf"(?<=[0-9]\.)(?=[{ALPHA}]{{2}})",
    rf"(?<=[{ALPHA}]{{2}}\.)(?=[0-9])",
    # "vége.azonban": as spaCy's own rule, which wants a capital
    rf"(?<=[{ALPHA_LOWER}]{{3}})\.(?=[{ALPHA_LOWER}]{{3}})",
)

_DROPPED_EXCEPTIONS: Final = frozenset(
    {"AG.", "BE.", "BEK.", "BTK.", "EK.", "EU.", "GK.", "GM.", "LB.", "MA.", "MH.", "NB.", "OJ.", "VB."}
)
"""Sentence ends far more often than abbreviations with a stop."""

_WEB_ADDRESS: Final = r"(?=\S*(?:://|@|/)|www\.|\S*\.(?:hu|ro|com|org|net|eu|info|gov|edu|sk|rs|ua|uk|io|tv|fm|biz|fr|pl|cz|ru|us|ch|nl|hr)$)"
"""What spaCy takes for an address has to look like one: "vége.azonban" and "2022.május" do not."""


def adapt_tokenizer(nlp: Language) -> None:
    """Change the tokenizer of a Hungarian pipeline in place."""
    defaults = nlp.Defaults
    tokenizer: Any = nlp.tokenizer  # compiled, and published without types
    tokenizer.suffix_search = compile_suffix_regex([*(defaults.suffixes or ()), *_MORE_SUFFIXES]).search
    tokenizer.infix_finditer = compile_infix_regex([*(defaults.infixes or ()), *_MORE_INFIXES]).finditer
    tokenizer.rules = {form: parts for form, parts in tokenizer.rules.items() if form not in _DROPPED_EXCEPTIONS}
    tokenizer.url_match = re.compile(rf"(?u){_WEB_ADDRESS}{URL_PATTERN}").match
