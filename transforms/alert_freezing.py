"""What an alert rests on, and whether tonight's deliveries let anything be said of it.

A record rested on is named by its pointer, `department.table#record_no`: the anchor, the evidence, the household's own
row, the member row of the person (of every member where the alert names nobody), and, of a rule that looks at other
departments by consent, the authorisations that let it look: the person's (every counted member's).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from transforms.alert_evidence import distinct, pointer, pointers

_PLACE = ("division_code", "household_no")


@dataclass(frozen=True, slots=True)
class Tonight:
    """What the life cycle needs to know of a night. Tables are named `department.table`.

    rules           rule_id, title, level, version, needs (list of tables), authorisation: every rule asked tonight
    feeds           table, readable: false for held, rejected, missing; a table without a row was not delivered
    unreadable      source_table, record_no: rows quarantined in the state delivery in force; record_no may be null
    household_rows  household_no, program, person_key, source_table, record_no: rows of `household` (person_key null)
                    and `member` (program null) in force tonight
    authorisations  household_no, person_key, source_table, record_no: those in force of counted members
    present         source_table, record_no: all records in force of the tables where `unreadable` has a null record_no
    skipped         rule_id, division_code, household_no (may be left out): rules not asked there for want of a policy
                    value; null means every place, every household
    """

    night: date
    rules: pl.DataFrame
    feeds: pl.DataFrame
    unreadable: pl.DataFrame
    household_rows: pl.DataFrame
    authorisations: pl.DataFrame
    present: pl.DataFrame | None = None
    skipped: pl.DataFrame | None = None


def rests_on(rows: pl.DataFrame, tonight: Tonight) -> pl.DataFrame:
    """Add `rests_on` to tonight's findings, which need alert_id, rule, anchor, household, person and evidence."""
    by_consent = tonight.rules.filter("authorisation")["rule_id"].implode()
    theirs = pl.concat(
        [
            _household_pointers(rows, tonight.household_rows),
            _authorisation_pointers(rows.filter(pl.col("rule_id").is_in(by_consent)), tonight.authorisations),
        ]
    )
    theirs = theirs.group_by("alert_id").agg(household_rests_on="record")
    rows = rows.join(theirs, on="alert_id", how="left")
    anchor = pointer(pl.col("anchor_table"), pl.col("anchor_record_no"))
    named = pl.concat_list(pointers(pl.col("evidence")), anchor, *filled("household_rests_on"))
    # A finding about a delivery rests on no record: that its table is unreadable is what it says.
    of_delivery = tonight.rules.filter(pl.col("needs").list.len() == 0)["rule_id"].implode()
    rests = pl.when(pl.col("rule_id").is_in(of_delivery)).then(pl.lit([], pl.List(pl.String))).otherwise(named)
    return rows.with_columns(rests_on=distinct(rests))


_RECORD = pointer(pl.col("source_table"), pl.col("record_no")).alias("record")
# A row of the person, or of anybody where the alert names nobody.
_CONCERNS = (pl.col("person_key_row") == pl.col("person_key")) | (
    pl.col("person_key_row").is_not_null() & pl.col("person_key").is_null()
)


def _household_pointers(rows: pl.DataFrame, household_rows: pl.DataFrame) -> pl.DataFrame:
    """alert_id, record: pointers of the household's row and of the member rows that count."""
    theirs = rows.select("alert_id", "household_no", "program", "person_key").join(
        household_rows, on="household_no", suffix="_row"
    )
    own_row = pl.col("person_key_row").is_null() & (pl.col("program_row") == pl.col("program")).fill_null(True)
    return theirs.filter(own_row | _CONCERNS.fill_null(False)).select("alert_id", _RECORD)


def _authorisation_pointers(rows: pl.DataFrame, authorisations: pl.DataFrame) -> pl.DataFrame:
    """alert_id, record: pointers of the authorisations without which nothing would have been looked at."""
    theirs = rows.select("alert_id", "household_no", "person_key").join(
        authorisations, on="household_no", suffix="_row"
    )
    return theirs.filter(_CONCERNS).select("alert_id", _RECORD)


