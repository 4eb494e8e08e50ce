"""The date grammar against its case tables, ``lang/<code>/dates.cases.tsv``, and what must hold for any text."""

import re
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock
from importlib.resources import files
from itertools import pairwise

import pytest
from edtf import parse_edtf

from kronika.lang import get_language, supported_languages
from kronika.mentions.types import DateMention
from kronika.normalize.dates import dateline, dates
from kronika.normalize.dates.alternation import alternation
from kronika.normalize.dates.counted import CountedPhrase
from kronika.normalize.dates.grammar import grammar
from kronika.normalize.dates.points import Point
from kronika.normalize.dates.readings import read

PUBLISHED = date(2021, 5, 10)
MARK = re.compile(r"\[([^\]]*)\]")


@dataclass(frozen=True)
class Case:
    """One line of a table: values in text order, and the text with its mentions in square brackets."""

    code: str
    line: int
    values: tuple[str, ...]
    reference: date | None
    marked: str

    @property
    def text(self) -> str:
        return MARK.sub(r"\1", self.marked).replace(r"\n", "\n")

    @property
    def surfaces(self) -> tuple[str, ...]:
        return tuple(MARK.findall(self.marked))


def read_cases(code: str) -> list[Case]:
    lines = (files("kronika.lang") / code / "dates.cases.tsv").read_text("utf-8").splitlines()
    cases = []
    for number, line in enumerate(lines, start=1):
        if line.startswith("#"):
            continue
        value, reference, marked = line.split("\t")
        values = () if value == "-" else tuple(value.split("; "))
        day = None if reference == "-" else date.fromisoformat(reference)
        cases.append(Case(code, number, values, day, marked))
    return cases


CASES = [case for code in supported_languages() for case in read_cases(code)]


def value_of(mention: DateMention) -> str:
    """EDTF with open ends also where the year is unknown, which no EDTF reader takes."""
    if mention.first and mention.last:
        return mention.edtf
    return f"{mention.first or '..'}/{mention.last or '..'}"


def check(case: Case, found: list[DateMention]) -> None:
    """Exactly the marked mentions, each whole and with its value; every way to fail has words of its own."""
    got = [(m.text, m.edtf, m.rule) for m in found]
    if not case.values:
        assert not found, f"{case.text!r} holds no date, but the rules see {got}"
        return
    assert found, f"nothing found in {case.text!r}, expected {case.surfaces}"
    assert len(found) <= len(case.surfaces), f"several found in {case.text!r}: {got}, expected {case.surfaces}"
    assert len(found) == len(case.surfaces), f"some missed in {case.text!r}: {got}, expected {case.surfaces}"
    for mention, surface, value in zip(found, case.surfaces, case.values, strict=True):
        assert mention.text == surface, f"partial: {got} in {case.text!r}, expected {surface!r}"
        got_value = value_of(mention)
        assert got_value == value, f"{surface!r} is {got_value} by {mention.rule}, expected {value}"


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.code}-{c.line}")
def test_case(case: Case) -> None:
    assert len(case.values) == len(case.surfaces), f"line {case.line}: as many values as marks"
    check(case, dates(case.code, case.text, reference=case.reference))


@pytest.mark.parametrize("code", supported_languages())
def test_table_is_wide(code: str) -> None:
    cases = [case for case in CASES if case.code == code]
    assert len(cases) >= 200
    assert sum(not case.values for case in cases) >= 20


def test_every_mention_is_sound() -> None:
    one_of_each_shape: dict[str, str] = {}  # the EDTF package takes 30 ms a value
    for case in CASES:
        found = dates(case.code, case.text, reference=case.reference)
        for mention in found:
            assert case.text[mention.start : mention.end] == mention.text
            assert 0 < mention.score <= 1
            one_of_each_shape[re.sub(r"\d", "0", mention.edtf)] = mention.edtf
            assert mention.first or mention.last
            for end in (mention.first, mention.last):
                assert end is None or re.fullmatch(r"(\d{4}|XXXX)(-\d\d){0,2}", end)
            if mention.first and mention.last and "X" not in mention.first + mention.last:
                assert mention.first[: len(mention.last)] <= mention.last
        for one, other in pairwise(found):
            assert one.end <= other.start
    for value in one_of_each_shape.values():
        assert parse_edtf(value), value


def test_every_rule_fires() -> None:
    """A rule that no case needs is either dead or untested."""
    for code in supported_languages():
        table = grammar(code)
        names = {r.name for rules in (*table.starters.values(), *table.stems.values()) for r in rules}
        fired = {m.rule for c in CASES if c.code == code for m in dates(code, c.text, reference=c.reference)}
        assert names - fired == set(), f"{code}: no case for {sorted(names - fired)}"


def test_names_tell_open_ends() -> None:
    for code in supported_languages():
        table = grammar(code)
        for rule in {r for rules in (*table.starters.values(), *table.stems.values()) for r in rules}:
            assert (rule.open == "end") == rule.name.endswith(".from"), rule.name
            assert (rule.open == "start") == rule.name.endswith(".until"), rule.name


