"""Event triggers against the case tables, ``lang/<code>/triggers.cases.tsv``.

A case is the types of all sure triggers of a text, in text order, and the text with these triggers in brackets;
``-`` and no bracket where there is none. A third column makes the case one that is known to fail, and says why.
"""

import re
from importlib.resources import files

import pytest

from kronika.analysis import analyse
from kronika.lang import get_language, supported_languages
from kronika.mentions.triggers import find_triggers

MARK = re.compile(r"\[([^\]]*)\]")
SURE = 0.5
"""The score from which a trigger needs no support by its sentence."""


def read_cases(code: str) -> list[object]:
    """Return ``(code, types, marked text)`` of each case of a language, as parameters."""
    cases: list[object] = []
    table = files("kronika.lang") / code / "triggers.cases.tsv"
    for line in table.read_text("utf-8").splitlines() if table.is_file() else ():
        if not line or line.startswith("#"):
            continue
        types, marked, *reason = line.split("\t")
        marks = [pytest.mark.xfail(reason=reason[0], strict=False)] if reason else []
        cases.append(pytest.param(code, types, marked, marks=marks, id=f"{code}:{marked}"))
    return cases


CASES = [case for code in supported_languages() for case in read_cases(code)]


@pytest.mark.parametrize(("code", "types", "marked"), CASES)
def test_case(code: str, types: str, marked: str) -> None:
    """Every marked trigger is found with its type, and no other one that is sure."""
    text = MARK.sub(r"\1", marked)
    found = [t for t in find_triggers(analyse(code, text), get_language(code)) if t.score >= SURE]
    assert [t.text for t in found] == MARK.findall(marked), [(t.text, t.type, t.rule) for t in found]
    assert [t.type for t in found] == ([] if types == "-" else types.split("; "))
