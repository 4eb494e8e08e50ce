"""Evaluation: hand-made events whose counts were worked out by hand, and properties on real gold."""

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kronika.errors import BadLineError
from kronika.evaluate import SLOTS, Evaluation, evaluate, read_documents
from kronika.evaluate.alignment import assign
from kronika.evaluate.matching import keys_of_name, normalise, same_name

ROOT = Path(__file__).parents[1]
GOLD_FILES = sorted(
    path
    for pattern in ("corpus/*/gold.jsonl", "../shared/seeds/gold.jsonl", "../shared/gold/*.jsonl")
    for path in ROOT.glob(pattern)
)


def event(lemma: str, *spans: tuple[int, int], **values: Any) -> dict[str, Any]:
    """Return an event of the gold format; what is not given is empty."""
    return {
        "main": True,
        "type": "other",
        "trigger": {"lemma": lemma, "spans": [list(span) for span in spans]},
        "name": None,
        "status": "held",
        "organizations": [],
        "time": None,
        "places": [],
        "participants": [],
    } | values


def organization(name: str, role: str = "organizer", *aliases: str) -> dict[str, Any]:
    return {"name": name, "role": role, "aliases": list(aliases), "spans": []}


def place(name: str) -> dict[str, Any]:
    return {"name": name, "kind": "city", "spans": []}


def people(count: int, upper: int | None = None, qualifier: str = "exact") -> dict[str, Any]:
    return {"count": count, "max": upper, "qualifier": qualifier, "unit": "person", "spans": []}


def days(start: str | None, end: str | None) -> dict[str, Any]:
    return {"start": start, "end": end, "spans": []}


def line(*events: dict[str, Any], doc: str = "d", language: str = "ru") -> str:
    return json.dumps({"doc": doc, "language": language, "events": list(events)})


def score(gold: list[str], predicted: list[str], *, all_events: bool = False) -> Evaluation:
    return evaluate(
        read_documents(gold, name="gold"), read_documents(predicted, name="predicted"), all_events=all_events
    )


def counts(result: Evaluation, slot: str) -> tuple[int, int, int]:
    """Return hits, false values, misses."""
    each = result.total[slot]
    return each.hits, each.false, each.missed


def test_every_slot_of_a_pair_and_of_events_without_partner() -> None:
    gold = line(
        event(
            "тренинг",
            (10, 17),
            (90, 97),
            type="training",
            name={"value": "Школа городских героев"},
            organizations=[
                organization("Движение ЭКА"),
                organization("Фонд «Наследие»", "funder", "ФН"),
                organization("Музей леса", "host"),
            ],
            time=days("2022-04-28", "2022-04-30"),
            places=[place("Липецк")],
            participants=[people(10)],
        ),
        event("митинг", (200, 206), type="protest", places=[place("Псков"), place("Остров")]),
    )
    predicted = line(
        event(
            "тренинг",
            (90, 97),
            type="conference",
            name={"value": "«Школа городских героев»"},
            organizations=[
                organization("движение ЭКА", "partner"),
                organization("Наследие", "funder"),
                organization("Дом леса"),
            ],
            time=days("2022-04-28", None),
            places=[place("Липецк"), place("Елец")],
            participants=[people(10, qualifier="about"), people(20)],
        ),
        event("выставка", (300, 308), type="exhibition", organizations=[organization("Музей леса")]),
    )
    result = score([gold], [predicted])
    expected = {
        "event": (1, 1, 1),
        "type": (0, 2, 2),
        "name": (1, 0, 0),
        "organization": (2, 2, 1),
        "organization+role": (1, 3, 2),
        "date": (0, 1, 1),
        "place": (1, 1, 2),
        "participants": (1, 1, 0),
    }
    assert {slot: counts(result, slot) for slot in SLOTS} == expected
    assert counts(result, "participants+qualifier") == (0, 2, 1)
    # 7 hits, 11 false, 9 missed: P = 7/18, R = 7/16, F1 = 14/34
    assert counts(result, "record") == (7, 11, 9)
    record = result.total["record"]
    assert (record.precision, record.recall, record.f1) == pytest.approx((7 / 18, 7 / 16, 14 / 34))
    assert {(m.slot, m.value) for m in result.mistakes if m.kind == "false" and m.event == "выставка"} == {
        ("event", "выставка"),
        ("type", "exhibition"),
        ("status", "held"),
        ("organization", "Музей леса"),
        ("organization+role", "Музей леса (organizer)"),
    }


