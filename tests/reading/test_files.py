"""Files, bytes and JSON lines: ids, kinds, limits, and that a bad document never stops the rest."""

import json
from datetime import date
from pathlib import Path

import pytest

from kronika.errors import (
    BadLineError,
    BinaryError,
    DocumentError,
    EmptyError,
    NoMainTextError,
    TooLargeError,
    UnreadableError,
)
from kronika.reading import DocumentFailure, read_bytes, read_path
from kronika.records import Document

TEXT = "В селе открыли новую библиотеку."


def _one(data: bytes, name: str = "004.txt", **options: int) -> Document | DocumentFailure:
    (result,) = read_bytes(data, name=name, uri=None, **options)
    return result


def _error(result: Document | DocumentFailure) -> DocumentError:
    assert isinstance(result, DocumentFailure)
    return result.error


def test_a_text_file(tmp_path: Path) -> None:
    path = tmp_path / "004_a.b.txt"
    path.write_bytes(f"  {TEXT}\r\n\r\n{TEXT}\n".encode("windows-1251"))
    (document,) = read_path(path)
    assert isinstance(document, Document)
    assert document.id == "004_a.b"
    assert document.uri == str(path)
    assert document.text == f"  {TEXT}\n\n{TEXT}\n"


@pytest.mark.parametrize(
    ("name", "text", "id"),
    [
        ("page", f"<!DOCTYPE html><html><body><p>{TEXT}</p></body></html>", "page"),
        ("page.php", f"\n<html lang='ru'><body><p>{TEXT}</p></body></html>", "page"),
        ("lines.dat", json.dumps({"id": "a", "text": TEXT}), "a"),
        ("-", TEXT, "-"),
        ("a.text", TEXT, "a"),
    ],
)
def test_the_content_tells_what_the_name_does_not(name: str, text: str, id: str) -> None:
    document = _one(text.encode(), name)
    assert isinstance(document, Document)
    assert document.id == id
    assert document.text == TEXT


@pytest.mark.parametrize(
    ("data", "name", "error", "message"),
    [
        (b"", "a.txt", EmptyError, "a.txt is empty"),
        (b" \n", "a.txt", EmptyError, "empty"),
        (b"", "a.html", EmptyError, "empty"),
        (b"", "a.jsonl", EmptyError, "empty"),
        (b"\n\n", "a.jsonl", EmptyError, "empty"),
        (b"%PDF-1.7", "a.txt", BinaryError, "PDF"),
        (b"<html><body></body></html>", "a.html", NoMainTextError, "no text"),
    ],
)
def test_failures(data: bytes, name: str, error: type[DocumentError], message: str) -> None:
    result = _one(data, name)
    assert type(_error(result)) is error
    assert message in str(_error(result))
    assert "\n" not in str(_error(result))


def test_paths_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.txt", tmp_path):
        (result,) = read_path(path)
        assert isinstance(_error(result), UnreadableError)
        assert str(path) in str(_error(result))


def test_the_size_limit_holds_before_decoding(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"\xff" * 1001)
    (result,) = read_path(path, max_bytes=1000)
    assert isinstance(_error(result), TooLargeError)
    assert "1,000 bytes" in str(_error(result))
    assert isinstance(_one(b"a" * 1000, max_bytes=1000), Document)


def test_json_lines(tmp_path: Path) -> None:
    page = f"<html><head><title>Новость</title></head><body><h1>Новость</h1><p>{TEXT}</p></body></html>"
    lines = [
        json.dumps({"id": "a", "text": TEXT, "title": "Т", "uri": "u", "published": "2022-04-20"}),
        "",
        json.dumps({"id": 17, "text": TEXT, "published": "2022-04-20T10:00:00+03:00"}),
        json.dumps({"text": TEXT, "published": None}),
        "{broken",
        json.dumps({"id": "page", "html": page}),
    ]
    path = tmp_path / "news.jsonl"
    path.write_bytes("\ufeff".encode() + "\r\n".join(lines).encode())
    results = list(read_path(path))
    assert [result.id for result in results] == ["a", "17", "news:4", "news:5", "page"]
    first, second, third, broken, from_page = results
    assert isinstance(first, Document)
    assert first == Document(id="a", text=TEXT, title="Т", uri="u", published=date(2022, 4, 20))
    assert isinstance(second, Document)
    assert second.published == date(2022, 4, 20)
    assert third.uri == str(path)
    offset = path.read_bytes().index(b"{broken")
    assert str(_error(broken)).startswith(f"{path}, line 5 (byte {offset}): not JSON")
    assert isinstance(from_page, Document)
    assert from_page.text == f"Новость\n{TEXT}"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"[1, 2]", "an array"),
        (b"null", "null"),
        (b'"text"', "a string"),
        (b'{"id": "a"}', "found 'id'"),
        (b"{}", "found no field"),
        (b'{"text": "a", "html": "b"}', "found 'text', 'html'"),
        (b'{"text": 5}', "field 'text' is a number"),
        (b'{"text": "a", "id": true}', "field 'id' is a truth value"),
        (b'{"text": "a", "title": ["b"]}', "field 'title' is an array"),
        (
            b'{"text": "a", "published": "20 April"}',
            "field 'published' is '20 April'; expected a date such as 2022-04-20",
        ),
        (b'{"text": "a", "published": "2022-02-30"}', "2022-02-30"),
        (b'{"text": "a", "published": 2022}', "2022"),
        ('{"text": "текст"}'.encode("windows-1251"), "not UTF-8"),
        (b'{"text": "a"', "not JSON"),
        (b"[" * 100_000, "nested"),
        (b'{"text": ' + b"9" * 5000 + b"}", "number"),
    ],
)
def test_bad_lines(line: bytes, message: str) -> None:
    results = list(read_bytes(line + b'\n{"text": "a"}\n', name="a.jsonl", uri="u"))
    assert [result.id for result in results] == ["a:1", "a:2"]
    assert isinstance(_error(results[0]), BadLineError)
    assert str(_error(results[0])).startswith("a.jsonl, line 1 (byte 0): ")
    assert message in str(_error(results[0]))
    assert isinstance(results[1], Document)


def test_a_line_over_the_limit_does_not_stop_the_rest() -> None:
    long_line = json.dumps({"text": "a" * 5000})
    data = f'{long_line}\n{{"text": "b"}}\n'.encode()
    results = list(read_bytes(data, name="a.jsonl", uri=None, max_bytes=1000))
    assert isinstance(_error(results[0]), TooLargeError)
    assert isinstance(results[1], Document)
    assert results[1].text == "b"


def test_an_empty_document_in_a_line() -> None:
    (result,) = read_bytes(b'{"id": "a", "text": " "}', name="a.jsonl", uri=None)
    assert isinstance(_error(result), EmptyError)
    assert result.id == "a:1"
