"""Which households of a request stand in one world, and who of them may be measured."""

from __future__ import annotations

import polars as pl

from transforms.verify.gate import BY_GRANT, BY_LAW


def whole(gated: pl.DataFrame) -> pl.DataFrame:
    """request_no, person_key of members all of whose sources asked by authorisation are open."""
    by_grant = gated.filter(pl.col("basis").ne_missing(BY_LAW))
    return (
        by_grant.group_by("request_no", "person_key", maintain_order=True)
        .agg(all_open=(pl.col("basis").eq_missing(BY_GRANT)).all())
        .filter("all_open")
        .select("request_no", "person_key")
    )


def worlds(members: pl.DataFrame, households: pl.DataFrame) -> dict[str, int]:
    """Household of the request -> number of its world, from 0: the first in which none of its people stands yet."""
    numbers = dict(households.select("request_no", "household_no").iter_rows())
    taken: list[set[str]] = []
    found: dict[str, int] = {}
    for (request_no,), part in members.group_by("request_no", maintain_order=True):
        mine = {*part["person_key"], f"户{numbers.get(str(request_no))}"} - {"户None"}
        at = next((place for place, there in enumerate(taken) if not there & mine), len(taken))
        if at == len(taken):
            taken.append(set())
        taken[at] |= mine
        found[str(request_no)] = at
    return found
