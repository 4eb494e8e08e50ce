"""Noun phrases in the nominative: number, letter case and what follows the head are kept."""

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
