"""The Python API: Extractor, its reports and decisions, and the spaCy Language that gives the same records."""

from datetime import date
from pathlib import Path

import pytest

import kronika
from kronika import Document, DocumentError, Extraction, Extractor
from kronika.errors import MissingModelError, UnknownLanguageError, UnsupportedLanguageError
from kronika.lang import supported_languages

TEXTS = {
    "hu": (
        "2021. március 15-én Pécsen tartották meg a „Zöld jövő” című konferenciát. A rendezvényt a Mecsek "
        "Egyesület szervezte, és több mint száz résztvevő érkezett öt országból."
    ),
    "ru": (
        "15 марта 2021 года в Перми прошёл форум «Город рядом». Организатором выступила Ассоциация «Соседи», "
        "приехали более ста участников из пяти регионов."
    ),
}
UKRAINIAN = (
    "Учора в Києві відбулася зустріч мешканців із міською владою. Її учасники обговорили, як відновити парк, "
    "який закрили ще торік, і домовилися зібратися знову наприкінці місяця."
)
EVENTLESS = "Директором музея назначена Ольга Смирнова. Раньше она работала в администрации города Вельска."

per_language = pytest.mark.parametrize("code", TEXTS)


def process(extractor: Extractor, text: str, **options: str) -> Extraction:
    return extractor.process(Document(id="d", uri="d.txt", text=text), **options)


def test_there_is_a_text_for_every_language() -> None:
    assert tuple(sorted(TEXTS)) == supported_languages()


# --- extract --------------------------------------------------------------------------------------


@per_language
def test_extract_finds_language_and_values(extractor: Extractor, code: str) -> None:
    (record,) = extractor.extract(TEXTS[code], uri="d.txt", title="Title")
    assert (record.type, record.status) == ("conference", "held")
    assert record.time is not None
    assert (record.time.start, record.time.end, record.time.basis) == ("2021-03-15", "2021-03-15", "explicit")
    assert (record.document.language, record.document.uri, record.document.title) == (code, "d.txt", "Title")
    assert 0 < record.document.language_confidence <= 1
    assert record.extractor.name == "kronika"
    assert record.extractor.models


@per_language
def test_extract_gives_the_same_twice(extractor: Extractor, code: str) -> None:
    assert extractor.extract(TEXTS[code]) == extractor.extract(TEXTS[code])


@per_language
def test_process_gives_what_extract_gives(extractor: Extractor, code: str) -> None:
    by_extract = extractor.extract(TEXTS[code])
    by_process = process(extractor, TEXTS[code]).records
    assert [r.model_copy(update={"document": None}) for r in by_extract] == [
        r.model_copy(update={"document": None}) for r in by_process
    ]


def test_published_is_what_the_caller_says(extractor: Extractor) -> None:
    (record,) = extractor.extract("Вчера в Рязани прошёл турнир.", published=date(2021, 5, 10), language="ru")
    assert record.document.published == date(2021, 5, 10)
    assert record.time is not None
    assert (record.time.start, record.time.basis) == ("2021-05-09", "relative")


@pytest.mark.parametrize(
    ("code", "text", "published"),
    [
        ("ru", "15 марта 2021\n\nСегодня в Курске прошёл митинг против закрытия больницы.", date(2021, 3, 15)),
        ("hu", "2012. dec. 20.\n\nTegnap Kolozsváron tüntettek az erdőirtás ellen.", date(2012, 12, 20)),
    ],
)
def test_a_dateline_is_the_publication_date_unless_one_is_given(
    extractor: Extractor, code: str, text: str, published: date
) -> None:
    (record,) = extractor.extract(text, language=code)
    assert record.document.published == published
    (record,) = extractor.extract(text, language=code, published=date(2020, 1, 2))
    assert record.document.published == date(2020, 1, 2)


def test_without_a_date_published_is_null(extractor: Extractor) -> None:
    assert [record.document.published for record in extractor.extract(TEXTS["ru"])] == [None]


@pytest.mark.parametrize("text", ["", " \n\t ", "\u200b\ufeff"])
def test_extract_refuses_an_empty_text(extractor: Extractor, text: str) -> None:
    with pytest.raises(DocumentError, match=r"empty|no text"):
        extractor.extract(text)


def test_extract_refuses_another_language(extractor: Extractor) -> None:
    with pytest.raises(UnsupportedLanguageError, match=r"'uk' is not supported \(supported: hu, ru\)"):
        extractor.extract(UKRAINIAN)
    with pytest.raises(UnsupportedLanguageError):
        extractor.extract(TEXTS["ru"], language="en")


# --- process and its report -----------------------------------------------------------------------


@per_language
def test_the_report_of_a_text_with_events(extractor: Extractor, code: str) -> None:
    extraction = process(extractor, TEXTS[code])
    report = extraction.report
    assert (report.id, report.uri, report.status, report.language) == ("d", "d.txt", "extracted", code)
    assert report.events == len(extraction.records) == 1
    assert (report.code, report.reason) == (None, None)