def still_resting_on(both: pl.DataFrame, tonight: Tonight) -> pl.DataFrame:
    """Add `unread`, the records an alert rests on that could not be read tonight, and carry them on in `rests_on`.

    A record rested on before stays rested on while it is unreadable: it is not among tonight's rows to be found again.
    """
    if tonight.unreadable.is_empty():
        now = pl.when("found").then(*filled("rests_on_found")).otherwise(*filled("rests_on"))
        return both.with_columns(unread=pl.lit(None, pl.List(pl.String())), rests_on=now)
    resting = pl.concat([both.select("alert_id", record=name) for name in ("rests_on", "rests_on_found")])
    resting = resting.explode("record", empty_as_null=False, keep_nulls=False)
    named = tonight.unreadable.select(record=pointer(pl.col("source_table"), pl.col("record_no"))).drop_nulls()
    unread = resting.join(pl.concat([named, _nameless(resting, tonight)]).unique(), on="record", how="semi")
    unread = unread.group_by("alert_id").agg(unread=pl.col("record").unique().sort())
    both = both.join(unread, on="alert_id", how="left")
    now = distinct(pl.concat_list(filled("rests_on_found", "unread")))
    return both.with_columns(rests_on=pl.when("found").then(now).otherwise(*filled("rests_on")))


def _nameless(resting: pl.DataFrame, tonight: Tonight) -> pl.DataFrame:
    """Records rested on that are gone from a table with a quarantined row nobody can name: it may be that row."""
    tables = tonight.unreadable.filter(pl.col("record_no").is_null())["source_table"].unique()
    gone = (
        resting.select("record").unique().filter(pl.col("record").str.split("#").list.first().is_in(tables.implode()))
    )
    if tonight.present is None:
        return gone
    there = tonight.present.select(record=pointer(pl.col("source_table"), pl.col("record_no")))
    return gone.join(there, on="record", how="anti")


def filled(*columns: str) -> list[pl.Expr]:
    """List columns with an empty list for null."""
    return [pl.col(column).fill_null(pl.lit([], dtype=pl.List(pl.String()))) for column in columns]


def frozen(both: pl.DataFrame, tonight: Tonight) -> pl.DataFrame:
    """alert_id, why: the Chinese reasons an alert is frozen tonight, one row for each frozen alert."""
    readable = tonight.feeds.filter("readable")["table"].implode()
    needs = tonight.rules.select("rule_id", table="needs").explode("table", empty_as_null=False)
    stale = needs.filter(~pl.col("table").is_in(readable)).group_by("rule_id").agg(pl.col("table").unique().sort())
    asked = both.select(
        *("alert_id", "rule_id", "unread"),
        *(pl.coalesce(f"{name}_found", name).alias(f"{name}_asked") for name in _PLACE),
    )
    feeds = asked.join(stale, on="rule_id").select("alert_id", rank=0, why="本夜未收到可读的" + _joined("table"))
    rows = asked.filter(pl.col("unread").is_not_null()).select(
        "alert_id", rank=1, why="记录未能读取：" + _joined("unread")
    )
    unasked = asked.join(tonight.rules, on="rule_id", how="anti")
    retired = unasked.select("alert_id", rank=2, why=pl.lit("本夜未执行该规则"))
    reasons = [feeds, rows, retired, *_skipped(asked, tonight.skipped)]
    reasons = [part.with_columns(pl.col("rank").cast(pl.Int8())) for part in reasons]
    return pl.concat(reasons).sort("rank").group_by("alert_id", maintain_order=True).agg(pl.col("why").str.join(";"))


def _joined(column: str) -> pl.Expr:
    return pl.col(column).list.join("、")


def _skipped(asked: pl.DataFrame, skipped: pl.DataFrame | None) -> list[pl.DataFrame]:
    """Alerts of rules that a place's policy did not let be asked."""
    if skipped is None or skipped.is_empty():
        return []
    here = asked.join(skipped.unique(), on="rule_id").filter(
        *(
            pl.col(name).is_null() | (pl.col(name) == pl.col(f"{name}_asked"))
            for name in _PLACE
            if name in skipped.columns
        )
    )
    return [here.select("alert_id", rank=3, why=pl.lit("所需政策参数未知，本夜未执行该规则")).unique()]
