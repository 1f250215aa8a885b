"""Requests about households that a night has verified already."""

from __future__ import annotations

from typing import Any

import polars as pl

from tests.flows.nights import THIRD, Nights
from transforms.verify.request import SPEC

HEADERS = {column.name: column.header for column in SPEC.columns if column.name != "record_no"}
PROGRAMS = ["最低生活保障", "低保边缘", "刚性支出困难"]


def tonight(nights: Nights, *parts: str) -> pl.DataFrame:
    return pl.read_parquet(nights.home.joinpath("lake", "nights", str(THIRD), *parts))


def requested(nights: Nights, **changed: Any) -> pl.DataFrame:
    """Every household that last night verified under one program, asked about again as the register has it."""
    homes = tonight(nights, "assemble", "household", "*.parquet").filter(pl.col("program").is_in(PROGRAMS))
    verified = tonight(nights, "assess", "verification.parquet").select("record_no", "household_no")
    homes = homes.join(verified, on=["record_no", "household_no"], how="semi")
    members = tonight(nights, "assemble", "member", "*.parquet")
    people = tonight(nights, "link", "people.parquet")
    heads = members.filter((pl.col("relation") == "本人") & (pl.col("member_kind") == "共同生活"))
    alone = heads.group_by("household_no").len().filter(pl.col("len") == 1)
    once = homes.filter(pl.len().over("household_no") == 1).join(alone, on="household_no", how="semi")
    whole = members.group_by("household_no").agg(twice=pl.col("person_key").is_duplicated().any())
    once = once.join(whole.filter(~pl.col("twice")), on="household_no", how="semi")
    rows = once.join(members, on="household_no", suffix="_member", maintain_order="left").join(people, on="person_key")
    text = rows.select(
        "household_no", "program", "division_code", "residence", "name", "id_number", "relation", "member_kind",
        "declared_work", request_no="household_no", purpose=pl.lit("社会救助"), applied_on=pl.lit(str(THIRD)),
        declared_income_yuan_month=pl.col("declared_income_yuan_month").cast(pl.String),
    )  # fmt: skip
    return text.with_columns(**{name: pl.lit(value) for name, value in changed.items()}).sort("request_no", "relation")
