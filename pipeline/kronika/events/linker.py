"""The linker: which triggers tell of events, which of them of the same one, and who and what belongs to it in
what role.

A small network (``models/linker``) over the encoder's states and the features of :mod:`kronika.events.features`.
It reads a whole document at once, or windows of it, and answers for every trigger and every pair within a window.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, get_args

import numpy as np
from numpy.typing import NDArray

from kronika.analysis.models import find_model, open_session, read_meta
from kronika.events.candidates import Candidates
from kronika.events.context import Context
from kronika.events.features import (
    ARGUMENT_SIZES,
    LINK_SIZES,
    ROLES,
    ROLES_OF_KIND,
    SAME_SIZES,
    TRIGGER_SIZES,
    WORD_SIZES,
    Table,
    argument_features,
    kind_of,
    link_features,
    one_hot,
    same_features,
    trigger_features,
    word_features,
)
from kronika.mentions.types import Mention
from kronika.records import EventType, Status

OUTPUTS: Final = ("event", "type", "status", "role", "same")
"""What the network answers."""
TOLD: Final = ("none", "background", "main")
"""What a trigger can tell of."""
MODEL: Final = "linker"
"""Name of the model."""
FORMAT: Final = 1
"""Version of the weights' layout and of the features that this module reads."""
WINDOW: Final = 768
"""The most words that are read at once."""
STEP: Final = 512
"""Words from the beginning of a window to that of the next."""

Array = NDArray[np.float32]
Chances = NDArray[np.float64]


@dataclass(frozen=True)
class Links:
    """What the linker says of the candidates: probabilities, 0 to 1."""

    event: Chances
    """(triggers, 3): no event, an event in the background, an event that the text is about."""
    type: Chances
    """(triggers, event types)"""
    status: Chances
    """(triggers, statuses)"""
    role: Chances
    """(triggers, arguments, ROLES), given that the trigger tells of an event."""
    same: Chances
    """(triggers, triggers): of one event; nan for a pair too far apart to tell."""


class Linker:
    """The weights of one process."""

    def __init__(self, folder: Path) -> None:
        """Read the weights.

        Raises:
            BrokenModelError: they are of another format, or damaged.
        """
        meta = read_meta(folder, FORMAT)
        self.least: dict[str, float] = meta["least"]
        self._session = open_session(folder / "linker.onnx")

    def link(self, context: Context, found: Candidates, published: date | None) -> Links:
        """Return the probabilities of a document's candidates; ``published`` is its day of publication."""
        example = Example.of(context, found, published)
        return link_windows(example, found, self._run)

    def _run(self, feed: dict[str, NDArray[Any]]) -> Sequence[Array]:
        scores: Sequence[Array] = self._session.run(OUTPUTS, feed)
        return scores


