"""The authorisation gate: for each person, purpose, source and day, whether that source may be asked, and why.

One pure function decides, at the join: what it does not open never becomes a row of a report or of a relation that a
rule reads. A source that the law opens is told as such; one that nothing opens is 未授权,未查询.
"""

from __future__ import annotations

from typing import Final

import polars as pl

BY_GRANT: Final = "授权"
BY_LAW: Final = "法定"
UNREADABLE: Final = "授权书的内容读不出，不予采信"
GRANTS: Final[dict[str, pl.DataType]] = {
    "request_no": pl.String(),
    "person_key": pl.String(),
    "purpose": pl.String(),
    "signed_on": pl.Date(),
    "valid_until": pl.Date(),
    "revoked_on": pl.Date(),
    "opens": pl.List(pl.String()),
    "void": pl.String(),
}
"""Grain: one signature. opens: the tables it names, null for every one of the purpose. void: why it does not count."""
_KEY: Final = ["request_no", "person_key", "purpose", "source_table"]


def gate(asked: pl.DataFrame, grants: pl.DataFrame, revoked: pl.DataFrame) -> pl.DataFrame:
    """One row for each row of `asked`, in its order, with `basis` (授权, 法定, or null: closed) and `ground`.

    asked: request_no, person_key, purpose, source_table, day, statute (the law that opens the source, else null).
    grants: GRANTS. revoked: person_key, purpose, revoked_on: revocations told elsewhere (last night's register); each
    ends every signature of that person for that purpose made up to its day, whatever household it was made for.
    ground: the statute, or why it is closed. A grant counts on a day from signed_on to valid_until, both included,
    and not from revoked_on on: a revocation counts on its own day.
    """
    person = ["person_key", "purpose"]
    ends = grants.select(*person, "signed_on").join(revoked, on=person)
    ends = ends.filter(pl.col("revoked_on") >= pl.col("signed_on"))
    ended = ends.group_by(*person, "signed_on").agg(elsewhere=pl.col("revoked_on").min())
    signed = grants.join(ended, on=[*person, "signed_on"], how="left", nulls_equal=True)
    pairs = asked.select(*_KEY, "day").unique().join(signed, on=["request_no", *person])
    judged = pairs.with_columns(why=_why()).select(*_KEY, "day", "why")
    best = judged.group_by(*_KEY, "day").agg(
        live=(pl.col("why") == "").any(), why=pl.col("why").filter(pl.col("why") != "").sort().unique().str.join("、")
    )
    closed = pl.when(pl.col("live").is_null()).then(pl.lit("没有授权书")).otherwise("why")
    by_law, live = pl.col("statute").is_not_null(), pl.col("live").fill_null(value=False)
    return (
        asked.join(best, on=[*_KEY, "day"], how="left", maintain_order="left")
        .with_columns(
            basis=pl.when(by_law).then(pl.lit(BY_LAW)).when(live).then(pl.lit(BY_GRANT)),
            ground=pl.when(by_law).then("statute").when(~live).then(closed),
        )
        .drop("live", "why")
    )


def _why() -> pl.Expr:
    """Why a signature does not open a source on a day; empty where it does."""
    day = pl.col("day")
    revoked_on = pl.min_horizontal("revoked_on", "elsewhere")
    named = pl.col("opens").is_null() | pl.col("opens").list.contains(pl.col("source_table"))
    return (
        pl.when(pl.col("void").is_not_null())
        .then("void")
        .when(pl.col("signed_on").is_null() | (pl.col("signed_on") > day))
        .then(pl.lit("核对日尚未签署"))
        .when(revoked_on <= day)
        .then(pl.lit("授权已撤销"))
        .when(pl.col("valid_until") < day)
        .then(pl.lit("授权已过期"))
        .when(~named)
        .then(pl.lit("授权范围不含此来源"))
        .otherwise(pl.lit(""))
    )


def unread_is_void(register: pl.DataFrame, defects: pl.DataFrame) -> pl.DataFrame:
    """Signatures of last night's register with `void`: one whose last day cannot be read may be over, or revoked.

    register: fact authorisation. defects: source_table, record_no, column_name of cells that could not be read.
    """
    days = defects.filter(pl.col("column_name").is_in(["valid_until", "revoked_on"]))
    unread = days.select("source_table", "record_no").unique().with_columns(void=pl.lit(UNREADABLE))
    return register.join(unread, on=["source_table", "record_no"], how="left", maintain_order="left")


def in_words(gated: pl.DataFrame) -> pl.DataFrame:
    """line, authorised: in words, how far the sources that an authorisation opens are open for a member."""
    by_grant = gated.filter(pl.col("statute").is_null())
    opened = (pl.col("basis") == BY_GRANT).fill_null(value=False)
    told = by_grant.group_by("line", maintain_order=True).agg(
        all_open=opened.all(), some=opened.any(), why=pl.col("ground").drop_nulls().unique().sort().str.join("、")
    )
    return told.select(
        "line",
        authorised=pl.when("all_open")
        .then(pl.lit("已授权"))
        .when("some")
        .then(pl.lit("部分授权（") + pl.col("why") + "）")
        .otherwise(pl.lit("未授权（") + pl.col("why") + "）"),
    )


def let_through(fact: pl.DataFrame, opened: pl.DataFrame, own: frozenset[str], closed: pl.DataFrame) -> pl.DataFrame:
    """Rows of a fact that a world may hold.

    opened: person_key, source_table. own: tables of the centre's own registers that no purpose names; their rows pass.
    closed: person_key of everybody asked about; a row that would be theirs once likely links are not believed
    (x_apart_key) passes only where it is open to them too. A fact without a person passes from own tables only.
    """
    passes = pl.col("source_table").is_in(list(own))
    if "person_key" not in fact.columns:
        return fact.filter(passes)
    named = fact.with_row_index("at")
    mine = named.join(opened.unique(), on=["person_key", "source_table"], how="semi")
    apart = opened.unique().rename({"person_key": "person_apart_key"})
    foreign = mine.join(closed.select(person_apart_key="person_key").unique(), on="person_apart_key", how="semi").join(
        apart, on=["person_apart_key", "source_table"], how="anti"
    )
    kept = mine.join(foreign.select("at"), on="at", how="anti")["at"]
    return named.filter(passes | pl.col("at").is_in(kept.implode())).drop("at")
