"""What holds for every text, however mangled: nothing raises, and every span says what the text says.

Texts are those of corpus/, and of ../shared/seeds where it is there, cut and damaged the way archives, scrapers
and keyboards do it.
"""

import hashlib
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kronika import Document, Extraction, Extractor
from kronika.lang import supported_languages
from kronika.reading import clean
from kronika.records import EventRecord, Evidence

ROOT = Path(__file__).parents[1]
LONGEST = 1200  # code points; what is damaged in a page is damaged in a part of it
LONG_LINE = 10_000

Damage = Callable[[str, int], str]


def doubled_spaces(text: str, _: int) -> str:
    """Type-set columns: runs of blanks, tabs and non-breaking spaces."""
    return text.replace(" ", "  ").replace(",  ", ",\t\u00a0")


def look_alikes(text: str, at: int) -> str:
    """Mixed scripts: from a point on, Latin letters in Cyrillic words and the other way round."""
    swaps = str.maketrans("асеорхукАВЕКМНОРСТХ", "aceopxykABEKMHOPCTX")
    return text[:at] + text[at:].translate(swaps | str.maketrans("aeo", "аео"))


def emoji(text: str, at: int) -> str:
    """Emoji with joiners and modifiers: several code points each, some outside the basic plane."""
    return f"🎉 {text[:at]}👩🏽‍🏫👨‍👩‍👧‍👦 {text[at:]}🇭🇺🏳️‍🌈"


def combining_marks(text: str, _: int) -> str:
    """Decomposed letters and stress marks, which do not all compose again."""
    return unicodedata.normalize("NFD", text).replace("о", "о\u0301").replace("t", "t\u0300\u0323")


def line_breaks(text: str, at: int) -> str:
    """Line ends of three systems, breaks in the midst of sentences, separators that are no line feed."""
    return text[:at].replace(" ", "\n") + text[at:].replace(". ", ".\r\n").replace(", ", ",\u2028")


def one_line(text: str, _: int) -> str:
    """No line break and no full stop at all."""
    return " ".join(text.replace(".", " ").split())


def quotes_off_balance(text: str, at: int) -> str:
    """Quotation marks that open and never close, close without an opening, or nest."""
    return f'«„{text[:at].replace("»", "")}"“«{text[at:].replace("«", "»")}”’'


def digit_runs(text: str, at: int) -> str:
    """Numbers that are no dates: account and telephone numbers, impossible days, all the digits of the world."""
    runs = "99999999999999999999 31.02.2021 00.00.0000 1-2-3-4-5-6 2021-2020 ٣٤ ²³ Ⅳ 12:61 "
    return f"{text[:at]} {runs} {text[at:]}"


def upper_case(text: str, _: int) -> str:
    """A page in capitals; the letter ß becomes two."""
    return text.upper()


def controls(text: str, at: int) -> str:
    """Zero-width and bidirectional characters, soft hyphens, a byte order mark, a lone surrogate's replacement."""
    return f"\ufeff{text[:at]}\u200b\u202e\u00ad\u2060\ufffd\u0000{text[at:]}\x1b[31m"


def backwards(text: str, _: int) -> str:
    """Every word there, no sentence left."""
    return " ".join(reversed(text.split()))


DAMAGES: tuple[Damage, ...] = (
    doubled_spaces,
    look_alikes,
    emoji,
    combining_marks,
    line_breaks,
    one_line,
    quotes_off_balance,
    digit_runs,
    upper_case,
    controls,
    backwards,
)


@cache
def texts(code: str) -> tuple[str, ...]:
    """Return the texts of a language, and the real pages, whatever their language."""
    files = [*sorted(ROOT.glob(f"corpus/{code}/*.txt")), *sorted(ROOT.parent.glob("shared/seeds/*.txt"))]
    return tuple(file.read_text("utf-8") for file in files)


