"""What else a row says of the people in it: household, account, telephone, address, division, employer.

A token is one such value as a 64-bit hash with its kind. Only rows with an open question are asked for tokens, and
of everybody else's only those that meet one of theirs, so that a city of a million stays small in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from transforms.link.addresses import plain_address

KINDS = ("household", "account", "partner", "phone", "address", "division", "employer")
KIN = KINDS[:5]
"""Kinds that one family shares: they are one field, of which the best counts."""

TOKENS = {"row": pl.UInt32(), "kind": pl.Enum(KINDS), "token": pl.UInt64()}
"""Grain: one value of one row; `row` as in the table in force. Hashes are seeded by kind: a token is of one kind."""

_BY_TYPE = {"phone": "phone", "division12": "division"}
_BY_NAME = {"household_no": "household", "bank_account": "account", "address": "address", "employer": "employer"}
_SHORTEST = {"address": 5, "phone": 7, "account": 8, "division": 9}
"""Characters below which a value says too little: '本村', a telephone extension, a county."""


class ColumnIn(Protocol):
    """A delivered column (schemas.types.ColumnSpec)."""

    @property
    def name(self) -> str: ...
    @property
    def type(self) -> str: ...


def context_columns(columns: Iterable[ColumnIn]) -> dict[str, str]:
    """Column -> kind of token, for the columns of a table that say where a person belongs."""
    kinds = {column.name: _BY_TYPE.get(column.type) or _BY_NAME.get(column.name) for column in columns}
    return {name: kind for name, kind in kinds.items() if kind}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which tokens of a table are asked for: of these `rows` only (sorted, unique), of these `kinds`, and only those
    that are in `wanted` (kind, token). None asks for all.
    """

    rows: pl.Series | None = None
    kinds: tuple[str, ...] = KINDS
    wanted: pl.DataFrame | None = None


Tokens = Callable[[str, Asked], pl.DataFrame]
"""Tokens of the rows of one table, by 'department.table' (columns of TOKENS): read again each time, never kept."""


def row_tokens(in_force: pl.DataFrame, columns: dict[str, str], asked: Asked) -> pl.DataFrame:
    """Tokens of the rows of one table (columns of TOKENS); `in_force` needs row and the columns named.

    `row` must count the frame's rows, as it does in a table in force.
    """
    if asked.rows is not None:
        in_force = in_force[asked.rows]
    parts = [pl.DataFrame(schema=TOKENS)]
    for name, kind in columns.items():
        if kind not in asked.kinds:
            continue
        # A city has some thousand employers on millions of rows: each value is made plain once.
        values = _tokens_of_values(in_force[name].unique(), kind)
        if asked.wanted is not None:
            values = values.join(asked.wanted.filter(pl.col("kind") == kind), on="token", how="semi")
        told = in_force.lazy().select("row", pl.col(name).alias("value")).join(values.lazy(), on="value").collect()
        parts.append(
            told.select(pl.col("row").cast(pl.UInt32), pl.lit(kind).cast(pl.Enum(KINDS)).alias("kind"), "token")
        )
    return pl.concat(parts)


def _tokens_of_values(values: pl.Series, kind: str) -> pl.DataFrame:
    """value, token of the values that are long enough to say something."""
    value = pl.col("value")
    plain = plain_address(value) if kind == "address" else value.str.normalize("NFKC").str.replace_all(r"\s", "")
    return (
        values.alias("value")
        .to_frame()
        .drop_nulls()
        .with_columns(plain=plain)
        .filter(pl.col("plain").str.len_chars() >= _SHORTEST.get(kind, 1))
        .select("value", token=pl.col("plain").hash(KINDS.index(kind)))
    )


def token_columns(in_force: pl.DataFrame, columns: Mapping[str, str]) -> pl.DataFrame:
    """One UInt64 column for each context column (column -> kind): the token of the row's value, or null."""
    found = []
    for name, kind in columns.items():
        values = _tokens_of_values(in_force[name].unique(), kind)
        told = in_force.select(value=name).join(values, on="value", how="left", maintain_order="left")
        found.append(told["token"].alias(name))
    return pl.DataFrame(found)


def tokens_of(told: Mapping[str, pl.DataFrame]) -> Tokens:
    """Tokens (columns of TOKENS) that are in memory already, by table: for tests and small cities."""

    def answer(key: str, asked: Asked) -> pl.DataFrame:
        rows = told.get(key, pl.DataFrame(schema=TOKENS)).filter(pl.col("kind").is_in(asked.kinds))
        if asked.rows is not None:
            rows = rows.filter(pl.col("row").is_in(asked.rows.implode()))
        return rows if asked.wanted is None else rows.join(asked.wanted, on=["kind", "token"], how="semi")

    return answer


def partner_tokens(placed: pl.DataFrame) -> pl.DataFrame:
    """Who else stands in the same row: place, kind, token. `placed`: row, place, group (null where open).

    Both spouses of a marriage, a child and its parents, an official and a relative, buyer and seller.
    """
    several = placed.filter(pl.len().over("row") > 1)
    if several.is_empty():
        return pl.DataFrame(schema={"place": pl.UInt32, "kind": pl.Enum(KINDS), "token": pl.UInt64})
    known = several.filter(pl.col("group").is_not_null()).select("row", other="group")
    return (
        several.join(known, on="row")
        .filter(pl.col("group").ne_missing(pl.col("other")))
        .select("place", pl.lit("partner").cast(pl.Enum(KINDS)).alias("kind"), partner_of("other").alias("token"))
        .unique(maintain_order=True)
    )


def partner_of(group: str) -> pl.Expr:
    """The token of standing beside the person of a group."""
    return pl.col(group).hash(KINDS.index("partner"))
