"""Trained models: where they are found (option, environment, wheel, checkout, in this order), and opened."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import kronika
from kronika.errors import BrokenModelError, MissingModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

ENVIRONMENT_VARIABLE = "KRONIKA_MODELS"


def find_model(name: str, *, folder: Path | None = None) -> Path:
    """Return the folder of a model's weights.

    Looked up as ``<folder>/<name>``, ``$KRONIKA_MODELS/<name>``, ``kronika/_models/<name>`` (installed wheel) and
    ``models/<name>/weights`` (checkout).

    Raises:
        MissingModelError: it is in none of the four; the message names them all.
    """
    package = Path(kronika.__file__).parent
    chosen = os.environ.get(ENVIRONMENT_VARIABLE)
    places = {
        "option": folder / name if folder else None,
        f"${ENVIRONMENT_VARIABLE}": Path(chosen) / name if chosen else None,
        "wheel": package / "_models" / name,
        "checkout": package.parents[1] / "models" / name / "weights",
    }
    for path in places.values():
        if path is not None and (path / "meta.json").is_file():
            return path
    looked = "; ".join(f"{label}: {path or 'not set'}" for label, path in places.items())
    raise MissingModelError(
        f"model {name!r} not found (looked in {looked}); reinstall kronika from its wheel, or set "
        f"{ENVIRONMENT_VARIABLE} to the folder that holds {name!r}"
    )


def read_meta(folder: Path, layout: int) -> dict[str, Any]:
    """Return a model's ``meta.json``; its ``format`` must be ``layout``.

    Raises:
        BrokenModelError: it cannot be read, or is of another format.
    """
    path = folder / "meta.json"
    with broken_if_it_fails(path):
        meta: dict[str, Any] = json.loads(path.read_text("utf-8"))
    if meta.get("format") != layout:
        raise BrokenModelError(
            f"{path} has format {meta.get('format')!r}, this version of kronika reads format {layout}; "
            "take weights and kronika of the same version"
        )
    return meta


def open_session(path: Path) -> "InferenceSession":
    """Return a graph ready to run, on one thread.

    Raises:
        BrokenModelError: it cannot be read.
    """
    import onnxruntime  # noqa: PLC0415  # a tenth of a second that `kronika --help` can do without

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    with broken_if_it_fails(path):
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@contextmanager
def broken_if_it_fails(path: Path) -> Iterator[None]:
    """Turn whatever goes wrong in reading a file of a model into one line.

    Raises:
        BrokenModelError: something did.
    """
    try:
        yield
    except Exception as error:  # the libraries that read models raise bare exceptions of their own
        raise BrokenModelError(
            f"{path} cannot be read: {' '.join(str(error).split())}; reinstall kronika"
        ) from error
