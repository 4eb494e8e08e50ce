"""Main text, title and date of pages as content management systems of both countries make them.

The pages in fixtures/ were written for this test.
"""

from datetime import date
from pathlib import Path

import pytest

from kronika.errors import NoMainTextError
from kronika.reading import DocumentFailure, read_path
from kronika.reading.html import document_from_html
from kronika.records import Document

_FIXTURES = Path(__file__).parent / "fixtures"

# page, title, date, what the text must have, and must not have
_PAGES = [
    (
        "ru_bitrix_news.html",
        "В Заречном прошёл форум добровольцев",
        date(2023, 10, 17),
        ["14 октября в Доме культуры", "общественных объединений", "экология и благоустройство дворов"],
        ["Вакансии", "отремонтируют", "cookie", "Одноклассники", "©", "document.write"],
    ),
    (
        "ru_wordpress_ngo.html",
        "Школа наставников: итоги года",
        date(2021, 12, 23),
        ["38 человек", "Что дальше", "Кунгур | 10 | 13", "до 20 января"],
        ["встречи выпускников", "вожатых", "Новогодний", "WordPress", "|---|"],
    ),
    (
        "ru_dle_koi8.html",
        "Турнир по шахматам памяти Орлова",
        None,
        ["24 участника из семи сел", "фермерский кооператив"],
        ["Гостевая", "Погода"],
    ),
    (
        "ru_announcement_short.html",
        "Лекция «Город на реке»",
        None,
        ["18 мая в 18:30", "Вход свободный."],
        ["Билеты"],
    ),
    (
        "ru_programme_table_utf16.html",
        "Программа фестиваля «Мост»",
        None,
        ["3 июля | Открытие, концерт струнного квартета | Библиотека Аалто", "около 300 зрителей"],
        [],
    ),
    (
        "hu_wordpress_news.html",
        "Megnyílt a fazekasműhely Magyarlónán",
        date(2019, 5, 11),
        ["Lónai Ifjúsági Egyesület szervezte", "mintegy hatvan vendég", "„Azt szeretnénk"],
        ["sütiket", "Kórustalálkozó", "ott leszek", "Legolvasottabb", "Twitter"],
    ),
    (
        "hu_municipal_cp1250.html",
        "Tiszavirág község honlapja",
        None,
        ["2008. augusztus 16-án", "jelentkezését várjuk –, 14 órakor a „Szivárvány” óvoda"],
        ["Főoldal", "|"],
    ),
    ("hu_school_iso2.html", "Öveges fizikaverseny", None, ["tizennégy iskola", "Szűcs Ágnes nyerte"], ["Rólunk"]),
    (
        "hu_div_soup.html",
        "Önkéntes nap a Mecsekben",
        None,
        ["Negyvenöt önkéntes", "2024.04.23.", "délután négyig"],
        ["Programok", "Kezdőlap"],
    ),
]


@pytest.mark.parametrize(
    ("name", "title", "published", "present", "absent"), _PAGES, ids=[page[0] for page in _PAGES]
)
def test_pages(name: str, title: str, published: date | None, present: list[str], absent: list[str]) -> None:
    (document,) = read_path(_FIXTURES / name)
    assert isinstance(document, Document)
    assert document.id == name.removesuffix(".html")
    assert document.title == title
    assert document.published == published
    assert [text for text in present if text not in document.text] == []
    assert [text for text in absent if text in document.text] == []
    assert document.text.startswith(title)
    assert document.text.count(title) == 1
    assert "\n\n" not in document.text


def test_a_page_filled_by_a_script_has_no_text() -> None:
    (failure,) = read_path(_FIXTURES / "empty_script.html")
    assert isinstance(failure, DocumentFailure)
    assert isinstance(failure.error, NoMainTextError)


def test_what_the_caller_states_goes_before_the_page() -> None:
    page = (_FIXTURES / "hu_wordpress_news.html").read_text("utf-8")
    document = document_from_html(page, id="1", title="Avatás", published=date(2019, 5, 12))
    assert document.title == "Avatás"
    assert document.published == date(2019, 5, 12)
    assert document.text.startswith("Avatás\nMegnyílt") or document.text.startswith("Avatás\nSzombaton")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta property="article:published_time" content="2020-02-29T23:59:00+03:00">', date(2020, 2, 29)),
        ('<meta itemprop="datePublished" content="2020-02-28">', date(2020, 2, 28)),
        (
            '<script type="application/ld+json">{"@graph":[{"datePublished":"2018-07-01T10:00"}]}</script>',
            date(2018, 7, 1),
        ),
        ('<script type="application/ld+json">{broken "datePublished"</script>', None),
        ('<meta property="article:published_time" content="0000-00-00">', None),
        ('<meta property="article:published_time" content="1970-01-01">', None),
    ],
)
def test_dates(head: str, expected: date | None) -> None:
    story = "Концерт прошёл 5 мая 2010 года. " * 5
    page = f"<html><head>{head}</head><body><p>{story}</p><p>© 2011</p></body></html>"
    assert document_from_html(page, id="1").published == expected


@pytest.mark.parametrize(
    "page",
    [
        "",
        " ",
        "<",
        "<html>",
        "<html><body></body></html>",
        "<!-- только комментарий -->",
        "<frameset><frame src='a.html'></frameset>",
        "<html><body><script>var text = 'Концерт прошёл в пятницу вечером';</script></body></html>",
        "\x00\x00",
        "<?xml version='1.0' encoding='windows-1251'?><html/>",
    ],
)
def test_no_text(page: str) -> None:
    with pytest.raises(NoMainTextError, match=r"^1: no text"):
        document_from_html(page, id="1")


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 200 + "Концерт прошёл в пятницу вечером в сельском клубе." + "</div>" * 200,
        "<p>Концерт прошёл в пятницу вечером в сельском клубе." * 500,
        "<ul><li>" * 900 + "Концерт прошёл в пятницу вечером в сельском клубе.",
        "<table><tr><td>" * 200 + "Концерт прошёл в пятницу вечером в сельском клубе.",
        "<?xml version='1.0' encoding='windows-1251'?><p>Концерт прошёл в пятницу вечером.</p>",
        "<div class=menu><p>a</p>&#x1;</div>&#x2;<p>Концерт прошёл в пятницу вечером.&#3;<script>1</script>&#x1f;",
        "<p>Концерт прошёл &#0; &#xD800; в пятницу &#99999999; вечером.</p>",
    ],
)
def test_odd_pages_are_read(page: str) -> None:
    assert "Концерт прошёл" in document_from_html(page, id="1").text


def test_references_of_windows() -> None:
    page = "<p>Az &#132;Őszi&#148; vásár &#150; kilenc órától &#151; a főtéren&#133; &#x84;Tavasz&#x94;</p>"
    assert document_from_html(page, id="1").text == "Az „Őszi” vásár – kilenc órától — a főtéren… „Tavasz”"
