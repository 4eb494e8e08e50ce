"""From the scores of rules and links to the probability that a value is right.

The scores are set by hand and only order the values. Platt's method ("Probabilistic outputs for support vector
machines", 1999) maps them to probabilities: ``p = 1 / (1 + exp(-(slope * logit(score) + offset)))``, one pair
of numbers a slot in ``calibration.toml``, fitted by ``tests/bench/calibrate.py`` on texts with gold.
"""

import math
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

Slot = Literal["event", "time", "organization", "place", "participants"]

_EDGE = 1e-3


def logit(score: float) -> float:
    """Return the log odds of a score, which is kept 0.001 away from 0 and 1."""
    score = min(1 - _EDGE, max(_EDGE, score))
    return math.log(score / (1 - score))


def calibrated(slot: Slot, score: float) -> float:
    """Return the probability (0 to 1, three digits) that a value with this score is right."""
    slope, offset = _table()[slot]
    return round(1 / (1 + math.exp(-(slope * logit(score) + offset))), 3)


@cache
def _table() -> dict[str, tuple[float, float]]:
    table = tomllib.loads((files(__package__) / "calibration.toml").read_text("utf-8"))
    return {slot: (row["slope"], row["offset"]) for slot, row in table.items()}
