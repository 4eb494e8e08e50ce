"""Behaviours of the contract on small texts: the cases of ``assembly.<code>.toml`` beside this file.

A case is about the keys it names: those are complete and compared strictly, all else is left open. Names of
organizations are compared as ``kronika evaluate`` does; how they are written is tested with their finder. The
language is given, because a sentence or two is less than what its detection is made for.
"""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from kronika import EventRecord, Extractor
from kronika.evaluate.matching import keys_of_name
from kronika.records import Organization, Participants

_SIGNS = {"exact": "", "at_least": ">= ", "about": "~ ", "at_most": "<= "}
_CASE_KEYS = {"id", "text", "event", "published", "loose", "xfail"}


def cases() -> list[Any]:
    """Return ``(code, case)`` of all files, as parameters."""
    found = []
    for file in sorted(Path(__file__).parent.glob("assembly.*.toml")):
        code = file.name.split(".")[1]
        for case in tomllib.loads(file.read_text("utf-8"))["case"]:
            marks = [pytest.mark.xfail(reason=case["xfail"], strict=False)] if "xfail" in case else []
            found.append(pytest.param(code, case, id=f"{code}: {case['id']}", marks=marks))
    return found


@pytest.mark.parametrize(("code", "case"), cases())
def test_case(extractor: Extractor, code: str, case: dict[str, Any]) -> None:
    assert case.keys() <= _CASE_KEYS
    records = extractor.extract(case["text"].strip(), published=case.get("published"), language=code)
    records.sort(key=lambda record: (record.trigger.start, record.time.edtf if record.time else ""))
    expected: list[dict[str, Any]] = case.get("event", [])
    found = [f"{record.trigger.lemma} ({record.type})" for record in records]
    if case.get("loose"):
        assert len(records) >= len(expected), found
    else:
        assert len(records) == len(expected), found
    wrong = [
        f"{record.trigger.lemma}: {key} is {value!r}, expected {wanted!r}"
        for record, event in zip(records, expected, strict=False)
        for key, wanted in event.items()
        if not agrees(key, wanted, value := value_of(record, key))
    ]
    assert not wrong, "; ".join(wrong)


def value_of(record: EventRecord, key: str) -> Any:
    """Return what a record says for a key of the cases."""
    match key.partition("_")[0]:
        case "trigger":
            return record.trigger.lemma
        case "type":
            return record.type
        case "status":
            return record.status
        case "name":
            return record.name or ""
        case "time":
            return time_of(record)
        case "basis":
            return record.time.basis if record.time else ""
        case "places":
            return sorted(place.name for place in record.places)
        case "kinds":
            return sorted(place.kind for place in record.places)
        case "participants":
            return sorted(map(participants, record.participants))
        case "organizations":
            return record.organizations
        case _:
            raise ValueError(f"a case cannot ask for {key!r}")


def agrees(key: str, wanted: Any, value: Any) -> bool:
    """Whether a value is what a case wants: equal, or what the key's ending says."""
    slot, _, how = key.partition("_")
    if slot == "organizations":
        return organizations_agree(wanted, value, complete=how != "include")
    match how:
        case "":
            return bool(value == (sorted(wanted) if isinstance(wanted, list) else wanted))
        case "in":
            return value in wanted
        case "start":
            return bool(value.split("/")[0] == wanted)
        case "include":
            return set(wanted) <= set(value)
        case "exclude":
            return set(wanted).isdisjoint(value)
        case _:
            raise ValueError(f"a case cannot ask for {key!r}")


def organizations_agree(wanted: dict[str, str], found: Iterable[Organization], *, complete: bool) -> bool:
    """Whether each wanted organization is there with its role, and (``complete``) no other."""
    left = list(found)
    for name, role in wanted.items():
        match = next(
            (o for o in left if o.role == role and keys_of_name(o.name, *o.aliases) & keys_of_name(name)), None
        )
        if match is None:
            return False
        left.remove(match)
    return not (complete and left)


def time_of(record: EventRecord) -> str:
    """Return ``start`` of a single date, else ``start/end`` with an open side empty; ``""`` without a time."""
    if record.time is None:
        return ""
    start, end = record.time.start, record.time.end
    return start if start is not None and start == end else f"{start or ''}/{end or ''}"


def participants(value: Participants) -> str:
    """Return a count as the cases write it: ``>= 200 person``, ``30-40 person``."""
    upper = "" if value.max is None else f"-{value.max}"
    return f"{_SIGNS[value.qualifier]}{value.count}{upper} {value.unit}"
