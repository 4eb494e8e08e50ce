"""Hungarian event nouns and holding verbs: lemmas that the tagger misses, and words that must stay as they are."""

import time

import pytest
import spacy
from spacy.tokens import Doc

from kronika.analysis import analyse
from kronika.lang.hu.event_lemmas import mend_event_lemmas, noun_form, verb_lemma

# form, lemma, UD case
NOUNS = """
bábfesztivált bábfesztivál Acc|filmhetet filmhét Acc|mézvásárt mézvásár Acc|kerekasztalon kerekasztal Sup
szentmisén szentmise Sup|túrát túra Acc|imahetet imahét Acc|kerékpártúra kerékpártúra Nom|tábort tábor Acc
fesztivált fesztivál Acc|koncerttel koncert Ins|rendezvénnyel rendezvény Ins|táncházzal táncház Ins
szentmisével szentmise Ins|konferenciáin konferencia Sup|fesztiválunkat fesztivál Acc|bálokat bál Acc
kiállításaikat kiállítás Acc|tanácskozásról tanácskozás Del|meccsen meccs Sup|versenyeken verseny Sup
lakodalmat lakodalom Acc|előadásaival előadás Ins|gyűlésre gyűlés Sbl|képzéseit képzés Acc|estjét est Acc
szemétszedésért szemétszedés Cau|ünnepségig ünnepség Ter|emléktúrájára emléktúra Sbl|akcióba akció Ill
tanácsülésein tanácsülés Sup|halfesztiválja halfesztivál Nom|bemutatót bemutató Acc|játékok játék Nom
találkozónkon találkozó Sup|piknikre piknik Sbl|tanulmányutat tanulmányút Acc|képzéseink képzés Nom
tárlatnak tárlat Dat|körmenettel körmenet Ins|véradásokon véradás Sup|tüntetésként tüntetés Ess
"""
VERBS = """
meghirdette meghirdet|szervezték szervez|tartják tart|tartották tart|nyitotta nyit|kezdődött kezdődik
tanácskoztak tanácskozik|rendezni rendez|indítják indít|megrendezték megrendez|hirdetnek hirdet
csatlakozott csatlakozik|ünnepelte ünnepel|elhalasztották elhalaszt|szerveztünk szervez|megemlékeztünk megemlékezik
"""
NO_NOUNS = """
este estén estig rajta naponta balra menetel ünnepi konferenciai vitat vitatja főváros
országgyűlésen kultúrában marosvásárhelyt vásárhelyi asztaltársaság struktúrát tranzakciót feltüntetést
születésén településen szervezetét folyamatban kupakot csatornát város miniszterrel
"""
NO_VERBS = "írta kért ért mondta közölte érte adta tábort levett"


def rows(table: str) -> list[list[str]]:
    return [cell.split() for line in table.split("\n") for cell in line.split("|") if cell]


def tagged(*words: tuple[str, str, str, str], entities: list[str] | None = None) -> Doc:
    """Return a Doc of (form, lemma, UPOS, features)."""
    forms, lemmas, tags, features = (list(column) for column in zip(*words, strict=True))
    return Doc(spacy.blank("hu").vocab, words=forms, lemmas=lemmas, pos=tags, morphs=features, ents=entities)


@pytest.mark.parametrize(("form", "lemma", "case"), rows(NOUNS))
def test_forms_of_event_nouns(form: str, lemma: str, case: str) -> None:
    found = noun_form(form)
    assert found is not None
    assert found.lemma == lemma
    assert f"Case={case}" in found.features.split("|")


@pytest.mark.parametrize("form", NO_NOUNS.split())
def test_words_that_are_no_event(form: str) -> None:
    assert noun_form(form) is None


@pytest.mark.parametrize(("form", "lemma"), rows(VERBS))
def test_forms_of_holding_verbs(form: str, lemma: str) -> None:
    assert verb_lemma(form) == lemma


@pytest.mark.parametrize("form", NO_VERBS.split())
def test_forms_of_no_holding_verb(form: str) -> None:
    assert verb_lemma(form) is None


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        (("bábfesztivált", "bábfesztivált", "NOUN", "Case=Acc"), ("bábfesztivál", "NOUN", "Acc")),
        (("tábort", "tábor", "VERB", "VerbForm=Fin"), ("tábor", "NOUN", "Acc")),
        (("kerékpártúra", "kerékpártú", "NOUN", "Case=Sbl"), ("kerékpártúra", "NOUN", "Nom")),
        (("szentmisén", "szentmis", "ADV", ""), ("szentmise", "NOUN", "Sup")),
        (("meghirdette", "meghird", "VERB", "VerbForm=Fin"), ("meghirdet", "VERB", "")),
        (("meghirdetett", "meghirdetett", "VERB", "VerbForm=PartPast"), ("meghirdetett", "VERB", "")),
        (("hívünknek", "hívünkik", "VERB", "VerbForm=Fin"), ("hív", "NOUN", "Dat")),
        (("iskolánkban", "iskolánkik", "VERB", "VerbForm=Fin"), ("iskola", "NOUN", "Ine")),
        (("jövünk", "jön", "VERB", "VerbForm=Fin"), ("jön", "VERB", "")),
        (("esküvői", "esküvői", "ADJ", "Case=Nom"), ("esküvői", "ADJ", "Nom")),
        (("találkozó", "találkozik", "VERB", "VerbForm=PartPres"), ("találkozik", "VERB", "")),
        (("egyetemben", "egyetemben", "ADP", ""), ("egyetemben", "ADP", "")),
        (("meghívására", "meghívás", "NOUN", "Case=Sbl"), ("meghívás", "NOUN", "Sbl")),
    ],
)
def test_tokens(word: tuple[str, str, str, str], expected: tuple[str, str, str]) -> None:
    token = mend_event_lemmas(tagged(word))[0]
    assert (token.lemma_, token.pos_, next(iter(token.morph.get("Case", [])), "")) == expected


def test_what_stands_inside_a_name_stays() -> None:
    words = [("ENSZ", "ENSZ", "PROPN", "Case=Nom"), ("Közgyűlése", "Közgyűlése", "PROPN", "Case=Nom")]
    assert mend_event_lemmas(tagged(*words, entities=["B-ORG", "I-ORG"]))[1].lemma_ == "Közgyűlése"
    assert mend_event_lemmas(tagged(*words))[1].lemma_ == "közgyűlés"


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("Bábfesztivált rendeztek Sepsiszentgyörgyön.", "bábfesztivál"),
        ("Filmhetet tartanak Kolozsváron.", "filmhét"),
        ("Mézvásárt rendeznek a főtéren.", "mézvásár"),
        ("Tábort szerveznek gyerekeknek.", "tábor"),
        ("Az egyesület imahetet hirdet.", "imahét"),
    ],
)
def test_sentences(text: str, lemma: str) -> None:
    tokens = {token.lemma_.lower(): token.pos_ for token in analyse("hu", text)}
    assert tokens.get(lemma) in {"NOUN", "PROPN"}


def test_a_long_word_and_a_long_text_take_no_time() -> None:
    start = time.perf_counter()
    mend_event_lemmas(tagged(("á" * 100_000, "x", "NOUN", ""), *[("túrájainkat", "túrájain", "NOUN", "")] * 5000))
    assert time.perf_counter() - start < 2
