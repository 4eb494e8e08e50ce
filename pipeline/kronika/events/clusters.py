"""Coreference of triggers: one cluster for one event, however often the text names it.

Agglomerative clustering with average linkage on log odds (the linker's probability that two triggers name one
event): the two clusters that agree best become one, until no two agree enough.
"""

import numpy as np
from numpy.typing import NDArray

_EDGE = 1e-4  # probabilities are kept so far away from 0 and 1
_MOST = 400  # triggers of a document that are compared with one another; more would take minutes


def cluster_triggers(same: NDArray[np.float64], kept: NDArray[np.int64], least: float) -> list[list[int]]:
    """Return clusters of trigger indices, each in text order, by their first trigger.

    Args:
        same: (triggers, triggers) probabilities, nan where nothing is known of a pair.
        kept: indices of the triggers to cluster, ascending.
        least: probability from which on two clusters are one.
    """
    clusters = [[int(i)] for i in kept]
    some = np.ix_(kept[:_MOST], kept[:_MOST])
    chances = np.clip(np.where(np.isnan(same), same.T, same)[some], _EDGE, 1 - _EDGE)
    odds = np.log(chances / (1 - chances))
    odds = (odds + odds.T) / 2
    known = ~np.isnan(odds)
    sums, counts = np.where(known, odds, 0.0), known.astype(np.float64)
    alive = np.ones(len(odds), np.bool_)
    limit = np.log(least / (1 - least))
    while True:
        with np.errstate(invalid="ignore", divide="ignore"):
            means = np.where(counts > 0, sums / counts, -np.inf)
        means[~alive] = means[:, ~alive] = -np.inf
        np.fill_diagonal(means, -np.inf)
        if not means.size or means.max() < limit:
            return sorted(sorted(cluster) for n, cluster in enumerate(clusters) if n >= len(alive) or alive[n])
        a, b = sorted(np.unravel_index(int(means.argmax()), means.shape))
        clusters[a] += clusters[b]
        alive[b] = False
        for table in (sums, counts):
            table[a] += table[b]
            table[:, a] += table[:, b]