def test_background_events_are_neutral_unless_all_events() -> None:
    gold = line(
        event("форум", (0, 5), type="conference"),
        event("конкурс", (50, 57), main=False, type="competition", places=[place("Тула")]),
        event("фестиваль", (80, 89), main=False, type="festival"),
    )
    predicted = line(
        event("форум", (0, 5), type="conference"),
        event("конкурс", (50, 57), type="competition", places=[place("Орёл")]),
        event("слёт", (70, 74)),
    )
    main_only = score([gold], [predicted])
    assert counts(main_only, "event") == (1, 1, 0)
    assert counts(main_only, "place") == (0, 0, 0)
    every = score([gold], [predicted], all_events=True)
    assert counts(every, "event") == (2, 1, 1)
    assert counts(every, "place") == (0, 1, 1)


def test_a_plural_trigger_is_shared_and_the_values_decide() -> None:
    gold = line(
        event("концерт", (0, 8), time=days("2021-05-01", "2021-05-01"), places=[place("Pécs")]),
        event("концерт", (0, 8), time=days("2021-05-02", "2021-05-02"), places=[place("Vác")]),
    )
    predicted = line(
        event("концерт", (0, 8), time=days("2021-05-02", "2021-05-02"), places=[place("Vác")]),
        event("концерт", (0, 8), time=days("2021-05-01", "2021-05-01"), places=[place("Pécs")]),
    )
    assert score([gold], [predicted]).total["record"].f1 == 1.0


@pytest.mark.parametrize(
    ("gold", "predicted", "aligned"),
    [
        (event("сбор", (0, 4)), event("сбор", (50, 54)), True),
        (event("сбор", (0, 4), (48, 52)), event("акция", (50, 54), type="campaign"), True),
        (event("сбор", (0, 4)), event("акция", (50, 54)), False),
        (event("сбор", (0, 4), places=[place("Тула")]), event("акция", (50, 54), places=[place("тула")]), True),
        (
            event("сбор", (0, 4), type="campaign", places=[place("Тула")]),
            event("акция", (50, 54), places=[place("Тула")]),
            False,
        ),
        (event("деловая игра"), event("игра", (5, 9), name={"value": "А"}), False),
    ],
    ids=["lemma", "overlap", "type only", "type and value", "value only", "no spans"],
)
def test_alignment_needs_evidence(gold: dict[str, Any], predicted: dict[str, Any], aligned: bool) -> None:
    assert counts(score([line(gold)], [line(predicted)]), "event") == ((1, 0, 0) if aligned else (0, 1, 1))


def test_documents_meet_by_id_and_languages_are_apart() -> None:
    gold = [
        line(event("форум", (0, 5)), doc="a", language="ru"),
        line(event("fórum", (0, 5)), doc="b", language="hu"),
        line(doc="c", language="hu"),
    ]
    predicted = [
        line(event("форум", (0, 5)), doc="a", language="ru"),
        line(event("форум", (0, 5)), event("съезд", (9, 14)), doc="unknown"),
    ]
    result = score(gold, predicted)
    assert (result.missing_documents, result.unknown_documents) == (2, 1)
    assert result.documents == {"hu": 2, "ru": 1}
    assert result.by_language["ru"]["record"].f1 == 1.0
    assert result.by_language["hu"]["record"].f1 == 0.0
    assert counts(result, "event") == (1, 0, 1)


