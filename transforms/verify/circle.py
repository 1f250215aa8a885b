"""Of last night's facts, those that a request can need: of the people asked about, and of those beside them.

Other departments' facts are taken of the people asked about alone. Of the centre's own registers also those of their
spouses and of the households they stand in, as rules on households ask them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from schemas.facts import FACTS

_ASKED_ELSEWHERE = ("household", "member", "authorisation", "person_reference", "number_doubt")
"""Made of the request, or taken by household."""


@dataclass(frozen=True, slots=True)
class Around:
    """facts: every fact of schemas.facts, in memory. keys: everybody whose facts of the own registers are in them.

    register: last night's authorisations of the people asked about, with household_no.
    """

    facts: dict[str, pl.DataFrame]
    keys: pl.Series
    register: pl.DataFrame


def around(facts: Mapping[str, pl.LazyFrame], asked: pl.Series, replaced: pl.Series, own: str) -> Around:
    """facts: last night's, by name. asked: person keys. replaced: household_no that the request tells anew.

    own: the department whose registers are the centre's, as source_table begins.
    """
    partners = facts["marriage"].filter(pl.col("person_key").is_in(asked.implode())).select("partner_key").collect()
    near = pl.concat([asked, partners["partner_key"].drop_nulls()]).unique()
    homes = facts["member"].filter(pl.col("person_key").is_in(near.implode())).select("household_no").collect()
    numbers = homes["household_no"].drop_nulls().unique()
    numbers = numbers.filter(~numbers.is_in(replaced.implode()))
    members = facts["member"].filter(pl.col("household_no").is_in(numbers.implode())).collect()
    keys = pl.concat([near, members["person_key"].drop_nulls()]).unique().sort()
    found = {name: pl.DataFrame(schema=fact.polars_schema) for name, fact in FACTS.items()}
    found["household"] = facts["household"].filter(pl.col("household_no").is_in(numbers.implode())).collect()
    found["member"] = members
    for name, fact in facts.items():
        if name not in _ASKED_ELSEWHERE:
            found[name] = fact.filter(_concerned(name, asked, keys, own)).collect()
    signed = pl.col("person_key").is_in(asked.implode())
    register = facts["authorisation"].filter(signed).collect()
    order = ["source_table", "record_no"]
    return Around({name: frame.sort(order, maintain_order=True) for name, frame in found.items()}, keys, register)


def _concerned(name: str, asked: pl.Series, keys: pl.Series, own: str) -> pl.Expr:
    """Own registers: any person of the row is one of `keys`; other departments: its person is asked about."""
    named = [c for c in FACTS[name].columns if c.endswith("_key") and not c.endswith("_apart_key")]
    if not named:
        return pl.lit(value=False)
    ours = pl.col("source_table").str.starts_with(f"{own}.")
    anybody = pl.any_horizontal(pl.col(column).is_in(keys.implode()) for column in named)
    if "person_key" not in named:
        return ours & anybody
    return (ours & anybody) | (~ours & pl.col("person_key").is_in(asked.implode()))
