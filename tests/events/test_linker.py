"""The linker: windows, kinds of roles, clusters, damaged weights."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from kronika.analysis import analyse
from kronika.analysis.models import find_model
from kronika.errors import BrokenModelError
from kronika.events.candidates import Candidates, candidates
from kronika.events.clusters import cluster_triggers
from kronika.events.context import Context
from kronika.events.features import ARGUMENT_SIZES, ROLES, ROLES_OF_KIND, TRIGGER_SIZES, kind_of, one_hot
from kronika.events.linker import WINDOW, Example, Linker, load_linker
from kronika.flow import mentions_of
from kronika.lang import get_language, supported_languages

PAGE = {
    "ru": "5 мая 2020 года в Томске прошёл форум «Мир». Организатор — фонд «Дом», приехали 40 человек.\n\n",
    "hu": "2020. május 5-én Pécsett fórumot tartottak. A szervező a Dombhát Egyesület, 40 résztvevő érkezett.\n\n",
}
FILLER = {
    "ru": "Погода была тёплой, и река шумела за окном всю ночь.\n\n",
    "hu": "Az idő meleg volt, és a folyó zúgott.\n\n",
}

per_language = pytest.mark.parametrize("code", supported_languages())


@pytest.fixture(scope="module")
def linker() -> Linker:
    return load_linker()


def read(code: str, text: str) -> tuple[Context, Candidates]:
    language = get_language(code)
    doc = analyse(code, text)
    context = Context(doc, language)
    return context, candidates(context, mentions_of(doc, language, None)[0])


@per_language
def test_answers_are_probabilities_of_roles_that_the_kind_can_have(linker: Linker, code: str) -> None:
    context, found = read(code, PAGE[code])
    links = linker.link(context, found, None)
    assert found.triggers
    assert found.arguments
    for chances in (links.event, links.type, links.status, links.role):
        assert np.allclose(chances.sum(-1), 1)
    for m, argument in enumerate(found.arguments):
        other = [r for r in range(len(ROLES)) if r not in ROLES_OF_KIND[kind_of(argument)]]
        assert links.role[:, m, other].max() < 1e-6


@per_language
def test_a_trigger_without_any_argument_is_read(linker: Linker, code: str) -> None:
    context, found = read(code, {"ru": "Прошёл форум.", "hu": "Tanácskozás volt."}[code])
    links = linker.link(context, Candidates(found.triggers, ()), None)
    assert links.role.shape == (len(found.triggers), 0, len(ROLES))
    assert np.allclose(links.event.sum(-1), 1)


@per_language
def test_long_texts_are_read_in_windows(linker: Linker, code: str) -> None:
    """Triggers at both ends of a long text are read, and nothing is known of whether they tell of one event."""
    context, found = read(code, PAGE[code] + 200 * FILLER[code] + PAGE[code])
    assert len(context.tokens) > 2 * WINDOW
    links = linker.link(context, found, None)
    assert np.allclose(links.event.sum(-1), 1)
    assert np.isnan(links.same[0, -1])
    far = [m for m, a in enumerate(found.arguments) if a.start > len(context.text) // 2]
    assert np.allclose(links.role[0, far, 0], 1), "an argument in another window has no role"


@per_language
def test_features_stay_below_their_sizes(code: str) -> None:
    context, found = read(code, 3 * PAGE[code])
    example = Example.of(context, found, None)
    for table, sizes in ((example.triggers, TRIGGER_SIZES), (example.arguments, ARGUMENT_SIZES)):
        assert table.shape[1] == len(sizes)
        assert (table >= 0).all()
        assert (table < np.array(sizes)).all()
        assert (one_hot(table, sizes).sum(-1) == len(sizes)).all()


def test_clusters_join_what_agrees_on_average() -> None:
    same = np.full((5, 5), 0.05)
    same[:2, :2] = same[2:4, 2:4] = 0.95
    same[1, 2] = same[2, 1] = 0.6  # one bridge is not enough
    assert cluster_triggers(same, np.arange(5), 0.5) == [[0, 1], [2, 3], [4]]


def test_clusters_of_pairs_too_far_apart_to_tell() -> None:
    same = np.array([[1.0, 0.9, np.nan], [0.9, 1.0, 0.9], [np.nan, 0.9, 1.0]])
    assert cluster_triggers(same, np.arange(3), 0.5) == [[0, 1, 2]]
    assert cluster_triggers(np.full((2, 2), np.nan), np.arange(2), 0.5) == [[0], [1]]


def test_clusters_keep_only_what_tells_of_an_event() -> None:
    assert cluster_triggers(np.full((3, 3), 0.9), np.array([0, 2]), 0.5) == [[0, 2]]
    assert cluster_triggers(np.zeros((0, 0)), np.array([], np.int64), 0.5) == []


@pytest.mark.parametrize(
    ("name", "content"), [("meta.json", b"{"), ("meta.json", b'{"format": 99}'), ("linker.onnx", b"no weights")]
)
def test_damaged_weights_are_told(tmp_path: Path, name: str, content: bytes) -> None:
    folder = Path(shutil.copytree(find_model("linker"), tmp_path / "linker"))
    (folder / name).write_bytes(content)
    with pytest.raises(BrokenModelError, match=r"reinstall kronika|same version"):
        Linker(folder)