def test_records_are_read_like_gold() -> None:
    span = {"start": 3, "end": 8, "text": "форум"}
    where = {"surface": "Туле", "evidence": [span], "confidence": 1}
    record = {
        "id": "1",
        "document": {"id": "d", "language": "ru", "language_confidence": 1, "sha256": "0"},
        "type": "conference",
        "trigger": {"lemma": "форум", **span},
        "status": "held",
        "time": {
            "edtf": "2021-03", "start": "2021-03", "end": "2021-03", "precision": "month", "basis": "explicit",
            "evidence": [span], "confidence": 1,
        },
        "organizations": [{"name": "ТОС", "role": "organizer", **where}],
        "places": [{"name": "Тула", "kind": "city", **where}],
        "participants": [
            {
                "count": 5, "qualifier": "exact", "unit": "person", "text": "форум",
                "evidence": [span], "confidence": 1,
            }
        ],
        "confidence": 1,
        "extractor": {"version": "0"},
    }  # fmt: skip
    gold = line(
        event(
            "форум",
            (3, 8),
            type="conference",
            organizations=[organization("ТОС")],
            time=days("2021-03", "2021-03"),
            places=[place("Тула")],
            participants=[people(5)],
        )
    )
    assert score([gold], [json.dumps(record)]).total["record"].f1 == 1.0
    assert score([json.dumps(record)], [gold]).total["record"].f1 == 1.0


def test_nothing_predicted_and_nothing_to_find() -> None:
    missed = score([line(event("форум", (0, 5)))], [])
    assert (missed.total["record"].precision, missed.total["record"].recall, missed.total["record"].f1) == (
        None,
        0.0,
        0.0,
    )
    assert score([line()], [line()]).total["record"].f1 is None


@pytest.mark.parametrize("path", GOLD_FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_gold_against_itself_is_perfect_and_against_nothing_zero(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    for all_events in (False, True):
        same = score(lines, lines, all_events=all_events)
        assert same.total["record"].f1 == 1.0
        assert same.mistakes == []
        assert score(lines, [], all_events=all_events).total["record"].f1 == 0.0


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ("{", "gold, line 2: Expecting property name"),
        ("[]", "gold, line 2: line: Input should be a valid dictionary"),
        ('{"doc": "d", "language": "ru", "events": 5}', "gold, line 2: events: Input should be a valid list"),
        ('{"id": "1"}', "gold, line 2: document: Field required"),
        (line(), "gold, line 2: document 'd' is there twice"),
    ],
)
def test_a_bad_line_is_named(bad: str, message: str) -> None:
    with pytest.raises(BadLineError) as caught:
        read_documents([line(), bad], name="gold")
    assert str(caught.value).startswith(message)
    assert "expected: gold" in str(caught.value)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Фонд «Наследие»", 'фонд "Наследие"'),
        ("Фонд «Наследие»", "Наследие"),
        ("Учёный совет", "Ученый  совет"),
        ("Санкт–Петербургский союз", "Санкт-Петербургский союз"),
        ("Magyar Államvasutak", "MAGYAR ÁLLAMVASUTAK"),
    ],
)
def test_organizations_that_are_the_same(one: str, other: str) -> None:
    assert keys_of_name(one) & keys_of_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Союз «А» и союз «Б»", "А"), ("Фонд Тимченко", "Фонд"), ("Дом", "Дом-музей")]
)
def test_organizations_that_are_not(one: str, other: str) -> None:
    assert not keys_of_name(one) & keys_of_name(other)


def test_names_may_differ_in_a_word_of_many() -> None:
    assert same_name("Лучший проект ТОС Иркутской области", "лучший проект ТОС Иркутской области 2021")  # 10/11
    assert same_name("VII. Kárpát-medencei Fórum", "VII Kárpát–medencei fórum")
    assert not same_name("День гнева", "День знаний")
    assert not same_name("!", "?")
    assert normalise(" «Ёлка»  —  2021 ") == "елка-2021"


@given(
    st.integers(0, 4).flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(0, 6), min_size=columns, max_size=columns), min_size=0, max_size=4
        )
    )
)
def test_the_assignment_is_the_best_there_is(weights: list[list[int]]) -> None:
    pairs = assign(weights)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert all(weights[row][column] > 0 for row, column in pairs)
    columns = len(weights[0]) if weights else 0
    size = max(len(weights), columns)
    square = [[weights[i][j] if i < len(weights) and j < columns else 0 for j in range(size)] for i in range(size)]
    best = max(sum(square[i][j] for i, j in enumerate(order)) for order in permutations(range(size)))
    assert sum(weights[row][column] for row, column in pairs) == best


def test_thirty_events_are_aligned_at_once() -> None:
    events = [event("концерт", (i, i + 1), places=[place(f"Город {i}")]) for i in range(60)]
    assert counts(score([line(*events)], [line(*reversed(events))]), "record") == (180, 0, 0)
