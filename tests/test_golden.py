"""The records in output/, of the first texts of corpus/, are what this version extracts: nobody reads a stale one.

A change of records shows up in the diff of its commit, where it can be judged.
"""

import difflib
import json
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest

from kronika.cli.extract import ExtractOptions, run

ROOT = Path(__file__).parents[1]
LANGUAGES = sorted(file.parent.name for file in ROOT.glob("corpus/*/gold.jsonl"))
REFRESH = "run `make run` to refresh it, and look at the difference before you commit"


@pytest.mark.parametrize("code", LANGUAGES)
def test_records_of_the_corpus_are_fresh(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same inputs by the same names as in the Makefile, through the same function."""
    monkeypatch.chdir(ROOT)
    kept, made = Path("output", "records", f"{code}.jsonl"), tmp_path / "made.jsonl"
    assert kept.is_file(), f"{kept} is not there; run `make run` to write it"
    assert (
        run(options([path.as_posix() for path in sorted(Path("corpus", code).glob("*-0[0-2]?.txt"))], made)) == 0
    )
    difference = first_difference(kept.read_text("utf-8"), made.read_text("utf-8"))
    assert not difference, f"{kept} is stale; {REFRESH}\n{difference}"


def options(inputs: list[str], output: Path) -> ExtractOptions:
    """Return what `kronika extract INPUTS --output FILE` asks for."""
    return ExtractOptions(
        inputs=tuple(inputs),
        output_format="auto",
        output=output,
        published=None,
        language=None,
        explain=False,
        report=None,
        models=None,
        min_confidence=0.0,
    )


def first_difference(kept: str, made: str) -> str:
    """Return the first pair of records that differ as a line diff of their canonical form; ``""`` if none does."""
    old, new = kept.splitlines(), made.splitlines()
    for number, (one, other) in enumerate(zip_longest(old, new), start=1):
        before, after = canonical(one), canonical(other)
        if before != after:
            diff = difflib.unified_diff(before, after, "output/", "extracted now", lineterm="", n=1)
            return f"record {number} of {len(old)} (now {len(new)}), {name_of(one or other)}:\n" + "\n".join(diff)
    return ""


def canonical(line: str | None) -> list[str]:
    """Return a record with its keys sorted, one value a line."""
    if line is None:
        return []
    return json.dumps(json.loads(line), ensure_ascii=False, sort_keys=True, indent=1).splitlines()


def name_of(line: str | None) -> str:
    """Return document and trigger of a record."""
    record: dict[str, Any] = json.loads(line or "{}")
    return f"{record['document']['id']}, {record['trigger']['lemma']!r} at {record['trigger']['start']}"


RECORD = '{"id": "a", "document": {"id": "x"}, "trigger": {"lemma": "forum", "start": 5}}\n'


def test_a_difference_is_shown_value_by_value() -> None:
    shuffled = '{"trigger": {"start": 5, "lemma": "forum"}, "id": "a", "document": {"id": "x"}}\n'
    assert first_difference(RECORD, shuffled) == ""
    changed = first_difference(RECORD, RECORD.replace("5", "6"))
    assert "record 1 of 1" in changed
    assert '-  "start": 5' in changed
    assert '+  "start": 6' in changed


def test_a_record_more_or_less_is_a_difference() -> None:
    assert "now 2" in first_difference(RECORD, RECORD * 2)
    assert "now 0" in first_difference(RECORD, "")
