"""Records against gold: which events, and which values of them, were found.

The convention, in full (also in ``docs/evaluation.md``):

1. Documents meet by id: ``doc`` of a gold line, ``document.id`` of a record (the stem of its file). A document
   of the gold without a prediction is missed; a predicted document that the gold does not have is left out, and
   counted in :attr:`Evaluation.unknown_documents`.
2. Within a document, events are aligned one to one so that the sum of similarities is the largest possible
   (``alignment.py``). A pair needs evidence: overlapping triggers, the same trigger lemma, or the same type and a
   value in common.
3. An aligned pair is a hit for ``event``; its other slots are compared value by value, one to one
   (``matching.py``). A prediction without a partner is false, with all its values; a main gold event without a
   partner is missed, with all its values.
4. A gold event with ``main: false`` (mentioned in passing) is neutral: what is aligned to it counts neither as hit
   nor as false, and not finding it is no miss. With ``all_events`` it counts like any other.
5. ``record`` is the micro average: hits, false values and misses summed over the slots of :data:`SLOTS`, where
   organizations count twice, by name and by name with role. :data:`EXTRA_SLOTS` are reported, but no part of it.

What ``main`` says of a *prediction* plays no part.
"""

from kronika.evaluate.reading import EvaluationDocument, read_documents
from kronika.evaluate.scoring import EXTRA_SLOTS, SLOTS, Counts, Evaluation, Mistake, evaluate

__all__ = [
    "EXTRA_SLOTS",
    "SLOTS",
    "Counts",
    "Evaluation",
    "EvaluationDocument",
    "Mistake",
    "evaluate",
    "read_documents",
]
