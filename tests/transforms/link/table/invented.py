"""Small tables of invented people for the tests of the linking engine, with known truth and planted damage."""

from __future__ import annotations

import numpy as np
import polars as pl

FIRST = [
    a + b for a in ("al", "be", "co", "da", "el", "fa", "gi", "ho") for b in ("na", "rick", "mi", "to", "vern", "zu")
]
LAST = [
    a + b for a in ("smi", "bro", "tay", "wil", "joh", "dav", "ev", "tho") for b in ("th", "wn", "lor", "son", "ies")
]

SETTINGS = """
unique_id: id
one_to_one: {one}
fields:
  first: {{kind: text}}
  last: {{kind: text}}
  born: {{kind: date}}
  code: {{kind: code}}
  town: {{kind: text}}
comparisons:
  first: [exact_tf, {{edit: 1}}]
  last: [exact_tf, {{edit: 1}}]
  born: [exact, day_month, one_digit]
  code: [exact, one_digit]
  town: [exact]
blocking:
  - [code]
  - [first, last]
  - [born]
"""


def people(size: int, seed: int = 7) -> pl.DataFrame:
    """id, entity and five fields of different people."""
    rng = np.random.Generator(np.random.PCG64(seed))
    days = rng.integers(-10_000, 15_000, size).astype("datetime64[D]").astype(str)
    return pl.DataFrame(
        {
            "entity": np.arange(size),
            "first": [FIRST[k] for k in rng.integers(0, len(FIRST), size)],
            "last": [LAST[k] for k in rng.integers(0, len(LAST), size)],
            "born": [day.replace("-", "") for day in days],
            "code": [str(k) for k in rng.permutation(900_000)[:size] + 100_000],
            "town": [f"town{k}" for k in rng.integers(0, 20, size)],
        }
    )


def copied(table: pl.DataFrame, rate: float, seed: int = 8) -> pl.DataFrame:
    """The same people with `rate` of the values of each field replaced by another person's."""
    rng = np.random.Generator(np.random.PCG64(seed))
    columns = {"entity": table["entity"]}
    for name in ("first", "last", "born", "code", "town"):
        hit = rng.random(table.height) < rate
        other = table[name].gather(rng.permutation(table.height))
        columns[name] = pl.select(pl.when(pl.Series(hit)).then(other).otherwise(table[name])).to_series()
    return pl.DataFrame(columns)


def named(table: pl.DataFrame, prefix: str) -> pl.DataFrame:
    """With ids `prefix` and number."""
    return table.with_columns(id=prefix + pl.int_range(pl.len()).cast(pl.String))