@st.composite
def mangled(draw: st.DrawFn, code: str) -> str:
    """A cut of a text, or of two run together, with up to three damages."""
    parts = []
    for _ in range(draw(st.integers(1, 2))):
        text = draw(st.sampled_from(texts(code)))
        start = draw(st.integers(0, max(0, len(text) - 1)))
        parts.append(text[start : start + draw(st.integers(0, LONGEST))])
    text = "".join(parts)[:LONGEST]
    for damage in draw(st.lists(st.sampled_from(DAMAGES), max_size=3)):
        text = damage(text, draw(st.integers(0, len(text))))
    return text


def evidence_of(record: EventRecord) -> Iterator[Evidence]:
    """Yield every evidence of a record."""
    values = [*record.organizations, *record.places, *record.participants, *([record.time] if record.time else [])]
    for value in values:
        assert value.evidence, f"a value without evidence: {value}"
        yield from value.evidence


def assert_sound(extraction: Extraction) -> None:
    """What holds for the result of every document."""
    text, records, report = extraction.document.text, extraction.records, extraction.report
    assert report.code == (None if text.strip() else "K302"), report.reason
    assert (report.id, report.uri) == (extraction.document.id, extraction.document.uri)
    assert report.events == len(records)
    assert (report.status == "extracted") == bool(records)
    assert len({record.id for record in records}) == len(records), "ids are unique in a document"
    for record in records:
        trigger = record.trigger
        assert trigger.text
        assert text[trigger.start : trigger.end] == trigger.text
        for evidence in evidence_of(record):
            assert text[evidence.start : evidence.end] == evidence.text
        for organization in record.organizations:
            assert organization.surface in text
        assert record.document.id == extraction.document.id
        assert record.document.sha256 == hashlib.sha256(text.encode()).hexdigest()
        assert EventRecord.model_validate_json(record.model_dump_json()) == record, "a record survives JSON"
    ids = {record.id for record in records}
    for decision in extraction.decisions:
        assert decision.event_id in ids
        assert decision.rule
        assert 0 <= decision.start < decision.end <= len(text)


def process(extractor: Extractor, text: str, code: str) -> Extraction:
    """Extract from a text whose characters are cleaned as those of files are."""
    return extractor.process(Document(id="mangled", text=clean(text)), language=code)


@pytest.mark.parametrize("code", supported_languages())
def test_mangled_texts(extractor: Extractor, code: str) -> None:
    @settings(max_examples=25, suppress_health_check=list(HealthCheck), database=None)
    @given(mangled(code))
    def check(text: str) -> None:
        first = process(extractor, text, code)
        assert_sound(first)
        assert process(extractor, text, code) == first, "the same text gives the same records"

    check()


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("code", supported_languages())
def test_each_damage(extractor: Extractor, code: str, damage: Damage) -> None:
    """Chance may leave out a damage; here each has its turn."""
    text = texts(code)[0][:LONGEST]
    assert_sound(process(extractor, damage(text, len(text) // 3), code))


@pytest.mark.parametrize("code", supported_languages())
def test_text_that_nobody_read(extractor: Extractor, code: str) -> None:
    """Spans hold in a text that is not NFC and has characters that reading removes."""
    text = combining_marks(controls(texts(code)[1][:LONGEST], 100), 0)
    assert_sound(extractor.process(Document(id="raw", text=text), language=code))


@pytest.mark.parametrize("code", supported_languages())
def test_a_long_line_without_a_full_stop(extractor: Extractor, code: str) -> None:
    line = one_line(" ".join(texts(code)), 0)[:LONG_LINE]
    assert len(line) == LONG_LINE
    assert_sound(process(extractor, line, code))


@pytest.mark.parametrize("code", supported_languages())
def test_another_language_than_the_text_s(extractor: Extractor, code: str) -> None:
    """Whoever names the wrong language gets poor records, not a failure."""
    for other in supported_languages():
        assert_sound(process(extractor, texts(other)[0][:LONGEST], code))


@pytest.mark.parametrize("code", supported_languages())
def test_next_to_nothing(extractor: Extractor, code: str) -> None:
    for text in (
        "",
        " ",
        "\n\n\u00a0",
        "\u200b",
        ".",
        "«",
        "2021",
        "🎉",
        "\u0301",
        "a" * 2000,
        "«" * 500,
        "–\n" * 200,
    ):
        assert_sound(process(extractor, text, code))
