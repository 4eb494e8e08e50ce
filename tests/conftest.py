"""What holds for all tests: which kronika is tested, and that a skip has a reason that holds."""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis
import pytest

import kronika
from kronika.reading import read_path

ROOT = Path(__file__).parents[1]
SHARED = Path(__file__).parents[2] / "shared"
"""Data beside the checkout that is not part of the project; tests that need it are skipped where it is not."""


# The same examples on every run of a build; on a developer's machine new ones each time. No deadline: how long an
# analysis takes depends on what else the machine does.
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.register_profile("developer", deadline=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "developer")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes corpus/floors.json anew (see tests/test_seeds.py)."""
    parser.addoption(
        "--floors",
        choices=("raise", "lower"),
        help="write corpus/floors.json: 'raise' where values are better now, 'lower' also where they are worse",
    )


def pytest_configure() -> None:
    """Refuse a kronika of the checkout where the installed one is to be tested."""
    home = Path(kronika.__file__)
    if os.environ.get("KRONIKA_TEST_INSTALLED") and not home.is_relative_to(sys.prefix):
        pytest.exit(f"the installed kronika is to be tested, but {home} was imported", returncode=3)


def pytest_report_header() -> str:
    """Say which kronika is tested."""
    return f"kronika: {Path(kronika.__file__).parent}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> object:
    """With CI set, a test that was skipped for missing shared data fails where the data is there."""
    report: pytest.TestReport = yield
    if os.environ.get("CI") and report.skipped and SHARED.is_dir() and "shared" in str(report.longrepr):
        report.outcome = "failed"
        report.longrepr = f"skipped, although {SHARED} is there: {report.longrepr}"
    return report


@dataclass(frozen=True)
class GoldText:
    """A text with what its gold file says of it."""

    id: str
    language: str
    path: Path
    line: str

    @property
    def document(self) -> kronika.Document:
        """The text as the command line reads it."""
        (document,) = read_path(self.path)
        assert isinstance(document, kronika.Document)
        return document


def read_gold(*files: Path) -> list[GoldText]:
    """Return the texts of gold files; each lies beside its file, or in the folder of its language."""
    texts = []
    for file in files:
        for line in file.read_text("utf-8").splitlines():
            row: dict[str, Any] = json.loads(line)
            places = (file.parent / f"{row['doc']}.txt", file.parent / row["language"] / f"{row['doc']}.txt")
            path = next(place for place in places if place.is_file())
            texts.append(GoldText(row["doc"], row["language"], path, line))
    return texts


@pytest.fixture(scope="session")
def extractor() -> kronika.Extractor:
    """Return an extractor of all languages; a model is loaded when its language is first met."""
    return kronika.Extractor()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of the data beside the checkout; without it the test is skipped."""
    if not SHARED.is_dir():
        pytest.skip(f"no shared data: {SHARED} is not there")
    return SHARED


def shared_gold(folder: Path) -> list[Path]:
    """Return the gold files of a folder of ../shared; without any the test is skipped."""
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        pytest.skip(f"no shared data: {folder} holds no gold")
    return files


@pytest.fixture(scope="session")
def seeds(shared: Path) -> list[GoldText]:
    """Return the real pages of ../shared."""
    return read_gold(*shared_gold(shared / "seeds"))


@pytest.fixture(scope="session")
def real_texts(shared: Path) -> list[GoldText]:
    """Return the real texts of ../shared."""
    return read_gold(*shared_gold(shared / "gold"))


@pytest.fixture(scope="session")
def corpus() -> list[GoldText]:
    """Return the texts of corpus/."""
    return read_gold(*sorted(ROOT.glob("corpus/*/gold.jsonl")))
