"""Names of organizations: each surface form of the case tables gives its name, and nothing else does."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import kronika.lang
from kronika.analysis import analyse
from kronika.lang import get_language, supported_languages
from kronika.mentions.organizations import find_organizations
from kronika.mentions.types import OrganizationMention

LANG = Path(kronika.lang.__file__).parent


def cases(*, named: bool) -> Iterator[object]:
    """Yield code, name and text; a third column is the reason of a known failure."""
    for code in supported_languages():
        for line in (LANG / code / "organizations.cases.tsv").read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                name, text, *reason = line.split("\t")
                marks = [pytest.mark.xfail(reason=reason[0], strict=False)] if reason else []
                if (name != "-") == named:
                    yield pytest.param(code, name, text, marks=marks)


def marked(text: str) -> tuple[str, int, int]:
    start, end = text.index("["), text.index("]") - 1
    return text.replace("[", "").replace("]", ""), start, end


def assert_named(code: str, text: str, start: int, end: int, name: str) -> None:
    """The one strict assertion: exactly these characters, exactly this name."""
    mentions = find_organizations(analyse(code, text), get_language(code))
    over = [m for m in mentions if m.start < end and start < m.end]
    exact = [m for m in over if (m.start, m.end) == (start, end)]
    assert over, f"nothing found at {text[start:end]!r}"
    assert exact, f"partial: {[m.text for m in over]} instead of {text[start:end]!r}"
    assert [m.name for m in exact] == [name], f"wrong name {[m.name for m in exact]} for {text[start:end]!r}"


@pytest.mark.parametrize(("code", "name", "text"), list(cases(named=True)))
def test_surface_form_gives_its_name(code: str, name: str, text: str) -> None:
    assert_named(code, *marked(text), name)


@pytest.mark.parametrize(("code", "name", "text"), list(cases(named=False)))
def test_what_is_no_organization_is_not_found(code: str, name: str, text: str) -> None:
    text, start, end = marked(text)
    mentions = find_organizations(analyse(code, text), get_language(code))
    assert not [m.text for m in mentions if m.start < end and start < m.end]


def found(code: str, text: str) -> dict[str, OrganizationMention]:
    return {m.text: m for m in find_organizations(analyse(code, text), get_language(code))}


def test_items_behind_a_label_are_organizations() -> None:
    text = "Организаторы: Росмолодёжь, «Дом друзей»; Движение ЭКА.\nПартнёры: «Свежий ветер», Яндекс"
    names = {m.name for m in find_organizations(analyse("ru", text), get_language("ru"))}
    assert {"Росмолодёжь", "Дом друзей", "Движение ЭКА", "Свежий ветер", "Яндекс"} <= names


def test_quoted_names_joined_to_an_organization_are_organizations() -> None:
    text = "Стажёров приняли «Дом друзей», фонды «Образ жизни», «Вера», «Волонтёры в помощь детям» и другие."
    names = {m.name for m in find_organizations(analyse("ru", text), get_language("ru"))}
    assert {"Дом друзей", "Образ жизни", "Вера", "Волонтёры в помощь детям"} <= names


def test_a_house_people_meet_in_is_a_venue() -> None:
    mentions = found("hu", "A bált a Városi Könyvtárban tartotta a Zöld Lámpás Egyesület.")
    assert mentions["Városi Könyvtárban"].is_venue
    assert not mentions["Zöld Lámpás Egyesület"].is_venue


@pytest.mark.parametrize("code", supported_languages())
@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "«",
        "((((",
        "«»",
        "„” Egyesület",
        "и, и, и, «",
        "Организаторы:",
        "Szervező: ",
        "ООО",
        "№",
        "фонд №",
        "фонд имени",
        "Фонд имени И.",
        "Kft. és Kft.",
        "a a a Egyesület",
        ") Kara",
    ],
)
def test_broken_text_does_no_harm(code: str, text: str) -> None:
    doc = analyse(code, text)
    for mention in find_organizations(doc, get_language(code)):
        assert doc.text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize(
    ("code", "unit"),
    [
        ("ru", "Фонд «Мир» и Союз «Труд», центр имени И. И. Иванова № 5, "),
        ("hu", "Zöld Kör és Kék Egyesület, (ABC) "),
    ],
)
def test_time_grows_with_the_length_of_a_line(code: str, unit: str) -> None:
    times = []
    for factor in (40, 160):
        doc = analyse(code, unit * factor)
        find_organizations(doc, get_language(code))
        start = time.process_time()
        find_organizations(doc, get_language(code))
        times.append(time.process_time() - start)
    assert times[1] < 12 * times[0] + 0.05
