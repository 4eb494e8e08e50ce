"""Every error a user can meet.

::

    KronikaError                 one line for the user: what happened, which value, what is allowed, what to do
    ├── UsageError               the command or the call is wrong (exit code 2)
    │   └── UnknownLanguageError K101  no such language
    ├── SetupError               something is not installed or not where it should be (exit code 1)
    │   ├── MissingModelError    K201  a trained model was not found
    │   └── BrokenModelError     K202  a model is there, but of another format or damaged
    └── DocumentError            one document cannot be used; the run goes on with the next
        ├── UnreadableError      K301  missing, no permission, a folder where a file is expected
        ├── EmptyError           K302  no text in it
        ├── BinaryError          K303  not text
        ├── CharsetError         K304  bytes that no charset explains
        ├── TooLargeError        K305  over the size limit
        ├── NoMainTextError      K306  HTML without a text
        ├── BadLineError         K307  a line of JSONL that is no document
        ├── UnsupportedLanguageError K203  the text is in a language that Kronika does not read
        └── InternalError        K500  a failure inside Kronika, on this document
"""

from typing import ClassVar


class KronikaError(Exception):
    """Base of all errors meant for the user; ``str(error)`` is one line, ``code`` is stable."""

    code: ClassVar[str] = "K000"


class UsageError(KronikaError):
    """The command or the call is wrong."""

    code = "K100"


class UnknownLanguageError(UsageError):
    """A language code that Kronika has no folder for."""

    code = "K101"

    def __init__(self, language: str, supported: tuple[str, ...]) -> None:
        super().__init__(f"language {language!r} is not known; use one of: {', '.join(supported)}")


class SetupError(KronikaError):
    """Something is not installed, or not where it should be."""

    code = "K200"


class MissingModelError(SetupError):
    """A trained model was not found in any of the places where it may be."""

    code = "K201"


class BrokenModelError(SetupError):
    """A trained model was found, but cannot be read."""

    code = "K202"


class DocumentError(KronikaError):
    """One document cannot be used. The run goes on; the document's report carries code and reason."""

    code = "K300"


class UnsupportedLanguageError(DocumentError):
    """The text is in a language that Kronika does not read."""

    code = "K203"

    def __init__(self, language: str, supported: tuple[str, ...]) -> None:
        self.language = language
        super().__init__(f"language {language!r} is not supported (supported: {', '.join(supported)})")


class UnreadableError(DocumentError):
    """The file is missing, protected, or not a file."""

    code = "K301"


class EmptyError(DocumentError):
    """There is no text in the document."""

    code = "K302"


class BinaryError(DocumentError):
    """The bytes are not text."""

    code = "K303"


class CharsetError(DocumentError):
    """No charset explains the bytes."""

    code = "K304"


class TooLargeError(DocumentError):
    """The document is over the size limit."""

    code = "K305"


class NoMainTextError(DocumentError):
    """An HTML page without a text."""

    code = "K306"


class BadLineError(DocumentError):
    """A line of a JSONL file that is no document."""

    code = "K307"


class InternalError(DocumentError):
    """A failure inside Kronika on this document; the cause is chained."""

    code = "K500"
