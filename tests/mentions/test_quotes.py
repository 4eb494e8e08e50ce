"""Quotation marks and speech, as the web writes them."""

import time

import pytest

from kronika.mentions.quotes import iter_quotes, iter_speech


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("форум «Город рядом» прошёл", ["Город рядом"]),
        ("a „Zöld jövő” konferencia", ["Zöld jövő"]),
        ("a „Zöld jövő“ konferencia", ["Zöld jövő"]),
        ('a „Zöld jövő" konferencia', ["Zöld jövő"]),
        ('акция "Чистый берег" прошла', ["Чистый берег"]),
        ("the “Green future” forum", ["Green future"]),
        ("a »Zöld jövő« konferencia", ["Zöld jövő"]),
        ("a ”Zöld jövő” konferencia", ["Zöld jövő"]),
        ("«Один» и «Другой»", ["Один", "Другой"]),
        # only the outermost pair
        ("фонд «Союз «Мир» и дом»", ["Союз «Мир» и дом"]),
        ("«Клуб „Факел“»", ["Клуб „Факел“"]),
        # nothing that is not closed on its line, that is empty or too long
        ("«Открыто и не закрыто", []),
        ("«Начало\nконец»", []),
        ("«»", []),
        ("«" + "а" * 201 + "»", []),
        # what is not closed hides nothing on the next line
        ("«Открыто\n«Город»", ["Город"]),
        ("без кавычек", []),
        ("", []),
    ],
)
def test_quotes(text: str, inside: list[str]) -> None:
    assert [text[start:end] for start, end in iter_quotes(text)] == inside


def test_marks_without_end_take_linear_time() -> None:
    started = time.process_time()
    assert list(iter_quotes("«" * 100_000)) == []
    assert list(iter_quotes("«аб»" * 30_000))
    assert time.process_time() - started < 5


WORDS = "Мы очень долго готовили этот праздник и рады, что столько соседей пришли к нам сегодня в парк у реки"


@pytest.mark.parametrize(
    "speech", [f"«{WORDS}»", f"„{WORDS}”", f"“{WORDS}”", f'"{WORDS}"', f"— {WORDS}", f"- {WORDS}"]
)
def test_long_quotes_and_lines_behind_a_dash_are_speech(speech: str) -> None:
    assert [speech[start:end] for start, end in iter_speech(speech)] == [speech]


@pytest.mark.parametrize("text", ["форум «Город рядом»", "— коротко", f"{WORDS} — и всё", ""])
def test_titles_and_short_lines_are_no_speech(text: str) -> None:
    assert not list(iter_speech(text))
