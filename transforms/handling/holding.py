"""Why an open alert is not put before staff though it stands (domain/rules.md section 9). Its state is never touched.

Each reason is a function of its own; of several the first holds, in the order of schemas.published.alerts.HELD_BACK.
An alert is held under another only while that other stands, undecided, readable and not itself held under a third, and
only if the other is at least as urgent: a vague question never hides a plain one.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from transforms.handling.tonight import Circumstances, class_of, standing, urgency

DEATH = "ZJ-01"
AFTER_DEATH = tuple(f"CB-{number:02}" for number in (*range(1, 11), *range(12, 16), 21))
"""Rules on income and property, which say nothing of a dead person."""
INCOME = "CB-07"
PARTS_OF_INCOME = ("CB-06", "CB-08", "CB-10")

Reason = Callable[[pl.DataFrame, Circumstances], pl.DataFrame]


def holding(rows: pl.DataFrame, now: Circumstances) -> pl.DataFrame:
    """Rows with held_back, held_back_under and held_back_why for every reason but cap and wave.

    Needs the columns of alerts, decision_id, disposition and merged_into.
    """
    left = rows.filter(standing()).with_columns(held_back_under=pl.lit(None, pl.String()))
    found = []
    for word, reason in REASONS.items():
        held = reason(left, now).select("alert_id", "held_back_under", held_back=pl.lit(word))
        left = left.join(held, on="alert_id", how="anti")
        found.append(held)
    rows = rows.join(pl.concat(found), on="alert_id", how="left", maintain_order="left")
    rows = rows.join(now.disputed, on="alert_id", how="left", maintain_order="left")
    return rows.with_columns(held_back_why=_why()).drop("dispute_id")


def decided(rows: pl.DataFrame, now: Circumstances) -> pl.DataFrame:
    """Alerts on which a decision holds."""
    return rows.filter(pl.col("decision_id").is_not_null())


def merged(rows: pl.DataFrame, now: Circumstances) -> pl.DataFrame:
    """Alerts that are one question with another since an identity merge."""
    return rows.filter(pl.col("merged_into").is_not_null()).with_columns(held_back_under="merged_into")


def source(rows: pl.DataFrame, now: Circumstances) -> pl.DataFrame:
    """Alerts that rest on something not delivered readable tonight."""
    return rows.filter("frozen")


def disputed(rows: pl.DataFrame, now: Circumstances) -> pl.DataFrame:
    """Alerts that stand only with a record that a household contests."""
    return rows.join(now.disputed, on="alert_id", how="semi")


def death(rows: pl.DataFrame, now: Circumstances) -> pl.DataFrame:
    """Income and property of a person paid after death; of the household too, if nobody counted in it is alive."""
    dead = _holders(rows.filter(pl.col("rule_id") == DEATH, pl.col("person_key").is_not_null()), "person_key")
    asked = rows.filter(pl.col("rule_id").is_in(AFTER_DEATH))
    homes = now.emptied.join(dead, on="person_key").sort("holder_urgency", "holder")
    homes = homes.unique("household_no", keep="first", maintain_order=True).drop("person_key")
    own = asked.filter(pl.col("person_key").is_not_null()).join(dead, on="person_key")
    whole = asked.filter(pl.col("person_key").is_null()).join(homes, on="household_no")
    return _no_less_urgent(pl.concat([own, whole], how="diagonal"))


def subsumed(rows: pl.DataFrame, now: Circumstances) -> pl.DataFrame:
    """Parts of a household's income, where the whole of it is in question."""
    whole = _holders(rows.filter(pl.col("rule_id") == INCOME, pl.col("household_no").is_not_null()), "household_no")
    return _no_less_urgent(rows.filter(pl.col("rule_id").is_in(PARTS_OF_INCOME)).join(whole, on="household_no"))


def application(rows: pl.DataFrame, now: Circumstances) -> pl.DataFrame:
    """What a household or person that has applied may lack: the application is being looked at.

    A person who is only perhaps the one who applied is not kept waiting for it.
    """
    asked = rows.filter(class_of(pl.col("rule_id")) == "LB")
    homes, people = (now.applying[name].drop_nulls().unique().implode() for name in ("household_no", "person_key"))
    sure = ~pl.col("person_key").is_in(list(now.doubtful))
    return asked.filter(pl.col("household_no").is_in(homes) | (pl.col("person_key").is_in(people) & sure))


REASONS: dict[str, Reason] = {
    "decided": decided,
    "merged": merged,
    "source": source,
    "disputed": disputed,
    "death": death,
    "subsumed": subsumed,
    "application": application,
}
"""The reasons in their order. Each gets the alerts that no earlier one holds back."""


def _holders(rows: pl.DataFrame, key: str) -> pl.DataFrame:
    """One alert for each key, the most urgent, then the oldest: key, holder (alert_id), holder_urgency."""
    first = rows.sort(urgency(pl.col("level")), "first_seen", "alert_id").unique(key, keep="first", maintain_order=True)
    return first.select(key, holder="alert_id", holder_urgency=urgency(pl.col("level")))


def _no_less_urgent(pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs in which the one held is not the more urgent."""
    kept = pairs.filter(urgency(pl.col("level")) >= pl.col("holder_urgency"))
    return kept.with_columns(held_back_under="holder")


def _why() -> pl.Expr:
    """The reason in Chinese; null where nothing is held back."""
    word, under = pl.col("held_back"), pl.col("held_back_under")
    return (
        pl.when(word == "decided")
        .then(pl.format("已有处置决定（{}），决定后证据未变", pl.col("disposition").fill_null("未注明")))
        .when(word == "merged")
        .then(pl.format("身份合并后与预警{}是同一人的同一问题，随该条办理", under))
        .when(word == "source")
        .then(pl.col("frozen_reason"))
        .when(word == "disputed")
        .then(pl.format("所依据的记录有异议{}，了结前不作不利处理", pl.col("dispute_id")))
        .when(word == "death")
        .then(pl.format("本人登记为已死亡，先核实预警{}", under))
        .when(word == "subsumed")
        .then(pl.format("已计入家庭收入，随预警{}一并核实", under))
        .when(word == "application")
        .then(pl.lit("本户有在办的申请，随申请一并核对"))
    )
