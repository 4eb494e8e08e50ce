"""The command line: formats, exit codes, one clear line for every bad input, and nothing but data on stdout."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kronika.cli import main
from kronika.records import DocumentReport, EventRecord

FORUM = "15 марта 2021 года в Перми прошёл форум «Город рядом». Организатором выступила администрация города."
FESTIVAL = (
    "С 10 по 12 июня 2021 года в Суздале состоялся фестиваль «Живая вода». В нём приняли участие 40 человек."
)
NO_EVENT = "Цены на бензин за неделю выросли на два процента. Об этом сообщило статистическое ведомство."
ENGLISH = "The city council met on Monday to discuss the new budget, and the mayor gave a long speech about roads."
KRONIKA = [sys.executable, "-c", "from kronika.cli import main; main()"]


@dataclass(frozen=True)
class Done:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[EventRecord]:
        return [EventRecord.model_validate_json(line) for line in self.out.splitlines()]


Kronika = Callable[..., Done]


@pytest.fixture
def kronika(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kronika:
    """Return a function that runs the command line in this process."""

    def run(*arguments: object, stdin: bytes | None = None) -> Done:
        monkeypatch.setattr(sys, "argv", ["kronika", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin or b"")))
        with pytest.raises(SystemExit) as caught:
            main()
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Done(int(caught.value.code or 0), captured.out, captured.err)

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with an event, none, and what cannot be read."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.txt").write_text(FORUM, "utf-8")
    (tmp_path / "a.html").write_text(f"<html><body><article><p>{FESTIVAL}</p></article></body></html>", "utf-8")
    (tmp_path / "sub" / "c.jsonl").write_text(
        json.dumps({"id": "one", "text": FORUM, "published": "2021-03-16"}) + "\n{broken\n", "utf-8"
    )
    (tmp_path / "sub" / "d.txt").write_text(NO_EVENT, "utf-8")
    (tmp_path / "sub" / "e.txt").write_text(ENGLISH, "utf-8")
    (tmp_path / "sub" / "empty.txt").write_bytes(b"")
    (tmp_path / "sub" / "notes.doc").write_bytes(b"not read")
    (tmp_path / ".hidden.txt").write_text(FORUM, "utf-8")
    return tmp_path


def reports_of(path: Path) -> list[DocumentReport]:
    return [DocumentReport.model_validate_json(line) for line in path.read_text("utf-8").splitlines()]


def test_a_folder_in_sorted_order_and_one_report_a_document(
    kronika: Kronika, folder: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report.jsonl"
    done = kronika("extract", folder, "--report", report)
    assert done.code == 0
    assert [record.document.id for record in done.records] == ["a", "b", "one"]
    reports = reports_of(report)
    assert [(r.id, r.status, r.code) for r in reports] == [
        ("a", "extracted", None),
        ("b", "extracted", None),
        ("one", "extracted", None),
        ("c:2", "failed", "K307"),
        ("d", "no_events", None),
        ("e", "skipped", "K203"),
        ("empty", "failed", "K302"),
    ]
    assert sum(r.events for r in reports) == len(done.records)
    assert done.err.count("\n") == 1
    assert "7 documents: 3 with events (3 records), 1 without, 1 skipped, 2 failed" in done.err


def test_without_a_report_every_skipped_and_failed_document_has_its_line(kronika: Kronika, folder: Path) -> None:
    lines = kronika("extract", folder).err.splitlines()
    assert [line.split()[1] for line in lines] == ["failed:", "skipped:", "failed:", "7"]
    assert "c.jsonl" in lines[0]
    assert "[K307]" in lines[0]
    assert "language 'en' is not supported (supported: " in lines[1]


def test_json_lines_and_json_hold_the_same_records(kronika: Kronika, folder: Path) -> None:
    lines = kronika("extract", folder, "--format", "jsonl").out.splitlines()
    array = json.loads(kronika("extract", folder, "--format", "json").out)
    assert [json.loads(line) for line in lines] == array
    assert len(array) == 3
    assert json.loads(kronika("extract", folder / "sub" / "d.txt", "--format", "json").out) == []


def test_the_table_shows_the_values(kronika: Kronika, folder: Path) -> None:
    out = kronika("extract", folder, "--format", "table").out
    for value in ("document", "2021-03-15", "Город рядом", "Пермь", "2021-06-10", "Суздаль", "40 person"):
        assert value in out
    assert kronika("extract", folder / "sub" / "d.txt", "--format", "table").out == "no events\n"


def test_the_table_hands_no_control_character_to_the_terminal(kronika: Kronika) -> None:
    text = FORUM.replace("Город рядом", "Город \x1b[31mрядом").encode()
    assert "\x1b[31m" not in kronika("extract", "-", "--format", "table", stdin=text).out


def test_standard_input_named_or_not(kronika: Kronika) -> None:
    for arguments in (("extract", "-"), ("extract",)):
        (record,) = kronika(*arguments, stdin=FORUM.encode()).records
        assert (record.document.id, record.document.uri) == ("stdin", None)


def test_evidence_is_what_the_text_says(kronika: Kronika) -> None:
    for record in kronika("extract", "-", stdin=f"{FORUM}\n\n{FESTIVAL}".encode()).records:
        text = f"{FORUM}\n\n{FESTIVAL}"
        assert text[record.trigger.start : record.trigger.end] == record.trigger.text
        values = [*record.organizations, *record.places, *record.participants, *filter(None, [record.time])]
        for evidence in (evidence for value in values for evidence in value.evidence):
            assert text[evidence.start : evidence.end] == evidence.text


def test_published_and_language_are_what_the_user_says(kronika: Kronika, folder: Path) -> None:
    done = kronika("extract", folder / "sub" / "c.jsonl", "--published", "2021-03-20", "--language", "ru")
    assert [str(record.document.published) for record in done.records] == ["2021-03-20"]


def test_explain_names_a_rule_for_every_value_on_standard_error(kronika: Kronika) -> None:
    done = kronika("extract", "-", "--explain", stdin=FORUM.encode())
    (record,) = done.records
    rows = [line.split("\t") for line in done.err.splitlines() if "\t" in line]
    assert {row[0] for row in rows} == {"stdin"}
    assert {row[1] for row in rows} == {record.id[:8]}
    assert {"trigger", "type", "status", "time", "place", "name"} <= {row[2] for row in rows}
    assert all(row[5] for row in rows)


def test_confidence_below_the_bound_is_left_out_and_said(
    kronika: Kronika, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = kronika("extract", "-", "--min-confidence", "1", stdin=FORUM.encode())
    assert done.out == ""
    assert "1 record below confidence 1 left out" in done.err
    monkeypatch.setenv("KRONIKA_MIN_CONFIDENCE", "often")
    bad = kronika("extract", "-", stdin=FORUM.encode())
    assert (bad.code, bad.err.count("\n")) == (2, 1)
    assert "KRONIKA_MIN_CONFIDENCE='often': a number from 0 to 1 is expected" in bad.err


def test_output_appears_when_it_is_complete(kronika: Kronika, folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.json"
    assert kronika("extract", folder / "b.txt", "-o", output).out == ""
    assert len(json.loads(output.read_text("utf-8"))) == 1
    before = output.read_bytes()
    assert kronika("extract", folder / "b.txt", "-o", output, "--models", tmp_path, "--language", "xx").code == 2
    assert output.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))
    assert kronika("extract", folder / "b.txt", "-o", "/dev/null").code == 0


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", "K302", "empty"),
        (b" \n\t\n", "K302", "empty"),
        (bytes(range(256)) * 20, "K303", ""),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "K303", ""),
        ("Форум в Перми. ".encode() * 2_000_000, "K305", "20,000,000"),
        (b"<html><body><nav><a href='/'>x</a></nav></body></html>", "K306", ""),
    ],
    ids=["empty", "white space", "binary", "picture", "too large", "page without text"],
)
def test_a_document_that_cannot_be_used_fails_with_one_line(
    kronika: Kronika, tmp_path: Path, content: bytes, code: str, said: str
) -> None:
    bad = tmp_path / "bad.input"
    bad.write_bytes(content)
    alone = kronika("extract", bad)
    assert (alone.code, alone.out) == (1, "")
    first, summary = alone.err.splitlines()
    assert first.startswith(f"kronika: failed: {bad}")
    assert first.endswith(f"[{code}]")
    assert said in first
    assert "1 failed" in summary
    good = tmp_path / "good.txt"
    good.write_text(FORUM, "utf-8")
    among_others = kronika("extract", bad, good)
    assert among_others.code == 0
    assert len(among_others.records) == 1


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "windows-1251", "koi8-r"])
def test_charsets(kronika: Kronika, tmp_path: Path, charset: str) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes(f"{FORUM} {FESTIVAL}".translate({0xAB: '"', 0xBB: '"'}).encode(charset))
    assert [r.trigger.lemma for r in kronika("extract", page).records] == ["форум", "фестиваль"]


def test_a_long_line_without_a_full_stop_is_read(kronika: Kronika) -> None:
    started = time.process_time()
    assert kronika("extract", "-", stdin=("в городе прошёл форум и " * 500).encode()).code == 0
    assert time.process_time() - started < 60


def test_a_missing_file_among_others_is_reported_and_the_rest_goes_on(kronika: Kronika, folder: Path) -> None:
    done = kronika("extract", folder / "nowhere.txt", folder / "b.txt")
    assert (done.code, len(done.records)) == (0, 1)
    assert "nowhere.txt" in done.err.splitlines()[0]
    assert kronika("extract", folder / "nowhere.txt").code == 1


def test_names_that_are_no_unicode_are_escaped(kronika: Kronika, tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff.txt")).write_text(FORUM, "utf-8")
    (tmp_path / os.fsdecode(b"\xfe.txt")).write_bytes(b"")
    (tmp_path / "lines.jsonl").write_text(json.dumps({"id": "a\ud800", "title": "\udfff", "text": FORUM}), "utf-8")
    report = tmp_path / "report"
    done = kronika("extract", tmp_path, "--report", report)
    assert (done.code, len(done.records)) == (0, 2)
    assert [r.id for r in reports_of(report)] == ["a\\ud800", "\\udcfe", "\\udcff"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_one_line(kronika: Kronika, folder: Path) -> None:
    done = kronika("extract", folder / "b.txt", "-o", "/dev/full")
    assert (done.code, done.err) == (1, "kronika: cannot go on: No space left on device [K200]\n")


def test_a_folder_without_documents_is_nothing_to_read(kronika: Kronika, tmp_path: Path) -> None:
    done = kronika("extract", tmp_path)
    assert done.code == 1
    assert "no file to read in this folder" in done.err


def test_only_unsupported_languages_is_no_failure(kronika: Kronika, folder: Path) -> None:
    done = kronika("extract", folder / "sub" / "e.txt")
    assert (done.code, done.out) == (0, "")
    assert "skipped" in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "no command; use one of: extract, evaluate, schema, doctor"),
        (["extrct"], "No such command 'extrct'"),
        (["extract", "--formt", "json", "x"], "No such option"),
        (["extract", "--format", "xml", "x"], "'xml' is not one of 'auto', 'table', 'json', 'jsonl'"),
        (["extract", "--published", "yesterday", "x"], "--published 'yesterday' is not a date; write it as"),
        (["extract", "--published", "2021-02-30", "x"], "2022-04-20"),
        (["extract", "--language", "xx", "x"], "language 'xx' is not known; use one of: "),
        (["extract", "--min-confidence", "2", "x"], "less than or equal to 1"),
        (["extract", "-o", "no/such/folder/out.jsonl", "x"], "there is no folder no/such/folder; create it"),
        (["extract", "-o", ".", "x"], "is a folder; name a file"),
        (["extract", "--report", "no/such/report", "x"], "--report no/such/report: there is no folder"),
        (["extract", "--models", "no/such/folder", "x"], "'no/such/folder' does not exist"),
        (["extract", ""], "the name of an input is empty"),
        (["evaluate", "x"], "Missing argument"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(kronika: Kronika, arguments: list[str], said: str) -> None:
    done = kronika(*arguments)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert said in done.err


def test_evaluate_prints_a_table_or_json(kronika: Kronika, tmp_path: Path) -> None:
    gold = Path(__file__).parents[1] / "corpus" / "ru" / "gold.jsonl"
    table = kronika("evaluate", gold, gold, "--by-language")
    assert table.code == 0
    assert "1.000 (1.000 / 1.000)" in table.out
    scores = json.loads(kronika("evaluate", gold, gold, "--format", "json", "--mistakes").out)
    assert scores["total"]["record"]["f1"] == 1.0
    assert scores["mistakes"] == []
    missed = kronika("evaluate", gold, "-", "--mistakes", stdin=b"").out
    assert "ru-001\tmissed\tevent\t" in missed
    absent = kronika("evaluate", gold, tmp_path / "none.jsonl")
    assert (absent.code, absent.err.count("\n")) == (1, 1)
    assert "none.jsonl: No such file or directory" in absent.err


def test_records_can_be_evaluated_as_they_come_out(kronika: Kronika, tmp_path: Path) -> None:
    corpus = Path(__file__).parents[1] / "corpus" / "ru"
    output = tmp_path / "records.jsonl"
    kronika("extract", *sorted(corpus.glob("*.txt"))[:3], "-o", output)
    scores = json.loads(kronika("evaluate", corpus / "gold.jsonl", output, "--format", "json").out)
    assert scores["documents_not_in_gold"] == 0
    assert scores["total"]["event"]["hits"] > 0


def test_schema_and_version(kronika: Kronika) -> None:
    assert json.loads(kronika("schema").out)["title"] == "EventRecord"
    assert json.loads(kronika("schema", "--report").out)["title"] == "DocumentReport"
    assert kronika("--version").out.count(".") == 2


def test_doctor_finds_everything_in_order(kronika: Kronika) -> None:
    done = kronika("doctor")
    assert done.code == 0, done.out
    assert "model encoder" in done.out
    assert done.out.count("works: ") == 2


def test_doctor_says_what_is_missing(kronika: Kronika, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def not_found(name: str, *, folder: Path | None) -> Path:
        from kronika.errors import MissingModelError  # noqa: PLC0415  # beside its only use

        raise MissingModelError(f"model {name!r} not found (looked in {folder})")

    monkeypatch.setattr("kronika.doctor.find_model", not_found)
    done = kronika("doctor", "--models", tmp_path)
    assert done.code == 1
    assert "NO  model encoder" in done.out
    assert "next step" in done.out


@pytest.mark.parametrize("arguments", [["--help"], ["schema"], ["extract", "--help"]])
def test_what_needs_no_model_loads_none(arguments: list[str]) -> None:
    code = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); " + KRONIKA[2]
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    assert done.stdout
    for module in ("spacy", "natasha", "numpy", "trafilatura"):
        assert module not in done.stderr.split()


def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    for i in range(4):
        (tmp_path / f"{i}.txt").write_text(FORUM, "utf-8")
    with subprocess.Popen(
        [*KRONIKA, "extract", "--language", "ru", str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["document"]["id"] == "0"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_ctrl_c_leaves_no_half_written_file(tmp_path: Path) -> None:
    pipe, output = tmp_path / "slow.txt", tmp_path / "out.jsonl"
    os.mkfifo(pipe)
    (tmp_path / "first.txt").write_text(FORUM, "utf-8")
    with subprocess.Popen(
        [*KRONIKA, "extract", "--language", "ru", str(tmp_path / "first.txt"), str(pipe), "-o", str(output)],
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        for _ in range(1200):
            parts = list(tmp_path.glob(".out.jsonl.*.part"))
            if parts and parts[0].stat().st_size:
                break
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
        assert process.wait() == 130
    assert not output.exists()
    assert not list(tmp_path.glob(".out.jsonl.*.part"))
