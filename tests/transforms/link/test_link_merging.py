"""Frames kept in order: the same as sorting everything anew."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from transforms.link.merging import merged

KEYS = st.one_of(st.lists(st.integers(0, 20), max_size=12), st.lists(st.text("PQ0123", max_size=3), max_size=12))


def frame(keys: list[int] | list[str], side: str, dtype: pl.DataType) -> pl.DataFrame:
    """Rows in order of key, each with a text that says whose it is."""
    rows = pl.DataFrame({"key": pl.Series(sorted(keys), dtype=dtype)}).with_row_index("turn")
    return rows.select("key", says=pl.format("{} {}", pl.lit(side), "turn"))


@given(KEYS, st.data())
def test_merged_is_what_sorting_gives(keys, data):
    dtype = pl.String() if any(isinstance(key, str) for key in keys) else pl.Int64()
    more = data.draw(st.lists(st.sampled_from(keys), max_size=6)) if keys else []
    stays = np.array(data.draw(st.lists(st.booleans(), min_size=len(keys), max_size=len(keys))), dtype=bool)
    old, new = frame(keys, "old", dtype), frame(more, "new", dtype)
    for mask in (stays, None):
        kept = old if mask is None else old.filter(pl.Series(mask, dtype=pl.Boolean))
        expected = pl.concat([kept, new]).sort("key", maintain_order=True)
        assert_frame_equal(merged(old, new, "key", mask), expected)


@pytest.mark.parametrize("new", [[], [5], [1, 9]])
def test_columns_and_types_are_those_of_the_frame(new):
    old = pl.DataFrame({"key": [2, 7], "n": [1, 2]}, schema={"key": pl.Int64, "n": pl.UInt32})
    more = pl.DataFrame(
        {"n": [3] * len(new), "other": ["x"] * len(new), "key": new}, schema_overrides={"key": pl.Int64}
    )
    found = merged(old, more, "key")
    assert found.schema == old.schema
    assert found["key"].to_list() == sorted([2, 7, *new])
