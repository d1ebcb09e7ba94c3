"""How much more often things stand together than by chance. Pure."""

from __future__ import annotations

import numpy as np

from indexer.hashing import Array


def likelihood(together: Array, total: int, rates: Array) -> Array:
    """f64: the log-likelihood ratio G², negative where things are together less often than by chance.

    together: how many of `total` places have each thing; rates: the share of places that have it anywhere.
    Source: Dunning, Accurate Methods for the Statistics of Surprise and Coincidence (1993).
    """
    rates = np.clip(rates, 1e-9, 1 - 1e-9)
    apart = total - together
    ratio = 2 * (_part(together, total * rates) + _part(apart, total * (1 - rates)))
    return np.where(together > total * rates, ratio, -ratio)


def _part(seen: Array, expected: Array) -> Array:
    """seen · ln(seen / expected), 0 where nothing is seen."""
    share = seen / expected
    return seen * np.log(share, where=share > 0, out=np.zeros(len(share)))
