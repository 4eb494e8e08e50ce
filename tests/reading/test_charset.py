"""Every charset on short and long texts, declared rightly, wrongly and not at all; and what is no text."""

import random

import pytest

from kronika.errors import BinaryError, CharsetError
from kronika.reading.charset import declared_charset, decode

RUSSIAN = [
    "Новости",
    "ФОРУМ ДОБРОВОЛЬЦЕВ",
    "В селе открыли новую библиотеку",
    "15 марта 2021 года в доме культуры прошёл концерт «Весна». Его посетили 120 человек.",
]
HUNGARIAN = [
    "Hírek a faluból",
    "ŐSZI BÚCSÚ GYÜLEKEZETÜNKBEN",
    "Megnyílt az új könyvtár",
    "2012. dec. 20-án a művelődési házban hangversenyt tartottak, amelyen kétszáz vendég vett részt.",
]
_CYRILLIC = [
    "windows-1251",
    "koi8-r",
    "cp866",
    "iso-8859-5",
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
]
_CENTRAL_EUROPEAN = [
    "windows-1250",
    "iso-8859-2",
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
]


@pytest.mark.parametrize(
    ("text", "charset"),
    [(text, charset) for text in RUSSIAN for charset in _CYRILLIC]
    + [(text, charset) for text in HUNGARIAN for charset in _CENTRAL_EUROPEAN],
)
def test_charsets(text: str, charset: str) -> None:
    data = text.encode(charset, errors="ignore")  # koi8-r and others lack guillemets
    assert decode(data, name="a.txt").text == data.decode(charset)


def test_dashes_and_quotation_marks_of_windows() -> None:
    text = "Az „Őszi” vásár – kilenc órától – a főtéren…"
    assert decode(text.encode("windows-1250"), name="a.txt").text == text


def test_a_page_that_declares_latin_1_for_latin_2() -> None:
    page = '<meta http-equiv="Content-Type" content="charset=iso-8859-1"><p>Szűcs Előd győzött.</p>'
    assert decode(page.encode("iso-8859-2"), name="a.html").text == page


def test_a_page_that_declares_another_cyrillic_charset() -> None:
    page = "<meta charset='windows-1251'><p>В воскресенье в библиотеке состоялся турнир по шахматам.</p>"
    assert decode(page.encode("koi8-r"), name="a.html").charset == "koi8-r"


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        (b'<meta charset="windows-1251">', "cp1251"),
        (b"<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>", "koi8-r"),
        (b'<?xml version="1.0" encoding="UTF-8"?>', "utf-8"),
        (b'<meta charset="klingon">', None),
        (b"<p>no charset</p>", None),
    ],
)
def test_declarations(head: bytes, charset: str | None) -> None:
    assert declared_charset(head) == charset


def test_a_broken_character_does_not_make_utf8_something_else() -> None:
    data = ("Концерт в сельском клубе собрал всех жителей. " * 20).encode()
    assert decode(data[:-30] + b"\xd0", name="a.txt").text.endswith("\ufffd")
    assert decode(data[:100] + b"\xff" + data[100:], name="a.txt").charset == "utf-8"


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (b"%PDF-1.4\n\xe2\xe3", "pdftotext"),
        (b"PK\x03\x04\x14\x00", "docx"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"abc\x00\x01\x02\x03" * 50, "control"),
        (bytes(range(1, 256)) * 20, "control"),
    ],
)
def test_binary_data_is_refused_with_a_hint(data: bytes, hint: str) -> None:
    with pytest.raises(BinaryError, match=hint) as caught:
        decode(data, name="a.bin")
    assert str(caught.value).startswith("a.bin is not text")


@pytest.mark.parametrize(
    "data",
    [
        "中华人民共和国主席在北京会见了来访的客人，双方就共同关心的问题交换了意见。".encode("gbk"),
        "東京で国際会議が開かれました。日本とアメリカの代表が参加した。".encode("shift-jis"),
        bytes(random.Random(0).choices(range(128, 256), k=500)),
    ],
)
def test_bytes_that_no_charset_explains(data: bytes) -> None:
    with pytest.raises(CharsetError, match="UTF-8"):
        decode(data, name="a.txt")
