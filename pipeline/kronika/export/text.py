"""Text for a terminal."""


def printable(text: str) -> str:
    """Return text on one line, without control characters: a document must not steer the reader's terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
