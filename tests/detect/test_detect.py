"""Languages by paragraphs and headlines, mixed texts, and inputs that are no language."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kronika.detect import UNDETERMINED, detect
from kronika.lang import supported_languages

_HERE = Path(__file__).parent
_CORPUS = _HERE.parents[1] / "corpus"

RUSSIAN = (
    "В минувшую пятницу в сельском клубе прошёл вечер памяти земляков. Его подготовили сотрудники библиотеки. "
    "Ведущие рассказали о жителях, которые первыми построили здесь дома, и показали старые фотографии."
)
HUNGARIAN = (
    "Pénteken este emlékműsort tartottak a falu művelődési házában. A rendezvényt a könyvtár munkatársai "
    "készítették elő. A műsorvezetők az első telepesekről meséltek, és régi fényképeket mutattak be."
)
UKRAINIAN_MENU = "Головна\nНовини громади\nПро нас\nЗв'язок із нами\nПублічна інформація\nДокументи"


def _cases() -> Iterator[object]:
    code = ""
    for line in (_HERE / "languages.txt").read_text("utf-8").splitlines():
        if match := re.fullmatch(r"\[(?P<code>\w+)\]", line):
            code = match["code"]
        elif line and not line.startswith("#"):
            marks = [pytest.mark.xfail(reason="known miss", strict=False)] if line.startswith("? ") else []
            text = line.removeprefix("? ").removeprefix("| ")
            yield pytest.param(code, text, marks=marks, id=f"{code}-{text[:40]}")


@pytest.mark.parametrize(("code", "text"), list(_cases()))
def test_languages(code: str, text: str) -> None:
    found = detect(text).language
    if code in supported_languages():
        assert found == code
    else:
        assert found not in supported_languages()


@pytest.mark.parametrize("code", supported_languages())
def test_corpus(code: str) -> None:
    texts = sorted((_CORPUS / code).glob("*.txt"))
    assert texts
    for path in texts:
        assert detect(path.read_text("utf-8")).language == code, path.name


@pytest.mark.parametrize("text", [RUSSIAN, HUNGARIAN])
def test_capitals_make_no_difference(text: str) -> None:
    assert detect(text.upper()).language == detect(text).language


def test_quotation_does_not_decide() -> None:
    quotation = "«A művelődési ház mindenkié», – сказал гость. “We are happy to be here today with all of you.”"
    found = detect(f"{RUSSIAN}\n{quotation}\n{RUSSIAN}")
    assert found.language == "ru"
    assert detect(f"{HUNGARIAN} „{RUSSIAN[:60]}” {HUNGARIAN}").language == "hu"


def test_romanian_place_names_do_not_decide() -> None:
    text = (
        "A túra állomásai: Râmnicu Vâlcea, Târgu Jiu, Bistrița, Piatra Neamț, Brașov és Ploiești. Az utolsó "
        "előadást a bukaresti Sala Palatului színpadán tartja az együttes, Câmpulung Moldovenesc érintésével."
    )
    assert detect(text).language == "hu"


def test_menu_in_another_language_does_not_decide() -> None:
    assert detect(f"{UKRAINIAN_MENU}\n\n{RUSSIAN}").language == "ru"


@pytest.mark.parametrize(("first", "second"), [(RUSSIAN, HUNGARIAN), (HUNGARIAN, RUSSIAN)])
def test_of_a_mixed_text_the_larger_part_wins(first: str, second: str) -> None:
    text = f"{first}\n{first}\n{second}"
    found = detect(text)
    assert found.language == detect(first).language
    assert [part.language for part in found.parts] == [detect(first).language, detect(second).language]
    assert text[found.parts[1].start : found.parts[1].end] == second
    assert found.confidence < 0.8


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "12.05.2020",
        "😀",
        "…",
        "--",
        "<>",
        "\u0301",
        "a" * 10_000,
        "а" * 10_000,
        "Да\n" * 1000,
        "x\n\u00a0\n",
        RUSSIAN,
    ],
)
def test_parts_cover_the_text(text: str) -> None:
    found = detect(text)
    assert "".join(text[part.start : part.end] for part in found.parts) == text
    assert all(one.language != other.language for one, other in zip(found.parts, found.parts[1:], strict=False))
    assert 0 <= found.confidence <= 1


@pytest.mark.parametrize("text", ["", " \n", "12.05.2020 — 13:30", "😀😀", "!?"])
def test_nothing_can_be_said_without_letters(text: str) -> None:
    assert detect(text).language == UNDETERMINED


@pytest.mark.parametrize(
    ("text", "code"),
    [("Η Αθήνα είναι", "el"), ("القاهرة مدينة كبيرة", "ar"), ("תל אביב", "he"), ("뉴스", "ko")],
)
def test_other_scripts(text: str, code: str) -> None:
    assert detect(text).language == code


@pytest.mark.parametrize(
    "text", [f"{RUSSIAN}\n" * 60_000, RUSSIAN * 60_000, "Да\n" * 3_000_000, "\n" * 20_000_000]
)
def test_large_texts_are_sampled(text: str) -> None:
    started = time.perf_counter()
    detect(text)
    assert time.perf_counter() - started < 10


def test_the_same_text_gives_the_same_answer() -> None:
    assert detect("Новости города") == detect("Новости города")