def test_every_form_is_matched_whole() -> None:
    """Also where a form begins another: "ma", "ma este"."""
    for code in supported_languages():
        for name, forms in get_language(code).table("dates")["classes"].items():
            words = [word for group in forms.values() for word in group]
            pattern = re.compile(alternation(words))
            for word in words:
                match = pattern.match(word)
                assert (match and match.group()) == word, f"{code} {name}: {word}"


def test_rules_are_compiled_when_needed() -> None:
    for code in supported_languages():
        table = grammar.__wrapped__(code)
        rules = {r.name: r for rules in (*table.starters.values(), *table.stems.values()) for r in rules}
        read(table, "text")
        assert not any({"pattern", "digit_pattern"} & vars(rule).keys() for rule in rules.values())
        read(table, "2021. 12 5 kg, 2021.02.05.")
        compiled = {name for name, rule in rules.items() if "digit_pattern" in vars(rule)}
        assert 0 < len(compiled) < len(rules) / 2


def rules_of(case: Case) -> set[str]:
    return {m.rule for m in dates(case.code, case.text, reference=case.reference)}


def test_dateparser_is_loaded_for_counted_time_only() -> None:
    """Loading it takes a quarter of a second; and without a day of publication it cannot help."""
    named = [c for c in CASES if c.values and not any("dateparser" in rule for rule in rules_of(c))]
    calls = [(c.code, c.text, c.reference and c.reference.isoformat()) for c in named]
    calls += [(c.code, c.text, None) for c in CASES]
    program = (
        "import sys; from datetime import date; from kronika.normalize.dates import dates\n"
        f"for code, text, day in {calls!r}:\n"
        "    dates(code, text, reference=day and date.fromisoformat(day))\n"
        "assert 'dateparser' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize("code", supported_languages())
def test_dateparser_counts_all_units(code: str) -> None:
    phrases = get_language(code).table("dates")["phrases"]
    for direction, sign in (("before", -1), ("after", 1)):
        for unit, phrase in phrases[direction].items():
            for count in (1, 2, 5, 11, 21, 24, 31, 48, 60):
                point = CountedPhrase(code, phrase.format(count), sign < 0, "day").point(PUBLISHED)
                assert point == counted(sign * count, unit), phrase.format(count)


def counted(count: int, unit: str) -> Point:
    """So many units from noon of the day of publication."""
    if unit in {"month", "year"}:
        months = PUBLISHED.year * 12 + PUBLISHED.month - 1 + count * (12 if unit == "year" else 1)
        return Point(months // 12, months % 12 + 1, PUBLISHED.day)
    day = datetime.combine(PUBLISHED, clock(12)) + timedelta(**{unit + "s": count})
    return Point(day.year, day.month, day.day)


@pytest.mark.parametrize("reference", [date(1, 1, 1), date(9999, 12, 31)])
@pytest.mark.parametrize("code", supported_languages())
def test_counted_time_beyond_the_calendar(code: str, reference: date) -> None:
    for direction in ("before", "after"):
        for phrase in get_language(code).table("dates")["phrases"][direction].values():
            assert CountedPhrase(code, phrase.format(999), direction == "before", "day").point(reference) is None


@pytest.mark.parametrize("code", supported_languages())
@pytest.mark.parametrize(
    "unit",
    [
        "12 ",
        "12.",
        "1 2 ",
        "- ",
        "12, ",
        "2021 ",
        "12-",
        "mai 1",
        "в ",
        "a ",
        "İ12. május\u00a0",
        "с 5 по ",
        "12 мая, ",
        "12 мая 2021 ",
        "май 2021. 5 июня ",
        "május 12. ",
        "2021. május 12. ",
        "jövő héten ",
        "в среду ",
        "5 дней назад ",
        "öt nappal ezelőtt ",
        "март с 5 ",
    ],
)
def test_time_is_linear(code: str, unit: str) -> None:
    dates(code, unit, reference=PUBLISHED)
    started = time.perf_counter()
    dates(code, unit * (30_000 // len(unit)), reference=PUBLISHED)
    assert time.perf_counter() - started < 3  # 30,000 characters; a page has 1,500


@pytest.mark.parametrize("code", supported_languages())
@pytest.mark.parametrize(
    "text", ["", "\n", "İ", "\x00", "12", "31.12.9999", "0001-01-01", "१२ мая", "² мая", "①. május"]
)
def test_odd_texts_do_not_raise(code: str, text: str) -> None:
    dates(code, text, reference=date(9999, 12, 31))
    dates(code, text, reference=date(1, 1, 1))
    dateline(text, code)


@pytest.mark.parametrize(
    ("code", "text", "day", "surface"),
    [
        ("ru", "15 марта 2021\nВ школе прошёл семинар.", date(2021, 3, 15), "15 марта 2021"),
        ("ru", "Новости\n\n15.03.2021, 10:30\nТекст.", date(2021, 3, 15), "15.03.2021"),
        ("ru", "Итоги смены\nОпубликовано: 15.03.2021\nТекст.", date(2021, 3, 15), "15.03.2021"),
        ("ru", "15 Марта 2021 | Просмотров: 120\nТекст.", date(2021, 3, 15), "15 Марта 2021"),
        ("ru", "Среда, 15 марта 2023\nТекст.", date(2023, 3, 15), "Среда, 15 марта 2023"),
        ("ru", "Иркутск, 15 марта 2021 г.\nТекст.", date(2021, 3, 15), "15 марта 2021 г."),
        ("ru", "УЛЬЯНОВСК, 9 октября 2023. Жители вышли на митинг.", date(2023, 10, 9), "9 октября 2023"),
        ("ru", "Москва, 9 октября 2023 г. — ИА «Новость». Жители вышли.", date(2023, 10, 9), "9 октября 2023 г."),
        ("ru", "Вести\nМихаил Сотников 14:20 9 мая 2016 г.\nТекст.", date(2016, 5, 9), "9 мая 2016 г."),
        ("ru", "08.11.2022  10:42   Текст: Мария Левченко\nТекст.", date(2022, 11, 8), "08.11.2022"),
        (
            "hu",
            "Győr, 2023. október 12., csütörtök (MTI) - A tanácskozás megkezdődött.",
            date(2023, 10, 12),
            "2023. október 12., csütörtök",
        ),
        ("hu", "Budapest, 2019. március 14. – A kar közleménye.", date(2019, 3, 14), "2019. március 14."),
        (
            "hu",
            "2016. március 14., hétfő 08:42 | Címkék: baleset, E60",
            date(2016, 3, 14),
            "2016. március 14., hétfő",
        ),
        (
            "hu",
            "Kedves Barátaink!\n" * 9 + "Orsi és a csapat\n2023. március 5., vasárnap\nLeiratkozás",
            date(2023, 3, 5),
            "2023. március 5., vasárnap",
        ),
        ("hu", "2012. dec. 20.\n\nA társulás találkozót szervezett.", date(2012, 12, 20), "2012. dec. 20."),
        ("hu", "Kolozsvár, 2012. dec. 20.\nA társulás.", date(2012, 12, 20), "2012. dec. 20."),
        ("hu", "Hírek\n2021.02.05. 10:30\nSzöveg.", date(2021, 2, 5), "2021.02.05."),
        ("hu", "Közzétéve: 2021. február 5.\nSzöveg.", date(2021, 2, 5), "2021. február 5."),
        ("ru", "14.08.2020 | Администрация округа | Новости ЖКХ\nТекст.", date(2020, 8, 14), "14.08.2020"),
        ("ru", "«Трудовая правда», 23 мая 2006 г., стр. 3\nТекст.", date(2006, 5, 23), "23 мая 2006 г."),
        ("ru", "Вести\nВыпуск от 11.02.2026\nТекст.", date(2026, 2, 11), "от 11.02.2026"),
        ("ru", "№ 9 (сентябрь 2013). Сдано в печать 17.09.2013\nТекст.", date(2013, 9, 17), "17.09.2013"),
        ("ru", "Пульс посёлка • 14 июня 2022\nТекст.", date(2022, 6, 14), "14 июня 2022"),
        ("hu", "Kiadva: 2023. szeptember 4., iktatószám 5512\nSzöveg.", date(2023, 9, 4), "2023. szeptember 4."),
        ("hu", "Hírek » Versenyek » 2019.05.21.\nSzöveg.", date(2019, 5, 21), "2019.05.21."),
        ("hu", "Kultúra | 2025. XI. 30.\nSzöveg.", date(2025, 11, 30), "2025. XI. 30."),
        ("hu", "2021. február 5., péntek\nSzöveg.", date(2021, 2, 5), "2021. február 5., péntek"),
    ],
)
def test_dateline(code: str, text: str, day: date, surface: str) -> None:
    found = dateline(text, code)
    assert found is not None, "no dateline"
    assert (found[0], text[found[1] : found[2]]) == (day, surface)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ru", "15 марта 2021 года в школе прошёл семинар."),
        ("ru", "Семинар 15 марта 2021"),
        ("ru", "Дата проведения: 15 марта 2021"),
        ("ru", "15 марта\nТекст."),
        ("ru", "10-13 октября 2022 года\nТекст."),
        ("ru", "В 2021 году\nТекст."),
        ("ru", "1\n2\n3\n4\n5\n6\n7\n8\n15 марта 2021\n1\n2\n3"),
        ("hu", "2021. február 5-én képzést tartottak a könyvtárban."),
        ("hu", "Időpont: 2021. február 5."),
        ("hu", "2021. február 5–7.\nSzöveg."),
        ("hu", "február 5.\nSzöveg."),
        ("ru", "Приглашение\nДата: 17 октября 2018 года\nВремя: 10:30"),
        ("hu", "Webinárium\n📅 2021. április 22., csütörtök, 10:00–11:30\nZoom"),
        (
            "hu",
            "Készült 2012. május 31-én, a közalapítvány székhelyén megtartott ülésről szóló jegyzőkönyv szerint.",
        ),
    ],
)
def test_no_dateline(code: str, text: str) -> None:
    assert dateline(text, code) is None
