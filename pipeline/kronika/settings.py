"""Every setting: one table of name, default and help.

A setting is read from its environment variable (``KRONIKA_`` and the name in capitals), where it is set; an option
of the command line goes before both.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from kronika.errors import UsageError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """A setting; ``parse`` turns the text of the environment into a value, and raises ValueError with what is
    allowed.
    """

    name: str
    default: T
    help: str
    parse: Callable[[str], T]

    @property
    def variable(self) -> str:
        """The environment variable's name."""
        return f"KRONIKA_{self.name.upper()}"

    def value(self) -> T:
        """Return the value of the environment, or the default.

        Raises:
            UsageError: the environment's value is none of those allowed.
        """
        text = os.environ.get(self.variable)
        if not text:
            return self.default
        try:
            return self.parse(text)
        except ValueError as error:
            raise UsageError(f"{self.variable}={text!r}: {error}; correct or unset it") from error


def _whole_number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise ValueError("a whole number above 0 is expected")
    return int(text)


def _probability(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise ValueError("a number from 0 to 1 is expected")
    return number


MODELS: Setting[Path | None] = Setting(
    "models", None, "folder with trained models, looked into before the wheel and the checkout", Path
)
MAX_BYTES = Setting(
    "max_bytes", 20_000_000, "largest document, in bytes; a larger one fails with K305", _whole_number
)
MIN_CONFIDENCE = Setting(
    "min_confidence", 0.0, "leave out records and values below this confidence, 0 to 1", _probability
)

SETTINGS: tuple[Setting[Path | None] | Setting[int] | Setting[float], ...] = (MODELS, MAX_BYTES, MIN_CONFIDENCE)
