"""Marked texts are the source of the corpus: what they compile to is what lies beside them, and errors are
refused."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).parents[2] / "corpus"
sys.path.insert(0, str(CORPUS / "recipe"))
from compile import problems  # noqa: E402  # modules of the corpus's recipe
from marks import MarkError, compile_text  # noqa: E402
from split import part_of, part_of_real  # noqa: E402

MARKED = sorted(CORPUS.glob("*/marked/*.txt"))

GOOD = """published: 2021-03-15
{d1:10 марта} в {p1:Кунгуре} прошёл {t1:семинар} «{n1:Хранители места}», провела {o1:АНО «{o1!:Околица}»},
приехали {c1:23 человека}.
---
@ main training held t1 семинар
name n1 Хранители места
org o1 organizer Околица | АНО «Околица»
time d1 2021-03-10 2021-03-10
place p1 city Кунгур
count c1 23 - exact person
"""


@pytest.mark.parametrize("language", sorted({path.parts[-3] for path in MARKED}))
def test_what_lies_in_the_corpus_is_what_the_marked_texts_give(language: str) -> None:
    lines = (CORPUS / language / "gold.jsonl").read_text("utf-8").splitlines()
    kept = {json.loads(line)["doc"]: line for line in lines}
    sources = [path for path in MARKED if path.parts[-3] == language]
    assert kept.keys() == {path.stem for path in sources}
    for path in sources:
        text, gold, _ = compile_text(path.stem, path.read_text("utf-8"))
        hint = f"{path.stem} is stale; python corpus/recipe/compile.py writes it"
        assert (CORPUS / language / f"{path.stem}.txt").read_text("utf-8") == text, hint
        assert kept[path.stem] == json.dumps(gold, ensure_ascii=False), hint


def test_offsets_values_and_order_of_spans() -> None:
    text, gold, nobody = compile_text("ru-999", GOOD)
    (event,) = gold["events"]
    assert "{" not in text
    assert gold["published"] == "2021-03-15"
    assert [text[a:b] for a, b in event["organizations"][0]["spans"]] == ["Околица", "АНО «Околица»"]
    assert [text[a:b] for a, b in event["time"]["spans"]] == ["10 марта"]
    assert not nobody


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("name n1 Хранители места\n", "", "in no record"),
        ("place p1", "place p9", "no mark 'p9'"),
        ("{t1:семинар}", "{t1:семинар", "is not closed"),
        ("{t1:семинар}", "семинар}", "without its"),
        ("{d1:10 марта}", "{d1: 10 марта}", "white space"),
        ("@ main", "@ first", "cannot read"),
        ("count c1 23", "count c1 many", "cannot read"),
        ("---\n", "", "'---' must stand"),
        ("{o1:АНО «{o1!:Околица}»}", "АНО {o1:«Околица}»", "in pairs"),
    ],
)
def test_a_mistake_is_refused(old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(MarkError, match=said):
        compile_text("ru-999", GOOD.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{c1:23 человека}", "{c1:23 человека} и 40 студентов", "number of people without a mark"),
        ("{t1:семинар}", "{t1:семи}нар", "no whole words"),
        ("training", "lecture", "'lecture' is none of"),
        ("city Кунгур", "city Кунгурград", "no town of GeoNames"),
        ("org o1 organizer Околица", "org o1 host Околица\norg o1 organizer Околица", "two roles"),
    ],
)
def test_a_doubtful_record_is_told(old: str, new: str, said: str) -> None:
    assert old in GOOD
    found: list[str] = list(problems(*compile_text("ru-999", GOOD.replace(old, new, 1))))
    assert any(said in problem for problem in found), found


def test_a_number_that_is_nobodys_may_be_marked_so() -> None:
    source = GOOD.replace("{c1:23 человека}", "{c1:23 человека} из {-:40 студентов}")
    assert not [p for p in problems(*compile_text("ru-999", source)) if "people" in p]


def test_the_split_is_seven_one_two() -> None:
    parts: list[Any] = [part_of(f"xx-{number:03}") for number in range(1, 251)]
    assert [round(parts.count(part) / len(parts), 2) for part in ("train", "dev", "test")] == [0.7, 0.1, 0.2]
    real = [part_of_real(position) for position in range(80)]
    assert [real.count(part) for part in ("train", "dev", "test")] == [56, 8, 16]
