"""Messages to the user: one line on standard error."""

import sys

from kronika.export.text import printable


def say(message: str) -> None:
    """Print a message; line breaks and control characters in it become spaces."""
    print("kronika:", printable(message), file=sys.stderr, flush=True)


def counted(number: int, noun: str) -> str:
    """Return number and noun, with the plural's s: ``1 record``, ``2 records``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