def test_the_report_of_a_text_without_events(extractor: Extractor) -> None:
    extraction = process(extractor, EVENTLESS)
    assert extraction.records == extraction.decisions == ()
    assert (extraction.report.status, extraction.report.events, extraction.report.language) == (
        "no_events",
        0,
        "ru",
    )


def test_the_report_of_another_language(extractor: Extractor) -> None:
    report = process(extractor, UKRAINIAN).report
    assert (report.status, report.code, report.language, report.events) == ("skipped", "K203", "uk", 0)
    assert report.reason == "language 'uk' is not supported (supported: hu, ru)"


def test_the_report_of_an_empty_text(extractor: Extractor) -> None:
    report = process(extractor, " \n ").report
    assert (report.status, report.code, report.language) == ("failed", "K302", None)
    assert report.reason


def test_a_failure_inside_is_a_report_with_its_cause(
    extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("no such luck")

    monkeypatch.setattr("kronika.flow.records_of", fail)
    report = process(extractor, TEXTS["ru"]).report
    assert (report.status, report.code) == ("failed", "K500")
    assert report.reason == "internal error on this document: ZeroDivisionError: no such luck"


# --- languages and models -------------------------------------------------------------------------


def test_only_the_chosen_languages_are_read() -> None:
    extractor = Extractor(languages=("ru",))
    assert process(extractor, TEXTS["ru"]).report.status == "extracted"
    report = process(extractor, TEXTS["hu"]).report
    assert (report.status, report.reason) == ("skipped", "language 'hu' is not supported (supported: ru)")


@pytest.mark.parametrize("code", ["en", "RU", ""])
def test_an_unknown_language_is_refused_at_once(code: str) -> None:
    with pytest.raises(UnknownLanguageError, match="use one of: hu, ru"):
        Extractor(languages=(code,))
    with pytest.raises(UnknownLanguageError):
        kronika.load(code)


def test_a_missing_model_is_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRONIKA_MODELS", str(tmp_path / "nowhere"))
    monkeypatch.setattr("kronika.__file__", str(tmp_path / "site" / "kronika" / "__init__.py"))
    with pytest.raises(MissingModelError) as caught:
        Extractor(models=tmp_path)
    assert all(place in str(caught.value) for place in ("option", "KRONIKA_MODELS", "wheel", "checkout"))
    assert "\n" not in str(caught.value)


# --- decisions ------------------------------------------------------------------------------------


@per_language
def test_a_decision_for_every_value(extractor: Extractor, code: str) -> None:
    extraction = process(extractor, TEXTS[code])
    (record,) = extraction.records
    made = {(decision.slot, decision.value) for decision in extraction.decisions}
    wanted = {("trigger", record.trigger.lemma), ("type", record.type), ("status", record.status)}
    wanted |= {("name", record.name)} if record.name else set()
    wanted |= {("time", record.time.edtf)} if record.time else set()
    wanted |= {("place", place.name) for place in record.places}
    wanted |= {("participants", count.text) for count in record.participants}
    wanted |= {("organization", organization.name) for organization in record.organizations}
    wanted |= {("role", organization.role) for organization in record.organizations}
    assert made == wanted
    assert record.organizations, "the example shows every slot"
    assert record.participants
    assert record.places
    assert record.name


@per_language
def test_every_decision_names_its_rule_and_its_evidence(extractor: Extractor, code: str) -> None:
    extraction = process(extractor, TEXTS[code])
    (record,) = extraction.records
    assert extraction.decisions
    for decision in extraction.decisions:
        assert decision.event_id == record.id
        assert decision.rule.strip()
        assert "." in decision.rule, "a rule is named after its family: date.day, role.label"
        assert TEXTS[code][decision.start : decision.end].strip()


# --- spaCy ----------------------------------------------------------------------------------------


@per_language
def test_a_spacy_doc_carries_the_same_events(extractor: Extractor, code: str) -> None:
    doc = kronika.load(code)(TEXTS[code])
    assert doc.text == TEXTS[code]
    expected = extractor.extract(TEXTS[code], language=code)
    # a Doc knows neither an id nor how sure its language is
    for event, record in zip(doc._.events, expected, strict=True):
        assert event.model_copy(update={"document": None}) == record.model_copy(update={"document": None})
        assert (event.document.language, event.document.sha256) == (code, record.document.sha256)


@per_language
def test_a_spacy_pipe_takes_empty_texts_and_many(code: str) -> None:
    nlp = kronika.load(code)
    docs = list(nlp.pipe([TEXTS[code], "", " \n", TEXTS[code]]))
    assert [len(doc._.events) for doc in docs] == [1, 0, 0, 1]
