"""Dates of analysed documents: tense decides years, names of places are no dates."""

from datetime import date

import pytest

from kronika.analysis import analyse
from kronika.lang import get_language
from kronika.mentions.dates import find_dates, tense_of

PUBLISHED = date(2021, 5, 10)


def values(code: str, text: str, reference: date | None = PUBLISHED) -> list[tuple[str, str]]:
    return [(m.text, m.edtf) for m in find_dates(analyse(code, text), get_language(code), reference)]


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        # the nearest 20 November is the one to come; what has happened was the last one
        ("ru", "20 ноября в Омске состоялся форум волонтёров.", ("20 ноября", "2020-11-20")),
        ("ru", "20 ноября в Омске состоится форум волонтёров.", ("20 ноября", "2021-11-20")),
        ("ru", "15 января школьники соберутся на слёт.", ("15 января", "2022-01-15")),
        ("ru", "В субботу жители вышли на митинг.", ("субботу", "2021-05-08")),
        ("ru", "В субботу жители выйдут на митинг.", ("субботу", "2021-05-15")),
        ("ru", "В декабре музей отметил юбилей.", ("декабре", "2020-12")),
        ("hu", "November 20-án fórumot tartottak Szegeden.", ("November 20-án", "2020-11-20")),
        ("hu", "November 20-án fórumot fognak tartani Szegeden.", ("November 20-án", "2021-11-20")),
        ("hu", "Szombaton tüntettek a téren.", ("Szombaton", "2021-05-08")),
        ("hu", "Szombaton kezdődik a fesztivál.", ("Szombaton", "2021-05-15")),
    ],
)
def test_tense_decides(code: str, text: str, expected: tuple[str, str]) -> None:
    assert values(code, text) == [expected]


def test_no_reference_no_guess() -> None:
    assert values("ru", "20 ноября в Омске состоялся форум.", None) == [("20 ноября", "XXXX-11-20")]
    assert values("ru", "Вчера в Омске состоялся форум.", None) == []


def test_a_place_called_after_a_day_is_no_date() -> None:
    assert values("ru", "Форум прошёл в Екатеринбурге, на улице 8 Марта.", None) == []


def test_seed_announcement() -> None:
    text = (
        "С 28 по 30 апреля в Липецке пройдет бесплатный практический тренинг «Школа городских героев».\n"
        "Для участия необходимо до 28 апреля включительно зарегистрироваться по ссылке.\n"
        "Проекты были реализованы в 2014–2021 годах более чем в 20 городах России.\n"
        "Тел.: +7 (903) 16-13-36"
    )
    found = find_dates(analyse("ru", text), get_language("ru"), None)
    assert [(m.first, m.last) for m in found] == [
        ("XXXX-04-28", "XXXX-04-30"),
        (None, "XXXX-04-28"),
        ("2014", "2021"),
    ]
    assert found[1].rule.endswith(".until")
    assert all(text[m.start : m.end] == m.text for m in found)


@pytest.mark.parametrize("text", ["", "\n\n", "12", " "])
@pytest.mark.parametrize("code", ["ru", "hu"])
def test_texts_without_sentences(code: str, text: str) -> None:
    doc = analyse(code, text)
    assert find_dates(doc, get_language(code), PUBLISHED) == []
    assert tense_of(doc, 0, 0) is None
