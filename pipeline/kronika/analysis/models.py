"""Where trained models are found: option, environment, wheel, checkout — in this order."""

import os
from pathlib import Path

import kronika
from kronika.errors import MissingModelError

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
