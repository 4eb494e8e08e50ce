"""Noun phrases in the nominative: number, letter case and what follows the head are kept."""

from collections.abc import Iterator
from importlib.resources import files

import pytest
import spacy

from kronika.analysis import analyse
from kronika.lang import get_language

RUSSIAN = """
Курс разработан [Департаментом труда и соцзащиты населения Москвы].|Департамент труда и соцзащиты населения Москвы
Курс создан [Институтом дополнительного образования].|Институт дополнительного образования
Тренинг организован [национальной инициативой «Живые города»].|национальная инициатива «Живые города»
Клуб в [Липецкой областной научной библиотеке].|Липецкая областная научная библиотека
Тренинг организован [Движением ЭКА].|Движение ЭКА
Проект поддержан [Фондом Тимченко].|Фонд Тимченко
Гости приехали из [Томской и Ярославской областей].|Томская и Ярославская области
Фестиваль проводится [Министерством культуры и Министерством спорта].|Министерство культуры и Министерство спорта
Участники [«Школы городских героев»] получат знания.|«Школа городских героев»
И вот благодаря [«Культурной мозаике малых городов и сёл»] я здесь.|«Культурная мозаика малых городов и сёл»
Тема [«Как ландшафт влияет на качество жизни?»] близка.|«Как ландшафт влияет на качество жизни?»
Митинг прошёл на базе [25-ой школы Московского района Харькова].|25-ая школа Московского района Харькова
Он выступил в [Доме-музее Чехова].|Дом-музей Чехова
Фильм показали в [Геликон-опере].|Геликон-опера
Команда из [МБОУ «СОШ № 5»] победила.|МБОУ «СОШ № 5»
В [МГУ] прошла лекция.|МГУ
Представитель [МИДа] уехал.|МИД
Вместе с [движением «За права человека»] они вышли.|движение «За права человека»
В спектакле артисты [Большого театра].|Большой театр
Курс на базе [Объединённого института ядерных исследований].|Объединённый институт ядерных исследований
Выставка открылась в [МУРОМСКОМ ТЕАТРЕ КУКОЛ И АКТЁРА].|МУРОМСКИЙ ТЕАТР КУКОЛ И АКТЁРА
Совместно с [Санкт-Петербургской духовной академией] проводится форум.|Санкт-Петербургская духовная академия
Сергей выиграл [«Лидеров России»].|«Лидеры России»
Рассказ о [Купянском землячестве] занял час.|Купянское землячество
Приём в [мордовском объединенном музее] закончен.|мордовский объединенный музей
Спасибо [Global Voices] за помощь.|Global Voices
"""

# word, UD case, nominative
HUNGARIAN = """
Csoporttal Ins Csoport|Tanácsával Ins Tanácsa|Alapítványának Dat Alapítványa|Múzeumban Ine Múzeum
Társulást Acc Társulás|Szövetséggel Ins Szövetség|AUF-nek Dat AUF|MTI-vel Ins MTI|Egyesületnél Ade Egyesület
Csíkszeredában Ine Csíkszereda|Halászat Nom Halászat|Ifjúság Nom Ifjúság|Karán Sup Kara|Egyetemen Sup Egyetem
Akadémián Sup Akadémia|Akadémiával Ins Akadémia|Karitásszal Ins Karitász|Intézménnyel Ins Intézmény
Közösségért Cau Közösség|Egyesületet Acc Egyesület|Egyesület Acc Egyesület|Csoportot Acc Csoport
Tanácsát Acc Tanácsa|Házat Acc Ház|Klubbal Nom Klub|Durban Nom Durban|NATO-val Ins NATO|EU-n Sup EU
Hivatalától Abl Hivatala|Hivatal Nom Hivatal|MÚZEUMBAN Nom MÚZEUM|Kft.-vel Ins Kft.|Pécsett Loc Pécs
Könyvtárba Ill Könyvtár|Zenekarral Ins Zenekar|Tanácsok Nom Tanácsok|Tanácsokkal Ins Tanácsok
Google-lel Ins Google|Facebook-kal Ins Facebook|Danone-nal Ins Danone|Changemakersnek Dat Changemakers
Közalapítvánnyal Nom Közalapítvány|Kiállítóteremben Ine Kiállítóterem|Parlamentet Acc Parlament
Magyarországra Sbl Magyarország|Szegeden Sup Szeged|Kovácsnak Dat Kovács|Taggal Ins Tag|Pavel Nom Pavel
Fesztivál Nom Fesztivál|Fesztivállal Ins Fesztivál|Iskolaközpont Acc Iskolaközpont|ENSZ-szel Ins ENSZ
"""


# sentences that leave a phrase in its case
CARRIERS = {
    "nom": "Об этом сообщает {} на сайте.",
    "gen": "Сегодня на сайте {} появился отчёт.",
    "dat": "Проект помог {} провести ремонт.",
    "acc": "Жители решили поддержать {} своим письмом.",
    "ins": "Праздник был организован {} весной.",
    "loc": "Жителям рассказали о {} на встрече.",
}


def declined() -> Iterator[object]:
    """Yield sentence, surface and nominative of each case of each line of the table."""
    for line in (files("kronika.lang") / "ru" / "inflection.cases.tsv").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        *surfaces, rest, known = (*line.split("\t"), "")[:8]
        failing, _, reason = known.partition(": ")
        for surface, (case, carrier) in zip(surfaces, CARRIERS.items(), strict=True):
            marks = [pytest.mark.xfail(reason=reason)] if case in failing.split() else []
            yield pytest.param(carrier, f"{surface} {rest}".strip(), f"{surfaces[0]} {rest}".strip(), marks=marks)


@pytest.mark.parametrize(("carrier", "surface", "nominative"), list(declined()))
def test_russian_case(carrier: str, surface: str, nominative: str) -> None:
    start = carrier.index("{")
    span = analyse("ru", carrier.format(surface)).char_span(start, start + len(surface))
    assert span is not None
    assert get_language("ru").inflection.nominative(span) == nominative


@pytest.mark.parametrize("case", RUSSIAN.strip().splitlines())
def test_russian_phrase(case: str) -> None:
    marked, nominative = case.split("|")
    start, end = marked.index("["), marked.index("]") - 1
    doc = analyse("ru", marked.replace("[", "").replace("]", ""))
    span = doc.char_span(start, end)
    assert span is not None
    assert get_language("ru").inflection.nominative(span) == nominative


@pytest.mark.parametrize("case", HUNGARIAN.strip().replace("\n", "|").split("|"))
def test_hungarian_word(case: str) -> None:
    word, ud_case, nominative = case.split()
    doc = spacy.blank("hu")(word)
    for token in doc:
        token.pos_, token.lemma_ = "NOUN", token.text
        token.set_morph(f"Case={ud_case}")
    assert get_language("hu").inflection.nominative(doc[:]) == nominative


def test_only_the_last_word_of_a_hungarian_name_is_changed() -> None:
    doc = spacy.blank("hu")("Szakszervezetek Művelődési Házában")
    for token in doc:
        token.pos_, token.lemma_ = "NOUN", token.text
    assert get_language("hu").inflection.nominative(doc[:]) == "Szakszervezetek Művelődési Háza"
