"""Lemmas as classes: the rewriting that makes a lemma of a form.

A rewriting says whether to lower the first letter or all of the form, which ending gives way to which, and whether
"leg-"-like beginnings go: the common middle of form and lemma stays. It is the flat form of an edit tree (Chrupała
2008), enough for languages that inflect by endings and one superlative prefix.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kronika.encoder.component import Rewriting


def rewriting(form: str, lemma: str) -> Rewriting:
    """Return the rewriting that turns a form into its lemma."""
    casing = ""
    if form[:1] != lemma[:1] and form[:1].lower() == lemma[:1]:
        casing, form = "first", form[:1].lower() + form[1:]
    if form != lemma and form.lower() != form and lemma == lemma.lower():
        casing, form = "all", form.lower()
    best = max(((_shared(form[cut:], lemma), -cut) for cut in range(min(4, len(form)))), default=(0, 0))
    shared, cut = best[0], -best[1]
    if cut and (shared < 3 or shared <= _shared(form, lemma) + cut):
        shared, cut = _shared(form, lemma), 0
    return casing, form[:cut], form[cut + shared :], lemma[shared:]


def frequent(pairs: Iterable[tuple[str, str]], at_least: int) -> list[Rewriting]:
    """Return the rewritings of (form, lemma) pairs that occur often enough, the most frequent first."""
    counts = Counter(rewriting(form, lemma) for form, lemma in pairs)
    return [rule for rule, count in counts.most_common() if count >= at_least]


def _shared(left: str, right: str) -> int:
    length = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        length += 1
    return length
