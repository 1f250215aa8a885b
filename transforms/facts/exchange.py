"""Facts from other centres (异地核对): what they found reaches the same facts as what our own departments deliver.

Of several answers of one centre on one item of one person the newest counts, so that a home that was sold is gone with
the next answer; an item not asked or not answered takes nothing back. What the other centre could only suspect (疑似)
stands like a likely link: in the world apart it is nobody's.
"""

from __future__ import annotations

import polars as pl

from transforms.facts.keyed import Builders, Keyed

_ANSWERED = ("查得", "疑似", "未查得")
_INCOME = {"养老金": "pension", "社会保险缴费": "contribution", "就业登记": "employment"}


def _found(keyed: Keyed, *items: str) -> pl.LazyFrame:
    """Records found of these items, of the newest answer of each centre for each person and item."""
    rows = keyed.with_person("subject").filter(pl.col("item").is_in(items), pl.col("result").is_in(_ANSWERED))
    said = pl.format("{} {}", "answered_on", "request_no")
    rows = rows.filter(said == said.max().over("person_key", "item", "centre_code"))
    return rows.filter(pl.col("result") != "未查得").with_columns(
        person_apart_key=pl.when(pl.col("result") == "查得").then("person_apart_key")
    )


def assets(keyed: Keyed) -> pl.LazyFrame:
    """Titles elsewhere."""
    return _found(keyed, "不动产").with_columns(
        kind=pl.lit("registered"),
        on_date="from_on",
        status="state",
        owner_index=pl.lit(1, pl.Int16),
        ended_on="until_on",
    )


def incomes(keyed: Keyed) -> pl.LazyFrame:
    """Pensions, contributions and employments elsewhere."""
    return _found(keyed, *_INCOME).with_columns(
        kind=pl.col("item").replace_strict(_INCOME), scheme="category", status="state"
    )


def deaths(keyed: Keyed) -> pl.LazyFrame:
    """Deaths registered elsewhere."""
    return _found(keyed, "死亡").filter(pl.col("died_on").is_not_null())


def aid_elsewhere(keyed: Keyed) -> pl.LazyFrame:
    """Benefits that another place pays: a concept of its own, for our standards and payments say nothing of them."""
    return _found(keyed, "救助待遇").with_columns(program="category")


BUILDERS: Builders = {
    "exchange.answers": (
        ("asset", assets),
        ("income", incomes),
        ("death", deaths),
        ("aid_elsewhere", aid_elsewhere),
    )
}
