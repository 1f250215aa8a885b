"""What a contested record suspends: alerts and results that do not stand without it.

Suspended is what is to the household's disadvantage. A signal of need (漏保, 主动发现) is never held back for
it, and neither is a finding that stands without the record: to contest one bill of twelve leaves the others said.
A finding of several records bears the number of one of them, and stands though it is that one which is contested.
"""

from __future__ import annotations

import polars as pl

from schemas.published import of_model
from schemas.published.disputed import VerificationDisputes
from transforms.alert_evidence import pointer
from transforms.handling.tonight import needed, standing

PUBLISHED = of_model(VerificationDisputes).dtypes
_FINDING = ["rule_id", "anchor_table", "anchor_record_no"]
_HOUSEHOLD = ["household_no", "program", "record_no"]
_ADVERSE = ("fail", "needs_review")


def touched(alerts: pl.DataFrame, records: pl.DataFrame, concerned: pl.DataFrame) -> pl.DataFrame:
    """Standing alerts that may rest on a contested record: alert_id, dispute_id (the first), rule and anchor.

    Those whose evidence names it, and all of the households it concerns: a sum may hold a record that it does not name.
    `alerts`: of `advance`; `records`: standing.suspended_records; `concerned`: household_no, dispute_id.
    """
    contested = records.select("dispute_id", record=pointer(pl.col("source_table"), pl.col("record_no")))
    adverse = alerts.filter(standing(), ~needed(pl.col("rule_id")))
    named = adverse.select("alert_id", *_FINDING, record="rests_on").explode("record", empty_as_null=True)
    theirs = adverse.select("alert_id", *_FINDING, "household_no").join(
        concerned.select("household_no", "dispute_id").drop_nulls().unique(), on="household_no"
    )
    resting = pl.concat([named.join(contested, on="record").drop("record"), theirs.drop("household_no")])
    return resting.sort("alert_id", "dispute_id").unique("alert_id", keep="first", maintain_order=True)


def resting_only_on(touched: pl.DataFrame, without: pl.DataFrame, alerts: pl.DataFrame) -> pl.DataFrame:
    """alert_id, dispute_id of those that the rules do not find without the contested records.

    Found again is also a finding that now bears another record of the same alert, one that no alert of its own bears
    tonight: with its anchor contested, a group is found under the next of its records. `alerts`: as for `touched`.
    """
    own = alerts.filter(standing())
    found = without.select(_FINDING).unique()
    moved = found.join(own, on=_FINDING, how="anti").select("rule_id", record=pointer(*map(pl.col, _FINDING[1:])))
    resting = own.select("alert_id", "rule_id", record="rests_on").explode("record", empty_as_null=True)
    again = resting.join(moved, on=["rule_id", "record"], how="semi")
    only = touched.join(found, on=_FINDING, how="anti").join(again, on="alert_id", how="anti")
    return only.select("alert_id", "dispute_id")


def suspended_results(
    results: pl.DataFrame, without: pl.DataFrame, disputes: pl.DataFrame, touching: pl.DataFrame
) -> pl.DataFrame:
    """Adverse results that are another one without the contested records; PUBLISHED.

    results, without: of the step assess, with and without them; disputes: of `standing`; touching: household_no,
    dispute_id of contested records that concern a household.
    """
    other = without.select(*_HOUSEHOLD, without="outcome")
    rows = results.filter(pl.col("outcome").is_in(_ADVERSE))
    rows = rows.join(other, on=_HOUSEHOLD, how="left", nulls_equal=True, maintain_order="left")
    rows = rows.filter(pl.col("without").ne_missing(pl.col("outcome")))
    # a result that only likely links fail is put forward so already; with less to go on it is no worse
    rows = rows.filter(~((pl.col("outcome") == "needs_review") & (pl.col("without") == "fail").fill_null(False)))
    own = disputes.filter("suspends").select("household_no", "dispute_id")
    named = pl.concat([own, touching.select("household_no", "dispute_id")]).drop_nulls().unique()
    named = named.group_by("household_no").agg(disputes=pl.col("dispute_id").unique().sort())
    rows = rows.join(named, on="household_no", how="left", maintain_order="left")
    review = (pl.col("without") == "needs_review").fill_null(False)
    rows = rows.with_columns(
        pl.col("disputes").fill_null([]),
        put_forward=pl.when(review).then(pl.lit("needs_review")).otherwise(pl.lit("suspended")),
        reason=pl.when(review)
        .then(pl.lit("不计有异议的记录，不符合只以尚未确认的身份关联为依据，先核实身份"))
        .otherwise(pl.lit("不计有异议的记录则不是不符合；异议了结前不据以办理")),
    )
    return rows.select(pl.col(name).cast(dtype) for name, dtype in PUBLISHED.items()).sort("household_no", "program")
