"""A few numbers sought among millions: most of those that are not sought are sorted out by their last bits."""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.link.segments import Mask, Numbers

_LEAST, _MOST = 12, 24
"""Bits that a sieve asks."""


def sieve_of(wanted: Numbers) -> Mask:
    """Which endings some wanted number (a hash) has: few of all, so that few others come through."""
    bits = min(max((len(wanted) << 8).bit_length(), _LEAST), _MOST)
    sieve = np.zeros(1 << bits, bool)
    sieve[wanted & np.uint64(len(sieve) - 1)] = True
    return sieve


def sifted(hashes: Numbers, sieve: Mask) -> Mask:
    """Which hashes have a wanted one's ending."""
    found: Mask = sieve[hashes & np.uint64(len(sieve) - 1)]
    return found


def among(hashes: Numbers, wanted: Numbers) -> Mask:
    """Which hashes are wanted ones."""
    found = sifted(hashes, sieve_of(wanted))
    places = np.flatnonzero(found)
    if len(places):
        found[places] = pl.Series(hashes[places]).is_in(pl.Series(wanted).implode()).to_numpy()
    return found
