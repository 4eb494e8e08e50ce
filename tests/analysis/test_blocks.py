"""Line blocks: what a scraped page separates by line breaks, no sentence may join."""

import time

import pytest

from kronika.analysis import line_blocks


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", []),
        (" \n\t\n ", []),
        ("Один абзац.", ["Один абзац."]),
        ("Заголовок\nТекст под ним.", ["Заголовок", "Текст под ним."]),
        ("Заголовок\n\n\nТекст.", ["Заголовок", "Текст."]),
        ("  С отступом  \n\tИ с табуляцией\t", ["С отступом", "И с табуляцией"]),
        # hard-wrapped: the next line goes on in lower case
        ("Форум прошёл\nв Перми, приехали\nсто человек.", ["Форум прошёл\nв Перми, приехали\nсто человек."]),
        ("A fórumot Pécsen\ntartották meg.", ["A fórumot Pécsen\ntartották meg."]),
        # a stop, a colon or a closing quotation mark ends a block whatever follows
        ("Конец.\nначало", ["Конец.", "начало"]),
        ("Организаторы:\nклуб и школа", ["Организаторы:", "клуб и школа"]),
        ("«Форум»\nи конкурс", ["«Форум»", "и конкурс"]),
        # an empty line ends it too
        ("Форум прошёл\n\nв Перми", ["Форум прошёл", "в Перми"]),
        # list items start blocks, in lower case too
        ("Гости\n- школа\n• клуб\n1) музей", ["Гости", "- школа", "• клуб", "1) музей"]),
        # a capital starts a block: a name in a wrapped line is the price
        ("Главная\nНовости\nО нас", ["Главная", "Новости", "О нас"]),
        ("12 мая\n13 мая", ["12 мая", "13 мая"]),
    ],
)
def test_blocks(text: str, blocks: list[str]) -> None:
    assert [text[start:end] for start, end in line_blocks(text)] == blocks


def test_blocks_are_in_order_and_leave_out_only_white_space() -> None:
    text = " Первый\n\n  второй,\nтретий. \n– пункт\n\n\n"
    rest, position = "", 0
    for start, end in line_blocks(text):
        assert position <= start < end
        rest, position = rest + text[position:start], end
    assert not (rest + text[position:]).strip()


def test_many_lines_take_linear_time() -> None:
    started = time.process_time()
    assert sum(1 for _ in line_blocks("слово за слово\n" * 50_000)) == 1
    assert sum(1 for _ in line_blocks("Слово\n" * 50_000)) == 50_000
    assert time.process_time() - started < 5
