"""Names of events: which quotation marks and capitals name the event, and which name something else."""

import pytest

from kronika.analysis import analyse
from kronika.lang import get_language
from kronika.mentions.found import find_mentions


def names(code: str, text: str) -> list[str]:
    """Return the values of the names that the finders agree on."""
    found = find_mentions(analyse(code, text), get_language(code), reference=None).names
    for _, name in found:
        assert text[name.start : name.end] == name.text
        assert name.rule.startswith("name.")
        assert 0 < name.score <= 1
    return [name.value for _, name in found]


@pytest.mark.parametrize(
    ("code", "text", "name"),
    [
        ("ru", "В Перми прошёл форум «Город рядом».", "Город рядом"),
        ("ru", 'В Перми прошёл форум "Город рядом".', "Город рядом"),
        ("ru", "В Перми прошёл форум „Город рядом“.", "Город рядом"),
        ("ru", "Стартовал областной конкурс юных мастеров «Золотые руки».", "Золотые руки"),
        ("ru", "Пройдёт акция «Чистый берег»: добровольцы уберут пляж.", "Чистый берег"),
        ("ru", "Состоялся тренинг под названием «Шаг за шагом».", "Шаг за шагом"),
        ("ru", "Вчера открылась выставка «Земля. Вода. Небо».", "Земля. Вода. Небо"),
        pytest.param(
            "ru",
            "«Зимние узоры» — так называется выставка, которую открыли в Шуе.",
            "Зимние узоры",
            marks=pytest.mark.xfail(reason="a verb of naming does not tie a quote to a trigger", strict=False),
        ),
        ("ru", "Участники фестиваля «Серебряный ручей» приехали в Тотьму.", "Серебряный ручей"),
        ("ru", "Чемпионат России по биатлону прошёл в Тюмени.", "Чемпионат России по биатлону"),
        ("hu", "Pécsen tartották a „Zöld jövő” című konferenciát.", "Zöld jövő"),
        ("hu", "Pécsen tartották a „Zöld jövő” konferenciát.", "Zöld jövő"),
        ("hu", 'Elindult a "Tiszta part" akció.', "Tiszta part"),
        ("hu", "Megnyílt a „Föld, víz, ég” című kiállítás.", "Föld, víz, ég"),
        ("hu", "„Lépésről lépésre” címmel tartottak képzést Vácon.", "Lépésről lépésre"),
        ("hu", "A „Csendes fény” című fotókiállítás megnyitójára sokan jöttek.", "Csendes fény"),
        ("hu", "Szeptemberben rendezik az Őszi Művészeti Fesztivált Zalaegerszegen.", "Őszi Művészeti Fesztivál"),
        ("hu", "Idén is részt vettünk az Arab Bloggertalálkozón.", "Arab Bloggertalálkozó"),
        ("hu", "Tegnap kezdődött a Művészetek Völgye Fesztivál Kapolcson.", "Művészetek Völgye Fesztivál"),
    ],
)
def test_the_name_of_an_event(code: str, text: str, name: str) -> None:
    assert name in names(code, text)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ru", "В Перми прошёл форум волонтёров."),
        ("ru", "В клубе «Факел» прошёл турнир по шашкам."),
        ("ru", "Фонд «Радуга» провёл семинар."),
        ("ru", "Конкурс фонда «Радуга» завершился."),
        ("ru", "Состоялся концерт ансамбля «Сударушка»."),
        ("ru", "После форума директор сказал: «Мы очень довольны»."),
        ("ru", "О форуме написала газета «Вечерний город»."),
        ("ru", "Турнир прошёл.\n«Новости» — в следующем выпуске."),
        ("hu", "Pécsen fórumot tartottak."),
        ("hu", "Az első találkozó Tuniszban volt, a negyeddöntőt Real Madrid nyerte."),
        ("hu", "A „Kócos” zenekar koncertje Orosházán lesz."),
        ("hu", "A fórum után az igazgató ezt mondta: „Nagyon örülünk.”"),
        ("hu", "A Szivárvány Alapítvány szemináriumot tartott."),
    ],
)
def test_what_is_no_name_of_an_event(code: str, text: str) -> None:
    assert names(code, text) == []


def test_a_name_in_title_case_is_in_the_nominative() -> None:
    assert "Kaláka Folkfesztivál" in names("hu", "A fiatalok a Kaláka Folkfesztiválon léptek fel.")


def test_a_quoted_name_is_no_organization_and_no_place() -> None:
    text = "Стартовал конкурс «Союз писателей Перми»."
    found = find_mentions(analyse("ru", text), get_language("ru"), reference=None)
    assert [name.value for _, name in found.names] == ["Союз писателей Перми"]
    assert not [o.name for o in found.organizations if "Союз" in o.name]
    assert not found.places
