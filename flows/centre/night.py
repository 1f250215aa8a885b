"""Part of the step monitor: the centre's own accounts of a night, one published table each."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from flows.centre.corrections import follow
from flows.centre.store import READ_TICKETS, TICKETS
from flows.deliveries import DeliveryLog
from flows.lake import write_parquet
from flows.night import Night
from flows.resources import sql_texts
from flows.rulebase import RuleBase
from flows.steps.link import links_path
from flows.steps.stage import STEP as STAGE
from schemas.catalogue import TABLES as DELIVERED
from transforms.centre.delivery_times import SEEN, delivery_times
from transforms.centre.source_quality import source_quality
from transforms.stage.quality import key_columns

TABLES = ("report_status", "benefit_reports", "delivery_times", "source_quality", "correction_tickets")
"""What is published of it: <name>.parquet in the folder of the step monitor."""
_ASKED = ("report_status", "benefit_reports")
_LIMIT = "SELECT source_answer_days FROM centre_policy"


def write_centre(night: Night, base: RuleBase, folder: Path) -> None:
    """Write TABLES and what was read of the book of tickets."""
    con = base.world("linked")
    found = con.execute(_LIMIT).fetchone()
    limit = None if found is None else found[0]
    log = DeliveryLog(night.lake)
    entries = TICKETS.known_to(night.lake, night.as_of)
    frames = {
        **asked(con),
        "delivery_times": delivery_times(_seen(log, night), night.as_of, limit),
        "source_quality": _quality(night, base.space.context["column_quality"]),
        "correction_tickets": follow(night.lake, log, entries, night.as_of, limit),
    }
    for name in TABLES:
        write_parquet(frames[name], folder / f"{name}.parquet")
    write_parquet(entries, folder / READ_TICKETS)


def asked(con: duckdb.DuckDBPyConnection) -> dict[str, pl.DataFrame]:
    """What sql/centre makes of a prepared world: report_status, and benefit_reports that stand on it."""
    texts, made = sql_texts("centre"), {}
    for name in _ASKED:
        con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS\n{texts[name]}")
        made[name] = con.execute(f"SELECT * FROM {name} ORDER BY program, record_no").pl()
    return made


def _seen(log: DeliveryLog, night: Night) -> pl.DataFrame:
    rows = [
        {
            "department": one.delivery.department,
            "table_name": one.delivery.table,
            "batch_date": one.delivery.batch_date,
            "revision": one.delivery.revision,
            "status": one.delivery.status,
            "requested_at": one.delivery.requested_at,
            "exported_at": one.delivery.exported_at,
            "received_on": one.received_on,
            "accepted_on": one.accepted_on,
        }
        for one in log.seen(night.as_of)
    ]
    return pl.DataFrame(rows, schema=SEEN, orient="row")


def _quality(night: Night, column_quality: pl.DataFrame) -> pl.DataFrame:
    stage = night.folder / STAGE
    keys = pl.DataFrame(
        [(spec.key, name) for spec in DELIVERED.values() for name in key_columns(spec)],
        schema={"source_table": pl.String, "column_name": pl.String},
        orient="row",
    )
    columns = column_quality.join(keys, on=["source_table", "column_name"], how="semi")
    feeds, defects = (pl.read_parquet(stage / f"{name}.parquet") for name in ("feeds", "defects"))
    return source_quality(feeds, defects, columns, _references(night))


def _references(night: Night) -> pl.DataFrame:
    """Of every table with people: its references in force, those that can be linked, those linked as likely only."""
    kinds = ("certainty", "method", "number_state")
    certainty, method, number = (pl.col(name).cast(pl.String) for name in kinds)
    linked = (number == "valid") | ((certainty == "certain") & (method != "unlinked"))
    counted = [
        pl.scan_parquet(links_path(night, spec.key))
        .group_by(kinds)
        .agg(n=pl.len().cast(pl.Int64))
        .select(
            department=pl.lit(spec.department),
            table_name=pl.lit(spec.table),
            references=pl.col("n").sum(),
            references_linked=pl.col("n").filter(linked).sum(),
            references_likely=pl.col("n").filter(certainty == "likely").sum(),
        )
        for spec in DELIVERED.values()
        if spec.persons
    ]
    return pl.concat([one.head(1) for one in counted]).collect()
