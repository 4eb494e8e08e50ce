"""The encoder's recipe, as its tests import it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

RECIPE = Path(__file__).parents[2] / "models" / "encoder" / "recipe"


@pytest.fixture(scope="module")
def recipe_on_path() -> Iterator[None]:
    """The recipe's modules import each other by their bare names."""
    sys.path.insert(0, str(RECIPE))
    try:
        yield
    finally:
        sys.path.remove(str(RECIPE))
