"""Roles of organizations against the case tables, ``lang/<code>/roles.cases.tsv``.

A case is a kind of page and a text in which every organization is marked with its role, ``[Tisza
Egyesület|organizer]``, or with ``-`` for none. A third column makes the case one that is known to fail, and
says why. The organizations are given, so a case tells what cues, verbs and labels do, whatever the finder of
organizations does.
"""

import re
from dataclasses import replace
from importlib.resources import files

import pytest

from kronika.analysis import analyse
from kronika.events.assemble import assemble
from kronika.events.context import Context
from kronika.events.linker import load_linker
from kronika.lang import get_language, supported_languages
from kronika.mentions.found import find_mentions
from kronika.mentions.types import OrganizationMention

MARK = re.compile(r"\[(?P<name>[^\]|]+)\|(?P<role>[a-z-]+)\]")


def read_cases(code: str) -> list[object]:
    """Return ``(code, marked text)`` of each case of a language, as parameters."""
    cases: list[object] = []
    table = files("kronika.lang") / code / "roles.cases.tsv"
    for line in table.read_text("utf-8").splitlines() if table.is_file() else ():
        if not line or line.startswith("#"):
            continue
        kind, marked, *reason = line.split("\t")
        marks = [pytest.mark.xfail(reason=reason[0], strict=False)] if reason else []
        cases.append(pytest.param(code, marked, marks=marks, id=f"{code}:{kind}:{len(cases) + 1}"))
    return cases


def unmarked(marked: str) -> tuple[str, list[OrganizationMention], list[str]]:
    """Return the plain text, the marked organizations in it, and their roles."""
    text, position, organizations, roles = "", 0, [], []
    for mark in MARK.finditer(marked):
        text += marked[position : mark.start()]
        name = mark["name"]
        organizations.append(
            OrganizationMention(
                start=len(text), end=len(text) + len(name), text=name, rule="case", score=1.0, name=name
            )
        )
        roles.append(mark["role"])
        text += name
        position = mark.end()
    return text + marked[position:], organizations, roles


CASES = [case for code in supported_languages() for case in read_cases(code)]


@pytest.mark.parametrize(("code", "marked"), CASES)
def test_case(code: str, marked: str) -> None:
    """Every marked organization has its role in one of the events, and in no event another one."""
    text, organizations, roles = unmarked(marked.replace("\\n", "\n"))
    language = get_language(code)
    doc = analyse(code, text)
    mentions = replace(find_mentions(doc, language, reference=None), organizations=organizations)
    given: dict[int, dict[str, str]] = {}
    for event in assemble(Context(doc, language), mentions, linker=load_linker(), published=None):
        for found, role in event.values.organizations:
            for start, _ in found.evidence:
                given.setdefault(start, {})[role] = f"{found.chance:.2f}"
    for organization, role in zip(organizations, roles, strict=True):
        told = given.get(organization.start, {})
        seen = f"{organization.text}: {told}; triggers {[t.text for t in mentions.triggers]}"
        assert set(told) == ({role} - {"-"}), seen
