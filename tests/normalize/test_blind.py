"""Cases written by others, who had not seen the rules: how many come out right.

``blind/development`` may be looked at, ``blind/held`` may not: it tells how well the normalisers do on text that
nobody tuned them on. ``pytest -k blind -s`` prints the shares; a share below its floor fails.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kronika.analysis import analyse
from kronika.lang import get_language, supported_languages
from kronika.mentions.dates import find_dates
from kronika.mentions.organizations import find_organizations
from kronika.mentions.types import DateMention
from kronika.normalize.numbers import NumberMention, numbers

BLIND = Path(__file__).with_name("blind")
MARK = re.compile(r"\[([^\]]*)\]")
QUOTES = "«»"
FLOORS = {
    ("dates", "hu"): 0.87,
    ("dates", "ru"): 0.90,
    ("numbers", "hu"): 0.96,
    ("numbers", "ru"): 0.89,
    ("organizations", "hu"): 0.89,
    ("organizations", "ru"): 0.90,
}
"""Shares of the held cases: of dates and numbers spans and values, of organizations names."""


def cases(kind: str, code: str) -> Iterator[list[str]]:
    """Yield the columns of each case."""
    for line in (BLIND / "held" / f"{kind}.{code}.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def value_of_date(mention: DateMention) -> str:
    if mention.first and mention.last:
        return mention.edtf
    return f"{mention.first or '..'}/{mention.last or '..'}"


def value_of_number(mention: NumberMention) -> str:
    value = str(mention.value) if mention.max is None else f"{mention.value}..{mention.max}"
    return value if mention.qualifier == "exact" else f"{value} {mention.qualifier}"


def is_right_date(code: str, values: str, reference: str, marked: str) -> bool:
    day = None if reference == "-" else date.fromisoformat(reference)
    text = MARK.sub(r"\1", marked)
    found = [(m.text, value_of_date(m)) for m in find_dates(analyse(code, text), get_language(code), day)]
    wanted = [] if values == "-" else list(zip(MARK.findall(marked), values.split(), strict=True))
    return found == wanted


def is_right_number(code: str, values: str, marked: str) -> bool:
    found = [(m.text, value_of_number(m)) for m in numbers(code, MARK.sub(r"\1", marked))]
    wanted = [] if values == "-" else list(zip(MARK.findall(marked), values.split("; "), strict=True))
    return found == wanted


def is_right_organization(code: str, name: str, marked: str) -> bool:
    """A span may be longer or shorter than the marked one: the name counts."""
    start, end = marked.index("["), marked.index("]") - 1
    mentions = find_organizations(analyse(code, MARK.sub(r"\1", marked)), get_language(code))
    names = {m.name.strip(QUOTES) for m in mentions if m.start < end and start < m.end}
    return not names if name == "-" else name.strip(QUOTES) in names


CHECKS = {"dates": is_right_date, "numbers": is_right_number, "organizations": is_right_organization}


@pytest.mark.parametrize("code", supported_languages())
@pytest.mark.parametrize("kind", CHECKS)
def test_blind_cases(kind: str, code: str) -> None:
    right = [CHECKS[kind](code, *columns) for columns in cases(kind, code)]
    share = sum(right) / len(right)
    print(f"{kind} {code}: {sum(right)} of {len(right)}, {share:.3f}")
    assert len(right) > 100
    assert share >= FLOORS[kind, code]
