"""Text that a terminal, or a file in UTF-8, can hold."""


def printable(text: str) -> str:
    """Return text on one line, without control characters: a document must not steer the reader's terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def encodable(text: str) -> str:
    """Return text with lone surrogates escaped, which stand for the bytes of a file name that is no UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode()
