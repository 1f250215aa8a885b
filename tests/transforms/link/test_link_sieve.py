"""A few hashes among many are found, and no other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.link.sieve import among, sieve_of

HASHES = st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 9) | st.integers(1, 9).map(lambda n: n << 40), max_size=40)


@settings(deadline=None)
@given(HASHES, HASHES)
def test_what_is_wanted_is_found_and_nothing_else(hashes, wanted):
    arrays = [np.array(given, dtype=np.uint64) for given in (hashes, wanted)]
    assert among(*arrays).tolist() == [one in wanted for one in hashes]


@pytest.mark.parametrize(("many", "bits"), [(0, 12), (100, 15), (10**6, 24)])
def test_a_sieve_is_no_larger_than_what_is_sought_asks_for(many, bits):
    assert len(sieve_of(np.arange(many, dtype=np.uint64))) == 1 << bits
