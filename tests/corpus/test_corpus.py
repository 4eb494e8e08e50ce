"""The gold corpus keeps its contract: corpus/GUIDELINE.md and the lists of kronika.records.

Languages are the folders found under corpus/; a new one is checked without a change here.
"""

import hashlib
import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from kronika.records import EventType, PlaceKind, Qualifier, Role, Status, Unit

CORPUS = Path(__file__).parents[2] / "corpus"
sys.path.insert(0, str(CORPUS / "recipe"))
from marks import compile_text, read_passages  # noqa: E402  # modules of the corpus's recipe
from real import ChangedSourceError, real_texts  # noqa: E402

LANGUAGES = sorted(path.parent.name for path in CORPUS.glob("*/gold.jsonl"))
FEWEST_TEXTS, FEWEST_WITHOUT_EVENT = 12, 3

_DATE = re.compile(r"(?P<year>\d{4}|XXXX)(-(?P<month>\d\d)(-(?P<day>\d\d))?)?")
_LEAP_YEAR = "2000"  # 29 February may stand where the year is unknown
_PAIRS = ("«»", "()", "[]")
_LOW_AND_HIGH = "„“”"  # "„" opens, "”" closes, "“" does either by language


def _gold_date(value: str) -> str:
    parts = _DATE.fullmatch(value)
    if parts is None or value == "XXXX":
        raise ValueError(f"{value!r} is none of YYYY, YYYY-MM, YYYY-MM-DD, XXXX-MM, XXXX-MM-DD")
    year = parts["year"].replace("XXXX", _LEAP_YEAR)
    date.fromisoformat(f"{year}-{parts['month'] or '01'}-{parts['day'] or '01'}")
    return value


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Spans = Annotated[list[tuple[int, int]], Field(min_length=1)]
Words = Annotated[str, Field(min_length=1, pattern=r"^\S(.*\S)?$")]
GoldDate = Annotated[str, AfterValidator(_gold_date)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Trigger(_Part):
    lemma: Words
    spans: Spans


class Name(_Part):
    value: Words
    spans: Spans


class Organization(_Part):
    name: Words
    aliases: list[Words]
    role: Role
    spans: Spans


class Time(_Part):
    start: GoldDate | None
    end: GoldDate | None
    spans: Spans


class Place(_Part):
    name: Words
    kind: PlaceKind
    spans: Spans


class Participants(_Part):
    count: Annotated[int, Field(ge=1)]
    max: int | None
    qualifier: Qualifier
    unit: Unit
    spans: Spans


class Event(_Part):
    main: bool
    type: EventType
    trigger: Trigger
    name: Name | None
    status: Status
    organizations: list[Organization]
    time: Time | None
    places: list[Place]
    participants: list[Participants]


class Gold(_Part):
    doc: Words
    language: Words
    sha256: Sha256
    published: date | None
    events: list[Event]


@cache
def rows(language: str) -> tuple[dict[str, Any], ...]:
    lines = (CORPUS / language / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def text_bytes(language: str, doc: str) -> bytes:
    return (CORPUS / language / f"{doc}.txt").read_bytes()


def spans_of(value: object, path: str = "") -> Iterator[tuple[str, int, int]]:
    """Every span below a value, with the path that leads to it."""
    match value:
        case {"spans": spans, **rest}:
            yield from ((f"{path} {rest}", start, end) for start, end in spans)
        case dict():
            for key, inner in value.items():
                yield from spans_of(inner, f"{path}.{key}")
        case list():
            for number, inner in enumerate(value):
                yield from spans_of(inner, f"{path}[{number}]")


def earliest(value: str) -> str:
    """The first day of a date of any precision."""
    return value + "-01-01"[len(value) - len("YYYY") :]


DOCUMENTS = [
    pytest.param(language, row, id=str(row.get("doc"))) for language in LANGUAGES for row in rows(language)
]
per_language = pytest.mark.parametrize("language", LANGUAGES)
per_document = pytest.mark.parametrize(("language", "row"), DOCUMENTS)


def test_there_is_gold() -> None:
    assert LANGUAGES


@per_language
def test_texts_and_gold_lines_are_the_same_set(language: str) -> None:
    docs = [row["doc"] for row in rows(language)]
    assert len(docs) == len(set(docs))
    assert set(docs) == {path.stem for path in (CORPUS / language).glob("*.txt")}


@per_language
def test_enough_texts_and_enough_without_event(language: str) -> None:
    assert len(rows(language)) >= FEWEST_TEXTS
    assert sum(not row["events"] for row in rows(language)) >= FEWEST_WITHOUT_EVENT


@per_document
def test_fields_and_values_are_those_of_the_contract(language: str, row: dict[str, Any]) -> None:
    assert Gold.model_validate(row).language == language


@per_document
def test_text_is_nfc_and_the_one_that_was_annotated(language: str, row: dict[str, Any]) -> None:
    raw = text_bytes(language, row["doc"])
    text = raw.decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "\r" not in text
    assert hashlib.sha256(raw).hexdigest() == row["sha256"]


@per_document
def test_spans_lie_in_the_text_and_hold_whole_words(language: str, row: dict[str, Any]) -> None:
    text = text_bytes(language, row["doc"]).decode("utf-8")
    for path, start, end in spans_of(row["events"]):
        assert 0 <= start < end <= len(text), path
        surface = text[start:end]
        assert surface == surface.strip(), (path, surface)
        assert all(surface.count(left) == surface.count(right) for left, right in _PAIRS), (path, surface)
        assert sum(map(surface.count, _LOW_AND_HIGH)) % 2 == 0, (path, surface)
        assert not (text[start - 1 : start] + text[start]).isalnum() or start == 0, (path, surface)


@per_document
def test_values_agree_with_each_other(language: str, row: dict[str, Any]) -> None:
    for event in Gold.model_validate(row).events:
        if event.time is not None:
            assert event.time.start or event.time.end
            if event.time.start and event.time.end and "XXXX" not in event.time.start + event.time.end:
                assert earliest(event.time.start) <= earliest(event.time.end)
        for count in event.participants:
            assert count.max is None or count.max > count.count
        names = [organization.name for organization in event.organizations]
        assert len(names) == len(set(names)), "one organization, one role an event"
        for organization in event.organizations:
            assert organization.name not in organization.aliases
        assert len({(place.name, place.kind) for place in event.places}) == len(event.places)


@pytest.mark.parametrize("value", ["XXXX", "2021-13", "2023-02-29", "2021-1-1", "21", "2021/22", ""])
def test_a_malformed_date_is_refused(value: str) -> None:
    with pytest.raises(ValidationError):
        Time(start=value, end=None, spans=[(0, 1)])


@pytest.mark.parametrize("value", ["2021", "2021-02", "2021-02-28", "XXXX-02", "XXXX-02-29"])
def test_dates_of_every_precision_are_taken(value: str) -> None:
    assert Time(start=value, end=None, spans=[(0, 1)]).start == value


class RealGold(Gold):
    source: Words
    sentences: tuple[int, int] | None


@pytest.mark.parametrize("file", sorted((CORPUS / "real").glob("*.jsonl")), ids=lambda file: file.stem)
def test_fields_of_real_texts_are_those_of_the_contract(file: Path) -> None:
    lines = [RealGold.model_validate_json(line) for line in file.read_text("utf-8").splitlines()]
    assert len({line.doc for line in lines}) == len(lines) > 0
    assert {line.language for line in lines} == {file.stem}
    assert all(line.source.split("/")[1] == "train" for line in lines), "development and test parts teach nothing"


def test_real_texts_are_those_that_were_annotated(shared: Path) -> None:
    for text, line in real_texts(shared / "data"):
        for path, start, end in spans_of(line["events"]):
            surface = text[start:end]
            assert surface == surface.strip() != "", (line["doc"], path, surface)


def test_no_real_text_that_tests_teaches(shared: Path) -> None:
    tested = {
        hashlib.sha256((file.read_text("utf-8").strip("\n") + "\n").encode()).hexdigest()
        for file in (shared / "gold").glob("*/*.txt")
    }
    taught = {line["sha256"] for _, line in real_texts(shared / "data")}
    assert not tested & taught


def test_a_changed_real_text_is_refused(tmp_path: Path) -> None:
    for file in sorted((CORPUS / "real").glob("*.jsonl")):
        for row in file.read_text("utf-8").splitlines():
            changed = tmp_path / json.loads(row)["source"]
            changed.parent.mkdir(parents=True, exist_ok=True)
            changed.write_text("# global.columns = FORM\nНе\n", "utf-8")
    with pytest.raises(ChangedSourceError, match="is not the text that"):
        list(real_texts(tmp_path))


@pytest.mark.parametrize("file", sorted((CORPUS / "passages").glob("*.txt")), ids=lambda file: file.stem)
def test_passages_compile_to_the_contract(file: Path) -> None:
    names = []
    for name, source in read_passages(file):
        text, line, _ = compile_text(name, source)
        names.append(name)
        assert Gold.model_validate(line).language == file.stem
        for path, start, end in spans_of(line["events"]):
            assert text[start:end] == text[start:end].strip(), (name, path)
    assert len(set(names)) == len(names) > 0