@dataclass(frozen=True)
class Example:
    """All that the network reads of a document."""

    states: Array
    words: Table
    trigger_spans: Table
    argument_spans: Table
    triggers: Table
    arguments: Table
    links: Table
    same: Table

    @classmethod
    def of(cls, context: Context, found: Candidates, published: date | None) -> "Example":
        """Read a document."""
        tensor: Array = np.asarray(context.doc.tensor, np.float32)
        return cls(
            states=tensor[[token.i for token in context.tokens]],
            words=word_features(context, found),
            trigger_spans=_spans(context, found.triggers),
            argument_spans=_spans(context, found.arguments),
            triggers=trigger_features(context, found),
            arguments=argument_features(context, found, published),
            links=link_features(context, found),
            same=same_features(context, found),
        )

    def feed(
        self, start: int, t: NDArray[np.int64], m: NDArray[np.int64], *, size: int | None = WINDOW
    ) -> dict[str, NDArray[Any]]:
        """Return the network's inputs for a window that begins at a word: some triggers, some arguments.

        ``size`` is the window's in words; None takes all the rest.
        """
        words = slice(start, None if size is None else start + size)
        return {
            "states": self.states[words],
            "words": one_hot(self.words[words], WORD_SIZES),
            "trigger_spans": self.trigger_spans[t] - start,
            "argument_spans": self.argument_spans[m] - start,
            "triggers": one_hot(self.triggers[t], TRIGGER_SIZES),
            "arguments": one_hot(self.arguments[m], ARGUMENT_SIZES),
            "links": one_hot(self.links[np.ix_(t, m)], LINK_SIZES),
            "pairs": one_hot(self.same[np.ix_(t, t)], SAME_SIZES),
        }

    def inside(self, start: int, end: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the indices of the triggers and of the arguments within a range of words."""

        def within(spans: Table) -> NDArray[np.int64]:
            return np.flatnonzero((spans[:, 0] >= start) & (spans[:, 1] <= end))

        return within(self.trigger_spans), within(self.argument_spans)


def link_windows(
    example: Example, found: Candidates, run: Callable[[dict[str, NDArray[Any]]], Sequence[Array]]
) -> Links:
    """Return the probabilities of a document, read in windows.

    Args:
        example: the document as the network reads it.
        found: its candidates.
        run: the network: inputs by name -> scores before softmax, in the order of :data:`OUTPUTS`.
    """
    triggers, arguments = len(found.triggers), len(found.arguments)
    links = Links(
        event=np.zeros((triggers, len(TOLD))),
        type=np.zeros((triggers, len(get_args(EventType)))),
        status=np.zeros((triggers, len(get_args(Status)))),
        role=np.zeros((triggers, arguments, len(ROLES))),
        same=np.full((triggers, triggers), np.nan),
    )
    links.role[..., 0] = 1
    off_centre = np.full(triggers, np.inf)  # of a trigger in the window that speaks for it
    for start in range(0, max(1, len(example.states) - WINDOW + STEP), STEP):
        t, m = example.inside(start, start + WINDOW)
        if not t.size:
            continue
        event, kind, status, role, same = run(example.feed(start, t, m))
        off = np.abs(example.trigger_spans[t, 0] - start - WINDOW / 2)
        better = off < off_centre[t]
        at = t[better]
        off_centre[at] = off[better]
        links.event[at], links.type[at] = softmax(event)[better], softmax(kind)[better]
        links.status[at] = softmax(status)[better]
        if m.size:
            links.role[np.ix_(at, m)] = softmax(role + closed_roles(found, m))[better]
        links.same[np.ix_(at, t)] = _sigmoid(same)[better]
    return links


def load_linker(models: Path | None = None) -> Linker:
    """Return the linker, loaded once a process.

    Raises:
        MissingModelError: the weights are not there.
        BrokenModelError: they are of another format, or damaged.
    """
    return _load(find_model(MODEL, folder=models))


@cache
def _load(folder: Path) -> Linker:
    return Linker(folder)


def _spans(context: Context, mentions: Sequence[Mention]) -> Table:
    return np.array([context.span(m) for m in mentions], np.int64).reshape(-1, 2)


def closed_roles(found: Candidates, arguments: NDArray[np.int64]) -> Array:
    """Return (arguments, ROLES), what is added to scores so that no argument has a role that its kind cannot
    have."""
    rows = np.full((len(arguments), len(ROLES)), -1e9, np.float32)
    for row, m in enumerate(arguments):
        rows[row, ROLES_OF_KIND[kind_of(found.arguments[m])]] = 0
    return rows


def softmax(scores: Array) -> Chances:
    """Return the probabilities of scores, along the last axis."""
    powers = np.exp(scores.astype(np.float64) - scores.max(-1, keepdims=True, initial=-np.inf))
    chances: Chances = powers / powers.sum(-1, keepdims=True)
    return chances


def _sigmoid(scores: Array) -> Chances:
    chances: Chances = 1 / (1 + np.exp(-np.clip(scores.astype(np.float64), -30, 30)))
    return chances
