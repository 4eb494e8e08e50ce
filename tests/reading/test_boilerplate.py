"""Boilerplate lines are found, and lines that tell something stay."""

import pytest

from kronika.reading import boilerplate

TITLE = "В посёлке подготовят молодых спасателей"
LEAD = "С 3 по 5 июня в посёлке пройдёт курс для молодых спасателей, его проведёт отряд «Поиск»."


def _dropped(text: str) -> list[str]:
    return [text[start:end] for start, end in boilerplate(text)]


def test_a_trail_and_titles_told_again() -> None:
    trail = f"DataLife Engine > Новости, Общество > {TITLE}"
    assert _dropped(f"{trail}\n\n{TITLE}\n\n{TITLE}\n\n{LEAD}\n\nВернуться назад") == [
        trail,
        TITLE,
        "Вернуться назад",
    ]


def test_the_last_copy_stays() -> None:
    text = f"{TITLE}\n{TITLE} | Вести\n{TITLE[:30]}…\n{TITLE}\n{LEAD}"
    ranges = boilerplate(text)
    assert len(ranges) == 3
    assert text.rindex(TITLE) > ranges[-1][1]


@pytest.mark.parametrize(
    "line",
    [
        "Новости",
        "Поделиться:",
        "ВЕРНУТЬСЯ НАЗАД",
        "← Назад к списку",
        "Made on Tilda",
        "Vissza",
        "« Vissza",
        "Oszd meg ismerőseiddel!",
        "Weboldalunk sütiket használ a jobb felhasználói élmény érdekében.",
        "Мы используем файлы cookie. Продолжая работу с сайтом, вы соглашаетесь с этим.",
        "Подписывайтесь на наш канал в Telegram!",
        "Главная > Новости > Общество",
        "Kezdőlap » Hírek » Közélet",
        "Теги: спорт, дети",
        "Címkék: iskola, vásár",
        "© 2010–2024 Газета «Вести»",
        "Minden jog fenntartva.",
    ],
)
def test_buttons(line: str) -> None:
    assert _dropped(f"{line}\n{LEAD}") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Новости культуры обсудили на форуме",
        "Фотограф Иван Громов провёл мастер-класс",
        "Фотовыставка открылась в музее",
        "Вход свободный.",
        "Приглашаем 5 мая на субботник!",
        "Csatlakozz hozzánk május 15-én!",
        "Galéria nyílt a várban",
        "A sütik ünnepe a főtéren",
        "10:00 | Регистрация | Фойе",
        "12 мая / 18:00 / Клуб",
        "Kolozsvár – Torda – Nagyenyed",
        "Vissza a természetbe: gyermektábor a Hargitán",
    ],
)
def test_lines_that_tell_something(line: str) -> None:
    assert _dropped(f"{line}\n{LEAD}") == []


def test_times_may_be_told_again() -> None:
    assert _dropped(f"Начало в 10:00\nЛекция\nНачало в 10:00\n{LEAD}") == []


def test_long_lines_are_not_buttons() -> None:
    line = "Подписаться на рассылку " + "можно было и на семинаре, который отряд провёл в июне " * 4
    assert _dropped(line) == []


@pytest.mark.parametrize(
    "text", ["", "\n\n", "—", "> " * 100_000, "a\n" * 100_000, " > ".join(["Новости"] * 50_000)]
)
def test_odd_texts(text: str) -> None:
    boilerplate(text)
