"""Messages to the user: one line on standard error."""

import sys


def say(message: str) -> None:
    """Print a message; line breaks in it become spaces."""
    print("kronika:", " ".join(message.split()), file=sys.stderr, flush=True)
