"""Stage: which typed rows are in force tonight, and the ledger of every file up to tonight.

Typing itself happens once a file, when it is received (flows/staging.py): a file that is mostly unreadable must be held
before it counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from flows.deliveries import Delivery, DeliveryLog
from flows.lake import Lake, digest, read_json, run_step, write_json, write_parquet
from flows.night import Night
from flows.staging import DEFECTIVE, REFUSED, missing, rows_of, staged_gone, with_places
from flows.steps.source_health import write_health
from schemas.catalogue import TABLES, TableSpec
from schemas.published import published
from transforms.stage.in_force import Batch, in_force

STEP = "stage"
_WRITES = 2  # one more when this step writes other files, so that a night begun before is staged anew
_LEDGER: dict[str, tuple[str, Callable[[Delivery], int]]] = {
    "defects": (DEFECTIVE, lambda one: one.defects),
    "quarantine": (REFUSED, lambda one: one.rows_quarantined),
}


def stage(night: Night) -> dict[str, Any]:
    """Choose what is in force and write feeds, deliveries, quarantine and defects of all nights up to this one.

    Raises NightStoppedError where the rows of a delivery in force are gone from the lake.
    """
    log = DeliveryLog(night.lake)
    ledgers = {spec.key: log.ledger(spec, night.as_of) for spec in TABLES.values()}
    chosen = {spec.key: log.in_force(spec, night.as_of) for spec in TABLES.values()}
    every = [one for spec in TABLES.values() for one in log.all(spec.key) if one.night <= night.as_of]
    taken = dict.fromkeys(
        str(one.staged) for kind in (ledgers, chosen) for some in kind.values() for one in some if one.in_force
    )
    if gone := missing(night.lake, taken):
        raise staged_gone(night.lake, gone)
    inputs = digest([one.model_dump(mode="json") for ledger in ledgers.values() for one in ledger], len(every), _WRITES)

    def work(folder: Path) -> dict[str, Any]:
        staged = {key: [(one.batch_date, one.staged) for one in deliveries] for key, deliveries in chosen.items()}
        write_json(folder / "in_force.json", staged)
        write_parquet(_feeds(ledgers), folder / "feeds.parquet")
        write_parquet(_deliveries(every), folder / "deliveries.parquet")
        for name in _LEDGER:
            every_listed = _listed(night.lake, [one for ledger in ledgers.values() for one in ledger], name)
            write_parquet(every_listed, folder / f"{name}.parquet")
        write_parquet(_unreadable(night.lake, chosen), folder / "unreadable.parquet")
        write_health(night.lake, ledgers, night.as_of, folder)
        tonight = [one for ledger in ledgers.values() for one in ledger if one.batch_date == night.as_of]
        counts = {name: sum(getattr(one, name) for one in tonight) for name in _COUNTS}
        note = "采用 {rows_loaded:,},隔离 {rows_quarantined:,},被替代 {rows_superseded:,}".format_map(counts)
        return {"note": note, "fingerprint": digest(staged), **counts}

    return run_step(night.folder / STEP, inputs, work)


_COUNTS = ("rows_in", "rows_loaded", "rows_quarantined", "rows_superseded")


def rows_in_force(night: Night, spec: TableSpec, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """The typed rows of one table that count tonight, with batch_date and row (transforms/stage/in_force.py).

    `columns`: who needs but a few columns names them, and no others are read.
    """
    return in_force(spec, _batches(night, spec), columns)


def newer_rows(night: Night, spec: TableSpec, earlier: list[list[str]], columns: Sequence[str]) -> pl.DataFrame | None:
    """The surviving rows of the deliveries that came after `earlier` ones (`chosen_deliveries`); none if none came.

    None where that does not say what is in force: a state table delivered anew, or other deliveries before the new.
    """
    chosen, known = sorted(chosen_deliveries(night)[spec.key]), sorted(earlier)
    if chosen == known:
        return in_force(spec, [], columns)
    if not spec.is_event or not known or chosen[: len(known)] != known:
        return None
    days = {day for day, _ in chosen[len(known) :]}
    rows = [one for one in _batches(night, spec) if one[0].isoformat() in days]
    none = (date.min, in_force(spec, [], columns).lazy().drop("batch_date", "row"))
    return in_force(spec, [none, *rows], columns)


def chosen_deliveries(night: Night) -> dict[str, list[list[str]]]:
    """By table, the deliveries in force tonight: batch date and staged folder."""
    chosen: dict[str, list[list[str]]] = read_json(night.folder / STEP / "in_force.json")
    return chosen


def has_rows(night: Night, spec: TableSpec) -> bool:
    """Whether the table was ever delivered."""
    return bool(_batches(night, spec))


def _batches(night: Night, spec: TableSpec) -> list[Batch]:
    chosen = chosen_deliveries(night)[spec.key]
    return [(date.fromisoformat(day), rows_of(night.lake, name)) for day, name in chosen]


def _feeds(ledgers: dict[str, list[Delivery]]) -> pl.DataFrame:
    rows = [
        {
            "department": one.department,
            "table_name": one.table,
            "batch_date": one.batch_date,
            "status": one.status,
            "rows_declared": one.rows_declared,
            **{name: getattr(one, name) for name in _COUNTS},
        }
        for ledger in ledgers.values()
        for one in ledger
    ]
    return pl.DataFrame(rows, schema=published()["feeds"].dtypes, orient="row")


def _deliveries(every: list[Delivery]) -> pl.DataFrame:
    rows = [
        {
            "department": one.department,
            "table_name": one.table,
            "batch_date": one.batch_date,
            "revision": one.revision,
            "file_name": one.file,
            "sha256": one.sha256,
            "status": one.status,
            "message": ";".join(filter(None, (one.message, *one.notes))) or None,
            "requested_at": one.requested_at,
            "exported_at": one.exported_at,
            "extra_columns": list(one.extra_columns),
            "encoding": one.encoding_found,
        }
        for one in every
    ]
    return pl.DataFrame(rows, schema=published()["deliveries"].dtypes, orient="row")


def _listed(lake: Lake, deliveries: Sequence[Delivery], name: str) -> pl.DataFrame:
    """Quarantine or defects of deliveries, with their place, in the columns published.

    All nights are listed every night, so a file without any is not opened: its delivery says so.
    """
    file, count = _LEDGER[name]
    there = [one for one in deliveries if one.in_force and one.staged is not None and count(one)]
    if not there:
        return published()[name].empty()
    frames = [pl.read_parquet(lake.staged / str(one.staged) / file) for one in there]
    places = pl.DataFrame(
        [(one.department, one.table, one.batch_date) for one in there],
        schema=["department", "table_name", "batch_date"],
        orient="row",
    )
    return with_places(places, frames).select(
        pl.col(column).cast(dtype) for column, dtype in published()[name].dtypes.items()
    )


def _unreadable(lake: Lake, chosen: dict[str, list[Delivery]]) -> pl.DataFrame:
    """Records quarantined in the state delivery in force: source_table, record_no (null where nobody can name it)."""
    frames = [pl.DataFrame(schema={"source_table": pl.String, "record_no": pl.String})]
    for spec in TABLES.values():
        for one in chosen[spec.key] if not spec.is_event else []:
            listed = _listed(lake, [one], "quarantine").select(source_table=pl.lit(spec.key), record_no="record_no")
            frames.append(listed if listed.is_empty() else _without_readable_copy(listed, lake, one))
    return pl.concat(frames).unique(maintain_order=True)


def _without_readable_copy(listed: pl.DataFrame, lake: Lake, one: Delivery) -> pl.DataFrame:
    """A record that stands twice in a file, once readable, was read."""
    read = rows_of(lake, str(one.staged)).select("record_no")
    return listed.lazy().join(read, on="record_no", how="anti", maintain_order="left").collect()
