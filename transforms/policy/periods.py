"""The policy of every stretch of days up to the as-of day: what a month of last year is computed with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import polars as pl

from transforms.policy.dated import PolicyFile, chain_of
from transforms.policy.resolve import EVERY_RESIDENCE, POLICY_SCHEMA, row_on

PERIOD_SCHEMA: dict[str, pl.DataType] = {
    **{name: POLICY_SCHEMA[name] for name in ("locality", "residence")},
    "in_force_from": pl.Date(),
    "in_force_until": pl.Date(),
    **{name: dtype for name, dtype in POLICY_SCHEMA.items() if name not in ("locality", "residence")},
}
_DAY = timedelta(days=1)


def policy_periods(policies: Sequence[PolicyFile], day: date) -> pl.DataFrame:
    """Grain: (locality, residence, in_force_from); between two of these days nothing changed there.

    Columns of the relation `policy`, and in_force_from, in_force_until (empty: the stretch that holds `day`). Days
    before a place's first value have no row. What begins after `day` is not in it.
    """
    rows = [
        {**row_on(chain_of(policies, policy.locality), policy.locality, residence, begin)}
        | {"in_force_from": begin, "in_force_until": None if follows is None else follows - _DAY}
        for policy in policies
        for begin, follows in pairwise([*_changes(chain_of(policies, policy.locality), day), None])
        if begin is not None
        for residence in EVERY_RESIDENCE
    ]
    return pl.DataFrame(rows, schema=PERIOD_SCHEMA, orient="row")


def _changes(chain: Sequence[PolicyFile], day: date) -> list[date]:
    """Days up to `day` on which a value of the chain begins, or the first one after its end."""
    values = [value for file in chain for value in file.values]
    begun = {value.valid_from for value in values if value.valid_from <= day}
    ended = {value.valid_until + _DAY for value in values if value.valid_until is not None and value.valid_until < day}
    return sorted(begun | ended)
